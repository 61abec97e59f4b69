//! The indexes over the entries: message patterns by a rare gram.

use std::collections::HashMap;

use anyhow::{Context, Result};

use crate::image::{Image, pattern_row};
use crate::layout::{
    ANCHOR, ANY, BEHIND_HOLE, BUCKETS, MARKS, Part, Section, bucket, mark, split_pattern,
};
use crate::model::{Cause, Entry};
use crate::recognition::Recognition;

/// Writes the pattern rows and the table that finds them by a 4-byte gram of
/// their first literal; returns the patterns in the order of their rows.
pub fn patterns(
    image: &mut Image,
    entries: &[(u8, u8, &Entry<String>)],
    recognition: &Recognition,
) -> Result<Vec<String>> {
    let mut texts = Vec::new();
    let counts = Grams::of(entries);
    let mut anchors: Vec<Vec<[u8; ANCHOR]>> = vec![Vec::new(); BUCKETS];
    let mut marks = vec![0u8; MARKS];
    signs(recognition, |gram| marks[mark(gram)] = 1);
    let mut number: u16 = 0;
    for (at, (_, _, entry)) in entries.iter().enumerate() {
        for (case_at, case) in entry.cases.iter().enumerate() {
            for text in &case.message {
                let text = &recognition.encodings.half_width(text);
                pattern_row(image, text, at, case_at, case.needs_code)?;
                let (gram, offset) =
                    anchor(text, &counts).with_context(|| format!("pattern {text:?}"))?;
                let mut row = [0; ANCHOR];
                row[..4].copy_from_slice(&gram.to_le_bytes());
                row[4..6].copy_from_slice(&number.to_le_bytes());
                row[6..8].copy_from_slice(&offset.to_le_bytes());
                row[8..11].copy_from_slice(&neighbours(text, offset)?);
                anchors[bucket(gram)].push(row);
                marks[mark(gram)] = 1;
                number += 1;
                texts.push(text.clone());
            }
        }
    }
    image.section(Section::Marks).extend(marks);
    let mut start = 0u16;
    for rows in &anchors {
        image.section(Section::Buckets).extend(start.to_le_bytes());
        start += u16::try_from(rows.len())?;
    }
    image.section(Section::Buckets).extend(start.to_le_bytes());
    for row in anchors.iter().flatten() {
        image.section(Section::Anchors).extend(row);
    }
    Ok(texts)
}

/// The first four bytes of every sign; of one of three bytes with each byte that may
/// follow.
fn signs(recognition: &Recognition, mut mark: impl FnMut(u32)) {
    for word in recognition.signs.iter().flat_map(|row| &row.words) {
        match *word.as_bytes() {
            [a, b, c] => (0..=255).for_each(|d| mark(u32::from_le_bytes([a, b, c, d]))),
            [a, b, c, d, ..] => mark(u32::from_le_bytes([a, b, c, d])),
            _ => {}
        }
    }
}

/// The rarest 4-byte gram without a blank, in the first literal if it has one, and
/// where in the pattern it stands; with `BEHIND_HOLE` where a hole stands before it.
fn anchor(pattern: &str, grams_of: &Grams) -> Option<(u32, u16)> {
    let mut grams = Vec::new();
    for part in split_pattern(pattern) {
        let Part::Literal(literal) = part else {
            continue;
        };
        let from = literal.as_ptr() as usize - pattern.as_ptr() as usize;
        for (at, gram) in literal.as_bytes().windows(4).enumerate() {
            if !gram.contains(&b' ') {
                let count = grams_of.count(gram);
                let offset = u16::try_from(from + at).ok()?;
                let hole = if from == 0 { 0 } else { BEHIND_HOLE };
                // Where Chinese and Latin letters touch, a blank may stand.
                let mixed = gram.iter().any(u8::is_ascii) && !gram.is_ascii();
                grams.push((mixed, hole, count, gram, offset | hole));
            }
        }
    }
    let (_, _, _, gram, offset) = grams.into_iter().min()?;
    Some((u32::from_le_bytes(gram.try_into().ok()?), offset))
}

/// The byte before the gram at `offset`, the one behind its word, and how far from the
/// gram that one stands.
fn neighbours(pattern: &str, offset: u16) -> Result<[u8; 3]> {
    let pattern = pattern.as_bytes();
    let gram = usize::from(offset & !BEHIND_HOLE);
    let letters = pattern[gram..].iter();
    let end = gram + letters.take_while(|b| b.is_ascii_alphanumeric()).count();
    let before = match gram.checked_sub(1) {
        Some(before) if offset & BEHIND_HOLE == 0 => neighbour(pattern, before, gram),
        _ => ANY,
    };
    let behind = match end.checked_sub(1) {
        Some(last) if end >= gram + 4 => neighbour(pattern, end, last),
        _ => ANY,
    };
    Ok([before, behind, u8::try_from(end - gram)?])
}

/// What must stand at `at`, beside the byte at `beside`: anything may where a hole or
/// nothing does, and where Chinese is near, beside which blanks are free.
fn neighbour(pattern: &[u8], at: usize, beside: usize) -> u8 {
    let beyond = (2 * at).checked_sub(beside).and_then(|at| pattern.get(at));
    let want = pattern.get(at).copied().unwrap_or(ANY);
    let near = [Some(&want), pattern.get(beside), beyond];
    if matches!(want, b'{' | b'}') || !near.into_iter().flatten().all(u8::is_ascii) {
        return ANY;
    }
    want
}

/// How often every 4-byte gram stands in the sentences and patterns of the catalogue:
/// they speak the language of the messages that will be searched.
struct Grams(HashMap<[u8; 4], u32>);

impl Grams {
    fn of(entries: &[(u8, u8, &Entry<String>)]) -> Self {
        let mut counts = HashMap::new();
        for (_, _, entry) in entries {
            let causes = entry.causes.iter().map(Cause::text);
            let steps = entry.steps.iter().map(|s| s.text.clone());
            let cases = entry.cases.iter().map(|c| c.meaning.clone());
            let texts = causes.chain(steps).chain(cases);
            for text in texts.chain([entry.meaning.clone()]) {
                for sentence in [&text.en, &text.zh] {
                    for gram in sentence.as_bytes().windows(4) {
                        *counts
                            .entry([gram[0], gram[1], gram[2], gram[3]])
                            .or_insert(0) += 1;
                    }
                }
            }
            for text in entry.cases.iter().flat_map(|c| &c.message) {
                for gram in text.as_bytes().windows(4) {
                    *counts
                        .entry([gram[0], gram[1], gram[2], gram[3]])
                        .or_insert(0) += 5;
                }
            }
            for gram in entry.code.as_bytes().windows(4) {
                *counts
                    .entry([gram[0], gram[1], gram[2], gram[3]])
                    .or_insert(0) += 5;
            }
        }
        Self(counts)
    }

    fn count(&self, gram: &[u8]) -> u32 {
        let gram: Option<[u8; 4]> = gram.try_into().ok();
        gram.and_then(|g| self.0.get(&g).copied()).unwrap_or(0)
    }
}
