//! What only carries a text is taken off it before it is read: colours, entities,
//! quoted mail, full-width punctuation.

use std::borrow::Cow;

use crate::text::fold;

/// The bytes of a record as text; what is no UTF-8 is replaced.
#[must_use]
pub fn text(bytes: &[u8]) -> Cow<'_, str> {
    // Nearly always there is nothing to replace, and this check is the faster one.
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

/// The text of a record without what only carries it: terminal colours, HTML
/// entities, quoted mail, full-width punctuation.
#[must_use]
pub fn taken_off(text: &str) -> Cow<'_, str> {
    let found = carriers(text.as_bytes());
    let mut text = Cow::Borrowed(text);
    if found == 0 {
        return text;
    }
    if found & ESCAPE != 0 {
        text = Cow::Owned(without_ansi(&text));
    }
    if found & ENTITY != 0 && text.contains(';') {
        text = Cow::Owned(entities(&text));
    }
    if found & QUOTED != 0 && (text.starts_with('>') || text.contains("\n>")) {
        text = Cow::Owned(unquoted(&text));
    }
    if found & DOUBLED != 0 && doubled(text.as_bytes()) {
        // A cell of a CSV file doubles the quotes of what it holds.
        text = Cow::Owned(text.replace("\"\"", "\\\""));
    }
    if found & PERCENT != 0 {
        let quoted = |(code, c): &(&str, char)| *c == '"' && text.contains(code);
        if fold::PERCENT.iter().any(quoted) {
            for (code, c) in fold::PERCENT {
                text = Cow::Owned(text.replace(code, c.encode_utf8(&mut [0; 4])));
            }
        }
    }
    if found & WIDE != 0 && wide(&text) {
        text = Cow::Owned(fold::half_width(&text));
    }
    text
}

/// A full-width bracket or quote stands somewhere.
fn wide(text: &str) -> bool {
    let mut places = memchr::memchr3_iter(0xe2, 0xe3, 0xef, text.as_bytes());
    places.any(|at| fold::plain(&text[at..]).is_some())
}

/// `{""` stands somewhere.
fn doubled(bytes: &[u8]) -> bool {
    memchr::memchr_iter(b'{', bytes).any(|at| bytes[at + 1..].starts_with(b"\"\""))
}

const ESCAPE: u8 = 1;
const ENTITY: u8 = 2;
const QUOTED: u8 = 4;
const PERCENT: u8 = 8;
const WIDE: u8 = 16;
const DOUBLED: u8 = 32;

/// What the bytes may be parts of.
fn carriers(bytes: &[u8]) -> u8 {
    let of = |b: &u8| CARRIERS[usize::from(*b)];
    let (fours, rest) = bytes.as_chunks::<4>();
    let found = fours
        .iter()
        .fold(0, |all, [a, b, c, d]| all | of(a) | of(b) | of(c) | of(d));
    rest.iter().fold(found, |all, b| all | of(b))
}

/// What a byte may be a part of; the wide characters begin with these bytes.
static CARRIERS: [u8; 256] = {
    let mut carriers = [0; 256];
    carriers[0x1b] = ESCAPE;
    carriers[b'\r' as usize] = ESCAPE;
    carriers[b'&' as usize] = ENTITY;
    carriers[b'>' as usize] = QUOTED;
    carriers[b'%' as usize] = PERCENT;
    carriers[b'{' as usize] = DOUBLED;
    let mut wide = 0;
    while wide < fold::LEADS.len() {
        if fold::LEADS[wide] >= 0x80 {
            carriers[fold::LEADS[wide] as usize] = WIDE;
        }
        wide += 1;
    }
    carriers
};

fn without_ansi(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\u{1b}' if chars.peek() == Some(&'[') => {
                chars.next();
                while let Some(c) = chars.next_if(|c| c.is_ascii_digit() || *c == ';') {
                    let _ = c;
                }
                chars.next_if(char::is_ascii_alphabetic);
            }
            _ => out.push(c),
        }
    }
    out
}

fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let entity = fold::ENTITIES
            .iter()
            .find(|(name, _)| rest.starts_with(name));
        let (name, character) = entity.copied().unwrap_or(("&", '&'));
        out.push(character);
        rest = &rest[name.len()..];
    }
    out.push_str(rest);
    out
}

fn unquoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let mut rest = line;
        while let Some(inner) = rest.strip_prefix('>') {
            rest = inner.strip_prefix(' ').unwrap_or(inner);
        }
        out.push_str(rest);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::taken_off;

    #[test]
    fn carriers_are_taken_off() {
        for (input, want) in [
            ("\u{1b}[31mcode\u{1b}[0m", "code"),
            ("&lt;Code&gt;X&lt;/Code&gt;", "<Code>X</Code>"),
            ("> > code: X\n> y", "code: X\ny"),
            ("【X】", "[X]"),
        ] {
            assert_eq!(taken_off(input), want, "{input:?}");
        }
    }
}
