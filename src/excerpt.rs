//! What is shown of a record.

use crate::clean;

/// Most characters shown of a message or an excerpt.
const TEXT: usize = 600;

/// The line of the record in which `query` stands, else its first, fit to be
/// shown.
#[must_use]
pub fn of(record: &[u8], query: &str) -> String {
    let word = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphanumeric);
    let apart = |at: &usize| {
        let before = at.checked_sub(1).and_then(|i| record.get(i));
        !word(before) && !word(record.get(at + query.len()))
    };
    let mut places = memchr::memmem::find_iter(record, query.as_bytes());
    let first = places.clone().next();
    let at = places.find(apart).or(first).unwrap_or(0);
    let line = memchr::memrchr(b'\n', &record[..at]).map_or(0, |n| n + 1);
    // Of a long line, what is around it.
    let from = line.max(at.saturating_sub(TEXT / 4));
    let end = memchr::memchr(b'\n', &record[at..]).map_or(record.len(), |n| at + n);
    let to = end.min(from + 4 * TEXT);
    let text = String::from_utf8_lossy(&record[from..to]);
    let text = start(clean::shown(text.trim_matches('\u{fffd}')).trim());
    if from > line {
        format!("…{text}")
    } else {
        text
    }
}

/// The beginning of a text.
#[must_use]
pub fn start(text: &str) -> String {
    match text.char_indices().nth(TEXT) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
