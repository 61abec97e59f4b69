//! Results of other runs, added to the kinds.

use std::borrow::Cow;
use std::rc::Rc;

use super::kind::{Seen, Written};
use super::kinds::{KindKey, Kinds, name};
use super::timeline::plausible;
use crate::catalogue::{self, Id, layers, products};
use crate::recognise::{Match, module_number};
use crate::report::fields::{FIELDS, Slot};
use crate::report::{Approximate, Explained, Position};
use crate::text::lang::Lang;
use crate::text::time;

impl Kinds {
    /// Adds what a summary says beside its results.
    pub fn add_rest(&mut self, more: u64, approximate: impl IntoIterator<Item = Approximate>) {
        self.store.add(&mut self.more, more);
        self.approximate.extend(approximate);
    }

    /// Adds a result of a summary, by the rules of its fields. The results of a summary
    /// come in the order in which they appeared.
    pub fn add(&mut self, mut result: Explained) {
        if result.count == 0 {
            return;
        }
        let timeline = result.timeline.take().filter(plausible);
        let stamp = result.first.as_ref().and_then(|p| p.time.clone());
        let stamp = stamp.as_deref().and_then(time::read);
        let stamp = stamp.filter(|_| timeline.is_none());
        let range = timeline.as_ref().map(|t| (t.form, t.first, t.last));
        let range = range.or(stamp.map(|s| (s.form, s.seconds, s.seconds)));
        if let Some((form, first, last)) = range {
            self.make_room(form, first, last);
        }
        let Some(number) = self.of_result(&mut result) else {
            return self.store.add(&mut self.more, result.count);
        };
        let (kind, store) = (&mut self.kinds[number], &mut self.store);
        for (field, number) in FIELDS.iter().zip(0..) {
            match field.slot {
                Slot::Own => {}
                Slot::Text(text) => {
                    let text = text(&mut result).take();
                    text.iter().for_each(|text| kind.text(number, text, store));
                }
                Slot::List(list) => {
                    let list = std::mem::take(list(&mut result));
                    list.iter().for_each(|text| kind.text(number, text, store));
                }
                Slot::Values(of) => {
                    let once = result.count;
                    let (values, counts) = of(&mut result);
                    for (name, list) in std::mem::take(values) {
                        // Of a single record each stood as often as the error.
                        let counts = counts.remove(&name).unwrap_or_default();
                        let counts = counts.into_iter().chain(std::iter::repeat(once));
                        for (value, count) in list.iter().zip(counts) {
                            kind.value(number, &name, value, count, store);
                        }
                    }
                }
            }
        }
        if let Some(timeline) = &timeline {
            kind.times.add(&self.scale, timeline);
        } else if let Some(stamp) = stamp {
            let (form, seconds) = (stamp.form, stamp.seconds);
            kind.times.put(&self.scale, form, seconds, result.count);
        }
        store.add(&mut kind.count, result.count);
        store.add(&mut kind.more, result.more);
        if let Some(last) = result.last {
            kind.last = seen_before(last);
        }
    }

    /// The number of the result's kind; `None` when there are too many, or what a
    /// foreign one says needs too much room.
    fn of_result(&mut self, result: &mut Explained) -> Option<usize> {
        let entry = entry(result);
        let is_module = entry.is_none() && is_module(result);
        let foreign = entry.is_none() && !is_module && result.service.is_some();
        let product = result.product.as_deref().and_then(products::named);
        // A family, or a message class beside a code that has nothing else.
        let printed = entry.is_some_and(|(id, _)| id.code() != result.code);
        let known = entry.filter(|_| !printed);
        let known = known.map(|(id, case)| KindKey::Known(id, case, product));
        // No name of a code that stands in a log has a blank in it.
        let name = match &result.service {
            Some(service) if foreign => {
                let case = result.case.as_deref().unwrap_or_default();
                let family = result.matched == Match::Family;
                let query = if family { &result.query } else { "" };
                let product = result.product.as_deref().unwrap_or_default();
                format!("{service} {} {case} {query} {product}", result.code)
            }
            _ if known.is_some() => String::new(),
            _ => {
                let case = entry.and_then(|(_, case)| case);
                name(Cow::Borrowed(&*result.query), case, product).into_owned()
            }
        };
        if let Some(number) = self.find(known, &name) {
            return Some(number);
        }
        let foreign = foreign.then(|| Box::new(of_catalogue(result)));
        if let Some(foreign) = &foreign {
            let room = serde_json::to_vec(foreign).map_or(0, |json| json.len());
            if !self.store.texts.takes(room) {
                return None;
            }
        }
        let first = seen_before(result.first.take().unwrap_or_default());
        let number = self.begin(known, &name, &result.query, first)?;
        let (kind, store) = (&mut self.kinds[number], &mut self.store);
        kind.id = entry.map(|(id, _)| id);
        kind.case = entry.and_then(|(_, case)| case);
        kind.product = product;
        kind.matched = match printed {
            true => Match::Family,
            false => result.matched,
        };
        kind.is_module = is_module;
        if let Some(module) = &result.module {
            kind.module(&module.number, &module.message, store);
        }
        kind.foreign = foreign;
        Some(number)
    }
}

fn seen_before(position: Position) -> Seen {
    Seen {
        file: position.file.as_deref().map(Rc::from),
        offset: position.offset,
        line: position.line,
        time: Written::of(position.time.as_deref()),
    }
}

/// What a summary says of a code itself: all but what was counted.
fn of_catalogue(result: &Explained) -> Explained {
    let mut own = Explained {
        first: None,
        last: None,
        module: None,
        timeline: None,
        ..result.clone()
    };
    for field in FIELDS {
        match field.slot {
            Slot::Own => {}
            Slot::Text(text) => *text(&mut own) = None,
            Slot::List(list) => list(&mut own).clear(),
            Slot::Values(of) => {
                let (values, counts) = of(&mut own);
                values.clear();
                counts.clear();
            }
        }
    }
    own
}

fn is_module(result: &Explained) -> bool {
    let place = result.service.as_deref().zip(result.category.as_deref());
    place == Some(catalogue::MODULE_PLACE) && module_number(&result.code).is_some()
}

/// The entry and the number of the case that a result names.
pub fn entry(result: &Explained) -> Option<(Id, Option<u16>)> {
    let service = result.service.as_deref()?;
    let hits = catalogue::find(&result.code);
    let own = |hit: &&catalogue::Hit| !hit.alias && hit.id.service_id() == service;
    let class = result.case.as_deref().and_then(layers::class_named);
    let id = match hits.iter().find(own) {
        Some(hit) => hit.id,
        None if result.matched == Match::Family => layers::family_of(&result.code, &[])?,
        None if class.is_some() => {
            layers::family_of(&result.code, &[]).or_else(layers::no_family)?
        }
        None => return None,
    };
    let Some(case) = &result.case else {
        return Some((id, None));
    };
    if let Some(class) = class.and_then(Id::as_case) {
        return Some((id, Some(u16::try_from(class).ok()?)));
    }
    // A case of its own, or one that its family's entry knows.
    let head = result.code.split('.').next().unwrap_or_default();
    let family = catalogue::find(head).into_iter().filter(|hit| own(&hit));
    let mut ids = std::iter::once(id).chain(family.map(|hit| hit.id));
    ids.find_map(|id| {
        let number = id.cases(Lang::En).position(|c| c.id == *case)?;
        Some((id, Some(u16::try_from(number).ok()?)))
    })
}
