//! What `parse` and `merge` found: many kinds, of which only some are explained
//! in full, so each is explained when it is asked for.

use std::borrow::Cow;

use serde::{Serialize, Serializer};

use crate::report::{Explained, Str};
use crate::summary::kinds::Kinds;
use crate::summary::row::Row;

/// The kinds, in the order in which they should be read.
pub enum Found {
    /// Of a log.
    Kinds(Box<Kinds>),
    /// Of summaries: explained already.
    Merged(Vec<Explained>),
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
