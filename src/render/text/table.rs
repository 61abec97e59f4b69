//! The table of a log: a row a kind.

use std::borrow::Cow;
use std::io::{self, Write};

use colored::Colorize;

use super::Text;
use crate::render::labels;
use crate::render::wrap::{cut, cut_inside, pad, width};
use crate::report::{Match, Position, Report, Timeline};
use crate::summary::found::Found;
use crate::summary::row::Row;
use crate::text::escape;
use crate::text::lang::Lang;
use crate::text::number::grouped;
use crate::text::time::for_people;

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

impl<W: Write> Text<'_, W> {
    /// A row a kind.
    pub(super) fn table(&mut self, report: &Report<Found>, files: &Files) -> io::Result<()> {
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
                Cow::default()
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
    fn columns(&self, report: &Report<Found>, files: bool) -> Vec<Column> {
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
                |r: &Row<'_>, _: &Files| grouped(r.count),
            ),
            column(Side::Right, ("FIRST", "首行"), |r, _| {
                line(r.first.as_deref())
            }),
            column(Side::Right, ("LAST", "末行"), |r, _| {
                line(r.last.as_deref())
            }),
        ];
        if files {
            columns.push(column(Side::Left, ("FILE", "文件"), file_range));
        }
        // A clock alone says nothing where there are many days.
        if timeline.as_ref().is_some_and(|t| t.last - t.first < DAY) {
            columns.push(column(Side::Left, TIME, |r, _| clock_range(r)));
        }
        let retry: fn(&Row<'_>, &Files) -> String = match self.lang {
            Lang::En => |r, _| labels::advice_short(r.advice, Lang::En).to_owned(),
            Lang::Zh => |r, _| labels::advice_short(r.advice, Lang::Zh).to_owned(),
        };
        columns.push(column(Side::Left, ("RETRY", "重试"), retry));
        if timeline.is_some() {
            let bars =
                |r: &Row<'_>, _: &Files| r.timeline.as_deref().map_or_else(String::new, bars);
            columns.push(column(Side::Left, WHEN, bars));
        }
        columns
    }

    /// What tells a code from the same one in another row; `codes` are sorted.
    fn note(&self, row: &Row<'_>, codes: &[Cow<'_, str>]) -> String {
        let first = codes.partition_point(|code| *code < row.code);
        let again = codes.get(first + 1).is_some_and(|code| *code == row.code);
        let note = match (row.matched, row.case) {
            (Match::Unknown, _) => self.t("unknown", "未知"),
            (Match::Family, _) => &row.query,
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
    text: fn(&Row<'_>, &Files) -> String,
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

/// How files are named where there are several: by the last part of their paths,
/// or, where two have the same, by all behind what every path begins with.
pub(super) struct Files {
    /// Bytes of the paths that are left out; none to leave the last part.
    skipped: Option<usize>,
    any: bool,
    /// Most columns of a name where two stand side by side.
    narrow: usize,
}

impl Files {
    /// For lines of so many columns.
    pub(super) fn of(files: &[String], columns: usize) -> Self {
        let mut paths: Vec<&str> = files.iter().map(String::as_str).collect();
        paths.retain(|path| *path != "-");
        paths.sort_unstable();
        paths.dedup();
        let mut names: Vec<&str> = paths.iter().map(|path| last_part(path)).collect();
        names.sort_unstable();
        let clash = names.windows(2).any(|pair| pair[0] == pair[1]);
        // Of sorted paths, what the first and the last begin with all begin with.
        let shared = paths.first().zip(paths.last()).map_or(0, |(first, last)| {
            let same = first.bytes().zip(last.bytes()).take_while(|(a, b)| a == b);
            let same = same.count();
            first.as_bytes()[..same]
                .iter()
                .rposition(|b| separates(char::from(*b)))
                .map_or(0, |at| at + 1)
        });
        Self {
            skipped: clash.then_some(shared),
            any: !files.is_empty(),
            narrow: (columns / 6).max(10),
        }
    }

    /// Whether there are several files to be told apart.
    pub(super) fn any(&self) -> bool {
        self.any
    }

    /// The name of the file of a place.
    pub(super) fn name(&self, position: Option<&Position>) -> String {
        self.shortened(position, 2 * self.narrow)
    }

    /// Its beginning and its end, if it is long.
    fn shortened(&self, position: Option<&Position>, columns: usize) -> String {
        let path = position.and_then(|p| p.file.as_deref()).unwrap_or("-");
        let name = match self.skipped {
            Some(skipped) => path.get(skipped..).unwrap_or(path),
            None => last_part(path),
        };
        let name = escape::visible(name);
        cut_inside(&name, columns)
    }
}

fn last_part(path: &str) -> &str {
    path.rsplit(separates).next().unwrap_or(path)
}

fn separates(c: char) -> bool {
    matches!(c, '/' | '\\')
}

/// The file of the first line, and that of the last where it is another.
fn file_range(row: &Row<'_>, files: &Files) -> String {
    let (first, last) = (row.first.as_deref(), row.last.as_deref());
    let path = |p: Option<&Position>| p.and_then(|p| p.file.clone());
    if path(first) == path(last) {
        return files.name(first);
    }
    let name = |p| files.shortened(p, files.narrow);
    format!("{} - {}", name(first), name(last))
}

/// The clock of first and last, short.
fn clock_range(row: &Row<'_>) -> String {
    let minutes = |p: Option<&Position>| hours_minutes(&for_people(p?.time.as_deref()?));
    match (minutes(row.first.as_deref()), minutes(row.last.as_deref())) {
        (Some(from), Some(to)) if from == to => from,
        (Some(from), Some(to)) => format!("{from}-{to}"),
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
    use super::{Files, hours_minutes};
    use crate::report::Position;

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

    #[test]
    fn files_are_told_apart_by_what_their_paths_differ_in() {
        let at = |file: &str| Position {
            file: Some(file.to_owned()),
            ..Position::default()
        };
        for (files, file, want) in [
            (&["/var/a.log", "/var/b.log"][..], "/var/a.log", "a.log"),
            (&["x/1/a.log", "x/2/a.log"], "x/2/a.log", "2/a.log"),
            (&["x/1/a.log", "x/2/a.log", "-"], "x/1/a.log", "1/a.log"),
            (&["x/a.log", "x/a.log"], "x/a.log", "a.log"),
            (&["a.log", "x/a.log"], "a.log", "a.log"),
            (&["a.log", "x/a.log"], "x/a.log", "x/a.log"),
            (
                &["a.log", "gateway-of-the-orders-2026-11-20.log"],
                "gateway-of-the-orders-2026-11-20.log",
                "gateway-of-…26-11-20.log",
            ),
        ] {
            let files: Vec<String> = files.iter().map(ToString::to_string).collect();
            assert_eq!(
                Files::of(&files, 72).name(Some(&at(file))),
                want,
                "{files:?}"
            );
        }
    }
}
