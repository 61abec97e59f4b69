//! Counts the words of other people's texts, the background in which messages must be
//! rare to be anybody's in particular:
//!
//! `cargo run --release --example background -- FOLDER... > build/background.bin`
//!
//! The folders hold source code, documentation and logs that have nothing to do with
//! Tencent: what names it is left out, line by line. A line counts once, however often
//! it stands there.
//!
//! What is printed is read by `build/background.rs`: a line of text, then, bucket by
//! bucket of the hashes of words and pairs of words, how many are in it and for each
//! twelve bits of its hash and four of its count, as a power of two.
#![allow(clippy::print_stdout)]

#[allow(dead_code)]
#[path = "../src/text/words.rs"]
mod words;

use std::collections::{HashMap, HashSet};
use std::fs;
use std::hash::{BuildHasherDefault, Hasher};
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;

use words::{LONGEST, Words, hash};

/// Words and pairs that are printed for each script, and how many of them words.
const ROOM: [(usize, usize); 2] = [(86_000, 26_000), (48_000, 18_000)];
/// Largest file, and most of one line that is read.
const FILE: u64 = 16 << 20;
const LINE: usize = 2_000;
/// What names Tencent or its products, in small letters.
const OURS: [&str; 12] = [
    "tencent",
    "qcloud",
    "cloudbase",
    "weixin",
    "wechat",
    "myqcloud",
    "tccli",
    "腾讯",
    "微信",
    "小程序",
    "云开发",
    "云函数",
];

fn main() -> io::Result<()> {
    let mut counts = Counts::default();
    for folder in std::env::args().skip(1) {
        walk(Path::new(&folder), &mut |text| counts.add(text));
    }
    counts.print(&mut BufWriter::new(io::stdout().lock()))
}

/// Hands on the text of every file that has one.
fn walk(path: &Path, told: &mut impl FnMut(&[u8])) {
    let name = path.to_string_lossy().to_lowercase();
    let Ok(meta) = fs::symlink_metadata(path) else {
        return;
    };
    if OURS.iter().any(|ours| name.contains(ours)) {
        return;
    }
    if meta.is_dir() {
        let mut inner: Vec<_> = fs::read_dir(path).into_iter().flatten().flatten().collect();
        inner.sort_by_key(fs::DirEntry::path);
        inner.iter().for_each(|entry| walk(&entry.path(), told));
    } else if meta.is_file() && meta.len() <= FILE {
        let mut bytes = fs::read(path).unwrap_or_default();
        if name.ends_with(".gz") {
            let mut text = Vec::new();
            let mut inner = flate2::read::GzDecoder::new(&*bytes).take(FILE);
            if inner.read_to_end(&mut text).is_err() {
                return;
            }
            bytes = text;
        }
        let catalogue = name.ends_with(".mo");
        if catalogue || !bytes[..bytes.len().min(8 << 10)].contains(&0) {
            told(&bytes);
        }
    }
}

/// A hash is its own hash.
#[derive(Default)]
struct Own(u64);

impl Hasher for Own {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for b in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*b);
        }
    }
    fn write_u64(&mut self, n: u64) {
        self.0 = n;
    }
}

type Map<V> = HashMap<u64, V, BuildHasherDefault<Own>>;

/// How often words and pairs of them stand in different lines.
#[derive(Default)]
struct Counts {
    lines: HashSet<u64, BuildHasherDefault<Own>>,
    bytes: u64,
    /// By script: all words.
    total: [u64; 2],
    /// By script and hash, how often.
    words: [Map<u32>; 2],
    /// By script and hash, the two words and how often.
    pairs: [Map<(u64, u64, u32)>; 2],
    line: Vec<(u64, usize, usize)>,
}

impl Counts {
    fn add(&mut self, text: &[u8]) {
        for line in text.split(|b| matches!(b, b'\n' | 0)) {
            let line = &line[..line.len().min(LINE)];
            let small = String::from_utf8_lossy(line).to_lowercase();
            if !OURS.iter().any(|ours| small.contains(ours)) {
                self.line(line);
            }
        }
    }

    fn line(&mut self, line: &[u8]) {
        self.line.clear();
        let mut key = 0u64;
        for word in Words::of(line) {
            let stem = &line[word.start..word.stem];
            let hash = if stem.len() > LONGEST { 0 } else { hash(stem) };
            // Lines that differ in numbers only are one.
            if !stem.iter().all(u8::is_ascii_digit) {
                key = (key ^ hash)
                    .wrapping_mul(0x9e37_79b9_7f4a_7c15)
                    .rotate_left(23);
            }
            self.line.push((hash, word.start, word.stem));
        }
        if self.line.is_empty() || !self.lines.insert(key) {
            return;
        }
        self.bytes += line.len() as u64;
        let mut before = 0;
        for (hash, start, stem) in self.line.iter().copied() {
            let chinese = usize::from(!line[start].is_ascii());
            self.total[chinese] += 1;
            if hash != 0 {
                *self.words[chinese].entry(hash).or_default() += 1;
                if chinese == 1 {
                    let first = words::hash(&line[start..start + 3]);
                    *self.words[1].entry(first).or_default() += 1;
                }
                if before != 0 {
                    let pair = (before, hash, 0);
                    self.pairs[chinese]
                        .entry(words::pair(before, hash))
                        .or_insert(pair)
                        .2 += 1;
                }
            }
            before = if stem - start > LONGEST { 0 } else { hash };
        }
    }

    fn print(&self, out: &mut impl Write) -> io::Result<()> {
        let kept = [0, 1].map(|script| self.kept(script));
        let least = [0, 1].map(|at| kept[at].iter().map(|(_, n)| *n).min().unwrap_or(1));
        writeln!(
            out,
            "{} different lines, {} MB; words read and least count, Latin, Chinese: {} {} {} {}",
            self.lines.len(),
            self.bytes / 1_000_000,
            self.total[0],
            least[0],
            self.total[1],
            least[1]
        )?;
        let mut buckets: Vec<Vec<u16>> = vec![Vec::new(); words::BUCKETS];
        for (script, rows) in kept.iter().enumerate() {
            for (hash, count) in rows {
                let (bucket, mark) = words::bucket(*hash);
                let power = (count / least[script]).ilog2().min(15) as u16;
                buckets[bucket].push(mark << 4 | power);
            }
        }
        for bucket in &mut buckets {
            bucket.sort_unstable();
            bucket.dedup_by_key(|row| *row >> 4);
            out.write_all(&[u8::try_from(bucket.len()).unwrap_or(u8::MAX)])?;
            for row in bucket.iter().take(usize::from(u8::MAX)) {
                out.write_all(&row.to_le_bytes())?;
            }
        }
        Ok(())
    }

    /// The words and pairs that say most, with their counts.
    fn kept(&self, script: usize) -> Vec<(u64, u32)> {
        let (room, singles) = ROOM[script];
        let mut words: Vec<(u64, u32)> = self.words[script].iter().map(|(h, n)| (*h, *n)).collect();
        words.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        words.truncate(singles);
        let known: Map<u32> = words.iter().copied().collect();
        let total = self.total[script] as f64;
        let least = words.last().map_or(1, |(_, n)| *n).min(16);
        let mut pairs: Vec<(f64, u64, u32)> = self.pairs[script]
            .iter()
            .filter_map(|(hash, (a, b, count))| {
                let (first, second) = (*known.get(a)?, *known.get(b)?);
                let more = f64::from(*count) * total / f64::from(first) / f64::from(second);
                let worth = f64::from(*count) * more.log2();
                (*count >= least && more > 2.0).then_some((worth, *hash, *count))
            })
            .collect();
        pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        pairs.truncate(room - words.len());
        words.extend(pairs.into_iter().map(|(_, hash, count)| (hash, count)));
        words
    }
}
