//! Who works on the pieces of an input: this thread, or this one and others in
//! turn. What they find comes back in the order of the input.

use std::collections::VecDeque;
use std::io;
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};

use super::prefilter::{Filter, Place, Places};
use super::records::{Bounds, Floor, Piece};
use crate::input::threads::Spawn;
use crate::recognise::{Beyond, Finding, Recogniser};
use crate::text::carrier;

/// A piece to work on: `end` of its `len` bytes are whole records.
pub struct Job {
    pub buf: Vec<u8>,
    pub len: usize,
    pub end: usize,
    pub last: bool,
    pub chain: u64,
    pub midline: bool,
    /// Room for what is found.
    pub found: Vec<Found>,
}

/// A piece that was worked on.
pub struct Done {
    pub buf: Vec<u8>,
    pub end: usize,
    /// Lines of the whole records.
    pub lines: u64,
    /// What is beyond the bounds of its records.
    pub beyond: Beyond,
    pub found: Vec<Found>,
}

/// A record that can hold an error, with its findings.
pub struct Found {
    pub bounds: Bounds,
    /// Its line, counted from the piece's first as 1.
    pub line: u64,
    pub findings: Vec<Finding>,
}

/// Most threads that work on one input.
pub const MOST: usize = 8;
/// Pieces that the other threads have before them all together, so that none need wait
/// while this one reads and works on its own.
const QUEUED: usize = 8;
/// The least that each of them has: one that it works on, and the next.
const LEAST: usize = 2;
/// How many pieces more may wait for the first of them.
const AHEAD: usize = 2;

/// The threads.
pub struct Workers {
    here: Worker,
    others: Vec<Other>,
    /// Pieces that each of the others has before it.
    queue: usize,
    /// The pieces that are not yet handed on, in their order.
    order: VecDeque<Turn>,
    /// Buffers and lists to be filled again.
    spare: Vec<Vec<u8>>,
    lists: Vec<Vec<Found>>,
}

/// Who has a piece.
enum Turn {
    /// This thread is done with it.
    Here(Done),
    /// The thread of this number works on it.
    There(usize),
}

/// Another thread.
struct Other {
    jobs: SyncSender<Job>,
    done: Receiver<Done>,
    /// Pieces that it has.
    queued: usize,
}

/// A thread that worked on a piece is gone without an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lost;

impl Workers {
    /// As many threads as asked for, this one among them, or as many as can be had.
    pub fn new(filter: Option<Filter>, threads: usize, spawn: Spawn) -> Self {
        let others = threads.clamp(1, MOST) - 1;
        let queue = (QUEUED / others.max(1)).clamp(LEAST, QUEUED / 2);
        let start = |_| Other::start(Worker::new(filter), queue, spawn).ok();
        Self {
            others: (0..others).map_while(start).collect(),
            queue,
            here: Worker::new(filter),
            order: VecDeque::new(),
            spare: Vec::new(),
            lists: Vec::new(),
        }
    }

    /// Works on a piece, here or there.
    pub fn work(&mut self, job: Job) -> Result<(), Lost> {
        let free = self.others.iter_mut().enumerate();
        let free = free.filter(|(_, other)| other.queued < self.queue);
        let Some((number, other)) = free.min_by_key(|(_, other)| other.queued) else {
            let done = self.here.work(job);
            self.order.push_back(Turn::Here(done));
            return Ok(());
        };
        other.jobs.send(job).map_err(|_| Lost)?;
        other.queued += 1;
        self.order.push_back(Turn::There(number));
        Ok(())
    }

    /// The next piece that is done, in their order. Its thread is waited for when too
    /// many pieces wait behind it, or when `all` is wanted.
    pub fn done(&mut self, all: bool) -> Result<Option<Done>, Lost> {
        let wait = all || self.order.len() > self.queue * self.others.len() + AHEAD;
        if let Some(Turn::There(number)) = self.order.front() {
            let other = &mut self.others[*number];
            let done = match wait {
                true => other.done.recv().map_err(|_| Lost)?,
                false => match other.done.try_recv() {
                    Ok(done) => done,
                    Err(TryRecvError::Empty) => return Ok(None),
                    Err(TryRecvError::Disconnected) => return Err(Lost),
                },
            };
            other.queued -= 1;
            self.order.pop_front();
            return Ok(Some(done));
        }
        Ok(match self.order.pop_front() {
            Some(Turn::Here(done)) => Some(done),
            _ => None,
        })
    }

    pub fn spare(&mut self) -> Option<Vec<u8>> {
        self.spare.pop()
    }

    /// A list of nothing yet.
    pub fn list(&mut self) -> Vec<Found> {
        self.lists.pop().unwrap_or_default()
    }

    /// Takes back what is told.
    pub fn give_back(&mut self, done: Done) {
        self.spare.push(done.buf);
        self.lists.push(done.found);
    }
}

impl Other {
    fn start(mut worker: Worker, queue: usize, spawn: Spawn) -> io::Result<Self> {
        let (jobs, todo) = sync_channel::<Job>(queue);
        let (finished, done) = sync_channel(queue);
        spawn(Box::new(move || {
            while let Ok(job) = todo.recv() {
                if finished.send(worker.work(job)).is_err() {
                    return;
                }
            }
        }))?;
        Ok(Self {
            jobs,
            done,
            queued: 0,
        })
    }
}

/// Finds and recognises.
struct Worker {
    filter: Option<(Filter, Places)>,
    recogniser: Recogniser,
}

impl Worker {
    fn new(filter: Option<Filter>) -> Self {
        Self {
            filter: filter.map(|filter| (filter, Places::new(filter))),
            recogniser: Recogniser::new(),
        }
    }

    fn work(&mut self, job: Job) -> Done {
        let bytes = &job.buf[..job.len];
        let piece = Piece {
            bytes,
            last: job.last,
            chain: job.chain,
            midline: job.midline,
        };
        let mut lines = Lines { at: 0, number: 1 };
        let mut found = job.found;
        let mut floor = piece.floor();
        let mut from = floor.at;
        if let Some((_, places)) = &mut self.filter {
            places.restart(bytes);
        }
        let mut around: Option<(Bounds, Floor)> = None;
        while let Some(Place { at, said }) = self.next(bytes, from, job.end) {
            // A long record can hold many places that come to nothing.
            let same = around.filter(|(bounds, _)| (bounds.start..bounds.end).contains(&at));
            let (bounds, behind) = same.unwrap_or_else(|| piece.around(at, floor, job.end));
            around = Some((bounds, behind));
            let record = &bytes[bounds.start..bounds.end];
            // What stands around the record must not count.
            let own = bounds.start <= said.start && said.end <= bounds.end;
            if !own && !self.admits(bytes, bounds, at) {
                from = at + 1;
                continue;
            }
            let text = carrier::text(record);
            found.push(Found {
                bounds,
                line: lines.number_at(bytes, bounds.start),
                findings: self.recogniser.recognise(&text, false),
            });
            floor = behind;
            from = floor.at;
        }
        let open = job.end > 0 && bytes[job.end - 1] != b'\n';
        let lines = lines.number_at(bytes, job.end) - 1 + u64::from(job.last && open);
        Done {
            end: job.end,
            lines,
            found,
            beyond: self.recogniser.beyond(),
            buf: job.buf,
        }
    }

    /// The next place that can hold an error; without a filter every record can.
    fn next(&mut self, bytes: &[u8], from: usize, end: usize) -> Option<Place> {
        match &mut self.filter {
            Some((_, places)) => places.next(bytes, from, end),
            None => (from < end).then_some(Place {
                at: from,
                said: from..from,
            }),
        }
    }

    /// The same of a place in a record that is looked at alone.
    fn admits(&self, bytes: &[u8], record: Bounds, at: usize) -> bool {
        let filter = self.filter.as_ref();
        filter.is_none_or(|(_, places)| places.admits(bytes, record.start..record.end, at))
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
