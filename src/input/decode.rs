//! The text behind gzip and UTF-16, decided by the first bytes.

use std::fmt;
use std::io::{self, BufRead, BufReader, Cursor, Read};

use flate2::bufread::GzDecoder;

use super::raw::Reader;
use crate::text::lang::Lang;

/// What gzip begins with.
const GZIP: [u8; 3] = [0x1f, 0x8b, 8];
/// Bytes read at a time of what is unpacked or decoded.
const STEP: usize = 32 << 10;

/// Why a packed input cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packed {
    /// It was packed twice.
    Twice,
    /// Something stands behind it that is not packed.
    Trailing,
}

impl Packed {
    fn text(self, lang: Lang) -> &'static str {
        match self {
            Self::Twice => lang.pick(
                "packed twice; unpack it once: gzip -dc FILE | cberr parse",
                "文件被压缩了两次，请先解压一次：gzip -dc FILE | cberr parse",
            ),
            Self::Trailing => lang.pick(
                "what stands behind the packed data is no gzip",
                "压缩数据之后的内容不是 gzip",
            ),
        }
    }
}

impl fmt::Display for Packed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text(Lang::En))
    }
}

/// The error in this language, where it is one of those above.
pub fn in_language(error: io::Error, lang: Lang) -> io::Error {
    let packed = error.get_ref().and_then(|e| e.downcast_ref::<Packed>());
    match packed.copied() {
        Some(packed) => io::Error::other(packed.text(lang)),
        None => error,
    }
}

impl std::error::Error for Packed {}

impl From<Packed> for io::Error {
    fn from(packed: Packed) -> Self {
        Self::new(io::ErrorKind::InvalidData, packed)
    }
}

/// The bytes behind gzip and behind UTF-16 with a byte order mark, as PowerShell writes
/// it, packed or not; other bytes as they are. The first read decides.
pub struct Decoded {
    /// What is still to be looked at, and its first bytes.
    raw: Option<Reader>,
    head: Vec<u8>,
    /// It was packed.
    packed: bool,
    text: Reader,
}

impl Decoded {
    /// The text of these bytes.
    pub fn new(raw: Reader) -> Self {
        Self {
            raw: Some(raw),
            head: Vec::new(),
            packed: false,
            text: Box::new(io::empty()),
        }
    }

    /// Looks at the first bytes; a reader that says nothing for now is asked again later.
    fn look(&mut self, mut raw: Reader) -> io::Result<()> {
        while self.head.len() < GZIP.len() {
            let mut room = [0; GZIP.len()];
            let left = GZIP.len() - self.head.len();
            match raw.read(&mut room[..left]) {
                Ok(0) => break,
                Ok(n) => self.head.extend_from_slice(&room[..n]),
                Err(error) => {
                    self.raw = Some(raw);
                    return Err(error);
                }
            }
        }
        let head = std::mem::take(&mut self.head);
        let packed = head == GZIP;
        let order = head.first_chunk::<2>().copied();
        let whole = Box::new(Cursor::new(head).chain(raw));
        match order {
            _ if packed && self.packed => return Err(Packed::Twice.into()),
            _ if packed => {
                self.packed = true;
                self.raw = Some(Box::new(Gzip::new(whole)));
            }
            Some([0xff, 0xfe]) => self.text = Box::new(Utf16::new(whole, u16::from_le_bytes)),
            Some([0xfe, 0xff]) => self.text = Box::new(Utf16::new(whole, u16::from_be_bytes)),
            _ => self.text = whole,
        }
        Ok(())
    }
}

impl Read for Decoded {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        while let Some(raw) = self.raw.take() {
            self.look(raw)?;
        }
        self.text.read(buf)
    }
}

/// Packed members one behind the other. Zeros behind the last one are passed over, as
/// `zcat` does: tapes and disks pad with them.
struct Gzip {
    member: Option<GzDecoder<BufReader<Reader>>>,
    /// Between two members.
    between: Option<BufReader<Reader>>,
}

impl Gzip {
    fn new(reader: Reader) -> Self {
        Self {
            member: None,
            between: Some(BufReader::with_capacity(STEP, reader)),
        }
    }
}

impl Read for Gzip {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Some(member) = &mut self.member {
                match member.read(buf)? {
                    0 => self.between = self.member.take().map(GzDecoder::into_inner),
                    n => return Ok(n),
                }
            }
            let Some(between) = &mut self.between else {
                return Ok(0);
            };
            let there = between.fill_buf()?;
            let zeros = there.iter().take_while(|b| **b == 0).count();
            match there.get(zeros) {
                None if there.is_empty() => self.between = None,
                None => between.consume(zeros),
                Some(&byte) if byte == GZIP[0] => {
                    between.consume(zeros);
                    self.member = self.between.take().map(GzDecoder::new);
                }
                Some(_) => {
                    self.between = None;
                    return Err(Packed::Trailing.into());
                }
            }
        }
    }
}

/// UTF-16 read as UTF-8.
struct Utf16 {
    inner: Reader,
    unit: fn([u8; 2]) -> u16,
    /// Bytes that are not yet decoded: half a unit, or half a character.
    raw: Vec<u8>,
    /// Decoded text, handed on up to `at`.
    text: String,
    at: usize,
    ended: bool,
}

impl Utf16 {
    fn new(inner: Reader, unit: fn([u8; 2]) -> u16) -> Self {
        Self {
            inner,
            unit,
            raw: Vec::new(),
            text: String::new(),
            at: 0,
            ended: false,
        }
    }

    /// Reads and decodes a little more.
    fn more(&mut self) -> io::Result<()> {
        let kept = self.raw.len();
        self.raw.resize(STEP, 0);
        let read = self.inner.read(&mut self.raw[kept..]);
        self.raw.truncate(kept + read.as_ref().unwrap_or(&0));
        self.ended = read? == 0;
        let units = self.raw.as_chunks::<2>().0;
        let mut whole = units.len();
        let open = |unit: u16| (0xd800..0xdc00).contains(&unit);
        if !self.ended && units.last().is_some_and(|last| open((self.unit)(*last))) {
            whole -= 1;
        }
        (self.at, self.text) = (0, std::mem::take(&mut self.text));
        self.text.clear();
        let characters = char::decode_utf16(units[..whole].iter().map(|pair| (self.unit)(*pair)));
        let characters = characters.map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER));
        // Where files were put behind each other there are more marks.
        self.text.extend(characters.filter(|c| *c != '\u{feff}'));
        self.raw.drain(..2 * whole);
        Ok(())
    }
}

impl Read for Utf16 {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        while self.at == self.text.len() {
            if self.ended {
                return Ok(0);
            }
            self.more()?;
        }
        let rest = &self.text.as_bytes()[self.at..];
        let n = rest.len().min(buf.len());
        buf[..n].copy_from_slice(&rest[..n]);
        self.at += n;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Cursor, Read, Write};

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::Decoded;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
        packer.write_all(bytes).expect("memory");
        packer.finish().expect("memory")
    }

    fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        units.flat_map(unit).collect()
    }

    /// Hands on a few bytes at a time, and says nothing before each.
    struct Dripping(Cursor<Vec<u8>>, bool);

    impl Read for Dripping {
        fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
            self.1 = !self.1;
            if self.1 {
                return Err(io::ErrorKind::WouldBlock.into());
            }
            let few = buf.len().min(3);
            self.0.read(&mut buf[..few])
        }
    }

    fn read(bytes: Vec<u8>) -> Result<Vec<u8>, String> {
        let mut text = Vec::new();
        let mut decoded = Decoded::new(Box::new(Dripping(Cursor::new(bytes), false)));
        let mut room = [0; 100];
        loop {
            match decoded.read(&mut room) {
                Ok(0) => return Ok(text),
                Ok(n) => text.extend_from_slice(&room[..n]),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Err(error.to_string()),
            }
        }
    }

    #[test]
    fn every_encoding_comes_out_as_text() {
        let text = "错误码：INVALID_ENV 😀 ".repeat(40);
        let own = text.as_bytes().to_vec();
        let (small, big) = (
            utf16(&text, u16::to_le_bytes),
            utf16(&text, u16::to_be_bytes),
        );
        let twice = [gzip(&own), gzip(&own)].concat();
        let padded = [gzip(&own), vec![0; 70_000], gzip(&own), vec![0; 9]].concat();
        let both = [own.clone(), own.clone()].concat();
        for (bytes, want) in [
            (own.clone(), own.clone()),
            (small.clone(), own.clone()),
            (big.clone(), own.clone()),
            (gzip(&own), own.clone()),
            (gzip(&small), own.clone()),
            (gzip(&big), own.clone()),
            (twice, both.clone()),
            (padded, both),
            ([&small[..], &small].concat(), [&own[..], &own].concat()),
            (b"ab".to_vec(), b"ab".to_vec()),
            (Vec::new(), Vec::new()),
            (vec![0xff, 0xfe], Vec::new()),
            (vec![0x1f, 0x8b], vec![0x1f, 0x8b]),
        ] {
            assert_eq!(read(bytes), Ok(want));
        }
    }

    #[test]
    fn half_a_character_is_replaced() {
        let halves = [0xfeff, 0xd83d, 0x61, 0xde00, 0xd83d].map(u16::to_le_bytes);
        let text = read(halves.concat()).expect("text");
        assert_eq!(text, "\u{fffd}a\u{fffd}\u{fffd}".as_bytes());
    }

    #[test]
    fn what_cannot_be_unpacked_says_why() {
        let packed = gzip(b"text");
        let twice = read(gzip(&packed)).expect_err("packed twice");
        assert!(twice.contains("gzip -dc"), "{twice}");
        let trailing = read([&packed[..], b"text"].concat()).expect_err("more");
        assert!(trailing.contains("behind"), "{trailing}");
        assert!(read(packed[..packed.len() - 4].to_vec()).is_err());
    }
}
