//! The bar on stderr while files are read: only on a terminal, only when it takes
//! a while.

use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How long nothing is shown.
const QUIET: Duration = Duration::from_millis(500);

/// How far reading is.
#[derive(Default)]
pub struct Progress {
    /// When reading the first file began; none where no bar is to be shown.
    since: Option<Instant>,
    /// Of the file that is being read; hidden at first, so that it knows the speed
    /// when it is shown.
    bar: Option<ProgressBar>,
}

impl Progress {
    /// A file begins; its size, where that is known.
    pub fn file(&mut self, size: Option<u64>) {
        if self.since.is_none() && io::stderr().is_terminal() {
            self.since = Some(Instant::now());
        }
        self.clear();
        self.bar = self.since.map(|_| bar(size));
    }

    /// So many bytes of the file are read, so many errors are found in all.
    pub fn update(&mut self, bytes: u64, errors: u64) {
        let (Some(since), Some(bar)) = (self.since, &self.bar) else {
            return;
        };
        if bar.is_hidden() && since.elapsed() >= QUIET {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        // Of a packed file more bytes come out than it has.
        if bar.length().is_some_and(|length| bytes > length) {
            bar.unset_length();
        }
        bar.set_message(errors.to_string());
        bar.set_position(bytes);
    }

    /// Takes the bar off the terminal.
    pub fn clear(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}

fn bar(size: Option<u64>) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(size, ProgressDrawTarget::hidden());
    let form = if size.is_some() {
        "{wide_bar} {bytes}/{total_bytes} {bytes_per_sec} {eta} ✖ {msg}"
    } else {
        "{spinner} {bytes} {bytes_per_sec} ✖ {msg}"
    };
    if let Ok(style) = ProgressStyle::with_template(form) {
        bar.set_style(style);
    }
    bar
}
