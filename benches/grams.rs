//! Chooses `build/grams.txt`: `cargo bench --bench grams -- FILE...`, where the
//! files are ordinary logs and source text, the background in which the grams
//! shall be rare. Prints the list; what it costs stands in its comments.
//!
//! A weighted set cover picks the grams. Then they are dealt to the eight buckets
//! of the searcher so that few places of the background look like a gram: a
//! bucket tests each of four bytes by its two halves, apart, so grams that share
//! halves belong together.

#[allow(dead_code)]
#[path = "scan/generate.rs"]
mod generate;
#[allow(dead_code)]
#[path = "../build/grams.rs"]
mod grams;
#[allow(dead_code)]
#[path = "../src/catalogue/layout.rs"]
mod layout;
#[allow(dead_code)]
#[path = "../src/catalogue/model.rs"]
mod model;
#[allow(dead_code)]
#[path = "../build/recognition.rs"]
mod recognition;
#[allow(dead_code)]
#[path = "../build/source/mod.rs"]
mod source;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::Result;
use generate::{Dice, Kind};
use grams::{BUCKETS, Gram};

/// How many grams a bucket may hold.
const ROOM: usize = 60;
/// What a gram costs that never occurs, in hits a kilobyte: the places that look
/// like one grow with the number of grams.
const PRICE: f64 = 0.02;
/// How often the cover is torn open and filled anew.
const ROUNDS: usize = 3000;
/// What a place that only looks like a gram costs, in hits.
const LOOK: f64 = 0.25;

fn main() -> Result<()> {
    let source = source::read(Path::new("data"))?;
    let needs = grams::needs(&source);
    let background = background()?;
    let counts = count(&background);
    let cover = Cover::new(&needs, &counts);
    let chosen = cover.choose();
    let mut deal = Deal::new(&chosen, sample(&background));
    deal.improve(&cover);
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "# Chosen by benches/grams.rs; one line a bucket of the searcher."
    )?;
    writeln!(
        out,
        "# {} grams; in ordinary text {:.2} hits a kilobyte, and {:.2} places that look like one.",
        deal.grams().count(),
        deal.grams().map(|g| cover.weight(g)).sum::<f64>(),
        deal.looks() * 1000.0
    )?;
    for bucket in &deal.buckets {
        // With each, how often it stands in a megabyte.
        let word = |gram| format!("{}={:.0}", escaped(gram), cover.weight(gram) * 1000.0);
        let words: Vec<String> = bucket.iter().map(word).collect();
        writeln!(out, "{}", words.join(" "))?;
    }
    Ok(())
}

/// Bytes of ordinary text: the files named, and a log without errors.
fn background() -> Result<Vec<Vec<u8>>> {
    let mut texts = Vec::new();
    for (seed, kind) in [(7, Kind::Mixed), (8, Kind::Ndjson)] {
        let mut log = Vec::new();
        generate::write(&mut log, kind, 2 << 20, 0, seed, &[])?;
        texts.push(log);
    }
    for path in std::env::args().skip(1).filter(|a| !a.starts_with("--")) {
        let mut text = fs::read(path)?;
        text.truncate(4 << 20);
        texts.push(text);
    }
    Ok(texts)
}

/// Hits a kilobyte, each text weighing the same.
fn count(texts: &[Vec<u8>]) -> HashMap<Gram, f64> {
    let mut counts = HashMap::new();
    for text in texts {
        let share = 1000.0 / text.len() as f64 / texts.len() as f64;
        for gram in text.windows(4).filter_map(|w| w.first_chunk()) {
            *counts.entry(*gram).or_insert(0.0) += share;
        }
    }
    counts
}

/// A few thousand places of every text, four bytes each, with how often these
/// were drawn.
fn sample(texts: &[Vec<u8>]) -> Vec<(Gram, f64)> {
    let mut dice = Dice::new(3);
    let each = 60_000 / texts.len();
    let mut drawn: BTreeMap<Gram, f64> = BTreeMap::new();
    for text in texts {
        for _ in 0..each {
            let at = dice.below(text.len() - 4);
            let gram = text[at..].first_chunk().copied().unwrap_or_default();
            *drawn.entry(gram).or_default() += 1.0;
        }
    }
    drawn.into_iter().collect()
}

/// Which gram stands in which needs.
struct Cover<'a> {
    needs: Vec<HashSet<Gram>>,
    holders: HashMap<Gram, Vec<usize>>,
    counts: &'a HashMap<Gram, f64>,
}

impl<'a> Cover<'a> {
    fn new(needs: &[grams::Need], counts: &'a HashMap<Gram, f64>) -> Self {
        let needs: Vec<HashSet<Gram>> = needs
            .iter()
            .map(|need| {
                need.pieces
                    .iter()
                    .flat_map(|piece| &piece.grams)
                    .map(|(_, gram)| *gram)
                    .collect()
            })
            .collect();
        let mut holders: HashMap<Gram, Vec<usize>> = HashMap::new();
        for (at, grams) in needs.iter().enumerate() {
            for gram in grams {
                holders.entry(*gram).or_default().push(at);
            }
        }
        Self {
            needs,
            holders,
            counts,
        }
    }

    fn weight(&self, gram: &Gram) -> f64 {
        self.counts.get(gram).copied().unwrap_or(0.0)
    }

    /// Greedy, then over and over: some grams are dropped, the gap is filled
    /// greedily, and the better list stays.
    fn choose(&self) -> Vec<Gram> {
        let mut dice = Dice::new(5);
        let mut best = self.fill(Vec::new(), &mut dice);
        for _ in 0..ROUNDS {
            let mut next = best.clone();
            for _ in 0..3 + dice.below(12) {
                next.swap_remove(dice.below(next.len()));
            }
            let next = self.fill(next, &mut dice);
            if self.price(&next) <= self.price(&best) {
                best = next;
            }
        }
        best
    }

    fn price(&self, chosen: &[Gram]) -> f64 {
        chosen.iter().map(|g| self.weight(g) + PRICE).sum()
    }

    /// Adds grams, the most needs a hit first, until nothing is missing; then
    /// takes away what turned out superfluous, the commonest first.
    fn fill(&self, mut chosen: Vec<Gram>, dice: &mut Dice) -> Vec<Gram> {
        let mut times = vec![0u16; self.needs.len()];
        for gram in &chosen {
            self.holders[gram].iter().for_each(|n| times[*n] += 1);
        }
        while let Some(first) = times.iter().position(|t| *t == 0) {
            let mut gain: HashMap<Gram, f64> = HashMap::new();
            for (need, _) in times.iter().enumerate().filter(|(_, t)| **t == 0) {
                for gram in &self.needs[need] {
                    *gain.entry(*gram).or_default() += 1.0;
                }
            }
            let noise: Vec<f64> = (0..64)
                .map(|_| 1.0 + dice.below(100) as f64 / 300.0)
                .collect();
            let worth = |g: &Gram| {
                let luck = noise[usize::from(g[0] ^ g[1].rotate_left(3) ^ g[2]) & 63];
                gain[g] * luck / (self.weight(g) + PRICE)
            };
            let mut grams: Vec<&Gram> = gain.keys().collect();
            grams.sort_unstable();
            let best = grams
                .into_iter()
                .max_by(|a, b| worth(a).total_cmp(&worth(b)));
            let best = *best.unwrap_or_else(|| panic!("no gram at all covers need {first}"));
            self.holders[&best].iter().for_each(|n| times[*n] += 1);
            chosen.push(best);
        }
        chosen.sort_by(|a, b| self.weight(b).total_cmp(&self.weight(a)).then(a.cmp(b)));
        chosen.retain(|gram| {
            let spare = self.holders[gram].iter().all(|n| times[*n] > 1);
            if spare {
                self.holders[gram].iter().for_each(|n| times[*n] -= 1);
            }
            !spare
        });
        chosen
    }

    /// Grams that could stand in for `gram` beside the others.
    fn substitutes(&self, gram: &Gram, all: &[Gram]) -> Vec<Gram> {
        let alone: Vec<&HashSet<Gram>> = self.holders[gram]
            .iter()
            .map(|at| &self.needs[*at])
            .filter(|need| !all.iter().any(|g| g != gram && need.contains(g)))
            .collect();
        let Some(first) = alone.first() else {
            return Vec::new();
        };
        let mut found: Vec<Gram> = first
            .iter()
            .filter(|g| alone.iter().all(|need| need.contains(*g)) && !all.contains(g))
            .copied()
            .collect();
        found.sort_unstable();
        found
    }
}

/// Grams in buckets.
struct Deal {
    buckets: Vec<Vec<Gram>>,
    /// Drawn from the background, each with how often.
    places: Vec<(Gram, f64)>,
    drawn: f64,
}

/// The halves that a bucket admits at each of four bytes.
#[derive(Default)]
struct Mask([(u16, u16); 4]);

impl Mask {
    fn of(grams: &[Gram]) -> Self {
        let mut mask = Self::default();
        for gram in grams {
            for (halves, byte) in mask.0.iter_mut().zip(gram) {
                halves.0 |= 1 << (byte & 15);
                halves.1 |= 1 << (byte >> 4);
            }
        }
        mask
    }

    fn admits(&self, place: &Gram) -> bool {
        self.0
            .iter()
            .zip(place)
            .all(|(halves, byte)| halves.0 >> (byte & 15) & halves.1 >> (byte >> 4) & 1 == 1)
    }
}

impl Deal {
    fn new(chosen: &[Gram], places: Vec<(Gram, f64)>) -> Self {
        let mut buckets = vec![Vec::new(); BUCKETS];
        let mut sorted = chosen.to_vec();
        sorted.sort_by_key(|g| (g[0] >> 4, g[1] >> 4, g[0] & 15));
        let each = sorted.len().div_ceil(BUCKETS);
        for (at, gram) in sorted.into_iter().enumerate() {
            buckets[(at / each).min(BUCKETS - 1)].push(gram);
        }
        let drawn = places.iter().map(|(_, times)| times).sum();
        Self {
            buckets,
            places,
            drawn,
        }
    }

    fn grams(&self) -> impl Iterator<Item = &Gram> {
        self.buckets.iter().flatten()
    }

    fn cost(&self, bucket: &[Gram]) -> f64 {
        let mask = Mask::of(bucket);
        let looks = self.places.iter().filter(|(p, _)| mask.admits(p));
        let looks: f64 = looks.map(|(_, times)| times).sum();
        looks / self.drawn * (1.0 + 0.02 * bucket.len() as f64)
    }

    /// Share of places that look like a gram.
    fn looks(&self) -> f64 {
        let masks: Vec<Mask> = self.buckets.iter().map(|b| Mask::of(b)).collect();
        let looks = self.places.iter();
        let looks = looks.filter(|(p, _)| masks.iter().any(|m| m.admits(p)));
        looks.map(|(_, times)| times).sum::<f64>() / self.drawn
    }

    /// Moves, swaps and substitutes grams while that lowers the cost, at first
    /// also when it does not.
    fn improve(&mut self, cover: &Cover<'_>) {
        let mut dice = Dice::new(11);
        let mut costs: Vec<f64> = self.buckets.iter().map(|b| self.cost(b)).collect();
        let steps = 600_000;
        for step in 0..steps {
            let heat = 0.004 * (1.0 - step as f64 / steps as f64).powi(3);
            let (from, to) = (dice.below(BUCKETS), dice.below(BUCKETS));
            if self.buckets[from].is_empty() {
                continue;
            }
            let at = dice.below(self.buckets[from].len());
            let gram = self.buckets[from][at];
            let (mut a, mut b) = (self.buckets[from].clone(), self.buckets[to].clone());
            let mut price = 0.0;
            match dice.below(3) {
                0 if from != to && b.len() < ROOM => b.push(a.swap_remove(at)),
                1 if from != to && !b.is_empty() => {
                    let other = dice.below(b.len());
                    std::mem::swap(&mut a[at], &mut b[other]);
                }
                2 => {
                    let all: Vec<Gram> = self.grams().copied().collect();
                    let others = cover.substitutes(&gram, &all);
                    if others.is_empty() {
                        continue;
                    }
                    a[at] = others[dice.below(others.len())];
                    let more = cover.weight(&a[at]) - cover.weight(&gram);
                    if more > 0.05 {
                        continue;
                    }
                    price = more / 1000.0 / LOOK;
                }
                _ => continue,
            }
            let mut change = self.cost(&a) - costs[from] + price;
            if from != to {
                change += self.cost(&b) - costs[to];
            }
            let luck = dice.below(1 << 20) as f64 / f64::from(1 << 20);
            if change < 0.0 || (heat > 0.0 && luck < (-change / heat).exp()) {
                costs[from] = self.cost(&a);
                self.buckets[from] = a;
                if from != to {
                    costs[to] = self.cost(&b);
                    self.buckets[to] = b;
                }
            }
        }
    }
}

/// As `build/grams.rs` reads it.
fn escaped(gram: &Gram) -> String {
    gram.iter()
        .map(|b| match b {
            b'!'..=b'~' if *b != b'\\' && *b != b'#' => char::from(*b).to_string(),
            _ => format!("\\x{b:02x}"),
        })
        .collect()
}
