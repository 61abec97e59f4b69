//! What bytes can be part of.

/// Part of a word.
pub(super) const WORD: u8 = 1;
/// `-`, which joins words.
pub(super) const DASH: u8 = 2;
/// A blank within a line.
pub(super) const BLANK: u8 = 4;
/// Begins a separator: `:`, `=`, a full-width colon.
pub(super) const SEPARATES: u8 = 8;
/// Begins nothing.
pub(super) const DULL: u8 = 16;
/// Neither ends a string nor makes it worth reading once more.
pub(super) const PLAIN: u8 = 32;
/// Goes on a bare value besides words: `:`, `/`.
pub(super) const IN_VALUE: u8 = 64;
/// Goes on a bare request id besides words: `=`, `+`, `/`.
pub(super) const IN_ID: u8 = 128;

/// What a byte can be part of.
static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut b = 0;
    while b < 256 {
        let byte = b as u8;
        classes[b] = match byte {
            b'_' => WORD,
            b'$' => WORD | PLAIN,
            b'.' => WORD | DULL | PLAIN,
            b'-' => DASH | PLAIN,
            b' ' => BLANK | DULL,
            b'\t' => BLANK | DULL | PLAIN,
            b':' => SEPARATES | DULL | PLAIN | IN_VALUE,
            b'=' => SEPARATES | DULL | IN_ID,
            0xef => SEPARATES | DULL,
            b'+' => DULL | PLAIN | IN_ID,
            b'/' => DULL | PLAIN | IN_VALUE | IN_ID,
            b'{' | b'<' | b'[' | b'(' | b'\\' | b'"' | b'\'' | b'`' | 0xe9 => 0,
            b'}' | 0xe8 => PLAIN,
            _ if byte.is_ascii_alphanumeric() => WORD | PLAIN,
            _ => DULL | PLAIN,
        };
        b += 1;
    }
    classes
};

/// The byte is of one of these classes.
pub(super) fn is(byte: u8, classes: u8) -> bool {
    CLASSES[usize::from(byte)] & classes != 0
}

/// The byte is part of a word.
pub(super) fn is_word(b: u8) -> bool {
    is(b, WORD)
}
