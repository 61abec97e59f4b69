//! The report as bytes: text for people, JSON for programs, Markdown to paste.

mod headline;
pub mod json;
pub mod labels;
pub mod markdown;
mod notes;
pub mod occurrence;
pub mod text;
pub mod wrap;

use std::io::{self, Write};

use crate::report::Report;
use crate::summary::Ranking;

/// Form of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
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

/// How the text form is to look.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Columns of a line.
    pub width: usize,
    /// stdout is a terminal: tables get headings.
    pub terminal: bool,
    /// Codes and documents are links (OSC 8).
    pub links: bool,
    /// How many kinds a summary explains.
    pub extent: Extent,
}

/// How many kinds of error a summary explains below its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// The first of them.
    Kinds(usize),
    /// Every one.
    All,
}

impl Extent {
    /// How many of so many.
    #[must_use]
    pub fn of(self, all: usize) -> usize {
        match self {
            Self::Kinds(most) => all.min(most),
            Self::All => all,
        }
    }
}

impl Default for Extent {
    fn default() -> Self {
        Self::Kinds(5)
    }
}

/// Which page a report fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// Every result in full, or one record of `parse`.
    Full,
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
        Format::Ndjson => json::write_lines(out, report),
        Format::Markdown => markdown::write(out, report, page),
    }
}

/// Writes the one record that `parse` found; of ndjson the last line.
pub fn write_record(
    out: &mut impl Write,
    report: &Report,
    format: Format,
    look: Look,
) -> io::Result<()> {
    match format {
        Format::Ndjson => json::write_summary(out, report),
        _ => write(out, report, Page::Full, format, look),
    }
}

/// Writes a summary of many records: a table, then the first kinds in short; of
/// ndjson the last line.
pub fn write_summary(
    out: &mut impl Write,
    report: &Report<Ranking>,
    format: Format,
    look: Look,
) -> io::Result<()> {
    match format {
        Format::Text => text::summary(out, report, look),
        Format::Json => json::write(out, report),
        Format::Ndjson => json::write_summary(out, report),
        Format::Markdown => markdown::summary(out, report, look.extent),
    }
}
