//! Linear: a record of any text repeated takes in proportion to its length, counted in
//! steps.
#![no_main]

use cberr::recognise::Recogniser;
use cberr::text::{carrier, shown, steps};
use libfuzzer_sys::fuzz_target;

/// Length of the shorter record.
const SHORT: usize = 8 << 10;
/// Most steps a byte.
const A_BYTE: u64 = 1500;

fn taken(text: &str, whole: bool) -> u64 {
    steps::restart();
    let findings = Recogniser::new().recognise(text, whole);
    for finding in &findings {
        let _ = finding.message.as_deref().map(shown);
    }
    steps::taken().expect("debug assertions are on")
}

fuzz_target!(|data: &[u8]| {
    let Some((times, piece)) = data.split_first() else {
        return;
    };
    let (head, piece) = piece.split_at(piece.len() * usize::from(times % 4) / 8);
    let piece = carrier::text(piece);
    if piece.is_empty() {
        return;
    }
    let head = carrier::text(head);
    let of = |size: usize| format!("{head}{}", piece.repeat(size / piece.len() + 1));
    let (short, long) = (of(SHORT), of(4 * SHORT));
    for whole in [false, true] {
        let (once, more) = (taken(&short, whole), taken(&long, whole));
        let most = A_BYTE * long.len() as u64;
        assert!(more < most, "{more} steps for {} bytes", long.len());
        assert!(
            more < 5 * once + 100_000,
            "{once} steps for {} bytes, {more} for {}",
            short.len(),
            long.len()
        );
    }
});
