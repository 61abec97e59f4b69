//! Message classes: what a message says in any product. One leads where a code has no
//! case of its own for the message; alone it answers only a question.

use std::cmp::Reverse;

use super::message::{self, Matched};
use super::{Found, SPECIFIC, blank, products, values};
use crate::catalogue::Id;
use crate::catalogue::layers::{self, Level};
use crate::recognise::{Match, Rank};

impl Found<'_> {
    /// Gives each code whose own cases say nothing of its message the class of the
    /// message; a text without any code is the class itself.
    pub(super) fn classes(&mut self) {
        let wanted = match self.findings.is_empty() {
            true => self.whole,
            false => (0..self.findings.len()).any(|at| self.wants_class(at)),
        };
        if !wanted || self.signs().others() {
            return;
        }
        for number in 0..self.lexed.layers.len() {
            if !self.lexed.layers[number].decoded {
                continue;
            }
            let layer = self.lexed.layer(number);
            let is_class = |id: Id| id.level() == Level::Class;
            let mut found = match number {
                0 => message::find_at(layer, &self.marks.anchors, is_class),
                _ => message::find(layer, is_class),
            };
            found.retain(|m| is_class(m.pattern.id) && !self.lexed.is_escaped(number, m.start));
            found.sort_by_key(|m| Reverse(weight(m)));
            for matched in found {
                self.class(number, &matched);
            }
        }
    }

    /// The finding has neither a case nor is it more than its code.
    fn wants_class(&self, at: usize) -> bool {
        let finding = &self.findings[at];
        let wrapper = finding.id.is_some_and(|id| id.wrapper());
        let said = finding
            .case
            .is_some_and(|case| layers::class(case).is_none());
        !said && !wrapper && !finding.is_module && finding.matched != Match::Message
    }

    fn class(&mut self, layer: usize, matched: &Matched) {
        let id = matched.pattern.id;
        let (depth, at) = self.place(layer, matched.start);
        if self.findings.is_empty() {
            // A sentence of everybody's: somebody must have named Tencent.
            let named = self.signs().tencent() || !self.lexed.first().is_ascii();
            if id.needs_code() || !named {
                return;
            }
            let query = &self.lexed.layer(layer)[matched.start..matched.end];
            let rank = Rank {
                tier: SPECIFIC,
                depth: depth + 1,
                at,
            };
            let mut finding = blank(Some(id), Match::Message, query, rank);
            finding.product = products::product(self.lexed.first());
            for (name, value) in &matched.values {
                values::add(&mut finding.values, name, value);
            }
            return self.add(finding);
        }
        let Some(own) = self.spoken_of(layer, matched.start, at) else {
            return;
        };
        let own = &mut self.findings[own];
        if weight(matched) > own.weight {
            if own.id.is_none() {
                own.id = layers::no_family();
                own.matched = Match::Family;
            }
            own.case = id.as_case();
            own.weight = weight(matched);
            for (name, value) in &matched.values {
                values::add(&mut own.values, name, value);
            }
        }
    }

    /// The code that a message stands beside: of those in its scope the last before it.
    fn spoken_of(&self, layer: usize, start: usize, at: u32) -> Option<usize> {
        let mut all = (0..self.findings.len()).filter(|at| self.wants_class(*at));
        let first = all.next()?;
        if all.next().is_none() {
            return Some(first);
        }
        let inside = |f: &&super::Field| {
            usize::from(f.value.layer) == layer
                && (f.value.start as usize..f.value.end as usize).contains(&start)
        };
        let fields = self.lexed.fields.iter().filter(inside);
        let scope = fields.max_by_key(|f| f.depth)?.scope;
        let beside = (0..self.findings.len())
            .filter(|n| self.wants_class(*n) && self.findings[*n].scope == scope);
        let place = |n: &usize| {
            let own = self.findings[*n].rank.at;
            (own <= at, if own <= at { own } else { u32::MAX - own })
        };
        beside.max_by_key(place)
    }
}

/// What says most of the message leads, before what is said beside it.
fn weight(matched: &Matched) -> usize {
    let leads = !matched.pattern.id.gives_way();
    matched.weight + if leads { FIRST } else { 0 }
}

/// More than any message weighs.
const FIRST: usize = 1 << 16;
