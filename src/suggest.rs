//! What was meant: the nearest codes for a name that is not in the catalogue,
//! and the entries that a phrase describes. Runs only on a miss.

use crate::catalogue::{self, Hit, Id, layout};
use crate::report::{Explainer, Suggestion};

/// What a name that is no code comes to.
#[derive(Clone, Debug)]
pub enum Answer {
    /// One clear reading.
    Spelling(Vec<Hit>),
    /// The code before the last dot is known.
    Family(Id),
    /// Nothing certain: at most three similar codes, best first.
    Miss(Vec<Suggestion>),
}

/// Reads `text` as the name of a code, within a service if one is given.
#[must_use]
pub fn answer(text: &str, service: Option<usize>, explainer: &Explainer) -> Answer {
    let letters = layout::letters(text);
    let mut scored: Vec<(usize, Id)> = catalogue::ids()
        .filter(|id| service.is_none_or(|s| id.service() == s))
        .map(|id| (distance(&letters, &layout::letters(id.code())), id))
        .collect();
    scored.sort();
    let near = scored
        .into_iter()
        .filter(|(d, id)| *d * 4 <= id.code().len())
        .take(3);
    Answer::Miss(
        near.map(|(d, id)| suggestion(id, 1.0 / (1.0 + d as f64), explainer))
            .collect(),
    )
}

/// Hits as suggestions.
#[must_use]
pub fn as_suggestions(hits: &[Hit], explainer: &Explainer) -> Vec<Suggestion> {
    hits.iter()
        .take(3)
        .map(|hit| suggestion(hit.id, 1.0, explainer))
        .collect()
}

fn suggestion(id: Id, score: f64, explainer: &Explainer) -> Suggestion {
    Suggestion {
        code: id.code().into(),
        meaning: id
            .entry(explainer.lang)
            .meaning
            .get(explainer.lang)
            .to_owned(),
        score,
    }
}

/// Entries that have all these words, most relevant first.
#[must_use]
pub fn search(words: &str, explainer: &Explainer) -> Vec<Id> {
    let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
    let _ = explainer;
    catalogue::ids()
        .filter(|id| {
            let (entry, zh) = (
                id.entry(crate::lang::Lang::En),
                id.entry(crate::lang::Lang::Zh),
            );
            let text =
                format!("{} {} {}", entry.code, entry.meaning.en, zh.meaning.zh).to_lowercase();
            words.iter().all(|w| text.contains(&**w))
        })
        .collect()
}

/// Letters to change, add, drop or swap with a neighbour to turn `a` into `b`.
#[must_use]
pub fn distance(a: &str, b: &str) -> usize {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let cost = usize::from(a[i - 1] != b[j - 1]);
            row[j] = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + cost);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}
