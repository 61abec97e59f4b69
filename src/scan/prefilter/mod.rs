//! Which places of a log can hold an error. Everything that makes a finding
//! contains one of a few rare grams (`build/grams.rs` proves it), so healthy text
//! flies by. What looks like a gram is held against the bytes around it, and what
//! is left is judged: a known code, a message or the value of a key must stand
//! there. The filter may say yes too often, never no: tests hold it against
//! recognition of every record.

use std::ops::Range;

use crate::catalogue;
use colours::{Uncoloured, coloured};
use key::{Counts, Envelopes};
use layout::{BEHIND, NEAR, OFFSETS, class, slot};
use teddy::{BLOCK, Halves, Teddy};
use texts::{Group, Kind, Text};

mod colours;
mod key;
#[allow(dead_code)]
mod layout;
mod reads;
mod teddy;
mod texts;

include!(concat!(env!("OUT_DIR"), "/filter.rs"));

/// No code is longer.
const WORD: usize = 200;

/// A gram, and what must stand around it.
struct Gram {
    /// Its keys, from and to.
    keys: (u16, u16),
    /// Its groups of texts, from and to.
    groups: (u16, u16),
    /// Classes that the bytes around it may have.
    around: [u64; NEAR],
    /// The same for its names and for its texts alone.
    around_names: [u64; NEAR],
    around_texts: [u64; NEAR],
}

impl Gram {
    /// It is (part of) a key whose value may count.
    fn has_keys(&self) -> bool {
        self.keys.0 < self.keys.1
    }

    fn keys(&self) -> &'static [Key] {
        &KEYS[usize::from(self.keys.0)..usize::from(self.keys.1)]
    }

    fn groups(&self) -> &'static [Group] {
        &GROUPS[usize::from(self.groups.0)..usize::from(self.groups.1)]
    }
}

/// A key that its gram stands for.
struct Key {
    /// Its letters before the gram and behind it.
    before: &'static [u8],
    behind: &'static [u8],
    /// What of its value counts.
    counts: Counts,
}

/// Looks for grams, and at what stands around them.
#[derive(Clone, Copy, Debug)]
pub struct Filter {
    teddy: Teddy,
}

impl Default for Filter {
    fn default() -> Self {
        Self::new()
    }
}

impl Filter {
    /// The filter as fast as this machine has it.
    #[must_use]
    pub fn new() -> Self {
        Self {
            teddy: Teddy::fastest(&HALVES),
        }
    }

    /// Whether the gram at `at`, in a text without colours, can belong to a finding.
    #[must_use]
    pub fn admits(&self, bytes: &[u8], at: usize) -> bool {
        let gram = gram_at(bytes, at);
        !(gram.has_keys() && key::well(bytes, at))
            && allowed(&gram.around, &around(bytes, at))
            && judge(gram, bytes, at, &mut Envelopes::default()).is_some()
    }
}

/// Four bytes are a gram.
#[inline]
fn is_gram(four: u32) -> bool {
    GRAM_OF[slot(four, MULTIPLIER)] == four
}

/// The gram at `at`; one that nothing belongs to where none stands there.
fn gram_at(bytes: &[u8], at: usize) -> &'static Gram {
    let own = bytes.get(at..at + 4).and_then(|own| own.first_chunk());
    let own = own.map_or(0, |own| u32::from_le_bytes(*own));
    &GRAMS[usize::from(is_gram(own)) * usize::from(NUMBER_OF[slot(own, MULTIPLIER)])]
}

/// The bytes around a gram; beside the text as if lines ended there.
#[inline]
fn around(bytes: &[u8], at: usize) -> [u8; NEAR] {
    let whole = at.checked_sub(BEHIND).and_then(|start| {
        let all: &[u8; 12] = bytes.get(start..start + 12)?.first_chunk()?;
        Some(all)
    });
    if let Some([a, b, c, d, _, _, _, _, e, f, g, h]) = whole {
        return [*a, *b, *c, *d, *e, *f, *g, *h];
    }
    OFFSETS.map(|step| {
        let byte = at.checked_add_signed(step).and_then(|i| bytes.get(i));
        byte.copied().unwrap_or(b'\n')
    })
}

/// Whether the classes of the bytes are among those given.
#[inline]
fn allowed(classes: &[u64; NEAR], bytes: &[u8; NEAR]) -> bool {
    let has = |i: usize| classes[i] >> CLASSES[usize::from(bytes[i])];
    (0..NEAR).fold(1, |all, i| all & has(i)) == 1
}

/// The bytes that say that what the gram stands for is there.
fn judge(gram: &Gram, bytes: &[u8], at: usize, envelopes: &mut Envelopes) -> Option<Range<usize>> {
    if gram.has_keys()
        && let Some(said) = key::admits(gram.keys(), bytes, at, envelopes)
    {
        return Some(said);
    }
    let around = &around(bytes, at);
    let there = (allowed(&gram.around_names, around) && word(bytes, at))
        || (allowed(&gram.around_texts, around) && texts::is_any(gram.groups(), bytes, at));
    there.then_some(0..bytes.len())
}

/// A place that can hold an error.
#[derive(Clone, Debug)]
pub struct Place {
    /// Where it is.
    pub at: usize,
    /// The bytes that say so; the whole text where any of it may have counted.
    pub said: Range<usize>,
}

/// The places of a text that can hold an error, block by block.
pub struct Places {
    filter: Filter,
    /// Where the block of the places begins, and where the next one does.
    block: (usize, usize),
    /// Places in the block, and how many.
    found: Vec<u16>,
    count: usize,
    /// The next of them.
    next: usize,
    envelopes: Envelopes,
    /// The text without its colours, where it has some.
    plain: Option<Uncoloured>,
    /// Memory for the next such text.
    spare: Uncoloured,
}

impl Places {
    /// No places yet.
    #[must_use]
    pub fn new(filter: Filter) -> Self {
        Self {
            filter,
            block: (0, 0),
            found: vec![0; BLOCK + 1],
            count: 0,
            next: 0,
            envelopes: Envelopes::default(),
            plain: None,
            spare: Uncoloured::default(),
        }
    }

    /// Begins with another text at its beginning.
    pub fn restart(&mut self, bytes: &[u8]) {
        (self.block, self.count, self.next) = ((0, 0), 0, 0);
        self.envelopes = Envelopes::default();
        if let Some(plain) = self.plain.take() {
            self.spare = plain;
        }
        if coloured(bytes) {
            let mut plain = std::mem::take(&mut self.spare);
            plain.read(bytes);
            self.plain = Some(plain);
        }
    }

    /// The first place from `from` on, before `end`, that can hold an error. Both
    /// never go back in the same text.
    pub fn next(&mut self, bytes: &[u8], from: usize, end: usize) -> Option<Place> {
        let Some(plain) = self.plain.take() else {
            return self.next_plain(bytes, from, end);
        };
        let (from, end) = (plain.inner(from), plain.inner(end));
        let place = self.next_plain(plain.bytes(), from, end);
        let place = place.map(|Place { at, said }| Place {
            at: plain.outer(at),
            said: plain.outer(said.start)..plain.outer(said.end),
        });
        self.plain = Some(plain);
        place
    }

    /// Whether the place at `at` can hold an error too where the text is only its part
    /// `within`.
    #[must_use]
    pub fn admits(&self, bytes: &[u8], within: Range<usize>, at: usize) -> bool {
        let Some(plain) = &self.plain else {
            return self
                .filter
                .admits(&bytes[within.clone()], at - within.start);
        };
        let (start, end) = (plain.inner(within.start), plain.inner(within.end));
        let at = plain.inner(at);
        self.filter.admits(&plain.bytes()[start..end], at - start)
    }

    fn next_plain(&mut self, bytes: &[u8], from: usize, end: usize) -> Option<Place> {
        loop {
            while self.next < self.count {
                let at = self.block.0 + usize::from(self.found[self.next]);
                self.next += 1;
                if at >= from
                    && let Some(said) = judge(gram_at(bytes, at), bytes, at, &mut self.envelopes)
                {
                    return Some(Place { at, said });
                }
            }
            let start = self.block.1.max(from);
            if start >= end {
                return None;
            }
            self.block = (start, end.min(start + BLOCK));
            self.fill(bytes);
        }
    }

    /// Finds the candidates of the block.
    fn fill(&mut self, bytes: &[u8]) {
        let (from, to) = self.block;
        // No branches: in ordinary text the answers are as good as random. Most places
        // that look like a gram are none, which the small table of grams tells.
        let teddy = self.filter.teddy;
        let grams = teddy.find(bytes, from, to, &mut self.found, is_gram);
        let mut count = 0;
        for i in 0..grams {
            let place = self.found[i];
            let at = from + usize::from(place);
            let gram = gram_at(bytes, at);
            let well = gram.has_keys() & key::well(bytes, at);
            self.found[count] = place;
            count += usize::from(allowed(&gram.around, &around(bytes, at)) & !well);
        }
        (self.count, self.next) = (count, 0);
    }
}

/// A known code around `at`, or one of a known family. Apart from `judge`, which
/// mostly has only texts to read.
#[inline(never)]
fn word(bytes: &[u8], at: usize) -> bool {
    let part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'$');
    let low = at.saturating_sub(WORD);
    let before = bytes[low..at].iter().rev().take_while(|b| part(b)).count();
    // No word begins with a dot.
    let dots = bytes[at - before..at].iter().take_while(|b| **b == b'.');
    let start = at - before + dots.count();
    let high = bytes.len().min(at + WORD);
    let behind = bytes[at + 1..high].iter().take_while(|b| part(b)).count();
    let word = &bytes[start..=at + behind];
    // The sign of a number is no part of a word.
    let signed = start > 0 && bytes[start - 1] == b'-' && word[0].is_ascii_digit();
    named(word)
        || (signed && named(&bytes[start - 1..=at + behind]))
        || beginnings(bytes, start, word)
            .iter()
            .any(|skip| word.get(*skip..).is_some_and(named))
}

/// The word, or what stands before one of its dots, is a code that counts in text.
fn named(word: &[u8]) -> bool {
    // Numbers of six digits stand in brackets, or have a sign.
    let counts = |word: &[u8]| {
        word.iter().any(u8::is_ascii_uppercase)
            || (word.len() == 7 && word[0] == b'-')
            || (word.len() == 6 && word.iter().all(u8::is_ascii_digit))
    };
    let mut word = word;
    loop {
        if word.len() >= 4 && counts(word) && catalogue::has_bytes(word) {
            return true;
        }
        match memchr::memrchr(b'.', word) {
            Some(dot) => word = &word[..dot],
            None => return false,
        }
    }
}

/// Where a word can begin inside a run of word bytes: behind what an escape, a
/// percent sign or a terminal colour leaves in front of it.
fn beginnings(bytes: &[u8], start: usize, word: &[u8]) -> [usize; 2] {
    let before = start.checked_sub(1).map(|i| bytes[i]);
    match (before, word.first()) {
        (Some(b'\\'), Some(b'u')) => [1, 5],
        (Some(b'\\'), Some(b'x')) => [1, 3],
        (Some(b'\\'), _) => [1, 1],
        (Some(b'%'), _) => [2, 2],
        (Some(b'[' | b';'), Some(b'0'..=b'9')) => {
            let digits = word.iter().take_while(|b| b.is_ascii_digit()).count();
            [digits + 1, digits + 1]
        }
        _ => [word.len(), word.len()],
    }
}

/// The class of every byte.
static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = class(byte as u8, LEADS);
        byte += 1;
    }
    classes
};
