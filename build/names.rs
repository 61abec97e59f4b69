//! What misspelt names are compared with: letters, words, a signature and an
//! index by triples of letters.

use std::collections::{BTreeMap, HashSet};

use anyhow::{Context, Result, bail};

use crate::image::Image;
use crate::layout::{self, Section};
use crate::model::Entry;

/// Writes the names that can be misspelt. Numbers are compared digit by digit,
/// from the keys.
pub fn pack(image: &mut Image, entries: &[(u8, u8, &Entry<String>)]) -> Result<()> {
    let mut grams: BTreeMap<u16, Vec<u16>> = BTreeMap::new();
    let mut number: u16 = 0;
    for (at, (_, _, entry)) in entries.iter().enumerate() {
        let mut seen = HashSet::new();
        let aliases = entry.aliases.iter().map(|alias| (alias, true));
        for (name, alias) in [(&entry.code, false)].into_iter().chain(aliases) {
            let letters = layout::letters(name);
            if letters.bytes().all(|b| b.is_ascii_digit()) || !seen.insert(letters.clone()) {
                continue;
            }
            let triples = layout::triples(&letters);
            row(image, at, alias, &triples, name, &letters)
                .with_context(|| format!("name {name}"))?;
            for triple in triples {
                grams.entry(triple).or_default().push(number);
            }
            number += 1;
        }
    }
    let mut start = 0u32;
    for (triple, names) in grams {
        let count = u16::try_from(names.len())?;
        let rows = image.section(Section::Grams);
        rows.extend(triple.to_le_bytes());
        rows.extend(count.to_le_bytes());
        rows.extend(start.to_le_bytes());
        let all = image.section(Section::GramNames);
        all.extend(names.iter().flat_map(|n| n.to_le_bytes()));
        start += u32::from(count);
    }
    Ok(())
}

/// Writes the names of other systems' errors; none may be one of ours.
pub fn foreign(
    image: &mut Image,
    names: &[String],
    entries: &[(u8, u8, &Entry<String>)],
) -> Result<()> {
    let mut all: Vec<String> = names.iter().map(|name| layout::letters(name)).collect();
    all.sort();
    all.dedup();
    let ours = entries
        .iter()
        .flat_map(|(_, _, e)| e.aliases.iter().chain([&e.code]));
    for name in ours {
        if all.binary_search(&layout::letters(name)).is_ok() {
            bail!("words.json: foreign: {name} is in the catalogue");
        }
    }
    for letters in all {
        let at = image.string(&letters)?;
        let row = image.section(Section::Foreign);
        row.extend(at.to_le_bytes());
        row.extend([u8::try_from(letters.len())?, 0, 0, 0]);
    }
    Ok(())
}

fn row(
    image: &mut Image,
    entry: usize,
    alias: bool,
    triples: &[u16],
    name: &str,
    letters: &str,
) -> Result<()> {
    let texts = [
        layout::words(name).join(" "),
        letters.to_owned(),
        layout::short(letters),
    ];
    let mut row = Vec::new();
    row.extend(u16::try_from(entry)?.to_le_bytes());
    row.push(u8::from(alias));
    row.push(u8::try_from(triples.len())?);
    for text in &texts {
        row.extend(image.string(text)?.to_le_bytes());
    }
    for text in &texts {
        row.push(u8::try_from(text.len())?);
    }
    row.push(0);
    image.section(Section::Names).extend(row);
    image
        .section(Section::Signatures)
        .extend(layout::signature(letters));
    Ok(())
}
