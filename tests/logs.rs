//! Every kind of log, and the two slower ways to read it. `benches/scan` does the
//! same with larger logs.

#[allow(dead_code)]
#[path = "../benches/scan/generate.rs"]
mod generate;
#[path = "logs/oracle.rs"]
mod oracle;

use std::sync::Arc;

use cberr::scan::filter::Filter;
use generate::{KINDS, Kind};

#[test]
fn every_kind_of_log_is_read_as_its_records_one_by_one() {
    let filter = Arc::new(Filter::new());
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
            oracle::compare(name, &log, &filter);
        }
    }
}
