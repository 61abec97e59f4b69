//! What a finding says is taken out of its record without the key that made it a
//! secret: ``The value `…` specified in the parameter `Password` is not valid``. The
//! secrets of the whole record are looked for in it.

use std::borrow::Cow;

use super::Finding;
use crate::text::mask::{self, MASK};

/// Most secrets of a record that parts of are looked for; whole ones always are.
const PARTS: usize = 64;
/// A shorter part of a secret may be anything.
const SHORTEST: usize = 8;

/// Takes the secrets of the record out of its findings.
pub(super) fn conceal(text: &str, findings: &mut [Finding]) {
    if findings.is_empty() {
        return;
    }
    let spans = mask::spans(text);
    if spans.is_empty() {
        return;
    }
    let mut secrets: Vec<Cow<'_, str>> = Vec::with_capacity(spans.len());
    for span in spans {
        let secret = text.get(span).unwrap_or_default().trim();
        if secret.contains('\\') {
            secrets.push(Cow::Owned(
                secret.replace("\\\"", "\"").replace("\\\\", "\\"),
            ));
        }
        secrets.push(Cow::Borrowed(secret));
    }
    secrets.sort_unstable();
    let secrets = Secrets(secrets);
    for finding in findings {
        finding.values.retain_mut(|(_, list)| {
            list.retain(|value| !secrets.hold(value) && !secrets.within(value));
            !list.is_empty()
        });
        finding.request_ids.retain(|id| !secrets.are(id));
        if finding.id.is_none() && !finding.is_module && secrets.are(&finding.query) {
            finding.query = Cow::Borrowed(MASK);
        }
        if let Some((_, text)) = &mut finding.module
            && secrets.hold(text)
        {
            MASK.clone_into(text);
        }
        if finding
            .message
            .as_deref()
            .is_some_and(|text| secrets.hold(text))
        {
            finding.message = Some(MASK.into());
        }
    }
}

/// The secrets of a record, sorted.
struct Secrets<'a>(Vec<Cow<'a, str>>);

impl Secrets<'_> {
    /// One of them is this text.
    fn are(&self, text: &str) -> bool {
        let text = text.trim();
        let found = self.0.binary_search_by(|s| (**s).cmp(text));
        found.is_ok()
    }

    /// It has one of them in it.
    fn within(&self, text: &str) -> bool {
        let inside = |s: &Cow<'_, str>| s.len() >= SHORTEST / 2 && text.contains(&**s);
        self.0.iter().take(PARTS).any(inside)
    }

    /// One of them is this text, or it is a part of one.
    fn hold(&self, text: &str) -> bool {
        let text = text.trim();
        let part = |s: &Cow<'_, str>| s.contains(text);
        self.are(text) || text.len() >= SHORTEST && self.0.iter().take(PARTS).any(part)
    }
}
