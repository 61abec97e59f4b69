//! One kind of error, as small as it can be kept: a hostile log has thousands.

use std::rc::Rc;

use super::strings::{Interner, Symbol};
use super::timeline::Times;
use crate::catalogue::Id;
use crate::catalogue::products::Product;
use crate::recognise::Match;
use crate::report::Explained;
use crate::report::fields::{self, Rule};

/// Most values kept in all: a bound for hostile input.
const KEPT: usize = 16_384;

/// A place in the input, and the time that stood there.
#[derive(Clone)]
pub struct Seen {
    pub file: Option<Rc<str>>,
    pub offset: u64,
    pub line: u64,
    pub time: Written,
}

/// A value that stood beside the code.
pub struct CountedValue {
    /// Number of its field.
    pub field: u8,
    pub name: Symbol,
    pub value: Symbol,
    pub count: u64,
}

/// One kind so far.
pub struct Kind {
    pub id: Option<Id>,
    pub case: Option<u16>,
    pub product: Option<Product>,
    pub matched: Match,
    pub is_module: bool,
    pub query: Symbol,
    pub module: Option<(Symbol, Symbol)>,
    pub count: u64,
    /// How often values stood there that are not kept.
    pub more: u64,
    pub first: Seen,
    pub last: Seen,
    /// Texts by number of their field.
    pub texts: Vec<(u8, Symbol)>,
    pub values: Vec<CountedValue>,
    pub times: Times,
    /// What a summary says of a code of which this catalogue says nothing.
    pub foreign: Option<Box<Explained>>,
    /// Number of the record in which it was seen last.
    pub record: u64,
}

/// What the kinds of a run share.
#[derive(Default)]
pub struct Store {
    pub texts: Interner,
    /// Number of values kept.
    kept: usize,
    /// A number has reached the greatest there is.
    pub saturated: bool,
    /// Texts were left out.
    pub lost: bool,
    /// Values were left out.
    pub overflown: bool,
}

impl Store {
    /// Adds to a number, or notes that it cannot be added to.
    pub fn add(&mut self, number: &mut u64, more: u64) {
        let sum = number.checked_add(more);
        self.saturated |= sum.is_none();
        *number = sum.unwrap_or(u64::MAX);
    }

    /// Keeps a text, once; notes that it could not.
    fn keep(&mut self, text: &str) -> Option<Symbol> {
        let kept = self.texts.keep_some(text);
        self.lost |= kept.is_none();
        kept
    }
}

impl Kind {
    /// A kind that begins here, of nothing yet.
    pub fn new(query: Symbol, seen: Seen) -> Self {
        Self {
            id: None,
            case: None,
            product: None,
            matched: Match::Unknown,
            is_module: false,
            query,
            module: None,
            count: 0,
            more: 0,
            first: seen.clone(),
            last: seen,
            texts: Vec::new(),
            values: Vec::new(),
            times: Times::default(),
            foreign: None,
            record: 0,
        }
    }

    /// Notes the number of a module and its message.
    pub fn module(&mut self, number: &str, message: &str, store: &mut Store) {
        self.module = store.keep(number).zip(store.keep(message));
    }

    /// Notes the text of a field by the field's rule: of those of which each counts
    /// once within its bound; others only where the kind begins.
    pub fn text(&mut self, field: u8, text: &str, store: &mut Store) {
        let of_field = self.texts.iter().filter(|(of, _)| *of == field);
        match fields::field(field).rule {
            Rule::Union(most) => {
                if of_field.clone().count() == most {
                    return;
                }
                let mut known = of_field.map(|(_, text)| store.texts.get(*text));
                if known.any(|known| known == text) {
                    return;
                }
            }
            _ if self.count > 0 => return,
            _ => {}
        }
        if store.texts.takes(size_of::<(u8, Symbol)>())
            && let Some(text) = store.keep(text)
        {
            self.texts.push((field, text));
        } else {
            store.lost = true;
        }
    }

    /// Whether the list of a field takes no more texts.
    pub fn is_full(&self, field: u8) -> bool {
        let of_field = self.texts.iter().filter(|(of, _)| *of == field);
        matches!(fields::field(field).rule, Rule::Union(most) if of_field.count() == most)
    }

    /// Counts a value; a new one within the bounds.
    pub fn value(&mut self, field: u8, name: &str, value: &str, count: u64, store: &mut Store) {
        let symbols = store.texts.find(name).zip(store.texts.find(value));
        let known = symbols.and_then(|(name, value)| {
            let mut values = self.values.iter_mut();
            values.find(|v| v.value == value && v.name == name && v.field == field)
        });
        if let Some(known) = known {
            return store.add(&mut known.count, count);
        }
        let name = store.texts.keep_some(name);
        if !name.is_some_and(|name| self.new_value(field, name, value, count, store)) {
            store.overflown = true;
            store.add(&mut self.more, count);
        }
    }

    fn new_value(
        &mut self,
        field: u8,
        name: Symbol,
        value: &str,
        count: u64,
        store: &mut Store,
    ) -> bool {
        let of_name = self.values.iter();
        let of_name = of_name.filter(|v| v.field == field && v.name == name);
        let Rule::Counted(most) = fields::field(field).rule else {
            return false;
        };
        if of_name.count() == most
            || store.kept == KEPT
            || !store.texts.takes(size_of::<CountedValue>())
        {
            return false;
        }
        let Some(value) = store.texts.keep_some(value) else {
            return false;
        };
        store.kept += 1;
        self.values.push(CountedValue {
            field,
            name,
            value,
            count,
        });
        true
    }
}

/// Bytes of a time that need no memory of their own.
const SHORT: usize = 38;

/// A time as it stood there. Most are short, and the last one of a kind changes
/// with every occurrence.
#[derive(Clone)]
pub enum Written {
    /// The first bytes are the text; none where there was no time.
    Short([u8; SHORT], u8),
    /// With more digits than anything measures.
    Long(Box<str>),
}

impl Written {
    /// Of a text, where there was one.
    pub fn of(text: Option<&str>) -> Self {
        let text = text.unwrap_or_default();
        let mut short = [0; SHORT];
        match short.get_mut(..text.len()) {
            Some(room) => {
                room.copy_from_slice(text.as_bytes());
                Self::Short(short, u8::try_from(text.len()).unwrap_or_default())
            }
            None => Self::Long(text.into()),
        }
    }

    /// The text, where there was one.
    pub fn text(&self) -> Option<&str> {
        let text = match self {
            Self::Short(bytes, len) => std::str::from_utf8(&bytes[..usize::from(*len)]).ok()?,
            Self::Long(text) => text,
        };
        (!text.is_empty()).then_some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::Written;

    #[test]
    fn times_are_kept_as_they_stood_there() {
        let long = format!("2026-11-21 10:00:00.{}", "1".repeat(90));
        for text in [None, Some("10:00:00"), Some(&*long)] {
            assert_eq!(Written::of(text).text(), text);
        }
    }
}
