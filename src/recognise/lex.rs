//! One tolerant pass over a record. JSON, its Python, Node, PHP and XML cousins,
//! headers and log lines all come down to the same things: a key with a value, a
//! word, a word in brackets, a number in parentheses. Nothing is rejected:
//! truncated or broken structure only yields fewer scopes.
//!
//! Strings with escapes are decoded into a new layer and read again, a few
//! levels deep, so JSON inside a string inside a log line is read like JSON.

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
        match text {
            "code" | "Code" | "CODE" | "错误码" | "返回码" => Self::Code,
            "errCode" | "err_code" | "ErrCode" | "errorcode" => Self::ErrCode,
            "errcode" => Self::WxErrCode,
            "errorCode" | "ErrorCode" | "resultCode" | "ErrorCodeDesc" => Self::ErrorCode,
            "codeDesc" | "CodeDesc" => Self::CodeDesc,
            "error" | "Error" | "err" | "ERROR" => Self::Error,
            "error_code" => Self::OauthCode,
            "error_description" => Self::OauthText,
            "statusCode" | "StatusCode" | "status_code" => Self::StatusCode,
            "status" | "httpStatus" | "http_status" | "HttpStatus" => Self::Status,
            "message" | "Message" | "msg" | "Msg" | "errMsg" | "errmsg" | "ErrMsg"
            | "errorMessage" | "ErrorMessage" | "error_message" | "err_msg" | "reason" | "desc" => {
                Self::Message
            }
            "stackTrace" | "stack" | "StackTrace" => Self::Stack,
            "Response" => Self::Response,
            "result" | "Result" | "data" | "body" | "resp" | "response" | "RetMsg" | "details"
            | "cause" => Self::Holder,
            "functionName" | "FunctionName" | "function_name" | "function" | "func" => {
                Self::Value("function")
            }
            "envId" | "EnvId" | "envid" | "env_id" | "env" | "envName" => Self::Value("env"),
            "collection" | "collectionName" | "CollectionName" => Self::Value("collection"),
            "bucket" | "Bucket" | "BucketName" => Self::Value("bucket"),
            "region" | "Region" => Self::Value("region"),
            "action" | "Action" | "X-TC-Action" | "x-tc-action" => Self::Value("action"),
            "resource" | "Resource" => Self::Value("resource"),
            "HostId" | "hostId" | "host_id" | "__type" | "Recommend" | "RequestID2" => {
                Self::Foreign
            }
            _ => Self::of_request_id(text),
        }
    }

    fn of_request_id(text: &str) -> Self {
        let mut folded = [0u8; 24];
        let mut len = 0;
        for b in text.bytes().filter(u8::is_ascii_alphanumeric) {
            if len == folded.len() {
                return Self::Other;
            }
            folded[len] = b.to_ascii_lowercase();
            len += 1;
        }
        match &folded[..len] {
            b"requestid"
            | b"reqid"
            | b"xcosrequestid"
            | b"xrequestid"
            | b"xtcrequestid"
            | b"xcloudbaserequestid"
            | b"xscfrequestid"
            | b"scfrequestid"
            | b"rid" => Self::RequestId,
            _ if text == "请求ID" || text == "请求Id" || text == "请求id" => Self::RequestId,
            _ => Self::Other,
        }
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

/// A piece of a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Number of the layer.
    pub layer: u16,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// A key with its value.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The key.
    pub key: Key,
    /// The value, without quotes.
    pub value: Span,
    /// The value stood in quotes or between tags.
    pub quoted: bool,
    /// Number of the scope it stands in.
    pub scope: u16,
    /// How deep in scopes and strings.
    pub depth: u16,
    /// Where in the first layer: what order is judged by.
    pub at: u32,
}

/// What a token looked like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A bare word that has the look of a code.
    Word,
    /// `[X]`.
    Bracket,
    /// `(100004)`.
    Paren,
}

/// A word outside keys and values.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// Its look.
    pub kind: Kind,
    /// The word.
    pub text: Span,
    /// Number of the scope it stands in.
    pub scope: u16,
    /// How deep in scopes and strings.
    pub depth: u16,
    /// Where in the first layer.
    pub at: u32,
    /// The key in whose string it stands.
    pub within: Option<Key>,
}

/// An object, array element, element or nested string.
#[derive(Clone, Copy, Debug)]
pub struct Scope {
    /// The scope around it.
    pub parent: u16,
    /// The key it is the value of.
    pub key: Key,
}

/// How deep decoded strings are followed.
const LAYERS: u16 = 6;
/// How many fields and tokens of one record are kept: a bound for hostile input.
const KEPT: usize = 4096;
/// How deep scopes are told apart; deeper ones share the last.
const SCOPES: usize = 256;

/// Everything found in a record.
#[derive(Default, Debug)]
pub struct Lexed {
    /// The record and its decoded strings.
    pub layers: Vec<String>,
    /// How deep each layer stands, and where in the first.
    pub places: Vec<(u16, u32)>,
    /// Whether a layer says something that the one around it does not: the first,
    /// and those that were decoded.
    pub decoded: Vec<bool>,
    /// Keys with values.
    pub fields: Vec<Field>,
    /// Other words.
    pub tokens: Vec<Token>,
    /// Scopes; number 0 is the record.
    pub scopes: Vec<Scope>,
    pending: Vec<Pending>,
}

/// A string to be read as a layer of its own.
#[derive(Debug)]
struct Pending {
    text: String,
    scope: u16,
    depth: u16,
    at: u32,
    within: Key,
    level: u16,
    decoded: bool,
}

impl Lexed {
    /// Reads a record, reusing the memory of the one before.
    pub fn read(&mut self, text: &str) {
        self.layers.clear();
        self.places.clear();
        self.decoded.clear();
        self.fields.clear();
        self.tokens.clear();
        self.scopes.clear();
        self.pending.clear();
        self.scopes.push(Scope {
            parent: 0,
            key: Key::Other,
        });
        self.pending.push(Pending {
            text: text.to_owned(),
            scope: 0,
            depth: 0,
            at: 0,
            within: Key::Other,
            level: 0,
            decoded: true,
        });
        let mut next = 0;
        while next < self.pending.len() && self.layers.len() < 512 {
            let job = &mut self.pending[next];
            let text = std::mem::take(&mut job.text);
            self.places.push((job.depth, job.at));
            self.decoded.push(job.decoded);
            let top = next == 0;
            let mut pass = Pass {
                text: text.as_bytes(),
                layer: u16::try_from(self.layers.len()).unwrap_or(u16::MAX),
                level: job.level,
                depth: job.depth,
                base: (!top).then_some(job.at),
                within: (!top).then_some(job.within),
                stack: vec![job.scope],
                scope_key: Key::Other,
                out: self,
            };
            pass.run();
            self.layers.push(text);
            next += 1;
        }
    }

    /// The text of a span.
    #[must_use]
    pub fn text(&self, span: Span) -> &str {
        self.layers[usize::from(span.layer)]
            .get(span.start as usize..span.end as usize)
            .unwrap_or_default()
    }

    /// The fields of a scope.
    pub fn in_scope(&self, scope: u16) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(move |f| f.scope == scope)
    }

    /// The value of the first field with this key in a scope.
    #[must_use]
    pub fn value(&self, scope: u16, key: Key) -> Option<&str> {
        self.in_scope(scope)
            .find(|f| f.key == key)
            .map(|f| self.text(f.value))
    }

    /// The keys of a scope and those around it, innermost first.
    pub fn path(&self, scope: u16) -> impl Iterator<Item = Key> {
        let mut at = Some(scope);
        std::iter::from_fn(move || {
            let scope = self.scopes.get(usize::from(at?))?;
            at = (at != Some(0)).then_some(scope.parent);
            Some(scope.key)
        })
    }
}

/// One pass over one layer.
struct Pass<'p> {
    text: &'p [u8],
    layer: u16,
    level: u16,
    depth: u16,
    /// Position of a decoded string in the first layer.
    base: Option<u32>,
    /// The key whose decoded string this is.
    within: Option<Key>,
    stack: Vec<u16>,
    /// The key before a scope that is about to open.
    scope_key: Key,
    out: &'p mut Lexed,
}

impl Pass<'_> {
    fn run(&mut self) {
        let mut at = 0;
        while at < self.text.len() {
            at = self.step(at);
        }
    }

    /// Reads what begins at `at` and returns where to go on.
    fn step(&mut self, at: usize) -> usize {
        match self.text[at] {
            b'{' => self.open(at),
            b'}' => self.close(at),
            b'<' => self.tag(at),
            b'[' => self.bracket(at),
            b'(' => self.paren(at),
            b'\\' if self.quote_behind(at) => at + 1,
            b'"' | b'\'' | b'`' => self.string(at),
            b'-' if self.text.get(at + 1).is_some_and(u8::is_ascii_digit)
                && !self.behind(at).is_some_and(|b| b.is_ascii_alphanumeric()) =>
            {
                self.word(at)
            }
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'$' => self.word(at),
            0xe8 | 0xe9 => self.chinese(at),
            _ => at + 1,
        }
    }

    fn behind(&self, at: usize) -> Option<u8> {
        at.checked_sub(1).map(|i| self.text[i])
    }

    fn quote_behind(&self, at: usize) -> bool {
        matches!(self.text.get(at + 1), Some(b'"' | b'\'' | b'\\'))
    }

    fn scope(&self) -> u16 {
        self.stack.last().copied().unwrap_or(0)
    }

    fn position(&self, at: usize) -> u32 {
        self.base.unwrap_or_else(|| offset(at))
    }

    fn open(&mut self, at: usize) -> usize {
        let key = std::mem::replace(&mut self.scope_key, Key::Other);
        if self.stack.len() < SCOPES && self.out.scopes.len() < KEPT {
            let number = u16::try_from(self.out.scopes.len()).unwrap_or(u16::MAX);
            let parent = self.scope();
            self.out.scopes.push(Scope { parent, key });
            self.stack.push(number);
            self.depth += 1;
        }
        at + 1
    }

    fn close(&mut self, at: usize) -> usize {
        if self.stack.len() > 1 {
            self.stack.pop();
            self.depth -= 1;
        }
        at + 1
    }

    /// `<Key>value</Key>`, or an element that opens or closes a scope.
    fn tag(&mut self, at: usize) -> usize {
        let closing = self.text.get(at + 1) == Some(&b'/');
        let start = at + 1 + usize::from(closing);
        let end = self.run_of(start, is_word);
        if end == start || end - start > 40 {
            return at + 1;
        }
        let name = text(self.text, start, end);
        let Some(gt) = self.find(end, b'>', 200) else {
            return end;
        };
        if closing {
            if name == "Error" || name == "Response" {
                self.close(at);
            }
            return gt + 1;
        }
        let key = Key::of(name);
        if name == "Error" || name == "Response" {
            self.scope_key = key;
            self.open(at);
            return gt + 1;
        }
        if key == Key::Other {
            return end;
        }
        let value_end = self.find(gt + 1, b'<', 8192).unwrap_or(self.text.len());
        if value_end > gt + 1 {
            self.field(key, gt + 1, value_end, true, at);
        }
        if key.is_text() { gt + 1 } else { value_end }
    }

    /// `[X]`, `[X] => value` of PHP, or the start of an array.
    fn bracket(&mut self, at: usize) -> usize {
        let start = self.run_of(at + 1, |b| b == b' ');
        let mut end = start;
        while end < self.text.len()
            && end - start < 120
            && !matches!(self.text[end], b']' | b'[' | b'\n')
        {
            end += 1;
        }
        if self.text.get(end) != Some(&b']') || end == start {
            return at + 1;
        }
        let inner = text(self.text, start, end).trim_end();
        let inner_end = start + inner.len();
        if let Some(value) = self.separator(end + 1, true) {
            // `"errorCode":"Some\Class":private` of a dumped object.
            let name = inner.trim_start_matches(['"', '\'']);
            let key = Key::of(name.split(['"', '\'']).next().unwrap_or(name));
            if key != Key::Other {
                return self.value(key, value, at);
            }
        }
        if inner.bytes().all(|b| is_word(b) || b == b'-') && has_code_look(inner, true) {
            self.token(Kind::Bracket, start, inner_end);
            return end + 1;
        }
        at + 1
    }

    /// `(100004)`: a module number.
    fn paren(&mut self, at: usize) -> usize {
        let end = self.run_of(at + 1, |b| b.is_ascii_digit());
        if (4..=6).contains(&(end - at - 1)) && self.text.get(end) == Some(&b')') {
            self.token(Kind::Paren, at + 1, end);
            return end + 1;
        }
        at + 1
    }

    /// A quoted key, a quoted value without a key, or an apostrophe.
    fn string(&mut self, at: usize) -> usize {
        let quote = self.text[at];
        if quote == b'\'' && self.behind(at).is_some_and(|b| b.is_ascii_alphanumeric()) {
            return at + 1;
        }
        let Some(end) = self.closing(at) else {
            return at + 1;
        };
        let slashes = self.slashes(at);
        let (start, stop) = (at + 1, end - slashes);
        if stop > start && stop - start <= 40 {
            let content = text(self.text, start, stop);
            if let Some(value) = self.separator(end + 1, false) {
                return self.value(Key::of(content), value, at);
            }
        }
        self.enter(Key::Other, start, stop.max(start), slashes, at);
        end + 1
    }

    /// How many backslashes stand before `at`.
    fn slashes(&self, at: usize) -> usize {
        self.text[..at]
            .iter()
            .rev()
            .take(63)
            .take_while(|b| **b == b'\\')
            .count()
    }

    /// The quote that closes the one at `at`: the same character with as many
    /// backslashes, or with an even number more that escape themselves.
    fn closing(&self, at: usize) -> Option<usize> {
        let quote = self.text[at];
        let opened = self.slashes(at);
        let cycle = 2 * (opened + 1);
        let mut from = at + 1;
        while let Some(end) = self.find(from, quote, 65536) {
            let apostrophe = quote == b'\''
                && self
                    .text
                    .get(end + 1)
                    .is_some_and(u8::is_ascii_alphanumeric)
                && self.behind(end).is_some_and(|b| b.is_ascii_alphanumeric());
            let slashes = self.slashes(end).min(end - at - 1);
            if !apostrophe && slashes % cycle == opened {
                return Some(end);
            }
            if !apostrophe && slashes < opened {
                return None;
            }
            from = end + 1;
        }
        None
    }

    /// Goes into a string that is no key: in place where nothing is escaped, as
    /// a new layer where something is.
    fn enter(&mut self, key: Key, start: usize, end: usize, slashes: usize, at: usize) {
        let content = &self.text[start..end];
        if content.len() < 4 {
            return;
        }
        if self.level < LAYERS
            && self.out.pending.len() < 512
            && memchr::memchr(b'\\', content).is_some()
        {
            let mut decoded = unescape(text(self.text, start, end));
            for _ in 0..(slashes + 1).trailing_zeros() {
                decoded = unescape(&decoded);
            }
            let scope = self.child(key);
            self.out.pending.push(Pending {
                text: decoded,
                scope,
                depth: self.depth + 1,
                at: self.position(at),
                within: key,
                level: self.level + 1,
                decoded: true,
            });
            return;
        }
        // The quotes of what is read in place are gone: a pass over the inside
        // needs a job of its own to keep this one linear.
        if worth_reading(content) && self.level < LAYERS && self.out.pending.len() < 512 {
            let scope = self.child(key);
            self.out.pending.push(Pending {
                text: text(self.text, start, end).to_owned(),
                scope,
                depth: self.depth + 1,
                at: self.position(at),
                within: key,
                level: self.level + 1,
                decoded: false,
            });
        }
    }

    fn child(&mut self, key: Key) -> u16 {
        let parent = self.scope();
        if self.out.scopes.len() >= KEPT {
            return parent;
        }
        self.out.scopes.push(Scope { parent, key });
        u16::try_from(self.out.scopes.len() - 1).unwrap_or(parent)
    }

    /// A word: a key, or a token if it looks like a code.
    fn word(&mut self, at: usize) -> usize {
        let signed = usize::from(self.text[at] == b'-');
        let mut end = self.run_of(at + signed, |b| is_word(b) || b == b'-');
        while end > at + 1 && matches!(self.text[end - 1], b'.' | b'-') {
            end -= 1;
        }
        let word = text(self.text, at, end);
        if word == "error-code" && self.text.get(end) == Some(&b'/') {
            return self.link(end + 1);
        }
        if let Some(value) = self.separator(end, false) {
            let key = Key::of(word);
            if key != Key::Other {
                return self.value(key, value, at);
            }
            if word == "q" && self.text.get(end) == Some(&b'=') {
                return self.link(end + 1);
            }
        }
        if matches!(
            word,
            "code" | "Code" | "fail" | "errCode" | "requestID" | "RequestId" | "requestId"
        ) && self.text.get(end) == Some(&b' ')
        {
            return self.spaced(word, end);
        }
        if has_code_look(word, false) {
            let rest = &self.text[end..];
            if rest.starts_with(b"(Message:") || rest.starts_with(b" (Status Code:") {
                self.field(Key::Code, at, end, false, at);
            } else {
                self.token(Kind::Word, at, end);
            }
        }
        end
    }

    /// `error code -504002`, `:fail -501001`, `requestID 66c1…`: a key and its
    /// value with only a blank between.
    fn spaced(&mut self, word: &str, end: usize) -> usize {
        let start = self.run_of(end, |b| b == b' ');
        let signed = usize::from(self.text.get(start) == Some(&b'-'));
        let stop = self.run_of(start + signed, |b| is_word(b) || b == b'-');
        let value = text(self.text, start, stop);
        let key = match word {
            "fail" => Key::Fail,
            "code" | "Code" => Key::Code,
            "errCode" => Key::ErrCode,
            _ => Key::RequestId,
        };
        let fits = match key {
            Key::RequestId => value.len() >= 8 && value.bytes().any(|b| b.is_ascii_digit()),
            _ => signed == 1 || has_code_look(value, false),
        };
        if fits {
            self.field(key, start, stop, false, end);
            return stop;
        }
        end
    }

    /// A Chinese key: 错误码 or 请求ID.
    fn chinese(&mut self, at: usize) -> usize {
        for name in ["错误码", "返回码", "请求ID", "请求Id", "请求id", "请求 ID"] {
            if self.text[at..].starts_with(name.as_bytes()) {
                let end = at + name.len();
                let value = self
                    .separator(end, false)
                    .unwrap_or_else(|| self.run_of(end, |b| b == b' '));
                let key = if name.starts_with("请求") {
                    Key::RequestId
                } else {
                    Key::Code
                };
                return self.value(key, value, at);
            }
        }
        at + 1
    }

    /// The code in `/error-code/basic/CODE` or `?q=CODE`; a link that was cut at
    /// a slash goes on in the next line.
    fn link(&mut self, at: usize) -> usize {
        let mut start = at;
        for _ in 0..4 {
            let end = self.run_of(start, is_word);
            let broken = end == start && matches!(self.text.get(end), Some(b'\n' | b'\r'));
            if broken {
                let next = self.run_of(end, |b| b.is_ascii_whitespace());
                if next == start {
                    break;
                }
                start = next;
                continue;
            }
            if self.text.get(end) == Some(&b'/') {
                start = end + 1;
                continue;
            }
            let word = text(self.text, start, end).trim_end_matches('.');
            if word.len() >= 5 && word.bytes().any(|b| b.is_ascii_uppercase()) {
                self.field(Key::Link, start, start + word.len(), true, at);
            }
            return end;
        }
        start
    }

    /// After an optional blank and a separator: where the value begins.
    fn separator(&self, at: usize, arrow_only: bool) -> Option<usize> {
        let at = self.run_of(at, |b| b == b' ' || b == b'\t');
        let rest = &self.text[at.min(self.text.len())..];
        let arrow = rest.starts_with(b"=>");
        let len = if arrow {
            2
        } else if arrow_only {
            return None;
        } else if rest.starts_with("：".as_bytes()) {
            3
        } else if (rest.first() == Some(&b':') && rest.get(1) != Some(&b':'))
            || (rest.first() == Some(&b'=') && rest.get(1) != Some(&b'='))
        {
            1
        } else {
            return None;
        };
        let value = self.run_of(at + len, |b| b == b' ' || b == b'\t');
        // Node breaks the line between a key and a long string.
        let wrapped = self.run_of(value, |b| b.is_ascii_whitespace());
        match self.text.get(wrapped) {
            Some(b'"' | b'\'' | b'`') => Some(wrapped),
            _ => Some(value),
        }
    }

    /// Reads the value of a key.
    fn value(&mut self, key: Key, at: usize, key_at: usize) -> usize {
        let quoted_at = self.run_of(at, |b| b == b'\\');
        match self.text.get(quoted_at) {
            Some(b'"' | b'\'' | b'`') => self.quoted_value(key, quoted_at, key_at),
            Some(b'{') => {
                self.scope_key = key;
                at
            }
            Some(b'[') if key != Key::RequestId => {
                self.scope_key = key;
                at
            }
            None => at,
            Some(_) => match self.dumped(key, at, key_at) {
                Some(end) => end,
                None => self.bare_value(key, at, key_at),
            },
        }
    }

    fn quoted_value(&mut self, key: Key, at: usize, key_at: usize) -> usize {
        let slashes = self.slashes(at);
        let Some(end) = self.closing(at) else {
            // Cut off: what is there still counts.
            let end = self.run_of(at + 1, |b| !matches!(b, b'"' | b'\n'));
            self.field(key, at + 1, end, true, key_at);
            return at + 1;
        };
        let stop = (end - slashes).max(at + 1);
        self.field(key, at + 1, stop, true, key_at);
        self.enter(key, at + 1, stop, slashes, key_at);
        end + 1
    }

    /// `int(4500)`, `string(27) "X"`, `array(2) {` of PHP's var_dump.
    fn dumped(&mut self, key: Key, at: usize, key_at: usize) -> Option<usize> {
        let at = self.run_of(at, |b| b.is_ascii_whitespace());
        let rest = &self.text[at..];
        let open = [&b"int("[..], b"string(", b"array("]
            .into_iter()
            .find(|kind| rest.starts_with(kind))?;
        let start = at + open.len();
        let end = self.run_of(start, |b| b.is_ascii_digit());
        if self.text.get(end) != Some(&b')') {
            return None;
        }
        match open[0] {
            b'i' => {
                self.field(key, start, end, false, key_at);
                Some(end)
            }
            b's' if self.text.get(end + 2) == Some(&b'"') => {
                Some(self.quoted_value(key, end + 2, key_at))
            }
            _ => {
                self.scope_key = key;
                Some(end)
            }
        }
    }

    /// A value without quotes: a word, or for texts the rest of the line. Texts
    /// are read on for what stands in them.
    fn bare_value(&mut self, key: Key, at: usize, key_at: usize) -> usize {
        let start = self.run_of(at, |b| b == b'[' || b == b' ');
        if matches!(key, Key::Message | Key::OauthText | Key::Stack) {
            let end = self.text_end(at);
            self.field(key, at, end, false, key_at);
            return at;
        }
        let signed = usize::from(self.text.get(start) == Some(&b'-'));
        let tail: fn(u8) -> bool = if key == Key::RequestId {
            |b| is_word(b) || matches!(b, b'-' | b'=' | b'+' | b'/')
        } else {
            |b| is_word(b) || matches!(b, b'-' | b':' | b'/')
        };
        let mut end = self.run_of(start + signed, tail);
        while end > start && matches!(self.text[end - 1], b'.' | b':' | b'-' | b'/') {
            end -= 1;
        }
        if end == start {
            return at;
        }
        if key == Key::Other {
            return at;
        }
        let code_end = if key.is_code() {
            let stop = self
                .run_of(start + signed, |b| is_word(b) || b == b'-')
                .min(end);
            trimmed(self.text, start, stop)
        } else {
            end
        };
        if key == Key::Error && !has_code_look(text(self.text, start, code_end), false) {
            // `Error: errCode: …` and other prose behind the word.
            self.field(Key::Message, at, self.text_end(at), false, key_at);
            return at;
        }
        self.field(key, start, code_end, false, key_at);
        code_end
    }

    /// Where a text without quotes ends: at the end of its line or before a key
    /// that begins something else.
    fn text_end(&self, at: usize) -> usize {
        let line = self
            .find(at, b'\n', 4096)
            .unwrap_or(self.text.len().min(at + 4096));
        let mut end = line;
        for stop in [
            &b" requestId"[..],
            b" RequestId",
            b", RequestId=",
            b" request_id",
            b" traceId:",
            b" (callId",
            b" (trace:",
            b"</",
            b"\" ",
            b"\",",
            b"\"}",
        ] {
            if let Some(found) = memchr::memmem::find(&self.text[at..end], stop) {
                end = at + found;
            }
        }
        while end > at && matches!(self.text[end - 1], b' ' | b',' | b'\r') {
            end -= 1;
        }
        end.max(at)
    }

    fn field(&mut self, key: Key, start: usize, end: usize, quoted: bool, at: usize) {
        if key == Key::Other || self.out.fields.len() >= KEPT {
            return;
        }
        self.out.fields.push(Field {
            key,
            value: span(self.layer, start, end),
            quoted,
            scope: self.scope(),
            depth: self.depth,
            at: self.position(at),
        });
    }

    fn token(&mut self, kind: Kind, start: usize, end: usize) {
        if self.out.tokens.len() >= KEPT {
            return;
        }
        self.out.tokens.push(Token {
            kind,
            text: span(self.layer, start, end),
            scope: self.scope(),
            depth: self.depth,
            at: self.position(start),
            within: self.within,
        });
    }

    fn run_of(&self, from: usize, belongs: impl Fn(u8) -> bool) -> usize {
        let from = from.min(self.text.len());
        self.text[from..]
            .iter()
            .position(|b| !belongs(*b))
            .map_or(self.text.len(), |n| from + n)
    }

    fn find(&self, from: usize, byte: u8, within: usize) -> Option<usize> {
        let from = from.min(self.text.len());
        let to = self.text.len().min(from + within);
        memchr::memchr(byte, &self.text[from..to]).map(|n| from + n)
    }
}

fn span(layer: u16, start: usize, end: usize) -> Span {
    Span {
        layer,
        start: offset(start),
        end: offset(end),
    }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// The text of a piece whose ends stand at ASCII bytes; empty if they do not.
fn text(bytes: &[u8], start: usize, end: usize) -> &str {
    std::str::from_utf8(bytes.get(start..end).unwrap_or_default()).unwrap_or_default()
}

fn trimmed(bytes: &[u8], start: usize, mut end: usize) -> usize {
    while end > start && matches!(bytes[end - 1], b'.' | b'-' | b':') {
        end -= 1;
    }
    end
}

fn is_word(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'$')
}

/// A string without escapes is read once more only if it can hold something:
/// not a time, an id or an address.
fn worth_reading(content: &[u8]) -> bool {
    const HOLDS: [bool; 256] = {
        let mut holds = [false; 256];
        let signs = b"[({<_= ";
        let mut i = 0;
        while i < signs.len() {
            holds[signs[i] as usize] = true;
            i += 1;
        }
        holds[0xe9] = true;
        holds[0xef] = true;
        holds
    };
    content.len() >= 6
        && (content[0].is_ascii_uppercase() || content.iter().any(|b| HOLDS[usize::from(*b)]))
}

/// A word that could be a code: `A_B`, `Abc.Def`, `-501000`; in brackets also
/// one capitalised word or a number.
#[must_use]
pub fn has_code_look(word: &str, bracketed: bool) -> bool {
    let bytes = word.as_bytes();
    if let Some(digits) = bytes.strip_prefix(b"-") {
        return digits.len() >= 6 && digits.iter().all(u8::is_ascii_digit);
    }
    if !bytes.first().is_some_and(u8::is_ascii_alphabetic) {
        return bracketed && bytes.len() >= 4 && bytes.iter().all(u8::is_ascii_digit);
    }
    let upper = bytes[0].is_ascii_uppercase();
    bytes.len() >= 5
        && upper
        && (bracketed
            || memchr::memchr2(b'_', b'.', bytes).is_some()
            || (bytes[1..].iter().any(u8::is_ascii_uppercase)
                && bytes.iter().any(u8::is_ascii_lowercase)))
}

/// Decodes one level of backslash escapes; what is no escape stays.
#[must_use]
pub fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let Some(c) = rest.chars().next() else {
            out.push('\\');
            break;
        };
        let mut used = c.len_utf8();
        match c {
            'n' => out.push('\n'),
            't' => out.push('\t'),
            'r' => out.push('\r'),
            '"' | '\\' | '/' | '\'' => out.push(c),
            'u' => match unicode(rest) {
                Some((decoded, len)) => {
                    out.push(decoded);
                    used = len;
                }
                None => out.push_str("\\u"),
            },
            'x' => match hex(rest.get(1..3)).and_then(char::from_u32) {
                Some(decoded) => {
                    out.push(decoded);
                    used = 3;
                }
                None => out.push_str("\\x"),
            },
            _ => {
                out.push('\\');
                out.push(c);
            }
        }
        rest = &rest[used..];
    }
    out.push_str(rest);
    out
}

fn hex(digits: Option<&str>) -> Option<u32> {
    u32::from_str_radix(digits?, 16).ok()
}

/// `uXXXX`, with a second half where the first is a surrogate: the character and
/// how many bytes it took.
fn unicode(rest: &str) -> Option<(char, usize)> {
    let first = hex(rest.get(1..5))?;
    if let Some(c) = char::from_u32(first) {
        return Some((c, 5));
    }
    let second = rest
        .get(5..7)
        .filter(|s| *s == "\\u")
        .and(hex(rest.get(7..11)))?;
    let high = first.checked_sub(0xd800)?;
    let low = second.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
    char::from_u32(0x10000 + (high << 10) + low).map(|c| (c, 11))
}
