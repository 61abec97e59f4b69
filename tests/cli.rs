//! The manual is the test: every console session of README, `docs/` and
//! `tests/cli/` is run and compared byte for byte. To accept what the commands
//! show now: `REWRITE=1 cargo test --test cli`.

#![allow(clippy::print_stdout)] // the figures of a run
#![cfg(unix)]

mod session;

use session::Sessions;

#[test]
fn every_session_shows_what_it_says() {
    let mut wrong = String::new();
    let mut commands = 0;
    for name in session::files() {
        if name.ends_with("pipes.md") && !cfg!(target_os = "linux") {
            continue; // /dev/full
        }
        let sessions = Sessions::read(&name);
        commands += sessions.steps.len();
        if let Err(report) = sessions.check() {
            wrong.push_str(&report);
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    println!("{commands} commands");
}

/// The runner itself: what differs by a byte is found, and only that.
#[test]
fn a_session_that_shows_something_else_fails() {
    let text = |shown: &str| format!("Text.\n\n```console\n$ printf 'a\\n b\\n'\n{shown}```\n");
    for (shown, good) in [
        ("a\n b\n", true),
        ("a\nb\n", false),
        ("a\n b \n", false),
        (" b\na\n", false),
        ("a\n b\n\n", false),
        ("a\n", false),
        ("", false),
        ("a\n b\n[exit 1]\n", false),
    ] {
        let text = text(shown);
        let same = Sessions::new("runner.md", &text).run() == text;
        assert_eq!(same, good, "{shown:?}");
    }
}

#[test]
fn the_runner_shows_both_streams_the_exit_code_and_a_missing_newline() {
    let text = "```console\n$ echo\n$ echo one >&2; printf two; exit 7\n$ cat <<END\n> three\n> END\n```\nEnd.\n";
    let want = "```console\n$ echo\n\n$ echo one >&2; printf two; exit 7\none\ntwo\n[no newline]\n[exit 7]\n$ cat <<END\n> three\n> END\nthree\n```\nEnd.\n";
    let sessions = Sessions::new("streams.md", text);
    assert_eq!(sessions.steps.len(), 3);
    assert_eq!(sessions.run(), want);
    assert_eq!(Sessions::new("streams.md", want).run(), want);
}
