//! Whether the value of a key is one of Tencent's codes: the evidence of its
//! envelope, key by key.

use super::evidence::{self, Looks, looks};
use super::marks::Sign;
use super::tokens::{Field, Key, is_success};
use super::{CLOUDBASE, Found, WECHAT, is_digits, is_v2, message, module_number, values};
use crate::catalogue;
use crate::text::steps;

impl Found<'_> {
    /// Whether the value of this key is one of Tencent's codes, which services
    /// to look in first, and whether an unknown one counts.
    pub(super) fn judge(&self, field: &Field, code: &str) -> Option<Judged> {
        let scope = field.scope;
        let has = |key| self.lexed.has(scope, key);
        let message = has(Key::Message);
        let id = has(Key::RequestId);
        if is_success(code.as_bytes()) {
            return None;
        }
        if has(Key::Foreign) {
            return None;
        }
        let sdk = self.signs().sdk();
        let others = self.signs().others();
        match field.key {
            Key::Link => (!others && catalogue::has(code)).then_some(Judged::known(CLOUDBASE, 1)),
            Key::Fail => (looks(code) == Looks::Distinct).then_some(Judged::known(WECHAT, 0)),
            Key::CodeDesc => Some(Judged::any(&["cam", "cloud-api"], 2)),
            Key::ErrCode => self.judge_err_code(field, code, message),
            Key::WxErrCode => {
                let number = is_digits(code.strip_prefix('-').unwrap_or(code));
                let long = number && (code.len() >= 5 || code.starts_with('-'));
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
                let run = result && (has(Key::ErrorCode) || self.signs().tencent()) && !others;
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
    pub(super) fn judge_err_code(
        &self,
        field: &Field,
        code: &str,
        message: bool,
    ) -> Option<Judged> {
        if code.starts_with('-') {
            let layered = looks(code) == Looks::Distinct;
            let known = catalogue::has(code);
            if self.program(field.at) {
                return None;
            }
            if layered || (known && (message || self.signs().tencent())) {
                return Some(Judged {
                    unknown: layered,
                    ..Judged::known(WECHAT, 0)
                });
            }
            return None;
        }
        let named = looks(code) >= Looks::Common || self.signs().tencent();
        if is_digits(code) {
            let known = catalogue::has(code);
            let text = self
                .lexed
                .value(field.scope, Key::Message)
                .unwrap_or_default();
            let signed = text.contains("rid:") || text.starts_with("openapi.");
            let said = message || code.len() == 6 || self.signs().tencent();
            return (said && code.len() >= 5 && (known || signed)).then_some(Judged {
                unknown: signed,
                ..Judged::known(WECHAT, 0)
            });
        }
        (named && !self.signs().others() && !self.program(field.at))
            .then_some(Judged::known(CLOUDBASE, 0))
    }

    /// `errorCode`: ±1 in function results, a name in tools, audit records.
    pub(super) fn judge_error_code(
        &self,
        code: &str,
        message: bool,
        others: bool,
    ) -> Option<Judged> {
        if is_digits(code.trim_start_matches('-')) {
            return None;
        }
        let tencent = self.signs().tencent();
        let ours = match looks(code) {
            Looks::Distinct => !others,
            Looks::Common | Looks::Everybodys => tencent && message,
        };
        ours.then_some(Judged::known(CLOUDBASE, 0))
    }

    /// `error`: an OAuth-style body, or a name in text.
    pub(super) fn judge_error(&self, field: &Field, code: &str, others: bool) -> Option<Judged> {
        let number = self.lexed.value(field.scope, Key::OauthCode);
        let numbered = number.is_some_and(|number| !is_success(number.trim().as_bytes()));
        let described = self.lexed.value(field.scope, Key::OauthText).is_some();
        if code.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') {
            let ours = numbered
                || (described && !others && (self.signs().tencent() || self.vouched(field, code)));
            return ours.then_some(Judged::known(&["identity"], 0));
        }
        (looks(code) == Looks::Distinct && !others && !self.program(field.at))
            .then_some(Judged::known(CLOUDBASE, 0))
    }

    /// `code`: the CloudBase body, API 2.0, COS, Node and Go prints, log lines.
    pub(super) fn judge_code(
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
        let tencent = self.signs().tencent();
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
        ours.then(|| Judged {
            unknown: (message && id && evidence::shouting(code.as_bytes()))
                || (evidence::dotted(code) && (message || tencent)),
            ..Judged::known(self.api_services(), 0)
        })
    }

    /// Other keys stand in the same text.
    pub(super) fn in_company(&self, field: &Field) -> bool {
        self.once.company(field.value.layer, || {
            let layer = self.lexed.layer(usize::from(field.value.layer));
            steps::count(layer.len() / 16);
            memchr::memmem::find_iter(layer.as_bytes(), "\":")
                .nth(1)
                .is_some()
        })
    }

    /// The message beside a code is one that the catalogue knows of this code.
    pub(super) fn vouched(&self, field: &Field, code: &str) -> bool {
        let mut hits = catalogue::find(code);
        // Most codes have no message of their own to look for.
        hits.retain(|hit| hit.id.case_count() > 0);
        if hits.is_empty() {
            return false;
        }
        let here = |id| hits.iter().any(|hit| hit.id == id);
        [Key::Message, Key::OauthText]
            .into_iter()
            .flat_map(|key| self.lexed.in_scope(field.scope, key))
            .map(|f| self.lexed.text(f.value))
            .take_while(|text| self.once.may_read(text.len()))
            .flat_map(|text| message::find(text, here))
            .any(|m| here(m.pattern.id))
    }

    /// A bare number as `code`: API 2.0 with a module number, a `codeDesc` or a
    /// sign of Tencent's; everybody writes `code: 400`.
    pub(super) fn judge_number(&self, field: &Field, code: &str, others: bool) -> Option<Judged> {
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
        let tencent = self.signs().tencent();
        let v2 = is_v2(code) && message.is_some() && (desc || module || tencent);
        let class = code.len() == 6 && tencent;
        let wechat = code.len() == 5 && message.is_some() && tencent;
        if v2 {
            return Some(Judged::general(&["cloud-api"]));
        }
        (class || wechat).then_some(Judged::general(WECHAT))
    }

    /// The WeChat API signs its messages with a `rid`.
    pub(super) fn wechat_said(&self, field: &Field) -> bool {
        let message = self.lexed.value(field.scope, Key::Message);
        message.is_some_and(|m| {
            m.contains("rid:")
                || m.contains("hint: [")
                || self
                    .once
                    .wechat_client(|| self.lexed.first().contains("WeChatClientException"))
        })
    }

    /// `<Error><Code>`: COS, unless S3 or OSS signed it.
    pub(super) fn judge_cos(&self) -> Option<Judged> {
        let ids = || {
            let ids = self.once.request_ids(|| values::request_ids(self.lexed));
            ids.iter()
                .any(|id| id.len() >= 24 && (id.ends_with('=') || id.ends_with('_')))
        };
        let signed = self.signs().tencent()
            || self.once.traced(|| self.lexed.first().contains("<TraceId"))
            || ids();
        (signed && !self.signs().others()).then_some(Judged::any(&["cos"], 0))
    }

    pub(super) fn is_xml(&self) -> bool {
        let layers = || (0..self.lexed.layers.len()).map(|n| self.lexed.layer(n));
        let holds = |layer: &str| {
            steps::count(layer.len() / 16);
            layer.contains("<Code>")
        };
        self.once.xml(|| layers().any(holds))
    }

    pub(super) fn in_response(&self, scope: u16) -> bool {
        let mut keys = self.lexed.path(scope);
        let error = keys.next() == Some(Key::Error);
        error && !self.is_xml() && keys.any(|k| k == Key::Response)
    }

    /// Services to look in for a code that no envelope places.
    pub(super) fn api_services(&self) -> &'static [&'static str] {
        self.named_service().unwrap_or(&["cloudbase", "cloud-api"])
    }

    /// The service that an API 3.0 record speaks of.
    pub(super) fn named_service(&self) -> Option<&'static [&'static str]> {
        let signs = self.signs();
        [
            (Sign::Scf, &["scf", "cloud-api"][..]),
            (Sign::Tcb, &["tcb-api", "cloud-api"]),
            (Sign::Cam, &["cam", "cloud-api"]),
            (Sign::Cos, &["cos", "cloud-api"]),
        ]
        .into_iter()
        .find_map(|(sign, services)| signs.has(sign).then_some(services))
    }
}

/// What the evidence allows.
pub(super) struct Judged {
    /// Services to look in first.
    pub(super) prefer: &'static [&'static str],
    /// An unknown code counts.
    pub(super) unknown: bool,
    /// How much deeper than its place the code is.
    pub(super) bonus: u16,
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

/// `FailedOperation`, `AuthFailure.X`: not a placeholder such as `xxx` or `code`.
fn names_a_code(text: &str) -> bool {
    text.bytes().next().is_some_and(|b| b.is_ascii_uppercase()) && text.len() >= 5
}

/// An SCF run state that is an error.
fn run_state(code: &str) -> bool {
    code.len() == 3 && is_digits(code) && code.as_bytes()[0] >= b'4'
}
