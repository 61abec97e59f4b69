//! Logs of every kind, made from a seed: the same seed gives the same bytes.

use std::fmt::Write as _;
use std::io::{self, Write};

/// A kind of log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Application lines, access lines, NDJSON and stacks; a share of errors.
    Mixed,
    /// NDJSON only; a share of errors.
    Ndjson,
    /// Every line is an error.
    Errors,
    /// One array on one line.
    OneLine,
    /// Objects in arrays in objects, one error at the bottom.
    Deep,
    /// Every word is nearly a code.
    Near,
    /// One endless word.
    Word,
    /// Errors over several lines, between ordinary lines.
    Blocks,
}

/// All kinds, with the names that the command line takes.
pub const KINDS: [(&str, Kind); 8] = [
    ("mixed", Kind::Mixed),
    ("ndjson", Kind::Ndjson),
    ("errors", Kind::Errors),
    ("oneline", Kind::OneLine),
    ("deep", Kind::Deep),
    ("near", Kind::Near),
    ("word", Kind::Word),
    ("blocks", Kind::Blocks),
];

/// The first part of a log is made line by line, then it repeats.
const UNIQUE: usize = 48 << 20;

const NUMBERS: &[&str] = &[
    "-501000", "-502003", "-504002", "-502005", "-404011", "-501001", "-601002", "-604101",
];
const MESSAGES: &[&str] = &[
    "request limit exceeded",
    "the parameter \\\"envId\\\" is not valid",
    "Invoking task timed out after 3 seconds",
    "document size exceeds 16MB",
    "Db or Table not exist: orders",
    "集合不存在，请先创建",
    "function not found in current env",
];
const CLASSES: &[&str] = &[
    "com.shop.order.OrderService",
    "com.shop.user.UserController",
    "org.springframework.web.servlet.DispatcherServlet",
    "io.netty.channel.AbstractChannelHandlerContext",
    "com.zaxxer.hikari.pool.HikariPool",
    "o.a.k.c.consumer.internals.ConsumerCoordinator",
];
const FUNCTIONS: &[&str] = &[
    "getUserInfo",
    "createOrder",
    "syncStock",
    "sendSms",
    "db_cleanup",
    "pay_notify",
    "login-callback",
];
const WORDS: &[&str] = &[
    "account",
    "action",
    "address",
    "agent",
    "amount",
    "archive",
    "async",
    "backend",
    "balance",
    "batch",
    "bucket",
    "buffer",
    "bundle",
    "cache",
    "callback",
    "capacity",
    "channel",
    "checkout",
    "client",
    "cluster",
    "collection",
    "commit",
    "config",
    "connection",
    "container",
    "content",
    "coupon",
    "credential",
    "database",
    "deadlock",
    "default",
    "delivery",
    "document",
    "domain",
    "endpoint",
    "engine",
    "environment",
    "event",
    "exchange",
    "expire",
    "feature",
    "field",
    "function",
    "gateway",
    "handler",
    "header",
    "identity",
    "index",
    "instance",
    "interface",
    "invalid",
    "invoice",
    "isolate",
    "journal",
    "kernel",
    "latency",
    "limit",
    "listener",
    "lookup",
    "manifest",
    "message",
    "metadata",
    "method",
    "missing",
    "module",
    "namespace",
    "network",
    "notify",
    "object",
    "offset",
    "operation",
    "option",
    "order",
    "package",
    "parameter",
    "partition",
    "payload",
    "payment",
    "permission",
    "pipeline",
    "platform",
    "policy",
    "process",
    "profile",
    "protocol",
    "provider",
    "quota",
    "record",
    "refund",
    "region",
    "request",
    "resource",
    "response",
    "result",
    "retry",
    "route",
    "sample",
    "schema",
    "scope",
    "secret",
    "segment",
    "server",
    "service",
    "session",
    "shard",
    "signature",
    "snapshot",
    "socket",
    "storage",
    "stream",
    "subject",
    "success",
    "symbol",
    "system",
    "table",
    "target",
    "template",
    "tenant",
    "thread",
    "ticket",
    "timeout",
    "token",
    "topic",
    "trace",
    "transaction",
    "trigger",
    "tunnel",
    "update",
    "upload",
    "user",
    "validate",
    "value",
    "version",
    "volume",
    "warning",
    "webhook",
    "worker",
];

/// A small generator of numbers (xorshift).
pub struct Dice(u64);

impl Dice {
    /// From a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 20) % n as u64).unwrap_or(0)
    }

    /// One of these.
    pub fn of<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

/// Makes lines.
pub struct Maker<'a> {
    dice: Dice,
    codes: &'a [&'a str],
    second: u64,
}

impl<'a> Maker<'a> {
    /// A maker of lines with these codes in its errors.
    pub fn new(seed: u64, codes: &'a [&'a str]) -> Self {
        Self {
            dice: Dice::new(seed),
            codes,
            second: 0,
        }
    }

    fn n(&mut self, below: usize) -> usize {
        self.dice.below(below)
    }

    fn hex(&mut self, digits: usize) -> String {
        (0..digits)
            .map(|_| char::from(b"0123456789abcdef"[self.n(16)]))
            .collect()
    }

    fn uuid(&mut self) -> String {
        format!(
            "{}-{}-{}-{}-{}",
            self.hex(8),
            self.hex(4),
            self.hex(4),
            self.hex(4),
            self.hex(12)
        )
    }

    fn time(&mut self) -> String {
        self.second += u64::from(self.n(40) == 0);
        let s = self.second;
        let (h, m) = (s / 3600 % 24, s / 60 % 60);
        format!(
            "2026-11-{:02}T{h:02}:{m:02}:{:02}.{:03}Z",
            1 + s / 86400 % 28,
            s % 60,
            self.n(1000)
        )
    }

    fn level(&mut self) -> &'static str {
        self.dice.of(&["INFO ", "INFO ", "INFO ", "DEBUG", "WARN "])
    }

    fn name(&mut self) -> String {
        let (a, b) = (self.dice.of(WORDS), self.dice.of(WORDS));
        match self.n(6) {
            0 => format!("{a}_{b}"),
            1 => format!("{}_{}", a.to_uppercase(), b.to_uppercase()),
            2 => format!("{a}.{b}"),
            3 => format!("{a}-{b}"),
            4 => format!("{}{}", capital(a), capital(b)),
            _ => format!("{a}{}", capital(b)),
        }
    }

    fn prose(&mut self) -> String {
        let mut text = String::new();
        for _ in 0..5 + self.n(10) {
            let word = if self.n(5) == 0 {
                self.name()
            } else {
                self.dice.of(WORDS).to_owned()
            };
            let _ = write!(text, "{word} ");
        }
        text.trim_end().to_owned()
    }

    fn news(&mut self) -> String {
        let (a, b, c) = (self.n(100_000), self.n(999), self.n(5000));
        match self.n(8) {
            0 => format!("Order {a} created for user u_{b} in {c} ms"),
            1 => format!("cache miss for key user:{a}:profile, loading shard {b} (took {c} us)"),
            2 => format!("GET /api/v1/user_info?user_id={a}&page={b} HTTP/1.1 200 {c}"),
            3 => format!("HikariPool-1 - Pool stats (total={b}, active={b}, idle={c}, waiting=0)"),
            4 => format!("job NIGHTLY_SYNC finished, MAX_RETRY={b} BATCH_SIZE={a} rows={c}"),
            5 => format!("用户 {a} 登录成功，来源渠道 {b}，耗时 {c} 毫秒"),
            6 => format!("state ORDER_CREATED -> ORDER_PAID for order {a} after {c} s"),
            _ => self.prose(),
        }
    }

    fn good(&mut self) -> String {
        match self.n(10) {
            0..=2 => format!(
                "{} {} [http-nio-8080-exec-{}] {} - {}",
                self.time(),
                self.level(),
                self.n(12),
                self.dice.of(CLASSES),
                self.news()
            ),
            3 => format!(
                "10.{}.{}.{} - - [{:02}/Nov/2026:10:{:02}:{:02} +0800] \"GET /{}/{}?{}={} HTTP/1.1\" {} {} \"-\" \"Mozilla/5.0 (X11; Linux x86_64)\"",
                self.n(256),
                self.n(256),
                self.n(256),
                1 + self.n(28),
                self.n(60),
                self.n(60),
                self.dice.of(WORDS),
                self.name(),
                self.dice.of(WORDS),
                self.n(99_999),
                [200, 200, 200, 304, 404][self.n(5)],
                self.n(50_000)
            ),
            4 => format!(
                "    at {}.{}({}.java:{})",
                self.dice.of(CLASSES),
                self.dice.of(FUNCTIONS),
                self.name(),
                self.n(900)
            ),
            5 => format!(
                "{}[{}]: {} {}={}",
                self.dice.of(WORDS),
                self.n(9999),
                self.prose(),
                self.name(),
                self.hex(8)
            ),
            _ => self.good_json(),
        }
    }

    fn good_json(&mut self) -> String {
        match self.n(3) {
            0 => format!(
                r#"{{"ts":"{}","level":"info","requestId":"{}","function":"{}","env":"prod-{}","latencyMs":{},"code":0,"msg":"{}"}}"#,
                self.time(),
                self.uuid(),
                self.dice.of(FUNCTIONS),
                self.hex(10),
                self.n(900),
                self.news()
            ),
            1 => format!(
                r#"{{"time":{},"lvl":"INFO","service":"api-gateway","http":{{"method":"POST","path":"/v1/{}","status":200,"user_agent":"Mozilla/5.0 MicroMessenger/8.0.{}"}},"trace_id":"{}","result":{{"code":"SUCCESS","data":{{"total":{},"has_more":false}}}}}}"#,
                1_794_000_000_000 + self.n(1_000_000_000),
                self.dice.of(FUNCTIONS),
                self.n(60),
                self.hex(32),
                self.n(999)
            ),
            _ => format!(
                r#"{{"ts":"{}","level":"debug","event":"db.query","collection":"{}","ms":{},"docs":{},"ok":true,"requestId":"{}","errCode":0,"errMsg":"collection.get:ok"}}"#,
                self.time(),
                self.dice.of(&["orders", "users", "coupon_codes"]),
                self.n(80),
                self.n(50),
                self.uuid()
            ),
        }
    }

    fn code(&mut self) -> &'a str {
        self.codes[self.n(self.codes.len())]
    }

    fn bad_json(&mut self) -> String {
        let (code, message) = (self.code(), self.dice.of(MESSAGES));
        match self.n(4) {
            0 => format!(
                r#"{{"ts":"{}","level":"error","requestId":"{}","function":"{}","resp":{{"code":"{code}","message":"{message}","requestId":"{}"}}}}"#,
                self.time(),
                self.uuid(),
                self.dice.of(FUNCTIONS),
                self.uuid()
            ),
            1 => format!(
                r#"{{"time":{},"lvl":"ERROR","service":"api-gateway","body":"{{\"code\":\"{code}\",\"message\":\"denied\",\"requestId\":\"{}\"}}","status":400}}"#,
                1_794_000_000_000 + self.n(1_000_000_000),
                self.uuid()
            ),
            2 => format!(
                r#"{{"Response":{{"Error":{{"Code":"{code}","Message":"{message}"}},"RequestId":"{}"}},"ts":"{}"}}"#,
                self.uuid(),
                self.time()
            ),
            _ => {
                let number = self.dice.of(NUMBERS);
                format!(
                    r#"{{"ts":"{}","level":"error","errCode":{number},"errMsg":"collection.get:fail {number} {message}","requestId":"{}"}}"#,
                    self.time(),
                    self.uuid()
                )
            }
        }
    }

    fn bad(&mut self) -> String {
        let (code, message) = (self.code(), self.dice.of(MESSAGES));
        match self.n(9) {
            0 => format!("{} ERROR Error: [{code}] {message} (100004)", self.time()),
            1 => format!(
                "Error: errCode: {} request fail | errMsg: [{code}] {message}; at cloud.callFunction api;",
                self.dice.of(NUMBERS)
            ),
            2 => format!(
                "[TencentCloudSDKException] code:{code} message:{message} requestId:{}",
                self.uuid()
            ),
            3 => format!(
                "{} ERROR [{}] {} - {}: code={code} message={message}",
                self.time(),
                self.n(20),
                self.dice.of(CLASSES),
                self.news()
            ),
            4 => format!(
                "{} WARN  [{}] {} - upstream answered {code}, retry {}/5",
                self.time(),
                self.n(20),
                self.dice.of(CLASSES),
                self.n(5)
            ),
            _ => self.bad_json(),
        }
    }

    /// An error over several lines.
    fn block(&mut self) -> String {
        let (code, message) = (self.code(), self.dice.of(MESSAGES).replace('\\', ""));
        match self.n(5) {
            0 => format!(
                "{{\n  \"code\": \"{code}\",\n  \"message\": \"{}\",\n  \"requestId\": \"{}\"\n}}",
                message.replace('"', "'"),
                self.uuid()
            ),
            1 => format!(
                "{} ERROR TencentCloudSDKException: {code}-{message}\n\tat {}.{}(A.java:{})\nCaused by: java.net.SocketTimeoutException: Read timed out\n\t... 12 more",
                self.time(),
                self.dice.of(CLASSES),
                self.dice.of(FUNCTIONS),
                self.n(900)
            ),
            2 => format!(
                "<?xml version='1.0' encoding='utf-8' ?>\n<Error>\n\t<Code>NoSuchKey</Code>\n\t<Message>The specified key does not exist.</Message>\n\t<TraceId>{}</TraceId>\n</Error>",
                self.hex(40)
            ),
            3 => format!(
                "✖ Environment cloud1-{} not found\n{}",
                self.hex(8),
                self.uuid()
            ),
            _ => format!(
                "Error: {message} {{\n  code: '{code}',\n  requestId: '{}',\n  details: [\n    'x'\n  ]\n}}",
                self.uuid()
            ),
        }
    }

    /// A word that is nearly a code.
    fn near(&mut self) -> String {
        let code = self.code();
        match self.n(5) {
            0 => format!("{code}S"),
            1 => format!("X{code}"),
            2 => format!("{}Q{}", &code[..code.len() / 2], &code[code.len() / 2..]),
            3 => code
                .chars()
                .map(|c| {
                    if c.is_ascii_uppercase() {
                        c.to_ascii_lowercase()
                    } else {
                        c.to_ascii_uppercase()
                    }
                })
                .collect(),
            _ => format!("{}X", &code[..code.len() - 1]),
        }
    }

    /// One line, or a block of them; `per_million` of them are errors.
    pub fn line(&mut self, kind: Kind, per_million: usize) -> String {
        let error = self.n(1_000_000) < per_million;
        match kind {
            Kind::Ndjson | Kind::OneLine if error => self.bad_json(),
            Kind::Ndjson | Kind::OneLine => self.good_json(),
            Kind::Errors => self.bad(),
            Kind::Near => (0..6).map(|_| self.near()).collect::<Vec<_>>().join(" "),
            Kind::Blocks if error => self.block(),
            _ if error => self.bad(),
            _ => self.good(),
        }
    }
}

fn capital(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}

/// Writes about `size` bytes of a kind.
pub fn write(
    out: &mut impl Write,
    kind: Kind,
    size: usize,
    per_million: usize,
    seed: u64,
    codes: &[&str],
) -> io::Result<()> {
    match kind {
        Kind::Deep => return deep(out, size, codes),
        Kind::Word => return repeat(out, &b"A_".repeat(1 << 15), size),
        _ => {}
    }
    let mut maker = Maker::new(seed, codes);
    let between = if kind == Kind::OneLine { "," } else { "\n" };
    let mut block = String::new();
    while block.len() < size.min(UNIQUE) {
        block.push_str(&maker.line(kind, per_million));
        block.push_str(between);
    }
    if kind != Kind::OneLine {
        return repeat(out, block.as_bytes(), size);
    }
    out.write_all(b"[")?;
    for _ in 0..size.div_ceil(block.len()) {
        out.write_all(block.as_bytes())?;
    }
    out.write_all(b"0]")
}

/// The block over and over; the last time up to a line end.
fn repeat(out: &mut impl Write, block: &[u8], size: usize) -> io::Result<()> {
    let mut left = size;
    while left >= block.len() {
        out.write_all(block)?;
        left -= block.len();
    }
    let end = memchr::memrchr(b'\n', &block[..left]).map_or(left, |n| n + 1);
    out.write_all(&block[..end])
}

fn deep(out: &mut impl Write, size: usize, codes: &[&str]) -> io::Result<()> {
    let (open, close) = (br#"{"a":["#, b"]}");
    let depth = size / (open.len() + close.len());
    for _ in 0..depth {
        out.write_all(open)?;
    }
    let code = codes.first().copied().unwrap_or("INVALID_PARAM");
    write!(out, r#"{{"code":"{code}","message":"x"}}"#)?;
    for _ in 0..depth {
        out.write_all(close)?;
    }
    Ok(())
}
