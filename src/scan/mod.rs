//! Reading logs of any size: large chunks, never lines; only the neighbourhood
//! of what can hold an error is decoded and recognised.

pub mod filter;
pub mod records;
pub mod source;
pub mod time;

use std::io;

use filter::Filter;
use records::{Floor, Piece};
use source::{Event, Source};

/// Bytes read at a time.
pub const CHUNK: usize = 256 << 10;

/// A record that can hold an error, as it stands in its input.
#[derive(Clone, Copy, Debug)]
pub struct Record<'a> {
    /// Its bytes.
    pub bytes: &'a [u8],
    /// Number of its first line, from 1.
    pub line: u64,
    /// Offset of its first byte.
    pub offset: u64,
}

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
    /// A record that can hold an error.
    fn record(&mut self, record: Record<'_>) -> io::Result<()>;
    /// So much was read; `idle` when nothing more is there for now. `false` stops
    /// the scan.
    fn progress(&mut self, read: Read, idle: bool) -> io::Result<bool>;
}

/// Why a scan ended early.
#[derive(Debug)]
pub enum Failed {
    /// The input could not be read.
    Reading(io::Error),
    /// The sink could not go on.
    Sink(io::Error),
}

/// Reads one input to its end. Without a filter every record is handed on.
pub struct Scan<'f> {
    filter: Option<&'f Filter>,
    chunk: usize,
    buf: Vec<u8>,
    /// How much of the buffer is filled.
    len: usize,
    /// How far before the buffer its first chain began.
    chain: u64,
    midline: bool,
    read: Read,
}

impl<'f> Scan<'f> {
    /// A scan that reads `chunk` bytes at a time.
    #[must_use]
    pub fn new(filter: Option<&'f Filter>, chunk: usize) -> Self {
        Self {
            filter,
            chunk,
            buf: vec![0; chunk + records::LONGEST + 2 * records::HEAD],
            len: 0,
            chain: 0,
            midline: false,
            read: Read::default(),
        }
    }

    /// Reads the input to its end, or until the sink says that it is enough.
    pub fn run(mut self, source: &mut Source, sink: &mut impl Sink) -> Result<Read, Failed> {
        loop {
            let room = &mut self.buf[self.len..self.len + self.chunk];
            let (n, event) = source.fill(room).map_err(Failed::Reading)?;
            self.len += n;
            match event {
                Event::Data => self.piece(self.len, false, sink),
                // What is there is all there is for a while: whole lines count.
                Event::Idle => {
                    let lines = memchr::memrchr(b'\n', &self.buf[..self.len]);
                    lines.map_or(Ok(()), |end| self.piece(end + 1, true, sink))
                }
                Event::End => self.piece(self.len, true, sink),
            }
            .map_err(Failed::Sink)?;
            let idle = event == Event::Idle;
            let go_on = sink.progress(self.read, idle).map_err(Failed::Sink)?;
            if event == Event::End || !go_on {
                return Ok(self.read);
            }
        }
    }

    /// Hands on the records in the first `len` bytes that are whole, and keeps
    /// the rest.
    fn piece(&mut self, len: usize, last: bool, sink: &mut impl Sink) -> io::Result<()> {
        let bytes = &self.buf[..len];
        let piece = Piece {
            bytes,
            last,
            chain: self.chain,
            midline: self.midline,
        };
        let (end, chain) = piece.whole();
        let mut lines = Lines {
            at: 0,
            number: self.read.lines + 1,
        };
        let mut floor = piece.floor();
        while let Some(at) = self.next(bytes, floor.at, end) {
            let (bounds, next) = piece.around(at, floor, end);
            sink.record(Record {
                bytes: &bytes[bounds.start..bounds.end],
                line: lines.number_at(bytes, bounds.start),
                offset: self.read.bytes + bounds.start as u64,
            })?;
            floor = next;
        }
        let open = end > 0 && bytes[end - 1] != b'\n';
        self.read = Read {
            lines: lines.number_at(bytes, end) - 1 + u64::from(last && open),
            bytes: self.read.bytes + end as u64,
        };
        if end > 0 {
            self.midline = open && !last;
        }
        self.chain = chain;
        self.buf.copy_within(end..self.len, 0);
        self.len -= end;
        Ok(())
    }

    fn next(&self, bytes: &[u8], from: usize, end: usize) -> Option<usize> {
        match self.filter {
            _ if from >= end => None,
            Some(filter) => filter.next(bytes, from, end),
            None => Some(from),
        }
    }
}

/// Counts lines as far as they are asked for, each byte once.
struct Lines {
    at: usize,
    number: u64,
}

impl Lines {
    /// Number of the line at `at`, which is not before the last one asked for.
    fn number_at(&mut self, bytes: &[u8], at: usize) -> u64 {
        self.number += memchr::memchr_iter(b'\n', &bytes[self.at..at]).count() as u64;
        self.at = at;
        self.number
    }
}
