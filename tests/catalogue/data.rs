//! The files of `data/` as they stand, and the program that was built from them.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// One file of the catalogue.
pub struct File {
    pub name: String,
    pub service: String,
    pub text: String,
    pub entries: Vec<Value>,
}

/// Folders of `data/` that hold no entries.
const APART: [&str; 4] = ["messages", "modules", "official", "recognition"];

/// `data/<service>/<category>.json`, by name.
pub fn files() -> Vec<File> {
    let mut paths: Vec<PathBuf> = Vec::new();
    for folder in fs::read_dir(root().join("data")).expect("data/").flatten() {
        if !APART.iter().any(|name| folder.file_name() == *name) {
            let files = fs::read_dir(folder.path()).into_iter().flatten().flatten();
            paths.extend(files.map(|file| file.path()));
        }
    }
    paths.sort();
    paths
        .iter()
        .map(|path| {
            let text = fs::read_to_string(path).expect("a file");
            let folder = path.parent().and_then(Path::file_name).expect("a folder");
            let service = folder.to_string_lossy().into_owned();
            let file = path.file_name().expect("a name").to_string_lossy();
            File {
                name: format!("{service}/{file}"),
                entries: serde_json::from_str(&text).expect("an array of entries"),
                service,
                text,
            }
        })
        .collect()
}

pub fn str_of(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

pub fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// Every sentence of an entry, as (where, {"en": …, "zh": …}).
pub fn sentences(value: &Value, at: String, out: &mut Vec<(String, Value)>) {
    match value {
        Value::Object(fields) if fields.contains_key("en") => out.push((at, value.clone())),
        Value::Object(fields) => {
            for (name, inner) in fields {
                sentences(inner, format!("{at}.{name}"), out);
            }
        }
        Value::Array(items) => {
            for (i, inner) in items.iter().enumerate() {
                sentences(inner, format!("{at}[{i}]"), out);
            }
        }
        _ => {}
    }
}

/// `data/values.json`.
pub fn values() -> Value {
    let text = fs::read_to_string(root().join("data/values.json")).expect("values");
    serde_json::from_str(&text).expect("JSON")
}

/// Runs cberr.
pub fn cberr(args: &[&str], stdin: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_cberr"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("cberr runs");
    let mut to = child.stdin.take().expect("a pipe");
    let _ = to.write_all(stdin.as_bytes()); // it may not read
    drop(to);
    child.wait_with_output().expect("cberr ends")
}
