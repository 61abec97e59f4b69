//! From what was found to what is shown: the sentences of the catalogue in one
//! language, filled in.

use super::command;
use super::types::{
    Decision, Explained, KnownModule, ModuleNumber, NextStep, Position, RetryAdvice, Str,
    Suggestion, Values,
};
use super::verdict::Verdict;
use crate::catalogue::model::Status;
use crate::catalogue::{self, Id};
use crate::recognise::{Finding, Match};
use crate::suggest::{self, Similar};
use crate::text::lang::Lang;
use crate::text::shown;

/// Turns findings and entries into answers in one language.
#[derive(Clone, Copy, Debug)]
pub struct Explainer {
    /// Language of the sentences.
    pub lang: Lang,
}

impl Explained {
    /// Of this code, found once; nothing is claimed about it yet.
    fn new(code: impl Into<Str>, matched: Match, query: &str) -> Self {
        Self {
            code: code.into(),
            matched,
            query: query.to_owned(),
            count: 1,
            first: Some(Position::default()),
            last: Some(Position::default()),
            ..Self::default()
        }
    }
}

impl Explainer {
    /// An explainer in this language.
    #[must_use]
    pub fn new(lang: Lang) -> Self {
        Self { lang }
    }

    /// A finding, explained, with all that its record says.
    #[must_use]
    pub fn finding(&self, finding: &Finding) -> Explained {
        let texts = |list: &[String]| list.iter().map(|t| shown(t).into_owned()).collect();
        let values = finding.values.iter();
        let values = values.map(|(name, list)| ((*name).to_owned(), texts(list)));
        Explained {
            wrapped_by: finding
                .wrapped_by
                .iter()
                .map(|t| shown(t).into_owned())
                .collect(),
            request_ids: finding.request_ids.clone(),
            ..self.sample(finding, values.collect())
        }
    }

    /// A finding that stands for many: the sentences are filled with the first of
    /// these values.
    #[must_use]
    pub fn sample(&self, finding: &Finding, values: Values) -> Explained {
        let query = shown(&finding.query);
        let explained = match finding.id {
            Some(id) => self.explain(id, finding.case, finding.matched, &query, values),
            None if finding.is_module => self.module_entry(&query, values),
            None => {
                let near = suggest::answer(&finding.query, None).similar();
                Explained {
                    values,
                    ..self.unknown(&query, self.suggestions(&near))
                }
            }
        };
        let module = finding.module.as_ref();
        Explained {
            message: finding.message.as_deref().map(|m| shown(m).into_owned()),
            module: module.map(|(number, text)| self.module(number, &shown(text))),
            ..explained
        }
    }

    /// What a table says of a finding: no sentence is read for that.
    #[must_use]
    pub fn brief(&self, finding: &Finding) -> Explained {
        let verdict = Verdict::of(finding);
        let query = shown(&finding.query);
        let code = match finding.id {
            Some(id) => Str::Borrowed(id.code()),
            None => Str::Owned(query.to_string()),
        };
        Explained {
            service: verdict.service.map(Str::Borrowed),
            category: verdict.category.map(Str::Borrowed),
            case: verdict.case.map(Str::Borrowed),
            wrapper: verdict.wrapper,
            fault: verdict.fault,
            retry: RetryAdvice {
                advice: verdict.advice,
                note: Str::default(),
            },
            ..Explained::new(code, finding.matched, &query)
        }
    }

    /// The entry, with its sentences and commands filled in. `case` is the number
    /// of the case that the message chose.
    #[must_use]
    pub fn explain(
        &self,
        id: Id,
        case: Option<usize>,
        matched: Match,
        query: &str,
        values: Values,
    ) -> Explained {
        let entry = id.entry(self.lang);
        let case = case.and_then(|number| id.case(number, self.lang));
        let decided_by = if case.is_some() {
            Vec::new()
        } else {
            id.cases(self.lang).map(|c| self.decision(&c)).collect()
        };
        let explained = self.explain_entry(&entry, case.as_ref(), matched, query, values);
        Explained {
            service: Some(id.service_id().into()),
            category: Some(id.category_id().into()),
            decided_by,
            ..explained
        }
    }

    /// The same for an entry that stands outside the catalogue's services.
    fn explain_entry(
        &self,
        entry: &catalogue::Entry,
        case: Option<&catalogue::Case>,
        matched: Match,
        query: &str,
        values: Values,
    ) -> Explained {
        let causes = case.map(|c| &c.causes).filter(|c| !c.is_empty());
        let steps = case.map(|c| &c.steps).filter(|s| !s.is_empty());
        let retry = case.and_then(|c| c.retry.as_ref());
        let retry = retry.unwrap_or(&entry.retry);
        Explained {
            case: case.map(|c| c.id.into()),
            wrapper: entry.wrapper && case.is_none(),
            meaning: self.fill(&case.map_or(entry.meaning, |c| c.meaning), &values),
            harmless: case.and_then(|c| c.harmless).unwrap_or(entry.harmless),
            causes: causes
                .unwrap_or(&entry.causes)
                .iter()
                .map(|cause| self.fill(&cause.text(), &values))
                .collect(),
            steps: steps
                .unwrap_or(&entry.steps)
                .iter()
                .map(|step| NextStep {
                    text: self.fill(&step.text, &values),
                    command: step.command.map(|c| command::filled(c, &values)),
                    effect: step.effect,
                })
                .collect(),
            fault: case.and_then(|c| c.fault).unwrap_or(entry.fault),
            retry: RetryAdvice {
                advice: retry.advice,
                note: retry
                    .note
                    .as_ref()
                    .map_or(Str::Borrowed(""), |note| self.fill(note, &values)),
            },
            http_status: entry.http_status.clone(),
            aliases: entry.aliases.iter().map(|a| (*a).into()).collect(),
            see_also: entry.see_also.iter().map(|s| s.code.into()).collect(),
            differences: entry
                .see_also
                .iter()
                .map(|s| s.difference.get(self.lang).into())
                .collect(),
            docs: entry.docs.iter().map(|d| (*d).into()).collect(),
            sources: entry.sources.iter().map(|s| (*s).into()).collect(),
            legacy: match &entry.status {
                Status::Current => None,
                Status::Legacy(note) => Some(note.text().get(self.lang).to_owned()),
            },
            values,
            ..Explained::new(entry.code, matched, query)
        }
    }

    /// An unknown code: nothing is claimed about it.
    #[must_use]
    pub fn unknown(&self, code: &str, suggestions: Vec<Suggestion>) -> Explained {
        Explained {
            suggestions,
            ..Explained::new(code.to_owned(), Match::Unknown, code)
        }
    }

    /// Codes that may have been meant, with what they mean.
    #[must_use]
    pub fn suggestions(&self, similar: &[Similar]) -> Vec<Suggestion> {
        let suggestion = |Similar { id, score }: &Similar| Suggestion {
            code: id.code().into(),
            meaning: id.entry(self.lang).meaning.get(self.lang).to_owned(),
            score: *score,
        };
        similar.iter().map(suggestion).collect()
    }

    /// What is known about a module number.
    #[must_use]
    pub fn module(&self, number: &str, message: &str) -> ModuleNumber {
        let known = number.parse().map(catalogue::modules).unwrap_or_default();
        ModuleNumber {
            number: number.to_owned(),
            message: message.to_owned(),
            known: known
                .iter()
                .map(|m| KnownModule {
                    product: m.product.into(),
                    meaning: m.meaning.get(self.lang).to_owned(),
                })
                .collect(),
        }
    }

    fn decision(&self, case: &catalogue::Case) -> Decision {
        Decision {
            case: case.id.into(),
            messages: case.message.iter().map(|m| (*m).into()).collect(),
            meaning: self.fill(&case.meaning, &Values::new()),
        }
    }

    /// A module number that stands for itself.
    fn module_entry(&self, query: &str, values: Values) -> Explained {
        let (service, category) = catalogue::MODULE_PLACE;
        let entry = catalogue::module_entry();
        Explained {
            code: query.to_owned().into(),
            service: Some(service.into()),
            category: Some(category.into()),
            ..self.explain_entry(&entry, None, Match::Exact, query, values)
        }
    }
}
