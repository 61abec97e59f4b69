//! Results and inputs that others wrote, made fit to be shown: every text of them is
//! foreign, also what looks like the catalogue's.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::types::{
    Decision, Explained, Input, KnownModule, ModuleNumber, NextStep, Position, RetryAdvice, Str,
    Suggestion, Timeline,
};
use crate::catalogue;
use crate::text::lang::Lang;
use crate::text::shown;

/// A foreign value within a sentence of the catalogue, of which `before` is written:
/// it stands in backticks unless it is too plain to be anything but text, so that no
/// format makes a link, an address or markup of it.
pub(super) fn value<'a>(before: &str, value: &'a str) -> Cow<'a, str> {
    const MARKUP: [char; 9] = ['`', '[', ']', '<', '>', '&', '~', '|', '\\'];
    if !value.contains(MARKUP) && !linked(value) {
        return Cow::Borrowed(value);
    }
    let inside = before.matches('`').count() % 2 == 1;
    let value = value.replace('`', "'");
    Cow::Owned(if inside { value } else { format!("`{value}`") })
}

/// Something in it may become a link by itself.
fn linked(text: &str) -> bool {
    text.contains("://") || text.contains("www.") || text.contains('@')
}

/// A foreign sentence: words that would be links stand in backticks.
fn sentence(text: &str) -> String {
    let text = shown(text);
    let mut out = String::with_capacity(text.len());
    let mut quoted = false;
    for word in text.split_inclusive(' ') {
        if linked(word) && !quoted && !word.contains('`') {
            let bare = word.trim_end();
            out.extend(["`", bare, "`", &word[bare.len()..]]);
        } else {
            out.push_str(word);
        }
        quoted ^= word.matches('`').count() % 2 == 1;
    }
    if quoted {
        out.push('`');
    }
    out
}

fn text(text: &mut String) {
    if let Cow::Owned(fit) = shown(text) {
        *text = fit;
    }
}

fn texts(list: &mut [String]) {
    list.iter_mut().for_each(text);
}

fn text_of(str: &mut Str) {
    if let Cow::Owned(fit) = shown(str) {
        *str = Cow::Owned(fit);
    }
}

fn texts_of(list: &mut [Str]) {
    list.iter_mut().for_each(text_of);
}

fn sentence_of(str: &mut Str) {
    *str = Cow::Owned(sentence(str));
}

/// Names with what belongs to them.
fn named<T>(map: &mut BTreeMap<String, T>, mut fit: impl FnMut(&mut T)) {
    let foreign = std::mem::take(map);
    for (name, mut value) in foreign {
        fit(&mut value);
        map.insert(shown(&name).into_owned(), value);
    }
}

/// Pages on hosts that the catalogue itself sends its readers to.
fn pages(list: &mut Vec<Str>) {
    list.retain(|page| {
        let plain = |b: u8| b.is_ascii_graphic() && !matches!(b, b'<' | b'>' | b'"' | b'\\' | b'`');
        page.bytes().all(plain) && host(page).is_some_and(is_known)
    });
}

fn host(page: &str) -> Option<&str> {
    let rest = page.strip_prefix("https://")?;
    Some(&rest[..rest.find('/').unwrap_or(rest.len())])
}

/// The catalogue has a page on this host.
fn is_known(name: &str) -> bool {
    static HOSTS: OnceLock<BTreeSet<&'static str>> = OnceLock::new();
    let hosts = HOSTS.get_or_init(|| {
        let pages = catalogue::ids().flat_map(|id| id.entry(Lang::En).docs);
        pages.filter_map(host).collect()
    });
    hosts.contains(name)
}

impl Explained {
    /// Makes every text of it fit to be shown. Each field is named here, so that one
    /// that is added cannot be forgotten.
    #[must_use]
    pub fn made_fit(mut self) -> Self {
        let Self {
            code,
            service,
            category,
            matched: _,
            level: _,
            product,
            query,
            case,
            wrapper: _,
            wrapped_by,
            meaning,
            causes,
            steps,
            fault: _,
            harmless: _,
            retry: RetryAdvice { advice: _, note },
            http_status: _,
            aliases,
            see_also,
            differences,
            docs,
            sources,
            decided_by,
            module,
            message,
            values,
            request_ids,
            suggestions,
            count: _,
            first,
            last,
            value_counts,
            more: _,
            excerpt,
            appeared: _,
            timeline,
            legacy,
        } = &mut self;
        text_of(code);
        service
            .iter_mut()
            .chain(category)
            .chain(product)
            .chain(case)
            .for_each(text_of);
        text(query);
        texts(wrapped_by);
        texts(request_ids);
        [meaning, note].into_iter().for_each(sentence_of);
        causes.iter_mut().chain(differences).for_each(sentence_of);
        steps.iter_mut().for_each(NextStep::make_fit);
        texts_of(aliases);
        texts_of(see_also);
        pages(docs);
        pages(sources);
        decided_by.iter_mut().for_each(Decision::make_fit);
        module.iter_mut().for_each(ModuleNumber::make_fit);
        message.iter_mut().chain(excerpt).for_each(text);
        legacy
            .iter_mut()
            .for_each(|legacy| *legacy = sentence(legacy));
        named(values, |list| texts(list));
        named(value_counts, |_| ());
        suggestions.iter_mut().for_each(Suggestion::make_fit);
        first.iter_mut().chain(last).for_each(Position::make_fit);
        timeline.iter_mut().for_each(Timeline::make_fit);
        self
    }
}

impl NextStep {
    fn make_fit(&mut self) {
        let Self {
            text,
            command,
            effect: _,
        } = self;
        sentence_of(text);
        command.iter_mut().for_each(text_of);
    }
}

impl Decision {
    fn make_fit(&mut self) {
        let Self {
            case,
            messages,
            meaning,
        } = self;
        text_of(case);
        texts_of(messages);
        sentence_of(meaning);
    }
}

impl ModuleNumber {
    fn make_fit(&mut self) {
        let Self {
            number,
            message,
            known,
        } = self;
        text(number);
        text(message);
        for KnownModule { product, meaning } in known {
            text_of(product);
            *meaning = sentence(meaning);
        }
    }
}

impl Suggestion {
    fn make_fit(&mut self) {
        let Self {
            code,
            meaning,
            score: _,
        } = self;
        text_of(code);
        *meaning = sentence(meaning);
    }
}

impl Position {
    fn make_fit(&mut self) {
        let Self {
            file,
            line: _,
            offset: _,
            time,
        } = self;
        file.iter_mut().chain(time).for_each(text);
    }
}

impl Timeline {
    /// Numbers only; a text that is added to it must come here.
    fn make_fit(&mut self) {
        let Self {
            form: _,
            first: _,
            last: _,
            step: _,
            counts: _,
            earliest: _,
            latest: _,
        } = self;
    }
}

impl Input {
    /// Makes every text of it fit to be shown.
    #[must_use]
    pub fn made_fit(mut self) -> Self {
        let Self {
            kind,
            name,
            lines: _,
            bytes: _,
            records: _,
            interrupted: _,
            left_out: _,
            unread: _,
            files,
        } = &mut self;
        text_of(kind);
        name.iter_mut().for_each(text);
        texts(files);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::{sentence, value};

    #[test]
    fn a_foreign_value_is_no_markup() {
        for (before, text, want) in [
            ("The table ", "orders", "orders"),
            (
                "The table ",
                "![x](https://evil.example/a)",
                "`![x](https://evil.example/a)`",
            ),
            ("The table `", "a`<img>", "a'<img>"),
            ("Ask ", "@someone", "`@someone`"),
            ("See ", "https://evil.example", "`https://evil.example`"),
        ] {
            assert_eq!(value(before, text), want);
        }
    }

    #[test]
    fn a_foreign_sentence_has_no_links() {
        assert_eq!(
            sentence("see https://evil.example/a now"),
            "see `https://evil.example/a` now"
        );
        assert_eq!(sentence("in `a@b c` and @d"), "in `a@b c` and `@d`");
        assert_eq!(sentence("open `code"), "open `code`");
    }
}
