//! The values of keys.

use super::bytes::{CUTS, DASH, IN_ID, IN_VALUE, WORD, is};
use super::{Key, Pass, has_code_look};
use crate::text::steps;

impl Pass<'_> {
    /// Reads the value of a key.
    pub(super) fn value(&mut self, key: Key, at: usize, key_at: usize) -> usize {
        let quoted_at = self.run_while(at, |b| b == b'\\');
        match self.byte(quoted_at) {
            Some(b'"' | b'\'' | b'`') => self.quoted_value(key, quoted_at, key_at),
            Some(b'{') => {
                self.scope_key = key;
                at
            }
            Some(b'[') if key != Key::RequestId => {
                self.scope_key = key;
                at
            }
            None => at,
            Some(_) => match self.dumped(key, at, key_at) {
                Some(end) => end,
                None => self.bare_value(key, at, key_at),
            },
        }
    }

    pub(super) fn quoted_value(&mut self, key: Key, at: usize, key_at: usize) -> usize {
        let Some(string) = self.quoted(at) else {
            // Cut off: what is there still counts.
            let end = self.cut_off(at + 1);
            self.field(key, at + 1, end, true, key_at);
            return at + 1;
        };
        self.field(key, string.start, string.stop, true, key_at);
        self.enter(key, &string, key_at);
        string.end + 1
    }

    /// The end of a value that no quote closes. A line may hold many of them, which all
    /// end where it does.
    fn cut_off(&mut self, from: usize) -> usize {
        let (known, end) = self.cut_off;
        if !(known..end).contains(&from) {
            let end = self.run_while(from, |b| !matches!(b, b'"' | b'\n'));
            self.cut_off = (from, end);
        }
        self.cut_off.1
    }

    /// `int(4500)`, `string(27) "X"`, `array(2) {` of PHP's var_dump.
    fn dumped(&mut self, key: Key, at: usize, key_at: usize) -> Option<usize> {
        let at = self.run_while(at, |b| b.is_ascii_whitespace());
        let rest = &self.text.as_bytes()[at..];
        let open = [&b"int("[..], b"string(", b"array("]
            .into_iter()
            .find(|kind| rest.starts_with(kind))?;
        let start = at + open.len();
        let end = self.run_while(start, |b| b.is_ascii_digit());
        if self.byte(end) != Some(b')') {
            return None;
        }
        match open[0] {
            b'i' => {
                self.field(key, start, end, false, key_at);
                Some(end)
            }
            b's' if self.byte(end + 2) == Some(b'"') => {
                Some(self.quoted_value(key, end + 2, key_at))
            }
            _ => {
                self.scope_key = key;
                Some(end)
            }
        }
    }

    /// A value without quotes: a word, or for texts the rest of the line. Texts
    /// are read on for what stands in them.
    fn bare_value(&mut self, key: Key, at: usize, key_at: usize) -> usize {
        if key == Key::Other {
            return at;
        }
        if matches!(key, Key::Message | Key::OauthText | Key::Stack) {
            let end = self.text_end(at);
            self.field(key, at, end, false, key_at);
            return at;
        }
        let start = self.run_while(at, |b| b == b'[' || b == b' ');
        let more = if key == Key::RequestId {
            IN_ID
        } else {
            IN_VALUE
        };
        // A code ends before what goes on a value, and is read no further.
        let code = key.is_code() && self.is(start, WORD | DASH | more);
        let end = self.run_of(
            start,
            if code {
                WORD | DASH
            } else {
                WORD | DASH | more
            },
        );
        let code_end = trimmed(self.text.as_bytes(), start, end);
        if code_end == start && !(code && key == Key::Error) {
            return at;
        }
        if key == Key::Error && !has_code_look(self.piece(start, code_end), false) {
            // `Error: errCode: …` and other prose behind the word.
            let end = self.text_end(at);
            self.field(Key::Message, at, end, false, key_at);
            return at;
        }
        self.field(key, start, code_end, false, key_at);
        code_end
    }

    /// Where a text without quotes ends: at the end of its line or before a key
    /// that begins something else.
    fn text_end(&mut self, at: usize) -> usize {
        let line = self
            .find(at, b'\n', TEXT)
            .unwrap_or(self.text.len().min(at + TEXT));
        let bytes = self.text.as_bytes();
        let first = self.stops.first(bytes, at, line);
        let mut end = first.map_or(line, |first| cut(bytes, first, line));
        while end > at && matches!(bytes[end - 1], b' ' | b',' | b'\r') {
            end -= 1;
        }
        end.max(at)
    }
}

fn trimmed(bytes: &[u8], start: usize, mut end: usize) -> usize {
    while end > start && matches!(bytes[end - 1], b'.' | b'-' | b':' | b'/') {
        end -= 1;
    }
    end
}

/// What begins something else behind a text without quotes, in the order in which
/// they cut it.
const STOPS: [&[u8]; 11] = [
    b" requestId",
    b" RequestId",
    b", RequestId=",
    b" request_id",
    b" traceId:",
    b" (callId",
    b" (trace:",
    b"</",
    b"\" ",
    b"\",",
    b"\"}",
];

/// How far after the first stop another one can overlap it: the longest of them.
const OVERLAP: usize = 12;

/// Longest text without quotes.
const TEXT: usize = 4096;

/// Where texts stop, looked for once: a line can hold a thousand keys, and the text of
/// each goes on to the same stop.
#[derive(Clone, Copy, Debug, Default)]
pub(in super::super) struct Stops {
    /// From here on it was looked for, and up to where none was found.
    from: usize,
    to: usize,
    /// The first one behind that.
    first: Option<usize>,
}

impl Stops {
    /// The first stop from `at` on that begins and ends before `line`.
    fn first(&mut self, bytes: &[u8], at: usize, line: usize) -> Option<usize> {
        if !(self.from..=self.to).contains(&at) {
            *self = Self {
                from: at,
                to: at,
                first: None,
            };
        }
        let text = &bytes[..line];
        let known = self.first.filter(|first| *first >= at);
        let here = |at: &usize| is(text[*at], CUTS) && stops(&text[*at..]);
        if let Some(first) = known {
            return (first < line && here(&first)).then_some(first);
        }
        let from = self.to.max(at);
        let first = (from..line).find(here);
        steps::count(first.unwrap_or(line) - from + 1);
        // One that the end of this text cuts off may be whole in a longer one.
        let sure = line.saturating_sub(OVERLAP).max(from);
        self.first = first.filter(|first| *first < sure);
        self.to = self.first.unwrap_or(sure);
        first
    }
}

/// Where a text is cut whose first stop is known: there, or before one that overlaps it
/// and comes first in their order.
fn cut(bytes: &[u8], first: usize, mut end: usize) -> usize {
    for stop in STOPS {
        let mut near = first..end.min(first + OVERLAP);
        end = near
            .find(|at| bytes[*at..end].starts_with(stop))
            .unwrap_or(end);
    }
    end
}

/// The rest of a line begins with a stop.
fn stops(rest: &[u8]) -> bool {
    // A blank counts only before the letters that go on there.
    let in_vain = rest[0] == b' ' && !matches!(rest.get(1), Some(b'r' | b'R' | b't' | b'('));
    !in_vain && STOPS.iter().any(|stop| rest.starts_with(stop))
}
