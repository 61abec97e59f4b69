//! The corpus: what people paste, in every shape, and what must stay silent.
//!
//! `tests/corpus/*.txt` hold inputs, each with what must be found:
//!
//! ```text
//! === what is special about this input
//! the input, any number of lines
//! --- codes: THE_CAUSE, ANOTHER      (all of them, in this order)
//! --- request: 7a2ae0d9-63f6-46ea-8ca4-34cb7fe081fe
//! --- value: function=hello
//! --- only: collection=orders       (no other value of this name)
//! --- case: run-timeout
//! --- likely                         (only a paste says so, a log does not)
//! --- none                           (instead of codes: nothing may be found)
//! --- pending pretty: why            (found otherwise so far, in this way of reading)
//! ```
//!
//! Every input is read in four ways: as a paste, inside a large log, with its JSON
//! pretty-printed, and as a string in JSON; always the same codes must be found. What
//! is pending is counted, and an error as soon as it is found as it should be.

#![allow(clippy::print_stdout)] // the figures of a run

#[path = "same/dice.rs"]
mod dice;
#[allow(dead_code)]
#[path = "same/logs.rs"]
mod logs;
#[allow(dead_code)]
#[path = "same/rewrite.rs"]
mod rewrite;
#[path = "rows/mod.rs"]
mod rows;

use std::collections::BTreeMap;

use cberr::report::{Explained, Explainer, Match};
use cberr::text::lang::Lang;
use rows::Row;

/// Ways in which an input is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    /// All that there is: a question.
    Paste,
    /// Between the records of a large log.
    Log,
    /// Its JSON a line for each key.
    Pretty,
    /// A string in JSON.
    String,
}

const WAYS: [(&str, Way); 4] = [
    ("paste", Way::Paste),
    ("log", Way::Log),
    ("pretty", Way::Pretty),
    ("string", Way::String),
];

/// What is found in an input that is read in this way; nothing where it cannot be.
fn results(explainer: &Explainer, row: &Row, way: Way) -> Option<Vec<Explained>> {
    let text = row.text.trim_end();
    let found = match way {
        Way::Paste => return Some(cberr::parse_text(explainer, &row.text)),
        Way::Log => logs::in_a_log(text),
        Way::Pretty => logs::in_a_log(&rewrite::pretty(text)?),
        Way::String => logs::in_a_log(&rewrite::as_string(text)),
    };
    let mut kinds: Vec<Explained> = Vec::new();
    for finding in &found {
        let mut one = explainer.finding(finding);
        let same = |kind: &&mut Explained| kind.code == one.code && kind.query == one.query;
        match kinds.iter_mut().find(same) {
            Some(kind) => {
                kind.count += 1;
                kind.request_ids.append(&mut one.request_ids);
            }
            None => kinds.push(one),
        }
    }
    // As a summary tells them.
    kinds.sort_by_key(|kind| std::cmp::Reverse(kind.count));
    Some(kinds)
}

/// What is wrong with the answer to an input.
fn mistakes(row: &Row, results: &[Explained], way: Way) -> Vec<String> {
    let mut wrong = Vec::new();
    let codes: Vec<&str> = results.iter().map(printed).collect();
    let silent = way != Way::Paste && row.expect.iter().any(|(key, _)| key == "likely");
    if silent {
        return if codes.is_empty() {
            wrong
        } else {
            vec![format!("found {codes:?}")]
        };
    }
    for (key, value) in &row.expect {
        match &**key {
            "none" if !codes.is_empty() => wrong.push(format!("found {codes:?}")),
            "none" | "likely" => {}
            key if key.starts_with("pending") => {}
            "codes" => {
                let want: Vec<&str> = value.split(',').map(str::trim).collect();
                let same = want.len() == results.len()
                    && want.iter().zip(results).all(|(want, r)| named(r, want));
                if !same {
                    wrong.push(format!("wanted {want:?}, found {codes:?}"));
                }
            }
            "request" => {
                let first = results.first();
                if !first.is_some_and(|r| r.request_ids.contains(value)) {
                    wrong.push(format!("no request id {value}"));
                }
            }
            "case" => {
                let case = results.first().and_then(|r| r.case.as_deref());
                if case != Some(value) {
                    wrong.push(format!("wanted case {value}, found {case:?}"));
                }
            }
            "value" => {
                let (name, value) = value.split_once('=').expect("name=value");
                let values = results.iter().filter_map(|r| r.values.get(name)).flatten();
                let values: Vec<_> = values.collect();
                if !values.iter().any(|v| *v == value) {
                    wrong.push(format!("wanted {name}={value}, found {values:?}"));
                }
            }
            "only" => {
                let (name, value) = value.split_once('=').expect("name=value");
                let values = results.first().and_then(|r| r.values.get(name));
                if values.is_none_or(|values| *values != [value]) {
                    wrong.push(format!("wanted {name}={value} alone, found {values:?}"));
                }
            }
            other => wrong.push(format!("unknown expectation {other}")),
        }
    }
    wrong
}

fn printed(result: &Explained) -> &str {
    match result.matched {
        Match::Family | Match::Unknown => &result.query,
        _ => &result.code,
    }
}

fn named(result: &Explained, code: &str) -> bool {
    result.code == code
        || result.aliases.iter().any(|a| a == code)
        || (matches!(result.matched, Match::Family | Match::Unknown) && result.query == code)
}

#[test]
fn the_corpus_is_recognised() {
    let explainer = Explainer::new(Lang::En);
    let rows = rows::all();
    let (mut report, mut pending) = (Vec::new(), BTreeMap::new());
    let mut read = 0;
    for row in &rows {
        for (name, way) in WAYS {
            let Some(results) = results(&explainer, row, way) else {
                continue;
            };
            read += 1;
            let wrong = mistakes(row, &results, way);
            let waits = row
                .expect
                .iter()
                .find(|(key, _)| *key == format!("pending {name}"));
            match waits {
                Some(_) if wrong.is_empty() => {
                    report.push(format!("{} ({name}) is pending and passes", row.place));
                }
                Some((_, why)) => *pending.entry(why.as_str()).or_insert(0) += 1,
                None if wrong.is_empty() => {}
                None => report.push(format!(
                    "{} ({name})\n    {}",
                    row.place,
                    wrong.join("\n    ")
                )),
            }
        }
    }
    let none = |row: &&Row| row.expect.iter().any(|(key, _)| key == "none");
    let negatives = rows.iter().filter(none).count();
    println!(
        "{} inputs, {negatives} of them negatives, read in {read} ways, {} wrong; pending:",
        rows.len(),
        report.len()
    );
    for (why, count) in &pending {
        println!("{count:5} {why}");
    }
    assert!(
        rows.len() - negatives >= 450 && negatives >= 180,
        "the corpus has shrunk"
    );
    assert!(
        report.is_empty(),
        "{} are wrong:\n{}",
        report.len(),
        report.join("\n")
    );
}
