//! What holds for any input at all: an answer without a panic, the same answer
//! twice, nothing in it that acts on a terminal, no secret.
//!
//! The inputs are seeded from the corpus and then cut, spliced, nested and
//! sprinkled with hostile characters. `PROPTEST_CASES=200000 cargo test --release
//! --test properties` is the long run.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use cberr::report::{Explained, Explainer};
use cberr::text::lang::Lang;
use proptest::prelude::*;

/// All inputs of the corpus.
fn seeds() -> &'static [String] {
    static SEEDS: OnceLock<Vec<String>> = OnceLock::new();
    SEEDS.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
        let mut seeds = Vec::new();
        for entry in fs::read_dir(folder).expect("the corpus") {
            let text = fs::read_to_string(entry.expect("an entry").path()).expect("UTF-8");
            for block in text.split("\n=== ") {
                let input = block.split("\n--- ").next().unwrap_or_default();
                let input = input.split_once('\n').map_or("", |(_, input)| input);
                seeds.push(input.to_owned());
            }
        }
        seeds.sort();
        seeds
    })
}

/// One way to spoil an input.
#[derive(Clone, Debug)]
enum Harm {
    Cut(usize, usize),
    Insert(usize, String),
    Splice(usize, usize),
    InString(u8),
    Repeat(u8),
}

fn harm() -> impl Strategy<Value = Harm> {
    let hostile = prop_oneof![
        "[\"'`\\\\{}\\[\\]<>()|:=,;&%#@/-]{1,6}",
        "\\PC{1,8}",
        Just("\u{1b}[31m".to_owned()),
        Just("\u{202e}\u{200b}\u{feff}\0".to_owned()),
        Just("\\u4e0d\\ud83d\\ude00\\x41".to_owned()),
        Just("</Error><Code>".to_owned()),
        Just("：（）【】“”，".to_owned()),
    ];
    prop_oneof![
        (any::<usize>(), any::<usize>()).prop_map(|(a, b)| Harm::Cut(a, b)),
        (any::<usize>(), hostile).prop_map(|(at, text)| Harm::Insert(at, text)),
        (any::<usize>(), any::<usize>()).prop_map(|(seed, at)| Harm::Splice(seed, at)),
        (1..5u8).prop_map(Harm::InString),
        (1..9u8).prop_map(Harm::Repeat),
    ]
}

fn boundary(text: &str, at: usize) -> usize {
    let at = if text.is_empty() {
        0
    } else {
        at % (text.len() + 1)
    };
    (0..=at)
        .rev()
        .find(|i| text.is_char_boundary(*i))
        .unwrap_or(0)
}

fn spoil(mut text: String, harms: &[Harm]) -> String {
    for harm in harms {
        match harm {
            Harm::Cut(a, b) => {
                let (a, b) = (boundary(&text, *a), boundary(&text, *b));
                text.replace_range(a.min(b)..a.max(b), "");
            }
            Harm::Insert(at, piece) => text.insert_str(boundary(&text, *at), piece),
            Harm::Splice(seed, at) => {
                let seed = &seeds()[seed % seeds().len()];
                text.insert_str(boundary(&text, *at), seed);
            }
            Harm::InString(levels) => {
                for _ in 0..*levels {
                    let quoted = serde_json::to_string(&text).expect("a string");
                    text = format!("{{\"log\":{quoted}}}");
                }
            }
            Harm::Repeat(times) => text = text.repeat(usize::from(*times)),
        }
        if text.len() > 1 << 16 {
            text.truncate(boundary(&text, 1 << 16));
        }
    }
    text
}

/// Everything of an answer that came from the input.
fn echoed(result: &Explained) -> impl Iterator<Item = &String> {
    let values = result.values.values().flatten();
    let texts = result
        .message
        .iter()
        .chain(&result.request_ids)
        .chain(&result.wrapped_by);
    values.chain(texts).chain([&result.query])
}

fn explain(text: &str) -> Vec<Explained> {
    cberr::parse_text(&Explainer::new(Lang::Zh), text)
}

proptest! {
    #[test]
    fn any_spoiled_input_is_answered(
        seed in any::<usize>(),
        harms in proptest::collection::vec(harm(), 0..6),
    ) {
        let text = spoil(seeds()[seed % seeds().len()].clone(), &harms);
        let results = explain(&text);
        let again = explain(&text);
        prop_assert_eq!(results.len(), again.len());
        for (one, other) in results.iter().zip(&again) {
            prop_assert_eq!(&one.code, &other.code);
            for shown in echoed(one) {
                let acts = shown.chars().any(|c| {
                    c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
                });
                prop_assert!(!acts, "{:?} acts on a terminal", shown);
            }
        }
    }

    #[test]
    fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let text = cberr::text::carrier::text(&bytes);
        let _ = explain(&text);
    }

    #[test]
    fn a_secret_is_never_shown(
        seed in any::<usize>(),
        at in any::<usize>(),
        harms in proptest::collection::vec(harm(), 0..2),
    ) {
        const SECRET: &str = "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE";
        let mut text = spoil(seeds()[seed % seeds().len()].clone(), &harms);
        text.insert_str(boundary(&text, at), &format!(" SecretId={SECRET} "));
        for result in explain(&text) {
            for shown in echoed(&result) {
                prop_assert!(!shown.contains(SECRET), "{shown}");
            }
        }
    }
}

#[test]
fn deep_nesting_is_answered() {
    for (open, close) in [
        ("{\"a\":[", "]}"),
        ("[", "]"),
        ("<a>", "</a>"),
        ("(", ")"),
        ("\"", "\""),
    ] {
        let depth = 200_000;
        let body = r#"{"code":"INVALID_ENV_STATUS","message":"x"}"#;
        let text = format!("{}{body}{}", open.repeat(depth), close.repeat(depth));
        let _ = explain(&text);
    }
}
