//! The order of the findings of one record: the cause first, what stood around
//! it behind, the values of the record with each.

use std::borrow::Cow;
use std::sync::Arc;

use super::tokens::{Field, Key, Lexed};
use super::{Finding, Found, GENERAL, Rank, WRAPPER, values};
use crate::catalogue::Id;
use crate::recognise::Match;

/// Most findings that one error comes with. Where a record holds more, it is a list of
/// unrelated errors: none stands around another, and its values belong to none.
const AROUND: usize = 8;

impl Found<'_> {
    /// Puts the cause first and hands the values of the record to it.
    pub(super) fn finish(&mut self) -> Vec<Finding> {
        self.chain();
        self.lower_wrappers();
        let signs = self.signs();
        // They wait until a whole piece is read: in no more room than they need.
        let mut findings: Vec<_> = self.findings.drain(..).collect();
        findings.sort_by(|a, b| {
            (b.rank.tier, b.rank.depth)
                .cmp(&(a.rank.tier, a.rank.depth))
                .then(a.rank.at.cmp(&b.rank.at))
        });
        if findings.is_empty() {
            return findings;
        }
        let lexed = self.lexed;
        let ids = self
            .once
            .request_ids(|| values::request_ids(lexed))
            .to_vec();
        let text = first_message(self.lexed);
        if let [only] = &mut findings[..] {
            values::collect(self.lexed, signs, &mut only.values);
            only.request_ids = ids;
            only.message = text;
            return findings;
        }
        let mut shared = values::Noted::new();
        values::collect(self.lexed, signs, &mut shared);
        let module = findings.iter().find_map(|f| f.module.clone());
        let few = findings.len() <= AROUND;
        let all: Vec<Outer> = findings.iter().take(AROUND).map(Outer::of).collect();
        // The elements of an array are errors of their own, each with its message.
        let together = few && all.iter().all(|o| lexed.nested(o.scope, all[0].scope));
        let mut messages = Messages::of(lexed);
        for finding in &mut findings {
            if few {
                let mut around: Vec<_> = all.iter().filter(|o| o.holds(finding, lexed)).collect();
                around.sort_by_key(|o| (o.rank.depth, o.rank.at));
                finding.wrapped_by = around.into_iter().map(|o| o.query.clone()).collect();
            }
            finding.request_ids.clone_from(&ids);
            finding.message = if together {
                text.clone()
            } else {
                messages.nearest(finding.scope)
            };
            for (name, list) in shared.iter().filter(|_| few) {
                for value in list {
                    values::add(&mut finding.values, name, value);
                }
            }
        }
        findings[0].module = module;
        findings
    }

    /// A wrapper whose own message is known stays a wrapper where a code stands
    /// inside it.
    pub(super) fn lower_wrappers(&mut self) {
        let codes = self.findings.iter().filter(|f| f.matched != Match::Message);
        let deepest = codes.map(|f| f.rank.depth).max().unwrap_or(0);
        for finding in &mut self.findings {
            if finding.id.is_some_and(Id::wrapper) && finding.rank.depth < deepest {
                finding.rank.tier = WRAPPER;
            }
        }
    }

    /// In flat text a later code of the same text stands inside the earlier one.
    pub(super) fn chain(&mut self) {
        self.findings.sort_by_key(|f| f.rank.at);
        for at in 1..self.findings.len() {
            let Some(run) = self.findings[at].run else {
                continue;
            };
            let before = self.findings[..at].iter().rev();
            let before = before.filter(|f| f.run == Some(run)).map(|f| f.rank.depth);
            if let Some(depth) = before.max()
                && self.findings[at].rank.depth <= depth
            {
                self.findings[at].rank.depth = depth + 1;
            }
        }
    }
}

/// A code of the record, as what may stand around another one.
struct Outer {
    rank: Rank,
    scope: u16,
    query: Cow<'static, str>,
}

impl Outer {
    fn of(finding: &Finding) -> Self {
        Self {
            rank: finding.rank,
            scope: finding.scope,
            query: finding.query.clone(),
        }
    }

    /// It stands around the finding.
    fn holds(&self, finding: &Finding, lexed: &Lexed) -> bool {
        let rank = finding.rank;
        self.query != finding.query
            && (self.rank.depth < rank.depth || self.rank.tier < rank.tier.min(GENERAL))
            && lexed.nested(self.scope, finding.scope)
    }
}

/// The first message of the record.
fn first_message(lexed: &Lexed) -> Option<Arc<str>> {
    let mut texts = lexed.fields.iter().filter_map(|field| says(lexed, field));
    texts.next().map(Arc::from)
}

/// The text of a message that is not itself an envelope.
fn says<'l>(lexed: &'l Lexed, field: &Field) -> Option<&'l str> {
    let text = lexed.text(field.value).trim();
    let message = matches!(field.key, Key::Message | Key::OauthText);
    (message && text.len() > 2).then_some(text)
}

/// The first message of each scope: read once, for a record can hold a thousand codes.
struct Messages<'l> {
    lexed: &'l Lexed,
    texts: Vec<Option<&'l str>>,
    /// The last one asked for: mostly the next code has the same.
    last: Option<(&'l str, Arc<str>)>,
}

impl<'l> Messages<'l> {
    fn of(lexed: &'l Lexed) -> Self {
        let mut texts = vec![None; lexed.scopes.len()];
        for field in &lexed.fields {
            if let Some(text) = texts.get_mut(usize::from(field.scope))
                && text.is_none()
            {
                *text = says(lexed, field);
            }
        }
        Self {
            lexed,
            texts,
            last: None,
        }
    }

    /// The message beside a code, or of what stands around it.
    fn nearest(&mut self, scope: u16) -> Option<Arc<str>> {
        let mut scopes = self.lexed.outwards(scope);
        let text = scopes.find_map(|scope| *self.texts.get(usize::from(scope))?)?;
        let own = match self.last.take() {
            Some((known, own)) if std::ptr::eq(known, text) => own,
            _ => Arc::from(text),
        };
        self.last = Some((text, Arc::clone(&own)));
        Some(own)
    }
}

#[cfg(test)]
mod tests {
    use crate::recognise::Recogniser;

    /// Each code with what stands around it and its message.
    fn read(text: &str) -> Vec<String> {
        let findings = Recogniser::new().recognise(text, true);
        let line = |f: &super::Finding| {
            let message = f.message.as_deref().unwrap_or("-");
            format!("{} in {:?}: {message}", f.query, f.wrapped_by)
        };
        findings.iter().map(line).collect()
    }

    #[test]
    fn the_elements_of_an_array_do_not_stand_in_each_other() {
        let text = r#"[{"code":"INVALID_PARAM","message":"no env","requestId":"0a1b2c3d-1111-2222-3333-444455556666"},
            {"code":"ACTION_FORBIDDEN","message":"denied","requestId":"0a1b2c3d-1111-2222-3333-444455557777"}]"#;
        assert_eq!(
            read(text),
            [
                "ACTION_FORBIDDEN in []: denied",
                "INVALID_PARAM in []: no env"
            ]
        );
    }

    #[test]
    fn a_body_in_a_message_stands_in_what_the_message_is_of() {
        let text = r#"{"code":"FUNCTION_INVOCATION_FAILED","message":"{\"code\":\"STORAGE_FILE_NONEXIST\",\"message\":\"no file\"}","requestId":"0a1b2c3d-1111-2222-3333-444455556666"}"#;
        let read = read(text);
        assert!(
            read[0].starts_with(r#"STORAGE_FILE_NONEXIST in ["FUNCTION_INVOCATION_FAILED"]"#),
            "{read:?}"
        );
    }

    #[test]
    fn in_a_list_of_errors_none_stands_in_another() {
        let names = ["INVALID_PARAM", "DATABASE_TIMEOUT", "ACTION_FORBIDDEN"];
        let others = ["FUNCTION_NOT_FOUND", "STORAGE_FILE_NONEXIST", "SYS_ERR"];
        let more = ["INVALID_ENV", "SIGN_PARAM_INVALID", "EXCEED_RATELIMIT"];
        let bodies = names.iter().chain(&others).chain(&more).map(|name| {
            format!(r#"{{"code":"{name}","message":"of {name}","requestId":"0a1b2c3d-1111-2222-3333-444455556666"}}"#)
        });
        let bodies: Vec<String> = bodies.collect();
        for text in [
            format!("[{}]", bodies.join(",")),
            format!(
                r#"[{},{{"a":[{}]}}]"#,
                bodies[..4].join(","),
                bodies[4..].join(",")
            ),
        ] {
            let read = read(&text);
            assert_eq!(read.len(), 9, "{read:?}");
            for line in read {
                let (name, rest) = line.split_once(' ').expect("a name");
                assert_eq!(rest, format!("in []: of {name}"));
            }
        }
    }
}
