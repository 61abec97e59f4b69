//! What bytes can be part of.

use super::super::key::leads_wide;

/// Part of a word.
pub(super) const WORD: u16 = 1;
/// `-`, which joins words.
pub(super) const DASH: u16 = 1 << 1;
/// A blank within a line.
pub(super) const BLANK: u16 = 1 << 2;
/// Begins a separator: `:`, `=`, a full-width colon.
pub(super) const SEPARATES: u16 = 1 << 3;
/// Begins nothing that a pass would stop at.
pub(super) const DULL: u16 = 1 << 4;
/// Makes a string worth reading once more: it is no time, id or address.
pub(super) const HOLDS: u16 = 1 << 5;
/// Neither ends a string nor makes it worth reading once more.
pub(super) const PLAIN: u16 = 1 << 6;
/// Goes on a bare value besides words: `:`, `/`.
pub(super) const IN_VALUE: u16 = 1 << 7;
/// Goes on a bare request id besides words: `=`, `+`, `/`.
pub(super) const IN_ID: u16 = 1 << 8;
/// May end a text without quotes.
pub(super) const CUTS: u16 = 1 << 9;
/// May stand in brackets: all but brackets and the end of a line.
pub(super) const INSIDE: u16 = 1 << 10;

/// The classes of every byte.
static CLASSES: [u16; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = classes_of(byte as u8);
        byte += 1;
    }
    classes
};

const fn classes_of(b: u8) -> u16 {
    let word = b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'$');
    let quote = matches!(b, b'"' | b'\'' | b'`' | b'\\');
    let opens = matches!(b, b'[' | b'(' | b'{' | b'<');
    let begins_word = word && b != b'.';
    let holds = opens || matches!(b, b'_' | b'=' | b' ' | 0xef) || leads_wide(b);
    let chinese = leads_wide(b);
    when(word, WORD)
        | when(b == b'-', DASH)
        | when(matches!(b, b' ' | b'\t'), BLANK)
        | when(matches!(b, b':' | b'=' | 0xef), SEPARATES)
        | when(
            !(begins_word || quote || opens || chinese || matches!(b, b'-' | b'}')),
            DULL,
        )
        | when(holds, HOLDS)
        | when(!(quote || holds), PLAIN)
        | when(matches!(b, b':' | b'/'), IN_VALUE)
        | when(matches!(b, b'=' | b'+' | b'/'), IN_ID)
        | when(matches!(b, b' ' | b',' | b'<' | b'"'), CUTS)
        | when(!matches!(b, b'[' | b']' | b'\n'), INSIDE)
}

/// The class, if the byte is of it.
const fn when(is: bool, class: u16) -> u16 {
    if is { class } else { 0 }
}

/// The byte is of one of these classes.
pub(super) fn is(byte: u8, classes: u16) -> bool {
    CLASSES[usize::from(byte)] & classes != 0
}
