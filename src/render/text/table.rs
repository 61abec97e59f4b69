//! The table of a log: a row a kind.

use std::io::{self, Write};

use colored::Colorize;

use super::TextPage;
use super::files::Files;
use super::times::first_and_last;
use crate::render::labels;
use crate::render::wrap::{cut, pad, width};
use crate::report::{Explained, Match, Position, Report, Str, Timeline};
use crate::summary::Ranking;
use crate::text::lang::Lang;
use crate::text::number::grouped;

/// Cells of a timeline.
const CELLS: usize = 8;
/// Columns that most codes need.
const USUAL: usize = 30;
/// Blanks before a code on a line of its own.
const INDENT: usize = 8;
/// Seconds of a day.
const DAY: i64 = 24 * 60 * 60;
/// Headings of the columns that may give way.
const TIME: (&str, &str) = ("TIME", "时间");
const WHEN: (&str, &str) = ("WHEN", "分布");

impl<W: Write> TextPage<'_, W> {
    /// A row a kind.
    pub(super) fn table(&mut self, report: &Report<Ranking>, files: &Files) -> io::Result<()> {
        let found = &report.results;
        let mut columns = self.columns(report, files.any());
        let (mut codes, mut longest) = (Vec::with_capacity(found.len()), 0);
        for row in found.rows() {
            longest = longest.max(width(&row.code));
            for column in &mut columns {
                column.width = column.width.max(width(&(column.text)(&row, files)));
            }
            codes.push(row.code);
        }
        codes.sort_unstable();
        self.give_way(&mut columns, longest);
        let heads: String = columns.iter().map(|c| c.cell(c.head)).collect();
        writeln!(self.out, "{heads}{}", self.t("CODE", "错误码"))?;
        for (at, row) in found.rows().enumerate() {
            let text = |c: &Column| c.cell(&(c.text)(&row, files));
            let mut cells: String = columns.iter().map(text).collect();
            let mut note = self.note(&row, &codes);
            if self.look.terminal {
                let room = self.look.width.saturating_sub(width(&row.code));
                note = cut(&note, room.max(INDENT));
            }
            let code = width(&row.code) + width(&note);
            if self.look.terminal && width(&cells) + code > self.look.width {
                let blanks = self.look.width.saturating_sub(code).min(INDENT);
                cells = format!("{}\n{}", cells.trim_end(), " ".repeat(blanks));
            }
            let docs = if self.look.links {
                found.docs(at)
            } else {
                Vec::new()
            };
            let code = self.linked(&row.code, &docs);
            writeln!(self.out, "{cells}{code}{}", note.dimmed())?;
        }
        Ok(())
    }

    /// Where a row does not fit, its times give way, because the kinds say them
    /// again; then, on a terminal, when they came, unless the codes are so long that
    /// they stand on lines of their own anyway. Where a program reads, a row stays a
    /// line.
    fn give_way(&self, columns: &mut Vec<Column>, longest: usize) {
        let mut fit = |head, room| {
            if columns.iter().map(|c| c.width + 2).sum::<usize>() + room > self.look.width {
                columns.retain(|c| c.head != head);
            }
        };
        fit(self.t(TIME.0, TIME.1), longest);
        if self.look.terminal {
            fit(self.t(WHEN.0, WHEN.1), longest.min(USUAL));
        }
    }

    /// The columns before the code, as wide as their headings.
    fn columns(&self, report: &Report<Ranking>, files: bool) -> Vec<Column> {
        let timeline = report.results.rows().find_map(|r| r.timeline);
        let column = |side, (en, zh): (&'static str, &'static str), text| {
            let head = self.t(en, zh);
            Column {
                side,
                head,
                text,
                width: width(head),
            }
        };
        let mut columns = vec![
            column(
                Side::Right,
                ("COUNT", "次数"),
                |r: &Explained, _: &Files| grouped(r.count),
            ),
            column(Side::Right, ("FIRST", "首行"), |r, _| {
                line(r.first.as_ref())
            }),
            column(Side::Right, ("LAST", "末行"), |r, _| {
                line(r.last.as_ref())
            }),
        ];
        if files {
            columns.push(column(Side::Left, ("FILE", "文件"), file_range));
        }
        // A clock alone says nothing where there are many days.
        if timeline.as_ref().is_some_and(|t| t.last - t.first < DAY) {
            columns.push(column(Side::Left, TIME, |r, _| clock_range(r)));
        }
        let retry: fn(&Explained, &Files) -> String = match self.lang {
            Lang::En => |r, _| labels::advice_short(r.retry.advice, Lang::En).to_owned(),
            Lang::Zh => |r, _| labels::advice_short(r.retry.advice, Lang::Zh).to_owned(),
        };
        columns.push(column(Side::Left, ("RETRY", "重试"), retry));
        if timeline.is_some() {
            let bars =
                |r: &Explained, _: &Files| r.timeline.as_ref().map_or_else(String::new, bars);
            columns.push(column(Side::Left, WHEN, bars));
        }
        columns
    }

    /// What tells a code from the same one in another row; `codes` are sorted.
    fn note(&self, row: &Explained, codes: &[Str]) -> String {
        let first = codes.partition_point(|code| *code < row.code);
        let again = codes.get(first + 1).is_some_and(|code| *code == row.code);
        let note = match (row.matched, &row.case) {
            (Match::Unknown, _) => self.t("unknown", "未知"),
            (Match::Family, _) => self.t("family", "大类"),
            _ if row.wrapper => self.t("around others", "外层"),
            (_, Some(case)) if again => case,
            _ => return String::new(),
        };
        match self.lang {
            Lang::En => format!("  ({note})"),
            Lang::Zh => format!("  （{note}）"),
        }
    }
}

/// Where the text of a column stands.
enum Side {
    Left,
    Right,
}

/// A column of the table. Its texts are made twice, for its width and to be
/// written, and not kept.
struct Column {
    side: Side,
    head: &'static str,
    text: fn(&Explained, &Files) -> String,
    width: usize,
}

impl Column {
    fn cell(&self, text: &str) -> String {
        match self.side {
            Side::Left => pad(text, self.width + 2),
            Side::Right => {
                let blanks = self.width.saturating_sub(width(text));
                format!("{}{text}  ", " ".repeat(blanks))
            }
        }
    }
}

fn line(position: Option<&Position>) -> String {
    position.map_or_else(String::new, |p| grouped(p.line))
}

/// The file of the first line, and that of the last where it is another.
fn file_range(row: &Explained, files: &Files) -> String {
    let (first, last) = (row.first.as_ref(), row.last.as_ref());
    let path = |p: Option<&Position>| p.and_then(|p| p.file.clone());
    if path(first) == path(last) {
        return files.name(first);
    }
    let name = |p| files.shortened(p, files.narrow);
    format!("{} - {}", name(first), name(last))
}

/// The clock of first and last, short.
fn clock_range(row: &Explained) -> String {
    let times = first_and_last(row);
    let minutes = times.and_then(|(from, to)| Some((hours_minutes(&from)?, hours_minutes(&to)?)));
    match minutes {
        Some((from, to)) if from == to => from,
        Some((from, to)) => format!("{from}-{to}"),
        _ => String::new(),
    }
}

/// Hours and minutes of a time as a log writes it.
fn hours_minutes(time: &str) -> Option<String> {
    let mut at = time.find(':')?;
    // `20/Nov/2026:09:05:00`: this one ends the date.
    if time[..at].contains('/') && !time[..at].contains(' ') {
        at += 3;
    }
    time.get(at.checked_sub(2)?..at + 3).map(str::to_owned)
}

/// A timeline of eight cells at most.
fn bars(timeline: &Timeline) -> String {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let each = timeline.counts.len().div_ceil(CELLS).max(1);
    let cells: Vec<u64> = timeline
        .counts
        .chunks(each)
        .map(|c| c.iter().sum())
        .collect();
    let most = cells.iter().copied().max().unwrap_or(0);
    if most == 0 {
        return String::new();
    }
    cells
        .iter()
        .map(|n| BARS[usize::try_from((n * 7).div_ceil(most)).unwrap_or(7).min(7)])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::hours_minutes;

    #[test]
    fn the_clock_is_found_in_every_way_to_write_a_time() {
        for (time, want) in [
            ("2026-11-20 09:05:01", Some("09:05")),
            ("2026/11/20 09:05:01", Some("09:05")),
            ("20/Nov/2026:09:05:01 +0800", Some("09:05")),
            ("Nov 20 09:05:01", Some("09:05")),
            ("09:05:01", Some("09:05")),
            ("1:05", None),
            ("2026-11-20", None),
        ] {
            assert_eq!(hours_minutes(time).as_deref(), want, "{time}");
        }
    }
}
