//! What a log holds, by kind: counted while it is read, explained when it is
//! asked for.

pub mod condition;
pub mod found;
mod hash;
mod kind;
pub mod kinds;
pub mod occurrence;
pub mod row;
mod strings;
pub mod tally;
pub mod timeline;
