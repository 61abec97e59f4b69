//! The words that tell where a record comes from and what kind of text it is, as
//! `data/recognition/signs.json` lists them.

#[allow(missing_docs)] // LISTS: each list with what its words say; LEVELS: levels of a log
mod lists {
    use super::Sign;
    include!(concat!(env!("OUT_DIR"), "/signs.rs"));
}

pub use lists::{LEVELS, LISTS};

/// What a word in a record says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Sign {
    /// Something of Tencent's is named.
    Tencent = 1,
    /// An SDK of Tencent's named itself.
    Sdk = 1 << 1,
    /// Another vendor whose errors use the same words is named.
    Foreign = 1 << 2,
    /// Another vendor signed it: no word of Tencent's outweighs that.
    Signed = 1 << 3,
    /// A line is program text and not its output.
    Program = 1 << 4,
    /// The service SCF is named.
    Scf = 1 << 5,
    /// The service TCB is named.
    Tcb = 1 << 6,
    /// The service CAM is named.
    Cam = 1 << 7,
    /// The service COS is named.
    Cos = 1 << 8,
    /// The host of a bucket.
    Host = 1 << 9,
    /// `Function [name]`.
    Function = 1 << 10,
    /// `collection("name")`.
    Collection = 1 << 11,
    /// `HTTP/1.1 404`.
    Http = 1 << 12,
    /// A line of a log has a bad level.
    Level = 1 << 13,
    /// What an APPID begins with.
    Appid = 1 << 14,
}
