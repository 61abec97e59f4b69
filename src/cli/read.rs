//! Reads the arguments: the short way for what starts most often, else clap.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{FromArgMatches, ValueEnum};

use super::args::{
    Action, Cli, Color, CompletionsArgs, ExplainArgs, Global, ListArgs, MergeArgs, ParseArgs,
};
use super::command::{COMMANDS, command};
use super::complete;
use crate::render::Format;
use crate::text::lang::Lang;

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
    let Some(at) = first_word(&args).filter(|at| args[*at] == "help") else {
        return args;
    };
    let next = args.get(at + 1).map(|word| word.to_string_lossy());
    let is_request = next.is_none_or(|next| {
        next.starts_with('-') || COMMANDS.iter().any(|(command, _)| *command == next)
    });
    if is_request {
        args.remove(at);
        args.push("--help".into());
    }
    args
}

/// Where the first word stands that is neither an option of every command nor the
/// value of one.
fn first_word(args: &[OsString]) -> Option<usize> {
    let mut at = 1;
    loop {
        let word = args.get(at)?;
        match word.to_str() {
            Some("--lang" | "--format" | "--color") => at += 2,
            Some(word) if word.starts_with("--") => at += 1,
            _ => return Some(at),
        }
    }
}

/// Without any option there is nothing to parse: `cberr CODE`, `cberr explain
/// CODE`, `cberr parse`. This is what starts most often, and building the parser
/// would cost as much as the whole answer. A test holds it against the parser.
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
    (!codes.is_empty() && codes.iter().all(|word| is_code(word))).then(|| {
        let args = ExplainArgs {
            what: codes.iter().map(|c| (*c).to_owned()).collect(),
            service: None,
        };
        without_options(Action::Explain(args, bare))
    })
}

/// What can be nothing but a code: neither an option nor a command, whose names are
/// small letters alone.
fn is_code(word: &str) -> bool {
    let part = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.');
    let two_words = || word.bytes().skip(1).any(|b| b == b'_');
    match word.bytes().next() {
        Some(b'-') => word.len() > 1 && word.bytes().skip(1).all(|b| b.is_ascii_digit()),
        Some(b'A'..=b'Z' | b'0'..=b'9') => word.bytes().all(part),
        Some(b'a'..=b'z') => word.bytes().all(part) && two_words(),
        _ => false,
    }
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
    use super::{Action, Lang, lang_flag, parse, parse_all, plain, spelled_out};

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
    fn help_may_be_asked_for_as_a_command() {
        for (line, want) in [
            ("cberr help", "cberr --help"),
            ("cberr help list", "cberr list --help"),
            ("cberr --lang zh help", "cberr --lang zh --help"),
            (
                "cberr --color=never help parse",
                "cberr --color=never parse --help",
            ),
            ("cberr help me", "cberr help me"),
            ("cberr explain help", "cberr explain help"),
        ] {
            let args: Vec<_> = line.split(' ').map(Into::into).collect();
            assert_eq!(spelled_out(&args).join(" ".as_ref()), want, "{line}");
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
            "cberr -501000 85088",
            "cberr explain InvalidParameter.RoleName invalid_argument",
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
            "cberr -40400x",
            "cberr mrege",
            "cberr X --lang zh",
        ] {
            let args: Vec<_> = line.split(' ').map(Into::into).collect();
            assert!(plain(&args).is_none(), "{line}");
        }
    }
}
