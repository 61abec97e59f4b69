//! The command line. Definitions only: what they mean is decided in `lib.rs`.
//!
//! Subcommands are deferred: clap fills in only the one that was called, which
//! keeps the start-up of `cberr explain` within its budget.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{ArgAction, Args, Command, FromArgMatches, ValueEnum};

use crate::lang::Lang;

/// What the user asked for.
#[derive(Debug)]
pub struct Cli {
    /// Options of every command.
    pub global: Global,
    /// The command.
    pub action: Action,
}

/// A command with its arguments.
#[derive(Debug)]
pub enum Action {
    /// Neither a command nor a code.
    Bare,
    /// Explain codes or texts; `true` when the word `explain` was left out.
    Explain(ExplainArgs, bool),
    /// Find and explain errors in files or stdin.
    Parse(ParseArgs),
    /// List the catalogue.
    List(ListArgs),
    /// Print a completion script.
    Completions(CompletionsArgs),
    /// Print the JSON Schema of the output.
    Schema,
}

/// Options of every command.
#[derive(Args, Debug)]
pub struct Global {
    /// Language of the answer [default: from CBERR_LANG, LC_ALL, LC_MESSAGES, LANG]
    #[arg(long, value_enum, global = true, value_name = "LANG")]
    pub lang: Option<Lang>,
    /// Form of the answer
    #[arg(
        long,
        value_enum,
        global = true,
        value_name = "FORMAT",
        default_value = "text"
    )]
    pub format: Format,
    /// When to use colour
    #[arg(
        long,
        value_enum,
        global = true,
        value_name = "WHEN",
        default_value = "auto"
    )]
    pub color: Color,
}

/// Form of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// One object.
    Json,
    /// One object a line.
    Ndjson,
    /// To paste into an issue.
    Markdown,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR or TERM=dumb say otherwise.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Arguments of `explain`.
#[derive(Args, Debug, Default)]
#[command(about = "Explain codes, numbers, messages or bodies")]
pub struct ExplainArgs {
    /// A code, a number, a message or a whole body; `-` reads stdin
    #[arg(value_name = "CODE", allow_negative_numbers = true)]
    pub what: Vec<String>,
    /// Only this service
    #[arg(long, value_name = "SERVICE")]
    pub service: Option<String>,
}

/// Arguments of `parse`.
#[derive(Args, Debug, Default)]
#[command(about = "Find and explain the errors in files or stdin")]
pub struct ParseArgs {
    /// Files to read; `-` or none is stdin
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

/// Arguments of `list`.
#[derive(Args, Debug, Default)]
#[command(about = "List the catalogue: an overview, or the codes that match")]
pub struct ListArgs {
    /// Only codes that begin with this
    #[arg(value_name = "PREFIX", allow_negative_numbers = true)]
    pub prefix: Option<String>,
    /// Only this category, for example storage
    #[arg(long, value_name = "CATEGORY")]
    pub category: Option<String>,
    /// Only this service, for example cos
    #[arg(long, value_name = "SERVICE")]
    pub service: Option<String>,
    /// Only entries with all these words, in either language
    #[arg(long, value_name = "WORDS")]
    pub search: Option<String>,
    /// Every code
    #[arg(long, action = ArgAction::SetTrue)]
    pub all: bool,
}

/// Arguments of `completions`.
#[derive(Args, Debug)]
#[command(about = "Print a completion script")]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    pub shell: Shell,
}

/// A shell with a completion script.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Shell {
    /// Bash.
    Bash,
    /// Elvish.
    Elvish,
    /// Fish.
    Fish,
    /// PowerShell.
    #[value(name = "powershell")]
    PowerShell,
    /// Zsh.
    Zsh,
}

const EXAMPLES: &str = "\
Examples:
  cberr FUNCTION_TIME_LIMIT_EXCEEDED
  cberr explain -501000 --lang zh
  cberr explain '(100004) incorrect projectId'
  curl -s \"$URL\" | cberr parse
  cberr parse app.log
  cberr list --category storage

Exit codes: 0 explained, 1 not found, 2 wrong usage, 3 cannot read or write.";

/// The whole command line.
#[must_use]
pub fn command() -> Command {
    // First the arguments: their own `about` is that of the subcommand.
    ExplainArgs::augment_args(Global::augment_args(Command::new("cberr")))
        .version(env!("CARGO_PKG_VERSION"))
        .about("Explains the errors of Tencent CloudBase and Tencent Cloud, offline")
        .after_help(EXAMPLES)
        .disable_help_subcommand(true)
        .subcommand(
            Command::new("explain")
                .about("Explain codes, numbers, messages or bodies")
                .defer(ExplainArgs::augment_args),
        )
        .subcommand(
            Command::new("parse")
                .about("Find and explain the errors in files or stdin")
                .defer(ParseArgs::augment_args),
        )
        .subcommand(
            Command::new("list")
                .about("List the catalogue: an overview, or the codes that match")
                .defer(ListArgs::augment_args),
        )
        .subcommand(
            Command::new("completions")
                .about("Print a completion script")
                .defer(CompletionsArgs::augment_args),
        )
        .subcommand(Command::new("schema").about("Print the JSON Schema of --format json"))
}

/// Reads the arguments; an error is help, the version or wrong usage.
pub fn parse(args: Vec<OsString>) -> Result<Cli, clap::Error> {
    match plain(&args) {
        Some(cli) => Ok(cli),
        None => parse_all(args),
    }
}

/// Without any option there is nothing to parse: `cberr CODE`, `cberr explain
/// CODE`, `cberr parse`. This is what starts most often, and building the parser would cost as much as
/// the whole answer. A test holds it against the parser.
fn plain(args: &[OsString]) -> Option<Cli> {
    let words: Option<Vec<&str>> = args.get(1..)?.iter().map(|a| a.to_str()).collect();
    let words = words?;
    let global = Global {
        lang: None,
        format: Format::Text,
        color: Color::Auto,
    };
    if let ["parse", files @ ..] = &words[..]
        && files.iter().all(|f| !f.starts_with('-'))
    {
        let files = files.iter().map(PathBuf::from).collect();
        let action = Action::Parse(ParseArgs { files });
        return Some(Cli { global, action });
    }
    let bare = *words.first()? != "explain";
    let codes = if bare { &words[..] } else { &words[1..] };
    let code = |word: &&str| {
        word.bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || matches!(b, b'_' | b'.'))
            && word.bytes().any(|b| b.is_ascii_uppercase())
    };
    (!codes.is_empty() && codes.iter().all(code)).then(|| Cli {
        global,
        action: Action::Explain(
            ExplainArgs {
                what: codes.iter().map(|c| (*c).to_owned()).collect(),
                service: None,
            },
            bare,
        ),
    })
}

/// A code such as `-40400x` is neither a number nor a flag; a blank before it,
/// which no look-up counts, tells clap so.
fn no_flag(arg: OsString) -> OsString {
    let is_code = arg
        .to_str()
        .and_then(|a| a.strip_prefix('-'))
        .is_some_and(|a| {
            a.starts_with(|c: char| c.is_ascii_digit())
                && a.ends_with(|c: char| c.is_ascii_alphabetic())
        });
    if !is_code {
        return arg;
    }
    let mut value = OsString::from(" ");
    value.push(arg);
    value
}

fn parse_all(args: Vec<OsString>) -> Result<Cli, clap::Error> {
    let matches = command().try_get_matches_from(args.into_iter().map(no_flag))?;
    let (action, matches) = match matches.subcommand() {
        Some(("explain", sub)) => (
            Action::Explain(ExplainArgs::from_arg_matches(sub)?, false),
            sub,
        ),
        Some(("parse", sub)) => (Action::Parse(ParseArgs::from_arg_matches(sub)?), sub),
        Some(("list", sub)) => (Action::List(ListArgs::from_arg_matches(sub)?), sub),
        Some(("completions", sub)) => (
            Action::Completions(CompletionsArgs::from_arg_matches(sub)?),
            sub,
        ),
        Some((_, sub)) => (Action::Schema, sub),
        None => {
            let args = ExplainArgs::from_arg_matches(&matches)?;
            let action = if args.what.is_empty() {
                Action::Bare
            } else {
                Action::Explain(args, true)
            };
            (action, &matches)
        }
    };
    Ok(Cli {
        global: Global::from_arg_matches(matches)?,
        action,
    })
}

#[cfg(test)]
mod tests {
    use super::{Action, Lang, command, parse, parse_all, plain};

    #[test]
    fn the_definitions_hold_together() {
        command().debug_assert();
    }

    #[test]
    fn options_stand_before_or_after_the_command() {
        for line in ["cberr --lang zh list", "cberr list --lang zh"] {
            let cli = parse(line.split(' ').map(Into::into).collect()).expect("valid");
            assert_eq!(cli.global.lang, Some(Lang::Zh), "{line}");
            assert!(matches!(cli.action, Action::List(_)), "{line}");
        }
    }

    #[test]
    fn a_code_needs_no_command() {
        for code in ["-501000", "-40400x", "INVALID_ENV"] {
            let args = ["cberr", code, "--lang", "zh"];
            let cli = parse(args.map(Into::into).to_vec()).expect("valid");
            let Action::Explain(args, true) = cli.action else {
                panic!("{:?}", cli.action);
            };
            assert_eq!(args.what[0].trim(), code);
            assert_eq!(cli.global.lang, Some(Lang::Zh));
        }
    }

    #[test]
    fn codes_without_options_are_read_as_the_parser_reads_them() {
        for line in [
            "cberr INVALID_ENV",
            "cberr explain SYS_ERR 4100A",
            "cberr explain A.B C",
        ] {
            let args: Vec<_> = line.split(' ').map(Into::into).collect();
            let fast = plain(&args).expect("plain");
            let full = parse_all(args).expect("valid");
            assert_eq!(format!("{fast:?}"), format!("{full:?}"), "{line}");
        }
        for line in [
            "cberr",
            "cberr list",
            "cberr explain",
            "cberr -501000",
            "cberr X --lang zh",
        ] {
            let args: Vec<_> = line.split(' ').map(Into::into).collect();
            assert!(plain(&args).is_none(), "{line}");
        }
    }
}
