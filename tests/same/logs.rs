//! Records put together to a large log, and what is found there beside what is found
//! in each of them alone.

use std::collections::BTreeMap;
use std::io::{self, Cursor};

use cberr::input::source::Source;
use cberr::input::threads::spawn;
use cberr::recognise::{Finding, Recogniser, Record};
use cberr::scan::prefilter::Filter;
use cberr::scan::records::Records;
use cberr::scan::{Read, Scan, Sink};

use super::dice::Dice;
use super::{rewrite, rows};

/// What is found, by the offset of its record: its line, and each finding in full.
pub type Found = BTreeMap<u64, (u64, Vec<String>)>;

#[derive(Default)]
struct Seen(Found, Vec<Finding>);

impl Sink for Seen {
    fn record(&mut self, record: Record<'_>, findings: Vec<Finding>) -> io::Result<()> {
        let says = findings.iter().map(said).collect();
        self.0.insert(record.offset, (record.line, says));
        self.1.extend(findings);
        Ok(())
    }

    fn progress(&mut self, _read: Read, _pause: bool) -> io::Result<bool> {
        Ok(true)
    }
}

/// A finding in full.
pub fn said(f: &Finding) -> String {
    format!(
        "{:?} {:?} {} {:?} {:?} {:?} {:?} {:?}",
        f.id, f.matched, f.query, f.case, f.wrapped_by, f.message, f.values, f.request_ids
    )
}

/// What is found in a text that is all there is: every record recognised.
pub fn alone(text: &[u8]) -> Found {
    let mut recogniser = Recogniser::new();
    let mut found = Found::new();
    for record in Records::of(text) {
        let text = String::from_utf8_lossy(record.bytes);
        let findings = recogniser.recognise(&text, false);
        if !findings.is_empty() {
            let says = findings.iter().map(said).collect();
            found.insert(record.offset, (record.line, says));
        }
    }
    found
}

/// What is found in a log that is read in pieces and passed through the filter.
pub fn scanned(log: &[u8], chunk: usize, threads: usize) -> Found {
    seen(log, chunk, threads).0
}

/// What is found in a text inside a log that is too large to be read at once.
pub fn in_a_log(text: &str) -> Vec<Finding> {
    let ordinary = b"2026-11-21T10:00:00Z INFO order 7 shipped, all is well\n".repeat(700);
    let log = [&ordinary, &b"\n"[..], text.as_bytes(), b"\n", &ordinary].concat();
    seen(&log, 16 << 10, 1).1
}

fn seen(log: &[u8], chunk: usize, threads: usize) -> Seen {
    let mut seen = Seen::default();
    let mut source = Source::direct(Box::new(Cursor::new(log.to_vec())));
    let scan = Scan::new(Some(Filter::new()), chunk, threads, spawn);
    scan.run(&mut source, &mut seen).expect("memory is read");
    seen
}

/// A record in a log.
pub struct Place {
    /// What it is.
    what: String,
    /// Where it begins and ends.
    from: u64,
    to: u64,
    /// What is found in it alone, record by record.
    want: Vec<Vec<String>>,
}

/// A log of records, and what is found in each of them alone.
#[derive(Default)]
pub struct Log {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its records.
    pub places: Vec<Place>,
}

impl Log {
    /// Adds ordinary lines; behind them a record begins.
    pub fn ordinary(&mut self, dice: &mut Dice) {
        for _ in 0..dice.below(3) {
            let number = dice.below(1_000_000);
            let line = format!("2026-11-21T10:00:00Z INFO order {number} shipped, all is well\n");
            self.bytes.extend(line.as_bytes());
        }
        if dice.below(200) == 0 {
            self.bytes.extend(b"2026-11-21T10:00:00Z DEBUG");
            self.bytes.extend(b" ordinary".repeat(60_000 / 9));
            self.bytes.push(b'\n');
        }
        // Nothing but what is indented goes on with a blank line, and it with nothing.
        self.bytes.extend(b"2026-11-21T10:00:00Z\n\n");
    }

    /// Adds a record.
    pub fn record(&mut self, what: String, text: &str) {
        let from = self.bytes.len() as u64;
        self.bytes.extend(text.as_bytes());
        self.bytes.push(b'\n');
        let want = alone(&self.bytes[from as usize..]);
        let want = want.into_values().map(|(_, says)| says).collect();
        let to = self.bytes.len() as u64;
        self.places.push(Place {
            what,
            from,
            to,
            want,
        });
    }

    /// How many records with errors there are.
    pub fn errors(&self) -> usize {
        self.places.iter().map(|place| place.want.len()).sum()
    }

    /// What is found otherwise than alone, told by record.
    pub fn differences(&self, seen: &Found) -> Vec<String> {
        let mut told = Vec::new();
        let mut left = seen.len();
        for place in &self.places {
            // An indented record goes on with the blank line before it.
            let own = seen.range(place.from - 1..place.to);
            let own: Vec<_> = own.map(|(_, (_, says))| says).collect();
            left -= own.len();
            if own.iter().copied().ne(&place.want) {
                let bytes = &self.bytes[place.from as usize..place.to as usize];
                let text = String::from_utf8_lossy(&bytes[..bytes.len().min(600)]);
                let (what, want) = (&place.what, &place.want);
                told.push(format!(
                    "{what}\n  alone:    {want:?}\n  in a log: {own:?}\n  {text:?}"
                ));
            }
        }
        if left > 0 {
            told.push(format!("{left} records with errors between the records"));
        }
        told
    }
}

/// All rows of the corpus in all ways, in an order of their own.
pub fn of_rows(seed: u64) -> Log {
    let mut dice = Dice::new(seed);
    let mut records = Vec::new();
    for row in rows::all() {
        let ways = rewrite::all(&row.text, &mut dice).into_iter();
        records.extend(ways.map(|(way, text)| (format!("{}, {way}", row.place), text)));
    }
    let mut log = Log::default();
    while !records.is_empty() {
        let (what, text) = records.swap_remove(dice.below(records.len()));
        log.ordinary(&mut dice);
        log.record(what, &text);
    }
    log
}
