//! The keys that say something about an error.

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
            "requestId" | "RequestId" | "request_id" => Self::RequestId,
            _ => Self::of_request_id(text),
        }
    }

    /// A request id in one of its rarer spellings.
    fn of_request_id(text: &str) -> Self {
        // All of them end so.
        if !text.ends_with(['d', 'D']) {
            return Self::Other;
        }
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
