//! The tables that sentences, links and commands are checked against.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use serde::Deserialize;

use super::json;

/// `links.json`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Links {
    /// Hosts that may be linked to.
    pub hosts: Vec<String>,
    /// What stands in a source that is only a list of codes.
    pub lists: Vec<String>,
}

/// What a version of a program understands: one row of `commands.json`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Program {
    /// `tcb`.
    pub program: String,
    /// `2.12.10`.
    pub version: String,
    /// Where that was read.
    pub source: String,
    /// What a sentence must say beside its commands; absent where they go without.
    #[serde(default)]
    pub said: Option<String>,
    /// Flags of every command.
    pub flags: Vec<String>,
    /// Flags by command, both as the program's help writes them.
    pub commands: BTreeMap<String, Vec<String>>,
    /// It also takes the products and actions of `products.json`.
    #[serde(default)]
    pub actions: bool,
}

/// All of them.
pub struct Rules {
    /// Hosts and lists.
    pub links: Links,
    /// Programs.
    pub programs: Vec<Program>,
    /// What older sentences owe.
    pub debts: BTreeMap<String, BTreeMap<String, usize>>,
}

/// Reads the tables.
pub fn read(data: &Path) -> Result<Rules> {
    Ok(Rules {
        links: json(&data.join("links.json"))?,
        programs: json(&data.join("commands.json"))?,
        debts: json(&data.join("debts.json"))?,
    })
}
