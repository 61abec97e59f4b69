//! From the text of one record to its findings, the cause first.
//!
//! `tokens` brings every carrier down to keys, values and words. `judge` asks whether
//! the value of a key is a code of Tencent's, `words` the same of words without a
//! key, both by the company they keep (`evidence`). `cases` lets the message speak
//! (`message`; `wording` reads it in other words), and `order` puts the innermost
//! specific code first.

mod cases;
mod classes;
mod conceal;
pub mod described;
pub mod evidence;
mod judge;
mod marks;
pub mod message;
mod once;
mod order;
mod products;
pub mod tokens;
pub mod values;
mod wording;
mod words;

use std::borrow::Cow;
use std::cell::Cell;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::catalogue::layers::Level;
use crate::catalogue::products::Product;
use crate::catalogue::{self, Hit, Id, layers};
use crate::text::{carrier, steps};
use marks::{Marks, Signs};
use once::Once;
use tokens::{Field, Key, Lexed};
use values::Noted;
use wording::Wordings;

/// A record in which an error was found, as it stands in its input.
#[derive(Clone, Copy, Debug)]
pub struct Record<'a> {
    /// Its bytes.
    pub bytes: &'a [u8],
    /// Number of its first line, from 1.
    pub line: u64,
    /// Offset of its first byte.
    pub offset: u64,
}

/// How a code was recognised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Match {
    /// Its official spelling, in any case.
    Exact,
    /// Another name of it.
    Alias,
    /// Read as this code in spite of wrong letters.
    Spelling,
    /// The text of its message.
    Message,
    /// The code before its last dot is known.
    Family,
    /// Not known.
    #[default]
    Unknown,
}

/// One code in one record.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The entry; none for an unknown code.
    pub id: Option<Id>,
    /// How it was recognised.
    pub matched: Match,
    /// The token as it stood in the input, or the matched text.
    pub query: Cow<'static, str>,
    /// The case that the message chose.
    pub case: Option<usize>,
    /// The module number and its message, for `(100004) …`.
    pub module: Option<(String, String)>,
    /// The finding is the module number itself.
    pub is_module: bool,
    /// Codes that stood around it, outermost first.
    pub wrapped_by: Vec<Cow<'static, str>>,
    /// The message beside the code; one for all that stand beside it.
    pub message: Option<Arc<str>>,
    /// What the record says besides.
    pub values: Noted,
    /// Request ids of the record.
    pub request_ids: Vec<String>,
    /// The product of Tencent Cloud that the record names.
    pub product: Option<Product>,
    /// Only a paste says so: in a log the same text would say nothing.
    pub likely: bool,
    rank: Rank,
    /// The scope it stands in.
    scope: u16,
    /// The flat text it stands in: layer and scope.
    run: Option<(u16, u16)>,
    /// Where it stands: text and byte.
    spot: Option<(u16, u32)>,
    /// How much of the message chose the case, in bytes.
    weight: usize,
}

impl Finding {
    /// A code and how it was recognised, without a record around it.
    #[must_use]
    pub fn of(id: Option<Id>, matched: Match, query: &str) -> Self {
        blank(id, matched, query, Rank::default())
    }

    /// The code as the catalogue spells it; of what has no words of its own, as it stands
    /// in the record.
    #[must_use]
    pub fn code(&self) -> &str {
        match self.id {
            Some(id) if self.matched != Match::Family => id.code(),
            _ => &self.query,
        }
    }

    /// How its answer was found: by its message, where that says more than its family; an
    /// official code is known in any case.
    #[must_use]
    pub fn answered(&self) -> Match {
        match self.matched {
            Match::Family if self.case.is_none() => Match::Family,
            Match::Family if layers::official(&self.query).is_some() => Match::Exact,
            Match::Family => Match::Message,
            matched => matched,
        }
    }

    /// How near to the code the words of its answer are; none for an unknown one.
    #[must_use]
    pub fn level(&self) -> Option<Level> {
        let class = self.case.is_some_and(|case| layers::class(case).is_some());
        match self.id?.level() {
            Level::Entry if self.matched != Match::Family => Some(Level::Entry),
            _ if class => Some(Level::Class),
            _ if self.matched == Match::Family => Some(Level::Family),
            level => Some(level),
        }
    }
}

/// What decides between the codes of one record: the specific before the
/// general, then the innermost, then the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    tier: u8,
    depth: u16,
    at: u32,
}

/// A code that only carries another.
const WRAPPER: u8 = 0;
/// A number or family name that a named code beside it outdoes.
const GENERAL: u8 = 1;
/// A code that says what happened.
const SPECIFIC: u8 = 2;
/// The code in a link of the message: the service's own word on it.
const LINKED: u8 = 3;

/// Recognises records; keeps its memory from one to the next.
#[derive(Default)]
pub struct Recogniser {
    lexed: Lexed,
    marks: Marks,
    wordings: Wordings,
    findings: Vec<Finding>,
    beyond: Beyond,
}

/// What is not told of records, because a bound was met.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Beyond {
    /// Codes of records that hold more than [`FINDINGS`].
    pub findings: u64,
    /// Records that were not read whole: they hold too many fields, words or scopes, or
    /// strings too deep in strings.
    pub records: u64,
}

/// Most findings of one record: a table of all codes in one line is no error, and what
/// each of them would say of the record is as long as the record.
pub const FINDINGS: usize = 64;

impl Recogniser {
    /// A recogniser.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The findings of one record, the cause first. With `whole`, the text is all that
    /// there is, a question: behind what is certain, which is the same in a log, comes
    /// what is only likely, such as a bare code.
    pub fn recognise(&mut self, record: &str, whole: bool) -> Vec<Finding> {
        // Its last line end is no part of a record.
        let text = carrier::taken_off(record.trim_end());
        self.lexed.read(&text);
        self.marks.read(&text);
        self.beyond.records += u64::from(self.lexed.truncated);
        let before = self.beyond.findings;
        let certain = self.weigh(record, false);
        if !whole || !(certain.is_empty() || words::may_complain(&self.lexed)) {
            return certain;
        }
        // The same record twice: what was left out counts once.
        self.beyond.findings = before;
        let more = self.weigh(record, true);
        pasted(certain, more)
    }

    /// The findings of the record that is read.
    fn weigh(&mut self, record: &str, whole: bool) -> Vec<Finding> {
        let mut found = Found {
            lexed: &self.lexed,
            marks: &self.marks,
            program: Cell::new(None),
            once: Once::default(),
            whole,
            left_out: 0,
            findings: std::mem::take(&mut self.findings),
        };
        found.fields();
        found.tokens();
        if whole && found.findings.is_empty() {
            found.bare();
        }
        found.of_product(record);
        found.messages();
        if whole && found.findings.is_empty() {
            found.reworded(&mut self.wordings);
        }
        if whole && found.findings.is_empty() {
            found.asked();
            found.messages();
        }
        found.function_result();
        found.success();
        found.classes();
        let mut findings = found.finish();
        conceal::conceal(record, &mut findings);
        self.findings = found.findings;
        self.beyond.findings += found.left_out;
        findings
    }

    /// What is beyond the bounds of the records read since this was asked last.
    pub fn beyond(&mut self) -> Beyond {
        std::mem::take(&mut self.beyond)
    }
}

/// What is certain, and behind it what only a paste says.
fn pasted(mut certain: Vec<Finding>, more: Vec<Finding>) -> Vec<Finding> {
    let same = |a: &Finding, b: &Finding| match a.id {
        Some(id) => b.id == Some(id),
        None => a.query == b.query,
    };
    let known = certain.len();
    for finding in more {
        if !certain[..known].iter().any(|own| same(own, &finding)) {
            certain.push(Finding {
                likely: true,
                ..finding
            });
        }
    }
    certain.truncate(FINDINGS);
    certain
}

/// The findings of a record in the making.
struct Found<'a> {
    lexed: &'a Lexed,
    /// What the text of the record holds.
    marks: &'a Marks,
    /// Where the last line asked about begins, and whether it is program text.
    program: Cell<Option<(usize, bool)>>,
    /// What every code asks of the record.
    once: Once,
    /// The record is all that there is.
    whole: bool,
    findings: Vec<Finding>,
    /// Findings beyond the bound.
    left_out: u64,
}

impl Found<'_> {
    /// The signs of the whole record.
    fn signs(&self) -> Signs {
        self.marks.signs
    }

    /// Values of code keys.
    fn fields(&mut self) {
        for field in &self.lexed.fields {
            if !field.key.is_code() {
                continue;
            }
            let code = self.lexed.text(field.value).trim();
            if !code.is_empty() && code.len() <= 200 {
                self.field(field, code);
            }
        }
    }

    fn field(&mut self, field: &Field, code: &str) {
        let Some(judged) = self.judge(field, code) else {
            return;
        };
        let known = known(code, judged.prefer);
        let hit = known.or_else(|| java(code).and_then(|c| catalogue::find_in(c, judged.prefer)));
        let depth = field.depth + judged.bonus;
        let before = self.findings.len();
        match hit {
            Some(hit) => self.hit(hit, code, depth, field.at),
            None if judged.unknown => self.unknown(code, depth, field.at),
            None => {}
        }
        if let Some(new) = self.findings.get_mut(before) {
            new.scope = field.scope;
            if field.key == Key::Link {
                new.rank.tier = LINKED;
            }
            if !field.quoted {
                new.run = Some((field.value.layer, field.scope));
            }
        }
        if field.key == Key::CodeDesc || is_v2(code) {
            self.module_of(field);
        }
    }

    fn any_code(&self) -> bool {
        !self.findings.is_empty()
    }

    /// `{"errorCode": 1, "errorMessage": …}`: a function failed, and nothing in the
    /// record says more.
    fn function_result(&mut self) {
        if self.any_code() || self.signs().others() {
            return;
        }
        let result = self.lexed.fields.iter().find(|f| {
            f.key == Key::ErrorCode
                && matches!(self.lexed.text(f.value), "1" | "-1")
                && self.lexed.value(f.scope, Key::Message).is_some()
        });
        if let Some(field) = result
            && let Some(hit) = known("FUNCTIONS_EXECUTE_FAIL", CLOUDBASE)
        {
            let query = self.lexed.text(field.value);
            self.hit(hit, query, field.depth, field.at);
            self.messages();
        }
    }

    /// `…:ok` and HTTP 2xx say that the call went well: what only wraps it is no
    /// error.
    fn success(&mut self) {
        let well = self
            .lexed
            .fields
            .iter()
            .any(|f| f.key == Key::Message && self.lexed.text(f.value).ends_with(":ok"));
        if well {
            self.findings
                .retain(|f| f.rank.depth > 0 && f.rank.tier > WRAPPER);
        }
    }

    fn hit(&mut self, hit: Hit, query: &str, depth: u16, at: u32) {
        steps::count(self.findings.len());
        let wrapper = hit.id.wrapper();
        let general = catalogue::is_number(hit.name) && !hit.name.starts_with('-')
            || evidence::is_family(hit.name);
        let tier = match (wrapper, general) {
            (true, _) => WRAPPER,
            (_, true) => GENERAL,
            _ => SPECIFIC,
        };
        let rank = Rank { tier, depth, at };
        if let Some(same) = self.findings.iter_mut().find(|f| f.id == Some(hit.id)) {
            same.rank.depth = same.rank.depth.max(depth);
            return;
        }
        let matched = if hit.alias {
            Match::Alias
        } else {
            Match::Exact
        };
        let query = if query.contains(hit.name) {
            Cow::Borrowed(hit.name)
        } else {
            Cow::Owned(query.to_owned())
        };
        self.add(Finding {
            query,
            ..blank(Some(hit.id), matched, "", rank)
        });
    }

    /// Notes a finding, within the bound.
    fn add(&mut self, finding: Finding) {
        if self.findings.len() < FINDINGS {
            self.findings.push(finding);
        } else {
            self.left_out += 1;
        }
    }

    /// A code without an entry: one of the official lists, else its family if that is
    /// known, else the code itself.
    fn unknown(&mut self, code: &str, depth: u16, at: u32) {
        steps::count(self.findings.len());
        let plain = code
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-'));
        if !plain || self.findings.iter().any(|f| f.query == code) {
            return;
        }
        let rank = Rank {
            tier: SPECIFIC,
            depth,
            at,
        };
        if let Some(official) = layers::official(code) {
            return self.add(blank(Some(official), Match::Exact, code, rank));
        }
        let family = layers::family_of(code, self.api_services());
        let matched = if family.is_some() {
            Match::Family
        } else {
            Match::Unknown
        };
        self.add(blank(family, matched, code, rank));
    }

    /// The module number in the message beside an API 2.0 code.
    fn module_of(&mut self, field: &Field) {
        if let Some(message) = self.lexed.value(field.scope, Key::Message)
            && let Some((number, text)) = module_number(message)
        {
            let (number, text) = (number.to_owned(), text.to_owned());
            let desc = self.lexed.value(field.scope, Key::CodeDesc).is_some();
            let code = self.lexed.value(field.scope, Key::Code);
            if code != Some(&number) {
                // Behind a codeDesc the number is nearer to the cause than the
                // common code; alone it says less.
                let depth = if desc { field.depth + 1 } else { 0 };
                self.module(&number, &text, depth, field.at);
            }
        }
    }

    fn module(&mut self, number: &str, message: &str, depth: u16, at: u32) {
        if self.findings.iter().any(|f| f.is_module) {
            return;
        }
        let rank = Rank {
            tier: GENERAL,
            depth,
            at,
        };
        self.add(Finding {
            is_module: true,
            module: Some((number.to_owned(), message.to_owned())),
            ..blank(None, Match::Exact, &format!("({number})"), rank)
        });
    }
}

fn blank(id: Option<Id>, matched: Match, query: &str, rank: Rank) -> Finding {
    Finding {
        id,
        matched,
        query: Cow::Owned(query.to_owned()),
        case: None,
        module: None,
        is_module: false,
        wrapped_by: Vec::new(),
        message: None,
        values: Noted::new(),
        request_ids: Vec::new(),
        product: None,
        likely: false,
        rank,
        scope: 0,
        run: None,
        spot: None,
        weight: 0,
    }
}

const WECHAT: &[&str] = &["wechat", "cloudbase"];
const CLOUDBASE: &[&str] = &["cloudbase", "wechat", "cloud-api"];

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// A number of the API 2.0 tables.
fn is_v2(code: &str) -> bool {
    code.len() == 4 && is_digits(code) && matches!(code.as_bytes()[0], b'4' | b'5' | b'6')
}

/// The code of `CODE-message`, as the Java SDK prints it.
fn java(word: &str) -> Option<&str> {
    let (code, rest) = word.split_once('-')?;
    (code.len() >= 5 && !rest.is_empty() && code.as_bytes()[0].is_ascii_uppercase()).then_some(code)
}

/// The entry of a code as printed, in the services preferred, else anywhere.
fn known(code: &str, prefer: &[&str]) -> Option<Hit> {
    catalogue::find_in(code, prefer)
}

/// The number and text of `(100004) incorrect projectId`.
#[must_use]
pub fn module_number(message: &str) -> Option<(&str, &str)> {
    let rest = message.trim_start().strip_prefix('(')?;
    let rest = rest.strip_prefix('(').unwrap_or(rest);
    let (number, text) = rest.split_once(')')?;
    let fits = (4..=6).contains(&number.len()) && is_digits(number);
    fits.then(|| (number, text.trim()))
}
