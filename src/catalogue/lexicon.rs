//! The words that messages are made of, and which messages are looked for by them.

use super::layout::{self, ANCHORED, HOLE, LEXICON, PART, PHRASE, Section, WORD, lexicon_slot};
use super::model::Accepts;
use super::{section, string, u16_at, u32_at};
use crate::text::words::hash;

/// A word of a pattern, as the image has it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part(&'static [u8; PART]);

impl Part {
    /// The word.
    pub(crate) fn word(self) -> u16 {
        u16_at(self.0, 0)
    }

    /// What it weighs, in eighths of a bit: of very rare words no more than of rare
    /// ones, so that the others count too.
    pub(crate) fn weight(self) -> u32 {
        u32::from(self.0[2])
    }

    /// What it says in other people's texts, in eighths of a bit.
    pub(crate) fn says(self) -> u32 {
        u32::from(self.0[3])
    }

    /// Holes before it.
    pub(crate) fn holes(self) -> u32 {
        u32::from(self.0[4])
    }

    /// The pattern is looked for by it.
    pub(crate) fn anchor(self) -> bool {
        self.0[5] & layout::ANCHOR_WORD != 0
    }

    /// It must be there: part of a host, path or API name.
    pub(crate) fn address(self) -> bool {
        self.0[5] & layout::ADDRESS != 0
    }

    /// It is a number.
    pub(crate) fn number(self) -> bool {
        self.0[5] & layout::NUMBER != 0
    }

    /// It stands right behind the word before it, with no blank between.
    pub(crate) fn tied(self) -> bool {
        self.0[5] & layout::TIED != 0
    }
}

/// A pattern that is looked for by a word.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Anchored(&'static [u8; ANCHORED]);

impl Anchored {
    /// The pattern.
    pub(crate) fn pattern(self) -> usize {
        usize::from(u16_at(self.0, 0))
    }

    /// Which of its anchors the word is.
    pub(crate) fn slot(self) -> usize {
        usize::from(self.0[2])
    }

    /// Over how many words of a text the pattern may be spread.
    pub(crate) fn reach(self) -> u32 {
        u32::from(self.0[3])
    }
}

/// Knows words by their hash.
#[derive(Clone, Copy)]
pub(crate) struct Lexicon {
    slots: &'static [[u8; 4]],
    words: &'static [[u8; WORD]],
    anchored: &'static [[u8; ANCHORED]],
}

impl Lexicon {
    pub(crate) fn new() -> Self {
        Self {
            slots: section(Section::LexiconSlots).as_chunks().0,
            words: section(Section::Lexicon).as_chunks().0,
            anchored: section(Section::Anchored).as_chunks().0,
        }
    }

    /// The number of the word with this stem, from 1; 0 for one that no message has.
    #[inline]
    pub(crate) fn word(self, stem: &[u8]) -> u16 {
        let (mut at, tag) = lexicon_slot(hash(stem));
        loop {
            let slot = u32::from_le_bytes(self.slots[at]);
            if slot == 0 {
                return 0;
            }
            let id = slot as u16;
            if (slot >> 16) as u16 == tag && self.is(id, stem) {
                return id;
            }
            at = (at + 1) % LEXICON;
        }
    }

    fn is(self, id: u16, stem: &[u8]) -> bool {
        let row = &self.words[usize::from(id) - 1];
        let known = string(u32_at(row, 0), usize::from(row[10])).as_bytes();
        known.eq_ignore_ascii_case(stem)
    }

    /// The patterns that are looked for by a word.
    #[inline]
    pub(crate) fn anchored(self, id: u16) -> impl Iterator<Item = Anchored> {
        let row = id.checked_sub(1).map(|at| &self.words[usize::from(at)]);
        let (start, count) = row.map_or((0, 0), |row| (u32_at(row, 4), u16_at(row, 8)));
        let start = start as usize;
        let rows = &self.anchored[start..start + usize::from(count)];
        rows.iter().map(Anchored)
    }
}

/// A message pattern in words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Phrase(&'static [u8; PHRASE]);

impl Phrase {
    /// Of the pattern with this number.
    pub(crate) fn of(pattern: usize) -> Self {
        let rows: &'static [[u8; PHRASE]] = section(Section::Phrases).as_chunks().0;
        Self(&rows[pattern])
    }

    /// It must stand there word by word.
    pub(crate) fn strict(self) -> bool {
        self.0[12] & layout::STRICT != 0
    }

    /// What its words weigh, in eighths of a bit.
    pub(crate) fn weight(self) -> u32 {
        u32::from(u16_at(self.0, 8))
    }

    /// Its words.
    pub(crate) fn words(self) -> impl ExactSizeIterator<Item = Part> + Clone {
        let rows: &'static [[u8; PART]] = section(Section::Parts).as_chunks().0;
        let start = u32_at(self.0, 0) as usize;
        rows[start..start + usize::from(self.0[10])]
            .iter()
            .map(Part)
    }

    /// Its holes.
    pub(crate) fn holes(self) -> impl ExactSizeIterator<Item = Hole> {
        let rows: &'static [[u8; HOLE]] = section(Section::Holes).as_chunks().0;
        let start = u32_at(self.0, 4) as usize;
        rows[start..start + usize::from(self.0[11])]
            .iter()
            .map(Hole)
    }
}

/// A hole of a pattern.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hole(&'static [u8; HOLE]);

impl Hole {
    /// The name of its value.
    pub(crate) fn name(self) -> &'static str {
        string(u32_at(self.0, 0), usize::from(self.0[4]))
    }

    /// What may stand in it.
    pub(crate) fn accepts(self) -> Accepts {
        super::accepts(self.name())
    }

    /// The number of words of the pattern before it.
    pub(crate) fn before(self) -> usize {
        usize::from(self.0[5])
    }
}

/// A bit of weight, in the units of weights.
pub(crate) const BIT: u32 = layout::BIT as u32;
