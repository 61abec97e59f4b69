//! Secrets by their own form, wherever they stand: key ids and tokens of providers,
//! JSON Web Tokens, keys in PEM, credentials in URIs, numbers of persons.

use super::view::View;

/// A token that is known by its head: the head, how many characters follow at
/// least, and whether `-`, `_` and `.` are among them.
struct Head {
    /// In place, because every reference of a table costs instructions at each start.
    bytes: [u8; 16],
    len: u8,
    least: usize,
    tail: Tail,
}

const fn head(text: &[u8], least: usize, tail: Tail) -> Head {
    let mut bytes = [0; 16];
    let (room, _) = bytes.split_at_mut(text.len());
    room.copy_from_slice(text);
    Head {
        bytes,
        len: text.len() as u8,
        least,
        tail,
    }
}

impl Head {
    fn text(&self) -> &[u8] {
        &self.bytes[..usize::from(self.len)]
    }
}

/// What follows the head of a token.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tail {
    /// Letters and digits.
    Plain,
    /// Also `-` and `_`.
    Url,
    /// Also `.`, `/`, `+`, `=` and `:`.
    Any,
}

/// Sorted by nothing but kind; looked at only where the first letter fits.
const HEADS: &[Head] = &[
    // Tencent Cloud, Alibaba Cloud, AWS, Volcengine, Google.
    head(b"AKID", 13, Tail::Url),
    head(b"LTAI", 12, Tail::Plain),
    head(b"AKIA", 12, Tail::Plain),
    head(b"ASIA", 12, Tail::Plain),
    head(b"AKLT", 20, Tail::Any),
    head(b"AIza", 30, Tail::Url),
    head(b"ya29.", 20, Tail::Url),
    head(b"GOCSPX-", 20, Tail::Url),
    head(b"1//0", 30, Tail::Url),
    // JSON Web Tokens, whole keys in DER.
    head(b"eyJ", 20, Tail::Any),
    head(b"MII", 60, Tail::Any),
    // Where code is kept and built.
    head(b"ghp_", 20, Tail::Plain),
    head(b"gho_", 20, Tail::Plain),
    head(b"ghu_", 20, Tail::Plain),
    head(b"ghs_", 20, Tail::Any),
    head(b"ghr_", 20, Tail::Plain),
    head(b"github_pat_", 20, Tail::Url),
    head(b"glpat-", 16, Tail::Url),
    head(b"gldt-", 16, Tail::Url),
    head(b"glrt-", 16, Tail::Url),
    head(b"glptt-", 16, Tail::Url),
    head(b"glcbt-", 16, Tail::Url),
    head(b"npm_", 20, Tail::Plain),
    head(b"pypi-", 32, Tail::Url),
    head(b"rubygems_", 32, Tail::Plain),
    head(b"dckr_pat_", 16, Tail::Url),
    head(b"ATATT", 32, Tail::Any),
    head(b"ATBB", 24, Tail::Plain),
    // Models.
    head(b"sk-", 16, Tail::Url),
    head(b"hf_", 20, Tail::Plain),
    head(b"gsk_", 20, Tail::Plain),
    head(b"r8_", 20, Tail::Plain),
    head(b"nvapi-", 20, Tail::Url),
    // Messages.
    head(b"xoxa-", 10, Tail::Url),
    head(b"xoxb-", 10, Tail::Url),
    head(b"xoxe-", 10, Tail::Url),
    head(b"xoxe.", 10, Tail::Any),
    head(b"xoxo-", 10, Tail::Url),
    head(b"xoxp-", 10, Tail::Url),
    head(b"xoxr-", 10, Tail::Url),
    head(b"xoxs-", 10, Tail::Url),
    head(b"xapp-", 10, Tail::Url),
    head(b"SG.", 30, Tail::Any),
    head(b"EAACEd", 20, Tail::Plain),
    // Payment.
    head(b"sk_live_", 10, Tail::Plain),
    head(b"sk_test_", 10, Tail::Plain),
    head(b"rk_live_", 10, Tail::Plain),
    head(b"rk_test_", 10, Tail::Plain),
    head(b"whsec_", 16, Tail::Any),
    head(b"sq0atp-", 16, Tail::Url),
    head(b"sq0csp-", 16, Tail::Url),
    // Hosting and operation.
    head(b"shpat_", 20, Tail::Plain),
    head(b"shpss_", 20, Tail::Plain),
    head(b"dop_v1_", 20, Tail::Plain),
    head(b"doo_v1_", 20, Tail::Plain),
    head(b"sbp_", 20, Tail::Plain),
    head(b"sb_secret_", 16, Tail::Url),
    head(b"hvs.", 20, Tail::Url),
    head(b"lin_api_", 20, Tail::Plain),
    head(b"ntn_", 20, Tail::Plain),
    head(b"secret_", 30, Tail::Plain),
    head(b"tskey-", 16, Tail::Url),
    head(b"phc_", 20, Tail::Plain),
    head(b"phx_", 20, Tail::Plain),
    head(b"PMAK-", 20, Tail::Url),
    head(b"AGE-SECRET-KEY-", 20, Tail::Plain),
];

/// A head may begin with this byte.
static FIRST: [bool; 256] = {
    let mut first = [false; 256];
    let mut at = 0;
    while at < HEADS.len() {
        first[HEADS[at].bytes[0] as usize] = true;
        at += 1;
    }
    first
};

/// Where the token of a provider that begins here ends.
pub(super) fn token(view: &View<'_>, at: usize) -> Option<usize> {
    if !FIRST[usize::from(view.byte(at))] {
        return None;
    }
    let fits =
        |head: &&Head| view.byte(at + 1) == head.bytes[1] && view.starts_with(at, head.text());
    let Head {
        len, least, tail, ..
    } = HEADS.iter().find(fits)?;
    let start = at + usize::from(*len);
    let mut end = start;
    // A name that happens to begin so has no digits: `sk-learn-contributors`. It is
    // not read to its end for that: what stands in it may begin so again.
    let mut digit = false;
    while end < start + 64.max(*least) && of(*tail, view.byte(end)) {
        digit |= view.byte(end).is_ascii_digit();
        end += 1;
    }
    if end < start + least || !digit {
        return None;
    }
    while of(*tail, view.byte(end)) {
        end += 1;
    }
    while matches!(view.before(end), b'.' | b'/' | b':' | b'-') {
        end -= 1;
    }
    Some(end)
}

fn of(tail: Tail, byte: u8) -> bool {
    match byte {
        b'-' | b'_' => tail != Tail::Plain,
        b'.' | b'/' | b'+' | b'=' | b':' => tail == Tail::Any,
        _ => byte.is_ascii_alphanumeric(),
    }
}

/// A whole private key in PEM that begins here: its body, from behind the line that
/// opens it to before the one that closes it, else to where no key can go on.
pub(super) fn pem(view: &View<'_>, at: usize) -> Option<(usize, usize)> {
    if !view.starts_with(at, b"-----BEGIN ") {
        return None;
    }
    let label = at + 11;
    let mut end = label;
    while end < label + 40 && matches!(view.byte(end), b'A'..=b'Z' | b'0'..=b'9' | b' ') {
        end += 1;
    }
    let name = view.slice(label, end);
    let private = name.windows(7).any(|w| w == b"PRIVATE") || name.ends_with(b"SECRET KEY");
    if !private || !view.starts_with(end, b"-----") {
        return None;
    }
    let start = end + 5;
    let end = body(view, start);
    (end > start).then_some((start, end))
}

/// Where the body of a key ends. Escapes of line breaks, headers (`Proc-Type: …`),
/// quotes and commas between lines of an array are part of it.
fn body(view: &View<'_>, start: usize) -> usize {
    let mut end = start;
    let mut last = start;
    loop {
        match view.byte(end) {
            b'-' if view.starts_with(end, b"-----END") => return last,
            b'-' if view.starts_with(end, b"-----") => return last,
            b if b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=' | b':' | b'-') => {
                end += 1;
                last = end;
            }
            b'\n' | b'\r' | b'\t' | b' ' | b'\\' | b'"' | b'\'' | b',' | b'>' | b'|' | b'.'
            | b'_' => {
                end += 1;
            }
            _ => return last,
        }
    }
}

/// The name and password before the host of a URI whose `://` begins here.
pub(super) fn userinfo(view: &View<'_>, at: usize) -> Option<(usize, usize)> {
    /// A password with more is told by its key or not at all; the bound keeps text
    /// full of `://` linear.
    const LONGEST: usize = 160;
    let start = at + 3;
    let mut found = None;
    let mut authority = true;
    let mut colon = None;
    for end in start..start + LONGEST {
        match view.byte(end) {
            b'@' => found = Some(end),
            b':' if authority => colon = Some(end),
            b'/' | b'?' | b'#' if found.is_some() => break,
            b'/' | b'?' | b'#' if authority => {
                let port =
                    colon.is_none_or(|c| view.slice(c + 1, end).iter().all(u8::is_ascii_digit));
                if port {
                    break;
                }
                authority = false;
            }
            0..=b' ' | b'"' | b'\'' | b'`' | b'<' | b'>' | b'|' | b'\\' | 0x7f.. => break,
            _ => {}
        }
    }
    let end = found?;
    // A scope of a package, `npm://@cloudbase/cli`, has nobody's name.
    (end > start).then_some((start, end))
}

/// Addresses in whose path or query the secret itself stands.
const HOOKS: &[(&[u8], &[u8])] = &[
    (b"hooks.slack.com", b"/services/"),
    (b"hooks.slack.com", b"/workflows/"),
    (b"hooks.slack.com", b"/triggers/"),
    (b"discord.com", b"/api/webhooks/"),
    (b"discordapp.com", b"/api/webhooks/"),
    (b"open.feishu.cn", b"/open-apis/bot/v2/hook/"),
    (b"open.feishu.cn", b"/open-apis/bot/hook/"),
    (b"open.larksuite.com", b"/open-apis/bot/v2/hook/"),
    (b"qyapi.weixin.qq.com", b"/cgi-bin/webhook/send?key="),
    (
        b"qyapi.weixin.qq.com",
        b"/cgi-bin/webhook/upload_media?key=",
    ),
    (b"webhook.office.com", b"/webhookb2/"),
    (b"outlook.office.com", b"/webhook/"),
    (b"api.telegram.org", b"/bot"),
    (b"sctapi.ftqq.com", b"/"),
    (b"sc.ftqq.com", b"/"),
    (b"api.day.app", b"/"),
    (b"maker.ifttt.com", b"/use/"),
    (b"hooks.zapier.com", b"/hooks/catch/"),
    (b"hook.us1.make.com", b"/"),
];

/// The secret part of a webhook whose host begins or goes on at this word.
pub(super) fn hook(view: &View<'_>, start: usize, end: usize) -> Option<(usize, usize)> {
    if view.byte(end) != b'/' {
        return None;
    }
    let host = view.slice(start, end);
    let is =
        |(name, path): &&(&[u8], &[u8])| host.ends_with(name) && view.starts_with_word(end, path);
    let (_, path) = HOOKS.iter().find(is)?;
    let start = end + path.len();
    let mut end = start;
    let part = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'/' | b':' | b'@');
    while part(view.byte(end)) {
        end += 1;
    }
    (end >= start + 6).then_some((start, end))
}

/// Whether these digits and blanks are somebody's number: where it ends.
pub(super) fn number(view: &View<'_>, at: usize) -> Option<usize> {
    let before = view.before(at);
    if before.is_ascii_alphanumeric() {
        return None;
    }
    phone(view, at)
        .or_else(|| identity(view, at))
        .or_else(|| card(view, at))
        .or_else(|| login(view, at))
}

/// A Chinese mobile number: `13800138000`, `+86 138-0013-8000`, `8613800138000`.
fn phone(view: &View<'_>, at: usize) -> Option<usize> {
    let part = |b: u8| matches!(b, b' ' | b'-' | b'.');
    let mut from = at;
    for country in [&b"0086"[..], b"086", b"86"] {
        if view.starts_with(from, country) {
            from += country.len();
            while from < at + 8 && (part(view.byte(from)) || view.byte(from) == b')') {
                from += 1;
            }
            break;
        }
    }
    if view.byte(from) != b'1' || !(b'3'..=b'9').contains(&view.byte(from + 1)) {
        return None;
    }
    let mut end = from;
    for (group, digits) in [3, 4, 4].into_iter().enumerate() {
        if group > 0 && part(view.byte(end)) {
            end += 1;
        }
        for _ in 0..digits {
            if !view.byte(end).is_ascii_digit() {
                return None;
            }
            end += 1;
        }
    }
    apart(view, end).then_some(end)
}

/// No letter or digit goes on, nor a decimal place.
fn apart(view: &View<'_>, end: usize) -> bool {
    let byte = view.byte(end);
    let decimal = byte == b'.' && view.byte(end + 1).is_ascii_digit();
    !byte.is_ascii_alphanumeric() && !decimal
}

/// Number of a Chinese identity card: 17 digits with a date, and the one that
/// proves them.
fn identity(view: &View<'_>, at: usize) -> Option<usize> {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let digits = view.slice(at, at + 17);
    if digits.len() < 17 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let number = |from: usize, to: usize| {
        let digits = digits[from..to].iter();
        digits.fold(0, |n, d| n * 10 + u32::from(d - b'0'))
    };
    let dated = (1900..2100).contains(&number(6, 10))
        && (1..=12).contains(&number(10, 12))
        && (1..=31).contains(&number(12, 14));
    let sum: u32 = digits
        .iter()
        .zip(WEIGHTS)
        .map(|(d, w)| u32::from(d - b'0') * w)
        .sum();
    let want = b"10X98765432"[(sum % 11) as usize];
    let proof = view.byte(at + 17).to_ascii_uppercase();
    (dated && proof == want && apart(view, at + 18)).then_some(at + 18)
}

/// Number of a bank card, in one piece or in groups of four, with its check digit.
fn card(view: &View<'_>, at: usize) -> Option<usize> {
    let mut digits = [0u8; 19];
    let (mut len, mut end) = (0, at);
    let sign = view.byte(at + 4);
    let grouped = matches!(sign, b' ' | b'-');
    loop {
        let byte = view.byte(end);
        if byte.is_ascii_digit() {
            *digits.get_mut(len)? = byte - b'0';
            len += 1;
            end += 1;
        } else if grouped
            && byte == sign
            && len % 4 == 0
            && view.byte(end + 1).is_ascii_digit()
            && len < 19
        {
            end += 1;
        } else {
            break;
        }
    }
    let issuer = match (digits[0], digits[1]) {
        (6, 2) => (16..=19).contains(&len),
        (4, _) | (5, 1..=5) | (2, 2..=7) | (3, 5) => len == 16,
        (3, 4 | 7) => len == 15,
        (6, 0 | 4 | 5) => len == 16,
        _ => false,
    };
    let sum: u32 = digits[..len]
        .iter()
        .rev()
        .enumerate()
        .map(|(n, d)| match (n % 2, u32::from(*d) * 2) {
            (0, _) => u32::from(*d),
            (_, twice) => twice / 10 + twice % 10,
        })
        .sum();
    (issuer && sum.is_multiple_of(10) && apart(view, end)).then_some(end)
}

/// DNSPod's `12345,0123456789abcdef0123456789abcdef`: a number and a token.
fn login(view: &View<'_>, at: usize) -> Option<usize> {
    let mut comma = at;
    while comma < at + 9 && view.byte(comma).is_ascii_digit() {
        comma += 1;
    }
    if view.byte(comma) != b',' || comma < at + 4 {
        return None;
    }
    let token = view.slice(comma + 1, comma + 33);
    let is_hex = |b: &u8| b.is_ascii_digit() || (b'a'..=b'f').contains(b);
    let whole = token.len() == 32 && token.iter().all(is_hex);
    (whole && apart(view, comma + 33)).then_some(comma + 33)
}

/// The address around an `@`, not before `floor`.
pub(super) fn email(view: &View<'_>, at: usize, floor: usize) -> Option<(usize, usize)> {
    const LONGEST: usize = 64;
    let local = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'+' | b'-' | b'%');
    let mut start = at;
    while start > floor.max(at.saturating_sub(LONGEST)) && local(view.before(start)) {
        start -= 1;
    }
    while start < at && matches!(view.byte(start), b'.' | b'-') {
        start += 1;
    }
    let mut end = at + 1;
    let mut label = end;
    let mut dots = 0;
    while end < at + 255 {
        match view.byte(end) {
            b'.' if view.byte(end + 1).is_ascii_alphanumeric() => {
                dots += 1;
                label = end + 1;
            }
            b'-' => {}
            b if b.is_ascii_alphanumeric() => {}
            _ => break,
        }
        end += 1;
    }
    let top = view.slice(label, end);
    let named = dots > 0 && top.len() >= 2 && top.iter().all(u8::is_ascii_alphabetic);
    (start < at && named && !version(view, at + 1)).then_some((start, end))
}

/// `1.2.3` of a package: `node-sdk@2.9.0-beta.next`.
fn version(view: &View<'_>, at: usize) -> bool {
    let mut end = at;
    let mut dots = 0;
    while matches!(view.byte(end), b'0'..=b'9' | b'.') && end < at + 20 {
        dots += usize::from(view.byte(end) == b'.');
        end += 1;
    }
    dots >= 2
}

#[cfg(test)]
mod tests;
