//! Values that count only beside a key that means "code": numbers, lower-case
//! words, codes that are not in the catalogue.

use std::collections::HashSet;

/// How far from its key a value is looked for.
const FAR: usize = 256;
/// How far around a key the signs of an envelope are looked for.
const ENVELOPE: usize = 4 << 10;

/// What is known about values of keys.
pub struct Keys {
    /// All names of the catalogue.
    names: HashSet<&'static [u8]>,
    /// First words of names with blanks.
    firsts: HashSet<&'static [u8]>,
}

impl Keys {
    /// Over all names of the catalogue.
    pub fn new(names: HashSet<&'static [u8]>) -> Self {
        let firsts = names
            .iter()
            .filter_map(|name| Some(&name[..memchr::memchr(b' ', name)?]))
            .collect();
        Self { names, firsts }
    }

    /// Whether `code` at `at` is (part of) a key whose value can be an error.
    pub fn admits(&self, bytes: &[u8], at: usize) -> bool {
        let behind = at + 4;
        if bytes[behind..].starts_with(b"Desc") {
            return true;
        }
        if bytes
            .get(behind)
            .is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_')
        {
            return false;
        }
        // `error_code`: the value that counts is that of `error`.
        if bytes[..at].ends_with(b"error_") {
            return self.names_error(bytes, at);
        }
        let Some(value) = value(bytes, behind) else {
            return true;
        };
        // `errorCode: 1` of a function's result.
        if value == b"1" && (bytes[..at].ends_with(b"rror") || bytes[..at].ends_with(b"esult")) {
            return true;
        }
        self.value(value) || self.enveloped(bytes, at, value)
    }

    /// Signs beside which an unknown code or a lower-case word counts.
    pub fn signs(&self, bytes: &[u8], at: usize) -> bool {
        let around = &bytes[at.saturating_sub(16)..bytes.len().min(at + 20)];
        let has = |sign: &[u8]| memchr::memmem::find(around, sign).is_some();
        has(b"encentCloudSDK") || (has(b"error_description") && self.names_error(bytes, at))
    }

    fn value(&self, value: &[u8]) -> bool {
        if let Some(digits) = value.strip_prefix(b"-") {
            return digits.first().is_some_and(u8::is_ascii_digit);
        }
        if success(value) {
            return false;
        }
        if value.iter().all(u8::is_ascii_digit) && value.len() >= 5 {
            return true;
        }
        let shouting = value.first().is_some_and(u8::is_ascii_uppercase)
            && value.contains(&b'_')
            && !value.iter().any(u8::is_ascii_lowercase);
        shouting
            || value[..value.len().min(5)].eq_ignore_ascii_case(b"APIs_")
            || self.firsts.contains(value)
            || self.known(value)
    }

    /// The value, what stands before a `-`, or before a dot of it.
    fn known(&self, value: &[u8]) -> bool {
        let mut word = value;
        loop {
            if self.names.contains(word) {
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
    fn enveloped(&self, bytes: &[u8], at: usize, value: &[u8]) -> bool {
        if success(value) {
            return false;
        }
        let before = &bytes[at.saturating_sub(ENVELOPE)..at];
        let capital = bytes[at] == b'C' && !before.last().is_some_and(u8::is_ascii_alphabetic);
        capital || memchr::memmem::find(before, b"Response").is_some()
    }

    /// The line holds `error` with a lower-case code.
    fn names_error(&self, bytes: &[u8], at: usize) -> bool {
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
            value(line, behind).is_none_or(|value| self.known(value))
        })
    }
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

/// The word behind a key: past quotes, separators, brackets and what carriers put
/// between. `None` where that cannot be told.
fn value(bytes: &[u8], from: usize) -> Option<&[u8]> {
    let end = bytes.len().min(from + FAR);
    let mut at = from;
    while at < end {
        match bytes[at] {
            b'\\' if matches!(bytes.get(at + 1), Some(b'n' | b't' | b'r')) => at += 2,
            b'\\' if matches!(bytes.get(at + 1), Some(b'u' | b'x')) => return None,
            b'%' | 0x1b => return None,
            b'&' => at += memchr::memchr(b';', &bytes[at..end.min(at + 8)]).map_or(1, |n| n + 1),
            b'-' if bytes.get(at + 1).is_some_and(u8::is_ascii_digit) => break,
            b if b.is_ascii_alphanumeric() || b == b'_' => break,
            _ => at += 1,
        }
    }
    if at == end && end < bytes.len() {
        return None;
    }
    let stop = bytes[at..]
        .iter()
        .position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'$' | b'-')))
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
    Some(word)
}
