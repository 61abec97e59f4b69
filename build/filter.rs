//! Writes the tables of the filter of large logs as Rust source: the searcher's,
//! and for every gram what must stand around it to be worth a closer look.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use anyhow::{Context, Result};

use crate::filter_layout::{
    ANY, BEHIND, BLANK, CARRIER, NEAR, NO_LETTER, OFFSETS, SLOTS, class, slot,
};
use crate::grams::{self, Gram, Kind, Need};
use crate::recognition::Counts;
use crate::source::Source;

/// A gram with all that is looked for around it.
struct Row {
    gram: Gram,
    /// Classes that the bytes around it may have.
    around: [u64; NEAR],
    /// The same for its names and for its texts alone.
    around_names: [u64; NEAR],
    around_texts: [u64; NEAR],
    texts: Vec<Text>,
    keys: Vec<Key>,
}

/// A key, where its gram stands, and what of its value counts.
struct Key {
    bytes: Vec<u8>,
    at: usize,
    counts: Counts,
}

/// A text and where its gram stands.
struct Text {
    kind: Kind,
    bytes: Vec<u8>,
    at: usize,
}

/// The source of the tables.
pub fn tables(source: &Source, list: &str) -> Result<String> {
    let needs = grams::needs(source);
    let buckets = grams::complete(&needs, list)?;
    let mut rows: Vec<Row> = Vec::new();
    for need in &needs {
        let (bytes, at, gram) = rarest(need, &needs, &buckets).context(need.what.clone())?;
        let number = rows.iter().position(|row| row.gram == gram);
        let number = number.unwrap_or_else(|| {
            rows.push(Row {
                gram,
                around: [0; NEAR],
                around_names: [0; NEAR],
                around_texts: [0; NEAR],
                texts: Vec::new(),
                keys: Vec::new(),
            });
            rows.len() - 1
        });
        rows[number].take(need, bytes, at);
    }
    rows.sort_by_key(|row| row.gram);
    for row in &mut rows {
        // The longest first: `errCode` is no `Code`.
        row.keys
            .sort_by_key(|key| std::cmp::Reverse(key.bytes.len()));
    }
    let leads = source.recognition.encodings.leads();
    let leads: Vec<u8> = leads.into_iter().collect();
    let mut out = format!("const LEADS: &[u8] = &{leads:?};\n");
    let is_lead: Vec<_> = leads.iter().map(|b| format!("(b == {b})")).collect();
    writeln!(
        out,
        "/// Without a branch, so that a loop of it can be done by vectors.\n\
         const fn is_lead(b: u8) -> bool {{ {} }}",
        is_lead.join(" | ")
    )?;
    writeln!(
        out,
        "/// The first words of names that have several.\nconst FIRST_WORDS: &[&[u8]] = &[{}];",
        first_words(source)
    )?;
    write_halves(&mut out, &rows, &buckets)?;
    write_slots(&mut out, &rows)?;
    write_rows(&mut out, &rows)?;
    Ok(out)
}

/// The first words of names that have several, as byte strings.
fn first_words(source: &Source) -> String {
    let entries = source.files.iter().flat_map(|file| &file.entries);
    let names = entries.flat_map(|entry| entry.aliases.iter().chain([&entry.code]));
    let words = names.filter_map(|name| {
        let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || "_.$-".contains(c)))?;
        Some(format!("b\"{}\"", &name[..end]))
    });
    let words: BTreeSet<String> = words.collect();
    words.into_iter().collect::<Vec<_>>().join(", ")
}

/// The gram of a need that is rarest in ordinary text, with its place; of a key the
/// one that most keys share, so that few grams are held against keys.
fn rarest<'n>(
    need: &'n Need,
    needs: &[Need],
    buckets: &[Vec<(Gram, u32)>],
) -> Option<(&'n [u8], usize, Gram)> {
    let hits = |gram: &Gram| {
        let mut known = buckets.iter().flatten().filter(|(g, _)| g == gram);
        known.next().map(|(_, hits)| *hits)
    };
    let has = |key: &Need, gram: &Gram| {
        let mut grams = key.pieces.iter().flat_map(|piece| &piece.grams);
        grams.any(|(_, own)| own == gram)
    };
    let keys = |gram: &Gram| {
        let keys = needs.iter().filter(|need| need.kind == Kind::Key);
        keys.filter(|key| need.kind == Kind::Key && has(key, gram))
            .count()
    };
    need.pieces
        .iter()
        .flat_map(|piece| {
            let grams = piece.grams.iter();
            grams.map(move |(at, gram)| (piece.bytes.as_slice(), *at, *gram))
        })
        .filter(|(_, _, gram)| hits(gram).is_some())
        .min_by_key(|(piece, _, gram)| (std::cmp::Reverse(keys(gram)), !says(piece), hits(gram)))
}

/// Bytes from which on a piece with a blank is a part of a sentence.
const SAYS: usize = 12;

/// The piece says something. Where another is a name or a path, that stands in healthy
/// lines too, however rare its grams are in other people's texts, and each costs a whole
/// recognition.
fn says(piece: &[u8]) -> bool {
    piece.len() >= SAYS && piece.contains(&b' ') || !piece.is_ascii()
}

impl Row {
    fn take(&mut self, need: &Need, bytes: &[u8], at: usize) {
        let kind = need.kind;
        let around = match kind {
            Kind::Key | Kind::Name => around_name(bytes, at),
            Kind::Text => around_text(bytes, at),
            Kind::Escaped => around_escape(bytes, at),
        };
        let add = |all: &mut [u64; NEAR]| (0..NEAR).for_each(|i| all[i] |= around[i]);
        add(&mut self.around);
        match kind {
            Kind::Key => {}
            Kind::Name => add(&mut self.around_names),
            _ => add(&mut self.around_texts),
        }
        match kind {
            Kind::Key => self.keys.extend(need.counts.map(|counts| Key {
                bytes: bytes.to_vec(),
                at,
                counts,
            })),
            Kind::Name => {}
            _ if self.texts.iter().any(|t| t.bytes == bytes && t.at == at) => {}
            _ => self.texts.push(Text {
                kind,
                bytes: bytes.to_vec(),
                at,
            }),
        }
    }
}

fn only(byte: u8) -> u64 {
    1 << class(byte, &[])
}

/// Inside a name its own bytes; behind it no letter; before it perhaps the rest
/// of an escape.
fn around_name(name: &[u8], at: usize) -> [u64; NEAR] {
    OFFSETS.map(|step| match at.checked_add_signed(step) {
        Some(i) if i < name.len() => only(name[i]),
        Some(i) if i == name.len() => NO_LETTER,
        _ => ANY,
    })
}

/// Inside a run of steady characters of one script the text's own bytes. What
/// stands where the run ends is left to a closer look.
fn around_text(text: &[u8], at: usize) -> [u64; NEAR] {
    let letter = |i: usize| text[i].is_ascii_alphanumeric() || text[i] == b'_';
    let mut around = [ANY; NEAR];
    // From the gram outwards.
    for place in (0..BEHIND).rev() {
        let Some(i) = at.checked_add_signed(OFFSETS[place]) else {
            break;
        };
        if !letter(i) || !letter(i + 1) {
            break;
        }
        around[place] = only(text[i]);
    }
    for place in BEHIND..NEAR {
        let i = at.saturating_add_signed(OFFSETS[place]);
        if i >= text.len() || !letter(i - 1) {
            break;
        }
        if letter(i) {
            around[place] = only(text[i]);
            continue;
        }
        // No letter runs on where the text has a blank or a bracket; beside
        // Chinese a blank may be left out. Before it an escape may end.
        if text[i - 1..text.len().min(i + 2)].is_ascii() {
            around[place] = if text[i] == b' ' {
                1 << BLANK | 1 << CARRIER
            } else {
                NO_LETTER
            };
        }
        break;
    }
    around
}

/// The digits of an escape in either case.
fn around_escape(text: &[u8], at: usize) -> [u64; NEAR] {
    let mut around = [ANY; NEAR];
    if text[at] == b'\\' {
        for place in [BEHIND, BEHIND + 1] {
            let byte = text[at.saturating_add_signed(OFFSETS[place])];
            around[place] = only(byte.to_ascii_lowercase()) | only(byte.to_ascii_uppercase());
        }
    }
    around
}

/// The letters that run on from the gram, before it and behind: up to eight bytes
/// of each, with a mask of those that are letters of the same run.
fn runs(piece: &Text) -> [u64; 4] {
    let letter = |i: usize| piece.bytes[i].is_ascii_alphanumeric() || piece.bytes[i] == b'_';
    let mut runs = [0; 4];
    if piece.bytes[piece.at] == b'\\' {
        return runs;
    }
    for k in 0..8 {
        let i = piece.at + 4 + k;
        if i >= piece.bytes.len() || !letter(i) || !letter(i - 1) {
            break;
        }
        runs[2] |= u64::from(piece.bytes[i]) << (8 * k);
        runs[3] |= 0xff << (8 * k);
    }
    for k in 1..=piece.at.min(8) {
        let i = piece.at - k;
        // Before it the digits of an escape may stand.
        if piece.kind == Kind::Escaped || !letter(i) || !letter(i + 1) {
            break;
        }
        runs[0] |= u64::from(piece.bytes[i]) << (64 - 8 * k);
        runs[1] |= 0xff << (64 - 8 * k);
    }
    runs
}

/// The byte behind the letters that run on from the gram and, where that is a blank,
/// the letter behind it; 0 where anything may stand.
fn next(piece: &Text, letters: usize) -> [u8; 2] {
    let at = piece.at + 4 + letters;
    let byte = |i: usize| piece.bytes.get(i).copied().unwrap_or(0);
    let near = &piece.bytes[at - 1..piece.bytes.len().min(at + 2)];
    match byte(at) {
        _ if piece.kind == Kind::Escaped || !near.is_ascii() => [0; 2],
        b' ' if byte(at + 1).is_ascii_alphanumeric() => [b' ', byte(at + 1)],
        next => [next, 0],
    }
}

/// The byte before the letters that run on from the gram and, where that is a blank,
/// the letter before it; 0 where anything may stand.
fn before(piece: &Text, letters: usize) -> [u8; 2] {
    let at = piece.at - letters;
    let byte = |back: usize| at.checked_sub(back).map_or(0, |i| piece.bytes[i]);
    let near = &piece.bytes[at.saturating_sub(2)..=at];
    match byte(1) {
        _ if piece.kind == Kind::Escaped || !near.is_ascii() => [0; 2],
        b' ' if byte(2).is_ascii_alphanumeric() => [b' ', byte(2)],
        before => [before, 0],
    }
}

fn write_halves(out: &mut String, rows: &[Row], buckets: &[Vec<(Gram, u32)>]) -> Result<()> {
    let (mut low, mut high) = ([[0u8; 16]; 4], [[0u8; 16]; 4]);
    for (number, bucket) in buckets.iter().enumerate() {
        let used = |gram: &&(Gram, u32)| rows.iter().any(|row| row.gram == gram.0);
        for (gram, _) in bucket.iter().filter(used) {
            for (i, byte) in gram.iter().enumerate() {
                low[i][usize::from(byte & 15)] |= 1 << number;
                high[i][usize::from(byte >> 4)] |= 1 << number;
            }
        }
    }
    writeln!(
        out,
        "static HALVES: Halves = Halves {{ low: {low:?}, high: {high:?} }};"
    )?;
    Ok(())
}

/// Two tables by the hash of the grams: their bytes, and the numbers of their rows.
/// Row 0 stands for none: no gram is four zeros.
fn write_slots(out: &mut String, rows: &[Row]) -> Result<()> {
    let bytes = |row: &Row| u32::from_le_bytes(row.gram);
    let numbers = |multiplier: u32| {
        let mut slots = vec![0; SLOTS];
        for (number, row) in rows.iter().enumerate() {
            let slot = &mut slots[slot(bytes(row), multiplier)];
            if *slot != 0 {
                return None;
            }
            *slot = number + 1;
        }
        Some(slots)
    };
    let (multiplier, slots) = (0..10_000_000u32)
        .map(|i| i.wrapping_mul(0x9E37_79B2).wrapping_add(0x9E37_79B1))
        .find_map(|multiplier| Some((multiplier, numbers(multiplier)?)))
        .context("the grams do not fit into their table")?;
    let grams = slots.iter().map(|number| match number {
        0 => 0,
        _ => bytes(&rows[number - 1]),
    });
    let grams: Vec<u32> = grams.collect();
    writeln!(out, "const MULTIPLIER: u32 = {multiplier};")?;
    writeln!(out, "static GRAM_OF: [u32; {SLOTS}] = {grams:?};")?;
    writeln!(out, "static NUMBER_OF: [u16; {SLOTS}] = {slots:?};")?;
    Ok(())
}

fn write_rows(out: &mut String, rows: &[Row]) -> Result<()> {
    let (mut texts, mut keys, mut written_keys) = (Texts::default(), 0, String::new());
    writeln!(out, "static GRAMS: [Gram; {}] = [", rows.len() + 1)?;
    writeln!(
        out,
        "Gram {{ keys: (0, 0), groups: (0, 0), around: [0; NEAR], around_names: [0; NEAR], around_texts: [0; NEAR] }},"
    )?;
    for row in rows {
        let first_key = keys;
        for key in &row.keys {
            let before = key.bytes[..key.at].escape_ascii();
            let behind = key.bytes[key.at + 4..].escape_ascii();
            writeln!(
                written_keys,
                "Key {{ before: b\"{before}\", behind: b\"{behind}\", counts: Counts::{:?} }},",
                key.counts
            )?;
            keys += 1;
        }
        let groups = texts.write(row)?;
        writeln!(
            out,
            "Gram {{ keys: ({first_key}, {keys}), groups: {groups:?}, around: {:?}, around_names: {:?}, around_texts: {:?} }},",
            row.around, row.around_names, row.around_texts
        )?;
    }
    writeln!(out, "];\nstatic KEYS: [Key; {keys}] = [\n{written_keys}];")?;
    texts.finish(out)
}

/// The tables of the texts as they are written.
#[derive(Default)]
struct Texts {
    literals: Vec<u8>,
    groups: usize,
    written_groups: String,
    texts: usize,
    written: String,
}

impl Texts {
    /// Writes the texts of a row, those together in which the gram stands in the same
    /// letters; returns their groups, from and to.
    fn write(&mut self, row: &Row) -> Result<(usize, usize)> {
        let mut groups: BTreeMap<[u64; 4], Vec<&Text>> = BTreeMap::new();
        for text in &row.texts {
            groups.entry(runs(text)).or_default().push(text);
        }
        let first = self.groups;
        for (runs, texts) in groups {
            let letters = [runs[1].count_ones() / 8, runs[3].count_ones() / 8];
            let from = self.texts;
            for text in texts {
                self.text(text, letters)?;
            }
            writeln!(
                self.written_groups,
                "Group {{ runs: {runs:?}, letters: {letters:?}, texts: ({from}, {}) }},",
                self.texts
            )?;
            self.groups += 1;
        }
        Ok((first, self.groups))
    }

    fn text(&mut self, text: &Text, letters: [u32; 2]) -> Result<()> {
        writeln!(
            self.written,
            "Text {{ kind: Kind::{:?}, start: {}, len: {}, at: {}, next: {:?}, before: {:?} }},",
            text.kind,
            self.literals.len(),
            text.bytes.len(),
            text.at,
            next(text, letters[1] as usize),
            before(text, letters[0] as usize),
        )?;
        self.literals.extend_from_slice(&text.bytes);
        self.texts += 1;
        Ok(())
    }

    fn finish(self, out: &mut String) -> Result<()> {
        let (groups, texts) = (self.groups, self.texts);
        let (written_groups, written) = (self.written_groups, self.written);
        writeln!(
            out,
            "static GROUPS: [Group; {groups}] = [\n{written_groups}];"
        )?;
        writeln!(out, "static TEXTS: [Text; {texts}] = [\n{written}];")?;
        let literals = self.literals.escape_ascii();
        writeln!(out, "static LITERALS: &[u8] = b\"{literals}\";")?;
        Ok(())
    }
}
