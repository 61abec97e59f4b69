//! With little address space there are no threads to be had, and the answer is the
//! same.

#![cfg(target_os = "linux")]

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Output};

const CBERR: &str = env!("CARGO_BIN_EXE_cberr");

/// What a shell says that may have so many KiB of address space.
fn limited(kib: Option<u64>, line: &str) -> Output {
    let limit = kib.map_or_else(String::new, |kib| format!("ulimit -v {kib}; "));
    let mut sh = Command::new("sh");
    sh.args(["-c", &format!("{limit}{line}"), CBERR]);
    sh.current_dir(env!("CARGO_TARGET_TMPDIR"));
    sh.output().expect("a shell")
}

#[test]
fn the_answer_needs_no_threads() {
    let mut log = String::new();
    for number in 0..120_000 {
        let what = match number % 500 {
            0 => "ERROR [DATABASE_TIMEOUT] query of orders",
            _ => "INFO done and done and done and done",
        };
        writeln!(log, "2026-11-20 10:00:02 {what} {number}").expect("a string takes it");
    }
    assert!(log.len() > 4 << 20, "no thread would be asked for");
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("threads.log");
    std::fs::write(path, log).expect("the log is written");
    for line in [
        "\"$0\" parse --brief threads.log",
        "\"$0\" parse --brief < threads.log",
        "cat threads.log | \"$0\" parse --brief",
        "cat threads.log | \"$0\" parse --format ndjson | grep -c occurrence",
        "cat threads.log | \"$0\" explain -",
    ] {
        let free = limited(None, line);
        assert!(free.status.success(), "{line}");
        assert!(!free.stdout.is_empty(), "{line}");
        let tight = limited(Some(64 << 10), line);
        let error = String::from_utf8_lossy(&tight.stderr);
        assert!(tight.status.success(), "{line}: {error}");
        assert_eq!(tight.stdout, free.stdout, "{line}");
    }
}
