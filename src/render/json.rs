//! The report as JSON: one object, or one object a line.

use std::io::{self, Write};

use serde::Serialize;

use super::Page;
use crate::report::{Explained, Report};

/// One object, indented.
pub fn write(out: &mut impl Write, report: &Report) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, report)?;
    out.write_all(b"\n")
}

/// One result a line; for a summary page a last line with the whole.
pub fn write_lines(out: &mut impl Write, report: &Report, page: Page) -> io::Result<()> {
    #[derive(Serialize)]
    struct Line<'a, T> {
        schema: u32,
        #[serde(rename = "type")]
        kind: &'static str,
        #[serde(flatten)]
        body: &'a T,
    }
    for result in &report.results {
        let line = Line::<Explained> {
            schema: 1,
            kind: "result",
            body: result,
        };
        serde_json::to_writer(&mut *out, &line)?;
        out.write_all(b"\n")?;
    }
    if page == Page::Summary {
        let line = Line::<Report> {
            schema: 1,
            kind: "summary",
            body: report,
        };
        serde_json::to_writer(&mut *out, &line)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
