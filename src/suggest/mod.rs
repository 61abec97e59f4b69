//! What was meant: the nearest codes for a name that is not in the catalogue,
//! and the entries that a phrase describes. Runs only on a miss.

mod candidates;
mod name;
mod text;

use crate::catalogue::near::{self, Name};
use crate::catalogue::{self, Hit, Id, layout, terms};
use crate::text::distance::{self, distance};
use name::{Near, Query};

/// Most codes that are suggested.
const SHOWN: usize = 3;
/// Names less near than this are not suggested.
const NEAR: f32 = 0.55;
/// Entries that answer less of a phrase than this are not suggested.
const DESCRIBED: f32 = 0.42;
/// What decides between near equals: an everyday code, one of the service asked
/// for, each service further down the list, a code written as it was typed, one
/// of which whole parts were typed, an alias.
const EVERYDAY: f32 = 0.01;
const ASKED: f32 = 0.05;
const SERVICE: f32 = 0.004;
const STYLE: f32 = 0.04;
const PARTS: f32 = 0.03;
const ALIAS: f32 = 0.03;
/// Longer texts are no names, and no phrases that somebody searches by.
const LONGEST: usize = 300;

/// An entry that may have been meant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Similar {
    /// The entry.
    pub id: Id,
    /// How near, 0 to 1, two decimals.
    pub score: f64,
}

/// What a name that is no code comes to.
#[derive(Clone, Debug)]
pub enum Answer {
    /// One clear reading.
    Spelling(Vec<Hit>),
    /// The code before the last dot is known.
    Family(Id),
    /// Nothing certain: at most three similar codes, best first.
    Miss(Vec<Similar>),
}

impl Answer {
    /// What to offer where nothing may be claimed: at most three codes, best first.
    #[must_use]
    pub fn similar(self) -> Vec<Similar> {
        match self {
            Self::Spelling(hits) => {
                let scored = hits.iter().map(|hit| Scored {
                    id: hit.id,
                    score: 1.0,
                    favour: 0.0,
                });
                shown(scored.collect())
            }
            Self::Family(_) => Vec::new(),
            Self::Miss(similar) => similar,
        }
    }
}

/// An entry and how near it is.
#[derive(Clone, Copy, Debug)]
struct Scored {
    id: Id,
    score: f32,
    /// What decides between equals: everyday codes, the service asked for.
    favour: f32,
}

/// Reads `text` as the name of a code. A service given outranks the others.
#[must_use]
pub fn answer(text: &str, service: Option<usize>) -> Answer {
    let text = text.trim();
    let nothing = Answer::Miss(Vec::new());
    if text.len() > LONGEST {
        return nothing;
    }
    if let Some(digits) = number(text) {
        return Answer::Miss(shown(numbers(text, digits, service)));
    }
    let mut names = Vec::new();
    let query = Query::new(text);
    if (3..=100).contains(&query.letters.len()) {
        names = ranked(&query);
        if let Some(hits) = same_letters(&query, &names, service) {
            return Answer::Spelling(hits);
        }
    }
    let foreign = !text.contains(char::is_whitespace) && near::foreign(&query.letters);
    if foreign || noise(text) {
        return nothing;
    }
    if let Some(hits) = one_reading(&query, &names, service) {
        return Answer::Spelling(hits);
    }
    let mut scored = best(&query, &names, service);
    if let Some(id) = family(text, &scored) {
        return Answer::Family(id);
    }
    if text.contains(terms::han) {
        scored = phrases(text, Vec::new(), service);
    } else if text.contains(' ') {
        scored = phrases(text, scored, service);
    }
    Answer::Miss(shown(scored))
}

/// The candidates and how near each is.
fn ranked(query: &Query) -> Vec<(Name, Near)> {
    let candidates = candidates::of(&query.letters, &query.short).into_iter();
    candidates.map(|name| (name, query.near(&name))).collect()
}

/// Nothing but case and separators, the dot included, differs.
fn same_letters(query: &Query, names: &[(Name, Near)], service: Option<usize>) -> Option<Vec<Hit>> {
    let same = names
        .iter()
        .filter(|(name, _)| name.letters() == query.letters);
    hits(query, same, service)
}

/// Exactly one code lies within an edit or two, the next two edits further, and
/// it is the nearest in every other way too.
fn one_reading(query: &Query, names: &[(Name, Near)], service: Option<usize>) -> Option<Vec<Hit>> {
    let allowed = if query.letters.len() < 8 { 1 } else { 2 };
    let (nearest, near) = names.iter().min_by_key(|(_, near)| near.edits)?;
    let same = |name: &Name| name.letters() == nearest.letters() || name.id == nearest.id;
    let clear = names
        .iter()
        .filter(|(name, _)| !same(name))
        .all(|(name, other)| {
            other.edits >= near.edits + 2
                && other.score <= near.score
                && !name.letters().contains(&query.letters)
        });
    let same = names
        .iter()
        .filter(|(name, _)| name.letters() == nearest.letters());
    // A single word may as well be another word of the language.
    let words = nearest.words().nth(1).is_some();
    (near.edits <= allowed && clear && words).then(|| hits(query, same, service))?
}

/// The entries behind names: first those with the separators that were typed,
/// then as `find` orders them; those of the service alone, where it has any.
fn hits<'a>(
    query: &Query,
    names: impl Iterator<Item = &'a (Name, Near)>,
    service: Option<usize>,
) -> Option<Vec<Hit>> {
    let mut hits: Vec<Hit> = names
        .map(|(name, _)| Hit {
            id: name.id,
            name: name.id.code(),
            alias: name.alias,
        })
        .collect();
    hits.sort_by_cached_key(|hit| {
        let written = query.edits_as_written(hit.name);
        (written, !hit.id.everyday(), hit.alias, hit.id)
    });
    let ours = |hit: &Hit| service.is_none_or(|s| hit.id.service() == s);
    if hits.iter().any(ours) {
        hits.retain(ours);
    }
    (!hits.is_empty()).then_some(hits)
}

/// The names that are near, best first.
fn best(query: &Query, names: &[(Name, Near)], service: Option<usize>) -> Vec<Scored> {
    let mut scored: Vec<Scored> = names
        .iter()
        .filter(|(_, near)| near.score >= NEAR)
        .map(|(name, near)| Scored {
            id: name.id,
            score: near.score,
            favour: favour(name.id, service)
                + query.style(name) * STYLE
                + if query.whole_parts(name) { PARTS } else { 0.0 }
                - if name.alias { ALIAS } else { 0.0 },
        })
        .collect();
    sort(&mut scored);
    scored
}

/// Everyday codes and those of the service asked for come first where names tie;
/// services stand in the order in which people meet them.
fn favour(id: Id, service: Option<usize>) -> f32 {
    let everyday = if id.everyday() { EVERYDAY } else { 0.0 };
    let asked = if service == Some(id.service()) {
        ASKED
    } else {
        0.0
    };
    everyday + asked - SERVICE * id.service() as f32
}

fn sort(scored: &mut [Scored]) {
    scored.sort_by(|a, b| {
        let by_score = (b.score + b.favour).total_cmp(&(a.score + a.favour));
        by_score.then_with(|| a.id.cmp(&b.id))
    });
}

/// The family of a dotted code, where no code of the family is near.
fn family(text: &str, scored: &[Scored]) -> Option<Id> {
    let id = catalogue::layers::family_of(text, &[])?;
    let rest = |code: &str| layout::letters(code.get(id.code().len()..).unwrap_or(""));
    let typed = rest(text);
    let near = |one: &Scored| {
        let known = rest(one.id.code());
        let longer = typed.len().max(known.len()).max(1);
        let alike = 1.0 - distance(&typed, &known) as f32 / longer as f32;
        alike >= NEAR || known.starts_with(&typed) || (typed.len() >= 3 && known.contains(&typed))
    };
    (!scored.iter().any(near)).then_some(id)
}

/// Entries that the phrase describes, together with those whose names are near.
fn phrases(text: &str, names: Vec<Scored>, service: Option<usize>) -> Vec<Scored> {
    let terms = text::terms_of(text);
    let described = text::describe(&terms).into_iter().map(|d| Scored {
        id: d.id,
        score: 0.95 * d.asked * (0.75 + 0.25 * d.named),
        favour: 2.0 * favour(d.id, service),
    });
    let mut scored = names;
    for one in described.filter(|s| s.score >= DESCRIBED) {
        match scored.iter_mut().find(|s| s.id == one.id) {
            Some(known) => known.score = known.score.max(one.score),
            None => scored.push(one),
        }
    }
    sort(&mut scored);
    scored
}

/// The digits of a number with at most one letter or sign before them.
fn number(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(|c: char| c.is_ascii_alphabetic() || matches!(c, '-' | '+'));
    let digits = rest.unwrap_or(text);
    (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
}

/// Numeric codes one digit away. Module numbers, which have six digits and no
/// sign, are never guessed.
fn numbers(text: &str, digits: &str, service: Option<usize>) -> Vec<Scored> {
    let signed = text.starts_with('-');
    let letter = text.starts_with(|c: char| c.is_ascii_alphabetic());
    let typed = distance::Typed::new(digits);
    // The common codes have four digits; the others stand so close together that
    // one digit says little.
    let worth = |code: &str| match (signed, code.len()) {
        (true, 7) if code.starts_with('-') && digits.len() >= 5 => Some(0.8),
        (false, 4) if (4..=5).contains(&digits.len()) && !letter => Some(0.8),
        (false, 5) if digits.len() == 5 && !letter => Some(0.7),
        _ => None,
    };
    let mut scored: Vec<Scored> = near::numbers()
        .filter_map(|hit| {
            let score = worth(hit.name)?;
            let known = hit.name.trim_start_matches('-');
            let near = typed.to(known) == 1;
            // The first digits say what the error is about.
            let alike = digits.bytes().zip(known.bytes());
            let alike = alike.take_while(|(a, b)| a == b).count();
            near.then_some(Scored {
                id: hit.id,
                score,
                favour: favour(hit.id, service) + 0.01 * alike as f32,
            })
        })
        .collect();
    sort(&mut scored);
    scored
}

/// What is no name of anything: a path, an address, an option, a hash, an id.
fn noise(text: &str) -> bool {
    if text.contains(char::is_whitespace) || text.contains(terms::han) {
        return false;
    }
    let hex = text.strip_prefix("0x").unwrap_or(text);
    let digits = hex.bytes().filter(u8::is_ascii_digit).count();
    let hexadecimal = hex.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-') && digits > 0;
    let mostly_digits = digits * 2 > text.len();
    text.starts_with(['-', '/', '.', '~'])
        || text.contains(['/', '\\', '@', ':', '='])
        || hexadecimal
        || mostly_digits
}

fn shown(scored: Vec<Scored>) -> Vec<Similar> {
    let mut codes: Vec<&str> = Vec::new();
    let mut out = Vec::new();
    for one in scored {
        let code = one.id.code();
        if out.len() < SHOWN && !codes.contains(&code) {
            codes.push(code);
            out.push(Similar {
                id: one.id,
                score: rounded(one.score),
            });
        }
    }
    out
}

/// The score is rounded, so that it prints the same everywhere.
fn rounded(score: f32) -> f64 {
    (f64::from(score.clamp(0.0, 1.0)) * 100.0).round() / 100.0
}

/// Entries that have all these words, in either language, most relevant first.
#[must_use]
pub fn search(words: &str) -> Vec<Id> {
    let mut found: Vec<Scored> = text::with_all(&text::terms_of(words))
        .into_iter()
        .map(|d| Scored {
            id: d.id,
            score: d.asked * (0.75 + 0.25 * d.named),
            favour: favour(d.id, None),
        })
        .collect();
    sort(&mut found);
    found.into_iter().map(|s| s.id).collect()
}
