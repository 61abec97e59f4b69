//! The first line of what a log holds.

use crate::report::{Input, Match, Report};
use crate::summary::Ranking;
use crate::text::lang::Lang;
use crate::text::number::grouped;

/// `17 records with errors of 2 kinds and 1 unknown code in 48,211 lines`. Records,
/// because one often holds several codes.
pub fn headline(report: &Report<Ranking>, lang: Lang) -> String {
    // Kinds of errors, of codes that only carry others, and of unknown ones.
    let [mut own, mut around, mut unknown] = [0; 3];
    for row in report.results.rows() {
        *match row.matched {
            Match::Unknown => &mut unknown,
            _ if row.wrapper => &mut around,
            _ => &mut own,
        } += 1;
    }
    let kinds = if own > 0 { own } else { around };
    match lang {
        Lang::En => headline_en(&report.input, kinds, unknown),
        Lang::Zh => headline_zh(&report.input, kinds, unknown),
    }
}

fn headline_en(input: &Input, kinds: u64, unknown: u64) -> String {
    let lines = plural(input.lines, "line");
    let codes = plural(unknown, "unknown code");
    let errors = match input.records {
        Some(records) => format!("{} with errors", plural(records, "record")),
        None => "Errors".into(),
    };
    let of = plural(kinds, "kind");
    let what = match (kinds, unknown) {
        (0, 0) => "No known error".into(),
        (0, _) => format!("No known error, {codes},"),
        (_, 0) => format!("{errors} of {of}"),
        _ => format!("{errors} of {of} and {codes}"),
    };
    if input.interrupted {
        return format!("Interrupted: {what} in the {lines} read");
    }
    format!("{what} in {lines}")
}

fn headline_zh(input: &Input, kinds: u64, unknown: u64) -> String {
    let lines = grouped(input.lines);
    let kinds = match (input.records, kinds) {
        (_, 0) => "没有已知的错误".into(),
        (Some(records), _) => {
            let records = grouped(records);
            format!("有 {records} 条记录报错，共 {} 种错误", grouped(kinds))
        }
        (None, _) => format!("有 {} 种错误", grouped(kinds)),
    };
    let codes = match unknown {
        0 => String::new(),
        _ => format!("，另有 {} 个未知错误码", grouped(unknown)),
    };
    let read = if input.interrupted {
        "读取中断，已读的 "
    } else {
        ""
    };
    format!("{read}{lines} 行中{kinds}{codes}")
}

/// So many of something.
pub fn plural(n: u64, what: &str) -> String {
    let s = if n == 1 { "" } else { "s" };
    format!("{} {what}{s}", grouped(n))
}
