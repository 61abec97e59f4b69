//! What other runs wrote as JSON, added up. What is written of it can be added up
//! again: the order of the inputs counts, how they are grouped does not.

use std::fmt;
use std::io::{self, BufReader, Read};

use serde::de::{IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::bounds::Bounded;
use super::kinds::Kinds;
use super::ranking::Ranking;
use super::results::entry;
use crate::recognise::Match;
use crate::report::{Approximate, Explained, Explainer, Input, Position, Report, Str};

/// Most results of one summary.
const RESULTS: usize = 20_000;
/// Most bytes of JSON of all that one summary says and no catalogue does.
const SAID: usize = 32 << 20;
/// Most bytes of the names of all files.
const NAMES: usize = 1 << 20;
/// Bytes of JSON around a name.
const AROUND_NAME: usize = 16;
/// Most bytes of the path of a file.
const PATH: usize = 4096;
/// Most bytes of a time.
const TIME: usize = 400;
/// Most bytes of a code.
const CODE: usize = 256;

/// The sum so far.
#[derive(Default)]
pub struct Merged {
    kinds: Kinds,
    input: Input,
    /// Bytes of the names of files.
    names: usize,
    /// Summaries added.
    summaries: u64,
}

/// Why an input, or the rest of it, was not added.
#[derive(Debug)]
pub enum Refused {
    /// It cannot be read.
    Unreadable(io::Error),
    /// It is no summary, or has none.
    NoSummary,
    /// It ends in the middle of a summary, or is no JSON from some place on.
    Broken(usize),
    /// It is larger than what `parse` writes of any log.
    TooLarge,
}

impl Merged {
    /// Adds the summaries of an input: one object, or ndjson of which only the
    /// summaries count. A summary is added whole or not at all.
    pub fn read(&mut self, reader: impl Read) -> Result<(), Refused> {
        let reader = BufReader::new(Bounded::new(reader));
        let lines = serde_json::Deserializer::from_reader(reader).into_iter::<Addend>();
        let mut found = false;
        for line in lines {
            let line = line.map_err(|error| refused(error, found))?;
            if line.kind.as_ref().is_some_and(|kind| kind != "summary") {
                continue;
            }
            let (Some(1), Some(input), Some(results)) = (line.schema, line.input, line.results)
            else {
                return Err(Refused::NoSummary);
            };
            if matches!(&*input.kind, "list" | "arguments") {
                return Err(Refused::NoSummary);
            }
            if results.too_many {
                return Err(Refused::TooLarge);
            }
            self.add_input(input.made_fit());
            self.add_results(results.list);
            let approximate = line
                .approximate
                .into_iter()
                .filter_map(|name| serde_json::from_value::<Approximate>(Value::String(name)).ok());
            self.kinds.add_rest(line.more, approximate);
            found = true;
        }
        if found {
            Ok(())
        } else {
            Err(Refused::NoSummary)
        }
    }

    fn add_input(&mut self, other: Input) {
        let input = &mut self.input;
        let mut saturated = false;
        let mut add = |own: u64, other: u64| {
            let sum = own.checked_add(other);
            saturated |= sum.is_none();
            sum.unwrap_or(u64::MAX)
        };
        input.lines = add(input.lines, other.lines);
        input.bytes = add(input.bytes, other.bytes);
        // What one of them does not say is not known of the sum.
        let own = if self.summaries == 0 {
            Some(0)
        } else {
            input.records
        };
        let records = own.zip(other.records);
        input.records = records.map(|(own, other)| add(own, other));
        input.left_out = add(input.left_out, other.left_out);
        input.unread = add(input.unread, other.unread);
        input.interrupted |= other.interrupted;
        self.summaries += 1;
        for name in other.name.into_iter().chain(other.files) {
            self.names += name.len() + AROUND_NAME;
            if self.names <= NAMES {
                self.input.files.push(name);
            } else {
                self.kinds.add_rest(0, [Approximate::Files]);
            }
        }
        if saturated {
            self.kinds.add_rest(0, [Approximate::Counts]);
        }
    }

    fn add_results(&mut self, mut results: Vec<Explained>) {
        // By first appearance; a single record has its results in its own order.
        results.sort_by_key(|r| r.appeared);
        results.into_iter().for_each(|r| self.kinds.add(r));
    }

    /// Nothing was added.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.summaries == 0
    }

    /// The sum, explained by this explainer.
    #[must_use]
    pub fn report(self, explainer: Explainer) -> Report<Ranking> {
        let mut input = self.input;
        input.kind = "merged".into();
        self.kinds.ranked(explainer).report(input)
    }
}

fn refused(error: serde_json::Error, found: bool) -> Refused {
    let line = error.line();
    if error.is_io() {
        let error = io::Error::from(error);
        return match error.kind() {
            io::ErrorKind::FileTooLarge => Refused::TooLarge,
            _ => Refused::Unreadable(error),
        };
    }
    if error.is_eof() || found {
        return Refused::Broken(line);
    }
    Refused::NoSummary
}

/// A summary, or another line of ndjson, of which no more than the type counts.
#[derive(Deserialize)]
struct Addend {
    #[serde(rename = "type")]
    kind: Option<String>,
    schema: Option<u64>,
    input: Option<Input>,
    results: Option<Results>,
    #[serde(default)]
    more: u64,
    #[serde(default)]
    approximate: Vec<String>,
}

/// The results, without the sentences that this catalogue has itself: they are most
/// of a summary, and are written anew.
#[derive(Default)]
struct Results {
    list: Vec<Explained>,
    said: usize,
    /// There are more than any log has.
    too_many: bool,
}

impl<'de> Deserialize<'de> for Results {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Each;
        impl<'de> Visitor<'de> for Each {
            type Value = Results;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of results")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Results, A::Error> {
                let mut results = Results::default();
                while !results.too_many
                    && let Some(result) = list.next_element::<Explained>()?
                {
                    results.take(result);
                }
                while list.next_element::<IgnoredAny>()?.is_some() {}
                Ok(results)
            }
        }
        deserializer.deserialize_seq(Each)
    }
}

impl Results {
    fn take(&mut self, result: Explained) {
        let own = without_sentences(result);
        self.said += serde_json::to_vec(&own).map_or(0, |json| json.len());
        let own = own.made_fit();
        let code = own.code.len();
        self.list.push(fit(own));
        self.too_many = self.list.len() > RESULTS || self.said > SAID || code > CODE;
    }
}

/// A result as the contract has it: what is unknown is nobody's.
fn fit(mut result: Explained) -> Explained {
    if result.service.is_none() || result.matched == Match::Unknown {
        result.matched = Match::Unknown;
        result.service = None;
    }
    let most = match result.matched {
        Match::Unknown => 0,
        Match::Family => CODE,
        _ => PATH,
    };
    if result.query.is_empty() || result.query.len() > most {
        result.query = result.code.to_string();
    }
    let fit = |position: Position| Position {
        file: position.file.filter(|path| path.len() <= PATH),
        time: position.time.filter(|time| time.len() <= TIME),
        ..position
    };
    result.first = result.first.map(fit);
    result.last = result.last.map(fit);
    result
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
