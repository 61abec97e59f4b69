//! Whether certain findings are the same everywhere, with as many seeds as there is
//! time for: `cargo bench --bench same -- [SECONDS] [SEED]`. Every row of the corpus is
//! written in many ways and put into a large log, which is read in pieces of every
//! length by one thread and more; then each is put alone into a small log and into a
//! large one. A difference ends the bench and names the seed.
#![allow(missing_docs, clippy::print_stdout, unreachable_pub)]

#[path = "../tests/same/dice.rs"]
mod dice;
#[allow(dead_code)]
#[path = "../tests/same/logs.rs"]
mod logs;
#[allow(dead_code)]
#[path = "../tests/same/rewrite.rs"]
mod rewrite;
#[allow(dead_code)]
#[path = "../tests/rows/mod.rs"]
mod rows;

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use dice::Dice;
use logs::Log;

fn main() {
    let mut numbers = std::env::args().filter_map(|arg| arg.parse::<u64>().ok());
    let seconds = numbers.next().unwrap_or(120);
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let first = numbers.next().unwrap_or(now.map_or(1, |now| now.as_secs()));
    let (start, time) = (Instant::now(), Duration::from_secs(seconds));
    println!("first seed {first}, {seconds} seconds");
    let mut dice = Dice::new(first);
    apart(&mut dice);
    let (mut seeds, mut read) = (0, 0);
    for seed in first.. {
        if seeds > 0 && start.elapsed() >= time {
            break;
        }
        let log = logs::of_rows(seed);
        for _ in 0..4 {
            let chunk = (4 << 10) + dice.below(60 << 10);
            let threads = 1 + dice.below(8);
            let seen = logs::scanned(&log.bytes, chunk, threads);
            report(
                &format!("seed {seed}, pieces of {chunk}, {threads} threads"),
                &log,
                &seen,
            );
            read += log.bytes.len();
        }
        seeds += 1;
    }
    println!("{seeds} seeds, {} MB read: no difference", read / 1_000_000);
}

/// Every row by itself, in a log that is read at once and in one that is not.
fn apart(dice: &mut Dice) {
    let (mut logs_read, mut errors) = (0, 0);
    for row in rows::all() {
        for (way, text) in rewrite::all(&row.text, dice) {
            for size in [0, 70 << 10] {
                let mut log = Log::default();
                while log.bytes.len() < size / 2 {
                    log.ordinary(dice);
                }
                log.ordinary(dice);
                log.record(format!("{}, {way}", row.place), &text);
                while log.bytes.len() < size {
                    log.ordinary(dice);
                }
                let seen = logs::scanned(&log.bytes, 16 << 10, 1);
                report("apart", &log, &seen);
                (logs_read, errors) = (logs_read + 1, errors + log.errors());
            }
        }
    }
    println!("{logs_read} logs with one record each, {errors} errors: no difference");
}

fn report(what: &str, log: &Log, seen: &logs::Found) {
    let differences = log.differences(seen);
    for difference in differences.iter().take(10) {
        println!("{difference}");
    }
    assert!(
        differences.is_empty(),
        "{what}: {} differences",
        differences.len()
    );
}
