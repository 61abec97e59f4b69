//! What a scan sees of a log, held against two slower ways to read it: the
//! records that it takes for candidates are those that a naive search finds, and
//! what it finds is what recognition finds in every record on its own.

#[path = "naive.rs"]
mod naive;

use std::cell::Cell;
use std::io::{self, Cursor};

use cberr::catalogue;
use cberr::input::source::Source;
use cberr::input::threads::{self, Spawn, Task};
use cberr::recognise::{Finding, Recogniser, Record};
use cberr::scan::prefilter::Filter;
use cberr::scan::{Failed, Read, Scan, Sink};

/// What a scan saw.
#[derive(Default, PartialEq, Debug)]
pub struct Seen {
    candidates: Vec<(u64, u64, usize)>,
    found: Vec<(u64, u64, Vec<String>)>,
    read: Read,
}

impl Sink for Seen {
    fn candidate(&mut self, record: Record<'_>) {
        let place = (record.line, record.offset, record.bytes.len());
        self.candidates.push(place);
    }

    fn record(&mut self, record: Record<'_>, findings: Vec<Finding>) -> io::Result<()> {
        let codes = findings.iter().map(said).collect();
        self.found.push((record.line, record.offset, codes));
        Ok(())
    }

    fn progress(&mut self, read: Read, _idle: bool) -> io::Result<bool> {
        self.read = read;
        Ok(true)
    }
}

fn said(f: &Finding) -> String {
    format!(
        "{:?} {:?} {} {:?} {:?} {:?} {:?}",
        f.id, f.case, f.query, f.wrapped_by, f.message, f.values, f.request_ids
    )
}

fn scan(log: &[u8], filter: Option<Filter>, chunk: usize, threads: usize) -> Seen {
    scan_with(log, filter, (chunk, threads), threads::spawn).expect("memory is read")
}

fn scan_with(
    log: &[u8],
    filter: Option<Filter>,
    (chunk, threads): (usize, usize),
    spawn: Spawn,
) -> Result<Seen, Failed> {
    let mut seen = Seen::default();
    let mut source = Source::direct(Box::new(Cursor::new(log.to_vec())));
    let read = Scan::new(filter, chunk, threads, spawn).run(&mut source, &mut seen)?;
    assert_eq!(read, seen.read);
    Ok(seen)
}

fn no_thread(_task: Task) -> io::Result<()> {
    Err(io::ErrorKind::OutOfMemory.into())
}

thread_local! {
    static GIVEN: Cell<usize> = const { Cell::new(0) };
}

fn two_threads(task: Task) -> io::Result<()> {
    GIVEN.set(GIVEN.get() + 1);
    if GIVEN.get() > 2 {
        return no_thread(task);
    }
    threads::spawn(task)
}

fn dead_thread(task: Task) -> io::Result<()> {
    drop(task);
    Ok(())
}

/// Panics where a scan that gets no threads, or fewer than it asked for, finds anything
/// else than one that gets them, and where it does not say that one died.
pub fn without_threads(log: &[u8], filter: Filter) -> usize {
    let want = scan(log, Some(filter), 4 << 10, 1);
    GIVEN.set(0);
    for (spawn, asked) in [(no_thread as Spawn, 2), (no_thread, 8), (two_threads, 8)] {
        let seen = scan_with(log, Some(filter), (4 << 10, asked), spawn);
        assert!(seen.is_ok_and(|seen| seen == want), "{asked} threads");
    }
    assert_eq!(GIVEN.get(), 3, "asks no more once there is none");
    let lost = scan_with(log, Some(filter), (4 << 10, 2), dead_thread);
    assert!(matches!(lost, Err(Failed::Worker)), "{lost:?}");
    want.found.len()
}

/// What the naive way sees.
fn naive(log: &[u8], filter: Filter) -> Seen {
    let mut seen = Seen::default();
    let mut recogniser = Recogniser::new();
    let (mut line, mut offset) = (1, 0);
    for record in naive::records(log) {
        if naive::candidate(record, filter) {
            seen.candidates.push((line, offset, record.len()));
        }
        let text = String::from_utf8_lossy(record);
        let findings = recogniser.recognise(&text, false);
        if !findings.is_empty() {
            seen.found
                .push((line, offset, findings.iter().map(said).collect()));
        }
        line += record.iter().filter(|b| **b == b'\n').count() as u64;
        offset += record.len() as u64;
    }
    let open = log.last().is_some_and(|b| *b != b'\n');
    seen.read = Read {
        lines: line - 1 + u64::from(open),
        bytes: offset,
    };
    seen
}

/// The codes that a log is made of: long enough to be distinctive, no numbers.
pub fn codes() -> Vec<&'static str> {
    let plain = |name: &&str| !name.contains(' ') && name.len() >= 7 && !catalogue::is_number(name);
    catalogue::names().filter(plain).collect()
}

/// Panics where a scan sees anything else than the naive way; how many records
/// are candidates, and how many hold an error.
pub fn compare(name: &str, log: &[u8], filter: Filter) -> (usize, usize) {
    let want = naive(log, filter);
    for (chunk, threads) in [
        (4 << 10, 1),
        (4 << 10, 2),
        (3 << 10, 3),
        (1 << 10, 8),
        (64 << 10, 5),
        (1 << 20, 1),
    ] {
        let seen = scan(log, Some(filter), chunk, threads);
        let differs = want.found.iter().zip(&seen.found).find(|(a, b)| a != b);
        if let Some((want, seen)) = differs {
            panic!("{name}, chunks of {chunk}: wanted {want:#?}, saw {seen:#?}");
        }
        assert_eq!(
            seen.found.len(),
            want.found.len(),
            "{name}, chunks of {chunk}: the last ones are missing, or too many"
        );
        let differs = want
            .candidates
            .iter()
            .zip(&seen.candidates)
            .find(|(a, b)| a != b);
        assert_eq!(differs, None, "{name}, chunks of {chunk}: candidates");
        assert!(seen == want, "{name}, chunks of {chunk}");
    }
    // Without the filter every record is a candidate; the findings are the same.
    let all = scan(log, None, 4 << 10, 1);
    assert!(all.found == want.found, "{name} without the filter");
    (want.candidates.len(), want.found.len())
}

/// How many records with an error a scan finds.
pub fn found(log: &[u8], filter: Filter) -> usize {
    scan(log, Some(filter), 64 << 10, 1).found.len()
}

/// The last of the log's records.
pub fn last_record(log: &[u8]) -> &[u8] {
    naive::records(log).pop().unwrap_or_default()
}
