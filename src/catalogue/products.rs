//! Products of Tencent Cloud: their names, and what of a text names them.

use super::layout::{self, ACTION, PRODUCT, PRODUCT_NAME, Section};
use super::{Text, partition, section, string, u16_at, u32_at};

/// A product, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Product(pub(crate) u16);

impl Product {
    fn text(self, number: usize) -> &'static str {
        let row = &section(Section::Products)[usize::from(self.0) * PRODUCT..][..PRODUCT];
        string(u32_at(row, number * 4), usize::from(row[16 + number]))
    }

    /// Its name in the API.
    #[must_use]
    pub fn id(self) -> &'static str {
        self.text(0)
    }

    /// The name people read.
    #[must_use]
    pub fn name(self) -> Text {
        Text {
            en: self.text(1),
            zh: self.text(2),
        }
    }

    /// Its documentation, where it has any.
    #[must_use]
    pub fn page(self) -> Option<&'static str> {
        Some(self.text(3)).filter(|page| !page.is_empty())
    }
}

/// The product of an id, an alias, or the first label of its API's host.
#[must_use]
pub fn named(name: &str) -> Option<Product> {
    let rows = section(Section::ProductNames);
    let row = |at: usize| &rows[at * PRODUCT_NAME..][..PRODUCT_NAME];
    let text = |at: usize| string(u32_at(row(at), 0), usize::from(row(at)[6]));
    let count = rows.len() / PRODUCT_NAME;
    let at = partition(count, |at| text(at) < name);
    (at < count && text(at) == name).then(|| Product(u16_at(row(at), 4)))
}

/// The one product that has an action of this name.
#[must_use]
pub fn of_action(name: &str) -> Option<Product> {
    let rows = section(Section::Actions);
    let hash = layout::action(name.as_bytes());
    let count = rows.len() / ACTION;
    let at = partition(count, |at| u32_at(rows, at * ACTION) < hash);
    let found = at < count && u32_at(rows, at * ACTION) == hash;
    found.then(|| Product(u16_at(rows, at * ACTION + 4)))
}
