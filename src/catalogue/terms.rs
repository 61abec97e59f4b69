//! What a text is searched by: the stems of its English words, pairs of
//! neighbouring Chinese characters, and the concepts of `data/words.json`
//! (`timed out`, `time limit exceeded` and 超时 are one). `build.rs` reads the
//! catalogue with it, the program reads a phrase with it.

use super::layout;

/// Most tokens in an everyday expression.
const LONGEST: usize = 6;

/// A word in its stem, or one Chinese character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The stem or the character.
    pub text: String,
    /// It is a Chinese character.
    pub han: bool,
    /// Something other than a blank stands before it.
    pub apart: bool,
}

/// What the small tables of everyday words say about a key: see `Meaning`.
pub trait Words {
    /// The concept that these tokens, joined by blanks, express.
    fn concept(&self, key: &str) -> Option<u16>;
}

/// The number under which words that carry no meaning stand.
pub const STOP: u16 = u16::MAX;

/// A text in tokens.
#[must_use]
pub fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::new();
    let mut latin = String::new();
    let mut apart = true;
    let flush = |latin: &mut String, apart: &mut bool, out: &mut Vec<Token>| {
        for word in layout::words(latin) {
            out.push(Token {
                text: stem(&word),
                han: false,
                apart: std::mem::take(apart),
            });
        }
        latin.clear();
    };
    for c in text.chars() {
        if han(c) {
            flush(&mut latin, &mut apart, &mut out);
            out.push(Token {
                text: c.to_string(),
                han: true,
                apart: std::mem::take(&mut apart),
            });
        } else if c.is_ascii() {
            latin.push(c);
        } else {
            flush(&mut latin, &mut apart, &mut out);
            apart = true;
        }
    }
    flush(&mut latin, &mut apart, &mut out);
    out
}

/// A Chinese character.
#[must_use]
pub const fn han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}')
}

/// The term under which a concept is indexed.
#[must_use]
pub fn concept_term(number: u16) -> String {
    format!("#{number}")
}

/// The tokens as a key of the concept table.
#[must_use]
pub fn key(tokens: &[Token]) -> String {
    let texts: Vec<&str> = tokens.iter().map(|t| &*t.text).collect();
    texts.join(" ")
}

/// Every term of a text: each stem, each pair, each concept wherever it stands.
#[must_use]
pub fn all(text: &str, words: &impl Words) -> Vec<String> {
    let tokens = tokens(text);
    let mut out = Vec::new();
    for at in 0..tokens.len() {
        for len in 1..=LONGEST.min(tokens.len() - at) {
            if let Some(number) = words.concept(&key(&tokens[at..at + len])) {
                out.extend((number != STOP).then(|| concept_term(number)));
            }
        }
        let token = &tokens[at];
        if !token.han {
            out.push(token.text.clone());
        } else if let Some(next) = tokens.get(at + 1).filter(|t| t.han && !t.apart) {
            out.push(format!("{}{}", token.text, next.text));
        }
    }
    out
}

/// The terms that a phrase asks for: the longest concepts first met, and what
/// they leave over.
#[must_use]
pub fn asked(text: &str, words: &impl Words) -> Vec<String> {
    let tokens = tokens(text);
    let mut out: Vec<String> = Vec::new();
    let mut rest: Vec<&Token> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let longest = (1..=LONGEST.min(tokens.len() - at))
            .rev()
            .find_map(|len| Some((len, words.concept(&key(&tokens[at..at + len]))?)));
        if let Some((len, number)) = longest {
            left_over(&mut rest, &mut out);
            out.extend((number != STOP).then(|| concept_term(number)));
            at += len;
        } else {
            rest.push(&tokens[at]);
            at += 1;
        }
    }
    left_over(&mut rest, &mut out);
    let mut seen = std::collections::HashSet::new();
    out.retain(|term| seen.insert(term.clone()));
    out
}

/// Stems, and the pairs of each run of Chinese characters.
fn left_over(rest: &mut Vec<&Token>, out: &mut Vec<String>) {
    for (at, token) in rest.iter().enumerate() {
        if !token.han {
            out.push(token.text.clone());
        } else if let Some(next) = rest.get(at + 1).filter(|t| t.han && !t.apart) {
            out.push(format!("{}{}", token.text, next.text));
        }
    }
    rest.clear();
}

/// The word without the endings of its forms, roughly: `expired`, `expires` and
/// `expiring` meet in `expir`.
#[must_use]
pub fn stem(word: &str) -> String {
    const ENDINGS: [&str; 9] = [
        "ations", "ation", "ings", "ing", "ied", "ies", "ed", "es", "s",
    ];
    let keeps = word.len() <= 3 || word.ends_with("ss") || word.ends_with("us");
    let bare = if keeps { None } else { ending(word, &ENDINGS) };
    let mut stem = bare.unwrap_or(word).to_owned();
    if stem.len() > 3 && stem.ends_with(['e', 'y']) {
        stem.pop();
    }
    let doubled = stem.len() > 3 && {
        let bytes = stem.as_bytes();
        bytes[bytes.len() - 1] == bytes[bytes.len() - 2] && !stem.ends_with(['l', 's'])
    };
    if bare.is_some() && doubled {
        stem.pop();
    }
    stem
}

fn ending<'a>(word: &'a str, endings: &[&str]) -> Option<&'a str> {
    endings.iter().find_map(|e| {
        word.strip_suffix(e)
            .filter(|rest| rest.len() >= e.len().max(3))
    })
}
