//! What the scan of large logs looks for: a few rare grams of four bytes, one of
//! which stands in everything that can make a finding. `benches/grams` chooses
//! them; this file says what they have to cover and proves that they do.

use std::collections::{BTreeMap, HashSet};

use anyhow::{Result, bail};

use crate::fold::half_width;
use crate::layout::{Part, split_pattern};
use crate::source::Source;

/// Four bytes.
pub type Gram = [u8; 4];
/// Buckets of the searcher.
pub const BUCKETS: usize = 8;

/// Keys and signs without which a number, a lower-case code or an unknown code
/// counts for nothing. `src/scan/prefilter/mod.rs` looks at what stands around them.
const MARKERS: &[&str] = &[
    "code",
    "Code",
    "CODE",
    "错误码",
    "返回码",
    "encentCloudSDK",
    "error_description",
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
    /// A key whose value may count: the gram itself.
    Key,
    /// A piece of text, read with blanks and carriers in mind.
    Text,
    /// The same with everything that is not ASCII as `\uXXXX`.
    Escaped,
    /// The key beside which the value of another counts.
    Described,
}

/// Something that must contain a gram.
pub struct Need {
    /// The code, pattern or marker.
    pub what: String,
    /// What it is.
    pub kind: Kind,
    /// Its literal pieces; a gram in one of them is enough.
    pub pieces: Vec<Vec<u8>>,
}

/// Everything that must contain a gram: text codes, message patterns that count
/// alone, markers. Chinese is also sought as JSON encoders escape it.
pub fn needs(source: &Source) -> Vec<Need> {
    let mut needs = Vec::new();
    for entry in source.files.iter().flat_map(|f| &f.entries) {
        for name in entry.aliases.iter().chain([&entry.code]) {
            // A name with a blank is no word.
            let kind = if name.contains(' ') {
                Kind::Text
            } else {
                Kind::Name
            };
            if !by_key_only(name) {
                add(&mut needs, kind, name, &[name]);
            }
        }
        let cases = entry.cases.iter().filter(|c| !c.needs_code);
        for pattern in cases.flat_map(|c| &c.message) {
            // As recognition reads it.
            let pattern = &half_width(pattern);
            let literals: Vec<&str> = split_pattern(pattern)
                .into_iter()
                .filter_map(|part| match part {
                    Part::Literal(text) => Some(text),
                    Part::Hole(_) => None,
                })
                .collect();
            add(&mut needs, Kind::Text, pattern, &literals);
        }
    }
    for marker in MARKERS {
        let kind = match *marker {
            "code" | "Code" | "CODE" => Kind::Key,
            "error_description" => Kind::Described,
            _ => Kind::Text,
        };
        add(&mut needs, kind, marker, &[marker]);
    }
    needs
}

/// What counts only beside a key, which is a marker: numbers, except those of
/// six digits with a sign, and words in lower case.
fn by_key_only(name: &str) -> bool {
    let digits = name.trim_start_matches('-');
    if digits.bytes().all(|b| b.is_ascii_digit()) {
        return digits.len() < 6 || digits == name;
    }
    name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}

fn add(needs: &mut Vec<Need>, kind: Kind, what: &str, pieces: &[&str]) {
    let bytes = |write: fn(&str) -> String| {
        let pieces = pieces.iter().map(|p| write(p).into_bytes());
        pieces.collect::<Vec<_>>()
    };
    needs.push(Need {
        what: what.to_owned(),
        kind,
        pieces: bytes(str::to_owned),
    });
    if !what.is_ascii() && !what.starts_with('【') {
        needs.push(Need {
            what: format!("{what}, escaped"),
            kind: Kind::Escaped,
            pieces: bytes(escaped),
        });
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
pub fn steady(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '_' | '.' | '-')
        || (!c.is_ascii() && !"（）【】“”‘’＂＇＝［］：".contains(c))
}

/// The grams of a piece that a log must show as they stand here, each with its
/// place: those of steady characters, and a few more.
pub fn places(piece: &[u8]) -> Vec<(usize, Gram)> {
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
        let shows = steady(c) || (c == ':' && text == "rid:");
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
            let places = need.pieces.iter().flat_map(|piece| places(piece));
            (need.what.as_str(), places.map(|(_, gram)| gram).collect())
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
