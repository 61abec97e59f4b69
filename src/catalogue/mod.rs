//! What is known about codes: look-ups in the image that `build.rs` made of
//! `data/`. Nothing is parsed at start-up; a record is decoded when it is asked
//! for.

pub mod layers;
#[allow(dead_code)]
pub(crate) mod layout;
pub(crate) mod lexicon;
pub mod model;
pub mod near;
pub mod products;
#[allow(dead_code)]
pub mod terms;

use layout::{
    EVERYDAY, HEAD, KEY, MODULE, NAMED, NEEDS_CODE, PATTERN, PLACEHOLDER, Section, WRAPPER,
};
use model::{Accepts, Advice, Fault};

use crate::text::lang::Lang;

/// A text of the catalogue.
pub type Text = model::Text<&'static str>;
/// An entry of the catalogue.
pub type Entry = model::Entry<&'static str>;
/// A case of an entry.
pub type Case = model::Case<&'static str>;
/// A module number of the catalogue.
pub type Module = model::Module<&'static str>;

impl Text {
    /// The sentence in this language.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::Zh => self.zh,
        }
    }
}

static IMAGE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/catalogue.bin"));
/// What the image points to; apart from it, so that no text is checked to be UTF-8
/// when it is read.
static STRINGS: &str = include_str!(concat!(env!("OUT_DIR"), "/strings.txt"));

/// The number of an entry: services in their order, codes sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub(crate) u16);

/// An entry found under a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The entry.
    pub id: Id,
    /// The name as the catalogue spells it.
    pub name: &'static str,
    /// It is an alias, not the code itself.
    pub alias: bool,
}

/// A message pattern.
#[derive(Clone, Copy, Debug)]
pub struct Pattern {
    /// Literal text with `{holes}`.
    pub text: &'static str,
    /// What of it stands before the first hole.
    pub lead: &'static str,
    /// Its entry.
    pub id: Id,
    /// Number of its case in the entry.
    pub case: usize,
    /// Counts only beside the entry's own code.
    pub needs_code: bool,
}

fn section(section: Section) -> &'static [u8] {
    let at = section as usize * 8;
    let start = u32_at(IMAGE, at) as usize;
    &IMAGE[start..start + u32_at(IMAGE, at + 4) as usize]
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

/// The text at a place of `STRINGS`.
pub(crate) fn string(at: u32, len: usize) -> &'static str {
    let at = at as usize;
    &STRINGS[at..at + len]
}

/// Pages and sources, from this one on.
fn cited(first: usize, count: usize) -> impl Iterator<Item = &'static str> {
    let rows = &section(Section::Cited)[first * layout::CITED..];
    let rows = rows.chunks_exact(layout::CITED).take(count);
    rows.map(|row| string(u32_at(row, 0), usize::from(u16_at(row, 4))))
}

/// The record of a language, from the offsets and lengths at the head of a row.
fn record(row: &[u8], lang: Lang) -> &'static [u8] {
    let (place, records) = match lang {
        Lang::En => (0, Section::English),
        Lang::Zh => (8, Section::Chinese),
    };
    let at = u32_at(row, place) as usize;
    let len = u32_at(row, place + 4) as usize;
    &section(records)[at..at + len]
}

/// Decodes a record. `build.rs` wrote it from the same types, so a failure means
/// a broken binary: there is nothing sensible left to say.
#[allow(clippy::expect_used)]
fn decode<T: serde::Deserialize<'static>>(record: &'static [u8]) -> T {
    postcard::from_bytes(record).expect("the embedded catalogue is whole")
}

/// Date of the catalogue, `YYYY-MM-DD`.
#[must_use]
pub fn date() -> &'static str {
    std::str::from_utf8(section(Section::Date)).unwrap_or_default()
}

/// A service, category or value name.
#[derive(Clone, Copy, Debug)]
pub struct Named {
    /// The name used in folders, flags and JSON.
    pub id: &'static str,
    /// The name people read.
    pub name: Text,
    kind: u8,
}

fn named(rows: Section) -> impl DoubleEndedIterator<Item = Named> + ExactSizeIterator {
    section(rows).chunks_exact(NAMED).map(named_row)
}

fn named_row(row: &'static [u8]) -> Named {
    let text = |i: usize| string(u32_at(row, i * 4), usize::from(row[12 + i]));
    Named {
        id: text(0),
        name: Text {
            en: text(1),
            zh: text(2),
        },
        kind: row[15],
    }
}

fn nth_id(rows: Section, number: usize) -> &'static str {
    let row = &section(rows)[number * NAMED..][..NAMED];
    string(u32_at(row, 0), usize::from(row[12]))
}

/// Services in the order in which they are shown.
pub fn services() -> impl DoubleEndedIterator<Item = Named> + ExactSizeIterator {
    named(Section::Services)
}

/// Categories in the order in which they are shown.
pub fn categories() -> impl DoubleEndedIterator<Item = Named> + ExactSizeIterator {
    named(Section::Categories)
}

/// What stands in the place of a value that no message gave.
#[must_use]
pub fn label(name: &str) -> Option<Text> {
    value(name).map(|(_, v)| v.name)
}

/// What stands in its place in a command.
#[must_use]
pub fn placeholder(name: &str) -> Option<&'static str> {
    let (at, _) = value(name)?;
    let row = &section(Section::Placeholders)[at * PLACEHOLDER..][..PLACEHOLDER];
    Some(string(u32_at(row, 0), usize::from(row[4])))
}

/// What a hole of this name accepts.
#[must_use]
pub fn accepts(name: &str) -> Accepts {
    let value = value(name).and_then(|(_, value)| Accepts::numbered(value.kind));
    value.unwrap_or(Accepts::Text)
}

/// A value by name, and its number.
fn value(name: &str) -> Option<(usize, Named)> {
    let rows = section(Section::Values);
    let row = |i: usize| &rows[i * NAMED..][..NAMED];
    let id = |i: usize| string(u32_at(row(i), 0), usize::from(row(i)[12]));
    let count = rows.len() / NAMED;
    let at = partition(count, |i| id(i) < name);
    (at < count && id(at) == name).then(|| (at, named_row(row(at))))
}

/// Number of entries.
#[must_use]
pub fn len() -> usize {
    layers::entries()
}

/// All entries in order.
pub fn ids() -> impl Iterator<Item = Id> {
    (0..u16::try_from(len()).unwrap_or(u16::MAX)).map(Id)
}

impl Id {
    fn head(self) -> &'static [u8] {
        let at = usize::from(self.with_words().0) * HEAD;
        &section(Section::Heads)[at..at + HEAD]
    }

    /// The entry in one language, without its cases.
    #[must_use]
    pub fn entry(self, lang: Lang) -> Entry {
        let head = self.head();
        let mut entry: Entry = decode(record(head, lang));
        if let Some(row) = self.official_row() {
            (entry.code, entry.fault) = (row.name(), row.fault());
            entry.retry.advice = row.advice();
        }
        let (docs, sources) = (usize::from(head[30]), usize::from(head[31]));
        let mut cited = cited(usize::from(u16_at(head, 32)), docs + sources);
        entry.docs = cited.by_ref().take(docs).collect();
        entry.sources = cited.collect();
        entry
    }

    /// Number of cases.
    #[must_use]
    pub fn case_count(self) -> usize {
        usize::from(self.head()[24])
    }

    /// A case in one language.
    #[must_use]
    pub fn case(self, number: usize, lang: Lang) -> Option<Case> {
        if let Some(class) = layers::class(number) {
            return class.case(0, lang);
        }
        if number >= self.case_count() {
            return None;
        }
        let at = (usize::from(u16_at(self.head(), 20)) + number) * layout::CASE;
        Some(decode(record(&section(Section::Cases)[at..], lang)))
    }

    /// All cases in one language.
    pub fn cases(self, lang: Lang) -> impl Iterator<Item = Case> {
        (0..self.case_count()).filter_map(move |number| self.case(number, lang))
    }

    /// The official spelling.
    #[must_use]
    pub fn code(self) -> &'static str {
        if let Some(row) = self.official_row() {
            return row.name();
        }
        let head = self.head();
        string(u32_at(head, 16), usize::from(u16_at(head, 22)))
    }

    /// Number of the service in `services`.
    #[must_use]
    pub fn service(self) -> usize {
        usize::from(self.head()[25])
    }

    /// Id of the service.
    #[must_use]
    pub fn service_id(self) -> &'static str {
        nth_id(Section::Services, self.service())
    }

    /// Id of the category.
    #[must_use]
    pub fn category_id(self) -> &'static str {
        nth_id(Section::Categories, self.category())
    }

    /// Number of the category in `categories`.
    #[must_use]
    pub fn category(self) -> usize {
        usize::from(self.head()[26])
    }

    /// People meet this code often.
    #[must_use]
    pub fn everyday(self) -> bool {
        self.head()[27] & EVERYDAY != 0
    }

    /// The code only carries another.
    #[must_use]
    pub fn wrapper(self) -> bool {
        self.head()[27] & WRAPPER != 0
    }

    /// Who has to act.
    #[must_use]
    pub fn fault(self) -> Fault {
        if let Some(row) = self.official_row() {
            return row.fault();
        }
        decode(&self.head()[28..29])
    }

    /// Whether to retry.
    #[must_use]
    pub fn advice(self) -> Advice {
        if let Some(row) = self.official_row() {
            return row.advice();
        }
        decode(&self.head()[29..30])
    }

    /// The code is a number, signed or not.
    #[must_use]
    pub fn numeric(self) -> bool {
        is_number(self.code())
    }
}

/// Digits, with at most one sign before them.
#[must_use]
pub fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Every code and alias, once an entry.
pub fn names() -> impl Iterator<Item = &'static str> {
    let keys = section(Section::Keys).chunks_exact(KEY);
    keys.map(|key| string(u32_at(key, 4), usize::from(key[11])))
}

/// What stands under exactly this name, byte for byte: entries, else the official code
/// or the message class.
#[must_use]
pub fn find(name: &str) -> Vec<Hit> {
    let mut hits = ordered(exact(name.as_bytes()).collect());
    if hits.is_empty() {
        let other = layers::official(name).or_else(|| layers::class_named(name));
        hits.extend(other.map(layered));
    }
    hits
}

/// What is found under its own name in another layer than the entries'.
fn layered(id: Id) -> Hit {
    Hit {
        id,
        name: id.code(),
        alias: false,
    }
}

/// The entry under exactly this name in the first of the services that has it,
/// else the first of all.
#[must_use]
pub fn find_in(name: &str, services: &[&str]) -> Option<Hit> {
    let place = |hit: &Hit| {
        let service = hit.id.service_id();
        let wanted = services.iter().position(|wanted| *wanted == service);
        (wanted.unwrap_or(services.len()), order(hit))
    };
    let mut hits = exact(name.as_bytes());
    let first = hits.next()?;
    // Most names have one entry, which nothing need be asked about.
    match hits.next() {
        Some(second) => hits.chain([first, second]).min_by_key(place),
        None => Some(first),
    }
}

/// The catalogue has this name, byte for byte.
#[must_use]
pub fn has(name: &str) -> bool {
    has_bytes(name.as_bytes())
}

/// The same of bytes that need not be text.
#[must_use]
pub(crate) fn has_bytes(name: &[u8]) -> bool {
    exact(name).next().is_some()
}

/// Keys of exactly this name.
fn exact(name: &[u8]) -> impl Iterator<Item = Hit> {
    let slots = section(Section::Slots);
    let keys = section(Section::Keys);
    let first = layout::slot(name);
    (0..layout::SLOTS)
        .map(move |i| u16_at(slots, (first + i) % layout::SLOTS * 2))
        .take_while(|number| *number != 0)
        .filter_map(move |number| {
            let key = &keys[(usize::from(number) - 1) * KEY..][..KEY];
            let known = string(u32_at(key, 4), usize::from(key[11])).as_bytes();
            (known == name).then(|| hit(key))
        })
}

fn hit(key: &'static [u8]) -> Hit {
    Hit {
        id: Id(u16_at(key, 8)),
        name: string(u32_at(key, 4), usize::from(key[11])),
        alias: key[12] == 1,
    }
}

/// Entries under this name in any spelling: case, `-`, `_` and blanks do not
/// count. A number without its sign finds the signed one, except 1; a sign that
/// was typed must be there.
#[must_use]
pub fn find_spelled(name: &str) -> Vec<Hit> {
    let name = name.trim();
    let mut hits = folded(&layout::fold(name));
    if is_number(name) {
        hits.retain(|hit| hit.name == name || (!name.starts_with(['-', '+']) && name != "1"));
    }
    if hits.is_empty() {
        hits.extend(layers::official_spelled(name).map(layered));
    }
    ordered(hits)
}

fn order(hit: &Hit) -> (bool, bool, Id) {
    (!hit.id.everyday(), hit.alias, hit.id)
}

/// Everyday entries first, then codes before aliases, then catalogue order; one
/// hit an entry.
fn ordered(mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_by_key(order);
    let mut seen = Vec::new();
    hits.retain(|hit| {
        !seen.contains(&hit.id) && {
            seen.push(hit.id);
            true
        }
    });
    hits
}

/// Entries with a name that begins with this, in any spelling; names in order.
#[must_use]
pub fn begin_with(prefix: &str) -> Vec<Hit> {
    keyed(&layout::fold(prefix), |key, prefix| key.starts_with(prefix))
}

fn folded(name: &str) -> Vec<Hit> {
    keyed(name, |key, name| key == name)
}

/// The keys from the first that is not before `name`, as long as they are
/// admitted.
fn keyed(name: &str, admits: impl Fn(&str, &str) -> bool) -> Vec<Hit> {
    let keys = section(Section::Keys);
    let count = keys.len() / KEY;
    let folded_at = |i: usize| {
        let key = &keys[i * KEY..][..KEY];
        string(u32_at(key, 0), usize::from(key[10]))
    };
    let first = partition(count, |i| folded_at(i) < name);
    (first..count)
        .take_while(|i| admits(folded_at(*i), name))
        .map(|i| hit(&keys[i * KEY..][..KEY]))
        .collect()
}

/// The first of `0..count` for which `before` is false.
fn partition(count: usize, before: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = usize::midpoint(low, high);
        if before(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// The rows of a module number such as 10430.
#[must_use]
pub fn modules(number: u32) -> Vec<Module> {
    let rows = section(Section::Modules);
    let count = rows.len() / MODULE;
    let first = partition(count, |i| u32_at(rows, i * MODULE) < number);
    (first..count)
        .take_while(|i| u32_at(rows, i * MODULE) == number)
        .map(|i| {
            let at = u32_at(rows, i * MODULE + 4) as usize;
            let len = u32_at(rows, i * MODULE + 8) as usize;
            decode(&section(Section::ModuleRecords)[at..at + len])
        })
        .collect()
}

/// Where module numbers belong: service and category.
pub const MODULE_PLACE: (&str, &str) = ("cloud-api", "general");

/// What a module number is, as an entry outside the services.
#[must_use]
pub fn module_entry() -> Entry {
    decode(section(Section::Mechanism))
}

/// Number of message patterns.
#[must_use]
pub fn pattern_count() -> usize {
    section(Section::Patterns).len() / PATTERN
}

/// A message pattern by number.
#[must_use]
pub fn pattern(number: usize) -> Pattern {
    let row = &section(Section::Patterns)[number * PATTERN..][..PATTERN];
    let text = string(u32_at(row, 0), usize::from(u16_at(row, 4)));
    Pattern {
        text,
        lead: &text[..usize::from(u16_at(row, 10))],
        id: Id(u16_at(row, 6)),
        case: usize::from(row[8]),
        needs_code: row[9] & NEEDS_CODE != 0,
    }
}

/// Finds patterns by a gram.
#[derive(Clone, Copy)]
pub(crate) struct Anchors {
    marks: &'static [u8; layout::MARKS],
    buckets: &'static [[u8; 2]],
    rows: &'static [[u8; layout::ANCHOR]],
}

impl Anchors {
    pub(crate) fn new() -> Self {
        Self {
            marks: section(Section::Marks)
                .first_chunk()
                .unwrap_or(&[0; layout::MARKS]),
            buckets: section(Section::Buckets).as_chunks().0,
            rows: section(Section::Anchors).as_chunks().0,
        }
    }

    /// 1 if some pattern or sign may have this gram, else 0.
    pub(crate) fn mark(self, gram: u32) -> u32 {
        u32::from(self.marks[layout::mark(gram)])
    }

    /// Some pattern may have this gram.
    pub(crate) fn has(self, gram: u32) -> bool {
        let at = layout::bucket(gram);
        self.buckets[at] != self.buckets[at + 1]
    }

    /// Patterns whose gram and its neighbours stand at a place, as (pattern, where in it
    /// the gram stands, whether a hole stands before it).
    #[inline]
    pub(crate) fn at(
        self,
        text: &[u8],
        place: usize,
    ) -> impl Iterator<Item = (usize, usize, bool)> {
        let gram = text[place..].first_chunk().copied();
        let gram = gram.map_or(0, u32::from_le_bytes);
        let at = layout::bucket(gram);
        let start = |bucket: usize| usize::from(u16::from_le_bytes(self.buckets[bucket]));
        let fits = move |row: &&[u8; layout::ANCHOR]| {
            u32_at(*row, 0) == gram
                && neighbour(text.get(place.wrapping_sub(1)), row[8])
                && neighbour(text.get(place + usize::from(row[10])), row[9])
        };
        let rows = self.rows[start(at)..start(at + 1)].iter().filter(fits);
        rows.map(|row| {
            let offset = u16_at(row, 6);
            (
                usize::from(u16_at(row, 4)),
                usize::from(offset & !layout::BEHIND_HOLE),
                offset & layout::BEHIND_HOLE != 0,
            )
        })
    }
}

/// A byte beside a gram is the one that a pattern wants there.
fn neighbour(byte: Option<&u8>, want: u8) -> bool {
    match want {
        layout::ANY => true,
        b' ' => byte.is_some_and(u8::is_ascii_whitespace),
        _ => byte == Some(&want),
    }
}

#[cfg(test)]
mod tests;
