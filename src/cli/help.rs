//! What `--help` and `--version` print.

use std::ffi::OsString;

use clap::error::ErrorKind;

use super::command::{command, command_in_chinese};
use super::read::spelled_out;
use crate::catalogue;
use crate::text::lang::Lang;
use crate::text::number::grouped;

/// The short help of `cberr` itself.
#[must_use]
pub fn short(lang: Lang) -> String {
    let mut command = match lang {
        Lang::En => command(),
        Lang::Zh => command_in_chinese(),
    };
    command.render_help().to_string()
}

/// What `--help` and `--version` print; clap has found that they were asked for.
#[must_use]
pub fn answer(args: &[OsString], asked: &clap::Error, lang: Lang) -> String {
    if asked.kind() == ErrorKind::DisplayVersion {
        return version(lang);
    }
    let chinese = (lang == Lang::Zh).then(|| {
        let args = spelled_out(args);
        command_in_chinese().try_get_matches_from(args).err()
    });
    let answer = chinese.flatten();
    answer.as_ref().unwrap_or(asked).render().to_string()
}

fn version(lang: Lang) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let codes = grouped(catalogue::len() as u64);
    let date = catalogue::date();
    match lang {
        Lang::En => format!("cberr {version} ({codes} codes, catalogue of {date})\n"),
        Lang::Zh => format!("cberr {version}（{codes} 个错误码，错误码库 {date}）\n"),
    }
}
