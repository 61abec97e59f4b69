//! Products, clients, plans, families, message classes and official names.

use std::collections::{HashMap, HashSet};

use super::Check;
use super::patterns::{BESIDE, WIDTH};
use super::rules::of_body;
use super::sentences::is_chinese;
use crate::model::Text;
use crate::source::layers::{Class, Family, Layers, OfficialCode, OfficialFile, Product};

impl<'a> Check<'a> {
    pub(super) fn layers(&mut self, layers: &'a Layers) {
        self.sorted("products.json", layers.products.iter().map(|p| &*p.id));
        for product in &layers.products {
            self.place = format!("products.json: {}", product.id);
            self.product(product);
        }
        self.product_names(layers);
        self.sorted("clients.json", layers.clients.iter().map(|c| &*c.id));
        for client in &layers.clients {
            self.place = format!("clients.json: {}", client.id);
            self.id("id", &client.id);
            self.required("name", client.name.len());
            self.required("languages", client.languages.len());
        }
        for plan in &layers.plans {
            self.place = format!("plans.json: {}", plan.id);
            self.id("id", &plan.id);
            self.text("name", &plan.name, &[]);
            self.required("package", plan.package.len());
            self.required("source", plan.source.len());
        }
        self.sorted("families.json", layers.families.iter().map(|f| &*f.code));
        for family in &layers.families {
            self.place = format!("families.json: {}", family.code);
            self.family(family);
        }
        self.classes(layers);
        self.official(layers);
    }

    /// Small letters, digits and dashes between them.
    fn id(&mut self, field: &str, id: &str) {
        let good = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
        if !id
            .split('-')
            .all(|part| !part.is_empty() && part.bytes().all(good))
        {
            self.say(field, &format!("\"{id}\" must be words-like-this"));
        }
    }

    fn product(&mut self, product: &Product) {
        self.id("id", &product.id);
        self.text("name", &product.name, &[]);
        if let Some(docs) = &product.docs {
            self.cited(std::slice::from_ref(docs), &[]);
        }
        for host in product.host.iter().chain(&product.domains) {
            let good = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b".-".contains(&b);
            if !host.contains('.') || !host.bytes().all(good) {
                self.say("host", &format!("\"{host}\" is no host name"));
            }
        }
        for (version, actions) in &product.actions {
            let field = format!("actions.{version}");
            if !super::is_date(version) || version.len() != 10 {
                self.say(&field, "is no YYYY-MM-DD");
            }
            self.required(&field, actions.len());
            if let Some(pair) = actions.windows(2).find(|pair| pair[0] >= pair[1]) {
                self.say(&field, &format!("{} stands after {}", pair[1], pair[0]));
            }
        }
    }

    /// An id or alias names one product.
    fn product_names(&mut self, layers: &'a Layers) {
        let mut seen = HashSet::new();
        for product in &layers.products {
            for name in product.aliases.iter().chain([&product.id]) {
                if !seen.insert(&**name) {
                    self.place = format!("products.json: {}", product.id);
                    self.say("aliases", &format!("\"{name}\" names two products"));
                }
            }
        }
    }

    fn family(&mut self, family: &'a Family) {
        self.required("code", family.code.len());
        for alias in &family.aliases {
            let literal: usize = alias.split('*').map(str::len).sum();
            if *alias == family.code || literal < 8 || alias.matches('*').count() > 1 {
                let what = format!("\"{alias}\" needs 8 letters and at most one *");
                self.say("aliases", &what);
            }
        }
        self.text("meaning", &family.meaning, &[]);
        self.required("causes", family.causes.len());
        self.required("steps", family.steps.len());
        self.required("sources", family.sources.len());
        self.body("", &family.causes, &family.steps, Some(&family.retry), &[]);
        self.cited(&family.docs, &family.sources);
        let causes: Vec<_> = family.causes.iter().collect();
        let retry = Some(&family.retry);
        let said = of_body("", &family.meaning, &family.causes, &family.steps, retry);
        self.rules(&said, &causes, &family.docs, &family.sources);
    }

    fn classes(&mut self, layers: &'a Layers) {
        let mut owners = HashMap::new();
        let mut ids = HashMap::new();
        let files = layers.classes.iter();
        let all = files.flat_map(|file| file.classes.iter().map(|class| (&*file.name, class)));
        for (file, class) in all.clone() {
            self.place = format!("{file}: {}", class.id);
            if let Some(other) = ids.insert(&*class.id, file) {
                self.say("id", &format!("is in {other} too"));
            }
        }
        for (file, class) in all {
            self.place = format!("{file}: {}", class.id);
            self.class(class, &ids);
            for pattern in class.messages.en.iter().chain(&class.messages.zh) {
                if let Some(other) = owners.insert(&**pattern, &*class.id) {
                    self.say("messages", &format!("\"{pattern}\" belongs to {other}"));
                }
            }
        }
    }

    fn class(&mut self, class: &'a Class, ids: &HashMap<&str, &str>) {
        self.id("id", &class.id);
        let all = [&*class.messages.en, &*class.messages.zh].concat();
        let least = if class.needs_code { BESIDE } else { WIDTH };
        let holes = self.common_holes("messages", &all, least);
        for (field, patterns, chinese) in [
            ("messages.en", &class.messages.en, false),
            ("messages.zh", &class.messages.zh, true),
        ] {
            self.required(field, patterns.len());
            let other = |pattern: &&String| pattern.chars().any(is_chinese) != chinese;
            if let Some(pattern) = patterns.iter().find(other) {
                self.say(field, &format!("\"{pattern}\" is not in that language"));
            }
        }
        self.text("meaning", &class.meaning, &holes);
        self.required("causes", class.causes.len());
        self.required("steps", class.steps.len());
        self.required("sources", class.sources.len());
        self.body("", &class.causes, &class.steps, Some(&class.retry), &holes);
        self.cited(&class.docs, &class.sources);
        let causes: Vec<_> = class.causes.iter().collect();
        let retry = Some(&class.retry);
        let said = of_body("", &class.meaning, &class.causes, &class.steps, retry);
        self.rules(&said, &causes, &class.docs, &class.sources);
        for see in &class.see_also {
            match see.code.strip_prefix("class/") {
                None => self.see_also(see),
                Some(id) => {
                    let field = format!("see_also.{}", see.code);
                    self.text(&field, &see.difference, &[]);
                    if !ids.contains_key(id) || id == class.id {
                        self.say(&field, "no such class, or this one");
                    }
                }
            }
        }
    }

    fn official(&mut self, layers: &'a Layers) {
        let mut owners: HashMap<(&str, &str), &str> = HashMap::new();
        let mut said: HashMap<(&str, &str), &str> = HashMap::new();
        for file in &layers.official {
            self.place = format!("{}: codes", file.name);
            let common = file.product == "common";
            if !common && !self.products.contains(&*file.product) {
                let what = format!("\"{}\" is not in products.json", file.product);
                self.say("file name", &what);
            }
            self.required("sources", file.sources.len());
            self.cited(&[], &file.sources);
            self.official_order(file);
            for code in &file.codes {
                self.place = format!("{}: {}", file.name, code.code);
                self.official_code(file, code, common);
                let products = code.products.iter().map(|p| &**p);
                for product in products.chain((!common).then_some(&*file.product)) {
                    if let Some(other) = owners.insert((product, &code.code), &file.name) {
                        self.say("code", &format!("{product} has it in {other} too"));
                    }
                }
                for (field, sentence) in [("en", &code.en), ("zh", &code.zh)] {
                    let Some(sentence) = sentence else {
                        continue;
                    };
                    let other = said.insert((&code.code, sentence), &file.name);
                    if let Some(other) = other.filter(|other| *other != file.name) {
                        let what = format!("as in {other}: one row of official/common.json");
                        self.say(field, &what);
                    }
                }
            }
        }
    }

    /// By code; in `common.json`, where a code may have several rows, then by its first
    /// product.
    fn official_order(&mut self, file: &OfficialFile) {
        let key = |code: &OfficialCode| (code.code.clone(), code.products.first().cloned());
        for pair in file.codes.windows(2) {
            if key(&pair[0]) >= key(&pair[1]) {
                self.place = format!("{}: {}", file.name, pair[1].code);
                self.say("code", &format!("stands after {}", pair[0].code));
            }
        }
    }

    fn official_code(&mut self, file: &OfficialFile, code: &OfficialCode, common: bool) {
        if code.code.is_empty() || code.code.len() > 200 {
            self.say("code", "must have 1 to 200 bytes");
        }
        // Until somebody has written its sentence, its family's words are told.
        if code.en.is_some() || code.zh.is_some() {
            let text = Text {
                en: code.en.clone().unwrap_or_default(),
                zh: code.zh.clone().unwrap_or_default(),
            };
            self.text("meaning", &text, &[]);
        }
        let wrong = if common {
            code.products.len() < 2
        } else {
            !code.products.is_empty()
        };
        if wrong {
            let what = "two or more in common.json, none elsewhere";
            self.say("products", what);
        }
        for product in &code.products {
            if !self.products.contains(&**product) {
                self.say(
                    "products",
                    &format!("\"{product}\" is not in products.json"),
                );
            }
        }
        if code.products.windows(2).any(|pair| pair[0] >= pair[1]) {
            self.say("products", &format!("{} must be sorted", file.name));
        }
    }
}
