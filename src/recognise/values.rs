//! What a record says besides its codes: request ids, names, the HTTP status.

use super::marks::{Sign, Signs};
use super::tokens::{Key, Lexed};
use crate::text::{mask, steps};

/// Most request ids kept of one record or kind.
pub const REQUEST_IDS: usize = 5;
/// Most distinct values kept of one name.
pub const VALUES: usize = 64;

/// What a record says by name, sorted: mostly one name or none.
pub type Noted = Vec<(&'static str, Vec<String>)>;

/// Adds a value, once, within the bound.
pub fn add(values: &mut Noted, name: &'static str, value: &str) {
    let value = value.trim();
    if value.is_empty() {
        return;
    }
    let at = values.binary_search_by_key(&name, |(known, _)| known);
    let at = at.unwrap_or_else(|at| {
        values.insert(at, (name, Vec::new()));
        at
    });
    let list = &mut values[at].1;
    if list.len() < VALUES && !list.iter().any(|v| v == value) {
        list.push(value.to_owned());
    }
}

/// Adds a request id, once, within the bound.
pub fn add_id(ids: &mut Vec<String>, id: &str) {
    if ids.len() == REQUEST_IDS || ids.iter().any(|known| known == id) {
        return;
    }
    // `RequestId: SecretId=AKID…` of a garbled line; a UUID hides nothing.
    if is_uuid(id) || mask::spans(id).is_empty() {
        ids.push(id.to_owned());
    }
}

/// Request ids of the record, in order. WeChat's `callId` is made by the client
/// and is none.
#[must_use]
pub fn request_ids(lexed: &Lexed) -> Vec<String> {
    let mut ids = Vec::new();
    steps::count(lexed.fields.len() + lexed.first().len() / 4);
    for field in lexed.fields.iter().filter(|f| f.key == Key::RequestId) {
        let value = lexed.text(field.value).trim_matches(['[', ']', ' ', ',']);
        if is_request_id(value) {
            add_id(&mut ids, value);
        }
    }
    let text = lexed.first();
    spelled_out(text, &mut ids);
    in_parentheses(text, &mut ids);
    let mut from = 0;
    for end in memchr::memchr_iter(b'\n', text.as_bytes()) {
        add_line(&text[from..end], &mut ids);
        from = end + 1;
    }
    if from > 0 {
        add_line(&text[from..], &mut ids);
    }
    ids
}

/// A line that is nothing but an id.
fn add_line(line: &str, ids: &mut Vec<String>) {
    let line = line.trim();
    if is_uuid(line) {
        add_id(ids, line);
    }
}

/// `request id: X`, `[request id:X]`, `(requestid: X)`, `(reqId: X)`.
fn spelled_out(text: &str, ids: &mut Vec<String>) {
    for at in memchr::memchr_iter(b'q', text.as_bytes()) {
        let Some(rest) = text[..at].ends_with('e').then(|| &text[at + 1..]) else {
            continue;
        };
        let rest = rest.strip_prefix("uest").unwrap_or(rest);
        let rest = rest.strip_prefix(' ').unwrap_or(rest);
        let named = ["id", "Id", "ID"]
            .iter()
            .find_map(|id| rest.strip_prefix(id));
        let Some(value) = named.and_then(|rest| rest.strip_prefix(':')) else {
            continue;
        };
        let value = leading_id(value.trim_start());
        if is_request_id(value) {
            add_id(ids, value);
        }
    }
}

/// `(7a2ae0d9-63f6-46ea-8ca4-34cb7fe081fe)` behind a message.
fn in_parentheses(text: &str, ids: &mut Vec<String>) {
    for at in memchr::memchr_iter(b'(', text.as_bytes()) {
        let value = leading_id(&text[at + 1..]);
        if is_uuid(value) && text[at + 1 + value.len()..].starts_with(')') {
            add_id(ids, value);
        }
    }
}

fn leading_id(text: &str) -> &str {
    let end = text
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '=' | '+' | '/')))
        .unwrap_or(text.len());
    &text[..end]
}

fn is_request_id(value: &str) -> bool {
    (8..=128).contains(&value.len())
        && value
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'=' | b'+' | b'/'))
        && value.bytes().any(|b| b.is_ascii_digit())
}

/// `8-4-4-4-12` hexadecimal digits.
#[must_use]
pub fn is_uuid(value: &str) -> bool {
    let Ok(bytes) = <&[u8; 36]>::try_from(value.as_bytes()) else {
        return false;
    };
    let digits: u8 = bytes.iter().map(|b| u8::from(b.is_ascii_hexdigit())).sum();
    digits == 32 && [8, 13, 18, 23].iter().all(|at| bytes[*at] == b'-')
}

/// Names and numbers of the record that some key names.
pub(super) fn collect(lexed: &Lexed, signs: Signs, values: &mut Noted) {
    for field in &lexed.fields {
        let value = || lexed.text(field.value);
        match field.key {
            Key::Value(name) if fits(name, value()) => add(values, name, value()),
            Key::Status | Key::StatusCode if is_http(value()) => {
                add(values, "http_status", value());
            }
            _ => {}
        }
    }
    let text = lexed.first();
    if signs.has(Sign::Host) {
        host(text, values);
    }
    for (sign, open, close, name) in [
        (Sign::Function, "Function [", "]", "function"),
        (Sign::Collection, "collection(", ")", "collection"),
        (Sign::Http, "HTTP/1.1 ", " ", "http_status"),
    ] {
        if signs.has(sign) {
            between(text, open, close, name, values);
        }
    }
    if let Some(rest) = text.strip_prefix("HTTP/2 ") {
        add(values, "http_status", rest.get(..3).unwrap_or_default());
    }
}

fn is_http(value: &str) -> bool {
    value.len() == 3 && value.bytes().all(|b| b.is_ascii_digit()) && value.as_bytes()[0] >= b'2'
}

/// A value that can be what its name says: not a sentence, not a flag.
fn fits(name: &str, value: &str) -> bool {
    let plain =
        |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b':' | b'/' | b'*');
    let short = (2..=128).contains(&value.len()) && value.bytes().all(plain);
    match name {
        "env" => short && value.contains('-'),
        "region" => short && value.contains('-') || matches!(value, "gz" | "bj" | "sh"),
        _ => short && !matches!(value, "null" | "true" | "false" | "undefined" | "none"),
    }
}

/// Bucket and region of `bucket-1250000000.cos.ap-guangzhou.myqcloud.com`.
fn host(text: &str, values: &mut Noted) {
    let Some(at) = memchr::memmem::find(text.as_bytes(), b".cos.") else {
        return;
    };
    let word = |c: char| !(c.is_ascii_alphanumeric() || c == '-');
    let before = text[..at].rmatch_indices(word).next();
    let start = before.map_or(0, |(n, c)| n + c.len());
    let region = &text[at + 5..];
    let region = &region[..region.find(word).unwrap_or(region.len())];
    add(values, "bucket", &text[start.min(at)..at]);
    if region.contains('-') {
        add(values, "region", region);
    }
}

fn between(text: &str, open: &str, close: &str, name: &'static str, values: &mut Noted) {
    if let Some(at) = memchr::memmem::find(text.as_bytes(), open.as_bytes()) {
        let rest = &text[at + open.len()..];
        if let Some(end) = rest.find(close) {
            let value = rest[..end].trim_matches(['"', '\'', '`', ' ', '\\']);
            if fits(name, value) {
                add(values, name, value);
            }
        }
    }
}
