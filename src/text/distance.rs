//! How many edits lie between two names: letters changed, added, dropped, or
//! swapped with a neighbour.

/// Letters to change, add, drop or swap with a neighbour to turn `a` into `b`.
#[must_use]
pub fn distance(a: &str, b: &str) -> usize {
    Typed::new(a).to(b)
}

/// One step a letter of `$other`, with rows of bits as wide as they must be.
/// `more` and `less` say where the table of edits rises and falls by one.
macro_rules! edits {
    ($typed:expr, $other:expr, $bits:ty) => {{
        let last: $bits = 1 << ($typed.len - 1);
        let (mut more, mut less) = (<$bits>::MAX, 0);
        let (mut diagonal, mut before) = (0, 0);
        let mut edits = $typed.len;
        for byte in $other.bytes() {
            let here = $typed.places[letter(byte)] as $bits;
            let swapped = ((!diagonal & here) << 1) & before;
            diagonal = (((here & more).wrapping_add(more)) ^ more) | here | less | swapped;
            let up = less | !(diagonal | more);
            let down = diagonal & more;
            edits += usize::from(up & last != 0);
            edits -= usize::from(down & last != 0);
            let up = (up << 1) | 1;
            more = (down << 1) | !(diagonal | up);
            less = up & diagonal;
            before = here;
        }
        edits
    }};
}

/// A typed name, prepared to be compared with many: for every letter, where it
/// stands, as a row of bits (Hyyrö's bit-parallel algorithm, one step a letter).
pub struct Typed {
    places: [u128; LETTERS],
    len: usize,
}

/// Rows of places: letters, digits, everything else.
pub const LETTERS: usize = 37;
/// Longer names are cut; no code is as long.
const LONGEST: usize = 128;

impl Typed {
    /// Prepares a name.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let mut places = [0; LETTERS];
        let len = name.len().min(LONGEST);
        for (at, byte) in name.bytes().take(len).enumerate() {
            places[letter(byte)] |= 1 << at;
        }
        Self { places, len }
    }

    /// Edits to `other`.
    #[must_use]
    pub fn to(&self, other: &str) -> usize {
        match self.len {
            0 => other.len(),
            1..=64 => edits!(self, other, u64),
            _ => edits!(self, other, u128),
        }
    }
}

/// a–z and 0–9 each have a row; everything else shares one.
pub fn letter(byte: u8) -> usize {
    match byte {
        b'a'..=b'z' => usize::from(byte - b'a'),
        b'A'..=b'Z' => usize::from(byte - b'A'),
        b'0'..=b'9' => usize::from(byte - b'0') + 26,
        _ => 36,
    }
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn edits() {
        for (a, b, expected) in [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("abc", "abc", 0),
            ("abc", "acb", 1),
            ("abc", "abd", 1),
            ("abc", "abbc", 1),
            ("abcd", "abd", 1),
            ("functoin", "function", 1),
            ("databaes", "database", 1),
            ("kitten", "sitting", 3),
            ("parse", "prase", 1),
            ("explian", "explain", 1),
            ("ca", "abc", 3),
        ] {
            assert_eq!(distance(a, b), expected, "{a} {b}");
            assert_eq!(distance(b, a), expected, "{b} {a}");
        }
    }

    /// The textbook table, to hold the bits against.
    fn table(a: &[u8], b: &[u8]) -> usize {
        let mut d = vec![vec![0; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                d[i][j] = if i == 0 || j == 0 {
                    i + j
                } else {
                    let cost = usize::from(a[i - 1] != b[j - 1]);
                    (d[i - 1][j] + 1)
                        .min(d[i][j - 1] + 1)
                        .min(d[i - 1][j - 1] + cost)
                };
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    d[i][j] = d[i][j].min(d[i - 2][j - 2] + 1);
                }
            }
        }
        d[a.len()][b.len()]
    }

    #[test]
    fn agrees_with_the_table() {
        let mut seed = 7u64;
        let mut next = |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 33) % below
        };
        for _ in 0..3_000 {
            let mut word = || -> String {
                let len = next(90);
                (0..len).map(|_| char::from(b'a' + next(3) as u8)).collect()
            };
            let (a, b) = (word(), word());
            assert_eq!(
                distance(&a, &b),
                table(a.as_bytes(), b.as_bytes()),
                "{a} {b}"
            );
        }
    }
}
