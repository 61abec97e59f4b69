//! What `--fail-on` asks for.

use serde_json::Value;

use crate::catalogue::layout::fold;
use crate::catalogue::model::{Advice, Fault};
use crate::catalogue::{self, Id};
use crate::report::Explained;
use crate::suggest::{self, Answer};
use crate::text::lang::Lang;

/// A condition on a result.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// This code, in any spelling.
    Code(String),
    /// `fault=…`.
    Fault(Fault),
    /// `retry=…`.
    Retry(Advice),
}

impl Condition {
    /// Reads conditions; commas part them too.
    pub fn read_all(texts: &[String], lang: Lang) -> Result<Vec<Self>, String> {
        let parts = texts.iter().flat_map(|text| text.split(','));
        let parts = parts.map(str::trim).filter(|part| !part.is_empty());
        parts.map(|part| Self::read(part, lang)).collect()
    }

    fn read(text: &str, lang: Lang) -> Result<Self, String> {
        let word = |value: &str| Value::String(value.replace('-', "_").to_lowercase());
        let wrong = |what: &str, known: &str| match lang {
            Lang::En => format!("--fail-on {text}: {what} is one of {known}"),
            Lang::Zh => format!("--fail-on {text}：{what} 的取值为 {known}"),
        };
        match text.split_once('=') {
            None => Ok(Self::Code(text.to_owned())),
            Some(("fault", value)) => serde_json::from_value(word(value))
                .map(Self::Fault)
                .map_err(|_| {
                    wrong(
                        "fault",
                        "caller, config, quota, billing, platform, network, unknown",
                    )
                }),
            Some(("retry", value)) => serde_json::from_value(word(value))
                .map(Self::Retry)
                .map_err(|_| wrong("retry", "no, after_change, backoff, unknown")),
            Some(_) => Err(match lang {
                Lang::En => format!("--fail-on {text}: give a code, fault=… or retry=…"),
                Lang::Zh => format!("--fail-on {text}：请给出错误码、fault=… 或 retry=…"),
            }),
        }
    }

    /// What to say of a code that nothing in the catalogue makes likely: with a
    /// wrong letter in it, it would never be found. Codes that are not in the
    /// catalogue come too, so it is a warning only.
    #[must_use]
    pub fn doubt(&self, lang: Lang) -> Option<String> {
        let Self::Code(code) = self else {
            return None;
        };
        // A module number, or a code in some spelling.
        if code.starts_with('(') || !catalogue::find_spelled(code).is_empty() {
            return None;
        }
        let near = match suggest::answer(code, None) {
            Answer::Family(_) => return None,
            answer => answer.similar(),
        };
        let asked = near.first().map_or_else(String::new, |near| match lang {
            Lang::En => format!("; did you mean {}?", near.id.code()),
            Lang::Zh => format!("，是否指 {}？", near.id.code()),
        });
        Some(match lang {
            Lang::En => format!("--fail-on {code}: this code is not in the catalogue{asked}"),
            Lang::Zh => format!("--fail-on {code}：错误码库中没有这个错误码{asked}"),
        })
    }

    /// Whether a kind fulfils it.
    #[must_use]
    pub fn holds(&self, row: &Explained, id: Option<Id>) -> bool {
        match self {
            Self::Fault(fault) => row.fault == *fault,
            Self::Retry(advice) => row.retry.advice == *advice,
            Self::Code(code) => {
                let wanted = fold(code);
                let sign = |name: &str| name.starts_with('-') || !code.starts_with('-');
                let is = |name: &str| fold(name) == wanted && sign(name);
                let aliases = id.map(|id| id.entry(Lang::En).aliases);
                is(&row.code) || is(&row.query) || aliases.iter().flatten().any(|name| is(name))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Condition;
    use crate::catalogue::model::{Advice, Fault};
    use crate::text::lang::Lang;

    #[test]
    fn conditions_are_codes_faults_or_advice() {
        for (text, want) in [
            ("fault=platform", Some(Condition::Fault(Fault::Platform))),
            (
                "retry=after-change",
                Some(Condition::Retry(Advice::AfterChange)),
            ),
            ("retry=no", Some(Condition::Retry(Advice::No))),
            ("INVALID_ENV", Some(Condition::Code("INVALID_ENV".into()))),
            ("-501000", Some(Condition::Code("-501000".into()))),
            ("fault=me", None),
            ("severity=high", None),
        ] {
            let read = Condition::read_all(&[text.to_owned()], Lang::En);
            assert_eq!(read.ok().and_then(|mut all| all.pop()), want, "{text}");
        }
    }
}
