//! Evidence, not vocabulary: what makes a word an error of Tencent's, and what
//! speaks against it. The catalogue knows the codes; this file knows the company
//! they keep.

use crate::text::steps;

use super::marks::{LEVELS, Sign, Signs};

// Made from `data/recognition/words.json`: the words before and behind a code that make
// its line an error line, those that say that something failed, those behind which a
// code is only spoken of, and those that throw it; beginnings of codes that no other
// vendor has; codes of ours that are everybody's words, and the commonest of those,
// which even beside a message prove nothing; families of API 3.0.
include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// A product of Tencent's is named as people name it.
pub(super) fn about(text: &str) -> bool {
    let lower = text.to_lowercase();
    ABOUT.iter().any(|word| lower.contains(word))
}

/// Families of API 3.0: what may stand before the first dot.
#[must_use]
pub fn is_family(word: &str) -> bool {
    family_name(word)
}

/// `A_B`: no small letter and an underscore.
#[must_use]
pub fn shouting(code: &[u8]) -> bool {
    code.contains(&b'_') && !code.iter().any(u8::is_ascii_lowercase)
}

/// How much a code proves by its looks alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Looks {
    /// Nothing: a number or a word of everybody's.
    Everybodys,
    /// Something, beside a message.
    Common,
    /// Enough in an error position.
    Distinct,
}

/// Judges a code by its looks.
#[must_use]
pub fn looks(code: &str) -> Looks {
    if let Some(digits) = code.strip_prefix('-') {
        let layered = digits.len() == 6 && matches!(digits.as_bytes()[0], b'4' | b'5' | b'6');
        return if layered {
            Looks::Distinct
        } else {
            Looks::Everybodys
        };
    }
    if everybodys(code) {
        return Looks::Everybodys;
    }
    if common(code) {
        return Looks::Common;
    }
    let distinct = || DISTINCT.iter().any(|begins| code.starts_with(begins));
    if shouting(code.as_bytes()) || distinct() || dotted(code) {
        return Looks::Distinct;
    }
    Looks::Everybodys
}

/// A dotted code of a known family.
#[must_use]
pub fn dotted(code: &str) -> bool {
    let dot = memchr::memchr(b'.', code.as_bytes());
    dot.is_some_and(|dot| dot + 1 < code.len() && is_family(&code[..dot]))
}

/// A family name, dotted or not.
#[must_use]
pub fn family(code: &str) -> bool {
    let dot = memchr::memchr(b'.', code.as_bytes());
    is_family(&code[..dot.unwrap_or(code.len())])
}

/// How far the line before or behind is looked for.
const FAR: usize = 4 << 10;
/// Bytes of a line before and behind a place that count.
const AROUND: usize = 400;

/// The line of `text` around `at`.
#[must_use]
pub fn line_around(text: &str, at: usize) -> &str {
    let at = at.min(text.len());
    let bytes = text.as_bytes();
    // No further than is told: a line can be long and hold a thousand codes.
    let (from, to) = (at.saturating_sub(AROUND), bytes.len().min(at + AROUND));
    let start = memchr::memrchr(b'\n', &bytes[from..at]).map_or(from, |n| from + n + 1);
    let end = memchr::memchr(b'\n', &bytes[at..to]).map_or(to, |n| at + n);
    steps::count((end - start) / 16 + 1);
    let start = (start..=at)
        .find(|i| text.is_char_boundary(*i))
        .unwrap_or(at);
    let end = (at..=end)
        .rev()
        .find(|i| text.is_char_boundary(*i))
        .unwrap_or(at);
    &text[start..end]
}

/// The line looks like program text.
#[must_use]
pub fn program_text(line: &str) -> bool {
    program_form(line) || Signs::of(line).has(Sign::Program)
}

/// What a comment says, without what makes it one.
#[must_use]
pub fn comment(line: &str) -> &str {
    line.trim_start_matches(['/', '*', '#', '!', ' ', '\t'])
}

/// How many words a name in capitals and small letters is made of: `NoSuchBucket` has
/// three.
#[must_use]
pub fn words_in(name: &str) -> usize {
    let begins = |two: &[u8]| two[0].is_ascii_lowercase() && two[1].is_ascii_uppercase();
    1 + name.as_bytes().windows(2).filter(|two| begins(two)).count()
}

/// A name between these two is a row of a table, a constant or its value: nothing is said
/// to have happened.
#[must_use]
pub fn defined(before: &str, behind: &str) -> bool {
    let quoted = before.ends_with(['"', '\'']) && behind.starts_with(['"', '\'']);
    let value = before.trim_end_matches(['"', '\'']).trim_end();
    let alone = behind.trim_start_matches(['"', '\'', ',', ' ']).is_empty();
    before.trim_start().starts_with('|')
        || value.ends_with('=')
        || behind.trim_start().starts_with("= ")
        || behind.trim_end() == ":"
        || quoted && alone && (value.is_empty() || value.ends_with(':'))
}

/// The line begins as program text does.
#[must_use]
pub fn program_form(line: &str) -> bool {
    let line = line.trim_start();
    table_row(line)
        || line.starts_with("return ")
        || line.starts_with("//")
        || (line.starts_with("* ") && !line.contains("rror"))
        || line.starts_with("/*")
        || line.starts_with("'") && line.trim_end().ends_with("',")
}

/// `CODE: 'text',`: a row of a table in a program.
fn table_row(line: &str) -> bool {
    let key = line
        .bytes()
        .take_while(|b| b.is_ascii_uppercase() || *b == b'_')
        .count();
    let value = line[key..].strip_prefix(':').map(str::trim);
    key > 0
        && value.is_some_and(|v| {
            let v = v.strip_suffix(',').unwrap_or(v);
            v.len() > 1 && v.starts_with(['\'', '"', '`']) && v.ends_with(['\'', '"', '`'])
        })
}

/// Where the code first stands in the line.
fn find(line: &str, code: &str) -> Option<usize> {
    let first = code.as_bytes().first()?;
    memchr::memchr_iter(*first, line.as_bytes())
        .find(|at| line.as_bytes()[*at..].starts_with(code.as_bytes()))
}

/// The code stands in an error line: at its start or end, after a word that
/// announces an error, before its message, or in a line of a bad level, where `levels`
/// says that there can be one.
#[must_use]
pub fn error_line(line: &str, code: &str, levels: bool) -> bool {
    let Some(at) = find(line, code) else {
        return false;
    };
    let (before, after) = (&line[..at], &line[at + code.len()..]);
    let behind_colon = dotted(code) && before.trim_end().ends_with([':', '：']);
    let before =
        before.trim_end_matches([' ', ':', '：', '[', '(', '"', '\'', '`', '【', '“', '=']);
    let bare_start = before
        .trim_start_matches(['>', '-', '*', '#', ' ', '|', '✖', '×', '❌'])
        .is_empty();
    let after = after.trim_start_matches([']', ')', '"', '\'', '`', '】', '”']);
    if CONDITION
        .iter()
        .any(|word| after.trim_start().starts_with(word))
    {
        return false;
    }
    let message_follows =
        after.starts_with([':', '：']) || after.starts_with(" - ") || after.starts_with('-');
    let ends = after.trim().is_empty();
    let last = before.as_bytes().last();
    let mut words = BEFORE.iter().filter(|word| word.as_bytes().last() == last);
    let announced = words.any(|word| {
        before.strip_suffix(word).is_some_and(|rest| {
            !word.is_ascii() || !rest.ends_with(|c: char| c.is_ascii_alphanumeric())
        })
    });
    let named = AFTER
        .iter()
        .any(|word| after.trim_start().starts_with(word));
    let level = || levels && LEVELS.iter().any(|level| before.contains(level));
    behind_colon
        || announced
        || named
        || (bare_start && (message_follows || ends))
        || (message_follows && before.ends_with("Error"))
        || level()
}

/// `CosServiceError: AccessDenied`: the code right behind the name of what was
/// thrown.
#[must_use]
pub fn thrown(line: &str, code: &str) -> bool {
    find(line, code).is_some_and(|at| {
        let before = line[..at].trim_end();
        let digits = before.bytes().rev().take_while(u8::is_ascii_digit).count();
        let status = digits == 3 && before[before.len() - 3..].starts_with(['4', '5']);
        status || throws(before)
    })
}

/// The text ends with the name of what is thrown.
#[must_use]
pub fn throws(text: &str) -> bool {
    THROWN.iter().any(|word| text.ends_with(word))
}

/// The text says that something went wrong.
#[must_use]
pub fn speaks_of_failure(text: &str) -> bool {
    FAILURE.iter().any(|word| text.contains(word))
}

/// A line of a complaint: the code opens it and it speaks of an error, or the
/// code ends it behind a colon.
#[must_use]
pub fn complaint(line: &str, code: &str) -> bool {
    let line = line.trim().trim_matches(['`', '"']);
    let opens = line.strip_prefix(code).is_some_and(speaks_of_failure);
    let ends = line.strip_suffix(code).is_some_and(|before| {
        let before = before.trim_end_matches(['`', '"', ' ']);
        before.ends_with([':', '：']) || speaks_of_failure(before)
    });
    let quoted = ["`", "\"", "'"]
        .iter()
        .any(|q| line.contains(&format!("{q}{code}{q} error")));
    opens || ends || quoted
}

/// `CODE: what happened`.
#[must_use]
pub fn before_text(line: &str, code: &str) -> bool {
    find(line, code).is_some_and(|at| {
        let after = line[at + code.len()..].trim_start_matches([']', '"', '\'']);
        after
            .strip_prefix([':', '：'])
            .is_some_and(|text| !text.trim().is_empty())
    })
}

/// The beginning of the line behind the one that `end` stands in.
fn line_behind(text: &str, end: usize) -> &str {
    let to = text.len().min(end + FAR);
    let next = memchr::memchr(b'\n', &text.as_bytes()[end..to]);
    steps::count((next.unwrap_or(to - end)) / 16 + 1);
    let line = next.map_or(to..to, |n| end + n + 1..text.len().min(end + n + 1 + FAR));
    let near = text.get(line.clone()).unwrap_or(&text[line.start..]);
    near.split('\n').next().unwrap_or_default()
}

/// The line before the one that begins at `start`.
fn line_before(text: &str, start: usize) -> &str {
    let before = &text[..start];
    let before = before.strip_suffix('\n').unwrap_or(before);
    let from = before.len().saturating_sub(FAR);
    let near = &before.as_bytes()[from..];
    let first = memchr::memrchr(b'\n', near).map_or(from, |n| from + n + 1);
    steps::count((start - first) / 16 + 1);
    before.get(first..).unwrap_or_default()
}

/// The line before or after the one at `at` has the form `CODE: text` too.
#[must_use]
pub fn listed(text: &str, at: usize) -> bool {
    let row = |line: &str| {
        let line = line.trim_start().trim_start_matches(['"', '\'', '-', ' ']);
        let code = line
            .bytes()
            .take_while(|b| b.is_ascii_uppercase() || *b == b'_');
        let length = code.count();
        length >= 5
            && line[length..]
                .trim_start_matches(['"', '\''])
                .starts_with([':', '=', ','])
    };
    let line = line_around(text, at);
    if !row(line) {
        return false;
    }
    let start = line.as_ptr() as usize - text.as_ptr() as usize;
    row(line_behind(text, start + line.len())) || row(line_before(text, start))
}
