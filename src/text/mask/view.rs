//! The text as its reader means it: what only carries it is undone (percent and
//! HTML encoding, `\u003d`, colours, full-width signs, characters that nobody
//! sees), and of every byte it is known where it came from.

#[cfg(test)]
use std::cell::Cell;

use crate::text::escape;

/// A text without its carriers.
pub(super) struct View<'a> {
    text: &'a str,
    /// The bytes without carriers; those of the text where it has none.
    bytes: &'a [u8],
    decoded: Option<&'a Decoded>,
    /// How often a byte was looked at.
    #[cfg(test)]
    looks: Cell<usize>,
}

/// Carriers within carriers that are undone: `%5Cu003d`.
const WITHIN: usize = 3;

/// The text without its carriers, if it has any.
pub(super) fn decoded(text: &str) -> Option<Decoded> {
    let mut decoded: Option<Decoded> = None;
    for _ in 0..WITHIN {
        let again = match &decoded {
            None => carried(text).then(|| decode(text)),
            Some(decoded) => {
                let text = std::str::from_utf8(&decoded.bytes).ok();
                let again = text.filter(|text| carried(text)).map(decode);
                again.map(|again| again.of(decoded))
            }
        };
        let before = decoded.as_ref().map_or(text.as_bytes(), |d| &d.bytes);
        match again.filter(|again| again.bytes != before) {
            Some(again) => decoded = Some(again),
            None => break,
        }
    }
    decoded
}

fn carried(text: &str) -> bool {
    text.bytes().any(|b| CARRIES[usize::from(b)]) || quoted(text)
}

/// It is quoted as mail is: `> ` before its lines.
fn quoted(text: &str) -> bool {
    text.starts_with("> ") || text.contains("\n>")
}

/// A text that was decoded.
#[derive(Default)]
pub(super) struct Decoded {
    bytes: Vec<u8>,
    /// Where each byte begins in the text; one more for the end.
    places: Vec<u32>,
    /// In how many encodings each byte stood.
    depths: Vec<u8>,
}

impl<'a> View<'a> {
    /// Of a text and what `decoded` makes of it.
    pub(super) fn of(text: &'a str, decoded: Option<&'a Decoded>) -> Self {
        Self {
            text,
            bytes: decoded.map_or(text.as_bytes(), |d| &d.bytes),
            decoded,
            #[cfg(test)]
            looks: Cell::new(0),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// The byte at a place, 0 behind the end.
    pub(super) fn byte(&self, at: usize) -> u8 {
        #[cfg(test)]
        self.looks.set(self.looks.get() + 1);
        self.bytes.get(at).copied().unwrap_or(0)
    }

    /// The byte before a place, 0 before the start.
    pub(super) fn before(&self, at: usize) -> u8 {
        at.checked_sub(1).map_or(0, |at| self.byte(at))
    }

    /// In how many encodings the byte at a place stood.
    pub(super) fn depth(&self, at: usize) -> u8 {
        self.decoded
            .and_then(|d| d.depths.get(at))
            .copied()
            .unwrap_or(0)
    }

    /// The bytes between two places. Whoever asks for them pays for them.
    pub(super) fn slice(&self, from: usize, to: usize) -> &'a [u8] {
        let to = to.min(self.len());
        #[cfg(test)]
        self.looks.set(self.looks.get() + to.saturating_sub(from));
        self.bytes.get(from..to).unwrap_or_default()
    }

    pub(super) fn starts_with(&self, at: usize, text: &[u8]) -> bool {
        self.slice(at, at + text.len()) == text
    }

    pub(super) fn starts_with_word(&self, at: usize, text: &[u8]) -> bool {
        self.slice(at, at + text.len()).eq_ignore_ascii_case(text)
    }

    /// The place in the text, moved out to where a character begins.
    pub(super) fn raw(&self, at: usize, end: bool) -> usize {
        let raw = match self.decoded {
            None => at,
            Some(decoded) => match decoded.places.get(at) {
                Some(place) => *place as usize,
                None => self.text.len(),
            },
        };
        let whole = |i: &usize| self.text.is_char_boundary(*i);
        let found = if end {
            (raw..=self.text.len()).find(whole)
        } else {
            (0..=raw).rev().find(whole)
        };
        found.unwrap_or(if end { self.text.len() } else { 0 })
    }

    #[cfg(test)]
    pub(super) fn looks(&self) -> usize {
        self.looks.get()
    }
}

/// Bytes with which something begins that is only a carrier.
static CARRIES: [bool; 256] = {
    let mut carries = [false; 256];
    let mut byte = 0;
    while byte < 0x20 {
        carries[byte] = !matches!(byte as u8, b'\n' | b'\r' | b'\t');
        byte += 1;
    }
    let signs = [
        b'%', b'&', b'\\', 0x7f, 0xc2, 0xcd, 0xd8, 0xdb, 0xdc, 0xe0, 0xe1, 0xe2, 0xe3, 0xef, 0xf0,
        0xf3,
    ];
    let mut at = 0;
    while at < signs.len() {
        carries[signs[at] as usize] = true;
        at += 1;
    }
    carries
};

impl Decoded {
    /// The same, with places in what `before` was made from.
    fn of(mut self, before: &Self) -> Self {
        for (place, depth) in self.places.iter_mut().zip(&mut self.depths) {
            *depth = depth.saturating_add(before.depths[*place as usize]);
            *place = before.places[*place as usize];
        }
        if let (Some(end), Some(last)) = (self.places.last_mut(), before.places.last()) {
            *end = *last;
        }
        self
    }

    fn push(&mut self, c: char, place: usize, depth: u8) {
        let mut buffer = [0; 4];
        for byte in c.encode_utf8(&mut buffer).bytes() {
            self.byte(byte, place, depth);
        }
    }

    fn byte(&mut self, byte: u8, place: usize, depth: u8) {
        self.bytes.push(byte);
        self.places.push(u32::try_from(place).unwrap_or(u32::MAX));
        self.depths.push(depth);
    }
}

fn decode(text: &str) -> Decoded {
    let bytes = text.as_bytes();
    let mut out = Decoded::default();
    out.bytes.reserve(bytes.len());
    out.places.reserve(bytes.len() + 1);
    out.depths.reserve(bytes.len());
    let quoted = quoted(text);
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        if quoted && byte == b'>' && (at == 0 || bytes[at - 1] == b'\n') {
            while bytes.get(at) == Some(&b'>') {
                at += if bytes.get(at + 1) == Some(&b' ') {
                    2
                } else {
                    1
                };
            }
            continue;
        }
        if !CARRIES[usize::from(byte)] {
            out.byte(byte, at, 0);
            at += 1;
            continue;
        }
        at = match byte {
            0x1b => escape(bytes, at, at + 1, &mut out),
            b'%' => percent(bytes, at, &mut out),
            b'&' => entity(text, at, &mut out),
            b'\\' => backslash(bytes, at, &mut out),
            _ => character(text, at, &mut out),
        };
    }
    let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
    out.places.push(end);
    out
}

/// Behind an escape sequence, whose ESC stands at `at` and ends before `start`. What a
/// command of a terminal holds, such as the address of a link, is shown to who reads the
/// log: it is text, on a line of its own.
fn escape(bytes: &[u8], at: usize, start: usize, out: &mut Decoded) -> usize {
    let end = start + sequence(&bytes[start..]);
    let Some(held) = bytes[start..end].strip_prefix(b"]") else {
        return end;
    };
    let held = held.strip_suffix(b"\x07").unwrap_or(held);
    let held = held.strip_suffix(b"\x1b\\").unwrap_or(held);
    if held != END_OF_LINK {
        out.byte(b'\n', at, 0);
        for (i, byte) in held.iter().enumerate() {
            out.byte(*byte, start + 1 + i, 0);
        }
        out.byte(b'\n', start + 1 + held.len(), 0);
    }
    end
}

/// The command that ends a link holds no text, and what stands around it is one word.
const END_OF_LINK: &[u8] = b"8;;";

/// Bytes of an escape sequence behind its ESC.
fn sequence(bytes: &[u8]) -> usize {
    match bytes.first() {
        Some(b'[') => {
            // A blank is none: what stands behind it is text that somebody sees.
            let parameters = |b: &u8| matches!(b, 0x30..=0x3f);
            let len = bytes[1..].iter().take_while(|b| parameters(b)).count();
            let last = bytes.get(len + 1).is_some_and(|b| (0x40..0x7f).contains(b));
            1 + len + usize::from(last)
        }
        Some(b']') => {
            let ends = |b: &u8| matches!(b, 0x07 | 0x1b | b'\n');
            let len = bytes.iter().position(ends).unwrap_or(0);
            match bytes.get(len) {
                Some(0x07) => len + 1,
                Some(0x1b) if bytes.get(len + 1) == Some(&b'\\') => len + 2,
                _ => 0,
            }
        }
        _ => 0,
    }
}

fn hex(byte: Option<&u8>) -> Option<u8> {
    let digit = char::from(*byte?).to_digit(16)?;
    u8::try_from(digit).ok()
}

/// `%3D`, also `%253D`, and the bytes of a character of UTF-8 together.
fn percent(bytes: &[u8], at: usize, out: &mut Decoded) -> usize {
    let (byte, end, depth) = percent_byte(bytes, at);
    if byte < 0xc2 || depth == 0 {
        put(char::from(byte), at, depth, out);
        return end;
    }
    let (mut character, mut last) = ([byte, 0, 0, 0], end);
    for len in 1..4 {
        let (next, end, _) = percent_byte(bytes, last);
        character[len] = next;
        last = end;
        if let Ok(text) = std::str::from_utf8(&character[..=len]) {
            text.chars().for_each(|c| put(c, at, depth, out));
            return last;
        }
        if bytes.get(end) != Some(&b'%') {
            break;
        }
    }
    end
}

fn percent_byte(bytes: &[u8], at: usize) -> (u8, usize, u8) {
    let (mut byte, mut end, mut depth) = (b'%', at + 1, 0u8);
    while byte == b'%' {
        let digits = hex(bytes.get(end)).zip(hex(bytes.get(end + 1)));
        let Some((high, low)) = digits else { break };
        byte = high << 4 | low;
        (end, depth) = (end + 2, depth.saturating_add(1));
    }
    (byte, end, depth)
}

const ENTITIES: [(&str, char); 15] = [
    ("quot;", '"'),
    ("apos;", '\''),
    ("lt;", '<'),
    ("gt;", '>'),
    ("amp;", '&'),
    ("nbsp;", ' '),
    ("equals;", '='),
    ("colon;", ':'),
    ("commat;", '@'),
    ("lbrace;", '{'),
    ("rbrace;", '}'),
    ("ldquo;", '"'),
    ("rdquo;", '"'),
    ("lsquo;", '\''),
    ("rsquo;", '\''),
];

/// `&quot;`, `&#34;`, `&#x22;`, also `&amp;quot;`.
fn entity(text: &str, at: usize, out: &mut Decoded) -> usize {
    let (mut c, mut end, mut depth) = ('&', at + 1, 0);
    while c == '&' {
        let rest = text.get(end..).unwrap_or_default();
        let Some((next, len)) = entity_name(rest) else {
            break;
        };
        (c, end, depth) = (next, end + len, depth + 1);
    }
    put(c, at, depth.min(8), out);
    end
}

fn entity_name(rest: &str) -> Option<(char, usize)> {
    if let Some(number) = rest.strip_prefix('#') {
        let end = number.bytes().take(9).position(|b| b == b';')?;
        let digits = number.get(..end)?;
        let code = match digits.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => digits.parse(),
        };
        return Some((char::from_u32(code.ok()?)?, end + 2));
    }
    let named = |(name, _): &&(&str, char)| rest.starts_with(name);
    ENTITIES
        .iter()
        .find(named)
        .map(|(name, c)| (*c, name.len()))
}

/// `\u003d`, `\x3d`, with any number of backslashes; `\u001b[31m` as the colour
/// that it is, `\n` as the line that it begins. Other backslashes stay.
fn backslash(bytes: &[u8], at: usize, out: &mut Decoded) -> usize {
    let run = bytes[at..].iter().take_while(|b| **b == b'\\').count();
    let end = at + run;
    let digits = match bytes.get(end) {
        Some(b'u') => 4,
        Some(b'x') => 2,
        _ => 0,
    };
    let code = (0..digits).try_fold(0, |code, i| {
        Some(code << 4 | u32::from(hex(bytes.get(end + 1 + i))?))
    });
    let code = match bytes.get(end) {
        Some(b'0') if bytes[end..].starts_with(b"033[") => Some((0x1b, end + 3)),
        Some(b'e') if bytes.get(end + 1) == Some(&b'[') => Some((0x1b, end + 1)),
        Some(b'u') if bytes.get(end + 1) == Some(&b'{') => braced(bytes, end + 2),
        Some(b'n' | b'r') => Some((u32::from(b'\n'), end + 1)),
        Some(b't') => Some((u32::from(b'\t'), end + 1)),
        _ if digits == 0 => None,
        _ => code.map(|code| (code, end + 1 + digits)),
    };
    match code.and_then(|(code, end)| Some((char::from_u32(code)?, end))) {
        Some(('\u{1b}', end)) => escape(bytes, at, end, out),
        Some((c, end)) => {
            put(c, at, 1, out);
            end
        }
        None => {
            (at..end).for_each(|at| out.byte(b'\\', at, 0));
            end
        }
    }
}

/// `\u{202e}`, as hidden characters are shown and as JavaScript and Rust write them.
fn braced(bytes: &[u8], start: usize) -> Option<(u32, usize)> {
    let (mut code, mut at) = (0, start);
    while let Some(digit) = hex(bytes.get(at)).filter(|_| at < start + 6) {
        code = code << 4 | u32::from(digit);
        at += 1;
    }
    (at > start && bytes.get(at) == Some(&b'}')).then_some((code, at + 1))
}

/// A character that may be one that nobody sees, or a full-width one.
fn character(text: &str, at: usize, out: &mut Decoded) -> usize {
    let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else {
        return at + 1;
    };
    put(c, at, 0, out);
    at + c.len_utf8()
}

/// A decoded character as the masker knows it.
fn put(c: char, place: usize, depth: u8, out: &mut Decoded) {
    let c = match c {
        '\n' | '\r' | '\t' => c,
        _ if escape::invisible(c) => return,
        '！' | '，' | '；' | '？' => c,
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '“' | '”' | '„' | '「' | '」' | '『' | '』' => '"',
        '‘' | '’' => '\'',
        '\u{a0}' | '\u{3000}' => ' ',
        _ => c,
    };
    out.push(c, place, depth);
}

#[cfg(test)]
mod tests;
