//! Words, as messages are recognised by them. The build reads them too, and so does the
//! count of the background: what is a word is said here only.
//!
//! A run of ASCII letters, digits and `_` is a word: case does not count, nor do the endings
//! of inflection. Chinese is read in pairs of characters that touch. Quotes, brackets,
//! blanks and punctuation of any width are between the words.

/// Longest word, in bytes: what runs on further is data.
pub const LONGEST: usize = 40;

/// A word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// First byte.
    pub start: usize,
    /// One past the last byte of the word.
    pub end: usize,
    /// One past the last byte of its stem, by which it is known.
    pub stem: usize,
}

/// The words of a text, in order.
pub struct Words<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl<'t> Words<'t> {
    /// Of this text.
    #[must_use]
    pub fn of(bytes: &'t [u8]) -> Self {
        Self { bytes, at: 0 }
    }
}

impl Iterator for Words<'_> {
    type Item = Word;

    #[inline]
    fn next(&mut self) -> Option<Word> {
        loop {
            let first = *self.bytes.get(self.at)?;
            let start = self.at;
            if in_word(first) {
                let end = run(self.bytes, start);
                self.at = end;
                let stem = start + stem(&self.bytes[start..end]);
                return Some(Word { start, end, stem });
            }
            if !is_chinese(self.bytes, start) {
                let escape =
                    first == b'\\' && matches!(self.bytes.get(start + 1), Some(b'n' | b'r' | b't'));
                self.at += if escape { 2 } else { 1 };
                continue;
            }
            self.at += 3;
            if is_chinese(self.bytes, self.at) {
                let end = start + 6;
                return Some(Word {
                    start,
                    end,
                    stem: end,
                });
            }
        }
    }
}

/// A byte of an ASCII word.
#[inline]
#[must_use]
pub const fn in_word(b: u8) -> bool {
    IN_WORD[b as usize]
}

const IN_WORD: [bool; 256] = {
    let mut in_word = [false; 256];
    let mut b = 0;
    while b < 256 {
        in_word[b] = (b as u8).is_ascii_alphanumeric() || b as u8 == b'_';
        b += 1;
    }
    in_word
};

/// Where the run of letters and digits ends that begins at `start`; a number goes on
/// behind its dot.
#[inline]
#[must_use]
pub fn run(bytes: &[u8], start: usize) -> usize {
    let letters = |from: usize| from + bytes[from..].iter().take_while(|b| in_word(**b)).count();
    let mut end = letters(start);
    while bytes.get(end) == Some(&b'.')
        && bytes.get(end + 1).is_some_and(u8::is_ascii_digit)
        && bytes[start..end]
            .iter()
            .all(|b| b.is_ascii_digit() || *b == b'.')
    {
        end = letters(end + 1);
    }
    end
}

/// A Chinese character begins here, and all of it is there.
#[inline]
#[must_use]
pub fn is_chinese(bytes: &[u8], at: usize) -> bool {
    match bytes.get(at..at + 3) {
        Some([0xe4..=0xe9, _, _]) => true,
        // Extension A begins at U+3400.
        Some([0xe3, second, _]) => *second >= 0x90,
        _ => false,
    }
}

/// How many bytes of a word are its stem: what is left without the endings of
/// inflection, so that `exceed`, `exceeds` and `exceeded` are one word. A stem is always
/// how the word begins.
#[inline]
#[must_use]
pub fn stem(word: &[u8]) -> usize {
    let mut stem = word;
    let Some(last) = stem.last() else {
        return 0;
    };
    if stem.len() < 4 || !last.is_ascii_alphabetic() {
        return stem.len();
    }
    let lower = |back: usize, stem: &[u8]| {
        let at = stem.len().checked_sub(back);
        at.map_or(0, |at| stem[at] | 0x20)
    };
    if lower(1, stem) == b's' && !matches!(lower(2, stem), b's' | b'u' | b'i') {
        stem = &stem[..stem.len() - 1];
    }
    let ends = [lower(3, stem), lower(2, stem), lower(1, stem)];
    match ends {
        [b'i', b'n', b'g'] if stem.len() >= 7 => stem = &stem[..stem.len() - 3],
        [b'e', b'e', b'd'] => {}
        [_, b'e', b'd'] if stem.len() >= 5 => stem = &stem[..stem.len() - 2],
        [_, _, b'e'] if stem.len() >= 5 => stem = &stem[..stem.len() - 1],
        _ => {}
    }
    // `policy`, `policies`.
    if stem.len() >= 5 && matches!(lower(1, stem), b'y' | b'i') {
        stem = &stem[..stem.len() - 1];
    }
    stem.len()
}

/// A number for a stem, the same in any case of its letters.
#[inline]
#[must_use]
pub fn hash(stem: &[u8]) -> u64 {
    let ascii = stem.first().is_some_and(u8::is_ascii);
    // Letters have this bit in either case, digits always; `_` gets it.
    let small = if ascii { 0x2020_2020_2020_2020 } else { 0 };
    let fold = |hash: u64, word: u64| {
        let product = (hash ^ (word | small)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        product ^ (product >> 29)
    };
    let (eights, rest) = stem.as_chunks::<8>();
    let eights = eights.iter().map(|eight| u64::from_le_bytes(*eight));
    let last = rest.iter().fold(0, |word, b| word << 8 | u64::from(*b));
    fold(eights.fold(stem.len() as u64, fold), last)
}

/// A number for two words that follow each other.
#[must_use]
pub const fn pair(before: u64, hash: u64) -> u64 {
    let mixed = hash.rotate_left(17).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ before;
    (mixed ^ (mixed >> 31)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Buckets of the counts of the background.
pub const BUCKETS: usize = 1 << 14;

/// The bucket of a word or pair there, and what tells it from most others in it.
#[must_use]
pub const fn bucket(hash: u64) -> (usize, u16) {
    let mixed = (hash ^ (hash >> 32)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    (
        (mixed >> 50) as usize % BUCKETS,
        (mixed >> 36) as u16 & 0xfff,
    )
}

/// The stem in lower case.
#[must_use]
pub fn spelled(stem: &[u8]) -> String {
    String::from_utf8_lossy(stem).to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::{Words, hash, spelled, stem};

    fn words(text: &str) -> Vec<String> {
        let bytes = text.as_bytes();
        let words = Words::of(bytes).map(|w| spelled(&bytes[w.start..w.stem]));
        words.collect()
    }

    #[test]
    fn case_quotes_brackets_and_endings_do_not_count() {
        let plain = words("the value of FunctionName exceeds the limit");
        for text in [
            "The value of `FunctionName` exceeded the limit.",
            "the value of “functionname” exceed the limits",
            "THE VALUE OF [FunctionName] EXCEEDING THE LIMIT!",
            "the value（of）\u{3000}'FunctionName' exceeds: the  limit",
        ] {
            assert_eq!(words(text), plain, "{text}");
        }
    }

    #[test]
    fn endings_are_one_word() {
        for forms in [
            &["require", "required", "requires", "requiring"][..],
            &["policy", "policies"],
            &["exist", "exists", "existed", "existing"],
            &["match", "matches", "matched"],
            &["need", "needs", "needed"],
            &["retry", "retries"],
            &["value", "values"],
        ] {
            let stems = forms.iter().map(|form| &form[..stem(form.as_bytes())]);
            let stems: Vec<&str> = stems.collect();
            assert!(stems.iter().all(|s| *s == stems[0]), "{stems:?}");
        }
        for word in ["status", "access", "this", "string", "is", "speed", "v3"] {
            assert_eq!(stem(word.as_bytes()), word.len(), "{word}");
        }
    }

    #[test]
    fn chinese_is_read_in_pairs_that_touch() {
        assert_eq!(
            words("云函数（a）不存在"),
            ["云函", "函数", "a", "不存", "存在"]
        );
        assert_eq!(words("云，函"), Vec::<String>::new());
        assert_eq!(
            words(r"a\nb 3.00 v2.1 10.0.0.1. x_y"),
            ["a", "b", "3.00", "v2", "1", "10.0.0.1", "x_y"]
        );
    }

    #[test]
    fn a_number_is_the_same_in_any_case() {
        assert_eq!(hash(b"ResourceNotFound9"), hash(b"resourcenotfound9"));
        assert_ne!(hash("云函".as_bytes()), hash("函云".as_bytes()));
    }
}
