//! Quality of the suggestions on labelled queries, by class of mistake.
//!
//! `cargo bench --bench suggest` runs both sets of this folder, `-- FILE...` other
//! sets of the same form; `-- --misses` lists what came out wrong.
#![allow(
    missing_docs,
    clippy::print_stdout,
    clippy::expect_used,
    unreachable_pub
)]

mod score;

use score::{Count, Labelled};

fn main() {
    let args: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| a != "--bench")
        .collect();
    let files: Vec<&String> = args.iter().filter(|a| !a.starts_with("--")).collect();
    let mut queries: Vec<Labelled> = Vec::new();
    for file in &files {
        let text = std::fs::read_to_string(file).expect("a readable file");
        queries.extend(score::read(&text));
    }
    if files.is_empty() {
        queries = score::read(include_str!("queries.jsonl"));
        queries.extend(score::read(include_str!("held.jsonl")));
    }
    let (counts, misses) = score::run(&queries);
    println!("class             n    top-1    top-3  outright  wrong   shown");
    for (class, count) in &counts {
        row(class, count);
    }
    println!();
    for (kind, count) in score::totals(&counts) {
        row(kind, &count);
    }
    if args.iter().any(|a| a == "--misses") {
        println!();
        for miss in misses {
            println!("{miss}");
        }
    }
}

fn row(name: &str, count: &Count) {
    let share = |n: usize| 100.0 * n as f64 / count.all.max(1) as f64;
    println!(
        "{name:14}{:5} {:7.1} % {:6.1} % {:7.1} % {:6} {:6.1} %",
        count.all,
        share(count.first),
        share(count.three),
        share(count.answered),
        count.wrong,
        share(count.shown)
    );
}
