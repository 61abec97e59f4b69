//! The catalogue as its readers meet it. `cargo test --test catalogue --
//! --nocapture` shows how many codes each service has.
#![allow(clippy::print_stdout)] // the coverage

mod copies;
mod data;
mod patterns;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;

use unicode_width::UnicodeWidthStr;

use data::{cberr, files, list, root, sentences, str_of, values};

/// Codes are never deleted. A new one is added to the list by
/// `REWRITE=1 cargo test --test catalogue`.
#[test]
fn no_code_is_lost() {
    let path = root().join("tests/codes.txt");
    let mut now = BTreeSet::new();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for file in files() {
        for entry in &file.entries {
            now.insert(format!("{}\t{}", file.service, str_of(&entry["code"])));
        }
        *counts.entry(file.service).or_default() += file.entries.len();
    }
    let kept = fs::read_to_string(&path).expect("the list");
    let kept: BTreeSet<String> = kept.lines().map(str::to_owned).collect();
    let lost: Vec<_> = kept.difference(&now).collect();
    assert!(lost.is_empty(), "codes are never deleted: {lost:?}");
    if std::env::var_os("REWRITE").is_some() {
        let lines: String = now.iter().map(|line| format!("{line}\n")).collect();
        fs::write(&path, lines).expect("the list can be written");
    } else {
        let new: Vec<_> = now.difference(&kept).collect();
        assert!(
            new.is_empty(),
            "add them with REWRITE=1 cargo test --test catalogue: {new:?}"
        );
    }
    for (service, count) in &counts {
        println!("{count:>5} {service}");
    }
    println!("{:>5} codes", now.len());
}

/// Every code and alias is the name of something, and the page is whole, in both
/// languages and within 80 columns.
#[test]
fn every_entry_explains_itself() {
    for file in files() {
        let names: Vec<&str> = file
            .entries
            .iter()
            .flat_map(|entry| list(&entry["aliases"]).chain([&entry["code"]]))
            .map(str_of)
            .collect();
        for lang in ["en", "zh"] {
            let args = ["explain", "--lang", lang, "--service", &file.service, "--"];
            let out = cberr(&[&args, &names[..]].concat(), "");
            let errors = String::from_utf8_lossy(&out.stderr);
            assert!(out.status.success(), "{}: {errors}", file.name);
            assert_eq!(errors, "", "{}", file.name);
            let text = String::from_utf8(out.stdout).expect("UTF-8");
            for line in text.lines() {
                // What is copied or opened is never broken.
                let whole = line.contains("://") || !line.trim().contains(' ');
                let command = line.starts_with("         ");
                assert!(
                    line.width() <= 80 || whole || command,
                    "{}: {lang}: {} columns: {line}",
                    file.name,
                    line.width()
                );
            }
        }
    }
}

/// A code whose page another code's page would not replace says something of its
/// own: a sentence that stands in many entries says nothing of any.
#[test]
fn sentences_are_not_boilerplate() {
    let mut owners: HashMap<String, BTreeSet<String>> = HashMap::new();
    for file in files() {
        for entry in &file.entries {
            let mut all = Vec::new();
            sentences(entry, String::new(), &mut all);
            let owner = format!("{}: {}", file.name, str_of(&entry["code"]));
            for (_, text) in all {
                for lang in ["en", "zh"] {
                    let sentence = str_of(&text[lang]).to_owned();
                    owners.entry(sentence).or_default().insert(owner.clone());
                }
            }
        }
    }
    let many: Vec<_> = owners.iter().filter(|(_, o)| o.len() > 4).collect();
    assert!(many.is_empty(), "in more than 4 entries: {many:#?}");
}

/// Both languages are there, each in its own script.
#[test]
fn both_languages_are_complete() {
    let chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let values = values();
    for file in files() {
        for entry in &file.entries {
            let mut all = Vec::new();
            sentences(entry, String::new(), &mut all);
            assert!(all.len() >= 3, "{}: {}", file.name, entry["code"]);
            for (at, text) in all {
                let place = format!("{}: {}: {at}", file.name, entry["code"]);
                let (en, zh) = (str_of(&text["en"]), str_of(&text["zh"]));
                assert!(zh.chars().any(chinese), "{place}: {zh}");
                // The console's own names may stand in an English sentence.
                let english = en.contains(|c: char| c.is_ascii_alphabetic());
                assert!(english && !en.contains(['，', '。', '；']), "{place}: {en}");
                let holes = |s: &str| -> BTreeSet<String> {
                    let found = s.split('{').skip(1).filter_map(|p| p.split_once('}'));
                    let known = found.filter(|(name, _)| values.get(name).is_some());
                    known.map(|(name, _)| name.to_owned()).collect()
                };
                assert_eq!(holes(en), holes(zh), "{place}");
            }
        }
    }
}

#[test]
fn files_are_formatted_as_jq_prints_them() {
    for file in files() {
        // From reader to writer, so that the fields keep their order.
        let mut from = serde_json::Deserializer::from_str(&file.text);
        let mut want = Vec::new();
        let mut to = serde_json::Serializer::pretty(&mut want);
        serde_transcode::transcode(&mut from, &mut to).expect("JSON");
        let want = String::from_utf8(want).expect("UTF-8") + "\n";
        if file.text != want {
            let line = file
                .text
                .lines()
                .zip(want.lines())
                .position(|(a, b)| a != b);
            panic!(
                "{}:{}: not as `jq . FILE` prints it",
                file.name,
                line.map_or(0, |at| at + 1)
            );
        }
    }
}
