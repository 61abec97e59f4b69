//! `cberr explain`: each argument is a code, or text to be recognised.

use std::io::Write;

use anyhow::Result;

use crate::catalogue::{self, Hit};
use crate::cli::{ExplainArgs, Format};
use crate::lang::Lang;
use crate::render::{self, Look, Page};
use crate::report::{Explainer, Input, Match, Report, Values};
use crate::suggest::{self, Answer};
use crate::{Outcome, clean, complain, complain_plain, input, parse};

/// Most of stdin that `explain -` reads: one record.
const STDIN: u64 = 1 << 20;

/// Explains the arguments; `bare` when the word `explain` was left out.
pub fn run(
    out: &mut impl Write,
    args: &ExplainArgs,
    bare: bool,
    lang: Lang,
    format: Format,
    look: Look,
) -> Result<Outcome> {
    if args.what.is_empty() {
        complain(
            lang,
            lang.pick(
                "nothing to explain; give a code, a number or a message, or `-` for stdin",
                "没有要解释的内容；请给出错误码、数字或报错原文，或用 `-` 从标准输入读取",
            ),
        );
        return Ok(Outcome::Usage);
    }
    let service = match service(args.service.as_deref()) {
        Ok(service) => service,
        Err(name) => {
            complain(lang, &unknown_service(lang, &name));
            return Ok(Outcome::Usage);
        }
    };
    let what = read(&args.what)?;
    let bytes = what.iter().map(|w| w.len() as u64).sum();
    let mut session = Session {
        explainer: Explainer::new(lang),
        service,
        report: Report::new(
            lang,
            Input {
                kind: "arguments".into(),
                name: None,
                lines: what.len() as u64,
                bytes,
            },
        ),
        missed: Vec::new(),
    };
    session.explain_all(&what);
    if !session.report.results.is_empty() || format == Format::Json {
        render::write(out, &session.report, Page::Full, format, look)?;
    }
    out.flush()?;
    for (query, answer) in &session.missed {
        miss(lang, query, answer, bare, format);
    }
    Ok(if session.missed.is_empty() {
        Outcome::Found
    } else {
        Outcome::NotFound
    })
}

/// The number of a service by its id.
pub fn service(name: Option<&str>) -> Result<Option<usize>, String> {
    let Some(name) = name else { return Ok(None) };
    catalogue::services()
        .position(|s| s.id.eq_ignore_ascii_case(name))
        .map(Some)
        .ok_or_else(|| name.to_owned())
}

/// What to say about a service that does not exist.
pub fn unknown_service(lang: Lang, name: &str) -> String {
    let known: Vec<&str> = catalogue::services().map(|s| s.id).collect();
    let known = known.join(", ");
    match lang {
        Lang::En => format!("no service \"{name}\"; there are {known}"),
        Lang::Zh => format!("没有名为“{name}”的服务；可选：{known}"),
    }
}

/// The arguments, `-` replaced by stdin.
fn read(what: &[String]) -> Result<Vec<String>> {
    what.iter()
        .map(|arg| {
            if arg == "-" {
                Ok(input::text(&input::stdin(STDIN)?).into_owned())
            } else {
                Ok(arg.clone())
            }
        })
        .collect()
}

struct Session {
    explainer: Explainer,
    service: Option<usize>,
    report: Report,
    missed: Vec<(String, Answer)>,
}

impl Session {
    fn explain_all(&mut self, what: &[String]) {
        let codes: Vec<Vec<Hit>> = what.iter().map(|arg| self.hits(arg)).collect();
        let none_is_a_code = codes.iter().all(Vec::is_empty);
        if what.len() > 1 && none_is_a_code {
            self.explain_text(&what.join(" "));
            return;
        }
        for (arg, hits) in what.iter().zip(codes) {
            if hits.is_empty() {
                self.explain_text(arg);
            } else {
                self.explain_hits(arg, &hits);
            }
        }
    }

    fn hits(&self, arg: &str) -> Vec<Hit> {
        let mut hits = catalogue::find(arg.trim());
        if hits.is_empty() {
            hits = catalogue::find_spelled(arg);
        }
        if let Some(service) = self.service {
            hits.retain(|hit| hit.id.service() == service);
        }
        hits
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
        let query = clean::shown(query);
        self.report.results.push(self.explainer.explain(
            hit.id,
            None,
            matched,
            &query,
            Values::new(),
        ));
    }

    /// A text: what is recognised in it, else its nearest code, else a miss.
    fn explain_text(&mut self, text: &str) {
        let mut found = parse::one(&self.explainer, text);
        if let Some(service) = self.service {
            let id = catalogue::services().nth(service).map(|s| s.id);
            found.retain(|r| r.service.as_deref() == id);
        }
        let only_unknown = found.iter().all(|r| r.matched == Match::Unknown);
        if !found.is_empty() && !only_unknown {
            self.report.results.extend(found);
            "text".clone_into(self.report.input.kind.to_mut());
            return;
        }
        match suggest::answer(text, self.service, &self.explainer) {
            Answer::Spelling(hits) => {
                for hit in &hits {
                    self.push(hit, Match::Spelling, text);
                }
            }
            Answer::Family(id) => {
                let query = clean::shown(text.trim());
                let family = self
                    .explainer
                    .explain(id, None, Match::Family, &query, Values::new());
                self.report.results.push(family);
            }
            answer @ Answer::Miss(_) => self.miss(text, answer),
        }
    }

    fn miss(&mut self, text: &str, answer: Answer) {
        let query = clean::shown(text.trim());
        let suggestions = match &answer {
            Answer::Miss(suggestions) => suggestions.clone(),
            _ => Vec::new(),
        };
        self.missed.push((query.clone(), answer));
        let unknown = self.explainer.unknown(&query, suggestions);
        self.report.results.push(unknown);
    }
}

/// Says on stderr what was not found and what looks like it. With JSON the answer
/// has it already.
fn miss(lang: Lang, query: &str, answer: &Answer, bare: bool, format: Format) {
    if matches!(format, Format::Json | Format::Ndjson) {
        return;
    }
    let Answer::Miss(suggestions) = answer else {
        return;
    };
    let query = render::wrap::cut(query, 60);
    let what = match (bare, lang) {
        (true, Lang::En) => format!("no such command or code: {query}"),
        (false, Lang::En) => format!("unknown code: {query}"),
        (true, Lang::Zh) => format!("没有这个命令或错误码：{query}"),
        (false, Lang::Zh) => format!("未知错误码：{query}"),
    };
    complain(lang, &what);
    let mut text = String::new();
    if bare && let Some(command) = near_command(&query) {
        text.push_str(&match lang {
            Lang::En => format!("\nA similar command: cberr {command}\n"),
            Lang::Zh => format!("\n相近的命令：cberr {command}\n"),
        });
    }
    if !suggestions.is_empty() {
        text.push_str(lang.pick("\nSimilar codes:\n", "\n相近的错误码：\n"));
        let column = suggestions.iter().map(|s| s.code.len()).max().unwrap_or(0);
        for suggestion in suggestions {
            let meaning =
                render::wrap::cut(&suggestion.meaning, 76usize.saturating_sub(column).max(24));
            text.push_str(&format!("  {:column$}  {meaning}\n", suggestion.code));
        }
    }
    text.push_str(lang.pick(
        "\nSearch the descriptions: cberr list --search WORDS\nA real code that is missing? See data/README.md in the repository: adding one takes ten minutes.\n",
        "\n按描述搜索：cberr list --search 关键词\n确实存在但未收录？参见仓库中的 data/README.md，十分钟即可补上一条。\n",
    ));
    complain_plain(&text);
}

/// The command one or two letters away.
fn near_command(word: &str) -> Option<&'static str> {
    ["explain", "parse", "list", "completions", "schema"]
        .into_iter()
        .find(|command| suggest::distance(word, command) <= 2)
}
