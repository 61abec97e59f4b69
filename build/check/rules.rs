//! How sentences are written, as far as a machine can see it.

use std::collections::{BTreeSet, HashMap};

use super::Check;
use super::sentences::is_chinese;
use crate::model::{Cause, Entry, Retry, Status, Step, Text};
use crate::source::{Source, layers::Layers};

/// In how many entries one sentence may stand.
const MOST: usize = 12;

/// Words that make a cause a guess.
const HEDGES: [&str; 20] = [
    "may",
    "might",
    "could",
    "probably",
    "likely",
    "perhaps",
    "possibly",
    "presumably",
    "usually",
    "often",
    "mostly",
    "typically",
    "seems",
    "seem",
    "suggests",
    "suggest",
    "guess",
    "documented",
    "nobody",
    "apparently",
];
const HEDGES_ZH: [&str; 20] = [
    "可能",
    "也许",
    "或许",
    "大概",
    "推测",
    "猜测",
    "估计",
    "多半",
    "通常",
    "一般",
    "往往",
    "似乎",
    "看来",
    "应该",
    "大多",
    "未说明",
    "没有说明",
    "没说明",
    "未公布",
    "没有公布",
];

/// Units that make a number a limit.
const UNITS: [&str; 26] = [
    "ms",
    "s",
    "second",
    "minute",
    "hour",
    "day",
    "KB",
    "MB",
    "GB",
    "TB",
    "byte",
    "character",
    "times",
    "requests",
    "%",
    "毫秒",
    "秒",
    "分钟",
    "小时",
    "天",
    "字节",
    "字符",
    "个字",
    "次",
    "个",
    "MiB",
];

impl<'a> Check<'a> {
    /// The rules for sentences of an entry, family or class.
    pub(super) fn rules(
        &mut self,
        sentences: &[(String, Text<String>)],
        causes: &[&Cause<String>],
        docs: &[String],
        sources: &[String],
    ) {
        let bare = docs.is_empty() && sources.iter().all(|s| self.is_list(s));
        for (field, text) in sentences {
            if chinese_outside(&text.en) {
                self.owe("chinese-in-english", field, &text.en);
            }
            if bare && (limit(&text.en) || limit(&text.zh)) {
                self.owe("number-without-page", field, &text.en);
            }
        }
        for cause in causes {
            if bare && cause.confirmed.is_empty() && !hedged(&cause.en, &cause.zh) {
                self.owe("guess-as-fact", "causes", &cause.en);
            }
        }
    }

    fn is_list(&self, source: &str) -> bool {
        self.links.lists.iter().any(|list| source.contains(&**list))
    }

    pub(super) fn entry_rules(&mut self, entry: &'a Entry<String>) {
        let cases = entry.cases.iter().flat_map(|case| &case.causes);
        let causes: Vec<_> = entry.causes.iter().chain(cases).collect();
        let sources = entry.all_sources();
        self.rules(&sentences(entry), &causes, &entry.docs, &sources);
    }

    /// A sentence that stands everywhere says nothing anywhere.
    pub(super) fn boilerplate(&mut self, source: &'a Source, layers: &'a Layers) {
        let mut places: HashMap<String, BTreeSet<String>> = HashMap::new();
        let mut note = |place: &str, en: &str, zh: &str| {
            for sentence in [en, zh] {
                let all = places.entry(sentence.to_owned()).or_default();
                all.insert(place.to_owned());
            }
        };
        for file in &source.files {
            for entry in &file.entries {
                let place = format!("{}: {}", file.name, entry.code);
                for (_, text) in sentences(entry) {
                    note(&place, &text.en, &text.zh);
                }
            }
        }
        for file in &layers.official {
            for code in &file.codes {
                let place = format!("{}: {}", file.name, code.code);
                if let Some((en, zh)) = code.en.as_ref().zip(code.zh.as_ref()) {
                    note(&place, en, zh);
                }
            }
        }
        let mut many: Vec<_> = places.iter().filter(|(_, p)| p.len() > MOST).collect();
        many.sort();
        for (sentence, places) in many {
            self.place = places.first().cloned().unwrap_or_default();
            let what = format!("\"{sentence}\" stands in {} entries", places.len());
            self.say("sentence", &what);
        }
    }
}

/// The sentences of a body with their fields.
pub(super) fn of_body(
    prefix: &str,
    meaning: &Text<String>,
    causes: &[Cause<String>],
    steps: &[Step<String>],
    retry: Option<&Retry<String>>,
) -> Vec<(String, Text<String>)> {
    let mut all = vec![(format!("{prefix}meaning"), meaning.clone())];
    for (at, cause) in causes.iter().enumerate() {
        all.push((format!("{prefix}causes[{at}]"), cause.text()));
    }
    for (at, step) in steps.iter().enumerate() {
        all.push((format!("{prefix}steps[{at}].text"), step.text.clone()));
    }
    let note = retry.and_then(|retry| retry.note.clone());
    all.extend(note.map(|note| (format!("{prefix}retry.note"), note)));
    all
}

/// Every sentence of an entry with its field.
fn sentences(entry: &Entry<String>) -> Vec<(String, Text<String>)> {
    let (meaning, retry) = (&entry.meaning, Some(&entry.retry));
    let mut all = of_body("", meaning, &entry.causes, &entry.steps, retry);
    for case in &entry.cases {
        let prefix = format!("cases.{}.", case.id);
        let retry = case.retry.as_ref();
        all.extend(of_body(
            &prefix,
            &case.meaning,
            &case.causes,
            &case.steps,
            retry,
        ));
    }
    for see in &entry.see_also {
        all.push((format!("see_also.{}", see.code), see.difference.clone()));
    }
    if let Status::Legacy(legacy) = &entry.status {
        all.push(("status.legacy".to_owned(), legacy.text()));
    }
    all
}

/// Chinese that stands neither in quotes nor in brackets behind a word.
fn chinese_outside(sentence: &str) -> bool {
    let mut quoted = false;
    let mut brackets: Vec<bool> = Vec::new();
    let mut before = None;
    for c in sentence.chars() {
        match c {
            '"' | '“' | '”' | '`' => quoted = !quoted,
            '(' => brackets
                .push(before.is_some_and(|b: char| b.is_alphanumeric() || "\"'`%*)”".contains(b))),
            ')' => _ = brackets.pop(),
            _ if is_chinese(c) && !quoted && !brackets.last().is_some_and(|named| *named) => {
                return true;
            }
            _ => {}
        }
        if !c.is_whitespace() {
            before = Some(c);
        }
    }
    false
}

/// Both languages say that it is a guess.
fn hedged(en: &str, zh: &str) -> bool {
    let mut words = en.split(|c: char| !c.is_ascii_alphabetic());
    words.any(|word| HEDGES.contains(&&*word.to_ascii_lowercase()))
        && HEDGES_ZH.iter().any(|hedge| zh.contains(hedge))
}

/// A number with a unit behind it.
fn limit(sentence: &str) -> bool {
    let ends = |c: char| !c.is_ascii_alphanumeric();
    sentence
        .match_indices(|c: char| c.is_ascii_digit())
        .any(|(at, _)| {
            let rest = sentence[at + 1..].trim_start_matches(' ');
            UNITS.iter().any(|unit| {
                let Some(behind) = rest.strip_prefix(unit) else {
                    return false;
                };
                let behind = behind.strip_prefix('s').unwrap_or(behind);
                !unit.is_ascii() || *unit == "%" || behind.chars().next().is_none_or(ends)
            })
        })
}
