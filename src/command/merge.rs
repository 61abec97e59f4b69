//! `cberr merge`: adds up what `parse` wrote as JSON.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Error, Result};

use super::context::Context;
use crate::cli::args::MergeArgs;
use crate::diagnostics::Outcome;
use crate::input::{self, source};
use crate::render;
use crate::report::Explainer;
use crate::summary::{Merged, Refused};
use crate::text::lang::{self, Lang};

/// Adds up the summaries. What cannot be read is told of and passed over.
pub fn run(context: &mut Context<'_>, args: &MergeArgs) -> Result<Outcome> {
    let lang = context.lang;
    let mut merged = Merged::default();
    let mut unread = false;
    for path in &args.files {
        let read = source::open(path, &Arc::default())
            .map_err(Refused::Unreadable)
            .and_then(|reader| merged.read(reader));
        if let Err(refused) = read {
            unread = true;
            context.complain(&why(refused, path, lang));
        }
    }
    if merged.is_empty() {
        return Ok(Outcome::Io);
    }
    let report = merged.report(Explainer::new(lang));
    context.look.extent = args.detail.extent();
    render::write_summary(&mut context.out, &report, context.format, context.look)?;
    Ok(if unread {
        Outcome::Io
    } else {
        Outcome::of_known(report.results.known())
    })
}

/// What is wrong with an input, and what to do.
fn why(refused: Refused, path: &Path, lang: Lang) -> String {
    let stdin = path.as_os_str() == "-";
    let name = match stdin {
        true => lang.pick("stdin", "标准输入").to_owned(),
        false => path.display().to_string(),
    };
    let log = if stdin { "LOG" } else { &name };
    match (refused, lang) {
        (Refused::Unreadable(error), _) => {
            let error = Error::from(input::in_language(error, lang)).context(name);
            lang::describe(&error, lang)
        }
        (Refused::NoSummary, Lang::En) => format!(
            "{name}: not a summary; merge adds up what `cberr parse --format json` writes, \
             for a log first run: cberr parse --format json {log} > summary.json"
        ),
        (Refused::NoSummary, Lang::Zh) => format!(
            "{name}：不是汇总结果；merge 合并的是 `cberr parse --format json` 的输出，\
             如果这是日志，请先运行：cberr parse --format json {log} > summary.json"
        ),
        (Refused::Broken(line), Lang::En) => format!(
            "{name}: broken off or damaged at line {line}; what came before it was added, \
             write the summary again: cberr parse --format json LOG > summary.json"
        ),
        (Refused::Broken(line), Lang::Zh) => format!(
            "{name}：内容不完整或已损坏（第 {line} 行），此前的汇总已计入；\
             请重新生成：cberr parse --format json 日志 > summary.json"
        ),
        (Refused::TooLarge, Lang::En) => {
            format!("{name}: larger than any summary of `cberr parse`; it was not added")
        }
        (Refused::TooLarge, Lang::Zh) => {
            format!("{name}：超出了 `cberr parse` 汇总结果可能的大小，没有计入")
        }
    }
}
