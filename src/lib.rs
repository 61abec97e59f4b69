//! cberr explains the errors of Tencent CloudBase and Tencent Cloud.
//!
//! The library is the program in testable pieces, not a stable interface. One
//! straight line runs through it: arguments, input, recognise, catalogue,
//! report, render, stdout. Each module uses only what stands below it in that
//! line: see `docs/architecture.md`.
//!
//! Without the default feature `cli` there are no arguments, files, threads and
//! terminal in it: what is left turns a text into an answer.

pub mod catalogue;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "cli")]
mod command;
#[cfg(feature = "cli")]
mod diagnostics;
#[cfg(feature = "cli")]
mod dispatch;
#[cfg(feature = "cli")]
pub mod input;
pub mod recognise;
pub mod render;
pub mod report;
#[cfg(feature = "cli")]
pub mod scan;
pub mod suggest;
// Without the command line nothing counts: what is shown of counts remains.
#[cfg_attr(not(feature = "cli"), allow(dead_code, unused_imports))]
mod summary;
pub mod text;

#[cfg(feature = "cli")]
pub use dispatch::run;
pub use report::explain_text as parse_text;
