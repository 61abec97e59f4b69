//! The answer as one serialisable value: what every format prints. Field names
//! are the JSON contract, version 1 (`docs/output.schema.json`).

mod command;
mod foreign;
pub mod sample;

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::catalogue::model::{Accepts, Advice, Effect, Fault, Status};
use crate::catalogue::{self, Id, Text};
pub use crate::recognise::Match;
use crate::suggest::Similar;
use crate::text::lang::Lang;
pub use sample::explain_text;

/// A text that stands in the catalogue or was made here.
pub type Str = Cow<'static, str>;

/// The whole answer; its results are explained, or are when they are asked for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Report<R = Vec<Explained>> {
    /// Version of the contract.
    pub schema: u32,
    /// Version of the program.
    pub cberr: Str,
    /// The catalogue it was made with.
    pub catalogue: CatalogueInfo,
    /// `en` or `zh`.
    pub lang: Str,
    /// What was read.
    pub input: Input,
    /// What was found; the first is to be read first.
    pub results: R,
    /// Occurrences of unknown codes beyond the first thousand kinds.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub more: u64,
}

/// Which catalogue.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CatalogueInfo {
    /// Number of entries.
    pub entries: usize,
    /// Its date, `YYYY-MM-DD`.
    pub date: Str,
}

/// What was read.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Input {
    /// `arguments`, `text`, `log`, `list` or `merged`.
    pub kind: Str,
    /// The file, where there is one.
    pub name: Option<String>,
    /// Lines read.
    pub lines: u64,
    /// Bytes read.
    pub bytes: u64,
    /// Records with errors, known or not; absent where that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub records: Option<u64>,
    /// Reading was interrupted: there is more than what was read.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub interrupted: bool,
    /// Codes left out: a record held more than are told of one.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub left_out: u64,
    /// The files in their order, where there are several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<String>,
}

/// One code, explained.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Explained {
    /// Official spelling; the unknown code itself where nothing is known.
    pub code: Str,
    /// Service id.
    pub service: Option<Str>,
    /// Category id.
    pub category: Option<Str>,
    /// How it was recognised.
    #[serde(rename = "match")]
    pub matched: Match,
    /// The token as it stood in the input; absent in `list`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub query: String,
    /// The case that the message chose.
    pub case: Option<Str>,
    /// It only carries another code.
    pub wrapper: bool,
    /// The advice is to ignore it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub harmless: bool,
    /// Codes that stood around it, outermost first.
    pub wrapped_by: Vec<String>,
    /// What happened.
    pub meaning: Str,
    /// Why, likeliest first.
    pub causes: Vec<Str>,
    /// What to do.
    pub steps: Vec<Step>,
    /// Who has to act.
    pub fault: Fault,
    /// Whether to retry.
    pub retry: Retry,
    /// HTTP statuses it comes with.
    pub http_status: Vec<u16>,
    /// Its other names.
    pub aliases: Vec<Str>,
    /// Near twins.
    pub see_also: Vec<Str>,
    /// How the near twins differ, in the same order.
    #[serde(default)]
    pub differences: Vec<Str>,
    /// Pages to read.
    pub docs: Vec<Str>,
    /// Where the facts come from.
    pub sources: Vec<Str>,
    /// What a message would decide, where none did.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decided_by: Vec<Decision>,
    /// The number in round brackets before the message.
    pub module: Option<Module>,
    /// The message that came with the code, masked.
    pub message: Option<String>,
    /// What the input said about this error.
    pub values: BTreeMap<String, Vec<String>>,
    /// Request ids, at most five.
    pub request_ids: Vec<String>,
    /// Similar codes, for an unknown one.
    pub suggestions: Vec<Suggestion>,
    /// How often.
    pub count: u64,
    /// Where first; absent in `list`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<Position>,
    /// Where last; absent in `list`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<Position>,
    /// How often each of the values stood there, in their order; of a log.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub value_counts: BTreeMap<String, Vec<u64>>,
    /// The line in which it first stood, masked; of a log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excerpt: Option<String>,
    /// Its place among all kinds by first appearance, from 1; of a log.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub appeared: u64,
    /// When it came; of a log with times.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeline: Option<Timeline>,
    /// A note where the code is no longer sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legacy: Option<String>,
}

/// One step.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Step {
    /// What to do and where.
    pub text: Str,
    /// The command to run.
    pub command: Option<Str>,
    /// What the command does.
    pub effect: Option<Effect>,
}

/// Retry advice.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Retry {
    /// The advice.
    pub advice: Advice,
    /// What the advice alone does not say; may be empty.
    pub note: Str,
}

/// What one message would mean.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Decision {
    /// Name of the case.
    pub case: Str,
    /// The patterns it is recognised by.
    pub messages: Vec<Str>,
    /// What it would mean.
    pub meaning: Str,
}

/// A module number.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Module {
    /// The digits.
    pub number: String,
    /// The message behind it, masked.
    pub message: String,
    /// What products are known to mean by it.
    pub known: Vec<KnownModule>,
}

/// What one product means by a module number.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct KnownModule {
    /// The product.
    pub product: Str,
    /// The meaning there.
    pub meaning: String,
}

/// A similar code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Suggestion {
    /// The code.
    pub code: Str,
    /// What it means.
    pub meaning: String,
    /// How near, 0 to 1.
    pub score: f64,
}

/// How often in each of equal steps of time; the same steps for every kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeline {
    /// The first time of any kind, seconds since 1970; since the year or the day
    /// began where the log says no more.
    pub first: i64,
    /// The last time of any kind.
    pub last: i64,
    /// Seconds of a step; the steps begin at multiples of it.
    pub step: i64,
    /// How often in each.
    pub counts: Vec<u64>,
}

/// A place in the input.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Position {
    /// The file, where there is one.
    pub file: Option<String>,
    /// Line, from 1.
    pub line: u64,
    /// Byte, from 0.
    pub offset: u64,
    /// The time that stood there, as it stood there.
    pub time: Option<String>,
}

impl Default for Position {
    fn default() -> Self {
        Self {
            file: None,
            line: 1,
            offset: 0,
            time: None,
        }
    }
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde hands a reference over
fn is_zero(n: &u64) -> bool {
    *n == 0
}

impl Explained {
    /// Leaves out what only a log has to say.
    pub fn alone(&mut self) {
        self.value_counts.clear();
        self.excerpt = None;
        self.appeared = 0;
        self.timeline = None;
    }
}

impl Report {
    /// An answer without results yet.
    #[must_use]
    pub fn new(lang: Lang, input: Input) -> Self {
        Self::of(lang, input, Vec::new(), 0)
    }
}

impl<R> Report<R> {
    /// An answer; `more` are occurrences that are not among the results.
    #[must_use]
    pub fn of(lang: Lang, input: Input, results: R, more: u64) -> Self {
        Self {
            schema: 1,
            cberr: env!("CARGO_PKG_VERSION").into(),
            catalogue: CatalogueInfo {
                entries: catalogue::len(),
                date: catalogue::date().into(),
            },
            lang: lang.id().into(),
            input,
            results,
            more,
        }
    }
}

/// Turns entries into answers in one language.
#[derive(Clone, Copy, Debug)]
pub struct Explainer {
    /// Language of the sentences.
    pub lang: Lang,
}

/// Values found in a message: name and what stood there.
pub type Values = BTreeMap<String, Vec<String>>;

impl Explainer {
    /// An explainer in this language.
    #[must_use]
    pub fn new(lang: Lang) -> Self {
        Self { lang }
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
    #[must_use]
    pub fn explain_entry(
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
            code: entry.code.into(),
            service: None,
            category: None,
            matched,
            query: query.to_owned(),
            case: case.map(|c| c.id.into()),
            wrapper: entry.wrapper && case.is_none(),
            harmless: case.and_then(|c| c.harmless).unwrap_or(entry.harmless),
            wrapped_by: Vec::new(),
            meaning: self.fill(&case.map_or(entry.meaning, |c| c.meaning), &values),
            causes: causes
                .unwrap_or(&entry.causes)
                .iter()
                .map(|cause| self.fill(&cause.text(), &values))
                .collect(),
            steps: steps
                .unwrap_or(&entry.steps)
                .iter()
                .map(|step| Step {
                    text: self.fill(&step.text, &values),
                    command: step.command.map(|c| command::filled(c, &values)),
                    effect: step.effect,
                })
                .collect(),
            fault: case.and_then(|c| c.fault).unwrap_or(entry.fault),
            retry: Retry {
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
            decided_by: Vec::new(),
            module: None,
            message: None,
            values,
            request_ids: Vec::new(),
            suggestions: Vec::new(),
            count: 1,
            first: Some(Position::default()),
            last: Some(Position::default()),
            value_counts: BTreeMap::new(),
            excerpt: None,
            appeared: 0,
            timeline: None,
            legacy: match &entry.status {
                Status::Current => None,
                Status::Legacy(note) => Some(note.text().get(self.lang).to_owned()),
            },
        }
    }

    /// An unknown code: nothing is claimed about it.
    #[must_use]
    pub fn unknown(&self, code: &str, suggestions: Vec<Suggestion>) -> Explained {
        Explained {
            code: code.to_owned().into(),
            service: None,
            category: None,
            matched: Match::Unknown,
            query: code.to_owned(),
            case: None,
            wrapper: false,
            harmless: false,
            wrapped_by: Vec::new(),
            meaning: Str::Borrowed(""),
            causes: Vec::new(),
            steps: Vec::new(),
            fault: Fault::Unknown,
            retry: Retry {
                advice: Advice::Unknown,
                note: Str::Borrowed(""),
            },
            http_status: Vec::new(),
            aliases: Vec::new(),
            see_also: Vec::new(),
            differences: Vec::new(),
            docs: Vec::new(),
            sources: Vec::new(),
            decided_by: Vec::new(),
            module: None,
            message: None,
            values: Values::new(),
            request_ids: Vec::new(),
            suggestions,
            count: 1,
            first: Some(Position::default()),
            last: Some(Position::default()),
            value_counts: BTreeMap::new(),
            excerpt: None,
            appeared: 0,
            timeline: None,
            legacy: None,
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
    pub fn module(&self, number: &str, message: &str) -> Module {
        let known = number.parse().map(catalogue::modules).unwrap_or_default();
        Module {
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

    fn fill(&self, text: &Text, values: &Values) -> Str {
        self.replace(text.get(self.lang), values)
    }

    /// Puts values in the place of `{name}`; where the input gave none, the name's
    /// label stands in angle brackets.
    fn replace(&self, text: &'static str, values: &Values) -> Str {
        if memchr::memchr(b'{', text.as_bytes()).is_none() {
            return text.into();
        }
        let mut out = String::with_capacity(text.len() + 16);
        let mut rest = text;
        while let Some((before, tail)) = rest.split_once('{') {
            out.push_str(before);
            let named = tail
                .split_once('}')
                .and_then(|(name, after)| Some((name, after, self.label(name)?)));
            let Some((name, after, label)) = named else {
                out.push('{');
                rest = tail;
                continue;
            };
            match values.get(name).and_then(|v| v.first()) {
                Some(value) => {
                    let value = foreign::value(&out, value);
                    out.push_str(&value);
                }
                None => out.extend(["<", label, ">"]),
            }
            rest = after;
        }
        out.push_str(rest);
        out.into()
    }

    /// What stands for a value in a sentence, which names the unit of a count itself.
    fn label(&self, name: &str) -> Option<&'static str> {
        let label = catalogue::label(name)?.get(self.lang);
        let counts = catalogue::accepts(name) == Accepts::Integer;
        Some(if counts { "N" } else { label })
    }
}
