//! The command line as clap knows it.
//!
//! Subcommands are deferred: clap fills in only the one that was called, which
//! keeps the start-up of `cberr explain` within its budget.

use clap::{Arg, ArgAction, Args, Command};

use super::args::{CompletionsArgs, ExplainArgs, Global, ListArgs, MergeArgs, ParseArgs};
use super::pages::{self, PAGES, Page};
use crate::text::lang::Lang;

/// Fills in the arguments of a command.
type Arguments = fn(Command) -> Command;

/// The commands, whose help has a page of that name.
pub const COMMANDS: [(&str, Arguments); 6] = [
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
        .map(|(name, arguments)| page(pages::page(name), Lang::En).defer(*arguments));
    whole(page(&PAGES[0], Lang::En), commands)
}

/// The whole command line with its help in Chinese.
#[must_use]
pub fn command_in_chinese() -> Command {
    let commands = COMMANDS
        .iter()
        .map(|(name, arguments)| arguments(page(pages::page(name), Lang::Zh)));
    in_chinese(whole(page(&PAGES[0], Lang::Zh), commands))
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

/// The command line with its arguments and headings in Chinese.
fn in_chinese(command: Command) -> Command {
    let is_top = command.get_name() == PAGES[0].name;
    let help = Arg::new("help").short('h').long("help").help("Print help");
    let version = Arg::new("version").short('V').long("version");
    let mut command = command
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(help.action(ArgAction::Help));
    if is_top {
        let version = version.help("Print version");
        command = command.arg(version.action(ArgAction::Version));
    }
    let template = template(&command);
    let name = command.get_name().to_owned();
    command
        .help_template(template)
        .mut_args(|arg| argument(&name, arg))
        .mut_subcommands(in_chinese)
}

/// clap's own page with Chinese headings.
fn template(command: &Command) -> &'static str {
    let commands = command.has_subcommands();
    let positionals = command.get_positionals().next().is_some();
    match (commands, positionals) {
        (true, _) => {
            "{about}\n\n用法：{usage}\n\n命令：\n{subcommands}\n\n参数：\n{positionals}\n\n选项：\n{options}{after-help}\n"
        }
        (false, true) => {
            "{about}\n\n用法：{usage}\n\n参数：\n{positionals}\n\n选项：\n{options}{after-help}\n"
        }
        (false, false) => "{about}\n\n用法：{usage}\n\n选项：\n{options}{after-help}\n",
    }
}

fn argument(command: &str, argument: Arg) -> Arg {
    match pages::in_chinese(command, argument.get_id().as_str()) {
        Some(chinese) => argument
            .help(chinese.split("\n\n").next().unwrap_or(chinese))
            .long_help(chinese),
        None => argument,
    }
}

#[cfg(test)]
mod tests {
    use super::{PAGES, command, command_in_chinese, pages};
    use crate::render::wrap::width;

    #[test]
    fn the_definitions_hold_together() {
        command().debug_assert();
        command_in_chinese().debug_assert();
    }

    #[test]
    fn help_in_chinese_is_chinese_and_fits() {
        let mut command = command_in_chinese();
        command.build();
        let mut pages = vec![command.clone()];
        pages.extend(command.get_subcommands().cloned());
        assert_eq!(pages.len(), PAGES.len());
        for page in &mut pages {
            let name = page.get_name().to_owned();
            for argument in page.get_arguments() {
                let help = argument.get_long_help().map(ToString::to_string);
                let chinese = pages::in_chinese(&name, argument.get_id().as_str());
                assert!(
                    chinese.is_some(),
                    "cberr {name}: add to ARGUMENTS in src/cli/pages.rs: {argument:?}"
                );
                assert_eq!(help.as_deref(), chinese, "cberr {name}");
            }
        }
    }

    #[test]
    fn short_help_keeps_to_eighty_columns() {
        for mut command in [command(), command_in_chinese()] {
            command.build();
            let mut pages = vec![command.clone()];
            pages.extend(command.get_subcommands().cloned());
            for page in &mut pages {
                let text = page.render_help().to_string();
                for line in text.lines() {
                    let exempt = line.contains("completions bash >");
                    assert!(exempt || width(line) <= 80, "{}: {line}", page.get_name());
                }
            }
        }
    }
}
