//! Reads `data/` as it stands.

#[allow(dead_code)] // what the image does not take yet is only checked
pub mod layers;
#[allow(dead_code)] // versions and sources are for readers
pub mod rules;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use layers::Layers;
use rules::Rules;

use crate::model::{Entry, Module, Named, Tables, Value};
use crate::recognition::{self, Recognition};

/// One catalogue file.
pub struct File {
    /// `cloudbase/function.json`: what a message names.
    pub name: String,
    /// Number of the service in `services.json`.
    pub service: u8,
    /// Number of the category in `services.json`.
    pub category: u8,
    /// The entries, as they stand.
    pub entries: Vec<Entry<String>>,
}

/// The whole of `data/`.
pub struct Source {
    /// Names, values, date.
    pub tables: Tables<String>,
    /// Catalogue files, by service and category.
    pub files: Vec<File>,
    /// Module numbers, by number.
    pub modules: Vec<Module<String>>,
    /// Everyday words.
    pub words: Words,
    /// What a module number is, for numbers of products that publish none.
    pub mechanism: Entry<String>,
    /// Products, clients, families, message classes, official names.
    pub layers: Layers,
    /// What recognition knows besides codes.
    pub recognition: Recognition,
    /// What sentences, links and commands are checked against.
    pub rules: Rules,
}

/// Expressions in both languages.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expressions {
    /// English.
    pub en: Vec<String>,
    /// Chinese.
    pub zh: Vec<String>,
}

/// `words.json`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Words that say nothing.
    pub stop: Expressions,
    /// Each a set of expressions that mean the same.
    pub concepts: Vec<Expressions>,
    /// Errors of other systems: never taken for one of ours.
    pub foreign: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Services {
    date: String,
    services: Vec<Named<String>>,
    categories: Vec<Named<String>>,
}

/// Folders of other layers than the entries'.
const APART: [&str; 3] = ["messages", "official", "recognition"];

/// Reads every file of `data`.
pub fn read(data: &Path) -> Result<Source> {
    let services: Services = json(&data.join("services.json"))?;
    let values: BTreeMap<String, Value<String>> = json(&data.join("values.json"))?;
    let tables = Tables {
        date: services.date,
        services: services.services,
        categories: services.categories,
        values: values.into_iter().collect(),
    };
    let mut files = Vec::new();
    let mut modules: Vec<Module<String>> = Vec::new();
    for folder in names(data)? {
        if !data.join(&folder).is_dir() || APART.contains(&&*folder) {
            continue;
        }
        for file in names(&data.join(&folder))? {
            let path = data.join(&folder).join(&file);
            let name = format!("{folder}/{file}");
            let Some(category) = file.strip_suffix(".json") else {
                bail!("{name}: only .json files belong here");
            };
            if name == "modules/mechanism.json" {
                continue;
            }
            if folder == "modules" {
                modules.extend(json::<Vec<Module<String>>>(&path)?);
                continue;
            }
            files.push(File {
                service: number(&tables.services, &folder)
                    .with_context(|| format!("{name}: folder"))?,
                category: number(&tables.categories, category)
                    .with_context(|| format!("{name}: file name"))?,
                entries: layers::rows(json(&path)?, &name, "code")?,
                name,
            });
        }
    }
    modules.sort_by_key(|m| m.module.parse::<u32>().unwrap_or(0));
    files.sort_by_key(|f| (f.service, f.category));
    Ok(Source {
        tables,
        files,
        modules,
        words: json(&data.join("words.json"))?,
        mechanism: json(&data.join("modules/mechanism.json"))?,
        layers: layers::read(data)?,
        recognition: recognition::read(&data.join("recognition"))?,
        rules: rules::read(data)?,
    })
}

fn json<T: DeserializeOwned>(path: &Path) -> Result<T> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    serde_json::from_str(&text).with_context(|| path.display().to_string())
}

fn names(folder: &Path) -> Result<Vec<String>> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .with_context(|| folder.display().to_string())?
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<Result<_>>()?;
    names.sort();
    Ok(names)
}

fn number(named: &[Named<String>], id: &str) -> Result<u8> {
    let at = named
        .iter()
        .position(|n| n.id == id)
        .with_context(|| format!("\"{id}\" is not in services.json"))?;
    Ok(u8::try_from(at)?)
}
