//! What the catalogue says of a finding in one word each.

use crate::catalogue::layers::Level;
use crate::catalogue::model::{Advice, Fault};
use crate::catalogue::{self, Id};
use crate::recognise::Finding;
use crate::text::lang::Lang;

/// What the catalogue says of a finding without a sentence.
#[derive(Clone, Copy, Debug, Default)]
pub struct Verdict {
    /// Service id.
    pub service: Option<&'static str>,
    /// Category id.
    pub category: Option<&'static str>,
    /// Name of the case.
    pub case: Option<&'static str>,
    /// The code only carries another one.
    pub wrapper: bool,
    /// Who has to act.
    pub fault: Fault,
    /// Whether to retry.
    pub advice: Advice,
}

impl Verdict {
    /// Of an entry and one of its cases, of a module number, or of an unknown code.
    #[must_use]
    pub fn of(finding: &Finding) -> Self {
        match finding.id {
            Some(id) => Self::of_entry(id, finding.case.filter(|_| id.level() != Level::Class)),
            None if finding.is_module => Self::of_module(),
            None => Self::default(),
        }
    }

    fn of_entry(id: Id, case: Option<usize>) -> Self {
        let wrapper = case.is_none() && id.wrapper();
        let case = case.and_then(|number| id.case(number, Lang::En));
        let retry = case.as_ref().and_then(|c| c.retry.as_ref());
        Self {
            service: Some(id.service_id()),
            category: Some(id.category_id()),
            wrapper,
            fault: case.as_ref().and_then(|c| c.fault).unwrap_or(id.fault()),
            advice: retry.map_or_else(|| id.advice(), |r| r.advice),
            case: case.map(|c| c.id),
        }
    }

    fn of_module() -> Self {
        let (service, category) = catalogue::MODULE_PLACE;
        let entry = catalogue::module_entry();
        Self {
            service: Some(service),
            category: Some(category),
            fault: entry.fault,
            advice: entry.retry.advice,
            ..Self::default()
        }
    }
}
