//! The order of the findings of one record: the cause first, what stood around
//! it behind, the values of the record with each.

use std::borrow::Cow;

use super::lex::{Key, Lexed};
use super::{Finding, Found, GENERAL, Rank, WRAPPER, values};
use crate::catalogue::Id;
use crate::report::Match;

/// Most codes named around a cause; and where a record holds more findings than
/// that, it is a list of unrelated errors, whose values belong to none of them.
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
        let ids = values::request_ids(self.lexed);
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
        let outer: Vec<(Rank, Cow<'static, str>)> =
            findings.iter().map(|f| (f.rank, f.query.clone())).collect();
        let few = findings.len() <= AROUND;
        for finding in &mut findings {
            let rank = finding.rank;
            let mut around: Vec<_> = outer
                .iter()
                .filter(|(r, q)| {
                    *q != finding.query && (r.depth < rank.depth || r.tier < rank.tier.min(GENERAL))
                })
                .collect();
            around.sort_by_key(|(r, _)| (r.depth, r.at));
            around.truncate(AROUND);
            finding.wrapped_by = around.into_iter().map(|(_, q)| q.clone()).collect();
            finding.request_ids.clone_from(&ids);
            finding.message.clone_from(&text);
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

/// The first message of the record that is not itself an envelope.
fn first_message(lexed: &Lexed) -> Option<String> {
    lexed
        .fields
        .iter()
        .filter(|f| matches!(f.key, Key::Message | Key::OauthText))
        .map(|f| lexed.text(f.value).trim())
        .find(|text| text.len() > 2)
        .map(str::to_owned)
}
