//! Foreign text is hostile until it has been through here: what comes in is
//! freed of its wrapping, what goes out shows control characters and hides
//! secrets.

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
pub fn carrier(text: &str) -> Cow<'_, str> {
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

/// Foreign text made fit to be shown: secrets hidden, control, escape, bidi and
/// zero-width characters visible.
#[must_use]
pub fn shown(text: &str) -> String {
    seen(text).into_owned()
}

/// The same, without a copy of what is harmless.
#[must_use]
pub fn seen(text: &str) -> Cow<'_, str> {
    match masked(text) {
        Cow::Borrowed(text) => visible(text),
        Cow::Owned(text) => Cow::Owned(visible(&text).into_owned()),
    }
}

/// Characters that would act on a terminal or hide text, written as escapes.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    let plain = text.bytes().all(|b| matches!(b, b' '..=b'~'));
    if plain || !text.chars().any(acts) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push(' '),
            c if acts(c) && (c as u32) < 0x80 => out.push_str(&format!("\\x{:02x}", c as u32)),
            c if acts(c) => out.push_str(&format!("\\u{{{:x}}}", c as u32)),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Keys whose values are secrets, sorted, in lower case without `-` and `_`.
const SECRET_KEYS: &[&str] = &[
    "accesskey",
    "accesskeyid",
    "accesskeysecret",
    "accesstoken",
    "apikey",
    "appsecret",
    "authorization",
    "captchatoken",
    "clientsecret",
    "cookie",
    "credential",
    "idtoken",
    "passwd",
    "password",
    "privatekey",
    "publishablekey",
    "pwd",
    "refreshtoken",
    "secret",
    "secretid",
    "secretkey",
    "securitytoken",
    "sessionkey",
    "sessiontoken",
    "setcookie",
    "signature",
    "ticket",
    "tmpsecretid",
    "tmpsecretkey",
    "token",
    "xcossecuritytoken",
    "xwxcloudapitoken",
];

/// What stands in the place of a secret.
const MASK: &str = "***";

/// The text without secrets: values of telling keys, key ids, JSON Web Tokens,
/// bearer tokens, telephone numbers and e-mail addresses.
#[must_use]
pub fn masked(text: &str) -> Cow<'_, str> {
    let mut spans = Vec::new();
    keyed_secrets(text, &mut spans);
    words(text, &mut spans);
    if spans.is_empty() {
        return Cow::Borrowed(text);
    }
    spans.sort_unstable();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (start, end) in spans {
        if start < at {
            continue;
        }
        out.push_str(&text[at..start]);
        out.push_str(MASK);
        at = end;
    }
    out.push_str(&text[at..]);
    Cow::Owned(out)
}

/// `key: value`, `"key":"value"`, `key=value` with a telling key.
fn keyed_secrets(text: &str, spans: &mut Vec<(usize, usize)>) {
    let bytes = text.as_bytes();
    for at in memchr::memchr3_iter(b':', b'=', 0xef, bytes) {
        if bytes[at] == 0xef && !text[at..].starts_with('：') {
            continue;
        }
        let Some(folded) = secret_key(key_before(text, at)) else {
            continue;
        };
        let skip = if bytes[at] == 0xef { 3 } else { 1 };
        let value = &text[at + skip..];
        let start = at
            + skip
            + (value.len()
                - value
                    .trim_start_matches([' ', '"', '\'', '\\', '>', '`'])
                    .len());
        let header = matches!(folded, "authorization" | "cookie" | "setcookie");
        let end = text[start..]
            .find(|c: char| {
                matches!(c, '"' | '\'' | '\n' | '\r' | '\\' | '`' | '<' | '}')
                    || (!header && (c.is_whitespace() || matches!(c, ',' | '&' | ';' | ')')))
            })
            .map_or(text.len(), |n| start + n);
        if end >= start + 3 {
            spans.push((start, end));
        }
    }
}

/// The key as the list has it, if its value is a secret.
fn secret_key(key: &str) -> Option<&'static str> {
    let mut folded = [0u8; 24];
    let mut len = 0;
    for byte in key.bytes().filter(u8::is_ascii_alphanumeric) {
        *folded.get_mut(len)? = byte.to_ascii_lowercase();
        len += 1;
    }
    let found = SECRET_KEYS.binary_search_by(|known| known.as_bytes().cmp(&folded[..len]));
    found.ok().map(|at| SECRET_KEYS[at])
}

/// The word before a separator, quotes and blanks aside.
fn key_before(text: &str, at: usize) -> &str {
    let before = text[..at].trim_end_matches([' ', '"', '\'', '\\', '`']);
    let start = before
        .char_indices()
        .rev()
        .take(32)
        .take_while(|(_, c)| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .last()
        .map_or(before.len(), |(i, _)| i);
    &before[start..]
}

/// Words that are secrets by their form.
fn words(text: &str, spans: &mut Vec<(usize, usize)>) {
    if !telling(text.as_bytes()) {
        return;
    }
    let part =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '@' | '+' | '=' | '/');
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let Some(start) = rest.find(part).map(|n| at + n) else {
            return;
        };
        let end = text[start..]
            .find(|c| !part(c))
            .map_or(text.len(), |n| start + n);
        let word = &text[start..end];
        // `SecretId=AKID…` is one word; only what follows the sign is secret.
        let value = word
            .rfind('=')
            .filter(|n| n + 1 < word.len())
            .map_or(0, |n| n + 1);
        let secret = &word[value..];
        if secret_id(secret) || jwt(secret) || email(secret) || phone(secret) {
            spans.push((start + value, end));
        }
        at = end;
    }
}

/// The text has something that all those words have: the head of an id or token,
/// an `@`, or eleven digits in a row.
fn telling(text: &[u8]) -> bool {
    let mut digits = 0;
    text.iter().enumerate().any(|(at, byte)| {
        digits = if byte.is_ascii_digit() { digits + 1 } else { 0 };
        match byte {
            b'@' => true,
            b'A' => text[at..].starts_with(b"AKID"),
            b'e' => text[at..].starts_with(b"eyJ"),
            _ => digits == 11,
        }
    })
}

/// `AKID…`: an id of a cloud API key; `AKIDz8…` of temporary ones.
fn secret_id(word: &str) -> bool {
    word.len() >= 20
        && word.starts_with("AKID")
        && word
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

fn jwt(word: &str) -> bool {
    word.starts_with("eyJ") && word.len() >= 24
}

fn email(word: &str) -> bool {
    word.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty()
            && host
                .split_once('.')
                .is_some_and(|(a, b)| !a.is_empty() && b.len() >= 2)
            && !word.contains('/')
    })
}

/// A Chinese mobile number, with or without +86.
fn phone(word: &str) -> bool {
    let digits = word.strip_prefix("+86").unwrap_or(word);
    let digits = digits.trim_start_matches('-');
    digits.len() == 11
        && digits.bytes().all(|b| b.is_ascii_digit())
        && digits.starts_with('1')
        && digits.as_bytes()[1] >= b'3'
}

#[cfg(test)]
mod tests {
    use super::{carrier, masked, visible};

    #[test]
    fn secrets_are_hidden() {
        for (input, want) in [
            (
                "SecretId=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE ok",
                "SecretId=*** ok",
            ),
            (
                r#"{"token":"abcdef","code":"X"}"#,
                r#"{"token":"***","code":"X"}"#,
            ),
            (
                r#"{\"secretKey\":\"Gu5t9xGARNpq86cd\"}"#,
                r#"{\"secretKey\":\"***\"}"#,
            ),
            ("Authorization: Bearer abc.def.ghi", "Authorization: ***"),
            ("Cookie: a=b; c=d", "Cookie: ***"),
            ("mail to someone@example.com now", "mail to *** now"),
            ("phone 13800138000 and +8613800138000", "phone *** and ***"),
            ("order 138001380001 stays", "order 138001380001 stays"),
            (
                "jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc end",
                "jwt *** end",
            ),
            (
                "token is missing: see the page",
                "token is missing: see the page",
            ),
        ] {
            assert_eq!(masked(input), want, "{input}");
        }
    }

    #[test]
    fn the_keys_are_sorted() {
        assert!(super::SECRET_KEYS.is_sorted());
    }

    #[test]
    fn characters_that_act_are_shown() {
        for (input, want) in [
            ("a\u{1b}[31mb", "a\\x1b[31mb"),
            ("a\u{202e}b", "a\\u{202e}b"),
            ("a\u{200b}b", "a\\u{200b}b"),
            ("a\nb", "a\\nb"),
            ("plain 中文", "plain 中文"),
        ] {
            assert_eq!(visible(input), want, "{input:?}");
        }
    }

    #[test]
    fn carriers_are_taken_off() {
        for (input, want) in [
            ("\u{1b}[31mcode\u{1b}[0m", "code"),
            ("&lt;Code&gt;X&lt;/Code&gt;", "<Code>X</Code>"),
            ("> > code: X\n> y", "code: X\ny"),
            ("【X】", "[X]"),
        ] {
            assert_eq!(carrier(input), want, "{input:?}");
        }
    }
}
