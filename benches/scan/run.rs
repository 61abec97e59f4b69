//! Command lines that are measured: seconds and peak memory.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::time::Instant;

/// Which CPUs a command may use.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Cpus {
    /// The first only, so that every program has one thread's worth.
    One,
    /// All.
    All,
}

/// A program with its arguments, reading a file by name or from `cat FILE |`.
pub struct Line {
    pub name: String,
    program: Vec<OsString>,
    piped: Option<OsString>,
}

impl Line {
    /// A program that opens its files itself.
    pub fn new(name: &str, cpus: Cpus, program: &[&dyn AsRef<OsStr>]) -> Self {
        let pinned = cpus == Cpus::One && has("taskset");
        let front = ["taskset", "-c", "0"].iter().filter(|_| pinned);
        let words = program.iter().map(|word| word.as_ref().to_owned());
        Self {
            name: name.to_owned(),
            program: front.map(OsString::from).chain(words).collect(),
            piped: None,
        }
    }

    /// The same behind `cat FILE |`.
    pub fn behind_cat(self, file: &Path) -> Self {
        Self {
            piped: Some(file.into()),
            ..self
        }
    }

    /// How long it takes from its start to its end.
    pub fn seconds(&self) -> f64 {
        let start = Instant::now();
        self.run(&self.program);
        start.elapsed().as_secs_f64()
    }

    /// The most memory that it holds, in KB, as GNU time says; the program that
    /// starts it is small, for what that one holds counts too.
    pub fn memory(&self, scratch: &Path) -> u64 {
        let mut program: Vec<OsString> = ["/usr/bin/time", "-f", "%M", "-o"]
            .iter()
            .map(OsString::from)
            .collect();
        let file = scratch.join("memory");
        program.push(file.clone().into());
        program.extend_from_slice(&self.program);
        self.run(&program);
        let text = std::fs::read_to_string(file).expect("what GNU time wrote");
        let last = text.lines().last().expect("a line");
        last.trim().parse().expect("kilobytes")
    }

    fn run(&self, program: &[OsString]) {
        let mut cat = self.piped.as_ref().map(|file| {
            let mut cat = Command::new("cat");
            cat.arg(file).stdout(Stdio::piped());
            cat.spawn().expect("cat starts")
        });
        let stdin = cat.as_mut().and_then(|cat| cat.stdout.take());
        let null = File::create("/dev/null").expect("/dev/null");
        let status = Command::new(&program[0])
            .args(&program[1..])
            .stdin(stdin.map_or_else(Stdio::null, Stdio::from))
            .stdout(null)
            .status()
            .unwrap_or_else(|e| panic!("{}: {e}", self.name));
        if let Some(mut cat) = cat {
            assert!(cat.wait().is_ok_and(|s| s.success()), "cat failed");
        }
        assert!(good(status), "{}: {status}", self.name);
    }
}

/// 1 says that nothing was found: with cberr, and with rg.
fn good(status: ExitStatus) -> bool {
    matches!(status.code(), Some(0 | 1))
}

/// Whether there is such a program.
pub fn has(program: &str) -> bool {
    let mut run = Command::new(program);
    run.arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    run.status().is_ok_and(|status| status.success())
}

/// Times of several command lines, taken in turn so that what else the machine
/// does falls on all of them alike.
pub fn in_turn(lines: &[Line], rounds: usize) -> Vec<Vec<f64>> {
    let mut times = vec![Vec::new(); lines.len()];
    for _ in 0..rounds {
        for (line, times) in lines.iter().zip(&mut times) {
            times.push(line.seconds());
        }
    }
    times
}

/// The least.
pub fn least(times: &[f64]) -> f64 {
    times.iter().copied().fold(f64::INFINITY, f64::min)
}

/// The one in the middle.
pub fn median(times: &[f64]) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

/// The middle of the ratios of two command lines, round by round.
pub fn ratio(times: &[f64], others: &[f64]) -> f64 {
    let ratios: Vec<f64> = times.iter().zip(others).map(|(a, b)| a / b).collect();
    median(&ratios)
}
