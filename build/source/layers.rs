//! The layers of `data/` beside the entries: products, clients, plans, families,
//! message classes, official names. They are read and checked; `data/README.md`
//! says how each is written.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{json, names};
use crate::model::{Advice, Cause, Fault, Retry, SeeAlso, Step, Text};

/// A product of Tencent Cloud: one row of `products.json`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Product {
    /// Its name in the API: `cvm`.
    pub id: String,
    /// The name people read.
    pub name: Text<String>,
    /// The host of its API; absent where it has none of its own.
    #[serde(default)]
    pub host: Option<String>,
    /// What its other hosts end with: `myqcloud.com`.
    #[serde(default)]
    pub domains: Vec<String>,
    /// Its documentation.
    #[serde(default)]
    pub docs: Option<String>,
    /// Other names of it in SDKs and codes.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// What its SDK classes begin with: `Cvm` of `CvmClient`.
    #[serde(default)]
    pub sdk: Option<String>,
    /// What ids of its resources begin with: `ins-`.
    #[serde(default)]
    pub resources: Vec<String>,
    /// Its actions by version of the API.
    #[serde(default)]
    pub actions: BTreeMap<String, Vec<String>>,
}

/// An SDK, command line or tool: one row of `clients.json`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Client {
    /// What `client` and `when` name it by: `tccli`.
    pub id: String,
    /// The name people read.
    pub name: String,
    /// Between which languages it switches its own errors; one that mixes them without
    /// a switch has the one that most of them are in.
    pub languages: Vec<Language>,
    /// The version that was read, where one was.
    #[serde(default)]
    pub version: Option<String>,
}

/// A language of a client.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    En,
    /// Chinese.
    Zh,
}

/// A plan of CloudBase: one row of `plans.json`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// What `when` names it by: `personal`.
    pub id: String,
    /// The name people read.
    pub name: Text<String>,
    /// Its name in the API: `baas_personal`.
    pub package: String,
    /// Who says so.
    pub source: String,
}

/// A family of API 3.0 codes: one row of `families.json`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Family {
    /// What stands before the dot: `ResourceNotFound`.
    pub code: String,
    /// Older names of the same kind; `*` stands for letters: `Invalid*Id.NotFound`.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Who has to act.
    pub fault: Fault,
    /// Whether to retry.
    pub retry: Retry<String>,
    /// The advice is to ignore it.
    #[serde(default)]
    pub harmless: bool,
    /// What happened, true of every product.
    pub meaning: Text<String>,
    /// Why, likeliest first.
    pub causes: Vec<Cause<String>>,
    /// What to do.
    pub steps: Vec<Step<String>>,
    /// Pages to read.
    #[serde(default)]
    pub docs: Vec<String>,
    /// Where the facts come from.
    pub sources: Vec<String>,
}

/// What a message says in any product: one row of `messages/<topic>.json`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Class {
    /// `not-activated`; answers name it `class/not-activated`.
    pub id: String,
    /// How it is said.
    pub messages: Messages,
    /// The sentence is anybody's: it counts only beside a code.
    #[serde(default)]
    pub needs_code: bool,
    /// Said beside what really happened: any other class of the message leads.
    #[serde(default)]
    pub gives_way: bool,
    /// Who has to act.
    pub fault: Fault,
    /// Whether to retry.
    pub retry: Retry<String>,
    /// The advice is to ignore it.
    #[serde(default)]
    pub harmless: bool,
    /// What happened.
    pub meaning: Text<String>,
    /// Why, likeliest first.
    pub causes: Vec<Cause<String>>,
    /// What to do.
    pub steps: Vec<Step<String>>,
    /// Near twins: codes, or `class/<id>`.
    #[serde(default)]
    pub see_also: Vec<SeeAlso<String>>,
    /// Pages to read.
    #[serde(default)]
    pub docs: Vec<String>,
    /// Where the facts come from.
    pub sources: Vec<String>,
}

/// Patterns in each language.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Messages {
    /// English.
    pub en: Vec<String>,
    /// Chinese.
    pub zh: Vec<String>,
}

/// `official/<product>.json`, or `official/common.json`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Official {
    sources: Vec<String>,
    codes: Vec<serde_json::Value>,
}

/// An official code in a few words.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficialCode {
    /// The code.
    pub code: String,
    /// The products that share the row; of `common.json` only.
    #[serde(default)]
    pub products: Vec<String>,
    /// What it says, in English; the family's words until somebody has written it.
    #[serde(default)]
    pub en: Option<String>,
    /// The same in Chinese.
    #[serde(default)]
    pub zh: Option<String>,
    /// Where it differs from its family's.
    #[serde(default)]
    pub fault: Option<Fault>,
    /// Where it differs from its family's.
    #[serde(default)]
    pub retry: Option<Advice>,
}

/// One file of official codes.
pub struct OfficialFile {
    /// `official/cvm.json`.
    pub name: String,
    /// The product, or `common`.
    pub product: String,
    /// Where its facts come from.
    pub sources: Vec<String>,
    /// Its codes, sorted.
    pub codes: Vec<OfficialCode>,
}

/// One file of message classes.
pub struct ClassFile {
    /// `messages/service.json`.
    pub name: String,
    /// Its classes.
    pub classes: Vec<Class>,
}

/// All layers.
pub struct Layers {
    /// Products, by id.
    pub products: Vec<Product>,
    /// Clients, by id.
    pub clients: Vec<Client>,
    /// Plans.
    pub plans: Vec<Plan>,
    /// Families, by code.
    pub families: Vec<Family>,
    /// Message classes.
    pub classes: Vec<ClassFile>,
    /// Official names.
    pub official: Vec<OfficialFile>,
}

/// Reads the layers.
pub fn read(data: &Path) -> Result<Layers> {
    let table = |name: &str| json::<Vec<serde_json::Value>>(&data.join(name));
    Ok(Layers {
        products: rows(table("products.json")?, "products.json", "id")?,
        clients: rows(table("clients.json")?, "clients.json", "id")?,
        plans: rows(table("plans.json")?, "plans.json", "id")?,
        families: rows(table("families.json")?, "families.json", "code")?,
        classes: folder(data, "messages")?
            .into_iter()
            .map(|(name, _)| {
                let classes = rows(table(&name)?, &name, "id")?;
                Ok(ClassFile { name, classes })
            })
            .collect::<Result<_>>()?,
        official: folder(data, "official")?
            .into_iter()
            .map(|(name, product)| {
                let file: Official = json(&data.join(&name))?;
                Ok(OfficialFile {
                    codes: rows(file.codes, &name, "code")?,
                    sources: file.sources,
                    name,
                    product,
                })
            })
            .collect::<Result<_>>()?,
    })
}

/// The files of a folder that need not be there: `folder/name.json` and `name`.
fn folder(data: &Path, folder: &str) -> Result<Vec<(String, String)>> {
    if !data.join(folder).is_dir() {
        return Ok(Vec::new());
    }
    names(&data.join(folder))?
        .into_iter()
        .map(|file| {
            let Some(stem) = file.strip_suffix(".json") else {
                bail!("{folder}/{file}: only .json files belong here");
            };
            Ok((format!("{folder}/{file}"), stem.to_owned()))
        })
        .collect()
}

/// Reads the rows of a file one by one, so that a mistake names its row.
pub fn rows<T: DeserializeOwned>(
    rows: Vec<serde_json::Value>,
    file: &str,
    key: &str,
) -> Result<Vec<T>> {
    rows.into_iter()
        .enumerate()
        .map(|(at, row)| {
            let name = row[key]
                .as_str()
                .map_or_else(|| format!("row {at}"), str::to_owned);
            // Parsed again as text: only then does serde name the line's field.
            serde_json::from_str(&row.to_string()).with_context(|| format!("{file}: {name}"))
        })
        .collect()
}
