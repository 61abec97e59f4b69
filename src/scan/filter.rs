//! Which places of a log can hold an error. Everything that makes a finding
//! contains one of a few rare grams (`build/grams.rs` proves it), so healthy text
//! flies by; at a gram, this file looks whether a known code, a message or the
//! value of a key stands there. It may say yes too often, never no: tests hold
//! it against recognition of every record.

use std::collections::{HashMap, HashSet};

use aho_corasick::packed::{Config, MatchKind, Searcher};
use aho_corasick::{AhoCorasick, Input, Span};

use crate::catalogue::{self, layout};

mod key;

/// The list that `benches/grams.rs` chose: one line a bucket.
const GRAMS: &str = include_str!(concat!(env!("OUT_DIR"), "/grams.txt"));
/// Buckets of the packed searcher where it is widest.
const BUCKETS: usize = 16;
/// No code is longer.
const WORD: usize = 200;

/// Looks for grams, and at what stands around them.
pub struct Filter {
    search: Search,
    /// Grams in the order of their numbers.
    grams: Vec<[u8; 4]>,
    /// Codes that count in text.
    names: HashSet<&'static [u8]>,
    /// By gram: message patterns in which it stands, as literal and offset.
    messages: HashMap<[u8; 4], Vec<(&'static [u8], usize)>>,
    keys: key::Keys,
}

/// The searcher of this machine: packed where its vectors allow it.
enum Search {
    Packed(Searcher),
    Other(AhoCorasick),
}

impl Default for Filter {
    fn default() -> Self {
        Self::new()
    }
}

impl Filter {
    /// Builds the searcher and its tables.
    #[must_use]
    pub fn new() -> Self {
        let grams = numbered(&read(GRAMS));
        let search = Search::new(&grams);
        let mut names = HashSet::new();
        let mut keyed = HashSet::new();
        for name in catalogue::names() {
            let name = name.as_bytes();
            if name.iter().any(u8::is_ascii_uppercase) || (name.len() == 7 && name[0] == b'-') {
                names.insert(name);
            }
            keyed.insert(name);
        }
        let mut filter = Self {
            search,
            grams,
            names,
            messages: HashMap::new(),
            keys: key::Keys::new(keyed),
        };
        for number in 0..catalogue::pattern_count() {
            let pattern = catalogue::pattern(number);
            if !pattern.needs_code {
                filter.add_message(pattern.text);
            }
        }
        filter
    }

    fn add_message(&mut self, pattern: &'static str) {
        for part in layout::split_pattern(pattern) {
            let layout::Part::Literal(literal) = part else {
                continue;
            };
            for (at, gram) in literal.as_bytes().windows(4).enumerate() {
                let Some(gram) = gram.first_chunk().filter(|g| self.grams.contains(g)) else {
                    continue;
                };
                let list = self.messages.entry(*gram).or_default();
                list.push((literal.as_bytes(), at));
            }
        }
    }

    /// The first place from `from` on, before `end`, that can hold an error: the
    /// first byte of its gram.
    #[must_use]
    pub fn next(&self, bytes: &[u8], mut from: usize, end: usize) -> Option<usize> {
        loop {
            let at = self.search.find(bytes, from, end)?;
            if self.admits(bytes, at) {
                return Some(at);
            }
            from = at + 1;
        }
    }

    /// The grams it looks for.
    #[must_use]
    pub fn grams(&self) -> &[[u8; 4]] {
        &self.grams
    }

    /// Whether the gram at `at` can belong to a finding.
    #[must_use]
    pub fn admits(&self, bytes: &[u8], at: usize) -> bool {
        let Some(gram) = bytes[at..].first_chunk().copied() else {
            return false;
        };
        match &gram {
            b"code" | b"Code" | b"CODE" => {
                return self.keys.admits(bytes, at)
                    || self.word(bytes, at)
                    || self.message(bytes, at, gram);
            }
            // Half of 错误码 or 返回码, of 【1000, of an escape: rare enough.
            b"rid:" | [b'\\' | b'[' | b'(', ..] => return true,
            _ if !gram[0].is_ascii() => return true,
            _ => {}
        }
        self.word(bytes, at) || self.message(bytes, at, gram) || self.keys.signs(bytes, at)
    }

    /// A known code around `at`, or one of a known family.
    fn word(&self, bytes: &[u8], at: usize) -> bool {
        let part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'$');
        let low = at.saturating_sub(WORD);
        let start = bytes[low..at]
            .iter()
            .rposition(|b| !part(b))
            .map_or(low, |n| low + n + 1);
        let high = bytes.len().min(at + WORD);
        let end = bytes[at.max(start)..high]
            .iter()
            .skip(1)
            .position(|b| !part(b))
            .map_or(high, |n| at + 1 + n);
        let word = &bytes[start..end];
        self.named(word)
            || beginnings(bytes, start, word)
                .iter()
                .any(|skip| word.get(*skip..).is_some_and(|rest| self.named(rest)))
    }

    /// The word, or what stands before one of its dots, is a code.
    fn named(&self, word: &[u8]) -> bool {
        let mut word = word;
        loop {
            if word.len() >= 4 && self.names.contains(word) {
                return true;
            }
            match memchr::memrchr(b'.', word) {
                Some(dot) => word = &word[..dot],
                None => return false,
            }
        }
    }

    /// A message pattern whose gram stands at `at`.
    fn message(&self, bytes: &[u8], at: usize, gram: [u8; 4]) -> bool {
        self.messages.get(&gram).is_some_and(|list| {
            list.iter().any(|(literal, offset)| {
                reads(&bytes[at..], &literal[*offset..])
                    && reads_back(&bytes[..at], &literal[..*offset])
            })
        })
    }
}

impl Search {
    fn new(grams: &[[u8; 4]]) -> Self {
        let mut builder = Config::new()
            .match_kind(MatchKind::LeftmostFirst)
            .heuristic_pattern_limits(false)
            .builder();
        builder.extend(grams);
        match builder.build() {
            Some(searcher) => Self::Packed(searcher),
            // Without vectors an automaton: slower, as exact. Fixed grams of four
            // bytes are far below any limit of its builder.
            #[allow(clippy::expect_used)]
            None => Self::Other(AhoCorasick::new(grams).expect("short patterns")),
        }
    }

    fn find(&self, bytes: &[u8], from: usize, end: usize) -> Option<usize> {
        let found = match self {
            Self::Packed(searcher) => searcher.find_in(bytes, Span { start: from, end }),
            Self::Other(automaton) => automaton.find(Input::new(bytes).range(from..end)),
        };
        found.map(|m| m.start())
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
        _ => [0, 0],
    }
}

/// A byte that carriers bring about: what stands there is not judged here.
fn carried(b: u8) -> bool {
    matches!(b, b'\\' | b'&' | b'%' | 0x1b | b'\r') || b >= 0xe2
}

/// Whether the literal is read from the beginning of `bytes`; a run of blanks
/// equals one.
fn reads(bytes: &[u8], literal: &[u8]) -> bool {
    let mut rest = bytes.iter();
    for &want in literal {
        let Some(&got) = rest.next() else {
            return false;
        };
        if want == b' ' && got.is_ascii_whitespace() {
            let more = rest
                .as_slice()
                .iter()
                .take_while(|b| b.is_ascii_whitespace())
                .count();
            rest = rest.as_slice()[more..].iter();
        } else if want != got {
            // Blanks beside Chinese are free.
            return carried(got) || !want.is_ascii() || want == b' ';
        }
    }
    true
}

/// The same backwards: the literal is read up to the end of `bytes`.
fn reads_back(bytes: &[u8], literal: &[u8]) -> bool {
    let mut at = bytes.len();
    for &want in literal.iter().rev() {
        let Some(got) = at.checked_sub(1).map(|i| bytes[i]) else {
            return false;
        };
        if want == b' ' && got.is_ascii_whitespace() {
            let blanks = bytes[..at]
                .iter()
                .rev()
                .take_while(|b| b.is_ascii_whitespace());
            at -= blanks.count();
        } else if want == got {
            at -= 1;
        } else {
            // `\n`, `\"`, `&quot;`, `\u003d`, `%22`, a colour, Chinese: near enough.
            let near = &bytes[at.saturating_sub(8)..at];
            return near.iter().any(|b| carried(*b)) || !want.is_ascii();
        }
    }
    true
}

/// One line a bucket; see `build/grams.rs`.
fn read(list: &str) -> Vec<Vec<[u8; 4]>> {
    list.lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split_ascii_whitespace().filter_map(gram).collect())
        .collect()
}

/// Four bytes, some written as `\xNN`.
fn gram(word: &str) -> Option<[u8; 4]> {
    let mut bytes = Vec::new();
    let mut rest = word.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let hex = rest
            .strip_prefix(b"\\x")
            .and_then(|h| std::str::from_utf8(h.get(..2)?).ok());
        let byte = hex.and_then(|h| u8::from_str_radix(h, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &rest[4..] } else { tail };
    }
    bytes.first_chunk().copied()
}

/// Deals the grams out in the order in which the searcher fills its buckets:
/// number `n` goes to bucket 15 - n % 16. Short buckets repeat a gram.
fn numbered(buckets: &[Vec<[u8; 4]>]) -> Vec<[u8; 4]> {
    let rows = buckets.iter().map(Vec::len).max().unwrap_or(0);
    let mut grams = Vec::new();
    for row in 0..rows {
        for number in 0..BUCKETS {
            let bucket = buckets.get(BUCKETS - 1 - number);
            let gram = bucket.and_then(|b| b.get(row).or(b.first()));
            grams.extend(gram);
        }
    }
    grams
}
