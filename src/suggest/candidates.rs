//! Sixty names that are worth a closer look, by what `build.rs` counted
//! beforehand: how often each letter stands in a name, and which triples.

use crate::catalogue::layout::{self, SIGNATURE};
use crate::catalogue::near::{self, Name};

/// How many names are looked at closely.
const CLOSE: usize = 60;

/// The names that share most with what was typed. Long words written out are
/// looked for in their short forms too.
#[must_use]
pub fn of(letters: &str, short: &str) -> Vec<Name> {
    let mut numbers = nearest(letters);
    if short != letters {
        let more = nearest(short);
        numbers.extend(more.into_iter().take(CLOSE / 2));
        numbers.sort_unstable();
        numbers.dedup();
    }
    numbers.into_iter().map(near::name).collect()
}

/// Numbers of the names that share most with `letters`.
fn nearest(letters: &str) -> Vec<usize> {
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
            let shares = Shares {
                letters: in_common(&typed, signature),
                triples: u32::from(*shared),
            };
            let name = near::name(number);
            (promise(&shares, letters, triples.len(), &name), number)
        })
        .collect();
    let by_promise = |a: &(u32, usize), b: &(u32, usize)| b.0.cmp(&a.0).then(a.1.cmp(&b.1));
    if scored.len() > CLOSE {
        scored.select_nth_unstable_by(CLOSE, by_promise);
        scored.truncate(CLOSE);
    }
    scored.sort_unstable_by(by_promise);
    scored.into_iter().map(|(_, number)| number).collect()
}

/// What a name has in common with what was typed.
struct Shares {
    letters: u32,
    triples: u32,
}

/// The best of three views, in thousandths, then all three: the letters or the
/// triples are alike; what was typed is found inside; it is an abbreviation.
fn promise(shares: &Shares, letters: &str, triples: usize, name: &Name) -> u32 {
    let share = |part: u32, whole: usize| part * 1000 / u32::try_from(whole.max(1)).unwrap_or(1);
    let longer = letters.len().max(name.length());
    let dice = share(shares.triples * 2, triples + name.triples);
    let alike = dice.max(share(shares.letters, longer).saturating_sub(200));
    let found = (share(shares.triples, triples) * 2 + dice) / 3;
    let held = usize::try_from(shares.letters).is_ok_and(|held| held == letters.len());
    let short_for = if held && abbreviates(letters, name.letters()) {
        500 + letters.len() * 400 / name.length()
    } else {
        0
    };
    let short_for = u32::try_from(short_for).unwrap_or(0);
    alike.max(found).max(short_for) * 4 + alike + found + short_for
}

/// The first letter, and all others in order.
fn abbreviates(typed: &str, name: &str) -> bool {
    let mut rest = name.bytes();
    typed.as_bytes().first() == name.as_bytes().first()
        && typed.bytes().all(|b| rest.any(|k| k == b))
}

/// Letters in both, each as often as in the one that has it less often.
fn in_common(a: &[u8; SIGNATURE], b: &[u8; SIGNATURE]) -> u32 {
    a.iter().zip(b).map(|(a, b)| u32::from(*a.min(b))).sum()
}

#[cfg(test)]
mod tests {
    use super::{layout, near, of};

    #[test]
    fn a_dropped_letter_loses_no_name() {
        for number in 0..near::name_count() {
            let letters = near::name(number).letters();
            let mut typed = letters.to_owned();
            typed.remove(letters.len() / 2);
            let found = of(&typed, &layout::short(&typed));
            assert!(found.iter().any(|n| n.letters() == letters), "{typed}");
        }
    }
}
