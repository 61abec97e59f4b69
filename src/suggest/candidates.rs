//! Sixty names that are worth a closer look, by what `build.rs` counted
//! beforehand: how often each letter stands in a name, and which triples.

use crate::catalogue::layout::{self, SIGNATURE};
use crate::catalogue::near::{self, Name};

/// How many names are looked at closely.
pub const CLOSE: usize = 60;

/// The names that share most with `letters`, the most promising first.
#[must_use]
pub fn of(letters: &str) -> Vec<Name> {
    let triples = layout::triples(letters);
    let mut shared = vec![0u8; near::name_count()];
    for triple in &triples {
        for name in near::with_triple(*triple) {
            shared[name] = shared[name].saturating_add(1);
        }
    }
    let typed = layout::signature(letters);
    let mut scored: Vec<(u32, usize)> = near::signatures()
        .zip(&shared)
        .enumerate()
        .map(|(number, (signature, shared))| {
            let promise = promise(
                Shares {
                    letters: in_common(&typed, signature),
                    triples: u32::from(*shared),
                },
                letters.len(),
                triples.len(),
                near::name(number),
            );
            (promise, number)
        })
        .collect();
    let by_promise = |a: &(u32, usize), b: &(u32, usize)| b.0.cmp(&a.0).then(a.1.cmp(&b.1));
    if scored.len() > CLOSE {
        scored.select_nth_unstable_by(CLOSE, by_promise);
        scored.truncate(CLOSE);
    }
    scored.sort_unstable_by(by_promise);
    scored.into_iter().map(|(_, n)| near::name(n)).collect()
}

/// What a name has in common with what was typed.
struct Shares {
    letters: u32,
    triples: u32,
}

/// Four views, in thousandths: all letters alike, all triples alike, and how much
/// of what was typed is found at all.
fn promise(shares: Shares, letters: usize, triples: usize, name: Name) -> u32 {
    let share = |part: u32, whole: usize| part * 1000 / u32::try_from(whole.max(1)).unwrap_or(1);
    let longer = letters.max(name.letters().len());
    let alike = share(shares.letters, longer);
    let dice = share(shares.triples * 2, triples + name.triples);
    let found = share(shares.triples, triples);
    let held = share(shares.letters, letters);
    dice.max(alike.saturating_sub(250)) * 2 + found + held
}

/// Letters in both, each as often as in the one that has it less often.
fn in_common(a: &[u8; SIGNATURE], b: &[u8; SIGNATURE]) -> u32 {
    a.iter().zip(b).map(|(a, b)| u32::from(*a.min(b))).sum()
}
