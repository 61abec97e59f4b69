//! An input as a stream of decoded bytes, read here or by a thread.

use std::io::{self, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Instant;

use super::decode::Decoded;
use super::raw::{PAUSE, Raw, Reader};
use super::threads::{self, Spawn};

/// What UTF-8 may begin with.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// What reading brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// More bytes.
    Data,
    /// More bytes, so slowly that what is there should be worked on meanwhile.
    Slow,
    /// Nothing for now.
    Idle,
    /// The end, perhaps with more bytes.
    End,
}

/// How an input is to be read.
#[derive(Clone, Copy)]
pub struct Way {
    /// What is still being written is told as it comes.
    pub prompt: bool,
    /// Bytes that a thread reads at a time.
    pub chunk: usize,
    /// Who gives threads.
    pub spawn: Spawn,
}

/// An input that is being read.
pub struct Source {
    bytes: Bytes,
    /// Its size, where that is known.
    pub size: Option<u64>,
    /// It is still being written, and is told as it comes.
    pub prompt: bool,
    /// Bytes before the text that are none of it.
    pub skipped: usize,
    stop: Arc<AtomicBool>,
    way: Way,
}

enum Bytes {
    /// Read where they are needed.
    Direct(Reader),
    /// Read by a thread of its own, so that a pause can be told from the end.
    Piped(Pipe),
}

/// The beginning of an input.
pub struct Head {
    /// Its bytes, without a byte order mark.
    pub bytes: Vec<u8>,
    /// That is all, or there is more, or it cannot be read on.
    pub rest: io::Result<Rest>,
}

/// What is left of an input behind its beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// Nothing.
    Nothing,
    /// More than was asked for, or it comes later.
    More,
}

impl Source {
    /// Opens a file, a named pipe or, for `-`, stdin. Where `stop` is raised, what is
    /// still being written ends.
    pub fn open(path: &Path, stop: &Arc<AtomicBool>, way: Way) -> io::Result<Self> {
        let mut raw = Raw::open(path, stop)?;
        let size = raw.size;
        let prompt = way.prompt && raw.live;
        let thread = prompt.then(|| Pipe::start(way)).and_then(Result::ok);
        // Without a thread a pause is what the reader itself says.
        raw.hasty = prompt && thread.is_none();
        let text: Reader = Box::new(Decoded::new(Box::new(raw)));
        Ok(Self {
            bytes: match thread {
                Some(thread) => Bytes::Piped(thread.reads(text)),
                None => Bytes::Direct(text),
            },
            size,
            prompt,
            skipped: 0,
            stop: Arc::clone(stop),
            way,
        })
    }

    /// A source over a reader that is whole and needs no decoding.
    #[must_use]
    pub fn direct(reader: Reader) -> Self {
        Self {
            bytes: Bytes::Direct(reader),
            size: None,
            prompt: false,
            skipped: 0,
            stop: Arc::default(),
            way: Way {
                prompt: false,
                chunk: 0,
                spawn: threads::spawn,
            },
        }
    }

    /// The same source, read by a thread from now on, if there is one to be had.
    #[must_use]
    pub fn with_thread(mut self) -> Self {
        if let Bytes::Direct(_) = &self.bytes
            && !self.prompt
            && let Ok(thread) = Pipe::start(self.way)
            && let Bytes::Direct(reader) = self.bytes
        {
            self.bytes = Bytes::Piped(thread.reads(reader));
        }
        self
    }

    /// Reads the beginning: up to `most` bytes. What is told as it comes has its
    /// beginning where it pauses first.
    pub fn head(&mut self, most: usize) -> Head {
        // Most of what is pasted fits into a page of memory.
        let mut bytes = vec![0; 4096.min(most + 1)];
        let mut len = 0;
        let rest = loop {
            if len == bytes.len() {
                if len > most {
                    break Ok(Rest::More);
                }
                bytes.resize((len * 4).min(most + 1), 0);
            }
            let (n, event) = self.fill(&mut bytes[len..]);
            len += n;
            match event {
                Err(error) => break Err(error),
                Ok(Event::End) => break Ok(Rest::Nothing),
                _ if self.stop.load(Ordering::Relaxed) => break Ok(Rest::Nothing),
                Ok(Event::Slow | Event::Idle) if self.prompt && len >= MARK.len() => {
                    break Ok(Rest::More);
                }
                Ok(_) => {}
            }
        };
        bytes.truncate(len);
        if bytes.starts_with(MARK) {
            self.skipped = MARK.len();
            bytes.drain(..MARK.len());
        }
        Head { bytes, rest }
    }

    /// What was read comes once more.
    pub fn put_back(&mut self, bytes: Vec<u8>) {
        match &mut self.bytes {
            Bytes::Direct(reader) => {
                let rest = std::mem::replace(reader, Box::new(io::empty()));
                *reader = Box::new(Cursor::new(bytes).chain(rest));
            }
            Bytes::Piped(pipe) => {
                let rest = [&bytes, &pipe.chunk[pipe.at..]].concat();
                (pipe.chunk, pipe.at) = (rest, 0);
            }
        }
    }

    /// Fills `room`, or less where a pause, the end or an error comes: the bytes
    /// before it are good.
    pub fn fill(&mut self, room: &mut [u8]) -> (usize, io::Result<Event>) {
        match &mut self.bytes {
            Bytes::Direct(reader) => fill(reader, room, self.prompt),
            Bytes::Piped(pipe) => pipe.fill(room),
        }
    }
}

/// The decoded bytes of an input as a plain reader.
pub fn open(path: &Path, stop: &Arc<AtomicBool>) -> io::Result<Reader> {
    let raw = Raw::open(path, stop)?;
    Ok(Box::new(Decoded::new(Box::new(raw))))
}

fn fill(reader: &mut dyn Read, room: &mut [u8], prompt: bool) -> (usize, io::Result<Event>) {
    let mut at = 0;
    let start = prompt.then(Instant::now);
    while at < room.len() {
        match reader.read(&mut room[at..]) {
            Ok(0) => return (at, Ok(Event::End)),
            Ok(n) => at += n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                return (at, Ok(Event::Idle));
            }
            Err(error) => return (at, Err(error)),
        }
        if start.is_some_and(|start| start.elapsed() >= PAUSE) {
            return (at, Ok(Event::Slow));
        }
    }
    (at, Ok(Event::Data))
}

/// The receiving side of a reading thread.
struct Pipe {
    chunks: Receiver<io::Result<Vec<u8>>>,
    spare: SyncSender<Vec<u8>>,
    /// The chunk that is being handed on, and how far.
    chunk: Vec<u8>,
    at: usize,
}

/// A thread that waits for what it is to read.
struct Waiting {
    pipe: Pipe,
    reader: SyncSender<Reader>,
}

impl Pipe {
    /// Starts the thread first: where there is none, the reader must not be lost.
    fn start(way: Way) -> io::Result<Waiting> {
        let (filled, chunks) = sync_channel(1);
        let (spare, empty) = sync_channel::<Vec<u8>>(2);
        let (reader, read) = sync_channel::<Reader>(1);
        let _ = spare.try_send(Vec::new());
        (way.spawn)(Box::new(move || {
            let Ok(mut reader) = read.recv() else {
                return;
            };
            while let Ok(mut buf) = empty.recv() {
                buf.resize(way.chunk, 0);
                let read = loop {
                    match reader.read(&mut buf) {
                        Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                        other => break other,
                    }
                };
                let read = read.map(|n| {
                    buf.truncate(n);
                    buf
                });
                let more = read.as_ref().is_ok_and(|buf| !buf.is_empty());
                if filled.send(read).is_err() || !more {
                    return;
                }
            }
        }))?;
        let pipe = Self {
            chunks,
            spare,
            chunk: Vec::new(),
            at: 0,
        };
        Ok(Waiting { pipe, reader })
    }

    fn fill(&mut self, room: &mut [u8]) -> (usize, io::Result<Event>) {
        let mut len = 0;
        let start = Instant::now();
        loop {
            let n = (self.chunk.len() - self.at).min(room.len() - len);
            room[len..len + n].copy_from_slice(&self.chunk[self.at..self.at + n]);
            (len, self.at) = (len + n, self.at + n);
            if len == room.len() {
                return (len, Ok(Event::Data));
            }
            if len > 0 && start.elapsed() >= PAUSE {
                return (len, Ok(Event::Slow));
            }
            match self.chunks.recv_timeout(PAUSE) {
                Ok(Ok(chunk)) if chunk.is_empty() => return (len, Ok(Event::End)),
                Ok(Ok(chunk)) => {
                    let done = std::mem::replace(&mut self.chunk, chunk);
                    let _ = self.spare.try_send(done);
                    self.at = 0;
                }
                Ok(Err(error)) => return (len, Err(error)),
                Err(RecvTimeoutError::Timeout) => return (len, Ok(Event::Idle)),
                // The thread ended without saying how the input did.
                Err(RecvTimeoutError::Disconnected) => {
                    return (len, Err(io::Error::other("the thread that reads it ended")));
                }
            }
        }
    }
}

impl Waiting {
    fn reads(self, reader: Reader) -> Pipe {
        // It waits for nothing else; where it is gone, `fill` says so.
        let _ = self.reader.send(reader);
        self.pipe
    }
}

#[cfg(test)]
mod tests;
