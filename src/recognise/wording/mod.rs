//! Wordings: the sentences of the catalogue, found by their rare words in order.
//!
//! The words of a text are looked up in the lexicon once. A sentence of which two of
//! the rarest words stand near each other is held against the text around them
//! (`align`); what stands in its holes is read by type (`holes`). How much a match
//! proves follows from what its words weigh: the build counted them in other people's
//! texts.

mod align;
mod holes;

use crate::catalogue::layout::{ANCHORS, ONLY, Part, parts};
use crate::catalogue::lexicon::{Anchored, BIT, Lexicon, Phrase};
use crate::catalogue::{self, Id, Pattern};
use crate::text::words::{LONGEST, Words};
use align::{Chain, Near, Text};

/// A pattern that stands in a text.
#[derive(Clone, Debug)]
pub struct Worded {
    /// The pattern.
    pub pattern: Pattern,
    /// First byte of the matched text.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// Values of the holes, in their order.
    pub values: Vec<(&'static str, String)>,
    /// What its words weigh, less for those that are missing: the measure by which
    /// patterns compete.
    pub weight: u32,
    /// How much of the pattern's weight is there, in thousandths.
    pub score: u32,
    /// How much of what the pattern's words say in other people's texts is there, in
    /// thousandths: the rarest count most.
    pub share: u32,
    /// Bits that its words say in other people's texts: how far the sentence is from
    /// being anybody's.
    pub alone: u32,
    /// All of the pattern stands there, word by word.
    pub exact: bool,
}

/// Least of a pattern that is a match at all, in thousandths.
const LEAST: u32 = 600;

/// What a pattern weighs in hundredths whose own code is there.
const OWN: u32 = 150;

/// Finds messages; keeps its memory from one text to the next.
#[derive(Default, Debug)]
pub struct Wordings {
    text: Text,
    /// By pattern, where its anchors stood last.
    seen: Vec<Seen>,
    /// Patterns of which two anchors stand near each other.
    near: Vec<Near>,
    /// Counts texts, so that `seen` need not be emptied.
    turn: u32,
    chain: Chain,
}

/// Where the anchors of a pattern stood last in a text.
#[derive(Clone, Copy, Default, Debug)]
struct Seen {
    turn: u32,
    /// By anchor, its place among the known words plus one; 0 for none.
    at: [u32; ANCHORS],
    /// The last of the places where the pattern may stand.
    near: u32,
}

impl Wordings {
    /// The patterns that stand in `text`, in order of their place, one for a phrase.
    /// `present` says whether an entry's own code is in the record: a pattern that
    /// needs it is passed over without. `speaks` says whether another is recognised by
    /// itself; of two patterns for one phrase the heavier stays, and what stands beside
    /// its own code weighs more.
    #[must_use]
    pub fn find(
        &mut self,
        text: &str,
        present: impl Fn(Id) -> bool,
        speaks: impl Fn(&Worded) -> bool,
    ) -> Vec<Worded> {
        self.read(text);
        let mut found = Vec::new();
        let mut chain = std::mem::take(&mut self.chain);
        chain.rest(self.text.len());
        for near in &self.near {
            let pattern = catalogue::pattern(near.pattern);
            if pattern.needs_code && !present(pattern.id) {
                continue;
            }
            let mut floor = 0;
            let phrase = Phrase::of(near.pattern);
            while floor <= near.last && chain.find(&self.text, phrase, *near, floor) {
                found.extend(worded(text, (pattern, phrase), &chain, &self.text));
                floor = chain.last() + 1;
            }
        }
        self.chain = chain;
        found.retain(|(m, _)| present(m.pattern.id) || speaks(m));
        if found.is_empty() {
            return Vec::new();
        }
        one_a_phrase(text, found, present)
    }

    /// Reads the words of a text, and which patterns may stand there.
    fn read(&mut self, text: &str) {
        let lexicon = Lexicon::new();
        let bytes = text.as_bytes();
        self.text.clear();
        self.near.clear();
        self.turn = self.turn.wrapping_add(1);
        if self.seen.is_empty() || self.turn == 0 {
            self.turn = 1;
            self.seen = vec![Seen::default(); catalogue::pattern_count()];
        }
        for (number, word) in (1..).zip(Words::of(bytes)) {
            let stem = &bytes[word.start..word.stem];
            let id = if stem.len() > LONGEST {
                0
            } else {
                lexicon.word(stem)
            };
            if id != 0 {
                let at = self.text.push(id, number, word);
                for anchored in lexicon.anchored(id) {
                    self.anchor(anchored, at);
                }
            }
        }
    }

    /// Notes an anchor of a pattern at a known word.
    fn anchor(&mut self, anchored: Anchored, at: u32) {
        let (pattern, own) = (anchored.pattern(), anchored.slot());
        let seen = &mut self.seen[pattern];
        if seen.turn != self.turn {
            *seen = Seen {
                turn: self.turn,
                ..Seen::default()
            };
        }
        if let Some(last) = seen.at.get_mut(own) {
            *last = at + 1;
        }
        let reach = anchored.reach();
        let Some(first) = seen.nearest(own, at, reach, &self.text) else {
            return;
        };
        // What is near goes on as long as anchors follow each other.
        if let Some(near) = self.near.get_mut(seen.near as usize)
            && near.pattern == pattern
            && self.text.number(at) - self.text.number(near.last) <= reach
        {
            near.last = at;
            return;
        }
        seen.near = u32::try_from(self.near.len()).unwrap_or(u32::MAX);
        self.near.push(Near {
            pattern,
            first,
            last: at,
            reach,
        });
    }
}

impl Seen {
    /// The nearest of the other anchors before the one at `at`, if the pattern can
    /// reach over both; the one itself where the pattern has no other.
    fn nearest(&self, own: usize, at: u32, reach: u32, text: &Text) -> Option<u32> {
        if own == ONLY {
            return Some(at);
        }
        let others = self.at.iter().enumerate().filter(|(slot, _)| *slot != own);
        let before = others.filter_map(|(_, at)| at.checked_sub(1)).max()?;
        let apart = text.number(at) - text.number(before);
        (apart <= reach).then_some(before)
    }
}

/// What a chain of words says, if it is a match.
fn worded(
    text: &str,
    (pattern, phrase): (Pattern, Phrase),
    chain: &Chain,
    words: &Text,
) -> Option<(Worded, Vec<u32>)> {
    let values = holes::read(text, phrase, chain, words);
    if values.wrong || phrase.strict() && values.misfits > 0 {
        return None;
    }
    let misfits = values.misfits + chain.numbers_missing();
    let total = phrase.weight() + misfits * holes::MISFIT;
    let there = chain.weight();
    let score = there * 1000 / total.max(1);
    (score >= LEAST).then(|| {
        let matched = Worded {
            pattern,
            start: opened(text, pattern, values.start.unwrap_or(chain.start(words))),
            end: chain.end(words).max(values.end),
            values: values.found,
            weight: there * score / 1000,
            score,
            share: chain.share(),
            alone: chain.says() / BIT,
            exact: chain.exact(),
        };
        (matched, chain.numbers().to_vec())
    })
}

/// Where a match begins whose pattern begins with a bracket or a quote.
fn opened(text: &str, pattern: Pattern, start: usize) -> usize {
    let opens = |c: char| c.is_ascii_punctuation();
    if !pattern.text.starts_with(opens) {
        return start;
    }
    let before = &text[..start];
    start.min(
        before
            .trim_end_matches(opens)
            .len()
            .max(start.saturating_sub(2)),
    )
}

/// Of patterns that share words of the text the heaviest stays, then the earliest in the
/// catalogue.
fn one_a_phrase(
    text: &str,
    mut found: Vec<(Worded, Vec<u32>)>,
    present: impl Fn(Id) -> bool,
) -> Vec<Worded> {
    let order = |(m, _): &(Worded, Vec<u32>)| {
        let weight = m.weight * if present(m.pattern.id) { OWN } else { 100 };
        let heavy = (weight, m.score, verbatim(text, m));
        (std::cmp::Reverse(heavy), m.pattern.id, m.start)
    };
    if found.len() > 1 {
        found.sort_by_cached_key(order);
    }
    let mut kept: Vec<(Worded, Vec<u32>)> = Vec::new();
    for (mut matched, words) in found {
        let own = present(matched.pattern.id);
        let rival = |(other, its): &(Worded, Vec<u32>)| {
            let both = own && present(other.pattern.id) && other.pattern.id != matched.pattern.id;
            !both && its.iter().any(|word| words.binary_search(word).is_ok())
        };
        let Some(at) = kept.iter().position(rival) else {
            kept.push((matched, words));
            continue;
        };
        if kept[at].0.pattern.id == matched.pattern.id {
            // The weaker pattern of the same code may still know a value.
            let (stays, its) = &mut kept[at];
            if knows(&words, its) {
                std::mem::swap(stays, &mut matched);
                its.clone_from(&words);
            }
            stays.values.append(&mut matched.values);
            stays.start = stays.start.min(matched.start);
            stays.end = stays.end.max(matched.end);
        }
    }
    kept.sort_by_key(|(m, _)| (m.start, m.pattern.id));
    kept.into_iter().map(|(matched, _)| matched).collect()
}

/// Bytes of the pattern that stand there letter by letter: of two with the same words,
/// quotes and dots decide.
fn verbatim(text: &str, matched: &Worded) -> usize {
    let (from, to) = (matched.start.saturating_sub(4), matched.end + 4);
    let near = &text.as_bytes()[from..to.min(text.len())];
    let literals = parts(matched.pattern.text).filter_map(|part| match part {
        Part::Literal(literal) => Some(literal.trim().as_bytes()),
        Part::Hole(_) => None,
    });
    let there = literals.filter(|literal| memchr::memmem::find(near, literal).is_some());
    there.map(<[u8]>::len).sum()
}

/// The words of one match are such that another takes for a value, and none of its own
/// are taken so: it says more of the same phrase.
fn knows(words: &[u32], others: &[u32]) -> bool {
    let inside = |words: &[u32], others: &[u32]| {
        let around = others.first().zip(others.last());
        let within = |word: &&u32| around.is_some_and(|(a, b)| a < *word && *word < b);
        let mut within = words.iter().filter(within);
        within.any(|word| others.binary_search(word).is_err())
    };
    inside(words, others) && !inside(others, words)
}

#[cfg(test)]
mod tests {
    use super::{Worded, Wordings};
    use crate::catalogue::layout::{Part, parts};
    use crate::catalogue::lexicon::Phrase;
    use crate::catalogue::{self, Pattern};
    use crate::text::words::{Word, Words};

    fn filled(pattern: Pattern) -> String {
        let part = |part| match part {
            Part::Literal(text) => text,
            Part::Hole(_) => "7",
        };
        parts(pattern.text).map(part).collect()
    }

    /// Everything that does not decide, changed.
    fn reworded(text: &str) -> Vec<String> {
        let quotes = |open: &str, close: &str| {
            // An apostrophe is no quote.
            let text = text.replace(['`', '"'], "\u{1}");
            let mut out = String::new();
            for (number, piece) in text.split('\u{1}').enumerate() {
                out.push_str(["", open, close][if number == 0 { 0 } else { 2 - number % 2 }]);
                out.push_str(piece);
            }
            out
        };
        vec![
            text.to_owned(),
            text.to_uppercase().replace("\\N", "\\n"),
            text.replace(' ', " \t "),
            quotes("`", "`"),
            quotes("“", "”"),
            quotes("", ""),
            text.replace('[', "【")
                .replace(']', "】")
                .replace(',', "，"),
            text.replace('(', "（")
                .replace(')', "）")
                .replace(':', "："),
            text.trim_end_matches(['.', '!', '。', '！']).to_owned() + "…",
        ]
    }

    fn find(text: &str) -> Vec<Worded> {
        Wordings::default().find(text, |_| true, |_| true)
    }

    #[test]
    fn every_pattern_is_found_however_it_is_written() {
        for number in 0..catalogue::pattern_count() {
            let pattern = catalogue::pattern(number);
            // Where a sign decides, no words say the same.
            if pattern.text.contains("'-{") {
                continue;
            }
            for text in reworded(&filled(pattern)) {
                let found = find(&format!("Error - {text} - 1"));
                // It may have lost against a heavier one in the same place.
                let most = found.iter().map(|m| m.weight).max();
                let weight = Phrase::of(number).weight();
                assert!(most >= Some(weight), "{} in {text:?}", pattern.text);
            }
        }
    }

    #[test]
    fn half_a_sentence_is_none() {
        for number in 0..catalogue::pattern_count() {
            let pattern = catalogue::pattern(number);
            let text = filled(pattern);
            let words: Vec<Word> = Words::of(text.as_bytes()).collect();
            let Some(middle) = words.get(words.len() / 2).filter(|_| words.len() > 3) else {
                continue;
            };
            let own = |m: &&Worded| m.pattern.text == pattern.text;
            for half in [&text[..middle.start], &text[middle.start..]] {
                if let Some(found) = find(half).iter().find(own) {
                    assert!(found.score.min(found.share) < 850, "{half:?} of {text:?}");
                }
            }
        }
    }

    #[test]
    fn a_short_sentence_must_stand_there_word_by_word() {
        let own = |text: &str| {
            find(text)
                .iter()
                .any(|m| m.pattern.text == "invalid appsecret")
        };
        assert!(own("error: invalid “AppSecret”"));
        assert!(!own("invalid or missing appsecret"));
        assert!(!own("appsecret invalid"));
    }
}
