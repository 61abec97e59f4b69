//! The texts that a gram stands for, held against what stands around it.

use super::{LITERALS, TEXTS, reads};

/// Texts of a gram in which it stands in the same letters.
pub struct Group {
    /// The eight bytes before the gram and their mask, then those behind it: where
    /// the mask is set, letters run on that a log must show as they stand here.
    pub runs: [u64; 4],
    /// How many letters these are before the gram and behind it.
    pub letters: [u8; 2],
    /// Its texts, from and to.
    pub texts: (u16, u16),
}

impl Group {
    fn texts(&self) -> &'static [Text] {
        &TEXTS[usize::from(self.texts.0)..usize::from(self.texts.1)]
    }
}

/// A text that its gram stands for.
pub struct Text {
    pub kind: Kind,
    pub start: u32,
    pub len: u16,
    /// Where its gram stands.
    pub at: u16,
    /// The byte behind the letters and, where that is a blank, the letter behind it; 0
    /// where anything may stand.
    pub next: [u8; 2],
    /// The same before the letters.
    pub before: [u8; 2],
}

/// How a text is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    Escaped,
}

/// Whether one of the texts is there around the gram at `at`.
pub fn is_any(groups: &[Group], bytes: &[u8], at: usize) -> bool {
    let eight = |from: usize| bytes.get(from..from + 8).and_then(|b| b.first_chunk());
    let near = at.checked_sub(8).and_then(eight).zip(eight(at + 4));
    let Some((before, behind)) = near else {
        let mut texts = groups.iter().flat_map(Group::texts);
        return texts.any(|t| text(t, bytes, at, [0; 2], || 0));
    };
    let (before, behind) = (u64::from_le_bytes(*before), u64::from_le_bytes(*behind));
    let free = std::cell::OnceCell::new();
    let free = || *free.get_or_init(|| reads::free(&bytes[..at]));
    groups.iter().any(|group| {
        let [run, mask, run_behind, mask_behind] = group.runs;
        let differ = (before ^ run) & mask | (behind ^ run_behind) & mask_behind;
        differ == 0 && in_group(group, bytes, at, free)
    })
}

/// Whether one of the texts is there whose letters are. What stands beside these
/// passes most over that only share a word with the log.
fn in_group(group: &Group, bytes: &[u8], at: usize, free: impl Fn() -> usize) -> bool {
    let [letters, letters_behind] = group.letters.map(usize::from);
    let (start, end) = (at - letters, at + 4 + letters_behind);
    let behind = Beside::of(bytes.get(end), bytes.get(end + 1));
    let byte = |back: usize| bytes.get(start.checked_sub(back)?);
    let before = Beside::of(byte(1), byte(2));
    group.texts().iter().any(|t| {
        behind.joins(t.next)
            && (before.joins(t.before) || free() == 0)
            && text(t, bytes, at, group.letters, &free)
    })
}

/// The two bytes beside letters.
struct Beside {
    /// Any text can go on here: nothing is left, or something is carried.
    open: bool,
    near: u8,
    blank: bool,
    /// The one behind the blank; `None` where any letter may come.
    far: Option<u8>,
}

impl Beside {
    fn of(near: Option<&u8>, far: Option<&u8>) -> Self {
        let own = near.copied().unwrap_or(0);
        Self {
            open: near.is_none() || reads::carried(own),
            near: own,
            blank: own.is_ascii_whitespace(),
            far: far.copied().filter(u8::is_ascii_alphanumeric),
        }
    }

    /// Whether the two bytes that a text wants there can be these.
    fn joins(&self, want: [u8; 2]) -> bool {
        match want {
            [0, _] => true,
            _ if self.open => true,
            [b' ', 0] => self.blank,
            [b' ', letter] => self.blank && self.far.is_none_or(|b| b == letter),
            [byte, _] => self.near == byte,
        }
    }
}

/// Whether a text is there, of which so many letters before the gram and behind it are
/// read already. `free` says how many bytes before the gram carry nothing.
fn text(text: &Text, bytes: &[u8], at: usize, letters: [u8; 2], free: impl Fn() -> usize) -> bool {
    let literal = &LITERALS[text.start as usize..][..usize::from(text.len)];
    let own = usize::from(text.at);
    let reads = || {
        let [before, behind] = letters.map(usize::from);
        reads::on(&bytes[at + 4 + behind..], literal, own + 4 + behind)
            && reads::back(&bytes[..at - before], literal, own - before, || {
                free().saturating_sub(before)
            })
    };
    match text.kind {
        Kind::Escaped if literal[own] == b'\\' => reads::escaped(&bytes[at..], literal, own),
        Kind::Escaped | Kind::Text => reads(),
    }
}
