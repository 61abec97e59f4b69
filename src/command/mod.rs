//! The commands: each reads, asks the line below, and writes. None knows another.

pub mod explain;
pub mod list;
pub mod merge;
pub mod parse;
mod service;
