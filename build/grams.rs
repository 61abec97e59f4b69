//! What the scan of large logs looks for: a few rare grams of four bytes, one of
//! which stands in everything that can make a finding. `benches/grams` chooses
//! them; this file says what they have to cover and proves that they do.

use std::collections::{BTreeMap, HashSet};

use anyhow::{Result, bail};

use crate::layout::{Part, split_pattern};
use crate::recognition::{Counts, Encodings};
use crate::source::Source;

/// Four bytes.
pub type Gram = [u8; 4];
/// Buckets of the searcher.
pub const BUCKETS: usize = 8;

/// Signs without which a number, a lower-case code or an unknown code counts for
/// nothing, as without a key of `data/recognition/keys.json`.
const MARKERS: &[&str] = &[
    "encentCloudSDK",
    "rid:",
    "(Message:",
    "(Status Code:",
    "[1000",
    "[1020",
    "【1000",
    "【1020",
];

/// What is looked for around a gram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A code that counts in text: a whole word.
    Name,
    /// A key whose value may count, or a part of it.
    Key,
    /// A piece of text, read with blanks and carriers in mind.
    Text,
    /// The same with everything that is not ASCII as `\uXXXX`.
    Escaped,
}

/// Something that must contain a gram.
pub struct Need {
    /// The code, pattern or marker.
    pub what: String,
    /// What it is.
    pub kind: Kind,
    /// Its literal pieces; a gram in one of them is enough.
    pub pieces: Vec<Piece>,
    /// What of a key's value counts.
    pub counts: Option<Counts>,
}

/// A literal piece of text.
pub struct Piece {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its grams, each with its place.
    pub grams: Vec<(usize, Gram)>,
}

/// Everything that must contain a gram: text codes, message patterns that count
/// alone, markers. Chinese is also sought as JSON encoders escape it.
pub fn needs(source: &Source) -> Vec<Need> {
    let encodings = &source.recognition.encodings;
    let mut needs = Needs {
        encodings,
        list: Vec::new(),
    };
    for entry in source.files.iter().flat_map(|f| &f.entries) {
        for name in entry.aliases.iter().chain([&entry.code]) {
            // A name with a blank is no word.
            let kind = if name.contains(' ') {
                Kind::Text
            } else {
                Kind::Name
            };
            if !by_key_only(name) {
                needs.add(kind, name, &[name]);
            }
        }
        let cases = entry.cases.iter().filter(|c| !c.needs_code);
        for pattern in cases.flat_map(|c| &c.message) {
            // As recognition reads it.
            let pattern = &encodings.half_width(pattern);
            let literals: Vec<&str> = split_pattern(pattern)
                .into_iter()
                .filter_map(|part| match part {
                    Part::Literal(text) => Some(text),
                    Part::Hole(_) => None,
                })
                .collect();
            needs.add(Kind::Text, pattern, &literals);
        }
    }
    for marker in MARKERS {
        needs.add(Kind::Text, marker, &[marker]);
    }
    for row in &source.recognition.keys {
        let counts = row.value.filter(|counts| counts.sought());
        for key in row.spelled.iter().filter(|_| counts.is_some()) {
            needs.key(key, counts);
        }
    }
    needs.list
}

/// What counts only beside a key, which is a marker: numbers, except those of six
/// digits, which stand in brackets or have a sign, and words in lower case.
fn by_key_only(name: &str) -> bool {
    let digits = name.trim_start_matches('-');
    if digits.bytes().all(|b| b.is_ascii_digit()) {
        return digits.len() < 6 || (digits.len() > 6 && digits == name);
    }
    name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}

/// Needs as they are collected.
struct Needs<'s> {
    encodings: &'s Encodings,
    list: Vec<Need>,
}

impl Needs<'_> {
    fn add(&mut self, kind: Kind, what: &str, pieces: &[&str]) {
        let pieces_as = |write: fn(&str) -> String| {
            let texts = pieces.iter().map(|text| write(text).into_bytes());
            let pieces = texts.map(|bytes| Piece {
                grams: places(&bytes, self.encodings),
                bytes,
            });
            pieces.collect::<Vec<_>>()
        };
        let plain = pieces_as(str::to_owned);
        let wide = !what.is_ascii() && !what.starts_with('【');
        let wide = wide.then(|| pieces_as(escaped));
        self.list.push(Need {
            what: what.to_owned(),
            kind,
            pieces: plain,
            counts: None,
        });
        self.list.extend(wide.map(|pieces| Need {
            what: format!("{what}, escaped"),
            kind: Kind::Escaped,
            pieces,
            counts: None,
        }));
    }

    /// A key whose value may count. One in Chinese is looked for as text.
    fn key(&mut self, key: &str, counts: Option<Counts>) {
        if !key.is_ascii() {
            return self.add(Kind::Text, key, &[key]);
        }
        self.add(Kind::Key, key, &[key]);
        if let Some(need) = self.list.last_mut() {
            need.counts = counts;
        }
    }
}

/// The text with everything that is not ASCII as `\uXXXX`.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        let mut units = [0; 2];
        if c.is_ascii() {
            out.push(c);
        } else {
            let units = c.encode_utf16(&mut units).iter();
            out.extend(units.map(|unit| format!("\\u{unit:04x}")));
        }
    }
    out
}

/// A character that stands in the raw bytes of a log as it stands here: nothing
/// that encoders escape, no blank (a run of them counts as one), no punctuation
/// that recognition brings to half width.
fn steady(c: char, encodings: &Encodings) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '_' | '.' | '-')
        || (!c.is_ascii() && !encodings.changes(c))
}

/// The grams of a piece that a log must show as they stand here, each with its
/// place: those of steady characters, and a few more.
fn places(piece: &[u8], encodings: &Encodings) -> Vec<(usize, Gram)> {
    let text = String::from_utf8_lossy(piece);
    // A bracket of either width with what it opens.
    for opened in ["[1", "【1", "(M", "(S"] {
        if piece.starts_with(opened.as_bytes()) {
            let at = opened.len() - 2;
            return piece[at..]
                .first_chunk()
                .map(|g| (at, *g))
                .into_iter()
                .collect();
        }
    }
    let mut shown: Vec<bool> = Vec::new();
    for c in text.chars() {
        let shows = steady(c, encodings) || (c == ':' && text == "rid:");
        shown.resize(shown.len() + c.len_utf8(), shows);
    }
    let escape = |at: usize| piece[at..].starts_with(b"\\u");
    for at in (0..piece.len()).filter(|at| escape(*at)) {
        shown[at..(at + 6).min(piece.len())].fill(false);
    }
    let windows = piece.windows(4).enumerate();
    let found = windows.filter_map(|(at, w)| Some((at, *w.first_chunk()?)));
    found
        .filter(|(at, gram)| {
            // Of an escape, what is the same in capitals.
            let digits = escape(*at) && gram[2..].iter().all(u8::is_ascii_digit);
            digits || shown[*at..at + 4].iter().all(|s| *s)
        })
        .collect()
}

/// The checked-in list: one line a bucket of the searcher, each gram with how
/// often it stands in a megabyte of ordinary text.
pub fn read(list: &str) -> Vec<Vec<(Gram, u32)>> {
    list.lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            line.split_ascii_whitespace()
                .filter_map(|word| {
                    let (gram, hits) = word.rsplit_once('=')?;
                    Some((*unescaped(gram).first_chunk()?, hits.parse().ok()?))
                })
                .collect()
        })
        .collect()
}

/// `\xNN` is a byte.
fn unescaped(word: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = word.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let hex = rest.strip_prefix(b"\\x").and_then(|h| h.get(..2));
        let byte = hex.and_then(|h| u8::from_str_radix(std::str::from_utf8(h).ok()?, 16).ok());
        out.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &rest[4..] } else { tail };
    }
    out
}

/// The checked-in list with grams for what has none yet, in the bucket that holds
/// fewest: a new code or pattern works at once, and `benches/grams` finds its
/// place in the list when somebody next measures.
pub fn complete(needs: &[Need], list: &str) -> Result<Vec<Vec<(Gram, u32)>>> {
    let mut buckets = read(list);
    buckets.resize(BUCKETS, Vec::new());
    let mut missed: Vec<(&str, HashSet<Gram>)> = needs
        .iter()
        .map(|need| {
            let grams = need.pieces.iter().flat_map(|piece| &piece.grams);
            (need.what.as_str(), grams.map(|(_, gram)| *gram).collect())
        })
        .collect();
    loop {
        missed.retain(|(_, own)| !buckets.iter().flatten().any(|(gram, _)| own.contains(gram)));
        if let Some((what, _)) = missed.iter().find(|(_, own)| own.is_empty()) {
            bail!("\"{what}\" has no four bytes that a log must show as they stand here");
        }
        let mut counts: BTreeMap<Gram, usize> = BTreeMap::new();
        for gram in missed.iter().flat_map(|(_, own)| own) {
            *counts.entry(*gram).or_default() += 1;
        }
        // Of those that help most, the one with the fewest small letters: rarer.
        let small = |gram: &Gram| gram.iter().filter(|b| b.is_ascii_lowercase()).count();
        let Some((best, _)) = counts.iter().max_by_key(|(g, n)| (**n, 4 - small(g))) else {
            return Ok(buckets);
        };
        let smallest = buckets.iter_mut().min_by_key(|bucket| bucket.len());
        smallest
            .into_iter()
            .for_each(|bucket| bucket.push((*best, UNKNOWN)));
    }
}

/// How often a gram is taken to occur that nobody has counted.
const UNKNOWN: u32 = 1000;
