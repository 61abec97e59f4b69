//! The commands: each reads, asks the line below, and writes. None knows another.

pub mod completions;
pub mod context;
pub mod explain;
pub mod list;
mod log;
pub mod merge;
pub mod parse;
pub mod schema;
mod service;
