//! Values that count only beside a key that means "code": numbers, lower-case
//! words, codes that are not in the catalogue.

use std::ops::Range;

use super::layout::NEAR;
use super::reads::carried;
use super::{FIRST_WORDS, Key};
use crate::catalogue;
use crate::recognise::evidence::shouting;
use crate::recognise::tokens::is_success;
use crate::scan::records::LONGEST;

/// How far from its key a value is looked for.
const FAR: usize = 256;
/// How far before a key an escape may begin that ends there.
const ESCAPE: usize = 12;

/// Which values of a key count that are no name of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counts {
    /// Numbers, and names that no document has.
    Code,
    /// The same, and 1: a function failed.
    Result,
    /// The same, and known HTTP statuses.
    Status,
    /// All but a success.
    Any,
    /// All: the key alone says that there is an error.
    Text,
}

/// Where the gram at `at` is part of one of its keys, and that key's value can be an
/// error: the bytes that say so.
pub(super) fn admits(
    keys: &[Key],
    bytes: &[u8],
    at: usize,
    envelopes: &mut Envelopes,
) -> Option<Range<usize>> {
    let gram_end = at + 4;
    let key = keys.iter().find(|key| key.stands(bytes, at))?;
    let key_end = gram_end + key.behind.len();
    let all = 0..bytes.len();
    if key.counts == Counts::Text {
        return Some(all);
    }
    if prose_or_well(&bytes[key_end..]) {
        return None;
    }
    let Some((value, end)) = value(bytes, key_end) else {
        return Some(all);
    };
    if value.is_empty() || is_success(value) {
        return None;
    }
    if key.counts.value(value) {
        // The byte behind a value ends it; so many around the gram were looked at.
        let end = (end + 1).max(gram_end + NEAR).min(bytes.len());
        return Some(at.saturating_sub(ESCAPE)..end);
    }
    if key.counts != Counts::Code {
        return None;
    }
    // An unknown value counts in an XML error, behind an SDK's name and in
    // `Response.Error`.
    if bytes[at - key.before.len()].is_ascii_uppercase() {
        return Some(all);
    }
    envelopes.before(bytes, at).map(|open| open..bytes.len())
}

/// Where `Response` stood last, in a text that is read from its beginning to its end:
/// each byte is looked at once, however many keys ask.
#[derive(Debug, Default)]
pub struct Envelopes {
    read: usize,
    last: Option<usize>,
}

impl Envelopes {
    const OPEN: &[u8] = b"Response";

    /// The last one that stands before `at` and not further away than a record is long.
    /// `at` never goes back.
    fn before(&mut self, bytes: &[u8], at: usize) -> Option<usize> {
        let from = self.read.min(at);
        // Capitals are few: far cheaper than a search for the word from its end.
        let mut capitals = memchr::memrchr_iter(Self::OPEN[0], &bytes[from..at]);
        let open = capitals.find(|n| bytes[from + n..at].starts_with(Self::OPEN));
        self.last = open.map(|n| from + n).or(self.last);
        // One that ends behind `at` is found by the next who asks.
        self.read = at.saturating_sub(Self::OPEN.len() - 1).max(from);
        self.last.filter(|open| at - open <= LONGEST)
    }
}

impl Key {
    /// It stands around its gram at `at`, as a word of its own or behind what an escape
    /// leaves of itself.
    fn stands(&self, bytes: &[u8], at: usize) -> bool {
        let (before, behind) = (&bytes[..at], &bytes[at + 4..]);
        let Some(rest) = before.strip_suffix(self.before) else {
            return false;
        };
        let ends = behind
            .strip_prefix(self.behind)
            .is_some_and(|rest| rest.first().is_some_and(|b| ends_key(*b)));
        let inside = rest.last().is_some_and(|b| word_byte(*b));
        ends && (!inside || behind_escape(rest))
    }
}

/// An escape may end here.
fn behind_escape(bytes: &[u8]) -> bool {
    let near = &bytes[bytes.len().saturating_sub(ESCAPE)..];
    near.iter().any(|b| carried(*b))
}

impl Counts {
    /// This value counts, wherever the key stands.
    fn value(self, value: &[u8]) -> bool {
        let number = value.len() < 4 && value.iter().all(u8::is_ascii_digit);
        match self {
            Self::Any | Self::Text => true,
            _ if !number => counts(value),
            // `errorCode: 1` of a function's result, `statusCode: 433` of its run.
            Self::Status => value == b"1" || known(value),
            Self::Result => value == b"1",
            Self::Code => false,
        }
    }
}

/// What nearly every healthy record says: `code":0,` or `code":"SUCCESS"`. No text
/// has that.
#[inline]
pub fn well(bytes: &[u8], at: usize) -> bool {
    let Some(behind) = bytes.get(at + 4..).and_then(|b| b.first_chunk::<11>()) else {
        return false;
    };
    behind.starts_with(b"\":0,") | (behind == b"\":\"SUCCESS\"")
}

/// The other ways to say so. And prose: behind a blank only what has the look of a
/// code counts.
fn prose_or_well(behind: &[u8]) -> bool {
    let well = behind.starts_with(b"\":0}") || behind.starts_with(b"\":200,");
    well || matches!(behind, [b' ', b'a'..=b'z', ..])
}

/// What may stand behind a key: its quote or bracket, a separator, a blank, or
/// what carries one of them.
fn ends_key(b: u8) -> bool {
    let separates = matches!(b, b'"' | b'\'' | b'`' | b']' | b'>' | b':' | b'=');
    b.is_ascii_whitespace() || separates || carried(b)
}

const fn word_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b == b'_'
}

/// A value that counts beside any key.
fn counts(value: &[u8]) -> bool {
    if let Some(digits) = value.strip_prefix(b"-") {
        return digits.first().is_some_and(u8::is_ascii_digit);
    }
    let number = value.len() >= 5 && value.iter().all(u8::is_ascii_digit);
    number || shouting(value) || FIRST_WORDS.contains(&value) || known(value)
}

/// The value, what stands before a `-`, or before a dot of it.
fn known(value: &[u8]) -> bool {
    let mut word = value;
    loop {
        if catalogue::has_bytes(word) {
            return true;
        }
        match memchr::memrchr2(b'.', b'-', word) {
            Some(dot) => word = &word[..dot],
            None => return false,
        }
    }
}

/// The bytes that a value is made of.
static VALUE: [bool; 256] = {
    let mut value = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        value[byte] = word_byte(b) || matches!(b, b'.' | b'$' | b'-');
        byte += 1;
    }
    value
};

/// The word behind a key and where it ends. `None` where that cannot be told.
fn value(bytes: &[u8], from: usize) -> Option<(&[u8], usize)> {
    let end = bytes.len().min(from + FAR);
    let (word, stop) = word(bytes, from, end)?;
    // PHP names the type of what it dumps: `int(4500)`, `string(9) "SYS_ERR"`.
    if bytes.get(stop) != Some(&b'(') {
        return Some((word, stop));
    }
    match word {
        b"int" => self::word(bytes, stop + 1, end),
        b"string" | b"array" => {
            let inner = memchr::memchr(b'"', &bytes[stop..end.max(stop)])?;
            self::word(bytes, stop + inner, end)
        }
        _ => Some((word, stop)),
    }
}

/// The first word between `from` and `end`, past quotes, separators, brackets and what
/// carriers put between, and where it ends.
fn word(bytes: &[u8], from: usize, end: usize) -> Option<(&[u8], usize)> {
    let mut at = from;
    while at < end {
        match bytes[at] {
            b'\\' if matches!(bytes.get(at + 1), Some(b'n' | b't' | b'r')) => at += 2,
            b'\\' if matches!(bytes.get(at + 1), Some(b'u' | b'x')) => return None,
            b'%' => return None,
            b'&' => at += memchr::memchr(b';', &bytes[at..end.min(at + 8)]).map_or(1, |n| n + 1),
            b'-' if bytes.get(at + 1).is_some_and(u8::is_ascii_digit) => break,
            b if word_byte(b) => break,
            _ => at += 1,
        }
    }
    if at >= end && end < bytes.len() {
        return None;
    }
    let rest = bytes.get(at..).unwrap_or_default();
    let stop = rest.iter().position(|b| !VALUE[usize::from(*b)]);
    let stop = stop.map_or(bytes.len(), |n| at + n);
    let mut word = bytes.get(at..stop).unwrap_or_default();
    while let Some((b'.' | b'-', rest)) = word.split_last() {
        word = rest;
    }
    Some((word, stop))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use serde_json::Value;

    use super::super::{Filter, Places};
    use crate::recognise::tokens::{Key, is_success};

    fn table(name: &str) -> Value {
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/recognition");
        let text = fs::read_to_string(data.join(name)).expect("a table");
        serde_json::from_str(&text).expect("JSON")
    }

    fn texts(list: &Value) -> impl Iterator<Item = &str> {
        list.as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
    }

    /// Whether any place of the text can hold an error.
    fn stops(text: &str) -> bool {
        let mut places = Places::new(Filter::new());
        places.restart(text.as_bytes());
        places.next(text.as_bytes(), 0, text.len()).is_some()
    }

    #[test]
    fn every_key_of_the_table_is_read_and_sought() {
        let mut sought = 0;
        for row in table("keys.json").as_array().expect("rows") {
            let counts = row["value"].as_str();
            for key in texts(&row["spelled"]) {
                assert_ne!(Key::of(key), Key::Other, "{key}");
                let Some(counts) = counts.filter(|counts| *counts != "name") else {
                    continue;
                };
                assert!(Key::of(key).is_code() || counts == "text", "{key}");
                let value = if counts == "result" { "-1" } else { "-501999" };
                for (text, stop) in [
                    (format!("{{\"{key}\":\"{value}\"}}"), true),
                    (format!("x {key}: {value} y"), true),
                    (format!("{{\\\"a\\\":1,\\n\\\"{key}\\\":{value}}}"), true),
                    (format!("{{\"{key}s\":\"{value}\"}}"), !key.is_ascii()),
                    (format!("{{\"a{key}\":\"{value}\"}}"), !key.is_ascii()),
                ] {
                    assert_eq!(stops(&text), stop, "{text}");
                }
                sought += 1;
                if !key.is_ascii() || counts == "text" {
                    continue;
                }
                for success in texts(&table("successes.json")) {
                    assert!(is_success(success.as_bytes()));
                    for text in [
                        format!("{{\"{key}\":\"{success}\"}}"),
                        format!("{{\"{key}\":{success},\"a\":1}}"),
                        format!("{key}={success}"),
                    ] {
                        assert!(!stops(&text), "{text}");
                    }
                }
            }
        }
        assert!(sought >= 20, "{sought}");
    }

    /// What makes a value count, beside which key.
    #[test]
    fn values_count_by_their_looks() {
        let rows = [
            // Numbers.
            ("{\"code\":12345}", true),
            ("{\"code\":1234}", false),
            ("{\"code\":-1}", true),
            ("{\"code\":4000}", true),
            ("{\"errorCode\":1}", true),
            ("{\"errorCode\":2}", false),
            ("{\"code\":1}", false),
            ("{\"statusCode\":433}", true),
            ("{\"statusCode\":302}", false),
            ("{\"statusCode\":1}", true),
            // Names that no document has.
            ("{\"code\":\"SOME_NEW_ERROR\"}", true),
            ("{\"code\":\"_SOME\"}", true),
            ("{\"code\":\"4XX_SOME\"}", true),
            ("{\"code\":\"SOME\"}", false),
            ("{\"code\":\"Some_New\"}", false),
            ("{\"code\":\"some_new\"}", false),
            ("{\"code\":\"FailedOperation.Some\"}", true),
            ("{\"code\":\"Nothing.Some\"}", false),
            // In an envelope every name does.
            ("{\"Response\":{\"Error\":{\"code\":\"some\"}}}", true),
            ("{\"Error\":{\"code\":\"some\"},\"Response\":1}", false),
            ("<Error><Code>some</Code></Error>", true),
            ("{\"Response\":{\"Error\":{\"errorCode\":\"some\"}}}", false),
            // Beside `error` all but a success.
            ("{\"error\":\"x\",\"error_code\":7}", true),
            ("{\"error\":\"x\",\"error_code\":0}", false),
            ("{\"error\":\"x\",\"error_description\":\"\"}", true),
            // PHP names the type.
            ("[\"code\"]=> int(4000)", true),
            ("[\"code\"]=> int(0)", false),
            ("[\"code\"]=> string(8) \"SOME_NEW\"", true),
            ("[\"code\"]=> string(4) \"some\"", false),
            // Prose.
            ("the code some_new SOME_NEW", false),
            ("the error_code was printed", false),
            ("the error_code: was printed", true),
            ("{\"error_code\":200,\"a\":1}", false),
            ("the code -501999", true),
            ("the code: SOME_NEW", true),
            ("code", false),
            ("{\"code\":", false),
            // Words that may be read as a key and its value with what carries them.
            ("{&quot;code&quot;:&quot;SOME_NEW&quot;}", true),
            ("{%22code%22:%22some%22}", true),
            ("{\\\"code\\\":\\\"SOME_NEW\\\"}", true),
            ("{\"code\":\"\\u0053OME\"}", true),
        ];
        let wrong = rows.iter().filter(|(text, stop)| stops(text) != *stop);
        assert_eq!(wrong.collect::<Vec<_>>(), Vec::<&(&str, bool)>::new());
    }

    #[test]
    fn a_value_is_looked_for_as_far_as_it_may_stand() {
        for blanks in [1, 100, 240] {
            let text = format!("{{\"code\":{}\"SOME_NEW\"}} more", " ".repeat(blanks));
            assert!(stops(&text), "{blanks}");
            let text = format!("{{\"code\":{}\"some\"}} more", " ".repeat(blanks));
            assert!(!stops(&text), "{blanks}");
        }
        // What cannot be told may be one.
        let text = format!("{{\"code\":{}\"some\"}}", " ".repeat(300));
        assert!(stops(&text));
        assert!(!stops(&format!("\"code\":{}", "int(".repeat(20_000))));
    }

    #[test]
    fn an_envelope_counts_within_a_record() {
        for (between, stop) in [
            (0, true),
            (1 << 10, true),
            (60 << 10, true),
            (70 << 10, false),
        ] {
            let text = format!(
                "{{\"Response\":{} {{\"code\":\"some\"}}}}",
                "1".repeat(between)
            );
            assert_eq!(stops(&text), stop, "{between}");
        }
        // However many keys ask.
        let many = "{\"code\":\"a\"}".repeat(1000);
        assert!(stops(&format!("{{\"Response\":{many}")));
        assert!(!stops(&many));
        assert!(stops(&format!("{many}{{\"Response\":{{\"code\":\"a\"}}}}")));
    }
}
