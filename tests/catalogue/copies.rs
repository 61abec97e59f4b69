//! The sentences are our own.

use std::collections::BTreeSet;
use std::fs;

use crate::data::{files, root, sentences, str_of};

/// No run of eight English words or thirteen Chinese characters stands in the five
/// documents that the catalogue began with. Their text is not ours to keep:
/// `source-shingles.txt` has the hashes of all such runs, one line's runs at a
/// time. With the documents in a folder, `SOURCES=folder cargo test --test
/// catalogue` makes it again.
#[test]
fn no_sentence_is_copied() {
    let path = root().join("tests/source-shingles.txt");
    if let Some(folder) = std::env::var_os("SOURCES") {
        let mut hashes = BTreeSet::new();
        for file in fs::read_dir(folder).expect("the documents").flatten() {
            let text = fs::read_to_string(file.path()).unwrap_or_default();
            hashes.extend(text.lines().flat_map(shingles).map(|s| hash(&s)));
        }
        let lines: String = hashes.iter().map(|h| format!("{h:012x}\n")).collect();
        fs::write(&path, lines).expect("the hashes can be written");
    }
    let hashes = fs::read_to_string(&path).expect("the hashes");
    let hashes: BTreeSet<u64> = hashes
        .lines()
        .map(|line| u64::from_str_radix(line, 16).expect("a hash"))
        .collect();
    // The file and the hashing belong together.
    assert_eq!(
        hash("one two three four five six seven eight"),
        0xba4b9b92db71
    );
    let mut copied = Vec::new();
    for file in files() {
        for entry in &file.entries {
            let mut all = Vec::new();
            sentences(entry, String::new(), &mut all);
            for (at, text) in all {
                for run in shingles(str_of(&text["en"])).chain(shingles(str_of(&text["zh"]))) {
                    if hashes.contains(&hash(&run)) {
                        copied.push(format!("{}: {}: {at}: {run}", file.name, entry["code"]));
                    }
                }
            }
        }
    }
    assert!(copied.is_empty(), "as in the documents: {copied:#?}");
}

/// The runs of a line: eight words with one blank between, thirteen characters.
fn shingles(line: &str) -> impl Iterator<Item = String> {
    let line = line.to_lowercase();
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '\'';
    let words: Vec<&str> = line.split(|c| !word(c)).filter(|w| !w.is_empty()).collect();
    let mut runs: Vec<String> = words.windows(8).map(|w| w.join(" ")).collect();
    let chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    for run in line.split(|c| !chinese(c)) {
        let run: Vec<char> = run.chars().collect();
        runs.extend(run.windows(13).map(|w| w.iter().collect::<String>()));
    }
    runs.into_iter()
}

/// 48 bits of FNV-1a.
fn hash(text: &str) -> u64 {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash >> 16
}
