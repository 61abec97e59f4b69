//! What is shown of a record.

use crate::text::clean;

/// Most characters shown of a message or an excerpt.
const TEXT: usize = 600;
/// Bytes read before what is shown: a secret is told by what stands before it.
const BEFORE: usize = 4 << 10;

/// The line of the record in which `query` stands, else its first, fit to be
/// shown; of a long line, what is around it.
#[must_use]
pub fn of(record: &[u8], query: &str) -> String {
    let at = place(record, query).unwrap_or(0);
    let line = memchr::memrchr(b'\n', &record[..at]).map_or(0, |n| n + 1);
    let end = memchr::memchr(b'\n', &record[at..]).map_or(record.len(), |n| at + n);
    let from = line.max(at.saturating_sub(TEXT / 4 + BEFORE));
    let to = end.min(at + 4 * TEXT);
    let text = String::from_utf8_lossy(&record[from..to]);
    let text = clean::shown(text.trim_matches('\u{fffd}'));
    // Half of a secret at an end does not look like one: whole words only.
    let text = match text.rfind(parts).filter(|_| to < end) {
        Some(last) => &text[..last],
        None => &text,
    };
    let at = place(text.as_bytes(), query).unwrap_or(0);
    let start = (0..=at.saturating_sub(TEXT / 4)).rev();
    let start = start.into_iter().find(|i| text.is_char_boundary(*i));
    let start = start.unwrap_or(0);
    if start == 0 && from == line {
        return self::start(text.trim());
    }
    let skipped = text[start..at].find(parts).unwrap_or(at - start);
    format!("…{}", self::start(text[start + skipped..].trim()))
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
    use super::of;

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
