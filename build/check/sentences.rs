//! Sentences, steps and commands.

use super::Check;
use crate::commands;
use crate::layout::{Part, split_pattern};
use crate::model::{Cause, Retry, Step, Text};

impl Check<'_> {
    pub(super) fn body(
        &mut self,
        prefix: &str,
        causes: &[Cause<String>],
        steps: &[Step<String>],
        retry: Option<&Retry<String>>,
        holes: &[&str],
    ) {
        for (at, cause) in causes.iter().enumerate() {
            let field = format!("{prefix}causes[{at}]");
            self.text(&field, &cause.text(), holes);
            self.confirmed(&field, &cause.confirmed);
            if let Some(when) = &cause.when {
                self.when(&field, when);
            }
        }
        for (at, step) in steps.iter().enumerate() {
            self.step(&format!("{prefix}steps[{at}]"), step, holes);
        }
        if let Some(note) = retry.and_then(|retry| retry.note.as_ref()) {
            self.text(&format!("{prefix}retry.note"), note, holes);
        }
    }

    fn step(&mut self, field: &str, step: &Step<String>, holes: &[&str]) {
        self.text(&format!("{field}.text"), &step.text, holes);
        if let Some(when) = &step.when {
            self.when(field, when);
        }
        let said = [&*step.text.en, &*step.text.zh];
        self.programs(field, said, step.command.as_deref());
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
        if let Some(name) = commands::angled(command) {
            let what = format!("<{name}> is no word for a shell: see values.json for placeholders");
            self.say(&format!("{field}.command"), &what);
        }
    }

    /// A sentence: both languages, no stray blanks, only holes that are filled.
    pub(super) fn text(&mut self, field: &str, text: &Text<String>, holes: &[&str]) {
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
}

/// A Chinese character.
pub(super) fn is_chinese(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}
