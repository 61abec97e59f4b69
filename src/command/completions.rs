//! `cberr completions`: the script of a shell.

use std::io;

use super::context::Context;
use crate::cli::args::{CompletionsArgs, Shell};
use crate::diagnostics::Outcome;

/// Prints the script.
pub fn run(context: &mut Context<'_>, args: &CompletionsArgs) -> io::Result<Outcome> {
    context.out.write_all(script(args.shell))?;
    Ok(Outcome::Found)
}

fn script(shell: Shell) -> &'static [u8] {
    match shell {
        Shell::Bash => include_bytes!("../../completions/cberr.bash"),
        Shell::Elvish => include_bytes!("../../completions/cberr.elv"),
        Shell::Fish => include_bytes!("../../completions/cberr.fish"),
        Shell::PowerShell => include_bytes!("../../completions/_cberr.ps1"),
        Shell::Zsh => include_bytes!("../../completions/_cberr"),
    }
}
