//! The product of Tencent Cloud that a record names: by the host of its API, by an SDK's
//! package, by a resource or an action.

use memchr::memmem;

use super::{Found, Match};
use crate::catalogue::layers;
use crate::catalogue::products::{self, Product};

/// Services whose codes are not those of an API 3.0 product.
const APART: [&str; 5] = ["cloudbase", "wechat", "identity", "cos", "im"];
/// Words of a record that are looked at.
const WORDS: usize = 400;

impl Found<'_> {
    /// Notes the product that the record names with the codes of API 3.0. What another
    /// product means by a code of the same name is not meant.
    pub(super) fn of_product(&mut self, record: &str) {
        let asks = |f: &super::Finding| {
            !f.is_module && f.id.is_none_or(|id| !APART.contains(&id.service_id()))
        };
        if !self.findings.iter().any(asks) {
            return;
        }
        let Some(product) = product(record) else {
            for finding in self.findings.iter_mut() {
                finding.product = finding.id.and_then(|id| id.only_product());
            }
            return;
        };
        for finding in &mut self.findings {
            if !asks(finding) {
                continue;
            }
            finding.product = Some(product);
            let Some(id) = finding.id.filter(|_| finding.matched == Match::Exact) else {
                continue;
            };
            let bound = products::named(id.service_id());
            if bound.is_some_and(|bound| bound != product)
                && let Some(official) = layers::official(id.code())
                && official.products().any(|p| p == product)
            {
                finding.id = Some(official);
                finding.case = None;
            }
        }
    }
}

/// The product that a text names; none where nothing does, or several are named alike.
#[must_use]
pub fn product(text: &str) -> Option<Product> {
    // Most records hold neither a host nor a package.
    let lead = memmem::find(text.as_bytes(), b"tencentcloud");
    let resources = || {
        let resources = memmem::find_iter(text.as_bytes(), "qcs::");
        only(resources.filter_map(|at| named_at(text, at + 5)))
    };
    lead.and_then(|_| only(before(text, ".tencentcloudapi.")))
        .or_else(|| lead.and_then(|_| only(packages(text))))
        .or_else(|| only(behind(text, "tccli ")))
        .or_else(resources)
        .or_else(|| only(actions(text)))
}

/// The one that all of them are.
fn only(mut all: impl Iterator<Item = Product>) -> Option<Product> {
    let first = all.next()?;
    all.all(|one| one == first).then_some(first)
}

/// Products whose host's first label stands before this: `cvm.tencentcloudapi.com`,
/// `cvm.ap-guangzhou.tencentcloudapi.com`.
fn before<'t>(text: &'t str, behind: &str) -> impl Iterator<Item = Product> + 't {
    let places: Vec<usize> = memmem::find_iter(text.as_bytes(), behind)
        .take(WORDS)
        .collect();
    places.into_iter().filter_map(|end| {
        let part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.');
        let host = text.as_bytes()[..end].iter().rev().take(100);
        let len = host.take_while(|b| part(b)).count();
        let host = text.get(end - len..end)?;
        products::named(host.split('.').next()?)
    })
}

/// Products of SDK packages: `tencentcloud.cvm.v20170312`, `tencentcloud/cvm/v2017`.
fn packages(text: &str) -> impl Iterator<Item = Product> {
    let leads = ["tencentcloud/", "tencentcloud.", "tencentcloudapi/"];
    leads.into_iter().flat_map(move |lead| behind(text, lead))
}

/// Products whose id stands behind this.
fn behind<'t>(text: &'t str, lead: &'t str) -> impl Iterator<Item = Product> + 't {
    let places = memmem::find_iter(text.as_bytes(), lead).take(WORDS);
    places.filter_map(move |at| named_at(text, at + lead.len()))
}

/// The product whose id begins at a place and ends there.
fn named_at(text: &str, at: usize) -> Option<Product> {
    let rest = text.as_bytes().get(at..)?;
    let part = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    let len = rest.iter().take_while(|b| part(b)).count();
    products::named(text.get(at..at + len)?)
}

/// Products of actions: `[DescribeZones]`, `cvm:RunInstances`, `Action=RunInstances`.
fn actions(text: &str) -> impl Iterator<Item = Product> {
    let bytes = text.as_bytes();
    let places = memchr::memchr3_iter(b'[', b':', b'=', bytes).take(WORDS);
    places.filter_map(move |at| {
        let quoted = |b: &u8| matches!(b, b'"' | b'\'' | b' ' | b'\\');
        let skipped = bytes[at + 1..].iter().take_while(|b| quoted(b)).count();
        let start = at + 1 + skipped;
        let letters = bytes[start..].iter();
        let end = start + letters.take_while(|b| b.is_ascii_alphanumeric()).count();
        let word = text.get(start..end)?;
        if word.len() < 6 || !word.as_bytes()[0].is_ascii_uppercase() {
            return None;
        }
        if bytes[at] == b'[' {
            let closed = skipped == 0 && bytes.get(end) == Some(&b']');
            return closed.then(|| products::of_action(word))?;
        }
        let part = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit();
        let id = bytes[..at].iter().rev().take_while(|b| part(b)).count();
        let service = products::named(text.get(at - id..at)?);
        let service = service.filter(|_| skipped == 0 && bytes[at] == b':');
        let key = text.get(..at)?.trim_end_matches(['"', '\'', ' ', '\\']);
        let announced = || key.ends_with("ction").then(|| products::of_action(word))?;
        service.or_else(announced)
    })
}

#[cfg(test)]
mod tests {
    use super::product;

    #[test]
    fn hosts_packages_resources_and_actions_name_a_product() {
        for (text, want) in [
            ("POST https://cvm.tencentcloudapi.com/ failed", Some("cvm")),
            ("host cvm.ap-guangzhou.tencentcloudapi.com", Some("cvm")),
            (
                "from tencentcloud.dnspod.v20210323 import x",
                Some("dnspod"),
            ),
            (
                "vendor/tencentcloud/autoscaling/v20180419/client.go",
                Some("as"),
            ),
            ("operation (cvm:RunInstances) resource", Some("cvm")),
            (
                "resource (qcs::ckafka:ap-guangzhou:uin/1:*)",
                Some("ckafka"),
            ),
            ("api[InquiryPriceRunInstances] fail", Some("cvm")),
            ("\"Action\":\"InquiryPriceRunInstances\"", Some("cvm")),
            ("X-TC-Action: InquiryPriceRunInstances", Some("cvm")),
            ("we call RunInstances", None),
            ("cvm.tencentcloudapi.com and vpc.tencentcloudapi.com", None),
            ("shoes.tencentcloudapi.com", None),
            ("an action: Restart", None),
        ] {
            assert_eq!(product(text).map(|p| p.id()), want, "{text}");
        }
    }
}
