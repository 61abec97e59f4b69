//! Reading logs of any size: large chunks, never lines; only the neighbourhood
//! of what can hold an error is decoded and recognised.

pub mod prefilter;
pub mod records;
mod workers;

use std::io;

use prefilter::Filter;
use records::Piece;
use workers::{Done, Job, Lost, Workers};

use crate::input::source::{Event, Source};
use crate::input::threads::{self, Spawn};
use crate::recognise::{Beyond, Finding, Record};

/// Bytes read at a time where errors are rare, by one thread or two.
pub const CHUNK: usize = 128 << 10;
/// The least that more threads read at a time: there are more pieces then, and all of
/// them together take no more memory.
const SMALLEST: usize = 32 << 10;
/// What is found waits in memory until the pieces before are told. Where more bytes than
/// this belong to records with errors, the next piece is no longer than a short one, and
/// a piece is as long as brings about so many findings where they go on as in the last
/// one told: several pieces are under way, so that lengths that only double and halve
/// would swing. None is more than twice as long as the one before.
const MANY_BYTES: usize = 4 << 10;
const MANY: usize = 256;
/// How much shorter than the longest a short piece is.
const SHORT: usize = 8;
/// No piece is shorter.
const SHORTEST: usize = 4 << 10;

/// How much was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// Line ends, and one more where the last line has none.
    pub lines: u64,
    /// Bytes.
    pub bytes: u64,
}

/// What the reader of a scan is told, and says.
pub trait Sink {
    /// A record that can hold an error, whether it does or not.
    fn candidate(&mut self, _record: Record<'_>) {}
    /// A record with its findings, in the order of the input.
    fn record(&mut self, record: Record<'_>, findings: Vec<Finding>) -> io::Result<()>;
    /// What is beyond the bounds of records, and is told nowhere else.
    fn beyond(&mut self, _beyond: Beyond) {}
    /// So much was read; `pause` when there is not much more for now. `false` stops
    /// the scan.
    fn progress(&mut self, read: Read, pause: bool) -> io::Result<bool>;
}

/// Why a scan ended early.
#[derive(Debug)]
pub enum Failed {
    /// The input could not be read.
    Reading(io::Error),
    /// The sink could not go on.
    Sink(io::Error),
    /// A thread ended in the middle of its work: what it had found is lost.
    Worker,
}

impl From<Lost> for Failed {
    fn from(_: Lost) -> Self {
        Self::Worker
    }
}

/// How many threads a large input is worth: one a CPU.
#[must_use]
pub fn threads() -> usize {
    threads::cpus().min(workers::MOST)
}

/// Bytes read at a time by so many threads.
#[must_use]
pub fn chunk(threads: usize) -> usize {
    (2 * CHUNK / threads.max(1)).clamp(SMALLEST, CHUNK)
}

/// Reads one input to its end.
pub struct Scan {
    chunk: usize,
    /// Bytes read next: `chunk`, or less at the beginning and where much is found.
    step: usize,
    /// What is read and not yet worked on; `len` bytes of it.
    buf: Vec<u8>,
    len: usize,
    /// How far before the buffer its first chain began.
    chain: u64,
    midline: bool,
    workers: Workers,
    read: Read,
}

impl Scan {
    /// A scan by so many threads, or as many as `spawn` gives, that reads up to `chunk`
    /// bytes at a time; without a filter every record is recognised.
    #[must_use]
    pub fn new(filter: Option<Filter>, chunk: usize, threads: usize, spawn: Spawn) -> Self {
        Self {
            chunk,
            step: (chunk / SHORT).max(1),
            buf: room(chunk),
            len: 0,
            chain: 0,
            midline: false,
            workers: Workers::new(filter, threads, spawn),
            read: Read::default(),
        }
    }

    /// Reads the input to its end, or until the sink says that it is enough. Where
    /// it cannot be read on, what came before that counts.
    pub fn run(mut self, source: &mut Source, sink: &mut impl Sink) -> Result<Read, Failed> {
        self.read.bytes = source.skipped as u64;
        loop {
            let room = &mut self.buf[self.len..self.len + self.step];
            let (n, event) = source.fill(room);
            self.len += n;
            let (event, broken) = match event {
                Ok(event) => (event, None),
                Err(error) => (Event::End, Some(error)),
            };
            match event {
                Event::Data | Event::Slow => self.piece(self.len, false)?,
                // What is there is all there is for a while: whole lines count.
                Event::Idle => {
                    if let Some(end) = memchr::memrchr(b'\n', &self.buf[..self.len]) {
                        self.piece(end + 1, true)?;
                    }
                }
                Event::End => self.piece(self.len, true)?,
            }
            let all = event != Event::Data;
            while let Some(done) = self.workers.done(all)? {
                self.tell(done, sink).map_err(Failed::Sink)?;
            }
            let pause = matches!(event, Event::Slow | Event::Idle);
            let go_on = sink.progress(self.read, pause).map_err(Failed::Sink)?;
            if let Some(error) = broken {
                return Err(Failed::Reading(error));
            }
            if event == Event::End || !go_on {
                return Ok(self.read);
            }
        }
    }

    /// Has the records in the first `len` bytes worked on as far as they are
    /// whole, and keeps the rest.
    fn piece(&mut self, len: usize, last: bool) -> Result<(), Lost> {
        let piece = Piece {
            bytes: &self.buf[..len],
            last,
            chain: self.chain,
            midline: self.midline,
        };
        let (end, chain) = piece.whole();
        let mut next = self.workers.spare().unwrap_or_else(|| room(self.chunk));
        next[..self.len - end].copy_from_slice(&self.buf[end..self.len]);
        let buf = std::mem::replace(&mut self.buf, next);
        self.len -= end;
        let open = end > 0 && buf[end - 1] != b'\n';
        let found = self.workers.list();
        self.workers.work(Job {
            buf,
            len,
            end,
            last,
            chain: self.chain,
            midline: self.midline,
            found,
        })?;
        if end > 0 {
            self.midline = open && !last;
        }
        self.chain = chain;
        Ok(())
    }

    /// Bytes to read next, after a piece of `len` bytes with so many findings, in records
    /// of `held` bytes.
    fn next_step(&self, len: usize, findings: usize, held: usize) -> usize {
        let short = (self.chunk / SHORT).max(1);
        let most = if held > MANY_BYTES { short } else { self.chunk };
        let enough = len.saturating_mul(MANY) / findings.max(1);
        let enough = enough.max(SHORTEST.min(self.chunk));
        (self.step * 2).min(most).min(enough)
    }

    /// Hands on what was found in a piece.
    fn tell(&mut self, mut done: Done, sink: &mut impl Sink) -> io::Result<()> {
        let Read { lines, bytes } = self.read;
        let (mut waiting, mut held) = (0, 0);
        for found in &done.found {
            waiting += found.findings.len();
            held += found.bounds.end - found.bounds.start;
        }
        self.step = self.next_step(done.end, waiting, held);
        if done.beyond != Beyond::default() {
            sink.beyond(done.beyond);
        }
        for found in done.found.drain(..) {
            let record = Record {
                bytes: &done.buf[found.bounds.start..found.bounds.end],
                line: lines + found.line,
                offset: bytes + found.bounds.start as u64,
            };
            sink.candidate(record);
            if !found.findings.is_empty() {
                sink.record(record, found.findings)?;
            }
        }
        self.read = Read {
            lines: lines + done.lines,
            bytes: bytes + done.end as u64,
        };
        self.workers.give_back(done);
        Ok(())
    }
}

/// A buffer for what is read at a time and what was left over.
fn room(chunk: usize) -> Vec<u8> {
    vec![0; chunk + records::LONGEST + 2 * records::HEAD]
}
