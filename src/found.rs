//! What `parse` and `merge` found: many kinds, of which only some are explained
//! in full, so each is explained when it is asked for.

use std::borrow::Cow;

use serde::{Serialize, Serializer};

use crate::catalogue::model::{Advice, Fault};
use crate::report::{Explained, Match, Position, Str, Timeline};
use crate::tally::Kinds;

/// The kinds, in the order in which they should be read.
pub enum Found {
    /// Of a log.
    Kinds(Box<Kinds>),
    /// Of summaries: explained already.
    Merged(Vec<Explained>),
}

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

impl Found {
    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Kinds(kinds) => kinds.len(),
            Self::Merged(results) => results.len(),
        }
    }

    /// Nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The row of the kind at this place.
    #[must_use]
    pub fn row(&self, at: usize) -> Row<'_> {
        match self {
            Self::Kinds(kinds) => kinds.row(at),
            Self::Merged(results) => Row::of(&results[at]),
        }
    }

    /// The rows of all.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.len()).map(|at| self.row(at))
    }

    /// Pages about the kind at this place.
    #[must_use]
    pub fn docs(&self, at: usize) -> Cow<'_, [Str]> {
        match self {
            Self::Kinds(kinds) => kinds.docs(at).into(),
            Self::Merged(results) => (&results[at].docs[..]).into(),
        }
    }

    /// All of them, explained one after the other.
    pub fn explained(&self) -> impl Iterator<Item = Cow<'_, Explained>> {
        let (kinds, merged) = match self {
            Self::Kinds(kinds) => (Some(kinds), &[][..]),
            Self::Merged(results) => (None, &results[..]),
        };
        let kinds = kinds.into_iter().flat_map(|kinds| kinds.explained());
        let merged = merged.iter().map(Cow::Borrowed);
        kinds.map(Cow::Owned).chain(merged)
    }
}

/// Written as it is explained: never all at once in memory.
impl Serialize for Found {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.explained())
    }
}

impl<'a> Row<'a> {
    fn of(result: &'a Explained) -> Self {
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
