//! The message patterns as words: how much each weighs, and by which a pattern is
//! looked for.
//!
//! A word weighs what it says in the texts of other people (`background`): a pattern
//! made of everybody's words is light however long it is.

use anyhow::{Result, ensure};

use crate::background::Background;
use crate::layout::{ANCHORS, BIT, Part, split_pattern};
use crate::message_words::{LONGEST, Words, spelled};

/// A pattern that weighs less, or has fewer words, must stand there word by word.
const LIGHT: f64 = 50.0;
const FEW: usize = 3;
/// Words that may stand in a text beside those of a pattern, for each of its words and
/// for each of its holes.
const MORE: usize = 2;
const HOLE: usize = 20;

/// Most that a word weighs, in bits.
const MOST: f64 = 12.0;

/// What a word of a host or path says, in bits: whom the call went to, not how it ended.
const ADDRESS: f64 = 1.0;

/// A word of a pattern.
pub struct Word {
    /// Its stem.
    pub stem: String,
    /// What it says in other people's texts, in bits.
    pub bits: f64,
    /// Holes before it.
    pub holes: u8,
    /// No blank stands between it and the word before.
    pub tied: bool,
    /// Part of a host, path or API name.
    pub address: bool,
}

impl Word {
    /// What it weighs, in eighths of a bit.
    pub fn weight(&self) -> u8 {
        (self.bits.min(MOST) * BIT).max(1.0) as u8
    }

    /// What it says, in eighths of a bit.
    pub fn says(&self) -> u8 {
        (self.bits * BIT) as u8
    }
}

/// A pattern in words.
pub struct Phrase {
    /// Its words.
    pub words: Vec<Word>,
    /// Its holes by name, each with the number of words before it.
    pub holes: Vec<(String, usize)>,
    /// The rarest of its words, by their places: a match shows two of them.
    pub anchors: Vec<usize>,
    /// It must stand there word by word.
    pub strict: bool,
    /// A sign decides, as in `-{bucket}.cos`: no words say the same.
    pub sign: bool,
}

impl Phrase {
    /// A pattern as it stands in the catalogue.
    pub fn of(pattern: &str, background: &Background) -> Result<Self> {
        let mut words: Vec<Word> = Vec::new();
        let mut holes: Vec<(String, usize)> = Vec::new();
        let mut parts = split_pattern(pattern).into_iter().peekable();
        while let Some(part) = parts.next() {
            match part {
                Part::Hole(name) => holes.push((name.to_owned(), words.len())),
                Part::Literal(text) => {
                    let here = holes.iter().filter(|(_, at)| *at == words.len());
                    let around = (here.count(), parts.peek().is_some());
                    literal(text, around, background, &mut words);
                }
            }
        }
        ensure!(!words.is_empty(), "\"{pattern}\" has no words");
        ensure!(words.len() < 256, "\"{pattern}\" has too many words");
        let bits: f64 = words.iter().map(|word| word.bits).sum();
        Ok(Self {
            anchors: rarest(&words),
            sign: pattern
                .match_indices("-{")
                .any(|(at, _)| !pattern[..at].ends_with(char::is_alphanumeric)),
            strict: words.len() <= FEW || bits < LIGHT,
            words,
            holes,
        })
    }

    /// How many words of a text it may be spread over.
    pub fn reach(&self) -> u8 {
        let holes: usize = self.words.iter().map(|word| usize::from(word.holes)).sum();
        let more = if self.strict {
            0
        } else {
            MORE * self.words.len()
        };
        (self.words.len() + more + HOLE * holes).min(255) as u8
    }

    /// What it weighs.
    pub fn weight(&self) -> u32 {
        self.words.iter().map(|word| u32::from(word.weight())).sum()
    }
}

/// Adds the words of a literal piece that so many holes stand before; `hole` says
/// whether one follows.
fn literal(
    text: &str,
    (holes, hole): (usize, bool),
    background: &Background,
    words: &mut Vec<Word>,
) {
    let bytes = text.as_bytes();
    let mut holes = u8::try_from(holes).unwrap_or(u8::MAX);
    let mut before: Option<(String, usize)> = None;
    for word in Words::of(bytes) {
        let stem = &bytes[word.start..word.stem];
        // Beside a hole nobody knows where a word ends.
        let glued = holes > 0 && word.start == 0 || hole && word.end == bytes.len();
        if glued && bytes[word.start].is_ascii() || stem.len() > LONGEST {
            before = None;
            continue;
        }
        let stem = spelled(stem);
        let address = in_address(bytes, word.start, word.end);
        let bits = match address {
            true => ADDRESS,
            false => background.bits(before.as_ref().map(|(before, _)| before.as_str()), &stem),
        };
        let tied = before.as_ref().is_some_and(|(_, end)| {
            let between = bytes.get(*end..word.start).unwrap_or(b"");
            let joins = |b: &u8| b.is_ascii() && !b.is_ascii_whitespace();
            !between.is_empty() && between.iter().all(joins)
        });
        before = Some((stem.clone(), word.end));
        words.push(Word {
            stem,
            bits,
            holes,
            tied,
            address,
        });
        holes = 0;
    }
}

/// A word of `https://{bucket}.cos.{region}.myqcloud.com/`.
fn in_address(bytes: &[u8], start: usize, end: usize) -> bool {
    let before = start.checked_sub(1).map(|at| bytes[at]);
    let joins = |at: usize| bytes.get(at).is_none_or(u8::is_ascii_alphanumeric);
    let behind = match bytes.get(end) {
        Some(b'.') => joins(end + 1),
        Some(b':') => bytes.get(end + 1) == Some(&b'/'),
        Some(b'/') => true,
        _ => false,
    };
    let dot = before == Some(b'.') && (start == 1 || bytes[start - 2].is_ascii_alphanumeric());
    dot || behind || before == Some(b'/')
}

/// The heaviest words, each once.
fn rarest(words: &[Word]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..words.len()).collect();
    order.retain(|at| !words[..*at].iter().any(|word| word.stem == words[*at].stem));
    // In a text a word that is short is found in others.
    let worth = |at: &usize| (words[*at].stem.len() > 3, words[*at].says());
    order.sort_by_key(|at| (std::cmp::Reverse(worth(at)), *at));
    order.truncate(ANCHORS);
    order.sort_unstable();
    order
}
