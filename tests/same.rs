//! Certain findings are the same everywhere: every row of the corpus, written in many
//! ways and put anywhere into a large log, says there what it says alone.
//! `cargo bench --bench same` does the same with more seeds.

#[path = "same/dice.rs"]
mod dice;
#[path = "same/logs.rs"]
mod logs;
#[path = "same/rewrite.rs"]
mod rewrite;
#[allow(dead_code)]
#[path = "rows/mod.rs"]
mod rows;

use dice::Dice;
use logs::Log;

/// All rows in all ways, in an order of their own.
fn log(seed: u64) -> Log {
    let mut dice = Dice::new(seed);
    let mut records = Vec::new();
    for row in rows::all() {
        let ways = rewrite::all(&row.text, &mut dice);
        records.extend(
            ways.into_iter()
                .map(|(way, text)| (format!("{}, {way}", row.place), text)),
        );
    }
    let mut log = Log::default();
    while !records.is_empty() {
        let (what, text) = records.swap_remove(dice.below(records.len()));
        log.ordinary(&mut dice);
        log.record(what, &text);
    }
    log
}

#[test]
fn every_row_says_in_a_log_what_it_says_alone() {
    let log = log(1);
    assert!(log.places.len() > 9_000, "{} records", log.places.len());
    assert!(log.errors() > 6_000, "{} of them with errors", log.errors());
    for (chunk, two) in [(4 << 10, false), (5003, true), (128 << 10, true)] {
        let seen = logs::scanned(&log.bytes, chunk, two);
        let differences = log.differences(&seen);
        let first: Vec<_> = differences.iter().take(20).map(String::as_str).collect();
        assert!(
            differences.is_empty(),
            "chunks of {chunk}: {} of {} differ\n{}",
            differences.len(),
            log.errors(),
            first.join("\n")
        );
    }
}
