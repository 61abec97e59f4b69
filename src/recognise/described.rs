//! What a question describes, where nothing in it is a code or a message that is known:
//! the entries, or their cases, that share most of its rare words.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::evidence;
use crate::catalogue::near::{self, Expressions};
use crate::catalogue::{self, Id, layout, terms};
use crate::text::lang::Lang;

/// Bytes of a question that are read: more are a log, not a description.
const READ: usize = 4096;
/// Entries that are looked at closely.
const ENTRIES: usize = 24;
/// How much a term counts by where it stands.
const SAID: f32 = 1.5;
const WHY: f32 = 1.0;
const DONE: f32 = 0.5;
/// BM25: how soon more of a term counts no more, how much the length of a text takes
/// off, and how long one is on average (all of the catalogue: 84).
const SOON: f32 = 1.2;
const LENGTH: f32 = 0.6;
const AVERAGE: f32 = 84.0;
/// How much of what a question says must be shared, and how much that must be, to be
/// offered. Of 75 questions without an answer 37 are offered something so, of 124 texts
/// that are none of Tencent's 8.
const CLOSE: (f32, f32) = (0.045, 8.0);

type Terms = HashMap<String, f32, RandomState>;

/// A text of the catalogue, and how well it fits a question.
#[derive(Debug)]
pub struct Described {
    /// The entry.
    pub id: Id,
    /// The number of its case; `None` for what it says by itself.
    pub case: Option<usize>,
    /// How much of what the question says it says too, 0 to 1, the rarer the word the more.
    pub share: f32,
    score: f32,
    terms: Terms,
}

impl Described {
    fn fits(&self, (share, score): (f32, f32)) -> bool {
        self.share >= share && self.score >= score
    }
}

/// What a text in which nothing is found may be about, the likeliest first: one text an
/// entry, at most so many.
#[must_use]
pub fn closest(text: &str, at_most: usize) -> Vec<Described> {
    let mut close = ranked(text);
    close.retain(|one| one.fits(CLOSE));
    let mut seen: Vec<Id> = Vec::new();
    close.retain(|one| {
        !seen.contains(&one.id) && {
            seen.push(one.id);
            true
        }
    });
    close.truncate(at_most);
    close
}

/// The texts that share most with a question about Tencent's, best first.
fn ranked(text: &str) -> Vec<Described> {
    if !evidence::about(text) {
        return Vec::new();
    }
    let mut read = (0..=READ.min(text.len())).rev();
    let end = read.find(|at| text.is_char_boundary(*at));
    let text = &text[..end.unwrap_or(0)];
    told(text).map_or_else(Vec::new, |told| best(&rare(&told)))
}

/// The lines that tell of something; none where most are program text or a table.
fn told(text: &str) -> Option<String> {
    let lines = || text.lines().filter(|line| !line.trim().is_empty());
    let table = |line: &str| line.matches('|').count() > 2;
    let tells = |line: &&str| !table(line) && !evidence::program_text(line);
    let told: Vec<&str> = lines().filter(tells).collect();
    (told.len() * 2 > lines().count()).then(|| told.join("\n"))
}

/// The terms of a question without its addresses, and how rare they are.
fn rare(text: &str) -> Vec<(String, f32)> {
    let words = text.split_whitespace();
    let words: Vec<&str> = words.filter(|word| !word.contains("://")).collect();
    let mut terms = terms::all(&words.join(" "), &Expressions);
    terms.sort_unstable();
    terms.dedup();
    let entries = catalogue::len();
    let rarity = |term: &String| layout::rarity(near::with_term(term).len(), entries);
    terms
        .into_iter()
        .map(|t| (rarity(&t), t))
        .map(|(r, t)| (t, r))
        .collect()
}

/// The texts that share most, best first.
fn best(asked: &[(String, f32)]) -> Vec<Described> {
    let mut shared = vec![0.0_f32; catalogue::len()];
    for (term, rarity) in asked {
        for posting in near::with_term(term).iter() {
            shared[usize::from(posting.id.0)] += rarity * posting.weight;
        }
    }
    let of = |id: &Id| shared[usize::from(id.0)];
    let mut ids: Vec<Id> = catalogue::ids().filter(|id| of(id) > 0.0).collect();
    ids.sort_by(|a, b| of(b).total_cmp(&of(a)));
    ids.truncate(ENTRIES);
    let all: f32 = asked.iter().map(|(_, rarity)| rarity).sum();
    let mut texts: Vec<Described> = ids.into_iter().flat_map(texts).collect();
    for text in &mut texts {
        text.score = score(asked, &text.terms);
        text.share = text.score / (all * (SOON + 1.0));
    }
    texts.sort_by(|a, b| b.score.total_cmp(&a.score));
    texts
}

/// What an entry says by itself, and what each of its cases says.
fn texts(id: Id) -> Vec<Described> {
    let mut texts: Vec<Described> = Vec::new();
    let cases = (0..id.case_count()).map(Some);
    for case in [None].into_iter().chain(cases) {
        let mut terms = Terms::default();
        for lang in [Lang::En, Lang::Zh] {
            match case {
                None => of_entry(id, lang, &mut terms),
                Some(case) => of_case(id, case, lang, &mut terms),
            }
        }
        texts.push(Described {
            id,
            case,
            share: 0.0,
            score: 0.0,
            terms,
        });
    }
    texts
}

fn add(terms: &mut Terms, text: &str, weight: f32) {
    for term in terms::all(text, &Expressions) {
        *terms.entry(term).or_default() += weight;
    }
}

fn of_entry(id: Id, lang: Lang, terms: &mut Terms) {
    let entry = id.entry(lang);
    if lang == Lang::En {
        entry
            .keywords
            .iter()
            .for_each(|word| add(terms, word, SAID));
        add(terms, entry.code, SAID);
    }
    add(terms, entry.meaning.get(lang), SAID);
    for cause in &entry.causes {
        add(terms, cause.text().get(lang), WHY);
    }
    for step in &entry.steps {
        add(terms, step.text.get(lang), DONE);
    }
}

fn of_case(id: Id, case: usize, lang: Lang, terms: &mut Terms) {
    let Some(case) = id.case(case, lang) else {
        return;
    };
    if lang == Lang::En {
        case.message
            .iter()
            .for_each(|message| add(terms, message, SAID));
    }
    add(terms, case.meaning.get(lang), SAID);
    for cause in &case.causes {
        add(terms, cause.text().get(lang), WHY);
    }
    for step in &case.steps {
        add(terms, step.text.get(lang), DONE);
    }
}

/// BM25.
fn score(asked: &[(String, f32)], terms: &Terms) -> f32 {
    let length: f32 = terms.values().sum();
    let long = SOON * (1.0 - LENGTH + LENGTH * length / AVERAGE);
    let of = |(term, rarity): &(String, f32)| {
        let count = terms.get(term).copied().unwrap_or_default();
        rarity * count * (SOON + 1.0) / (count + long)
    };
    asked.iter().map(of).sum()
}
