//! The page of a log: how much of what, a table, then each kind in short.

use std::cmp::Reverse;
use std::io::{self, Write};
use std::ops::Range;

use colored::Colorize;

use super::TextPage;
use super::files::Files;
use super::times::{range, when};
use crate::catalogue;
use crate::render::headline::{headline, plural};
use crate::render::labels;
use crate::render::notes::notes;
use crate::render::wrap::{cut, cut_around, pad, width, wrap};
use crate::report::{Explained, Match, Report, Str};
use crate::summary::Ranking;
use crate::text::excerpt;
use crate::text::lang::Lang;
use crate::text::number::grouped;

/// Most values of one name that are shown.
const VALUES: usize = 5;
/// Most steps of one kind that are shown.
const STEPS: usize = 3;

impl<W: Write> TextPage<'_, W> {
    /// The whole page.
    pub(super) fn summary(&mut self, report: &Report<Ranking>) -> io::Result<()> {
        let found = &report.results;
        let headline = headline(report, self.lang);
        let range = range(report);
        let comma = self.t(", ", "，");
        let whole = range
            .as_ref()
            .map(|range| format!("{headline}{comma}{range}"));
        // The times are not parted in the middle.
        let lines = match whole {
            Some(whole) if width(&whole) <= self.look.width => vec![whole],
            _ => [Some(headline), range].into_iter().flatten().collect(),
        };
        for line in lines.iter().flat_map(|line| wrap(line, self.look.width)) {
            writeln!(self.out, "{}", line.bold())?;
        }
        if found.is_empty() {
            return Ok(());
        }
        writeln!(self.out)?;
        let files = Files::of(&report.input.files, self.look.width);
        self.table(report, &files)?;
        let notes = notes(report, self.lang);
        if !notes.is_empty() {
            writeln!(self.out)?;
        }
        for note in notes {
            self.paragraph(&note, 0)?;
        }
        let shown = self.look.extent.of(found.len());
        for (at, result) in found.explained().take(shown).enumerate() {
            writeln!(self.out)?;
            self.kind(at + 1, &result, &files)?;
        }
        if shown > 0 {
            self.rest(found, shown)?;
        }
        Ok(())
    }

    /// One kind.
    fn kind(&mut self, number: usize, result: &Explained, files: &Files) -> io::Result<()> {
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
        self.excerpt(result, files)?;
        if result.matched == Match::Unknown {
            self.seen_values(result)?;
            return self.not_known(result);
        }
        if result.matched == Match::Family {
            let note = self.t(
                "is not in the catalogue; this is its family:",
                "不在错误码库中，以下是它所属的大类：",
            );
            self.paragraph(&format!("{} {note}", result.query), 4)?;
        }
        self.paragraph(&result.meaning, 4)?;
        self.seen_values(result)?;
        let verdict = match self.lang {
            Lang::En => format!(
                "Fault: {}. Retry: {}.",
                labels::fault(result.fault, self.lang),
                labels::advice(result.retry.advice, self.lang)
            ),
            Lang::Zh => format!(
                "责任方：{}。可重试：{}。",
                labels::fault(result.fault, self.lang),
                labels::advice(result.retry.advice, self.lang)
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
                self.command(command, step.effect, 13)?;
            }
        }
        Ok(())
    }

    /// The line in which the kind first stood.
    fn excerpt(&mut self, result: &Explained, files: &Files) -> io::Result<()> {
        let Some(first) = &result.first else {
            return Ok(());
        };
        let number = grouped(first.line);
        let mut place = match self.lang {
            Lang::En => format!("line {number}: "),
            Lang::Zh => format!("第 {number} 行："),
        };
        if files.any() {
            place = format!("{} {place}", files.name(Some(first)));
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

    /// An unknown code, and what comes nearest to it.
    fn not_known(&mut self, result: &Explained) -> io::Result<()> {
        let near = &result.suggestions;
        let line = if near.is_empty() {
            self.t(
                "Not in the catalogue, and no code in it is near.",
                "不在错误码库中，也没有相近的错误码。",
            )
        } else {
            self.t(
                "Not in the catalogue. The nearest codes in it:",
                "不在错误码库中。其中相近的错误码：",
            )
        };
        self.paragraph(line, 4)?;
        let column = near.iter().map(|s| width(&s.code)).max().unwrap_or(0);
        for suggestion in near {
            let room = self.look.width.saturating_sub(column + 8);
            let code = pad(&suggestion.code, column);
            if room >= 20 {
                let meaning = cut(&suggestion.meaning, room);
                writeln!(self.out, "      {}  {meaning}", code.bold())?;
            } else {
                writeln!(self.out, "      {}", suggestion.code.bold())?;
            }
        }
        Ok(())
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
            let label = catalogue::label(name).map_or(name.as_str(), |l| l.get(self.lang));
            self.paragraph(&format!("{label}{}{text}", self.t(": ", "：")), 4)?;
        }
        Ok(())
    }

    /// What was not explained, and where to read on.
    fn rest(&mut self, found: &Ranking, shown: usize) -> io::Result<()> {
        let left = found.len() - shown;
        writeln!(self.out)?;
        if left > 0 {
            let line = match self.lang {
                Lang::En => format!(
                    "And {} more: --all explains them too.",
                    plural(left as u64, "kind")
                ),
                Lang::Zh => format!(
                    "还有 {} 种未展开，加 --all 全部解释。",
                    grouped(left as u64)
                ),
            };
            self.paragraph(&line, 0)?;
        }
        let rows = found.rows().take(shown);
        let known = rows.filter(|r| r.matched != Match::Unknown && !r.query.starts_with('('));
        let mut codes: Vec<Str> = known.map(|r| r.code).collect();
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

#[cfg(test)]
mod tests {
    use crate::recognise::Recogniser;
    use crate::render::wrap::width;
    use crate::render::{Extent, Look, text};
    use crate::report::{Explainer, Input};
    use crate::scan::records::Records;
    use crate::summary::Kinds;
    use crate::text::lang::Lang;
    use crate::text::time;

    const LOG: &str = r#"2026-11-20 10:00:01 ERROR [SDK_DATABASE_REALTIME_LISTENER_WEBSOCKET_CONNECTION_ERROR] x
2026-11-20 10:00:02 ERROR errCode: -404011 cloud function execution error | errMsg: cloud.callFunction:fail requestID , cloud function service error code -504002, error message collection not exists
2026-11-20 10:00:03 ERROR {"ts":"2026-11-20","logger":"orders","Response":{"Error":{"Code":"ResourceNotFound.ThereIsNoSuchCodeAnywhere","Message":"函数不存在"},"RequestId":"7a2ae0d9-63f6-46ea-8ca4-34cb7fe081fe"}}
2026-11-20 10:00:04 ERROR {"Response":{"Error":{"Code":"NotOfThisWorld.Moon","Message":"x"},"RequestId":"7a2ae0d9-63f6-46ea-8ca4-34cb7fe081fe"}}
2026-11-20 10:00:05 ERROR Invoking task timed out after 3 seconds
2026-11-20 10:00:06 ERROR [UNKNOWN_ERROR] x
"#;

    /// The page of the log, found in each of these files, on a terminal.
    fn page(columns: usize, lang: Lang, names: &[&str]) -> String {
        let mut kinds = Kinds::default();
        for name in names {
            kinds.input(Some(name));
            let mut recogniser = Recogniser::new();
            for record in Records::of(LOG.as_bytes()) {
                let text = String::from_utf8_lossy(record.bytes);
                let findings = recogniser.recognise(text.trim_end(), false);
                kinds.record(record, &findings, time::find(record.bytes));
            }
        }
        let input = Input {
            files: names.iter().map(ToString::to_string).collect(),
            records: Some(kinds.records()),
            ..Input::default()
        };
        let report = kinds.ranked(Explainer::new(lang)).report(input);
        let look = Look {
            width: columns,
            terminal: true,
            links: false,
            extent: Extent::All,
        };
        let mut out = Vec::new();
        text::summary(&mut out, &report, look).expect("memory");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn lines_keep_to_the_terminal() {
        let files = [
            "orders/gateway-2026-11-20.log",
            "carts/gateway-2026-11-20.log",
        ];
        for columns in [60, 80, 100, 140] {
            for (lang, names) in [
                (Lang::En, &files[..1]),
                (Lang::Zh, &files),
                (Lang::En, &files),
            ] {
                let page = page(columns, lang, names);
                for line in page.lines() {
                    // A command and a code are never broken.
                    let word = line.trim();
                    let code = ["npm ", "tcb ", "curl ", "["]
                        .iter()
                        .any(|name| word.starts_with(name));
                    let whole = code || !word.contains(' ');
                    assert!(whole || width(line) <= columns, "{columns}: {line}\n{page}");
                }
            }
        }
    }
}
