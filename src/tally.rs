//! What a log holds, by kind: (service, code, case). Memory stays bounded
//! whatever comes in.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::catalogue::Id;
use crate::clean;
use crate::parse;
use crate::recognise::Finding;
use crate::recognise::values::{self, VALUES};
use crate::report::{Explained, Explainer, Match, Position};
use crate::scan::Record;
use crate::scan::time::Stamp;
use crate::timeline::{Scale, Timeline};

/// Most kinds of unknown codes that are told apart.
pub const UNKNOWN: usize = 1000;
/// Most codes kept that stood around a kind.
pub const AROUND: usize = 16;
/// Most values kept in all: a bound for hostile input.
const KEPT: usize = 16_384;
/// Longest text kept of a message or an excerpt.
const TEXT: usize = 600;

/// Where in the input a record stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    /// Number of the input.
    input: usize,
    offset: u64,
    line: u64,
}

/// What makes a kind. A code that is not in the catalogue has its own.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Known(Id, Option<usize>),
    Other(String),
}

/// One kind so far.
struct Kind {
    sample: Finding,
    excerpt: String,
    count: u64,
    first: (Place, Option<String>),
    last: (Place, Option<String>),
    around: Vec<String>,
    values: Vec<(String, Vec<(String, u64)>)>,
    request_ids: Vec<String>,
    times: Timeline,
}

/// The kinds of a whole run.
#[derive(Default)]
pub struct Tally {
    kinds: Vec<Kind>,
    numbers: HashMap<Key, usize>,
    unknown: usize,
    kept: usize,
    scale: Scale,
    /// Names of the inputs.
    inputs: Vec<Option<String>>,
    /// Records with findings.
    pub records: u64,
    /// Occurrences of unknown codes beyond those told apart.
    pub more: u64,
}

impl Tally {
    /// Another input begins.
    pub fn input(&mut self, name: Option<String>) {
        self.inputs.push(name);
    }

    /// Counts the findings of a record: each kind once.
    pub fn record(&mut self, record: Record<'_>, findings: &[Finding], time: Option<Stamp<'_>>) {
        let place = Place {
            input: self.inputs.len().saturating_sub(1),
            offset: record.offset,
            line: record.line,
        };
        self.records += 1;
        if let Some(time) = time
            && self.scale.admit(time)
        {
            let scale = self.scale;
            self.kinds.iter_mut().for_each(|k| k.times.follow(&scale));
        }
        let mut counted: Vec<usize> = Vec::with_capacity(findings.len());
        for finding in findings {
            let Some(number) = self.number(finding, place, record.bytes) else {
                self.more += 1;
                continue;
            };
            if counted.contains(&number) {
                continue;
            }
            counted.push(number);
            self.count(number, finding, place, time);
        }
    }

    /// The number of the finding's kind; `None` when there are too many.
    fn number(&mut self, finding: &Finding, place: Place, record: &[u8]) -> Option<usize> {
        let key = key(finding);
        if let Some(number) = self.numbers.get(&key) {
            return Some(*number);
        }
        if matches!(key, Key::Other(_)) {
            if self.unknown == UNKNOWN {
                return None;
            }
            self.unknown += 1;
        }
        let number = self.kinds.len();
        let mut sample = finding.clone();
        sample.message = sample.message.as_deref().map(|m| start(&clean::shown(m)));
        sample.values.clear();
        self.kinds.push(Kind {
            excerpt: excerpt(record, &finding.query),
            sample,
            count: 0,
            first: (place, None),
            last: (place, None),
            around: Vec::new(),
            values: Vec::new(),
            request_ids: Vec::new(),
            times: Timeline::default(),
        });
        self.numbers.insert(key, number);
        Some(number)
    }

    fn count(&mut self, number: usize, finding: &Finding, place: Place, time: Option<Stamp<'_>>) {
        let kind = &mut self.kinds[number];
        let text = time.map(|t| t.text);
        if kind.count == 0 {
            kind.first.1 = text.map(str::to_owned);
        }
        kind.count += 1;
        kind.last.0 = place;
        set(&mut kind.last.1, text);
        if let Some(time) = time {
            kind.times.add(&self.scale, time);
        }
        for code in &finding.wrapped_by {
            if kind.around.len() < AROUND && !kind.around.contains(code) {
                kind.around.push(code.clone());
            }
        }
        for id in &finding.request_ids {
            values::add_id(&mut kind.request_ids, id);
        }
        for (name, list) in &finding.values {
            for value in list {
                add(&mut kind.values, name, value, &mut self.kept);
            }
        }
    }

    /// The results, in the order in which they should be read.
    #[must_use]
    pub fn results(self, explainer: &Explainer) -> Vec<Explained> {
        let Self {
            mut kinds,
            inputs,
            scale,
            ..
        } = self;
        let wrapper = |k: &Kind| {
            let case = k.sample.case.is_none();
            case && k.sample.id.is_some_and(Id::wrapper)
        };
        let mut order: Vec<usize> = (0..kinds.len()).collect();
        order.sort_by_key(|n| (wrapper(&kinds[*n]), Reverse(kinds[*n].count), *n));
        let mut results = Vec::with_capacity(order.len());
        for number in order {
            let kind = &mut kinds[number];
            results.push(Explained {
                appeared: number as u64 + 1,
                ..explain(explainer, kind, &inputs, &scale)
            });
        }
        results
    }
}

fn key(finding: &Finding) -> Key {
    match finding.id {
        Some(id) if finding.matched != Match::Family => Key::Known(id, finding.case),
        _ => Key::Other(finding.query.clone()),
    }
}

/// Counts a value; new ones within the bounds.
fn add(values: &mut Vec<(String, Vec<(String, u64)>)>, name: &str, value: &str, kept: &mut usize) {
    let at = match values.iter().position(|(n, _)| n == name) {
        Some(at) => at,
        None => {
            values.push((name.to_owned(), Vec::new()));
            values.len() - 1
        }
    };
    let list = &mut values[at].1;
    if let Some((_, count)) = list.iter_mut().find(|(v, _)| v == value) {
        *count += 1;
    } else if list.len() < VALUES && *kept < KEPT {
        *kept += 1;
        list.push((value.to_owned(), 1));
    }
}

fn set(text: &mut Option<String>, new: Option<&str>) {
    match (text, new) {
        (Some(text), Some(new)) => {
            text.clear();
            text.push_str(new);
        }
        (text, new) => *text = new.map(str::to_owned),
    }
}

fn explain(
    explainer: &Explainer,
    kind: &mut Kind,
    inputs: &[Option<String>],
    scale: &Scale,
) -> Explained {
    let position = |(place, time): &(Place, Option<String>)| Position {
        file: inputs.get(place.input).cloned().flatten(),
        line: place.line,
        offset: place.offset,
        time: time.as_deref().map(clean::shown),
    };
    let (first, last) = (position(&kind.first), position(&kind.last));
    // Sentences are filled with what stood there most often.
    for (name, list) in &kind.values {
        let mut list: Vec<&(String, u64)> = list.iter().collect();
        list.sort_by_key(|(_, count)| Reverse(*count));
        let list = list.into_iter().map(|(value, _)| value.clone()).collect();
        kind.sample.values.insert(name.clone(), list);
    }
    let mut explained = parse::explain(explainer, &kind.sample);
    for (name, list) in &kind.values {
        let shown = list.iter().map(|(value, _)| clean::shown(value)).collect();
        explained.values.insert(name.clone(), shown);
        let counts = list.iter().map(|(_, count)| *count).collect();
        explained.value_counts.insert(name.clone(), counts);
    }
    explained.wrapped_by = kind.around.iter().map(|c| clean::shown(c)).collect();
    explained.request_ids = kind.request_ids.iter().map(|id| clean::shown(id)).collect();
    explained.excerpt = Some(kind.excerpt.clone());
    explained.timeline = kind.times.shown(scale);
    Explained {
        count: kind.count,
        first: Some(first),
        last: Some(last),
        ..explained
    }
}

/// The line of the record in which `query` stands, else its first, fit to be
/// shown.
#[must_use]
pub fn excerpt(record: &[u8], query: &str) -> String {
    let word = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphanumeric);
    let apart = |at: &usize| {
        let before = at.checked_sub(1).and_then(|i| record.get(i));
        !word(before) && !word(record.get(at + query.len()))
    };
    let mut places = memchr::memmem::find_iter(record, query.as_bytes());
    let first = places.clone().next();
    let at = places.find(apart).or(first).unwrap_or(0);
    let line = memchr::memrchr(b'\n', &record[..at]).map_or(0, |n| n + 1);
    // Of a long line, what is around it.
    let from = line.max(at.saturating_sub(TEXT / 4));
    let end = memchr::memchr(b'\n', &record[at..]).map_or(record.len(), |n| at + n);
    let to = end.min(from + 4 * TEXT);
    let text = String::from_utf8_lossy(&record[from..to]);
    let text = start(clean::shown(text.trim_matches('\u{fffd}')).trim());
    if from > line {
        format!("…{text}")
    } else {
        text
    }
}

/// The beginning of a text.
fn start(text: &str) -> String {
    match text.char_indices().nth(TEXT) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
