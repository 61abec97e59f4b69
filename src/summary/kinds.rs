//! The kinds of a log in the order in which they should be read, explained one
//! at a time: of most of them only the row of a table is shown.

use std::borrow::Cow;
use std::cmp::Reverse;

use super::kind::{Kind, Seen};
use super::strings::Text;
use super::tally::Tally;
use crate::catalogue::{self, Id};
use crate::report::sample::Sample;
use crate::report::{Explained, Explainer, Match, Position, Str, Values};
use crate::summary::condition::Condition;
use crate::summary::row::Row;
use crate::text;

/// The kinds of a log.
pub struct Kinds {
    tally: Tally,
    /// Numbers of the kinds.
    order: Vec<u32>,
    explainer: Explainer,
}

impl Tally {
    /// The kinds, to be explained by this explainer.
    #[must_use]
    pub fn kinds(self, explainer: Explainer) -> Kinds {
        let wrapper = |k: &Kind| k.case.is_none() && k.id.is_some_and(Id::wrapper);
        let mut order: Vec<u32> = (0..).take(self.kinds.len()).collect();
        order.sort_by_key(|n| {
            let kind = &self.kinds[*n as usize];
            (wrapper(kind), Reverse(kind.count), *n)
        });
        Kinds {
            tally: self,
            order,
            explainer,
        }
    }
}

impl Kinds {
    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// There are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    fn kind(&self, at: usize) -> &Kind {
        &self.tally.kinds[self.order[at] as usize]
    }

    fn text(&self, text: Text) -> &str {
        self.tally.texts.get(text)
    }

    fn sample<'a>(&'a self, kind: &Kind) -> Sample<'a> {
        Sample {
            id: kind.id,
            case: kind.case.map(usize::from),
            matched: kind.matched,
            is_module: kind.is_module,
            query: self.text(kind.query),
            module: kind
                .module
                .map(|(number, text)| (self.text(number), self.text(text))),
            message: kind.message.map(|message| self.text(message)),
        }
    }

    fn position(&self, seen: &Seen) -> Position {
        let input = self.tally.inputs.get(seen.place.input as usize);
        Position {
            file: input.cloned().flatten(),
            line: seen.place.line,
            offset: seen.place.offset,
            time: seen.time.text().map(str::to_owned),
        }
    }

    /// With the time as it may be shown whole; a table has no more than its clock.
    fn shown_position(&self, seen: &Seen) -> Position {
        let position = self.position(seen);
        Position {
            time: position
                .time
                .as_deref()
                .map(|t| text::shown(t).into_owned()),
            ..position
        }
    }

    /// What a table says of the kind at this place.
    #[must_use]
    pub fn row(&self, at: usize) -> Row<'_> {
        let kind = self.kind(at);
        let brief = Row::brief(&self.sample(kind));
        Row {
            count: kind.count,
            first: Some(Cow::Owned(self.position(&kind.first))),
            last: Some(Cow::Owned(self.position(&kind.last))),
            timeline: kind.times.shown(&self.tally.scale).map(Cow::Owned),
            ..brief
        }
    }

    /// Pages about the kind at this place.
    #[must_use]
    pub fn docs(&self, at: usize) -> Vec<Str> {
        let kind = self.kind(at);
        let entry = match kind.id {
            Some(id) => id.entry(self.explainer.lang),
            None if kind.is_module => catalogue::module_entry(),
            None => return Vec::new(),
        };
        entry.docs.into_iter().map(Str::Borrowed).collect()
    }

    /// All of them, explained one after the other.
    pub fn explained(&self) -> impl Iterator<Item = Explained> {
        (0..self.len()).map(|at| self.explain(at))
    }

    fn explain(&self, at: usize) -> Explained {
        let kind = self.kind(at);
        let shown = |text: &Text| text::shown(self.text(*text)).into_owned();
        // Sentences are filled with what stood there most often.
        let mut frequent = Values::new();
        let mut order: Vec<_> = kind.values.iter().collect();
        order.sort_by_key(|v| Reverse(v.count));
        for value in order {
            let list = frequent.entry(self.text(value.name).to_owned());
            list.or_default().push(shown(&value.value));
        }
        let explained = self.sample(kind).explain(&self.explainer, frequent);
        let mut explained = Explained {
            wrapped_by: kind.around.iter().map(shown).collect(),
            request_ids: kind.request_ids.iter().map(shown).collect(),
            values: Values::new(),
            excerpt: kind.excerpt.map(|text| self.text(text).to_owned()),
            timeline: kind.times.shown(&self.tally.scale),
            count: kind.count,
            first: Some(self.shown_position(&kind.first)),
            last: Some(self.shown_position(&kind.last)),
            appeared: u64::from(self.order[at]) + 1,
            ..explained
        };
        for value in &kind.values {
            let name = self.text(value.name);
            let list = explained.values.entry(name.to_owned()).or_default();
            list.push(shown(&value.value));
            let counts = explained.value_counts.entry(name.to_owned()).or_default();
            counts.push(value.count);
        }
        explained
    }

    /// Whether one of them fulfils one of the conditions.
    #[must_use]
    pub fn fulfil(&self, conditions: &[Condition]) -> bool {
        !conditions.is_empty()
            && (0..self.len()).any(|at| {
                let id = self.kind(at).id;
                let row = self.row(at);
                conditions.iter().any(|c| c.holds(&row, id))
            })
    }

    /// Whether anything known was found.
    #[must_use]
    pub fn known(&self) -> bool {
        let mut kinds = self.tally.kinds.iter();
        kinds.any(|kind| kind.matched != Match::Unknown)
    }
}
