//! What is said of a summary that is not exact.

use crate::report::{Approximate, Report};
use crate::text::lang::Lang;
use crate::text::number::grouped;

/// A sentence for each thing that is not exact.
pub fn notes<R>(report: &Report<R>, lang: Lang) -> Vec<String> {
    let note = |what: &Approximate| match lang {
        Lang::En => english(*what, report.more),
        Lang::Zh => chinese(*what, report.more),
    };
    report.approximate.iter().map(note).collect()
}

fn english(what: Approximate, more: u64) -> String {
    match what {
        Approximate::Counts => {
            "Some numbers are too large to be counted; the largest possible is shown.".into()
        }
        Approximate::Unknown => format!(
            "More than 1,000 unknown codes: {} further occurrences are not in the table, and \
             the counts of unknown codes are minimums.",
            grouped(more)
        ),
        Approximate::Values => {
            "Some names have more values than are kept; the counts of values are minimums.".into()
        }
        Approximate::Samples => "Some messages, lines, request ids or values were left out to \
             keep memory small."
            .into(),
        Approximate::Files => "Some file names were left out to keep memory small.".into(),
    }
}

fn chinese(what: Approximate, more: u64) -> String {
    match what {
        Approximate::Counts => "部分数值超出可计数的上限，按上限显示。".into(),
        Approximate::Unknown => format!(
            "未知错误码超过 1,000 种：另有 {} 次未列入表中，未知错误码的次数为下限。",
            grouped(more)
        ),
        Approximate::Values => "部分字段的取值过多，未全部保留，取值的次数为下限。".into(),
        Approximate::Samples => {
            "为控制内存占用，部分报错原文、日志行、请求 ID 或取值未保留。".into()
        }
        Approximate::Files => "为控制内存占用，部分文件名未保留。".into(),
    }
}
