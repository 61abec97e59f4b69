//! What is said on stderr, and how a run ends.

pub mod crash;
pub mod hints;

use std::io::{self, IsTerminal, Write};

use crate::cli::terminal;
use crate::render::wrap;
use crate::text::lang::{self, Lang};
use crate::text::shown;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Everything asked for was found.
    Found = 0,
    /// Something was not.
    NotFound = 1,
    /// The arguments make no sense.
    Usage = 2,
    /// Something could not be read or written.
    Io = 3,
    /// `--fail-on` found what it was to find.
    FailOn = 4,
    /// A mistake of cberr's own ended it.
    Bug = 70,
    /// Ctrl-C; what was found so far is printed.
    Interrupted = 130,
}

impl From<Outcome> for i32 {
    fn from(outcome: Outcome) -> Self {
        outcome as Self
    }
}

impl Outcome {
    /// Whether anything known was found.
    pub fn of_known(known: bool) -> Self {
        if known { Self::Found } else { Self::NotFound }
    }
}

/// Says something about cberr itself, on stderr; a closed stderr is no reason to
/// fail.
pub fn complain(lang: Lang, text: &str) {
    let text = format!("cberr{}{}", lang.pick(": ", "："), shown(text));
    let lines = match io::stderr().is_terminal() {
        true => wrap::wrap(&text, stderr_columns()).join("\n"),
        false => text,
    };
    complain_plain(&(lines + "\n"));
}

/// Columns of a line on stderr.
pub fn stderr_columns() -> usize {
    terminal::columns(io::stderr().is_terminal())
}

/// Says it as it stands.
pub fn complain_plain(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}

/// What could not be read names itself; what could not be written is the answer.
pub fn failure(lang: Lang, error: &anyhow::Error) -> String {
    let unnamed = error.chain().len() == 1 && write_failed(error);
    let what = lang.pick("cannot write the answer: ", "无法输出结果：");
    let error = lang::describe(error, lang);
    format!("{}{error}", if unnamed { what } else { "" })
}

fn write_failed(error: &anyhow::Error) -> bool {
    error.is::<io::Error>() || error.is::<serde_json::Error>()
}

/// Whether the reader of the answer went away.
pub fn broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<io::Error>();
        let json = cause.downcast_ref::<serde_json::Error>();
        io.is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe)
            || json.is_some_and(|e| e.io_error_kind() == Some(io::ErrorKind::BrokenPipe))
    })
}
