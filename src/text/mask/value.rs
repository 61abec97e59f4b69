//! Where the value of a key begins and ends, by its own delimiters, and whether it
//! is one: `null`, `expired` and `your-secret-key` are none.

use super::keys::Kind;
use super::view::View;

/// Longest value that is asked whether it is only a word, a placeholder, or no
/// secret by its look; a longer one is hidden unasked, so that no byte is read twice
/// without bound.
const ASKED: usize = 160;

/// How an unquoted value goes on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// To the next blank.
    Word,
    /// To the end of its line.
    Line,
    /// The parts of a header.
    Header,
    /// A list of cookies: blanks, semicolons, `name=value`.
    HeaderLine,
}

pub(super) fn quote(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'`')
}

pub(super) fn blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

fn newline(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

fn wordlike(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}

/// The first place from `at` on that is no blank.
pub(super) fn skip_blanks(view: &View<'_>, mut at: usize) -> usize {
    while blank(view.byte(at)) {
        at += 1;
    }
    at
}

/// Backslashes that stand before a place.
fn backslashes(view: &View<'_>, at: usize) -> usize {
    (0..at)
        .rev()
        .take(64)
        .take_while(|i| view.byte(*i) == b'\\')
        .count()
}

/// The inside of the quoted value whose quote stands at `at`: to the quote that
/// closes it, whatever stands within; where none does, to the end of its line.
pub(super) fn quoted(view: &View<'_>, at: usize) -> (usize, usize) {
    let (mark, depth) = (view.byte(at), view.depth(at));
    let level = backslashes(view, at);
    let start = at + 1;
    let mut run = 0;
    let mut line = None;
    let mut end = start;
    while end < view.len() {
        let byte = view.byte(end);
        if byte == b'\\' {
            run += 1;
            end += 1;
            continue;
        }
        // At the third level of nesting a quote has three backslashes, an escaped
        // one inside of it seven.
        // Python prints `\\"` for what JSON wrote as `\"`.
        let python = run > level && wordlike(view.byte(end + 1));
        let closes = run < level || ((run - level) / (level + 1)).is_multiple_of(2) && !python;
        if byte == mark && view.depth(end) <= depth && closes {
            let own = run.min(level);
            return (start, (end - own).max(start));
        }
        if newline(byte) && line.is_none() {
            line = Some(end);
        }
        run = 0;
        end += 1;
    }
    (start, line.unwrap_or(end))
}

/// Where the unquoted value that begins at `start` ends; `depth` is that of its
/// separator: what is encoded deeper is part of the value.
pub(super) fn unquoted(view: &View<'_>, start: usize, reach: Reach, depth: u8) -> usize {
    within(view, start, reach, depth, view.len())
}

/// The same, not beyond `most`: for what may turn out to be no value.
pub(super) fn within(view: &View<'_>, start: usize, reach: Reach, depth: u8, most: usize) -> usize {
    let mut at = start;
    let mut open = 0;
    let header = matches!(reach, Reach::Header | Reach::HeaderLine);
    while at < view.len().min(most) {
        let byte = view.byte(at);
        let deeper = view.depth(at) > depth;
        let shallower = view.depth(at) < depth && !wordlike(byte);
        let ends = match byte {
            b'\n' | b'\r' | b'\t' if deeper || view.depth(at) > 0 => line_ends(view, at),
            b'\n' | b'\r' => true,
            _ if shallower => true,
            _ if deeper => false,
            b' ' | b'\t' if goes_on(view, start, at, reach) => {
                at = skip_blanks(view, at) - 1;
                false
            }
            b' ' | b'\t' => true,
            b'"' | b'\'' | b'`' if inner(view, at, reach) => {
                at = quoted_in_line(view, at);
                false
            }
            b'"' | b'\'' | b'`' if reach == Reach::HeaderLine => false,
            b'"' | b'\'' | b'`' => !wordlike(view.byte(at + 1)),
            b'\\' => {
                let next = run_end(view, at);
                if header && quote(view.byte(next)) && view.before(at) == b'=' {
                    at = quoted_in_line(view, next) + 1;
                    continue;
                }
                let ends = escape_ends(view, next);
                // What is escaped is part of the value.
                at = if ends { at } else { next };
                ends
            }
            b'<' => view.byte(at + 1) == b'/' || view.starts_with_word(at, b"<br"),
            b'(' | b'[' | b'{' => {
                open += 1;
                false
            }
            b')' | b']' | b'}' if open > 0 => {
                open -= 1;
                false
            }
            b')' | b']' | b'}' => !wordlike(view.byte(at + 1)),
            b',' | b';' | b'&' | b'|' => parts(view, at, reach),
            0x80.. => foreign_ends(view, start, at),
            _ => false,
        };
        if ends {
            break;
        }
        at += 1;
    }
    at
}

/// A quote that opens a part of a header: `nonce="a b"`.
fn inner(view: &View<'_>, at: usize, reach: Reach) -> bool {
    matches!(reach, Reach::Header | Reach::HeaderLine) && view.before(at) == b'='
}

/// The end of the first line of a quoted text, in which line breaks are escapes.
pub(super) fn first_line(view: &View<'_>, start: usize, end: usize) -> usize {
    let breaks = |at: &usize| newline(view.byte(*at)) && line_ends(view, *at);
    (start..end).find(breaks).unwrap_or(end)
}

/// A line break that was an escape is one, and not `\name` of a domain.
fn line_ends(view: &View<'_>, at: usize) -> bool {
    !view.byte(at + 1).is_ascii_alphanumeric() || pair(view, at + 1)
}

/// Behind the backslashes that begin here.
fn run_end(view: &View<'_>, mut at: usize) -> usize {
    while view.byte(at) == b'\\' {
        at += 1;
    }
    at
}

/// Where a quoted part of a header ends, at the latest with its line.
fn quoted_in_line(view: &View<'_>, at: usize) -> usize {
    let mark = view.byte(at);
    let mut end = at + 1;
    while end < view.len() && view.byte(end) != mark && !newline(view.byte(end)) {
        end += 1;
    }
    end - usize::from(view.byte(end) != mark)
}

/// A quote behind backslashes that stands around the value and ends it.
fn escape_ends(view: &View<'_>, end: usize) -> bool {
    quote(view.byte(end)) && !wordlike(view.byte(end + 1))
}

/// A sign that parts values here: something else begins behind it.
fn parts(view: &View<'_>, at: usize, reach: Reach) -> bool {
    let header = matches!(reach, Reach::Header | Reach::HeaderLine);
    let next = view.byte(at + 1);
    if header && view.byte(at) != b'&' {
        return quote(next) || next == 0;
    }
    if header {
        return false;
    }
    blank(next) || newline(next) || quote(next) || !next.is_ascii_graphic() || pair(view, at + 1)
}

/// `name=` or `name:` stands here.
fn pair(view: &View<'_>, start: usize) -> bool {
    let mut at = start;
    while at < start + 40 && wordlike(view.byte(at)) {
        at += 1;
    }
    at > start && matches!(view.byte(at), b'=' | b':')
}

/// The word of a place: `true` where it is followed by `=` or `:` and then a value.
pub(super) fn word_end(view: &View<'_>, start: usize) -> usize {
    let mut at = start;
    while at < start + 40 && wordlike(view.byte(at)) {
        at += 1;
    }
    at
}

/// Whether the value goes on behind a blank.
fn goes_on(view: &View<'_>, start: usize, at: usize, reach: Reach) -> bool {
    let next = skip_blanks(view, at);
    let byte = view.byte(next);
    let before = view.before(at);
    match reach {
        Reach::Word => false,
        Reach::Line => !pair(view, next) && byte != b'#' && !newline(byte) && byte != 0,
        Reach::HeaderLine => !newline(byte) && byte != 0,
        Reach::Header => {
            let part = word_end(view, next);
            matches!(before, b';' | b',') && !newline(byte) && view.byte(part) != b':'
                || view.byte(part) == b'=' && part > next
                || scheme(view, start, at) && !newline(byte)
        }
    }
}

/// The first word of a header says how to read the next one: `Bearer`.
fn scheme(view: &View<'_>, start: usize, end: usize) -> bool {
    if end - start > 24 {
        return false;
    }
    let word = view.slice(start, end);
    let letters = word.iter().all(|b| b.is_ascii_alphabetic() || *b == b'-');
    let hmac = word.windows(4).any(|w| w.eq_ignore_ascii_case(b"HMAC"));
    hmac || letters && !word.is_empty() && !is_word(word)
}

/// A character that is no ASCII ends what is: `token=abc失败`, `密码：abc。`.
fn foreign_ends(view: &View<'_>, start: usize, at: usize) -> bool {
    let stop = view.starts_with(at, "。".as_bytes()) || view.starts_with(at, "、".as_bytes());
    stop || at > start && view.before(at).is_ascii() && view.byte(at) >= 0xe3
}

/// Words that stand for the state of a secret, its type, or none: no secret is one. One
/// text, because every text of a table costs instructions at each start.
const WORDS: &str = "\
    a absent all already an and any are argument as at auth authentication authorization \
    bad be been blank bool boolean but by bytes can cannot changed check contains could \
    denied deprecated did different disabled do does empty enabled error exceeds exist \
    exists expired expires failed failure false fine for format found from had has have \
    hidden if illegal in include incorrect insecure inside int integer into invalid is \
    it key length malformed masked may mismatch mismatched missing must needed needs \
    never nil no none not null number object of off ok omit on only optional or out \
    parameter please present realm redacted rejected removed required revoked \
    same-origin scheme secret set should str string than that the this to token too true \
    undefined unknown unset unsupported used valid value verification verify was were \
    when while will with without wrong yes your";

/// The same in Chinese; a value that begins so is a sentence.
const STATES: &str = "\
    错误 不 无效 为空 空 未 已 过期 失效 缺失 缺少 非法 有误 格式 长度 必填 校验 验证 失败 没有 是否 必须 可以 需要 请";

fn is_word(word: &[u8]) -> bool {
    let word = word.trim_ascii_end();
    let word = match word {
        [word @ .., b'.' | b',' | b'!' | b'?' | b':'] => word,
        word => word,
    };
    if word.len() > 16 {
        return false;
    }
    let mut lower = [0; 16];
    let lower = &mut lower[..word.len()];
    lower.copy_from_slice(word);
    lower.make_ascii_lowercase();
    WORDS.split(' ').any(|w| w.as_bytes() == lower)
}

/// What stands for a secret without being one: `your-secret-key`, `${TOKEN}`, `***`.
fn is_placeholder(value: &[u8]) -> bool {
    let filler = |b: &u8| matches!(b, b'*' | b'x' | b'X' | b'.' | b'-' | b'_' | b'#' | b'?');
    let ellipsis = value == "…".as_bytes();
    let name = |b: &u8| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'_';
    let variable = match value {
        [b'$', b'{' | b'(', ..] | [b'{', b'{', ..] => true,
        [b'$', rest @ ..] => !rest.is_empty() && rest.iter().all(name),
        [b'%', rest @ .., b'%'] => !rest.is_empty() && rest.iter().all(name),
        [b'<', rest @ ..] => rest
            .iter()
            .all(|b| wordlike(*b) || matches!(b, b' ' | b'>')),
        [b'[', rest @ .., b']'] | [b'(', rest @ .., b')'] => is_word(rest),
        [b'{', rest @ .., b'}'] => !rest.is_empty() && rest.iter().all(|b| wordlike(*b)),
        _ => false,
    };
    let yours = value.len() >= 5
        && (value[..4].eq_ignore_ascii_case(b"your") || value[..3].eq_ignore_ascii_case(b"my-"))
        && matches!(value.get(4), Some(b'-' | b'_' | b' '))
        && value
            .iter()
            .all(|b| b.is_ascii_alphabetic() || matches!(b, b'-' | b'_' | b' '));
    let calls: [&[u8]; 4] = [
        b"process.env",
        b"os.environ",
        b"os.getenv(",
        b"System.getenv(",
    ];
    let code = calls.iter().any(|call| value.starts_with(call));
    value.iter().all(filler) || ellipsis || variable || yours || code
}

/// Whether the value is one that nobody else may see.
pub(super) fn is_secret(view: &View<'_>, start: usize, end: usize, kind: Kind, sure: bool) -> bool {
    if end <= start {
        return false;
    }
    if end - start > ASKED {
        return true;
    }
    let value = view.slice(start, end).trim_ascii();
    let first = value.split(|b| blank(*b)).next().unwrap_or_default();
    let asked = if sure { value } else { first };
    let state = || {
        let starts = |s: &str| value.starts_with(s.as_bytes());
        !sure && STATES.split(' ').any(starts)
    };
    if value.is_empty() || is_word(asked) || is_placeholder(value) || state() {
        return false;
    }
    match kind {
        Kind::Secret | Kind::Header => true,
        Kind::Shaped => strong(value) || sure && value.len() >= 8 && mixed(value),
        Kind::Code => {
            // The sentence may go on behind it: `pin: 48291: no such file`.
            let value = match value {
                [value @ .., b':' | b'.' | b',' | b'!'] => value,
                value => value,
            };
            let all = value.iter().all(u8::is_ascii_alphanumeric);
            all && (4..=10).contains(&value.len()) && value.iter().any(u8::is_ascii_digit)
        }
        Kind::Person => value.iter().filter(|b| b.is_ascii_digit()).count() >= 3,
    }
}

/// It looks made up by a machine.
pub(super) fn strong(value: &[u8]) -> bool {
    value.len() >= 12 && mixed(value)
}

fn mixed(value: &[u8]) -> bool {
    value.iter().any(u8::is_ascii_digit) && value.iter().any(u8::is_ascii_alphabetic)
}

/// A word behind nothing but a blank or `is` that cannot be part of the sentence.
pub(super) fn telling(value: &[u8], kind: Kind) -> bool {
    let signs = |b: &u8| matches!(b, b'@' | b'#' | b'$' | b'!' | b'^' | b'*' | b'%' | b'&');
    let place = |b: &u8| matches!(b, b':' | b'/' | b'(' | b'<' | b'=');
    let bare = value
        .iter()
        .rposition(|b| *b != b'=')
        .map_or(0, |at| at + 1);
    let version = matches!(value, [b'v' | b'V', b'0'..=b'9', ..]);
    let constant = |b: &u8| b.is_ascii_uppercase() || matches!(b, b'_' | b'.');
    let digits = value.iter().filter(|b| b.is_ascii_digit()).count();
    if version || value.iter().all(constant) || value[..bare].iter().any(place) && value.len() < 20
    {
        return false;
    }
    match kind {
        Kind::Code => (4..=8).contains(&value.len()) && digits >= 4,
        Kind::Person => digits >= 3,
        Kind::Shaped => strong(value),
        _ => {
            let letters = value.iter().any(u8::is_ascii_alphabetic);
            digits > 0 && letters && value.len() >= 6
                || digits == value.len() && digits >= 6
                || value.len() >= 6 && value.iter().any(signs)
                || value.len() >= 32
        }
    }
}

/// Where the number of a person ends whose first digits end at `end`: groups are
/// parted by blanks and dashes.
pub(super) fn groups(view: &View<'_>, mut end: usize) -> usize {
    let most = end + 32;
    while end < most && matches!(view.byte(end), b' ' | b'-') && view.byte(end + 1).is_ascii_digit()
    {
        end += 1;
        while end < most && view.byte(end).is_ascii_digit() {
            end += 1;
        }
    }
    end
}

/// Whether the key at `start` begins its line or the text that carries it, lists and
/// quoted mail aside.
pub(super) fn begins_line(view: &View<'_>, start: usize, depth: u8) -> bool {
    let mut at = start;
    while matches!(view.before(at), b' ' | b'\t' | b'-' | b'<' | b'*' | b'+') {
        at -= 1;
    }
    let before = view.before(at);
    let parameter = before == b'=' && at > 0 && view.depth(at - 1) < depth;
    let string = at == start && quote(before);
    at == 0 || newline(before) || string || before == b'>' || parameter
}

#[cfg(test)]
mod tests;
