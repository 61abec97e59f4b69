//! One tolerant pass over a record. JSON, its Python, Node, PHP and XML cousins,
//! headers and log lines all come down to the same things: a key with a value, a
//! word, a word in brackets, a number in parentheses. Nothing is rejected:
//! truncated or broken structure only yields fewer scopes.
//!
//! Strings with escapes are decoded into a new layer and read again, a few
//! levels deep, so JSON inside a string inside a log line is read like JSON.

mod escape;
mod index;
mod key;
mod pass;

pub use escape::unescape;
use index::Index;
pub use key::{Key, LONGEST_KEY, Line, is_success};
use pass::{Pass, Stops};

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

/// How deep strings in strings are followed.
pub const DEEPEST: u16 = 6;
/// How many fields, tokens and scopes of one record are kept: a bound for hostile
/// input. A record with more is told of: [`Lexed::truncated`].
pub const KEPT: usize = 4096;
/// How many strings of one record are read for what they hold: more than a record of
/// 64 KiB has.
const STRINGS: usize = 16 << 10;
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
    /// Something was left unread: a bound was met.
    pub truncated: bool,
    /// Fields by scope and key, where there are many.
    index: Index,
    pending: Vec<Pending>,
    stack: Vec<u16>,
    /// What of each text was decoded to another one, in the order of text and place.
    escaped: Vec<Escaped>,
}

/// A piece of a text that was decoded to another text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Escaped {
    text: u16,
    start: u32,
    end: u32,
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
        self.escaped.clear();
        self.truncated = false;
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
        while next < self.pending.len() {
            self.pass(self.pending[next], next == 0);
            next += 1;
        }
        self.escaped.sort_unstable();
        self.index.make(&self.fields);
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
            stops: Stops::default(),
            cut_off: (0, 0),
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

    /// Where the byte at `at` of a layer stands: the same for all layers that are read of
    /// one text.
    #[must_use]
    pub fn place(&self, layer: u16, at: u32) -> Option<(u16, u32)> {
        let layer = self.layers.get(usize::from(layer))?;
        Some((layer.text, layer.start.saturating_add(at)))
    }

    /// The innermost of the layers that hold the byte at `at` of a layer: a string that
    /// was not decoded is one inside another.
    #[must_use]
    pub fn innermost(&self, layer: usize, at: usize) -> Option<&Layer> {
        let layer = u16::try_from(layer).unwrap_or(u16::MAX);
        let (text, at) = self.place(layer, u32::try_from(at).unwrap_or(u32::MAX))?;
        let around = |l: &&Layer| l.text == text && (l.start..l.end).contains(&at);
        self.layers.iter().filter(around).max_by_key(|l| l.depth)
    }

    /// The byte at `at` of a layer stands in a string that was decoded: what is read
    /// there is read in that string's own layer.
    #[must_use]
    pub fn is_escaped(&self, layer: usize, at: usize) -> bool {
        let layer = u16::try_from(layer).unwrap_or(u16::MAX);
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        let Some((text, at)) = self.place(layer, at) else {
            return false;
        };
        let before = |e: &Escaped| (e.text, e.start) <= (text, at);
        // Strings that do not hold each other: the nearest is the one.
        let next = self.escaped.partition_point(before);
        let nearest = next.checked_sub(1).map(|n| self.escaped[n]);
        nearest.is_some_and(|e| e.text == text && at < e.end)
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

    /// The fields of a scope with this key.
    pub fn in_scope(&self, scope: u16, key: Key) -> impl Iterator<Item = &Field> {
        self.index.of(&self.fields, scope, key)
    }

    /// A scope has a field with this key.
    #[must_use]
    pub fn has(&self, scope: u16, key: Key) -> bool {
        self.in_scope(scope, key).next().is_some()
    }

    /// The value of the first field with this key in a scope.
    #[must_use]
    pub fn value(&self, scope: u16, key: Key) -> Option<&str> {
        let mut fields = self.in_scope(scope, key);
        fields.next().map(|f| self.text(f.value))
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

#[cfg(test)]
mod tests {
    use super::{DEEPEST, KEPT, Key, Lexed, STRINGS};

    fn lexed(text: &str) -> Lexed {
        let mut lexed = Lexed::default();
        lexed.read(text);
        lexed
    }

    fn codes(lexed: &Lexed) -> Vec<&str> {
        let codes = lexed.fields.iter().filter(|f| f.key == Key::Code);
        codes.map(|f| lexed.text(f.value)).collect()
    }

    #[test]
    fn a_code_behind_many_strings_is_read() {
        for count in [0, 510, 520, 5000] {
            let strings = "\"an ordinary text\",".repeat(count);
            let text = format!("[{strings}\"{{\\\"code\\\":\\\"SYS_ERR\\\"}}\"]");
            let lexed = lexed(&text);
            assert_eq!(codes(&lexed), ["SYS_ERR"], "{count}");
            assert_eq!(lexed.truncated, count > KEPT, "{count}");
        }
    }

    #[test]
    fn what_is_left_unread_is_told() {
        let many = |row: &str, n: usize| row.repeat(n);
        for (text, truncated) in [
            (many("\"code\":1,", KEPT), false),
            (many("\"code\":1,", KEPT + 1), true),
            (many("A_CODE ", KEPT), false),
            (many("A_CODE ", KEPT + 1), true),
            (many("\"a text\" ", STRINGS - 1), true),
        ] {
            assert_eq!(lexed(&text).truncated, truncated, "{} bytes", text.len());
        }
        let mut text = "{\"code\":\"A_B\"}".to_owned();
        for level in 0..9 {
            let lexed = lexed(&text);
            let deep = level > usize::from(DEEPEST);
            assert_eq!(codes(&lexed).is_empty(), deep, "level {level}");
            assert_eq!(lexed.truncated, deep, "level {level}");
            text = format!(
                "{{\"log\":{}}}",
                serde_json::to_string(&text).expect("a text")
            );
        }
    }

    #[test]
    fn a_string_that_was_decoded_is_known() {
        let text = r#"{"a":"plain text","b":"x \"quoted\" y","c":"'in \\n it'"} z"#;
        let lexed = lexed(text);
        let escaped: String = (0..text.len())
            .filter(|at| lexed.is_escaped(0, *at))
            .map(|at| text.as_bytes()[at] as char)
            .collect();
        assert_eq!(escaped, r#"x \"quoted\" y'in \\n it'"#);
        assert!(!lexed.is_escaped(9, 0));
    }
}
