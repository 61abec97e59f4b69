//! The kinds of a run in the order in which they should be read, explained one at a
//! time: of most of them only the row of a table is shown.

use std::cmp::Reverse;

use serde::{Serialize, Serializer};

use super::condition::Condition;
use super::kind::{Kind, Seen};
use super::kinds::Kinds;
use super::strings::Symbol;
use crate::catalogue::{self, Id};
use crate::recognise::{Finding, Match};
use crate::report::fields::{Slot, field};
use crate::report::{Explained, Explainer, Input, Position, Report, Str, Values};
use crate::text::shown;

/// The kinds of a run.
pub struct Ranking {
    kinds: Kinds,
    /// Numbers of the kinds.
    order: Vec<u32>,
    explainer: Explainer,
}

impl Kinds {
    /// The kinds, to be explained by this explainer.
    #[must_use]
    pub fn ranked(self, explainer: Explainer) -> Ranking {
        let mut order: Vec<u32> = (0..).take(self.kinds.len()).collect();
        order.sort_by_key(|n| {
            let kind = &self.kinds[*n as usize];
            (kind.wrapper(), Reverse(kind.count), *n)
        });
        Ranking {
            kinds: self,
            order,
            explainer,
        }
    }
}

impl Kind {
    fn wrapper(&self) -> bool {
        let own = self.case.is_none() && self.id.is_some_and(Id::wrapper);
        self.foreign.as_ref().map_or(own, |result| result.wrapper)
    }
}

impl Ranking {
    /// The whole answer.
    #[must_use]
    pub fn report(self, input: Input) -> Report<Self> {
        Report {
            more: self.kinds.more(),
            approximate: self.kinds.approximate(),
            ..Report::of(self.explainer.lang, input, self)
        }
    }

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
        &self.kinds.kinds[self.order[at] as usize]
    }

    fn text(&self, text: Symbol) -> &str {
        self.kinds.store.texts.get(text)
    }

    /// A finding that stands for all of a kind.
    fn finding(&self, kind: &Kind) -> Finding {
        let query = self.text(kind.query);
        let owned = |text: Symbol| self.text(text).to_owned();
        let mut finding = Finding::of(kind.id, kind.matched, query);
        finding.case = kind.case.map(usize::from);
        finding.product = kind.product;
        finding.is_module = kind.is_module;
        finding.module = kind
            .module
            .map(|(number, text)| (owned(number), owned(text)));
        finding
    }

    /// What a table says of the kind at this place.
    #[must_use]
    pub fn row(&self, at: usize) -> Explained {
        let kind = self.kind(at);
        let said = match &kind.foreign {
            Some(result) => (**result).clone(),
            None => self.explainer.brief(&self.finding(kind)),
        };
        self.counted(kind, said)
    }

    /// The rows of all.
    pub fn rows(&self) -> impl Iterator<Item = Explained> {
        (0..self.len()).map(|at| self.row(at))
    }

    /// Pages about the kind at this place.
    #[must_use]
    pub fn docs(&self, at: usize) -> Vec<Str> {
        let kind = self.kind(at);
        let entry = match kind.id {
            Some(id) => id.entry(self.explainer.lang),
            None if kind.is_module => catalogue::module_entry(),
            None => {
                let foreign = kind.foreign.as_ref();
                return foreign.map(|f| f.docs.clone()).unwrap_or_default();
            }
        };
        entry.docs.into_iter().map(Str::Borrowed).collect()
    }

    /// All of them, explained one after the other.
    pub fn explained(&self) -> impl Iterator<Item = Explained> {
        (0..self.len()).map(|at| self.explain(at))
    }

    fn explain(&self, at: usize) -> Explained {
        let kind = self.kind(at);
        let mut result = match &kind.foreign {
            Some(result) => {
                let module = kind.module.map(|(n, text)| (self.text(n), self.text(text)));
                Explained {
                    module: module.map(|(n, text)| self.explainer.module(n, text)),
                    ..(**result).clone()
                }
            }
            None => {
                let values = self.frequent(kind);
                self.explainer.sample(&self.finding(kind), values)
            }
        };
        result.values.clear();
        for (number, text) in &kind.texts {
            let text = self.text(*text);
            match field(*number).slot {
                // Messages and excerpts are kept as they are shown.
                Slot::Text(slot) => *slot(&mut result) = Some(text.to_owned()),
                Slot::List(slot) => slot(&mut result).push(shown(text).into_owned()),
                Slot::Own | Slot::Values(_) => {}
            }
        }
        for value in &kind.values {
            let Slot::Values(slot) = field(value.field).slot else {
                continue;
            };
            let (values, counts) = slot(&mut result);
            let name = self.text(value.name);
            let list = values.entry(name.to_owned()).or_default();
            list.push(shown(self.text(value.value)).into_owned());
            counts.entry(name.to_owned()).or_default().push(value.count);
        }
        Explained {
            appeared: u64::from(self.order[at]) + 1,
            more: kind.more,
            ..self.counted(kind, result)
        }
    }

    /// With how often and when.
    fn counted(&self, kind: &Kind, said: Explained) -> Explained {
        Explained {
            count: kind.count,
            first: Some(position(&kind.first)),
            last: Some(position(&kind.last)),
            timeline: kind.times.shown(&self.kinds.scale),
            ..said
        }
    }

    /// The values of a kind, those first that stood there most often: sentences are
    /// filled with them.
    fn frequent(&self, kind: &Kind) -> Values {
        let mut frequent = Values::new();
        let mut order: Vec<_> = kind.values.iter().collect();
        order.sort_by_key(|v| Reverse(v.count));
        for value in order {
            let list = frequent.entry(self.text(value.name).to_owned());
            let value = shown(self.text(value.value)).into_owned();
            list.or_default().push(value);
        }
        frequent
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
        let mut kinds = self.kinds.kinds.iter();
        kinds.any(|kind| kind.matched != Match::Unknown)
    }
}

fn position(seen: &Seen) -> Position {
    Position {
        file: seen.file.as_deref().map(str::to_owned),
        line: seen.line,
        offset: seen.offset,
        time: seen.time.text().map(|t| shown(t).into_owned()),
    }
}

impl Report<Ranking> {
    /// With all results explained at once.
    #[must_use]
    pub fn in_full(self) -> Report {
        Report {
            results: self.results.explained().collect(),
            schema: self.schema,
            cberr: self.cberr,
            catalogue: self.catalogue,
            lang: self.lang,
            input: self.input,
            more: self.more,
            approximate: self.approximate,
        }
    }
}

/// Written as it is explained: never all at once in memory.
impl Serialize for Ranking {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.explained())
    }
}
