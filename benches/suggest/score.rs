//! Runs labelled queries the way `cberr explain` reads them, and counts.

use std::collections::BTreeMap;

use cberr::catalogue;
use cberr::recognise::{Finding, Recogniser};
use cberr::report::Match;
use cberr::suggest::{self, Answer};
use serde::Deserialize;

/// A query and the codes that are right for it; none where nothing is.
#[derive(Deserialize)]
pub struct Labelled {
    /// What is typed.
    pub query: String,
    /// Kind of mistake.
    pub class: String,
    /// Right codes.
    pub expect: Vec<String>,
}

/// What a query came to.
pub enum Outcome {
    /// Explained outright.
    Answered(Vec<String>),
    /// Suggested, best first.
    Suggested(Vec<String>),
}

/// Counts of one class.
#[derive(Clone, Copy, Default)]
pub struct Count {
    /// Queries.
    pub all: usize,
    /// The first code is right.
    pub first: usize,
    /// One of three codes is right.
    pub three: usize,
    /// Answered outright.
    pub answered: usize,
    /// Answered outright with another code, or where no code is right.
    pub wrong: usize,
    /// Anything suggested or answered.
    pub shown: usize,
}

impl Count {
    /// Adds another count.
    pub fn add(&mut self, other: Count) {
        self.all += other.all;
        self.first += other.first;
        self.three += other.three;
        self.answered += other.answered;
        self.wrong += other.wrong;
        self.shown += other.shown;
    }
}

/// What the query comes to.
pub fn outcome(query: &str) -> Outcome {
    let mut hits = catalogue::find(query.trim());
    if hits.is_empty() {
        hits = catalogue::find_spelled(query);
    }
    let codes = |hits: &[catalogue::Hit]| -> Vec<String> {
        hits.iter().map(|h| h.id.code().to_owned()).collect()
    };
    if !hits.is_empty() {
        return Outcome::Answered(codes(&hits));
    }
    let found = Recogniser::new().recognise(query, true);
    let unsure = |f: &&Finding| matches!(f.matched, Match::Unknown | Match::Family);
    let known: Vec<String> = found
        .iter()
        .filter(|f| !(unsure(f) && f.query == query.trim()))
        .filter_map(|f| Some(f.id?.code().to_owned()))
        .collect();
    if !known.is_empty() {
        return Outcome::Answered(known);
    }
    match suggest::answer(query, None) {
        Answer::Spelling(hits) => Outcome::Answered(codes(&hits)),
        Answer::Family(id) => Outcome::Answered(vec![id.code().to_owned()]),
        Answer::Miss(near) => {
            Outcome::Suggested(near.iter().map(|s| s.id.code().to_owned()).collect())
        }
    }
}

/// Counts by class, and the queries that came out wrong.
pub fn run(queries: &[Labelled]) -> (BTreeMap<&str, Count>, Vec<String>) {
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    let mut misses = Vec::new();
    for labelled in queries {
        let (answered, codes) = match outcome(&labelled.query) {
            Outcome::Answered(codes) => (true, codes),
            Outcome::Suggested(codes) => (false, codes),
        };
        let right = |code: &String| labelled.expect.contains(code);
        let one = Count {
            all: 1,
            first: usize::from(codes.first().is_some_and(right)),
            three: usize::from(codes.iter().take(3).any(right)),
            answered: usize::from(answered),
            wrong: usize::from(answered && !codes.first().is_some_and(right)),
            shown: usize::from(!codes.is_empty()),
        };
        let negative = labelled.expect.is_empty();
        if negative && one.shown > 0 || !negative && one.first == 0 {
            let how = if answered { "read as" } else { "suggests" };
            misses.push(format!(
                "{:13} {:40} {how} {codes:?}, right is {:?}",
                labelled.class, labelled.query, labelled.expect
            ));
        }
        counts.entry(&labelled.class).or_default().add(one);
    }
    (counts, misses)
}

/// The rows of a JSON-lines file.
pub fn read(text: &str) -> Vec<Labelled> {
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| serde_json::from_str(line).expect(line))
        .collect()
}

/// What a class belongs to in the totals.
pub fn kind(class: &str) -> &'static str {
    match class {
        "neg_hex" | "neg_uuid" | "neg_path" | "neg_num" | "neg_gibberish" => "noise",
        _ if class.starts_with("neg_") => "negatives",
        _ if class.starts_with("nl_") => "phrases",
        "num_near" => "numbers",
        _ if class.starts_with("grey_") => "not counted",
        _ => "typed",
    }
}

/// Counts summed up by kind.
pub fn totals(counts: &BTreeMap<&str, Count>) -> BTreeMap<&'static str, Count> {
    let mut totals: BTreeMap<&'static str, Count> = BTreeMap::new();
    for (class, count) in counts {
        totals.entry(kind(class)).or_default().add(*count);
    }
    totals
}
