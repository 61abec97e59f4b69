//! The keys that say something about an error.

// Made from `data/recognition/keys.json` and `successes.json`.
include!(concat!(env!("OUT_DIR"), "/keys.rs"));

/// The keys in Chinese that a text begins with, longest first where two do.
pub(super) fn wide(text: &[u8]) -> Option<(&'static str, Key)> {
    let keys = WIDE.iter().copied();
    keys.filter(|(name, _)| text.starts_with(name.as_bytes()))
        .max_by_key(|(name, _)| name.len())
}

/// A key in Chinese may begin with this byte.
pub(super) const fn leads_wide(byte: u8) -> bool {
    let mut i = 0;
    while i < WIDE_LEADS.len() {
        if WIDE_LEADS[i] == byte {
            return true;
        }
        i += 1;
    }
    false
}

/// Whether the value of a key says that all went well, or nothing.
#[must_use]
pub fn is_success(value: &[u8]) -> bool {
    success(value)
}

/// What a key is at the beginning of a line. In a block they stand in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Line {
    /// It gives a code.
    Code,
    /// It gives a text.
    Text,
    /// It gives an id.
    Id,
}

/// A key that says something about an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// `code`, `Code`.
    Code,
    /// `errCode`, `err_code`.
    ErrCode,
    /// `errcode` of the WeChat HTTP API.
    WxErrCode,
    /// `errorCode` of function results, tools and audit records.
    ErrorCode,
    /// `codeDesc`.
    CodeDesc,
    /// `error`, `Error`.
    Error,
    /// `error_code`.
    OauthCode,
    /// `error_description`.
    OauthText,
    /// `statusCode`.
    StatusCode,
    /// `status`, `http_status`.
    Status,
    /// `message`, `msg`, `errMsg` and the like.
    Message,
    /// `stackTrace`, `stack`.
    Stack,
    /// A request id in any spelling.
    RequestId,
    /// An id that only its own vendor can look up.
    TraceId,
    /// `:fail -501001`.
    Fail,
    /// The code in a link.
    Link,
    /// `Response`.
    Response,
    /// `result`, `data`, `body` …: things that hold an answer.
    Holder,
    /// A value by this name of `values.json`.
    Value(&'static str),
    /// A key that only other vendors use.
    Foreign,
    /// Anything else.
    Other,
}

impl Key {
    /// The key of this spelling.
    #[must_use]
    pub fn of(text: &str) -> Self {
        spelled(text).unwrap_or_else(|| Self::of_folded(text))
    }

    /// A key in one of its rarer spellings.
    fn of_folded(text: &str) -> Self {
        // All of them end so.
        if !text.ends_with(['d', 'D']) {
            return Self::Other;
        }
        let mut letters = [0u8; 24];
        let mut len = 0;
        for b in text.bytes().filter(u8::is_ascii_alphanumeric) {
            if len == letters.len() {
                return Self::Other;
            }
            letters[len] = b.to_ascii_lowercase();
            len += 1;
        }
        folded(&letters[..len]).unwrap_or(Self::Other)
    }

    /// The key of a word whose value may stand behind a blank.
    pub(super) fn of_spaced(word: &[u8]) -> Option<Self> {
        spaced(word)
    }

    /// What the key is at the beginning of a line.
    #[must_use]
    pub fn line(self) -> Option<Line> {
        line(self)
    }

    /// The value may be an error code.
    #[must_use]
    pub fn is_code(self) -> bool {
        matches!(
            self,
            Self::Code
                | Self::ErrCode
                | Self::WxErrCode
                | Self::ErrorCode
                | Self::CodeDesc
                | Self::Error
                | Self::OauthCode
                | Self::StatusCode
                | Self::Fail
                | Self::Link
        )
    }

    /// The value is text for people, in which codes may stand.
    #[must_use]
    pub fn is_text(self) -> bool {
        matches!(
            self,
            Self::Message | Self::Stack | Self::OauthText | Self::Error | Self::Holder
        )
    }
}
