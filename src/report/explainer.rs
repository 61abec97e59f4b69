//! From what was found to what is shown: the sentences of the catalogue in one
//! language, filled in.

use super::command;
use super::types::{
    Decision, Explained, KnownModule, ModuleNumber, NextStep, Position, RetryAdvice, Str,
    Suggestion, Values,
};
use super::verdict::Verdict;
use crate::catalogue::layers::{self, Level};
use crate::catalogue::model::Status;
use crate::catalogue::products::Product;
use crate::catalogue::{self, Id, layout};
use crate::recognise::described::Described;
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
            Some(_) => self.known(finding, &query, values),
            None if finding.is_module => self.module_entry(&query, values),
            None => {
                let near = suggest::answer(&finding.query, None).similar();
                Explained {
                    values,
                    product: finding.product.map(|product| product.id().into()),
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
            Some(id) if finding.matched != Match::Family => Str::Borrowed(id.code()),
            _ => Str::Owned(query.to_string()),
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
            level: finding.level(),
            product: finding.product.map(|product| product.id().into()),
            ..Explained::new(code, finding.answered(), &query)
        }
    }

    /// A finding of which the catalogue has words.
    fn known(&self, finding: &Finding, query: &str, values: Values) -> Explained {
        let Some(id) = finding.id else {
            return self.unknown(query, Vec::new());
        };
        let class = finding.case.and_then(layers::class);
        let explained = match class {
            Some(class) if id.level() == Level::Entry => {
                self.entry_with_class(id, class, finding.matched, query, values)
            }
            _ => self.explain(id, finding.case, finding.matched, query, values),
        };
        let product = finding.product;
        Explained {
            code: match finding.matched {
                Match::Family => query.to_owned().into(),
                _ => explained.code.clone(),
            },
            matched: finding.answered(),
            level: finding.level(),
            product: product.map(|product| product.id().into()),
            ..self.in_product(id, product, explained)
        }
    }

    /// A class beside a code that has words of its own. Where both blame the same, it only
    /// adds what the message says; else, or where the code is a bare family, the class is
    /// what happened.
    fn entry_with_class(
        &self,
        id: Id,
        class: Id,
        matched: Match,
        query: &str,
        values: Values,
    ) -> Explained {
        let own = self.explain(id, None, matched, query, values.clone());
        let said = self.explain(id, class.as_case(), matched, query, values);
        if layers::is_family(id.code()) {
            return said;
        }
        let blank = self.lang.pick(" ", "");
        let meaning = format!("{}{blank}{}", said.meaning, own.meaning).into();
        let same = own.fault == said.fault;
        Explained {
            meaning,
            causes: if same { own.causes } else { said.causes },
            steps: if same { own.steps } else { said.steps },
            ..said
        }
    }

    /// What is only said where the product is known; and of a code of the official lists
    /// what its name says.
    fn in_product(&self, id: Id, product: Option<Product>, mut said: Explained) -> Explained {
        if id.level() == Level::Official && said.case.is_none() {
            said.meaning = match id.said(product, self.lang) {
                Some(own) => own.into(),
                None => format!("{}{}", said.meaning, self.name_says(id)).into(),
            };
        }
        if id.level() != Level::Entry
            && let Some(page) = product.and_then(Product::page)
        {
            said.docs.insert(0, page.into());
        }
        said
    }

    /// What the name of a code says besides its family.
    fn name_says(&self, id: Id) -> String {
        let code = id.code();
        let rest = match code.split_once('.') {
            Some((head, rest)) if layers::is_family(head) => rest,
            _ if layers::is_family(code) => return String::new(),
            _ => code,
        };
        match self.lang {
            Lang::En => format!(" Its name says: {}.", layout::words(rest).join(" ")),
            Lang::Zh => format!("错误码的名称指明：{rest}。"),
        }
    }

    /// The entry, with its sentences and commands filled in. `case` is the number
    /// of the case that the message chose.
    fn explain(
        &self,
        id: Id,
        case: Option<usize>,
        matched: Match,
        query: &str,
        values: Values,
    ) -> Explained {
        let entry = id.entry(self.lang);
        let case = case.and_then(|number| id.case(number, self.lang));
        let decided_by = if case.is_some() || id.level() == Level::Class {
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

    /// What stands under a name, without a record around it.
    #[must_use]
    pub fn named(&self, id: Id, matched: Match, query: &str) -> Explained {
        let mut finding = Finding::of(Some(id), matched, query);
        finding.product = id.only_product();
        self.known(&finding, query, Values::new())
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

    /// What a text may be about, with what that means.
    #[must_use]
    pub fn described(&self, close: &[Described]) -> Vec<Suggestion> {
        let case = |one: &Described| one.id.case(one.case?, self.lang);
        let suggestion = |one: &Described| Suggestion {
            code: one.id.code().into(),
            meaning: match case(one) {
                Some(case) => case.meaning.get(self.lang).to_owned(),
                None => one.id.entry(self.lang).meaning.get(self.lang).to_owned(),
            },
            score: f64::from(one.share),
        };
        close.iter().map(suggestion).collect()
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
