//! What a log holds, by kind: (service, code, case). Memory stays bounded
//! whatever comes in.

use std::collections::HashMap;

use super::hash::Seed;
use super::kind::{Kind, Place, Value};
use super::strings::{Text, Texts};
use crate::catalogue::Id;
use crate::recognise::Finding;
use crate::recognise::Match;
use crate::recognise::Record;
use crate::recognise::values::{REQUEST_IDS, VALUES};
use crate::summary::timeline::Scale;
use crate::text::excerpt::{self, Source};
use crate::text::time::Stamp;
use crate::text::{mask, shown};

/// Most kinds of unknown codes that are told apart.
pub const UNKNOWN: usize = 1000;
/// Most codes kept that stood around a kind.
pub const AROUND: usize = 16;
/// Most values kept in all: a bound for hostile input.
const KEPT: usize = 16_384;

/// What makes a kind. A code that is not in the catalogue has its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Key {
    Known(Id, Option<usize>),
    Other(Text),
}

/// The kinds of a whole run.
#[derive(Default)]
pub struct Tally {
    /// Each in a place of its own: a vector of them would be moved as it grows,
    /// and leave holes of its size behind.
    #[allow(clippy::vec_box)]
    pub(super) kinds: Vec<Box<Kind>>,
    numbers: HashMap<Key, u32, Seed>,
    pub(super) texts: Texts,
    unknown: usize,
    kept: usize,
    pub(super) scale: Scale,
    /// Names of the inputs.
    pub(super) inputs: Vec<Option<String>>,
    /// Records with findings.
    pub records: u64,
    /// Occurrences of unknown codes beyond those told apart.
    pub more: u64,
}

impl Tally {
    /// Another input begins.
    pub fn input(&mut self, name: Option<String>) {
        self.inputs.push(name);
    }

    /// Counts the findings of a record: each kind once.
    pub fn record(&mut self, record: Record<'_>, findings: &[Finding], time: Option<Stamp<'_>>) {
        let place = Place {
            input: u32::try_from(self.inputs.len().saturating_sub(1)).unwrap_or(u32::MAX),
            offset: record.offset,
            line: record.line,
        };
        self.records += 1;
        if let Some(time) = time
            && self.scale.admit(time)
        {
            let scale = self.scale;
            self.kinds.iter_mut().for_each(|k| k.times.follow(&scale));
        }
        let source = Source::new(record.bytes);
        for finding in findings {
            match self.number(finding, place, &source) {
                Some(number) => self.count(number, finding, place, time),
                None => self.more += 1,
            }
        }
    }

    /// The number of the finding's kind; `None` when there are too many.
    fn number(&mut self, finding: &Finding, place: Place, source: &Source<'_>) -> Option<usize> {
        let key = match finding.id {
            Some(id) if finding.matched != Match::Family => Some(Key::Known(id, finding.case)),
            _ => self.texts.find(&finding.query).map(Key::Other),
        };
        let known = key.and_then(|key| self.numbers.get(&key));
        if let Some(number) = known {
            return Some(*number as usize);
        }
        let key = match key {
            Some(key @ Key::Known(..)) => key,
            _ if self.unknown == UNKNOWN => return None,
            _ => {
                self.unknown += 1;
                Key::Other(self.texts.keep(&finding.query))
            }
        };
        let number = self.kinds.len();
        let kind = self.kind(finding, place, source);
        self.kinds.push(Box::new(kind));
        self.numbers.insert(key, u32::try_from(number).ok()?);
        Some(number)
    }

    /// A kind that was not there before.
    fn kind(&mut self, finding: &Finding, place: Place, source: &Source<'_>) -> Kind {
        let texts = &mut self.texts;
        let message = finding.message.as_deref().map(shown);
        let module = finding.module.as_ref();
        Kind {
            id: finding.id,
            case: finding.case.and_then(|case| u16::try_from(case).ok()),
            matched: finding.matched,
            is_module: finding.is_module,
            query: texts.keep(&finding.query),
            module: module.and_then(|(number, text)| {
                Some((texts.keep_some(number)?, texts.keep_some(text)?))
            }),
            message: message.and_then(|m| texts.keep_some(&excerpt::start(&m))),
            excerpt: texts.put_some(&source.around(&finding.query)),
            ..Kind::new(place)
        }
    }

    fn count(&mut self, number: usize, finding: &Finding, place: Place, time: Option<Stamp<'_>>) {
        let Self {
            kinds,
            texts,
            scale,
            kept,
            ..
        } = self;
        let kind = &mut kinds[number];
        // Two findings of a record can be of one kind.
        if kind.count > 0 && kind.last.place == place {
            return;
        }
        kind.at(place, time.map(|t| t.text));
        if let Some(time) = time {
            kind.times.add(scale, time);
        }
        if kind.around.len() < AROUND {
            for code in &finding.wrapped_by {
                kind.around(code, texts);
            }
        }
        if kind.request_ids.len() < REQUEST_IDS {
            for id in &finding.request_ids {
                kind.request_id(id, texts);
            }
        }
        for (name, list) in &finding.values {
            for value in list {
                kind.value(name, value, texts, kept);
            }
        }
    }
}

impl Kind {
    /// Notes a code that stood around it, once, within the bound.
    fn around(&mut self, code: &str, texts: &mut Texts) {
        if self.around.len() < AROUND
            && !self.around.iter().any(|known| texts.get(*known) == code)
            && texts.takes(size_of::<Text>())
            && let Some(code) = texts.keep_some(code)
        {
            self.around.push(code);
        }
    }

    /// Notes a request id, once, within the bound.
    fn request_id(&mut self, id: &str, texts: &mut Texts) {
        if self.request_ids.len() < REQUEST_IDS
            && !self.request_ids.iter().any(|known| texts.get(*known) == id)
            // `RequestId: SecretId=AKID…` of a garbled line.
            && mask::spans(id).is_empty()
            && let Some(id) = texts.put_some(id)
        {
            self.request_ids.push(id);
        }
    }

    /// Counts a value; a new one within the bounds.
    fn value(&mut self, name: &str, value: &str, texts: &mut Texts, kept: &mut usize) {
        let name = texts.keep(name);
        if let Some(value) = texts.find(value)
            && let Some(known) = self
                .values
                .iter_mut()
                .find(|v| v.value == value && v.name == name)
        {
            known.count += 1;
            return;
        }
        let of_name = self.values.iter().filter(|v| v.name == name).count();
        if of_name < VALUES
            && *kept < KEPT
            && texts.takes(size_of::<Value>())
            && let Some(value) = texts.keep_some(value)
        {
            *kept += 1;
            self.values.push(Value {
                name,
                value,
                count: 1,
            });
        }
    }
}
