//! First and last times, by the clock of the log.

use crate::report::{Explained, Report};
use crate::summary::Ranking;
use crate::text::time::{self, Form, for_people};

/// Bytes of a day: `2026-11-20 `, `20/Nov/2026`.
const DAY: usize = 11;

/// First and last time of all, where a day is known.
pub(super) fn range(report: &Report<Ranking>) -> Option<String> {
    let timeline = report.results.rows().find_map(|r| r.timeline)?;
    if timeline.form != Form::Date {
        return None;
    }
    // By the clock of the log, as all other times of the page.
    let mut times = report.results.rows().filter_map(|r| r.first?.time.clone());
    let zone = times.find_map(|text| Some(time::read(&text)?.zone));
    let written = |seconds| time::written(seconds + zone.unwrap_or(0));
    Some(span(&written(timeline.first), &written(timeline.last)))
}

/// Two times, the second without the day if that is the first's; one if they are
/// the same.
fn span(from: &str, to: &str) -> String {
    if from == to {
        return from.to_owned();
    }
    let clock = from.get(..DAY).and_then(|day| to.strip_prefix(day));
    let to = clock.map_or(to, |clock| clock.trim_start_matches([' ', ':']));
    format!("{from} - {to}")
}

/// First and last time of a kind.
pub(super) fn when(result: &Explained) -> Option<String> {
    let (from, to) = first_and_last(result)?;
    Some(span(&from, &to))
}

/// The first and the last time of a kind as they stood there, or, where the lines stand
/// in another order than their times, the least and the greatest.
pub(super) fn first_and_last(result: &Explained) -> Option<(String, String)> {
    let first = result.first.as_ref()?.time.as_deref()?;
    let last = result.last.as_ref()?.time.as_deref()?;
    let timeline = result.timeline.as_ref();
    let bounds = timeline.and_then(|t| Some((t.form, t.earliest?, t.latest?)));
    let shown = |text: &str, bound: Option<(Form, i64)>| match (time::read(text), bound) {
        (Some(own), Some((Form::Date, seconds)))
            if own.form == Form::Date && own.seconds != seconds =>
        {
            time::written(seconds + own.zone)
        }
        _ => for_people(text),
    };
    let from = shown(first, bounds.map(|(form, first, _)| (form, first)));
    Some((
        from,
        shown(last, bounds.map(|(form, _, last)| (form, last))),
    ))
}
