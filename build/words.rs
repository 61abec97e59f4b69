//! The index of the descriptions: which terms stand in which entry, and how near
//! to its heart.

use std::collections::{BTreeMap, HashMap, HashSet};

use anyhow::{Result, bail};

use crate::image::Image;
use crate::layout::{self, FULL, Section, TITLED};
use crate::model::{Entry, Text};
use crate::source::{Source, Words};
use crate::terms::{self, STOP};

/// How much a term weighs in names, keywords, meanings, cases, causes, and in
/// the names of service and category.
const NAME: u8 = FULL;
const KEYWORD: u8 = 90;
const MEANING: u8 = 80;
const CASE: u8 = 60;
const CAUSE: u8 = 35;
const PLACE: u8 = 55;

/// Expressions by their key.
struct Table(BTreeMap<String, u16>);

impl terms::Words for Table {
    fn concept(&self, key: &str) -> Option<u16> {
        self.0.get(key).copied()
    }
}

impl Table {
    fn new(words: &Words) -> Result<Self> {
        let mut table = BTreeMap::new();
        let mut twice = Vec::new();
        let stop = words.stop.en.iter().chain(&words.stop.zh);
        for expression in stop {
            table.insert(terms::key(&terms::tokens(expression)), STOP);
        }
        for (number, concept) in words.concepts.iter().enumerate() {
            let number = u16::try_from(number)?;
            for expression in concept.en.iter().chain(&concept.zh) {
                let key = terms::key(&terms::tokens(expression));
                if table.insert(key, number).is_some_and(|n| n != number) {
                    twice.push(&**expression);
                }
            }
        }
        if !twice.is_empty() {
            bail!("words.json: in two places: {}", twice.join(", "));
        }
        Ok(Self(table))
    }
}

/// The terms of one entry with their weights.
#[derive(Default)]
struct Weighed(HashMap<String, u8>);

impl Weighed {
    fn add(&mut self, text: &str, weight: u8, table: &Table) {
        for term in terms::all(text, table) {
            let known = self.0.entry(term).or_default();
            *known = weight.max(*known);
        }
    }

    fn both(&mut self, text: &Text<String>, weight: u8, table: &Table) {
        self.add(&text.en, weight, table);
        self.add(&text.zh, weight, table);
    }
}

/// Writes concepts, terms, postings and titles.
pub fn pack(
    image: &mut Image,
    source: &Source,
    entries: &[(u8, u8, &Entry<String>)],
) -> Result<()> {
    let table = Table::new(&source.words)?;
    let mut index: BTreeMap<String, Vec<(u16, u8)>> = BTreeMap::new();
    let mut titles = Vec::new();
    for (at, (service, category, entry)) in entries.iter().enumerate() {
        let at = u16::try_from(at)?;
        let weighed = weigh(source, *service, *category, entry, &table);
        let title = title(entry, &table);
        for (term, weight) in weighed.0 {
            let flag = if title.contains(&term) { TITLED } else { 0 };
            index.entry(term).or_default().push((at, weight | flag));
        }
        titles.push(title);
    }
    for title in titles {
        let mass: f32 = title
            .iter()
            .filter_map(|term| index.get(term))
            .map(|postings| layout::rarity(postings.len(), entries.len()))
            .sum();
        let mass = (mass * 256.0).min(65535.0) as u16;
        image.section(Section::Titles).extend(mass.to_le_bytes());
    }
    postings(image, &index)?;
    for (key, number) in &table.0 {
        let at = image.string(key)?;
        let rows = image.section(Section::Concepts);
        rows.extend(at.to_le_bytes());
        rows.extend(number.to_le_bytes());
        rows.extend([u8::try_from(key.len())?, 0]);
    }
    Ok(())
}

fn weigh(
    source: &Source,
    service: u8,
    category: u8,
    entry: &Entry<String>,
    table: &Table,
) -> Weighed {
    let mut out = Weighed::default();
    let tables = &source.tables;
    for place in [
        &tables.services[usize::from(service)],
        &tables.categories[usize::from(category)],
    ] {
        out.add(&place.id, PLACE, table);
        out.both(&place.name, PLACE, table);
    }
    for name in entry.aliases.iter().chain([&entry.code]) {
        out.add(name, NAME, table);
    }
    for keyword in &entry.keywords {
        out.add(keyword, KEYWORD, table);
    }
    out.both(&entry.meaning, MEANING, table);
    for case in &entry.cases {
        out.both(&case.meaning, CASE, table);
        for pattern in &case.message {
            out.add(pattern, CASE, table);
        }
    }
    for cause in &entry.causes {
        out.both(&cause.text(), CAUSE, table);
    }
    out
}

/// The terms of the code's name; of the meaning where the code is a number.
fn title(entry: &Entry<String>, table: &Table) -> HashSet<String> {
    let number = !entry.code.bytes().any(|b| b.is_ascii_alphabetic());
    let text = if number {
        &entry.meaning.en
    } else {
        &entry.code
    };
    terms::asked(text, table).into_iter().collect()
}

fn postings(image: &mut Image, index: &BTreeMap<String, Vec<(u16, u8)>>) -> Result<()> {
    let mut start = 0u32;
    // A word that one cause alone has is a word of that sentence, not of the error.
    let said = |rows: &[(u16, u8)]| rows.len() > 1 || rows.iter().any(|(_, w)| *w > CAUSE);
    for (term, rows) in index.iter().filter(|(_, rows)| said(rows)) {
        let at = image.string(term)?;
        let count = u16::try_from(rows.len())?;
        let terms = image.section(Section::Terms);
        terms.extend(at.to_le_bytes());
        terms.extend(start.to_le_bytes());
        terms.extend(count.to_le_bytes());
        terms.extend([u8::try_from(term.len())?, 0]);
        let out = image.section(Section::Postings);
        for (entry, weight) in rows {
            out.extend(entry.to_le_bytes());
            out.push(*weight);
        }
        start += u32::from(count);
    }
    Ok(())
}
