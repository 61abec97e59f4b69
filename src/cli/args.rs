//! What can be asked for: the commands and their arguments. Definitions only.

use std::path::PathBuf;

use clap::{ArgAction, Args, ValueEnum, ValueHint};

use crate::render::{Extent, Format};
use crate::text::lang::Lang;

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
#[allow(clippy::enum_variant_names)] // it is called so
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
