//! The values of keys.

use super::bytes::{CUTS, DASH, IN_ID, IN_VALUE, WORD, is};
use super::{Key, Pass, has_code_look};

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
            let end = self.run_while(at + 1, |b| !matches!(b, b'"' | b'\n'));
            self.field(key, at + 1, end, true, key_at);
            return at + 1;
        };
        self.field(key, string.start, string.stop, true, key_at);
        self.enter(key, &string, key_at);
        string.end + 1
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
        let mut end = self.run_of(start, WORD | DASH | more);
        while end > start && matches!(self.text.as_bytes()[end - 1], b'.' | b':' | b'-' | b'/') {
            end -= 1;
        }
        if end == start {
            return at;
        }
        let code_end = if key.is_code() {
            let stop = self.run_of(start, WORD | DASH).min(end);
            trimmed(self.text.as_bytes(), start, stop)
        } else {
            end
        };
        if key == Key::Error && !has_code_look(self.piece(start, code_end), false) {
            // `Error: errCode: …` and other prose behind the word.
            self.field(Key::Message, at, self.text_end(at), false, key_at);
            return at;
        }
        self.field(key, start, code_end, false, key_at);
        code_end
    }

    /// Where a text without quotes ends: at the end of its line or before a key
    /// that begins something else.
    fn text_end(&self, at: usize) -> usize {
        let line = self
            .find(at, b'\n', 4096)
            .unwrap_or(self.text.len().min(at + 4096));
        let bytes = self.text.as_bytes();
        let mut end = at + stop(&bytes[at..line]);
        while end > at && matches!(bytes[end - 1], b' ' | b',' | b'\r') {
            end -= 1;
        }
        end.max(at)
    }
}

fn trimmed(bytes: &[u8], start: usize, mut end: usize) -> usize {
    while end > start && matches!(bytes[end - 1], b'.' | b'-' | b':') {
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

/// Where the text of a line is cut: before the first stop, or one that overlaps it
/// and comes first in their order.
fn stop(line: &[u8]) -> usize {
    let mut end = line.len();
    let Some(first) = (0..end).find(|at| is(line[*at], CUTS) && stops(&line[*at..])) else {
        return end;
    };
    for stop in STOPS {
        let mut near = first..end.min(first + OVERLAP);
        end = near
            .find(|at| line[*at..end].starts_with(stop))
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
