//! A JSON text that may be read into memory piece by piece: what is too long for a
//! summary ends the reading before it is there.

use std::io::{self, Read};

/// Most bytes of one string or number.
const WORD: usize = 1 << 20;
/// Most bytes of what stands three levels deep: a result, or the names of the files.
const PIECE: usize = 2 << 20;
/// The level of such a piece: inside the list of results, inside the report.
const LEVEL: usize = 3;

/// Passes bytes on as long as they keep to the bounds.
pub struct Bounded<R> {
    inner: R,
    /// Brackets that are open.
    depth: usize,
    /// Inside a string, and behind a backslash in it.
    string: bool,
    escaped: bool,
    /// Bytes of the word and of the piece so far.
    word: usize,
    piece: usize,
}

impl<R: Read> Bounded<R> {
    /// The bytes of a reader.
    pub fn new(inner: R) -> Self {
        Self {
            inner,
            depth: 0,
            string: false,
            escaped: false,
            word: 0,
            piece: 0,
        }
    }

    fn pass(&mut self, byte: u8) {
        self.word += 1;
        self.piece += 1;
        if self.string {
            let ends = byte == b'"' && !self.escaped;
            self.escaped = byte == b'\\' && !self.escaped;
            if ends {
                (self.string, self.word) = (false, 0);
            }
            return;
        }
        match byte {
            b'"' => (self.string, self.word) = (true, 0),
            b'{' | b'[' => (self.depth, self.word) = (self.depth + 1, 0),
            b'}' | b']' => (self.depth, self.word) = (self.depth.saturating_sub(1), 0),
            b',' | b':' | b' ' | b'\n' | b'\r' | b'\t' => self.word = 0,
            _ => {}
        }
        if self.depth < LEVEL {
            self.piece = 0;
        }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let len = self.inner.read(buf)?;
        for byte in &buf[..len] {
            self.pass(*byte);
            if self.word > WORD || self.piece > PIECE {
                return Err(io::ErrorKind::FileTooLarge.into());
            }
        }
        Ok(len)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::{Bounded, PIECE, WORD};

    fn passes(text: &str) -> bool {
        let mut out = Vec::new();
        let read = Bounded::new(text.as_bytes()).read_to_end(&mut out);
        assert!(read.is_err() || out == text.as_bytes());
        read.is_ok()
    }

    #[test]
    fn words_and_pieces_are_bounded() {
        let word = |len: usize| format!("{{\"a\":\"{}\"}}", "x".repeat(len));
        assert!(passes(&word(WORD)));
        assert!(!passes(&word(WORD + 1)));
        assert!(!passes(&format!("[{}]", "1".repeat(WORD + 1))));
        assert!(!passes(&format!("\"{}\"", "\\\"".repeat(WORD))));
        // Any number of pieces, none of them too long.
        let piece = |len: usize| format!("{{\"results\":[{{\"a\":[{}1]}}]}}", "1,".repeat(len / 2));
        assert!(passes(&piece(PIECE - 64).repeat(3)));
        assert!(!passes(&piece(PIECE + 64)));
        assert!(passes(&format!("[{}1]", "[1],".repeat(PIECE))));
    }
}
