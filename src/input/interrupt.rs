//! Ctrl-C: the first asks for what there is so far, the second ends at once.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// The exit code of a program that was interrupted.
pub const EXIT: u8 = 130;

/// A flag that Ctrl-C sets. Where no handler can be set, it stays down.
#[must_use]
pub fn flag() -> Arc<AtomicBool> {
    use signal_hook::consts::SIGINT;
    let flag = Arc::new(AtomicBool::new(false));
    // In this order: the first signal finds the flag still down.
    let _ =
        signal_hook::flag::register_conditional_shutdown(SIGINT, EXIT.into(), Arc::clone(&flag));
    let _ = signal_hook::flag::register(SIGINT, Arc::clone(&flag));
    flag
}
