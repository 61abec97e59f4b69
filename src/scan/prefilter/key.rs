//! Values that count only beside a key that means "code": numbers, lower-case
//! words, codes that are not in the catalogue.

use std::ops::Range;

use super::layout::NEAR;
use super::reads::carried;
use super::{FIRST_WORDS, Key};
use crate::catalogue;
use crate::recognise::evidence::shouting;
use crate::recognise::tokens::is_success;

/// How far from its key a value is looked for.
const FAR: usize = 256;
/// How far around a key the signs of an envelope are looked for.
const ENVELOPE: usize = 4 << 10;
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
pub(super) fn admits(keys: &[Key], bytes: &[u8], at: usize) -> Option<Range<usize>> {
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
    (key.counts == Counts::Code && enveloped(bytes, at)).then_some(all)
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

/// An unknown value counts in `Response.Error`, behind an SDK's name and in an
/// XML error.
fn enveloped(bytes: &[u8], at: usize) -> bool {
    let before = &bytes[at.saturating_sub(ENVELOPE)..at];
    bytes[at] == b'C' || memchr::memmem::find(before, b"Response").is_some()
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
            b'%' | 0x1b => return None,
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
