//! Records in one language: every sentence keeps one of its two texts.

use serde::Serialize;

use crate::model::{Case, Cause, Entry, Legacy, Retry, SeeAlso, Status, Step, Text};

/// The language to keep.
#[derive(Clone, Copy)]
pub enum Keep {
    /// English.
    English,
    /// Chinese.
    Chinese,
}

fn keep(en: &mut String, zh: &mut String, language: Keep) {
    match language {
        Keep::English => zh.clear(),
        Keep::Chinese => en.clear(),
    }
}

/// Something made of sentences.
pub trait Sentences: Clone + Serialize {
    /// Empties the other language.
    fn keep(&mut self, language: Keep);
}

impl Sentences for Text<String> {
    fn keep(&mut self, language: Keep) {
        keep(&mut self.en, &mut self.zh, language);
    }
}

impl Sentences for Cause<String> {
    fn keep(&mut self, language: Keep) {
        keep(&mut self.en, &mut self.zh, language);
    }
}

impl Sentences for Legacy<String> {
    fn keep(&mut self, language: Keep) {
        keep(&mut self.en, &mut self.zh, language);
    }
}

impl<T: Sentences> Sentences for Vec<T> {
    fn keep(&mut self, language: Keep) {
        self.iter_mut().for_each(|item| item.keep(language));
    }
}

impl<T: Sentences> Sentences for Option<T> {
    fn keep(&mut self, language: Keep) {
        self.iter_mut().for_each(|item| item.keep(language));
    }
}

impl Sentences for Retry<String> {
    fn keep(&mut self, language: Keep) {
        self.note.keep(language);
    }
}

impl Sentences for Step<String> {
    fn keep(&mut self, language: Keep) {
        self.text.keep(language);
    }
}

impl Sentences for SeeAlso<String> {
    fn keep(&mut self, language: Keep) {
        self.difference.keep(language);
    }
}

impl Sentences for Status<String> {
    fn keep(&mut self, language: Keep) {
        if let Self::Legacy(note) = self {
            note.keep(language);
        }
    }
}

impl Sentences for Case<String> {
    fn keep(&mut self, language: Keep) {
        self.meaning.keep(language);
        self.causes.keep(language);
        self.steps.keep(language);
        self.retry.keep(language);
    }
}

impl Sentences for Entry<String> {
    fn keep(&mut self, language: Keep) {
        self.meaning.keep(language);
        self.causes.keep(language);
        self.steps.keep(language);
        self.retry.keep(language);
        self.cases.keep(language);
        self.see_also.keep(language);
        self.status.keep(language);
    }
}
