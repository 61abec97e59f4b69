//! The bar on stderr while files are read: only on a terminal, only when it takes
//! a while.

use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// How long nothing is shown.
const QUIET: Duration = Duration::from_millis(500);

/// How far reading is.
#[derive(Default)]
pub struct Progress {
    size: Option<u64>,
    /// When reading the first file began; none where no bar is to be shown.
    since: Option<Instant>,
    bar: Option<ProgressBar>,
}

impl Progress {
    /// A file begins; its size, where that is known.
    pub fn file(&mut self, size: Option<u64>) {
        self.size = size;
        if self.since.is_none() && io::stderr().is_terminal() {
            self.since = Some(Instant::now());
        }
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }

    /// So many bytes of the file are read, so many errors are found in all.
    pub fn update(&mut self, bytes: u64, errors: u64) {
        let Some(since) = self.since else {
            return;
        };
        if self.bar.is_none() && since.elapsed() >= QUIET {
            self.bar = Some(bar(self.size));
        }
        if let Some(bar) = &self.bar {
            // Of a packed file more bytes come out than it has.
            if bar.length().is_some_and(|length| bytes > length) {
                bar.unset_length();
            }
            bar.set_message(errors.to_string());
            bar.set_position(bytes);
        }
    }

    /// Takes the bar off the terminal.
    pub fn clear(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}

fn bar(size: Option<u64>) -> ProgressBar {
    let bar = size.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
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
