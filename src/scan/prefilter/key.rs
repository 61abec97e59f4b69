//! Values that count only beside a key that means "code": numbers, lower-case
//! words, codes that are not in the catalogue.

use std::ops::Range;

use super::layout::NEAR;
use crate::catalogue;

/// How far from its key a value is looked for.
const FAR: usize = 256;
/// How far around a key the signs of an envelope are looked for.
const ENVELOPE: usize = 4 << 10;
/// How far before a key an escape may begin that ends there.
const ESCAPE: usize = 12;

/// Where `code` at `at` is (part of) a key whose value can be an error: the bytes
/// that say so.
pub fn admits(bytes: &[u8], at: usize) -> Option<Range<usize>> {
    let behind = &bytes[at + 4..];
    let all = 0..bytes.len();
    if prose_or_well(behind) {
        return None;
    }
    if behind.starts_with(b"Desc") {
        return Some(all);
    }
    if !behind.first().is_some_and(|b| ends_key(*b)) {
        return None;
    }
    let spelling = Spelling::of(&bytes[..at])?;
    if spelling == Spelling::Oauth {
        return names_error(bytes, at).then_some(all);
    }
    let Some((value, end)) = value(bytes, at + 4) else {
        return Some(all);
    };
    if success(value) {
        return None;
    }
    if counts_beside(spelling, value) {
        // The byte behind a value ends it; so many around the gram were looked at.
        let end = (end + 1).max(at + 4 + NEAR).min(bytes.len());
        return Some(at.saturating_sub(ESCAPE)..end);
    }
    (spelling == Spelling::Alone && enveloped(bytes, at)).then_some(all)
}

/// A value that counts beside this key.
fn counts_beside(key: Spelling, value: &[u8]) -> bool {
    let number = value.len() < 4 && value.iter().all(u8::is_ascii_digit);
    match key {
        _ if !number => counts(value),
        // `errorCode: 1` of a function's result, `statusCode: 433` of its run.
        Spelling::Status => value == b"1" || known(value),
        Spelling::Prefixed => value == b"1",
        Spelling::Alone | Spelling::Oauth => false,
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

/// What stands before `code`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Spelling {
    /// Nothing that belongs to it.
    Alone,
    /// `err`, `error`, `result`.
    Prefixed,
    /// `status`.
    Status,
    /// `error_`: the value that counts is that of `error`.
    Oauth,
}

impl Spelling {
    /// `None` where `code` is only the end of some word.
    fn of(before: &[u8]) -> Option<Self> {
        let ends = |text: &[u8]| before.ends_with(text);
        if ends(b"error_") {
            Some(Self::Oauth)
        } else if ends(b"rr") || ends(b"rror") || ends(b"esult") || ends(b"err_") {
            Some(Self::Prefixed)
        } else if ends(b"tatus") || ends(b"tatus_") {
            Some(Self::Status)
        } else {
            let inside = before.last().is_some_and(|b| word_byte(*b));
            let near = &before[before.len().saturating_sub(ESCAPE)..];
            let escape = |b: &u8| matches!(b, b'\\' | b'%' | 0x1b);
            (!inside || near.iter().any(escape)).then_some(Self::Alone)
        }
    }
}

/// What may stand behind a key: its quote or bracket, a separator, a blank, or
/// what carries one of them.
fn ends_key(b: u8) -> bool {
    b.is_ascii_whitespace()
        || matches!(
            b,
            b'"' | b'\'' | b'`' | b']' | b'>' | b':' | b'=' | b'\\' | b'&' | b'%' | 0x1b | 0xef
        )
}

const fn word_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b == b'_'
}

/// Whether the line that `error_description` stands in names an error.
pub fn names_error(bytes: &[u8], at: usize) -> bool {
    let from = memchr::memrchr(b'\n', &bytes[..at])
        .map_or(0, |n| n + 1)
        .max(at.saturating_sub(ENVELOPE));
    let line = &bytes[from..bytes.len().min(at + ENVELOPE)];
    memchr::memmem::find_iter(line, b"err").any(|n| {
        let behind = n + if line[n..].starts_with(b"error") {
            5
        } else {
            3
        };
        value(line, behind).is_none_or(|(value, _)| known(value))
    })
}

/// A value that counts beside any key.
fn counts(value: &[u8]) -> bool {
    if let Some(digits) = value.strip_prefix(b"-") {
        return digits.first().is_some_and(u8::is_ascii_digit);
    }
    if value.iter().all(u8::is_ascii_digit) && value.len() >= 5 {
        return true;
    }
    let shouting = value.first().is_some_and(u8::is_ascii_uppercase)
        && !value.iter().any(u8::is_ascii_lowercase)
        && value.contains(&b'_');
    shouting
        || value[..value.len().min(5)].eq_ignore_ascii_case(b"APIs_")
        || begins_name(value)
        || known(value)
}

/// The first word of a name that has several.
fn begins_name(value: &[u8]) -> bool {
    value == b"Request"
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

/// What says that all went well, or nothing.
fn success(value: &[u8]) -> bool {
    matches!(
        value,
        b"" | b"0"
            | b"200"
            | b"OK"
            | b"ok"
            | b"Ok"
            | b"SUCCESS"
            | b"success"
            | b"Success"
            | b"true"
            | b"false"
            | b"null"
    )
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

/// The word behind a key and where it ends: past quotes, separators, brackets and
/// what carriers put between. `None` where that cannot be told.
fn value(bytes: &[u8], from: usize) -> Option<(&[u8], usize)> {
    let end = bytes.len().min(from + FAR);
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
    if at == end && end < bytes.len() {
        return None;
    }
    let stop = bytes[at..]
        .iter()
        .position(|b| !VALUE[usize::from(*b)])
        .map_or(bytes.len(), |n| at + n);
    let mut word = &bytes[at..stop];
    // PHP names the type of what it dumps: `int(4500)`, `string(9) "SYS_ERR"`.
    if bytes.get(stop) == Some(&b'(') && matches!(word, b"int" | b"string" | b"array") {
        let inner = memchr::memchr(b'"', &bytes[stop..end.max(stop)]);
        let next = if word == b"int" { Some(1) } else { inner };
        return next.and_then(|n| value(bytes, stop + n));
    }
    while let Some((b'.' | b'-', rest)) = word.split_last() {
        word = rest;
    }
    Some((word, stop))
}
