//! The report as bytes: text for people, JSON for programs, Markdown to paste.

pub mod json;
pub mod markdown;
mod summary;
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
    /// What is explained of so many results.
    #[must_use]
    pub fn of<T>(self, results: &[T]) -> &[T] {
        match self {
            Self::Kinds(most) => &results[..results.len().min(most)],
            Self::All => results,
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
    /// Several records: a table, then each kind in short.
    Summary,
    /// `list`: counts per service and category.
    Overview,
    /// `list`: one row a code.
    Rows,
}

/// Writes what `parse` and `merge` found; of ndjson the last line.
pub fn write_found(
    out: &mut impl Write,
    report: &Report,
    page: Page,
    format: Format,
    look: Look,
) -> io::Result<()> {
    // That nothing was found is said, whatever was read.
    let page = if report.results.is_empty() {
        Page::Summary
    } else {
        page
    };
    match format {
        Format::Ndjson => json::write_summary(out, report),
        _ => write(out, report, page, format, look),
    }
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
        Format::Markdown => markdown::write(out, report, page, look.extent),
    }
}
