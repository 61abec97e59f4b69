//! The report as bytes: text for people, JSON for programs, Markdown to paste.

pub mod json;
pub mod markdown;
pub mod text;
pub mod wrap;

use std::io::{self, Write};

use crate::cli::Format;
use crate::report::Report;

/// How the text form is to look.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Columns of a line.
    pub width: usize,
    /// stdout is a terminal: tables get headings.
    pub terminal: bool,
    /// Codes and documents are links (OSC 8).
    pub links: bool,
}

/// Which page a report fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// Every result in full, or one record of `parse`.
    Full,
    /// Several records: a table, then each kind in short.
    Summary,
    /// `list`: counts per service and category.
    Overview,
    /// `list`: one row a code.
    Rows,
}

/// Writes the report in this format.
pub fn write(
    out: &mut impl Write,
    report: &Report,
    page: Page,
    format: Format,
    look: Look,
) -> io::Result<()> {
    match format {
        Format::Text => text::write(out, report, page, look),
        Format::Json => json::write(out, report),
        Format::Ndjson => json::write_lines(out, report, page),
        Format::Markdown => markdown::write(out, report, page),
    }
}
