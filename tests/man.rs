//! The man pages are made from the command line's definition. After a change
//! there: `REWRITE=1 cargo test --test man`.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

#[test]
fn the_pages_are_those_of_the_command_line() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/man");
    let pages = pages();
    if std::env::var_os("REWRITE").is_some() {
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("docs/ can be written");
        for (name, page) in &pages {
            fs::write(folder.join(name), page).expect("docs/man/ can be written");
        }
    }
    let kept = fs::read_dir(&folder).expect("docs/man is there");
    let kept: BTreeMap<String, Vec<u8>> = kept
        .map(|file| {
            let file = file.expect("readable");
            let name = file.file_name().into_string().expect("a plain name");
            (name, fs::read(file.path()).expect("readable"))
        })
        .collect();
    assert!(
        kept == pages,
        "docs/man is out of date: REWRITE=1 cargo test --test man"
    );
}

/// cberr(1), then cberr-explain(1) and its like.
fn pages() -> BTreeMap<String, Vec<u8>> {
    let mut top = cberr::cli::command::command();
    top.build();
    let commands = top.get_subcommands().cloned();
    std::iter::once(top.clone())
        .chain(commands)
        .map(|command| {
            let name = command.get_display_name().unwrap_or("cberr").to_owned();
            let page = page(command, name.clone()).expect("memory takes everything");
            (format!("{name}.1"), page)
        })
        .collect()
}

/// clap's sections, with the usage, the examples and the exit codes set as in
/// `--help`: there they are laid out by hand.
fn page(mut command: Command, name: String) -> io::Result<Vec<u8>> {
    let usage = command.render_usage().to_string();
    let after = command.get_after_help().map(ToString::to_string);
    let after = after.unwrap_or_default();
    let is_top = !name.contains('-');
    let man = Man::new(command)
        .title(name.to_uppercase())
        .source(concat!("cberr ", env!("CARGO_PKG_VERSION")));
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    section(&mut page, "SYNOPSIS", usage.trim_start_matches("Usage: "))?;
    man.render_options_section(&mut page)?;
    if is_top {
        man.render_subcommands_section(&mut page)?;
    }
    let (text, exit) = after.split_once("Exit codes: ").unwrap_or((&after, ""));
    let (title, examples) = text.split_once(":\n").unwrap_or(("NOTES", text));
    section(&mut page, &title.to_uppercase(), examples.trim_end())?;
    if !exit.is_empty() {
        section(&mut page, "EXIT STATUS", exit)?;
    }
    if !is_top {
        section(&mut page, "SEE ALSO", "cberr(1)")?;
    }
    Ok(page)
}

/// A section whose lines stay as they are.
fn section(page: &mut Vec<u8>, title: &str, text: &str) -> io::Result<()> {
    let mut roff = Roff::default();
    roff.control("SH", [title]).control("nf", []);
    roff.text([roman(text)]).control("fi", []);
    roff.to_writer(page)
}
