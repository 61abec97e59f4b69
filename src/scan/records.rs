//! What a record is: one top-level JSON or XML value, or a line with its
//! indented or stack continuation.
//!
//! Whether a line goes on with the one before is decided by these two lines
//! alone, so the record around a place can be found without reading what lies
//! further away. Lines that go on with each other form a chain. A chain is one
//! record, unless it is long: then it is cut on a grid of `STEP` bytes from its
//! beginning, at the last line end, comma or blank before each point.

use memchr::{memchr, memrchr};

use crate::recognise::Record;
use crate::recognise::tokens::{Key, LONGEST_KEY, Line};
use crate::text::steps;

/// Longest record.
pub const LONGEST: usize = 64 << 10;
/// How far before a point of the grid the cut may lie.
const SLACK: usize = 4 << 10;
/// Distance of the points of the grid.
const STEP: usize = LONGEST - SLACK;
/// Bytes of a line's beginning that decide.
pub const HEAD: usize = 64;

/// Whether `line` goes on with the line before it. Both are without their line
/// ends; of `line` the first `HEAD` bytes decide, of a line before that is longer
/// than `SLACK` only its end.
#[must_use]
pub fn continues(before: &[u8], line: &[u8]) -> bool {
    let known = before.len() <= SLACK;
    joins(before, if known { before } else { b"" }, line)
}

fn joins(before: &[u8], beginning: &[u8], line: &[u8]) -> bool {
    let line = &line[..line.len().min(HEAD)];
    let Some(&first) = line.first() else {
        return false;
    };
    match first {
        b' ' | b'\t' | b'}' | b']' | b')' => return true,
        b'<' => return matches!(beginning.first(), Some(b'<' | b' ' | b'\t')),
        b'0'..=b'9' | b'[' if dated(line) => return false,
        _ => {}
    }
    let Some(&last) = trimmed(before).last() else {
        return false;
    };
    match last {
        // Objects one below the other in an array are records of their own.
        b',' if first == b'{' && beginning.starts_with(b"{") => return false,
        b'{' | b'[' | b'(' | b',' | b':' | b'/' => return true,
        _ => {}
    }
    let opening = |text: &[u8]| line.starts_with(text);
    opening(b"at ")
        || opening(b"Caused by:")
        || opening(b"...")
        || quoted_key(line)
        || is_uuid(trimmed(line))
        || key(line).is_some_and(|own| follows(own, key(beginning)))
}

/// A key goes on with what it can belong to: a text or an id with anything but a
/// later key, a code with another code only.
fn follows(own: (&[u8], Line), before: Option<(&[u8], Line)>) -> bool {
    match (own, before) {
        ((name, Line::Code), Some((other, Line::Code))) => name != other,
        ((_, Line::Code), _) => false,
        (_, None) => true,
        ((_, own), Some((_, other))) => own > other,
    }
}

/// The key of an error that the line begins with.
fn key(line: &[u8]) -> Option<(&[u8], Line)> {
    // Most lines begin with a brace or a digit.
    if !line
        .first()
        .is_some_and(|b| b.is_ascii_alphabetic() || *b >= 0x80)
    {
        return None;
    }
    let near = &line[..line.len().min(LONGEST_KEY + 1)];
    let wide = "：".as_bytes();
    let end = near
        .iter()
        .enumerate()
        .position(|(at, b)| matches!(b, b':' | b'=') || line[at..].starts_with(wide))?;
    let name = line[..end].trim_ascii_end();
    let line = Key::of(std::str::from_utf8(name).ok()?).line()?;
    Some((name, line))
}

/// `"key":` or `'key':`.
fn quoted_key(line: &[u8]) -> bool {
    let Some((quote @ (b'"' | b'\''), rest)) = line.split_first() else {
        return false;
    };
    let rest = &rest[..rest.len().min(HEAD)];
    memchr(*quote, rest).is_some_and(|end| {
        let behind = rest[end + 1..].trim_ascii_start();
        end > 0 && behind.first() == Some(&b':')
    })
}

/// A line that begins with a date begins a record.
fn dated(line: &[u8]) -> bool {
    let line = line.strip_prefix(b"[").unwrap_or(line);
    line.len() > 7
        && line[..4].iter().all(u8::is_ascii_digit)
        && matches!(line[4], b'-' | b'/')
        && line[5].is_ascii_digit()
}

fn is_uuid(line: &[u8]) -> bool {
    line.len() == 36
        && line.iter().enumerate().all(|(at, b)| match at {
            8 | 13 | 18 | 23 => *b == b'-',
            _ => b.is_ascii_hexdigit(),
        })
}

fn trimmed(line: &[u8]) -> &[u8] {
    line.trim_ascii_end()
}

/// The records of a text that is wholly in memory.
pub struct Records<'a> {
    piece: Piece<'a>,
    floor: Floor,
    line: u64,
}

impl<'a> Records<'a> {
    /// In their order.
    #[must_use]
    pub fn of(bytes: &'a [u8]) -> Self {
        let piece = Piece {
            bytes,
            last: true,
            chain: 0,
            midline: false,
        };
        Self {
            floor: piece.floor(),
            piece,
            line: 1,
        }
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let bytes = self.piece.bytes;
        let at = self.floor.at;
        if at >= bytes.len() {
            return None;
        }
        let (bounds, floor) = self.piece.around(at, self.floor, bytes.len());
        let record = Record {
            bytes: &bytes[bounds.start..bounds.end],
            line: self.line,
            offset: bounds.start as u64,
        };
        self.line += memchr::memchr_iter(b'\n', record.bytes).count() as u64;
        self.floor = floor;
        Some(record)
    }
}

/// A piece of the input that is in memory. It begins where a record begins.
#[derive(Clone, Copy, Debug)]
pub struct Piece<'a> {
    /// Its bytes.
    pub bytes: &'a [u8],
    /// Nothing comes behind them.
    pub last: bool,
    /// How far before the piece the chain began in which it begins.
    pub chain: u64,
    /// It begins in the middle of a line.
    pub midline: bool,
}

/// A record in a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// A place where a record begins, and where the chain of that record began,
/// counted from the piece's first byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Floor {
    /// The place.
    pub at: usize,
    /// The beginning of its chain; negative where that lies before the piece.
    pub chain: i64,
}

impl Piece<'_> {
    /// How much of the piece is whole records, and how far before that place its
    /// chain began. The rest may go on with what is not yet read.
    #[must_use]
    pub fn whole(&self) -> (usize, u64) {
        if self.last {
            return (self.bytes.len(), 0);
        }
        let line = self.line_start(self.bytes.len());
        // The last line decides only when enough of it is there.
        let (chain, end) = if self.bytes.len() - line >= HEAD {
            (self.chain_start(line, 0), self.bytes.len())
        } else if line > 0 {
            (self.chain_start(self.line_start(line - 1), 0), line)
        } else {
            (None, 0)
        };
        let base = chain.map_or(self.floor().chain, signed);
        let point = usize::try_from(signed(end) - base).unwrap_or(0) / STEP;
        let start = chain.unwrap_or(0);
        let cut = self.cut(base, point).max(start);
        (cut, u64::try_from(signed(cut) - base).unwrap_or(0))
    }

    /// The piece's own beginning.
    #[must_use]
    pub fn floor(&self) -> Floor {
        let chain = -i64::try_from(self.chain).unwrap_or(i64::MAX);
        Floor { at: 0, chain }
    }

    /// The record around `at`, and where the next one begins. `floor` lies before
    /// `at`; `end` is how much of the piece is whole records.
    #[must_use]
    pub fn around(&self, at: usize, floor: Floor, end: usize) -> (Bounds, Floor) {
        let chain = self.chain_start(self.line_start(at), floor.at);
        let base = chain.map_or(floor.chain, signed);
        let point = usize::try_from(signed(at) - base).unwrap_or(0) / STEP;
        let chain_end = self.chain_end(at, base, point + 3, end);
        let mut start = self.cut(base, point).max(chain.unwrap_or(floor.at));
        let mut stop = self.next_cut(base, point + 1, chain_end);
        if stop <= at {
            start = stop;
            stop = self.next_cut(base, point + 2, chain_end);
        }
        let chain = if stop == chain_end {
            signed(stop)
        } else {
            base
        };
        (Bounds { start, end: stop }, Floor { at: stop, chain })
    }

    fn line_start(&self, at: usize) -> usize {
        let start = memrchr(b'\n', &self.bytes[..at]).map_or(0, |n| n + 1);
        steps::count((at - start) / 16 + 1);
        start
    }

    /// Whether the line at `line` goes on with the one at `before`.
    fn goes_on(&self, before: usize, line: usize, end: usize) -> bool {
        steps::count(HEAD);
        let head = &self.bytes[line..end.min(line + HEAD)];
        let head = &head[..memchr(b'\n', head).unwrap_or(head.len())];
        let before_line = &self.bytes[before..line - 1];
        if before == 0 && self.midline {
            joins(before_line, b"", head)
        } else {
            continues(before_line, head)
        }
    }

    /// Where the chain of the line at `line` begins; `None` where it goes back to
    /// `floor` or beyond.
    fn chain_start(&self, mut line: usize, floor: usize) -> Option<usize> {
        while line > floor {
            let before = self.line_start(line - 1);
            if !self.goes_on(before, line, self.bytes.len()) {
                return Some(line);
            }
            line = before;
        }
        None
    }

    /// Where the chain around `at` ends; looks no further than the grid's
    /// `point`.
    fn chain_end(&self, at: usize, base: i64, point: usize, end: usize) -> usize {
        let far = usize::try_from(base + signed(point * STEP)).unwrap_or(0);
        let far = far.min(end);
        let (mut line, mut from) = (self.line_start(at), at);
        while let Some(stop) = memchr(b'\n', &self.bytes[from..far]).map(|n| from + n) {
            let next = stop + 1;
            if next >= end || !self.goes_on(line, next, end) {
                return next;
            }
            (line, from) = (next, next);
        }
        far
    }

    fn next_cut(&self, base: i64, point: usize, chain_end: usize) -> usize {
        let there = base + signed(point * STEP);
        if there < signed(chain_end) {
            self.cut(base, point)
        } else {
            chain_end
        }
    }

    /// Where the grid's point cuts the chain that began at `base`.
    fn cut(&self, base: i64, point: usize) -> usize {
        let there = base + signed(point * STEP);
        // The piece itself begins at the last cut before it.
        let begun = usize::try_from(-base).unwrap_or(0).div_ceil(STEP);
        if point <= begun {
            return usize::try_from(base).unwrap_or(0);
        }
        let there = usize::try_from(there).unwrap_or(0).min(self.bytes.len());
        let from = there.saturating_sub(SLACK);
        let window = &self.bytes[from..there];
        memrchr(b'\n', window)
            .or_else(|| memchr::memrchr2(b',', b' ', window))
            .or_else(|| window.iter().rposition(|b| parts(*b)))
            .map_or_else(|| boundary(self.bytes, there), |n| from + n + 1)
    }
}

/// A byte that is part of no word.
fn parts(b: u8) -> bool {
    b.is_ascii() && !b.is_ascii_alphanumeric() && !matches!(b, b'_' | b'.' | b'$' | b'-')
}

/// No cut in the middle of a character.
fn boundary(bytes: &[u8], at: usize) -> usize {
    let inside = |i: usize| bytes.get(i).is_some_and(|b| b & 0xc0 == 0x80);
    (at.saturating_sub(3)..=at)
        .rev()
        .find(|i| !inside(*i))
        .unwrap_or(at)
}

fn signed(at: usize) -> i64 {
    i64::try_from(at).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::{HEAD, LONGEST, Piece, Records, SLACK, STEP, continues};

    #[test]
    fn a_line_goes_on_with_the_one_before() {
        let uuid = "7a2ae0d9-63f6-46ea-8ca4-34cb7fe081fe";
        for (before, line, goes_on) in [
            // Indented and closing lines always do, even with nothing.
            ("a", " b", true),
            ("a", "\tb", true),
            ("a", "}", true),
            ("a", "]", true),
            ("a", ")", true),
            ("", "}", true),
            ("a", "b", false),
            ("a", "", false),
            ("", "b", false),
            ("  ", "at b", false),
            // Elements go on with elements.
            ("<a>", "<b>", true),
            (" <a>", "<b>", true),
            ("\t<a>", "<b>", true),
            ("a", "<b>", false),
            // What is open.
            ("a {", "b", true),
            ("a [", "b", true),
            ("a (", "b", true),
            ("a,", "b", true),
            ("a:", "b", true),
            ("https://a/", "b", true),
            ("a:  ", "b", true),
            ("a;", "b", false),
            // Objects in an array are records of their own.
            ("{\"a\":1},", "{\"b\":2}", false),
            ("\"a\",", "{\"b\":2}", true),
            ("{\"a\":1},", "\"b\"", true),
            // A date begins a record.
            ("a {", "2026-11-21 b", false),
            ("a {", "2026/11/21 b", false),
            ("a {", "[2026-11-21 b", false),
            ("a {", "2026-x1-21 b", true),
            ("a {", "2026.11.21 b", true),
            ("a {", "2026-11", true),
            ("a {", "202-11-21", true),
            // Stacks.
            ("a", "at b.c", true),
            ("a", "atb", false),
            ("a", "Caused by: b", true),
            ("a", "... 3 more", true),
            // Keys in quotes.
            ("a", "\"b\": 1", true),
            ("a", "'b' : 1", true),
            ("a", "\"b\" 1", false),
            ("a", "\"\": 1", false),
            ("a", "\"b: 1", false),
            // An id alone.
            ("a", uuid, true),
            ("a", &uuid.replace('-', "_"), false),
            ("a", &uuid.replace('7', "g"), false),
            ("a", &uuid[1..], false),
            // Keys of an error.
            ("a", "message: b", true),
            ("a", "errMsg = b", true),
            ("a", "message：b", true),
            ("a", "messages: b", false),
            ("a", "message b", false),
            ("a", "requestId: b", true),
            ("a", "request id: b", true),
            ("a", "traceId: b", true),
            ("a", "请求ID：b", true),
            ("a", "code: b", false),
            ("code: a", "code: b", false),
            ("code: a", "errCode: b", true),
            ("code: a", "message: b", true),
            ("错误码：a", "message: b", true),
            ("message: a", "message: b", false),
            ("message: a", "requestId: b", true),
            ("requestId: a", "message: b", false),
            ("requestId: a", "code: b", false),
            ("message: a", "code: b", false),
        ] {
            let said = continues(before.as_bytes(), line.as_bytes());
            assert_eq!(said, goes_on, "{before:?} then {line:?}");
        }
    }

    #[test]
    fn so_much_of_a_line_decides() {
        let key = |n: usize| format!("\"{}\": 1", "k".repeat(n));
        assert!(continues(b"a", key(HEAD - 3).as_bytes()));
        assert!(!continues(b"a", key(HEAD - 2).as_bytes()));
        // The beginning of a long line is not looked at, its end is.
        let object = |n: usize| format!("{{\"a\":\"{}\"}},", "x".repeat(n - 9));
        assert!(!continues(object(SLACK).as_bytes(), b"{\"b\":1}"));
        assert!(continues(object(SLACK + 1).as_bytes(), b"{\"b\":1}"));
    }

    fn records(text: &str) -> Vec<(u64, u64, usize)> {
        let all = Records::of(text.as_bytes());
        all.map(|r| (r.line, r.offset, r.bytes.len())).collect()
    }

    #[test]
    fn records_know_their_places() {
        assert_eq!(records(""), []);
        assert_eq!(records("a"), [(1, 0, 1)]);
        assert_eq!(records("a\n"), [(1, 0, 2)]);
        assert_eq!(
            records("a\n b\nc\n\nd"),
            [(1, 0, 5), (3, 5, 2), (4, 7, 1), (5, 8, 1)]
        );
        assert_eq!(records("{\n}\n{\n}\n"), [(1, 0, 4), (3, 4, 4)]);
    }

    #[test]
    fn a_long_chain_is_cut_before_each_point_of_the_grid() {
        let cuts = |text: &str| -> Vec<usize> {
            let all = records(text).into_iter();
            all.map(|(_, offset, len)| offset as usize + len).collect()
        };
        // At the last line end, else comma or blank, else the end of a word.
        let lines = format!("a\n{}", format!(" {}\n", "x".repeat(98)).repeat(1300));
        let last = |point: usize| (point - 2) / 100 * 100 + 2;
        assert_eq!(cuts(&lines), [last(STEP), last(2 * STEP), lines.len()]);
        let blanks = "xxxxxxxxx ".repeat(13_000);
        assert_eq!(
            cuts(&blanks),
            [STEP / 10 * 10, 2 * STEP / 10 * 10, blanks.len()]
        );
        let commas = "xxxxxxxxx,".repeat(13_000);
        assert_eq!(cuts(&commas), cuts(&blanks));
        let words = "xxxxxxxxx;".repeat(13_000);
        assert_eq!(cuts(&words), cuts(&blanks));
        for inside in ["_", ".", "$", "-", "x", "7"] {
            let word = inside.repeat(130_000);
            assert_eq!(cuts(&word), [STEP, 2 * STEP, word.len()], "{inside}");
        }
        // Not in the middle of a character, and not before the 4 KiB.
        let wide = format!("x{}", "码".repeat(40_000));
        assert_eq!(cuts(&wide)[0], (STEP - 1) / 3 * 3 + 1);
        let early = format!("{} {}", "x".repeat(STEP - SLACK - 2), "x".repeat(70_000));
        assert_eq!(cuts(&early)[0], STEP);
        let late = format!("{} {}", "x".repeat(STEP - SLACK), "x".repeat(70_000));
        assert_eq!(cuts(&late)[0], STEP - SLACK + 1);
        assert!(records(&words).iter().all(|r| r.2 <= LONGEST));
    }

    #[test]
    fn a_piece_knows_how_much_of_it_is_whole() {
        let piece = |text: &'static str, last| Piece {
            bytes: text.as_bytes(),
            last,
            chain: 0,
            midline: false,
        };
        for (text, last, whole) in [
            ("a\nb\nc", true, 5),
            // The last line may go on, and whether it goes on with the one before is open.
            ("a\nb\nc", false, 2),
            ("a\nb\n", false, 2),
            ("a\n b\nc", false, 0),
            ("a", false, 0),
            // Enough of the last line is there.
            (
                "a\nb\nccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc",
                false,
                4,
            ),
        ] {
            assert_eq!(piece(text, last).whole(), (whole, 0), "{text:?}");
        }
    }
}
