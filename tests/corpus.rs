//! The corpus: what people paste, in every shape, and what must stay silent.
//!
//! `tests/corpus/*.txt` hold inputs, each with what must be found:
//!
//! ```text
//! === what is special about this input
//! the input, any number of lines
//! --- codes: THE_CAUSE, ANOTHER      (the first must come first)
//! --- request: 7a2ae0d9-63f6-46ea-8ca4-34cb7fe081fe
//! --- value: function=hello
//! --- case: run-timeout
//! --- none                           (instead: nothing may be found)
//! ```

#![allow(clippy::print_stdout)] // the figures of a run

#[path = "rows/mod.rs"]
mod rows;

use std::fmt::Write as _;

use cberr::report::{Explained, Explainer, Match};
use cberr::text::lang::Lang;
use rows::Row;

/// What is wrong with the answer to an input.
fn mistakes(input: &Row, results: &[Explained]) -> Vec<String> {
    let mut wrong = Vec::new();
    let codes: Vec<&str> = results.iter().map(|r| &*r.code).collect();
    for (key, value) in &input.expect {
        match &**key {
            "none" => {
                if !codes.is_empty() {
                    wrong.push(format!("found {codes:?}"));
                }
            }
            "codes" => {
                let want: Vec<&str> = value.split(',').map(str::trim).collect();
                let first = results.first().is_some_and(|r| named(r, want[0]));
                let missing: Vec<_> = want
                    .iter()
                    .filter(|w| {
                        !results
                            .iter()
                            .any(|r| named(r, w) || r.wrapped_by.iter().any(|c| c == *w))
                    })
                    .collect();
                if !first || !missing.is_empty() {
                    wrong.push(format!("wanted {want:?}, found {codes:?}"));
                }
            }
            "request" => {
                if !results
                    .first()
                    .is_some_and(|r| r.request_ids.contains(value))
                {
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
            other => wrong.push(format!("unknown expectation {other}")),
        }
    }
    wrong
}

fn named(result: &Explained, code: &str) -> bool {
    result.code == code
        || result.aliases.iter().any(|a| a == code)
        || (matches!(result.matched, Match::Family | Match::Unknown) && result.query == code)
}

#[test]
fn the_corpus_is_recognised() {
    let explainer = Explainer::new(Lang::En);
    let inputs = rows::all();
    let mut report = String::new();
    let mut failed = 0;
    for input in &inputs {
        let results = cberr::parse_text(&explainer, &input.text);
        let wrong = mistakes(input, &results);
        if !wrong.is_empty() {
            failed += 1;
            let _ = writeln!(report, "{}\n    {}", input.place, wrong.join("\n    "));
        }
    }
    let negatives = inputs
        .iter()
        .filter(|i| i.expect.iter().any(|(k, _)| k == "none"))
        .count();
    println!(
        "{} inputs, {negatives} of them negatives, {failed} wrong",
        inputs.len()
    );
    assert!(
        inputs.len() - negatives >= 250 && negatives >= 120,
        "the corpus has shrunk"
    );
    assert!(
        failed == 0,
        "{failed} of {} inputs:\n{report}",
        inputs.len()
    );
}
