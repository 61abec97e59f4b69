//! Secrets in foreign text: told by their key or by their form, hidden as spans of
//! the text, in one pass over it.
//!
//! `view` undoes what only carries the text, `keys` knows whose value is a secret,
//! `value` where it ends, `forms` what is one by its look. Every byte is looked at a
//! bounded number of times, however the text is made.
//!
//! What it cannot know: a secret in words that no key announces, and the second half
//! of a value whose first half stands in another record.

mod forms;
mod keys;
mod value;
mod view;

use std::borrow::Cow;
use std::ops::Range;

use keys::Kind;
use value::Reach;
use view::View;

/// What stands in the place of a secret.
pub const MASK: &str = "***";

/// Where the secrets of a text stand: sorted, apart from each other.
#[must_use]
pub fn spans(text: &str) -> Vec<Range<usize>> {
    let decoded = view::decoded(text);
    found(&View::of(text, decoded.as_ref()))
}

/// The text without its secrets.
#[must_use]
pub fn masked(text: &str) -> Cow<'_, str> {
    let spans = spans(text);
    if spans.is_empty() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(without(text, &spans, 0..text.len()))
}

/// A part of a text without its secrets, whose spans are those of the whole text.
#[must_use]
pub fn without(text: &str, spans: &[Range<usize>], part: Range<usize>) -> String {
    let mut out = String::with_capacity(part.len());
    let mut at = part.start;
    let first = spans.partition_point(|span| span.end <= part.start);
    for span in &spans[first..] {
        if span.start >= part.end {
            break;
        }
        out.push_str(text.get(at..span.start.max(at)).unwrap_or_default());
        out.push_str(MASK);
        at = span.end.min(part.end);
    }
    out.push_str(text.get(at..part.end).unwrap_or_default());
    out
}

fn found(view: &View<'_>) -> Vec<Range<usize>> {
    let mut search = Search {
        view,
        at: 0,
        floor: 0,
        spans: Vec::new(),
        word: (0, 0),
        value: None,
        untagged: false,
    };
    search.run();
    let mut spans = search.spans;
    spans.sort_unstable();
    let mut out: Vec<Range<usize>> = Vec::with_capacity(spans.len());
    for (start, end) in spans {
        let (start, end) = (view.raw(start, false), view.raw(end, true));
        match out.last_mut() {
            Some(last) if start <= last.end => last.end = last.end.max(end),
            _ => out.push(start..end),
        }
    }
    out
}

/// A walk over the text.
struct Search<'v, 'a> {
    view: &'v View<'a>,
    at: usize,
    /// Before it everything is decided.
    floor: usize,
    spans: Vec<(usize, usize)>,
    /// The word before.
    word: (usize, usize),
    /// Where the value of the last key begins that is called `value`.
    value: Option<usize>,
    /// No `<` stands behind this place any more.
    untagged: bool,
}

/// How far is looked for a value that belongs to a key, where they are not neighbours.
const NEAR: usize = 200;

impl Search<'_, '_> {
    fn run(&mut self) {
        while self.at < self.view.len() {
            let byte = self.view.byte(self.at);
            match byte {
                b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'_' => self.word(),
                b'@' => self.email(),
                b':' if self.view.starts_with(self.at, b"://") => self.uri(),
                b'-' if self.view.starts_with(self.at, b"-----") => self.pem(),
                b if keys::begins_label(b) => self.label(),
                _ => self.at += 1,
            }
        }
    }

    /// Hides this and goes on behind it.
    fn hide(&mut self, start: usize, end: usize) {
        self.spans.push((start, end));
        self.floor = end;
        self.at = self.at.max(end);
    }

    /// Hides the value of the key that was read last. Words may stand before it that
    /// nobody has looked at, such as the attributes of an element: they come first.
    fn hide_value(&mut self, start: usize, end: usize) {
        let between = self.view.slice(self.at, start);
        if between.iter().any(u8::is_ascii_alphanumeric) {
            self.spans.push((start, end));
        } else {
            self.hide(start, end);
        }
    }

    /// Hides the unquoted value of a key.
    fn hide_plain(&mut self, start: usize, end: usize, kind: Kind) {
        let end = match kind {
            Kind::Person => value::groups(self.view, end),
            _ => end,
        };
        self.hide(start, end);
    }

    fn email(&mut self) {
        let found = forms::email(self.view, self.at, self.floor);
        self.at += 1;
        if let Some((start, end)) = found {
            self.hide(start, end);
        }
    }

    fn uri(&mut self) {
        let found = forms::userinfo(self.view, self.at);
        self.at += 3;
        if let Some((start, end)) = found {
            self.hide(start, end);
        }
    }

    fn pem(&mut self) {
        let found = forms::pem(self.view, self.at);
        if found.is_none() && self.view.starts_with(self.at, b"-----END ") {
            self.pem_end();
        }
        while self.view.byte(self.at) == b'-' {
            self.at += 1;
        }
        if let Some((start, end)) = found {
            self.hide(start, end);
        }
    }

    /// The end of a private key that began before this text.
    fn pem_end(&mut self) {
        let view = self.view;
        let part = |b: u8| {
            b.is_ascii_alphanumeric()
                || matches!(b, b'+' | b'/' | b'=' | b'\n' | b'\r' | b'\\' | b' ')
        };
        let name = view.slice(self.at + 9, self.at + 49);
        if !name.windows(7).any(|w| w == b"PRIVATE") {
            return;
        }
        let mut start = self.at;
        while start > self.floor && part(view.before(start)) {
            start -= 1;
        }
        if start < self.at {
            self.spans.push((start, self.at));
        }
        self.floor = self.at;
    }

    /// A word: a secret by its form, a key, or neither.
    fn word(&mut self) {
        let view = self.view;
        let start = self.at;
        let mut end = start;
        let mut before = view.before(start);
        loop {
            let byte = view.byte(end);
            if !(byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')) {
                break;
            }
            let begins = !before.is_ascii_alphanumeric();
            let key_id = byte == b'A' && view.starts_with(end, b"AKID");
            if begins || key_id {
                let number = byte.is_ascii_digit().then(|| forms::number(view, end));
                let form = number.flatten().or_else(|| forms::token(view, end));
                if let Some(last) = form {
                    self.hide(end, last);
                    return;
                }
            }
            if byte == b'-' && view.starts_with(end, b"-----") {
                break;
            }
            before = byte;
            end += 1;
        }
        // The full stop of a sentence is not part of its word.
        while end > start + 1 && matches!(view.before(end), b'.' | b'-') {
            end -= 1;
        }
        self.at = end;
        let two = self.word;
        self.word = (start, end);
        if let Some((from, to)) = forms::hook(view, start, end) {
            return self.hide(from, to);
        }
        self.named(start, end, two);
    }

    /// What the word says of what stands behind it.
    fn named(&mut self, start: usize, end: usize, two: (usize, usize)) {
        let view = self.view;
        let word = view.slice(start, end);
        let apart = two.1 + 1 == start && value::blank(view.byte(two.1));
        let (key, kind) = match keys::kind(word) {
            Some(kind) => (start, Some(kind)),
            None if apart => (two.0, keys::kind_of_two(view.slice(two.0, two.1), word)),
            None => (start, None),
        };
        if let Some(kind) = kind {
            if !self.grammar(two, start, end) {
                self.key(key, end, kind);
            }
        } else if word.eq_ignore_ascii_case(b"bearer") || word.eq_ignore_ascii_case(b"basic") {
            self.bare_scheme(end, word.len() == 6);
        } else if matches!(word, b"u" | b"user") && self.flag(start) {
            self.login(end);
        } else if let Some(flag) = keys::flag_of(word) {
            self.short_flag(end, flag);
        } else if keys::is_value(word) {
            self.value = self.separated(end).or(self.value);
        }
    }

    /// `Unexpected token < in JSON`: the token of a grammar.
    fn grammar(&self, two: (usize, usize), start: usize, end: usize) -> bool {
        if !self.view.slice(start, end).eq_ignore_ascii_case(b"token") || two.1 + 1 != start {
            return false;
        }
        let before = self.view.slice(two.0, two.1);
        let words: [&[u8]; 4] = [b"unexpected", b"next", b"unrecognized", b"syntax"];
        words.iter().any(|w| before.eq_ignore_ascii_case(w))
    }

    /// `Bearer X`, `Basic X` without a key.
    fn bare_scheme(&mut self, end: usize, bearer: bool) {
        let view = self.view;
        if !value::blank(view.byte(end)) {
            return;
        }
        let start = value::skip_blanks(view, end);
        let part = |b: u8| {
            b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'~' | b'+' | b'/' | b'=')
        };
        let mut last = start;
        while part(view.byte(last)) {
            last += 1;
        }
        let secret = value::is_secret(view, start, last, Kind::Secret, false);
        // Words may follow `Basic` in a sentence, and an attribute may follow both.
        let word = view.slice(start, last);
        let made = |b: &u8| b.is_ascii_digit() || *b == b'=';
        let looks = word.len() >= 8 && word.iter().any(made)
            || word.iter().skip(1).any(u8::is_ascii_uppercase)
            || word.len() >= 20;
        let attribute = word
            .iter()
            .rposition(|b| *b == b'=')
            .is_some_and(|at| at < 12)
            && matches!(view.byte(last), b'"' | b'\'');
        if secret && !attribute && (looks || bearer) && last > start + 3 {
            self.hide(start, last);
        }
    }

    /// `-u name:password`.
    fn login(&mut self, end: usize) {
        let view = self.view;
        let mut start = value::skip_blanks(view, end);
        if start == end && view.byte(end) != b'=' {
            return;
        }
        start += usize::from(view.byte(start) == b'=');
        let (start, last) = self.extent(start, Reach::Word);
        if view.slice(start, last).contains(&b':') {
            self.hide(start, last);
        }
    }

    /// `sshpass -p X`, `mysql -uroot -pX`: the flag of a command that takes a secret.
    fn short_flag(&mut self, end: usize, flag: u8) {
        let view = self.view;
        let line = |at: &usize| !matches!(view.byte(*at), b'\n' | b'\r' | b'|' | b';' | 0);
        for at in (end..end + NEAR).take_while(line) {
            let here = view.byte(at) == b'-' && view.byte(at + 1) == flag;
            if !here || !value::blank(view.before(at)) {
                continue;
            }
            let start = value::skip_blanks(view, at + 2);
            let (start, last) = self.extent(start, Reach::Word);
            // `docker run -p 80:80` opens ports.
            let ports = |b: &u8| b.is_ascii_digit() || matches!(b, b':' | b'.' | b'-' | b'/');
            let word = view.slice(start, last);
            let secret = !word.iter().all(ports) && view.byte(start) != b'-';
            if secret && value::is_secret(view, start, last, Kind::Secret, false) {
                self.spans.push((start, last));
            }
        }
    }

    /// The word is an option of a command.
    fn flag(&self, start: usize) -> bool {
        let view = self.view;
        let mut at = start;
        while view.before(at) == b'-' && at + 3 > start {
            at -= 1;
        }
        let before = view.before(at);
        let begins = matches!(before, 0..=b' ' | b'"' | b'\'' | b'`' | b'[' | b',' | b'(');
        at < start && begins
    }

    /// Behind the separator that follows a key, where there is one.
    fn separated(&self, end: usize) -> Option<usize> {
        let view = self.view;
        let at = value::skip_blanks(view, self.closed(end));
        let sign = matches!(view.byte(at), b':' | b'=');
        sign.then(|| value::skip_blanks(view, self.signs(at)))
    }

    /// Behind what closes a key: its quote, the bracket of an index, the end of bold.
    fn closed(&self, mut at: usize) -> usize {
        while matches!(
            self.view.byte(at),
            b'"' | b'\'' | b'`' | b'\\' | b']' | b'*'
        ) {
            at += 1;
        }
        at
    }

    /// Behind the signs of a separator: `:`, `=`, `=>`, `:=`, `==`.
    fn signs(&self, at: usize) -> usize {
        let next = self.view.byte(at + 1);
        match (self.view.byte(at), next) {
            (b'=', b'=' | b'>') | (b':', b'=' | b':') => at + 2,
            _ => at + 1,
        }
    }

    /// The value of a key, if it can be told what it is.
    fn key(&mut self, start: usize, end: usize, kind: Kind) {
        let view = self.view;
        if kind == Kind::Code {
            self.code_before(start);
        }
        let closed = self.closed(end);
        let next = value::skip_blanks(view, closed);
        let byte = view.byte(next);
        let named = value::quote(view.before(start)) || closed > end;
        match byte {
            b':' | b'=' => self.separate(start, end, next, kind),
            b'>' | b'/' if self.tag(start) => self.element(next, kind),
            _ if self.tag(start) && next > closed => self.attributes(next, kind),
            b'>' if named => self.element(next, kind),
            _ if closed > end && self.pair(start, next, kind) => {}
            b'"' | b'\'' | b'`' if next > closed => self.quoted(next, kind),
            b'(' | b'[' => self.call(next, kind),
            _ => self.beside(start, closed, next, kind),
        }
        if closed > end && self.at <= closed {
            self.reverse(start);
        }
    }

    /// The key is the name of an XML element.
    fn tag(&self, start: usize) -> bool {
        let before = self.view.before(start);
        let mut at = start;
        if before == b':' {
            at -= 1;
            while self.view.before(at).is_ascii_alphanumeric() && at + 12 > start {
                at -= 1;
            }
        }
        self.view.before(at) == b'<'
    }

    /// `key: value`, `key=value`.
    fn separate(&mut self, start: usize, end: usize, sign: usize, kind: Kind) {
        let view = self.view;
        let depth = view.depth(sign);
        let behind = self.signs(sign);
        let at = value::skip_blanks(view, behind);
        let byte = view.byte(at);
        if matches!(byte, b'\n' | b'\r' | b'|' | b'>') {
            return self.next_line(start, at, kind);
        }
        let quote = self.opening(at);
        if let Some(quote) = quote {
            return self.quoted(quote, kind);
        }
        if matches!(byte, b'[' | b'{') {
            return self.container(at, kind);
        }
        if byte == b'<' && view.starts_with(at, b"<![CDATA[") {
            return self.element_text(at, kind);
        }
        // `{SecretId: Region:ap-guangzhou}` of Go, `credential: tencentcloud: …`.
        if at > behind && view.byte(sign) == b':' && self.is_key(start, at) {
            return;
        }
        let env = view
            .slice(start, end)
            .iter()
            .all(|b| !b.is_ascii_lowercase());
        // `key: value` of YAML, `key = value` of an ini file.
        let spaced = at > behind && (view.byte(sign) == b':' || sign > end);
        let folder = matches!(view.slice(start, end), b"PWD" | b"OLDPWD");
        if folder && matches!(byte, b'/' | b'~') {
            return;
        }
        let own = value::begins_line(view, start, depth);
        let around = value::quote(view.before(start)).then(|| start - 1);
        let reach = match kind {
            Kind::Header if own && around.is_none() => Reach::HeaderLine,
            Kind::Header => Reach::Header,
            Kind::Secret if own && (spaced || env && sign == end) => Reach::Line,
            _ => Reach::Word,
        };
        // A first word that is none says that a sentence follows.
        let first = value::unquoted(view, at, Reach::Word, depth);
        if !value::is_secret(view, at, first, kind, false) {
            return;
        }
        let last = match around {
            // `-H "Cookie: a=b; c=d"`: the whole is quoted.
            Some(quote) if kind == Kind::Header && view.byte(sign) == b':' && sign == end => {
                value::first_line(view, at, value::quoted(view, quote).1.max(at))
            }
            _ => self.plain(at, first, reach, depth),
        };
        self.hide_plain(at, last, kind);
    }

    /// The end of an unquoted value. A first word that is plainly the secret is all
    /// of it; `Bearer` and its like take the next word along.
    fn plain(&self, at: usize, word: usize, reach: Reach, depth: u8) -> usize {
        let view = self.view;
        let first = view.slice(at, word);
        let schemes: [&[u8]; 4] = [b"bearer", b"basic", b"token", b"apikey"];
        if schemes.iter().any(|s| first.eq_ignore_ascii_case(s)) {
            let next = value::skip_blanks(view, word);
            if reach != Reach::HeaderLine {
                return value::unquoted(view, next, reach, depth).max(next);
            }
        }
        match reach {
            Reach::Word => word,
            Reach::Line if value::strong(first) => word,
            _ => value::unquoted(view, at, reach, depth),
        }
    }

    /// Another key stands where a value should.
    fn is_key(&self, start: usize, at: usize) -> bool {
        let view = self.view;
        let mut end = at;
        while end < at + 40 && (view.byte(end).is_ascii_alphabetic() || view.byte(end) == b'_') {
            end += 1;
        }
        if end == at || view.byte(end) != b':' || end - at > 39 {
            return false;
        }
        let upper = |at: usize| view.byte(at).is_ascii_uppercase();
        let blank = matches!(view.byte(end + 1), b' ' | b'\t' | b'\n' | 0);
        blank || upper(start) && upper(at)
    }

    /// The quote that opens a value here, behind `u` and its like.
    fn opening(&self, at: usize) -> Option<usize> {
        let view = self.view;
        let mut at = at;
        let prefix = matches!(
            view.byte(at),
            b'u' | b'b' | b'r' | b'f' | b'U' | b'B' | b'R' | b'@'
        );
        if prefix && (value::quote(view.byte(at + 1)) || view.byte(at + 1) == b'\\') {
            at += 1;
        }
        while view.byte(at) == b'\\' {
            at += 1;
        }
        value::quote(view.byte(at)).then_some(at)
    }

    /// Hides what stands in quotes.
    fn quoted(&mut self, quote: usize, kind: Kind) {
        let (start, end) = value::quoted(self.view, quote);
        // `"secretKey": "secretKey": "…"`: a piece is missing, and this is the next key.
        let key = keys::kind(self.view.slice(start, end)).is_some();
        if key && self.separated(end).is_some() {
            return;
        }
        if value::is_secret(self.view, start, end, kind, true) {
            self.hide(start, end);
        }
    }

    /// The extent of the value at a place.
    fn extent(&self, at: usize, reach: Reach) -> (usize, usize) {
        match self.opening(at) {
            Some(quote) => value::quoted(self.view, quote),
            None => (
                at,
                value::unquoted(self.view, at, reach, self.view.depth(at)),
            ),
        }
    }

    /// A list or a map of secrets: everything in it but the names.
    fn container(&mut self, at: usize, kind: Kind) {
        let view = self.view;
        let map = view.byte(at) == b'{';
        // The keys of a map say themselves which of them are secret.
        let whole = if map {
            kind == Kind::Header
        } else {
            kind == Kind::Secret || kind == Kind::Header
        };
        if !whole {
            return;
        }
        let mut at = at + 1;
        loop {
            while matches!(
                view.byte(at),
                b' ' | b'\t' | b'\n' | b'\r' | b',' | b'\\' | b':'
            ) && self.opening(at).is_none()
            {
                at += 1;
            }
            if matches!(view.byte(at), b']' | b'}' | b'{' | b'[' | 0) {
                return;
            }
            let (start, end) = match self.opening(at) {
                Some(_) => self.extent(at, Reach::Word),
                None if kind == Kind::Header => self.extent(at, Reach::Header),
                None => self.extent(at, Reach::Word),
            };
            if end <= at {
                return;
            }
            let next = value::skip_blanks(view, self.closed(end));
            let name = map && view.byte(next) == b':';
            if !name && value::is_secret(view, start, end, kind, true) {
                self.hide(start, end);
            }
            at = end;
            while value::quote(view.byte(at)) || view.byte(at) == b'\\' {
                at += 1;
            }
        }
    }

    /// `<key>value</key>`.
    fn element(&mut self, close: usize, kind: Kind) {
        if self.view.byte(close) == b'>' {
            self.element_text(close + 1, kind);
        }
    }

    /// The text of an element, also in CDATA.
    fn element_text(&mut self, at: usize, kind: Kind) {
        let view = self.view;
        if self.untagged {
            return;
        }
        let mut start = at;
        while matches!(view.byte(start), b' ' | b'\t' | b'\n' | b'\r') {
            start += 1;
        }
        let data = view.starts_with(start, b"<![CDATA[");
        start += if data { 9 } else { 0 };
        let mut end = start;
        while end < view.len() {
            let closes = match data {
                true => view.byte(end) == b']' && view.starts_with(end, b"]]>"),
                false => view.byte(end) == b'<',
            };
            if closes || view.starts_with(end, b"<![") {
                break;
            }
            end += 1;
        }
        self.untagged = end == view.len() && !data;
        if end < view.len() && value::is_secret(view, start, end, kind, true) {
            self.hide_value(start, end);
        }
    }

    /// `<key name="x">value</key>`.
    fn attributes(&mut self, at: usize, kind: Kind) {
        let end = (at..at + NEAR).find(|at| matches!(self.view.byte(*at), b'>' | b'<' | 0));
        if let Some(end) = end {
            self.element(end, kind);
        }
    }

    /// The key is a value itself, and its own value stands beside it:
    /// `{"Key":"TOKEN","Value":"…"}`, `["Authorization","Bearer …"]`.
    fn pair(&mut self, start: usize, next: usize, kind: Kind) -> bool {
        let view = self.view;
        if let Some(from) = self.value.take().filter(|from| from + 4096 > start) {
            let (from, to) = self.extent(from, Reach::Word);
            let near = to < start && to + 64 > start;
            let apart = !near || (to..start).any(|at| matches!(view.byte(at), b'{' | b'}' | b'>'));
            if !apart && value::is_secret(view, from, to, kind, true) {
                self.spans.push((from, to));
            }
        }
        let comma = view.byte(next) == b',';
        if !comma && !view.byte(next).is_ascii_alphanumeric() {
            return false;
        }
        let mut at = next + usize::from(comma);
        while matches!(view.byte(at), b' ' | b'\t' | b'\n' | b'\r') {
            at += 1;
        }
        if let Some(quote) = self.opening(at).filter(|_| comma) {
            let (from, to) = value::quoted(view, quote);
            let behind = value::skip_blanks(view, self.closed(to));
            if view.byte(behind) != b':' && view.byte(behind) != b'=' {
                return self.tuple(start, behind, (from, to), kind);
            }
        }
        self.named_value(at, kind)
    }

    /// The second of two texts: all of a tuple, or beside a header in a flat list.
    fn tuple(&mut self, start: usize, behind: usize, text: (usize, usize), kind: Kind) -> bool {
        let view = self.view;
        let mut at = start;
        while at + 8 > start && matches!(view.before(at), b'"' | b'\'' | b'`' | b'\\' | b' ' | b'u')
        {
            at -= 1;
        }
        let opens = matches!(view.before(at), b'[' | b'(' | b'{');
        let closes = matches!(view.byte(behind), b']' | b')' | b'}');
        let word = |b: &u8| b.is_ascii_alphabetic() || matches!(b, b'-' | b'_');
        let (from, to) = text;
        let name = to < from + 40 && view.slice(from, to).iter().all(word);
        let secret = value::is_secret(view, from, to, kind, true);
        if secret && (opens && closes || !name) {
            self.hide(from, to);
            return true;
        }
        false
    }

    /// `value` in the same object, at most a few names further.
    fn named_value(&mut self, from: usize, kind: Kind) -> bool {
        let view = self.view;
        let mut at = from;
        while at < from + NEAR && !matches!(view.byte(at), b'{' | b'}' | b'>' | 0) {
            let begins = !view.before(at).is_ascii_alphanumeric();
            let mut end = at;
            while view.byte(end).is_ascii_alphanumeric() && end < at + 8 {
                end += 1;
            }
            let named = begins && end > at && keys::is_value(view.slice(at, end));
            if let Some(start) = self.separated(end).filter(|_| named) {
                let (start, last) = self.extent(start, Reach::Word);
                if value::is_secret(view, start, last, kind, true) {
                    self.hide_value(start, last);
                    return true;
                }
            }
            at = end.max(at + 1);
        }
        false
    }

    /// `token("…")`, `密码（…）`.
    fn call(&mut self, open: usize, kind: Kind) {
        let view = self.view;
        let at = open + 1;
        if let Some(quote) = self.opening(at) {
            return self.quoted(quote, kind);
        }
        self.weakly(at, view.depth(open), kind);
    }

    /// A value with nothing but a blank, a tab, `is` or `|` before it.
    fn beside(&mut self, start: usize, closed: usize, next: usize, kind: Kind) {
        let view = self.view;
        let mut at = next;
        let links: [&[u8]; 4] = [b"is ", b"was ", b"are ", b"- "];
        let link = links
            .iter()
            .find(|l| next > closed && view.starts_with_word(next, l));
        if let Some(link) = link {
            at = value::skip_blanks(view, next + link.len());
            // `the access token is: …`
            at += usize::from(view.byte(at) == b':');
            at = value::skip_blanks(view, at);
        } else if view.starts_with(next, b"is:") {
            at = value::skip_blanks(view, next + 3);
        } else if view.byte(next) == b'|' {
            at = value::skip_blanks(view, next + 1);
        } else if next == closed {
            return;
        }
        if let Some(quote) = self.opening(at) {
            return self.quoted(quote, kind);
        }
        // Letters are never encoded; what stands before them says how they came.
        let depth = view.depth(at).max(view.depth(at.saturating_sub(1)));
        if self.flag(start) && next > closed && view.byte(at) != b'-' {
            let end = value::unquoted(view, at, Reach::Word, depth);
            if value::is_secret(view, at, end, kind, false) {
                self.hide(at, end);
            }
            return;
        }
        if kind == Kind::Header && next > closed && view.byte(value::word_end(view, at)) == b'=' {
            let end = value::unquoted(view, at, Reach::Header, depth);
            return self.hide(at, end);
        }
        let tab = (closed..next).any(|at| view.byte(at) == b'\t');
        let end = value::within(view, at, Reach::Word, depth, at + 64);
        let word = view.slice(at, end);
        if tab && word.iter().any(|b| !b.is_ascii_alphabetic() && *b != b'_') {
            let end = value::unquoted(view, at, Reach::Word, depth);
            if value::is_secret(view, at, end, kind, false) {
                self.hide(at, end);
            }
            return;
        }
        self.weakly(at, depth, kind);
    }

    /// Hides a word that cannot be part of a sentence.
    fn weakly(&mut self, start: usize, depth: u8, kind: Kind) {
        /// Words up to this length are read to see whether they can be.
        const SHORT: usize = 128;
        let view = self.view;
        let mut end = value::within(view, start, Reach::Word, depth, start + SHORT);
        while end > start && matches!(view.before(end), b'.' | b',' | b':' | b';') {
            end -= 1;
        }
        let word = view.slice(start, end);
        if value::telling(word, kind) && value::is_secret(view, start, end, kind, false) {
            let whole = value::unquoted(view, start, Reach::Word, depth);
            self.hide_plain(start, if end - start < SHORT { end } else { whole }, kind);
        }
    }

    /// The value of a YAML key on the lines below, or of a JSON key.
    fn next_line(&mut self, key: usize, at: usize, kind: Kind) {
        let view = self.view;
        let mut start = at;
        while matches!(view.byte(start), b'|' | b'>' | b'+' | b'-' | b' ' | b'\t') {
            start += 1;
        }
        if !matches!(view.byte(start), b'\n' | b'\r') {
            // `token=|x`: no block, a value that begins so.
            let end = value::unquoted(view, at, Reach::Word, view.depth(at));
            if value::is_secret(view, at, end, kind, false) {
                self.hide(at, end);
            }
            return;
        }
        let mut line = start;
        while matches!(view.byte(line), b'\n' | b'\r' | b' ' | b'\t') {
            line += 1;
        }
        if let Some(quote) = self.opening(line) {
            return self.quoted(quote, kind);
        }
        if matches!(view.byte(line), b'[' | b'{') {
            return self.container(line, kind);
        }
        if value::begins_line(view, key, view.depth(at)) && self.indent(line) > self.indent(key) {
            self.block(key, line, kind);
        }
    }

    /// Columns before the first sign of a line.
    fn indent(&self, at: usize) -> usize {
        let mut start = at;
        while matches!(self.view.before(start), b' ' | b'\t') {
            start -= 1;
        }
        at - start
    }

    /// The lines that are indented deeper than their key.
    fn block(&mut self, key: usize, first: usize, kind: Kind) {
        let view = self.view;
        let indent = self.indent(key);
        let mut at = first;
        while at < view.len() && self.indent(at) > indent {
            let item = at + if view.starts_with(at, b"- ") { 2 } else { 0 };
            let mut end = item;
            while end < view.len() && !matches!(view.byte(end), b'\n' | b'\r') {
                end += 1;
            }
            let mapping = (item..end.min(item + 64)).any(|at| {
                view.byte(at) == b':' && matches!(view.byte(at + 1), b' ' | b'\n' | b'\r' | 0)
            });
            if mapping || view.starts_with(item, b"at ") {
                return;
            }
            if value::is_secret(view, item, end, kind, true) {
                self.hide(item, end);
            }
            at = end;
            while matches!(view.byte(at), b'\n' | b'\r' | b' ' | b'\t') {
                at += 1;
            }
        }
    }

    /// ``The value `…` specified in the parameter `Password` is not valid``: the
    /// value stands before its key.
    fn reverse(&mut self, start: usize) {
        let view = self.view;
        let from = start.saturating_sub(NEAR).max(self.floor);
        let mut at = start;
        while at > from && matches!(view.before(at), b'"' | b'\'' | b'`' | b'\\' | b' ' | b'[') {
            at -= 1;
        }
        let names: [&[u8]; 10] = [
            b"parameter",
            b"field",
            b"argument",
            b"option",
            b"property",
            b"variable",
            b"header",
            b"for",
            b"of",
            b"in",
        ];
        let before = view.slice(at.saturating_sub(10).max(from), at);
        if !names
            .iter()
            .any(|n| before.to_ascii_lowercase().ends_with(n))
        {
            return;
        }
        let line = |b: u8| matches!(b, b'\n' | b'\r' | b'{' | b'}' | 0);
        while at > from && !value::quote(view.before(at)) {
            at -= 1;
            if line(view.byte(at)) {
                return;
            }
        }
        let end = at.saturating_sub(1);
        if at == from || !value::blank(view.byte(at)) {
            return; // it opens what it seems to close
        }
        let mark = view.byte(end);
        let mut begin = end;
        while begin > from && view.before(begin) != mark {
            begin -= 1;
        }
        let slashes = |end: usize| {
            let run = (from..end).rev().take_while(|at| view.byte(*at) == b'\\');
            run.count()
        };
        let quote = begin.saturating_sub(1);
        let before = view.before(quote - slashes(quote).min(quote));
        let opens = matches!(before, 0..=b' ' | b'(' | b'[') || !before.is_ascii();
        let end = end - slashes(end);
        if begin > from && opens && value::is_secret(view, begin, end, Kind::Secret, true) {
            self.spans.push((begin, end));
        }
    }

    /// A label in Chinese with what follows it.
    fn label(&mut self) {
        let view = self.view;
        let text = view.slice(self.at, self.at + 15);
        let Some((len, kind)) = keys::label(text) else {
            self.at += 1;
            return;
        };
        let start = self.at;
        let end = start + len;
        self.at = end;
        if kind == Kind::Code {
            self.code_before(start);
        }
        let closed = self.closed(end);
        let mut next = value::skip_blanks(view, closed);
        // `密码（password）：…`
        if view.byte(next) == b'(' {
            let close = (next..next + 40).find(|at| view.byte(*at) == b')');
            let behind = close.map_or(next, |at| value::skip_blanks(view, at + 1));
            if matches!(view.byte(behind), b':' | b'=') {
                next = behind;
            }
        }
        if matches!(view.byte(next), b':' | b'=') {
            return self.separate(start, end, next, kind);
        }
        let links = ["为：", "是：", "为:", "是:", "为", "是"];
        let link = links.iter().find(|l| view.starts_with(next, l.as_bytes()));
        let at = value::skip_blanks(view, next + link.map_or(0, |l| l.len()));
        let at = at + usize::from(view.byte(at) == b':' && link.is_some());
        let at = value::skip_blanks(view, at);
        match self.opening(at) {
            Some(quote) => self.quoted(quote, kind),
            None if view.byte(at) == b'(' => self.call(at, kind),
            None if closed == end && view.byte(at).is_ascii() => {
                let depth = view.depth(at).max(view.depth(at.saturating_sub(1)));
                self.weakly(at, depth, kind);
            }
            None if closed > end => self.in_quotes(start, end, kind),
            None => {}
        }
    }

    /// `密码“…”`: a quote behind a label opens its value, unless it closes the label.
    fn in_quotes(&mut self, start: usize, quote: usize, kind: Kind) {
        let view = self.view;
        if value::quote(view.before(start)) || !value::quote(view.byte(quote)) {
            return;
        }
        let (from, to) = value::quoted(view, quote);
        let closes = value::quote(view.byte(to)) && view.byte(from).is_ascii_alphanumeric();
        if closes && value::is_secret(view, from, to, kind, true) {
            self.hide(from, to);
        }
    }

    /// `123456为您的验证码`.
    fn code_before(&mut self, start: usize) {
        let view = self.view;
        let links = [
            "为您的",
            "是您的",
            "为你的",
            "是你的",
            "is your ",
            "is the ",
            "as your ",
            "(",
            " ",
        ];
        let link = links.iter().find(|l| {
            let from = start.checked_sub(l.len());
            from.is_some_and(|from| from >= self.floor && view.starts_with(from, l.as_bytes()))
        });
        let Some(link) = link else { return };
        let mut end = start - link.len();
        while end > self.floor && value::blank(view.before(end)) {
            end -= 1;
        }
        let mut at = end;
        while at > self.floor && end - at < 9 && view.before(at).is_ascii_digit() {
            at -= 1;
        }
        if (4..=8).contains(&(end - at)) {
            self.spans.push((at, end));
        }
    }
}

#[cfg(test)]
mod tests;
