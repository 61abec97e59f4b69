//! The plain ways to do what the scan does fast.

use cberr::catalogue;
use cberr::scan::prefilter::Filter;
use cberr::scan::records::{LONGEST, continues};

/// Records of a text: lines that go on with each other, long ones cut.
pub fn records(text: &[u8]) -> Vec<&[u8]> {
    let mut records = Vec::new();
    let mut start = 0;
    let mut before: Option<&[u8]> = None;
    let mut at = 0;
    for line in text.split_inclusive(|b| *b == b'\n') {
        let bare = line.strip_suffix(b"\n").unwrap_or(line);
        if before.is_some_and(|before| !continues(before, bare)) {
            cut(&text[start..at], &mut records);
            start = at;
        }
        before = Some(bare);
        at += line.len();
    }
    cut(&text[start..], &mut records);
    records
}

/// Cuts a chain of lines on the grid: before every point at the last line end of
/// the 4 KiB before it, else the last comma or blank, else the last byte that is
/// part of no word.
fn cut<'a>(chain: &'a [u8], records: &mut Vec<&'a [u8]>) {
    let slack = 4 << 10;
    let step = LONGEST - slack;
    let mut start = 0;
    for point in (step..chain.len()).step_by(step) {
        let window = &chain[point - slack..point];
        let last = |wanted: &dyn Fn(u8) -> bool| window.iter().rposition(|b| wanted(*b));
        let found = last(&|b| b == b'\n')
            .or_else(|| last(&|b| b == b',' || b == b' '))
            .or_else(|| {
                last(&|b| b.is_ascii() && !b.is_ascii_alphanumeric() && !b"_.$-".contains(&b))
            });
        let end = found.map_or_else(
            || {
                (point - 3..=point)
                    .rev()
                    .find(|p| chain[*p] & 0xc0 != 0x80)
                    .unwrap_or(point)
            },
            |n| point - slack + n + 1,
        );
        records.push(&chain[start..end]);
        start = end;
    }
    if start < chain.len() {
        records.push(&chain[start..]);
    }
}

/// A record with a gram at which the filter stops. A record in which a code
/// stands as a word of its own must be one.
pub fn candidate(record: &[u8], filter: Filter) -> bool {
    let record = &uncoloured(record)[..];
    let stops = (0..record.len()).any(|at| filter.admits(record, at));
    let word = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.');
    let mut words = record
        .split(|b| !word(b))
        .filter_map(|w| std::str::from_utf8(w).ok());
    let named = words.find(|w| {
        w.len() >= 5 && w.bytes().any(|b| b.is_ascii_uppercase()) && !catalogue::find(w).is_empty()
    });
    assert!(stops || named.is_none(), "passed over: {named:?}");
    stops
}

/// A text without its terminal colours: `ESC [`, digits and `;`, a letter.
fn uncoloured(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((first, tail)) = rest.split_first() {
        if let Some(mut behind) = rest.strip_prefix(b"\x1b[") {
            while let [b'0'..=b'9' | b';', tail @ ..] = behind {
                behind = tail;
            }
            rest = behind;
            if behind.first().is_some_and(u8::is_ascii_alphabetic) {
                rest = &behind[1..];
            }
            continue;
        }
        out.push(*first);
        rest = tail;
    }
    out
}
