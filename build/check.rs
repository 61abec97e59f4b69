//! What types cannot say about the catalogue. Every mistake is collected, so
//! that one build shows them all.

use std::collections::{HashMap, HashSet};

use anyhow::{Result, bail};

use crate::layout::{Part, split_pattern};
use crate::model::{Case, Entry, Retry, SeeAlso, Status, Step, Text};
use crate::source::{File, Source};

/// Checks everything; the error lists `file: code: field: what is wrong`.
pub fn all(source: &Source) -> Result<()> {
    let mut check = Check {
        values: source.tables.values.iter().map(|(n, _)| &**n).collect(),
        known: known(source),
        place: String::new(),
        mistakes: Vec::new(),
    };
    check.order_and_uniqueness(source);
    for file in &source.files {
        for entry in &file.entries {
            check.place = format!("{}: {}", file.name, entry.code);
            check.entry(entry);
        }
    }
    check.patterns(source);
    if check.mistakes.is_empty() {
        return Ok(());
    }
    bail!("{}", check.mistakes.join("\n"))
}

/// (service, code or alias) pairs, and the same with an empty service.
fn known(source: &Source) -> HashSet<(&str, &str)> {
    let mut known = HashSet::new();
    for file in &source.files {
        let service = &*source.tables.services[usize::from(file.service)].id;
        for entry in &file.entries {
            for name in entry.aliases.iter().chain([&entry.code]) {
                known.insert((service, &**name));
                known.insert(("", &**name));
            }
        }
    }
    known
}

struct Check<'a> {
    values: HashSet<&'a str>,
    known: HashSet<(&'a str, &'a str)>,
    place: String,
    mistakes: Vec<String>,
}

impl<'a> Check<'a> {
    fn say(&mut self, field: &str, what: &str) {
        self.mistakes
            .push(format!("{}: {field}: {what}", self.place));
    }

    fn order_and_uniqueness(&mut self, source: &'a Source) {
        let mut seen: HashMap<(u8, &str), &str> = HashMap::new();
        for file in &source.files {
            for pair in file.entries.windows(2) {
                if pair[0].code >= pair[1].code {
                    self.place = format!("{}: {}", file.name, pair[1].code);
                    self.say("code", &format!("stands after {}", pair[0].code));
                }
            }
            for entry in &file.entries {
                if let Some(other) = seen.insert((file.service, &entry.code), &file.name) {
                    self.place = format!("{}: {}", file.name, entry.code);
                    self.say("code", &format!("is in {other} too"));
                }
            }
        }
    }

    fn entry(&mut self, entry: &'a Entry<String>) {
        if entry.code.is_empty() || entry.code.len() > 200 {
            self.say("code", "must have 1 to 200 bytes");
        }
        for alias in &entry.aliases {
            if alias.is_empty() || alias.len() > 200 || *alias == entry.code {
                self.say(
                    "aliases",
                    &format!("\"{alias}\" is empty, too long or the code itself"),
                );
            }
        }
        self.text("meaning", &entry.meaning, &[]);
        self.required("causes", entry.causes.len());
        self.required("steps", entry.steps.len());
        self.required("sources", entry.sources.len());
        self.body("", &entry.causes, &entry.steps, &entry.retry, &[]);
        for case in &entry.cases {
            self.case(case);
        }
        for link in &entry.docs {
            if !link.starts_with("https://") {
                self.say("docs", &format!("\"{link}\" is not an https link"));
            }
        }
        if entry.sources.iter().any(|s| s.trim().is_empty()) {
            self.say("sources", "an empty source");
        }
        for see in &entry.see_also {
            self.see_also(see);
        }
        if let Status::Legacy(note) = &entry.status {
            self.text("status.legacy", note, &[]);
        }
    }

    fn required(&mut self, field: &str, len: usize) {
        if len == 0 {
            self.say(field, "is empty");
        }
    }

    fn body(
        &mut self,
        prefix: &str,
        causes: &[Text<String>],
        steps: &[Step<String>],
        retry: &Retry<String>,
        holes: &[&str],
    ) {
        for (at, cause) in causes.iter().enumerate() {
            self.text(&format!("{prefix}causes[{at}]"), cause, holes);
        }
        for (at, step) in steps.iter().enumerate() {
            self.step(&format!("{prefix}steps[{at}]"), step, holes);
        }
        if let Some(note) = &retry.note {
            self.text(&format!("{prefix}retry.note"), note, holes);
        }
    }

    fn step(&mut self, field: &str, step: &Step<String>, holes: &[&str]) {
        self.text(&format!("{field}.text"), &step.text, holes);
        let Some(command) = &step.command else {
            if step.effect.is_some() {
                self.say(field, "an effect without a command");
            }
            return;
        };
        if command.trim().is_empty() || command.contains('\n') || command.starts_with('$') {
            self.say(
                &format!("{field}.command"),
                "must be one line without a leading $",
            );
        }
        for name in placeholders(command) {
            if !self.values.contains(name) {
                self.say(
                    &format!("{field}.command"),
                    &format!("<{name}> is not in values.json"),
                );
            }
        }
    }

    /// A sentence: both languages, no stray blanks, only holes that are filled.
    fn text(&mut self, field: &str, text: &Text<String>, holes: &[&str]) {
        for (language, sentence) in [("en", &text.en), ("zh", &text.zh)] {
            if sentence.trim().is_empty() {
                self.say(field, &format!("{language} is empty"));
            }
            if sentence.trim() != sentence || sentence.contains(['\n', '\t']) {
                self.say(field, &format!("{language} has stray blanks"));
            }
            for part in split_pattern(sentence) {
                if let Part::Hole(name) = part
                    && !holes.contains(&name)
                {
                    self.say(
                        field,
                        &format!("{language}: {{{name}}} is not in every pattern of the case"),
                    );
                }
            }
        }
    }

    fn case(&mut self, case: &'a Case<String>) {
        let field = format!("cases.{}", case.id);
        self.required(&format!("{field}.message"), case.message.len());
        let mut common: Option<Vec<&str>> = None;
        for pattern in &case.message {
            let holes = self.pattern(&field, pattern);
            common = Some(match common {
                None => holes,
                Some(c) => c.into_iter().filter(|h| holes.contains(h)).collect(),
            });
        }
        let holes = common.unwrap_or_default();
        self.text(&format!("{field}.meaning"), &case.meaning, &holes);
        let retry = case.retry.clone().unwrap_or(Retry {
            advice: crate::model::Advice::Unknown,
            note: None,
        });
        self.body(
            &format!("{field}."),
            &case.causes,
            &case.steps,
            &retry,
            &holes,
        );
    }

    /// A pattern: begins with a literal, long enough, holes known and apart.
    fn pattern<'p>(&mut self, field: &str, pattern: &'p str) -> Vec<&'p str> {
        let parts = split_pattern(pattern);
        let literals: Vec<&str> = parts
            .iter()
            .filter_map(|p| match p {
                Part::Literal(text) => Some(*text),
                Part::Hole(_) => None,
            })
            .collect();
        let width: usize = literals
            .iter()
            .flat_map(|l| l.chars())
            .map(|c| if c.is_ascii() { 1 } else { 2 })
            .sum();
        if width < 8 || literals.iter().skip(1).any(|l| l.is_empty()) {
            self.say(
                field,
                &format!("\"{pattern}\" needs 8 characters of text, and text between its holes"),
            );
        }
        if literals.first().is_none_or(|l| l.trim().is_empty()) {
            self.say(field, &format!("\"{pattern}\" must begin with text"));
        }
        if pattern.trim() != pattern {
            self.say(field, &format!("\"{pattern}\" begins or ends with a blank"));
        }
        let holes: Vec<&str> = parts
            .iter()
            .filter_map(|p| match p {
                Part::Hole(name) => Some(*name),
                Part::Literal(_) => None,
            })
            .collect();
        for hole in &holes {
            if !self.values.contains(hole) {
                self.say(field, &format!("{{{hole}}} is not in values.json"));
            }
        }
        holes
    }

    fn see_also(&mut self, see: &'a SeeAlso<String>) {
        let field = format!("see_also.{}", see.code);
        self.text(&field, &see.difference, &[]);
        let service = see.service.as_deref().unwrap_or("");
        if !self.known.contains(&(service, &*see.code)) {
            self.say(&field, "no such code in the catalogue");
        }
    }

    /// One pattern has one owner in a service.
    fn patterns(&mut self, source: &'a Source) {
        let mut owners: HashMap<(u8, &str), &str> = HashMap::new();
        for (file, entry, pattern) in patterns(source) {
            if let Some(other) = owners.insert((file.service, pattern), &entry.code)
                && other != entry.code
            {
                self.place = format!("{}: {}", file.name, entry.code);
                self.say("cases", &format!("\"{pattern}\" belongs to {other}"));
            }
        }
    }
}

fn patterns(source: &Source) -> impl Iterator<Item = (&File, &Entry<String>, &str)> {
    source.files.iter().flat_map(|file| {
        file.entries.iter().flat_map(move |entry| {
            entry
                .cases
                .iter()
                .flat_map(|case| &case.message)
                .map(move |pattern| (file, entry, &**pattern))
        })
    })
}

/// The names between `<` and `>` of a command.
fn placeholders(command: &str) -> impl Iterator<Item = &str> {
    command.split('<').skip(1).filter_map(|rest| {
        rest.split_once('>')
            .map(|(name, _)| name)
            .filter(|name| !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase()))
    })
}
