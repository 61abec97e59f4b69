//! Packs the catalogue into one image: see `src/catalogue/layout.rs`.

use std::collections::HashMap;

use anyhow::{Context, Result, ensure};

use crate::background::Background;
use crate::languages::{Keep, Sentences};
use crate::layers::Layered;
use crate::layout::{EVERYDAY, NEEDS_CODE, Part, Section, WRAPPER, fold, parts};
use crate::model::{Cause, Entry, Step, Tables};
use crate::source::Source;
use crate::{commands, index, layers, layout, lexicon, names, words};

/// Growing sections.
pub struct Image {
    sections: Vec<Vec<u8>>,
    text: String,
    strings: HashMap<String, u32>,
}

impl Image {
    /// The bytes of a section, to append to.
    pub fn section(&mut self, section: Section) -> &mut Vec<u8> {
        &mut self.sections[section as usize]
    }

    /// Where `text` stands among the strings; equal texts share their place.
    pub fn string(&mut self, text: &str) -> Result<u32> {
        if let Some(&at) = self.strings.get(text) {
            return Ok(at);
        }
        let at = u32::try_from(self.text.len())?;
        self.text.push_str(text);
        self.strings.insert(text.to_owned(), at);
        Ok(at)
    }

    fn finish(self) -> Result<(Vec<u8>, String)> {
        let mut out = Vec::new();
        let mut offset = self.sections.len() * 8;
        for section in &self.sections {
            out.extend(u32::try_from(offset)?.to_le_bytes());
            out.extend(u32::try_from(section.len())?.to_le_bytes());
            offset += section.len();
        }
        for section in &self.sections {
            out.extend(section);
        }
        Ok((out, self.text))
    }
}

/// The image of a checked catalogue, and the strings that it points to.
pub fn pack(source: &Source, background: &Background) -> Result<(Vec<u8>, String)> {
    let mut image = Image {
        sections: vec![Vec::new(); Section::Count as usize],
        text: String::new(),
        strings: HashMap::new(),
    };
    tables(&mut image, source)?;
    let entries = in_order(source);
    let layered = Layered::of(source)?;
    let all: Vec<_> = entries.iter().copied().chain(layered.rows()).collect();
    for (service, category, entry) in &all {
        head(&mut image, source, *service, *category, entry)?;
    }
    keys(&mut image, &entries)?;
    layers::pack(&mut image, source, entries.len())?;
    let patterns = index::patterns(&mut image, &all, &source.recognition)?;
    lexicon::pack(&mut image, &patterns, background)?;
    names::pack(&mut image, &entries)?;
    names::foreign(&mut image, &source.words.foreign, &entries)?;
    words::pack(&mut image, source, &entries)?;
    modules(&mut image, source)?;
    let mut mechanism = source.mechanism.clone();
    for_the_image(&mut mechanism.causes, &mut mechanism.steps, &source.tables);
    let mechanism = postcard::to_stdvec(&mechanism)?;
    image.section(Section::Mechanism).extend(mechanism);
    image.finish()
}

/// All entries as (service, category, entry), by service, then code.
fn in_order(source: &Source) -> Vec<(u8, u8, &Entry<String>)> {
    let mut entries: Vec<_> = source
        .files
        .iter()
        .flat_map(|f| f.entries.iter().map(|e| (f.service, f.category, e)))
        .collect();
    entries.sort_by(|a, b| (a.0, &a.2.code).cmp(&(b.0, &b.2.code)));
    entries
}

/// Names and labels, each a row of three texts: they are asked for one at a time.
fn tables(image: &mut Image, source: &Source) -> Result<()> {
    let tables = &source.tables;
    for (section, named) in [
        (Section::Services, &tables.services),
        (Section::Categories, &tables.categories),
    ] {
        for row in named {
            text_row(image, section, [&row.id, &row.name.en, &row.name.zh], 0)?;
        }
    }
    for (name, value) in &tables.values {
        let label = &value.label;
        text_row(
            image,
            Section::Values,
            [name, &label.en, &label.zh],
            value.accepts.number(),
        )?;
        let at = image.string(&value.placeholder)?;
        let rows = image.section(Section::Placeholders);
        rows.extend(at.to_le_bytes());
        rows.extend([u8::try_from(value.placeholder.len())?, 0, 0, 0]);
    }
    image.section(Section::Date).extend(tables.date.as_bytes());
    Ok(())
}

fn text_row(image: &mut Image, section: Section, texts: [&str; 3], kind: u8) -> Result<()> {
    for text in texts {
        let at = image.string(text)?;
        image.section(section).extend(at.to_le_bytes());
    }
    for text in texts {
        image.section(section).push(u8::try_from(text.len())?);
    }
    image.section(section).push(kind);
    Ok(())
}

fn head(
    image: &mut Image,
    source: &Source,
    service: u8,
    category: u8,
    entry: &Entry<String>,
) -> Result<()> {
    let mut bare = entry.clone();
    for_the_image(&mut bare.causes, &mut bare.steps, &source.tables);
    bare.cases.clear();
    bare.docs.clear();
    bare.sources.clear();
    // The word index has them.
    bare.keywords.clear();
    let records = in_each_language(image, &bare)?;
    let first_case = u16::try_from(image.section(Section::Cases).len() / layout::CASE)?;
    for case in &entry.cases {
        let mut bare = case.clone();
        for_the_image(&mut bare.causes, &mut bare.steps, &source.tables);
        bare.confirmed.clear();
        bare.client.clear();
        let records = in_each_language(image, &bare)?;
        image.section(Section::Cases).extend(records);
    }
    let first_cited = u16::try_from(image.section(Section::Cited).len() / layout::CITED)?;
    let sources = entry.all_sources();
    for text in entry.docs.iter().chain(&sources) {
        let at = image.string(text)?;
        let cited = image.section(Section::Cited);
        cited.extend(at.to_le_bytes());
        cited.extend(u16::try_from(text.len())?.to_le_bytes());
    }
    let code = image.string(&entry.code)?;
    let flags = if entry.everyday { EVERYDAY } else { 0 } | if entry.wrapper { WRAPPER } else { 0 };
    let heads = image.section(Section::Heads);
    heads.extend(records);
    heads.extend(code.to_le_bytes());
    heads.extend(first_case.to_le_bytes());
    heads.extend(u16::try_from(entry.code.len())?.to_le_bytes());
    heads.extend([u8::try_from(entry.cases.len())?, service, category, flags]);
    heads.extend([entry.fault as u8, entry.retry.advice as u8]);
    heads.extend([
        u8::try_from(entry.docs.len())?,
        u8::try_from(sources.len())?,
    ]);
    heads.extend(first_cited.to_le_bytes());
    Ok(())
}

/// What fits everywhere stands before what has a `when`; the reports that confirm a
/// cause are among the sources; commands name their values.
fn for_the_image(
    causes: &mut [Cause<String>],
    steps: &mut [Step<String>],
    tables: &Tables<String>,
) {
    causes.sort_by_key(|cause| cause.when.is_some());
    steps.sort_by_key(|step| step.when.is_some());
    causes.iter_mut().for_each(|cause| cause.confirmed.clear());
    for command in steps.iter_mut().filter_map(|step| step.command.as_mut()) {
        *command = commands::marked(command, &tables.values);
    }
}

/// Writes a record once with its English and once with its Chinese sentences
/// only, each to its section; the bytes are offset and length of both.
fn in_each_language<T: Sentences>(image: &mut Image, value: &T) -> Result<[u8; 16]> {
    let mut places = [0; 16];
    for (at, keep, section) in [
        (0, Keep::English, Section::English),
        (8, Keep::Chinese, Section::Chinese),
    ] {
        let mut one = value.clone();
        one.keep(keep);
        let record = postcard::to_stdvec(&one)?;
        let records = image.section(section);
        places[at..at + 4].copy_from_slice(&u32::try_from(records.len())?.to_le_bytes());
        places[at + 4..at + 8].copy_from_slice(&u32::try_from(record.len())?.to_le_bytes());
        records.extend(record);
    }
    Ok(places)
}

fn keys(image: &mut Image, entries: &[(u8, u8, &Entry<String>)]) -> Result<()> {
    let mut keys = Vec::new();
    for (at, (_, _, entry)) in entries.iter().enumerate() {
        keys.push((fold(&entry.code), false, &*entry.code, at));
        for alias in &entry.aliases {
            keys.push((fold(alias), true, &**alias, at));
        }
    }
    keys.sort();
    slots(image, &keys)?;
    for (folded, alias, name, at) in keys {
        let folded_at = image.string(&folded)?;
        let name_at = image.string(name)?;
        let lengths = [
            u8::try_from(folded.len()).context("a name too long")?,
            u8::try_from(name.len()).context("a name too long")?,
        ];
        let out = image.section(Section::Keys);
        out.extend(folded_at.to_le_bytes());
        out.extend(name_at.to_le_bytes());
        out.extend(u16::try_from(at)?.to_le_bytes());
        out.extend(lengths);
        out.extend([u8::from(alias), 0, 0, 0]);
    }
    Ok(())
}

/// The table that finds keys by their exact name; keys of one name follow each
/// other in it.
fn slots(image: &mut Image, keys: &[(String, bool, &str, usize)]) -> Result<()> {
    let mut slots = vec![0u16; layout::SLOTS];
    ensure!(keys.len() * 2 < slots.len(), "too many names: raise SLOTS");
    for (number, (_, _, name, _)) in keys.iter().enumerate() {
        let mut at = layout::slot(name.as_bytes());
        while slots[at] != 0 {
            at = (at + 1) % layout::SLOTS;
        }
        slots[at] = u16::try_from(number + 1)?;
    }
    for slot in slots {
        image.section(Section::Slots).extend(slot.to_le_bytes());
    }
    Ok(())
}

fn modules(image: &mut Image, source: &Source) -> Result<()> {
    for module in &source.modules {
        let number: u32 = module
            .module
            .parse()
            .with_context(|| format!("modules: {}: not a number", module.module))?;
        let record = postcard::to_stdvec(module)?;
        let at = image.section(Section::ModuleRecords).len();
        image.section(Section::ModuleRecords).extend(&record);
        let out = image.section(Section::Modules);
        out.extend(number.to_le_bytes());
        out.extend(u32::try_from(at)?.to_le_bytes());
        out.extend(u32::try_from(record.len())?.to_le_bytes());
    }
    Ok(())
}

/// Appends one pattern row.
pub fn pattern_row(
    image: &mut Image,
    text: &str,
    entry: usize,
    case: usize,
    needs_code: bool,
) -> Result<()> {
    let at = image.string(text)?;
    let out = image.section(Section::Patterns);
    out.extend(at.to_le_bytes());
    out.extend(u16::try_from(text.len())?.to_le_bytes());
    out.extend(u16::try_from(entry)?.to_le_bytes());
    out.extend([u8::try_from(case)?, if needs_code { NEEDS_CODE } else { 0 }]);
    let lead = match parts(text).next() {
        Some(Part::Literal(literal)) => literal.len(),
        _ => 0,
    };
    out.extend(u16::try_from(lead)?.to_le_bytes());
    debug_assert_eq!(out.len() % layout::PATTERN, 0);
    Ok(())
}
