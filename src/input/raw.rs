//! Files, stdin and named pipes as bytes.

use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Bytes from wherever.
pub type Reader = Box<dyn Read + Send>;

/// How long an input may say nothing, or little, before what it said is answered.
pub const PAUSE: Duration = Duration::from_millis(100);

/// An input that was opened.
pub struct Raw {
    file: File,
    /// Its size, where that is known.
    pub size: Option<u64>,
    /// It is no file, but something that is still being written.
    pub live: bool,
    /// Where it is raised, what is live ends: it may say nothing for long, and a signal
    /// does not end a read that waits.
    stop: Arc<AtomicBool>,
    /// A live one that says nothing for a while is an error, `WouldBlock`.
    pub hasty: bool,
}

impl Raw {
    /// Opens a file, a named pipe or, for `-`, stdin; a folder is an error.
    pub fn open(path: &Path, stop: &Arc<AtomicBool>) -> io::Result<Self> {
        let file = if path.as_os_str() == "-" {
            stdin()?
        } else {
            opened(path)?
        };
        let meta = file.metadata()?;
        if meta.is_dir() {
            return Err(io::Error::from(io::ErrorKind::IsADirectory));
        }
        let live = live(&meta);
        Ok(Self {
            file,
            size: (!live).then_some(meta.len()),
            live,
            stop: Arc::clone(stop),
            hasty: false,
        })
    }
}

impl Read for Raw {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        loop {
            while self.live && !ready(&self.file) {
                if self.stop.load(Ordering::Relaxed) {
                    return Ok(0);
                }
                if self.hasty {
                    return Err(io::ErrorKind::WouldBlock.into());
                }
            }
            match self.file.read(buf) {
                Err(error) if again(&error) => {}
                other => return other,
            }
        }
    }
}

/// A signal came, or another reader of the same pipe was faster.
fn again(error: &io::Error) -> bool {
    use io::ErrorKind::{Interrupted, WouldBlock};
    matches!(error.kind(), Interrupted | WouldBlock)
}

/// stdin without the buffer of `io::stdin`, into which `poll` cannot see.
#[cfg(unix)]
fn stdin() -> io::Result<File> {
    use std::os::fd::AsFd;
    io::stdin().as_fd().try_clone_to_owned().map(File::from)
}

#[cfg(windows)]
fn stdin() -> io::Result<File> {
    use std::os::windows::io::AsHandle;
    io::stdin().as_handle().try_clone_to_owned().map(File::from)
}

/// Opens by name. A named pipe is not waited for until somebody writes into it: that
/// could not be interrupted.
#[cfg(unix)]
fn opened(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};
    let pipe = std::fs::metadata(path)?.file_type().is_fifo();
    let mut options = File::options();
    options.read(true);
    if pipe {
        let flags = rustix::fs::OFlags::NONBLOCK.bits();
        options.custom_flags(flags.try_into().unwrap_or(0));
    }
    options.open(path)
}

#[cfg(not(unix))]
fn opened(path: &Path) -> io::Result<File> {
    File::open(path)
}

#[cfg(unix)]
fn live(meta: &Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;
    // A disk has no size here, and is no less whole for that.
    !(meta.is_file() || meta.file_type().is_block_device())
}

#[cfg(not(unix))]
fn live(meta: &Metadata) -> bool {
    !meta.is_file()
}

/// Whether a read would bring something, or the end, at once; waits a moment for that.
#[cfg(unix)]
fn ready(file: &File) -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let moment = Timespec {
        tv_sec: 0,
        tv_nsec: PAUSE.subsec_nanos().into(),
    };
    match poll(&mut [PollFd::new(file, PollFlags::IN)], Some(&moment)) {
        Ok(count) => count > 0,
        // A signal, perhaps the one that raises `stop`.
        Err(error) => error != rustix::io::Errno::INTR,
    }
}

#[cfg(not(unix))]
fn ready(_file: &File) -> bool {
    true
}
