//! One error of a log as it is found: a line of ndjson, without the sentences of
//! the catalogue, which stand in the summary once a kind.

use std::collections::HashMap;
use std::io::{self, Write};

use serde::Serialize;

use crate::catalogue::model::{Advice, Fault};
use crate::catalogue::{self, Id};
use crate::clean;
use crate::lang::Lang;
use crate::recognise::Finding;
use crate::report::{Match, Values};
use crate::scan::Record;
use crate::scan::time::Stamp;

/// A line of ndjson. Field names are those of a result.
#[derive(Serialize)]
pub struct Occurrence<'a> {
    schema: u32,
    #[serde(rename = "type")]
    kind: &'static str,
    file: Option<&'a str>,
    line: u64,
    offset: u64,
    time: Option<String>,
    code: String,
    service: Option<&'static str>,
    category: Option<&'static str>,
    #[serde(rename = "match")]
    matched: Match,
    query: String,
    case: Option<&'static str>,
    wrapper: bool,
    wrapped_by: Vec<String>,
    fault: Fault,
    retry: Retry,
    module: Option<Module>,
    message: Option<String>,
    values: Values,
    request_ids: Vec<String>,
}

/// Whether to retry.
#[derive(Serialize)]
struct Retry {
    advice: Advice,
}

/// What the catalogue says of a kind in one word each.
pub struct Advised {
    service: &'static str,
    category: &'static str,
    case: Option<&'static str>,
    fault: Fault,
    retry: Advice,
}

/// Looks up what the catalogue says of kinds, each once.
#[derive(Default)]
pub struct Advisor(HashMap<(Option<Id>, Option<usize>), Advised>);

impl Advisor {
    /// Of the kind of a finding; nothing of an unknown code.
    pub fn of(&mut self, finding: &Finding) -> Option<&Advised> {
        if finding.id.is_none() && !finding.is_module {
            return None;
        }
        let kind = (finding.id, finding.case);
        Some(self.0.entry(kind).or_insert_with(|| advised(kind)))
    }
}

fn advised((id, case): (Option<Id>, Option<usize>)) -> Advised {
    let Some(id) = id else {
        let entry = catalogue::module_entry();
        let (service, category) = catalogue::MODULE_PLACE;
        return Advised {
            service,
            category,
            case: None,
            fault: entry.fault,
            retry: entry.retry.advice,
        };
    };
    let entry = id.entry(Lang::En);
    let case = case.and_then(|number| id.case(number, Lang::En));
    let retry = case.as_ref().and_then(|c| c.retry.as_ref());
    Advised {
        service: id.service_id(),
        category: id.category_id(),
        fault: case.as_ref().and_then(|c| c.fault).unwrap_or(entry.fault),
        retry: retry.unwrap_or(&entry.retry).advice,
        case: case.map(|c| c.id),
    }
}

/// A module number with its message.
#[derive(Serialize)]
struct Module {
    number: String,
    message: String,
}

impl<'a> Occurrence<'a> {
    /// Of a finding in a record.
    #[must_use]
    pub fn new(
        finding: &Finding,
        advice: Option<&Advised>,
        record: Record<'_>,
        file: Option<&'a str>,
        time: Option<Stamp<'_>>,
    ) -> Self {
        let texts = |list: &[String]| list.iter().map(|t| clean::shown(t)).collect::<Vec<_>>();
        let query = clean::shown(&finding.query);
        Self {
            schema: 1,
            kind: "occurrence",
            file,
            line: record.line,
            offset: record.offset,
            time: time.map(|t| clean::shown(t.text)),
            code: finding
                .id
                .map_or_else(|| query.clone(), |id| id.code().to_owned()),
            service: advice.map(|a| a.service),
            category: advice.map(|a| a.category),
            matched: finding.matched,
            query,
            case: advice.and_then(|a| a.case),
            wrapper: finding.case.is_none() && finding.id.is_some_and(|id| id.wrapper()),
            wrapped_by: texts(&finding.wrapped_by),
            fault: advice.map_or(Fault::Unknown, |a| a.fault),
            retry: Retry {
                advice: advice.map_or(Advice::Unknown, |a| a.retry),
            },
            module: finding.module.as_ref().map(|(number, message)| Module {
                number: number.clone(),
                message: clean::shown(message),
            }),
            message: finding.message.as_deref().map(clean::shown),
            values: finding
                .values
                .iter()
                .map(|(name, list)| (name.clone(), texts(list)))
                .collect(),
            request_ids: texts(&finding.request_ids),
        }
    }

    /// Writes the line.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        serde_json::to_writer(&mut *out, self)?;
        out.write_all(b"\n")
    }
}
