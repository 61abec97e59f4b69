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

/// How far before a gram behind a hole a pattern may begin, in bytes.
const FAR: usize = 200;
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
        for (number, offset, behind_hole) in anchors.at(text.as_bytes(), at) {
            let pattern = catalogue::pattern(number);
            if !pattern.needs_code || present(pattern.id) {
                let before = &pattern.text.as_bytes()[..offset];
                let begins = if behind_hole {
                    Begins::Somewhere
                } else {
                    begins(text.as_bytes(), at, before)
                };
                found.extend(anchored(text, at, pattern, begins));
            }
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
fn anchored(text: &str, at: usize, pattern: Pattern, begins: Begins) -> Option<Matched> {
    let from = match begins {
        Begins::Nowhere => return None,
        Begins::At(start) => return matches(text, start, pattern),
        Begins::Near(start) => start.saturating_sub(8)..start + 1,
        Begins::Somewhere => at.saturating_sub(FAR)..at,
    };
    let first = pattern.text.as_bytes().first();
    let starts = from.filter(|start| text.as_bytes().get(*start) == first);
    match begins {
        // The nearest first: runs of blanks are the exception.
        Begins::Near(_) => starts.rev().find_map(|start| matches(text, start, pattern)),
        _ => {
            let mut starts = starts;
            starts.find_map(|start| matches(text, start, pattern))
        }
    }
}

/// Where a pattern begins whose gram was found.
#[derive(Clone, Copy)]
enum Begins {
    /// Something else stands before the gram.
    Nowhere,
    /// Here.
    At(usize),
    /// Here or a little earlier: blanks beside Chinese are free.
    Near(usize),
    /// A hole stands before the gram.
    Somewhere,
}

/// Reads what a pattern has before its gram, backwards: most candidates end at the
/// first letter.
fn begins(bytes: &[u8], gram: usize, before: &[u8]) -> Begins {
    let mut at = gram;
    for (n, want) in before.iter().enumerate().rev() {
        if !want.is_ascii() || !bytes[gram].is_ascii() {
            // Blanks behind it are read already.
            return at.checked_sub(n + 1).map_or(Begins::Nowhere, Begins::Near);
        }
        let blanks = || {
            bytes[..at]
                .iter()
                .rev()
                .take_while(|b| b.is_ascii_whitespace())
        };
        let read = match want {
            b' ' => blanks().count(),
            _ => usize::from(at > 0 && bytes[at - 1] == *want),
        };
        // Beside Chinese a blank may be left out.
        let free = *want == b' ' && n > 0 && !before[n - 1].is_ascii();
        if read == 0 && !free {
            return Begins::Nowhere;
        }
        at -= read;
    }
    Begins::At(at)
}

fn matches(text: &str, start: usize, pattern: Pattern) -> Option<Matched> {
    if !text.is_char_boundary(start) {
        return None;
    }
    // Most stop before the first hole: no need to look for it.
    literal_at(text, start, pattern.lead)?;
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
                Some(literal) => {
                    begins_with(c, literal) && literal_at(text, here, literal).is_some()
                }
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

/// Whether a literal may stand where this character does: most places of a hole need no
/// closer look.
fn begins_with(c: char, literal: &str) -> bool {
    let mut wanted = literal.chars();
    match wanted.next() {
        // Beside Chinese a blank may be left out.
        Some(' ') => c.is_whitespace() || !wanted.next().is_some_and(|next| next.is_ascii()),
        first => c == ' ' || first == Some(c),
    }
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

#[cfg(test)]
mod tests {
    use super::find;
    use crate::catalogue::layout::{Part, parts};
    use crate::catalogue::{self, Pattern};

    fn filled(pattern: Pattern) -> String {
        let part = |part| match part {
            Part::Literal(text) => text,
            Part::Hole(_) => "7",
        };
        parts(pattern.text).map(part).collect()
    }

    /// A blank wherever Chinese and Latin letters of the pattern touch.
    fn spaced(text: &str) -> String {
        let mut out = String::new();
        let mut before = ' ';
        for c in text.chars() {
            let letters = c.is_alphabetic() && before.is_alphabetic();
            if letters && c.is_ascii() != before.is_ascii() {
                out.push(' ');
            }
            out.push(c);
            before = c;
        }
        out
    }

    #[test]
    fn every_pattern_is_found_with_any_blanks() {
        for number in 0..catalogue::pattern_count() {
            let pattern = catalogue::pattern(number);
            let plain = filled(pattern);
            let wide = plain.replace(' ', "   ");
            for text in [&plain, &wide, &spaced(&plain)] {
                let found = find(&format!("error: {text} (1)"), |_| true);
                let longest = found.iter().map(|m| m.weight).max().unwrap_or(0);
                let literals = parts(pattern.text).filter_map(|part| match part {
                    Part::Literal(text) => Some(text.len()),
                    Part::Hole(_) => None,
                });
                // It may have lost against a longer one in the same place.
                assert!(
                    Some(longest) >= literals.max(),
                    "{} in {text:?}",
                    pattern.text
                );
            }
        }
    }
}
