//! The words of a pattern in the order of a text: of all ways to find them there, the
//! one that weighs most, the closest together.

use crate::catalogue::lexicon::{Part, Phrase};
use crate::text::words::Word;

/// Words that may stand between two of a pattern that does not have them.
const MORE: u32 = 3;
/// The same for each hole between the two.
const HOLE: u32 = 20;
/// Bytes between two words that must touch.
const TOUCH: u32 = 12;
/// What a word too many costs, in weight.
const EXTRA: i32 = 4;
/// Steps that a text may cost for each of its words, beside some that every text may:
/// only a text made to be slow has so many words that fit so many patterns.
const STEPS: usize = 150;
const FREE: usize = 20_000;

/// The words of a text that some message has.
#[derive(Default, Debug)]
pub(super) struct Text {
    known: Vec<Known>,
}

/// A known word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    id: u16,
    /// Its number among all words of the text.
    number: u32,
    pub(super) start: u32,
    pub(super) end: u32,
}

impl Text {
    pub(super) fn clear(&mut self) {
        self.known.clear();
        self.known.shrink_to(ROOM);
    }

    /// Adds a word; its place among the known ones.
    pub(super) fn push(&mut self, id: u16, number: u32, word: Word) -> u32 {
        let at = place(self.known.len());
        self.known.push(Known {
            id,
            number,
            start: place(word.start),
            end: place(word.end),
        });
        at
    }

    pub(super) fn len(&self) -> usize {
        self.known.len()
    }

    /// The number of a known word among all.
    pub(super) fn number(&self, at: u32) -> u32 {
        self.known[at as usize].number
    }

    pub(super) fn word(&self, at: u32) -> Known {
        self.known[at as usize]
    }
}

/// Two anchors of a pattern, or its only one, near each other: the first and the last
/// of them by their place among the known words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Near {
    pub(super) pattern: usize,
    pub(super) first: u32,
    pub(super) last: u32,
    pub(super) reach: u32,
}

/// Known words and pairs that there is room for from one text to the next.
const ROOM: usize = 1024;

fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// A word of the pattern at a word of the text, behind the best of those before it.
#[derive(Clone, Copy, Debug)]
struct Pair {
    part: u8,
    at: u32,
    best: i32,
    before: u32,
}

const NONE: u32 = u32::MAX;

/// A pattern's words in a text, in order.
#[derive(Default, Debug)]
pub(super) struct Chain {
    pairs: Vec<Pair>,
    /// The words of the chain: of the pattern, of the text.
    links: Vec<(u8, u32)>,
    /// Numbers of its words among all of the text.
    numbers: Vec<u32>,
    weight: u32,
    says: u32,
    /// What all words of the pattern say.
    all: u32,
    /// Numbers of the pattern that are missing.
    numbers_missing: u32,
    exact: bool,
    /// The parts of the pattern, and how many holes stand before each and all before.
    parts: Vec<(Part, u32)>,
    steps: usize,
}

impl Chain {
    /// Begins with another text of so many words.
    pub(super) fn rest(&mut self, words: usize) {
        self.steps = FREE + words * STEPS;
        self.pairs.shrink_to(ROOM);
    }

    /// Finds the best chain of the pattern near its anchors, from the known word `floor`
    /// on; whether there is one that shows two anchors.
    pub(super) fn find(&mut self, text: &Text, phrase: Phrase, near: Near, floor: u32) -> bool {
        let Near {
            first, last, reach, ..
        } = near;
        self.links.clear();
        self.parts.clear();
        let mut holes = 0;
        for part in phrase.words() {
            holes += part.holes();
            self.parts.push((part, holes));
        }
        let (low, high) = (text.number(first), text.number(last));
        let from = text.known[..=first as usize].iter().rev();
        let from = from.take_while(|k| k.number + reach >= low).count();
        let from = (first as usize + 1 - from).max(floor as usize);
        self.pairs.clear();
        for (at, known) in text.known.iter().enumerate().skip(from) {
            if known.number > high + reach {
                break;
            }
            let same = self.parts.iter().zip(0u8..);
            for ((part, _), number) in same.filter(|((part, _), _)| part.word() == known.id) {
                self.pairs.push(Pair {
                    part: number,
                    at: place(at),
                    best: part.weight() as i32,
                    before: NONE,
                });
            }
            let cost = self.parts.len() / 4;
            self.steps = self.steps.saturating_sub(cost);
        }
        if !self.join(text, phrase.strict()) {
            return false;
        }
        self.links(text);
        if phrase.strict() && self.links.len() < self.parts.len() {
            return false;
        }
        let addresses = self.parts.iter().zip(0u8..);
        let mut addresses = addresses.filter(|((part, _), _)| part.address());
        if addresses.any(|(_, at)| !self.links.iter().any(|(part, _)| *part == at)) {
            return false;
        }
        let anchors = self.parts.iter().filter(|(part, _)| part.anchor()).count();
        let shown = self
            .links
            .iter()
            .filter(|(part, _)| self.parts[usize::from(*part)].0.anchor());
        shown.count() >= anchors.min(2)
    }

    /// Puts every pair behind the best one before it; `false` where that costs too much.
    fn join(&mut self, text: &Text, strict: bool) -> bool {
        for own in 1..self.pairs.len() {
            let Pair { part, at, best, .. } = self.pairs[own];
            let here = text.word(at);
            // What is tied to the word before it does not begin a chain.
            let mut found = match self.parts[usize::from(part)].0.tied() {
                true => (0, NONE),
                false => (best, NONE),
            };
            for other in (0..own).rev() {
                let before = self.pairs[other];
                let there = text.word(before.at);
                let apart = here.number - there.number;
                self.steps = self.steps.saturating_sub(1);
                if apart > u32::from(part) * 2 + MORE + HOLE * self.parts[usize::from(part)].1 {
                    break;
                }
                let tied = self.parts[usize::from(part)].0.tied();
                let apart_too_far = tied && (before.part + 1 != part || apart != 1);
                if before.part >= part || apart == 0 || apart_too_far {
                    continue;
                }
                let Some(cost) = self.cost(before.part, part, apart, strict) else {
                    continue;
                };
                let touches = cost > 0 || here.start.saturating_sub(there.end) <= TOUCH;
                let together = best + before.best - cost;
                if together > found.0 && (touches || !strict) {
                    found = (together, place(other));
                }
            }
            (self.pairs[own].best, self.pairs[own].before) = found;
            if self.steps == 0 {
                return false;
            }
        }
        !self.pairs.is_empty()
    }

    /// What it costs that two words of the pattern stand so many words apart.
    fn cost(&self, before: u8, part: u8, apart: u32, strict: bool) -> Option<i32> {
        let missing = u32::from(part - before) - 1;
        let holes = self.parts[usize::from(part)].1 - self.parts[usize::from(before)].1;
        let between = apart - 1;
        if strict && (missing > 0 || holes == 0 && between > 0) {
            return None;
        }
        let more = between.saturating_sub(missing) as i32;
        if holes == 0 {
            return (between <= missing + MORE).then_some(more * EXTRA);
        }
        (between <= missing + MORE + HOLE * holes).then_some(1 + more / 4)
    }

    /// Follows the best chain to its beginning.
    fn links(&mut self, text: &Text) {
        let ends = self.pairs.iter().enumerate();
        let end = ends.max_by_key(|(number, pair)| (pair.best, std::cmp::Reverse(*number)));
        let mut next = end.map_or(NONE, |(number, _)| place(number));
        (self.weight, self.says, self.exact) = (0, 0, true);
        while let Some(pair) = self.pairs.get(next as usize) {
            self.links.push((pair.part, pair.at));
            let part = self.parts[usize::from(pair.part)].0;
            self.weight += part.weight();
            self.says += part.says();
            if let Some(before) = self.pairs.get(pair.before as usize) {
                let apart = text.number(pair.at) - text.number(before.at);
                self.exact &= apart == 1 || part.holes() > 0;
            }
            next = pair.before;
        }
        self.exact &= self.links.len() == self.parts.len();
        self.all = self.parts.iter().map(|(part, _)| part.says()).sum();
        let numbers = self.parts.iter().filter(|(part, _)| part.number()).count();
        let there = self
            .links
            .iter()
            .filter(|(at, _)| self.parts[usize::from(*at)].0.number());
        self.numbers_missing = (numbers - there.count()) as u32;
        self.links.reverse();
        self.numbers.clear();
        self.numbers
            .extend(self.links.iter().map(|(_, at)| text.number(*at)));
    }

    /// What its words weigh.
    pub(super) fn weight(&self) -> u32 {
        self.weight
    }

    /// What its words say in other people's texts.
    pub(super) fn says(&self) -> u32 {
        self.says
    }

    /// How much of what all words of the pattern say its own say, in thousandths.
    pub(super) fn share(&self) -> u32 {
        self.says * 1000 / self.all.max(1)
    }

    /// How many numbers of the pattern are not there.
    pub(super) fn numbers_missing(&self) -> u32 {
        self.numbers_missing
    }

    /// It is the whole pattern, word by word.
    pub(super) fn exact(&self) -> bool {
        self.exact
    }

    /// The last known word of the text that belongs to it.
    pub(super) fn last(&self) -> u32 {
        self.links.last().map_or(0, |(_, at)| *at)
    }

    /// The numbers of its words in the text.
    pub(super) fn numbers(&self) -> &[u32] {
        &self.numbers
    }

    /// First byte.
    pub(super) fn start(&self, text: &Text) -> usize {
        self.links
            .first()
            .map_or(0, |(_, at)| text.word(*at).start as usize)
    }

    /// One past the last byte.
    pub(super) fn end(&self, text: &Text) -> usize {
        text.known
            .get(self.last() as usize)
            .map_or(0, |known| known.end as usize)
    }

    /// The text's word at this word of the pattern.
    pub(super) fn at(&self, part: usize, text: &Text) -> Option<Known> {
        let link = self.links.iter().find(|(own, _)| usize::from(*own) == part);
        link.map(|(_, at)| text.word(*at))
    }
}
