//! What types cannot say about the catalogue. Every mistake is collected, so
//! that one build shows them all.

pub mod debts;
mod layers;
mod links;
mod patterns;
mod programs;
mod rules;
mod sentences;

use std::collections::{BTreeMap, HashMap, HashSet};

use anyhow::{Result, bail};
use debts::Debts;

use crate::commands;
use crate::model::{Entry, SeeAlso, Status, When};
use crate::source::Source;
use crate::source::layers::{Language, Layers};
use crate::source::rules::{Links, Program};

/// Checks everything; the error lists `file: code: field: what is wrong`.
pub fn all(source: &Source) -> Result<()> {
    let (mistakes, _) = checked(source);
    if mistakes.is_empty() {
        return Ok(());
    }
    bail!("{}", mistakes.join("\n"))
}

/// The mistakes, and what is owed now: never more than is admitted.
pub fn checked(source: &Source) -> (Vec<String>, Debts) {
    let (layers, rules) = (&source.layers, &source.rules);
    let mut check = Check {
        values: source.tables.values.iter().map(|(n, _)| &**n).collect(),
        products: layers.products.iter().map(|p| &*p.id).collect(),
        clients: layers
            .clients
            .iter()
            .map(|c| (&*c.id, c.languages.contains(&Language::Zh)))
            .collect(),
        plans: layers.plans.iter().map(|p| &*p.id).collect(),
        known: known(source),
        links: &rules.links,
        programs: &rules.programs,
        layers,
        place: String::new(),
        mistakes: Vec::new(),
        owed: BTreeMap::new(),
        now: Debts::new(),
    };
    check.placeholders(source);
    check.order_and_uniqueness(source);
    for file in &source.files {
        for entry in &file.entries {
            check.place = format!("{}: {}", file.name, entry.code);
            check.entry(entry);
            check.entry_rules(entry);
        }
    }
    check.patterns(source);
    check.layers(layers);
    check.boilerplate(source, layers);
    check.debts(&rules.debts);
    (check.mistakes, check.now)
}

/// (service, code or alias) pairs, and the same with an empty service.
fn known(source: &Source) -> HashSet<(&str, &str)> {
    let mut known = HashSet::new();
    for file in &source.files {
        let service = &*source.tables.services[usize::from(file.service)].id;
        for entry in &file.entries {
            for name in entry.aliases.iter().chain([&entry.code]) {
                known.insert((service, &**name));
                known.insert(("", &**name));
            }
        }
    }
    known
}

struct Check<'a> {
    values: HashSet<&'a str>,
    products: HashSet<&'a str>,
    /// Whether they print their errors in Chinese too.
    clients: HashMap<&'a str, bool>,
    plans: HashSet<&'a str>,
    known: HashSet<(&'a str, &'a str)>,
    links: &'a Links,
    programs: &'a [Program],
    layers: &'a Layers,
    place: String,
    mistakes: Vec<String>,
    /// By rule and place: how often it is broken, and where first.
    owed: BTreeMap<(&'static str, String), (usize, String)>,
    /// What `debts.json` should hold.
    now: Debts,
}

impl<'a> Check<'a> {
    fn say(&mut self, field: &str, what: &str) {
        self.mistakes
            .push(format!("{}: {field}: {what}", self.place));
    }

    fn order_and_uniqueness(&mut self, source: &'a Source) {
        let mut seen: HashMap<(u8, &str), &str> = HashMap::new();
        for file in &source.files {
            self.sorted(&file.name, file.entries.iter().map(|e| &*e.code));
            for entry in &file.entries {
                if let Some(other) = seen.insert((file.service, &entry.code), &file.name)
                    && *other != *file.name
                {
                    self.place = format!("{}: {}", file.name, entry.code);
                    self.say("code", &format!("is in {other} too"));
                }
            }
        }
    }

    /// Each value has a placeholder of its own, a word that a command can hold.
    fn placeholders(&mut self, source: &Source) {
        let mut seen = HashSet::new();
        for (name, value) in &source.tables.values {
            let word = &value.placeholder;
            self.place = format!("values.json: {name}");
            if !commands::words(word).eq([(0, word.len())]) {
                self.say(
                    "placeholder",
                    &format!("\"{word}\" must be WORDS_LIKE_THIS"),
                );
            }
            if !seen.insert(word) {
                self.say("placeholder", &format!("\"{word}\" stands for two values"));
            }
        }
    }

    /// Rows stand once, in byte order.
    fn sorted<'n>(&mut self, file: &str, names: impl Iterator<Item = &'n str>) {
        let mut last = "";
        for name in names {
            if name <= last {
                self.place = format!("{file}: {name}");
                self.say("code", &format!("stands after {last}"));
            }
            last = name;
        }
    }

    fn entry(&mut self, entry: &'a Entry<String>) {
        if entry.code.is_empty() || entry.code.len() > 200 {
            self.say("code", "must have 1 to 200 bytes");
        }
        for alias in &entry.aliases {
            if alias.is_empty() || alias.len() > 200 || *alias == entry.code {
                self.say(
                    "aliases",
                    &format!("\"{alias}\" is empty, too long or the code itself"),
                );
            }
        }
        self.text("meaning", &entry.meaning, &[]);
        self.required("causes", entry.causes.len());
        self.required("steps", entry.steps.len());
        self.required("sources", entry.all_sources().len());
        self.body("", &entry.causes, &entry.steps, Some(&entry.retry), &[]);
        for case in &entry.cases {
            self.case(case);
        }
        self.cited(&entry.docs, &entry.sources);
        for see in &entry.see_also {
            self.see_also(see);
        }
        self.status(&entry.status);
    }

    fn required(&mut self, field: &str, len: usize) {
        if len == 0 {
            self.say(field, "is empty");
        }
    }

    fn status(&mut self, status: &Status<String>) {
        let Status::Legacy(legacy) = status else {
            return;
        };
        self.text("status.legacy", &legacy.text(), &[]);
        if let Some(since) = &legacy.since
            && !is_date(since)
        {
            let what = format!("\"{since}\" is no YYYY, YYYY-MM or YYYY-MM-DD");
            self.say("status.legacy.since", &what);
        }
        if let Some(source) = legacy.source.as_ref().filter(|s| s.starts_with("https://")) {
            self.link("status.legacy.source", source);
        }
        if legacy.since.is_some() != legacy.source.is_some() {
            self.say("status.legacy", "since and source belong together");
        }
    }

    /// Only known products, clients and plans, and something at all.
    fn when(&mut self, field: &str, when: &When<String>) {
        let names = [&when.product, &when.client, &when.plan];
        if names.iter().all(|names| names.is_empty()) && when.environment.is_none() {
            self.say(&format!("{field}.when"), "is empty");
        }
        for name in &when.product {
            if !self.products.contains(&**name) {
                let what = format!("\"{name}\" is not in products.json");
                self.say(&format!("{field}.when.product"), &what);
            }
        }
        for name in &when.client {
            self.client(&format!("{field}.when.client"), name);
        }
        for name in &when.plan {
            if !self.plans.contains(&**name) {
                let what = format!("\"{name}\" is not in plans.json");
                self.say(&format!("{field}.when.plan"), &what);
            }
        }
    }

    /// Whether the client speaks Chinese too.
    fn client(&mut self, field: &str, name: &str) -> bool {
        if let Some(chinese) = self.clients.get(name) {
            return *chinese;
        }
        self.say(field, &format!("\"{name}\" is not in clients.json"));
        false
    }

    /// Reports that anybody can read.
    fn confirmed(&mut self, field: &str, reports: &[String]) {
        for report in reports {
            if !is_public(report) {
                let what = format!("\"{report}\" is no https page and no owner/repo#number");
                self.say(&format!("{field}.confirmed"), &what);
            } else if report.starts_with("https://") {
                self.link(&format!("{field}.confirmed"), report);
            }
        }
    }

    fn see_also(&mut self, see: &'a SeeAlso<String>) {
        let field = format!("see_also.{}", see.code);
        self.text(&field, &see.difference, &[]);
        let service = see.service.as_deref().unwrap_or("");
        if !self.known.contains(&(service, &*see.code)) {
            self.say(&field, "no such code in the catalogue");
        }
    }
}

/// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let digits = |part: &str, len| part.len() == len && part.bytes().all(|b| b.is_ascii_digit());
    let within = |part: &str, most: u8| {
        digits(part, 2) && part.parse().is_ok_and(|n: u8| (1..=most).contains(&n))
    };
    digits(parts[0], 4)
        && parts.len() <= 3
        && parts.get(1).is_none_or(|month| within(month, 12))
        && parts.get(2).is_none_or(|day| within(day, 31))
}

/// An https page, or `owner/repo#number`.
fn is_public(report: &str) -> bool {
    let name = |part: &str| {
        let mut bytes = part.bytes();
        !part.is_empty() && bytes.all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
    };
    let number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let issue = report
        .split_once('#')
        .and_then(|(repo, issue)| Some((repo.split_once('/')?, issue)));
    report.starts_with("https://") && !report.contains(' ')
        || issue.is_some_and(|((owner, repo), issue)| name(owner) && name(repo) && number(issue))
}
