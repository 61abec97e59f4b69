//! One pass over a text finds the words that tell where it comes from and the places
//! where a message of the catalogue may stand.

#[allow(dead_code)]
mod signs;

use crate::catalogue::Anchors;
use crate::text::steps;
use signs::LISTS;
pub use signs::{LEVELS, Sign};

/// What a text holds.
#[derive(Debug, Default)]
pub struct Marks {
    /// What its words say.
    pub signs: Signs,
    /// Where a gram of a message pattern stands.
    pub anchors: Vec<u32>,
}

impl Marks {
    /// Reads a text, reusing the memory of the one before.
    pub fn read(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let anchors = Anchors::new();
        steps::count(bytes.len() / 4);
        self.anchors.clear();
        let mut signs = 0;
        for from in (0..bytes.len()).step_by(PLACES) {
            let rest = &bytes[from..];
            let padded;
            let near = if let Some(near) = rest.first_chunk() {
                near
            } else {
                padded = padded_with_zeros(rest);
                &padded
            };
            let mut places = marked(near, anchors);
            while places != 0 {
                let at = places.trailing_zeros() as usize;
                places &= places - 1;
                let Some(here) = rest.get(at..) else {
                    break;
                };
                let gram = gram(near, at);
                signs |= INDEX.at(here, INDEX.heads[slot(gram)]);
                if anchors.has(gram) {
                    self.anchors
                        .push(u32::try_from(from + at).unwrap_or(u32::MAX));
                }
            }
        }
        if memchr::memchr_iter(b'$', bytes).any(|at| bytes.get(at + 1) == Some(&b'{')) {
            signs |= Sign::Program as u32;
        }
        if signs & Sign::Appid as u32 != 0 && appid(bytes) {
            signs |= Sign::Tencent as u32;
        }
        self.signs = Signs(signs);
    }
}

/// Places that are looked at in one go.
const PLACES: usize = 16;
/// Their bytes, with those of the last one's gram.
const NEAR: usize = PLACES + 3;

/// The end of a text.
fn padded_with_zeros(rest: &[u8]) -> [u8; NEAR] {
    let mut near = [0; NEAR];
    near[..rest.len()].copy_from_slice(rest);
    near
}

/// Where a gram stands that may be one of an anchor or a sign, a bit a place. Nothing
/// branches: in a text the answers are as good as random.
fn marked(near: &[u8; NEAR], anchors: Anchors) -> u32 {
    let places = (0..PLACES).rev();
    places.fold(0, |marks, at| marks * 2 + anchors.mark(gram(near, at)))
}

/// The gram at a place.
fn gram(near: &[u8; NEAR], at: usize) -> u32 {
    let gram = near[at..].first_chunk();
    gram.map_or(0, |gram| u32::from_le_bytes(*gram))
}

/// The signs of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signs(u32);

impl Signs {
    /// Of a text of its own.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut marks = Marks::default();
        marks.read(text);
        marks.signs
    }

    /// There is a word that says this.
    #[must_use]
    pub fn has(self, sign: Sign) -> bool {
        self.0 & sign as u32 != 0
    }

    /// Something of Tencent's is named.
    #[must_use]
    pub fn tencent(self) -> bool {
        self.has(Sign::Tencent)
    }

    /// An SDK of Tencent's named itself.
    #[must_use]
    pub fn sdk(self) -> bool {
        self.has(Sign::Sdk)
    }

    /// Another vendor's, as far as one can tell.
    #[must_use]
    pub fn others(self) -> bool {
        self.has(Sign::Signed) || (self.has(Sign::Foreign) && !self.tencent())
    }
}

/// A bucket name with an APPID: `name-1250000000`.
fn appid(bytes: &[u8]) -> bool {
    memchr::memchr_iter(b'-', bytes).any(|at| {
        let digits = bytes[at + 1..].iter().take_while(|b| b.is_ascii_digit());
        matches!(bytes.get(at + 1..at + 3), Some(b"12" | b"13")) && digits.count() == 10
    })
}

const SLOTS: usize = 1 << 13;
const ROWS: usize = {
    let (mut rows, mut list) = (0, 0);
    while list < LISTS.len() {
        rows += LISTS[list].0.len();
        list += 1;
    }
    rows
};

/// The slot of the first three bytes of a word.
const fn slot(gram: u32) -> usize {
    ((gram & 0x00ff_ffff).wrapping_mul(0x9E37_79B1) >> (32 - SLOTS.trailing_zeros())) as usize
}

static INDEX: Index = Index::new();

/// Words by their first three bytes: the number of the first word, from 1, by slot,
/// and the next word of the same slot by number.
struct Index {
    heads: [u8; SLOTS],
    next: [u8; ROWS + 1],
    words: [(&'static [u8], u32); ROWS + 1],
}

impl Index {
    const fn new() -> Self {
        let mut index = Self {
            heads: [0; SLOTS],
            next: [0; ROWS + 1],
            words: [(b"", 0); ROWS + 1],
        };
        let (mut number, mut list) = (1, 0);
        while list < LISTS.len() {
            let (words, signs) = LISTS[list];
            let mut at = 0;
            while at < words.len() {
                let word = words[at].as_bytes();
                let slot = slot(u32::from_le_bytes([word[0], word[1], word[2], 0]));
                index.words[number] = (word, signs);
                index.next[number] = index.heads[slot];
                assert!(number < 256, "more words than a byte can number");
                index.heads[slot] = number as u8;
                (number, at) = (number + 1, at + 1);
            }
            list += 1;
        }
        index
    }

    /// What the words say that stand at the beginning of `bytes`, from word `row` on.
    fn at(&self, bytes: &[u8], mut row: u8) -> u32 {
        let mut signs = 0;
        while row != 0 {
            let (word, says) = self.words[usize::from(row)];
            if bytes.starts_with(word) {
                signs |= says;
            }
            row = self.next[usize::from(row)];
        }
        signs
    }
}

#[cfg(test)]
mod tests {
    use super::{LISTS, Sign, Signs};

    #[test]
    fn every_word_is_found_wherever_it_stands() {
        for (words, says) in LISTS {
            for word in *words {
                for text in [
                    (*word).to_owned(),
                    format!("a {word}"),
                    format!("a{word} b"),
                ] {
                    let signs = Signs::of(&text);
                    assert_eq!(signs.0 & says, *says, "{text}");
                }
            }
        }
    }

    #[test]
    fn an_appid_names_tencent() {
        for (text, tencent) in [
            ("shop-1250000000", true),
            ("shop-1310000000.cos", true),
            ("shop-125000000", false),
            ("shop-12500000001", false),
            ("2026-11-22", false),
            ("shop-1150000000", false),
        ] {
            assert_eq!(Signs::of(text).has(Sign::Tencent), tencent, "{text}");
        }
    }
}
