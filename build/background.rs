//! The words of other people's texts, as `examples/background.rs` counted them: how
//! much a word surprises there, behind the one before it.

use anyhow::{Context, Result};

use crate::message_words::{BUCKETS, bucket, hash, pair};

/// Most that one word can say, in bits: what nobody else has written may be a name that
/// somebody makes up tomorrow.
const MOST: f64 = 20.0;
/// What a number says: another one may stand there tomorrow.
const NUMBER: f64 = 3.0;
/// How much of what stands behind a word is expected there by the pair, and how much of
/// the rest of a Chinese pair by its first character.
const PAIR: f64 = 0.8;

/// Counts by hash, and by script, Latin and Chinese, the words read and the count of
/// the rarest that is listed.
pub struct Background {
    buckets: Vec<Vec<u16>>,
    total: [f64; 2],
    least: [f64; 2],
}

impl Background {
    /// Reads the checked-in counts.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        let end = bytes
            .iter()
            .position(|b| *b == b'\n')
            .context("no first line")?;
        let head = std::str::from_utf8(&bytes[..end])?;
        let (_, numbers) = head.rsplit_once(": ").context("no totals")?;
        let numbers: Vec<f64> = numbers
            .split(' ')
            .map(str::parse)
            .collect::<Result<_, _>>()?;
        let [latin, least, chinese, least_chinese] = numbers[..].try_into().context("four")?;
        let mut rest = &bytes[end + 1..];
        let mut buckets = Vec::with_capacity(BUCKETS);
        for _ in 0..BUCKETS {
            let (count, behind) = rest.split_first().context("a bucket is missing")?;
            let size = 2 * usize::from(*count);
            let rows = behind.get(..size).context("a bucket is cut")?;
            let row = |two: &[u8]| u16::from_le_bytes([two[0], two[1]]);
            buckets.push(rows.chunks_exact(2).map(row).collect());
            rest = &behind[size..];
        }
        Ok(Self {
            buckets,
            total: [latin, chinese],
            least: [least, least_chinese],
        })
    }

    /// How often a word or pair stands there, if it is listed.
    fn count(&self, hash: u64, script: usize) -> Option<f64> {
        let (bucket, mark) = bucket(hash);
        let row = self.buckets[bucket].iter().find(|row| **row >> 4 == mark)?;
        // The middle of what the power stands for.
        Some(self.least[script] * 2f64.powi(i32::from(row & 15)) * 1.4)
    }

    /// How many bits a word says behind another, in other people's texts.
    pub fn bits(&self, before: Option<&str>, word: &str) -> f64 {
        let script = usize::from(!word.is_ascii());
        let own = hash(word.as_bytes());
        // Of what is not listed, nothing is known but that it is rarer.
        let rare = self.least[script] / 4.0;
        let mut likely = self.count(own, script).unwrap_or(rare) / self.total[script];
        if script == 1 {
            likely = self.character(word, before.is_some(), likely);
        }
        if let Some(before) = before {
            let first = hash(before.as_bytes());
            let both = self
                .count(pair(first, own), script)
                .zip(self.count(first, script));
            let behind = both.map_or(0.0, |(both, first)| (both / first).min(1.0));
            likely = PAIR * behind + (1.0 - PAIR) * likely;
        }
        let number = word.bytes().all(|b| b.is_ascii_digit());
        (-likely.log2()).clamp(0.0, if number { NUMBER } else { MOST })
    }

    /// How likely two Chinese characters are: the second behind the first, where the
    /// first has been read already, else both.
    fn character(&self, word: &str, read: bool, pair: f64) -> f64 {
        let [first, second] = [&word[..3], &word[3..]].map(|c| {
            let count = self.count(hash(c.as_bytes()), 1);
            count.unwrap_or(self.least[1]) / self.total[1]
        });
        let behind = PAIR * (pair / first).min(1.0) + (1.0 - PAIR) * second;
        if read { behind } else { first * behind }
    }
}
