//! One level of backslash escapes, as JSON, Python and JavaScript write them.

/// Decodes one level of backslash escapes; what is no escape stays.
#[must_use]
pub fn unescape(text: &str) -> String {
    let mut out = String::new();
    unescape_into(text, &mut out);
    out
}

/// The same, behind what `out` holds.
pub(super) fn unescape_into(text: &str, out: &mut String) {
    out.reserve(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let Some(c) = rest.chars().next() else {
            out.push('\\');
            break;
        };
        let mut used = c.len_utf8();
        match c {
            'n' => out.push('\n'),
            't' => out.push('\t'),
            'r' => out.push('\r'),
            '"' | '\\' | '/' | '\'' => out.push(c),
            'u' => match unicode(rest) {
                Some((decoded, len)) => {
                    out.push(decoded);
                    used = len;
                }
                None => out.push_str("\\u"),
            },
            'x' => match hex(rest.get(1..3)).and_then(char::from_u32) {
                Some(decoded) => {
                    out.push(decoded);
                    used = 3;
                }
                None => out.push_str("\\x"),
            },
            _ => {
                out.push('\\');
                out.push(c);
            }
        }
        rest = &rest[used..];
    }
    out.push_str(rest);
}

fn hex(digits: Option<&str>) -> Option<u32> {
    u32::from_str_radix(digits?, 16).ok()
}

/// `uXXXX`, with a second half where the first is a surrogate: the character and
/// how many bytes it took.
fn unicode(rest: &str) -> Option<(char, usize)> {
    let first = hex(rest.get(1..5))?;
    if let Some(c) = char::from_u32(first) {
        return Some((c, 5));
    }
    let second = rest
        .get(5..7)
        .filter(|s| *s == "\\u")
        .and(hex(rest.get(7..11)))?;
    let high = first.checked_sub(0xd800)?;
    let low = second.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
    char::from_u32(0x10000 + (high << 10) + low).map(|c| (c, 11))
}
