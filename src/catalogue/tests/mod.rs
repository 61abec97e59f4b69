mod layout;
mod terms;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{Hit, accepts, begin_with, find, find_in, find_spelled, has, has_bytes};
use super::{ids, is_number, label, len, modules, names, neighbour, partition, pattern};
use super::{layout as form, pattern_count, placeholder, services};
use crate::catalogue::layers::family_of;
use crate::catalogue::model::Accepts;
use crate::text::lang::Lang;

fn codes(hits: &[Hit]) -> Vec<&str> {
    hits.iter().map(|hit| hit.id.code()).collect()
}

#[test]
fn the_first_that_is_not_before_is_found() {
    for count in 0..40 {
        for first in 0..=count {
            assert_eq!(
                partition(count, |at| at < first),
                first,
                "{first} of {count}"
            );
        }
    }
    for (byte, want, fits) in [
        (Some(b'a'), form::ANY, true),
        (None, form::ANY, true),
        (Some(b' '), b' ', true),
        (Some(b'\n'), b' ', true),
        (Some(b'a'), b' ', false),
        (None, b' ', false),
        (Some(b'a'), b'a', true),
        (Some(b'b'), b'a', false),
        (None, b'a', false),
    ] {
        assert_eq!(neighbour(byte.as_ref(), want), fits, "{byte:?} {want}");
    }
    for (text, number) in [
        ("1", true),
        ("-501000", true),
        ("+1", true),
        ("", false),
        ("-", false),
        ("--1", false),
        ("1a", false),
        ("1.0", false),
    ] {
        assert_eq!(is_number(text), number, "{text}");
    }
}

#[test]
fn every_name_is_found_in_its_spellings() {
    let mut entries = BTreeSet::new();
    for name in names() {
        let exact = find(name);
        assert!(
            !exact.is_empty() && has(name) && has_bytes(name.as_bytes()),
            "{name}"
        );
        assert!(exact.iter().all(|hit| hit.name == name), "{name}");
        // Codes before aliases, everyday ones first, each entry once.
        let order = exact.iter().map(|h| (!h.id.everyday(), h.alias, h.id));
        assert!(order.is_sorted(), "{name}");
        let once: BTreeSet<_> = exact.iter().map(|h| h.id).collect();
        assert_eq!(once.len(), exact.len(), "{name}");
        for hit in &exact {
            assert_eq!(hit.alias, hit.id.code() != name, "{name}");
            let own = find_in(name, &[hit.id.service_id()]).expect("it has one");
            assert_eq!(own.id.service(), hit.id.service(), "{name}");
        }
        assert_eq!(find_in(name, &[]), exact.first().copied(), "{name}");
        assert_eq!(find_in(name, &["nobody"]), exact.first().copied(), "{name}");
        let spelled = find_spelled(&format!(" {} ", name.to_lowercase().replace('_', "-")));
        assert!(
            is_number(name) || codes(&spelled).contains(&exact[0].id.code()),
            "{name}"
        );
        let begun = begin_with(&name[..name.len().min(6)]);
        assert!(begun.iter().any(|hit| hit.name == name), "{name}");
        entries.extend(exact.iter().map(|hit| hit.id));
        assert!(!has(&format!("{name}~")), "{name}");
    }
    assert_eq!(entries.len(), len());
    assert_eq!(ids().count(), len());
    assert!(!has("") && find("NO_SUCH_CODE").is_empty() && find_in("", &[]).is_none());
    assert!(begin_with("zzzz").is_empty());
    let services: Vec<&str> = services().map(|s| s.id).collect();
    assert!(
        services.len() > 3 && services.contains(&"tcb-api"),
        "{services:?}"
    );
}

#[test]
fn a_sign_that_was_typed_must_be_there() {
    assert_eq!(codes(&find_spelled("-501000"))[0], "-501000");
    assert_eq!(codes(&find_spelled("501000"))[0], "-501000");
    assert!(find_spelled("+501000").is_empty());
    assert!(find_spelled("1").is_empty() && !find_spelled("-1").is_empty());
    let two = find_spelled("sys err");
    assert!(codes(&two).contains(&"SYS_ERR"), "{:?}", codes(&two));
}

#[test]
fn a_family_stands_before_a_dot_or_alone() {
    let family = |code: &str| family_of(code, &[]).map(super::Id::code);
    assert_eq!(family("FailedOperation.Unheard"), Some("FailedOperation"));
    assert_eq!(
        family("FailedOperation.Unheard.Of"),
        Some("FailedOperation")
    );
    assert_eq!(family("FailedOperation"), Some("FailedOperation"));
    assert_eq!(family("Unheard.OfAnything"), None);
    assert_eq!(family(".x"), None);
}

#[test]
fn values_are_those_of_their_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/values.json");
    let text = fs::read_to_string(path).expect("the table");
    let table: Value = serde_json::from_str(&text).expect("JSON");
    let rows = table.as_object().expect("an object");
    assert!(rows.len() > 20);
    for (name, row) in rows {
        let own = label(name).expect("a label");
        assert_eq!(own.get(Lang::En), row["label"]["en"], "{name}");
        assert_eq!(own.get(Lang::Zh), row["label"]["zh"], "{name}");
        assert_eq!(
            placeholder(name).expect("one"),
            row["placeholder"],
            "{name}"
        );
        let kind = format!("{:?}", accepts(name)).to_lowercase();
        assert_eq!(
            kind,
            row["accepts"].as_str().expect("a kind").replace('_', ""),
            "{name}"
        );
    }
    for name in ["", "aaaa", "zzzz", "envs"] {
        assert!(
            label(name).is_none() && placeholder(name).is_none(),
            "{name}"
        );
        assert_eq!(accepts(name), Accepts::Text);
    }
}

#[test]
fn patterns_belong_to_their_cases() {
    let mut with_code = 0;
    for number in 0..pattern_count() {
        let own = pattern(number);
        assert!(own.case < own.id.case_count(), "{}", own.text);
        assert!(own.text.starts_with(own.lead), "{}", own.text);
        let first = form::split_pattern(own.text).into_iter().next();
        assert_eq!(first, Some(form::Part::Literal(own.lead)), "{}", own.text);
        with_code += usize::from(own.needs_code);
    }
    assert!(with_code > 10 && with_code < pattern_count(), "{with_code}");
    for id in ids() {
        assert_eq!(id.cases(Lang::En).count(), id.case_count());
        assert!(id.case(id.case_count(), Lang::Zh).is_none());
        let entry = id.entry(Lang::En);
        assert!(!entry.sources.is_empty(), "{}", id.code());
        assert_eq!(id.numeric(), is_number(id.code()));
    }
}

#[test]
fn modules_are_found_by_their_number() {
    let known: Vec<u32> = (10_000..110_000)
        .filter(|n| !modules(*n).is_empty())
        .collect();
    assert!(known.len() > 5, "{known:?}");
    for number in known {
        assert!(
            modules(number)
                .iter()
                .all(|m| m.module == number.to_string()),
            "{number}"
        );
    }
    assert!(modules(0).is_empty() && modules(u32::MAX).is_empty());
}
