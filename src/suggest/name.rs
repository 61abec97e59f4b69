//! How near a typed name is to a code: by its letters, its words in any order,
//! and its letters with some left out.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use super::distance::Typed;
use crate::catalogue::layout;
use crate::catalogue::near::Name;

/// A typed name, prepared for the comparison.
pub struct Query {
    /// Letters and digits only, lower case.
    pub letters: String,
    short: String,
    words: Vec<Word>,
    typed: Typed,
    typed_short: Typed,
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
        let part = ratio(self.letters.len(), letters.len());
        if self.letters.len() >= 5 && letters.starts_with(&self.letters) {
            score = score.max(0.8 + 0.2 * part);
        }
        if self.letters.len() >= 6 && letters.ends_with(&self.letters) {
            score = score.max(0.7 + 0.2 * part);
        }
        Near { score, edits }
    }

    /// Letters that agree, in order.
    fn spell(&self, name: &Name, edits: usize) -> f32 {
        let longer = self.letters.len().max(name.letters().len());
        let as_is = 1.0 - ratio(edits, longer);
        if name.short() == name.letters() && self.short == self.letters {
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
        let name = name.short();
        if self.short.len() > name.len() {
            return 0.0;
        }
        let found = self.matcher.fuzzy_match(name, &self.short);
        found.map_or(0.0, |score| {
            (score as f32 / self.whole).min(1.0)
                * (0.6 + 0.35 * ratio(self.short.len(), name.len()))
        })
    }
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
        if spelt >= 0.6 {
            return spelt;
        }
        if abbreviates(typed, known) { 0.7 } else { 0.0 }
    }
}

/// `fn`, `db`, `svc`: the first letter, and others in order.
fn abbreviates(typed: &str, known: &str) -> bool {
    let mut rest = known.bytes();
    typed.len() >= 2
        && typed.as_bytes()[0] == known.as_bytes()[0]
        && typed.bytes().all(|b| rest.any(|k| k == b))
}

#[allow(clippy::cast_precision_loss)]
fn ratio(part: usize, whole: usize) -> f32 {
    part as f32 / whole.max(1) as f32
}
