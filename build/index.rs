//! The indexes over the entries: message patterns by a rare gram.

use anyhow::{Context, Result};

use crate::image::{Image, pattern_row};
use crate::layout::{BUCKETS, Part, Section, bucket, half_width, split_pattern};
use crate::model::Entry;

/// Writes the pattern rows and the table that finds them by a 4-byte gram of
/// their first literal.
pub fn patterns(image: &mut Image, entries: &[(u8, u8, &Entry<String>)]) -> Result<()> {
    let mut anchors: Vec<Vec<[u8; 8]>> = vec![Vec::new(); BUCKETS];
    let mut number: u16 = 0;
    for (at, (_, _, entry)) in entries.iter().enumerate() {
        for (case_at, case) in entry.cases.iter().enumerate() {
            for text in &case.message {
                let text = &half_width(text);
                pattern_row(image, text, at, case_at, case.needs_code)?;
                let (gram, offset) = anchor(text).with_context(|| format!("pattern {text:?}"))?;
                let mut row = [0; 8];
                row[..4].copy_from_slice(&gram.to_le_bytes());
                row[4..6].copy_from_slice(&number.to_le_bytes());
                row[6..].copy_from_slice(&offset.to_le_bytes());
                anchors[bucket(gram)].push(row);
                number += 1;
            }
        }
    }
    let mut start = 0u16;
    for rows in &anchors {
        image.section(Section::Buckets).extend(start.to_le_bytes());
        start += u16::try_from(rows.len())?;
    }
    image.section(Section::Buckets).extend(start.to_le_bytes());
    for row in anchors.iter().flatten() {
        image.section(Section::Anchors).extend(row);
    }
    Ok(())
}

/// The rarest 4-byte gram without a blank in the literals, and how many bytes
/// before it the pattern begins; `u16::MAX` where a hole stands between.
fn anchor(pattern: &str) -> Option<(u32, u16)> {
    let mut grams = Vec::new();
    let mut first = true;
    for part in split_pattern(pattern) {
        let Part::Literal(literal) = part else {
            first = false;
            continue;
        };
        for (at, gram) in literal.as_bytes().windows(4).enumerate() {
            if !gram.contains(&b' ') {
                let rarity: u32 = gram.iter().map(|b| commonness(*b)).sum();
                let offset = if first {
                    u16::try_from(at).ok()?
                } else {
                    u16::MAX
                };
                grams.push((!first, rarity, gram, offset));
            }
        }
    }
    let (_, _, gram, offset) = grams.into_iter().min()?;
    Some((u32::from_le_bytes(gram.try_into().ok()?), offset))
}

/// How often a byte meets us in messages, roughly: the order of English letters.
fn commonness(byte: u8) -> u32 {
    const ORDER: &[u8] = b"etaoinsrlcdupmfhgbyvwkxqjz";
    match ORDER.iter().position(|b| *b == byte) {
        Some(at) => 40 - u32::try_from(at).unwrap_or(0),
        None if byte.is_ascii_uppercase() => 12,
        None if byte.is_ascii() => 10,
        None => 8,
    }
}
