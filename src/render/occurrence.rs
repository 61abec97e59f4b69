//! One error of a log as it is found: a line of ndjson, without the sentences of
//! the catalogue, which stand in the summary once a kind.

use std::collections::HashMap;
use std::io::{self, Write};

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use crate::catalogue::Id;
use crate::catalogue::model::Advice;
use crate::catalogue::products::Product;
use crate::recognise::values::Noted;
use crate::recognise::{Finding, Match, Record};
use crate::report::Verdict;
use crate::text::time::Stamp;
use crate::text::{excerpt, shown};

/// Writes the errors of records as lines.
#[derive(Default)]
pub struct Occurrences {
    /// What the catalogue says of kinds, each looked up once.
    verdicts: HashMap<(Option<Id>, Option<usize>), Verdict>,
}

impl Occurrences {
    /// Writes the line of a finding.
    pub fn write(
        &mut self,
        out: &mut impl Write,
        finding: &Finding,
        record: Record<'_>,
        file: Option<&str>,
        time: Option<Stamp<'_>>,
    ) -> io::Result<()> {
        let line = OccurrenceLine {
            finding,
            verdict: self.verdict(finding),
            record,
            file,
            time,
        };
        serde_json::to_writer(&mut *out, &line)?;
        out.write_all(b"\n")
    }

    fn verdict(&mut self, finding: &Finding) -> Verdict {
        if finding.id.is_none() && !finding.is_module {
            return Verdict::default();
        }
        let kind = (finding.id, finding.case);
        let verdict = self.verdicts.entry(kind);
        *verdict.or_insert_with(|| Verdict::of(finding))
    }
}

/// A finding in its record, written as a line. Field names are those of a result.
struct OccurrenceLine<'a> {
    finding: &'a Finding,
    verdict: Verdict,
    record: Record<'a>,
    file: Option<&'a str>,
    time: Option<Stamp<'a>>,
}

impl Serialize for OccurrenceLine<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self {
            finding, verdict, ..
        } = self;
        let query = shown(&finding.query);
        let code = match finding.id {
            Some(id) if finding.matched != Match::Family => id.code(),
            _ => &*query,
        };
        let mut line = serializer.serialize_struct("occurrence", 22)?;
        line.serialize_field("schema", &1)?;
        line.serialize_field("type", "occurrence")?;
        line.serialize_field("file", &self.file)?;
        line.serialize_field("line", &self.record.line)?;
        line.serialize_field("offset", &self.record.offset)?;
        line.serialize_field("time", &self.time.map(|t| shown(t.text)))?;
        line.serialize_field("code", code)?;
        line.serialize_field("service", &verdict.service)?;
        line.serialize_field("category", &verdict.category)?;
        line.serialize_field("match", &finding.answered())?;
        line.serialize_field("level", &finding.level())?;
        line.serialize_field("product", &finding.product.map(Product::id))?;
        line.serialize_field("query", &query)?;
        line.serialize_field("case", &verdict.case)?;
        line.serialize_field("wrapper", &verdict.wrapper)?;
        line.serialize_field("wrapped_by", &AllSeen(&finding.wrapped_by))?;
        line.serialize_field("fault", &verdict.fault)?;
        line.serialize_field(
            "retry",
            &Advised {
                advice: verdict.advice,
            },
        )?;
        let module = finding.module.as_ref();
        let module = module.map(|(number, message)| NumberAndMessage {
            number,
            message: shown(message),
        });
        line.serialize_field("module", &module)?;
        let message = finding.message.as_deref();
        line.serialize_field("message", &message.map(excerpt::message))?;
        line.serialize_field("values", &SeenByName(&finding.values))?;
        line.serialize_field("request_ids", &AllSeen(&finding.request_ids))?;
        line.end()
    }
}

/// Whether to retry, without a note.
#[derive(Serialize)]
struct Advised {
    advice: Advice,
}

/// A module number, without what is known about it.
#[derive(Serialize)]
struct NumberAndMessage<'a> {
    number: &'a str,
    message: std::borrow::Cow<'a, str>,
}

/// Foreign texts, made fit to be shown as they are written.
struct AllSeen<'a, T>(&'a [T]);

impl<T: AsRef<str>> Serialize for AllSeen<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|text| shown(text.as_ref())))
    }
}

/// The same by name.
struct SeenByName<'a>(&'a Noted);

impl Serialize for SeenByName<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, list)| (name, AllSeen(list))))
    }
}
