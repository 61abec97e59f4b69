//! Every kind of log, and the two slower ways to read it. `benches/scan` does the
//! same with larger logs.

#[allow(dead_code)]
#[path = "../benches/scan/generate.rs"]
mod generate;
#[path = "logs/oracle.rs"]
mod oracle;

use cberr::catalogue;
use cberr::recognise::Recogniser;
use cberr::scan::prefilter::Filter;
use generate::{KINDS, Kind};

#[test]
fn every_kind_of_log_is_read_as_its_records_one_by_one() {
    let filter = Filter::new();
    let codes = oracle::codes();
    for (name, kind) in KINDS {
        let (size, per_million) = match kind {
            Kind::Errors => (200 << 10, 0),
            Kind::Near => (120 << 10, 0),
            Kind::Deep | Kind::Word => (200 << 10, 0),
            _ => (400 << 10, 50_000),
        };
        for seed in 1..4 {
            let mut log = Vec::new();
            generate::write(&mut log, kind, size, per_million, seed, &codes).expect("memory");
            oracle::compare(name, &log, filter);
        }
    }
}

#[test]
fn a_thread_that_cannot_be_had_is_no_problem() {
    let codes = oracle::codes();
    let mut log = Vec::new();
    generate::write(&mut log, Kind::Mixed, 200 << 10, 50_000, 1, &codes).expect("memory");
    assert!(oracle::without_threads(&log, Filter::new()) > 9);
}

/// Ways in which a log may carry a text.
fn carried(text: &str) -> Vec<String> {
    let escaped = |write: fn(u16) -> String| -> String {
        let mut out = String::new();
        for c in text.chars() {
            match c {
                '"' => out.push_str("\\\""),
                _ if c.is_ascii() => out.push(c),
                _ => out.extend(c.encode_utf16(&mut [0; 2]).iter().map(|unit| write(*unit))),
            }
        }
        out
    };
    let small = escaped(|unit| format!("\\u{unit:04x}"));
    let large = escaped(|unit| format!("\\u{unit:04X}"));
    let json = serde_json::to_string(text).expect("a text");
    let spaced = text.replace(' ', "  \t");
    vec![
        text.to_owned(),
        format!("2026-11-21T10:00:00Z ERROR x - {text} (7a2ae0d9-63f6-46ea-8ca4-34cb7fe081fe)"),
        format!("{{\"level\":\"error\",\"msg\":{json},\"code\":0}}"),
        format!("{{\"msg\":\"{small}\"}}"),
        format!("{{\"msg\":\"{large}\"}}"),
        serde_json::to_string(&format!("a\n{{\"message\":{json}}}")).expect("a text"),
        format!("Error: {spaced}"),
        format!("\u{1b}[31m{text}\u{1b}[0m"),
        text.replace(' ', "\n  "),
        text.replace('"', "&quot;"),
        text.replace('(', "（").replace('[', "【"),
        format!("a,\"{}\"", text.replace('"', "\"\"")),
        format!("cloudbase Error: [{text}] failed"),
        format!("tcb {{\"errCode\":\"{text}\",\"errMsg\":\"x\",\"requestId\":\"1\"}}"),
    ]
}

/// Every code and every pattern, carried in every way: what recognition finds, the
/// scan finds.
#[test]
fn what_is_found_alone_is_found_in_a_log() {
    let filter = Filter::new();
    let patterns = (0..catalogue::pattern_count()).map(|n| catalogue::pattern(n).text);
    let mut found = 0;
    for text in patterns.chain(catalogue::names()) {
        // A hole holds a number, which every value may be.
        let mut filled = String::new();
        for piece in text.split_inclusive('}') {
            match piece.split_once('{') {
                Some((before, hole)) if hole.ends_with('}') && hole.len() > 1 => {
                    filled.push_str(before);
                    filled.push_str("42");
                }
                _ => filled.push_str(piece),
            }
        }
        for record in carried(&filled) {
            let alone = Recogniser::new().recognise(&record, false);
            let log = format!("nothing\n{record}");
            let whole = oracle::last_record(log.as_bytes()) == record.as_bytes();
            if alone.is_empty() || !whole {
                continue;
            }
            found += 1;
            let seen = oracle::found(log.as_bytes(), filter);
            assert!(seen > 0, "passed over: {record}");
        }
    }
    assert!(found > 5000, "only {found} were findings at all");
}
