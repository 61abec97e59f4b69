//! What is shown of a record.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

use crate::text::{escape, mask};

/// Most characters shown of a message or an excerpt.
const TEXT: usize = 600;

/// A record whose secrets are known: they are looked for in the whole of it, for a
/// secret is told by what stands before it, and once, however many parts are shown.
pub struct Source<'a> {
    record: &'a [u8],
    /// Its text and where the secrets stand, once somebody asks.
    read: OnceCell<(Cow<'a, str>, Vec<Range<usize>>)>,
}

impl<'a> Source<'a> {
    /// A record.
    #[must_use]
    pub fn new(record: &'a [u8]) -> Self {
        Self {
            record,
            read: OnceCell::new(),
        }
    }

    /// The line of the record in which `query` stands, else its first, fit to be
    /// shown; of a long line, what is around it.
    #[must_use]
    pub fn around(&self, query: &str) -> String {
        let (text, spans) = self.read.get_or_init(|| {
            let text = String::from_utf8_lossy(self.record);
            let spans = mask::spans(&text);
            (text, spans)
        });
        let bytes = text.as_bytes();
        let at = place(bytes, query).unwrap_or(0);
        let line = memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |n| n + 1);
        let end = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |n| at + n);
        let before = part(text, spans, line..at);
        let before = before.trim_start();
        let mut skipped = before.len().saturating_sub(TEXT / 4);
        while !before.is_char_boundary(skipped) {
            skipped += 1;
        }
        let shown = match skipped {
            0 => "",
            _ => {
                let rest = &before[skipped..];
                skipped += rest.find(parts).unwrap_or(rest.len());
                "…"
            }
        };
        // Characters become escapes and secrets stars, so that this is enough.
        let end = (end.min(at.saturating_add(8 * TEXT))..=end).find(|i| text.is_char_boundary(*i));
        let after = part(text, spans, at..end.unwrap_or(bytes.len()));
        let around = format!("{}{after}", &before[skipped..]);
        format!("{shown}{}", start(around.trim()))
    }
}

/// A part of a text, fit to be shown.
fn part(text: &str, spans: &[Range<usize>], part: Range<usize>) -> String {
    let masked = mask::without(text, spans, part);
    escape::visible(masked.trim_matches('\u{fffd}')).into_owned()
}

/// Most bytes of a message that stands beside each of its errors: a record can hold one
/// of 60 KB beside many.
pub const MESSAGE: usize = 4 << 10;

/// A message, fit to be shown; of a long one its beginning.
#[must_use]
pub fn message(text: &str) -> Cow<'_, str> {
    if text.len() <= MESSAGE {
        return crate::text::shown(text);
    }
    // As much again is read as is shown: a secret is told by what stands around it.
    let shown = crate::text::shown(&text[..boundary(text, 2 * MESSAGE)]);
    match shown.len() > MESSAGE {
        true => Cow::Owned(format!("{}…", &shown[..boundary(&shown, MESSAGE)])),
        false => Cow::Owned(format!("{shown}…")),
    }
}

/// The last place up to `at` where a character begins.
fn boundary(text: &str, at: usize) -> usize {
    let mut places = (0..=at.min(text.len())).rev();
    places.find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// What stands between words.
fn parts(c: char) -> bool {
    c.is_whitespace() || matches!(c, '"' | '\'' | ',' | '&' | ';')
}

/// Where `query` stands in a text, if it can be as a word of its own.
#[must_use]
pub fn place(text: &[u8], query: &str) -> Option<usize> {
    let word = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphanumeric);
    let apart = |at: &usize| {
        let before = at.checked_sub(1).and_then(|i| text.get(i));
        !word(before) && !word(text.get(at + query.len()))
    };
    if query.is_empty() {
        return None;
    }
    let mut places = memchr::memmem::find_iter(text, query.as_bytes());
    let first = places.clone().next();
    places.find(apart).or(first)
}

/// The beginning of a text.
#[must_use]
pub fn start(text: &str) -> String {
    match text.char_indices().nth(TEXT) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{MESSAGE, Source, message};

    fn of(record: &[u8], query: &str) -> String {
        Source::new(record).around(query)
    }

    #[test]
    fn an_excerpt_is_the_line_around_the_code() {
        let long = "word ".repeat(100);
        for (record, want) in [
            ("one\n  code: X1, two\nthree", "code: X1, two".to_owned()),
            ("nothing of it\nthree", "nothing of it".to_owned()),
            ("X12 then X1", "X12 then X1".to_owned()),
            (
                &format!("{long}[X1] failed"),
                format!("…{}[X1] failed", &long[355..]),
            ),
        ] {
            assert_eq!(of(record.as_bytes(), "X1"), want, "{record}");
        }
    }

    #[test]
    fn a_long_message_is_told_by_its_beginning() {
        let short = "中".repeat(MESSAGE / 3);
        assert_eq!(message(&short), short);
        let long = format!("{short}{short}");
        assert_eq!(message(&long), format!("{short}…"));
        for before in MESSAGE - 40..MESSAGE + 10 {
            let text = format!(
                "{} password=\"{}\"",
                "x ".repeat(before / 2),
                "hush".repeat(5000)
            );
            assert!(!message(&text).contains("hush"), "{before}");
        }
    }

    #[test]
    fn a_secret_that_begins_before_the_excerpt_is_not_shown() {
        let secret = "Zm9vYmFyLXNlY3JldA".repeat(8);
        for blanks in 0..200 {
            for key in ["secretKey=", r#"{"secretKey":""#, "Authorization: Bearer "] {
                let (fill, gap) = ("x ".repeat(3000), " .".repeat(blanks));
                let record = format!("{fill}{key}{secret} {gap} [X1] failed {key}{secret}");
                let shown = of(record.as_bytes(), "X1");
                assert!(shown.starts_with('…'), "{shown}");
                assert!(!shown.contains("Y3Jl"), "{key} {blanks}: {shown}");
            }
        }
    }
}
