//! What older sentences still owe: `data/debts.json` counts it by rule and entry, and
//! may only shrink.

use std::collections::BTreeMap;

use super::Check;

/// By rule, then by `file: code`, how often it is broken there.
pub type Debts = BTreeMap<String, BTreeMap<String, usize>>;

/// The rules that may be owed to, and what to do instead.
pub const RULES: [(&str, &str); 4] = [
    (
        "chinese-in-english",
        "Chinese in an English sentence stands in brackets or quotes behind its English name",
    ),
    (
        "guess-as-fact",
        "an entry that only lists of codes support words its causes as guesses, in both languages",
    ),
    (
        "number-without-page",
        "a number with a unit needs a source that is more than a list of codes",
    ),
    ("unknown-command", "see commands.json"),
];

impl Check<'_> {
    /// Counts a broken rule at this place; the first place is named in a mistake.
    pub(super) fn owe(&mut self, rule: &'static str, field: &str, what: &str) {
        let entry = self.owed.entry((rule, self.place.clone())).or_default();
        entry.0 += 1;
        if entry.1.is_empty() {
            entry.1 = format!("{field}: {what}");
        }
    }

    /// More than the list admits is a mistake, and so is less: the list must shrink.
    pub(super) fn debts(&mut self, known: &Debts) {
        for ((rule, place), (count, first)) in &std::mem::take(&mut self.owed) {
            let admitted = known.get(*rule).and_then(|places| places.get(place));
            let admitted = admitted.copied().unwrap_or(0);
            if *count > admitted {
                let rules = RULES.iter().find(|(name, _)| name == rule);
                let rule = rules.map_or("", |(_, what)| what);
                self.mistakes.push(format!("{place}: {first} ({rule})"));
            }
            let now = self.now.entry((*rule).to_owned()).or_default();
            now.insert(place.clone(), (*count).min(admitted));
        }
        for (rule, places) in known {
            for (place, admitted) in places {
                let count = self.now.get(rule).and_then(|now| now.get(place));
                let count = count.copied().unwrap_or(0);
                if count < *admitted {
                    self.mistakes.push(format!(
                        "debts.json: {rule}: {place}: {admitted} are {count} now: \
                         DEBTS=lower cargo build lowers it"
                    ));
                }
            }
        }
    }
}
