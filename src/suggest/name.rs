//! How near a typed name is to a code: by its letters, its words in any order,
//! and its letters with some left out.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use crate::catalogue::layout;
use crate::catalogue::near::Name;
use crate::text::distance::{self, Typed};

/// The most a doubtful reading is worth: too little to be shown.
const DOUBTFUL: f32 = 0.5;
/// What an abbreviation of every word is worth at least.
const INITIALS: f32 = 0.52;

/// A typed name, prepared for the comparison.
pub struct Query {
    /// Letters and digits only, lower case.
    pub letters: String,
    /// The same with long forms shortened.
    pub short: String,
    words: Vec<Word>,
    typed: Typed,
    typed_short: Typed,
    /// As it was typed, separators included.
    written: Typed,
    text: String,
    separators: (bool, bool),
    matcher: SkimMatcherV2,
    /// What `short` scores against itself.
    whole: f32,
}

struct Word {
    text: String,
    typed: Typed,
}

/// How near a name is.
#[derive(Clone, Copy, Debug)]
pub struct Near {
    /// 0 to 1.
    pub score: f32,
    /// Edits between the letters.
    pub edits: usize,
}

impl Query {
    /// Prepares a text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let letters = layout::letters(text);
        let short = layout::short(&letters);
        let matcher = SkimMatcherV2::default().ignore_case();
        let whole = matcher.fuzzy_match(&short, &short).unwrap_or(1).max(1) as f32;
        let words = layout::words(text).into_iter().map(|text| Word {
            typed: Typed::new(&text),
            text,
        });
        Self {
            words: words.collect(),
            typed: Typed::new(&letters),
            typed_short: Typed::new(&short),
            written: Typed::new(text),
            text: text.to_owned(),
            separators: separators(text),
            letters,
            short,
            matcher,
            whole,
        }
    }

    /// Compares it with a name.
    #[must_use]
    pub fn near(&self, name: &Name) -> Near {
        let letters = name.letters();
        let edits = self.typed.to(letters);
        let spell = self.spell(name, edits);
        let words = self.words(name);
        let gaps = self.gaps(name);
        let best = spell.max(words).max(gaps);
        let mut score = 0.8 * best + 0.2 * (spell + words + gaps) / 3.0;
        if !self.may_be_misspelt(name, edits) {
            score = score.min(DOUBTFUL);
        }
        score = score.max(self.part(name));
        Near { score, edits }
    }

    /// Edits to a code with the separators that were typed; 0 where none were.
    #[must_use]
    pub fn edits_as_written(&self, code: &str) -> usize {
        if self.separators == (false, false) {
            return 0;
        }
        self.written.to(code)
    }

    /// How much the code is written as what was typed, 0 to 1: with the same
    /// separators, in the same places.
    #[must_use]
    pub fn style(&self, name: &Name) -> f32 {
        let code = name.id.code();
        let longer = self.text.len().max(code.len());
        let alike = 1.0 - ratio(self.edits_as_written(code), longer).min(1.0);
        let same = self.separators == separators(code);
        (alike + if same { 1.0 } else { 0.0 }) / 2.0
    }

    /// The code goes on, or begins, at a separator where the typed text ends or
    /// begins: whole parts of it are missing, not letters.
    #[must_use]
    pub fn whole_parts(&self, name: &Name) -> bool {
        let code = name.id.code();
        let edge = |rest: Option<char>| matches!(rest, Some('.' | '_'));
        let typed = self.text.len();
        code.len() > typed
            && (code
                .get(..typed)
                .is_some_and(|s| s.eq_ignore_ascii_case(&self.text))
                && edge(code[typed..].chars().next())
                || code
                    .get(code.len() - typed..)
                    .is_some_and(|s| s.eq_ignore_ascii_case(&self.text))
                    && edge(code[..code.len() - typed].chars().next_back()))
    }

    /// A short word, or a code of one word, is near many words of the language:
    /// only one letter in five may be wrong.
    fn may_be_misspelt(&self, name: &Name, edits: usize) -> bool {
        let short = self.letters.len() <= 4;
        let plain = self.words.len() == 1 && name.words().nth(1).is_none();
        !(short || plain) || edits * 5 <= self.letters.len().max(5)
    }

    /// The score of a part of the name: its beginning, its end, something of every
    /// word, one of its words.
    fn part(&self, name: &Name) -> f32 {
        let letters = name.letters();
        let part = ratio(self.letters.len(), letters.len());
        let mut score = 0f32;
        if self.letters.len() >= 5 && letters.starts_with(&self.letters) {
            score = score.max(0.8 + 0.2 * part);
        }
        if self.letters.len() >= 5 && letters.ends_with(&self.letters) {
            score = score.max(0.7 + 0.2 * part);
        }
        if self.letters.len() >= 7 && self.initials_of(name) {
            score = score.max(INITIALS + 0.2 * part);
        }
        if self.is_part_of(name) {
            score = score.max(0.62 + 0.2 * part);
        }
        score
    }

    /// A run of whole words of the name, or most of one.
    fn is_part_of(&self, name: &Name) -> bool {
        let letters = name.letters();
        let long = self.letters.len() >= 7 && letters.contains(&self.letters);
        long || self.letters.len() >= 4
            && self.words.len() == 1
            && name.words().any(|word| word == self.letters)
    }

    /// Letters that agree, in order.
    fn spell(&self, name: &Name, edits: usize) -> f32 {
        let longer = self.letters.len().max(name.length());
        let as_is = 1.0 - ratio(edits, longer);
        if as_is < 0.7 && !begin_alike(&self.letters, name.letters()) {
            return as_is * 0.8;
        }
        // Shortened alike, both are as far apart as before.
        let shorter = self.letters.len() - self.short.len();
        if shorter == name.length() - name.short().len() {
            return as_is;
        }
        let longer = self.short.len().max(name.short().len());
        let short = 1.0 - ratio(self.typed_short.to(name.short()), longer);
        as_is.max(short - 0.01)
    }

    /// Words that agree, in any order.
    fn words(&self, name: &Name) -> f32 {
        let known: Vec<&str> = name.words().collect();
        let mut found = vec![0f32; known.len()];
        let mut meant = 0.0;
        for word in &self.words {
            let mut best = 0f32;
            for (known, found) in known.iter().zip(&mut found) {
                let alike = word.alike(known);
                best = best.max(alike);
                *found = found.max(alike);
            }
            meant += best;
        }
        let precision = meant / self.words.len().max(1) as f32;
        let recall = found.iter().sum::<f32>() / known.len() as f32;
        if precision + recall == 0.0 {
            return 0.0;
        }
        2.0 * precision * recall / (precision + recall)
    }

    /// Every letter typed stands in the name, in order: abbreviations.
    fn gaps(&self, name: &Name) -> f32 {
        let short = name.short();
        if self.short.len() < 5
            || self.short.len() > short.len()
            || !stands_for(&self.short, name, Jump::Ahead)
        {
            return 0.0;
        }
        let found = self.matcher.fuzzy_match(short, &self.short);
        found.map_or(0.0, |score| {
            (score as f32 / self.whole).min(1.0)
                * (0.6 + 0.35 * ratio(self.short.len(), short.len()))
        })
    }

    /// Something of every word of the name, in order: `dbpermden`.
    fn initials_of(&self, name: &Name) -> bool {
        self.letters.len() < name.length() && stands_for(&self.letters, name, Jump::Next)
    }
}

/// Which word of a name an abbreviation may go on to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Jump {
    /// Any further on.
    Ahead,
    /// The next one, to the last.
    Next,
}

/// The letters stand in the words of the name in order, and where they go on to
/// another word, they go on with its first letter.
fn stands_for(typed: &str, name: &Name, jump: Jump) -> bool {
    let mut words: Vec<u128> = Vec::new();
    let mut places = [0u128; distance::LETTERS];
    let mut at = 0;
    for word in name.words() {
        if at + word.len() >= 128 {
            return false;
        }
        words.push(((1u128 << word.len()) - 1) << at);
        for byte in word.bytes() {
            places[distance::letter(byte)] |= 1 << at;
            at += 1;
        }
    }
    let head = |word: u128| word & word.wrapping_neg();
    let first = match jump {
        Jump::Ahead => words.iter().fold(0, |heads, word| heads | head(*word)),
        Jump::Next => 1,
    };
    let mut reached = first;
    for (number, byte) in typed.bytes().enumerate() {
        let mut next = if number == 0 { first } else { 0 };
        let mut before = 0;
        for word in words.iter().filter(|_| number > 0) {
            next |= above(reached & word) & word;
            next |= if before == 0 { 0 } else { head(*word) };
            before = match jump {
                Jump::Ahead => before | (reached & word),
                Jump::Next => reached & word,
            };
        }
        reached = next & places[distance::letter(byte)];
        if reached == 0 {
            return false;
        }
    }
    jump == Jump::Ahead || words.last().is_some_and(|last| reached & last != 0)
}

/// All places after the first of these.
fn above(places: u128) -> u128 {
    if places == 0 {
        return 0;
    }
    !(places ^ places.wrapping_sub(1))
}

/// Whether words are set apart by `_`, `-` or a blank, and by a dot.
fn separators(text: &str) -> (bool, bool) {
    (text.contains(['_', '-', ' ']), text.contains('.'))
}

impl Word {
    fn alike(&self, known: &str) -> f32 {
        let typed = &*self.text;
        if typed == known {
            return 1.0;
        }
        let (short, long) = if typed.len() < known.len() {
            (typed, known)
        } else {
            (known, typed)
        };
        if short.len() >= 3 && long.starts_with(short) {
            return 0.85;
        }
        let fits = short.len() * 5 >= long.len() * 3;
        let edits = if fits {
            self.typed.to(known)
        } else {
            long.len()
        };
        let spelt = 1.0 - ratio(edits, long.len());
        if spelt >= 0.7 || (spelt >= 0.6 && begin_alike(typed, known)) {
            return spelt;
        }
        if shortened(typed, known) { 0.7 } else { 0.0 }
    }
}

fn begin_alike(a: &str, b: &str) -> bool {
    a.bytes().next() == b.bytes().next()
}

/// `fn`, `db`, `svc`: the first letter, and others in order.
fn shortened(typed: &str, known: &str) -> bool {
    let mut rest = known.bytes();
    (2..=4).contains(&typed.len())
        && begin_alike(typed, known)
        && typed.bytes().all(|b| rest.any(|k| k == b))
}

#[allow(clippy::cast_precision_loss)]
fn ratio(part: usize, whole: usize) -> f32 {
    part as f32 / whole.max(1) as f32
}

#[cfg(test)]
mod tests;
