//! The tables of recognition are told once: a key that is added to
//! `data/recognition/keys.json` reaches the tokenizer, the records and the filter.

#[allow(dead_code, unreachable_pub)]
#[path = "../build/filter.rs"]
mod filter;
#[allow(dead_code, unreachable_pub)]
#[path = "../src/scan/prefilter/layout.rs"]
mod filter_layout;
#[allow(dead_code, unreachable_pub)]
#[path = "../build/grams.rs"]
mod grams;
#[allow(dead_code, unreachable_pub)]
#[path = "../src/catalogue/layout.rs"]
mod layout;
#[allow(dead_code, unreachable_pub)]
#[path = "../src/catalogue/model.rs"]
mod model;
#[allow(dead_code, unreachable_pub)]
#[path = "../build/recognition.rs"]
mod recognition;
#[allow(dead_code, unreachable_pub)]
#[path = "../build/source/mod.rs"]
mod source;

use std::fs;
use std::path::Path;

use recognition::Counts;
use source::Source;

fn read() -> Source {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    source::read(&data).expect("the catalogue")
}

/// The sources that are made of the tables, by name; `filter.rs` among them.
fn made(source: &Source) -> Vec<(&'static str, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let list = fs::read_to_string(root.join("build/grams.txt")).expect("the grams");
    let mut made = source.recognition.sources().expect("the tables");
    let filter = filter::tables(source, &list).expect("the filter");
    made.push(("filter.rs", filter));
    made
}

fn of<'m>(made: &'m [(&str, String)], name: &str) -> &'m str {
    let row = made.iter().find(|(own, _)| *own == name);
    row.map_or("", |(_, text)| text)
}

#[test]
fn a_key_is_added_in_one_place() {
    let mut source = read();
    let before = made(&source);
    let row = source.recognition.keys.iter_mut();
    let row = row.into_iter().find(|row| row.key == "ErrorCode");
    let row = row.expect("the key of function results");
    row.spelled.push("failNo".to_owned());
    row.spelled.push("错误编号".to_owned());
    let after = made(&source);
    let keys = of(&after, "keys.rs");
    assert!(!of(&before, "keys.rs").contains("failNo"));
    // The tokenizer, the beginnings of lines (by the key), and keys in Chinese.
    assert!(
        keys.contains("\"failNo\" | \"错误编号\" => Key::ErrorCode"),
        "{keys}"
    );
    assert!(keys.contains("Key::ErrorCode => Line::Code"));
    assert!(keys.contains("(\"错误编号\", Key::ErrorCode)"));
    // The filter: one more key, with a gram that stands in it, and one more text.
    let count = |made: &[(&str, String)], what| of(made, "filter.rs").matches(what).count();
    assert_eq!(count(&after, "Key {"), count(&before, "Key {") + 1);
    assert_eq!(count(&after, "Text {"), count(&before, "Text {") + 2);
}

#[test]
fn every_key_that_counts_is_sought() {
    let source = read();
    let needs = grams::needs(&source);
    for row in &source.recognition.keys {
        let counts = row.value.filter(|counts| *counts != Counts::Name);
        for key in &row.spelled {
            let kind = if key.is_ascii() {
                grams::Kind::Key
            } else {
                grams::Kind::Text
            };
            let sought = needs
                .iter()
                .any(|need| need.what == *key && need.kind == kind);
            assert_eq!(sought, counts.is_some(), "{key}");
        }
    }
}

#[test]
fn a_table_with_a_mistake_stops_the_build() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/recognition");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("recognition");
    for (file, old, new, message) in [
        ("keys.json", "\"errcode\"", "\"code\"", "stands twice"),
        ("keys.json", "\"any\"", "\"some\"", "unknown variant"),
        ("successes.json", "\"ok\"", "\"OK\"", "stands twice"),
        ("signs.json", "\"TCB\"", "\"TC\"", "too short"),
        ("words.json", "\"common\"", "\"ordinary\"", "unknown field"),
        ("encodings.json", "\"（\"", "\"<\"", "three bytes"),
    ] {
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        for table in fs::read_dir(&data).expect("the tables").flatten() {
            let text = fs::read_to_string(table.path()).expect("a table");
            let own = table.file_name() == file;
            assert!(!own || text.contains(old), "{file} has no {old}");
            let text = if own {
                text.replacen(old, new, 1)
            } else {
                text
            };
            fs::write(folder.join(table.file_name()), text).expect("a copy");
        }
        let error = recognition::read(&folder).err().expect(message);
        let error = format!("{error:#}");
        assert!(error.contains(message), "{file}: {error}");
    }
}
