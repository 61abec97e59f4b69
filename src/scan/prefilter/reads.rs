//! Whether a piece of text stands in raw bytes, however it was carried: runs of
//! blanks, escapes, entities and colours are taken for what they may be.

use super::is_lead;

/// How far back the beginning of an escape is looked for.
const ESCAPE: usize = 12;

/// A byte that carriers bring about: what stands there is not judged here.
pub fn carried(b: u8) -> bool {
    CARRIED[usize::from(b)]
}

static CARRIED: [bool; 256] = {
    let mut carried = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        carried[byte] = is_lead(byte as u8);
        byte += 1;
    }
    carried
};

/// The second quote of a cell of a CSV file, and the mark of a quoted line behind
/// its line end: bytes that the text has not, beside the byte of it read last.
fn added(got: u8, read: Option<&u8>) -> bool {
    matches!((got, read), (b'"', Some(b'"')) | (b'>', Some(b' ')))
}

/// The text changes script beside this byte: a blank may be more or less there.
fn beside_chinese(text: &[u8], at: usize) -> bool {
    let around = at.saturating_sub(1)..text.len().min(at + 2);
    !text[around].is_ascii() || text[at] == b'\\'
}

/// Whether the text from `at` on is read from the beginning of `bytes`.
pub fn on(bytes: &[u8], text: &[u8], at: usize) -> bool {
    let mut rest = bytes;
    let mut i = at;
    while let Some(&want) = text.get(i) {
        let got = rest.first().copied();
        if got == Some(b'\\') {
            return true;
        }
        let blank = got.is_some_and(|b| b.is_ascii_whitespace());
        if want == b' ' && (blank || beside_chinese(text, i)) {
            rest = rest.trim_ascii_start();
            i += 1;
        } else if got == Some(want) {
            rest = &rest[1..];
            i += 1;
        } else if blank && beside_chinese(text, i) {
            rest = rest.trim_ascii_start();
        } else {
            let read = i.checked_sub(1).map(|i| &text[i]);
            return got.is_some_and(|got| carried(got) || added(got, read));
        }
    }
    true
}

/// Whether the text before `at` is read up to the end of `bytes`, of which the last
/// `free` carry nothing.
pub fn back(bytes: &[u8], text: &[u8], at: usize, free: impl Fn() -> usize) -> bool {
    let mut rest = bytes;
    let mut i = at;
    while i > 0 {
        let want = text[i - 1];
        let got = rest.last().copied();
        let blank = got.is_some_and(|b| b.is_ascii_whitespace());
        if want == b' ' && (blank || beside_chinese(text, i - 1)) {
            rest = rest.trim_ascii_end();
            i -= 1;
        } else if got == Some(want) {
            rest = &rest[..rest.len() - 1];
            i -= 1;
        } else if blank && beside_chinese(text, i - 1) {
            rest = rest.trim_ascii_end();
        } else {
            let read = bytes.len() - rest.len();
            return got.is_some_and(|got| added(got, text.get(i)))
                || (read + ESCAPE > free() && ends_carried(rest));
        }
    }
    true
}

/// How many bytes at the end carry nothing: all that are looked at, or none.
pub fn free(bytes: &[u8]) -> usize {
    const FAR: usize = 2 * ESCAPE;
    let carries = match bytes.last_chunk::<FAR>() {
        // A loop that vectors can take at once.
        Some(near) => near.iter().map(|b| u8::from(is_lead(*b))).sum::<u8>() > 0,
        None => bytes.iter().any(|b| carried(*b)),
    };
    if carries { 0 } else { bytes.len().min(FAR) }
}

/// `\n`, `\"`, `&quot;`, `\u003d`, `%22`, a colour, a full-width sign.
fn ends_carried(bytes: &[u8]) -> bool {
    let near = &bytes[bytes.len().saturating_sub(ESCAPE)..];
    let escapes = |b: &u8| b.is_ascii() && carried(*b);
    let last = &near[near.len().saturating_sub(3)..];
    near.iter().any(escapes) || last.iter().any(|b| carried(*b))
}

/// Whether the escapes of the text from `at` on are read from the beginning of
/// `bytes`, in either case and through more backslashes. Between them all is free.
pub fn escaped(bytes: &[u8], text: &[u8], at: usize) -> bool {
    let mut rest = bytes;
    for want in text[at..].chunks(6).take_while(|c| c.starts_with(b"\\u")) {
        let slashes = rest.iter().take_while(|b| **b == b'\\').count();
        let digits = &rest[slashes..];
        let reads = digits
            .get(..5)
            .is_some_and(|d| d.eq_ignore_ascii_case(&want[1..]));
        if slashes == 0 || !reads {
            // A blank beside Latin, or the Latin itself.
            return slashes == 0 && rest.first().is_some_and(u8::is_ascii_whitespace);
        }
        rest = &digits[5..];
    }
    true
}

#[cfg(test)]
mod tests {
    use super::{back, carried, ends_carried, escaped, free, on};

    #[test]
    fn a_text_is_read_on_through_what_carries_it() {
        for (bytes, text, at, reads) in [
            ("code", "code", 0, true),
            ("cod", "code", 0, false),
            ("cood", "code", 0, false),
            ("ode x", "code", 1, true),
            ("", "code", 4, true),
            // A run of blanks is one.
            ("a \t\n b", "a b", 0, true),
            ("ab", "a b", 0, false),
            ("a  b", "ab", 0, false),
            // Beside Chinese a blank is free.
            ("错误code", "错误 code", 0, true),
            ("错误  code", "错误code", 0, true),
            // What carriers bring about may be anything.
            ("a\\nb", "a b", 0, true),
            ("a&quot;", "a\"b", 0, true),
            ("a%22", "a\"b", 0, true),
            ("a（", "a(b", 0, true),
            // A quote doubled in a cell, a quoted line.
            ("a\"\"b", "a\"b", 0, true),
            ("a\n> b", "a b", 0, true),
            ("a>b", "a b", 0, false),
        ] {
            assert_eq!(
                on(bytes.as_bytes(), text.as_bytes(), at),
                reads,
                "{bytes:?} {text:?}"
            );
        }
    }

    #[test]
    fn a_text_is_read_back_through_what_carries_it() {
        let none = |bytes: &[u8]| bytes.len();
        for (bytes, text, at, reads) in [
            ("x code", "code", 4, true),
            ("x ode", "code", 4, false),
            ("x cod", "code", 3, true),
            ("a  b", "a b", 3, true),
            ("ab", "a b", 3, false),
            ("错误  b", "错误b", 7, true),
            ("a\"\"b", "a\"b", 3, true),
            ("a\\\"b", "a\"b", 3, true),
            ("&quot;b", "\"b", 2, true),
            ("%22b", "\"b", 2, true),
            ("", "code", 4, false),
        ] {
            let bytes = bytes.as_bytes();
            let seen = back(bytes, text.as_bytes(), at, || free(bytes));
            assert_eq!(seen, reads, "{text:?}");
            // Where nothing is carried nothing is excused.
            let plain = !bytes.iter().any(|b| carried(*b));
            let seen = back(bytes, text.as_bytes(), at, || none(bytes));
            assert!(!plain || seen == reads, "{text:?}");
        }
    }

    #[test]
    fn what_carries_nothing_is_free() {
        assert_eq!(free(b"plain"), 5);
        assert_eq!(free(&[b'x'; 100]), 24);
        for carrier in [
            &b"\\"[..],
            b"&",
            b"%",
            "（".as_bytes(),
            "“".as_bytes(),
            "【".as_bytes(),
        ] {
            let near = [carrier, &b"x".repeat(20)].concat();
            assert_eq!(free(&near), 0, "{carrier:?}");
            assert_eq!(
                free(&[carrier, &b"x".repeat(24)].concat()),
                24,
                "{carrier:?}"
            );
            assert!(ends_carried(carrier));
        }
        assert!(ends_carried(b"\\u003d1234"));
        assert!(!ends_carried(b"\\123456789012"));
        assert!(!ends_carried("（1234".as_bytes()));
    }

    #[test]
    fn escapes_are_read_in_either_case() {
        for (bytes, text, reads) in [
            ("\\u9519\\u8bef", "\\u9519\\u8bef", true),
            ("\\u9519\\u8BEF", "\\u9519\\u8bef", true),
            ("\\\\u9519\\\\u8bef", "\\u9519\\u8bef", true),
            ("\\u9519\\u8bee", "\\u9519\\u8bef", false),
            ("\\u9519 x", "\\u9519\\u8bef", true),
            ("\\u9519x", "\\u9519\\u8bef", false),
            ("u9519", "\\u9519", false),
        ] {
            assert_eq!(
                escaped(bytes.as_bytes(), text.as_bytes(), 0),
                reads,
                "{bytes:?}"
            );
        }
    }
}
