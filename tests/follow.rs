//! `cberr parse --format ndjson` behind a program that goes on and on: what it
//! finds is told at once, also in a log that never pauses, and Ctrl-C ends it with
//! the summary.

#![cfg(unix)]

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

const ERROR: &str = "2026-11-20 10:00:01 ERROR [DATABASE_TIMEOUT] x\n";
const HEALTHY: &str = "2026-11-20 10:00:02 INFO order done\n";

/// A cberr that is following a log.
struct Follower {
    cberr: Child,
    log: ChildStdin,
    lines: Receiver<String>,
}

impl Follower {
    fn new() -> Self {
        let mut cberr = Command::new(env!("CARGO_BIN_EXE_cberr"))
            .args(["parse", "--format", "ndjson"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("cberr starts");
        let log = cberr.stdin.take().expect("a pipe");
        let out = BufReader::new(cberr.stdout.take().expect("a pipe"));
        let (send, lines) = channel();
        std::thread::spawn(move || {
            out.lines()
                .map_while(Result::ok)
                .try_for_each(|l| send.send(l))
        });
        Self { cberr, log, lines }
    }

    fn write(&mut self, text: &str) {
        self.log.write_all(text.as_bytes()).expect("cberr reads");
    }

    fn line(&self) -> String {
        let line = self.lines.recv_timeout(Duration::from_secs(60));
        line.expect("a line of ndjson")
    }
}

#[test]
fn an_error_is_told_while_the_log_goes_on() {
    let mut follower = Follower::new();
    follower.write(ERROR);
    let mut written = 0;
    // Never a pause: only what comes meanwhile can bring the answer out.
    let line = loop {
        match follower.lines.recv_timeout(Duration::from_millis(10)) {
            Ok(line) => break line,
            Err(_) => follower.write(HEALTHY),
        }
        written += HEALTHY.len();
        assert!(written < 60_000, "no answer before the buffer is full");
    };
    assert!(line.contains(r#""type":"occurrence","#), "{line}");
    assert!(line.contains(r#""code":"DATABASE_TIMEOUT""#), "{line}");
}

#[test]
fn an_error_is_told_when_the_log_pauses() {
    let mut follower = Follower::new();
    for number in 1..4 {
        follower.write(ERROR);
        let line = follower.line();
        assert!(line.contains(&format!(r#""line":{number},"#)), "{line}");
    }
}

/// A `cberr parse` at a pipe that stays open, and its answer.
fn silent(args: &[&str]) -> (Child, ChildStdin) {
    let mut cberr = Command::new(env!("CARGO_BIN_EXE_cberr"))
        .arg("parse")
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("cberr starts");
    let log = cberr.stdin.take().expect("a pipe");
    (cberr, log)
}

fn interrupt(cberr: &Child) {
    let id = cberr.id().to_string();
    let kill = Command::new("kill").args(["-INT", &id]).status();
    assert!(kill.is_ok_and(|status| status.success()));
}

#[test]
fn ctrl_c_at_a_silent_pipe_says_that_the_answer_is_partial() {
    for (args, want) in [
        (
            &["--brief"][..],
            "Interrupted: 1 record with errors of 1 kind in the 2 lines read\n",
        ),
        (
            &["--brief", "--lang", "zh"],
            "读取中断，已读的 2 行中有 1 条记录报错，共 1 种错误，2026-11-20",
        ),
        (
            &["--brief", "--format", "markdown"],
            "Interrupted: 1 record with errors of 1 kind in the 2 lines read\n",
        ),
        (&["--format", "ndjson"], "\"interrupted\":true"),
    ] {
        let (cberr, mut log) = silent(args);
        log.write_all([ERROR, HEALTHY].concat().as_bytes())
            .expect("cberr reads");
        // It has nothing more to do than to wait.
        std::thread::sleep(Duration::from_millis(500));
        interrupt(&cberr);
        let answer = cberr.wait_with_output().expect("it ends");
        assert_eq!(answer.status.code(), Some(130), "{args:?}");
        let answer = String::from_utf8(answer.stdout).expect("UTF-8");
        assert!(answer.contains(want), "{args:?}: {answer}");
        drop(log);
    }
}

/// A pipe that is given as a file is waited for and interrupted like stdin, whether
/// somebody writes into it or not.
#[test]
fn ctrl_c_ends_at_a_named_pipe() {
    let pipe = Path::new(env!("CARGO_TARGET_TMPDIR")).join("follow.fifo");
    let _ = std::fs::remove_file(&pipe);
    let made = Command::new("mkfifo").arg(&pipe).status();
    assert!(made.is_ok_and(|status| status.success()));
    for (written, want) in [(None, ""), (Some(ERROR), "1 record with errors of 1 kind")] {
        let cberr = Command::new(env!("CARGO_BIN_EXE_cberr"))
            .args(["parse", "--brief"])
            .arg(&pipe)
            .stdout(Stdio::piped())
            .spawn()
            .expect("cberr starts");
        let log = written.map(|text| {
            let mut log = File::options().write(true).open(&pipe).expect("a reader");
            log.write_all(text.as_bytes()).expect("cberr reads");
            log
        });
        std::thread::sleep(Duration::from_millis(500));
        interrupt(&cberr);
        let answer = cberr.wait_with_output().expect("it ends");
        assert_eq!(answer.status.code(), Some(130), "{written:?}");
        let answer = String::from_utf8(answer.stdout).expect("UTF-8");
        assert!(answer.contains(want), "{written:?}: {answer}");
        drop(log);
    }
}

#[test]
fn a_second_ctrl_c_ends_at_once() {
    let (cberr, mut log) = silent(&["--format", "json"]);
    // More kinds than the pipe of the answer takes: nobody reads it.
    for code in cberr::catalogue::names().filter(|name| name.contains('_')) {
        let line = format!("2026-11-20 10:00:01 ERROR [{code}] x\n");
        log.write_all(line.as_bytes()).expect("cberr reads");
    }
    std::thread::sleep(Duration::from_millis(500));
    let mut cberr = cberr;
    interrupt(&cberr);
    std::thread::sleep(Duration::from_millis(500));
    assert!(
        cberr.try_wait().is_ok_and(|end| end.is_none()),
        "it writes its answer"
    );
    interrupt(&cberr);
    let end = cberr.wait().expect("it ends");
    assert_eq!(end.code(), Some(130));
    drop(log);
}

#[test]
fn ctrl_c_ends_with_the_summary() {
    let mut follower = Follower::new();
    follower.write(ERROR);
    follower.line();
    interrupt(&follower.cberr);
    let summary = follower.line();
    assert!(summary.contains(r#""type":"summary","#), "{summary}");
    assert!(summary.contains(r#""count":1,"#), "{summary}");
    assert_eq!(follower.cberr.wait().expect("it ends").code(), Some(130));
}
