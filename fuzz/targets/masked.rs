//! Masked: a secret that is planted anywhere in any text is shown nowhere in the answer,
//! and neither is a character that acts on a terminal.
#![no_main]

use cberr::report::{Explained, Explainer};
use cberr::text::carrier;
use cberr::text::lang::Lang;
use libfuzzer_sys::fuzz_target;

/// The secret in what carries it; the middle of it must not be shown.
const PLANTED: [&str; 5] = [
    " SecretId=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE ",
    "\n\"secretKey\":\"Gu5t9xGARNpq86cd98joQYCN3EXAMPLE\"\n",
    "\nAuthorization: Bearer Gu5t9xGARNpq86cd98joQYCN3EXAMPLE\n",
    " eyJhbGciOiJIUzI1NiJ9.Gu5t9xGARNpq86cd98joQYCN3EXAMPLE.x ",
    " password=Gu5t9xGARNpq86cd98joQYCN3EXAMPLE ",
];
const SECRETS: [&str; 2] = ["krbsJ5yKBZQpn74WFkm", "xGARNpq86cd98joQ"];

/// Everything of an answer that came from the input.
fn echoed(result: &Explained) -> impl Iterator<Item = &String> {
    let values = result.values.values().flatten();
    let texts = result.message.iter().chain(&result.request_ids);
    let excerpt = result.excerpt.iter();
    let around = result.wrapped_by.iter().chain([&result.query]);
    values.chain(texts).chain(excerpt).chain(around)
}

fn check(shown: &str) {
    let acts = |c: char| {
        c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
    };
    assert!(!shown.contains(acts), "{shown:?} acts on a terminal");
    for secret in SECRETS {
        assert!(!shown.contains(secret), "{shown:?} shows a secret");
    }
}

fuzz_target!(|data: &[u8]| {
    let Some(([which, place @ ..], text)) = data.split_first_chunk::<3>() else {
        return;
    };
    let mut text = carrier::text(text).into_owned();
    // The fuzzer learns the secret from the comparisons: without its key it is none.
    if SECRETS.iter().any(|secret| text.contains(secret)) {
        return;
    }
    let at = usize::from(u16::from_le_bytes(*place)) % (text.len() + 1);
    let at = (0..=at).rev().find(|at| text.is_char_boundary(*at));
    // In the middle of an escape there is no secret, but something else.
    let at = at.filter(|at| !text[..*at].ends_with('\\'));
    let planted = PLANTED[usize::from(*which) % PLANTED.len()];
    text.insert_str(at.unwrap_or(0), planted);
    check(&cberr::text::shown(&text));
    for result in cberr::parse_text(&Explainer::new(Lang::Zh), &text) {
        echoed(&result).for_each(|shown| check(shown));
    }
});
