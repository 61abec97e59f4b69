//! Checks `data/` and packs it into the image that the program embeds. A
//! mistake in the catalogue is a build error that names file, code and field.

#[path = "build/background.rs"]
mod background;
#[path = "build/check/mod.rs"]
mod check;
#[path = "build/commands.rs"]
mod commands;
#[path = "build/filter.rs"]
mod filter;
#[allow(dead_code)]
#[path = "src/scan/prefilter/layout.rs"]
mod filter_layout;
#[path = "build/grams.rs"]
mod grams;
#[path = "build/image.rs"]
mod image;
#[path = "build/index.rs"]
mod index;
#[path = "build/languages.rs"]
mod languages;
#[path = "build/layers.rs"]
mod layers;
#[allow(dead_code)]
#[path = "src/catalogue/layout.rs"]
mod layout;
#[path = "build/messages/lexicon.rs"]
mod lexicon;
#[allow(dead_code)]
#[path = "src/text/words.rs"]
mod message_words;
#[path = "build/messages/phrase.rs"]
mod messages;
#[allow(dead_code)]
#[path = "src/catalogue/model.rs"]
mod model;
#[path = "build/names.rs"]
mod names;
#[path = "build/recognition.rs"]
mod recognition;
#[path = "build/source/mod.rs"]
mod source;
#[allow(dead_code)]
#[path = "src/catalogue/terms.rs"]
mod terms;
#[path = "build/words.rs"]
mod words;

use std::path::Path;
use std::{env, fs};

use background::Background;

fn main() {
    println!("cargo::rerun-if-changed=data");
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/text/words.rs");
    println!("cargo::rerun-if-changed=src/scan/prefilter/layout.rs");
    println!("cargo::rerun-if-env-changed=DEBTS");
    if let Err(error) = run() {
        for mistake in format!("{error:#}").lines() {
            println!("cargo::error={mistake}");
        }
    }
}

fn run() -> anyhow::Result<()> {
    let mut source = source::read(Path::new("data"))?;
    if env::var_os("DEBTS").is_some_and(|wish| wish == "lower") {
        // What has been paid leaves the list; nothing is added to it.
        let (_, now) = check::checked(&source);
        fs::write(
            "data/debts.json",
            serde_json::to_string_pretty(&now)? + "\n",
        )?;
        source.rules.debts = now;
    }
    check::all(&source)?;
    let background = Background::read(&fs::read("build/background.bin")?)?;
    let (catalogue, strings) = image::pack(&source, &background)?;
    let filter = filter::tables(&source, &fs::read_to_string("build/grams.txt")?)?;
    let out = env::var("OUT_DIR")?;
    let out = Path::new(&out);
    fs::write(out.join("filter.rs"), filter)?;
    for (name, text) in source.recognition.sources()? {
        fs::write(out.join(name), text)?;
    }
    fs::write(out.join("catalogue.bin"), catalogue)?;
    fs::write(out.join("strings.txt"), strings)?;
    Ok(())
}
