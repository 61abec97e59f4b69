//! Inputs: files, stdin and named pipes, plain or packed with gzip, in UTF-8 or UTF-16,
//! all opened in one way and read as a stream of bytes.

mod decode;
pub mod interrupt;
pub mod progress;
mod raw;
pub mod source;
pub mod threads;

pub use decode::in_language;
