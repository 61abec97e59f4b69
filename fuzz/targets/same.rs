//! Small equals large: what a scan finds in a log, in pieces of any size, by one thread or
//! several, is what is found in each of its records alone.
#![no_main]

use std::io::{self, Cursor};

use cberr::input::source::Source;
use cberr::input::threads;
use cberr::recognise::{Finding, Recogniser, Record};
use cberr::scan::prefilter::Filter;
use cberr::scan::records::Records;
use cberr::scan::{Read, Scan, Sink};
use cberr::text::carrier;
use libfuzzer_sys::fuzz_target;

#[derive(Default)]
struct Seen(Vec<(u64, u64, String)>);

impl Seen {
    fn note(&mut self, record: Record<'_>, findings: &[Finding]) {
        let said = |f: &Finding| {
            format!(
                "{:?} {:?} {} {:?} {:?} {:?} {:?}",
                f.id, f.case, f.query, f.wrapped_by, f.message, f.values, f.request_ids
            )
        };
        let all: Vec<String> = findings.iter().map(said).collect();
        self.0.push((record.line, record.offset, all.join("\n")));
    }
}

impl Sink for Seen {
    fn record(&mut self, record: Record<'_>, findings: Vec<Finding>) -> io::Result<()> {
        self.note(record, &findings);
        Ok(())
    }

    fn progress(&mut self, _: Read, _: bool) -> io::Result<bool> {
        Ok(true)
    }
}

fn scanned(log: &[u8], filter: Option<Filter>, chunk: usize, threads: usize) -> Seen {
    let mut seen = Seen::default();
    let mut source = Source::direct(Box::new(Cursor::new(log.to_vec())));
    let scan = Scan::new(filter, chunk, threads, threads::spawn);
    scan.run(&mut source, &mut seen).expect("memory is read");
    seen
}

fuzz_target!(|data: &[u8]| {
    // The first byte chooses how much healthy text stands before, the second the pieces.
    let Some(([before, pieces], text)) = data.split_first_chunk::<2>() else {
        return;
    };
    let healthy = b"2026-11-20 10:00:02 INFO order done\n";
    let log = [&healthy.repeat(usize::from(*before)), text].concat();
    let mut alone = Seen::default();
    let mut recogniser = Recogniser::new();
    for record in Records::of(&log) {
        let findings = recogniser.recognise(&carrier::text(record.bytes), false);
        if !findings.is_empty() {
            alone.note(record, &findings);
        }
    }
    let chunk = 64 << (pieces % 8);
    let threads = 1 + usize::from(pieces / 8 % 3);
    let large = scanned(&log, Some(Filter::new()), chunk, threads);
    assert_eq!(alone.0, large.0, "pieces of {chunk}, {threads} threads");
});
