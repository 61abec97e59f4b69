//! One tolerant pass over a record. JSON, its Python, Node, PHP and XML cousins,
//! headers and log lines all come down to the same things: a key with a value, a
//! word, a word in brackets, a number in parentheses. Nothing is rejected:
//! truncated or broken structure only yields fewer scopes.
//!
//! Strings with escapes are decoded into a new layer and read again, a few
//! levels deep, so JSON inside a string inside a log line is read like JSON.

mod escape;
mod key;
mod pass;

pub use escape::unescape;
pub use key::{Key, LONGEST_KEY, Line, is_success};
use pass::Pass;

/// A piece of a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Number of the layer.
    pub layer: u16,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// A key with its value.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The key.
    pub key: Key,
    /// The value, without quotes.
    pub value: Span,
    /// The value stood in quotes or between tags.
    pub quoted: bool,
    /// Number of the scope it stands in.
    pub scope: u16,
    /// How deep in scopes and strings.
    pub depth: u16,
    /// Where in the first layer: what order is judged by.
    pub at: u32,
}

/// What a token looked like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A bare word that has the look of a code.
    Word,
    /// `[X]`.
    Bracket,
    /// `(100004)`.
    Paren,
}

/// A word outside keys and values.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// Its look.
    pub kind: Kind,
    /// The word.
    pub text: Span,
    /// Number of the scope it stands in.
    pub scope: u16,
    /// How deep in scopes and strings.
    pub depth: u16,
    /// Where in the first layer.
    pub at: u32,
    /// The key in whose string it stands.
    pub within: Option<Key>,
}

/// An object, array element, element or nested string.
#[derive(Clone, Copy, Debug)]
pub struct Scope {
    /// The scope around it.
    pub parent: u16,
    /// The key it is the value of.
    pub key: Key,
}

/// How deep decoded strings are followed.
const LAYERS: u16 = 6;
/// How many fields and tokens of one record are kept: a bound for hostile input.
const KEPT: usize = 4096;
/// Bytes of memory kept for a text from record to record.
const ROOM: usize = 4 << 10;
/// How deep scopes are told apart; deeper ones share the last.
const SCOPES: usize = 256;

/// A text that was read: the record, a string of it that was decoded, or a piece
/// of one of these.
#[derive(Clone, Copy, Debug)]
pub struct Layer {
    /// Number of the text it is (a piece of).
    text: u16,
    start: u32,
    end: u32,
    /// How deep it stands.
    pub depth: u16,
    /// Where in the first layer.
    pub at: u32,
    /// It says something that the one around it does not: the first, and those that
    /// were decoded.
    pub decoded: bool,
}

/// Everything found in a record.
#[derive(Default, Debug)]
pub struct Lexed {
    /// The record and its decoded strings, `used` of them; the others are memory of
    /// records before.
    texts: Vec<String>,
    used: usize,
    /// What was read, in its order.
    pub layers: Vec<Layer>,
    /// Keys with values.
    pub fields: Vec<Field>,
    /// Other words.
    pub tokens: Vec<Token>,
    /// Scopes; number 0 is the record.
    pub scopes: Vec<Scope>,
    pending: Vec<Pending>,
    stack: Vec<u16>,
}

/// A layer that is still to be read.
#[derive(Clone, Copy, Debug)]
struct Pending {
    layer: Layer,
    scope: u16,
    within: Key,
    level: u16,
}

impl Lexed {
    /// Reads a record, reusing the memory of the one before.
    pub fn read(&mut self, text: &str) {
        self.used = 0;
        self.layers.clear();
        self.fields.clear();
        self.tokens.clear();
        self.scopes.clear();
        self.pending.clear();
        self.scopes.push(Scope {
            parent: 0,
            key: Key::Other,
        });
        let number = self.keep(|out| out.push_str(text));
        self.pending.push(Pending {
            layer: Layer {
                text: number,
                start: 0,
                end: u32::try_from(text.len()).unwrap_or(u32::MAX),
                depth: 0,
                at: 0,
                decoded: true,
            },
            scope: 0,
            within: Key::Other,
            level: 0,
        });
        let mut next = 0;
        while next < self.pending.len() && self.layers.len() < 512 {
            self.pass(self.pending[next], next == 0);
            next += 1;
        }
    }

    /// Reads one layer.
    fn pass(&mut self, job: Pending, top: bool) {
        let layer = job.layer;
        let number = u16::try_from(self.layers.len()).unwrap_or(u16::MAX);
        let text = std::mem::take(&mut self.texts[usize::from(layer.text)]);
        let mut stack = std::mem::take(&mut self.stack);
        stack.clear();
        stack.push(job.scope);
        self.layers.push(layer);
        let mut pass = Pass {
            text: &text[layer.start as usize..layer.end as usize],
            place: (layer.text, layer.start as usize),
            layer: number,
            level: job.level,
            depth: layer.depth,
            base: (!top).then_some(layer.at),
            within: (!top).then_some(job.within),
            stack,
            scope_key: Key::Other,
            out: self,
        };
        pass.run();
        self.stack = pass.stack;
        self.texts[usize::from(layer.text)] = text;
    }

    /// Keeps a text in memory that is there, and gives its number.
    fn keep(&mut self, write: impl FnOnce(&mut String)) -> u16 {
        if self.used == self.texts.len() {
            self.texts.push(String::new());
        }
        let text = &mut self.texts[self.used];
        text.clear();
        // What one huge record needed is not kept for all.
        text.shrink_to(ROOM);
        write(text);
        self.used += 1;
        u16::try_from(self.used - 1).unwrap_or(u16::MAX)
    }

    /// The text of a layer.
    #[must_use]
    pub fn layer(&self, number: usize) -> &str {
        self.layers.get(number).map_or("", |layer| {
            &self.texts[usize::from(layer.text)][layer.start as usize..layer.end as usize]
        })
    }

    /// A layer is the record or a piece of it, not something decoded.
    #[must_use]
    pub fn in_record(&self, layer: u16) -> bool {
        let layer = self.layers.get(usize::from(layer));
        layer.is_none_or(|layer| layer.text == 0)
    }

    /// The text of the record.
    #[must_use]
    pub fn first(&self) -> &str {
        self.layer(0)
    }

    /// The text of a span.
    #[must_use]
    pub fn text(&self, span: Span) -> &str {
        self.layer(usize::from(span.layer))
            .get(span.start as usize..span.end as usize)
            .unwrap_or_default()
    }

    /// The fields of a scope.
    pub fn in_scope(&self, scope: u16) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(move |f| f.scope == scope)
    }

    /// The value of the first field with this key in a scope.
    #[must_use]
    pub fn value(&self, scope: u16, key: Key) -> Option<&str> {
        self.in_scope(scope)
            .find(|f| f.key == key)
            .map(|f| self.text(f.value))
    }

    /// The keys of a scope and those around it, innermost first.
    pub fn path(&self, scope: u16) -> impl Iterator<Item = Key> {
        let scopes = self.outwards(scope);
        scopes.filter_map(|scope| Some(self.scopes.get(usize::from(scope))?.key))
    }

    /// A scope and those around it, innermost first.
    pub fn outwards(&self, scope: u16) -> impl Iterator<Item = u16> {
        std::iter::successors(Some(scope), |at| {
            let scope = self.scopes.get(usize::from(*at))?;
            (*at != 0).then_some(scope.parent)
        })
    }

    /// One of the scopes stands in the other.
    #[must_use]
    pub fn nested(&self, one: u16, other: u16) -> bool {
        self.outwards(one).any(|scope| scope == other)
            || self.outwards(other).any(|scope| scope == one)
    }
}

/// A word that could be a code: `A_B`, `Abc.Def`, `-501000`; in brackets also
/// one capitalised word or a number.
#[must_use]
pub fn has_code_look(word: &str, bracketed: bool) -> bool {
    let bytes = word.as_bytes();
    if let Some(digits) = bytes.strip_prefix(b"-") {
        return digits.len() >= 6 && digits.iter().all(u8::is_ascii_digit);
    }
    if !bytes.first().is_some_and(u8::is_ascii_alphabetic) {
        return bracketed && bytes.len() >= 4 && bytes.iter().all(u8::is_ascii_digit);
    }
    if bytes.len() < 5 || !bytes[0].is_ascii_uppercase() {
        return false;
    }
    let has = |kind: fn(&u8) -> bool| bytes[1..].iter().any(kind);
    bracketed
        || has(|b| matches!(b, b'_' | b'.'))
        || has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase)
}
