//! What the message says: patterns of the catalogue recognise text without a code
//! and choose the case of a code.

use super::marks::Sign;
use super::tokens::{Field, Layer};
use super::wording::{Worded, Wordings};
use super::{Finding, Found, GENERAL, Rank, SPECIFIC, blank, evidence, is_v2, message, values};
use crate::catalogue::Id;
use crate::catalogue::layers::Level;
use crate::catalogue::layout;
use crate::recognise::Match;
use crate::text::distance::distance;

/// How much of a message in other words must be there, in thousandths, and how many bits
/// it must say in other people's texts to be Tencent's alone.
const WHOLE: u32 = 850;
const ALONE: u32 = 50;
/// The same where Tencent is named.
const MOST: u32 = 800;
const NAMED: u32 = 22;
/// Words before a message that announce one.
const ANNOUNCE: &[&str] = &[
    "rror", "xception", "Uncaught", "ERR", "WARN", "错误", "失败",
];

impl Found<'_> {
    /// Patterns of the catalogue: they recognise text without a code, and choose
    /// the case of a code.
    pub(super) fn messages(&mut self) {
        for number in 0..self.lexed.layers.len() {
            // What was read again without being decoded stands in the first layer.
            if !self.lexed.layers[number].decoded {
                continue;
            }
            let layer = self.lexed.layer(number);
            let here = |id| self.findings.iter().any(|f| f.id == Some(id));
            let mut found = match number {
                0 => message::find_at(layer, &self.marks.anchors, here),
                _ => message::find(layer, here),
            };
            // A string that was decoded has its own layer: its escapes are no part of
            // what a message names.
            found.retain(|m| !self.lexed.is_escaped(number, m.start));
            // Of two services that share a text, the one whose code is there.
            let own: Vec<_> = found
                .iter()
                .filter(|m| self.findings.iter().any(|f| f.id == Some(m.pattern.id)))
                .map(|m| (m.pattern.id, m.start, m.end))
                .collect();
            found.retain(|m| {
                !own.iter()
                    .any(|(id, start, end)| *id != m.pattern.id && m.start < *end && *start < m.end)
            });
            for matched in found {
                self.message(number, &matched);
            }
        }
    }

    /// Messages in other words than the catalogue has, in a question in which nothing
    /// else is found.
    pub(super) fn reworded(&mut self, wordings: &mut Wordings) {
        for number in 0..self.lexed.layers.len() {
            if !self.lexed.layers[number].decoded {
                continue;
            }
            let layer = self.lexed.layer(number);
            let speaks = |worded: &Worded| self.speaks(layer, worded);
            let found = wordings.find(layer, |_| false, speaks);
            for worded in found {
                if !self.lexed.is_escaped(number, worded.start) {
                    self.message(number, &worded.into());
                }
            }
        }
    }

    /// Whether a message in other words is recognised without its code: enough of it is
    /// there, and it is Tencent's alone, or something says that it is Tencent's here.
    fn speaks(&self, text: &str, worded: &Worded) -> bool {
        let there = worded.score.min(worded.share);
        if there >= WHOLE && worded.alone >= ALONE {
            return true;
        }
        let likely = there >= MOST && worded.alone >= NAMED;
        likely && (self.signs().has(Sign::Tencent) || worded.exact && fills_line(text, worded))
    }

    pub(super) fn message(&mut self, layer: usize, matched: &message::Matched) {
        let id = matched.pattern.id;
        let of_family = |f: &&mut Finding| {
            let head = f.query.split('.').next();
            f.id.is_some_and(|own| own.level() != Level::Entry) && head == Some(id.code())
        };
        if let Some(own) = self.findings.iter_mut().find(of_family) {
            // What the family's own entry knows of the message holds for all of its codes.
            (own.id, own.matched) = (Some(id), Match::Family);
        }
        let namesake = |f: &&mut Finding| f.id.is_some_and(|f| f != id && f.code() == id.code());
        if let Some(namesake) = self.findings.iter_mut().find(namesake) {
            // The message says which service's code of this name it is.
            namesake.id = Some(id);
        }
        if self.findings.iter().any(|f| f.id == Some(id)) {
            self.own_message(layer, matched);
            return;
        }
        if self.signs().others() || self.twin(id) {
            return;
        }
        let text = self.lexed.layer(layer);
        let line = evidence::line_around(text, matched.start);
        let table = line.trim_start().starts_with('|') && line.matches('|').count() > 2;
        let layer_number = u16::try_from(layer).unwrap_or(u16::MAX);
        if !self.any_code() && (table || self.program_text(layer_number, line)) {
            return;
        }
        let query = &text[matched.start..matched.end];
        let (depth, at) = self.place(layer, matched.start);
        let rank = Rank {
            tier: if self.elsewhere(id) {
                GENERAL
            } else {
                SPECIFIC
            },
            depth: depth + 1,
            at,
        };
        self.demote(layer, matched);
        let mut finding = blank(Some(id), Match::Message, query, rank);
        choose(&mut finding, matched);
        self.add(finding);
    }

    /// The message of a code that is there chooses its case.
    pub(super) fn own_message(&mut self, layer: usize, matched: &message::Matched) {
        let (depth, _) = self.place(layer, matched.start);
        let own = self.findings.iter_mut();
        for own in own.filter(|f| f.id == Some(matched.pattern.id)) {
            choose(own, matched);
            if !is_v2(matched.pattern.id.code()) {
                if own.matched != Match::Message {
                    own.rank.tier = own.rank.tier.max(SPECIFIC);
                }
                let depth = match own.matched {
                    Match::Message => depth + 1,
                    _ => depth.saturating_sub(1),
                };
                own.rank.depth = own.rank.depth.max(depth);
            }
        }
    }

    /// A code that stands inside a known message is part of it.
    pub(super) fn demote(&mut self, layer: usize, matched: &message::Matched) {
        let number = u16::try_from(layer).unwrap_or(u16::MAX);
        let start = u32::try_from(matched.start).unwrap_or(u32::MAX);
        let length = u32::try_from(matched.end - matched.start).unwrap_or(u32::MAX);
        let Some((text, start)) = self.lexed.place(number, start) else {
            return;
        };
        for finding in &mut self.findings {
            let inside = finding.spot.is_some_and(|(own, at)| {
                own == text && (start..start.saturating_add(length)).contains(&at)
            });
            if inside {
                finding.rank.tier = finding.rank.tier.min(GENERAL);
            }
        }
    }

    /// A code of the record is the pattern's owner under a name one or two
    /// letters away (`FUNCTION_…`, `FUNCTIONS_…`): it says the same already.
    pub(super) fn twin(&self, owner: Id) -> bool {
        let letters = layout::letters(owner.code());
        self.findings.iter().any(|f| {
            f.matched != Match::Message
                && f.id.is_some_and(|id| {
                    !id.numeric() && distance(&layout::letters(id.code()), &letters) <= 2
                })
        })
    }

    /// The text of another product's code, of a number or of a wider code beside a
    /// specific code says less than that code.
    pub(super) fn elsewhere(&self, owner: Id) -> bool {
        let product = |id: Id| match id.service_id() {
            "wechat" | "scf" => "cloudbase",
            "cam" | "tcb-api" => "cloud-api",
            other => other,
        };
        self.findings.iter().any(|f| {
            f.rank.tier >= SPECIFIC
                && f.matched != Match::Message
                && f.id.is_some_and(|id| {
                    let named = !id.numeric();
                    product(id) != product(owner)
                        || (named && (owner.numeric() || id.code().ends_with(owner.code())))
                })
        })
    }

    /// How deep and where a text of a layer stands.
    pub(super) fn place(&self, layer: usize, start: usize) -> (u16, u32) {
        let inside = |f: &&Field| {
            usize::from(f.value.layer) == layer
                && (f.value.start as usize) <= start
                && start < f.value.end as usize
        };
        self.lexed
            .fields
            .iter()
            .filter(inside)
            .map(|f| (f.depth + 1, f.at + 1))
            .max()
            .unwrap_or_else(|| match self.lexed.innermost(layer, start) {
                None | Some(Layer { depth: 0, .. }) => {
                    (0, u32::try_from(start).unwrap_or(u32::MAX))
                }
                Some(Layer { depth, at, .. }) => (*depth, *at),
            })
    }
}

/// Nothing but the message stands in its line, beside signs, tags in brackets and what
/// announces an error.
fn fills_line(text: &str, worded: &Worded) -> bool {
    let before = text[..worded.start].rsplit('\n').next().unwrap_or_default();
    let behind = text[worded.end..].split('\n').next().unwrap_or_default();
    let announces = |word: &str| {
        let tag = word.starts_with('[') && word.ends_with(']');
        tag || !word.contains(char::is_alphanumeric)
            || ANNOUNCE.iter().any(|said| word.contains(said))
    };
    // What stands right before it without a blank is a part of the same word.
    let before = before.trim_end_matches(|c: char| c.is_ascii_graphic());
    before.split_whitespace().all(announces) && !behind.contains(char::is_alphanumeric)
}

impl From<Worded> for message::Matched {
    fn from(worded: Worded) -> Self {
        Self {
            pattern: worded.pattern,
            start: worded.start,
            end: worded.end,
            values: worded.values,
            weight: worded.end - worded.start,
        }
    }
}

/// Takes the case and the values of a matched message, the longest literal first.
fn choose(finding: &mut Finding, matched: &message::Matched) {
    if matched.weight > finding.weight {
        finding.case = Some(matched.pattern.case);
        finding.weight = matched.weight;
    }
    for (name, value) in &matched.values {
        values::add(&mut finding.values, name, value);
    }
}
