//! A text without its terminal colours: `grep --color=always` paints parts of words,
//! and what a record is searched for must be seen whole.

use memchr::{memchr, memchr_iter};

/// Begins a colour.
const ESCAPE: u8 = 0x1b;

/// A text without colours, and where its bytes stand in the coloured one. Keeps its
/// memory from one text to the next.
#[derive(Debug, Default)]
pub struct Uncoloured {
    bytes: Vec<u8>,
    /// From which byte on how many bytes of colours stand before it.
    gaps: Vec<(usize, usize)>,
}

/// Whether a text has colours.
pub fn coloured(text: &[u8]) -> bool {
    memchr(ESCAPE, text).is_some()
}

impl Uncoloured {
    /// Reads a text.
    pub fn read(&mut self, text: &[u8]) {
        self.bytes.clear();
        self.gaps.clear();
        let mut from = 0;
        for at in memchr_iter(ESCAPE, text) {
            let len = colour(&text[at..]);
            if at < from || len == 0 {
                continue;
            }
            self.bytes.extend_from_slice(&text[from..at]);
            from = at + len;
            self.gaps.push((self.bytes.len(), from - self.bytes.len()));
        }
        self.bytes.extend_from_slice(&text[from..]);
    }

    /// The text.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Where a byte of the text stands in the coloured one: behind the colours before it.
    pub fn outer(&self, at: usize) -> usize {
        let before = self.gaps.partition_point(|(from, _)| *from <= at);
        at + before.checked_sub(1).map_or(0, |n| self.gaps[n].1)
    }

    /// Where a byte of the coloured text stands in this one; of a colour, where what
    /// follows it does.
    pub fn inner(&self, outer: usize) -> usize {
        let before = self.gaps.partition_point(|(from, gap)| from + gap <= outer);
        let gap = before.checked_sub(1).map_or(0, |n| self.gaps[n].1);
        let at = outer - gap;
        self.gaps.get(before).map_or(at, |(from, _)| at.min(*from))
    }
}

/// How long the colour is that a text begins with, as recognition reads it.
fn colour(text: &[u8]) -> usize {
    if !text.starts_with(b"\x1b[") {
        return 0;
    }
    let digits = |b: &&u8| b.is_ascii_digit() || **b == b';';
    let end = 2 + text[2..].iter().take_while(digits).count();
    end + usize::from(text.get(end).is_some_and(u8::is_ascii_alphabetic))
}

#[cfg(test)]
mod tests {
    use super::{Uncoloured, coloured};

    #[test]
    fn every_byte_knows_its_place() {
        for (text, plain) in [
            ("a\x1b[31mb\x1b[0mc", "abc"),
            ("\x1b[01;31m\x1b[Kab\x1b[m\x1b[K", "ab"),
            ("\x1b[m", ""),
            ("a\x1bb", "a\x1bb"),
            ("a\x1b[", "a"),
            ("\x1b[1;2;3mx\ny\x1b[0m\n", "x\ny\n"),
        ] {
            assert!(coloured(text.as_bytes()));
            let mut read = Uncoloured::default();
            read.read(text.as_bytes());
            assert_eq!(String::from_utf8_lossy(read.bytes()), plain, "{text:?}");
            for (at, byte) in plain.bytes().enumerate() {
                let outer = read.outer(at);
                assert_eq!(text.as_bytes()[outer], byte, "{text:?} at {at}");
                assert_eq!(read.inner(outer), at, "{text:?} at {at}");
            }
            assert_eq!(read.inner(text.len()), plain.len(), "{text:?}");
        }
        assert!(!coloured(b"plain"));
    }

    #[test]
    fn a_place_in_a_colour_is_that_behind_it() {
        let mut read = Uncoloured::default();
        read.read(b"ab\x1b[31mcd");
        let places: Vec<_> = (0..=9).map(|outer| read.inner(outer)).collect();
        assert_eq!(places, [0, 1, 2, 2, 2, 2, 2, 2, 3, 4]);
    }
}
