//! When the errors of a kind came: counts in steps of a power of two seconds.
//! The steps begin at multiples of their length, and their length depends only
//! on the first and last time of all, so timelines add up in any order.

use serde::{Deserialize, Serialize};

use crate::scan::time::{Form, Stamp};

/// Most steps.
const STEPS: i64 = 32;

/// Length and range of the steps.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scale {
    /// A step has two to this seconds.
    power: u32,
    /// First and last time.
    range: Option<(i64, i64)>,
    form: Option<Form>,
}

impl Scale {
    /// Makes room for a time; whether the steps became longer.
    pub fn admit(&mut self, time: Stamp<'_>) -> bool {
        if *self.form.get_or_insert(time.form) != time.form {
            return false;
        }
        self.stretch(time.seconds, time.seconds)
    }

    /// Makes room for a range; whether the steps became longer.
    pub fn stretch(&mut self, first: i64, last: i64) -> bool {
        let before = self.power;
        let (from, to) = self.range.unwrap_or((first, last));
        let (first, last) = (from.min(first), to.max(last));
        self.range = Some((first, last));
        while (last >> self.power) - (first >> self.power) >= STEPS {
            self.power += 1;
        }
        self.power != before
    }
}

/// Counts by step, in the order of time.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    power: u32,
    counts: Vec<(i64, u64)>,
}

impl Timeline {
    /// Counts a time that the scale admitted.
    pub fn add(&mut self, scale: &Scale, time: Stamp<'_>) {
        if scale.form == Some(time.form) {
            self.put(scale, time.seconds, 1);
        }
    }

    /// Counts a time of the scale's range.
    pub fn put(&mut self, scale: &Scale, seconds: i64, count: u64) {
        self.follow(scale);
        self.step(seconds >> scale.power, count);
    }

    fn step(&mut self, step: i64, count: u64) {
        match self.counts.binary_search_by_key(&step, |(step, _)| *step) {
            Ok(at) => self.counts[at].1 += count,
            Err(at) => self.counts.insert(at, (step, count)),
        }
    }

    /// Goes over to the scale's longer steps.
    pub fn follow(&mut self, scale: &Scale) {
        let longer = scale.power - self.power;
        if longer > 0 {
            self.power = scale.power;
            for (step, count) in std::mem::take(&mut self.counts) {
                self.step(step >> longer, count);
            }
        }
    }

    /// As the report has it; nothing where no time was seen.
    #[must_use]
    pub fn shown(&self, scale: &Scale) -> Option<Shown> {
        let (first, last) = scale.range?;
        let (from, to) = (first >> scale.power, last >> scale.power);
        let count = |step| {
            let found = self.counts.iter().find(|(s, _)| *s == step);
            found.map_or(0, |(_, count)| *count)
        };
        Some(Shown {
            first,
            last,
            step: 1 << scale.power,
            counts: (from..=to).map(count).collect(),
        })
    }

    /// Reads what a report has.
    #[must_use]
    pub fn read(shown: &Shown) -> Self {
        let power = shown.step.max(1).ilog2();
        let from = shown.first >> power;
        let steps = (from..).zip(&shown.counts);
        Self {
            power,
            counts: steps
                .filter(|(_, n)| **n > 0)
                .map(|(step, n)| (step, *n))
                .collect(),
        }
    }

    /// Adds another one; both go over to the scale's steps.
    pub fn merge(&mut self, other: &Self, scale: &Scale) {
        self.follow(scale);
        let mut other = other.clone();
        other.follow(scale);
        for (step, count) in other.counts {
            self.step(step, count);
        }
    }
}

/// How often in each of equal steps of time; the same steps for every kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// The first time of any kind, seconds since 1970; since the year or the day
    /// began where the log says no more.
    pub first: i64,
    /// The last time of any kind.
    pub last: i64,
    /// Seconds of a step; the steps begin at multiples of it.
    pub step: i64,
    /// How often in each.
    pub counts: Vec<u64>,
}
