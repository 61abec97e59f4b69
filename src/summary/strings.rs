//! The texts that kinds keep. They stand one behind the other in blocks that are
//! never moved, and what many kinds say (names, codes, messages) stands there
//! once: a text is a number of four bytes.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;

/// Bytes of a block, unless one text is longer.
const BLOCK: usize = 32 << 10;
/// Most bytes that may be kept of what can be left out: a bound for hostile
/// input, twice what a log of every known code comes to.
const ROOM: usize = 1 << 20;
/// A free slot of the index.
const FREE: u32 = u32::MAX;

/// The number of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Symbol(u32);

/// Where a text stands.
#[derive(Clone, Copy)]
struct Stored {
    block: u16,
    at: u16,
    len: u32,
}

/// Interner by number.
#[derive(Default)]
pub struct Interner {
    blocks: Vec<String>,
    spans: Vec<Stored>,
    /// Numbers of the texts that are looked for, by hash.
    slots: Vec<u32>,
    indexed: usize,
    used: usize,
    seed: RandomState,
}

impl Interner {
    /// The text.
    #[must_use]
    pub fn get(&self, text: Symbol) -> &str {
        let Stored { block, at, len } = self.spans[text.0 as usize];
        &self.blocks[usize::from(block)][usize::from(at)..][..len as usize]
    }

    /// The number of a text that is in the index.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<Symbol> {
        let number = *self.slots.get(self.slot(text)?)?;
        (number != FREE).then_some(Symbol(number))
    }

    /// Keeps a text that must not be missing, once.
    pub fn keep(&mut self, text: &str) -> Symbol {
        if self.indexed * 2 >= self.slots.len() {
            self.grow();
        }
        let slot = self.slot(text).unwrap_or_default();
        if self.slots[slot] != FREE {
            return Symbol(self.slots[slot]);
        }
        let new = self.put(text);
        self.slots[slot] = new.0;
        self.indexed += 1;
        new
    }

    /// Keeps a text once, if there is room.
    pub fn keep_some(&mut self, text: &str) -> Option<Symbol> {
        self.find(text)
            .or_else(|| self.has_room_for(text).then(|| self.keep(text)))
    }

    fn has_room_for(&mut self, text: &str) -> bool {
        self.takes(text.len() + size_of::<Stored>() + size_of::<u32>())
    }

    /// Whether there is room for so many bytes more, which are then taken.
    pub fn takes(&mut self, bytes: usize) -> bool {
        let takes = self.used + bytes <= ROOM;
        if takes {
            self.used += bytes;
        }
        takes
    }

    fn put(&mut self, text: &str) -> Symbol {
        let fits = |block: &String| block.len() + text.len() <= block.capacity();
        if !self.blocks.last().is_some_and(fits) {
            self.blocks
                .push(String::with_capacity(text.len().max(BLOCK)));
        }
        let block = self.blocks.len() - 1;
        let last = &mut self.blocks[block];
        // A block of more than `BLOCK` bytes holds one text, at its beginning.
        let span = Stored {
            block: u16::try_from(block).unwrap_or(u16::MAX),
            at: u16::try_from(last.len()).unwrap_or(u16::MAX),
            len: u32::try_from(text.len()).unwrap_or(u32::MAX),
        };
        last.push_str(text);
        self.spans.push(span);
        Symbol(u32::try_from(self.spans.len() - 1).unwrap_or(FREE))
    }

    /// The slot of a text, or the free one where it belongs.
    fn slot(&self, text: &str) -> Option<usize> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut at = self.seed.hash_one(text) as usize & mask;
        while self.slots[at] != FREE && self.get(Symbol(self.slots[at])) != text {
            at = (at + 1) & mask;
        }
        Some(at)
    }

    /// Doubles the index.
    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(64);
        let old = std::mem::replace(&mut self.slots, vec![FREE; size]);
        for number in old.into_iter().filter(|n| *n != FREE) {
            if let Some(slot) = self.slot(self.get(Symbol(number))) {
                self.slots[slot] = number;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, Interner, ROOM};

    #[test]
    fn texts_are_kept_once() {
        let mut texts = Interner::default();
        let long = "x".repeat(3 * BLOCK);
        let many: Vec<String> = (0..5000).map(|n| format!("value-{n}")).collect();
        let all = || many.iter().map(String::as_str).chain(["", "中文", &long]);
        let first: Vec<_> = all().map(|text| texts.keep(text)).collect();
        let again: Vec<_> = all().map(|text| texts.keep(text)).collect();
        assert_eq!(first, again);
        for (text, number) in all().zip(first) {
            assert_eq!(texts.get(number), text);
            assert_eq!(texts.find(text), Some(number));
        }
        assert_eq!(texts.find("another"), None);
    }

    #[test]
    fn room_is_bounded() {
        let mut texts = Interner::default();
        let kept = (0..ROOM).filter(|n| texts.keep_some(&format!("{n:0100}")).is_some());
        assert!((ROOM / 120..ROOM / 100).contains(&kept.count()));
        assert!(texts.keep_some(&"one more ".repeat(12)).is_none());
        let needed = texts.keep("needed");
        assert_eq!(texts.keep_some("needed"), Some(needed));
    }
}
