//! `cberr list`: an overview, or the codes that match.

use anyhow::Result;

use super::context::Context;
use super::service::{service, unknown_service};
use crate::catalogue::{self, Id, layout};
use crate::cli::args::ListArgs;
use crate::diagnostics::Outcome;
use crate::render::Format;
use crate::render::Page;
use crate::report::{Explained, Explainer, Input, Match, Report};
use crate::suggest;
use crate::text::lang::Lang;

/// Lists what the arguments ask for.
pub fn run(context: &mut Context<'_>, args: &ListArgs) -> Result<Outcome> {
    let lang = context.lang;
    let filter = match Filter::of(args, lang) {
        Ok(filter) => filter,
        Err(text) => {
            context.complain(&text);
            return Ok(Outcome::Usage);
        }
    };
    let explainer = Explainer::new(lang);
    let ids = match &args.search {
        Some(words) => suggest::search(words),
        None => catalogue::ids().collect(),
    };
    let mut report = Report::new(
        lang,
        Input {
            kind: "list".into(),
            ..Input::default()
        },
    );
    report.results = ids
        .into_iter()
        .filter(|id| filter.admits(*id))
        .map(|id| row(&explainer, id))
        .collect();
    if report.results.is_empty() {
        context.complain(lang.pick(
            "no code matches; `cberr list` shows services and categories",
            "没有匹配的错误码；`cberr list` 可查看服务和分类",
        ));
    }
    let page = if filter.narrows() || args.all || args.search.is_some() {
        Page::Rows
    } else {
        Page::Overview
    };
    if page == Page::Overview {
        report.results.sort_by_cached_key(overview_key);
    }
    let empty = report.results.is_empty();
    if !empty || context.format == Format::Json {
        context.write(&report, page)?;
    }
    Ok(if empty {
        Outcome::NotFound
    } else {
        Outcome::Found
    })
}

fn row(explainer: &Explainer, id: Id) -> Explained {
    let mut row = explainer.named(id, Match::Exact, "");
    row.first = None;
    row.last = None;
    row
}

/// Services and categories in their order.
fn overview_key(row: &Explained) -> (Option<usize>, Option<usize>) {
    let service = row.service.as_deref();
    let category = row.category.as_deref();
    (
        catalogue::services().position(|s| Some(s.id) == service),
        catalogue::categories().position(|c| Some(c.id) == category),
    )
}

struct Filter {
    service: Option<usize>,
    category: Option<usize>,
    prefix: Option<String>,
}

impl Filter {
    fn of(args: &ListArgs, lang: Lang) -> Result<Self, String> {
        let category = args.category.as_deref().map(|name| {
            catalogue::categories()
                .position(|c| c.id.eq_ignore_ascii_case(name) || c.name.zh == name)
                .ok_or_else(|| {
                    let known: Vec<&str> = catalogue::categories().map(|c| c.id).collect();
                    let known = known.join(", ");
                    match lang {
                        Lang::En => format!("no category \"{name}\"; there are {known}"),
                        Lang::Zh => format!("没有名为“{name}”的分类；可选：{known}"),
                    }
                })
        });
        Ok(Self {
            service: service(args.service.as_deref()).map_err(|n| unknown_service(lang, &n))?,
            category: category.transpose()?,
            prefix: args
                .prefix
                .as_ref()
                .map(|p| layout::fold(p.trim_end_matches('*'))),
        })
    }

    fn narrows(&self) -> bool {
        self.service.is_some() || self.category.is_some() || self.prefix.is_some()
    }

    fn admits(&self, id: Id) -> bool {
        self.service.is_none_or(|s| id.service() == s)
            && self.category.is_none_or(|c| id.category() == c)
            && self
                .prefix
                .as_ref()
                .is_none_or(|p| layout::fold(id.code()).starts_with(&**p))
    }
}
