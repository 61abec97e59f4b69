//! Lines by display width. A Chinese character takes two columns and may end or
//! begin a line, punctuation that closes may not begin one; words, codes,
//! commands and addresses are never broken.

use std::ops::Range;

use unicode_width::UnicodeWidthChar;

/// Columns of a text.
#[must_use]
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.chars().map(columns_of).sum()
    }
}

/// The text in lines of at most `columns`; a longer word has a line of its own.
/// The lines are pieces of the text: nothing is copied.
#[must_use]
pub fn wrap(text: &str, columns: usize) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut line = 0;
    if text.is_ascii() && memchr::memchr2(b'`', b'<', text.as_bytes()).is_none() {
        while let Some((end, next)) = ascii_break(text.as_bytes(), line, columns) {
            lines.push(&text[line..end]);
            line = next;
        }
    } else if width(text) > columns {
        let (mut piece, mut used) = (0, 0);
        while piece < text.len() {
            let (end, columns_of, blanks) = next_piece(text, piece);
            if used > 0 && used + columns_of > columns {
                lines.push(text[line..piece].trim_end());
                (line, used) = (piece, 0);
            }
            used += columns_of + blanks;
            piece = end;
        }
    }
    if line < text.len() || lines.is_empty() {
        lines.push(text[line..].trim_end());
    }
    lines
}

/// Where the line that begins at `start` ends and the next begins: at the last
/// blank that fits, else at the first. None when the rest fits.
fn ascii_break(text: &[u8], start: usize, columns: usize) -> Option<(usize, usize)> {
    if text.len() - start <= columns {
        return None;
    }
    let breaks = |at: &usize| {
        text[*at] == b' '
            && *at > start
            && text.get(at + 1).is_some_and(|b| !closes(char::from(*b)))
    };
    let fits = (start..=start + columns).rev().find(breaks);
    let end = fits.or_else(|| (start + columns..text.len()).find(breaks))?;
    let blanks = text[end..].iter().take_while(|b| **b == b' ').count();
    let words = text[start..end].iter().rev().take_while(|b| **b == b' ');
    Some((end - words.count(), end + blanks))
}

/// The piece at `start` that may not be broken: its end behind the blanks that
/// follow it, its columns, and the columns of those blanks.
fn next_piece(text: &str, start: usize) -> (usize, usize, usize) {
    let (mut columns, mut blanks) = (0, 0);
    let mut before: Option<char> = None;
    let mut whole_until = start;
    for (at, c) in text[start..].char_indices() {
        if start + at >= whole_until
            && let Some(before) = before
            && may_break(before, c)
        {
            return (start + at, columns, blanks);
        }
        if start + at >= whole_until
            && let Some(end) = held(text, start + at)
        {
            whole_until = end;
        }
        if c == ' ' {
            blanks += 1;
        } else {
            columns += blanks + columns_of(c);
            blanks = 0;
        }
        before = Some(c);
    }
    (text.len(), columns, blanks)
}

/// The end of what begins at `at` and is not to be broken although it has blanks
/// or Chinese in it: `code` between backticks, a `<place>` to be filled in.
fn held(text: &str, at: usize) -> Option<usize> {
    let open = *text.as_bytes().get(at)?;
    let rest = || &text[at + 1..];
    match open {
        b'`' => Some(at + 2 + rest().find('`')?),
        b'<' => {
            let rest = rest();
            let len = rest.find('>')?;
            let place = rest.as_bytes().first() != Some(&b' ') && len <= 40;
            place.then_some(at + 2 + len)
        }
        _ => None,
    }
}

/// A line may end after `a` and go on with `b`.
fn may_break(a: char, b: char) -> bool {
    if ideograph(a) && ideograph(b) {
        return true;
    }
    if b == ' ' {
        return false;
    }
    if a == ' ' {
        return !closes(b);
    }
    (wide(a) || wide(b)) && !closes(b) && !opens(a) && b != '/'
}

fn ideograph(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

fn wide(c: char) -> bool {
    !c.is_ascii() && columns_of(c) == 2
}

/// Columns of a character. Nearly all are of two kinds that need no table.
fn columns_of(c: char) -> usize {
    match c {
        ' '..='~' => 1,
        _ if ideograph(c) => 2,
        _ => c.width().unwrap_or(0),
    }
}

/// Punctuation that belongs to what stands before it.
#[rustfmt::skip] // a set, not a list
fn closes(c: char) -> bool {
    matches!(c,
        ',' | '.' | ';' | ':' | '?' | '!' | ')' | ']' | '}' | '>' | '%'
        | '，' | '。' | '、' | '；' | '：' | '？' | '！' | '）' | '》' | '〉' | '」' | '』' | '】' | '〕' | '］' | '｝' | '”' | '’' | '…' | '—' | '～' | '·' | '％' | '‰' | '℃' | '／')
}

/// Punctuation that belongs to what stands behind it.
#[rustfmt::skip]
fn opens(c: char) -> bool {
    matches!(c,
        '(' | '[' | '{' | '<'
        | '（' | '《' | '〈' | '「' | '『' | '【' | '〔' | '［' | '｛' | '“' | '‘' | '￥' | '¥')
}

/// `text` cut at `columns`, with `…` where something is missing.
#[must_use]
pub fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 0;
    for c in text.chars() {
        let next = columns_of(c);
        if used + next + 1 > columns {
            break;
        }
        used += next;
        out.push(c);
    }
    out.push('…');
    out
}

/// What fits into `columns` around the bytes `at` of the text, a third of the room
/// before them, with `…` on each side where something is missing.
#[must_use]
pub fn cut_around(text: &str, at: Range<usize>, columns: usize) -> String {
    let all = width(text);
    if all <= columns {
        return text.to_owned();
    }
    let (before, own) = (width(&text[..at.start]), width(&text[at.clone()]));
    let behind = all - before - own;
    let room = columns.saturating_sub(own + 2);
    // What one side does not need is the other's.
    let left = (room / 3).max((room + 1).saturating_sub(behind));
    if before <= left + 1 {
        return cut(text, columns);
    }
    let mut skipped = 0;
    let start = text[..at.start].char_indices().find(|(_, c)| {
        let enough = before - skipped <= left;
        skipped += columns_of(*c);
        enough
    });
    let start = start.map_or(at.start, |(start, _)| start);
    format!("…{}", cut(&text[start..], columns.saturating_sub(1)))
}

/// The beginning and the end of the text, with `…` between them where something is
/// missing.
#[must_use]
pub fn cut_inside(text: &str, columns: usize) -> String {
    let all = width(text);
    if all <= columns {
        return text.to_owned();
    }
    let head = cut(text, columns / 2);
    let room = columns.saturating_sub(width(&head));
    let mut left = all;
    let tail = text.char_indices().find(|(_, c)| {
        let fits = left <= room;
        left -= columns_of(*c);
        fits
    });
    format!("{head}{}", tail.map_or("", |(at, _)| &text[at..]))
}

/// `text` with blanks behind it up to `columns`.
#[must_use]
pub fn pad(text: &str, columns: usize) -> String {
    let missing = columns.saturating_sub(width(text));
    format!("{text}{}", " ".repeat(missing))
}

#[cfg(test)]
mod tests {
    use super::{cut, cut_around, cut_inside, width, wrap};

    #[test]
    fn lines_keep_to_the_width() {
        for (text, columns, want) in [
            ("one two three", 7, &["one two", "three"][..]),
            ("short", 20, &["short"]),
            ("", 20, &[""]),
            (
                "a https://docs.cloudbase.net/error-code/basic b",
                10,
                &["a", "https://docs.cloudbase.net/error-code/basic", "b"],
            ),
            (
                "云函数运行超时，请调大超时时间。",
                16,
                &["云函数运行超时，", "请调大超时时间。"],
            ),
            ("云开发平台/文档", 10, &["云开发平", "台/文档"]),
            ("云函数运行超时，请", 14, &["云函数运行超", "时，请"]),
            // Punctuation that closes stays with what it closes, whole runs of it;
            // punctuation that opens goes with what it opens.
            ("运行（超时）。请重试", 12, &["运行（超", "时）。请重试"]),
            (
                "先看“云函数”，再看日志",
                12,
                &["先看“云函", "数”，再看日", "志"],
            ),
            ("成功率不足50％，请", 12, &["成功率不足", "50％，请"]),
            (
                "打开 设置 > 云函数 > 日志",
                12,
                &["打开 设置 >", "云函数 > 日", "志"],
            ),
            (
                "在云开发平台/文档型数据库里新建",
                14,
                &["在云开发平台/", "文档型数据库里", "新建"],
            ),
            // A code, a command between backticks, a place to fill in are whole.
            (
                "错误码-501000和ResourceNotFound.Function不同",
                16,
                &["错误码-501000和", "ResourceNotFound.Function", "不同"],
            ),
            (
                "先执行`tcb fn log hello`，再看日志",
                22,
                &["先执行", "`tcb fn log hello`，再", "看日志"],
            ),
            (
                "run `tcb fn log hello` again",
                12,
                &["run", "`tcb fn log hello`", "again"],
            ),
            ("一个 ` 不算引用", 8, &["一个 `", "不算引用"]),
            (
                "查看<云函数名>的日志",
                12,
                &["查看", "<云函数名>的", "日志"],
            ),
            ("a < b and c > d", 6, &["a < b", "and", "c > d"]),
            (
                "设置 FUNCTION_TIME 的值",
                12,
                &["设置", "FUNCTION_TIME", "的值"],
            ),
        ] {
            assert_eq!(wrap(text, columns), want, "{text}");
        }
    }

    #[test]
    fn no_line_begins_with_punctuation_that_closes() {
        let text = "函数（包括定时触发）超时，原因：网络、数据库；请检查“配置”。再试！好吗？";
        for columns in 4..60 {
            for line in wrap(text, columns) {
                let first = line.chars().next();
                assert!(!first.is_some_and(super::closes), "{columns}: {line}");
                let last = line.chars().next_back();
                assert!(!last.is_some_and(super::opens), "{columns}: {line}");
            }
            assert_eq!(wrap(text, columns).concat(), text, "{columns}");
        }
    }

    #[test]
    fn what_is_cut_says_so() {
        assert_eq!(cut("云函数超时", 7), "云函数…");
        assert_eq!(cut("abc", 3), "abc");
        assert_eq!(cut_inside("云函数的日志.log", 11), "云函…志.log");
        assert_eq!(cut_inside("abc", 3), "abc");
    }

    #[test]
    fn what_is_looked_for_stays_in_what_is_cut() {
        for (text, word, columns, want) in [
            ("short CODE", "CODE", 20, "short CODE"),
            ("CODE and more words", "CODE", 10, "CODE and …"),
            ("words before it CODE", "CODE", 10, "…e it CODE"),
            ("words before CODE and more", "CODE", 14, "…e CODE and m…"),
            ("云函数超时 CODE 请稍后重试", "CODE", 14, "… CODE 请稍后…"),
            ("before LONG_CODE behind", "LONG_CODE", 6, "…LONG…"),
        ] {
            let at = text.find(word).expect("it is there");
            let shown = cut_around(text, at..at + word.len(), columns);
            assert_eq!(shown, want);
            assert!(width(&shown) <= columns, "{shown}");
        }
    }
}
