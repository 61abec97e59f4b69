//! The command line. Definitions only: what they mean is decided in `lib.rs`.
//!
//! Subcommands are deferred: clap fills in only the one that was called, which
//! keeps the start-up of `cberr explain` within its budget.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{ArgAction, Args, Command, FromArgMatches, ValueEnum, ValueHint};

use crate::complete;
use crate::help::{self, PAGES, Page};
use crate::lang::Lang;
use crate::render::Extent;

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
    /// Add up what `parse --format json` wrote.
    Merge(MergeArgs),
    /// Print a completion script.
    Completions(CompletionsArgs),
    /// Print the JSON Schema of the output.
    Schema,
    /// Print what may stand under the cursor; the completion scripts ask for it.
    Complete(Vec<String>),
}

/// Options of every command.
#[derive(Args, Debug)]
pub struct Global {
    /// Language of the answer: en or zh
    ///
    /// Without it the first of CBERR_LANG, LC_ALL, LC_MESSAGES and LANG that is
    /// set decides; where none is, the system on macOS and Windows, else English.
    #[arg(
        long,
        value_enum,
        global = true,
        value_name = "LANG",
        hide_possible_values = true,
        verbatim_doc_comment
    )]
    pub lang: Option<Lang>,
    /// Form of the answer: text, json, ndjson or markdown
    ///
    /// text, the default, is for people; json is one object, as `cberr schema`
    /// describes it; ndjson is one object a line; markdown pastes well into an
    /// issue or a chat.
    #[arg(
        long,
        value_enum,
        global = true,
        value_name = "FORMAT",
        default_value = "text",
        hide_possible_values = true,
        hide_default_value = true,
        verbatim_doc_comment
    )]
    pub format: Format,
    /// When to use colour: auto, always or never
    ///
    /// With auto, the default, a terminal has colour and a pipe has none, unless
    /// NO_COLOR, CLICOLOR_FORCE, FORCE_COLOR, CLICOLOR or TERM=dumb say otherwise.
    #[arg(
        long,
        value_enum,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = true,
        hide_default_value = true,
        verbatim_doc_comment
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
pub struct ExplainArgs {
    /// A code, a number, a message or a whole body; `-` reads stdin
    #[arg(value_name = "CODE", allow_negative_numbers = true, value_hint = ValueHint::Other)]
    pub what: Vec<String>,
    /// Only this service, for example cos
    ///
    /// `cberr list` shows the services.
    #[arg(long, value_name = "SERVICE", value_hint = ValueHint::Other)]
    pub service: Option<String>,
}

/// Arguments of `parse`.
#[derive(Args, Debug, Default)]
pub struct ParseArgs {
    /// Files to read; `-` or none is stdin
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub detail: Detail,
    /// Exit with 4 if found: CODE, fault=WHOSE, retry=ADVICE
    ///
    /// WHOSE is caller, config, quota, billing, platform, network or unknown;
    /// ADVICE is no, after_change, backoff or unknown. Several are parted by
    /// commas, or the option is repeated.
    #[arg(
        long,
        value_name = "COND",
        allow_hyphen_values = true,
        value_hint = ValueHint::Other,
        verbatim_doc_comment
    )]
    pub fail_on: Vec<String>,
}

/// How much of a log is explained.
#[derive(Args, Clone, Copy, Debug, Default)]
pub struct Detail {
    /// Of a log, only the table
    #[arg(long, action = ArgAction::SetTrue, conflicts_with_all = ["top", "all"])]
    pub brief: bool,
    /// Of a log, explain this many kinds of error [default: 5]
    #[arg(long, value_name = "N", conflicts_with = "all")]
    pub top: Option<usize>,
    /// Of a log, explain every kind of error
    #[arg(long, action = ArgAction::SetTrue)]
    pub all: bool,
}

impl Detail {
    /// How many kinds are explained.
    #[must_use]
    pub fn extent(self) -> Extent {
        match self {
            Self { brief: true, .. } => Extent::Kinds(0),
            Self { all: true, .. } => Extent::All,
            Self { top: Some(top), .. } => Extent::Kinds(top),
            _ => Extent::default(),
        }
    }
}

/// Arguments of `merge`.
#[derive(Args, Debug, Default)]
pub struct MergeArgs {
    /// Summaries to add up, in the order of their logs; `-` is stdin
    #[arg(value_name = "SUMMARY", required = true)]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub detail: Detail,
}

/// Arguments of `list`.
#[derive(Args, Debug, Default)]
pub struct ListArgs {
    /// Only codes that begin with this
    #[arg(value_name = "PREFIX", allow_negative_numbers = true, value_hint = ValueHint::Other)]
    pub prefix: Option<String>,
    /// Only this category, for example storage
    ///
    /// `cberr list` shows the categories of every service.
    #[arg(long, value_name = "CATEGORY", value_hint = ValueHint::Other)]
    pub category: Option<String>,
    /// Only this service, for example cos
    ///
    /// `cberr list` shows the services.
    #[arg(long, value_name = "SERVICE", value_hint = ValueHint::Other)]
    pub service: Option<String>,
    /// Only entries with all of these words
    #[arg(long, value_name = "WORDS", value_hint = ValueHint::Other)]
    pub search: Option<String>,
    /// Every code
    #[arg(long, action = ArgAction::SetTrue)]
    pub all: bool,
}

/// Arguments of `completions`.
#[derive(Args, Debug)]
pub struct CompletionsArgs {
    /// The shell: bash, elvish, fish, powershell or zsh
    #[arg(value_enum, value_name = "SHELL", hide_possible_values = true)]
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

/// Fills in the arguments of a command.
type Arguments = fn(Command) -> Command;

/// The commands, whose help has a page of that name.
const COMMANDS: [(&str, Arguments); 6] = [
    ("explain", arguments::<ExplainArgs>),
    ("parse", arguments::<ParseArgs>),
    ("list", arguments::<ListArgs>),
    ("merge", arguments::<MergeArgs>),
    ("completions", arguments::<CompletionsArgs>),
    ("schema", |command| command),
];

/// Adds arguments; the description stays the one of the command.
fn arguments<A: Args>(command: Command) -> Command {
    let about = command.get_about().cloned().unwrap_or_default();
    A::augment_args(command)
        .about(about.clone())
        .long_about(about)
}

/// The whole command line.
#[must_use]
pub fn command() -> Command {
    let commands = COMMANDS
        .iter()
        .map(|(name, arguments)| page(help::page(name), Lang::En).defer(*arguments));
    whole(page(&PAGES[0], Lang::En), commands)
}

/// The whole command line with its help in Chinese.
#[must_use]
pub fn command_in_chinese() -> Command {
    let commands = COMMANDS
        .iter()
        .map(|(name, arguments)| arguments(page(help::page(name), Lang::Zh)));
    help::in_chinese(whole(page(&PAGES[0], Lang::Zh), commands))
}

fn whole(top: Command, commands: impl Iterator<Item = Command>) -> Command {
    let top = top
        .version(env!("CARGO_PKG_VERSION"))
        .disable_help_subcommand(true)
        .subcommands(commands);
    arguments::<ExplainArgs>(arguments::<Global>(top))
}

fn page(page: &'static Page, lang: Lang) -> Command {
    Command::new(page.name)
        .about(lang.pick(page.about.0, page.about.1))
        .after_help(lang.pick(page.after.0, page.after.1))
}

/// The language that `--lang` asks for, where the arguments could not be read.
#[must_use]
pub fn lang_flag(args: &[OsString]) -> Option<Lang> {
    let words: Vec<&str> = args.iter().filter_map(|a| a.to_str()).collect();
    words.iter().enumerate().find_map(|(at, word)| {
        let value = match *word {
            "--lang" => words.get(at + 1)?,
            word => word.strip_prefix("--lang=")?,
        };
        Lang::from_str(value, false).ok()
    })
}

/// Reads the arguments; an error is help, the version or wrong usage.
pub fn parse(args: &[OsString]) -> Result<Cli, clap::Error> {
    match plain(args) {
        Some(cli) => Ok(cli),
        None => parse_all(args),
    }
}

/// `cberr help list` is `cberr list --help`; `cberr help me` is no such thing.
#[must_use]
pub fn spelled_out(args: &[OsString]) -> Vec<OsString> {
    let mut args = args.to_vec();
    let next = args.get(2).map(|word| word.to_string_lossy());
    let is_request = next.is_none_or(|next| {
        next.starts_with('-') || COMMANDS.iter().any(|(command, _)| *command == next)
    });
    if is_request && args.get(1).is_some_and(|word| word == "help") {
        args.remove(1);
        args.push("--help".into());
    }
    args
}

/// Without any option there is nothing to parse: `cberr CODE`, `cberr explain
/// CODE`, `cberr parse`. This is what starts most often, and building the parser
/// would cost as much as
/// the whole answer. A test holds it against the parser.
fn plain(args: &[OsString]) -> Option<Cli> {
    let words: Option<Vec<&str>> = args.get(1..)?.iter().map(|a| a.to_str()).collect();
    let words = words?;
    if *words.first()? == complete::ASK {
        let words = words[1..].iter().map(|w| (*w).to_owned()).collect();
        return Some(without_options(Action::Complete(words)));
    }
    if let ["parse", files @ ..] = &words[..]
        && files.iter().all(|f| !f.starts_with('-'))
    {
        let files = files.iter().map(PathBuf::from).collect();
        let args = ParseArgs {
            files,
            ..ParseArgs::default()
        };
        return Some(without_options(Action::Parse(args)));
    }
    let bare = *words.first()? != "explain";
    let codes = if bare { &words[..] } else { &words[1..] };
    let code = |word: &&str| {
        word.bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || matches!(b, b'_' | b'.'))
            && word.bytes().any(|b| b.is_ascii_uppercase())
    };
    (!codes.is_empty() && codes.iter().all(code)).then(|| {
        let args = ExplainArgs {
            what: codes.iter().map(|c| (*c).to_owned()).collect(),
            service: None,
        };
        without_options(Action::Explain(args, bare))
    })
}

fn without_options(action: Action) -> Cli {
    Cli {
        global: Global {
            lang: None,
            format: Format::Text,
            color: Color::Auto,
        },
        action,
    }
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

fn parse_all(args: &[OsString]) -> Result<Cli, clap::Error> {
    let args = spelled_out(args).into_iter().map(no_flag);
    let matches = command().try_get_matches_from(args)?;
    let (action, matches) = match matches.subcommand() {
        Some(("explain", sub)) => (
            Action::Explain(ExplainArgs::from_arg_matches(sub)?, false),
            sub,
        ),
        Some(("parse", sub)) => (Action::Parse(ParseArgs::from_arg_matches(sub)?), sub),
        Some(("list", sub)) => (Action::List(ListArgs::from_arg_matches(sub)?), sub),
        Some(("merge", sub)) => (Action::Merge(MergeArgs::from_arg_matches(sub)?), sub),
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
    use super::{Action, Lang, command, command_in_chinese, lang_flag, parse, parse_all, plain};

    #[test]
    fn the_definitions_hold_together() {
        command().debug_assert();
        command_in_chinese().debug_assert();
    }

    #[test]
    fn options_stand_before_or_after_the_command() {
        for line in ["cberr --lang zh list", "cberr list --lang zh"] {
            let cli = parse(&line.split(' ').map(Into::into).collect::<Vec<_>>()).expect("valid");
            assert_eq!(cli.global.lang, Some(Lang::Zh), "{line}");
            assert!(matches!(cli.action, Action::List(_)), "{line}");
        }
    }

    #[test]
    fn the_language_of_help_is_found_without_the_parser() {
        for (line, want) in [
            ("cberr list --help --lang zh", Some(Lang::Zh)),
            ("cberr --lang=en -h", Some(Lang::En)),
            ("cberr --lang", None),
            ("cberr --lang fr -h", None),
            ("cberr -h", None),
        ] {
            let args: Vec<_> = line.split(' ').map(Into::into).collect();
            assert_eq!(lang_flag(&args), want, "{line}");
        }
    }

    #[test]
    fn a_code_needs_no_command() {
        for code in ["-501000", "-40400x", "INVALID_ENV"] {
            let args = ["cberr", code, "--lang", "zh"];
            let cli = parse(&args.map(Into::into)).expect("valid");
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
            let full = parse_all(&args).expect("valid");
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
