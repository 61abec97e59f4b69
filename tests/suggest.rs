//! Similars: the rules one by one, and the totals of the labelled queries.
#![allow(missing_docs, clippy::expect_used, unreachable_pub, dead_code)]

#[path = "../benches/suggest/score.rs"]
mod score;

use cberr::catalogue;
use cberr::suggest::{self, Answer, Similar};

fn answer(text: &str) -> Answer {
    suggest::answer(text, None)
}

fn codes(suggestions: &[Similar]) -> Vec<&str> {
    suggestions.iter().map(|s| s.id.code()).collect()
}

fn missed(text: &str) -> Vec<Similar> {
    match answer(text) {
        Answer::Miss(suggestions) => suggestions,
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn one_clear_reading_is_answered() {
    for (typed, code) in [
        ("DATABASE_PERMISION_DENIED", "DATABASE_PERMISSION_DENIED"),
        ("service.not.ready", "SERVICE_NOT_READY"),
        ("functoin_invocation_faild", "FUNCTION_INVOCATION_FAILED"),
        (
            "InvalidParameter.efffect.Error",
            "InvalidParameter.effect.Error",
        ),
    ] {
        match answer(typed) {
            Answer::Spelling(hits) => assert_eq!(hits[0].id.code(), code, "{typed}"),
            other => panic!("{typed}: {other:?}"),
        }
    }
}

#[test]
fn twins_are_both_suggested_and_never_answered() {
    assert!(codes(&missed("invalid_paarm")).starts_with(&["INVALID_PARAM", "INVALID_PARAMS"]));
    let near = missed("FUNCTOIN_TIME_LIMIT_EXCEEDED");
    let mut first = codes(&near)[..2].to_vec();
    first.sort_unstable();
    assert_eq!(
        first,
        [
            "FUNCTIONS_TIME_LIMIT_EXCEEDED",
            "FUNCTION_TIME_LIMIT_EXCEEDED"
        ]
    );
}

#[test]
fn words_of_the_language_are_never_answered() {
    for word in ["infernal", "parcelled", "Internet", "notation"] {
        let _ = missed(word);
    }
}

#[test]
fn nothing_near_is_silent() {
    for text in [
        "qwertz",
        "E11000",
        "ImagePullBackOff",
        "ECONNREFUSED",
        "0x80070005",
        "5cf5bd2c-13db-46f8-98f3-c3a8393a78e6",
        "/usr/local/bin/function",
        "function.go:118:125",
        "database@example.com",
        "2147483647",
        "v129.182.20",
        "what is the weather today",
        "今天天气怎么样",
    ] {
        assert_eq!(missed(text), [], "{text}");
    }
}

#[test]
fn numbers_are_suggested_and_modules_are_not_guessed() {
    assert!(codes(&missed("5010")).contains(&"5100"));
    assert!(codes(&missed("-504004")).contains(&"FUNCTIONS_TIME_LIMIT_EXCEEDED"));
    assert!(codes(&missed("85089")).contains(&"85088"));
    for module in ["100005", "504004", "110010"] {
        assert_eq!(missed(module), [], "{module}");
    }
}

#[test]
fn an_unknown_member_is_its_family() {
    for (typed, family) in [
        ("InvalidParameterValue.FooBar", "InvalidParameterValue"),
        ("ResourceNotFound.Foo.Bar", "ResourceNotFound"),
    ] {
        match answer(typed) {
            Answer::Family(id) => assert_eq!(id.code(), family),
            other => panic!("{typed}: {other:?}"),
        }
    }
    let near = missed("InvalidParameter.roleName");
    assert!(codes(&near)[0].starts_with("InvalidParameter.roleName."));
}

#[test]
fn the_service_asked_for_comes_first() {
    for (number, service) in catalogue::services().enumerate() {
        let Answer::Miss(near) = suggest::answer("INVALID_REQUES_PARAM", Some(number)) else {
            continue;
        };
        let served = |code: &str| {
            catalogue::find(code)
                .iter()
                .any(|h| h.id.service_id() == service.id)
        };
        let all = missed("INVALID_REQUES_PARAM");
        let place = |list: &[Similar]| list.iter().position(|s| served(s.id.code())).unwrap_or(9);
        assert!(place(&near) <= place(&all), "{}", service.id);
    }
}

#[test]
fn phrases_find_by_description() {
    for (phrase, code) in [
        ("function timed out", "FUNCTION_TIME_LIMIT_EXCEEDED"),
        ("上传文件没有权限", "STORAGE_EXCEED_AUTHORITY"),
        ("数据库没有权限", "DATABASE_PERMISSION_DENIED"),
    ] {
        let near = missed(phrase);
        assert!(codes(&near).contains(&code), "{phrase}: {near:?}");
    }
}

#[test]
fn search_wants_all_words() {
    let found = |words: &str| -> Vec<&str> {
        let ids = suggest::search(words);
        ids.into_iter().map(catalogue::Id::code).collect()
    };
    let timeouts = found("超时");
    assert_eq!(timeouts, found("timed out"));
    assert!(timeouts.contains(&"FUNCTION_TIME_LIMIT_EXCEEDED"));
    let narrower = found("timeout database");
    assert!(narrower.len() < timeouts.len() && narrower.contains(&"DATABASE_TIMEOUT"));
    assert!(found("hostnam").contains(&"INVALID_HOST"));
    assert_eq!(found("timeout xylophone"), Vec::<&str>::new());
}

#[test]
fn the_same_every_time() {
    for text in ["function limit", "INVALID", "没有权限", "rolename"] {
        assert_eq!(missed(text), missed(text));
    }
}

/// Totals of a labelled set: at least so many per thousand right, at most so many
/// false.
fn totals(text: &str, first: usize, three: usize) {
    let queries = score::read(text);
    let (counts, misses) = score::run(&queries);
    let totals = score::totals(&counts);
    let report = misses.join("\n");
    let typed = totals["typed"];
    assert!(typed.first * 1000 >= typed.all * first, "{report}");
    assert!(typed.three * 1000 >= typed.all * three, "{report}");
    assert_eq!(typed.wrong, 0, "{report}");
    if let Some(phrases) = totals.get("phrases") {
        assert!(phrases.three * 100 >= phrases.all * 92, "{report}");
    }
    if let Some(noise) = totals.get("noise") {
        assert_eq!(noise.shown, 0, "{report}");
    }
    if let Some(negatives) = totals.get("negatives") {
        assert_eq!(negatives.answered, 0, "{report}");
        assert!(
            negatives.shown * 1000 <= negatives.all * 20,
            "{} shown of {}\n{report}",
            negatives.shown,
            negatives.all
        );
    }
}

#[test]
fn totals_of_the_set_tuned_on() {
    totals(include_str!("../benches/suggest/queries.jsonl"), 995, 998);
}

#[test]
fn totals_of_the_set_held_out() {
    totals(include_str!("../benches/suggest/held.jsonl"), 990, 995);
}
