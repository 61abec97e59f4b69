//! Entries that a phrase describes, by the index of names, meanings, keywords,
//! cases and causes in both languages.

use crate::catalogue::near::{self, Expressions, Posting, Postings};
use crate::catalogue::{self, Id, layout, terms};

/// How well an entry is described.
#[derive(Clone, Copy, Debug)]
pub struct Described {
    /// The entry.
    pub id: Id,
    /// The share of the phrase that the entry answers, 0 to 1.
    pub asked: f32,
    /// The share of the entry's name that the phrase names, 0 to 1.
    pub named: f32,
    /// How many terms of the phrase the entry has.
    pub terms: usize,
}

/// The terms of a phrase.
#[must_use]
pub fn terms_of(phrase: &str) -> Vec<String> {
    terms::asked(phrase, &Expressions)
}

/// Every entry that has one of the terms.
#[must_use]
pub fn describe(terms: &[String]) -> Vec<Described> {
    let mut tally = Tally::new();
    for term in terms {
        tally.add(&[near::with_term(term)]);
    }
    tally.finish()
}

/// Entries that have all the terms. Here the beginning of a word will do.
#[must_use]
pub fn with_all(terms: &[String]) -> Vec<Described> {
    let mut tally = Tally::new();
    for term in terms {
        if term.len() >= 3 && term.bytes().all(|b| b.is_ascii_alphanumeric()) {
            let all: Vec<Postings> = near::with_prefix(term).collect();
            tally.add(&all);
        } else {
            tally.add(&[near::with_term(term)]);
        }
    }
    let mut found = tally.finish();
    found.retain(|d| d.terms == terms.len());
    found
}

/// Counts for every entry.
struct Tally {
    asked: Vec<f32>,
    named: Vec<f32>,
    terms: Vec<usize>,
    whole: f32,
}

impl Tally {
    fn new() -> Self {
        let entries = catalogue::len();
        Self {
            asked: vec![0.0; entries],
            named: vec![0.0; entries],
            terms: vec![0; entries],
            whole: 0.0,
        }
    }

    /// One term of the phrase: the entries that have it in any of its forms.
    fn add(&mut self, forms: &[Postings]) {
        let mut best: Vec<Option<Posting>> = vec![None; self.terms.len()];
        let mut having = 0;
        for posting in forms.iter().flat_map(Postings::iter) {
            let known = &mut best[usize::from(posting.id.0)];
            having += usize::from(known.is_none());
            if known.is_none_or(|k| k.weight < posting.weight) {
                *known = Some(posting);
            }
        }
        let rarity = layout::rarity(having, self.terms.len());
        self.whole += rarity;
        for (at, posting) in best.into_iter().enumerate() {
            let Some(posting) = posting else { continue };
            self.asked[at] += rarity * posting.weight;
            self.terms[at] += 1;
            if posting.titled {
                self.named[at] += rarity;
            }
        }
    }

    fn finish(self) -> Vec<Described> {
        catalogue::ids()
            .map(|id| (id, usize::from(id.0)))
            .filter(|(_, at)| self.terms[*at] > 0)
            .map(|(id, at)| Described {
                id,
                asked: self.asked[at] / self.whole,
                named: (self.named[at] / near::title(id).max(0.1)).min(1.0),
                terms: self.terms[at],
            })
            .collect()
    }
}
