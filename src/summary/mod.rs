//! What a log holds, by kind: counted while it is read, or added up from what other
//! runs counted, and explained when it is asked for.

mod bounds;
pub mod condition;
mod kind;
mod kinds;
mod merged;
mod ranking;
mod results;
mod strings;
#[cfg(test)]
mod tests;
mod timeline;

pub use kinds::Kinds;
pub use merged::{Merged, Refused};
pub use ranking::Ranking;
