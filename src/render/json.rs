//! The report as JSON: one object, or one object a line.

use std::io::{self, Write};

use serde::Serialize;

use crate::report::Report;

/// One object, indented.
pub fn write<R: Serialize>(out: &mut impl Write, report: &Report<R>) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, report)?;
    out.write_all(b"\n")
}

/// One result a line.
pub fn write_lines(out: &mut impl Write, report: &Report) -> io::Result<()> {
    report.results.iter().try_for_each(|result| {
        let line = Line {
            kind: "result",
            schema: Some(1),
            body: result,
        };
        write_line(out, &line)
    })
}

/// The whole in one line: the last that `parse` writes.
pub fn write_summary<R: Serialize>(out: &mut impl Write, report: &Report<R>) -> io::Result<()> {
    let line = Line {
        kind: "summary",
        schema: None, // the report has it
        body: report,
    };
    write_line(out, &line)
}

#[derive(Serialize)]
struct Line<'a, T> {
    #[serde(skip_serializing_if = "Option::is_none")]
    schema: Option<u32>,
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(flatten)]
    body: &'a T,
}

fn write_line<T: Serialize>(out: &mut impl Write, line: &Line<'_, T>) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}
