//! `cberr parse`: files or stdin, one record or a whole log.

use std::io::Write;

use anyhow::Result;

use crate::cli::{Format, ParseArgs};
use crate::lang::Lang;
use crate::recognise::{Finding, Recogniser};
use crate::render::{self, Look, Page};
use crate::report::{Explained, Explainer, Input, Match, Report};
use crate::suggest::{self, Answer};
use crate::{Outcome, clean, complain, input};

/// The findings of one text, explained, the cause first.
pub fn one(explainer: &Explainer, text: &str) -> Vec<Explained> {
    let findings = Recogniser::new().recognise(text, true);
    findings.iter().map(|f| explain(explainer, f)).collect()
}

/// A finding, explained.
pub fn explain(explainer: &Explainer, finding: &Finding) -> Explained {
    let query = clean::shown(&finding.query);
    let values = finding
        .values
        .iter()
        .map(|(name, list)| (name.clone(), list.iter().map(|v| clean::shown(v)).collect()))
        .collect();
    let mut explained = match finding.id {
        Some(id) => explainer.explain(id, finding.case, finding.matched, &query, values),
        None if finding.is_module => module(explainer, &query, values),
        None => {
            let suggestions = match suggest::answer(&finding.query, None, explainer) {
                Answer::Miss(suggestions) => suggestions,
                Answer::Spelling(hits) => suggest::as_suggestions(&hits, explainer),
                Answer::Family(_) => Vec::new(),
            };
            let mut unknown = explainer.unknown(&query, suggestions);
            unknown.values = values;
            unknown
        }
    };
    explained.wrapped_by = finding.wrapped_by.iter().map(|c| clean::shown(c)).collect();
    explained.message = finding.message.as_deref().map(clean::shown);
    explained.request_ids.clone_from(&finding.request_ids);
    explained.module = finding
        .module
        .as_ref()
        .map(|(number, message)| explainer.module(number, &clean::shown(message)));
    explained
}

fn module(explainer: &Explainer, query: &str, values: crate::report::Values) -> Explained {
    let entry = crate::catalogue::module_entry();
    let mut explained = explainer.explain_entry(&entry, None, Match::Exact, query, values);
    query.clone_into(explained.code.to_mut());
    explained.service = Some("cloud-api".into());
    explained.category = Some("general".into());
    explained
}

/// Finds and explains the errors in the files, or in stdin.
pub fn run(
    out: &mut impl Write,
    args: &ParseArgs,
    lang: Lang,
    format: Format,
    look: Look,
) -> Result<Outcome> {
    let bytes = match args.files.first() {
        Some(path) => {
            let mut bytes = Vec::new();
            input::open(path)?.read_to_end(&mut bytes)?;
            bytes
        }
        None => input::stdin(u64::MAX)?,
    };
    let text = input::text(&bytes);
    if text.trim().is_empty() {
        complain(
            lang,
            lang.pick(
                "the input is empty; expected an error body, a message or a log, for example: curl -s \"$URL\" | cberr parse",
                "输入为空；应为报错响应体、报错原文或日志，例如：curl -s \"$URL\" | cberr parse",
            ),
        );
        return Ok(Outcome::NotFound);
    }
    let explainer = Explainer::new(lang);
    let mut report = Report::new(
        lang,
        Input {
            kind: "text".into(),
            name: args.files.first().map(|p| p.display().to_string()),
            lines: text.lines().count() as u64,
            bytes: bytes.len() as u64,
        },
    );
    report.results = one(&explainer, &text);
    render::write(out, &report, Page::Full, format, look)?;
    let known = report.results.iter().any(|r| r.matched != Match::Unknown);
    Ok(if known {
        Outcome::Found
    } else {
        Outcome::NotFound
    })
}
