//! What is done with text wherever it stands: leaves, which use nothing above.

pub mod carrier;
pub mod distance;
pub mod escape;
pub mod excerpt;
pub mod fold;
pub mod lang;
pub mod mask;
pub mod number;
pub mod steps;
pub mod time;
pub mod words;

use std::borrow::Cow;

/// Foreign text made fit to be shown: secrets hidden, and every character visible
/// that would act on a terminal or hide. Foreign text is hostile until it has been
/// through here.
#[must_use]
pub fn shown(text: &str) -> Cow<'_, str> {
    match mask::masked(text) {
        Cow::Borrowed(text) => escape::visible(text),
        Cow::Owned(text) => Cow::Owned(escape::visible(&text).into_owned()),
    }
}
