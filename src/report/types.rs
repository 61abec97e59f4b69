//! What every format prints, as serialisable values. Field names are the JSON
//! contract, version 1 (`docs/output.schema.json`).

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::catalogue::layers::Level;
use crate::catalogue::model::{Advice, Effect, Fault};
use crate::recognise::Match;
use crate::text::time::Form;

/// A text that stands in the catalogue or was made here.
pub type Str = Cow<'static, str>;

/// Values found in a message: name and what stood there.
pub type Values = BTreeMap<String, Vec<String>>;

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
    /// Occurrences of codes beyond the first thousand kinds that the catalogue does
    /// not hold.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub more: u64,
    /// What is not exact.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub approximate: BTreeSet<Approximate>,
}

/// What of a summary is not exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Approximate {
    /// A number has reached the greatest that can be written.
    Counts,
    /// There are more than a thousand kinds of codes that the catalogue does not hold:
    /// each was counted at least so often.
    Unknown,
    /// There are more values of one name than are told apart: each was counted at
    /// least so often.
    Values,
    /// Messages, lines, request ids or values were left out for want of room.
    Samples,
    /// Names of files were left out for want of room.
    Files,
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
    /// Records that were not read whole: they hold more than is kept of one.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub unread: u64,
    /// The files in their order, where there are several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<String>,
}

/// One code, explained: what every format prints of it. How two of them are added
/// up says [`super::fields`].
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
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
    /// How near to the code its words are; none for an unknown code.
    #[serde(default)]
    pub level: Option<Level>,
    /// The product of Tencent Cloud that it is an error of, where that is known.
    #[serde(default)]
    pub product: Option<Str>,
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
    pub steps: Vec<NextStep>,
    /// Who has to act.
    pub fault: Fault,
    /// Whether to retry.
    pub retry: RetryAdvice,
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
    pub module: Option<ModuleNumber>,
    /// The message that came with the code, masked.
    pub message: Option<String>,
    /// What the input said about this error.
    pub values: Values,
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
    /// How often values stood there that are not among them.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub more: u64,
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
pub struct NextStep {
    /// What to do and where.
    pub text: Str,
    /// The command to run.
    pub command: Option<Str>,
    /// What the command does.
    pub effect: Option<Effect>,
}

/// Retry advice.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RetryAdvice {
    /// The advice.
    pub advice: Advice,
    /// What the advice alone does not say; may be empty.
    pub note: Str,
}

/// What one message would mean.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Decision {
    /// Name of the case.
    pub case: Str,
    /// The patterns it is recognised by.
    pub messages: Vec<Str>,
    /// What it would mean.
    pub meaning: Str,
}

/// A module number.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ModuleNumber {
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
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeline {
    /// What the times say of their day.
    #[serde(default)]
    pub form: Form,
    /// The first time of any kind, seconds since 1970; since the year or the day
    /// began where the log says no more.
    pub first: i64,
    /// The last time of any kind.
    pub last: i64,
    /// Seconds of a step; the steps begin at multiples of it.
    pub step: i64,
    /// How often in each.
    pub counts: Vec<u64>,
    /// The first time of this kind, whatever the order of the lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earliest: Option<i64>,
    /// The last time of this kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latest: Option<i64>,
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
