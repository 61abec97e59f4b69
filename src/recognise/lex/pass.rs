//! One pass over one layer of text.

use super::escape::unescape_into;
use super::{
    Field, KEPT, Key, Kind, LAYERS, Layer, Lexed, Pending, SCOPES, Scope, Span, Token,
    has_code_look, unescape,
};

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
    pub(super) out: &'p mut Lexed,
}

impl<'p> Pass<'p> {
    pub(super) fn run(&mut self) {
        let mut at = 0;
        while let Some(byte) = self.byte(at) {
            at = self.step(byte, at);
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
                self.word(at)
            }
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'$' => self.word(at),
            0xe8 | 0xe9 => self.chinese(at),
            _ => at + 1,
        }
    }

    /// The text of a piece whose ends stand at ASCII bytes; empty if they do not.
    fn piece(&self, start: usize, end: usize) -> &'p str {
        self.text.get(start..end).unwrap_or_default()
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
        let end = self.run_of(start, is_word);
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
        let start = self.run_of(at + 1, |b| b == b' ');
        let mut end = start;
        while end < self.text.len()
            && end - start < 120
            && !matches!(self.text.as_bytes()[end], b']' | b'[' | b'\n')
        {
            end += 1;
        }
        if self.byte(end) != Some(b']') || end == start {
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
        if inner.bytes().all(|b| is_word(b) || b == b'-') && has_code_look(inner, true) {
            self.token(Kind::Bracket, start, inner_end);
            return end + 1;
        }
        at + 1
    }

    /// `(100004)`: a module number.
    fn paren(&mut self, at: usize) -> usize {
        let end = self.run_of(at + 1, |b| b.is_ascii_digit());
        if (4..=6).contains(&(end - at - 1)) && self.byte(end) == Some(b')') {
            self.token(Kind::Paren, at + 1, end);
            return end + 1;
        }
        at + 1
    }

    /// A quoted key, a quoted value without a key, or an apostrophe.
    fn string(&mut self, at: usize) -> usize {
        let quote = self.text.as_bytes()[at];
        if quote == b'\'' && self.behind(at).is_some_and(|b| b.is_ascii_alphanumeric()) {
            return at + 1;
        }
        let Some(end) = self.closing(at) else {
            return at + 1;
        };
        let slashes = self.slashes(at);
        let (start, stop) = (at + 1, end - slashes);
        if stop > start && stop - start <= 40 {
            let content = self.piece(start, stop);
            if let Some(value) = self.separator(end + 1, false) {
                return self.value(Key::of(content), value, at);
            }
        }
        self.enter(Key::Other, start, stop.max(start), slashes, at);
        end + 1
    }

    /// How many backslashes stand before `at`.
    fn slashes(&self, at: usize) -> usize {
        if self.behind(at) != Some(b'\\') {
            return 0;
        }
        self.text.as_bytes()[..at]
            .iter()
            .rev()
            .take(63)
            .take_while(|b| **b == b'\\')
            .count()
    }

    /// The quote that closes the one at `at`: the same character with as many
    /// backslashes, or with an even number more that escape themselves.
    fn closing(&self, at: usize) -> Option<usize> {
        let quote = self.text.as_bytes()[at];
        let opened = self.slashes(at);
        let cycle = 2 * (opened + 1);
        let mut from = at + 1;
        while let Some(end) = self.find(from, quote, 65536) {
            let apostrophe = quote == b'\''
                && self
                    .byte(end + 1)
                    .is_some_and(|b| b.is_ascii_alphanumeric())
                && self.behind(end).is_some_and(|b| b.is_ascii_alphanumeric());
            let slashes = self.slashes(end).min(end - at - 1);
            if !apostrophe && slashes % cycle == opened {
                return Some(end);
            }
            if !apostrophe && slashes < opened {
                return None;
            }
            from = end + 1;
        }
        None
    }

    /// Goes into a string that is no key: in place where nothing is escaped, as
    /// a new layer where something is.
    fn enter(&mut self, key: Key, start: usize, end: usize, slashes: usize, at: usize) {
        let content = self.piece(start, end);
        if content.len() < 4 || self.level >= LAYERS || self.out.pending.len() >= 512 {
            return;
        }
        if memchr::memchr(b'\\', content.as_bytes()).is_some() {
            let number = self.out.keep(|out| {
                unescape_into(content, out);
                for _ in 0..(slashes + 1).trailing_zeros() {
                    *out = unescape(out);
                }
            });
            let end = self.out.texts[usize::from(number)].len();
            self.later(key, number, (0, end), true, at);
        } else if worth_reading(content.as_bytes()) {
            // The quotes of what is read in place are gone: a pass over the inside
            // needs a job of its own to keep this one linear.
            let (number, from) = self.place;
            let range = (from + start, from + end);
            self.later(key, number, range, false, at);
        }
    }

    /// Has a piece of a text read as a layer of its own.
    fn later(
        &mut self,
        key: Key,
        text: u16,
        (start, end): (usize, usize),
        decoded: bool,
        at: usize,
    ) {
        let scope = self.child(key);
        self.out.pending.push(Pending {
            layer: Layer {
                text,
                start: offset(start),
                end: offset(end),
                depth: self.depth + 1,
                at: self.position(at),
                decoded,
            },
            scope,
            within: key,
            level: self.level + 1,
        });
    }

    fn child(&mut self, key: Key) -> u16 {
        let parent = self.scope();
        if self.out.scopes.len() >= KEPT {
            return parent;
        }
        self.out.scopes.push(Scope { parent, key });
        u16::try_from(self.out.scopes.len() - 1).unwrap_or(parent)
    }

    /// A word: a key, or a token if it looks like a code.
    fn word(&mut self, at: usize) -> usize {
        let signed = usize::from(self.text.as_bytes()[at] == b'-');
        let mut end = self.run_of(at + signed, |b| is(b, WORD | DASH));
        while end > at + 1 && matches!(self.text.as_bytes()[end - 1], b'.' | b'-') {
            end -= 1;
        }
        let behind = self.byte(end).unwrap_or(b'\n');
        if is(behind, BLANK | SEPARATES) {
            let word = self.piece(at, end);
            if let Some(value) = self.separator(end, false) {
                let key = Key::of(word);
                if key != Key::Other {
                    return self.value(key, value, at);
                }
                if word == "q" && behind == b'=' {
                    return self.link(end + 1);
                }
            }
            if behind == b' ' && may_be_spaced(word) {
                return self.spaced(word, end);
            }
        } else if behind == b'/' && self.piece(at, end) == "error-code" {
            return self.link(end + 1);
        }
        let first = self.text.as_bytes()[at];
        if (first.is_ascii_uppercase() || signed == 1) && has_code_look(self.piece(at, end), false)
        {
            let rest = &self.text.as_bytes()[end..];
            if rest.starts_with(b"(Message:") || rest.starts_with(b" (Status Code:") {
                self.field(Key::Code, at, end, false, at);
            } else {
                self.token(Kind::Word, at, end);
            }
        }
        end
    }

    /// `error code -504002`, `:fail -501001`, `requestID 66c1…`: a key and its
    /// value with only a blank between.
    fn spaced(&mut self, word: &str, end: usize) -> usize {
        let start = self.run_of(end, |b| b == b' ');
        let signed = usize::from(self.byte(start) == Some(b'-'));
        let stop = self.run_of(start + signed, |b| is_word(b) || b == b'-');
        let value = self.piece(start, stop);
        let key = match word {
            "fail" => Key::Fail,
            "code" | "Code" => Key::Code,
            "errCode" => Key::ErrCode,
            _ => Key::RequestId,
        };
        let fits = match key {
            Key::RequestId => value.len() >= 8 && value.bytes().any(|b| b.is_ascii_digit()),
            _ => signed == 1 || has_code_look(value, false),
        };
        if fits {
            self.field(key, start, stop, false, end);
            return stop;
        }
        end
    }

    /// A Chinese key: 错误码 or 请求ID.
    fn chinese(&mut self, at: usize) -> usize {
        for name in ["错误码", "返回码", "请求ID", "请求Id", "请求id", "请求 ID"] {
            if self.text.as_bytes()[at..].starts_with(name.as_bytes()) {
                let end = at + name.len();
                let value = self
                    .separator(end, false)
                    .unwrap_or_else(|| self.run_of(end, |b| b == b' '));
                let key = if name.starts_with("请求") {
                    Key::RequestId
                } else {
                    Key::Code
                };
                return self.value(key, value, at);
            }
        }
        at + 1
    }

    /// The code in `/error-code/basic/CODE` or `?q=CODE`; a link that was cut at
    /// a slash goes on in the next line.
    fn link(&mut self, at: usize) -> usize {
        let mut start = at;
        for _ in 0..4 {
            let end = self.run_of(start, is_word);
            let broken = end == start && matches!(self.byte(end), Some(b'\n' | b'\r'));
            if broken {
                let next = self.run_of(end, |b| b.is_ascii_whitespace());
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

    /// After an optional blank and a separator: where the value begins.
    fn separator(&self, at: usize, arrow_only: bool) -> Option<usize> {
        if !self.byte(at).is_some_and(|b| is(b, BLANK | SEPARATES)) {
            return None;
        }
        let at = self.run_of(at, |b| is(b, BLANK));
        let rest = &self.text.as_bytes()[at..];
        let len = match rest {
            [b'=', b'>', ..] => 2,
            _ if arrow_only => return None,
            [0xef, 0xbc, 0x9a, ..] => 3,
            [b':', b':', ..] | [b'=', b'=', ..] => return None,
            [b':' | b'=', ..] => 1,
            _ => return None,
        };
        let value = self.run_of(at + len, |b| is(b, BLANK));
        if !self.byte(value).is_some_and(|b| b.is_ascii_whitespace()) {
            return Some(value);
        }
        // Node breaks the line between a key and a long string.
        let wrapped = self.run_of(value, |b| b.is_ascii_whitespace());
        match self.byte(wrapped) {
            Some(b'"' | b'\'' | b'`') => Some(wrapped),
            _ => Some(value),
        }
    }

    /// Reads the value of a key.
    fn value(&mut self, key: Key, at: usize, key_at: usize) -> usize {
        let quoted_at = self.run_of(at, |b| b == b'\\');
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

    fn quoted_value(&mut self, key: Key, at: usize, key_at: usize) -> usize {
        let slashes = self.slashes(at);
        let Some(end) = self.closing(at) else {
            // Cut off: what is there still counts.
            let end = self.run_of(at + 1, |b| !matches!(b, b'"' | b'\n'));
            self.field(key, at + 1, end, true, key_at);
            return at + 1;
        };
        let stop = (end - slashes).max(at + 1);
        self.field(key, at + 1, stop, true, key_at);
        self.enter(key, at + 1, stop, slashes, key_at);
        end + 1
    }

    /// `int(4500)`, `string(27) "X"`, `array(2) {` of PHP's var_dump.
    fn dumped(&mut self, key: Key, at: usize, key_at: usize) -> Option<usize> {
        let at = self.run_of(at, |b| b.is_ascii_whitespace());
        let rest = &self.text.as_bytes()[at..];
        let open = [&b"int("[..], b"string(", b"array("]
            .into_iter()
            .find(|kind| rest.starts_with(kind))?;
        let start = at + open.len();
        let end = self.run_of(start, |b| b.is_ascii_digit());
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
        let start = self.run_of(at, |b| b == b'[' || b == b' ');
        if matches!(key, Key::Message | Key::OauthText | Key::Stack) {
            let end = self.text_end(at);
            self.field(key, at, end, false, key_at);
            return at;
        }
        let signed = usize::from(self.byte(start) == Some(b'-'));
        let tail: fn(u8) -> bool = if key == Key::RequestId {
            |b| is_word(b) || matches!(b, b'-' | b'=' | b'+' | b'/')
        } else {
            |b| is_word(b) || matches!(b, b'-' | b':' | b'/')
        };
        let mut end = self.run_of(start + signed, tail);
        while end > start && matches!(self.text.as_bytes()[end - 1], b'.' | b':' | b'-' | b'/') {
            end -= 1;
        }
        if end == start {
            return at;
        }
        if key == Key::Other {
            return at;
        }
        let code_end = if key.is_code() {
            let stop = self
                .run_of(start + signed, |b| is_word(b) || b == b'-')
                .min(end);
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

    fn field(&mut self, key: Key, start: usize, end: usize, quoted: bool, at: usize) {
        if key == Key::Other || self.out.fields.len() >= KEPT {
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

    fn run_of(&self, from: usize, belongs: impl Fn(u8) -> bool) -> usize {
        let from = from.min(self.text.len());
        self.text.as_bytes()[from..]
            .iter()
            .position(|b| !belongs(*b))
            .map_or(self.text.len(), |n| from + n)
    }

    fn find(&self, from: usize, byte: u8, within: usize) -> Option<usize> {
        let from = from.min(self.text.len());
        let to = self.text.len().min(from + within);
        memchr::memchr(byte, &self.text.as_bytes()[from..to]).map(|n| from + n)
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

fn trimmed(bytes: &[u8], start: usize, mut end: usize) -> usize {
    while end > start && matches!(bytes[end - 1], b'.' | b'-' | b':') {
        end -= 1;
    }
    end
}

/// A key whose value may follow a blank.
fn may_be_spaced(word: &str) -> bool {
    matches!(
        word,
        "code" | "Code" | "fail" | "errCode" | "requestID" | "RequestId" | "requestId"
    )
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

/// Where the text of a line is cut: before the first stop, or one that overlaps it
/// and comes first in their order.
fn stop(line: &[u8]) -> usize {
    let mut firsts = [usize::MAX; STOPS.len()];
    let mut far = line.len();
    let mut at = 0;
    while at < far {
        // A blank counts only before the letters that go on there.
        let begins = match line[at] {
            b' ' => matches!(line.get(at + 1), Some(b'r' | b'R' | b't' | b'(')),
            byte => matches!(byte, b',' | b'<' | b'"'),
        };
        if begins {
            for (first, stop) in firsts.iter_mut().zip(STOPS) {
                if *first == usize::MAX && line[at..].starts_with(stop) {
                    *first = at;
                    far = far.min(at + 12);
                }
            }
        }
        at += 1;
    }
    let mut end = line.len();
    for (first, stop) in firsts.into_iter().zip(STOPS) {
        if first != usize::MAX && first + stop.len() <= end {
            end = first;
        }
    }
    end
}

const WORD: u8 = 1;
const DASH: u8 = 2;
const BLANK: u8 = 4;
/// Begins a separator: `:`, `=`, a full-width colon.
const SEPARATES: u8 = 8;

/// What a byte can be part of.
static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut b = 0;
    while b < 256 {
        let byte = b as u8;
        classes[b] = match byte {
            b'_' | b'.' | b'$' => WORD,
            b'-' => DASH,
            b' ' | b'\t' => BLANK,
            b':' | b'=' | 0xef => SEPARATES,
            _ if byte.is_ascii_alphanumeric() => WORD,
            _ => 0,
        };
        b += 1;
    }
    classes
};

/// The byte is of one of these classes.
fn is(byte: u8, classes: u8) -> bool {
    CLASSES[usize::from(byte)] & classes != 0
}

fn is_word(b: u8) -> bool {
    is(b, WORD)
}

/// A string without escapes is read once more only if it can hold something:
/// not a time, an id or an address.
fn worth_reading(content: &[u8]) -> bool {
    const HOLDS: [bool; 256] = {
        let mut holds = [false; 256];
        let signs = b"[({<_= ";
        let mut i = 0;
        while i < signs.len() {
            holds[signs[i] as usize] = true;
            i += 1;
        }
        holds[0xe9] = true;
        holds[0xef] = true;
        holds
    };
    content.len() >= 6
        && (content[0].is_ascii_uppercase() || content.iter().any(|b| HOLDS[usize::from(*b)]))
}
