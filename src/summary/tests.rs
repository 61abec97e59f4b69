//! What is read in pieces and added up in any grouping is what is read at once, and
//! every bound is where the contract says.

use std::fmt::Write as _;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Kinds, Merged, Refused};
use crate::recognise::{Match, Recogniser};
use crate::report::{Explained, Explainer, Input, Timeline};
use crate::scan::records::Records;
use crate::text::lang::Lang;
use crate::text::time::{self, Form};

/// The summary of these files, read one after the other.
fn parsed(files: &[(String, String)]) -> Value {
    let mut kinds = Kinds::default();
    let mut input = Input {
        kind: "log".into(),
        ..Input::default()
    };
    let mut recogniser = Recogniser::new();
    for (name, text) in files {
        kinds.input(Some(name));
        input.lines += text.lines().count() as u64;
        input.bytes += text.len() as u64;
        input.files.push(name.clone());
        for record in Records::of(text.as_bytes()) {
            let text = String::from_utf8_lossy(record.bytes);
            let findings = recogniser.recognise(text.trim_end(), false);
            if !findings.is_empty() {
                kinds.record(record, &findings, time::find(record.bytes));
            }
        }
    }
    input.records = Some(kinds.records());
    let report = kinds.ranked(Explainer::new(Lang::En)).report(input);
    serde_json::to_value(report).expect("JSON")
}

fn merged(parts: &[Value]) -> Value {
    let mut merged = Merged::default();
    for part in parts {
        merged.read(part.to_string().as_bytes()).expect("a summary");
    }
    serde_json::to_value(merged.report(Explainer::new(Lang::En))).expect("JSON")
}

/// Adds up neighbours, as `turns` says, until one is left.
fn grouped(mut parts: Vec<Value>, turns: &[usize]) -> Value {
    let mut turns = turns.iter().cycle();
    while parts.len() > 1 {
        let turn = turns.next().copied().unwrap_or(0);
        let at = turn % (parts.len() - 1);
        let both: Vec<Value> = parts.drain(at..at + 2).collect();
        parts.insert(at, merged(&both));
    }
    parts.pop().map_or(Value::Null, |last| merged(&[last]))
}

/// All that adds up.
fn sum(report: &Value) -> Value {
    let mut report = report.clone();
    let input = report["input"].as_object_mut().expect("input");
    input.remove("kind");
    report
}

fn file(number: usize, text: impl Into<String>) -> (String, String) {
    (format!("{number}.log"), text.into())
}

/// Times of every form, in no order.
fn when() -> impl Strategy<Value = String> {
    prop_oneof![
        (1..29, 0..24).prop_map(|(day, hour)| format!("2026-11-{day:02} {hour:02}:00:01 ")),
        (0..60).prop_map(|second| format!("2026-11-21T10:00:{second:02}+08:00 ")),
        (1..29).prop_map(|day| format!("Nov {day:2} 09:00:00 ")),
        (0..24).prop_map(|hour| format!("{hour:02}:30:00 ")),
        Just(String::new()),
    ]
}

fn said() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("x".to_owned()),
        Just("Invoking task timed out after 3 seconds".to_owned()),
        Just("(100004) incorrect projectId".to_owned()),
        Just("password=hunter2 \u{1b}[31m\u{202e}".to_owned()),
        Just("SecretId AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE.".to_owned()),
        Just("***\u{fffd}\\u001b a@b.cn 13800138000 ".repeat(30)),
        "\\PC{0,12}",
        "[\"'`\\\\{}\\[\\]<>&;\u{0}\u{7f}\u{200b}]{0,6}",
    ]
}

fn line() -> impl Strategy<Value = String> {
    let code = prop_oneof![
        Just("DATABASE_TIMEOUT".to_owned()),
        Just("INVALID_ENV".to_owned()),
        Just("-501000".to_owned()),
        Just("InternalError".to_owned()),
        (0..9).prop_map(|n| format!("NotOfThisWorld.Moon{n}")),
        (0..3).prop_map(|n| format!("FailedOperation.NoSuchThing{n}")),
    ];
    let body = (code, said(), 0..9, 0..70, any::<bool>());
    let body = body.prop_map(|(code, message, id, function, plain)| {
        let id = format!("{id:08x}-63f6-46ea-8ca4-34cb7fe081fe");
        let function = format!("fn-{function}");
        match plain {
            true => json!({"code": code, "message": message, "requestId": id, "functionName": function}),
            false => json!({"Response": {"Error": {"Code": code, "Message": message}, "RequestId": id}, "functionName": function}),
        }
    });
    (when(), body).prop_map(|(when, body)| format!("{when}ERROR {body}\n"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn pieces_add_up_to_the_whole(
        pieces in proptest::collection::vec(proptest::collection::vec(line(), 0..24), 1..6),
        turns in proptest::collection::vec(any::<usize>(), 1..6),
    ) {
        let files = pieces.iter().enumerate();
        let files: Vec<_> = files.map(|(n, lines)| file(n, lines.concat())).collect();
        let whole = parsed(&files);
        let parts: Vec<_> = files.iter().map(|f| parsed(std::slice::from_ref(f))).collect();
        let at_once = merged(&parts);
        prop_assert_eq!(sum(&at_once), sum(&whole));
        prop_assert_eq!(grouped(parts, &turns), at_once);
    }
}

fn unknown(numbers: impl Iterator<Item = usize>) -> String {
    let mut log = String::new();
    for n in numbers {
        let id = "7a2ae0d9-63f6-46ea-8ca4-34cb7fe081fe";
        let error = json!({"Code": format!("NotOfThisWorld.Moon{n}"), "Message": "x"});
        let body = json!({"Response": {"Error": error, "RequestId": id}});
        writeln!(log, "{body}").expect("a string takes it");
    }
    log
}

/// Of more kinds than are told apart, the same are told apart in every grouping, and
/// nothing is lost of the sum; how often each stood there is said to be a least.
#[test]
fn a_thousand_unknown_kinds_are_told_apart() {
    let files = [
        file(0, unknown(900..1100)),
        file(1, unknown((0..1200).chain(0..40))),
        file(2, unknown((950..1300).chain(1000..1050))),
    ];
    let parts: Vec<_> = files
        .iter()
        .map(|f| parsed(std::slice::from_ref(f)))
        .collect();
    let whole = parsed(&files);
    let kinds = |report: &Value| -> Vec<String> {
        let results = report["results"].as_array().expect("results");
        let mut codes: Vec<_> = results.iter().map(|r| r["code"].to_string()).collect();
        codes.sort();
        codes
    };
    let all = |report: &Value| {
        let results = report["results"].as_array().expect("results");
        let counts = results
            .iter()
            .map(|r| r["count"].as_u64().expect("a count"));
        counts.sum::<u64>() + report["more"].as_u64().unwrap_or(0)
    };
    assert_eq!(kinds(&parsed(&[file(0, unknown(0..999))])).len(), 999);
    assert_eq!(kinds(&whole).len(), 1000);
    for report in [
        merged(&parts),
        grouped(parts.clone(), &[0]),
        grouped(parts.clone(), &[1]),
    ] {
        assert_eq!(kinds(&report), kinds(&whole));
        assert_eq!(all(&report), all(&whole));
        assert_eq!(report["approximate"], json!(["unknown"]));
        let counts = whole["results"].as_array().expect("results").iter();
        for own in counts {
            let results = report["results"].as_array().expect("results");
            let other = results.iter().find(|r| r["code"] == own["code"]);
            let other = other.expect("the same kinds");
            assert!(other["count"].as_u64() <= own["count"].as_u64());
        }
    }
    // Neither is noted where nothing was left out.
    let exact = parsed(&[file(0, unknown(0..1000))]);
    assert_eq!(
        (&exact["more"], &exact["approximate"]),
        (&Value::Null, &Value::Null)
    );
}

fn result() -> Explained {
    Explained {
        code: "INVALID_ENV".into(),
        service: Some("cloudbase".into()),
        matched: Match::Exact,
        query: "INVALID_ENV".into(),
        count: 1,
        ..Explained::default()
    }
}

fn summary(results: &[Explained]) -> Value {
    json!({
        "schema": 1,
        "input": {"kind": "log", "name": null, "lines": 1, "bytes": 1, "records": 1},
        "results": results,
    })
}

fn texts(count: usize) -> Vec<String> {
    (0..count).map(|n| format!("a-text-{n}")).collect()
}

#[test]
fn lists_are_as_long_as_the_contract_says() {
    for (most, list) in [(5, "request_ids"), (16, "wrapped_by")] {
        let of = |list: &str, texts: Vec<String>| {
            let mut result = serde_json::to_value(result()).expect("JSON");
            result[list] = json!(texts);
            serde_json::from_value::<Explained>(result).expect("a result")
        };
        let few = summary(&[of(list, texts(most))]);
        let many = summary(&[of(list, texts(most + 1))]);
        assert_eq!(
            merged(std::slice::from_ref(&few))["results"][0][list],
            json!(texts(most))
        );
        assert_eq!(merged(&[many])["results"][0][list], json!(texts(most)));
        let others = summary(&[of(list, texts(most + 9).split_off(most - 1))]);
        assert_eq!(
            merged(&[few, others])["results"][0][list],
            json!(texts(most))
        );
    }
}

fn with_values(count: usize, each: u64) -> Explained {
    Explained {
        values: [("function".to_owned(), texts(count))].into(),
        value_counts: [("function".to_owned(), vec![each; count])].into(),
        ..result()
    }
}

#[test]
fn of_a_name_64_values_are_told_apart() {
    let full = merged(&[
        summary(&[with_values(64, 2)]),
        summary(&[with_values(64, 1)]),
    ]);
    let own = &full["results"][0];
    assert_eq!(own["values"]["function"], json!(texts(64)));
    assert_eq!(own["value_counts"]["function"], json!(vec![3; 64]));
    assert_eq!(
        (&own["more"], &full["approximate"]),
        (&Value::Null, &Value::Null)
    );
    let over = merged(&[
        summary(&[with_values(64, 2)]),
        summary(&[with_values(66, 3)]),
    ]);
    let own = &over["results"][0];
    assert_eq!(own["values"]["function"], json!(texts(64)));
    assert_eq!(own["value_counts"]["function"], json!(vec![5; 64]));
    assert_eq!(own["more"], json!(6));
    assert_eq!(over["approximate"], json!(["values"]));
    // It stays said, and what is left out still counts.
    let again = merged(&[over.clone(), over]);
    assert_eq!(again["results"][0]["more"], json!(12));
    assert_eq!(again["approximate"], json!(["values"]));
}

#[test]
fn of_all_kinds_16384_values_are_kept() {
    let of = |kind: usize, count: usize| Explained {
        code: format!("Moon.Of{kind}").into(),
        query: format!("Moon.Of{kind}"),
        service: None,
        matched: Match::Unknown,
        ..with_values(count, 1)
    };
    let mut results: Vec<_> = (0..256).map(|kind| of(kind, 64)).collect();
    assert_eq!(merged(&[summary(&results)])["approximate"], Value::Null);
    results.push(of(256, 1));
    assert_eq!(
        merged(&[summary(&results)])["approximate"],
        json!(["values"])
    );
}

#[test]
fn texts_beyond_the_room_are_said_to_be_missing() {
    let of = |kind: usize, len: usize| Explained {
        code: format!("Moon.Of{kind}").into(),
        query: format!("Moon.Of{kind}"),
        service: None,
        matched: Match::Unknown,
        excerpt: Some(format!("{kind:0len$}")),
        ..result()
    };
    let some: Vec<_> = (0..900).map(|kind| of(kind, 1000)).collect();
    assert_eq!(merged(&[summary(&some)])["approximate"], Value::Null);
    let many: Vec<_> = (0..900).map(|kind| of(kind, 1200)).collect();
    assert_eq!(merged(&[summary(&many)])["approximate"], json!(["samples"]));
}

#[test]
fn numbers_never_wrap() {
    let most = Explained {
        count: u64::MAX,
        more: u64::MAX,
        value_counts: [("env".to_owned(), vec![u64::MAX])].into(),
        values: [("env".to_owned(), vec!["env-1".to_owned()])].into(),
        ..result()
    };
    let mut part = summary(&[most]);
    part["more"] = json!(u64::MAX);
    for field in ["lines", "bytes", "records"] {
        part["input"][field] = json!(u64::MAX);
    }
    let sum = merged(&[part.clone(), part.clone()]);
    let own = &sum["results"][0];
    for number in [
        &own["count"],
        &own["more"],
        &own["value_counts"]["env"][0],
        &sum["more"],
        &sum["input"]["lines"],
        &sum["input"]["bytes"],
        &sum["input"]["records"],
    ] {
        assert_eq!(number, &json!(u64::MAX));
    }
    assert_eq!(sum["approximate"], json!(["counts", "unknown"]));
    for field in ["lines", "bytes", "records"] {
        let mut one = summary(&[]);
        one["input"][field] = json!(u64::MAX);
        assert_eq!(
            merged(&[one.clone(), one])["approximate"],
            json!(["counts"])
        );
    }
}

#[test]
fn a_clock_and_a_date_do_not_share_a_timeline() {
    let at = |number, time: &str| file(number, format!("{time} ERROR [INVALID_ENV] x\nok\n"));
    let clock = parsed(&[at(0, "10:46:44")]);
    let date = parsed(&[at(1, "2026-11-21 10:00:00")]);
    for parts in [[clock.clone(), date.clone()], [date.clone(), clock.clone()]] {
        let sum = merged(&parts);
        let own = &sum["results"][0];
        assert_eq!(own["timeline"], date["results"][0]["timeline"]);
        assert_eq!(own["count"], json!(2));
    }
    assert_eq!(clock["results"][0]["timeline"]["form"], json!("clock"));
    assert_eq!(date["results"][0]["timeline"]["form"], json!("date"));
}

/// A timeline that no log has does not spoil those of others.
#[test]
fn a_timeline_that_cannot_be_true_is_left_out() {
    let good = parsed(&[file(0, "2026-11-21 10:00:00 ERROR [INVALID_ENV] x\nok\n")]);
    let wrong = Explained {
        timeline: Some(Timeline {
            form: Form::Date,
            first: i64::MIN,
            last: i64::MAX,
            step: 1 << 60,
            counts: vec![u64::MAX; 16],
            ..Timeline::default()
        }),
        ..result()
    };
    let sum = merged(&[summary(&[wrong]), good.clone()]);
    assert_eq!(
        sum["results"][0]["timeline"],
        good["results"][0]["timeline"]
    );
}

/// What is said of the kind is what the first record with it says, also where that
/// says nothing.
/// A family is asked for by a code, other entries by anything that fits a line, what is
/// unknown by nothing but itself.
#[test]
fn a_query_is_as_long_as_its_match_can_have_it() {
    for (matched, most) in [
        ("exact", 4096),
        ("spelling", 4096),
        ("family", 256),
        ("unknown", 0),
    ] {
        for (len, kept) in [(most, true), (most + 1, false)] {
            let mut one = serde_json::to_value(result()).expect("JSON");
            let query = "q".repeat(len);
            (one["match"], one["query"]) = (json!(matched), json!(query));
            let one = serde_json::from_value(one).expect("a result");
            let own = &merged(&[summary(&[one])])["results"][0];
            let want = if kept && len > 0 {
                &*query
            } else {
                "INVALID_ENV"
            };
            assert_eq!(own["query"], want, "{matched} {len}");
            let service = (matched != "unknown").then_some("cloudbase");
            assert_eq!(own["service"], json!(service), "{matched}");
        }
    }
}

#[test]
fn messages_and_lines_are_those_of_the_first() {
    let of = |message: Option<&str>| {
        let text = message.map(str::to_owned);
        let (message, excerpt) = (text.clone(), text);
        summary(&[Explained {
            message,
            excerpt,
            ..result()
        }])
    };
    for (first, other) in [(None, Some("b")), (Some("a"), Some("b")), (Some("a"), None)] {
        let sum = merged(&[of(first), of(other)]);
        assert_eq!(sum["results"][0]["message"], json!(first));
        assert_eq!(
            sum["results"][0].get("excerpt"),
            first.map(|f| json!(f)).as_ref()
        );
    }
}

/// A result with every text hostile, of a service that no catalogue knows.
fn hostile(text: &str) -> Value {
    fn spoil(value: &mut Value, text: &str) {
        match value {
            Value::String(own) => *own = text.to_owned(),
            Value::Array(list) => list.iter_mut().for_each(|v| spoil(v, text)),
            Value::Object(object) => object.values_mut().for_each(|v| spoil(v, text)),
            _ => {}
        }
    }
    let log = file(
        0,
        "2026-11-21 10:00:00 ERROR [INVALID_ENV] x {\"envId\":\"env-1\"}\nok\n",
    );
    let mut part = parsed(&[log]);
    for field in [
        "code",
        "service",
        "category",
        "query",
        "case",
        "wrapped_by",
        "meaning",
        "causes",
        "aliases",
        "see_also",
        "differences",
        "docs",
        "sources",
        "message",
        "request_ids",
        "excerpt",
        "legacy",
        "values",
        "first",
        "last",
    ] {
        let own = &mut part["results"][0][field];
        if own.is_null() {
            *own = json!("x");
        }
        spoil(own, text);
    }
    part["results"][0]["wrapped_by"] = json!([text]);
    part["results"][0]["docs"] = json!([format!("https://{text}"), "javascript:x"]);
    part["results"][0]["steps"] = json!([{"text": text, "command": text, "effect": null}]);
    part["results"][0]["values"] = json!({text: [text]});
    part["results"][0]["module"] = json!({"number": "100004", "message": text, "known": []});
    part["input"]["files"] = json!([text]);
    part
}

#[test]
fn foreign_texts_are_made_fit_to_be_shown() {
    let text = "a\u{1b}]8;;http://x\u{7}b\u{9b}31m\u{202e}\u{200b}\nSecretId=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE";
    let sum = merged(&[hostile(text), hostile(text)]);
    let own = &sum["results"][0];
    assert_eq!(own["count"], json!(2));
    for field in ["service", "meaning", "message", "legacy", "excerpt"] {
        assert!(
            own[field]
                .as_str()
                .is_some_and(|s| s.trim_start_matches('`').starts_with('a')),
            "{own}"
        );
    }
    fn shown(value: &Value) {
        match value {
            Value::String(text) => {
                let acts = |c: char| {
                    c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
                };
                assert!(
                    !text.contains(acts) && !text.contains("z8krbsJ5yKBZ"),
                    "{text:?}"
                );
            }
            Value::Array(list) => list.iter().for_each(shown),
            Value::Object(object) => object.iter().for_each(|(name, value)| {
                shown(&json!(name));
                shown(value);
            }),
            _ => {}
        }
    }
    shown(&sum);
    // Pages are those of hosts that the catalogue names.
    assert_eq!(own["docs"], json!([]));
}

fn refusal(text: &str) -> Option<Refused> {
    Merged::default().read(text.as_bytes()).err()
}

#[test]
fn what_is_no_summary_is_refused() {
    let part = summary(&[result()]).to_string();
    assert!(refusal(&part).is_none());
    for text in [
        "",
        "2026-11-20 ERROR x",
        "[1]",
        "{}",
        "{\"schema\":2}",
        "\"x\"",
        "3",
    ] {
        assert!(matches!(refusal(text), Some(Refused::NoSummary)), "{text}");
    }
    let list = part.replace("\"kind\":\"log\"", "\"kind\":\"list\"");
    assert!(matches!(refusal(&list), Some(Refused::NoSummary)));
    for text in [
        part[..part.len() - 1].to_owned(),
        format!("{part}\n{part}\n{{\"sch"),
        format!("{part}\nERROR"),
    ] {
        assert!(matches!(refusal(&text), Some(Refused::Broken(_))), "{text}");
    }
    // A line of ndjson that is none is passed over; a summary counts whole or not.
    let mut merged = Merged::default();
    let lines = format!(
        "{{\"type\":\"occurrence\",\"line\":1}}\n{part}\n{}",
        &part[..60]
    );
    assert!(merged.read(lines.as_bytes()).is_err());
    let report = merged.report(Explainer::new(Lang::En));
    assert_eq!(report.input.lines, 1);
}

#[test]
fn what_no_log_comes_to_is_refused() {
    let of = |count: usize, excerpt: usize| {
        let results: Vec<_> = (0..count)
            .map(|n| json!({"code": format!("Moon.N{n}"), "count": 1, "excerpt": "x".repeat(excerpt)}))
            .map(|own| {
                let mut all = serde_json::to_value(Explained::default()).expect("JSON");
                all.as_object_mut().expect("an object").extend(own.as_object().cloned().expect("an object"));
                all
            })
            .collect();
        let mut part = summary(&[]);
        part["results"] = json!(results);
        part.to_string()
    };
    assert!(refusal(&of(20_000, 0)).is_none());
    assert!(matches!(refusal(&of(20_001, 0)), Some(Refused::TooLarge)));
    assert!(refusal(&of(31, (1 << 20) - 99)).is_none());
    assert!(matches!(
        refusal(&of(33, (1 << 20) - 99)),
        Some(Refused::TooLarge)
    ));
}
