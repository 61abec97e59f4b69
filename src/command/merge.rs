//! `cberr merge`: adds up what `parse` wrote as JSON. What it writes can be
//! merged again: the order of the inputs counts, how they are grouped does not.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::fmt;
use std::io::BufReader;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::context::Context;
use crate::catalogue::{self, Id};
use crate::cli::args::MergeArgs;
use crate::diagnostics::Outcome;
use crate::input::source;
use crate::recognise::values::{self, VALUES};
use crate::render::{self};
use crate::report::{Explained, Explainer, Input, Match, Report, Str, Values};
use crate::summary::found::Found;
use crate::summary::row::Row;
use crate::summary::tally::UNKNOWN;
use crate::summary::timeline::{Scale, Times};
use crate::text::lang::{self, Lang};
use crate::text::time;

/// Adds up the summaries. One that cannot be read is told of and passed over.
pub fn run(context: &mut Context<'_>, args: &MergeArgs) -> Result<Outcome> {
    let mut merged = Merged::default();
    merged.input.records = Some(0);
    let mut unread = false;
    for path in &args.files {
        if let Err(error) = merged.read(path) {
            unread = true;
            let error = error.context(path.display().to_string());
            context.complain(&lang::describe(&error, context.lang));
        }
    }
    let report = merged.report(&Explainer::new(context.lang));
    context.look.extent = args.detail.extent();
    render::write_summary(&mut context.out, &report, context.format, context.look)?;
    Ok(if unread {
        Outcome::Io
    } else {
        let known = |row: Row<'_>| row.matched != Match::Unknown;
        Outcome::of_known(report.results.rows().any(known))
    })
}

/// A summary, or another line of ndjson, of which no more than the type counts.
#[derive(Deserialize)]
struct Part {
    #[serde(rename = "type")]
    kind: Option<String>,
    schema: Option<u64>,
    input: Option<Input>,
    results: Option<Results>,
    #[serde(default)]
    more: u64,
}

/// The results, without the sentences that this catalogue has itself: they are most
/// of a summary, and are written anew.
struct Results(Vec<Explained>);

impl<'de> Deserialize<'de> for Results {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Each;
        impl<'de> Visitor<'de> for Each {
            type Value = Results;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of results")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Results, A::Error> {
                let mut results = Vec::new();
                while let Some(result) = list.next_element()? {
                    results.push(without_sentences(result).made_fit());
                }
                Ok(Results(results))
            }
        }
        deserializer.deserialize_seq(Each)
    }
}

fn without_sentences(result: Explained) -> Explained {
    if entry(&result).is_none() {
        return result;
    }
    Explained {
        meaning: Str::default(),
        causes: Vec::new(),
        steps: Vec::new(),
        aliases: Vec::new(),
        see_also: Vec::new(),
        differences: Vec::new(),
        docs: Vec::new(),
        sources: Vec::new(),
        decided_by: Vec::new(),
        legacy: None,
        ..result
    }
}

/// What makes a kind: service, code and case; what is not in the catalogue, its
/// text.
type Key = (Option<String>, String, Option<String>, Option<String>);

/// The sum so far; kinds in the order in which they first appear.
#[derive(Default)]
struct Merged {
    input: Input,
    kinds: Vec<Kind>,
    numbers: HashMap<Key, usize>,
    unknown: usize,
    more: u64,
    scale: Scale,
}

/// A kind so far: its first result, to which the others are added.
struct Kind {
    result: Explained,
    times: Times,
}

impl Merged {
    /// Adds the summaries of a file: one object, or ndjson of which only the
    /// summaries count.
    fn read(&mut self, path: &Path) -> Result<()> {
        let reader = source::open(path, &Arc::default())?;
        let parts = serde_json::Deserializer::from_reader(BufReader::new(reader));
        let mut found = false;
        for part in parts.into_iter::<Part>() {
            let part = match part {
                Err(error) if error.is_data() => {
                    return Err(error).context("no summary of `cberr parse`");
                }
                part => part?,
            };
            if part.kind.as_ref().is_some_and(|kind| kind != "summary") {
                continue;
            }
            let (Some(1), Some(input), Some(results)) = (part.schema, part.input, part.results)
            else {
                bail!("no summary of `cberr parse --format json`");
            };
            self.add(input.made_fit(), results.0, part.more);
            found = true;
        }
        if !found {
            bail!("no summary of `cberr parse --format json`");
        }
        Ok(())
    }

    fn add(&mut self, input: Input, mut results: Vec<Explained>, more: u64) {
        self.input.lines += input.lines;
        self.input.bytes += input.bytes;
        // What one of them does not say is not known of the sum.
        let records = self.input.records.zip(input.records);
        self.input.interrupted |= input.interrupted;
        self.input.left_out = self.input.left_out.saturating_add(input.left_out);
        self.input.records = records.map(|(own, other)| own + other);
        self.input.files.extend(input.name);
        self.input.files.extend(input.files);
        self.more += more;
        // By first appearance; a single record has its results in its own order.
        results.sort_by_key(|r| r.appeared);
        for result in results {
            self.result(result);
        }
    }

    fn result(&mut self, result: Explained) {
        let times = self.times(&result);
        let catalogued = result.service.is_some() && result.matched != Match::Family;
        let key = (
            result.service.as_deref().map(str::to_owned),
            result.code.to_string(),
            result.case.as_deref().map(str::to_owned),
            (!catalogued).then(|| result.query.clone()),
        );
        if let Some(number) = self.numbers.get(&key) {
            let kind = &mut self.kinds[*number];
            kind.times.merge(&times, &self.scale);
            kind.add(result);
            return;
        }
        if !catalogued {
            if self.unknown == UNKNOWN {
                self.more += result.count;
                return;
            }
            self.unknown += 1;
        }
        self.numbers.insert(key, self.kinds.len());
        self.kinds.push(Kind { result, times });
    }

    /// The timeline of a result; of a single record, its time.
    fn times(&mut self, result: &Explained) -> Times {
        let mut times = Times::default();
        if let Some(shown) = &result.timeline {
            self.scale.stretch(shown.first, shown.last);
            times = Times::read(shown);
        } else if let Some(first) = &result.first
            && let Some(stamp) = first.time.as_deref().and_then(time::read)
        {
            self.scale.stretch(stamp.seconds, stamp.seconds);
            times.put(&self.scale, stamp.seconds, result.count);
        }
        times
    }

    fn report(self, explainer: &Explainer) -> Report<Found> {
        let mut input = self.input;
        input.kind = "merged".into();
        let mut results = Vec::with_capacity(self.kinds.len());
        for (number, kind) in self.kinds.into_iter().enumerate() {
            let mut times = kind.times;
            times.follow(&self.scale);
            let explained = explain(explainer, kind.result);
            results.push(Explained {
                timeline: times.shown(&self.scale),
                appeared: number as u64 + 1,
                ..explained
            });
        }
        results.sort_by_key(|r| (r.wrapper, Reverse(r.count), r.appeared));
        Report::of(explainer.lang, input, Found::Merged(results), self.more)
    }
}

impl Kind {
    fn add(&mut self, other: Explained) {
        let own = &mut self.result;
        fill_counts(own);
        let mut other = other;
        fill_counts(&mut other);
        own.count += other.count;
        own.last = other.last;
        for code in other.wrapped_by {
            if own.wrapped_by.len() < crate::summary::tally::AROUND
                && !own.wrapped_by.contains(&code)
            {
                own.wrapped_by.push(code);
            }
        }
        for id in &other.request_ids {
            values::add_id(&mut own.request_ids, id);
        }
        for (name, list) in other.values {
            let counts = other.value_counts.remove(&name).unwrap_or_default();
            let own_list = own.values.entry(name.clone()).or_default();
            let own_counts = own.value_counts.entry(name).or_default();
            for (value, count) in list.into_iter().zip(counts) {
                if let Some(at) = own_list.iter().position(|v| *v == value) {
                    own_counts[at] += count;
                } else if own_list.len() < VALUES {
                    own_list.push(value);
                    own_counts.push(count);
                }
            }
        }
        own.excerpt = own.excerpt.take().or(other.excerpt);
        own.message = own.message.take().or(other.message);
    }
}

/// In a single record every value stood as often as the error.
fn fill_counts(result: &mut Explained) {
    for (name, list) in &result.values {
        let counts = result.value_counts.entry(name.clone()).or_default();
        counts.resize(list.len(), result.count);
    }
}

/// The sentences of this catalogue, in this language, filled with what stood
/// there most often. What it does not know stays as it was written.
fn explain(explainer: &Explainer, result: Explained) -> Explained {
    let Some((id, case)) = entry(&result) else {
        return result;
    };
    let mut frequent = Values::new();
    for (name, list) in &result.values {
        let counts = result.value_counts.get(name);
        let mut order: Vec<usize> = (0..list.len()).collect();
        let count = |at: &usize| counts.and_then(|c| c.get(*at)).copied();
        order.sort_by_key(|at| Reverse(count(at)));
        let list = order.into_iter().map(|at| list[at].clone()).collect();
        frequent.insert(name.clone(), list);
    }
    let fresh = explainer.explain(id, case, result.matched, &result.query, frequent);
    Explained {
        wrapped_by: result.wrapped_by,
        module: result
            .module
            .map(|m| explainer.module(&m.number, &m.message)),
        message: result.message,
        values: result.values,
        value_counts: result.value_counts,
        request_ids: result.request_ids,
        excerpt: result.excerpt,
        count: result.count,
        first: result.first,
        last: result.last,
        ..fresh
    }
}

/// The entry and the number of the case that a result names.
fn entry(result: &Explained) -> Option<(Id, Option<usize>)> {
    let service = result.service.as_deref()?;
    let hits = catalogue::find(&result.code);
    let id = hits
        .iter()
        .find(|hit| !hit.alias && hit.id.service_id() == service)?
        .id;
    let Some(case) = &result.case else {
        return Some((id, None));
    };
    let number = id.cases(Lang::En).position(|c| c.id == *case)?;
    Some((id, Some(number)))
}
