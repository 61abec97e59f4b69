//! Finds the places of a text that look like one of many grams of four bytes,
//! with vectors where the machine has them.
//!
//! The grams are dealt to eight buckets. For each of a gram's four bytes a table
//! says, by the byte's low half, in which buckets a gram has such a byte there,
//! and another the same by its high half. Eight look-ups, anded, leave the buckets
//! in which a gram may stand; a place with none of them is passed over. The
//! places that are left are written down without a branch for each.

/// Looks at most so far at a time, so that a place fits into 16 bits.
pub const BLOCK: usize = 8 << 10;
/// Marks that are looked at in one go.
const FOUR: usize = 4;
/// Bytes of a gram.
const GRAM: usize = 4;
/// Places whose marks are collected in one word.
const STEP: usize = 64;
/// Bytes that these places need.
const WINDOW: usize = STEP + GRAM - 1;

/// The buckets of a byte by its halves, for each of the four bytes.
#[derive(Clone, Copy, Debug)]
pub struct Halves {
    /// By the low half.
    pub low: [[u8; 16]; GRAM],
    /// By the high half.
    pub high: [[u8; 16]; GRAM],
}

/// How the machine looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// 32 bytes at a time.
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// 16 bytes at a time.
    #[cfg(target_arch = "x86_64")]
    Ssse3,
    /// Byte by byte.
    Plain,
}

impl Width {
    /// The ways of this machine, the fastest first.
    pub fn all() -> Vec<Self> {
        let mut ways = Vec::new();
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("bmi1") {
                ways.push(Self::Avx2);
            }
            if is_x86_feature_detected!("ssse3") {
                ways.push(Self::Ssse3);
            }
        }
        ways.push(Self::Plain);
        ways
    }
}

/// Looks for grams.
#[derive(Clone, Copy, Debug)]
pub struct Teddy {
    halves: &'static Halves,
    width: Width,
}

impl Teddy {
    /// The fastest searcher of this machine.
    pub fn fastest(halves: &'static Halves) -> Self {
        let width = Width::all().first().copied().unwrap_or(Width::Plain);
        Self { halves, width }
    }

    /// Writes the places in `from..to` where four bytes look like a gram and are one
    /// as far as `is_gram` knows, counted from `from`, and returns how many.
    /// `to - from` is at most `BLOCK`; `places` has room for as many and one more.
    #[allow(unsafe_code)]
    #[inline]
    pub fn find(
        &self,
        bytes: &[u8],
        from: usize,
        to: usize,
        places: &mut [u16],
        is_gram: impl Fn(u32) -> bool,
    ) -> usize {
        let to = to.min(bytes.len().saturating_sub(GRAM - 1));
        if from >= to {
            return 0;
        }
        // What the last place needs, and no more.
        let text = &bytes[from..to + GRAM - 1];
        let (done, count) = match self.width {
            // SAFETY: a searcher has a width of `Width::all`, which names this one
            // only when the machine has avx2 and bmi1.
            #[cfg(target_arch = "x86_64")]
            Width::Avx2 => unsafe { x86::avx2(self.halves, text, places, &is_gram) },
            // SAFETY: the same with ssse3.
            #[cfg(target_arch = "x86_64")]
            Width::Ssse3 => unsafe { x86::ssse3(self.halves, text, places, &is_gram) },
            Width::Plain => (0, 0),
        };
        plain(self.halves, text, done, places, count, is_gram)
    }
}

/// The places from `from` on, behind the `count` that are written already.
fn plain(
    halves: &Halves,
    text: &[u8],
    from: usize,
    places: &mut [u16],
    count: usize,
    is_gram: impl Fn(u32) -> bool,
) -> usize {
    let mut count = count;
    for (at, gram) in text.windows(GRAM).enumerate().skip(from) {
        let buckets = gram.iter().enumerate().fold(u8::MAX, |buckets, (i, byte)| {
            let (low, high) = (usize::from(byte & 15), usize::from(byte >> 4));
            buckets & halves.low[i][low] & halves.high[i][high]
        });
        places[count] = place(at);
        let own = u32::from_le_bytes([gram[0], gram[1], gram[2], gram[3]]);
        count += usize::from((buckets != 0) & is_gram(own));
    }
    count
}

/// A place in a block.
fn place(at: usize) -> u16 {
    debug_assert!(at < BLOCK);
    at as u16
}

/// Writes the places of the marks at which a gram stands, four at a time whether there
/// are so many or not.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn write(
    mut marks: u64,
    window: &[u8; WINDOW],
    base: usize,
    places: &mut [u16],
    mut count: usize,
    is_gram: impl Fn(u32) -> bool,
) -> usize {
    while marks != 0 {
        for _ in 0..FOUR {
            // Where no mark is left, the first place of the window is asked in vain.
            let at = marks.trailing_zeros() as usize % STEP;
            let own = window[at..]
                .first_chunk()
                .map_or(0, |own| u32::from_le_bytes(*own));
            places[count] = place(base).wrapping_add(at as u16);
            count += usize::from((marks != 0) & is_gram(own));
            marks &= marks.wrapping_sub(1);
        }
    }
    count
}

#[cfg(target_arch = "x86_64")]
#[allow(unsafe_code)]
mod x86 {
    use std::arch::x86_64::{
        __m128i, __m256i, _mm_and_si128, _mm_cmpeq_epi8, _mm_loadu_si128, _mm_movemask_epi8,
        _mm_set1_epi8, _mm_setzero_si128, _mm_shuffle_epi8, _mm_srli_epi16, _mm256_and_si256,
        _mm256_broadcastsi128_si256, _mm256_cmpeq_epi8, _mm256_loadu_si256, _mm256_movemask_epi8,
        _mm256_set1_epi8, _mm256_setzero_si256, _mm256_shuffle_epi8, _mm256_srli_epi16,
    };

    use super::{GRAM, Halves, STEP, WINDOW, write};

    #[target_feature(enable = "sse2")]
    fn load16(bytes: &[u8; 16]) -> __m128i {
        // SAFETY: the reference vouches for 16 bytes; the load needs no alignment.
        unsafe { _mm_loadu_si128(bytes.as_ptr().cast()) }
    }

    #[target_feature(enable = "avx")]
    fn load32(bytes: &[u8; 32]) -> __m256i {
        // SAFETY: the reference vouches for 32 bytes; the load needs no alignment.
        unsafe { _mm256_loadu_si256(bytes.as_ptr().cast()) }
    }

    /// The places of whole steps: how far it looked, and how many it wrote.
    #[target_feature(enable = "avx2,bmi1")]
    pub(super) fn avx2(
        halves: &Halves,
        text: &[u8],
        places: &mut [u16],
        is_gram: impl Fn(u32) -> bool,
    ) -> (usize, usize) {
        let mut low = [_mm256_setzero_si256(); GRAM];
        let mut high = low;
        for i in 0..GRAM {
            low[i] = _mm256_broadcastsi128_si256(load16(&halves.low[i]));
            high[i] = _mm256_broadcastsi128_si256(load16(&halves.high[i]));
        }
        let half = _mm256_set1_epi8(15);
        let (mut at, mut count) = (0, 0);
        while let Some(window) = text[at..].first_chunk::<WINDOW>() {
            let mut marks = 0;
            for part in [0, 32] {
                let mut buckets = _mm256_set1_epi8(-1);
                for i in 0..GRAM {
                    let Some(bytes) = window[part + i..].first_chunk() else {
                        break;
                    };
                    let bytes = load32(bytes);
                    let by_low = _mm256_shuffle_epi8(low[i], _mm256_and_si256(bytes, half));
                    let above = _mm256_and_si256(_mm256_srli_epi16::<4>(bytes), half);
                    let by_high = _mm256_shuffle_epi8(high[i], above);
                    buckets = _mm256_and_si256(buckets, _mm256_and_si256(by_low, by_high));
                }
                let none = _mm256_cmpeq_epi8(buckets, _mm256_setzero_si256());
                let some = !_mm256_movemask_epi8(none) as u32;
                marks |= u64::from(some) << part;
            }
            count = write(marks, window, at, places, count, &is_gram);
            at += STEP;
        }
        (at, count)
    }

    /// The same, 16 bytes at a time.
    #[target_feature(enable = "ssse3")]
    pub(super) fn ssse3(
        halves: &Halves,
        text: &[u8],
        places: &mut [u16],
        is_gram: impl Fn(u32) -> bool,
    ) -> (usize, usize) {
        let mut low = [_mm_setzero_si128(); GRAM];
        let mut high = low;
        for i in 0..GRAM {
            low[i] = load16(&halves.low[i]);
            high[i] = load16(&halves.high[i]);
        }
        let half = _mm_set1_epi8(15);
        let (mut at, mut count) = (0, 0);
        while let Some(window) = text[at..].first_chunk::<WINDOW>() {
            let mut marks = 0;
            for part in [0, 16, 32, 48] {
                let mut buckets = _mm_set1_epi8(-1);
                for i in 0..GRAM {
                    let Some(bytes) = window[part + i..].first_chunk() else {
                        break;
                    };
                    let bytes = load16(bytes);
                    let by_low = _mm_shuffle_epi8(low[i], _mm_and_si128(bytes, half));
                    let above = _mm_and_si128(_mm_srli_epi16::<4>(bytes), half);
                    let by_high = _mm_shuffle_epi8(high[i], above);
                    buckets = _mm_and_si128(buckets, _mm_and_si128(by_low, by_high));
                }
                let none = _mm_cmpeq_epi8(buckets, _mm_setzero_si128());
                let some = !(_mm_movemask_epi8(none) as u32) & 0xffff;
                marks |= u64::from(some) << part;
            }
            count = write(marks, window, at, places, count, &is_gram);
            at += STEP;
        }
        (at, count)
    }
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, GRAM, Halves, Teddy, Width};
    use proptest::prelude::*;

    const GRAMS: [[u8; 4]; 6] = [
        *b"code",
        *b"NVAL",
        *b"abcd",
        *b"bcda",
        *b"\xe9\x94\x99\xe8",
        *b"aaaa",
    ];

    /// A gram a bucket, the last two in buckets that hold one already.
    static HALVES: Halves = {
        let mut halves = Halves {
            low: [[0; 16]; GRAM],
            high: [[0; 16]; GRAM],
        };
        let mut number = 0;
        while number < GRAMS.len() {
            let mut i = 0;
            while i < GRAM {
                let byte = GRAMS[number][i] as usize;
                halves.low[i][byte & 15] |= 1 << (number % 4);
                halves.high[i][byte >> 4] |= 1 << (number % 4);
                i += 1;
            }
            number += 1;
        }
        halves
    };

    /// The definition, gram by gram and bucket by bucket.
    fn looks_like(place: &[u8]) -> bool {
        (0..4).any(|bucket| {
            let of = || {
                GRAMS
                    .iter()
                    .enumerate()
                    .filter(move |(n, _)| n % 4 == bucket)
            };
            (0..GRAM).all(|i| {
                of().any(|(_, g)| g[i] & 15 == place[i] & 15)
                    && of().any(|(_, g)| g[i] >> 4 == place[i] >> 4)
            })
        })
    }

    fn compare(text: &[u8], from: usize, to: usize) {
        let places = |counts: &dyn Fn(&[u8]) -> bool| -> Vec<u16> {
            let at = (from..to).filter(|at| text.get(*at..at + GRAM).is_some_and(counts));
            at.map(|at| (at - from) as u16).collect()
        };
        let (alike, grams) = (
            places(&looks_like),
            places(&|place| GRAMS.iter().any(|gram| gram == place)),
        );
        for width in Width::all() {
            let halves = &HALVES;
            let teddy = Teddy { halves, width };
            let mut found = vec![0; BLOCK + 1];
            let count = teddy.find(text, from, to, &mut found, |_| true);
            assert_eq!(found[..count], alike, "{width:?} {from}..{to}");
            let is_gram = |four: u32| GRAMS.contains(&four.to_le_bytes());
            let count = teddy.find(text, from, to, &mut found, is_gram);
            assert_eq!(found[..count], grams, "{width:?} {from}..{to}");
        }
    }

    proptest! {
        #[test]
        fn every_width_finds_what_the_definition_says(
            text in prop::collection::vec(prop::sample::select(b"abcdeoNVAL\xe9\x94\x99\xe8 \n".to_vec()), 0..700),
            from in 0usize..80,
            to in 0usize..700,
        ) {
            compare(&text, from, to.min(text.len()));
        }

        #[test]
        fn any_bytes_will_do(text in prop::collection::vec(any::<u8>(), 0..700)) {
            compare(&text, 0, text.len());
        }
    }

    #[test]
    fn a_block_full_of_places_fits() {
        let text = vec![b'a'; BLOCK + GRAM];
        compare(&text, 0, BLOCK);
        compare(&text, 3, BLOCK);
    }
}
