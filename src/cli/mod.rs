//! The command line: what can be asked for, how it is read, and what helps to
//! write it. What it means is decided in `lib.rs`.

pub(crate) mod args;
pub mod command;
pub(crate) mod complete;
pub(crate) mod help;
mod pages;
pub(crate) mod read;
pub(crate) mod stdout;
pub(crate) mod terminal;
