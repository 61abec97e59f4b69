//! The fields of a result, and what becomes of each where two results of one kind are
//! added up. `summary` counts by this table; a test holds it against the schema.

use std::collections::BTreeMap;

use super::types::{Explained, Values};
use crate::recognise::values::{REQUEST_IDS, VALUES};

/// A field of a result.
#[derive(Debug)]
pub struct ResultField {
    /// Its name in JSON.
    pub name: &'static str,
    /// How two of them are added up.
    pub rule: Rule,
    /// Where it stands, if a kind keeps it by this table alone.
    pub slot: Slot,
    /// Version 1 of the contract is going to have it.
    pub coming: bool,
}

/// How the field of two results of one kind is added up. "The first" goes by the order
/// in which the results come, so every rule but `AtLeast` says the same in whatever
/// groups results are added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// It makes the kind: both have the same.
    Kind,
    /// The catalogue says it anew; of what it does not know, that of the first.
    Catalogue,
    /// That of the first, also where it has none.
    First,
    /// That of the last.
    Last,
    /// The sum, up to the greatest number there is.
    Sum,
    /// Step by step the sum, where both say as much of their day; else that of the one
    /// that says more.
    Timeline,
    /// Counted anew.
    Order,
    /// Each once, in their order, up to so many.
    Union(usize),
    /// Each value of a name once, in their order, up to so many of a name, with the sum
    /// of its counts. How often others stood there is added to `more`.
    Counted(usize),
    /// Goes with the field of this name.
    With(&'static str),
    /// The greatest.
    Greatest,
    /// How many different ones there are of what the list of this name begins with:
    /// the greatest of the two, and no less than stand in the list. It is exact as
    /// long as the list is not full. Beyond that it says "at least", because nobody
    /// knows which of them both have counted.
    AtLeast(&'static str),
}

/// Where in a result a field stands that a kind keeps as texts.
#[derive(Clone, Copy)]
pub enum Slot {
    /// The kind knows it by itself.
    Own,
    /// A text.
    Text(fn(&mut Explained) -> &mut Option<String>),
    /// A list of texts.
    List(fn(&mut Explained) -> &mut Vec<String>),
    /// Values by name, and how often each of them stood there.
    Values(fn(&mut Explained) -> (&mut Values, &mut Counts)),
}

/// How often each of the values of a name stood there.
type Counts = BTreeMap<String, Vec<u64>>;

impl std::fmt::Debug for Slot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Own => "Own",
            Self::Text(_) => "Text",
            Self::List(_) => "List",
            Self::Values(_) => "Values",
        })
    }
}

/// Most codes kept that stood around a kind.
const AROUND: usize = 16;

/// Every field of a result. `product` is to tell apart what two products mean by one
/// code; a certain finding is as certain in every record, so that `confidence` differs
/// only among the likely ones.
pub const FIELDS: &[ResultField] = &[
    own("code", Rule::Kind),
    own("service", Rule::Kind),
    own("category", Rule::Catalogue),
    own("match", Rule::First),
    own("level", Rule::Catalogue),
    own("product", Rule::Kind),
    own("query", Rule::First),
    own("case", Rule::Kind),
    own("wrapper", Rule::Catalogue),
    own("harmless", Rule::Catalogue),
    list("wrapped_by", AROUND, |r| &mut r.wrapped_by),
    own("meaning", Rule::Catalogue),
    own("causes", Rule::Catalogue),
    own("steps", Rule::Catalogue),
    own("fault", Rule::Catalogue),
    own("retry", Rule::Catalogue),
    own("http_status", Rule::Catalogue),
    own("aliases", Rule::Catalogue),
    own("see_also", Rule::Catalogue),
    own("differences", Rule::Catalogue),
    own("docs", Rule::Catalogue),
    own("sources", Rule::Catalogue),
    own("decided_by", Rule::Catalogue),
    own("module", Rule::First),
    text("message", |r| &mut r.message),
    ResultField {
        name: "values",
        rule: Rule::Counted(VALUES),
        slot: Slot::Values(|r| (&mut r.values, &mut r.value_counts)),
        coming: false,
    },
    own("value_counts", Rule::With("values")),
    own("more", Rule::Sum),
    list("request_ids", REQUEST_IDS, |r| &mut r.request_ids),
    own("suggestions", Rule::Catalogue),
    own("count", Rule::Sum),
    own("first", Rule::First),
    own("last", Rule::Last),
    text("excerpt", |r| &mut r.excerpt),
    own("appeared", Rule::Order),
    own("timeline", Rule::Timeline),
    own("legacy", Rule::Catalogue),
    coming("confidence", Rule::Greatest),
    coming("evidence", Rule::With("confidence")),
    coming("also", Rule::Union(AROUND)),
    coming("requests", Rule::AtLeast("request_ids")),
    coming("context", Rule::Counted(VALUES)),
];

/// Number of `message` among the fields.
pub const MESSAGE: u8 = number("message");
/// Number of `excerpt`.
pub const EXCERPT: u8 = number("excerpt");
/// Number of `wrapped_by`.
pub const WRAPPED_BY: u8 = number("wrapped_by");
/// Number of `request_ids`.
pub const REQUESTS: u8 = number("request_ids");
/// Number of `values`.
pub const NOTED: u8 = number("values");

/// The field of a number.
#[must_use]
pub fn field(number: u8) -> &'static ResultField {
    &FIELDS[usize::from(number)]
}

const fn own(name: &'static str, rule: Rule) -> ResultField {
    ResultField {
        name,
        rule,
        slot: Slot::Own,
        coming: false,
    }
}

const fn coming(name: &'static str, rule: Rule) -> ResultField {
    ResultField {
        coming: true,
        ..own(name, rule)
    }
}

const fn text(name: &'static str, slot: fn(&mut Explained) -> &mut Option<String>) -> ResultField {
    ResultField {
        slot: Slot::Text(slot),
        ..own(name, Rule::First)
    }
}

const fn list(
    name: &'static str,
    most: usize,
    slot: fn(&mut Explained) -> &mut Vec<String>,
) -> ResultField {
    ResultField {
        slot: Slot::List(slot),
        ..own(name, Rule::Union(most))
    }
}

/// The number of a field; a name that is not in the table does not compile.
const fn number(name: &str) -> u8 {
    let mut number = 0;
    while !same(FIELDS[number].name, name) {
        number += 1;
    }
    number as u8
}

const fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::{FIELDS, Rule, Slot};
    use crate::report::{Explained, Position, Timeline};

    fn names(coming: bool) -> BTreeSet<String> {
        let fields = FIELDS.iter().filter(|f| f.coming == coming);
        fields.map(|f| f.name.to_owned()).collect()
    }

    fn keys(object: &Value) -> BTreeSet<String> {
        let object = object.as_object().expect("an object");
        object.keys().cloned().collect()
    }

    #[test]
    fn every_field_of_the_schema_has_a_rule() {
        let schema = include_str!("../../docs/output.schema.json");
        let schema: Value = serde_json::from_str(schema).expect("JSON");
        assert_eq!(keys(&schema["$defs"]["result"]["properties"]), names(false));
        assert_eq!(FIELDS.len(), names(false).len() + names(true).len());
    }

    #[test]
    fn every_field_of_a_result_has_a_rule() {
        let full = Explained {
            query: "X".into(),
            harmless: true,
            decided_by: vec![Default::default()],
            first: Some(Position::default()),
            last: Some(Position::default()),
            value_counts: [(String::new(), Vec::new())].into(),
            more: 1,
            excerpt: Some(String::new()),
            appeared: 1,
            timeline: Some(Timeline::default()),
            legacy: Some(String::new()),
            ..Explained::default()
        };
        let full = serde_json::to_value(full).expect("JSON");
        assert_eq!(keys(&full), names(false));
    }

    /// A rule that needs a slot has one that leads to the field of its name.
    #[test]
    fn slots_lead_to_their_fields() {
        for field in FIELDS.iter().filter(|f| !f.coming) {
            let mut result = Explained::default();
            let (want, with) = match (field.rule, field.slot) {
                (Rule::Union(most), Slot::List(list)) => {
                    assert!(most > 0);
                    list(&mut result).push("x".into());
                    (serde_json::json!(["x"]), None)
                }
                (Rule::First, Slot::Text(text)) => {
                    *text(&mut result) = Some("x".into());
                    (serde_json::json!("x"), None)
                }
                (Rule::Counted(most), Slot::Values(values)) => {
                    assert!(most > 0);
                    let (values, counts) = values(&mut result);
                    values.insert("a".into(), vec!["x".into()]);
                    counts.insert("a".into(), vec![2]);
                    let with = FIELDS.iter().find(|f| f.rule == Rule::With(field.name));
                    (serde_json::json!({"a": ["x"]}), with)
                }
                (Rule::Union(_) | Rule::Counted(_), slot) => panic!("{}: {slot:?}", field.name),
                (_, Slot::Own) => continue,
                (rule, slot) => panic!("{}: {rule:?} {slot:?}", field.name),
            };
            let result = serde_json::to_value(result).expect("JSON");
            assert_eq!(result[field.name], want, "{}", field.name);
            if let Some(with) = with {
                assert_eq!(result[with.name], serde_json::json!({"a": [2]}));
            }
        }
    }
}
