//! The answer: one value that every format prints, and the explainer that fills it.

mod command;
mod explainer;
pub mod fields;
mod fill;
mod foreign;
mod types;
mod verdict;

use crate::catalogue;
pub use crate::recognise::Match;
use crate::recognise::Recogniser;
use crate::text::lang::Lang;
pub use explainer::Explainer;
pub use types::{
    Approximate, CatalogueInfo, Decision, Explained, Input, KnownModule, ModuleNumber, NextStep,
    Position, Report, RetryAdvice, Str, Suggestion, Timeline, Values,
};
pub use verdict::Verdict;

impl Report {
    /// An answer without results yet.
    #[must_use]
    pub fn new(lang: Lang, input: Input) -> Self {
        Self::of(lang, input, Vec::new())
    }
}

impl<R> Report<R> {
    /// An answer.
    #[must_use]
    pub fn of(lang: Lang, input: Input, results: R) -> Self {
        Self {
            schema: 1,
            cberr: env!("CARGO_PKG_VERSION").into(),
            catalogue: CatalogueInfo {
                entries: catalogue::len(),
                date: catalogue::date().into(),
            },
            lang: lang.id().into(),
            input,
            results,
            more: 0,
            approximate: Default::default(),
        }
    }
}

/// The findings of one text, explained, the cause first.
pub fn explain_text(explainer: &Explainer, text: &str) -> Vec<Explained> {
    let findings = Recogniser::new().recognise(text, true);
    findings.iter().map(|f| explainer.finding(f)).collect()
}
