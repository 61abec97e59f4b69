//! Entries that a phrase describes, by the index of names, meanings, keywords,
//! cases and causes in both languages.

use crate::catalogue::near::{self, Expressions};
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
    let entries = catalogue::len();
    let mut asked = vec![0f32; entries];
    let mut named = vec![0f32; entries];
    let mut counts = vec![0usize; entries];
    let mut whole = 0f32;
    for term in terms {
        let postings = near::with_term(term);
        let rarity = layout::rarity(postings.len(), entries);
        whole += rarity;
        for posting in postings.iter() {
            let at = usize::from(posting.id.0);
            asked[at] += rarity * posting.weight;
            counts[at] += 1;
            if posting.titled {
                named[at] += rarity;
            }
        }
    }
    catalogue::ids()
        .map(|id| (id, usize::from(id.0)))
        .filter(|(_, at)| counts[*at] > 0)
        .map(|(id, at)| Described {
            id,
            asked: asked[at] / whole,
            named: (named[at] / near::title(id).max(0.1)).min(1.0),
            terms: counts[at],
        })
        .collect()
}
