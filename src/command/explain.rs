//! `cberr explain`: each argument is a code, or text to be recognised.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context as _, Result};

use super::context::Context;
use super::log::{self, Log};
use super::service::{service, unknown_service};
use crate::catalogue::{self, Hit, Id, products};
use crate::cli::args::ExplainArgs;
use crate::cli::command::COMMANDS;
use crate::diagnostics::{Outcome, complain, complain_plain, hints};
use crate::input::source::{Head, Rest, Source};
use crate::input::{self, interrupt};
use crate::render::{self, Extent, Format, Page};
use crate::report::{self, Explained, Explainer, Input, Match, Position, Report, Suggestion};
use crate::suggest::{self, Answer};
use crate::text::carrier;
use crate::text::distance::distance;
use crate::text::lang::Lang;
use crate::text::shown;

/// A word of more bytes is no mistyped code.
const LONGEST: usize = 256;

/// Explains the arguments; `bare` when the word `explain` was left out.
pub fn run(context: &mut Context<'_>, args: &ExplainArgs, bare: bool) -> Result<Outcome> {
    let stop = interrupt::flag();
    let what = match read(context, args, &stop)? {
        Read::Texts(what) => what,
        Read::Log(source, head) => return log(context, args, stop, (*source, head)),
    };
    let interrupted = stop.load(Ordering::Relaxed);
    if interrupted && what.iter().all(|text| text.trim().is_empty()) {
        return Ok(Outcome::Interrupted);
    }
    if what.iter().all(|text| text.trim().is_empty()) {
        return Ok(nothing(context, args.what.iter().any(|arg| arg == "-")));
    }
    let service = match service(args.service.as_deref()) {
        Ok(service) => service,
        Err(name) => {
            context.complain(&unknown_service(context.lang, &name));
            return Ok(Outcome::Usage);
        }
    };
    let mut session = Session {
        explainer: Explainer::new(context.lang),
        service,
        report: Report::new(
            context.lang,
            Input {
                kind: "arguments".into(),
                name: None,
                ..Input::default()
            },
        ),
        missed: Vec::new(),
        bare,
    };
    session.explain_all(&what);
    let outcome = session.answer(context)?;
    Ok(match interrupted {
        true => Outcome::Interrupted,
        false => outcome,
    })
}

/// Neither a code nor a text: wrong usage, unless stdin was asked.
fn nothing(context: &Context<'_>, stdin: bool) -> Outcome {
    if stdin {
        context.complain(context.lang.pick(
            "stdin is empty; expected a code, a message or an error body",
            "标准输入为空；应为错误码、报错原文或报错响应体",
        ));
        return Outcome::NotFound;
    }
    context.complain(context.lang.pick(
        "nothing to explain; give a code, a number or a message, or `-` for stdin",
        "没有要解释的内容；请给出错误码、数字或报错原文，或用 `-` 从标准输入读取",
    ));
    Outcome::Usage
}

/// What is to be explained.
enum Read {
    /// Codes, messages, pasted errors.
    Texts(Vec<String>),
    /// A log on stdin, and its beginning.
    Log(Box<Source>, Vec<u8>),
}

/// The arguments, `-` replaced by stdin.
fn read(context: &Context<'_>, args: &ExplainArgs, stop: &Arc<AtomicBool>) -> Result<Read> {
    let mut texts = Vec::with_capacity(args.what.len());
    for arg in &args.what {
        if arg != "-" {
            texts.push(arg.clone());
            continue;
        }
        let name = || context.lang.pick("stdin", "标准输入");
        let mut source = log::stdin(stop, context.format).with_context(name)?;
        let Head { bytes, rest } = source.head(log::SMALL);
        let rest = rest.map_err(|error| input::in_language(error, context.lang));
        if rest.with_context(name)? == Rest::More {
            return Ok(Read::Log(Box::new(source), bytes));
        }
        texts.push(carrier::text(&bytes).into_owned());
    }
    Ok(Read::Texts(texts))
}

/// More than anybody pastes is a log, which `parse` knows how to read.
fn log(
    context: &mut Context<'_>,
    args: &ExplainArgs,
    stop: Arc<AtomicBool>,
    (source, head): (Source, Vec<u8>),
) -> Result<Outcome> {
    if args.what.len() > 1 || args.service.is_some() {
        context.complain(context.lang.pick(
            "stdin is longer than 64 KiB, a log: give it to `cberr parse`, or to `cberr explain -` without other arguments",
            "标准输入超过 64 KiB，按日志处理：请交给 `cberr parse`，或只用 `cberr explain -`，不带其他参数",
        ));
        return Ok(Outcome::Usage);
    }
    let mut log = Log::new(context, stop);
    let unread = log.read_on(source, head)?;
    log.finish(unread, &[], Extent::default())
}

struct Session {
    explainer: Explainer,
    service: Option<usize>,
    report: Report,
    /// Unknown codes with what looks like them.
    missed: Vec<(String, Vec<Suggestion>)>,
    bare: bool,
}

impl Session {
    fn explain_all(&mut self, what: &[String]) {
        let codes: Vec<Vec<Hit>> = what.iter().map(|arg| self.hits(arg)).collect();
        if codes.iter().all(Vec::is_empty) {
            let text = what.join(" ");
            self.explain_text(&text);
            self.count(&text);
            return;
        }
        for (arg, hits) in what.iter().zip(codes) {
            if hits.is_empty() {
                self.explain_text(arg);
            } else {
                self.explain_hits(arg, &hits);
            }
            self.count(arg);
        }
        if what.len() > 1 {
            "arguments".clone_into(self.report.input.kind.to_mut());
        }
    }

    /// Each argument counts as lines of the input.
    fn count(&mut self, arg: &str) {
        let input = &mut self.report.input;
        input.lines += arg.lines().count().max(1) as u64;
        input.bytes += arg.len() as u64;
    }

    /// Where the next argument stands.
    fn position(&self) -> Option<Position> {
        Some(Position {
            line: self.report.input.lines + 1,
            offset: self.report.input.bytes,
            ..Position::default()
        })
    }

    /// The answer to stdout, and to stderr what it does not hold: JSON has the
    /// misses in their place, a person reads them last.
    fn answer(mut self, context: &mut Context<'_>) -> Result<Outcome> {
        let for_people = matches!(context.format, Format::Text | Format::Markdown);
        if for_people {
            let missed: Vec<&str> = self.missed.iter().map(|(query, _)| &**query).collect();
            let results = &mut self.report.results;
            results.retain(|r| r.matched != Match::Unknown || !missed.contains(&&*r.query));
        }
        if !for_people || !self.report.results.is_empty() {
            context.write(&self.report, Page::Full)?;
        }
        context.out.flush()?;
        if for_people {
            for (query, suggestions) in &self.missed {
                self.complain(query, suggestions);
            }
        }
        Ok(if self.missed.is_empty() {
            Outcome::Found
        } else {
            Outcome::NotFound
        })
    }

    /// The entries under this name, of the service that was asked for.
    fn hits(&self, arg: &str) -> Vec<Hit> {
        let mut hits = catalogue::find(arg.trim());
        self.narrow(&mut hits);
        if hits.is_empty() {
            hits = catalogue::find_spelled(arg);
            self.narrow(&mut hits);
        }
        hits
    }

    fn narrow(&self, hits: &mut Vec<Hit>) {
        if let Some(service) = self.service {
            let product = catalogue::services().nth(service);
            let product = product.and_then(|service| products::named(service.id));
            // Of an official code its products decide.
            let of_product = |id: Id| product.is_some_and(|p| id.products().any(|own| own == p));
            hits.retain(|hit| hit.id.service() == service || of_product(hit.id));
        }
    }

    fn explain_hits(&mut self, query: &str, hits: &[Hit]) {
        for hit in hits {
            let matched = if hit.alias {
                Match::Alias
            } else {
                Match::Exact
            };
            self.push(hit, matched, query.trim());
        }
    }

    fn push(&mut self, hit: &Hit, matched: Match, query: &str) {
        let query = shown(query);
        let explained = self.explainer.named(hit.id, matched, &query);
        self.add(explained);
    }

    fn add(&mut self, mut explained: Explained) {
        explained.first = self.position();
        explained.last = self.position();
        self.report.results.push(explained);
    }

    /// A text: what is recognised in it, else its nearest code, else a miss.
    fn explain_text(&mut self, text: &str) {
        let mut found = report::explain_text(&self.explainer, text);
        if let Some(service) = self.service {
            let id = catalogue::services().nth(service).map(|s| s.id);
            found.retain(|r| r.service.as_deref() == id);
        }
        let only_unknown = found.iter().all(|r| r.matched == Match::Unknown);
        let vague = |m| matches!(m, Match::Unknown | Match::Family);
        let is_the_code = found
            .iter()
            .all(|r| vague(r.matched) && r.query == text.trim());
        if !is_the_code {
            let unknown = found.iter().filter(|_| only_unknown);
            let missed = unknown.map(|r| (r.query.clone(), r.suggestions.clone()));
            self.missed.extend(missed);
            self.report.results.extend(found);
            "text".clone_into(self.report.input.kind.to_mut());
            return;
        }
        if text.len() > LONGEST && !text.contains(char::is_whitespace) {
            return self.miss(text, Vec::new());
        }
        match suggest::answer(text, self.service) {
            Answer::Spelling(hits) => {
                for hit in &hits {
                    self.push(hit, Match::Spelling, text);
                }
            }
            Answer::Family(id) => {
                let query = shown(text.trim());
                let family = self.explainer.named(id, Match::Family, &query);
                self.add(family);
            }
            Answer::Miss(near) => self.miss(text, self.explainer.suggestions(&near)),
        }
    }

    fn miss(&mut self, text: &str, suggestions: Vec<Suggestion>) {
        let query = shown(text.trim());
        self.missed.push((query.to_string(), suggestions.clone()));
        let unknown = self.explainer.unknown(&query, suggestions);
        self.add(unknown);
    }

    /// Says on stderr what was not found and what looks like it.
    fn complain(&self, query: &str, suggestions: &[Suggestion]) {
        let lang = self.explainer.lang;
        complain(lang, &self.missing(query));
        let mut text = hints::similar(suggestions, lang);
        text.push_str(&match (lang, near_command(query).filter(|_| self.bare)) {
            (Lang::En, Some(command)) => format!("\nA similar command: cberr {command}\n"),
            (Lang::Zh, Some(command)) => format!("\n相近的命令：cberr {command}\n"),
            (_, None) => hints::more(lang),
        });
        complain_plain(&text);
    }

    /// The line that says what was not found.
    fn missing(&self, query: &str) -> String {
        let elsewhere = self.elsewhere(query).join(", ");
        let query = render::wrap::cut(query, 60);
        let is_text = query.contains(' ');
        match self.explainer.lang {
            Lang::En if !elsewhere.is_empty() => {
                format!("{query} is not a code of this service, but of {elsewhere}")
            }
            Lang::En if is_text => format!("no known error in: {query}"),
            Lang::En if self.bare => format!("no such command or code: {query}"),
            Lang::En => format!("unknown code: {query}"),
            Lang::Zh if !elsewhere.is_empty() => {
                format!("该服务没有错误码 {query}，它属于 {elsewhere}")
            }
            Lang::Zh if is_text => format!("未能从中识别出错误：{query}"),
            Lang::Zh if self.bare => format!("没有这个命令或错误码：{query}"),
            Lang::Zh => format!("未知错误码：{query}"),
        }
    }

    /// The services that have the code which the asked one has not.
    fn elsewhere(&self, query: &str) -> Vec<&'static str> {
        let hits = self.service.map(|_| catalogue::find_spelled(query));
        let hits = hits.into_iter().flatten();
        let mut services: Vec<_> = hits.map(|hit| hit.id.service_id()).collect();
        services.dedup();
        services
    }
}

/// The command one or two letters away.
fn near_command(word: &str) -> Option<&'static str> {
    let mut names = COMMANDS.iter().map(|(name, _)| *name);
    names.find(|name| distance(word, name) <= 2)
}
