//! The layers below the entries as the image has them: families and message classes
//! stand behind the entries and are looked up like them; official names and products
//! have tables of their own.

use std::collections::{BTreeMap, HashMap};

use anyhow::{Context, Result};

use crate::image::Image;
use crate::layout::{self, CLASS_NEEDS_CODE, GIVES_WAY, Section, fold};
use crate::model::{Advice, Case, Entry, Fault, Retry, Status, Text};
use crate::source::Source;
use crate::source::layers::{Class, Family, Product};

/// Where families and classes belong: the codes of API 3.0 that every product has.
const PLACE: (&str, &str) = ("cloud-api", "general");

/// Families and message classes in the form of entries.
pub struct Layered {
    service: u8,
    category: u8,
    families: Vec<Entry<String>>,
    classes: Vec<Entry<String>>,
}

impl Layered {
    /// Of a checked catalogue.
    pub fn of(source: &Source) -> Result<Self> {
        let tables = &source.tables;
        let service = tables.services.iter().position(|s| s.id == PLACE.0);
        let category = tables.categories.iter().position(|c| c.id == PLACE.1);
        let classes = source.layers.classes.iter().flat_map(|f| &f.classes);
        Ok(Self {
            service: u8::try_from(service.context("no service of families")?)?,
            category: u8::try_from(category.context("no category of families")?)?,
            families: source.layers.families.iter().map(of_family).collect(),
            classes: classes.map(of_class).collect(),
        })
    }

    /// All of them as (service, category, entry), families first.
    pub fn rows(&self) -> impl Iterator<Item = (u8, u8, &Entry<String>)> {
        let all = self.families.iter().chain(&self.classes);
        all.map(|entry| (self.service, self.category, entry))
    }
}

fn of_family(family: &Family) -> Entry<String> {
    Entry {
        code: family.code.clone(),
        fault: family.fault,
        retry: family.retry.clone(),
        harmless: family.harmless,
        meaning: family.meaning.clone(),
        causes: family.causes.clone(),
        steps: family.steps.clone(),
        docs: family.docs.clone(),
        sources: family.sources.clone(),
        ..bare()
    }
}

fn of_class(class: &Class) -> Entry<String> {
    let name = format!("class/{}", class.id);
    let case = Case {
        id: name.clone(),
        message: [&*class.messages.en, &*class.messages.zh].concat(),
        // Whether it does is a flag of the class: a class is looked for by itself.
        needs_code: true,
        client: Vec::new(),
        one_language: false,
        when: None,
        confirmed: Vec::new(),
        harmless: Some(class.harmless),
        fault: Some(class.fault),
        retry: Some(class.retry.clone()),
        meaning: class.meaning.clone(),
        causes: class.causes.clone(),
        steps: class.steps.clone(),
    };
    Entry {
        code: name,
        fault: class.fault,
        retry: class.retry.clone(),
        harmless: class.harmless,
        meaning: class.meaning.clone(),
        causes: class.causes.clone(),
        steps: class.steps.clone(),
        cases: vec![case],
        see_also: class.see_also.clone(),
        docs: class.docs.clone(),
        sources: class.sources.clone(),
        ..bare()
    }
}

/// An entry that says nothing.
fn bare() -> Entry<String> {
    Entry {
        code: String::new(),
        aliases: Vec::new(),
        everyday: false,
        http_status: Vec::new(),
        common_code: None,
        fault: Fault::Unknown,
        retry: Retry {
            advice: Advice::Unknown,
            note: None,
        },
        wrapper: false,
        harmless: false,
        meaning: Text {
            en: String::new(),
            zh: String::new(),
        },
        causes: Vec::new(),
        steps: Vec::new(),
        cases: Vec::new(),
        keywords: Vec::new(),
        see_also: Vec::new(),
        docs: Vec::new(),
        sources: Vec::new(),
        status: Status::Current,
    }
}

/// Writes all tables of the layers.
pub fn pack(image: &mut Image, source: &Source, entries: usize) -> Result<()> {
    let layers = &source.layers;
    let classes: Vec<_> = layers.classes.iter().flat_map(|f| &f.classes).collect();
    let counts = [entries, layers.families.len(), classes.len()];
    for count in counts {
        let count = u16::try_from(count)?;
        let out = image.section(Section::Layers);
        out.extend(count.to_le_bytes());
    }
    let flags = classes.iter().map(|class| {
        let needs_code = if class.needs_code {
            CLASS_NEEDS_CODE
        } else {
            0
        };
        needs_code | if class.gives_way { GIVES_WAY } else { 0 }
    });
    image.section(Section::ClassFlags).extend(flags);
    aliases(image, &layers.families)?;
    products(image, &layers.products)?;
    official(image, source)
}

fn aliases(image: &mut Image, families: &[Family]) -> Result<()> {
    for (number, family) in families.iter().enumerate() {
        for alias in family.aliases.iter().chain([&family.code]) {
            let at = image.string(alias)?;
            let row = image.section(Section::Families);
            row.extend(at.to_le_bytes());
            row.extend(u16::try_from(number)?.to_le_bytes());
            row.extend([u8::try_from(alias.len())?, 0]);
        }
    }
    Ok(())
}

fn products(image: &mut Image, products: &[Product]) -> Result<()> {
    let mut names: BTreeMap<&str, u16> = BTreeMap::new();
    let mut owners: HashMap<&str, Option<u16>> = HashMap::new();
    for (number, product) in (0..).zip(products) {
        let page = product.docs.as_deref().unwrap_or_default();
        let texts = [&*product.id, &*product.name.en, &*product.name.zh, page];
        for text in texts {
            let at = image.string(text)?;
            image.section(Section::Products).extend(at.to_le_bytes());
        }
        for text in texts {
            let len = u8::try_from(text.len())?;
            image.section(Section::Products).push(len);
        }
        let host = product.host.as_deref().and_then(|h| h.split('.').next());
        let own = [&*product.id].into_iter().chain(host);
        for name in own.chain(product.aliases.iter().map(|a| &**a)) {
            names.entry(name).or_insert(number);
        }
        for action in product.actions.values().flatten() {
            // What two products have places nothing.
            let owner = owners.entry(action).or_insert(Some(number));
            *owner = owner.filter(|owner| *owner == number);
        }
    }
    for (name, number) in names {
        let at = image.string(name)?;
        let row = image.section(Section::ProductNames);
        row.extend(at.to_le_bytes());
        row.extend(number.to_le_bytes());
        row.extend([u8::try_from(name.len())?, 0]);
    }
    let own = owners
        .into_iter()
        .filter_map(|(action, owner)| Some((action, owner?)));
    let mut rows: Vec<_> = own
        .map(|(action, owner)| (layout::action(action.as_bytes()), owner))
        .collect();
    rows.sort_unstable();
    for (hash, owner) in rows {
        let row = image.section(Section::Actions);
        row.extend(hash.to_le_bytes());
        row.extend(owner.to_le_bytes());
    }
    Ok(())
}

/// One row a code and a set of products that mean the same by it.
fn official(image: &mut Image, source: &Source) -> Result<()> {
    let layers = &source.layers;
    let number = |id: &str| {
        let at = layers.products.iter().position(|p| p.id == id);
        u16::try_from(at.context("an unknown product")?).context("too many products")
    };
    let mut rows = Vec::new();
    for file in &layers.official {
        for code in &file.codes {
            let own = [file.product.clone()];
            let named = if file.product == "common" {
                &code.products[..]
            } else {
                &own[..]
            };
            let products = named
                .iter()
                .map(|id| number(id))
                .collect::<Result<Vec<_>>>()?;
            rows.push((fold(&code.code), &*code.code, products, code));
        }
    }
    rows.sort_by(|a, b| (&a.0, a.1, &a.2).cmp(&(&b.0, b.1, &b.2)));
    let mut sets: HashMap<Vec<u16>, u32> = HashMap::new();
    for (_, name, products, code) in rows {
        let set = match sets.get(&products) {
            Some(set) => *set,
            None => {
                let section = image.section(Section::ProductSets);
                let set = u32::try_from(section.len() / 2)?;
                section.extend(u16::try_from(products.len())?.to_le_bytes());
                products
                    .iter()
                    .for_each(|p| section.extend(p.to_le_bytes()));
                sets.insert(products, set);
                set
            }
        };
        let at = image.string(name)?;
        let of = family_of(&layers.families, name).with_context(|| format!("{name}: no family"))?;
        let family = &layers.families[of];
        let said = code.en.as_deref().zip(code.zh.as_deref());
        let (en, zh) = said.unwrap_or_default();
        let said = [(image.string(en)?, en.len()), (image.string(zh)?, zh.len())];
        let row = image.section(Section::Official);
        row.extend(at.to_le_bytes());
        row.extend(set.to_le_bytes());
        for (at, _) in said {
            row.extend(at.to_le_bytes());
        }
        for (_, len) in said {
            row.extend(u16::try_from(len)?.to_le_bytes());
        }
        row.extend([
            u8::try_from(name.len())?,
            u8::try_from(of)?,
            code.fault.unwrap_or(family.fault) as u8,
            code.retry.unwrap_or(family.retry.advice) as u8,
        ]);
        debug_assert_eq!(row.len() % layout::OFFICIAL, 0);
    }
    Ok(())
}

/// The number of a code's family: by what stands before its dot, else by an alias, else
/// the one of all that have none.
fn family_of(families: &[Family], code: &str) -> Option<usize> {
    let head = code.split('.').next().unwrap_or(code);
    let by_name = families.iter().position(|f| f.code == head);
    let by_alias = || {
        families
            .iter()
            .position(|f| f.aliases.iter().any(|a| layout::fits(a, code)))
    };
    let none = || families.iter().position(|f| f.code == "*");
    by_name.or_else(by_alias).or_else(none)
}
