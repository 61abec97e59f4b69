//! One kind of error, as small as it can be kept: a hostile log has thousands.

use super::strings::Text;
use crate::catalogue::Id;
use crate::recognise::Match;
use crate::summary::timeline::Times;

/// Where in the input a record stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Number of the input.
    pub input: u32,
    pub offset: u64,
    pub line: u64,
}

/// A place, and the time that stood there.
pub struct Seen {
    pub place: Place,
    pub time: Written,
}

/// A value that stood beside the code.
pub struct Value {
    pub name: Text,
    pub value: Text,
    pub count: u64,
}

/// One kind so far.
pub struct Kind {
    pub id: Option<Id>,
    pub case: Option<u16>,
    pub matched: Match,
    pub is_module: bool,
    pub query: Text,
    pub module: Option<(Text, Text)>,
    pub message: Option<Text>,
    pub excerpt: Option<Text>,
    pub count: u64,
    pub first: Seen,
    pub last: Seen,
    pub around: Vec<Text>,
    pub request_ids: Vec<Text>,
    pub values: Vec<Value>,
    pub times: Times,
}

impl Kind {
    /// A kind that begins here, of nothing yet.
    pub fn new(place: Place) -> Self {
        let seen = || Seen {
            place,
            time: Written::NONE,
        };
        Self {
            id: None,
            case: None,
            matched: Match::Unknown,
            is_module: false,
            query: Text::default(),
            module: None,
            message: None,
            excerpt: None,
            count: 0,
            first: seen(),
            last: seen(),
            around: Vec::new(),
            request_ids: Vec::new(),
            values: Vec::new(),
            times: Times::default(),
        }
    }

    /// Counts an occurrence.
    pub fn at(&mut self, place: Place, time: Option<&str>) {
        if self.count == 0 {
            self.first.time = Written::of(time);
        }
        self.count += 1;
        self.last.place = place;
        self.last.time = Written::of(time);
    }
}

/// Bytes of a time that need no memory of their own.
const SHORT: usize = 38;

/// A time as it stood there. Most are short, and the last one of a kind changes
/// with every occurrence.
pub enum Written {
    /// The first bytes are the text; none where there was no time.
    Short([u8; SHORT], u8),
    /// With more digits than anything measures.
    Long(Box<str>),
}

impl Written {
    const NONE: Self = Self::Short([0; SHORT], 0);

    fn of(text: Option<&str>) -> Self {
        let text = text.unwrap_or_default();
        let mut short = [0; SHORT];
        match short.get_mut(..text.len()) {
            Some(room) => {
                room.copy_from_slice(text.as_bytes());
                Self::Short(short, u8::try_from(text.len()).unwrap_or_default())
            }
            None => Self::Long(text.into()),
        }
    }

    /// The text, where there was one.
    pub fn text(&self) -> Option<&str> {
        let text = match self {
            Self::Short(bytes, len) => std::str::from_utf8(&bytes[..usize::from(*len)]).ok()?,
            Self::Long(text) => text,
        };
        (!text.is_empty()).then_some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::Written;

    #[test]
    fn times_are_kept_as_they_stood_there() {
        let long = format!("2026-11-21 10:00:00.{}", "1".repeat(90));
        for text in [None, Some("10:00:00"), Some(&*long)] {
            assert_eq!(Written::of(text).text(), text);
        }
    }
}
