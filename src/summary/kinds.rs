//! What a log holds, by kind: (service, code, case). Memory stays bounded whatever
//! comes in.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use foldhash::fast::RandomState;

use super::kind::{Kind, Seen, Store, Written};
use super::strings::Symbol;
use super::timeline::Scale;
use crate::catalogue::Id;
use crate::catalogue::products::Product;
use crate::recognise::{Finding, Match, Record};
use crate::report::Approximate;
use crate::report::fields::{EXCERPT, MESSAGE, NOTED, REQUESTS, WRAPPED_BY};
use crate::text::excerpt::{self, Source};
use crate::text::time::{Form, Stamp};
use crate::text::{mask, shown};

/// Most kinds that are told apart of codes that the catalogue does not hold.
const UNKNOWN: usize = 1000;

/// What makes a kind. A code that is not in the catalogue has its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum KindKey {
    Known(Id, Option<u16>, Option<Product>),
    Other(Symbol),
}

/// The kinds of a whole run, in the order in which they appeared.
#[derive(Default)]
pub struct Kinds {
    /// No excerpt is shown.
    alone: bool,
    /// Each in a place of its own: a vector of them would be moved as it grows,
    /// and leave holes of its size behind.
    #[allow(clippy::vec_box)]
    pub(super) kinds: Vec<Box<Kind>>,
    numbers: HashMap<KindKey, u32, RandomState>,
    pub(super) store: Store,
    unknown: usize,
    pub(super) scale: Scale,
    /// Name of the input.
    file: Option<Rc<str>>,
    /// Records with findings.
    records: u64,
    /// Occurrences of codes beyond those told apart.
    pub(super) more: u64,
    /// What was not exact in what was added.
    pub(super) approximate: BTreeSet<Approximate>,
}

impl Kinds {
    /// What is counted is all that there is: its message is shown, and no excerpt.
    pub fn alone(&mut self) {
        self.alone = true;
    }

    /// Another input begins.
    pub fn input(&mut self, name: Option<&str>) {
        self.file = name.map(Rc::from);
    }

    /// Records with findings.
    #[must_use]
    pub fn records(&self) -> u64 {
        self.records
    }

    /// Occurrences of codes beyond those told apart.
    #[must_use]
    pub fn more(&self) -> u64 {
        self.more
    }

    /// What is not exact.
    #[must_use]
    pub fn approximate(&self) -> BTreeSet<Approximate> {
        let store = &self.store;
        let own = [
            (store.saturated, Approximate::Counts),
            (self.more > 0, Approximate::Unknown),
            (store.overflown, Approximate::Values),
            (store.lost, Approximate::Samples),
        ];
        let own = own.iter().filter(|(is, _)| *is).map(|(_, what)| *what);
        own.chain(self.approximate.iter().copied()).collect()
    }

    /// Counts the findings of a record: each kind once.
    pub fn record(&mut self, record: Record<'_>, findings: &[Finding], time: Option<Stamp<'_>>) {
        self.records += 1;
        if let Some(time) = time {
            self.make_room(time.form, time.seconds, time.seconds);
        }
        let source = Source::new(record.bytes);
        for finding in findings {
            match self.of_finding(finding, record, &source, time) {
                Some(number) => self.count(number, finding, record, time),
                None => self.store.add(&mut self.more, 1),
            }
        }
    }

    /// Makes room on the timelines; all go over to its steps.
    pub(super) fn make_room(&mut self, form: Form, first: i64, last: i64) {
        if self.scale.admit(form, first, last) {
            let scale = self.scale;
            self.kinds.iter_mut().for_each(|k| k.times.follow(&scale));
        }
    }

    /// The number of the finding's kind; `None` when there are too many.
    fn of_finding(
        &mut self,
        finding: &Finding,
        record: Record<'_>,
        source: &Source<'_>,
        time: Option<Stamp<'_>>,
    ) -> Option<usize> {
        let case = finding.case.and_then(|case| u16::try_from(case).ok());
        let known = finding.id.filter(|_| finding.matched != Match::Family);
        let name = match known {
            Some(_) => Cow::default(),
            None => name(shown(&finding.query), case, finding.product),
        };
        let known = known.map(|id| KindKey::Known(id, case, finding.product));
        if let Some(number) = self.find(known, &name) {
            return Some(number);
        }
        let seen = self.seen(record, time);
        let number = self.begin(known, &name, &finding.query, seen)?;
        let (kind, store) = (&mut self.kinds[number], &mut self.store);
        kind.id = finding.id;
        kind.case = case;
        kind.product = finding.product;
        kind.matched = finding.matched;
        kind.is_module = finding.is_module;
        if let Some((module, message)) = &finding.module {
            kind.module(module, message, store);
        }
        if let Some(message) = &finding.message {
            kind.text(MESSAGE, &excerpt::start(&shown(message)), store);
        }
        if !self.alone {
            kind.text(EXCERPT, &source.around(&finding.query), store);
        }
        Some(number)
    }

    pub(super) fn find(&self, known: Option<KindKey>, name: &str) -> Option<usize> {
        let other = || self.store.texts.find(name).map(KindKey::Other);
        let number = self.numbers.get(&known.or_else(other)?);
        number.map(|number| *number as usize)
    }

    /// A kind that was not there before; `None` when there are too many. What is not in
    /// the catalogue goes by its name.
    pub(super) fn begin(
        &mut self,
        known: Option<KindKey>,
        name: &str,
        query: &str,
        seen: Seen,
    ) -> Option<usize> {
        if known.is_none() {
            if self.unknown == UNKNOWN {
                return None;
            }
            self.unknown += 1;
        }
        let texts = &mut self.store.texts;
        let key = known.unwrap_or_else(|| KindKey::Other(texts.keep(name)));
        let number = self.kinds.len();
        let kind = Kind::new(texts.keep(query), seen);
        self.kinds.push(Box::new(kind));
        self.numbers.insert(key, u32::try_from(number).ok()?);
        Some(number)
    }

    fn seen(&self, record: Record<'_>, time: Option<Stamp<'_>>) -> Seen {
        Seen {
            file: self.file.clone(),
            offset: record.offset,
            line: record.line,
            time: Written::of(time.map(|t| t.text)),
        }
    }

    fn count(
        &mut self,
        number: usize,
        finding: &Finding,
        record: Record<'_>,
        time: Option<Stamp<'_>>,
    ) {
        let seen = self.seen(record, time);
        let (kind, store) = (&mut self.kinds[number], &mut self.store);
        // Two findings of a record can be of one kind.
        if kind.record == self.records {
            return;
        }
        kind.record = self.records;
        store.add(&mut kind.count, 1);
        kind.last = seen;
        if let Some(time) = time {
            kind.times.put(&self.scale, time.form, time.seconds, 1);
        }
        for code in &finding.wrapped_by {
            kind.text(WRAPPED_BY, code, store);
        }
        if !kind.is_full(REQUESTS) {
            // `RequestId: SecretId=AKID…` of a garbled line hides nothing.
            let ids = finding.request_ids.iter();
            for id in ids.filter(|id| mask::spans(id).is_empty()) {
                kind.text(REQUESTS, id, store);
            }
        }
        for (name, list) in &finding.values {
            for value in list {
                kind.value(NOTED, name, value, 1, store);
            }
        }
    }
}

/// The name of a kind that the catalogue has not: its code, what its message says, and
/// whose it is. No name of a code that stands in a log has a blank in it.
pub(super) fn name(
    code: Cow<'_, str>,
    case: Option<u16>,
    product: Option<Product>,
) -> Cow<'_, str> {
    match (case, product) {
        (None, None) => code,
        _ => {
            let product = product.map(Product::id).unwrap_or_default();
            format!("{code} {} {product}", case.unwrap_or_default()).into()
        }
    }
}
