//! One pass over one layer of text.

mod bytes;
mod string;
mod value;

use super::key::{leads_wide, wide};
pub(super) use value::Stops;

use super::{Field, KEPT, Key, Kind, Lexed, SCOPES, Scope, Span, Token, has_code_look};
use crate::text::steps;
use bytes::{BLANK, DASH, DULL, INSIDE, SEPARATES, WORD, is};

/// One pass over one layer.
pub(super) struct Pass<'p> {
    pub(super) text: &'p str,
    /// Number of the text it is a piece of, and where that piece begins.
    pub(super) place: (u16, usize),
    pub(super) layer: u16,
    pub(super) level: u16,
    pub(super) depth: u16,
    /// Position of a decoded string in the first layer.
    pub(super) base: Option<u32>,
    /// The key whose decoded string this is.
    pub(super) within: Option<Key>,
    pub(super) stack: Vec<u16>,
    /// The key before a scope that is about to open.
    pub(super) scope_key: Key,
    /// Where texts without quotes stop.
    pub(super) stops: Stops,
    /// Where the last value was looked for whose quote is never closed, and where it ended.
    pub(super) cut_off: (usize, usize),
    pub(super) out: &'p mut Lexed,
}

impl<'p> Pass<'p> {
    pub(super) fn run(&mut self) {
        let mut at = self.run_of(0, DULL);
        while let Some(byte) = self.byte(at) {
            at = self.step(byte, at);
            at = self.run_of(at, DULL);
        }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    /// Reads what begins at `at` and returns where to go on.
    fn step(&mut self, byte: u8, at: usize) -> usize {
        match byte {
            b'{' => self.open(at),
            b'}' => self.close(at),
            b'<' => self.tag(at),
            b'[' => self.bracket(at),
            b'(' => self.paren(at),
            b'\\' if self.quote_behind(at) => at + 1,
            b'"' | b'\'' | b'`' => self.string(at),
            b'-' if self.byte(at + 1).is_some_and(|b| b.is_ascii_digit())
                && !self.behind(at).is_some_and(|b| b.is_ascii_alphanumeric()) =>
            {
                self.number(at)
            }
            // No key and no code begins with a digit.
            b'0'..=b'9' => self.run_of(at, WORD | DASH),
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'$' => self.word(at),
            _ if leads_wide(byte) => self.chinese(at),
            _ => at + 1,
        }
    }

    /// The text of a piece whose ends stand at ASCII bytes; empty if they do not.
    fn piece(&self, start: usize, end: usize) -> &'p str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// The byte at `at` is of one of these classes.
    fn is(&self, at: usize, classes: u16) -> bool {
        self.byte(at).is_some_and(|b| is(b, classes))
    }

    fn behind(&self, at: usize) -> Option<u8> {
        self.byte(at.checked_sub(1)?)
    }

    fn quote_behind(&self, at: usize) -> bool {
        matches!(self.byte(at + 1), Some(b'"' | b'\'' | b'\\'))
    }

    fn scope(&self) -> u16 {
        self.stack.last().copied().unwrap_or(0)
    }

    fn position(&self, at: usize) -> u32 {
        self.base.unwrap_or_else(|| offset(at))
    }

    fn open(&mut self, at: usize) -> usize {
        let key = std::mem::replace(&mut self.scope_key, Key::Other);
        if self.stack.len() < SCOPES && self.out.scopes.len() < KEPT {
            let number = u16::try_from(self.out.scopes.len()).unwrap_or(u16::MAX);
            let parent = self.scope();
            self.out.scopes.push(Scope { parent, key });
            self.stack.push(number);
            self.depth += 1;
        } else {
            // Deeper scopes share the last one; that a text ends there unread is no matter.
            self.out.truncated = true;
        }
        at + 1
    }

    fn close(&mut self, at: usize) -> usize {
        if self.stack.len() > 1 {
            self.stack.pop();
            self.depth -= 1;
        }
        at + 1
    }

    /// `<Key>value</Key>`, or an element that opens or closes a scope.
    fn tag(&mut self, at: usize) -> usize {
        let closing = self.byte(at + 1) == Some(b'/');
        let start = at + 1 + usize::from(closing);
        let end = self.run_of(start, WORD);
        if end == start || end - start > 40 {
            return at + 1;
        }
        let name = self.piece(start, end);
        let Some(gt) = self.find(end, b'>', 200) else {
            return end;
        };
        if closing {
            if name == "Error" || name == "Response" {
                self.close(at);
            }
            return gt + 1;
        }
        let key = Key::of(name);
        if name == "Error" || name == "Response" {
            self.scope_key = key;
            self.open(at);
            return gt + 1;
        }
        if key == Key::Other {
            return end;
        }
        let value_end = self.find(gt + 1, b'<', 8192).unwrap_or(self.text.len());
        if value_end > gt + 1 {
            self.field(key, gt + 1, value_end, true, at);
        }
        if key.is_text() { gt + 1 } else { value_end }
    }

    /// `[X]`, `[X] => value` of PHP, or the start of an array.
    fn bracket(&mut self, at: usize) -> usize {
        let start = self.run_while(at + 1, |b| b == b' ');
        let end = self.run_of(start, INSIDE);
        if self.byte(end) != Some(b']') || end == start || end - start > 120 {
            return at + 1;
        }
        let inner = self.piece(start, end).trim_end();
        let inner_end = start + inner.len();
        if let Some(value) = self.separator(end + 1, true) {
            // `"errorCode":"Some\Class":private` of a dumped object.
            let name = inner.trim_start_matches(['"', '\'']);
            let key = Key::of(name.split(['"', '\'']).next().unwrap_or(name));
            if key != Key::Other {
                return self.value(key, value, at);
            }
        }
        if has_code_look(inner, true) && inner.bytes().all(|b| is(b, WORD | DASH)) {
            self.token(Kind::Bracket, start, inner_end);
            return end + 1;
        }
        at + 1
    }

    /// `(100004)`: a module number.
    fn paren(&mut self, at: usize) -> usize {
        let end = self.run_while(at + 1, |b| b.is_ascii_digit());
        if (4..=6).contains(&(end - at - 1)) && self.byte(end) == Some(b')') {
            self.token(Kind::Paren, at + 1, end);
            return end + 1;
        }
        at + 1
    }

    /// A word: a key, or a token if it looks like a code.
    fn word(&mut self, at: usize) -> usize {
        let end = self.word_end(at);
        let word = &self.text.as_bytes()[at..end];
        let behind = self.byte(end).unwrap_or(b'\n');
        if let Some(value) = self.separator(end, false) {
            let key = Key::of(self.piece(at, end));
            if key != Key::Other {
                return self.value(key, value, at);
            }
            if word == b"q" && behind == b'=' {
                return self.link(end + 1);
            }
        }
        match behind {
            b' ' => {
                if let Some(key) = Key::of_spaced(word) {
                    return self.spaced(key, end);
                }
            }
            b'/' if word == b"error-code" => return self.link(end + 1),
            _ => {}
        }
        if word[0].is_ascii_uppercase() {
            self.code(at, end);
        }
        end
    }

    /// `-501000`: a token if it looks like a code.
    fn number(&mut self, at: usize) -> usize {
        let end = self.word_end(at);
        self.code(at, end);
        end
    }

    /// Where the word that begins at `at` ends.
    fn word_end(&self, at: usize) -> usize {
        let mut end = self.run_of(at + 1, WORD | DASH);
        while end > at + 1 && matches!(self.text.as_bytes()[end - 1], b'.' | b'-') {
            end -= 1;
        }
        end
    }

    /// A word by itself, if it looks like a code.
    fn code(&mut self, at: usize, end: usize) {
        if !has_code_look(self.piece(at, end), false) {
            return;
        }
        let rest = &self.text.as_bytes()[end..];
        if rest.starts_with(b"(Message:") || rest.starts_with(b" (Status Code:") {
            self.field(Key::Code, at, end, false, at);
        } else {
            self.token(Kind::Word, at, end);
        }
    }

    /// `error code -504002`, `:fail -501001`, `requestID 66c1…`: a key and its
    /// value with only a blank between.
    fn spaced(&mut self, key: Key, end: usize) -> usize {
        let start = self.run_while(end, |b| b == b' ');
        let stop = self.run_of(start, WORD | DASH);
        let value = self.piece(start, stop);
        let fits = match key {
            Key::RequestId => value.len() >= 8 && value.bytes().any(|b| b.is_ascii_digit()),
            _ => value.starts_with('-') || has_code_look(value, false),
        };
        if fits {
            self.field(key, start, stop, false, end);
            return stop;
        }
        end
    }

    /// A Chinese key: 错误码 or 请求ID.
    fn chinese(&mut self, at: usize) -> usize {
        let Some((name, key)) = wide(&self.text.as_bytes()[at..]) else {
            return at + 1;
        };
        let end = at + name.len();
        let value = self
            .separator(end, false)
            .unwrap_or_else(|| self.run_while(end, |b| b == b' '));
        self.value(key, value, at)
    }

    /// The code in `/error-code/basic/CODE` or `?q=CODE`; a link that was cut at
    /// a slash goes on in the next line.
    fn link(&mut self, at: usize) -> usize {
        let mut start = at;
        for _ in 0..4 {
            let end = self.run_of(start, WORD);
            let broken = end == start && matches!(self.byte(end), Some(b'\n' | b'\r'));
            if broken {
                let next = self.run_while(end, |b| b.is_ascii_whitespace());
                if next == start {
                    break;
                }
                start = next;
                continue;
            }
            if self.byte(end) == Some(b'/') {
                start = end + 1;
                continue;
            }
            let word = self.piece(start, end).trim_end_matches('.');
            if word.len() >= 5 && word.bytes().any(|b| b.is_ascii_uppercase()) {
                self.field(Key::Link, start, start + word.len(), true, at);
            }
            return end;
        }
        start
    }

    /// After an optional blank and a separator: where the value begins. Behind most
    /// words there is none, which is found out without a call.
    #[inline(always)]
    fn separator(&self, at: usize, arrow_only: bool) -> Option<usize> {
        let at = self.run_of(at, BLANK);
        if self.is(at, SEPARATES) {
            self.separated(at, arrow_only)
        } else {
            None
        }
    }

    /// After the separator at `at`: where the value begins.
    fn separated(&self, at: usize, arrow_only: bool) -> Option<usize> {
        let rest = &self.text.as_bytes()[at..];
        let len = match rest {
            [b'=', b'>', ..] => 2,
            _ if arrow_only => return None,
            [b':', b':', ..] | [b'=', b'=', ..] => return None,
            [b':' | b'=', ..] => 1,
            [0xef, 0xbc, 0x9a, ..] => 3,
            _ => return None,
        };
        let value = self.run_of(at + len, BLANK);
        if !self.byte(value).is_some_and(|b| b.is_ascii_whitespace()) {
            return Some(value);
        }
        // Node breaks the line between a key and a long string.
        let wrapped = self.run_while(value, |b| b.is_ascii_whitespace());
        match self.byte(wrapped) {
            Some(b'"' | b'\'' | b'`') => Some(wrapped),
            _ => Some(value),
        }
    }

    fn field(&mut self, key: Key, start: usize, end: usize, quoted: bool, at: usize) {
        if key == Key::Other {
            return;
        }
        if self.out.fields.len() >= KEPT {
            self.out.truncated = true;
            return;
        }
        self.out.fields.push(Field {
            key,
            value: span(self.layer, start, end),
            quoted,
            scope: self.scope(),
            depth: self.depth,
            at: self.position(at),
        });
    }

    fn token(&mut self, kind: Kind, start: usize, end: usize) {
        if self.out.tokens.len() >= KEPT {
            self.out.truncated = true;
            return;
        }
        self.out.tokens.push(Token {
            kind,
            text: span(self.layer, start, end),
            scope: self.scope(),
            depth: self.depth,
            at: self.position(start),
            within: self.within,
        });
    }

    /// Where the bytes of these classes end that begin at `from`.
    fn run_of(&self, from: usize, classes: u16) -> usize {
        let bytes = self.text.as_bytes();
        let mut end = from;
        while end < bytes.len() && is(bytes[end], classes) {
            end += 1;
        }
        steps::count(end - from + 1);
        end
    }

    fn run_while(&self, from: usize, belongs: impl Fn(u8) -> bool) -> usize {
        let from = from.min(self.text.len());
        let end = self.text.as_bytes()[from..]
            .iter()
            .position(|b| !belongs(*b))
            .map_or(self.text.len(), |n| from + n);
        steps::count(end - from + 1);
        end
    }

    fn find(&self, from: usize, byte: u8, within: usize) -> Option<usize> {
        let from = from.min(self.text.len());
        let to = self.text.len().min(from + within);
        let found = memchr::memchr(byte, &self.text.as_bytes()[from..to]).map(|n| from + n);
        steps::count((found.unwrap_or(to) - from) / 16 + 1);
        found
    }
}

fn span(layer: u16, start: usize, end: usize) -> Span {
    Span {
        layer,
        start: offset(start),
        end: offset(end),
    }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
