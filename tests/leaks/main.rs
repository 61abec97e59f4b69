//! Leaks × carriers × places × formats: no secret is ever shown, and nothing is hidden
//! that a reader needs.

mod carriers;
mod list;

use std::collections::BTreeMap;

use carriers::{CARRIERS, INLINE};
use list::{FORMED, KEYED, LINES, NEEDED};

/// A leak: the text as it is read, and the parts of it that nobody may see.
pub struct Leak {
    pub text: String,
    pub pieces: Vec<String>,
}

/// Shortest part of a secret that gives anything away.
const PIECE: usize = 5;

impl Leak {
    fn of(row: &str) -> Self {
        let mut pieces = Vec::new();
        for part in row.split('‹').skip(1) {
            let (secret, _) = part.split_once('›').expect("a closing mark");
            let parts = secret.split(|c: char| !c.is_ascii_alphanumeric());
            let telling = parts.filter(|p| p.len() >= PIECE && !PUBLIC.contains(p));
            let before = pieces.len();
            pieces.extend(telling.map(str::to_owned));
            if pieces.len() == before {
                pieces.push(secret.to_owned());
            }
        }
        Self {
            text: row.replace(['‹', '›'], ""),
            pieces,
        }
    }

    /// The parts that can be seen in an answer.
    pub fn seen<'a>(&'a self, shown: &'a str) -> impl Iterator<Item = &'a String> {
        self.pieces.iter().filter(|piece| shown.contains(*piece))
    }
}

/// Words that stand in secrets without being any.
const PUBLIC: &[&str] = &[
    "Basic",
    "Bearer",
    "HttpOnly",
    "BEGIN",
    "PRIVATE",
    "SHA256",
    "Credential",
    "2024",
    "SignedHeaders",
    "content",
    "Signature",
    "request",
    "example",
    "hmac",
    "token",
    "access",
    "someone",
];

/// Those that may stand anywhere.
pub fn leaks() -> impl Iterator<Item = Leak> {
    KEYED.iter().chain(FORMED).map(|row| Leak::of(row))
}

/// Each in each carrier that can hold it.
fn carried() -> impl Iterator<Item = (&'static str, Leak, String)> {
    let lines = LINES.iter().map(|row| (Leak::of(row), false));
    let all = leaks().map(|leak| (leak, true)).chain(lines);
    all.flat_map(|(leak, anywhere)| {
        let inline = INLINE.iter().filter(move |_| anywhere);
        CARRIERS.iter().chain(inline).map(move |(name, carry)| {
            let copy = Leak {
                text: leak.text.clone(),
                pieces: leak.pieces.clone(),
            };
            (*name, copy, carry(&leak.text))
        })
    })
}

#[test]
fn no_carrier_takes_a_secret_through() {
    let mut wrong: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut tried = 0;
    for (name, leak, text) in carried() {
        let shown = cberr::text::shown(&text);
        tried += 1;
        if leak.seen(&shown).next().is_some() {
            let list = wrong.entry(name).or_default();
            list.push(format!("{text:?}\n     -> {shown:?}"));
        }
    }
    let shown: usize = wrong.values().map(Vec::len).sum();
    let report = wrong
        .iter()
        .map(|(name, list)| format!("== {name}: {}\n   {}", list.len(), list.join("\n   ")));
    let report: Vec<String> = report.collect();
    assert!(
        shown == 0,
        "{shown} of {tried} shown\n{}",
        report.join("\n")
    );
}

#[test]
fn a_list_of_leaks_is_long() {
    let forms = KEYED.len() + LINES.len() + FORMED.len();
    assert!(forms >= 150, "{forms}");
}

#[test]
fn what_a_reader_needs_stays() {
    for text in NEEDED {
        assert_eq!(cberr::text::mask::masked(text), *text);
        let json = serde_json::json!({ "code": "X_Y", "message": text }).to_string();
        assert_eq!(cberr::text::mask::masked(&json), json);
    }
}

#[test]
fn what_was_shown_is_shown_again_as_it_is() {
    // Colours within an escape part it the first time and not the second.
    for (name, _, text) in carried().filter(|(name, _, _)| *name != "coloured") {
        let once = cberr::text::shown(&text).into_owned();
        assert_eq!(cberr::text::shown(&once), once, "{name}");
    }
}
