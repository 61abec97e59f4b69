//! Whether the answer has a place to go.

/// stdout was closed when the program began: what is written into it would be lost and
/// nobody told.
#[cfg(target_os = "linux")]
pub fn closed() -> bool {
    linux::CLOSED.load(std::sync::atomic::Ordering::Relaxed)
}

/// stdout was closed when the program began; it cannot be told here.
#[cfg(not(target_os = "linux"))]
pub fn closed() -> bool {
    false
}

/// Before `main`, the standard library opens `/dev/null` in the place of a closed
/// descriptor, and afterwards nothing tells the two apart. So it is asked earlier.
#[cfg(target_os = "linux")]
mod linux {
    use std::sync::atomic::{AtomicBool, Ordering};

    pub static CLOSED: AtomicBool = AtomicBool::new(false);

    // SAFETY: the loader calls each function of this section once, before `main`, with
    // arguments that a C function may leave unread. It uses nothing that `main` prepares:
    // one system call and one atomic store, no memory, no other static, no panic.
    #[allow(unsafe_code)]
    #[used]
    #[unsafe(link_section = ".init_array")]
    static BEFORE_MAIN: extern "C" fn() = look;

    extern "C" fn look() {
        let open = rustix::io::fcntl_getfd(rustix::stdio::stdout()).is_ok();
        CLOSED.store(!open, Ordering::Relaxed);
    }
}
