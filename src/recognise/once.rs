//! What is asked of a record for every code that it holds, and answered once.

use std::cell::{Cell, OnceCell};

/// Most bytes of messages of one record that are read to vouch for the codes beside
/// them; a record of everyday words and messages could ask for their product.
const VOUCHED: usize = 256 << 10;

/// Answers so far.
#[derive(Default)]
pub(super) struct Once {
    xml: OnceCell<bool>,
    traced: OnceCell<bool>,
    wechat_client: OnceCell<bool>,
    request_ids: OnceCell<Vec<String>>,
    /// Of the layer asked about last.
    company: Cell<Option<(u16, bool)>>,
    /// Bytes of messages read.
    read: Cell<usize>,
}

impl Once {
    pub(super) fn xml(&self, answer: impl FnOnce() -> bool) -> bool {
        *self.xml.get_or_init(answer)
    }

    pub(super) fn traced(&self, answer: impl FnOnce() -> bool) -> bool {
        *self.traced.get_or_init(answer)
    }

    pub(super) fn wechat_client(&self, answer: impl FnOnce() -> bool) -> bool {
        *self.wechat_client.get_or_init(answer)
    }

    pub(super) fn request_ids(&self, answer: impl FnOnce() -> Vec<String>) -> &[String] {
        self.request_ids.get_or_init(answer)
    }

    /// Of a layer; the fields of a record come layer by layer.
    pub(super) fn company(&self, layer: u16, answer: impl FnOnce() -> bool) -> bool {
        match self.company.get() {
            Some((known, is)) if known == layer => is,
            _ => {
                let is = answer();
                self.company.set(Some((layer, is)));
                is
            }
        }
    }

    /// Whether so many bytes more of messages may be read.
    pub(super) fn may_read(&self, bytes: usize) -> bool {
        self.read.set(self.read.get().saturating_add(bytes));
        self.read.get() <= VOUCHED
    }
}
