//! What logs cost that try to be slow or large: for each shape the speed in MB of log a
//! second of CPU, how much longer the doubled log takes, and the most memory, beside what
//! the budget allows.
//!
//! `cargo bench --bench hostile` measures all, `-- SHAPE...` only some, `-- --slow` shows
//! only what misses the budget. CPU time moves by a few percent with what else the machine
//! does; a budget that is missed is shown, and ends the bench with an error.
#![allow(missing_docs, clippy::print_stdout)]

#[allow(dead_code)]
mod shapes;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use cberr::input::source::Source;
use cberr::recognise::{Finding, Record};
use cberr::scan::prefilter::Filter;
use cberr::scan::{Read, Scan, Sink};
use shapes::{SHAPES, Shape, log};

const CBERR: &str = env!("CARGO_BIN_EXE_cberr");
const MB: f64 = 1e6;
/// Least speed in MB/s, with errors and without.
const WITH: f64 = 5.0;
const WITHOUT: f64 = 80.0;
/// How much longer a doubled log may take.
const DOUBLED: f64 = 2.3;
/// Most memory, in KB.
const MEMORY: u64 = 8192;
/// Seconds of CPU below which a log is too small to be measured, and its sizes.
const SHORTEST: f64 = 0.25;
/// How often a miss is measured anew before it counts: what else the machine does adds
/// to a time, never takes away.
const AGAIN: usize = 3;
const SMALL: usize = 1 << 20;
const LARGE: usize = 64 << 20;

fn main() -> io::Result<()> {
    let args: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| a != "--bench")
        .collect();
    let (flags, names): (Vec<_>, Vec<_>) = args.into_iter().partition(|a| a.starts_with("--"));
    let known = |name: &String| SHAPES.iter().any(|(known, _)| known == name);
    if let Some(name) = names.iter().find(|name| !known(name)) {
        return Err(io::Error::other(format!("no shape {name}")));
    }
    let slow = flags.iter().any(|flag| flag == "--slow");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile");
    fs::create_dir_all(&folder)?;
    println!(
        "{:26} {:>8} {:>8} {:>9}  verdict",
        "shape", "MB/s", "doubled", "memory"
    );
    let mut missed = 0;
    for shape in SHAPES {
        if names.is_empty() || names.iter().any(|name| name == shape.0) {
            let row = Row::measure(shape, &folder)?;
            let verdict = row.verdict();
            missed += usize::from(!verdict.is_empty());
            if !(slow && verdict.is_empty()) {
                println!("{row} {}", if verdict.is_empty() { "ok" } else { &verdict });
            }
        }
    }
    if missed > 0 {
        return Err(io::Error::other(format!("{missed} shapes miss the budget")));
    }
    Ok(())
}

/// What a shape costs.
struct Row {
    name: &'static str,
    /// Records with findings in a small log.
    errors: u64,
    /// MB of log a second of CPU.
    speed: f64,
    /// How much longer the doubled log takes.
    doubled: f64,
    /// KB.
    memory: u64,
}

impl Row {
    fn measure(shape: &Shape, folder: &Path) -> io::Result<Self> {
        let mut size = SMALL;
        let (mut once, mut twice) = (run(shape, folder, size)?, run(shape, folder, 2 * size)?);
        while once.cpu < SHORTEST && size < LARGE {
            size *= 2;
            (once, twice) = (twice, run(shape, folder, 2 * size)?);
        }
        for _ in 0..AGAIN {
            if twice.cpu <= DOUBLED * once.cpu {
                break;
            }
            once = once.least(run(shape, folder, size)?);
            twice = twice.least(run(shape, folder, 2 * size)?);
        }
        Ok(Self {
            name: shape.0,
            errors: errors(&log(shape, 256 << 10)),
            speed: 2.0 * size as f64 / MB / twice.cpu,
            doubled: twice.cpu / once.cpu,
            memory: once.memory.max(twice.memory),
        })
    }

    /// What of the budget is missed.
    fn verdict(&self) -> String {
        let least = if self.errors > 0 { WITH } else { WITHOUT };
        let mut missed = Vec::new();
        if self.speed < least {
            missed.push(format!("SLOW (at least {least} MB/s)"));
        }
        if self.doubled > DOUBLED {
            missed.push(format!("NOT LINEAR (at most {DOUBLED})"));
        }
        if self.memory > MEMORY {
            missed.push(format!("LARGE (at most {MEMORY} KB)"));
        }
        missed.join(", ")
    }
}

impl std::fmt::Display for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            name,
            speed,
            doubled,
            memory,
            ..
        } = self;
        write!(f, "{name:26} {speed:8.1} {doubled:8.2} {memory:6} KB ")
    }
}

/// What one run takes.
struct Cost {
    /// Seconds of CPU of all threads.
    cpu: f64,
    /// KB.
    memory: u64,
}

impl Cost {
    /// The least time, and the most memory.
    fn least(self, other: Self) -> Self {
        Self {
            cpu: self.cpu.min(other.cpu),
            memory: self.memory.max(other.memory),
        }
    }
}

/// As GNU time says: what this process holds does not count.
fn run(shape: &Shape, folder: &Path, size: usize) -> io::Result<Cost> {
    let path: PathBuf = folder.join("log");
    let cost = folder.join("cost");
    fs::write(&path, log(shape, size))?;
    let mut best: Option<Cost> = None;
    for _ in 0..2 {
        let status = Command::new("/usr/bin/time")
            .args(["-f", "%U %S %M", "-o"])
            .arg(&cost)
            .args([CBERR, "parse", "--brief"])
            .arg(&path)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()?;
        assert!(
            matches!(status.code(), Some(0 | 1)),
            "{}: {status}",
            shape.0
        );
        let text = fs::read_to_string(&cost)?;
        let last = text.lines().last().unwrap_or_default();
        let numbers: Vec<f64> = last.split(' ').filter_map(|n| n.parse().ok()).collect();
        let [user, system, memory] = numbers[..] else {
            return Err(io::Error::other(format!("GNU time says {text:?}")));
        };
        // The clock of the CPU has steps of ten milliseconds.
        let cpu = (user + system).max(0.005);
        if best.as_ref().is_none_or(|best| cpu < best.cpu) {
            best = Some(Cost {
                cpu,
                memory: memory as u64,
            });
        }
        if cpu > 2.0 {
            break;
        }
    }
    best.ok_or_else(|| io::Error::other("not run"))
}

/// Records of a log that hold errors.
fn errors(log: &[u8]) -> u64 {
    #[derive(Default)]
    struct Count(u64);
    impl Sink for Count {
        fn record(&mut self, _: Record<'_>, _: Vec<Finding>) -> io::Result<()> {
            self.0 += 1;
            Ok(())
        }

        fn progress(&mut self, _: Read, _: bool) -> io::Result<bool> {
            Ok(true)
        }
    }
    let mut count = Count::default();
    let mut source = Source::direct(Box::new(io::Cursor::new(log.to_vec())));
    let scan = Scan::new(
        Some(Filter::new()),
        64 << 10,
        1,
        cberr::input::threads::spawn,
    );
    scan.run(&mut source, &mut count).expect("memory is read");
    count.0
}
