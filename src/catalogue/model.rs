//! The shape of the catalogue, shared by `build.rs` (which reads JSON into owned
//! strings) and the program (which borrows from the embedded image). `S` is the
//! string: `String` there, `&'static str` here.

use serde::{Deserialize, Serialize};

/// One sentence in both languages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text<S> {
    /// English.
    pub en: S,
    /// Chinese (simplified).
    pub zh: S,
}

/// Who has to act.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// The calling code or the request it sent.
    Caller,
    /// A setting of the environment, function, bucket …
    Config,
    /// A quota or rate limit.
    Quota,
    /// The bill.
    Billing,
    /// Tencent Cloud.
    Platform,
    /// The way between caller and service.
    Network,
    /// Nobody says.
    #[default]
    Unknown,
}

/// Whether sending the same request again helps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Advice {
    /// It does not.
    No,
    /// Once something has been fixed.
    AfterChange,
    /// Yes, with growing pauses.
    Backoff,
    /// Nobody says.
    #[default]
    Unknown,
}

/// Retry advice with an optional sentence of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retry<S> {
    /// The advice.
    pub advice: Advice,
    /// What the advice alone does not say.
    #[serde(default = "none")]
    pub note: Option<Text<S>>,
}

/// Where a cause, step or case fits: every field that is there must be met, by any
/// one of its values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct When<S> {
    /// Products, ids of `products.json`.
    #[serde(default = "Vec::new")]
    pub product: Vec<S>,
    /// SDKs, command lines and tools, ids of `clients.json`.
    #[serde(default = "Vec::new")]
    pub client: Vec<S>,
    /// Plans, ids of `clients.json` beside the clients.
    #[serde(default = "Vec::new")]
    pub plan: Vec<S>,
    /// A CloudBase environment is known, or is not.
    #[serde(default = "none")]
    pub environment: Option<bool>,
}

/// Why an error appears.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cause<S> {
    /// English.
    pub en: S,
    /// Chinese (simplified).
    pub zh: S,
    /// Where it is a cause; everywhere, if absent.
    #[serde(default = "none")]
    pub when: Option<When<S>>,
    /// Public reports in which this was the cause and its removal helped.
    #[serde(default = "Vec::new")]
    pub confirmed: Vec<S>,
}

impl<S: Clone> Cause<S> {
    /// The sentence.
    pub fn text(&self) -> Text<S> {
        Text {
            en: self.en.clone(),
            zh: self.zh.clone(),
        }
    }
}

/// What a command does to the environment it is run against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// It only looks.
    Read,
    /// It changes something.
    Write,
}

/// One step of the way out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step<S> {
    /// What to do and where.
    pub text: Text<S>,
    /// The command; in `data/` with the placeholders of `values.json` (`ENV_ID`), in the
    /// image with the names of their values (`<env>`).
    #[serde(default = "none")]
    pub command: Option<S>,
    /// What the command does, where that is known.
    #[serde(default = "none")]
    pub effect: Option<Effect>,
    /// Where it is a way out; everywhere, if absent.
    #[serde(default = "none")]
    pub when: Option<When<S>>,
}

/// What a message decides: see `data/README.md`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case<S> {
    /// Name, unique in its entry.
    pub id: S,
    /// Literal patterns with `{holes}`.
    pub message: Vec<S>,
    /// The text is too common to recognise anything without the entry's own code.
    #[serde(default)]
    pub needs_code: bool,
    /// The clients that print it themselves, ids of `clients.json`.
    #[serde(default = "Vec::new")]
    pub client: Vec<S>,
    /// They print it in one language only, although they speak both.
    #[serde(default)]
    pub one_language: bool,
    /// Where it is read so; everywhere, if absent.
    #[serde(default = "none")]
    pub when: Option<When<S>>,
    /// Public reports in which these steps helped.
    #[serde(default = "Vec::new")]
    pub confirmed: Vec<S>,
    /// Replaces the entry's.
    #[serde(default = "none")]
    pub harmless: Option<bool>,
    /// Replaces the entry's.
    #[serde(default = "none")]
    pub fault: Option<Fault>,
    /// Replaces the entry's.
    #[serde(default = "none")]
    pub retry: Option<Retry<S>>,
    /// Replaces the entry's.
    pub meaning: Text<S>,
    /// Replaces the entry's, unless empty.
    #[serde(default = "Vec::new")]
    pub causes: Vec<Cause<S>>,
    /// Replaces the entry's, unless empty.
    #[serde(default = "Vec::new")]
    pub steps: Vec<Step<S>>,
}

/// A near twin and how it differs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeeAlso<S> {
    /// The other code.
    pub code: S,
    /// Its service, where the code alone is ambiguous.
    #[serde(default = "none")]
    pub service: Option<S>,
    /// How it differs: no capital, no full stop.
    pub difference: Text<S>,
}

/// Whether the code is still in use.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status<S> {
    /// In use.
    #[default]
    Current,
    /// No longer sent.
    Legacy(Legacy<S>),
}

/// What replaced a code or feature, and when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Legacy<S> {
    /// English.
    pub en: S,
    /// Chinese (simplified).
    pub zh: S,
    /// Since when: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, where that is known.
    #[serde(default = "none")]
    pub since: Option<S>,
    /// Who says so.
    #[serde(default = "none")]
    pub source: Option<S>,
}

impl<S: Clone> Legacy<S> {
    /// The sentence.
    pub fn text(&self) -> Text<S> {
        Text {
            en: self.en.clone(),
            zh: self.zh.clone(),
        }
    }
}

/// One code of one service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry<S> {
    /// Official spelling.
    pub code: S,
    /// The same thing under other names.
    #[serde(default = "Vec::new")]
    pub aliases: Vec<S>,
    /// People meet it often.
    #[serde(default)]
    pub everyday: bool,
    /// HTTP statuses it comes with.
    #[serde(default)]
    pub http_status: Vec<u16>,
    /// The API 2.0 number that comes with this `codeDesc`.
    #[serde(default = "none")]
    pub common_code: Option<S>,
    /// Who has to act.
    pub fault: Fault,
    /// Whether to retry.
    pub retry: Retry<S>,
    /// It only carries another code.
    #[serde(default)]
    pub wrapper: bool,
    /// The advice is to ignore it.
    #[serde(default)]
    pub harmless: bool,
    /// What happened.
    pub meaning: Text<S>,
    /// Why, likeliest first.
    pub causes: Vec<Cause<S>>,
    /// What to do.
    pub steps: Vec<Step<S>>,
    /// What the message decides.
    #[serde(default = "Vec::new")]
    pub cases: Vec<Case<S>>,
    /// Search words that stand nowhere else in the entry.
    #[serde(default = "Vec::new")]
    pub keywords: Vec<S>,
    /// Near twins.
    #[serde(default = "Vec::new")]
    pub see_also: Vec<SeeAlso<S>>,
    /// Pages to read.
    #[serde(default = "Vec::new")]
    pub docs: Vec<S>,
    /// Where the facts come from.
    pub sources: Vec<S>,
    /// Current or legacy.
    #[serde(default = "current")]
    pub status: Status<S>,
}

impl<S: Clone + PartialEq> Entry<S> {
    /// The sources and the reports that confirm a cause or a case, each once.
    pub fn all_sources(&self) -> Vec<S> {
        let mut all = self.sources.clone();
        let causes = self
            .causes
            .iter()
            .chain(self.cases.iter().flat_map(|c| &c.causes));
        let cases = self.cases.iter().map(|case| &case.confirmed);
        for confirmed in causes.map(|cause| &cause.confirmed).chain(cases) {
            for report in confirmed {
                if !all.contains(report) {
                    all.push(report.clone());
                }
            }
        }
        all
    }
}

/// A module number such as `(10430)`: looked up, never an entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Module<S> {
    /// The digits.
    pub module: S,
    /// The API 2.0 number it comes with.
    #[serde(default = "none")]
    pub common_code: Option<S>,
    /// The product whose number it is.
    pub product: S,
    /// What it means there.
    pub meaning: Text<S>,
    /// The message template as the product prints it.
    pub message: S,
    /// Where the fact comes from.
    pub source: S,
}

/// A service or category.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named<S> {
    /// The name used in folders, flags and JSON.
    pub id: S,
    /// The name people read.
    pub name: Text<S>,
}

/// What a hole accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Accepts {
    /// Digits, with `.` and `,` between them.
    Number,
    /// Up to a blank, quote, bracket or comma.
    Word,
    /// Anything up to the next literal, on one line.
    Text,
    /// Digits only.
    Integer,
}

impl Accepts {
    /// All of them, each at the number by which the image knows it.
    pub const ALL: [Self; 4] = [Self::Number, Self::Word, Self::Text, Self::Integer];

    /// The number by which the image knows it.
    #[must_use]
    pub fn number(self) -> u8 {
        let at = Self::ALL.iter().position(|accepts| *accepts == self);
        at.and_then(|at| u8::try_from(at).ok()).unwrap_or_default()
    }

    /// What the image knows by this number.
    #[must_use]
    pub fn numbered(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }
}

/// A value that a message can give.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Value<S> {
    /// What it accepts.
    pub accepts: Accepts,
    /// What stands in its place in a command where no message gave it.
    pub placeholder: S,
    /// What stands in its place in a sentence where no message gave it.
    pub label: Text<S>,
}

/// `services.json` and `values.json`: the tables beside the entries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tables<S> {
    /// Date of the catalogue, `YYYY-MM-DD`.
    pub date: S,
    /// Services in the order in which they are shown.
    pub services: Vec<Named<S>>,
    /// Categories in the order in which they are shown.
    pub categories: Vec<Named<S>>,
    /// Value names, sorted.
    pub values: Vec<(S, Value<S>)>,
}

// serde's own `default` asks `S: Default`; these do not.
fn none<T>() -> Option<T> {
    None
}

fn current<S>() -> Status<S> {
    Status::Current
}
