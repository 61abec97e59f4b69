//! Threads: how many there may be, and how one is had.

use std::io;
use std::thread::{self, Builder};

/// What a thread does.
pub type Task = Box<dyn FnOnce() + Send>;

/// Gives a task a thread of its own, or says why there is none to be had: a limit on
/// processes or on address space. Whoever asks does the work itself then.
pub type Spawn = fn(Task) -> io::Result<()>;

/// Bytes of a thread's stack: none of them goes deep.
const STACK: usize = 1 << 20;
/// With less address space than this no thread is asked for: one that starts without
/// room for its stacks ends the whole program.
const SPACE: u64 = 256 << 20;

/// A thread of the system.
pub fn spawn(task: Task) -> io::Result<()> {
    if space().is_some_and(|space| space < SPACE) {
        return Err(io::Error::from(io::ErrorKind::OutOfMemory));
    }
    Builder::new().stack_size(STACK).spawn(task).map(|_| ())
}

/// How many threads can run at the same time.
#[must_use]
pub fn cpus() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// The limit on address space, where there is one.
#[cfg(unix)]
fn space() -> Option<u64> {
    use rustix::process::{Resource, getrlimit};
    getrlimit(Resource::As).current
}

#[cfg(not(unix))]
fn space() -> Option<u64> {
    None
}
