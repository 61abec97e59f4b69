//! From the text of one record to its findings, the cause first.
//!
//! `lex` brings every carrier down to keys, values and words; this file asks the
//! catalogue about those that stand where an error code stands, weighs the
//! evidence (`evidence`), lets the message speak (`message`), and puts the
//! innermost specific code first.

pub mod evidence;
pub mod lex;
pub mod message;
pub mod values;

use std::cell::Cell;

use crate::catalogue::layout;
use crate::catalogue::{self, Hit, Id};
use crate::clean;
use crate::report::{Match, Values};
use crate::suggest;
use evidence::{Looks, Vendor, looks};
use lex::{Field, Key, Kind, Lexed, Token};

/// One code in one record.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The entry; none for an unknown code.
    pub id: Option<Id>,
    /// How it was recognised.
    pub matched: Match,
    /// The token as it stood in the input, or the matched text.
    pub query: String,
    /// The case that the message chose.
    pub case: Option<usize>,
    /// The module number and its message, for `(100004) …`.
    pub module: Option<(String, String)>,
    /// The finding is the module number itself.
    pub is_module: bool,
    /// Codes that stood around it, outermost first.
    pub wrapped_by: Vec<String>,
    /// The message beside the code.
    pub message: Option<String>,
    /// What the record says besides.
    pub values: Values,
    /// Request ids of the record.
    pub request_ids: Vec<String>,
    rank: Rank,
    /// The flat text it stands in: layer and scope.
    run: Option<(u16, u16)>,
    /// Where it stands: layer and byte.
    spot: Option<(usize, usize)>,
    /// How much of the message chose the case, in bytes.
    weight: usize,
}

/// What decides between the codes of one record: the specific before the
/// general, then the innermost, then the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    tier: u8,
    depth: u16,
    at: u32,
}

/// A code that only carries another.
const WRAPPER: u8 = 0;
/// A number or family name that a named code beside it outdoes.
const GENERAL: u8 = 1;
/// A code that says what happened.
const SPECIFIC: u8 = 2;
/// The code in a link of the message: the service's own word on it.
const LINKED: u8 = 3;

/// Recognises records; keeps its memory from one to the next.
#[derive(Default)]
pub struct Recogniser {
    lexed: Lexed,
}

impl Recogniser {
    /// A recogniser.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The findings of one record, the cause first. With `whole`, the text is all
    /// that there is: a bare code counts.
    pub fn recognise(&mut self, text: &str, whole: bool) -> Vec<Finding> {
        let text = clean::carrier(text);
        self.lexed.read(&text);
        let mut found = Found {
            lexed: &self.lexed,
            vendor: Cell::new(None),
            program: Cell::new(None),
            whole,
            findings: Vec::new(),
        };
        found.fields();
        found.tokens();
        if whole && found.findings.is_empty() {
            found.bare();
        }
        found.messages();
        found.function_result();
        found.success();
        found.finish()
    }
}

/// The findings of a record in the making.
struct Found<'a> {
    lexed: &'a Lexed,
    vendor: Cell<Option<Vendor>>,
    /// Where the last line asked about begins, and whether it is program text.
    program: Cell<Option<(usize, bool)>>,
    /// The record is all that there is.
    whole: bool,
    findings: Vec<Finding>,
}

impl Found<'_> {
    fn vendor(&self) -> Vendor {
        let known = self.vendor.get();
        known.unwrap_or_else(|| {
            let text = self.lexed.layers.first().map_or("", |l| l);
            let vendor = Vendor::of(text);
            self.vendor.set(Some(vendor));
            vendor
        })
    }

    /// Values of code keys.
    fn fields(&mut self) {
        for field in &self.lexed.fields {
            if !field.key.is_code() {
                continue;
            }
            let code = self.lexed.text(field.value).trim();
            if !code.is_empty() && code.len() <= 200 {
                self.field(field, code);
            }
        }
    }

    fn field(&mut self, field: &Field, code: &str) {
        let Some(judged) = self.judge(field, code) else {
            return;
        };
        let known = known(code, judged.prefer);
        let hit = known.or_else(|| java(code).and_then(|c| known_exact(c, judged.prefer)));
        let depth = field.depth + judged.bonus;
        let before = self.findings.len();
        match hit {
            Some(hit) => self.hit(hit, code, depth, field.at),
            None if judged.unknown => self.unknown(code, depth, field.at),
            None => {}
        }
        if let Some(new) = self.findings.get_mut(before) {
            if field.key == Key::Link {
                new.rank.tier = LINKED;
            }
            if !field.quoted {
                new.run = Some((field.value.layer, field.scope));
            }
        }
        if field.key == Key::CodeDesc || is_v2(code) {
            self.module_of(field);
        }
    }

    /// Whether the value of this key is one of Tencent's codes, which services
    /// to look in first, and whether an unknown one counts.
    fn judge(&self, field: &Field, code: &str) -> Option<Judged> {
        let scope = field.scope;
        let has = |key| self.lexed.in_scope(scope).any(|f| f.key == key);
        let message = has(Key::Message);
        let id = has(Key::RequestId);
        if success(code) {
            return None;
        }
        if has(Key::Foreign) {
            return None;
        }
        let sdk = self.vendor().sdk;
        let others = self.vendor().others();
        match field.key {
            Key::Link => (!others && catalogue::has(code)).then_some(Judged::known(CLOUDBASE, 1)),
            Key::Fail => (looks(code) == Looks::Distinct).then_some(Judged::known(WECHAT, 0)),
            Key::CodeDesc => Some(Judged::any(&["cam", "cloud-api"], 2)),
            Key::ErrCode => self.judge_err_code(field, code, message),
            Key::WxErrCode => {
                let long = code.len() >= 5 || code.starts_with('-');
                let ours = (message || !field.quoted) && (code.starts_with('-') || !others);
                let text = self.lexed.value(scope, Key::Message).unwrap_or_default();
                let signed = ["rid:", "hint:"].iter().any(|sign| text.contains(sign));
                (long && ours && (signed || catalogue::has(code))).then_some(Judged {
                    unknown: signed,
                    ..Judged::known(WECHAT, 0)
                })
            }
            Key::ErrorCode => self.judge_error_code(code, message, others),
            Key::StatusCode => {
                let result = has(Key::ErrorCode) || has(Key::Message);
                let run = result && (has(Key::ErrorCode) || self.vendor().tencent) && !others;
                (run && run_state(code)).then_some(Judged::general(&["scf"]))
            }
            Key::OauthCode => None,
            Key::Error => self.judge_error(field, code, others),
            _ if self.in_response(scope) || (sdk && names_a_code(code)) => Some(Judged::any(
                self.named_service().unwrap_or(&["cloud-api"]),
                0,
            )),
            _ => self.judge_code(field, code, message, id, others),
        }
    }

    /// `errCode`: the mini program, its server SDK, the web SDK.
    fn judge_err_code(&self, field: &Field, code: &str, message: bool) -> Option<Judged> {
        if code.starts_with('-') {
            let layered = looks(code) == Looks::Distinct;
            let known = catalogue::has(code);
            if self.program(field.at) {
                return None;
            }
            if layered || (known && (message || self.vendor().tencent)) {
                return Some(Judged {
                    unknown: layered,
                    ..Judged::known(WECHAT, 0)
                });
            }
            return None;
        }
        let named = looks(code) >= Looks::Common || self.vendor().tencent;
        if is_digits(code) {
            let known = catalogue::has(code);
            let text = self
                .lexed
                .value(field.scope, Key::Message)
                .unwrap_or_default();
            let signed = text.contains("rid:") || text.starts_with("openapi.");
            let said = message || code.len() == 6 || self.vendor().tencent;
            return (said && code.len() >= 5 && (known || signed)).then_some(Judged {
                unknown: signed,
                ..Judged::known(WECHAT, 0)
            });
        }
        (named && !self.vendor().others() && !self.program(field.at))
            .then_some(Judged::known(CLOUDBASE, 0))
    }

    /// `errorCode`: ±1 in function results, a name in tools, audit records.
    fn judge_error_code(&self, code: &str, message: bool, others: bool) -> Option<Judged> {
        if is_digits(code.trim_start_matches('-')) {
            return None;
        }
        let tencent = self.vendor().tencent;
        let ours = match looks(code) {
            Looks::Distinct => !others,
            Looks::Common | Looks::Everybodys => tencent && message,
        };
        ours.then_some(Judged::known(CLOUDBASE, 0))
    }

    /// `error`: an OAuth-style body, or a name in text.
    fn judge_error(&self, field: &Field, code: &str, others: bool) -> Option<Judged> {
        let numbered = self.lexed.value(field.scope, Key::OauthCode).is_some();
        let described = self.lexed.value(field.scope, Key::OauthText).is_some();
        if code.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') {
            let ours = numbered
                || (described && !others && (self.vendor().tencent || self.vouched(field, code)));
            return ours.then_some(Judged::known(&["identity"], 0));
        }
        (looks(code) == Looks::Distinct && !others && !self.program(field.at))
            .then_some(Judged::known(CLOUDBASE, 0))
    }

    /// `code`: the CloudBase body, API 2.0, COS, Node and Go prints, log lines.
    fn judge_code(
        &self,
        field: &Field,
        code: &str,
        message: bool,
        id: bool,
        others: bool,
    ) -> Option<Judged> {
        if is_digits(code) {
            return self.judge_number(field, code, others);
        }
        if code.starts_with('-') {
            let layered = looks(code) == Looks::Distinct;
            return (layered && catalogue::has(code)).then_some(Judged::known(WECHAT, 0));
        }
        let xml = self.lexed.path(field.scope).any(|k| k == Key::Error) && self.is_xml();
        if xml {
            return self.judge_cos();
        }
        if others || self.program(field.at) {
            return None;
        }
        let tencent = self.vendor().tencent;
        let ours = match looks(code) {
            Looks::Distinct => !field.quoted || message || id || tencent || !self.in_company(field),
            Looks::Common => message || id || tencent,
            Looks::Everybodys => {
                let shouting = !code.bytes().any(|b| b.is_ascii_lowercase());
                (message && id && (shouting || evidence::family(code)))
                    || (tencent && (message || id || !shouting))
                    || self.vouched(field, code)
            }
        };
        let shouting = code.contains('_') && !code.bytes().any(|b| b.is_ascii_lowercase());
        ours.then(|| Judged {
            unknown: (message && id && shouting)
                || (evidence::dotted(code) && (message || tencent)),
            ..Judged::known(self.api_services(), 0)
        })
    }

    /// Other keys stand in the same text.
    fn in_company(&self, field: &Field) -> bool {
        let layer = &self.lexed.layers[usize::from(field.value.layer)];
        layer.matches("\":").count() > 1
    }

    /// The message beside a code is one that the catalogue knows of this code.
    fn vouched(&self, field: &Field, code: &str) -> bool {
        let hits = catalogue::find(code);
        let here = |id| hits.iter().any(|hit| hit.id == id);
        self.lexed
            .in_scope(field.scope)
            .filter(|f| matches!(f.key, Key::Message | Key::OauthText))
            .flat_map(|f| message::find(self.lexed.text(f.value), here))
            .any(|m| here(m.pattern.id))
    }

    /// A bare number as `code`: API 2.0 with a module number, a `codeDesc` or a
    /// sign of Tencent's; everybody writes `code: 400`.
    fn judge_number(&self, field: &Field, code: &str, others: bool) -> Option<Judged> {
        if others {
            return None;
        }
        if code.len() == 5 && self.wechat_said(field) {
            return Some(Judged::any(WECHAT, 0));
        }
        if !catalogue::has(code) {
            return None;
        }
        let desc = self.lexed.value(field.scope, Key::CodeDesc).is_some();
        let message = self.lexed.value(field.scope, Key::Message);
        let module = message.is_some_and(|m| module_number(m).is_some());
        let tencent = self.vendor().tencent;
        let v2 = is_v2(code) && message.is_some() && (desc || module || tencent);
        let class = code.len() == 6 && tencent;
        let wechat = code.len() == 5 && message.is_some() && tencent;
        if v2 {
            return Some(Judged::general(&["cloud-api"]));
        }
        (class || wechat).then_some(Judged::general(WECHAT))
    }

    /// The WeChat API signs its messages with a `rid`.
    fn wechat_said(&self, field: &Field) -> bool {
        let message = self.lexed.value(field.scope, Key::Message);
        let text = self.lexed.layers.first().map_or("", |l| l);
        message.is_some_and(|m| m.contains("rid:") || m.contains("hint: ["))
            || (message.is_some() && text.contains("WeChatClientException"))
    }

    /// `<Error><Code>`: COS, unless S3 or OSS signed it.
    fn judge_cos(&self) -> Option<Judged> {
        let text = self.lexed.layers.first().map_or("", |l| l);
        let base64 = values::request_ids(self.lexed)
            .iter()
            .any(|id| id.len() >= 24 && (id.ends_with('=') || id.ends_with('_')));
        let signed = self.vendor().tencent || text.contains("<TraceId") || base64;
        (signed && !self.vendor().others()).then_some(Judged::any(&["cos"], 0))
    }

    fn is_xml(&self) -> bool {
        self.lexed.layers.iter().any(|l| l.contains("<Code>"))
    }

    fn in_response(&self, scope: u16) -> bool {
        let mut keys = self.lexed.path(scope);
        let error = keys.next() == Some(Key::Error);
        error && !self.is_xml() && keys.any(|k| k == Key::Response)
    }

    /// Services to look in for a code that no envelope places.
    fn api_services(&self) -> &'static [&'static str] {
        self.named_service().unwrap_or(&["cloudbase", "cloud-api"])
    }

    /// The service that an API 3.0 record speaks of.
    fn named_service(&self) -> Option<&'static [&'static str]> {
        let text = self.lexed.layers.first().map_or("", |l| l);
        for (sign, services) in [
            ("scf.", &["scf", "cloud-api"][..]),
            ("Function]", &["scf", "cloud-api"]),
            ("tcb.", &["tcb-api", "cloud-api"]),
            ("DescribeEnvs", &["tcb-api", "cloud-api"]),
            ("cam.", &["cam", "cloud-api"]),
            ("sts.", &["cam", "cloud-api"]),
            ("cos.", &["cos", "cloud-api"]),
        ] {
            if text.contains(sign) {
                return Some(services);
            }
        }
        None
    }

    /// Words in brackets, in parentheses and in error lines.
    fn tokens(&mut self) {
        for token in &self.lexed.tokens {
            let word = self.lexed.text(token.text);
            match token.kind {
                Kind::Bracket => self.bracket(token, word),
                Kind::Word => self.word(token, word),
                Kind::Paren => self.paren(token, word),
            }
        }
    }

    /// `[CODE] message`, `[100003] …`.
    fn bracket(&mut self, token: &Token, word: &str) {
        let in_message = token.within.is_some_and(Key::is_text);
        if is_digits(word) {
            let class = word.len() == 6 && catalogue::has(word);
            let wechat = word.len() == 5 && self.line(token).contains("rid:");
            if wechat && !catalogue::has(word) {
                self.unknown(word, token.depth, token.at);
                return;
            }
            let ours = self.vendor().tencent || in_message || self.any_code();
            if (class && ours) || wechat {
                self.token(token, word, WECHAT, GENERAL);
            }
            return;
        }
        if self.vendor().others() || self.program(token.at) {
            return;
        }
        let ours = match looks(word) {
            Looks::Distinct => true,
            Looks::Common => in_message || self.vendor().tencent || self.starts_line(token),
            Looks::Everybodys => {
                (in_message && self.any_code())
                    || self.vendor().tencent
                    || self.family_opens(token, word)
            }
        };
        if ours {
            self.token(token, word, self.api_services(), SPECIFIC);
            let opens = self.starts_line(token) || in_message;
            if evidence::dotted(word) && opens && !catalogue::has(word) {
                self.unknown(word, token.depth, token.at);
            }
        }
    }

    /// `[ResourceNotFound] Db or Table not exist`: a family name that opens a
    /// message.
    fn family_opens(&self, token: &Token, word: &str) -> bool {
        evidence::family(word) && (self.starts_line(token) || token.within.is_some())
    }

    fn starts_line(&self, token: &Token) -> bool {
        let layer = &self.lexed.layers[usize::from(token.text.layer)];
        let before = &layer[..token.text.start as usize];
        before
            .trim_end_matches(['[', ' '])
            .rsplit('\n')
            .next()
            .is_some_and(|line| {
                line.trim().is_empty() || line.trim_end().ends_with([':', '：', '|', ']'])
            })
    }

    fn any_code(&self) -> bool {
        !self.findings.is_empty()
    }

    /// A code in an error line, without a key.
    fn word(&mut self, token: &Token, word: &str) {
        let code = if catalogue::has(word) {
            word
        } else {
            java(word).unwrap_or(word)
        };
        let known = catalogue::has(code);
        if !(known || evidence::dotted(code)) || self.vendor().others() || self.program(token.at) {
            return;
        }
        let line = if token.within == Some(Key::Other) {
            let text = self.lexed.layers.first().map_or("", |l| l);
            evidence::line_around(text, token.at as usize)
        } else {
            self.line(token)
        };
        let in_message = token.within == Some(Key::Message);
        let ours = match looks(code) {
            Looks::Distinct => evidence::error_line(line, code),
            Looks::Common => {
                in_message
                    && (self.any_code()
                        || (self.starts_line(token) && evidence::before_text(line, code)))
                    && evidence::error_line(line, code)
            }
            Looks::Everybodys => self.vendor().tencent && evidence::thrown(line, code),
        } || (self.vendor().sdk && evidence::dotted(code))
            || (self.whole
                && self.one_line()
                && (looks(code) >= Looks::Common || self.vendor().tencent)
                && evidence::complaint(line, code));
        if !ours || evidence::program_text(line) || self.listed(token) {
            return;
        }
        if !known {
            self.unknown(code, token.depth, token.at);
            return;
        }
        self.token(token, code, self.api_services(), SPECIFIC);
    }

    /// `(10430)` before a message that no key introduced.
    fn paren(&mut self, token: &Token, number: &str) {
        let layer = &self.lexed.layers[usize::from(token.text.layer)];
        let line = evidence::line_around(layer, token.text.start as usize);
        let before = line
            .find(&format!("({number})"))
            .map_or("", |at| &line[..at]);
        let before = before.trim_matches(['"', '\'', '>', ' ']);
        let known = number
            .parse()
            .is_ok_and(|n| !catalogue::modules(n).is_empty());
        let thrown = ["ERROR:", "Error:", "Exception:", "error:"]
            .iter()
            .any(|word| before.ends_with(word));
        let opens = before.is_empty() || (thrown && known);
        let alone = token.within.is_none_or(|k| k.is_text());
        if alone && opens && !self.any_code() {
            let message = line
                .split_once(&format!("({number})"))
                .map_or("", |(_, m)| m.trim());
            self.module(number, message, token.depth + 1, token.at);
        }
    }

    fn line(&self, token: &Token) -> &str {
        let layer = &self.lexed.layers[usize::from(token.text.layer)];
        evidence::line_around(layer, token.text.start as usize)
    }

    /// The line, or the one that opens what it stands in, is program text.
    fn program(&self, at: u32) -> bool {
        let text = self.lexed.layers.first().map_or("", |l| l);
        let line = evidence::line_around(text, at as usize);
        let before = line.as_ptr() as usize - text.as_ptr() as usize;
        if let Some((known, answer)) = self.program.get()
            && known == before
        {
            return answer;
        }
        let answer = self.program_around(text, line, before);
        self.program.set(Some((before, answer)));
        answer
    }

    fn program_around(&self, text: &str, line: &str, before: usize) -> bool {
        let opener = evidence::line_around(text, before.saturating_sub(2));
        evidence::program_text(line)
            || (before > 0 && opener.ends_with(['{', '(']) && evidence::program_text(opener))
    }

    fn token(&mut self, token: &Token, word: &str, prefer: &[&str], tier: u8) {
        if let Some(hit) = known(word, prefer) {
            let before = self.findings.len();
            self.hit(hit, word, token.depth, token.at);
            if let Some(new) = self.findings.get_mut(before) {
                new.rank.tier = new.rank.tier.min(tier);
                new.run = Some((token.text.layer, token.scope));
                new.spot = Some((usize::from(token.text.layer), token.text.start as usize));
            }
        }
    }

    /// The line before or after has the form `CODE: text` too: a table.
    fn listed(&self, token: &Token) -> bool {
        let layer = &self.lexed.layers[usize::from(token.text.layer)];
        evidence::listed(layer, token.text.start as usize)
    }

    fn one_line(&self) -> bool {
        let text = self.lexed.layers.first().map_or("", |l| l.trim());
        text.len() <= 200 && !text.contains('\n')
    }

    /// The whole text is a code and nothing else, or a number with its text.
    fn bare(&mut self) {
        let text = self.lexed.layers.first().map_or("", |l| l);
        if let Some((number, rest)) = text.trim().split_once([' ', ':', '：', ','])
            && is_v2(number)
            && self.one_line()
            && evidence::speaks_of_failure(rest)
            && let Some(hit) = known_exact(number, &["cloud-api"])
        {
            self.hit(hit, number, 0, 0);
            return;
        }
        let word = text
            .trim()
            .trim_matches(['"', '\'', '`', '[', ']', '(', ')', ',', '.', ':']);
        let plain = word
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b' '));
        if plain && let Some(hit) = known_exact(word, &[]) {
            self.hit(hit, word, 0, 0);
        }
    }

    /// Patterns of the catalogue: they recognise text without a code, and choose
    /// the case of a code.
    fn messages(&mut self) {
        for (number, layer) in self.lexed.layers.iter().enumerate() {
            // What was read again without being decoded stands in the first layer.
            if !self.lexed.decoded[number] {
                continue;
            }
            let here = |id| self.findings.iter().any(|f| f.id == Some(id));
            let mut found = message::find(layer, here);
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

    fn message(&mut self, layer: usize, matched: &message::Matched) {
        let id = matched.pattern.id;
        let namesake = |f: &&mut Finding| f.id.is_some_and(|f| f != id && f.code() == id.code());
        if let Some(namesake) = self.findings.iter_mut().find(namesake) {
            // The message says which service's code of this name it is.
            namesake.id = Some(id);
        }
        if self.findings.iter().any(|f| f.id == Some(id)) {
            self.own_message(layer, matched);
            return;
        }
        if self.vendor().others() || self.twin(id) {
            return;
        }
        let text = &self.lexed.layers[layer];
        let line = evidence::line_around(text, matched.start);
        let table = line.trim_start().starts_with('|') && line.matches('|').count() > 2;
        if !self.any_code() && (table || evidence::program_text(line)) {
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
        self.findings.push(finding);
    }

    /// The message of a code that is there chooses its case.
    fn own_message(&mut self, layer: usize, matched: &message::Matched) {
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
    fn demote(&mut self, layer: usize, matched: &message::Matched) {
        for finding in &mut self.findings {
            let inside = finding
                .spot
                .is_some_and(|(l, at)| l == layer && (matched.start..matched.end).contains(&at));
            if inside {
                finding.rank.tier = finding.rank.tier.min(GENERAL);
            }
        }
    }

    /// A code of the record is the pattern's owner under a name one or two
    /// letters away (`FUNCTION_…`, `FUNCTIONS_…`): it says the same already.
    fn twin(&self, owner: Id) -> bool {
        let letters = layout::letters(owner.code());
        self.findings.iter().any(|f| {
            f.matched != Match::Message
                && f.id.is_some_and(|id| {
                    !id.numeric() && suggest::distance(&layout::letters(id.code()), &letters) <= 2
                })
        })
    }

    /// The text of another product's code, of a number or of a wider code beside a
    /// specific code says less than that code.
    fn elsewhere(&self, owner: Id) -> bool {
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
    fn place(&self, layer: usize, start: usize) -> (u16, u32) {
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
            .unwrap_or_else(|| match self.lexed.places[layer] {
                (0, _) => (0, u32::try_from(start).unwrap_or(u32::MAX)),
                place => place,
            })
    }

    /// `{"errorCode": 1, "errorMessage": …}`: a function failed, and nothing in the
    /// record says more.
    fn function_result(&mut self) {
        if self.any_code() || self.vendor().others() {
            return;
        }
        let result = self.lexed.fields.iter().find(|f| {
            f.key == Key::ErrorCode
                && matches!(self.lexed.text(f.value), "1" | "-1")
                && self.lexed.value(f.scope, Key::Message).is_some()
        });
        if let Some(field) = result
            && let Some(hit) = known("FUNCTIONS_EXECUTE_FAIL", CLOUDBASE)
        {
            let query = self.lexed.text(field.value);
            self.hit(hit, query, field.depth, field.at);
            self.messages();
        }
    }

    /// `…:ok` and HTTP 2xx say that the call went well: what only wraps it is no
    /// error.
    fn success(&mut self) {
        let well = self
            .lexed
            .fields
            .iter()
            .any(|f| f.key == Key::Message && self.lexed.text(f.value).ends_with(":ok"));
        if well {
            self.findings
                .retain(|f| f.rank.depth > 0 && f.rank.tier > WRAPPER);
        }
    }

    fn hit(&mut self, hit: Hit, query: &str, depth: u16, at: u32) {
        let wrapper = hit.id.wrapper();
        let general = catalogue::is_number(hit.name) && !hit.name.starts_with('-')
            || (evidence::family(hit.name) && !hit.name.contains('.'));
        let tier = match (wrapper, general) {
            (true, _) => WRAPPER,
            (_, true) => GENERAL,
            _ => SPECIFIC,
        };
        let rank = Rank { tier, depth, at };
        if let Some(same) = self.findings.iter_mut().find(|f| f.id == Some(hit.id)) {
            same.rank.depth = same.rank.depth.max(depth);
            return;
        }
        let matched = if hit.alias {
            Match::Alias
        } else {
            Match::Exact
        };
        let query = if query.contains(hit.name) {
            hit.name
        } else {
            query
        };
        self.findings
            .push(blank(Some(hit.id), matched, query, rank));
    }

    /// An unknown code: its family if that is known, else the code itself.
    fn unknown(&mut self, code: &str, depth: u16, at: u32) {
        let plain = code
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-'));
        if !plain || self.findings.iter().any(|f| f.query == code) {
            return;
        }
        let rank = Rank {
            tier: SPECIFIC,
            depth,
            at,
        };
        let family = family_of(code, self.api_services());
        let matched = if family.is_some() {
            Match::Family
        } else {
            Match::Unknown
        };
        self.findings.push(blank(family, matched, code, rank));
    }

    /// The module number in the message beside an API 2.0 code.
    fn module_of(&mut self, field: &Field) {
        if let Some(message) = self.lexed.value(field.scope, Key::Message)
            && let Some((number, text)) = module_number(message)
        {
            let (number, text) = (number.to_owned(), text.to_owned());
            let desc = self.lexed.value(field.scope, Key::CodeDesc).is_some();
            let code = self.lexed.value(field.scope, Key::Code);
            if code != Some(&number) {
                // Behind a codeDesc the number is nearer to the cause than the
                // common code; alone it says less.
                let depth = if desc { field.depth + 1 } else { 0 };
                self.module(&number, &text, depth, field.at);
            }
        }
    }

    fn module(&mut self, number: &str, message: &str, depth: u16, at: u32) {
        if self.findings.iter().any(|f| f.is_module) {
            return;
        }
        let rank = Rank {
            tier: GENERAL,
            depth,
            at,
        };
        self.findings.push(Finding {
            is_module: true,
            module: Some((number.to_owned(), message.to_owned())),
            ..blank(None, Match::Exact, &format!("({number})"), rank)
        });
    }

    /// Puts the cause first and hands the values of the record to it.
    fn finish(mut self) -> Vec<Finding> {
        self.chain();
        self.lower_wrappers();
        let mut findings = self.findings;
        findings.sort_by(|a, b| {
            (b.rank.tier, b.rank.depth)
                .cmp(&(a.rank.tier, a.rank.depth))
                .then(a.rank.at.cmp(&b.rank.at))
        });
        if findings.is_empty() {
            return findings;
        }
        let ids = values::request_ids(self.lexed);
        let mut shared = Values::new();
        values::collect(self.lexed, &mut shared);
        let module = findings.iter().find_map(|f| f.module.clone());
        let text = first_message(self.lexed);
        let outer: Vec<(Rank, String)> =
            findings.iter().map(|f| (f.rank, f.query.clone())).collect();
        for finding in &mut findings {
            let rank = finding.rank;
            let mut around: Vec<_> = outer
                .iter()
                .filter(|(r, q)| {
                    *q != finding.query && (r.depth < rank.depth || r.tier < rank.tier.min(GENERAL))
                })
                .collect();
            around.sort_by_key(|(r, _)| (r.depth, r.at));
            finding.wrapped_by = around.into_iter().map(|(_, q)| q.clone()).collect();
            finding.request_ids.clone_from(&ids);
            finding.message.clone_from(&text);
            for (name, list) in &shared {
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
    fn lower_wrappers(&mut self) {
        let codes = self.findings.iter().filter(|f| f.matched != Match::Message);
        let deepest = codes.map(|f| f.rank.depth).max().unwrap_or(0);
        for finding in &mut self.findings {
            if finding.id.is_some_and(Id::wrapper) && finding.rank.depth < deepest {
                finding.rank.tier = WRAPPER;
            }
        }
    }

    /// In flat text a later code of the same text stands inside the earlier one.
    fn chain(&mut self) {
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

fn blank(id: Option<Id>, matched: Match, query: &str, rank: Rank) -> Finding {
    Finding {
        id,
        matched,
        query: query.to_owned(),
        case: None,
        module: None,
        is_module: false,
        wrapped_by: Vec::new(),
        message: None,
        values: Values::new(),
        request_ids: Vec::new(),
        rank,
        run: None,
        spot: None,
        weight: 0,
    }
}

/// What the evidence allows.
struct Judged {
    /// Services to look in first.
    prefer: &'static [&'static str],
    /// An unknown code counts.
    unknown: bool,
    /// How much deeper than its place the code is.
    bonus: u16,
}

impl Judged {
    fn known(prefer: &'static [&'static str], bonus: u16) -> Self {
        Self {
            prefer,
            unknown: false,
            bonus,
        }
    }

    fn any(prefer: &'static [&'static str], bonus: u16) -> Self {
        Self {
            unknown: true,
            ..Self::known(prefer, bonus)
        }
    }

    fn general(prefer: &'static [&'static str]) -> Self {
        Self::known(prefer, 0)
    }
}

const WECHAT: &[&str] = &["wechat", "cloudbase"];
const CLOUDBASE: &[&str] = &["cloudbase", "wechat", "cloud-api"];

/// `FailedOperation`, `AuthFailure.X`: not a placeholder such as `xxx` or `code`.
fn names_a_code(text: &str) -> bool {
    text.bytes().next().is_some_and(|b| b.is_ascii_uppercase()) && text.len() >= 5
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// A number of the API 2.0 tables.
fn is_v2(code: &str) -> bool {
    code.len() == 4 && is_digits(code) && matches!(code.as_bytes()[0], b'4' | b'5' | b'6')
}

/// An SCF run state that is an error.
fn run_state(code: &str) -> bool {
    code.len() == 3 && is_digits(code) && code.as_bytes()[0] >= b'4'
}

fn success(code: &str) -> bool {
    matches!(
        code,
        "0" | "200"
            | "OK"
            | "ok"
            | "Ok"
            | "SUCCESS"
            | "success"
            | "Success"
            | "true"
            | "false"
            | "null"
    )
}

/// The code of `CODE-message`, as the Java SDK prints it.
fn java(word: &str) -> Option<&str> {
    let (code, rest) = word.split_once('-')?;
    (code.len() >= 5 && !rest.is_empty() && code.as_bytes()[0].is_ascii_uppercase()).then_some(code)
}

/// The entry of a code as printed, in the services preferred, else anywhere.
fn known(code: &str, prefer: &[&str]) -> Option<Hit> {
    known_exact(code, prefer).or_else(|| {
        // The one code that is printed in other cases by its own documents.
        code.eq_ignore_ascii_case("APIs_GET_OPENAPI_SCHEMA_ERROR")
            .then(|| catalogue::find_spelled(code).first().copied())
            .flatten()
    })
}

fn known_exact(code: &str, prefer: &[&str]) -> Option<Hit> {
    if !catalogue::has(code) {
        return None;
    }
    let hits = catalogue::find(code);
    prefer
        .iter()
        .find_map(|service| hits.iter().find(|hit| hit.id.service_id() == *service))
        .or_else(|| hits.first())
        .copied()
}

/// The entry before the last dot of an unknown code, or before the one before.
#[must_use]
pub fn family_of(code: &str, prefer: &[&str]) -> Option<Id> {
    let mut rest = code;
    while let Some((family, _)) = rest.rsplit_once('.') {
        if let Some(hit) = known_exact(family, prefer) {
            return Some(hit.id);
        }
        rest = family;
    }
    None
}

/// The number and text of `(100004) incorrect projectId`.
#[must_use]
pub fn module_number(message: &str) -> Option<(&str, &str)> {
    let rest = message.trim_start().strip_prefix('(')?;
    let rest = rest.strip_prefix('(').unwrap_or(rest);
    let (number, text) = rest.split_once(')')?;
    let fits = (4..=6).contains(&number.len()) && is_digits(number);
    fits.then(|| (number, text.trim()))
}
