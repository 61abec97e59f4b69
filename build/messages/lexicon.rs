//! Writes the message patterns as words, and the lexicon that knows them.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, ensure};

use crate::background::Background;
use crate::image::Image;
use crate::layout::{
    ADDRESS, ANCHOR_WORD, ANCHORED, HOLE, LEXICON, NUMBER, ONLY, PART, PHRASE, STRICT, Section,
    TIED, lexicon_slot,
};
use crate::message_words::hash;
use crate::messages::Phrase;

/// Writes the words of the patterns, in the order of their rows, and the lexicon that
/// knows them.
pub fn pack(image: &mut Image, patterns: &[String], background: &Background) -> Result<()> {
    let phrases: Vec<Phrase> = patterns
        .iter()
        .map(|text| Phrase::of(text, background))
        .collect::<Result<_>>()?;
    let stems = phrases.iter().flat_map(|phrase| &phrase.words);
    let stems: BTreeSet<&str> = stems.map(|word| &*word.stem).collect();
    let numbers: BTreeMap<&str, u16> = stems.into_iter().zip(1..).collect();
    let mut rows: Vec<Vec<[u8; ANCHORED]>> = vec![Vec::new(); numbers.len()];
    for (number, phrase) in phrases.iter().enumerate() {
        if !phrase.sign {
            anchored(u16::try_from(number)?, phrase, &numbers, &mut rows)?;
        }
        phrase_row(image, phrase)?;
        for (name, before) in &phrase.holes {
            let at = image.string(name)?;
            let out = image.section(Section::Holes);
            out.extend(at.to_le_bytes());
            out.extend([u8::try_from(name.len())?, u8::try_from(*before)?, 0, 0]);
        }
        for (place, word) in phrase.words.iter().enumerate() {
            let anchor = if phrase.anchors.contains(&place) {
                ANCHOR_WORD
            } else {
                0
            };
            let tied = if word.tied { TIED } else { 0 };
            let address = if word.address { ADDRESS } else { 0 };
            let digits = word.stem.bytes().all(|b| b.is_ascii_digit());
            let number = if digits { NUMBER } else { 0 };
            let out = image.section(Section::Parts);
            out.extend(numbers[word.stem.as_str()].to_le_bytes());
            out.extend([
                word.weight(),
                word.says(),
                word.holes,
                anchor | tied | number | address,
            ]);
        }
    }
    words(image, &numbers, &rows)
}

/// Appends the row of a pattern; its words and holes are still to be written.
fn phrase_row(image: &mut Image, phrase: &Phrase) -> Result<()> {
    let words = image.section(Section::Parts).len() / PART;
    let holes = image.section(Section::Holes).len() / HOLE;
    let out = image.section(Section::Phrases);
    out.extend(u32::try_from(words)?.to_le_bytes());
    out.extend(u32::try_from(holes)?.to_le_bytes());
    out.extend(u16::try_from(phrase.weight())?.to_le_bytes());
    out.extend([
        u8::try_from(phrase.words.len())?,
        u8::try_from(phrase.holes.len())?,
    ]);
    out.extend([if phrase.strict { STRICT } else { 0 }, 0, 0, 0]);
    debug_assert_eq!(out.len() % PHRASE, 0);
    Ok(())
}

/// Adds a pattern to the rows of the words by which it is looked for.
fn anchored(
    number: u16,
    phrase: &Phrase,
    numbers: &BTreeMap<&str, u16>,
    rows: &mut [Vec<[u8; ANCHORED]>],
) -> Result<()> {
    let anchors = phrase
        .anchors
        .iter()
        .map(|place| &*phrase.words[*place].stem);
    let anchors: Vec<u16> = anchors.map(|stem| numbers[stem]).collect();
    for (slot, own) in anchors.iter().enumerate() {
        let only = anchors.len() == 1;
        let slot = if only { ONLY } else { slot };
        let mut row = [0; ANCHORED];
        row[..2].copy_from_slice(&number.to_le_bytes());
        row[2..4].copy_from_slice(&[u8::try_from(slot)?, phrase.reach()]);
        rows[usize::from(*own) - 1].push(row);
    }
    Ok(())
}

/// The rows of the lexicon and the table that finds them by hash.
fn words(
    image: &mut Image,
    numbers: &BTreeMap<&str, u16>,
    anchored: &[Vec<[u8; ANCHORED]>],
) -> Result<()> {
    let mut slots = vec![[0u8; 4]; LEXICON];
    ensure!(
        numbers.len() * 2 < slots.len(),
        "too many words: raise LEXICON"
    );
    let mut start = 0u32;
    for ((word, number), rows) in numbers.iter().zip(anchored) {
        let at = image.string(word)?;
        let out = image.section(Section::Lexicon);
        out.extend(at.to_le_bytes());
        out.extend(start.to_le_bytes());
        out.extend(u16::try_from(rows.len())?.to_le_bytes());
        out.extend([u8::try_from(word.len())?, 0]);
        start += u32::try_from(rows.len())?;
        for row in rows {
            image.section(Section::Anchored).extend(row);
        }
        let (mut slot, tag) = lexicon_slot(hash(word.as_bytes()));
        while slots[slot] != [0; 4] {
            slot = (slot + 1) % LEXICON;
        }
        let (id, tag) = (number.to_le_bytes(), tag.to_le_bytes());
        slots[slot] = [id[0], id[1], tag[0], tag[1]];
    }
    for slot in slots {
        image.section(Section::LexiconSlots).extend(slot);
    }
    Ok(())
}
