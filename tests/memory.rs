//! What an input can make the program keep is bounded: a log with thousands of codes,
//! known and not, each with long values that never come twice; summaries of more kinds
//! than any log has.

#![cfg(target_os = "linux")]

use std::fmt::Write as _;
use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use cberr::catalogue;

/// Most memory of its own, in KiB, once everything is read and the answer has
/// begun. Kept without bounds it was ten times that.
const OWN: u64 = 4 << 10;

fn hostile() -> String {
    let mut log = String::new();
    let names: Vec<&str> = catalogue::names().collect();
    for n in 0..12_000_u64 {
        let code = match n % 3 {
            0 => format!("ResourceNotFound.{}", "Long".repeat(20) + &n.to_string()),
            // Each in turn, however many there are.
            _ => names[n as usize * 2 / 3 % names.len()].to_owned(),
        };
        let (day, clock) = (n % 28 + 1, n % 60);
        let id = format!("{n:08x}-63f6-46ea-8ca4-{n:012x}");
        let value = format!("f{n:0100}");
        let message = "消息".repeat(n as usize % 300);
        writeln!(
            log,
            r#"{{"ts":"2026-11-{day:02}T10:00:{clock:02}Z","function":"{value}","collection":"c{value}","Response":{{"Error":{{"Code":"{code}","Message":"{message}"}},"RequestId":"{id}"}}}}"#
        )
        .expect("a string takes it");
    }
    log
}

#[test]
fn a_hostile_log_fits_into_little_memory() {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile.log");
    fs::write(&path, hostile()).expect("the log is written");
    let mut child = Command::new(env!("CARGO_BIN_EXE_cberr"))
        .args(["parse", "--format", "json"])
        .arg(&path)
        .stdout(Stdio::piped())
        .spawn()
        .expect("cberr runs");
    // The answer is longer than the pipe, so the program waits here for its reader.
    let mut out = child.stdout.take().expect("a pipe");
    let mut first = [0];
    out.read_exact(&mut first).expect("an answer");
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).expect("its status");
    let own = status.lines().find_map(|l| l.strip_prefix("RssAnon:"));
    let own = own.and_then(|l| l.trim().strip_suffix(" kB"));
    let own: u64 = own.expect("its memory").parse().expect("a number");
    let mut rest = String::new();
    out.read_to_string(&mut rest).expect("an answer");
    child.wait().expect("cberr ends");
    let report: serde_json::Value = serde_json::from_str(&format!("{{{rest}")).expect("JSON");
    let results = report["results"].as_array().expect("results");
    assert!(results.len() > 2000, "{} kinds", results.len());
    assert!(rest.len() > 1 << 20, "the answer fits into the pipe");
    assert!(own < OWN, "{own} KiB");
}

/// Most memory that adding up takes, in KiB.
const SUM: u64 = 64 << 10;

/// A line of ndjson with so many results that no catalogue knows.
fn invented(line: usize, results: usize) -> String {
    let results: Vec<String> = (0..results)
        .map(|n| {
            format!(
                r#"{{"code":"Moon.Of{line}x{n}","match":"unknown","query":"Moon.Of{line}x{n}","wrapper":false,"wrapped_by":["A{n}"],"meaning":"","causes":[],"steps":[],"fault":"unknown","retry":{{"advice":"unknown","note":""}},"http_status":[],"aliases":[],"see_also":[],"docs":[],"sources":[],"values":{{"function":["f{line}x{n}"]}},"request_ids":[],"suggestions":[],"count":1,"excerpt":"{}"}}"#,
                "x".repeat(100)
            )
        })
        .collect();
    format!(
        r#"{{"type":"summary","schema":1,"input":{{"kind":"log","name":"file-{line}.log","lines":1,"bytes":1,"records":1}},"results":[{}]}}"#,
        results.join(",")
    )
}

#[test]
fn summaries_of_any_number_of_kinds_fit_into_little_memory() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_cberr"))
        .args(["merge", "--format", "json", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("cberr runs");
    let mut to = child.stdin.take().expect("a pipe");
    for line in 0..12 {
        writeln!(to, "{}", invented(line, 10_000)).expect("it reads");
    }
    drop(to);
    let mut out = child.stdout.take().expect("a pipe");
    let mut first = [0];
    out.read_exact(&mut first).expect("an answer");
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).expect("its status");
    let most = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    let most = most.and_then(|l| l.trim().strip_suffix(" kB"));
    let most: u64 = most.expect("its memory").parse().expect("a number");
    let mut rest = String::new();
    out.read_to_string(&mut rest).expect("an answer");
    child.wait().expect("cberr ends");
    let report: serde_json::Value = serde_json::from_str(&format!("{{{rest}")).expect("JSON");
    assert_eq!(report["results"].as_array().map(Vec::len), Some(1000));
    assert_eq!(report["more"], 119_000);
    assert!(most < SUM, "{most} KiB");
}
