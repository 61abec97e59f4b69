//! Characters that act on a terminal, hide or reorder text, made visible: by
//! their Unicode properties, not by a list of the known tricks.

use std::borrow::Cow;
use std::fmt::Write;

use unicode_width::UnicodeWidthChar;

/// Most combining marks that are shown on one base; a script needs no more.
const MARKS: usize = 4;

/// The text with every character that would act or hide written as an escape, and
/// with floods of combining marks cut (`\u{301}×496` for the 496 that are too many).
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    let plain = text.bytes().all(|b| matches!(b, b' '..=b'~'));
    if plain || !needs(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut chars = text.chars().peekable();
    let mut marks = 0;
    while let Some(c) = chars.next() {
        let is_mark = mark(c);
        marks = if is_mark { marks + 1 } else { 0 };
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push(' '),
            c if c.is_ascii_control() => escaped(&mut out, format_args!("\\x{:02x}", c as u32)),
            c if invisible(c) => escaped(&mut out, format_args!("\\u{{{:x}}}", c as u32)),
            c if marks > MARKS => {
                let mut more = 1;
                while chars.next_if(|c| mark(*c)).is_some() {
                    more += 1;
                }
                escaped(&mut out, format_args!("\\u{{{:x}}}×{more}", c as u32));
            }
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

fn escaped(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = out.write_fmt(text);
}

fn needs(text: &str) -> bool {
    let mut marks = 0;
    text.chars().any(|c| {
        marks = if mark(c) { marks + 1 } else { 0 };
        marks > MARKS || invisible(c)
    })
}

/// It stands on the character before it.
fn mark(c: char) -> bool {
    c >= '\u{300}' && c.width() == Some(0) && !invisible(c)
}

/// Nobody sees it: a control, format or separator character, or one that the
/// standard lets a program ignore.
#[must_use]
pub fn invisible(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_control();
    }
    let found = INVISIBLE.binary_search_by(|(first, last)| {
        if *last < c {
            std::cmp::Ordering::Less
        } else if *first > c {
            std::cmp::Ordering::Greater
        } else {
            std::cmp::Ordering::Equal
        }
    });
    found.is_ok()
}

/// `Cc`, `Cf`, `Zl`, `Zp` and `Default_Ignorable_Code_Point` of Unicode 16; a test
/// compares it with the standard's own tables.
const INVISIBLE: &[(char, char)] = &[
    ('\0', '\u{1f}'),
    ('\u{7f}', '\u{9f}'),
    ('\u{ad}', '\u{ad}'),
    ('\u{34f}', '\u{34f}'),
    ('\u{600}', '\u{605}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{6dd}', '\u{6dd}'),
    ('\u{70f}', '\u{70f}'),
    ('\u{890}', '\u{891}'),
    ('\u{8e2}', '\u{8e2}'),
    ('\u{115f}', '\u{1160}'),
    ('\u{17b4}', '\u{17b5}'),
    ('\u{180b}', '\u{180f}'),
    ('\u{200b}', '\u{200f}'),
    ('\u{2028}', '\u{202e}'),
    ('\u{2060}', '\u{206f}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{fe00}', '\u{fe0f}'),
    ('\u{feff}', '\u{feff}'),
    ('\u{ffa0}', '\u{ffa0}'),
    ('\u{fff0}', '\u{fffb}'),
    ('\u{110bd}', '\u{110bd}'),
    ('\u{110cd}', '\u{110cd}'),
    ('\u{13430}', '\u{1343f}'),
    ('\u{1bca0}', '\u{1bca3}'),
    ('\u{1d173}', '\u{1d17a}'),
    ('\u{e0000}', '\u{e0fff}'),
];

#[cfg(test)]
mod tests {
    use super::{INVISIBLE, visible};
    use regex_syntax::hir::{Class, HirKind};

    #[test]
    fn the_table_is_the_standards() {
        let class = r"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]";
        let hir = regex_syntax::parse(class).expect("a class");
        let HirKind::Class(Class::Unicode(class)) = hir.into_kind() else {
            panic!("no class of characters");
        };
        let ranges: Vec<_> = class.iter().map(|r| (r.start(), r.end())).collect();
        assert_eq!(ranges, INVISIBLE);
    }

    #[test]
    fn characters_that_act_are_shown() {
        for (input, want) in [
            ("a\u{1b}[31mb", "a\\x1b[31mb"),
            ("a\u{7f}\u{9b}b", "a\\x7f\\u{9b}b"),
            ("a\u{202e}b\u{2028}", "a\\u{202e}b\\u{2028}"),
            ("a\u{200b}b\u{34f}\u{3164}", "a\\u{200b}b\\u{34f}\\u{3164}"),
            (
                "a\u{fe0f}\u{e0101}\u{e0041}",
                "a\\u{fe0f}\\u{e0101}\\u{e0041}",
            ),
            ("a\nb\tc", "a\\nb c"),
            ("plain 中文 e\u{301}", "plain 中文 e\u{301}"),
        ] {
            assert_eq!(visible(input), want, "{input:?}");
        }
    }

    #[test]
    fn a_flood_of_marks_is_cut() {
        let flood = format!("Z{}o\u{308}", "\u{301}".repeat(500));
        let want = format!("Z{}\\u{{301}}×496o\u{308}", "\u{301}".repeat(4));
        assert_eq!(visible(&flood), want);
    }
}
