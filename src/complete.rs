//! What the completion scripts ask while a line is typed. They know commands and
//! options; codes, services and categories stand in the catalogue, so the scripts
//! run `cberr __complete =WORD BEFORE...`: the word under the cursor, and the
//! words between `cberr` and it. One candidate a line, a tab, what it means.

use std::io::{self, Write};

use clap::Command;

use crate::catalogue::{self, Hit};
use crate::cli;
use crate::lang::Lang;

/// The word that stands for this question.
pub const ASK: &str = "__complete";

/// What may stand under the cursor.
#[derive(Debug, PartialEq, Eq)]
enum Kind {
    Codes,
    Services,
    Categories,
    /// The script knows it, or nobody does.
    Nothing,
}

/// Prints the candidates for the words of a line.
pub fn run(out: &mut impl Write, words: &[String], lang: Lang) -> io::Result<()> {
    let Some((word, before)) = words.split_first() else {
        return Ok(());
    };
    let word = word.strip_prefix('=').unwrap_or(word);
    // Bash makes three words of `--service=cos`.
    let before: Vec<&str> = before.iter().map(|w| &**w).filter(|w| *w != "=").collect();
    let candidates = match kind(word, &before) {
        Kind::Codes => codes(word, lang),
        Kind::Services => named(catalogue::services(), word, lang),
        Kind::Categories => named(catalogue::categories(), word, lang),
        Kind::Nothing => Vec::new(),
    };
    for (name, meaning) in candidates {
        writeln!(out, "{name}\t{meaning}")?;
    }
    Ok(())
}

fn kind(word: &str, before: &[&str]) -> Kind {
    let mut top = cli::command();
    top.build();
    let sub = before.iter().find_map(|w| top.find_subcommand(w));
    match before.last() {
        Some(&"--service") => return Kind::Services,
        Some(&"--category") => return Kind::Categories,
        Some(option) if takes_value(sub.unwrap_or(&top), option) => return Kind::Nothing,
        _ => {}
    }
    let is_option = word.starts_with('-') && !catalogue::is_number(word);
    let takes_codes = match sub.map(Command::get_name) {
        Some("explain" | "list") => true,
        // Where a command may stand, codes are offered once a letter is typed.
        None => !word.is_empty(),
        Some(_) => false,
    };
    if takes_codes && !is_option {
        Kind::Codes
    } else {
        Kind::Nothing
    }
}

fn takes_value(command: &Command, option: &str) -> bool {
    option.strip_prefix("--").is_some_and(|name| {
        command
            .get_opts()
            .any(|option| option.get_long() == Some(name))
    })
}

/// Names that begin with the word: as typed where there are such, else in any
/// spelling. Everyday codes stand first; without a word there are only these.
fn codes(word: &str, lang: Lang) -> Vec<(&'static str, &'static str)> {
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
    hits.iter()
        .map(|hit| (hit.name, hit.id.entry(lang).meaning.get(lang)))
        .collect()
}

fn named(
    rows: impl Iterator<Item = catalogue::Named>,
    word: &str,
    lang: Lang,
) -> Vec<(&'static str, &'static str)> {
    rows.filter(|row| row.id.starts_with(word))
        .map(|row| (row.id, row.name.get(lang)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Kind, codes, kind};
    use crate::lang::Lang;

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
            ("explain --lang F", Kind::Nothing),
            ("parse FUNC", Kind::Nothing),
            ("completions b", Kind::Nothing),
        ] {
            let mut words: Vec<&str> = line.split(' ').filter(|w| *w != "=").collect();
            let word = words.pop().unwrap_or_default();
            assert_eq!(kind(word, &words), want, "{line}");
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
            let found: Vec<&str> = codes(word, Lang::En).iter().map(|c| c.0).collect();
            for name in want {
                assert!(found.contains(name), "{word}: {found:?}");
            }
            assert_eq!(found.is_empty(), want.is_empty(), "{word}: {found:?}");
        }
        let everyday = codes("", Lang::Zh);
        assert!(everyday.len() > 20, "{}", everyday.len());
        assert!(everyday.len() < catalogue_names() / 2);
    }

    fn catalogue_names() -> usize {
        crate::catalogue::begin_with("").len()
    }
}
