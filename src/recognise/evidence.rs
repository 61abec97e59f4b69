//! Evidence, not vocabulary: what makes a word an error of Tencent's, and what
//! speaks against it. The catalogue knows the codes; this file knows the company
//! they keep.

/// What a word says about the origin of a record.
#[derive(Clone, Copy)]
enum Sign {
    /// Something of Tencent's is named.
    Tencent,
    /// An SDK of Tencent's named itself.
    Sdk,
    /// Another vendor whose errors use the same words is named.
    Foreign,
    /// Another vendor signed it: no word of Tencent's outweighs that.
    Signed,
}

/// Words that tell the origin, by their first byte.
const SIGNS: &[(&str, Sign)] = &[
    (" aws ", Sign::Foreign),
    ("\"extensions\"", Sign::Foreign),
    ("/auth/v1/", Sign::Tencent),
    ("/dify", Sign::Foreign),
    ("<RequestID>", Sign::Foreign),
    ("AWS", Sign::Foreign),
    ("Aliyun", Sign::Foreign),
    ("Amazon", Sign::Foreign),
    ("Azure", Sign::Foreign),
    ("COSXML", Sign::Tencent),
    ("CloudBase", Sign::Tencent),
    ("CosServerE", Sign::Tencent),
    ("CosServiceE", Sign::Tencent),
    ("Dify", Sign::Foreign),
    ("DingTalk", Sign::Foreign),
    ("Encoded authorization failure", Sign::Foreign),
    ("Firebase", Sign::Foreign),
    ("Firestore", Sign::Foreign),
    ("HostId", Sign::Foreign),
    ("MetaMask", Sign::Foreign),
    ("MinIO", Sign::Foreign),
    ("Minio", Sign::Foreign),
    ("OSSAccessKey", Sign::Foreign),
    ("Qcloud", Sign::Tencent),
    ("SCF", Sign::Tencent),
    ("Serverless Function has crashed", Sign::Foreign),
    ("TCB", Sign::Tencent),
    ("Tencent", Sign::Tencent),
    ("TraceId", Sign::Tencent),
    ("Vercel", Sign::Foreign),
    ("WeChat", Sign::Tencent),
    ("X-TC-", Sign::Tencent),
    ("[Describe", Sign::Tencent),
    ("account and/or method", Sign::Foreign),
    ("alibaba", Sign::Foreign),
    ("aliyun", Sign::Foreign),
    ("aliyuncs", Sign::Signed),
    ("amazonaws", Sign::Foreign),
    ("amazonaws", Sign::Signed),
    ("api.aliyun.com", Sign::Signed),
    ("arn1::", Sign::Foreign),
    ("aws-", Sign::Foreign),
    ("aws.", Sign::Foreign),
    ("aws_", Sign::Foreign),
    ("azure", Sign::Foreign),
    ("baidubce", Sign::Foreign),
    ("bom1::", Sign::Foreign),
    ("botocore", Sign::Foreign),
    ("bru1::", Sign::Foreign),
    ("callContainer", Sign::Tencent),
    ("callFunction", Sign::Tencent),
    ("callId", Sign::Tencent),
    ("cam/capi", Sign::Tencent),
    ("cdg1::", Sign::Foreign),
    ("cle1::", Sign::Foreign),
    ("cloudbase", Sign::Tencent),
    ("cloudflare", Sign::Foreign),
    ("cos.ap-", Sign::Tencent),
    ("cpt1::", Sign::Foreign),
    ("dify.ai", Sign::Foreign),
    ("dingtalk", Sign::Foreign),
    ("dub1::", Sign::Foreign),
    ("encentCloudSDK", Sign::Sdk),
    ("feishu", Sign::Foreign),
    ("firebase", Sign::Foreign),
    ("firestore", Sign::Foreign),
    ("fra1::", Sign::Foreign),
    ("google.rpc", Sign::Foreign),
    ("googleapis", Sign::Foreign),
    ("gru1::", Sign::Foreign),
    ("hkg1::", Sign::Foreign),
    ("hnd1::", Sign::Foreign),
    ("httpStatus", Sign::Foreign),
    ("huaweicloud", Sign::Foreign),
    ("iad1::", Sign::Foreign),
    ("icn1::", Sign::Foreign),
    ("jsonrpc", Sign::Foreign),
    ("kix1::", Sign::Foreign),
    ("lhr1::", Sign::Foreign),
    ("minio", Sign::Foreign),
    ("miniprogram", Sign::Tencent),
    ("name/cos:", Sign::Tencent),
    ("notFoundPaths", Sign::Tencent),
    ("obs.cn-", Sign::Foreign),
    ("oogle Cloud", Sign::Foreign),
    ("open.work.weixin", Sign::Signed),
    ("operation error EC2", Sign::Foreign),
    ("oss-cn-", Sign::Foreign),
    ("pdx1::", Sign::Foreign),
    ("qcloud", Sign::Tencent),
    ("qcs::", Sign::Tencent),
    ("qiniu", Sign::Foreign),
    ("qyapi.weixin", Sign::Signed),
    ("scf", Sign::Tencent),
    ("sfo1::", Sign::Foreign),
    ("sin1::", Sign::Foreign),
    ("statusText", Sign::Foreign),
    ("supabase", Sign::Foreign),
    ("syd1::", Sign::Foreign),
    ("tcb", Sign::Tencent),
    ("tccli", Sign::Tencent),
    ("tencent", Sign::Tencent),
    ("vercel", Sign::Foreign),
    ("volcengine", Sign::Foreign),
    ("volces", Sign::Foreign),
    ("wallet", Sign::Foreign),
    ("weixin", Sign::Tencent),
    ("when calling the", Sign::Foreign),
    ("windows.net", Sign::Foreign),
    ("wx-server-sdk", Sign::Tencent),
    ("wx.cloud", Sign::Tencent),
    ("wxCloudApiToken", Sign::Tencent),
    ("x-amz-", Sign::Foreign),
    ("x-amz-", Sign::Signed),
    ("x-cos-", Sign::Tencent),
    ("x-tc-", Sign::Tencent),
    ("云函数", Sign::Tencent),
    ("云存储", Sign::Tencent),
    ("云开发", Sign::Tencent),
    ("云托管", Sign::Tencent),
    ("小程序", Sign::Tencent),
    ("微信", Sign::Tencent),
    ("腾讯", Sign::Tencent),
];

static SIGNS_INDEX: Index = Index::of_signs();

/// Words by their first two bytes: a bit for every pair that occurs, and for every
/// first byte the first word and one past the last.
struct Index {
    pairs: [u64; 1024],
    first: [(u8, u8); 256],
}

impl Index {
    const EMPTY: Self = Self {
        pairs: [0; 1024],
        first: [(0, 0); 256],
    };

    const fn of_signs() -> Self {
        let mut index = Self::EMPTY;
        let mut at = 0;
        while at < SIGNS.len() {
            index = index.with(SIGNS[at].0, at as u8);
            at += 1;
        }
        index
    }

    const fn of_words(words: &[&str]) -> Self {
        let mut index = Self::EMPTY;
        let mut at = 0;
        while at < words.len() {
            index = index.with(words[at], at as u8);
            at += 1;
        }
        index
    }

    const fn with(mut self, word: &str, number: u8) -> Self {
        let word = word.as_bytes();
        let pair = (word[0] as usize) << 8 | word[1] as usize;
        self.pairs[pair / 64] |= 1 << (pair % 64);
        let first = &mut self.first[word[0] as usize];
        if first.1 == 0 {
            first.0 = number;
        }
        first.1 = number + 1;
        self
    }

    /// Where a word may begin, and which words those are.
    fn candidates<'t>(
        &'t self,
        text: &'t [u8],
    ) -> impl Iterator<Item = (usize, std::ops::Range<usize>)> {
        text.windows(2).enumerate().filter_map(|(at, pair)| {
            let number = usize::from(pair[0]) << 8 | usize::from(pair[1]);
            let (from, to) = self.first[usize::from(pair[0])];
            let hit = self.pairs[number / 64] >> (number % 64) & 1 == 1;
            hit.then_some((at, usize::from(from)..usize::from(to)))
        })
    }
}

/// Codes of ours that are everybody's words: alone they prove nothing.
const COMMON: &[&str] = &[
    "ACCESS_DENIED",
    "ACCESS_TOKEN_EXPIRED",
    "ACCESS_TOKEN_INVALID",
    "AUTHENTICATION_FAILED",
    "AUTH_FAILED",
    "AUTH_LOGIN_FAILED",
    "BAD_GATEWAY",
    "BAD_REQUEST",
    "CONN_ERROR",
    "DOCUMENT_NOT_FOUND",
    "EMPTY_PARAM",
    "FILE_NOT_FOUND",
    "FUNCTION_INVOCATION_FAILED",
    "FUNCTION_NOT_FOUND",
    "INVALID_ACCESS_TOKEN",
    "INVALID_ACTION",
    "INVALID_CONTEXT",
    "INVALID_CREDENTIALS",
    "INVALID_HOST",
    "INVALID_OPERATION",
    "INVALID_PARAM",
    "INVALID_PARAMS",
    "INVALID_PATH",
    "INVALID_REFRESH_TOKEN",
    "INVALID_REGION",
    "INVALID_REQUEST",
    "INVALID_SYNTAX",
    "INVALID_TOKEN",
    "IO_ERR",
    "JSON_ERR",
    "MISSING_CREDENTIALS",
    "NETWORK_ERR",
    "NETWORK_ERROR",
    "NOT_LOGIN",
    "OBJECT_ALREADY_EXIST",
    "OBJECT_NOT_EXIST",
    "OPERATION_FAIL",
    "OPERATION_FAILED",
    "PERMISSION_DENIED",
    "REFRESH_TOKEN_EXPIRED",
    "RESOURCE_NOT_FOUND",
    "RESOURCE_UNAVAILABLE",
    "SERVER_TIMEOUT",
    "SERVICE_NOT_FOUND",
    "SERVICE_TIMEOUT",
    "SERVICE_NOT_READY",
    "UNKNOWN_ERROR",
    "UNSUPPORTED_AUTH_TYPE",
];

/// The commonest of those: even beside a message they prove nothing.
const EVERYBODYS: &[&str] = &[
    "ACCESS_DENIED",
    "BAD_GATEWAY",
    "BAD_REQUEST",
    "FILE_NOT_FOUND",
    "FUNCTION_INVOCATION_FAILED",
    "INVALID_CREDENTIALS",
    "INVALID_REQUEST",
    "INVALID_TOKEN",
    "NETWORK_ERROR",
    "OPERATION_FAILED",
    "PERMISSION_DENIED",
    "RESOURCE_NOT_FOUND",
    "UNKNOWN_ERROR",
    "AUTHENTICATION_FAILED",
];

/// Families of API 3.0: what may stand before the first dot.
const FAMILIES: &[&str] = &[
    "AuthFailure",
    "ClientError",
    "DryRunOperation",
    "FailedOperation",
    "InternalError",
    "InvalidAction",
    "InvalidParameter",
    "InvalidParameterValue",
    "InvalidRequest",
    "LimitExceeded",
    "MissingParameter",
    "OperationDenied",
    "RequestLimitExceeded",
    "ResourceInUse",
    "ResourceInsufficient",
    "ResourceNotFound",
    "ResourceUnavailable",
    "ResourcesSoldOut",
    "UnauthorizedOperation",
    "UnknownParameter",
    "UnsupportedOperation",
];

/// How much a code proves by its looks alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Looks {
    /// Nothing: a number or a word of everybody's.
    Everybodys,
    /// Something, beside a message.
    Common,
    /// Enough in an error position.
    Distinct,
}

/// Judges a code by its looks.
#[must_use]
pub fn looks(code: &str) -> Looks {
    if let Some(digits) = code.strip_prefix('-') {
        let layered = digits.len() == 6 && matches!(digits.as_bytes()[0], b'4' | b'5' | b'6');
        return if layered {
            Looks::Distinct
        } else {
            Looks::Everybodys
        };
    }
    if EVERYBODYS.contains(&code) {
        return Looks::Everybodys;
    }
    if COMMON.contains(&code) {
        return Looks::Common;
    }
    let shouting = code.contains('_') && !code.bytes().any(|b| b.is_ascii_lowercase());
    if shouting || code.starts_with("APIs_") || dotted(code) {
        return Looks::Distinct;
    }
    Looks::Everybodys
}

/// A dotted code of a known family.
#[must_use]
pub fn dotted(code: &str) -> bool {
    code.split_once('.')
        .is_some_and(|(family, rest)| !rest.is_empty() && FAMILIES.contains(&family))
}

/// A family name, dotted or not.
#[must_use]
pub fn family(code: &str) -> bool {
    FAMILIES.contains(&code.split('.').next().unwrap_or(code))
}

/// Whose record this is, as far as words tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vendor {
    /// An SDK of Tencent's named itself.
    pub sdk: bool,
    /// Something of Tencent's is named.
    pub tencent: bool,
    /// Another vendor is named.
    pub foreign: bool,
    /// Another vendor signed it.
    pub signed: bool,
}

impl Vendor {
    /// Looks for the signs, all in one pass.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut vendor = Self {
            sdk: false,
            tencent: appid(text),
            foreign: false,
            signed: false,
        };
        let bytes = text.as_bytes();
        for (at, words) in SIGNS_INDEX.candidates(bytes) {
            for (word, sign) in &SIGNS[words] {
                if bytes[at..].starts_with(word.as_bytes()) {
                    match sign {
                        Sign::Tencent => vendor.tencent = true,
                        Sign::Sdk => (vendor.sdk, vendor.tencent) = (true, true),
                        Sign::Foreign => vendor.foreign = true,
                        Sign::Signed => vendor.signed = true,
                    }
                }
            }
        }
        vendor
    }

    /// Another vendor's, as far as one can tell.
    #[must_use]
    pub fn others(self) -> bool {
        self.signed || (self.foreign && !self.tencent)
    }
}

/// A bucket name with an APPID: `name-1250000000`.
fn appid(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memmem::find_iter(bytes, b"-1").any(|at| {
        let digits = bytes[at + 1..].iter().take_while(|b| b.is_ascii_digit());
        digits.count() == 10 && matches!(bytes.get(at + 2), Some(b'2' | b'3'))
    })
}

/// The words before a code that make its line an error line.
const BEFORE: &[&str] = &[
    "error",
    "Error",
    "ERROR",
    "WARN",
    "WARNING",
    "FATAL",
    "code",
    "Code",
    "err",
    "fail",
    "failed",
    "Exception",
    "exception",
    "answered",
    "错误",
    "报错",
    "错误码",
    "报",
    "提示",
    "返回",
    "出现",
    "抛出",
    "失败",
    "异常",
    "原因",
    "遇到",
    "got",
    "with",
    "Uncaught",
];

/// The words after a code that do.
const AFTER: &[&str] = &["error", "Error", "错误", "报错", "异常", "exception"];

/// Signs that a line is program text and not its output.
const PROGRAM: &[&str] = &[
    " == \"",
    " == '",
    " | '",
    "!==",
    "\"enum\":",
    "#define",
    "${",
    ".json({",
    ":= ",
    "= &",
    "===",
    "=> {",
    "@see",
    "INSERT INTO",
    "assert",
    "case \"",
    "case '",
    "const ",
    "def ",
    "else if",
    "enum ",
    "expect(",
    "export ",
    "func ",
    "if (",
    "import ",
    "interface ",
    "private ",
    "pub ",
    "public static",
    "res.status(",
    "return new",
    "static final",
    "switch (",
    "throw new",
];

static PROGRAM_INDEX: Index = Index::of_words(PROGRAM);

/// The line of `text` around `at`.
#[must_use]
pub fn line_around(text: &str, at: usize) -> &str {
    let at = at.min(text.len());
    let bytes = text.as_bytes();
    let start = memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |n| n + 1);
    let end = memchr::memchr(b'\n', &bytes[at..]).map_or(text.len(), |n| at + n);
    let (start, end) = (start.max(at.saturating_sub(400)), end.min(at + 400));
    let start = (start..=at)
        .find(|i| text.is_char_boundary(*i))
        .unwrap_or(at);
    let end = (at..=end)
        .rev()
        .find(|i| text.is_char_boundary(*i))
        .unwrap_or(at);
    &text[start..end]
}

/// The line looks like program text.
#[must_use]
pub fn program_text(line: &str) -> bool {
    let line = line.trim_start();
    table_row(line)
        || line.starts_with("return ")
        || line.starts_with("//")
        || (line.starts_with("* ") && !line.contains("rror"))
        || line.starts_with("/*")
        || line.starts_with("'") && line.trim_end().ends_with("',")
        || PROGRAM_INDEX
            .candidates(line.as_bytes())
            .any(|(at, words)| {
                PROGRAM[words]
                    .iter()
                    .any(|word| line.as_bytes()[at..].starts_with(word.as_bytes()))
            })
}

/// `CODE: 'text',`: a row of a table in a program.
fn table_row(line: &str) -> bool {
    let key = line
        .bytes()
        .take_while(|b| b.is_ascii_uppercase() || *b == b'_')
        .count();
    let value = line[key..].strip_prefix(':').map(str::trim);
    key > 0
        && value.is_some_and(|v| {
            let v = v.strip_suffix(',').unwrap_or(v);
            v.len() > 1 && v.starts_with(['\'', '"', '`']) && v.ends_with(['\'', '"', '`'])
        })
}

/// The code stands in an error line: at its start or end, after a word that
/// announces an error, before its message, or in a line of a bad level.
#[must_use]
pub fn error_line(line: &str, code: &str) -> bool {
    let Some(at) = line.find(code) else {
        return false;
    };
    let (before, after) = (&line[..at], &line[at + code.len()..]);
    let behind_colon = dotted(code) && before.trim_end().ends_with([':', '：']);
    let before =
        before.trim_end_matches([' ', ':', '：', '[', '(', '"', '\'', '`', '【', '“', '=']);
    let bare_start = before
        .trim_start_matches(['>', '-', '*', '#', ' ', '|', '✖', '×', '❌'])
        .is_empty();
    let after = after.trim_start_matches([']', ')', '"', '\'', '`', '】', '”']);
    if ["时", "when ", "if ", "的时候"]
        .iter()
        .any(|w| after.trim_start().starts_with(w))
    {
        return false;
    }
    let message_follows =
        after.starts_with([':', '：']) || after.starts_with(" - ") || after.starts_with('-');
    let ends = after.trim().is_empty();
    let announced = BEFORE.iter().any(|word| {
        before.strip_suffix(word).is_some_and(|rest| {
            !word.is_ascii() || !rest.ends_with(|c: char| c.is_ascii_alphanumeric())
        })
    });
    let named = AFTER
        .iter()
        .any(|word| after.trim_start().starts_with(word));
    let level = [
        "ERROR",
        "WARN",
        "FATAL",
        "[error]",
        "Exception",
        "Traceback",
        "Uncaught",
        "✖",
    ]
    .iter()
    .any(|level| before.contains(level));
    behind_colon
        || announced
        || named
        || level
        || (bare_start && (message_follows || ends))
        || (message_follows && before.ends_with("Error"))
}

/// `CosServiceError: AccessDenied`: the code right behind the name of what was
/// thrown.
#[must_use]
pub fn thrown(line: &str, code: &str) -> bool {
    line.find(code).is_some_and(|at| {
        let before = line[..at].trim_end();
        let digits = before.bytes().rev().take_while(u8::is_ascii_digit).count();
        let status = digits == 3 && before[before.len() - 3..].starts_with(['4', '5']);
        status
            || ["Error:", "Exception:", "Error：", "error:", "ERROR:"]
                .iter()
                .any(|word| before.ends_with(word))
    })
}

/// The text says that something went wrong.
#[must_use]
pub fn speaks_of_failure(text: &str) -> bool {
    ["rror", "fail", "报错", "错误", "失败", "异常", "拒绝"]
        .iter()
        .any(|word| text.contains(word))
}

/// A line of a complaint: the code opens it and it speaks of an error, or the
/// code ends it behind a colon.
#[must_use]
pub fn complaint(line: &str, code: &str) -> bool {
    let line = line.trim().trim_matches(['`', '"']);
    let opens = line.strip_prefix(code).is_some_and(speaks_of_failure);
    let ends = line.strip_suffix(code).is_some_and(|before| {
        let before = before.trim_end_matches(['`', '"', ' ']);
        before.ends_with([':', '：']) || speaks_of_failure(before)
    });
    let quoted = ["`", "\"", "'"]
        .iter()
        .any(|q| line.contains(&format!("{q}{code}{q} error")));
    opens || ends || quoted
}

/// `CODE: what happened`.
#[must_use]
pub fn before_text(line: &str, code: &str) -> bool {
    line.find(code).is_some_and(|at| {
        let after = line[at + code.len()..].trim_start_matches([']', '"', '\'']);
        after
            .strip_prefix([':', '：'])
            .is_some_and(|text| !text.trim().is_empty())
    })
}

/// The line before or after the one at `at` has the form `CODE: text` too.
#[must_use]
pub fn listed(text: &str, at: usize) -> bool {
    let row = |line: &str| {
        let line = line.trim_start().trim_start_matches(['"', '\'', '-', ' ']);
        let code = line
            .bytes()
            .take_while(|b| b.is_ascii_uppercase() || *b == b'_');
        let length = code.count();
        length >= 5
            && line[length..]
                .trim_start_matches(['"', '\''])
                .starts_with([':', '=', ','])
    };
    let line = line_around(text, at);
    let start = line.as_ptr() as usize - text.as_ptr() as usize;
    let after = text[start + line.len()..].lines().nth(1);
    let before = text[..start].lines().next_back();
    row(line) && (after.is_some_and(row) || before.is_some_and(row))
}

#[cfg(test)]
mod tests {
    use super::{PROGRAM, SIGNS};

    #[test]
    fn words_stand_together_by_their_first_byte() {
        let firsts: Vec<u8> = SIGNS.iter().map(|(word, _)| word.as_bytes()[0]).collect();
        assert!(firsts.is_sorted(), "{firsts:?}");
        let firsts: Vec<u8> = PROGRAM.iter().map(|word| word.as_bytes()[0]).collect();
        assert!(firsts.is_sorted(), "{firsts:?}");
    }
}
