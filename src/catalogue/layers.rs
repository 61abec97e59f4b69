//! The layers below the entries: families, message classes, official names. Each of
//! them answers to an [`Id`] as entries do; their numbers come behind the entries'.

use serde::{Deserialize, Serialize};

use super::layout::{self, FAMILY, OFFICIAL, Section};
use super::model::{Advice, Fault};
use super::products::Product;
use super::{Id, decode, find_in, partition, section, string, u16_at, u32_at};
use crate::text::lang::Lang;

/// How near to a code its words are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Written for this code.
    Entry,
    /// The code is one of the official lists; the words are its family's.
    Official,
    /// The words of the code's family.
    Family,
    /// The words of what the message says, whatever the code.
    Class,
}

/// The number of the first case that is a message class and not one of the entry's own.
const CLASS_CASE: usize = 1 << 12;

/// Rows of `Heads` that are entries, families, classes.
fn counts() -> [usize; 3] {
    let counts = section(Section::Layers);
    [0, 2, 4].map(|at| usize::from(u16_at(counts, at)))
}

/// Number of entries.
#[must_use]
pub fn entries() -> usize {
    counts()[0]
}

fn id(number: usize) -> Id {
    Id(u16::try_from(number).unwrap_or(u16::MAX))
}

impl Id {
    /// The layer.
    #[must_use]
    pub fn level(self) -> Level {
        let [entries, families, classes] = counts();
        match usize::from(self.0) {
            number if number < entries => Level::Entry,
            number if number < entries + families => Level::Family,
            number if number < entries + families + classes => Level::Class,
            _ => Level::Official,
        }
    }

    /// A row of `Heads` has its words: its own, or those of its family.
    pub(super) fn with_words(self) -> Self {
        self.official_row().map_or(self, Row::family)
    }

    /// The row of an official name.
    pub(super) fn official_row(self) -> Option<Row> {
        let heads: usize = counts().iter().sum();
        let number = usize::from(self.0).checked_sub(heads)?;
        Some(Row(number))
    }

    /// What an official code says in a product, or in all of its products, where somebody
    /// has written it.
    #[must_use]
    pub fn said(self, product: Option<Product>, lang: Lang) -> Option<&'static str> {
        let rows = || self.official_row().into_iter().flat_map(Row::same);
        let row = match product {
            Some(product) => rows().find(|row| row.products().any(|p| p == product))?,
            None if rows().nth(1).is_none() => rows().next()?,
            None => return None,
        };
        row.said(lang)
    }

    /// The products whose official list has the code.
    pub fn products(self) -> impl Iterator<Item = Product> {
        let rows = self.official_row().into_iter().flat_map(Row::same);
        rows.flat_map(Row::products)
    }

    /// The one product whose official list has the code.
    #[must_use]
    pub fn only_product(self) -> Option<Product> {
        let mut products = self.products();
        let first = products.next()?;
        products.next().is_none().then_some(first)
    }

    /// The case that stands for this message class beside any code.
    #[must_use]
    pub fn as_case(self) -> Option<usize> {
        let [entries, families, _] = counts();
        let number = usize::from(self.0).checked_sub(entries + families)?;
        (self.level() == Level::Class).then_some(CLASS_CASE + number)
    }

    /// The message class counts only beside a code.
    #[must_use]
    pub fn needs_code(self) -> bool {
        self.class_flags() & layout::CLASS_NEEDS_CODE != 0
    }

    /// Any other class of the same message leads over this one.
    #[must_use]
    pub fn gives_way(self) -> bool {
        self.class_flags() & layout::GIVES_WAY != 0
    }

    fn class_flags(self) -> u8 {
        let number = self.as_case().map(|case| case - CLASS_CASE);
        number.map_or(0, |number| section(Section::ClassFlags)[number])
    }
}

/// The message class that a case stands for.
#[must_use]
pub fn class(case: usize) -> Option<Id> {
    let [entries, families, classes] = counts();
    let number = case.checked_sub(CLASS_CASE)?;
    (number < classes).then(|| id(entries + families + number))
}

/// The families, then the message classes.
pub fn all() -> impl Iterator<Item = Id> {
    let [entries, families, classes] = counts();
    (entries..entries + families + classes).map(id)
}

/// The message class of this name, `class/<id>`.
#[must_use]
pub fn class_named(name: &str) -> Option<Id> {
    if !name.starts_with("class/") {
        return None;
    }
    let [_, _, classes] = counts();
    let mut all = (0..classes).filter_map(|number| class(CLASS_CASE + number));
    all.find(|class| class.code() == name)
}

/// The family of a code: by what stands before its first dot, or by an older form
/// (`InvalidInstanceId.NotFound`); else the entry before one of its dots.
#[must_use]
pub fn family_of(code: &str, prefer: &[&str]) -> Option<Id> {
    let (head, _) = code.split_once('.').unwrap_or((code, ""));
    let rows = || section(Section::Families).chunks_exact(FAMILY);
    let name = |row: &[u8]| string(u32_at(row, 0), usize::from(row[6]));
    let dotted = head.len() < code.len();
    let own = rows().find(|row| dotted && name(row) == head);
    let older = || rows().find(|row| name(row).len() > 1 && layout::fits(name(row), code));
    if let Some(row) = own.or_else(older) {
        return Some(id(entries() + usize::from(u16_at(row, 4))));
    }
    let mut rest = code;
    while let Some((before, _)) = rest.rsplit_once('.') {
        if let Some(hit) = find_in(before, prefer) {
            return Some(hit.id);
        }
        rest = before;
    }
    None
}

/// What stands for the family of a code that has none.
#[must_use]
pub fn no_family() -> Option<Id> {
    let mut rows = section(Section::Families).chunks_exact(FAMILY);
    let row = rows.find(|row| string(u32_at(row, 0), usize::from(row[6])) == "*")?;
    Some(id(entries() + usize::from(u16_at(row, 4))))
}

/// The code, by itself, is the name of a family.
#[must_use]
pub fn is_family(code: &str) -> bool {
    let mut rows = section(Section::Families).chunks_exact(FAMILY);
    rows.any(|row| string(u32_at(row, 0), usize::from(row[6])) == code)
}

/// The official code of exactly this name.
#[must_use]
pub fn official(name: &str) -> Option<Id> {
    official_all(name)
        .find(|row| row.name() == name)
        .map(Row::id)
}

/// The official codes of this name in any spelling.
pub fn official_spelled(name: &str) -> impl Iterator<Item = Id> {
    let mut before = "";
    official_all(name).filter_map(move |row| {
        let new = row.name() != before;
        before = row.name();
        new.then(|| row.id())
    })
}

fn official_all(name: &str) -> impl Iterator<Item = Row> {
    let folded = layout::fold(name);
    let count = section(Section::Official).len() / OFFICIAL;
    let first = partition(count, |at| layout::fold(Row(at).name()) < folded);
    let same = move |row: &Row| layout::fold(row.name()) == folded;
    (first..count).map(Row).take_while(same)
}

/// A row of `Official`.
#[derive(Clone, Copy)]
pub(super) struct Row(usize);

impl Row {
    fn bytes(self) -> &'static [u8] {
        &section(Section::Official)[self.0 * OFFICIAL..][..OFFICIAL]
    }

    fn id(self) -> Id {
        let heads: usize = counts().iter().sum();
        id(heads + self.0)
    }

    /// This row and those behind it that have the same name.
    fn same(self) -> impl Iterator<Item = Self> {
        let count = section(Section::Official).len() / OFFICIAL;
        let name = self.name();
        let rows = (self.0..count).map(Self);
        rows.take_while(move |row| row.name() == name)
    }

    pub(super) fn name(self) -> &'static str {
        let row = self.bytes();
        string(u32_at(row, 0), usize::from(row[20]))
    }

    pub(super) fn family(self) -> Id {
        id(entries() + usize::from(self.bytes()[21]))
    }

    pub(super) fn fault(self) -> Fault {
        decode(&self.bytes()[22..23])
    }

    pub(super) fn advice(self) -> Advice {
        decode(&self.bytes()[23..24])
    }

    fn said(self, lang: Lang) -> Option<&'static str> {
        let (at, len) = match lang {
            Lang::En => (8, 16),
            Lang::Zh => (12, 18),
        };
        let row = self.bytes();
        let text = string(u32_at(row, at), usize::from(u16_at(row, len)));
        (!text.is_empty()).then_some(text)
    }

    fn products(self) -> impl Iterator<Item = Product> {
        let at = u32_at(self.bytes(), 4) as usize * 2;
        let set = &section(Section::ProductSets)[at..];
        let count = usize::from(u16_at(set, 0));
        (1..=count).map(move |n| Product(u16_at(set, n * 2)))
    }
}
