//! What stands in the holes of a pattern: the text between the words beside them, as
//! far as it is of the hole's type.

use super::align::{Chain, Text};
use crate::catalogue::lexicon::Phrase;
use crate::catalogue::model::Accepts;
use crate::text::words::Words;

/// What a hole weighs in which something else stands than it accepts.
pub(super) const MISFIT: u32 = 64;
/// Longest text a hole takes, in bytes.
const LONGEST: usize = 200;

/// The values of a match.
#[derive(Default)]
pub(super) struct Values {
    /// In their order.
    pub(super) found: Vec<(&'static str, String)>,
    /// Where the first of them begins, if it begins the match.
    pub(super) start: Option<usize>,
    /// Where the last of them ends, if it ends the match.
    pub(super) end: usize,
    /// Holes in which nothing stands, or more than a value.
    pub(super) misfits: u32,
    /// Something stands where a number should.
    pub(super) wrong: bool,
}

/// Reads the holes of a pattern whose words were found.
pub(super) fn read(text: &str, phrase: Phrase, chain: &Chain, words: &Text) -> Values {
    let mut values = Values::default();
    let count = phrase.words().len();
    let mut taken = 0;
    for hole in phrase.holes() {
        let before = hole.before();
        let left = before.checked_sub(1).and_then(|part| chain.at(part, words));
        let right = (before < count).then(|| chain.at(before, words)).flatten();
        let value = match (left, right) {
            (Some(left), Some(right)) => {
                let from = taken.max(left.end as usize);
                let between = text.get(from..right.start as usize).unwrap_or_default();
                fitting(between, hole.accepts(), true)
            }
            (Some(left), None) => {
                let from = taken.max(left.end as usize);
                let behind = clipped(&text[from.min(text.len())..]);
                let value = fitting(behind, hole.accepts(), false);
                // The pattern ends with it.
                if let Some(value) = value.filter(|_| before == count) {
                    values.end = end_in(text, value);
                }
                value
            }
            (None, Some(right)) if before == 0 => {
                let value = last(&text[..right.start as usize]);
                values.start = value.map(|value| end_in(text, value) - value.len());
                value
            }
            _ => continue,
        };
        match value {
            Some(value) => {
                taken = end_in(text, value);
                values.found.push((hole.name(), value.to_owned()));
            }
            None => {
                values.misfits += 1;
                let number = matches!(hole.accepts(), Accepts::Integer | Accepts::Number);
                values.wrong |= number && left.is_some() && (right.is_some() || before == count);
            }
        }
    }
    values
}

/// Where a piece of the text ends.
fn end_in(text: &str, piece: &str) -> usize {
    piece.as_ptr() as usize - text.as_ptr() as usize + piece.len()
}

/// So much of a text as a hole may take.
fn clipped(text: &str) -> &str {
    let end = text.len().min(LONGEST);
    let end = (0..=end).rev().find(|at| text.is_char_boundary(*at));
    let text = &text[..end.unwrap_or(0)];
    &text[..text.find(['\n', '\r']).unwrap_or(text.len())]
}

/// What of a text a hole takes: all of it up to a word that follows, else up to where a
/// value ends.
fn fitting(text: &str, accepts: Accepts, closed: bool) -> Option<&str> {
    // A sentence may end before it.
    let text = text.strip_prefix(". ").unwrap_or(text);
    let text = text.trim_start_matches(opens);
    let value = match accepts {
        Accepts::Integer => digits(text, |c| c.is_ascii_digit()),
        Accepts::Number => digits(text, |c| c.is_ascii_digit() || matches!(c, '.' | ',')),
        Accepts::Text if closed => {
            let text = text.trim_end_matches(|c: char| opens(c) || matches!(c, '.' | '!'));
            return (!text.is_empty() && text.len() <= LONGEST).then_some(text);
        }
        Accepts::Word | Accepts::Text => value(text),
    }?;
    // Nothing more may stand before the word that follows.
    let behind = &text[end_in(text, value)..];
    (!closed || Words::of(behind.as_bytes()).count() < 2).then_some(value)
}

/// The digits that a text begins with, behind a word that is glued to them.
fn digits(text: &str, counts: impl Fn(char) -> bool) -> Option<&str> {
    let text = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let end = text.find(|c| !counts(c)).unwrap_or(text.len());
    let digits = text[..end].trim_end_matches(['.', ',']);
    let more = text[digits.len()..].strip_prefix(['.', ',']);
    let broken = more.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    (digits.starts_with(|c: char| c.is_ascii_digit()) && !broken).then_some(digits)
}

/// The text up to where a value ends.
fn value(text: &str) -> Option<&str> {
    let value = &text[..text.find(ends).unwrap_or(text.len())];
    let value = value.trim_end_matches(['.', ',', ':', '!']);
    (!value.is_empty() && value.len() <= LONGEST).then_some(value)
}

/// The value right before the end of a text.
fn last(text: &str) -> Option<&str> {
    let text = text.trim_end_matches(opens);
    let before = text.rfind(opens);
    let start = before.map_or(0, |at| {
        at + text[at..].chars().next().map_or(1, char::len_utf8)
    });
    (start < text.len() && text.len() - start <= LONGEST).then(|| &text[start..])
}

/// What may stand between a word and a value.
fn opens(c: char) -> bool {
    ends(c) || matches!(c, ':' | '：' | '=' | '、' | '!' | '！' | '|' | '~' | '～')
}

/// What ends a value.
fn ends(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '"' | '\'' | '`' | '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>' | ',' | ';'
        )
        || matches!(
            c,
            '，' | '。'
                | '；'
                | '“'
                | '”'
                | '‘'
                | '’'
                | '（'
                | '）'
                | '【'
                | '】'
                | '「'
                | '」'
        )
}

#[cfg(test)]
mod tests {
    use super::fitting;
    use crate::catalogue::model::Accepts;

    #[test]
    fn a_hole_takes_what_its_type_says() {
        for (text, accepts, closed, value) in [
            (" 3 seconds", Accepts::Integer, false, Some("3")),
            (" three ", Accepts::Integer, true, None),
            (" 3.00 ", Accepts::Integer, true, None),
            (" a while, or 3 ", Accepts::Integer, true, None),
            (" within60s", Accepts::Integer, false, Some("60")),
            (": 1.5MB", Accepts::Number, true, Some("1.5")),
            (" in the module ", Accepts::Word, true, None),
            (" `ap-x`, and", Accepts::Word, true, Some("ap-x")),
            (" [shop].", Accepts::Word, false, Some("shop")),
            (" “a b” ", Accepts::Text, true, Some("a b")),
            ("：订单、商品 ", Accepts::Text, true, Some("订单、商品")),
            (" '/a/b.js', x", Accepts::Text, false, Some("/a/b.js")),
            (" ()", Accepts::Word, true, None),
            (". (scf.", Accepts::Word, true, Some("scf")),
        ] {
            assert_eq!(fitting(text, accepts, closed), value, "{text}");
        }
    }
}
