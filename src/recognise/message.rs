//! Messages: the literal patterns of the catalogue, found by one rare gram each.

use super::marks::Marks;
use crate::catalogue::layout::{Part, parts};
use crate::catalogue::model::Accepts;
use crate::catalogue::{self, Id, Pattern};

/// A pattern that stands in a text.
#[derive(Clone, Debug)]
pub struct Matched {
    /// The pattern.
    pub pattern: Pattern,
    /// First byte of the matched text.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// Values of the holes, in their order.
    pub values: Vec<(&'static str, String)>,
    /// Bytes of the longest literal: the measure by which patterns compete.
    pub weight: usize,
}

/// Longest text a hole takes, in characters.
const HOLE: usize = 120;

/// All patterns that stand in `text`, in order of their place; where two
/// overlap, the one with the longer literal stays, then the earlier in the
/// catalogue. `present` says whether an entry's own code is in the record: a
/// pattern that needs it is passed over without.
#[must_use]
pub fn find(text: &str, present: impl Fn(Id) -> bool) -> Vec<Matched> {
    let mut marks = Marks::default();
    marks.read(text);
    find_at(text, &marks.anchors, present)
}

/// The same, where the places are known at which a gram of a pattern stands.
#[must_use]
pub fn find_at(text: &str, places: &[u32], present: impl Fn(Id) -> bool) -> Vec<Matched> {
    let anchors = catalogue::Anchors::new();
    let mut found: Vec<Matched> = Vec::new();
    for at in places.iter().map(|at| *at as usize) {
        let Some(gram) = text.as_bytes()[at..].first_chunk() else {
            continue;
        };
        for (number, offset) in anchors.at(u32::from_le_bytes(*gram)) {
            found.extend(anchored(text, at, number, offset, &present));
        }
    }
    if found.len() < 2 {
        return found;
    }
    found.sort_by_key(|m| (std::cmp::Reverse(m.weight), m.pattern.id, m.start));
    let mut kept: Vec<Matched> = Vec::new();
    for mut matched in found {
        let overlaps = |other: &Matched| {
            matched.start < other.end
                && other.start < matched.end
                && (other.pattern.id.service() == matched.pattern.id.service()
                    || other.weight > matched.weight)
        };
        match kept.iter().position(overlaps) {
            None => kept.push(matched),
            // The weaker pattern of the same code may still know a value.
            Some(at) if kept[at].pattern.id == matched.pattern.id => {
                kept[at].values.append(&mut matched.values);
                kept[at].start = kept[at].start.min(matched.start);
                kept[at].end = kept[at].end.max(matched.end);
            }
            Some(_) => {}
        }
    }
    kept.sort_by_key(|m| (m.start, m.pattern.id));
    kept
}

/// The pattern whose gram stands at `at`, if all of it stands there.
fn anchored(
    text: &str,
    at: usize,
    number: usize,
    offset: usize,
    present: impl Fn(Id) -> bool,
) -> Option<Matched> {
    let bytes = text.as_bytes();
    let pattern = catalogue::pattern(number);
    if pattern.needs_code && !present(pattern.id) {
        return None;
    }
    let literal = pattern.text.as_bytes();
    let behind_hole = offset == usize::from(u16::MAX);
    if !behind_hole && !may_stand(bytes, at, literal, offset) {
        return None;
    }
    let begins = |start: &usize| bytes.get(*start) == literal.first();
    let mut try_at = |start| matches(text, start, pattern);
    if behind_hole {
        // A hole stands before the gram: the pattern begins somewhere before it.
        return (at.saturating_sub(200)..at).filter(begins).find_map(try_at);
    }
    let start = at.checked_sub(offset)?;
    let first = Some(start).filter(begins).and_then(&mut try_at);
    if first.is_some() || !literal[..offset].contains(&b' ') {
        return first;
    }
    // Runs of blanks may be longer than in the pattern.
    let before = (start.saturating_sub(8)..start).rev();
    before.filter(begins).find_map(try_at)
}

/// The letters around the gram are those of the pattern, as far as no blank stands
/// between: passes most candidates over at once.
fn may_stand(bytes: &[u8], at: usize, pattern: &[u8], offset: usize) -> bool {
    let same = |here: Option<&u8>, there: Option<&u8>| match there {
        Some(letter) if letter.is_ascii_alphanumeric() => here == there,
        _ => true,
    };
    let (before, after) = (&pattern[..offset], &pattern[offset + 4..]);
    let joined = pattern[offset + 3].is_ascii_alphanumeric();
    if joined && !same(bytes.get(at + 4), after.first()) {
        return false;
    }
    let letters = before
        .iter()
        .rev()
        .take_while(|b| b.is_ascii_alphanumeric());
    bytes[..at].ends_with(&before[offset - letters.count()..])
}

fn matches(text: &str, start: usize, pattern: Pattern) -> Option<Matched> {
    if !text.is_char_boundary(start) {
        return None;
    }
    let mut parts = parts(pattern.text).peekable();
    let mut values = Vec::new();
    let mut at = start;
    let mut weight = 0;
    while let Some(part) = parts.next() {
        match part {
            Part::Literal(literal) => {
                at = literal_at(text, at, literal)?;
                weight = weight.max(literal.len());
            }
            Part::Hole(name) => {
                let next = parts.peek().and_then(|p| match p {
                    Part::Literal(literal) => Some(*literal),
                    Part::Hole(_) => None,
                });
                let end = hole(text, at, catalogue::accepts(name), next)?;
                let taken = text[at..end].trim().trim_end_matches(['.', ',', ':', '!']);
                values.push((name, taken.to_owned()));
                at = end;
            }
        }
    }
    Some(Matched {
        pattern,
        start,
        end: at,
        values,
        weight,
    })
}

/// Past `literal`, if it stands at `at`; a run of blanks equals one.
fn literal_at(text: &str, mut at: usize, literal: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut wanted = literal.as_bytes();
    let mut before = b' ';
    while let Some((&want, rest)) = wanted.split_first() {
        let blanks = || {
            let blanks = bytes[at..].iter().take_while(|b| b.is_ascii_whitespace());
            blanks.count()
        };
        let next = rest.first().copied().unwrap_or(b'a');
        if want == b' ' {
            // Between Chinese and Latin text a blank may be left out.
            if blanks() == 0 && before.is_ascii() && next.is_ascii() {
                return None;
            }
            at += blanks();
        } else if bytes.get(at) == Some(&b' ')
            && want != b' '
            && before.is_ascii() != want.is_ascii()
            && before != b' '
        {
            at += blanks();
            continue;
        } else if bytes.get(at) == Some(&want) {
            at += 1;
        } else {
            return None;
        }
        before = want;
        wanted = rest;
    }
    Some(at)
}

/// Where a hole that begins at `at` ends: lazily before the next literal, or
/// for a final hole at a blank, quote or bracket.
fn hole(text: &str, at: usize, accepts: Accepts, next: Option<&str>) -> Option<usize> {
    let mut taken = 0;
    for (offset, c) in text[at..].char_indices() {
        let here = at + offset;
        if taken > 0 {
            let stop = match next {
                Some(literal) => literal_at(text, here, literal).is_some(),
                None => ends_hole(c),
            };
            if stop {
                return Some(here);
            }
        }
        let fits = match accepts {
            Accepts::Integer => c.is_ascii_digit(),
            Accepts::Number => c.is_ascii_digit() || (taken > 0 && matches!(c, '.' | ',')),
            Accepts::Word => !ends_hole(c),
            Accepts::Text => !matches!(c, '\n' | '\r'),
        };
        if !fits {
            let done = next.is_none() && taken > 0;
            return done.then_some(here);
        }
        taken += 1;
        if taken > HOLE {
            return None;
        }
    }
    (next.is_none() && taken > 0).then_some(text.len())
}

fn ends_hole(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '"' | '\''
                | '`'
                | '('
                | ')'
                | '['
                | ']'
                | '{'
                | '}'
                | '<'
                | '>'
                | ','
                | '，'
                | '。'
                | '“'
                | '”'
                | '（'
                | '）'
                | '；'
                | ';'
        )
}
