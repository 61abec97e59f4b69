//! The scan of large logs, held against two slower ways to read them: the
//! records that it takes for candidates are those that a naive search finds, and
//! what it finds is what recognition finds in every record on its own.

#[allow(dead_code)]
#[path = "../benches/scan/generate.rs"]
mod generate;
#[path = "logs/naive.rs"]
mod naive;

use std::io::{self, Cursor};
use std::sync::Arc;

use cberr::catalogue;
use cberr::recognise::{Finding, Recogniser};
use cberr::scan::filter::Filter;
use cberr::scan::source::Source;
use cberr::scan::{Read, Record, Scan, Sink};
use generate::{KINDS, Kind};

/// What a scan saw.
#[derive(Default, PartialEq, Debug)]
struct Seen {
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

fn scan(log: &[u8], filter: Option<&Arc<Filter>>, chunk: usize, two: bool) -> Seen {
    let mut seen = Seen::default();
    let mut source = Source::direct(Box::new(Cursor::new(log.to_vec())));
    let scan = Scan::new(filter.cloned(), chunk, two);
    let read = scan.run(&mut source, &mut seen).expect("memory is read");
    assert_eq!(read, seen.read);
    seen
}

/// What the naive way sees.
fn naive(log: &[u8], filter: &Filter) -> Seen {
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

fn codes() -> Vec<&'static str> {
    let plain = |name: &&str| !name.contains(' ') && name.len() >= 7 && !catalogue::is_number(name);
    catalogue::names().filter(plain).collect()
}

fn compare(name: &str, log: &[u8], filter: &Arc<Filter>) {
    let want = naive(log, filter);
    for (chunk, two) in [
        (4 << 10, false),
        (4 << 10, true),
        (64 << 10, true),
        (1 << 20, false),
    ] {
        let seen = scan(log, Some(filter), chunk, two);
        let differs = want.found.iter().zip(&seen.found).find(|(a, b)| a != b);
        if let Some((want, seen)) = differs {
            panic!("{name}, chunks of {chunk}: wanted {want:#?}, saw {seen:#?}");
        }
        let missed = want.found.iter().find(|f| !seen.found.contains(f));
        assert_eq!(missed, None, "{name}, chunks of {chunk}: not found");
        assert_eq!(
            seen.found.len(),
            want.found.len(),
            "{name}, chunks of {chunk}"
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
    let all = scan(log, None, 4 << 10, false);
    assert!(all.found == want.found, "{name} without the filter");
}

#[test]
fn every_kind_of_log_is_read_as_its_records_one_by_one() {
    let filter = Arc::new(Filter::new());
    let codes = codes();
    for (name, kind) in KINDS {
        let (size, per_million) = match kind {
            Kind::Errors => (200 << 10, 0),
            Kind::Near => (120 << 10, 0),
            Kind::Deep | Kind::Word => (200 << 10, 0),
            _ => (400 << 10, 50_000),
        };
        for seed in 1..4 {
            let mut log = Vec::new();
            generate::write(&mut log, kind, size, per_million, seed, &codes).expect("memory");
            compare(name, &log, &filter);
        }
    }
}
