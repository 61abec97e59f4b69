//! Message patterns and the cases that they choose.

use std::collections::HashMap;

use super::Check;
use super::sentences::is_chinese;
use crate::layout::{Part, split_pattern};
use crate::model::{Case, Entry};
use crate::source::{File, Source};

/// How wide the text of a pattern must be; a Chinese character counts as two.
pub(super) const WIDTH: usize = 8;
/// The same of one that counts only beside a code of any kind: 不存在.
pub(super) const BESIDE: usize = 6;

impl<'a> Check<'a> {
    pub(super) fn case(&mut self, case: &'a Case<String>) {
        let field = format!("cases.{}", case.id);
        self.required(&format!("{field}.message"), case.message.len());
        let holes = self.common_holes(&field, &case.message, WIDTH);
        self.text(&format!("{field}.meaning"), &case.meaning, &holes);
        self.confirmed(&field, &case.confirmed);
        if let Some(when) = &case.when {
            self.when(&field, when);
        }
        let prefix = format!("{field}.");
        self.body(
            &prefix,
            &case.causes,
            &case.steps,
            case.retry.as_ref(),
            &holes,
        );
        self.twin(&field, case);
    }

    /// What a client prints in both languages is known in both.
    fn twin(&mut self, field: &str, case: &Case<String>) {
        let mut both = false;
        for client in &case.client {
            both |= self.client(&format!("{field}.client"), client);
        }
        if case.one_language && !both {
            let what = "one_language: needs a client that speaks both languages";
            self.say(field, what);
        }
        if !both || case.one_language {
            return;
        }
        let chinese = |pattern: &&String| pattern.chars().any(is_chinese);
        let count = case.message.iter().filter(chinese).count();
        if count == 0 || count == case.message.len() {
            let missing = if count == 0 { "Chinese" } else { "English" };
            let what = format!(
                "{} prints it in {missing} too: add that pattern, or \"one_language\": true",
                case.client.join(", ")
            );
            self.say(&format!("{field}.message"), &what);
        }
    }

    /// Checks patterns; the holes that all of them have.
    pub(super) fn common_holes<'p>(
        &mut self,
        field: &str,
        patterns: &'p [String],
        least: usize,
    ) -> Vec<&'p str> {
        let mut common: Option<Vec<&str>> = None;
        for pattern in patterns {
            let holes = self.pattern(field, pattern, least);
            common = Some(match common {
                None => holes,
                Some(c) => c.into_iter().filter(|h| holes.contains(h)).collect(),
            });
        }
        common.unwrap_or_default()
    }

    /// A pattern: begins with a literal, long enough, holes known and apart.
    fn pattern<'p>(&mut self, field: &str, pattern: &'p str, least: usize) -> Vec<&'p str> {
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
        if width < least || literals.iter().skip(1).any(|l| l.is_empty()) {
            self.say(
                field,
                &format!(
                    "\"{pattern}\" needs {least} characters of text, and text between its holes"
                ),
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

    /// One pattern has one owner in a service.
    pub(super) fn patterns(&mut self, source: &'a Source) {
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
