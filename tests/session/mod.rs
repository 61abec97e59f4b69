//! Console sessions in Markdown. A block fenced as `console` holds commands
//! (`$ …`, continued by lines of `> …`), each followed by what a terminal shows:
//! stdout and stderr as they come, byte for byte, then `[exit N]` unless it is 0.
//! Where the last line has no end, `[no newline]` says so.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A command of a session and what it shows.
#[derive(Debug)]
pub struct Step {
    /// What the shell runs.
    pub command: String,
    /// Its lines in the file, from 0, the prompt included.
    command_lines: Range<usize>,
    /// The lines of its output in the file.
    shown_lines: Range<usize>,
    /// What stands there as its output.
    pub shown: String,
}

/// A Markdown file with sessions.
pub struct Sessions {
    name: String,
    text: String,
    /// The commands in the order in which they run.
    pub steps: Vec<Step>,
}

impl Sessions {
    /// Reads a file of the repository.
    pub fn read(name: &str) -> Self {
        let path = root().join(name);
        let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{name}: {e}"));
        Self::new(name, &text)
    }

    /// Takes the sessions out of a Markdown text.
    pub fn new(name: &str, text: &str) -> Self {
        let lines: Vec<&str> = text.lines().collect();
        let mut steps = Vec::new();
        let mut at = 0;
        while at < lines.len() {
            let fence = "`".repeat(lines[at].bytes().take_while(|b| *b == b'`').count());
            at += 1;
            if fence.len() < 3 || lines[at - 1][fence.len()..].trim() != "console" {
                continue;
            }
            let end = (at..lines.len()).find(|i| lines[*i] == fence);
            let end = end.unwrap_or_else(|| panic!("{name}:{at}: the block has no end"));
            block(name, &lines, at..end, &mut steps);
            at = end + 1;
        }
        Self {
            name: name.to_owned(),
            text: text.to_owned(),
            steps,
        }
    }

    /// Runs every command; the text with what they really show.
    pub fn run(&self) -> String {
        let folder = scratch(&self.name);
        let mut out = String::new();
        let mut lines = self.text.split_inclusive('\n');
        let mut at = 0;
        let mut copy_to = |out: &mut String, end: usize| {
            out.extend(lines.by_ref().take(end - at));
            at = end;
        };
        for step in &self.steps {
            copy_to(&mut out, step.command_lines.end);
            let shown = show(&step.command, &folder);
            let clash = shown
                .lines()
                .find(|l| l.starts_with("$ ") || l.starts_with("```"));
            assert!(
                clash.is_none() || step.shown == shown,
                "{}: {}: the output has a line that reads as a command or a fence",
                self.name,
                step.command
            );
            out.push_str(&shown);
            copy_to(&mut String::new(), step.shown_lines.end);
        }
        copy_to(&mut out, self.text.lines().count());
        out
    }

    /// Runs the sessions and compares, or rewrites the file if `REWRITE` is set.
    pub fn check(&self) -> Result<(), String> {
        let real = self.run();
        if real == self.text {
            return Ok(());
        }
        if std::env::var_os("REWRITE").is_some() {
            return fs::write(root().join(&self.name), real).map_err(|e| e.to_string());
        }
        let mut report = String::new();
        let steps = Self::new(&self.name, &real).steps;
        for (want, got) in self.steps.iter().zip(&steps) {
            if want.shown != got.shown {
                let line = want.command_lines.start + 1;
                let _ = writeln!(report, "{}:{line}: $ {}", self.name, want.command);
                difference(&mut report, &want.shown, &got.shown);
            }
        }
        Err(report + "to accept what is shown now: REWRITE=1 cargo test --test cli\n")
    }
}

/// The first lines that differ, with what was expected.
fn difference(report: &mut String, want: &str, got: &str) {
    let (want, got): (Vec<_>, Vec<_>) = (want.lines().collect(), got.lines().collect());
    let same = want.iter().zip(&got).take_while(|(w, g)| w == g).count();
    for line in want.iter().skip(same).take(5) {
        let _ = writeln!(report, "  - {line}");
    }
    for line in got.iter().skip(same).take(5) {
        let _ = writeln!(report, "  + {line}");
    }
}

/// The commands of one block.
fn block(name: &str, lines: &[&str], range: Range<usize>, steps: &mut Vec<Step>) {
    let mut at = range.start;
    while at < range.end {
        let first = lines[at].strip_prefix("$ ");
        let mut command = first
            .unwrap_or_else(|| panic!("{name}:{}: a block begins with `$ `", at + 1))
            .to_owned();
        let start = at;
        at += 1;
        while at < range.end
            && let Some(more) = lines[at].strip_prefix("> ")
        {
            command.push('\n');
            command.push_str(more);
            at += 1;
        }
        let output = at;
        while at < range.end && !lines[at].starts_with("$ ") {
            at += 1;
        }
        let shown = lines[output..at].iter().map(|l| format!("{l}\n")).collect();
        steps.push(Step {
            command,
            command_lines: start..output,
            shown_lines: output..at,
            shown,
        });
    }
}

/// Runs a command; what a terminal would show of it.
fn show(command: &str, folder: &Path) -> String {
    let file = folder.join(".shown");
    let out = File::create(&file).expect("a file for the output");
    let err = out.try_clone().expect("the same file");
    let bin = Path::new(env!("CARGO_BIN_EXE_cberr"));
    let path = format!(
        "{}:{}",
        bin.parent().expect("a folder").display(),
        std::env::var("PATH").unwrap_or_default()
    );
    let status = Command::new("sh")
        .args(["-euc", command])
        .current_dir(folder)
        .env_clear()
        .env("PATH", path)
        .env("HOME", folder)
        .stdin(Stdio::null())
        .stdout(out)
        .stderr(err)
        .status()
        .expect("sh runs");
    let shown = fs::read(&file).expect("the output");
    fs::remove_file(&file).expect("the output can go");
    let mut shown = String::from_utf8(shown)
        .unwrap_or_else(|e| panic!("{command}: the output is no UTF-8: {e}"));
    if !shown.is_empty() && !shown.ends_with('\n') {
        shown.push_str("\n[no newline]\n");
    }
    match status.code() {
        Some(0) => {}
        Some(code) => shown.push_str(&format!("[exit {code}]\n")),
        None => shown.push_str("[killed]\n"),
    }
    shown
}

/// An empty folder for the sessions of one file.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name.replace('/', "-"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a scratch folder");
    folder
}

/// The folder of the repository.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every Markdown file that holds sessions, as names in the repository.
pub fn files() -> Vec<String> {
    let mut files: Vec<String> = fs::read_dir(root())
        .into_iter()
        .chain(fs::read_dir(root().join("docs")))
        .chain(fs::read_dir(root().join("tests/cli")))
        .flatten()
        .map(|file| file.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|e| e == "md"))
        .map(|path| {
            let name = path.strip_prefix(root()).expect("inside");
            name.to_string_lossy().into_owned()
        })
        .collect();
    files.sort();
    files
}
