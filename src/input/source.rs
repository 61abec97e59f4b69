//! Inputs: files and stdin, plain or packed with gzip, as a stream of bytes.

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
#[cfg(unix)]
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::{Duration, Instant};

/// How long stdin may say nothing, or little, before what it said is answered.
const PAUSE: Duration = Duration::from_millis(100);

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

/// An input that is being read.
pub enum Source {
    /// Read where it is needed.
    Direct(Box<dyn Read + Send>),
    /// Read by a thread of its own, so that a pause can be told from the end.
    Piped(Pipe),
}

/// The receiving side of a reading thread.
pub struct Pipe {
    chunks: Receiver<io::Result<Vec<u8>>>,
    spare: SyncSender<Vec<u8>>,
    /// The chunk that is being handed on, and how far.
    chunk: Vec<u8>,
    at: usize,
}

impl Source {
    /// A source over a reader.
    #[must_use]
    pub fn direct(reader: Box<dyn Read + Send>) -> Self {
        Self::Direct(reader)
    }

    /// The same, read by a thread, `chunk` bytes at a time.
    #[must_use]
    pub fn piped(mut reader: Box<dyn Read + Send>, chunk: usize) -> Self {
        let (filled, chunks) = sync_channel(1);
        let (spare, empty) = sync_channel::<Vec<u8>>(2);
        let _ = spare.try_send(Vec::new());
        std::thread::spawn(move || {
            while let Ok(mut buf) = empty.recv() {
                buf.resize(chunk, 0);
                let read = retry(|| reader.read(&mut buf)).map(|n| {
                    buf.truncate(n);
                    buf
                });
                let more = read.as_ref().is_ok_and(|buf| !buf.is_empty());
                if filled.send(read).is_err() || !more {
                    return;
                }
            }
        });
        Self::Piped(Pipe {
            chunks,
            spare,
            chunk: Vec::new(),
            at: 0,
        })
    }

    /// The same source, read by a thread from now on.
    #[must_use]
    pub fn with_thread(self, chunk: usize) -> Self {
        match self {
            Self::Direct(reader) => Self::piped(reader, chunk),
            piped @ Self::Piped(_) => piped,
        }
    }

    /// What was read comes once more.
    pub fn put_back(&mut self, bytes: Vec<u8>) {
        match self {
            Self::Direct(reader) => {
                let rest = std::mem::replace(reader, Box::new(io::empty()));
                *reader = Box::new(Cursor::new(bytes).chain(rest));
            }
            Self::Piped(pipe) => {
                let rest = [&bytes, &pipe.chunk[pipe.at..]].concat();
                (pipe.chunk, pipe.at) = (rest, 0);
            }
        }
    }

    /// Fills `room`, or less where a pause, the end or an error comes: the bytes
    /// before it are good.
    pub fn fill(&mut self, room: &mut [u8]) -> (usize, io::Result<Event>) {
        match self {
            Self::Direct(reader) => fill(reader, room),
            Self::Piped(pipe) => pipe.fill(room),
        }
    }
}

fn fill(reader: &mut dyn Read, room: &mut [u8]) -> (usize, io::Result<Event>) {
    let mut at = 0;
    while at < room.len() {
        match retry(|| reader.read(&mut room[at..])) {
            Ok(0) => return (at, Ok(Event::End)),
            Ok(n) => at += n,
            Err(error) => return (at, Err(error)),
        }
    }
    (at, Ok(Event::Data))
}

fn retry(mut read: impl FnMut() -> io::Result<usize>) -> io::Result<usize> {
    loop {
        match read() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

impl Pipe {
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
                Err(RecvTimeoutError::Disconnected) => return (len, Ok(Event::End)),
            }
        }
    }
}

/// stdin. Where `stop` is raised, it ends: a pipe may say nothing for long, and a
/// signal does not end a read that waits for it.
#[cfg(unix)]
#[must_use]
pub fn stdin(stop: &Arc<AtomicBool>) -> Box<dyn Read + Send> {
    use std::os::fd::AsFd;
    // Without the buffer of `io::stdin`, into which `poll` cannot see.
    match io::stdin().as_fd().try_clone_to_owned() {
        Ok(own) => Box::new(Stdin {
            file: File::from(own),
            stop: Arc::clone(stop),
        }),
        Err(_) => Box::new(io::stdin()),
    }
}

/// stdin.
#[cfg(not(unix))]
#[must_use]
pub fn stdin(_stop: &Arc<AtomicBool>) -> Box<dyn Read + Send> {
    Box::new(io::stdin())
}

#[cfg(unix)]
struct Stdin {
    file: File,
    stop: Arc<AtomicBool>,
}

#[cfg(unix)]
impl Stdin {
    /// Whether a read would bring something, or the end, at once; waits a moment
    /// for that.
    fn ready(&self) -> bool {
        use rustix::event::{PollFd, PollFlags, Timespec, poll};
        let moment = Timespec {
            tv_sec: 0,
            tv_nsec: PAUSE.subsec_nanos().into(),
        };
        match poll(&mut [PollFd::new(&self.file, PollFlags::IN)], Some(&moment)) {
            Ok(count) => count > 0,
            // A signal, perhaps the one that raises `stop`.
            Err(error) => error != rustix::io::Errno::INTR,
        }
    }
}

#[cfg(unix)]
impl Read for Stdin {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        while !self.ready() {
            if self.stop.load(Ordering::Relaxed) {
                return Ok(0);
            }
        }
        self.file.read(buf)
    }
}

/// Opens a file; a folder is an error.
pub fn open(path: &Path) -> io::Result<(Box<dyn Read + Send>, Option<u64>)> {
    let file = File::open(path)?;
    let meta = file.metadata()?;
    if meta.is_dir() {
        return Err(io::Error::from(io::ErrorKind::IsADirectory));
    }
    let size = meta.is_file().then_some(meta.len());
    Ok((Box::new(file), size))
}

/// The bytes behind gzip and behind UTF-16 with a byte order mark, as PowerShell
/// writes it; other bytes as they are.
pub fn decoded(mut reader: Box<dyn Read + Send>) -> io::Result<Box<dyn Read + Send>> {
    let mut head = [0; 3];
    let mut len = 0;
    while len < head.len() {
        match retry(|| reader.read(&mut head[len..]))? {
            0 => break,
            n => len += n,
        }
    }
    let whole = Cursor::new(head).take(len as u64).chain(reader);
    Ok(match head[..len] {
        [0x1f, 0x8b, 8] => Box::new(flate2::read::MultiGzDecoder::new(whole)),
        [0xff, 0xfe, _] => Box::new(Utf16::new(whole, u16::from_le_bytes)),
        [0xfe, 0xff, _] => Box::new(Utf16::new(whole, u16::from_be_bytes)),
        [0xef, 0xbb, 0xbf] => {
            let mut whole = whole;
            whole.read_exact(&mut head)?;
            Box::new(whole)
        }
        _ => Box::new(whole),
    })
}

/// The same, decided when the first bytes are asked for.
#[must_use]
pub fn decoded_later(reader: Box<dyn Read + Send>) -> Box<dyn Read + Send> {
    Box::new(Later {
        raw: Some(reader),
        decoded: Box::new(io::empty()),
    })
}

/// A reader that has not been looked at.
struct Later {
    raw: Option<Box<dyn Read + Send>>,
    decoded: Box<dyn Read + Send>,
}

impl Read for Later {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if let Some(raw) = self.raw.take() {
            self.decoded = decoded(raw)?;
        }
        self.decoded.read(buf)
    }
}

/// UTF-16 read as UTF-8.
struct Utf16<R> {
    inner: io::BufReader<R>,
    unit: fn([u8; 2]) -> u16,
    /// A unit read too far: no second half of the one before.
    back: Option<u16>,
    /// Bytes of a character that did not fit.
    left: Vec<u8>,
}

impl<R: Read> Utf16<R> {
    fn new(inner: R, unit: fn([u8; 2]) -> u16) -> Self {
        Self {
            inner: io::BufReader::new(inner),
            unit,
            back: None,
            left: Vec::new(),
        }
    }

    fn unit(&mut self) -> io::Result<Option<u16>> {
        if let Some(unit) = self.back.take() {
            return Ok(Some(unit));
        }
        let mut pair = [0; 2];
        match self.inner.read_exact(&mut pair) {
            Ok(()) => Ok(Some((self.unit)(pair))),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn character(&mut self) -> io::Result<Option<char>> {
        let Some(first) = self.unit()? else {
            return Ok(None);
        };
        if !(0xd800..0xdc00).contains(&first) {
            let c = char::from_u32(u32::from(first));
            return Ok(Some(c.unwrap_or(char::REPLACEMENT_CHARACTER)));
        }
        let second = self.unit()?;
        let pair = [first, second.unwrap_or(0)];
        match char::decode_utf16(pair).next() {
            Some(Ok(c)) => Ok(Some(c)),
            _ => {
                self.back = second;
                Ok(Some(char::REPLACEMENT_CHARACTER))
            }
        }
    }
}

impl<R: Read> Read for Utf16<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let mut text = std::mem::take(&mut self.left);
        while text.len() < buf.len() {
            // A pause must not keep back what is there.
            if !text.is_empty() && self.inner.buffer().is_empty() {
                break;
            }
            match self.character()? {
                Some('\u{feff}') => {}
                Some(c) => text.extend(c.encode_utf8(&mut [0; 4]).bytes()),
                None => break,
            }
        }
        let n = text.len().min(buf.len());
        buf[..n].copy_from_slice(&text[..n]);
        self.left = text.split_off(n);
        Ok(n)
    }
}
