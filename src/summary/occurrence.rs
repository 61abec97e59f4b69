//! One error of a log as it is found: a line of ndjson, without the sentences of
//! the catalogue, which stand in the summary once a kind.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, Write};

use serde::{Serialize, Serializer};

use crate::catalogue::model::{Advice, Fault};
use crate::catalogue::{self, Id};
use crate::recognise::Finding;
use crate::recognise::Match;
use crate::recognise::Record;
use crate::recognise::values::Noted;
use crate::report::sample::Verdict;
use crate::text::excerpt;
use crate::text::shown;
use crate::text::time::Stamp;

/// A line of ndjson. Field names are those of a result.
#[derive(Serialize)]
pub struct Occurrence<'a> {
    schema: u32,
    #[serde(rename = "type")]
    kind: &'static str,
    file: Option<&'a str>,
    line: u64,
    offset: u64,
    time: Option<Cow<'a, str>>,
    code: Cow<'a, str>,
    service: Option<&'static str>,
    category: Option<&'static str>,
    #[serde(rename = "match")]
    matched: Match,
    query: Cow<'a, str>,
    case: Option<&'static str>,
    wrapper: bool,
    wrapped_by: Texts<'a, Cow<'static, str>>,
    fault: Fault,
    retry: Retry,
    module: Option<Module<'a>>,
    message: Option<Cow<'a, str>>,
    values: Named<'a>,
    request_ids: Texts<'a, String>,
}

/// Foreign texts, made fit to be shown as they are written.
struct Texts<'a, T>(&'a [T]);

impl<T: AsRef<str>> Serialize for Texts<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|text| shown(text.as_ref())))
    }
}

/// The same by name.
struct Named<'a>(&'a Noted);

impl Serialize for Named<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, list)| (name, Texts(list))))
    }
}

/// Whether to retry.
#[derive(Serialize)]
struct Retry {
    advice: Advice,
}

/// What the catalogue says of a kind in one word each.
#[derive(Clone, Copy)]
pub struct Advised {
    service: &'static str,
    category: &'static str,
    verdict: Verdict,
}

/// Looks up what the catalogue says of kinds, each once.
#[derive(Default)]
pub struct Advisor(HashMap<(Option<Id>, Option<usize>), Advised>);

impl Advisor {
    /// Of the kind of a finding; nothing of an unknown code.
    pub fn of(&mut self, finding: &Finding) -> Option<Advised> {
        if finding.id.is_none() && !finding.is_module {
            return None;
        }
        let kind = (finding.id, finding.case);
        Some(*self.0.entry(kind).or_insert_with(|| advised(kind)))
    }
}

fn advised((id, case): (Option<Id>, Option<usize>)) -> Advised {
    let place = |id: Id| (id.service_id(), id.category_id());
    let (service, category) = id.map_or(catalogue::MODULE_PLACE, place);
    Advised {
        service,
        category,
        verdict: Verdict::of(id, case, id.is_none()),
    }
}

/// A module number with its message.
#[derive(Serialize)]
struct Module<'a> {
    number: &'a str,
    message: Cow<'a, str>,
}

impl<'a> Occurrence<'a> {
    /// Of a finding in a record.
    #[must_use]
    pub fn new(
        finding: &'a Finding,
        advised: Option<Advised>,
        record: Record<'_>,
        file: Option<&'a str>,
        time: Option<Stamp<'a>>,
    ) -> Self {
        let query = shown(&finding.query);
        let verdict = advised.map(|a| a.verdict);
        Self {
            schema: 1,
            kind: "occurrence",
            file,
            line: record.line,
            offset: record.offset,
            time: time.map(|t| shown(t.text)),
            code: finding
                .id
                .map_or_else(|| query.clone(), |id| id.code().into()),
            service: advised.map(|a| a.service),
            category: advised.map(|a| a.category),
            matched: finding.matched,
            query,
            case: verdict.and_then(|v| v.case),
            wrapper: finding.case.is_none() && finding.id.is_some_and(Id::wrapper),
            wrapped_by: Texts(&finding.wrapped_by),
            fault: verdict.map_or(Fault::Unknown, |v| v.fault),
            retry: Retry {
                advice: verdict.map_or(Advice::Unknown, |v| v.advice),
            },
            module: finding.module.as_ref().map(|(number, message)| Module {
                number,
                message: shown(message),
            }),
            message: finding.message.as_deref().map(excerpt::message),
            values: Named(&finding.values),
            request_ids: Texts(&finding.request_ids),
        }
    }

    /// Writes the line.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        serde_json::to_writer(&mut *out, self)?;
        out.write_all(b"\n")
    }
}
