//! When the errors of a kind came: counts in steps of a power of two seconds.
//! The steps begin at multiples of their length, and their length depends only
//! on the first and last time of all, so timelines add up in any order.

use crate::report::Timeline;
use crate::text::time::{Form, Stamp};

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
        while (last >> self.power).saturating_sub(first >> self.power) >= STEPS {
            self.power += 1;
        }
        self.power != before
    }
}

/// Counts of the steps from the first to the last in which anything came.
#[derive(Clone, Debug, Default)]
pub struct Times {
    power: u32,
    from: i64,
    counts: Vec<u64>,
}

impl Times {
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
        if self.counts.is_empty() {
            self.from = step;
        }
        let before = usize::try_from(self.from - step).unwrap_or(0);
        if before > 0 {
            self.counts.reserve_exact(before);
            self.counts.splice(..0, std::iter::repeat_n(0, before));
            self.from = step;
        }
        let at = usize::try_from(step - self.from).unwrap_or(0);
        if at >= self.counts.len() {
            self.counts.reserve_exact(at + 1 - self.counts.len());
            self.counts.resize(at + 1, 0);
        }
        self.counts[at] += count;
    }

    /// Goes over to the scale's longer steps.
    pub fn follow(&mut self, scale: &Scale) {
        let longer = scale.power - self.power;
        if longer > 0 {
            self.power = scale.power;
            let steps = (self.from..).zip(std::mem::take(&mut self.counts));
            for (step, count) in steps.filter(|(_, count)| *count > 0) {
                self.step(step >> longer, count);
            }
        }
    }

    /// As the report has it; nothing where no time was seen.
    #[must_use]
    pub fn shown(&self, scale: &Scale) -> Option<Timeline> {
        let (first, last) = scale.range?;
        let (from, to) = (first >> scale.power, last >> scale.power);
        let count = |step: i64| {
            let at = usize::try_from(step - self.from).ok()?;
            self.counts.get(at).copied()
        };
        Some(Timeline {
            first,
            last,
            step: 1 << scale.power,
            counts: (from..=to).map(|step| count(step).unwrap_or(0)).collect(),
        })
    }

    /// Reads what a report has; nothing where its numbers cannot be true.
    #[must_use]
    pub fn read(shown: &Timeline) -> Self {
        let mut scale = Scale::default();
        scale.stretch(shown.first, shown.last);
        let from = shown.first >> scale.power;
        let steps = (shown.last >> scale.power).saturating_sub(from) + 1;
        let mut own = Self::default();
        if shown.step == 1 << scale.power && shown.counts.len() as i64 == steps {
            own.power = scale.power;
            let counts = (from..).zip(&shown.counts);
            for (step, count) in counts.filter(|(_, count)| **count > 0) {
                own.step(step, *count);
            }
        }
        own
    }

    /// Adds another one; both go over to the scale's steps.
    pub fn merge(&mut self, other: &Self, scale: &Scale) {
        self.follow(scale);
        let mut other = other.clone();
        other.follow(scale);
        let steps = (other.from..).zip(other.counts);
        for (step, count) in steps.filter(|(_, count)| *count > 0) {
            self.step(step, count);
        }
    }
}
