//! How fast, how lean and how true `cberr parse` reads logs, beside `rg`, `wc` and
//! `cat` on the same files, and whether that meets its targets.
//!
//! `cargo bench --bench scan` makes its logs in `target/scan`, always the same ones;
//! `-- --quick` makes smaller ones, `-- KIND...` only some kinds. Times depend on
//! what else the machine does, so a target that is missed is shown and no more;
//! a log that is read wrongly ends the bench.
#![allow(missing_docs, clippy::print_stdout, unreachable_pub)]

mod generate;
#[allow(dead_code)]
#[path = "../../tests/logs/oracle.rs"]
mod oracle;
mod run;

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use cberr::scan::prefilter::Filter;
use generate::{KINDS, Kind};
use run::{Cpus, Line, in_turn, least, median, ratio};

const CBERR: &str = env!("CARGO_BIN_EXE_cberr");
const SEED: u64 = 1;
const MB: usize = 1_000_000;
/// Most memory that reading a log may take, in KB.
const MEMORY: u64 = 8192;

/// A kind of log as it is measured here.
struct Plan {
    name: &'static str,
    kind: Kind,
    mb: usize,
    /// Errors in a million lines.
    per_million: usize,
    what: &'static str,
}

fn plan((name, kind): (&'static str, Kind)) -> Plan {
    let (mb, per_million, what) = match kind {
        Kind::Mixed => (400, 1_000, "application log, 0.1 % of the lines are errors"),
        Kind::Ndjson => (200, 50_000, "NDJSON, 5 % of the lines are errors"),
        Kind::Errors => (100, 0, "every line is an error"),
        Kind::OneLine => (200, 1_000, "one line, 0.1 % of its objects are errors"),
        Kind::Deep => (100, 0, "one line, nested to its middle"),
        Kind::Near => (100, 0, "every word is nearly a code"),
        Kind::Word => (100, 0, "one endless word"),
        Kind::Blocks => (100, 10_000, "1 % are errors over several lines"),
    };
    Plan {
        name,
        kind,
        mb,
        per_million,
        what,
    }
}

/// What the command line asks for.
struct Wish {
    quick: bool,
    kinds: Vec<String>,
}

fn main() -> io::Result<()> {
    let args = || std::env::args().skip(1);
    let wish = Wish {
        quick: args().any(|a| a == "--quick"),
        kinds: args().filter(|a| !a.starts_with("--")).collect(),
    };
    let unknown = |k: &&String| KINDS.iter().all(|(name, _)| name != k);
    if let Some(kind) = wish.kinds.iter().find(unknown) {
        let names = KINDS.map(|(name, _)| name).join(", ");
        return Err(io::Error::other(format!(
            "no kind {kind}; there are {names}"
        )));
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("scan");
    fs::create_dir_all(&folder)?;
    let bench = Bench::new(folder, wish.quick)?;
    let mut verdicts = Vec::new();
    for plan in KINDS.map(plan) {
        if wish.kinds.is_empty() || wish.kinds.iter().any(|k| k == plan.name) {
            bench.oracles(&plan)?;
            bench.measure(&plan, &mut verdicts)?;
        }
    }
    println!("\nTargets");
    for Verdict { met, kind, text } in verdicts {
        println!("  {:7} {kind:8} {text}", if met { "ok" } else { "MISSED" });
    }
    Ok(())
}

struct Bench {
    folder: PathBuf,
    /// The file with the names for `rg`.
    names: PathBuf,
    codes: Vec<&'static str>,
    filter: Filter,
    quick: bool,
    rg: bool,
    time: bool,
}

impl Bench {
    fn new(folder: PathBuf, quick: bool) -> io::Result<Self> {
        let codes = oracle::codes();
        let names = folder.join("names.txt");
        fs::write(&names, codes.join("\n") + "\n")?;
        let bench = Self {
            names,
            codes,
            filter: Filter::new(),
            quick,
            rg: run::has("rg"),
            time: run::has("/usr/bin/time"),
            folder,
        };
        println!("{} names for rg, seed {SEED}", bench.codes.len());
        for (here, program, lost) in [
            (bench.rg, "rg", "nothing is compared with it"),
            (bench.time, "GNU time", "memory is not measured"),
            (run::has("taskset"), "taskset", "\"one CPU\" means all"),
        ] {
            if !here {
                println!("No {program} here: {lost}.");
            }
        }
        Ok(bench)
    }

    /// Reads some megabytes in all ways that there are.
    fn oracles(&self, plan: &Plan) -> io::Result<()> {
        let size = if self.quick { MB } else { 8 * MB };
        let per_million = plan.per_million.max(10_000);
        let mut log = Vec::new();
        generate::write(&mut log, plan.kind, size, per_million, SEED, &self.codes)?;
        let (candidates, found) = oracle::compare(plan.name, &log, self.filter);
        println!(
            "\n{}: {}\n  {} MB read in chunks of 4 KB, 64 KB and 1 MB as record by record: {candidates} candidates, {found} with errors",
            plan.name,
            plan.what,
            size / MB
        );
        Ok(())
    }

    /// Writes a log of a kind; its path.
    fn log(&self, plan: &Plan, name: &str, size: usize) -> io::Result<PathBuf> {
        let path = self.folder.join(format!("{name}.log"));
        let mut file = BufWriter::with_capacity(1 << 20, File::create(&path)?);
        generate::write(
            &mut file,
            plan.kind,
            size,
            plan.per_million,
            SEED,
            &self.codes,
        )?;
        file.flush()?;
        Ok(path)
    }

    fn measure(&self, plan: &Plan, verdicts: &mut Vec<Verdict>) -> io::Result<()> {
        let size = plan.mb * MB / if self.quick { 5 } else { 1 };
        let rounds = if self.quick { 3 } else { 5 };
        let log = self.log(plan, plan.name, size)?;
        let parse = |cpus| Line::new("cberr parse", cpus, &[&CBERR, &"parse", &log]);

        let mut lines = vec![
            parse(Cpus::One),
            Line::new("wc -l", Cpus::One, &[&"wc", &"-l", &log]),
            Line::new("cat", Cpus::One, &[&"cat", &log]),
        ];
        // rg leaves a line at its first match: of one line that says nothing.
        let rg = self.rg && plan.kind != Kind::OneLine;
        let search: [&dyn AsRef<OsStr>; 6] = [&"rg", &"-c", &"-F", &"-f", &self.names, &log];
        let search = |cpus| Line::new("rg -c -F -f NAMES", cpus, &search);
        if rg {
            lines.push(search(Cpus::One));
        }
        let one = in_turn(&lines, rounds);
        let memory = self.table("one CPU", size, &lines, &one);

        let mut lines = vec![
            parse(Cpus::All),
            Line::new("cat | cberr parse", Cpus::All, &[&CBERR, &"parse"]).behind_cat(&log),
            Line::new("cat | cat", Cpus::All, &[&"cat"]).behind_cat(&log),
        ];
        if rg {
            lines.push(search(Cpus::All));
        }
        let all = in_turn(&lines, rounds);
        let memory_all = self.table("all CPUs", size, &lines, &all);

        if rg {
            verdicts.extend(plan.against_rg(ratio(&one[3], &one[0]), "one CPU"));
            verdicts.extend(plan.against_rg(ratio(&all[3], &all[0]), "all CPUs"));
        }
        let most = [memory[0], memory_all[0], memory_all[1]].into_iter().max();
        verdicts.extend(most.flatten().map(|most| plan.memory(most)));
        if plan.adversarial() {
            let half = self.log(plan, "half", size / 2)?;
            let half = Line::new("half", Cpus::One, &[&CBERR, &"parse", &half]);
            let times = in_turn(&[parse(Cpus::One), half], rounds);
            for (times, cpus) in [(&one[0], "one CPU"), (&all[0], "all CPUs")] {
                verdicts.push(plan.speed((size / MB) as f64 / least(times), cpus));
            }
            verdicts.push(plan.growth(least(&times[0]) / least(&times[1])));
        }
        fs::remove_file(log)
    }

    /// Shows times, and memory, which it gives back.
    fn table(
        &self,
        cpus: &str,
        size: usize,
        lines: &[Line],
        times: &[Vec<f64>],
    ) -> Vec<Option<u64>> {
        println!(
            "  {cpus:18} {:>8} {:>8} {:>8} {:>8} {:>8}",
            "min s", "median s", "MB/s", "ratio", "KB"
        );
        let mut all = Vec::new();
        for (line, own) in lines.iter().zip(times) {
            let memory = self.time.then(|| line.memory(&self.folder));
            println!(
                "  {:18} {:8.3} {:8.3} {:8.0} {:8.3} {:>8}",
                line.name,
                least(own),
                median(own),
                (size / MB) as f64 / least(own),
                ratio(own, &times[0]),
                memory.map_or_else(|| "?".to_owned(), |kb| kb.to_string()),
            );
            all.push(memory);
        }
        all
    }
}

/// Whether a target is met, and how far.
struct Verdict {
    met: bool,
    kind: &'static str,
    text: String,
}

impl Plan {
    fn adversarial(&self) -> bool {
        let kinds = [Kind::OneLine, Kind::Deep, Kind::Near, Kind::Word];
        kinds.contains(&self.kind)
    }

    fn verdict(&self, met: bool, text: String) -> Verdict {
        let kind = self.name;
        Verdict { met, kind, text }
    }

    fn against_rg(&self, faster: f64, cpus: &str) -> Option<Verdict> {
        let wanted = match self.kind {
            Kind::Mixed => 5.0,
            Kind::Errors => 1.0,
            _ => return None,
        };
        let text = format!("{faster:.2} times as fast as rg on {cpus}; wanted: {wanted}");
        Some(self.verdict(faster >= wanted, text))
    }

    fn memory(&self, most: u64) -> Verdict {
        let text = format!("{most} KB of memory; wanted: {MEMORY} at most");
        self.verdict(most <= MEMORY, text)
    }

    fn speed(&self, speed: f64, cpus: &str) -> Verdict {
        let text = format!("{speed:.0} MB/s on {cpus}; wanted: 80");
        self.verdict(speed >= 80.0, text)
    }

    fn growth(&self, longer: f64) -> Verdict {
        let text = format!("{longer:.2} times as long for twice the size; wanted: 2.2 at most");
        self.verdict(longer <= 2.2, text)
    }
}
