//! The message patterns do what they are for.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::data::{cberr, files, list, str_of, values};

/// What a hole is filled with.
fn sample(values: &Value, name: &str) -> &'static str {
    match str_of(&values[name]["accepts"]) {
        "number" | "integer" => "7",
        _ => "sample",
    }
}

/// The pattern with its holes filled.
fn filled(pattern: &str, values: &Value) -> String {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some((before, tail)) = rest.split_once('{') {
        out.push_str(before);
        match tail.split_once('}') {
            Some((name, after)) if values.get(name).is_some() => {
                out.push_str(sample(values, name));
                rest = after;
            }
            _ => {
                out.push('{');
                rest = tail;
            }
        }
    }
    out + rest
}

/// A case of the catalogue.
#[derive(Debug)]
struct Owner {
    service: String,
    code: String,
    case: String,
    needs_code: bool,
}

/// All message patterns; a text may belong to a case in each of several services.
fn patterns() -> BTreeMap<String, Vec<Owner>> {
    let mut owners: BTreeMap<String, Vec<Owner>> = BTreeMap::new();
    for file in files() {
        for entry in &file.entries {
            for case in list(&entry["cases"]) {
                for pattern in list(&case["message"]) {
                    owners
                        .entry(str_of(pattern).into())
                        .or_default()
                        .push(Owner {
                            service: file.service.clone(),
                            code: str_of(&entry["code"]).into(),
                            case: str_of(&case["id"]).into(),
                            needs_code: case["needs_code"] == json!(true),
                        });
                }
            }
        }
    }
    owners
}

/// The message as this service sends it beside a code.
fn envelope(owner: &Owner, text: &str) -> String {
    const ID: &str = "7a2ae0d9-63f6-46ea-8ca4-34cb7fe081fe";
    let code = &owner.code;
    let number = code.parse::<i64>().ok();
    match (&*owner.service, number) {
        ("wechat", Some(n)) => json!({"errCode": n, "errMsg": text}),
        ("scf", Some(n)) => {
            json!({"errorCode": 1, "errorMessage": text, "requestId": ID, "statusCode": n})
        }
        ("cloudbase", Some(n)) => json!({"code": n, "message": text, "requestId": ID}),
        (_, Some(n)) => json!({"code": n, "message": text, "codeDesc": "InternalError"}),
        ("cloudbase" | "wechat" | "identity", None) => {
            json!({"code": code, "message": text, "requestId": ID})
        }
        (_, None) => {
            json!({"Response": {"Error": {"Code": code, "Message": text}, "RequestId": ID}})
        }
    }
    .to_string()
}

/// Texts that recognition does not read yet. One that it reads must go from here.
const NOT_YET: [&str; 4] = [
    "Cannot find module '../{path}' Require stack: - /var/user/",
    "Cannot find module './{path}' Require stack: - /var/user/",
    "Cannot use import statement outside a module",
    "multiple write errors",
];

/// Every message pattern is recognised in its own text, chooses its own case and
/// fills that case's sentences.
#[test]
fn every_pattern_recognises_its_own_text() {
    let values = values();
    let mut wrong = Vec::new();
    for (pattern, owners) in &patterns() {
        let text = filled(pattern, &values);
        let needs_code = owners.iter().filter(|o| o.needs_code);
        let mut inputs: Vec<String> = needs_code.map(|o| envelope(o, &text)).collect();
        if inputs.is_empty() {
            inputs.push(text);
        }
        let found = inputs.iter().find_map(|input| recognised(input, owners));
        if NOT_YET.contains(&&**pattern) {
            assert!(found.is_none(), "remove from NOT_YET: {pattern}");
            continue;
        }
        let Some(found) = found else {
            wrong.push(format!("{owners:?}\n  {}", inputs.join("\n  ")));
            continue;
        };
        let said = json!([found["meaning"], found["causes"], found["steps"]]).to_string();
        for name in values.as_object().expect("names").keys() {
            assert!(!said.contains(&format!("{{{name}}}")), "{pattern}: {said}");
        }
    }
    let wrong = (wrong.len(), wrong.join("\n"));
    assert!(wrong.0 == 0, "{} are not recognised:\n{}", wrong.0, wrong.1);
}

/// The result that is one of these cases.
fn recognised(input: &str, owners: &[Owner]) -> Option<Value> {
    let out = cberr(&["parse", "--format", "json"], input);
    let report: Value = serde_json::from_slice(&out.stdout).ok()?;
    let is = |r: &Value, o: &Owner| {
        r["service"] == *o.service && r["code"] == *o.code && r["case"] == *o.case
    };
    list(&report["results"])
        .find(|r| owners.iter().any(|o| is(r, o)))
        .cloned()
}
