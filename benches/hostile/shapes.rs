//! Hostile shapes: each a unit which, repeated, makes a log that tries to be slow or
//! large. Most of them fill one record as far as it goes.

use std::cell::Cell;
use std::fmt::Write as _;

use cberr::catalogue;

thread_local! {
    /// Bytes of a line that fills a record.
    static RECORD: Cell<usize> = const { Cell::new(60_000) };
}

/// Makes a log of shapes that fill records of this size.
pub fn sized<T>(bytes: usize, make: impl FnOnce() -> T) -> T {
    let before = RECORD.replace(bytes);
    let made = make();
    RECORD.set(before);
    made
}

/// A shape by its name.
pub type Shape = (&'static str, fn() -> Vec<u8>);

/// An error, so that what stands around it is read.
const CODE: &str = "errCode:-501000 ";
const NAMED: &str = "[DATABASE_TIMEOUT] ";
const UUID: &str = "ed93f3cb-f35e-473f-b9f3-0d451b8b79c6";
const BODY: &str = r#"{"code":"INVALID_ENV","message":"bad env","requestId":"1234567890abcdef0"}"#;

/// A log of this size.
pub fn log(shape: &Shape, size: usize) -> Vec<u8> {
    let unit = (shape.1)();
    let mut log = unit.repeat(size / unit.len() + 1);
    log.truncate(size);
    log
}

fn bytes(text: impl Into<String>) -> Vec<u8> {
    text.into().into_bytes()
}

/// A line that an error begins and a piece fills.
fn filled(piece: &str) -> Vec<u8> {
    bytes(format!("{CODE}{}\n", full(piece)))
}

/// The same with an error that has a name and no key.
fn named(piece: &str) -> Vec<u8> {
    bytes(format!("{NAMED}{}\n", full(piece)))
}

/// The same with the error behind it.
fn before(piece: &str) -> Vec<u8> {
    bytes(format!("{} {NAMED}\n", full(piece)))
}

/// A body whose message is filled.
fn message(piece: &str) -> Vec<u8> {
    bytes(format!(
        "{{\"code\":\"INVALID_ENV\",\"message\":\"{}\"}}\n",
        full(piece)
    ))
}

/// A body with many more keys.
fn body(key: impl Fn(usize) -> String) -> Vec<u8> {
    let mut text = String::from("{\"errCode\":-501000");
    let mut number = 0;
    while text.len() < RECORD.get() {
        text.push(',');
        text.push_str(&key(number));
        number += 1;
    }
    bytes(text + "}\n")
}

/// A line of nothing but the piece.
fn line(piece: &str) -> Vec<u8> {
    bytes(full(piece) + "\n")
}

fn full(piece: &str) -> String {
    piece.repeat((RECORD.get() / piece.len()).max(1))
}

/// Pieces that differ, as many as fill so many bytes.
fn each(size: usize, piece: impl Fn(usize) -> String) -> Vec<u8> {
    let mut text = String::new();
    let mut number = 0;
    while text.len() < size {
        text.push_str(&piece(number));
        number += 1;
    }
    bytes(text)
}

/// A body as a string in a body, so many times.
fn nested(depth: usize) -> Vec<u8> {
    let mut text = BODY.to_owned();
    for _ in 0..depth {
        let string = serde_json::to_string(&text).expect("a string");
        text = format!("{{\"m\":{string}}}");
    }
    bytes(text + "\n")
}

fn codes() -> impl Iterator<Item = &'static str> {
    catalogue::names()
}

fn patterns() -> impl Iterator<Item = &'static str> {
    (0..catalogue::pattern_count()).map(|number| catalogue::pattern(number).text)
}

/// Every pattern with its holes filled.
fn filled_patterns(hole: &str, write: impl Fn(&mut String, &str)) -> Vec<u8> {
    let mut text = String::new();
    for pattern in patterns() {
        let mut own = String::new();
        for piece in pattern.split_inclusive('}') {
            match piece.split_once('{').filter(|_| piece.ends_with('}')) {
                Some((literal, _)) => {
                    own.push_str(literal);
                    own.push_str(hole);
                }
                None => own.push_str(piece),
            }
        }
        write(&mut text, &own);
    }
    bytes(text)
}

/// The beginning of every pattern.
fn beginnings(end: &str) -> Vec<u8> {
    let half = |text: &'static str| {
        let at = (text.len() / 2).max(8).min(text.len());
        let at = (at..).find(|at| text.is_char_boundary(*at)).unwrap_or(at);
        &text[..at]
    };
    bytes(
        patterns()
            .map(|p| half(p).to_owned() + end)
            .collect::<String>(),
    )
}

/// The text in UTF-16, with its mark.
fn utf16(text: &str) -> Vec<u8> {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

/// All of them.
pub const SHAPES: &[Shape] = &[
    ("healthy", || {
        each(1 << 17, |n| {
            format!(
                "2026-11-20 10:00:02 INFO order {n} done in {} ms user={:x}\n",
                n % 97,
                n * 7919
            )
        })
    }),
    ("line-code", || {
        bytes("2026-11-20 10:00:02 ERROR [DATABASE_TIMEOUT] query of orders\n")
    }),
    ("oneline-codes", || {
        bytes("[DATABASE_TIMEOUT] [INVALID_ENV] ")
    }),
    ("oneline-codes-sp", || {
        bytes("DATABASE_TIMEOUT INVALID_ENV -501000 ")
    }),
    ("oneline-errcode", || bytes(CODE)),
    ("oneline-errcode-many", || {
        each(200, |n| format!("errCode: -50{} ", 1000 + n % 9))
    }),
    ("unknown-distinct-lines", || {
        each(8 << 20, |n| {
            format!(
                "{{\"Response\":{{\"Error\":{{\"Code\":\"Zz{n:06}.Foo\",\"Message\":\"m\"}},\"RequestId\":\"{UUID}\"}}}}\n"
            )
        })
    }),
    ("unknown-distinct-oneline", || {
        each(8 << 20, |n| {
            format!(
                "\"Error\":{{\"Code\":\"InvalidParameter.Zz{n:06}\",\"Message\":\"m\"}},\"RequestId\":\"{UUID}\","
            )
        })
    }),
    ("bs-towers", || {
        each(2500, |n| {
            format!("errCode \"{}\" ", "\\".repeat(n % 63 + 1))
        })
    }),
    ("bs-towers-record", || {
        let towers: String = (1..63).map(|n| "\\".repeat(n) + "\"").collect();
        let last = ("\\".repeat(63) + "\"").repeat(900);
        bytes(format!("{{\"errCode\":-501000,\"m\":\"{towers}{last}\n"))
    }),
    ("bs-flood", || {
        bytes(format!(
            "{{\"errCode\":-501000,\"m\":\"{}\"}}\n",
            full("\\")
        ))
    }),
    ("bsq-flood", || {
        bytes(format!(
            "{{\"errCode\":-501000,\"m\":\"{}\"}}\n",
            full("\\\"")
        ))
    }),
    ("bs3q-flood", || {
        bytes(format!(
            "{{\"errCode\":-501000,\"m\":\"{}\"}}\n",
            full("\\\\\\\"")
        ))
    }),
    ("quote-soup", || filled("\"'`\"'`")),
    ("quote-open-sp", || filled(" \"a 'b `c'")),
    ("apos", || filled(" 'a'a")),
    ("braces", || filled("{")),
    ("brackets", || filled("[")),
    ("brace-keys", || line("{\"errCode\":")),
    ("brace-keys2", || {
        bytes(full("{\"error\":{\"code\":") + "-501000\n")
    }),
    ("nest5", || nested(5)),
    ("nest8", || nested(8)),
    ("nest12", || nested(12)),
    ("nest15", || nested(15)),
    ("many-str-layers", || {
        body(|n| format!("\"k{n}\":\"a\\\"b\\\"c\""))
    }),
    ("many-str-worth", || {
        body(|n| format!("\"k{n}\":\"Abc: def\""))
    }),
    ("nested-str-inplace", || {
        bytes(format!(
            "{{\"errCode\":-501000,\"a\":{}\n",
            full("\"A: 'B: `C: ")
        ))
    }),
    ("unclosed-apostrophes", || line("\\'':")),
    ("unclosed-keys", || line("'message':\\'x ")),
    ("unclosed-val", || line("\"errCode\":\"")),
    ("errcode-chain", || line("errCode:")),
    ("code-chain", || bytes(full("code=") + "-501000\n")),
    ("half-msg", || bytes("Invoking task timed out after ")),
    ("half-msg-line", || {
        bytes("Invoking task timed out after \n")
    }),
    ("half-msg2", || {
        filled("you are not authorized to perform operation (")
    }),
    ("half-msg3", || {
        filled(
            "HTTPSConnectionPool(host='x.tencentcloudapi.com', port=443): Max retries exceeded with url: / (Caused by ",
        )
    }),
    ("half-msg4", || filled("invalid ip 1.2.3.4 ")),
    ("half-msg5", || filled("The value `")),
    ("half-msg6", || filled("Cannot read property '")),
    ("ts-flood", || before("2026-11-20 10:00:02 ")),
    ("ts-flood2", || before("2026-11-20 ")),
    ("ts-half", || before("20")),
    ("ts-digits", || before("1700000000 ")),
    ("chain-at", || bytes("    at foo (DATABASE_TIMEOUT)\n")),
    ("chain-at-err", || {
        bytes("Error: [DATABASE_TIMEOUT] x\n".to_owned() + &"    at foo (a.js:1:2)\n".repeat(3000))
    }),
    ("chain-key", || bytes("code: -501000\nmessage: x\n")),
    ("chain-comma", || bytes("errCode: -501000,\n")),
    ("chain-brace", || bytes("{\n\"errCode\": -501000,\n")),
    ("short-lines", || bytes("\n".repeat(50) + "-501000\n")),
    ("blank-chain", || {
        bytes("[DATABASE_TIMEOUT]\n".to_owned() + &" \n".repeat(30_000))
    }),
    ("pwd-flood", || named("pwd=")),
    ("pwd-msg", || message("pwd=")),
    ("mail-flood", || named("a@b.cd ")),
    ("akid-flood", || message("AKID")),
    ("reqid-flood", || filled("request id: 1234abcd ")),
    ("reqid-half", || filled("req")),
    ("reqid-distinct", || {
        each(4 << 20, |n| {
            format!(
                "{{\"code\":\"INVALID_ENV\",\"message\":\"m\",\"requestId\":\"{:032x}\"}}\n",
                n * 7919
            )
        })
    }),
    ("paren-uuid", || {
        filled("(7a2ae0d9-63f6-46ea-8ca4-34cb7fe081fe) ")
    }),
    ("paren", || filled("(")),
    ("entity", || {
        bytes(format!("&quot;errCode&quot;:-501000,{}\n", full("&quot;")))
    }),
    ("amp", || filled("&")),
    ("pct", || line("%22errCode%22%3A-501000%2C")),
    ("ansi", || line("\u{1b}[31m[DATABASE_TIMEOUT]\u{1b}[0m ")),
    ("ansi-half", || named("\u{1b}[")),
    ("ansi-digits", || {
        bytes(format!("{NAMED}\u{1b}[{}\n", full("1;")))
    }),
    ("gt", || before(">")),
    ("gt-lines", || bytes("> ".repeat(20) + "errCode:-501000\n")),
    ("fullwidth", || {
        line("【DATABASE_TIMEOUT】错误码：-501000，")
    }),
    ("csv", || line("{\"\"errCode\"\":-501000},")),
    ("xml", || {
        bytes(
            "<Error><Code>NoSuchKey</Code><Message>x</Message><RequestId>NTk0NzRfMTIz</RequestId></Error>\n",
        )
    }),
    ("xml-open", || line("<Error><Code>")),
    ("xml-open2", || line("<Code>NoSuchKey")),
    ("xml-lt", || filled("<")),
    ("php", || {
        line("[\"errCode\"]=> int(-501000) string(7) \"x\" ")
    }),
    ("php-half", || line("errCode: string(")),
    ("node-wrap", || bytes("errMsg:\n  \"errCode: -501000\" +\n")),
    ("stop-words", || {
        bytes(format!("errMsg: {}\n", full(" requestI")))
    }),
    ("msg-keys", || line("errMsg: x ")),
    ("msg-keys-code", || filled("errMsg: x ")),
    ("longword", || before("A")),
    ("longword-parts", || before("ABCD_")),
    ("longword-code", || line("DATABASE_TIMEOUT_")),
    ("endless-code", || bytes("DATABASE_TIMEOUT_")),
    ("endless-word", || bytes("A".repeat(1000))),
    ("values-distinct", || {
        each(8 << 20, |n| {
            format!(
                "{{\"errCode\":-501000,\"errMsg\":\"FunctionName parameter could not be found\",\"env\":\"env-{n:06}\",\"function\":\"fn{n:06}\",\"region\":\"ap-{n:06}\",\"bucket\":\"b{n:06}-125\",\"collection\":\"c{n:06}\"}}\n"
            )
        })
    }),
    ("values-flood-record", || {
        body(|n| format!("\"env\":\"env-{n:06}\""))
    }),
    ("grams", || bytes("errC erro Code code SDKE Desc ")),
    ("zh", || bytes("错误码：错误：报错：返回错误码 ")),
    ("zh-code", || bytes("错误码：DATABASE_TIMEOUT 报错 ")),
    ("bad-utf8", || {
        [
            &[0xff; 100][..],
            b" [DATABASE_TIMEOUT] ",
            &[0xff; 50],
            b"\n",
        ]
        .concat()
    }),
    ("bad-utf8-cut", || {
        b"\xe4\xb8[DATABASE_TIMEOUT]\xf0\x9f ".to_vec()
    }),
    ("nul", || named("\0")),
    ("cr", || bytes("[DATABASE_TIMEOUT] x\r")),
    ("crlf", || bytes("[DATABASE_TIMEOUT] x\r\n")),
    ("errors-words", || before("Error: ")),
    ("table", || bytes("| DATABASE_TIMEOUT | x |\n")),
    ("pipes", || before("|")),
    ("digits", || bytes(format!("code: {}\n", full("1")))),
    ("negnum", || line("code:-501000,code:-502005,code:-504002,")),
    ("wrapped", || {
        line("errCode: -404011 | errMsg: errCode: -504002 | errMsg: errCode: -502005 ")
    }),
    ("urls", || {
        line("https://docs.cloudbase.net/error-code/basic/DATABASE_TIMEOUT?q=INVALID_ENV ")
    }),
    ("b64", || filled("QUJDREVGR0g")),
    ("comma-space", || filled(", ")),
    ("colon", || filled(":")),
    ("colon-sp", || filled(": ")),
    ("eq", || filled("=")),
    ("dot", || line("InvalidParameter.")),
    ("dot-code", || {
        bytes(format!("[InvalidParameter.{}] ", "a.".repeat(30)))
    }),
    ("module", || bytes("(100004) incorrect projectId ")),
    ("cos-host", || filled("a.cos.b.myqcloud.com ")),
    ("function-br", || filled("Function [")),
    ("stack", || {
        bytes(format!(
            "{{\"errorCode\":1,\"errorMessage\":\"user code exception caught\",\"stackTrace\":\"{}\"}}\n",
            full("Error: x\\n    at foo\\n")
        ))
    }),
    ("all-codes-line", || {
        bytes(codes().map(|c| format!("[{c}] ")).collect::<String>())
    }),
    ("all-codes-lines", || {
        bytes(
            codes()
                .enumerate()
                .map(|(n, c)| format!("ERROR [{c}] x {n}\n"))
                .collect::<String>(),
        )
    }),
    ("all-pat-prefix", || beginnings(" ")),
    ("all-pat-prefix-lines", || beginnings("\n")),
    ("all-pats-line", || {
        filled_patterns("3", |out, text| out.push_str(&format!("{text} ")))
    }),
    ("all-pats-lines", || {
        filled_patterns("3", |out, text| out.push_str(&format!("{text}\n")))
    }),
    ("all-pats-cut", || {
        filled_patterns("3", |out, text| {
            let last = text.char_indices().next_back().map_or(0, |(at, _)| at);
            let _ = writeln!(out, "{}", &text[..last]);
        })
    }),
    ("all-pats-hole", || {
        filled_patterns(&"x".repeat(119), |out, text| {
            let last = text.char_indices().next_back().map_or(0, |(at, _)| at);
            let _ = writeln!(out, "{}", &text[..last]);
        })
    }),
    ("all-pats-many-holes", || {
        let leads = patterns()
            .filter_map(|p| p.split_once('{'))
            .map(|(lead, _)| lead);
        let leads = leads.filter(|lead| lead.len() >= 8);
        bytes(leads.map(|lead| lead.repeat(20) + "\n").collect::<String>())
    }),
    // Of one's own.
    ("list-objects", || line("{\"code\":\"DATABASE_TIMEOUT\"},")),
    ("list-messages", || {
        line("{\"code\":\"INVALID_ENV\",\"message\":\"m\"},")
    }),
    ("list-requests", || {
        each(RECORD.get(), |n| {
            format!(
                "{{\"code\":\"INVALID_ENV\",\"message\":\"m\",\"requestId\":\"{n:08x}-63f6-46ea-8ca4-34cb7fe081fe\"}},"
            )
        })
    }),
    ("one-scope-codes", || {
        each(RECORD.get(), |n| format!("\"code\":\"A_{n}\","))
    }),
    ("one-scope-known", || {
        let own = codes()
            .filter(|c| c.contains('_'))
            .map(|c| format!("\"code\":\"{c}\","));
        bytes(own.collect::<String>())
    }),
    ("many-scopes", || {
        line("{\"a\":{\"b\":{}},\"code\":\"INVALID_ENV\"},")
    }),
    ("deep-scopes", || {
        bytes(format!(
            "{}\"code\":\"INVALID_ENV\"{}\n",
            "{\"a\":".repeat(1500),
            "}".repeat(1500)
        ))
    }),
    ("deep-response", || {
        bytes(format!(
            "{}{}\n",
            "{\"Response\":{\"Error\":".repeat(100),
            full("{\"Code\":\"A.B\"},")
        ))
    }),
    ("deep-arrays", || {
        bytes("[".repeat(20_000) + BODY + &"]".repeat(20_000) + "\n")
    }),
    ("message-codes", || {
        let list: String = codes().take(1000).map(|c| format!(" {c}")).collect();
        bytes(format!(
            "{{\"code\":\"INVALID_ENV\",\"message\":\"{}{list}\"}}\n",
            "long ".repeat(4000)
        ))
    }),
    ("message-thousand", || {
        let list: String = codes()
            .filter(|c| c.len() < 30)
            .take(1000)
            .map(|c| format!("[{c}] "))
            .collect();
        bytes(format!(
            "{{\"message\":\"{} {list}\"}}\n",
            "x".repeat(20_000)
        ))
    }),
    ("token-message", || message("token=")),
    ("cookie-chain", || message("cookie:")),
    ("cookie-values", || message("cookie: a=b; ")),
    ("authorization-chain", || named("Authorization: Bearer ")),
    ("jwt-flood", || message("eyJhbGciOiJIUzI1NiJ9.")),
    ("phone-flood", || message("13800138000 ")),
    ("at-flood", || message("@")),
    ("secret-keys", || {
        body(|n| format!("\"secretKey{n}\":\"abcdef\""))
    }),
    ("all-entities", || {
        filled("&quot;&#34;&#39;&apos;&lt;&gt;&amp;")
    }),
    ("amp-nested", || filled("&amp;amp;amp;quot;")),
    ("ansi-flood", || named("\u{1b}[0m")),
    ("ansi-letters", || named("\u{1b}[3\u{1b}[4")),
    ("cr-flood", || named("\r")),
    ("utf-16-flood", || utf16(&full("errCode: -501000 错误 "))),
    ("utf-16-halves", || {
        let mut halves = utf16(NAMED);
        halves.extend([0x00, 0xd8].repeat(RECORD.get() / 2));
        halves
    }),
    ("marks", || filled("\u{feff}")),
    ("unclosed-string", || {
        bytes(format!(
            "{{\"code\":\"INVALID_ENV\",\"message\":\"{}\n",
            full("word ")
        ))
    }),
    ("unclosed-strings", || line("\"message\":\"A: ")),
    ("unclosed-apostrophes", || filled(" 'x")),
    ("huge-key", || {
        bytes(format!(
            "{{\"{}\":\"INVALID_ENV\",\"code\":\"INVALID_ENV\"}}\n",
            full("k")
        ))
    }),
    ("huge-keys", || {
        line(&format!("\"{}\":\"INVALID_ENV\",", "k".repeat(39)))
    }),
    ("huge-bare-key", || {
        bytes(format!("{}: INVALID_ENV errCode: -501000\n", full("key_")))
    }),
    ("request-ids", || {
        body(|n| format!("\"requestId\":\"{n:08x}-63f6-46ea-8ca4-34cb7fe081fe\""))
    }),
    ("request-id-secrets", || {
        body(|_| "\"requestId\":\"AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE\"".to_owned())
    }),
    ("uuid-lines", || {
        bytes(format!(
            "{NAMED}\n{}",
            "  7a2ae0d9-63f6-46ea-8ca4-34cb7fe081fe\n".repeat(1500)
        ))
    }),
    ("enum-rows", || {
        line("DATABASE_TIMEOUT = 'DATABASE_TIMEOUT', ")
    }),
    ("enum-lines", || {
        bytes("  DATABASE_TIMEOUT: 'x',\n".repeat(2500))
    }),
    ("listed-rows", || {
        bytes("DATABASE_TIMEOUT: x, INVALID_ENV: y, ".repeat(1600) + "\n")
    }),
    ("cos-line", || {
        line(
            "<Error><Code>NoSuchKey</Code><Message>x</Message><RequestId>NTk0NzRfMTIz</RequestId></Error>",
        )
    }),
    ("cos-codes", || {
        bytes(format!(
            "<Error>{}</Error>\n",
            full("<Code>NoSuchKey</Code><RequestId>NTk0NzRfMTIz</RequestId>")
        ))
    }),
    ("response-line", || {
        line(&format!(
            "{{\"Response\":{{\"Error\":{{\"Code\":\"InvalidParameter.A\",\"Message\":\"m\"}},\"RequestId\":\"{UUID}\"}}}},"
        ))
    }),
    ("v2-modules", || {
        line("{\"code\":4000,\"message\":\"(10001)bad\",\"codeDesc\":\"X\"},")
    }),
    ("wechat-codes", || {
        line("{\"errcode\":40001,\"errmsg\":\"invalid credential, rid: 1\"},")
    }),
    ("oauth-codes", || {
        line("{\"error\":\"invalid_grant\",\"error_code\":4000,\"error_description\":\"x\"},")
    }),
    ("oauth-half", || {
        line("{\"error\":\"invalid_grant\",\"error_description\":")
    }),
    ("php-types", || {
        bytes(format!("\"code\":{}\n", full("int(")))
    }),
    ("php-types-many", || line("\"code\":int(int(string(")),
    ("brackets-codes", || line("[[DATABASE_TIMEOUT]")),
    ("link-codes", || line("error-code/a/b/c/INVALID_ENV ")),
    ("link-broken", || line("error-code/\r\r\r\r")),
    ("fail-chain", || line("fail fail code -501000 ")),
    ("chinese-keys", || line("错误码 请求ID 返回码 ")),
    ("functions", || {
        filled("Function [f] collection(\"c\") HTTP/1.1 404 ")
    }),
    ("blanks", || filled(" ")),
    ("tabs", || filled("\t: ")),
    ("pattern-blanks", || {
        bytes(format!("{CODE}Invoking{}task\n", full(" ")))
    }),
    ("chain-of-commas", || {
        bytes(format!(
            "{{\"errCode\":-501000,\n{}}}\n",
            "\"a\":1,\n".repeat(8000)
        ))
    }),
    ("chain-endless", || bytes("  errCode: -501000\n")),
    ("chain-endless-healthy", || {
        bytes("  nothing to see here at all\n")
    }),
    ("grid-words", || {
        bytes(format!("{}{NAMED}{}\n", full("x"), full("y")))
    }),
];
