//! Steps that reading a text takes, counted by what walks over it. A test holds that they
//! grow with the text and no faster. They are counted with debug assertions only: in a
//! release nothing is left of it.

#[cfg(debug_assertions)]
use std::cell::Cell;

#[cfg(debug_assertions)]
thread_local! {
    static TAKEN: Cell<u64> = const { Cell::new(0) };
}

/// So many steps more: bytes looked at, or things looked through.
#[inline(always)]
#[cfg_attr(not(debug_assertions), allow(unused_variables))]
pub fn count(steps: usize) {
    #[cfg(debug_assertions)]
    TAKEN.set(TAKEN.get() + steps as u64);
}

/// Counts from nothing, in this thread.
pub fn restart() {
    #[cfg(debug_assertions)]
    TAKEN.set(0);
}

/// Steps of this thread so far, where they are counted.
#[must_use]
pub fn taken() -> Option<u64> {
    #[cfg(debug_assertions)]
    return Some(TAKEN.get());
    #[cfg(not(debug_assertions))]
    None
}
