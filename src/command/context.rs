//! What every command is given.

use std::io::{self, Write};

use crate::diagnostics::complain;
use crate::render::{self, Format, Look, Page};
use crate::report::Report;
use crate::text::lang::Lang;

/// Where the answer goes, in which language and in which form.
pub struct Context<'a> {
    /// The answer.
    pub out: &'a mut dyn Write,
    /// Language of the answer and of what is said on stderr.
    pub lang: Lang,
    /// Form of the answer.
    pub format: Format,
    /// How its text form is to look.
    pub look: Look,
}

impl Context<'_> {
    /// Writes a report.
    pub fn write(&mut self, report: &Report, page: Page) -> io::Result<()> {
        render::write(&mut self.out, report, page, self.format, self.look)
    }

    /// Says something about cberr itself, on stderr.
    pub fn complain(&self, text: &str) {
        complain(self.lang, text);
    }
}
