//! The report as Markdown that pastes into an issue or a chat: short, masked,
//! the line for a ticket last.

use std::io::{self, Write};

use super::headline::headline;
use super::notes::notes;
use super::wrap::cut;
use super::{Extent, Page};
use crate::catalogue::layers::Level;
use crate::catalogue::model::Fault;
use crate::render::labels;
use crate::report::{Explained, Match, Report, Str};
use crate::summary::Ranking;
use crate::text::lang::Lang;
use crate::text::number::grouped;

/// Columns of the message that are shown.
const SEEN: usize = 400;

/// Writes the report as Markdown.
pub fn write(out: &mut impl Write, report: &Report, page: Page) -> io::Result<()> {
    let lang = lang(report);
    match page {
        Page::Full => {
            // What stood around the cause in one record is named, not explained.
            let one_record = report.input.kind == "text";
            let (pages, around) = match &report.results[..] {
                [cause, around @ ..] if one_record => (std::slice::from_ref(cause), around),
                all => (all, &[][..]),
            };
            for (at, result) in pages.iter().enumerate() {
                if at > 0 {
                    writeln!(out)?;
                }
                full(out, result, around, lang)?;
            }
            Ok(())
        }
        Page::Overview => overview(out, report, lang),
        Page::Rows => rows(out, report, lang),
    }
}

/// Writes the summary of a log: a table, then the first kinds in full.
pub fn summary(out: &mut impl Write, report: &Report<Ranking>, extent: Extent) -> io::Result<()> {
    let lang = lang(report);
    let none = report.results.is_empty();
    if none || report.input.interrupted {
        writeln!(out, "{}", headline(report, lang))?;
    }
    if none {
        return Ok(());
    }
    if report.input.interrupted {
        writeln!(out)?;
    }
    writeln!(
        out,
        "| {} | {} | {} |\n| ---: | ---: | --- |",
        lang.pick("count", "次数"),
        lang.pick("first line", "首行"),
        lang.pick("code", "错误码")
    )?;
    let found = &report.results;
    for row in found.rows() {
        let line = row.first.as_ref().map_or(0, |p| p.line);
        let (count, line) = (grouped(row.count), grouped(line));
        writeln!(out, "| {count} | {line} | `{}` |", cell(&code(&row.code)))?;
    }
    for note in notes(report, lang) {
        writeln!(out, "\n{note}")?;
    }
    for result in found.explained().take(extent.of(found.len())) {
        writeln!(out)?;
        full(out, &result, &[], lang)?;
    }
    Ok(())
}

fn lang<R>(report: &Report<R>) -> Lang {
    if report.lang == "zh" {
        Lang::Zh
    } else {
        Lang::En
    }
}

fn overview(out: &mut impl Write, report: &Report, lang: Lang) -> io::Result<()> {
    let place = |r: &Explained| (r.service.clone(), r.category.clone());
    writeln!(
        out,
        "| {} | {} | {} |\n| --- | --- | ---: |",
        lang.pick("service", "服务"),
        lang.pick("category", "分类"),
        lang.pick("codes", "错误码数")
    )?;
    for group in report.results.chunk_by(|a, b| place(a) == place(b)) {
        let (service, category) = place(&group[0]);
        writeln!(
            out,
            "| `{}` | `{}` | {} |",
            service.unwrap_or_default(),
            category.unwrap_or_default(),
            group.len()
        )?;
    }
    Ok(())
}

fn rows(out: &mut impl Write, report: &Report, lang: Lang) -> io::Result<()> {
    writeln!(
        out,
        "| {} | {} | {} |\n| --- | --- | --- |",
        lang.pick("code", "错误码"),
        lang.pick("retry", "重试"),
        lang.pick("meaning", "含义")
    )?;
    for result in &report.results {
        let advice = labels::advice_short(result.retry.advice, lang);
        writeln!(
            out,
            "| `{}` | {advice} | {} |",
            cell(&code(&result.code)),
            cell(&prose(&result.meaning))
        )?;
    }
    Ok(())
}

fn full(
    out: &mut impl Write,
    result: &Explained,
    around: &[Explained],
    lang: Lang,
) -> io::Result<()> {
    write!(out, "### `{}`", code(&result.code))?;
    let entry = result.level.is_none_or(|level| level == Level::Entry);
    if let Some(product) = labels::product(result, lang).filter(|_| !entry) {
        write!(out, " · {product}")?;
    } else if let (Some(service), Some(category)) = (&result.service, &result.category) {
        let service = labels::service(service, lang);
        write!(out, " · {service} · {}", labels::category(category, lang))?;
    }
    writeln!(out, "\n")?;
    match result.matched {
        Match::Unknown => writeln!(
            out,
            "{}\n",
            lang.pick(
                "This code is not in the catalogue.",
                "错误码库中没有这个错误码。"
            )
        )?,
        Match::Spelling => writeln!(
            out,
            "`{}` → `{}`\n",
            code(&result.query),
            code(&result.code)
        )?,
        Match::Family => writeln!(
            out,
            "`{}` {} `{}`.\n",
            code(&result.query),
            lang.pick(
                "is not in the catalogue; its family is",
                "不在错误码库中，所属大类是"
            ),
            code(labels::family(result))
        )?,
        _ => {}
    }
    if !result.meaning.is_empty() {
        writeln!(out, "{}\n", prose(&result.meaning))?;
        if let Some(legacy) = &result.legacy {
            writeln!(out, "{}\n", prose(legacy))?;
        }
        let retry = labels::advice(result.retry.advice, lang);
        let stop = if result.retry.note.is_empty() {
            ""
        } else {
            lang.pick(". ", "。")
        };
        writeln!(
            out,
            "- **{}** {}{}\n- **{}** {retry}{stop}{}",
            lang.pick("Fault:", "责任方："),
            labels::fault(result.fault, lang),
            labels::harmless(result.harmless, lang),
            lang.pick("Retry:", "可重试："),
            prose(&result.retry.note)
        )?;
    }
    if let Some(message) = &result.message {
        writeln!(
            out,
            "- **{}** `{}`",
            lang.pick("Seen:", "原文："),
            code(&cut(message, SEEN))
        )?;
    }
    let causes: Vec<Str> = result.causes.iter().map(|c| prose(c).into()).collect();
    list(out, lang.pick("Likely causes", "可能原因"), &causes)?;
    let steps: Vec<Str> = result
        .steps
        .iter()
        .map(|step| match &step.command {
            Some(command) => {
                let text = prose(&step.text);
                // A line of backticks would close the block.
                let command = command.replace("```", "'''");
                format!("{text}\n   ```sh\n   {command}\n   ```").into()
            }
            None => prose(&step.text).into(),
        })
        .collect();
    list(out, lang.pick("What to do", "处理步骤"), &steps)?;
    if !result.docs.is_empty() {
        writeln!(out, "\n**{}**\n", lang.pick("Docs", "文档"))?;
    }
    for link in &result.docs {
        writeln!(out, "- <{link}>")?;
    }
    if !around.is_empty() {
        let title = lang.pick("In the same message", "同一条报错中");
        writeln!(out, "\n**{title}**\n")?;
    }
    for other in around {
        let colon = match other.meaning.is_empty() {
            true => "",
            false => lang.pick(": ", "："),
        };
        let meaning = prose(&other.meaning);
        writeln!(out, "- `{}`{colon}{meaning}", code(&other.code))?;
    }
    ticket(out, result)
}

fn list(out: &mut impl Write, title: &str, items: &[Str]) -> io::Result<()> {
    if items.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n**{title}**\n")?;
    for (at, item) in items.iter().enumerate() {
        writeln!(out, "{}. {item}", at + 1)?;
    }
    Ok(())
}

fn ticket(out: &mut impl Write, result: &Explained) -> io::Result<()> {
    if result.fault != Fault::Platform && result.request_ids.is_empty() {
        return Ok(());
    }
    let mut parts: Vec<String> = result.service.iter().map(ToString::to_string).collect();
    parts.push(result.code.to_string());
    parts.extend(
        result
            .request_ids
            .iter()
            .map(|id| format!("RequestId {id}")),
    );
    parts.extend(result.first.as_ref().and_then(|p| p.time.clone()));
    writeln!(out, "\n`{}`", code(&parts.join(" | ")))
}

/// Text inside backticks.
fn code(text: &str) -> String {
    text.replace('`', "'")
}

/// A sentence: outside `code`, what Markdown or HTML would read as its own (`<N>`
/// would vanish as a tag, `_id` begin italics) is escaped.
fn prose(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut quoted, mut before) = (false, ' ');
    let links = text.contains("](");
    for c in text.chars() {
        quoted ^= c == '`';
        let block = out.is_empty() && matches!(c, '#' | '>' | '+' | '-' | '=');
        let special = matches!(c, '<' | '*' | '~')
            || (c == '[' && links)
            || (c == '_' && !before.is_alphanumeric());
        if (special || block) && !quoted {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
    out
}

/// Text inside a table cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::prose;

    #[test]
    fn sentences_survive_markdown() {
        for (text, want) in [
            ("within <N> seconds", "within \\<N> seconds"),
            ("run `tcb fn log <name>` now", "run `tcb fn log <name>` now"),
            ("SOME_CODE and _openid", "SOME_CODE and \\_openid"),
            ("a * b", "a \\* b"),
            ("![x](y) and [z]", "!\\[x](y) and \\[z]"),
            ("in [brackets]", "in [brackets]"),
            ("# no heading", "\\# no heading"),
        ] {
            assert_eq!(prose(text), want);
        }
    }
}
