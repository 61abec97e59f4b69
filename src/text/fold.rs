//! Characters that are read as one, and what else a text is carried by.

// Made from `data/recognition/encodings.json`.
include!(concat!(env!("OUT_DIR"), "/encodings.rs"));

/// Full-width brackets and quotes as their plain cousins: how carriers are read
/// and patterns are kept.
#[must_use]
pub fn half_width(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((at, plain)) = wide(rest) {
        out.push_str(&rest[..at]);
        out.push(plain);
        rest = &rest[at + 3..];
    }
    out.push_str(rest);
    out
}

/// The first full-width bracket or quote, and its plain cousin.
fn wide(text: &str) -> Option<(usize, char)> {
    let mut places = text.char_indices().map(|(at, _)| at);
    places.find_map(|at| Some((at, plain(&text[at..])?)))
}

/// The plain cousin of the full-width bracket or quote that the text begins with;
/// all are three bytes long.
#[must_use]
pub fn plain(text: &str) -> Option<char> {
    cousin(text.get(..3)?)
}
