//! `cberr parse`: files or stdin, one record or a whole log.

use std::path::PathBuf;

use anyhow::Result;

use super::context::Context;
use super::log::Log;
use crate::cli::args::ParseArgs;
use crate::diagnostics::Outcome;
use crate::input::interrupt;
use crate::summary::condition::Condition;

/// Finds and explains the errors in the files, or in stdin.
pub fn run(context: &mut Context<'_>, args: &ParseArgs) -> Result<Outcome> {
    let lang = context.lang;
    let conditions = match Condition::read_all(&args.fail_on, lang) {
        Ok(conditions) => conditions,
        Err(text) => {
            context.complain(&text);
            return Ok(Outcome::Usage);
        }
    };
    for doubt in conditions.iter().filter_map(|c| c.doubt(lang)) {
        context.complain(&doubt);
    }
    let stdin = [PathBuf::from("-")];
    let files = match &args.files[..] {
        [] => &stdin[..],
        files => files,
    };
    let mut log = Log::new(context, interrupt::flag());
    let unread = log.read_all(files)?;
    log.finish(unread, &conditions, args.detail.extent())
}
