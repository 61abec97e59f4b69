//! The parts of the image that only a miss or a search reads: names as they can
//! be misspelt, and the index of the descriptions.

use super::layout::{
    CONCEPT, FOREIGN, GRAM, KEY, NAME, POSTING, SIGNATURE, Section, TERM, TITLE, TITLED,
};
use super::{Hit, Id, partition, section, string, terms, u16_at, u32_at};

/// A code or alias that can be misspelt.
#[derive(Clone, Copy, Debug)]
pub struct Name {
    /// The entry it stands for.
    pub id: Id,
    /// It is an alias, not the code itself.
    pub alias: bool,
    /// How many different triples its letters have.
    pub triples: usize,
    row: &'static [u8],
}

impl Name {
    fn text(&self, number: usize) -> &'static str {
        string(
            u32_at(self.row, 4 + number * 4),
            usize::from(self.row[16 + number]),
        )
    }

    /// Its words in lower case.
    pub fn words(&self) -> impl Iterator<Item = &'static str> {
        self.text(0).split(' ')
    }

    /// Its letters and digits in lower case.
    #[must_use]
    pub fn letters(&self) -> &'static str {
        self.text(1)
    }

    /// How many letters it has.
    #[must_use]
    pub fn length(&self) -> usize {
        usize::from(self.row[17])
    }

    /// The letters with long forms shortened.
    #[must_use]
    pub fn short(&self) -> &'static str {
        self.text(2)
    }
}

/// Number of names.
#[must_use]
pub fn name_count() -> usize {
    section(Section::Names).len() / NAME
}

/// A name by number.
#[must_use]
pub fn name(number: usize) -> Name {
    let row = &section(Section::Names)[number * NAME..][..NAME];
    Name {
        id: Id(u16_at(row, 0)),
        alias: row[2] == 1,
        triples: usize::from(row[3]),
        row,
    }
}

/// The names that are numbers, signed or not.
pub fn numbers() -> impl Iterator<Item = Hit> {
    let keys = section(Section::Keys).chunks_exact(KEY).map(super::hit);
    keys.filter(|hit| super::is_number(hit.name))
}

/// The signatures of all names, in order.
pub fn signatures() -> impl Iterator<Item = &'static [u8; SIGNATURE]> {
    let (rows, _) = section(Section::Signatures).as_chunks::<SIGNATURE>();
    rows.iter()
}

/// Numbers of the names with this triple of letters.
pub fn with_triple(triple: u16) -> impl Iterator<Item = usize> {
    let rows = section(Section::Grams);
    let key = |i: usize| u16_at(rows, i * GRAM);
    let count = rows.len() / GRAM;
    let at = partition(count, |i| key(i) < triple);
    let range = if at < count && key(at) == triple {
        let start = u32_at(rows, at * GRAM + 4) as usize;
        start..start + usize::from(u16_at(rows, at * GRAM + 2))
    } else {
        0..0
    };
    section(Section::GramNames)[range.start * 2..range.end * 2]
        .chunks_exact(2)
        .map(|n| usize::from(u16_at(n, 0)))
}

/// An entry that has a term.
#[derive(Clone, Copy, Debug)]
pub struct Posting {
    /// The entry.
    pub id: Id,
    /// How near the term stands to the heart of the entry, 0 to 1.
    pub weight: f32,
    /// The term belongs to the name of the entry.
    pub titled: bool,
}

/// Entries that have one term.
#[derive(Clone, Copy, Debug)]
pub struct Postings(&'static [u8]);

impl Postings {
    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len() / POSTING
    }

    /// None at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each of them, by entry.
    pub fn iter(&self) -> impl Iterator<Item = Posting> {
        self.0.chunks_exact(POSTING).map(|row| Posting {
            id: Id(u16_at(row, 0)),
            weight: f32::from(row[2] & !TITLED) / 100.0,
            titled: row[2] & TITLED != 0,
        })
    }
}

fn term(rows: &'static [u8], number: usize) -> &'static str {
    let row = &rows[number * TERM..][..TERM];
    string(u32_at(row, 0), usize::from(row[10]))
}

fn postings(rows: &'static [u8], number: usize) -> Postings {
    let row = &rows[number * TERM..][..TERM];
    let start = u32_at(row, 4) as usize * POSTING;
    let len = usize::from(u16_at(row, 8)) * POSTING;
    Postings(&section(Section::Postings)[start..start + len])
}

/// The entries with this term.
#[must_use]
pub fn with_term(text: &str) -> Postings {
    let rows = section(Section::Terms);
    let count = rows.len() / TERM;
    let at = partition(count, |i| term(rows, i) < text);
    if at < count && term(rows, at) == text {
        postings(rows, at)
    } else {
        Postings(&[])
    }
}

/// The entries of every term that begins like this.
pub fn with_prefix(text: &str) -> impl Iterator<Item = Postings> {
    let rows = section(Section::Terms);
    let count = rows.len() / TERM;
    let first = partition(count, |i| term(rows, i) < text);
    (first..count)
        .take_while(move |i| term(rows, *i).starts_with(text))
        .map(move |i| postings(rows, i))
}

/// What the words of the entry's name weigh together.
#[must_use]
pub fn title(id: Id) -> f32 {
    let titles = section(Section::Titles);
    f32::from(u16_at(titles, usize::from(id.0) * TITLE)) / 256.0
}

/// These are the letters of another system's error.
#[must_use]
pub fn foreign(letters: &str) -> bool {
    let rows = section(Section::Foreign);
    let count = rows.len() / FOREIGN;
    let text = |i: usize| {
        let row = &rows[i * FOREIGN..][..FOREIGN];
        string(u32_at(row, 0), usize::from(row[4]))
    };
    let at = partition(count, |i| text(i) < letters);
    at < count && text(at) == letters
}

/// The everyday expressions of `data/words.json`.
pub struct Expressions;

impl terms::Words for Expressions {
    fn concept(&self, key: &str) -> Option<u16> {
        let rows = section(Section::Concepts);
        let count = rows.len() / CONCEPT;
        let text = |i: usize| {
            let row = &rows[i * CONCEPT..][..CONCEPT];
            string(u32_at(row, 0), usize::from(row[6]))
        };
        let at = partition(count, |i| text(i) < key);
        (at < count && text(at) == key).then(|| u16_at(rows, at * CONCEPT + 4))
    }
}

#[cfg(test)]
mod tests;
