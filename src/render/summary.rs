//! The page of a log: how much of what, a table, then each kind in short.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::io::{self, Write};
use std::ops::Range;

use colored::Colorize;

use super::text::{Text, grouped};
use super::wrap::{cut, cut_around, pad, width, wrap};
use crate::catalogue;
use crate::catalogue::model::Effect;
use crate::excerpt;
use crate::found::{Found, Row};
use crate::lang::Lang;
use crate::names;
use crate::report::{Explained, Match, Position, Report, Timeline};
use crate::scan::time;

/// Cells of a timeline.
const CELLS: usize = 8;
/// Most values of one name that are shown.
const VALUES: usize = 5;
/// Most steps of one kind that are shown.
const STEPS: usize = 3;

impl<W: Write> Text<'_, W> {
    /// The whole page.
    pub(super) fn summary(&mut self, report: &Report<Found>) -> io::Result<()> {
        let found = &report.results;
        let headline = self.headline(report);
        for line in wrap(&headline, self.look.width) {
            writeln!(self.out, "{}", line.bold())?;
        }
        if found.is_empty() {
            return Ok(());
        }
        writeln!(self.out)?;
        self.table(report)?;
        let shown = self.look.extent.of(found.len());
        for (at, result) in found.explained().take(shown).enumerate() {
            writeln!(self.out)?;
            self.kind(at + 1, &result, report)?;
        }
        if shown > 0 {
            self.rest(found, shown)?;
        }
        Ok(())
    }

    /// `17 records with errors of 2 kinds and 1 unknown code in 48,211 lines`, and
    /// over what time. Records, because one often holds several codes.
    fn headline(&self, report: &Report<Found>) -> String {
        // Kinds of errors, of codes that only carry others, and of unknown ones.
        let [mut own, mut around, mut unknown] = [0; 3];
        for row in report.results.rows() {
            *match row.matched {
                Match::Unknown => &mut unknown,
                _ if row.wrapper => &mut around,
                _ => &mut own,
            } += 1;
        }
        let kinds = if own > 0 { own } else { around };
        let (lines, records) = (report.input.lines, report.input.records);
        let mut text = match self.lang {
            Lang::En => known_en(records, kinds, unknown, lines),
            Lang::Zh => known_zh(records, kinds, unknown, lines),
        };
        if let Some(range) = range(report) {
            text.push_str(&format!("{}{range}", self.t(", ", "，")));
        }
        text
    }

    fn table(&mut self, report: &Report<Found>) -> io::Result<()> {
        let found = &report.results;
        let times = found.rows().any(|r| r.timeline.is_some());
        let files = !report.input.files.is_empty();
        let mut columns = self.columns(times, files);
        let (mut codes, mut longest) = (Vec::with_capacity(found.len()), 0);
        for row in found.rows() {
            longest = longest.max(width(&row.code));
            for column in &mut columns {
                column.width = column.width.max(width(&(column.text)(&row)));
            }
            codes.push(row.code);
        }
        codes.sort_unstable();
        let total = |columns: &[Column]| columns.iter().map(|c| c.width + 2).sum::<usize>();
        // Where it does not fit, the times give way: the kinds say them again.
        if times && total(&columns) + longest > self.look.width {
            columns.remove(if files { 4 } else { 3 });
        }
        let heads: String = columns.iter().map(|c| c.cell(c.head)).collect();
        writeln!(self.out, "{heads}{}", self.t("CODE", "错误码"))?;
        for (at, row) in found.rows().enumerate() {
            let cells: String = columns.iter().map(|c| c.cell(&(c.text)(&row))).collect();
            let docs = if self.look.links {
                found.docs(at)
            } else {
                Cow::default()
            };
            let code = self.linked(&row.code, &docs);
            let note = self.note(&row, &codes);
            writeln!(self.out, "{cells}{code}{}", note.dimmed())?;
        }
        Ok(())
    }

    /// The columns before the code, as wide as their headings.
    fn columns(&self, times: bool, files: bool) -> Vec<Column> {
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
            column(Side::Right, ("COUNT", "次数"), |r: &Row<'_>| {
                grouped(r.count)
            }),
            column(Side::Right, ("FIRST", "首行"), |r| {
                line(r.first.as_deref())
            }),
            column(Side::Right, ("LAST", "末行"), |r| line(r.last.as_deref())),
        ];
        if files {
            let name = |r: &Row<'_>| cut(&file(r.first.as_deref()), 20);
            columns.push(column(Side::Left, ("FILE", "文件"), name));
        }
        if times {
            columns.push(column(Side::Left, ("TIME", "时间"), clock_range));
        }
        let retry: fn(&Row<'_>) -> String = match self.lang {
            Lang::En => |r| names::advice_short(r.advice, Lang::En).to_owned(),
            Lang::Zh => |r| names::advice_short(r.advice, Lang::Zh).to_owned(),
        };
        columns.push(column(Side::Left, ("RETRY", "重试"), retry));
        if times {
            let bars = |r: &Row<'_>| r.timeline.as_deref().map_or_else(String::new, bars);
            columns.push(column(Side::Left, ("WHEN", "分布"), bars));
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

    /// One kind.
    fn kind(
        &mut self,
        number: usize,
        result: &Explained,
        report: &Report<Found>,
    ) -> io::Result<()> {
        let times = match self.lang {
            Lang::En => plural(result.count, "time"),
            Lang::Zh => format!("{} 次", grouped(result.count)),
        };
        let when =
            when(result).map_or_else(String::new, |when| format!("{}{when}", self.t(", ", "，")));
        let code = self.code(result);
        let head = format!("[{number}] ");
        let often = format!("{times}{when}");
        let wide = width(&head) + width(&result.code) + 2 + width(&often);
        let between = if wide > self.look.width {
            "\n    "
        } else {
            "  "
        };
        writeln!(self.out, "{head}{code}{between}{often}")?;
        self.excerpt(result, report)?;
        if result.matched == Match::Unknown {
            self.suggestions(result)?;
            return self.seen_values(result);
        }
        self.paragraph(&result.meaning, 4)?;
        self.seen_values(result)?;
        let verdict = match self.lang {
            Lang::En => format!(
                "Fault: {}. Retry: {}.",
                names::fault(result.fault, self.lang),
                names::advice(result.retry.advice, self.lang)
            ),
            Lang::Zh => format!(
                "责任方：{}。可重试：{}。",
                names::fault(result.fault, self.lang),
                names::advice(result.retry.advice, self.lang)
            ),
        };
        self.paragraph(&verdict, 4)?;
        if result.wrapper {
            return Ok(());
        }
        for (at, step) in result.steps.iter().take(STEPS).enumerate() {
            let room = self.look.width.saturating_sub(9).max(20);
            for (nth, line) in wrap(&step.text, room).into_iter().enumerate() {
                let number = if nth == 0 {
                    format!("{}.", at + 1)
                } else {
                    String::new()
                };
                writeln!(self.out, "      {number:<3}{line}")?;
            }
            if let Some(command) = &step.command {
                let note = match step.effect {
                    Some(Effect::Write) => {
                        self.t("   [changes something]", "   [会修改配置或数据]")
                    }
                    _ => "",
                };
                let wide = 13 + width(command) + width(note) > self.look.width;
                let between = if wide { "\n          " } else { "" };
                writeln!(
                    self.out,
                    "             {}{between}{}",
                    command.cyan(),
                    note.dimmed()
                )?;
            }
        }
        Ok(())
    }

    /// The line in which the kind first stood.
    fn excerpt(&mut self, result: &Explained, report: &Report<Found>) -> io::Result<()> {
        let Some(first) = &result.first else {
            return Ok(());
        };
        let number = grouped(first.line);
        let mut place = match self.lang {
            Lang::En => format!("line {number}: "),
            Lang::Zh => format!("第 {number} 行："),
        };
        if !report.input.files.is_empty() {
            place = format!("{} {place}", file(Some(first)));
        }
        let text = result.excerpt.as_deref().or(result.message.as_deref());
        let text = text.unwrap_or(&result.query);
        let room = self.look.width.saturating_sub(4 + width(&place)).max(20);
        writeln!(
            self.out,
            "    {}{}",
            place.dimmed(),
            cut_around(text, shown_for(result, text), room)
        )
    }

    /// The most frequent values of each name.
    fn seen_values(&mut self, result: &Explained) -> io::Result<()> {
        for (name, list) in &result.values {
            let counts = result.value_counts.get(name);
            let count = |at: usize| counts.and_then(|c| c.get(at)).copied().unwrap_or(0);
            let mut order: Vec<usize> = (0..list.len()).collect();
            order.sort_by_key(|at| Reverse(count(*at)));
            let one = list.len() == 1;
            let shown = order.iter().take(VALUES).map(|at| match count(*at) {
                n if n > 1 && !one => format!("{} ×{}", list[*at], grouped(n)),
                _ => list[*at].clone(),
            });
            let mut text = shown.collect::<Vec<_>>().join(self.t(", ", "、"));
            if list.len() > VALUES {
                text.push_str(" …");
            }
            let label = match (self.lang, catalogue::label(name)) {
                (Lang::Zh, Some(label)) => label.zh,
                _ => name.as_str(),
            };
            self.paragraph(&format!("{label}{}{text}", self.t(": ", "：")), 4)?;
        }
        Ok(())
    }

    /// What was not explained, and where to read on.
    fn rest(&mut self, found: &Found, shown: usize) -> io::Result<()> {
        let left = found.len() - shown;
        writeln!(self.out)?;
        if left > 0 {
            let line = match self.lang {
                Lang::En => format!(
                    "And {} more: --all explains them too.",
                    plural(left as u64, "kind")
                ),
                Lang::Zh => format!("还有 {left} 种未展开，加 --all 全部解释。"),
            };
            self.paragraph(&line, 0)?;
        }
        let rows = found.rows().take(shown);
        let known = rows.filter(|r| r.matched != Match::Unknown && !r.query.starts_with('('));
        let mut codes: Vec<Cow<'_, str>> = known.map(|r| r.code).collect();
        codes.dedup();
        if codes.is_empty() {
            return Ok(());
        }
        let line = format!(
            "{}cberr explain {}",
            self.t("More: ", "详情："),
            codes.join(" ")
        );
        self.paragraph(&line, 0)
    }
}

/// What the kind was recognised by in its excerpt; nothing of it where that stood
/// there in another form.
fn shown_for(result: &Explained, text: &str) -> Range<usize> {
    let names = [&*result.query, &*result.code];
    let found = names.into_iter().find_map(|name| {
        let at = excerpt::place(text.as_bytes(), name)?;
        Some(at..at + name.len())
    });
    found.unwrap_or(0..0)
}

/// How many records with errors, of what, in how much.
fn known_en(records: Option<u64>, kinds: u64, unknown: u64, lines: u64) -> String {
    let lines = plural(lines, "line");
    let codes = plural(unknown, "unknown code");
    match (kinds, unknown) {
        (0, 0) => return format!("No known error in {lines}"),
        (0, _) => return format!("No known error, {codes}, in {lines}"),
        _ => {}
    }
    let errors = match records {
        Some(records) => format!("{} with errors", plural(records, "record")),
        None => "Errors".into(),
    };
    let kinds = plural(kinds, "kind");
    let and = if unknown > 0 { " and " } else { "" };
    let codes = if unknown > 0 { &*codes } else { "" };
    format!("{errors} of {kinds}{and}{codes} in {lines}")
}

/// The same in Chinese.
fn known_zh(records: Option<u64>, kinds: u64, unknown: u64, lines: u64) -> String {
    let mut text = match records {
        _ if kinds == 0 => nothing(lines, Lang::Zh),
        Some(records) => format!(
            "{} 行中有 {} 条记录报错，共 {} 种错误",
            grouped(lines),
            grouped(records),
            grouped(kinds)
        ),
        None => format!("{} 行中有 {} 种错误", grouped(lines), grouped(kinds)),
    };
    if unknown > 0 {
        text.push_str(&format!("，另有 {} 个未知错误码", grouped(unknown)));
    }
    text
}

/// What there is to say where there is nothing.
pub(super) fn nothing(lines: u64, lang: Lang) -> String {
    match lang {
        Lang::En => known_en(None, 0, 0, lines),
        Lang::Zh => format!("{} 行中没有已知的错误", grouped(lines)),
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
    text: fn(&Row<'_>) -> String,
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

fn plural(n: u64, what: &str) -> String {
    let s = if n == 1 { "" } else { "s" };
    format!("{} {what}{s}", grouped(n))
}

fn line(position: Option<&Position>) -> String {
    position.map_or_else(String::new, |p| grouped(p.line))
}

/// The last part of the file's name.
fn file(position: Option<&Position>) -> String {
    let name = position.and_then(|p| p.file.as_deref()).unwrap_or("-");
    name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned()
}

/// First and last time of all, where a day is known.
fn range(report: &Report<Found>) -> Option<String> {
    let timeline = report.results.rows().find_map(|r| r.timeline)?;
    let year = 365 * 86400;
    if timeline.first < 2 * year {
        return None;
    }
    let (from, to) = (time::written(timeline.first), time::written(timeline.last));
    Some(span(&from, &to))
}

/// Two times, the second without the day if that is the first's; one if they are
/// the same.
fn span(from: &str, to: &str) -> String {
    if from == to {
        return from.to_owned();
    }
    let (from, to) = short(from, to);
    format!("{from} - {to}")
}

/// The second without the day, if that is the first's.
fn short(from: &str, to: &str) -> (String, String) {
    let to = match (
        from.get(..11),
        to.strip_prefix(from.get(..11).unwrap_or("?")),
    ) {
        (Some(_), Some(clock)) => clock,
        _ => to,
    };
    (from.to_owned(), to.to_owned())
}

/// First and last time of a kind, as they stood there.
fn when(result: &Explained) -> Option<String> {
    let from = clock(result.first.as_ref()?.time.as_deref()?);
    let to = clock(result.last.as_ref()?.time.as_deref()?);
    Some(span(&from, &to))
}

/// A time for people: milliseconds since 1970 as a date, `T` as a blank, no
/// fraction.
fn clock(text: &str) -> String {
    if text.len() >= 10
        && text.bytes().all(|b| b.is_ascii_digit())
        && let Ok(number) = text.parse::<i64>()
    {
        return time::written(if text.len() > 10 {
            number / 1000
        } else {
            number
        });
    }
    let text = text.split(['.', ',']).next().unwrap_or(text);
    let text = text.trim_end_matches('Z');
    text.replacen(
        'T',
        " ",
        usize::from(text.starts_with(|c: char| c.is_ascii_digit())),
    )
}

/// The clock of first and last, short.
fn clock_range(row: &Row<'_>) -> String {
    let minutes = |p: Option<&Position>| {
        let text = clock(p?.time.as_deref()?);
        let at = text.find(':')?;
        let at = if text[at + 1..].starts_with(|c: char| c.is_ascii_digit())
            && text[..at].contains('/')
        {
            at + 3
        } else {
            at
        };
        text.get(at.checked_sub(2)?..at + 3).map(str::to_owned)
    };
    match (minutes(row.first.as_deref()), minutes(row.last.as_deref())) {
        (Some(from), Some(to)) if from == to => from,
        (Some(from), Some(to)) => format!("{from}-{to}"),
        _ => String::new(),
    }
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
