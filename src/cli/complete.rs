//! What the completion scripts ask while a line is typed. They know commands and
//! options; codes, services and categories stand in the catalogue, so the scripts
//! run `cberr __complete =WORD BEFORE...`: the word under the cursor, and the
//! words between `cberr` and it. One candidate a line, a tab, what it means.

use std::io::{self, Write};

use clap::{Arg, Command};

use super::command::command;
use crate::catalogue::{self, Hit};
use crate::text::lang::Lang;

/// The word that stands for this question.
pub const ASK: &str = "__complete";

/// What may stand under the cursor.
#[derive(Debug, PartialEq, Eq)]
enum Kind {
    Codes,
    Services,
    Categories,
    /// One of few words, with what they mean: not every shell's script has them.
    Words(Vec<(String, String)>),
    Nothing,
}

/// Prints the candidates for the words of a line.
pub fn run(out: &mut dyn Write, words: &[String], lang: Lang) -> io::Result<()> {
    let Some((word, before)) = words.split_first() else {
        return Ok(());
    };
    let word = word.strip_prefix('=').unwrap_or(word);
    // Bash makes three words of `--service=cos`.
    let before: Vec<&str> = before.iter().map(|w| &**w).filter(|w| *w != "=").collect();
    let mut candidate = |name: &str, meaning: &str| writeln!(out, "{name}\t{meaning}");
    match kind(word, &before) {
        Kind::Codes => codes(word).into_iter().try_for_each(|hit| {
            let meaning = hit.id.entry(lang).meaning.get(lang);
            candidate(hit.name, meaning)
        }),
        Kind::Services => catalogue::services()
            .filter(|service| service.id.starts_with(word))
            .try_for_each(|service| candidate(service.id, service.name.get(lang))),
        Kind::Categories => catalogue::categories()
            .filter(|category| category.id.starts_with(word))
            .try_for_each(|category| candidate(category.id, category.name.get(lang))),
        Kind::Words(words) => words
            .iter()
            .filter(|(name, _)| name.starts_with(word))
            .try_for_each(|(name, meaning)| candidate(name, meaning)),
        Kind::Nothing => Ok(()),
    }
}

fn kind(word: &str, before: &[&str]) -> Kind {
    let mut top = command();
    top.build();
    let sub = before.iter().find_map(|w| top.find_subcommand(w));
    if let Some(option) = option(sub.unwrap_or(&top), before) {
        return match option.get_id().as_str() {
            "service" => Kind::Services,
            "category" => Kind::Categories,
            _ => words(option),
        };
    }
    if word.starts_with('-') && !catalogue::is_number(word) {
        return Kind::Nothing;
    }
    match sub {
        // Where a command may stand, codes are offered once a letter is typed.
        None if word.is_empty() => Kind::Nothing,
        None => Kind::Codes,
        Some(sub) if ["explain", "list"].contains(&sub.get_name()) => Kind::Codes,
        Some(sub) => sub.get_positionals().next().map_or(Kind::Nothing, words),
    }
}

/// The option whose value is to follow.
fn option<'a>(command: &'a Command, before: &[&str]) -> Option<&'a Arg> {
    let name = before.last()?.strip_prefix("--")?;
    command
        .get_opts()
        .find(|option| option.get_long() == Some(name))
}

/// The values of an argument that has but few.
fn words(argument: &Arg) -> Kind {
    let values = argument.get_possible_values();
    let words = values.iter().map(|value| {
        let meaning = value.get_help().map(ToString::to_string);
        (value.get_name().to_owned(), meaning.unwrap_or_default())
    });
    match values.len() {
        0 => Kind::Nothing,
        _ => Kind::Words(words.collect()),
    }
}

/// Names that begin with the word: as typed where there are such, else in any
/// spelling. Everyday codes stand first; without a word there are only these.
fn codes(word: &str) -> Vec<Hit> {
    let mut hits = catalogue::begin_with(word);
    if word.is_empty() {
        hits.retain(|hit| hit.id.everyday() && !hit.alias);
    }
    if word.starts_with('-') {
        hits.retain(|hit| hit.name.starts_with('-'));
    }
    let as_typed = |hit: &Hit| hit.name.starts_with(word);
    if hits.iter().any(as_typed) {
        hits.retain(as_typed);
    }
    hits.sort_by_key(|hit| (!hit.id.everyday(), hit.name, hit.alias, hit.id));
    let mut seen = Vec::new();
    hits.retain(|hit| {
        !seen.contains(&hit.name) && {
            seen.push(hit.name);
            true
        }
    });
    hits
}

#[cfg(test)]
mod tests {
    use super::{Kind, codes, kind};

    #[test]
    fn the_words_before_decide_what_is_offered() {
        for (line, want) in [
            ("explain FUNC", Kind::Codes),
            ("explain ", Kind::Codes),
            ("explain --lang zh FUNC", Kind::Codes),
            ("--lang zh explain FUNC", Kind::Codes),
            ("explain A B", Kind::Codes),
            ("explain -50", Kind::Codes),
            ("list FUNC", Kind::Codes),
            ("list --all FUNC", Kind::Codes),
            ("FUNC", Kind::Codes),
            ("", Kind::Nothing),
            ("explain --", Kind::Nothing),
            ("explain -", Kind::Nothing),
            ("explain --service ", Kind::Services),
            ("explain --service = c", Kind::Services),
            ("list --category s", Kind::Categories),
            ("list --search FUNC", Kind::Nothing),
            ("parse FUNC", Kind::Nothing),
        ] {
            let mut words: Vec<&str> = line.split(' ').filter(|w| *w != "=").collect();
            let word = words.pop().unwrap_or_default();
            assert_eq!(kind(word, &words), want, "{line}");
        }
    }

    #[test]
    fn words_of_few_values_are_offered_with_their_meaning() {
        for (before, want) in [
            (&["explain", "--lang"][..], "en zh"),
            (&["--color"], "auto always never"),
            (&["completions"], "bash elvish fish powershell zsh"),
        ] {
            let Kind::Words(words) = kind("", before) else {
                panic!("{before:?}");
            };
            let names: Vec<&str> = words.iter().map(|w| &*w.0).collect();
            assert_eq!(names.join(" "), want, "{before:?}");
            assert!(words.iter().all(|w| !w.1.is_empty()), "{words:?}");
        }
    }

    #[test]
    fn codes_are_found_in_any_spelling() {
        for (word, want) in [
            ("FUNCTIONS_TI", &["FUNCTIONS_TIME_LIMIT_EXCEEDED"][..]),
            ("functions-ti", &["FUNCTIONS_TIME_LIMIT_EXCEEDED"]),
            ("-50400", &["-504001", "-504002", "-504003"]),
            ("no such thing", &[]),
        ] {
            let found: Vec<&str> = codes(word).iter().map(|hit| hit.name).collect();
            for name in want {
                assert!(found.contains(name), "{word}: {found:?}");
            }
            assert_eq!(found.is_empty(), want.is_empty(), "{word}: {found:?}");
        }
        let everyday = codes("");
        assert!(everyday.len() > 20, "{}", everyday.len());
        assert!(everyday.len() < catalogue_names() / 2);
    }

    fn catalogue_names() -> usize {
        crate::catalogue::begin_with("").len()
    }
}
