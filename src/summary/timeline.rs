//! When the errors of a kind came: counts in steps of a power of two seconds.
//! The steps begin at multiples of their length, and their length depends only
//! on the first and last time of all, so timelines add up in any order.
//!
//! Times of different forms stand on different scales. Counted are those of the form
//! that says most of its day, whichever came first: that too depends on no order.

use std::ops::RangeInclusive;

use crate::report::Timeline;
use crate::text::time::Form;

/// Most steps.
const STEPS: i64 = 32;
/// Seconds of a day.
const DAY: i64 = 86_400;

/// Length and range of the steps.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scale {
    /// A step has two to this seconds.
    power: u32,
    /// First and last time, and their form.
    range: Option<(Form, i64, i64)>,
}

impl Scale {
    /// Makes room for times of a form from the first to the last; whether the times
    /// counted so far must follow.
    pub fn admit(&mut self, form: Form, first: i64, last: i64) -> bool {
        let before = *self;
        let (from, to) = match self.range {
            Some((own, ..)) if own > form => return false,
            Some((own, from, to)) if own == form => (from, to),
            _ => {
                self.power = 0;
                (first, last)
            }
        };
        let (first, last) = (from.min(first), to.max(last));
        self.range = Some((form, first, last));
        while (last >> self.power).saturating_sub(first >> self.power) >= STEPS {
            self.power += 1;
        }
        self.power != before.power || self.form() != before.form()
    }

    fn form(&self) -> Option<Form> {
        self.range.map(|(form, ..)| form)
    }
}

/// Counts of the steps from the first to the last in which anything came.
#[derive(Clone, Debug, Default)]
pub struct Times {
    power: u32,
    from: i64,
    counts: Vec<u64>,
    /// First and last time, and their form.
    range: Option<(Form, i64, i64)>,
}

impl Times {
    /// Counts a time, unless the scale is of another form.
    pub fn put(&mut self, scale: &Scale, form: Form, seconds: i64, count: u64) {
        if scale.form() == Some(form) {
            self.follow(scale);
            self.stretch(form, seconds, seconds);
            self.step(seconds >> scale.power, count);
        }
    }

    fn stretch(&mut self, form: Form, first: i64, last: i64) {
        let (_, from, to) = self.range.unwrap_or((form, first, last));
        self.range = Some((form, from.min(first), to.max(last)));
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
        self.counts[at] = self.counts[at].saturating_add(count);
    }

    /// Goes over to the scale: to its longer steps, or to nothing where it is of
    /// another form.
    pub fn follow(&mut self, scale: &Scale) {
        if self
            .range
            .is_some_and(|(form, ..)| scale.form() != Some(form))
        {
            *self = Self::default();
        }
        let longer = scale.power.saturating_sub(self.power);
        self.power = scale.power;
        if longer > 0 {
            let steps = (self.from..).zip(std::mem::take(&mut self.counts));
            for (step, count) in steps.filter(|(_, count)| *count > 0) {
                self.step(step >> longer, count);
            }
        }
    }

    /// As the report has it; nothing where no time was seen.
    #[must_use]
    pub fn shown(&self, scale: &Scale) -> Option<Timeline> {
        let (form, first, last) = scale.range?;
        let (from, to) = (first >> scale.power, last >> scale.power);
        let count = |step: i64| {
            let at = usize::try_from(step - self.from).ok()?;
            self.counts.get(at).copied()
        };
        Some(Timeline {
            form,
            first,
            last,
            step: 1 << scale.power,
            counts: (from..=to).map(|step| count(step).unwrap_or(0)).collect(),
            earliest: self.range.map(|(_, earliest, _)| earliest),
            latest: self.range.map(|(.., latest)| latest),
        })
    }

    /// Adds what a report has, for which the scale has made room.
    pub fn add(&mut self, scale: &Scale, shown: &Timeline) {
        if scale.form() != Some(shown.form) {
            return;
        }
        let mut own = Scale::default();
        own.admit(shown.form, shown.first, shown.last);
        self.follow(scale);
        let longer = scale.power.saturating_sub(own.power);
        let steps = (shown.first >> own.power..).zip(&shown.counts);
        for (step, count) in steps.filter(|(_, count)| **count > 0) {
            self.step(step >> longer, *count);
        }
        if let (Some(earliest), Some(latest)) = (shown.earliest, shown.latest) {
            self.stretch(shown.form, earliest, latest);
        }
    }
}

/// Whether the numbers of a timeline can be true.
#[must_use]
pub fn plausible(shown: &Timeline) -> bool {
    let within: RangeInclusive<i64> = match shown.form {
        Form::Clock => 0..=DAY,
        Form::Day => 0..=366 * DAY,
        // The years 0 to 9999, by any clock.
        Form::Date => -719_529 * DAY..=2_932_898 * DAY,
    };
    let ordered =
        |first: i64, last: i64| shown.first <= first && first <= last && last <= shown.last;
    let mut scale = Scale::default();
    scale.admit(shown.form, shown.first, shown.last);
    let steps = (shown.last >> scale.power) - (shown.first >> scale.power) + 1;
    within.contains(&shown.first)
        && within.contains(&shown.last)
        && ordered(shown.first, shown.last)
        && shown
            .earliest
            .zip(shown.latest)
            .is_none_or(|(a, b)| ordered(a, b))
        && shown.step == 1 << scale.power
        && i64::try_from(shown.counts.len()) == Ok(steps)
}

#[cfg(test)]
mod tests {
    use super::{STEPS, Scale, Times, plausible};
    use crate::report::Timeline;
    use crate::text::time::Form;

    fn of(form: Form, times: &[i64]) -> (Scale, Times) {
        let (mut scale, mut own) = (Scale::default(), Times::default());
        for at in times {
            scale.admit(form, *at, *at);
            own.put(&scale, form, *at, 1);
        }
        (scale, own)
    }

    fn shown(form: Form, times: &[i64]) -> Timeline {
        let (scale, own) = of(form, times);
        own.shown(&scale).expect("times")
    }

    fn sum(parts: &[Timeline]) -> Timeline {
        let (mut scale, mut own) = (Scale::default(), Times::default());
        for part in parts {
            scale.admit(part.form, part.first, part.last);
            own.add(&scale, part);
        }
        own.follow(&scale);
        own.shown(&scale).expect("times")
    }

    #[test]
    fn steps_are_as_short_as_fit() {
        for (times, step) in [
            (&[0, STEPS - 1][..], 1),
            (&[0, STEPS], 2),
            (&[1, STEPS], 1),
            (&[-1, STEPS - 1], 2),
            (&[i64::from(i32::MIN), i64::from(i32::MAX)], 1 << 27),
        ] {
            let shown = shown(Form::Date, times);
            assert_eq!(shown.step, step, "{times:?}");
            assert!(shown.counts.len() as i64 <= STEPS);
            assert_eq!(shown.counts.iter().sum::<u64>(), times.len() as u64);
            assert!(plausible(&shown), "{shown:?}");
        }
    }

    #[test]
    fn what_was_counted_follows_where_steps_or_form_change() {
        let (clock, day, date) = (Form::Clock, Form::Day, Form::Date);
        let mut scale = Scale::default();
        for (form, first, last, follow) in [
            (clock, 10, 20, true),
            (clock, 12, 30, false),
            (clock, 0, STEPS - 1, false),
            (clock, 0, STEPS, true),
            (clock, 0, 2 * STEPS - 1, false),
            (clock, -1, 0, true),
            // A form that says more takes the place of the other, whose times count no
            // more; one that says less changes nothing.
            (day, 5, 6, true),
            (clock, 0, 80_000, false),
            (day, 5, 7, false),
            (date, 5, 6, true),
            (day, 0, 1 << 20, false),
            (date, 5, 5 + 40 * STEPS, true),
        ] {
            let seen = scale.admit(form, first, last);
            assert_eq!(seen, follow, "{form:?} {first} {last}");
        }
    }

    #[test]
    fn the_first_and_last_time_are_the_least_and_the_greatest() {
        let shown = shown(Form::Date, &[500, 7, 90]);
        assert_eq!((shown.first, shown.last), (7, 500));
        assert_eq!((shown.earliest, shown.latest), (Some(7), Some(500)));
        // Of a kind alone, on the scale of all.
        let (mut scale, own) = of(Form::Date, &[90, 80]);
        scale.admit(Form::Date, 0, 1000);
        let shown = own.shown(&scale).expect("times");
        assert_eq!((shown.earliest, shown.latest), (Some(80), Some(90)));
        assert_eq!((shown.first, shown.last), (0, 1000));
    }

    #[test]
    fn of_two_forms_the_one_that_says_more_is_counted() {
        let clock = shown(Form::Clock, &[100, 200]);
        let day = shown(Form::Day, &[100, 86_400]);
        let date = shown(Form::Date, &[1_700_000_000]);
        let later = shown(Form::Date, &[1_700_000_100]);
        let both = shown(Form::Date, &[1_700_000_000, 1_700_000_100]);
        for parts in [
            [&clock, &date, &later],
            [&date, &clock, &later],
            [&later, &date, &day],
        ] {
            let parts = parts.map(Clone::clone);
            assert_eq!(sum(&parts), both);
            let grouped = [parts[0].clone(), sum(&parts[1..])];
            assert_eq!(sum(&grouped), both);
            let grouped = [sum(&parts[..2]), parts[2].clone()];
            assert_eq!(sum(&grouped), both);
        }
        assert_eq!(sum(&[clock, day.clone()]), day);
    }

    #[test]
    fn what_cannot_be_true_is_seen() {
        let good = shown(Form::Clock, &[100, 200]);
        assert!(plausible(&good));
        for wrong in [
            Timeline {
                first: i64::MIN,
                ..good.clone()
            },
            Timeline {
                last: i64::MAX,
                ..good.clone()
            },
            Timeline {
                first: 201,
                ..good.clone()
            },
            Timeline {
                step: 1,
                ..good.clone()
            },
            Timeline {
                counts: vec![1],
                ..good.clone()
            },
            Timeline {
                earliest: Some(1),
                ..good.clone()
            },
            Timeline {
                latest: Some(1 << 40),
                ..good.clone()
            },
            Timeline {
                last: 100_000,
                ..good.clone()
            },
        ] {
            assert!(!plausible(&wrong), "{wrong:?}");
        }
    }
}
