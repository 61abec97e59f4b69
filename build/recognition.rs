//! Reads `data/recognition/`, the tables of what recognition knows, and writes them
//! as Rust source: each is told once, and tokens, records and the filter of large
//! logs are made from it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Everything in `data/recognition/`.
pub struct Recognition {
    /// Keys that say something about an error.
    pub keys: Vec<KeyRow>,
    /// Values that say that all went well, or nothing.
    pub successes: Vec<String>,
    /// Words that tell where a record comes from.
    pub signs: Vec<SignRow>,
    /// Words around codes.
    pub words: Words,
    /// How a text can be carried.
    pub encodings: Encodings,
}

/// How a key is spelled, and what its value is good for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyRow {
    /// The key: a variant of `Key`.
    pub key: String,
    /// The value that it gives: what `Key::Value` holds.
    #[serde(default)]
    pub name: Option<String>,
    /// What of its value can be an error that no code of the catalogue names.
    #[serde(default)]
    pub value: Option<Counts>,
    /// What it is at the beginning of a line.
    #[serde(default)]
    pub line: Option<String>,
    /// Its spellings.
    #[serde(default)]
    pub spelled: Vec<String>,
    /// Spellings in lower case without anything but letters and digits.
    #[serde(default)]
    pub folded: Vec<String>,
    /// Spellings whose value may stand behind a blank.
    #[serde(default)]
    pub spaced: Vec<String>,
}

/// Which values of a key count that are no name of the catalogue.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Counts {
    /// Numbers, and names that no document has.
    Code,
    /// The same, and 1: a function failed.
    Result,
    /// The same, and known HTTP statuses.
    Status,
    /// All but a success.
    Any,
    /// All: the key alone says that there is an error.
    Text,
    /// None.
    Name,
}

impl Counts {
    /// A large log is searched for the key.
    pub fn sought(self) -> bool {
        self != Self::Name
    }
}

/// Words that say the same.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignRow {
    /// What they say: variants of `Sign`.
    pub says: Vec<String>,
    /// The words.
    pub words: Vec<String>,
}

/// Words around codes, and codes by their looks.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    before: Vec<String>,
    after: Vec<String>,
    failure: Vec<String>,
    condition: Vec<String>,
    thrown: Vec<String>,
    common: Vec<String>,
    everybodys: Vec<String>,
    /// What may stand before the first dot of an API 3.0 code.
    pub families: Vec<String>,
    distinct: Vec<String>,
    about: Vec<String>,
}

/// How a text can be carried.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Encodings {
    backslash: String,
    entities: BTreeMap<String, char>,
    percent: BTreeMap<String, char>,
    half_width: BTreeMap<char, char>,
    /// Separators of full width, which are read as they are.
    separators: Vec<char>,
}

impl Encodings {
    /// Full-width brackets and quotes as their plain cousins.
    pub fn half_width(&self, text: &str) -> String {
        let plain = |c| *self.half_width.get(&c).unwrap_or(&c);
        text.chars().map(plain).collect()
    }

    /// The character may stand otherwise in a log.
    pub fn changes(&self, c: char) -> bool {
        self.half_width.contains_key(&c) || self.separators.contains(&c)
    }

    /// The first bytes of all that a text is carried by, but for colours: the filter
    /// reads texts without them.
    pub fn leads(&self) -> BTreeSet<u8> {
        let texts = [&self.backslash].into_iter();
        let texts = texts.chain(self.entities.keys()).chain(self.percent.keys());
        let mut leads: BTreeSet<u8> = texts.map(|text| text.as_bytes()[0]).collect();
        let wide = self.half_width.keys().chain(&self.separators);
        leads.extend(wide.map(|c| c.encode_utf8(&mut [0; 4]).as_bytes()[0]));
        leads
    }
}

/// Reads the folder.
pub fn read(folder: &Path) -> Result<Recognition> {
    let recognition = Recognition {
        keys: json(&folder.join("keys.json"))?,
        successes: json(&folder.join("successes.json"))?,
        signs: json(&folder.join("signs.json"))?,
        words: json(&folder.join("words.json"))?,
        encodings: json(&folder.join("encodings.json"))?,
    };
    recognition.check()?;
    Ok(recognition)
}

fn json<T: DeserializeOwned>(path: &Path) -> Result<T> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    serde_json::from_str(&text).with_context(|| path.display().to_string())
}

impl Recognition {
    /// Nothing stands twice, and nothing is too short to be found.
    fn check(&self) -> Result<()> {
        let spelled = self.keys.iter().flat_map(|row| &row.spelled);
        once("keys.json", spelled)?;
        once(
            "keys.json, spaced",
            self.keys.iter().flat_map(|row| &row.spaced),
        )?;
        once("successes.json", &self.successes)?;
        for row in &self.signs {
            once("signs.json", &row.words)?;
            let short = row.words.iter().find(|word| word.len() < 3);
            ensure!(short.is_none(), "signs.json: {short:?} is too short");
        }
        for (name, list) in [
            ("before", &self.words.before),
            ("after", &self.words.after),
            ("about", &self.words.about),
            ("common", &self.words.common),
            ("everybodys", &self.words.everybodys),
            ("families", &self.words.families),
        ] {
            once(&format!("words.json, {name}"), list)?;
        }
        for row in self.keys.iter().filter(|row| row.line.is_some()) {
            let long = row.spelled.iter().find(|key| key.len() > LONGEST_KEY);
            ensure!(long.is_none(), "keys.json: {long:?} is too long");
        }
        let plain = |c: &char| c.len_utf8() == 3;
        ensure!(
            self.encodings.half_width.keys().all(plain),
            "encodings.json: a full-width sign has three bytes"
        );
        Ok(())
    }

    /// The sources, each by the name of its file.
    pub fn sources(&self) -> Result<Vec<(&'static str, String)>> {
        Ok(vec![
            ("keys.rs", self.key_source()?),
            ("signs.rs", self.sign_source()?),
            ("words.rs", self.word_source()?),
            ("encodings.rs", self.encoding_source()?),
        ])
    }

    fn key_source(&self) -> Result<String> {
        let mut out = String::new();
        let mut matcher = |head: &str, list: fn(&KeyRow) -> &Vec<String>, bytes: bool| {
            writeln!(out, "{head} {{ Some(match text {{")?;
            for row in self.keys.iter().filter(|row| !list(row).is_empty()) {
                writeln!(out, "{} => {},", any(list(row), bytes), row.variant())?;
            }
            writeln!(out, "_ => return None }}) }}")
        };
        matcher(
            "fn spelled(text: &str) -> Option<Key>",
            |row| &row.spelled,
            false,
        )?;
        matcher(
            "fn folded(text: &[u8]) -> Option<Key>",
            |row| &row.folded,
            true,
        )?;
        matcher(
            "fn spaced(text: &[u8]) -> Option<Key>",
            |row| &row.spaced,
            true,
        )?;
        writeln!(
            out,
            "fn line(key: Key) -> Option<Line> {{ Some(match key {{"
        )?;
        for row in &self.keys {
            if let Some(line) = &row.line {
                writeln!(out, "{} => Line::{},", row.variant(), capital(line))?;
            }
        }
        writeln!(out, "_ => return None }}) }}")?;
        let wide = self.keys.iter().flat_map(|row| {
            let own = row.spelled.iter().filter(|text| !text.is_ascii());
            own.map(move |text| (text, row.variant()))
        });
        let mut leads = BTreeSet::new();
        writeln!(out, "const WIDE: &[(&str, Key)] = &[")?;
        for (text, key) in wide {
            leads.insert(text.as_bytes()[0]);
            writeln!(out, "({text:?}, {key}),")?;
        }
        writeln!(
            out,
            "];\nconst WIDE_LEADS: &[u8] = &{leads:?};",
            leads = list(leads)
        )?;
        writeln!(
            out,
            "/// No key is longer, in bytes.\npub const LONGEST_KEY: usize = {LONGEST_KEY};"
        )?;
        writeln!(
            out,
            "fn success(text: &[u8]) -> bool {{ matches!(text, {}) }}",
            any(&self.successes, true)
        )?;
        Ok(out)
    }

    fn sign_source(&self) -> Result<String> {
        let mut out = String::from("pub const LISTS: &[(&[&str], u32)] = &[\n");
        for row in &self.signs {
            let says: Vec<_> = row
                .says
                .iter()
                .map(|s| format!("Sign::{s} as u32"))
                .collect();
            writeln!(out, "(&{:?}, {}),", row.words, says.join(" | "))?;
        }
        let levels = self.signs.iter().filter(|row| row.says == ["Level"]);
        let levels: Vec<_> = levels.flat_map(|row| &row.words).collect();
        writeln!(out, "];\npub const LEVELS: &[&str] = &{levels:?};")?;
        Ok(out)
    }

    fn word_source(&self) -> Result<String> {
        let words = &self.words;
        let mut out = String::new();
        for (name, list) in [
            ("BEFORE", &words.before),
            ("AFTER", &words.after),
            ("ABOUT", &words.about),
            ("FAILURE", &words.failure),
            ("CONDITION", &words.condition),
            ("THROWN", &words.thrown),
            ("DISTINCT", &words.distinct),
        ] {
            writeln!(out, "const {name}: &[&str] = &{list:?};")?;
        }
        for (name, list) in [
            ("common", &words.common),
            ("everybodys", &words.everybodys),
            ("family_name", &words.families),
        ] {
            writeln!(
                out,
                "fn {name}(code: &str) -> bool {{ matches!(code, {}) }}",
                any(list, false)
            )?;
        }
        Ok(out)
    }

    fn encoding_source(&self) -> Result<String> {
        let own = &self.encodings;
        let mut out = String::new();
        for (name, table) in [("ENTITIES", &own.entities), ("PERCENT", &own.percent)] {
            let rows: Vec<_> = table.iter().collect();
            writeln!(out, "pub(crate) const {name}: &[(&str, char)] = &{rows:?};")?;
        }
        writeln!(
            out,
            "pub(crate) const LEADS: &[u8] = &{:?};",
            list(own.leads())
        )?;
        writeln!(
            out,
            "fn cousin(wide: &str) -> Option<char> {{ Some(match wide {{"
        )?;
        for (wide, plain) in &own.half_width {
            writeln!(out, "\"{wide}\" => {plain:?},")?;
        }
        writeln!(out, "_ => return None }}) }}")?;
        Ok(out)
    }
}

/// No key that begins a line is longer, in bytes.
const LONGEST_KEY: usize = 24;

impl KeyRow {
    fn variant(&self) -> String {
        match &self.name {
            Some(name) => format!("Key::{}({name:?})", self.key),
            None => format!("Key::{}", self.key),
        }
    }
}

fn list(bytes: BTreeSet<u8>) -> Vec<u8> {
    bytes.into_iter().collect()
}

/// `"a" | "b"`.
fn any(list: &[String], bytes: bool) -> String {
    let texts = list.iter().map(|text| match bytes {
        true => format!("b\"{}\"", text.escape_default()),
        false => format!("{text:?}"),
    });
    texts.collect::<Vec<_>>().join(" | ")
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    let first = chars.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(chars).collect()
}

fn once<'t>(place: &str, texts: impl IntoIterator<Item = &'t String>) -> Result<()> {
    let mut seen = BTreeSet::new();
    for text in texts {
        if text.is_empty() || !seen.insert(text) {
            bail!("{place}: \"{text}\" is empty or stands twice");
        }
    }
    Ok(())
}
