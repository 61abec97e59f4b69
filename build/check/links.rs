//! Links, as far as they can be checked without a network.

use std::collections::HashSet;

use super::Check;

impl Check<'_> {
    /// `docs` are links; what of the sources is a link is a good one.
    pub(super) fn cited(&mut self, docs: &[String], sources: &[String]) {
        for link in docs {
            if link.starts_with("https://") {
                self.link("docs", link);
            } else {
                self.say("docs", &format!("\"{link}\" is not an https link"));
            }
        }
        for source in sources {
            if source.trim().is_empty() {
                self.say("sources", "an empty source");
            } else if source.starts_with("http:") {
                self.say("sources", &format!("\"{source}\" is not an https link"));
            } else if source.starts_with("https://") {
                self.link("sources", source);
            }
        }
        for (field, list) in [("docs", docs), ("sources", sources)] {
            let mut seen = HashSet::new();
            for text in list {
                if !seen.insert(text.trim_end_matches('/')) {
                    self.say(field, &format!("\"{text}\" stands there twice"));
                }
            }
        }
    }

    pub(super) fn link(&mut self, field: &str, link: &str) {
        let rest = link.strip_prefix("https://").unwrap_or(link);
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        if !self.links.hosts.iter().any(|known| known == host) {
            self.say(field, &format!("\"{host}\" is not a host of links.json"));
        }
        // What stands in brackets behind an address says where on the page.
        let address = link.split(' ').next().unwrap_or_default();
        if address.ends_with(['.', ',', ';', ':', ')', '"', '\'', '，', '。', '；', '）']) {
            self.say(field, &format!("\"{address}\" ends in punctuation"));
        }
    }
}
