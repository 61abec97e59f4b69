//! The page for people. Order: what, whose fault and whether to retry, why, what
//! to do, more. Colour and weight carry nothing that the words do not say.

mod files;
mod summary;
mod table;
mod times;

use std::io::{self, Write};

use colored::Colorize;

use crate::catalogue::layers::Level;
use crate::catalogue::layout::{Part, split_pattern};
use crate::catalogue::model::{Advice, Effect, Fault};
use crate::render::labels;
use crate::render::wrap::{cut, pad, width, wrap};
use crate::render::{Look, Page};
use crate::report::{Explained, Match, Report, Str};
use crate::summary::Ranking;
use crate::text::lang::Lang;
use crate::text::number::grouped;

/// Writes the report as text.
pub fn write(out: &mut impl Write, report: &Report, page: Page, look: Look) -> io::Result<()> {
    let mut text = TextPage::new(out, report, look);
    match page {
        Page::Full => text.full(report),
        Page::Overview => text.overview(report),
        Page::Rows => text.rows(report),
    }
}

/// Writes the summary of a log as text.
pub fn summary(out: &mut impl Write, report: &Report<Ranking>, look: Look) -> io::Result<()> {
    TextPage::new(out, report, look).summary(report)
}

/// Columns of a label with the blanks behind it; the widest has eight.
const LABEL: usize = 9;

pub(super) struct TextPage<'w, W> {
    pub(super) out: &'w mut W,
    pub(super) lang: Lang,
    pub(super) look: Look,
}

impl<'w, W: Write> TextPage<'w, W> {
    fn new<R>(out: &'w mut W, report: &Report<R>, look: Look) -> Self {
        let lang = if report.lang == "zh" {
            Lang::Zh
        } else {
            Lang::En
        };
        Self { out, lang, look }
    }

    pub(super) fn t(&self, en: &'static str, zh: &'static str) -> &'static str {
        self.lang.pick(en, zh)
    }

    /// The first result in full; what stood around it in short.
    fn full(&mut self, report: &Report) -> io::Result<()> {
        let one_record = report.input.kind == "text";
        for (at, result) in report.results.iter().enumerate() {
            if at > 0 {
                writeln!(self.out)?;
            }
            if one_record && at > 0 {
                self.short(result)?;
            } else {
                self.page(result)?;
            }
        }
        Ok(())
    }

    /// One code in full.
    fn page(&mut self, result: &Explained) -> io::Result<()> {
        self.announce(result)?;
        self.heading(result)?;
        if result.matched == Match::Unknown {
            return self.unknown(result);
        }
        self.paragraph(&result.meaning, 0)?;
        if let Some(legacy) = &result.legacy {
            self.paragraph(legacy, 0)?;
        }
        writeln!(self.out)?;
        self.facts(result)?;
        self.causes(&result.causes)?;
        self.decisions(result)?;
        self.steps(result)?;
        self.more(result)?;
        self.ticket(result)
    }

    /// Says on the first line when another code than the one given is explained.
    fn announce(&mut self, result: &Explained) -> io::Result<()> {
        let line = match result.matched {
            Match::Spelling => format!(
                "{}{}{}",
                result.query,
                self.t(": read as ", "：按此解读为 "),
                result.code
            ),
            Match::Family => format!(
                "{} {} {}{}",
                result.query,
                self.t(
                    "is not in the catalogue. This is its family,",
                    "不在错误码库中，以下是它所属的大类"
                ),
                labels::family(result),
                self.t(":", "：")
            ),
            _ => return Ok(()),
        };
        for line in wrap(&line, self.look.width) {
            writeln!(self.out, "{line}")?;
        }
        writeln!(self.out)
    }

    /// The code, and on the right whose it is; below it where both are long.
    fn heading(&mut self, result: &Explained) -> io::Result<()> {
        let place = self.place(result);
        let code = self.code(result);
        if place.is_empty() {
            return writeln!(self.out, "{code}");
        }
        let used = width(&result.code) + width(&place);
        match self.look.width.checked_sub(used) {
            Some(gap @ 2..) => {
                writeln!(self.out, "{code}{}{}", " ".repeat(gap), place.dimmed())
            }
            _ => writeln!(self.out, "{code}\n{}", place.dimmed()),
        }
    }

    /// The code, a link to its page where the terminal takes links.
    pub(super) fn code(&self, result: &Explained) -> String {
        self.linked(&result.code, &result.docs)
    }

    /// The code, a link to its own of these pages, or to the first.
    pub(super) fn linked(&self, code: &str, docs: &[Str]) -> String {
        let own = docs.iter().find(|d| d.ends_with(code));
        let page = own.or(docs.first());
        self.link(&code.bold().to_string(), page)
    }

    /// `text` as a link (OSC 8); it takes no columns beyond the text.
    fn link(&self, text: &str, to: Option<&Str>) -> String {
        match to {
            Some(to) if self.look.links => format!("\x1b]8;;{to}\x1b\\{text}\x1b]8;;\x1b\\"),
            _ => text.to_owned(),
        }
    }

    pub(super) fn place(&self, result: &Explained) -> String {
        if result.level.is_some_and(|level| level != Level::Entry)
            && let Some(product) = labels::product(result, self.lang)
        {
            return product.to_owned();
        }
        match (&result.service, &result.category) {
            (Some(service), Some(category)) => format!(
                "{} · {}",
                labels::service(service, self.lang),
                labels::category(category, self.lang)
            ),
            _ => String::new(),
        }
    }

    fn unknown(&mut self, result: &Explained) -> io::Result<()> {
        let text = self.t(
            "This code is not in the catalogue, so nothing is claimed about it.",
            "错误码库中没有这个错误码，无法给出解释。",
        );
        self.paragraph(text, 0)?;
        self.seen(result)?;
        self.suggestions(result)
    }

    /// Codes that look alike, with their meanings.
    pub(super) fn suggestions(&mut self, result: &Explained) -> io::Result<()> {
        if result.suggestions.is_empty() {
            return Ok(());
        }
        writeln!(self.out)?;
        writeln!(self.out, "{}", self.t("Similar codes:", "相近的错误码："))?;
        let column = result.suggestions.iter().map(|s| width(&s.code)).max();
        let column = column.unwrap_or(0);
        for suggestion in &result.suggestions {
            let room = self.look.width.saturating_sub(column + 4).max(20);
            writeln!(
                self.out,
                "  {}  {}",
                pad(&suggestion.code, column).bold(),
                cut(&suggestion.meaning, room)
            )?;
        }
        Ok(())
    }

    /// The lines between meaning and causes.
    fn facts(&mut self, result: &Explained) -> io::Result<()> {
        self.seen(result)?;
        if result.level == Some(Level::Entry)
            && let Some(product) = labels::product(result, self.lang)
        {
            self.fact(self.t("Product", "产品"), &[product.to_owned()])?;
        }
        let fault = labels::fault(result.fault, self.lang);
        let fault = match result.fault {
            Fault::Platform => fault.red(),
            Fault::Unknown => fault.normal(),
            _ => fault.yellow(),
        };
        let ignore = labels::harmless(result.harmless, self.lang);
        self.fact(self.t("Fault", "责任方"), &[format!("{fault}{ignore}")])?;
        let advice = labels::advice(result.retry.advice, self.lang);
        let advice = match result.retry.advice {
            Advice::Backoff => advice.green(),
            Advice::No => advice.red(),
            _ => advice.normal(),
        };
        let retry = if result.retry.note.is_empty() {
            advice.to_string()
        } else {
            format!("{advice}{}{}", self.t(". ", "。"), result.retry.note)
        };
        self.fact(self.t("Retry", "可重试"), &[retry])?;
        let mut also: Vec<String> = result.aliases.iter().map(ToString::to_string).collect();
        also.extend(result.http_status.iter().map(|s| format!("HTTP {s}")));
        self.fact(self.t("Also", "别名"), &also)
    }

    /// What the input said.
    fn seen(&mut self, result: &Explained) -> io::Result<()> {
        if let Some(message) = &result.message {
            let room = self.look.width.saturating_sub(13) * 3;
            self.fact(
                self.t("Seen", "原文"),
                &[format!("“{}”", cut(message, room))],
            )?;
        }
        if let Some(module) = &result.module {
            let known = module
                .known
                .iter()
                .map(|k| format!("{}: {}", k.product, k.meaning));
            let number = format!("({}) {}", module.number, module.message);
            let lines: Vec<String> = std::iter::once(number).chain(known).collect();
            self.fact(self.t("Module", "模块码"), &[lines.join("; ")])?;
        }
        let status = result
            .values
            .get("http_status")
            .cloned()
            .unwrap_or_default();
        self.fact(self.t("Status", "状态码"), &status)?;
        self.fact(self.t("Request", "请求 ID"), &result.request_ids)?;
        self.fact(self.t("Inside", "外层"), &result.wrapped_by)
    }

    /// `  Label   text`, the text hanging.
    fn fact(&mut self, label: &str, items: &[String]) -> io::Result<()> {
        if items.is_empty() {
            return Ok(());
        }
        let indent = LABEL + 2;
        let room = self.look.width.saturating_sub(indent).max(20);
        let joined;
        let text = match items {
            [one] => one,
            _ => {
                joined = items.join(", ");
                &joined
            }
        };
        for (at, line) in wrap(text, room).into_iter().enumerate() {
            if at == 0 && !label.is_empty() {
                self.indent(2)?;
                write!(self.out, "{}", label.dimmed())?;
                self.indent(LABEL.saturating_sub(width(label)))?;
            } else {
                self.indent(indent)?;
            }
            self.line(line)?;
        }
        Ok(())
    }

    /// Facts of one kind, one a line, named once.
    fn facts_of(&mut self, label: &str, items: impl Iterator<Item = String>) -> io::Result<()> {
        for (at, item) in items.enumerate() {
            self.fact(if at == 0 { label } else { "" }, &[item])?;
        }
        Ok(())
    }

    fn causes(&mut self, causes: &[Str]) -> io::Result<()> {
        if causes.is_empty() {
            return Ok(());
        }
        writeln!(self.out)?;
        writeln!(self.out, "{}", self.t("Likely causes", "可能原因").bold())?;
        for (at, cause) in causes.iter().enumerate() {
            self.item(at + 1, cause)?;
        }
        Ok(())
    }

    pub(super) fn item(&mut self, number: usize, text: &str) -> io::Result<()> {
        self.hanging(&format!("{number:>3}. "), text)
    }

    /// A text behind a mark, its further lines under the first.
    fn hanging(&mut self, mark: &str, text: &str) -> io::Result<()> {
        let room = self.look.width.saturating_sub(mark.len()).max(20);
        for (at, line) in wrap(text, room).into_iter().enumerate() {
            if at == 0 {
                self.out.write_all(mark.as_bytes())?;
            } else {
                self.indent(mark.len())?;
            }
            self.line(line)?;
        }
        Ok(())
    }

    /// What the message would decide, where none did.
    fn decisions(&mut self, result: &Explained) -> io::Result<()> {
        if result.decided_by.is_empty() {
            return Ok(());
        }
        writeln!(self.out)?;
        let title = self.t("What its message decides", "看报错原文区分");
        writeln!(self.out, "{}", title.bold())?;
        let room = self.look.width.saturating_sub(5).max(20);
        for decision in &result.decided_by {
            let message = decision.messages.first().map_or("", |m| m);
            writeln!(self.out, "  “{}”", cut(&pattern(message), room))?;
            self.paragraph(&decision.meaning, 5)?;
        }
        Ok(())
    }

    fn steps(&mut self, result: &Explained) -> io::Result<()> {
        if result.steps.is_empty() {
            return Ok(());
        }
        writeln!(self.out)?;
        writeln!(self.out, "{}", self.t("What to do", "处理步骤").bold())?;
        for (at, step) in result.steps.iter().enumerate() {
            self.item(at + 1, &step.text)?;
            if let Some(command) = &step.command {
                self.command(command, step.effect, 9)?;
            }
        }
        Ok(())
    }

    /// A command, never broken; a note where it changes something.
    pub(super) fn command(
        &mut self,
        command: &str,
        effect: Option<Effect>,
        indent: usize,
    ) -> io::Result<()> {
        self.indent(indent)?;
        if effect != Some(Effect::Write) {
            return writeln!(self.out, "{}", command.cyan());
        }
        let note = self.t("[changes something]", "[会修改配置或数据]");
        if indent + width(command) + 3 + width(note) <= self.look.width {
            return writeln!(self.out, "{}   {}", command.cyan(), note.dimmed());
        }
        writeln!(self.out, "{}", command.cyan())?;
        self.indent(indent)?;
        writeln!(self.out, "{}", note.dimmed())
    }

    fn more(&mut self, result: &Explained) -> io::Result<()> {
        if result.see_also.is_empty() && result.docs.is_empty() {
            return Ok(());
        }
        writeln!(self.out)?;
        let twins = result.see_also.iter().zip(&result.differences);
        let colon = self.t(": ", "：");
        let twins = twins.map(|(code, difference)| format!("{code}{colon}{difference}"));
        self.facts_of(self.t("Unlike", "易混淆"), twins)?;
        let links: Vec<String> = result.docs.iter().map(|d| self.link(d, Some(d))).collect();
        self.facts_of(self.t("Docs", "文档"), links.into_iter())
    }

    /// For faults of the platform, the line a ticket needs.
    fn ticket(&mut self, result: &Explained) -> io::Result<()> {
        if result.fault != Fault::Platform || result.request_ids.is_empty() {
            return Ok(());
        }
        let mut line = vec![self.place(result), result.code.to_string()];
        line.extend(
            result
                .request_ids
                .first()
                .map(|id| format!("RequestId {id}")),
        );
        line.extend(result.first.as_ref().and_then(|p| p.time.clone()));
        writeln!(self.out)?;
        // One line, however long: it is copied as a whole.
        let label = pad(self.t("Ticket", "工单信息"), LABEL);
        writeln!(self.out, "  {}{}", label.dimmed(), line.join(" | "))
    }

    /// What stood around the cause: named, not explained at length.
    fn short(&mut self, result: &Explained) -> io::Result<()> {
        let around = if result.wrapper {
            self.t("around it", "外层错误")
        } else {
            self.t("in the same message", "同一条报错中")
        };
        writeln!(self.out, "{}  {}", self.code(result), around.dimmed())?;
        if result.matched == Match::Unknown {
            return self.unknown(result);
        }
        self.paragraph(&result.meaning, 2)?;
        if !result.wrapper {
            for cause in result.causes.iter().take(2) {
                self.hanging("  - ", cause)?;
            }
        }
        Ok(())
    }

    /// The text and the end of its line.
    pub(super) fn line(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())?;
        self.out.write_all(b"\n")
    }

    /// Blanks before a line.
    pub(super) fn indent(&mut self, columns: usize) -> io::Result<()> {
        const BLANKS: &[u8] = &[b' '; 128];
        self.out.write_all(&BLANKS[..columns.min(128)])
    }

    pub(super) fn paragraph(&mut self, text: &str, indent: usize) -> io::Result<()> {
        let room = self.look.width.saturating_sub(indent).max(20);
        for line in wrap(text, room) {
            self.indent(indent)?;
            self.line(line)?;
        }
        Ok(())
    }

    /// `list` alone: how many codes where.
    fn overview(&mut self, report: &Report) -> io::Result<()> {
        let mut rows: Vec<(String, &str, String, &str, usize)> = Vec::new();
        for result in &report.results {
            let (Some(service), Some(category)) = (&result.service, &result.category) else {
                continue;
            };
            match rows.last_mut() {
                Some(row) if row.0 == *service && row.2 == *category => row.4 += 1,
                _ => rows.push((
                    service.to_string(),
                    labels::service(service, self.lang),
                    category.to_string(),
                    labels::category(category, self.lang),
                    1,
                )),
            }
        }
        if !self.look.terminal {
            for (service, _, category, _, count) in rows {
                writeln!(self.out, "{service}\t{category}\t{count}")?;
            }
            return Ok(());
        }
        let mut before = String::new();
        for (service, name, category, category_name, count) in rows {
            if service != before {
                let gap = if before.is_empty() { "" } else { "\n" };
                writeln!(self.out, "{gap}{}  {}", service.bold(), name.dimmed())?;
                before = service;
            }
            writeln!(
                self.out,
                "  {}  {count:>5}  {}",
                pad(&category, 10),
                category_name.dimmed()
            )?;
        }
        let total = report.results.len();
        let line = match self.lang {
            Lang::En => format!(
                "{total} codes, catalogue of {}. Rows: cberr list --service cos, --category storage, --search WORDS, --all",
                report.catalogue.date
            ),
            Lang::Zh => format!(
                "共 {total} 条，错误码库 {}。查看明细：cberr list --service cos、--category storage、--search 关键词、--all",
                report.catalogue.date
            ),
        };
        writeln!(self.out)?;
        self.paragraph(&line, 0)
    }

    /// `list`: one row a code; tab-separated where no person looks.
    fn rows(&mut self, report: &Report) -> io::Result<()> {
        if !self.look.terminal {
            for result in &report.results {
                let advice = labels::advice_short(result.retry.advice, self.lang);
                let service = result.service.as_deref().unwrap_or("");
                writeln!(
                    self.out,
                    "{}\t{service}\t{advice}\t{}",
                    result.code, result.meaning
                )?;
            }
            return Ok(());
        }
        self.table_of_rows(report)
    }

    /// The rows for a person. Services have a heading each where they stand
    /// together; among the answers of a search each row names its own.
    fn table_of_rows(&mut self, report: &Report) -> io::Result<()> {
        let rows = &report.results;
        let service = |row: &Explained| row.service.clone().unwrap_or_default();
        let groups = rows.chunk_by(|a, b| a.service == b.service).count();
        let mut services: Vec<Str> = rows.iter().map(service).collect();
        services.sort();
        services.dedup();
        let mixed = groups > services.len();
        let own = if mixed { 11 } else { 0 };
        let longest = rows.iter().map(|r| width(&r.code)).max().unwrap_or(0);
        let column = longest.min(self.look.width * 2 / 5).max(8);
        let retry = 8;
        let room = self.look.width.saturating_sub(column + own + retry + 2);
        writeln!(
            self.out,
            "{}  {}{}{}",
            pad(self.t("CODE", "错误码"), column),
            pad(
                if mixed {
                    self.t("SERVICE", "服务")
                } else {
                    ""
                },
                own
            ),
            pad(self.t("RETRY", "重试"), retry),
            self.t("MEANING", "含义")
        )?;
        let mut before = Str::default();
        for row in rows {
            let service = service(row);
            if !mixed && service != before {
                writeln!(self.out, "{}", self.place_of(&service).dimmed())?;
            }
            // What is longer than its column has a line of its own.
            let blanks = match column.checked_sub(width(&row.code)) {
                Some(missing) => " ".repeat(missing),
                None => format!("\n{}", " ".repeat(column)),
            };
            writeln!(
                self.out,
                "{}{blanks}  {}{}{}",
                self.code(row),
                pad(if mixed { &service } else { "" }, own).dimmed(),
                pad(labels::advice_short(row.retry.advice, self.lang), retry),
                cut(&row.meaning, room.max(16))
            )?;
            before = service;
        }
        let (shown, all) = (
            grouped(rows.len() as u64),
            grouped(report.catalogue.entries as u64),
        );
        let line = match self.lang {
            Lang::En => format!("{shown} of {all} codes. Read one: cberr explain CODE"),
            Lang::Zh => format!("共 {all} 条，列出 {shown} 条。查看详情：cberr explain 错误码"),
        };
        writeln!(self.out, "\n{}", line.dimmed())
    }

    fn place_of(&self, service: &str) -> String {
        format!("— {} —", labels::service(service, self.lang))
    }
}

/// A message pattern as a person would write it: `…` where anything may stand.
fn pattern(message: &str) -> String {
    let inside = message.starts_with(|c: char| c.is_ascii_lowercase());
    let mut out = String::from(if inside { "…" } else { "" });
    for part in split_pattern(message) {
        out.push_str(match part {
            Part::Literal(text) => text,
            Part::Hole(_) => "…",
        });
    }
    out
}

#[cfg(test)]
mod tests;
