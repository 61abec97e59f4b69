//! A row of a table: what is said of a kind without a sentence.

use std::borrow::Cow;

use crate::catalogue::Id;
use crate::catalogue::model::{Advice, Fault};
use crate::report::sample::{Sample, Verdict};
use crate::report::{Explained, Match, Position, Timeline};
use crate::text::shown;

/// What a table says of a kind.
pub struct Row<'a> {
    /// Official spelling; the unknown code itself where nothing is known.
    pub code: Cow<'a, str>,
    /// How it was recognised.
    pub matched: Match,
    /// The token as it stood in the input.
    pub query: Cow<'a, str>,
    /// The case that the message chose.
    pub case: Option<&'a str>,
    /// It only carries another code.
    pub wrapper: bool,
    /// Who has to act.
    pub fault: Fault,
    /// Whether to retry.
    pub advice: Advice,
    /// How often.
    pub count: u64,
    /// Where first.
    pub first: Option<Cow<'a, Position>>,
    /// Where last.
    pub last: Option<Cow<'a, Position>>,
    /// When.
    pub timeline: Option<Cow<'a, Timeline>>,
}

impl<'a> Row<'a> {
    /// What a table says of it: no sentence is read for that.
    #[must_use]
    pub fn brief(sample: &Sample<'a>) -> Self {
        let query = shown(sample.query);
        let verdict = Verdict::of(sample.id, sample.case, sample.is_module);
        Self {
            code: match sample.id {
                Some(id) => id.code().into(),
                None => query.clone(),
            },
            matched: sample.matched,
            query,
            case: verdict.case,
            wrapper: sample.case.is_none() && sample.id.is_some_and(Id::wrapper),
            fault: verdict.fault,
            advice: verdict.advice,
            count: 1,
            first: None,
            last: None,
            timeline: None,
        }
    }

    /// Of a result.
    #[must_use]
    pub fn of(result: &'a Explained) -> Self {
        Self {
            code: Cow::Borrowed(&result.code),
            matched: result.matched,
            query: Cow::Borrowed(&result.query),
            case: result.case.as_deref(),
            wrapper: result.wrapper,
            fault: result.fault,
            advice: result.retry.advice,
            count: result.count,
            first: result.first.as_ref().map(Cow::Borrowed),
            last: result.last.as_ref().map(Cow::Borrowed),
            timeline: result.timeline.as_ref().map(Cow::Borrowed),
        }
    }
}
