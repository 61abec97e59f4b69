//! cberr explains the errors of Tencent CloudBase and Tencent Cloud.
//!
//! The library is the program in testable pieces, not a stable interface. One
//! straight line runs through it: arguments, input, recognise, catalogue,
//! report, render, stdout.

pub mod catalogue;
pub mod cli;
mod command;
mod diagnostics;
pub mod input;
pub mod recognise;
pub mod render;
pub mod report;
pub mod scan;
pub mod suggest;
mod summary;
pub mod text;

use std::ffi::OsString;
use std::io::{self, BufWriter, IsTerminal, Write};

use anyhow::Result;
use cli::args::{Action, Cli, ParseArgs, Shell};
use cli::{complete, help, terminal};
use command::{explain, list, merge, parse};
use diagnostics::{Outcome, complain, complain_plain};
use render::{Extent, Look};
use text::lang::{self, Lang};

pub use report::explain_text as parse_text;

/// Runs the program and returns its exit code.
pub fn run(args: impl IntoIterator<Item = OsString>) -> u8 {
    let args: Vec<OsString> = args.into_iter().collect();
    let cli = match cli::read::parse(&args) {
        Ok(cli) => cli,
        Err(error) => return usage(&args, &error),
    };
    let lang = Lang::choose(cli.global.lang, env);
    match answer(&cli, lang) {
        Ok(outcome) => outcome as u8,
        Err(error) if broken_pipe(&error) => Outcome::Found as u8,
        Err(error) => {
            complain(lang, &failure(lang, &error));
            Outcome::Io as u8
        }
    }
}

/// Answers, and flushes before it says how it went.
fn answer(cli: &Cli, lang: Lang) -> Result<Outcome> {
    let stdout = io::stdout();
    let terminal = stdout.is_terminal();
    let colour = terminal::coloured(cli.global.color, terminal, env);
    colored::control::set_override(colour);
    let look = Look {
        width: terminal::columns(terminal),
        terminal,
        links: colour && terminal::links(terminal),
        extent: Extent::default(),
    };
    let mut out = BufWriter::new(stdout.lock());
    let format = cli.global.format;
    let outcome = match &cli.action {
        Action::Bare if io::stdin().is_terminal() => {
            complain_plain(&help::short(lang));
            Outcome::Usage
        }
        Action::Bare => parse::run(&mut out, &ParseArgs::default(), lang, format, look)?,
        Action::Explain(args, bare) => explain::run(&mut out, args, *bare, lang, format, look)?,
        Action::Parse(args) => parse::run(&mut out, args, lang, format, look)?,
        Action::Merge(args) => merge::run(&mut out, args, lang, format, look)?,
        Action::List(args) => list::run(&mut out, args, lang, format, look)?,
        Action::Completions(args) => {
            out.write_all(completions(args.shell))?;
            Outcome::Found
        }
        Action::Complete(words) => {
            complete::run(&mut out, words, lang)?;
            Outcome::Found
        }
        Action::Schema => {
            out.write_all(include_bytes!("../docs/output.schema.json"))?;
            Outcome::Found
        }
    };
    out.flush()?;
    Ok(outcome)
}

fn completions(shell: Shell) -> &'static [u8] {
    match shell {
        Shell::Bash => include_bytes!("../completions/cberr.bash"),
        Shell::Elvish => include_bytes!("../completions/cberr.elv"),
        Shell::Fish => include_bytes!("../completions/cberr.fish"),
        Shell::PowerShell => include_bytes!("../completions/_cberr.ps1"),
        Shell::Zsh => include_bytes!("../completions/_cberr"),
    }
}

/// What could not be read names itself; what could not be written is the answer.
fn failure(lang: Lang, error: &anyhow::Error) -> String {
    let unnamed = error.chain().len() == 1 && write_failed(error);
    let what = lang.pick("cannot write the answer: ", "无法输出结果：");
    let error = lang::describe(error, lang);
    format!("{}{error}", if unnamed { what } else { "" })
}

fn write_failed(error: &anyhow::Error) -> bool {
    error.is::<io::Error>() || error.is::<serde_json::Error>()
}

/// Help and version go to stdout and are no error.
fn usage(args: &[OsString], error: &clap::Error) -> u8 {
    let lang = Lang::choose(cli::read::lang_flag(args), env);
    if error.use_stderr() {
        complain_plain(&error.render().to_string());
        if lang == Lang::Zh {
            complain_plain("用法与示例：cberr --help，或 cberr <命令> --help\n");
        }
        return Outcome::Usage as u8;
    }
    let text = help::answer(args, error, lang);
    match io::stdout().write_all(text.as_bytes()) {
        Err(e) if e.kind() != io::ErrorKind::BrokenPipe => {
            complain(lang, &failure(lang, &e.into()));
            Outcome::Io as u8
        }
        _ => Outcome::Found as u8,
    }
}

fn env(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<io::Error>();
        let json = cause.downcast_ref::<serde_json::Error>();
        io.is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe)
            || json.is_some_and(|e| e.io_error_kind() == Some(io::ErrorKind::BrokenPipe))
    })
}
