//! Sentences with the values of the input in their places.

use super::explainer::Explainer;
use super::foreign;
use super::types::{Str, Values};
use crate::catalogue::model::Accepts;
use crate::catalogue::{self, Text};

impl Explainer {
    /// The text, with values in the place of `{name}`; where the input gave none, the
    /// name's label stands in angle brackets.
    pub(super) fn fill(&self, text: &Text, values: &Values) -> Str {
        let text = text.get(self.lang);
        if memchr::memchr(b'{', text.as_bytes()).is_none() {
            return text.into();
        }
        let mut out = String::with_capacity(text.len() + 16);
        let mut rest = text;
        while let Some((before, tail)) = rest.split_once('{') {
            out.push_str(before);
            let named = tail
                .split_once('}')
                .and_then(|(name, after)| Some((name, after, self.label(name)?)));
            let Some((name, after, label)) = named else {
                out.push('{');
                rest = tail;
                continue;
            };
            match values.get(name).and_then(|v| v.first()) {
                Some(value) => {
                    let value = foreign::value(&out, value);
                    out.push_str(&value);
                }
                None => out.extend(["<", label, ">"]),
            }
            rest = after;
        }
        out.push_str(rest);
        out.into()
    }

    /// What stands for a value in a sentence, which names the unit of a count itself.
    fn label(&self, name: &str) -> Option<&'static str> {
        let label = catalogue::label(name)?.get(self.lang);
        let counts = catalogue::accepts(name) == Accepts::Integer;
        Some(if counts { "N" } else { label })
    }
}
