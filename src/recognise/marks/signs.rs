//! The words that tell where a record comes from and what kind of text it is. The
//! build reads them too.

/// What a word in a record says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Sign {
    /// Something of Tencent's is named.
    Tencent = 1,
    /// An SDK of Tencent's named itself.
    Sdk = 1 << 1,
    /// Another vendor whose errors use the same words is named.
    Foreign = 1 << 2,
    /// Another vendor signed it: no word of Tencent's outweighs that.
    Signed = 1 << 3,
    /// A line is program text and not its output.
    Program = 1 << 4,
    /// The service SCF is named.
    Scf = 1 << 5,
    /// The service TCB is named.
    Tcb = 1 << 6,
    /// The service CAM is named.
    Cam = 1 << 7,
    /// The service COS is named.
    Cos = 1 << 8,
    /// The host of a bucket.
    Host = 1 << 9,
    /// `Function [name]`.
    Function = 1 << 10,
    /// `collection("name")`.
    Collection = 1 << 11,
    /// `HTTP/1.1 404`.
    Http = 1 << 12,
    /// A line of a log has a bad level.
    Level = 1 << 13,
    /// What an APPID begins with.
    Appid = 1 << 14,
}

/// Levels of a log, and what opens a trace.
pub const LEVELS: &[&str] = &[
    "ERROR",
    "WARN",
    "FATAL",
    "[error]",
    "Exception",
    "Traceback",
    "Uncaught",
    "✖",
];

/// All lists, each with what its words say.
pub const LISTS: &[(&[&str], u32)] = &[
    (TENCENT, Sign::Tencent as u32),
    (SDK, Sign::Sdk as u32 | Sign::Tencent as u32),
    (FOREIGN, Sign::Foreign as u32),
    (SIGNED, Sign::Signed as u32),
    (PROGRAM, Sign::Program as u32),
    (&["scf.", "Function]"], Sign::Scf as u32),
    (&["tcb.", "DescribeEnvs"], Sign::Tcb as u32),
    (&["cam.", "sts."], Sign::Cam as u32),
    (&["cos."], Sign::Cos as u32),
    (&[".cos."], Sign::Host as u32),
    (&["Function ["], Sign::Function as u32),
    (&["collection("], Sign::Collection as u32),
    (&["HTTP/1.1 "], Sign::Http as u32),
    (LEVELS, Sign::Level as u32),
    (&["-12", "-13"], Sign::Appid as u32),
];

/// Names of Tencent's.
const TENCENT: &[&str] = &[
    "/auth/v1/",
    "COSXML",
    "CloudBase",
    "CosServerE",
    "CosServiceE",
    "Qcloud",
    "SCF",
    "TCB",
    "Tencent",
    "TraceId",
    "WeChat",
    "X-TC-",
    "[Describe",
    "callContainer",
    "callFunction",
    "callId",
    "cam/capi",
    "cloudbase",
    "cos.ap-",
    "miniprogram",
    "name/cos:",
    "notFoundPaths",
    "qcloud",
    "qcs::",
    "scf",
    "tcb",
    "tccli",
    "tencent",
    "weixin",
    "wx-server-sdk",
    "wx.cloud",
    "wxCloudApiToken",
    "x-cos-",
    "x-tc-",
    "云函数",
    "云存储",
    "云开发",
    "云托管",
    "小程序",
    "微信",
    "腾讯",
];

/// How SDKs of Tencent's name themselves.
const SDK: &[&str] = &["encentCloudSDK"];

/// Names and forms of other vendors.
const FOREIGN: &[&str] = &[
    " aws ",
    "\"extensions\"",
    "/dify",
    "<RequestID>",
    "AWS",
    "Aliyun",
    "Amazon",
    "Azure",
    "Dify",
    "DingTalk",
    "Encoded authorization failure",
    "Firebase",
    "Firestore",
    "HostId",
    "MetaMask",
    "MinIO",
    "Minio",
    "OSSAccessKey",
    "Serverless Function has crashed",
    "Vercel",
    "account and/or method",
    "alibaba",
    "aliyun",
    "amazonaws",
    "arn1::",
    "aws-",
    "aws.",
    "aws_",
    "azure",
    "baidubce",
    "bom1::",
    "botocore",
    "bru1::",
    "cdg1::",
    "cle1::",
    "cloudflare",
    "cpt1::",
    "dify.ai",
    "dingtalk",
    "dub1::",
    "feishu",
    "firebase",
    "firestore",
    "fra1::",
    "google.rpc",
    "googleapis",
    "gru1::",
    "hkg1::",
    "hnd1::",
    "httpStatus",
    "huaweicloud",
    "iad1::",
    "icn1::",
    "jsonrpc",
    "kix1::",
    "lhr1::",
    "minio",
    "obs.cn-",
    "oogle Cloud",
    "operation error EC2",
    "oss-cn-",
    "pdx1::",
    "qiniu",
    "sfo1::",
    "sin1::",
    "statusText",
    "supabase",
    "syd1::",
    "vercel",
    "volcengine",
    "volces",
    "wallet",
    "when calling the",
    "windows.net",
    "x-amz-",
];

/// What only another vendor can have written.
const SIGNED: &[&str] = &[
    "aliyuncs",
    "amazonaws",
    "api.aliyun.com",
    "open.work.weixin",
    "qyapi.weixin",
    "x-amz-",
];

/// Pieces of program text; `${` is looked for apart.
const PROGRAM: &[&str] = &[
    " == \"",
    " == '",
    " | '",
    "!==",
    "\"enum\":",
    "#define",
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
