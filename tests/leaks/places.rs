//! Where a foreign text may come out: each place of a record, an argument, the name
//! of a file, a summary that is merged; in every format and on stderr.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use cberr::render::{self, Extent, Format, Look, Page};
use cberr::report::{Explainer, Input, Report};
use cberr::text::lang::Lang;
use serde_json::{Value, json};

pub const FORMATS: [&str; 4] = ["text", "json", "ndjson", "markdown"];

/// A code that is in the catalogue.
const KNOWN: &str = "FUNCTION_TIME_LIMIT_EXCEEDED";

/// Records with the text in each of their places.
pub fn records(text: &str) -> Vec<(&'static str, String)> {
    let message = json!({ "code": KNOWN, "message": text, "requestId": "1-2" });
    let inner = message.to_string();
    vec![
        ("message", inner.clone()),
        ("message in a string", json!({ "log": inner }).to_string()),
        (
            "beside",
            json!({ "code": KNOWN, "message": "x", "debug": text }).to_string(),
        ),
        (
            "request id",
            json!({ "code": KNOWN, "message": "x", "requestId": text }).to_string(),
        ),
        (
            "environment",
            json!({ "code": KNOWN, "message": "x", "envId": text }).to_string(),
        ),
        (
            "region",
            json!({ "code": KNOWN, "message": "x", "region": text }).to_string(),
        ),
        (
            "code",
            json!({ "code": text, "message": "x", "requestId": "1-2" }).to_string(),
        ),
        (
            "in a line",
            format!("2024-01-01T00:00:00Z [{KNOWN}] failed: {text}"),
        ),
        ("before", format!("{text} [{KNOWN}] failed")),
        (
            "value",
            format!(
                "The value `{text}` specified in the parameter `Password` is not valid. InvalidParameterValue"
            ),
        ),
    ]
}

/// What is printed of a record, in every format.
pub fn answers(record: &str) -> String {
    let results = cberr::parse_text(&Explainer::new(Lang::En), record);
    let report = Report::of(Lang::En, Input::default(), results);
    let look = Look {
        width: 100,
        terminal: false,
        links: true,
        extent: Extent::All,
    };
    let mut out = Vec::new();
    for format in [Format::Text, Format::Json, Format::Ndjson, Format::Markdown] {
        let page = Page::Full;
        render::write(&mut out, &report, page, format, look).expect("a Vec");
    }
    String::from_utf8(out).expect("UTF-8")
}

/// What is printed of a record as Markdown.
pub fn markdown(record: &str) -> String {
    let results = cberr::parse_text(&Explainer::new(Lang::En), record);
    let report = Report::of(Lang::En, Input::default(), results);
    let look = Look {
        width: 100,
        terminal: false,
        links: false,
        extent: Extent::All,
    };
    let mut out = Vec::new();
    render::write(&mut out, &report, Page::Full, Format::Markdown, look).expect("a Vec");
    String::from_utf8(out).expect("UTF-8")
}

/// What the program prints, on both streams.
pub fn run<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_cberr"))
        .args(args)
        .env("LC_ALL", "C.UTF-8")
        .env_remove("CBERR_LANG")
        .output()
        .expect("cberr");
    let out = String::from_utf8(output.stdout).expect("UTF-8");
    out + &String::from_utf8(output.stderr).expect("UTF-8")
}

/// A folder of this test's own.
pub fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// Files with these names, each with an error in it.
pub fn files(folder: &Path, names: &[String]) -> Vec<PathBuf> {
    let fits = |name: &&String| !name.contains(['/', '\0']) && name.len() < 200;
    let mut files = Vec::new();
    for name in names.iter().filter(fits) {
        let file = folder.join(name);
        fs::write(&file, format!("[{KNOWN}] failed\n")).expect("a file");
        files.push(file);
    }
    files
}

/// A summary of another catalogue in which every text is one of these.
pub fn summary(texts: &[String]) -> Value {
    let results: Vec<Value> = texts.iter().map(|text| result(text)).collect();
    json!({
        "schema": 1, "cberr": "9.9.9", "catalogue": { "entries": 1, "date": "2030-01-01" },
        "lang": "en",
        "input": { "kind": "log", "name": texts[0], "lines": 1, "bytes": 1, "records": 1, "files": texts },
        "results": results,
    })
}

fn result(text: &str) -> Value {
    let place = json!({ "file": text, "line": 1, "offset": 0, "time": text });
    json!({
        "code": text, "service": text, "category": text, "match": "exact", "query": text,
        "case": text, "wrapper": false, "wrapped_by": [text], "meaning": text, "causes": [text],
        "steps": [{ "text": text, "command": text, "effect": null }],
        "fault": "caller", "retry": { "advice": "no", "note": text },
        "http_status": [], "aliases": [text], "see_also": [text], "differences": [text],
        "docs": [text, "https://evil.example/a"], "sources": [text],
        "decided_by": [{ "case": text, "messages": [text], "meaning": text }],
        "module": { "number": text, "message": text, "known": [{ "product": text, "meaning": text }] },
        "message": text, "values": { text: [text] }, "request_ids": [text],
        "suggestions": [{ "code": text, "meaning": text, "score": 0.5 }],
        "count": 1, "first": place, "last": place, "value_counts": { text: [1] },
        "excerpt": text, "legacy": text,
    })
}
