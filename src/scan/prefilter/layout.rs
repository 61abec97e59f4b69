//! What the tables of the filter and the build that writes them agree on.

/// Slots of the table of grams; a power of two.
pub const SLOTS: usize = 4096;
/// Bytes around a gram that are looked at.
pub const NEAR: usize = 8;
/// Where they stand, counted from the gram's first byte.
pub const OFFSETS: [isize; NEAR] = [-4, -3, -2, -1, 4, 5, 6, 7];
/// The first of those behind it.
pub const BEHIND: usize = 4;
/// The class of blanks.
pub const BLANK: u8 = 54;
/// The class of what may begin an escape, an entity, a colour or a sign of full
/// width, so that anything can stand there.
pub const CARRIER: u8 = 55;
/// The class of every other byte that is no letter, no digit and no underscore.
pub const OTHER: u8 = 56;
/// The set of those three classes.
pub const NO_LETTER: u64 = 1 << BLANK | 1 << CARRIER | 1 << OTHER;
/// A set of classes that holds them all.
pub const ANY: u64 = u64::MAX;

/// The slot of a gram; the build finds a multiplier under which each has its own.
#[must_use]
pub const fn slot(gram: u32, multiplier: u32) -> usize {
    (gram.wrapping_mul(multiplier) >> (32 - SLOTS.trailing_zeros())) as usize
}

/// Whether the byte is one of those.
#[must_use]
pub const fn has(bytes: &[u8], byte: u8) -> bool {
    let mut i = 0;
    while i < bytes.len() {
        if bytes[i] == byte {
            return true;
        }
        i += 1;
    }
    false
}

/// The class of a byte: letters and the underscore have one each, digits share
/// one; `leads` begin what carries a text.
#[must_use]
pub const fn class(byte: u8, leads: &[u8]) -> u8 {
    match byte {
        b'a'..=b'z' => byte - b'a',
        b'A'..=b'Z' => byte - b'A' + 26,
        b'0'..=b'9' => 52,
        b'_' => 53,
        b' ' | b'\t' | b'\n' | b'\r' | 0x0c => BLANK,
        _ if has(leads, byte) => CARRIER,
        _ => OTHER,
    }
}

#[cfg(test)]
mod tests {
    use super::{BLANK, CARRIER, NO_LETTER, OTHER, SLOTS, class, has, slot};

    #[test]
    fn every_byte_has_its_class() {
        let leads = b"\\&%\xe2";
        for byte in 0..=255u8 {
            let own = class(byte, leads);
            let want = match byte {
                b'a'..=b'z' => byte - b'a',
                b'A'..=b'Z' => 26 + (byte - b'A'),
                b'0'..=b'9' => 52,
                b'_' => 53,
                b' ' | b'\t' | b'\n' | b'\r' | 0x0c => BLANK,
                b'\\' | b'&' | b'%' | 0xe2 => CARRIER,
                _ => OTHER,
            };
            assert_eq!(own, want, "{byte}");
            let letter = byte.is_ascii_alphanumeric() || byte == b'_';
            assert_eq!(NO_LETTER >> own & 1 == 1, !letter, "{byte}");
            assert_eq!(has(leads, byte), leads.contains(&byte));
        }
    }

    #[test]
    fn slots_stand_in_their_table() {
        for gram in [0, 1, u32::MAX, 0x6564_6f63] {
            for multiplier in [1, 3, 0x9E37_79B1, u32::MAX] {
                assert!(slot(gram, multiplier) < SLOTS);
            }
        }
        assert_eq!(slot(1, 1 << 31), SLOTS / 2);
    }
}
