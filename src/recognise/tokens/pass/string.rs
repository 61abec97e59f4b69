//! Strings: quoted keys, and quoted values that are read again for what they hold.

use super::super::escape::unescape_into;
use super::super::{DEEPEST, Escaped, Layer, Pending, STRINGS, unescape};
use super::bytes::{HOLDS, PLAIN, is};
use super::{KEPT, Key, Pass, Scope, offset};

/// How far the quote that closes a string may be.
const LONGEST: usize = 65536;

/// A string in quotes.
pub(super) struct Quoted {
    /// Where its content begins and ends.
    pub(super) start: usize,
    pub(super) stop: usize,
    /// Where the quote stands that closes it.
    pub(super) end: usize,
    /// How many backslashes stand before its quotes.
    slashes: usize,
    /// All of it is plain.
    plain: bool,
}

impl Pass<'_> {
    /// A quoted key, a quoted value without a key, or an apostrophe.
    pub(super) fn string(&mut self, at: usize) -> usize {
        let quote = self.text.as_bytes()[at];
        if quote == b'\'' && self.behind(at).is_some_and(|b| b.is_ascii_alphanumeric()) {
            return at + 1;
        }
        let Some(string) = self.quoted(at) else {
            return at + 1;
        };
        if string.stop > string.start && string.stop - string.start <= 40 {
            let content = self.piece(string.start, string.stop);
            if let Some(value) = self.separator(string.end + 1, false) {
                return self.value(Key::of(content), value, at);
            }
        }
        self.enter(Key::Other, &string, at);
        string.end + 1
    }

    /// The string whose opening quote stands at `at`, if it is closed.
    pub(super) fn quoted(&self, at: usize) -> Option<Quoted> {
        let bytes = self.text.as_bytes();
        let slashes = self.slashes(at);
        let start = at + 1;
        // Most strings are short and hold nothing that would need a closer look.
        let plain = self.run_of(start, PLAIN);
        let simple = slashes == 0 && plain - at <= LONGEST && bytes[at] != b'\'';
        let end = if simple && self.byte(plain) == Some(bytes[at]) {
            plain
        } else {
            self.closing(at, slashes)?
        };
        let stop = (end - slashes).max(start);
        Some(Quoted {
            start,
            stop,
            end,
            slashes,
            plain: plain >= stop,
        })
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
    fn closing(&self, at: usize, opened: usize) -> Option<usize> {
        let quote = self.text.as_bytes()[at];
        let cycle = 2 * (opened + 1);
        let mut from = at + 1;
        while let Some(end) = self.find(from, quote, LONGEST) {
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
    pub(super) fn enter(&mut self, key: Key, string: &Quoted, at: usize) {
        let capital = |b: u8| b.is_ascii_uppercase();
        if string.plain && !self.byte(string.start).is_some_and(capital) {
            return;
        }
        let content = self.piece(string.start, string.stop);
        let escapes = memchr::memchr(b'\\', content.as_bytes()).is_some();
        if content.len() < 4 || !(escapes || worth_reading(content.as_bytes())) {
            return;
        }
        if self.level >= DEEPEST || self.out.pending.len() >= STRINGS {
            self.out.truncated = true;
            return;
        }
        let (text, from) = self.place;
        if escapes {
            let number = self.out.keep(|out| {
                unescape_into(content, out);
                for _ in 0..(string.slashes + 1).trailing_zeros() {
                    *out = unescape(out);
                }
            });
            self.out.escaped.push(Escaped {
                text,
                start: offset(from + string.start),
                end: offset(from + string.stop),
            });
            let end = self.out.texts[usize::from(number)].len();
            self.later(key, number, (0, end), true, at);
        } else {
            // The quotes of what is read in place are gone: a pass over the inside
            // needs a job of its own to keep this one linear.
            let range = (from + string.start, from + string.stop);
            self.later(key, text, range, false, at);
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
            self.out.truncated = true;
            return parent;
        }
        self.out.scopes.push(Scope { parent, key });
        u16::try_from(self.out.scopes.len() - 1).unwrap_or(parent)
    }
}

/// A string without escapes is read once more only if it can hold something:
/// not a time, an id or an address.
fn worth_reading(content: &[u8]) -> bool {
    content.len() >= 6 && (content[0].is_ascii_uppercase() || content.iter().any(|b| is(*b, HOLDS)))
}
