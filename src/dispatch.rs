//! From the arguments to the command that answers, and to the exit code.

use std::ffi::OsString;
use std::io::{self, BufWriter, IsTerminal, Write};

use crate::cli::args::{Action, Cli, ParseArgs};
use crate::cli::{complete, help, read, stdout, terminal};
use crate::command::context::Context;
use crate::command::{completions, explain, list, merge, parse, schema};
use crate::diagnostics::{Outcome, broken_pipe, complain, complain_plain, crash, failure};
use crate::render::{Extent, Look};
use crate::text::lang::Lang;
use crate::text::shown;
use anyhow::Result;

/// Most arguments: what thousands of files or codes hold is asked on stdin.
const ARGUMENTS: usize = 4096;

/// Runs the program and returns its exit code.
pub fn run(args: impl IntoIterator<Item = OsString>) -> u8 {
    let args: Vec<OsString> = args.into_iter().take(ARGUMENTS + 2).collect();
    if args.len() > ARGUMENTS + 1 {
        return too_many(Lang::choose(read::lang_flag(&args), env));
    }
    let cli = match read::parse(&args) {
        Ok(cli) => cli,
        Err(error) => return usage(&args, &error),
    };
    let lang = Lang::choose(cli.global.lang, env);
    crash::watch(lang);
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
    if stdout::closed() {
        return Err(no_stdout().into());
    }
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
    let context = &mut Context {
        out: &mut out,
        lang,
        format: cli.global.format,
        look,
    };
    let outcome = match &cli.action {
        Action::Bare if io::stdin().is_terminal() => {
            complain_plain(&help::short(lang));
            Outcome::Usage
        }
        Action::Bare => parse::run(context, &ParseArgs::default())?,
        Action::Explain(args, bare) => explain::run(context, args, *bare)?,
        Action::Parse(args) => parse::run(context, args)?,
        Action::Merge(args) => merge::run(context, args)?,
        Action::List(args) => list::run(context, args)?,
        Action::Completions(args) => completions::run(context, args)?,
        Action::Schema => schema::run(context)?,
        Action::Complete(words) => {
            complete::run(context.out, words, lang)?;
            Outcome::Found
        }
    };
    context.out.flush()?;
    Ok(outcome)
}

/// Help and version go to stdout and are no error.
fn usage(args: &[OsString], error: &clap::Error) -> u8 {
    let lang = Lang::choose(read::lang_flag(args), env);
    if error.use_stderr() {
        complain_plain(&misused(args, error));
        if lang == Lang::Zh {
            complain_plain("用法与示例：cberr --help，或 cberr <命令> --help\n");
        }
        return Outcome::Usage as u8;
    }
    let text = help::answer(args, error, lang);
    let written = match stdout::closed() {
        true => Err(no_stdout()),
        false => io::stdout().write_all(text.as_bytes()),
    };
    match written {
        Err(e) if e.kind() != io::ErrorKind::BrokenPipe => {
            complain(lang, &failure(lang, &e.into()));
            Outcome::Io as u8
        }
        _ => Outcome::Found as u8,
    }
}

/// What clap says of the arguments, which it repeats: they are foreign text too.
fn misused(args: &[OsString], error: &clap::Error) -> String {
    let shown_args = args.iter().map(|arg| {
        let arg = arg.to_string_lossy();
        OsString::from(shown(&arg).into_owned())
    });
    let fit: Vec<OsString> = shown_args.collect();
    let again = (fit != args).then(|| read::parse(&fit).err()).flatten();
    let text = again.as_ref().unwrap_or(error).render().to_string();
    // Its own lines stay lines.
    let lines = text.split_inclusive('\n').map(|line| {
        let bare = line.strip_suffix('\n').unwrap_or(line);
        format!("{}{}", shown(bare), &line[bare.len()..])
    });
    lines.collect()
}

/// What writing into a closed descriptor is answered with.
fn no_stdout() -> io::Error {
    io::Error::from_raw_os_error(9)
}

fn too_many(lang: Lang) -> u8 {
    complain(
        lang,
        lang.pick(
            "more than 4096 arguments; read files as one (cat FILES | cberr parse) or in parts (find DIR -name '*.log' -print0 | xargs -0 -n 4000 cberr parse)",
            "参数超过 4096 个；请合并后读取（cat FILES | cberr parse），或分批读取（find DIR -name '*.log' -print0 | xargs -0 -n 4000 cberr parse）",
        ),
    );
    Outcome::Usage as u8
}

fn env(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
