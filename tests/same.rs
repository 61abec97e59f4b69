//! Certain findings are the same everywhere: every row of the corpus, written in many
//! ways and put anywhere into a large log, says there what it says alone.
//! `cargo bench --bench same` does the same with more seeds.

#[path = "same/dice.rs"]
mod dice;
#[allow(dead_code)]
#[path = "same/logs.rs"]
mod logs;
#[allow(dead_code)]
#[path = "same/rewrite.rs"]
mod rewrite;
#[allow(dead_code)]
#[path = "rows/mod.rs"]
mod rows;

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use cberr::recognise::Recogniser;
use flate2::write::GzEncoder;
use serde_json::Value;

#[test]
fn every_row_says_in_a_log_what_it_says_alone() {
    let log = logs::of_rows(1);
    assert!(log.places.len() > 9_000, "{} records", log.places.len());
    assert!(log.errors() > 6_000, "{} with errors", log.errors());
    for (chunk, threads) in [(4 << 10, 1), (5003, 2), (128 << 10, 8)] {
        let seen = logs::scanned(&log.bytes, chunk, threads);
        let differences = log.differences(&seen);
        let first: Vec<_> = differences.iter().take(20).map(String::as_str).collect();
        assert!(
            differences.is_empty(),
            "pieces of {chunk}, {threads} threads: {} of {} differ\n{}",
            differences.len(),
            log.errors(),
            first.join("\n")
        );
    }
}

/// A paste is a question: it may say more than a log, but nothing else.
#[test]
fn a_paste_adds_only_what_is_likely() {
    let mut dice = dice::Dice::new(1);
    let mut recogniser = Recogniser::new();
    let mut added = 0;
    for row in rows::all() {
        for (way, text) in rewrite::all(&row.text, &mut dice) {
            let certain = recogniser.recognise(&text, false);
            let pasted = recogniser.recognise(&text, true);
            let place = format!("{}, {way}", row.place);
            assert!(certain.iter().all(|f| !f.likely), "{place}");
            let likely: Vec<bool> = pasted.iter().map(|f| f.likely).collect();
            let first = likely.iter().take_while(|likely| !**likely).count();
            assert!(likely[first..].iter().all(|likely| *likely), "{place}");
            let says =
                |f: &[cberr::recognise::Finding]| f.iter().map(logs::said).collect::<Vec<_>>();
            assert_eq!(says(&pasted[..first]), says(&certain), "{place}");
            added += likely.len() - first;
        }
    }
    assert!(added > 50, "{added} likely findings");
}

fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("same");
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// What `parse` says of these arguments and this stdin: the codes with what they say of
/// the records, sorted, and the exit status.
fn parsed(args: &[&str], stdin: Option<&Path>) -> (BTreeSet<String>, Option<i32>) {
    let stdin = stdin.map_or_else(Stdio::null, |path| File::open(path).expect("a file").into());
    let output = Command::new(env!("CARGO_BIN_EXE_cberr"))
        .args(["parse", "--format", "ndjson"])
        .args(args)
        .stdin(stdin)
        .output()
        .expect("cberr runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let lines = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let errors = lines.filter(|line| line["type"] == "occurrence");
    let told = errors.map(|error| {
        [
            "code",
            "match",
            "query",
            "case",
            "wrapped_by",
            "values",
            "request_ids",
        ]
        .map(|field| error[field].to_string())
        .join(" ")
    });
    (told.collect(), output.status.code())
}

#[test]
fn files_pipes_and_archives_say_the_same() {
    let folder = folder();
    let other = folder.join("other.txt");
    fs::write(&other, "2026-11-21T10:00:00Z INFO all is well\n").expect("a file");
    let path = |name: &str| folder.join(name);
    let mut told = 0;
    for row in rows::all().iter().step_by(29) {
        let (plain, zipped, large) = (path("row.txt"), path("row.gz"), path("large.txt"));
        fs::write(&plain, &row.text).expect("a file");
        let mut zip = GzEncoder::new(File::create(&zipped).expect("a file"), Default::default());
        zip.write_all(row.text.as_bytes()).expect("a file");
        zip.finish().expect("a file");
        let ordinary = "2026-11-21T10:00:00Z INFO all is well\n".repeat(2000);
        fs::write(&large, format!("{ordinary}\n{}\n{ordinary}", row.text)).expect("a file");
        let name = |path: &'static str| folder.join(path).display().to_string();
        let [plain, zipped, large, other] =
            ["row.txt", "row.gz", "large.txt", "other.txt"].map(name);
        let alone = parsed(&[&plain], None);
        assert_eq!(
            parsed(&[], Some(Path::new(&plain))),
            alone,
            "{}: stdin",
            row.place
        );
        assert_eq!(parsed(&[&zipped], None), alone, "{}: gzip", row.place);
        assert_eq!(
            parsed(&[], Some(Path::new(&zipped))),
            alone,
            "{}: gzip",
            row.place
        );
        let certain = parsed(&[&plain, &other], None);
        assert!(certain.0.is_subset(&alone.0), "{}", row.place);
        assert_eq!(parsed(&[&large], None), certain, "{}: in a log", row.place);
        told += certain.0.len();
    }
    assert!(told > 15, "{told} findings");
}

/// What a command writes as JSON.
fn summary(args: &[&str], stdin: Option<&[u8]>) -> Value {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cberr"));
    command.args(args).args(["--format", "json"]);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("cberr runs");
    let mut pipe = child.stdin.take().expect("a pipe");
    pipe.write_all(stdin.unwrap_or_default()).expect("it reads");
    drop(pipe);
    let output = child.wait_with_output().expect("it ends");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// Logs read one by one and added up come to what they come to at once: each kind that is
/// told apart can be told apart in what is written of it.
#[test]
fn logs_add_up_to_what_they_are_together() {
    let mut dice = dice::Dice::new(7);
    let mut logs = [const { String::new() }; 4];
    for row in rows::all() {
        for _ in 0..2 {
            let log = &mut logs[dice.below(4)];
            log.push_str("2026-11-21T10:00:00Z INFO all is well\n");
            log.push_str(row.text.trim_end());
            log.push_str("\n\n");
        }
    }
    let folder = folder();
    let names = [0, 1, 2, 3].map(|number| folder.join(format!("add-{number}.log")));
    let names = names.map(|name| name.display().to_string());
    for (name, log) in names.iter().zip(&logs) {
        fs::write(name, log).expect("a file");
    }
    let args: Vec<_> = ["parse"]
        .into_iter()
        .chain(names.iter().map(String::as_str))
        .collect();
    let whole = summary(&args, None);
    let parts: Vec<_> = names
        .iter()
        .map(|name| summary(&["parse", name], None))
        .collect();
    let parts: Vec<_> = parts.iter().map(Value::to_string).collect();
    let added = summary(&["merge", "-"], Some(parts.join("\n").as_bytes()));
    let kinds = |said: &Value| said["results"].as_array().expect("results").clone();
    assert!(kinds(&whole).len() > 400, "{} kinds", kinds(&whole).len());
    for (whole, added) in kinds(&whole).iter().zip(&kinds(&added)) {
        assert_eq!(whole, added);
    }
    assert_eq!(kinds(&whole).len(), kinds(&added).len());
    assert_eq!(whole["input"]["records"], added["input"]["records"]);
}

#[test]
fn what_is_only_likely_fulfils_no_condition() {
    let path = folder().join("likely.txt");
    let name = path.display().to_string();
    for (text, code, with) in [
        ("INVALID_TOKEN\n", "INVALID_TOKEN", Some(0)),
        (
            "{\"code\":\"SYS_ERR\",\"message\":\"x\"}\n",
            "SYS_ERR",
            Some(4),
        ),
    ] {
        fs::write(&path, text).expect("a file");
        let (told, status) = parsed(&[&name], None);
        assert!(
            told.iter().all(|row| row.contains(code)) && !told.is_empty(),
            "{told:?}"
        );
        assert_eq!(status, Some(0), "{text}");
        assert_eq!(parsed(&[&name, "--fail-on", code], None).1, with, "{text}");
    }
}
