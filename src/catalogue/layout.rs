//! Where things lie in the image that `build.rs` writes: one header of
//! (offset, length) pairs, then the sections. All numbers are little-endian.

/// Sections, in the order of the header.
#[derive(Clone, Copy)]
#[repr(usize)]
pub enum Section {
    /// Date of the catalogue, as text.
    Date,
    /// One `NAMED` a service.
    Services,
    /// One `NAMED` a category.
    Categories,
    /// One `NAMED` a value name, sorted; its last byte says what it accepts.
    Values,
    /// One `PLACEHOLDER` a value name, in the same order.
    Placeholders,
    /// One `HEAD` a code, ordered by service, then code.
    Heads,
    /// `Entry` records without their cases, and `Case` records, postcard, with
    /// their English sentences: decoded alone, and only what is shown.
    English,
    /// The same with their Chinese sentences. Nobody reads both at once, so each
    /// language has pages of memory of its own.
    Chinese,
    /// One `CASE` a case, in the order of the entries.
    Cases,
    /// One `CITED` a page or source of an entry: the same few are named again and
    /// again.
    Cited,
    /// One `KEY` a name (code or alias), sorted by folded name.
    Keys,
    /// `SLOTS` u16 key numbers plus one, by hash of the exact name; 0 is free.
    Slots,
    /// One `PATTERN` a message pattern.
    Patterns,
    /// A byte for every hash of a gram: 1 where an anchor or a sign has it.
    Marks,
    /// `BUCKETS` + 1 u16 starts into `Anchors`.
    Buckets,
    /// One `ANCHOR` a pattern, grouped by hash of its gram.
    Anchors,
    /// One `MODULE` a module number row, sorted by number.
    Modules,
    /// `Module` records, postcard.
    ModuleRecords,
    /// The entry that explains module numbers, postcard.
    Mechanism,
    /// One `NAME` a name that can be misspelt: codes and aliases, not numbers.
    Names,
    /// One `SIGNATURE` a name, in the same order.
    Signatures,
    /// One `GRAM` a triple of letters that stands in a name, sorted.
    Grams,
    /// Numbers of names, u16, grouped by triple.
    GramNames,
    /// One `TERM` a term of the descriptions, sorted.
    Terms,
    /// One `POSTING` an entry that has the term, grouped by term.
    Postings,
    /// One `TITLE` an entry.
    Titles,
    /// One `CONCEPT` an everyday expression, sorted.
    Concepts,
    /// One `FOREIGN` an error name of another system, its letters sorted.
    Foreign,
    /// Numbers u16 of the rows of `Heads` that are entries, that are families, that are
    /// message classes: they stand in this order.
    Layers,
    /// A byte a message class: its flags.
    ClassFlags,
    /// One `FAMILY` a name of a family.
    Families,
    /// One `PRODUCT` a product, by id.
    Products,
    /// One `PRODUCT_NAME` an id, alias or host label of a product, sorted.
    ProductNames,
    /// One `ACTION` an action that one product alone has, by hash.
    Actions,
    /// Sets of products: their number u16, then each u16.
    ProductSets,
    /// One `OFFICIAL` an official code and the products that mean the same by it, by
    /// folded name.
    Official,
    /// One `PHRASE` a message pattern, in the order of `Patterns`.
    Phrases,
    /// One `PART` a word of the patterns, in their order.
    Parts,
    /// One `HOLE` a hole of the patterns, in their order.
    Holes,
    /// One `WORD` a word of the patterns.
    Lexicon,
    /// `LEXICON` slots by hash of a word: its number plus one u16, 0 is free, and its
    /// tag u16.
    LexiconSlots,
    /// One `ANCHORED` a pattern that is looked for by a word, grouped by word.
    Anchored,
    /// Number of sections.
    Count,
}

/// Bytes of a row of three texts (id, English, Chinese): their offsets u32, their
/// lengths u8, one more byte.
pub const NAMED: usize = 16;
/// Bytes of a placeholder: its offset u32, its length u8, three of padding.
pub const PLACEHOLDER: usize = 8;
/// Bytes of a head: offset and length u32 of the English and of the Chinese
/// record, code offset u32, first case u16, code length u16, number of cases u8,
/// service u8, category u8, flags u8, fault u8, advice u8, numbers of docs and of
/// sources u8, first of them in `Cited` u16.
pub const HEAD: usize = 34;
/// Bytes of a citation: text offset u32, text length u16.
pub const CITED: usize = 6;
/// Bytes of a case: offset and length u32 of the English and of the Chinese
/// record.
pub const CASE: usize = 16;
/// Bytes of a key: folded offset u32, name offset u32, entry u16, folded length
/// u8, name length u8, 1 for an alias u8, three of padding.
pub const KEY: usize = 16;
/// Bytes of a pattern: text offset u32, text length u16, entry u16, case u8,
/// flags u8, bytes before its first hole u16.
pub const PATTERN: usize = 12;
/// Bytes of an anchor: gram u32, pattern u16, offset of the gram in the pattern u16,
/// with `BEHIND_HOLE` where a hole stands before it; its neighbours, or `ANY`: the byte
/// before it u8, the one behind its word u8 and how far from the gram that stands u8;
/// one of padding.
pub const ANCHOR: usize = 12;
/// Anchor flag: where the pattern begins is not known.
pub const BEHIND_HOLE: u16 = 1 << 15;
/// Neighbour of a gram: anything may stand there. A blank stands for any blank, every
/// other byte for itself.
pub const ANY: u8 = 0;
/// Hash buckets of the anchors; a power of two.
pub const BUCKETS: usize = 8192;
/// Bytes that say which grams belong to an anchor or a sign; a power of two.
pub const MARKS: usize = 1 << 15;
/// Bytes of a phrase: the first of its words in `Parts` u32, the first of its holes in
/// `Holes` u32, what it weighs u16, words u8, holes u8, flags u8, three of padding.
pub const PHRASE: usize = 16;
/// Bytes of a word of a pattern: word u16, weight u8, what it says in other people's
/// texts u8, holes before it u8, flags u8.
pub const PART: usize = 6;
/// Word flag: the pattern is looked for by it.
pub const ANCHOR_WORD: u8 = 1;
/// Word flag: no blank stands before it, it belongs to the word before.
pub const TIED: u8 = 2;
/// Word flag: it is a number, for which another does not do.
pub const NUMBER: u8 = 4;
/// Word flag: part of a host, path or API name, which must be there.
pub const ADDRESS: u8 = 8;
/// Phrase flag: it must stand there word by word.
pub const STRICT: u8 = 1;
/// Bytes of a hole: name offset u32, name length u8, the number of words of the pattern
/// before it u8, two of padding.
pub const HOLE: usize = 8;
/// Bytes of a word: text offset u32, start in `Anchored` u32, patterns there u16, text
/// length u8, one of padding.
pub const WORD: usize = 12;
/// Slots of the lexicon; a power of two, at most half full.
pub const LEXICON: usize = 1 << 14;
/// Most words by which a pattern is looked for.
pub const ANCHORS: usize = 3;
/// Bytes of a pattern that is looked for by a word: pattern u16, which of its anchors
/// u8, over how many words it may be spread u8.
pub const ANCHORED: usize = 4;
/// Number of the anchor of a pattern that has no other.
pub const ONLY: usize = 0xff;
/// A bit, in the units of weights and of what words say.
pub const BIT: f64 = 8.0;
/// Bytes of a module row: number u32, record offset u32, record length u32.
pub const MODULE: usize = 12;
/// Bytes of a name: entry u16, 1 for an alias u8, number of triples u8, then
/// three texts (its words, its letters, its letters abbreviated), offsets u32
/// and lengths u8, one of padding.
pub const NAME: usize = 20;
/// Bytes of a signature: how often each letter stands in the name.
pub const SIGNATURE: usize = 32;
/// Bytes of a triple: packed letters u16, names u16, start in `GramNames` u32.
pub const GRAM: usize = 8;
/// Bytes of a term: text offset u32, start in `Postings` u32, postings u16, text
/// length u8, one of padding.
pub const TERM: usize = 12;
/// Bytes of a posting: entry u16, weight u8 (`TITLED` for a word of the name).
pub const POSTING: usize = 3;
/// Bytes of a title: what the words of the entry's name weigh together, u16.
pub const TITLE: usize = 2;
/// Bytes of a concept row: key offset u32, concept u16, key length u8, padding.
pub const CONCEPT: usize = 8;
/// Bytes of a foreign name: offset u32, length u8, three of padding.
pub const FOREIGN: usize = 8;
/// Bytes of a name of a family: text offset u32, family u16, text length u8, padding; in
/// the text one `*` may stand for letters.
pub const FAMILY: usize = 8;
/// Bytes of a product: offsets u32 of id, English name, Chinese name and page, their
/// lengths u8.
pub const PRODUCT: usize = 20;
/// Bytes of a product's name: text offset u32, product u16, text length u8, padding.
pub const PRODUCT_NAME: usize = 8;
/// Bytes of an action: hash u32, product u16.
pub const ACTION: usize = 6;
/// Bytes of an official code: name offset u32, start in `ProductSets` u32, offsets u32 of
/// the English and of the Chinese sentence, their lengths u16 (0: none yet), name length
/// u8, family u8, fault u8, advice u8.
pub const OFFICIAL: usize = 24;
/// Posting weight of a word that stands in name or meaning.
pub const FULL: u8 = 100;
/// Posting flag: the word belongs to the name of the entry.
pub const TITLED: u8 = 128;
/// Head flag: people meet this code often.
pub const EVERYDAY: u8 = 1;
/// Head flag: the code only carries another.
pub const WRAPPER: u8 = 2;
/// Pattern flag: counts only beside its entry's own code.
pub const NEEDS_CODE: u8 = 1;
/// Class flag: it counts only beside a code.
pub const CLASS_NEEDS_CODE: u8 = 1;
/// Class flag: any other class of the same message leads.
pub const GIVES_WAY: u8 = 2;

/// Slots of the table of exact names; a power of two, at most half full.
pub const SLOTS: usize = 8192;

/// The slot where the search for a name begins: each word of eight bytes is folded
/// into the ones before by a multiplication.
#[must_use]
pub fn slot(name: &[u8]) -> usize {
    let fold = |hash: u64, word: u64| {
        let product = (hash ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        product ^ (product >> 32)
    };
    let (words, rest) = name.as_chunks::<8>();
    let words = words.iter().map(|word| u64::from_le_bytes(*word));
    let last = rest.iter().fold(0, |word, b| word << 8 | u64::from(*b));
    fold(words.fold(0, fold), last) as usize % SLOTS
}

/// The slot where the search for a word begins, and what tells it from most others
/// there.
#[must_use]
pub const fn lexicon_slot(hash: u64) -> (usize, u16) {
    (hash as usize % LEXICON, (hash >> 48) as u16)
}

/// The bucket of a 4-byte gram.
#[must_use]
pub const fn bucket(gram: u32) -> usize {
    (gram.wrapping_mul(0x9E37_79B1) >> (32 - BUCKETS.trailing_zeros())) as usize
}

/// The byte in `Marks` of a 4-byte gram. The multiplier ends in an 8, so that of the
/// fourth byte only the lower five bits count: they tell letters apart, and a sign of
/// three bytes, behind which anything may stand, takes 32 places and not 256.
#[must_use]
pub const fn mark(gram: u32) -> usize {
    (gram.wrapping_mul(0x9E37_79B8) >> (32 - MARKS.trailing_zeros())) as usize
}

/// The hash of the name of an action.
#[must_use]
pub fn action(name: &[u8]) -> u32 {
    let fold = |hash: u32, byte: &u8| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
    name.iter().fold(0x811c_9dc5, fold)
}

/// The code has the form of a family's name, in which one `*` stands for letters.
#[must_use]
pub fn fits(form: &str, code: &str) -> bool {
    let Some((before, behind)) = form.split_once('*') else {
        return form == code;
    };
    let middle = code.strip_prefix(before);
    let middle = middle.and_then(|rest| rest.strip_suffix(behind));
    middle.is_some_and(|m| !m.is_empty() && m.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// The spelling under which a name is found: lower case without `-`, `_` and
/// blanks. A dot counts.
#[must_use]
pub fn fold(name: &str) -> String {
    name.chars()
        .filter(|c| !matches!(c, '-' | '_' | ' '))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Only letters and digits, lower case: what spelling is compared by.
#[must_use]
pub fn letters(name: &str) -> String {
    name.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// The letters with the words that are written short or long as one: what
/// abbreviations are compared by.
#[must_use]
pub fn short(letters: &str) -> String {
    const SHORT: [(&str, &str); 10] = [
        ("parameter", "param"),
        ("environment", "env"),
        ("signature", "sign"),
        ("application", "app"),
        ("system", "sys"),
        ("error", "err"),
        ("exists", "exist"),
        ("exceeded", "exceed"),
        ("failed", "fail"),
        ("failure", "fail"),
    ];
    let mut out = letters.to_owned();
    for (long, short) in SHORT {
        if out.contains(long) {
            out = out.replace(long, short);
        }
    }
    out
}

/// How often each letter stands in `letters`; digits share six places.
#[must_use]
pub fn signature(letters: &str) -> [u8; SIGNATURE] {
    let mut out = [0u8; SIGNATURE];
    for byte in letters.bytes() {
        let at = match byte {
            b'a'..=b'z' => usize::from(byte - b'a'),
            _ => 26 + usize::from(byte % 6),
        };
        out[at] = out[at].saturating_add(1);
    }
    out
}

/// The different triples of neighbouring letters, start and end included, packed.
#[must_use]
pub fn triples(letters: &str) -> Vec<u16> {
    let pack = |byte: u8| -> u16 {
        match byte {
            b'a'..=b'z' => u16::from(byte - b'a') + 1,
            b'0'..=b'9' => u16::from(byte - b'0') + 27,
            _ => 0,
        }
    };
    let packed: Vec<u16> = [0]
        .into_iter()
        .chain(letters.bytes().map(pack))
        .chain([0])
        .collect();
    let mut out: Vec<u16> = packed
        .windows(3)
        .map(|w| (w[0] * 40 + w[1]) * 40 + w[2])
        .collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// How much a term says that stands in `having` of `entries`.
#[must_use]
#[allow(clippy::cast_precision_loss)]
pub fn rarity(having: usize, entries: usize) -> f32 {
    (1.0 + entries as f32 / (having as f32 + 1.0)).ln()
}

/// Splits a name or sentence into lower-case words: at everything that is no
/// letter or digit, and where a capital follows a small letter.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut small = false;
    for c in text.chars() {
        if !c.is_ascii_alphanumeric() || (small && c.is_ascii_uppercase()) {
            out.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
        }
        if c.is_ascii_alphanumeric() {
            word.push(c.to_ascii_lowercase());
        }
        small = c.is_ascii_lowercase() || c.is_ascii_digit();
    }
    out.extend((!word.is_empty()).then_some(word));
    out
}

/// The literal parts and hole names of a pattern, in turn; the first part is a
/// literal. A brace that encloses no lower-case name is literal text.
#[must_use]
pub fn split_pattern(pattern: &str) -> Vec<Part<'_>> {
    parts(pattern).collect()
}

/// The same, one at a time.
pub fn parts(pattern: &str) -> impl Iterator<Item = Part<'_>> {
    let mut rest = pattern;
    let mut name = None;
    std::iter::from_fn(move || {
        if let Some(name) = name.take() {
            return Some(Part::Hole(name));
        }
        if rest.is_empty() {
            return None;
        }
        let Some((open, close)) = hole(rest) else {
            return Some(Part::Literal(std::mem::take(&mut rest)));
        };
        let literal = &rest[..open];
        name = Some(&rest[open + 1..close]);
        rest = &rest[close + 1..];
        Some(Part::Literal(literal))
    })
}

/// The braces of the first hole.
fn hole(pattern: &str) -> Option<(usize, usize)> {
    let bytes = pattern.as_bytes();
    let mut braces = bytes.iter().enumerate().filter(|(_, b)| **b == b'{');
    braces.find_map(|(open, _)| {
        let letters = bytes[open + 1..]
            .iter()
            .take_while(|b| b.is_ascii_lowercase());
        let close = open + 1 + letters.count();
        (close > open + 1 && bytes.get(close) == Some(&b'}')).then_some((open, close))
    })
}

/// A piece of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part<'a> {
    /// Text that must stand there.
    Literal(&'a str),
    /// A value of this name.
    Hole(&'a str),
}
