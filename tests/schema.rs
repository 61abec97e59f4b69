//! Everything printed as JSON obeys `docs/output.schema.json`, and the schema is
//! closed enough to notice a missing field. The catalogue obeys `data/schema.json`.

#[allow(dead_code)]
mod session;

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use jsonschema::Validator;
use serde_json::{Value, json};

/// Fields that may be absent.
const OPTIONAL: [&str; 14] = [
    "harmless",
    "records",
    "interrupted",
    "more",
    "legacy",
    "decided_by",
    "files",
    "value_counts",
    "excerpt",
    "appeared",
    "timeline",
    "earliest",
    "latest",
    "approximate",
];

fn schema(name: &str) -> Value {
    let text = fs::read_to_string(session::root().join(name)).expect("the schema");
    serde_json::from_str(&text).expect("the schema is JSON")
}

fn compiled(schema: &Value) -> Validator {
    jsonschema::draft202012::meta::validate(schema).expect("the schema is a schema");
    jsonschema::draft202012::new(schema).expect("the schema compiles")
}

/// What `cberr ARGS` prints, as JSON values: one, or one a line.
fn printed(args: &[&str], stdin: &str) -> Vec<Value> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_cberr"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("cberr runs");
    let mut to = child.stdin.take().expect("a pipe");
    let _ = to.write_all(stdin.as_bytes()); // it may not read
    drop(to);
    let out = child.wait_with_output().expect("cberr ends").stdout;
    let values: Result<Vec<Value>, _> = serde_json::Deserializer::from_slice(&out)
        .into_iter()
        .collect();
    values.unwrap_or_else(|e| panic!("{args:?}: {e}"))
}

const BODY: &str =
    r#"{"code":5100,"message":"(100004) incorrect projectId","codeDesc":"InternalError"}"#;
const RESULT: &str = r#"{"errorCode":-1,"errorMessage":"Invoking task timed out after 3 seconds","requestId":"7a2ae0d9-63f6-46ea-8ca4-34cb7fe081fe","statusCode":433}"#;
const UNKNOWN: &str = r#"{"Response":{"Error":{"Code":"ResourceNotFound.NoSuchThing","Message":"x"},"RequestId":"7a2ae0d9-63f6-46ea-8ca4-34cb7fe081fe"}}"#;
const LOG: &str = "ok\n2026-11-21 10:00:00 ERROR INVALID_ENV\nok\nERROR code: DATABASE_PERMISSION_DENIED\n{\"code\":\"INVALID_ENV\"}\n";

/// Small answers of every kind.
fn answers() -> Vec<Value> {
    let mut values = Vec::new();
    for lang in ["en", "zh"] {
        for format in ["json", "ndjson"] {
            for (args, stdin) in [
                (&["explain", "INVALID_ENV", "-504003", "qwertz"][..], ""),
                (&["explain", "5100"], ""),
                (&["explain", "(100004) incorrect projectId"], ""),
                (&["explain", "FUNCTOIN_TIME_LIMIT_EXCEEDED"], ""),
                (&["explain", "DATABASE_PERMISION_DENIED"], ""),
                (&["explain", "AuthFailure.NoSuchThing"], ""),
                (&["explain", "Invoking task timed out after 3 seconds"], ""),
                (&["list", "STORAGE_"], ""),
                (&["list", "NO_SUCH_PREFIX"], ""),
                (&["parse"], BODY),
                (&["parse"], RESULT),
                (&["parse"], UNKNOWN),
                (&["parse"], LOG),
                (&["parse"], "all is well"),
                (&["parse"], r#"{"code":"(10430) x","message":"(10430) x"}"#),
            ] {
                let all = [args, &["--lang", lang, "--format", format]].concat();
                values.extend(printed(&all, stdin));
            }
        }
    }
    values.extend(shown());
    values
}

/// What the sessions of the manual show as JSON.
fn shown() -> Vec<Value> {
    let mut values = Vec::new();
    for name in session::files() {
        for step in session::Sessions::read(&name).steps {
            if !step.command.contains("json") {
                continue;
            }
            let shown = step.shown.split("\n[exit ").next().unwrap_or_default();
            let found: Result<Vec<Value>, _> = serde_json::Deserializer::from_str(shown)
                .into_iter()
                .collect();
            // A session may show a part, such as one line of an object.
            values.extend(found.into_iter().flatten().filter(Value::is_object));
        }
    }
    assert!(values.len() > 3, "the sessions show JSON");
    values
}

fn check(validator: &Validator, value: &Value) {
    if let Some(error) = validator.iter_errors(value).next() {
        let path = error.instance_path().to_string();
        panic!("{path}: {error}\n{:.400}", value.to_string());
    }
}

#[test]
fn what_is_printed_obeys_the_schema() {
    let schema = schema("docs/output.schema.json");
    let validator = compiled(&schema);
    let described = names(&schema, "properties");
    for value in answers() {
        check(&validator, &value);
        for name in fields(&value) {
            assert!(described.contains(&name), "{name} is not in the schema");
        }
    }
}

#[test]
fn every_entry_obeys_the_schema() {
    let validator = compiled(&schema("docs/output.schema.json"));
    let list = printed(&["list", "--all", "--format", "json"], "");
    check(&validator, &list[0]);
    let rows = list[0]["results"].as_array().expect("rows");
    let codes: Vec<&str> = rows.iter().filter_map(|r| r["code"].as_str()).collect();
    assert_eq!(codes.len(), rows.len());
    for lang in ["en", "zh"] {
        for format in ["json", "ndjson"] {
            let args = ["explain", "--lang", lang, "--format", format, "--"];
            let values = printed(&[&args, &codes[..]].concat(), "");
            let results = values.iter().map(|v| v["results"].as_array());
            let results: usize = results.map(|r| r.map_or(1, Vec::len)).sum();
            assert!(results >= codes.len(), "{results} of {}", codes.len());
            for value in &values {
                check(&validator, value);
            }
        }
    }
}

#[test]
fn a_missing_field_is_noticed() {
    let schema = schema("docs/output.schema.json");
    let validator = compiled(&schema);
    let mut noticed = BTreeSet::new();
    for value in answers() {
        for path in places(&value, String::new()) {
            let mut less = value.clone();
            let (parent, name) = path.rsplit_once('/').expect("a path");
            let object = less.pointer_mut(parent).and_then(Value::as_object_mut);
            object.expect("an object").remove(name);
            // A summary line without its type is a report.
            let report = path == "/type" && value["type"] == "summary";
            let optional = OPTIONAL.contains(&name) || report;
            assert_eq!(
                validator.is_valid(&less),
                optional,
                "without {path}: {:.300}",
                value.to_string()
            );
            noticed.insert(name.to_owned());
        }
    }
    let unused: Vec<_> = names(&schema, "required").into_iter().collect();
    let unused: Vec<_> = unused.iter().filter(|n| !noticed.contains(*n)).collect();
    assert!(unused.is_empty(), "no answer has {unused:?}");
}

/// Pointers to all fields, those with names of the input's own left out.
fn places(value: &Value, at: String) -> Vec<String> {
    match value {
        Value::Object(_) if at.ends_with("/values") || at.ends_with("/value_counts") => Vec::new(),
        Value::Object(object) => {
            let mut all = Vec::new();
            for (name, inner) in object {
                all.push(format!("{at}/{name}"));
                all.extend(places(inner, format!("{at}/{name}")));
            }
            all
        }
        // The others are alike, and the rest of a long list tells nothing new.
        Value::Array(list) => (list.iter().take(3).enumerate())
            .flat_map(|(i, inner)| places(inner, format!("{at}/{i}")))
            .collect(),
        _ => Vec::new(),
    }
}

fn fields(value: &Value) -> BTreeSet<String> {
    let places = places(value, String::new());
    let names = places.iter().filter_map(|p| p.rsplit('/').next());
    names.map(str::to_owned).collect()
}

/// All names under `properties` or in `required` of a schema.
fn names(schema: &Value, key: &str) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    match schema {
        Value::Object(object) => {
            for (name, inner) in object {
                match inner {
                    Value::Object(fields) if name == key => all.extend(fields.keys().cloned()),
                    Value::Array(fields) if name == key => {
                        all.extend(fields.iter().filter_map(Value::as_str).map(str::to_owned));
                    }
                    _ => {}
                }
                all.extend(names(inner, key));
            }
        }
        Value::Array(list) => all.extend(list.iter().flat_map(|inner| names(inner, key))),
        _ => {}
    }
    all
}

#[test]
fn cberr_prints_the_schema() {
    assert_eq!(
        printed(&["schema"], ""),
        [schema("docs/output.schema.json")]
    );
}

#[test]
fn the_catalogue_obeys_its_schema() {
    let schema = schema("data/schema.json");
    let entries = compiled(&schema);
    let named = |name: &str| {
        let mut named = schema.clone();
        named["$ref"] = json!(format!("#/$defs/{name}"));
        let object = named.as_object_mut().expect("an object");
        object.retain(|key, _| key.starts_with('$'));
        compiled(&named)
    };
    let data = session::root().join("data");
    let mut files = 0;
    let mut check = |place: String, validator: &Validator| {
        let text = fs::read_to_string(data.join(&place)).expect("a file");
        let value: Value = serde_json::from_str(&text).expect("JSON");
        if let Some(error) = validator.iter_errors(&value).next() {
            panic!("{place}: {}: {error}", error.instance_path());
        }
        files += 1;
    };
    for table in [
        "products", "clients", "plans", "families", "links", "commands", "debts",
    ] {
        check(format!("{table}.json"), &named(table));
    }
    for folder in fs::read_dir(&data).expect("data").flatten() {
        let folder_name = folder.file_name().into_string().expect("a name");
        for file in fs::read_dir(folder.path()).into_iter().flatten().flatten() {
            let place = format!("{folder_name}/{}", file.file_name().display());
            match &*folder_name {
                "recognition" => {}
                "modules" if place == "modules/mechanism.json" => {
                    check(place, &named("mechanism"));
                }
                "modules" | "messages" | "official" => check(place, &named(&folder_name)),
                _ => check(place, &entries),
            }
        }
    }
    assert!(files > 40, "{files} files");
}

#[test]
fn the_schema_of_the_catalogue_notices_mistakes() {
    let validator = compiled(&schema("data/schema.json"));
    let readme = fs::read_to_string(session::root().join("data/README.md")).expect("data/README");
    let example = readme.split("```json\n").nth(1).expect("an example");
    let example = example.split("\n```").next().expect("its end");
    let entry: Value = serde_json::from_str(example).expect("the example is JSON");
    check(&validator, &json!([entry]));
    for (field, wrong) in [
        ("/fault", json!("me")),
        ("/causes", json!([])),
        ("/steps", json!([])),
        ("/sources", json!([])),
        ("/meaning", json!({"en": "x"})),
        ("/meaning", json!({"en": "x", "zh": ""})),
        ("/retry/advice", json!("maybe")),
        ("/docs", json!(["http://example.com"])),
        ("/steps/0/effect", json!("destroy")),
        ("/steps/0/command", json!("")),
        ("/cases/0/message", json!(["abc"])),
        (
            "/cases/0/message",
            json!(["{seconds} seconds were not enough"]),
        ),
        ("/http_status", json!(["433"])),
        ("/status", json!("old")),
        ("/cause", json!("a misspelt field")),
    ] {
        let mut entry = entry.clone();
        match entry.pointer_mut(field) {
            Some(place) => *place = wrong.clone(),
            None => entry[&field[1..]] = wrong.clone(),
        }
        assert!(!validator.is_valid(&json!([entry])), "{field}: {wrong}");
    }
}

#[test]
fn the_input_says_what_was_asked() {
    let text = "errCode: -501000 x";
    for (args, kind, lines, bytes) in [
        (&["INVALID_ENV"][..], "arguments", 1, 11),
        (&["INVALID_ENV", "-504003"], "arguments", 2, 18),
        (&["INVALID_ENV", "qwertz", "-504003"], "arguments", 3, 24),
        (&["no", "such", "code"], "arguments", 1, 12),
        // What is one record is a text, unless it stands beside a code.
        (&[text], "text", 1, 18),
        (&["INVALID_ENV", text], "arguments", 2, 29),
        (&[text, "INVALID_ENV"], "arguments", 2, 29),
    ] {
        let all = [&["explain", "--format", "json"], args].concat();
        let input = &printed(&all, "")[0]["input"];
        assert_eq!(input["kind"], kind, "{args:?}");
        assert_eq!(
            (&input["lines"], &input["bytes"]),
            (&json!(lines), &json!(bytes)),
            "{args:?}"
        );
    }
}
