//! A finding without the place where it was found: enough to explain its kind.

use super::{Explained, Explainer, Match, Values};
use crate::catalogue::model::{Advice, Fault};
use crate::catalogue::{self, Id};
use crate::recognise::{Finding, Recogniser};
use crate::suggest;
use crate::text::lang::Lang;
use crate::text::shown;

/// The findings of one text, explained, the cause first.
pub fn explain_text(explainer: &Explainer, text: &str) -> Vec<Explained> {
    let findings = Recogniser::new().recognise(text, true);
    findings
        .iter()
        .map(|f| explain_finding(explainer, f))
        .collect()
}

/// A finding, explained.
pub fn explain_finding(explainer: &Explainer, finding: &Finding) -> Explained {
    let texts = |list: &[String]| list.iter().map(|t| shown(t).into_owned()).collect();
    let values = finding.values.iter();
    let values = values.map(|(name, list)| ((*name).to_owned(), texts(list)));
    let explained = Sample::of(finding).explain(explainer, values.collect());
    Explained {
        wrapped_by: finding
            .wrapped_by
            .iter()
            .map(|t| shown(t).into_owned())
            .collect(),
        request_ids: finding.request_ids.clone(),
        ..explained
    }
}

/// What makes a finding what it is.
#[derive(Clone, Copy, Debug)]
pub struct Sample<'a> {
    /// The entry; none for an unknown code.
    pub id: Option<Id>,
    /// The case that the message chose.
    pub case: Option<usize>,
    /// How it was recognised.
    pub matched: Match,
    /// It is a module number.
    pub is_module: bool,
    /// The token as it stood in the input, or the matched text.
    pub query: &'a str,
    /// The module number and its message.
    pub module: Option<(&'a str, &'a str)>,
    /// The message beside the code.
    pub message: Option<&'a str>,
}

impl<'a> Sample<'a> {
    /// Of a finding.
    #[must_use]
    pub fn of(finding: &'a Finding) -> Self {
        let module = finding.module.as_ref();
        Self {
            id: finding.id,
            case: finding.case,
            matched: finding.matched,
            is_module: finding.is_module,
            query: &finding.query,
            module: module.map(|(number, message)| (&**number, &**message)),
            message: finding.message.as_deref(),
        }
    }

    /// Explained; the sentences are filled with the first of the values.
    #[must_use]
    pub fn explain(&self, explainer: &Explainer, values: Values) -> Explained {
        let query = shown(self.query);
        let mut explained = match self.id {
            Some(id) => explainer.explain(id, self.case, self.matched, &query, values),
            None if self.is_module => module(explainer, &query, values),
            None => {
                let near = suggest::answer(self.query, None).similar();
                let suggestions = explainer.suggestions(&near);
                let mut unknown = explainer.unknown(&query, suggestions);
                unknown.values = values;
                unknown
            }
        };
        explained.message = self.message.map(|m| shown(m).into_owned());
        explained.module = self
            .module
            .map(|(number, message)| explainer.module(number, &shown(message)));
        explained
    }
}

/// What the catalogue says of a kind in one word each.
#[derive(Clone, Copy, Debug)]
pub struct Verdict {
    /// Name of the case.
    pub case: Option<&'static str>,
    /// Who has to act.
    pub fault: Fault,
    /// Whether to retry.
    pub advice: Advice,
}

impl Verdict {
    /// Of an entry and one of its cases, of a module number, or of an unknown
    /// code.
    #[must_use]
    pub fn of(id: Option<Id>, case: Option<usize>, is_module: bool) -> Self {
        let Some(id) = id else {
            let entry = is_module.then(catalogue::module_entry);
            return Self {
                case: None,
                fault: entry.as_ref().map_or(Fault::Unknown, |e| e.fault),
                advice: entry.map_or(Advice::Unknown, |e| e.retry.advice),
            };
        };
        let case = case.and_then(|number| id.case(number, Lang::En));
        let retry = case.as_ref().and_then(|c| c.retry.as_ref());
        Self {
            fault: case.as_ref().and_then(|c| c.fault).unwrap_or(id.fault()),
            advice: retry.map_or_else(|| id.advice(), |r| r.advice),
            case: case.map(|c| c.id),
        }
    }
}

fn module(explainer: &Explainer, query: &str, values: Values) -> Explained {
    let entry = catalogue::module_entry();
    let mut explained = explainer.explain_entry(&entry, None, Match::Exact, query, values);
    query.clone_into(explained.code.to_mut());
    let (service, category) = catalogue::MODULE_PLACE;
    explained.service = Some(service.into());
    explained.category = Some(category.into());
    explained
}
