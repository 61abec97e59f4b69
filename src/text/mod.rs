//! What is done with text wherever it stands: leaves, which use nothing above.

pub mod clean;
pub mod distance;
pub mod excerpt;
pub mod fold;
pub mod lang;
pub mod number;
pub mod time;
