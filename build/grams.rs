//! What the scan of large logs looks for: a few rare grams of four bytes, one of
//! which stands in everything that can make a finding. `benches/grams` chooses
//! them; this file says what they have to cover and proves that they do.

use std::collections::{BTreeMap, HashSet};

use anyhow::{Result, bail};

use crate::layout::{Part, split_pattern};
use crate::source::Source;

/// Keys and signs without which a number, a lower-case code or an unknown code
/// counts for nothing. `src/scan/filter.rs` looks at what stands around them.
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
    "[100003",
    "[102002",
    "【100003",
    "【102002",
];

/// Something that must contain a gram.
pub struct Need {
    /// The code, pattern or marker.
    pub what: String,
    /// Its literal pieces; a gram in one of them is enough.
    pub pieces: Vec<Vec<u8>>,
}

/// Everything that must contain a gram: text codes, message patterns that count
/// alone, markers. Chinese is also sought as JSON encoders escape it.
pub fn needs(source: &Source) -> Vec<Need> {
    let mut needs = Vec::new();
    for entry in source.files.iter().flat_map(|f| &f.entries) {
        for name in entry.aliases.iter().chain([&entry.code]) {
            if !by_key_only(name) {
                add(&mut needs, name, &[name]);
            }
        }
        let cases = entry.cases.iter().filter(|c| !c.needs_code);
        for pattern in cases.flat_map(|c| &c.message) {
            let literals: Vec<&str> = split_pattern(pattern)
                .into_iter()
                .filter_map(|part| match part {
                    Part::Literal(text) => Some(text),
                    Part::Hole(_) => None,
                })
                .collect();
            add(&mut needs, pattern, &literals);
        }
    }
    for marker in MARKERS {
        add(&mut needs, marker, &[marker]);
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

fn add(needs: &mut Vec<Need>, what: &str, pieces: &[&str]) {
    let bytes = |write: fn(&str) -> String| {
        let pieces = pieces.iter().map(|p| write(p).into_bytes());
        pieces.collect::<Vec<_>>()
    };
    needs.push(Need {
        what: what.to_owned(),
        pieces: bytes(str::to_owned),
    });
    if !what.is_ascii() && !what.starts_with('【') {
        needs.push(Need {
            what: format!("{what}, escaped"),
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

/// The grams of a piece that stand in the raw bytes of a log as they stand here:
/// no blank (a run of them counts as one), nothing that encoders escape, no
/// punctuation that recognition brings to half width.
pub fn grams(piece: &[u8]) -> Vec<[u8; 4]> {
    let text = String::from_utf8_lossy(piece);
    let mut found = Vec::new();
    // A bracket of either width with what it opens.
    for opened in ["[1", "【1", "(M", "(S"] {
        if piece.starts_with(opened.as_bytes()) {
            found.extend(piece[opened.len() - 2..].first_chunk());
            return found;
        }
    }
    let steady = |c: char| {
        c.is_ascii_alphanumeric()
            || matches!(c, '_' | '.' | '-')
            || (c == ':' && text == "rid:")
            || (!c.is_ascii() && !"（）【】“”＝［］：".contains(c))
    };
    let runs = text.split("\\u").enumerate().flat_map(|(at, run)| {
        let behind = if at == 0 {
            run
        } else {
            run.get(4..).unwrap_or("")
        };
        behind.split(|c| !steady(c))
    });
    for run in runs {
        found.extend(run.as_bytes().windows(4).filter_map(|w| w.first_chunk()));
    }
    // Of an escape, what is the same in capitals.
    let escapes = piece.windows(4).filter_map(|w| w.first_chunk());
    found.extend(
        escapes
            .filter(|g: &&[u8; 4]| g.starts_with(b"\\u") && g[2..].iter().all(u8::is_ascii_digit)),
    );
    found
}

/// The checked-in list: one line a bucket of the searcher.
pub fn read(list: &str) -> Vec<Vec<[u8; 4]>> {
    list.lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            line.split_ascii_whitespace()
                .filter_map(|word| unescaped(word).first_chunk().copied())
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

/// The checked-in list, and a last line with grams for what has none yet: a new
/// code or pattern works at once, and `benches/grams` finds its place in the list
/// when somebody next measures.
pub fn complete(source: &Source, list: &str) -> Result<String> {
    let mut chosen: Vec<[u8; 4]> = read(list).concat();
    let mut missed: Vec<(String, HashSet<[u8; 4]>)> = needs(source)
        .into_iter()
        .map(|need| {
            let own = need.pieces.iter().flat_map(|p| grams(p)).collect();
            (need.what, own)
        })
        .collect();
    let mut added = String::new();
    loop {
        missed.retain(|(_, own)| !chosen.iter().any(|gram| own.contains(gram)));
        if let Some((what, _)) = missed.iter().find(|(_, own)| own.is_empty()) {
            bail!("\"{what}\" has no four bytes that a log must show as they stand here");
        }
        let mut counts: BTreeMap<[u8; 4], usize> = BTreeMap::new();
        for gram in missed.iter().flat_map(|(_, own)| own) {
            *counts.entry(*gram).or_default() += 1;
        }
        // Of those that help most, the one with the fewest small letters: rarer.
        let small = |gram: &[u8; 4]| gram.iter().filter(|b| b.is_ascii_lowercase()).count();
        let Some((best, _)) = counts.iter().max_by_key(|(g, n)| (**n, 4 - small(g))) else {
            break;
        };
        chosen.push(*best);
        for byte in best {
            added.push_str(&format!("\\x{byte:02x}"));
        }
        added.push(' ');
    }
    Ok(format!("{}\n{added}\n", list.trim_end()))
}
