use super::super::layout::{
    ANCHOR, BUCKETS, MARKS, Part, SIGNATURE, SLOTS, bucket, fold, letters, mark, parts,
};
use super::super::layout::{rarity, short, signature, slot, split_pattern, triples, words};

#[test]
fn names_are_spelled_in_one_way() {
    for (name, folded, plain) in [
        ("SYS_ERR", "syserr", "syserr"),
        ("Sys-Err x", "syserrx", "syserrx"),
        ("Invalid.Effect", "invalid.effect", "invalideffect"),
        ("-501000", "501000", "501000"),
        ("错误_A", "错误a", "a"),
        ("ÀB", "àb", "b"),
    ] {
        assert_eq!(fold(name), folded, "{name}");
        assert_eq!(letters(name), plain, "{name}");
    }
    for (long, less) in [
        ("invalidparameter", "invalidparam"),
        ("environmentsystemerror", "envsyserr"),
        ("signatureapplicationfailure", "signappfail"),
        ("limitexceededfailedexists", "limitexceedfailexist"),
        ("plain", "plain"),
    ] {
        assert_eq!(short(long), less, "{long}");
    }
}

#[test]
fn words_end_at_signs_and_at_capitals() {
    for (text, want) in [
        ("SYS_ERR", &["sys", "err"][..]),
        ("FunctionTimeLimit", &["function", "time", "limit"]),
        ("FailedOperation.APIKey", &["failed", "operation", "apikey"]),
        ("v2Api", &["v2", "api"]),
        ("a  b-c.d", &["a", "b", "c", "d"]),
        ("_a_", &["a"]),
        ("错误", &[]),
        ("a错b", &["a", "b"]),
        ("", &[]),
    ] {
        assert_eq!(words(text), want, "{text}");
    }
}

#[test]
fn letters_are_counted_and_joined_in_threes() {
    let seen = signature("aabz09");
    let mut want = [0u8; SIGNATURE];
    (want[0], want[1], want[25]) = (2, 1, 1);
    want[26 + usize::from(b'0' % 6)] += 1;
    want[26 + usize::from(b'9' % 6)] += 1;
    assert_eq!(seen, want);
    assert_eq!(signature(&"a".repeat(300))[0], u8::MAX);
    // Start and end count; each only once, in order.
    let number = |a: u16, b: u16, c: u16| (a * 40 + b) * 40 + c;
    assert_eq!(triples("ab"), [number(0, 1, 2), number(1, 2, 0)]);
    assert_eq!(triples("a9"), [number(0, 1, 36), number(1, 36, 0)]);
    assert_eq!(triples("z0"), [number(0, 26, 27), number(26, 27, 0)]);
    assert_eq!(
        triples("aaaa"),
        [number(0, 1, 1), number(1, 1, 0), number(1, 1, 1)]
    );
    assert_eq!(triples(""), Vec::<u16>::new());
}

#[test]
fn what_is_rare_says_more() {
    for (having, entries, want) in [
        (0, 0, 0.0),
        (0, 1, 2f32.ln()),
        (1, 4, 3f32.ln()),
        (9, 100, 11f32.ln()),
    ] {
        assert!(
            (rarity(having, entries) - want).abs() < 1e-6,
            "{having} {entries}"
        );
    }
    assert!(rarity(1, 100) > rarity(2, 100));
}

#[test]
fn a_pattern_is_literals_and_holes_in_turn() {
    use Part::{Hole, Literal};
    for (pattern, want) in [
        ("", &[][..]),
        ("a b", &[Literal("a b")]),
        ("a {b} c", &[Literal("a "), Hole("b"), Literal(" c")]),
        ("{a}", &[Literal(""), Hole("a")]),
        (
            "{a}{b}c",
            &[Literal(""), Hole("a"), Literal(""), Hole("b"), Literal("c")],
        ),
        // No name in it: literal.
        ("{} {A} {a b} {a", &[Literal("{} {A} {a b} {a")]),
        (
            "{\"a\":{b}}",
            &[Literal("{\"a\":"), Hole("b"), Literal("}")],
        ),
        ("{{a}}", &[Literal("{"), Hole("a"), Literal("}")]),
    ] {
        assert_eq!(split_pattern(pattern), want, "{pattern}");
        assert_eq!(parts(pattern).count(), want.len());
    }
}

#[test]
fn hashes_stand_in_their_tables_and_spread() {
    let mut slots = std::collections::BTreeSet::new();
    for number in 0..4000u32 {
        let name = format!("SOME_CODE_{number}");
        let own = slot(name.as_bytes());
        assert!(own < SLOTS);
        slots.insert(own);
        let gram = u32::from_le_bytes([b'a', b'b', (number >> 8) as u8, number as u8]);
        assert!(bucket(gram) < BUCKETS && mark(gram) < MARKS);
    }
    // Half of them would share a slot if the letters hardly counted.
    assert!(slots.len() > 2800, "{}", slots.len());
    assert!(ANCHOR > 0 && slot(b"") < SLOTS);
    assert_ne!(slot(b"ab"), slot(b"ba"));
    assert_ne!(slot(b"abcdefgh12345678"), slot(b"12345678abcdefgh"));
    // Of the fourth byte the lower five bits count, which tell letters apart.
    let with = |fourth: u8| u32::from_le_bytes([b'a', b'b', b'c', fourth]);
    assert_eq!(mark(with(b'a')), mark(with(b'A')));
    assert_ne!(mark(with(b'a')), mark(with(b'b')));
}
