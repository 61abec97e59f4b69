use super::{ENTITIES, View, decoded};

fn read(text: &str) -> String {
    match decoded(text) {
        Some(decoded) => String::from_utf8(decoded.bytes).expect("UTF-8"),
        None => text.to_owned(),
    }
}

#[test]
fn what_only_carries_a_text_is_undone() {
    for (text, means) in [
        // Percent signs, once and twice, and characters of several bytes.
        ("%41", "A"),
        ("x%3Dy%3dz", "x=y=z"),
        ("%2541", "A"),
        ("%252541", "A"),
        ("%e5%af%86%E7%A0%81", "密码"),
        ("%25e5%25af%2586", "密"),
        ("%C3%A9", "é"),
        ("%f0%9f%98%80x", "😀x"),
        ("%4", "%4"),
        ("%4g", "%4g"),
        ("%g4", "%g4"),
        ("100%", "100%"),
        ("%%41", "%A"),
        // Entities.
        ("&quot;x&#34;y&#x22;z&#X22;", "\"x\"y\"z\""),
        ("&amp;quot;", "\""),
        ("&amp;", "&"),
        ("&amp;x", "&x"),
        ("&#23494;", "密"),
        ("&quot x", "&quot x"),
        ("&bogus;", "&bogus;"),
        ("&#;", "&#;"),
        ("&#x;", "&#x;"),
        ("&#00000061;", "="),
        ("&#000000061;", "&#000000061;"),
        ("&#4294967296;", "&#4294967296;"),
        // Escapes.
        ("\\u003d", "="),
        ("\\\\\\u003D", "="),
        ("\\x3d", "="),
        ("\\u5bc6", "密"),
        ("\\u{5bc6}x", "密x"),
        ("\\u{3d}", "="),
        ("\\u{}", "\\u{}"),
        ("\\u{00003d}", "="),
        ("\\u{000003d}", "\\u{000003d}"),
        ("\\u003", "\\u003"),
        ("\\x3", "\\x3"),
        ("\\ud83d", "\\ud83d"),
        ("a\\nb\\rc\\td", "a\nb\nc\td"),
        ("a\\\\nb", "a\nb"),
        ("\\q \\\" \\", "\\q \\\" \\"),
        // Colours, however they are written, and titles of windows.
        ("\u{1b}[31mx\u{1b}[0m", "x"),
        ("\u{1b}[1;38;5;208mx", "x"),
        ("\\u001b[31mx\\x1b[0my\\033[1mz\\e[0m", "xyz"),
        ("\\033x \\ex", "\\033x \\ex"),
        ("\u{1b}]0;title\u{7}x", "\n0;title\nx"),
        ("\u{1b}]8;;a\u{1b}\\x", "\n8;;a\nx"),
        ("\u{1b}]8;;\u{1b}\\x", "x"),
        ("\u{1b}]0;title\nx", "]0;title\nx"),
        ("\u{1b}]0;title\u{1b}[1mx", "]0;titlex"),
        ("\u{1b}x", "x"),
        ("\u{1b}[31", ""),
        ("\u{1b}[31\nx", "\nx"),
        // What nobody sees, what is wide, what is curved.
        ("a\u{200b}b\u{202e}c\u{1}d\u{7f}e", "abcde"),
        ("ｐ＝１＠～", "p=1@~"),
        ("！，；？", "！，；？"),
        ("“a”„b”「c」『d』", "\"a\"\"b\"\"c\"\"d\""),
        ("‘a’", "'a'"),
        ("a\u{a0}b\u{3000}c", "a b c"),
        // Quoted mail.
        ("> a\n> b", "a\nb"),
        ("x\n>a\n>> b", "x\na\nb"),
        ("> a\n>> > b", "a\nb"),
        (">a", ">a"),
        ("a > b", "a > b"),
        ("> a > b", "a > b"),
        // Carriers within carriers, as many as three.
        ("%5Cu003d", "="),
        ("\\u0026#37;3D", "="),
        ("%5Cu0026#37;3D", "%3D"),
        ("plain, text: a=b", "plain, text: a=b"),
    ] {
        assert_eq!(read(text), means, "{text:?}");
    }
    for (name, sign) in ENTITIES {
        let sign = if sign == '&' {
            "&".to_owned()
        } else {
            sign.to_string()
        };
        assert_eq!(read(&format!("a&{name}b")), format!("a{sign}b"), "{name}");
    }
    assert!(decoded("plain text").is_none());
    assert!(decoded("100%").is_none());
}

#[test]
fn every_byte_knows_where_it_came_from_and_how_deep_it_stood() {
    for (text, places, depths) in [
        ("a%3Db", &[0, 1, 4, 5][..], &[0, 1, 0][..]),
        ("%253D", &[0, 5], &[2]),
        ("%25253D.", &[0, 7, 8], &[3, 0]),
        ("&amp;quot;a", &[0, 10, 11], &[2, 0]),
        ("&quot;a", &[0, 6, 7], &[1, 0]),
        ("\\u003da", &[0, 6, 7], &[1, 0]),
        ("\\\\n\\qa", &[0, 3, 4, 5, 6], &[1, 0, 0, 0]),
        ("%5Cu003da", &[0, 8, 9], &[2, 0]),
        ("\\u0026#37;3Da", &[0, 12, 13], &[3, 0]),
        ("％\u{1b}[1ma", &[0, 7, 8], &[0, 0]),
        ("＝", &[0, 3], &[0]),
        ("> a\n> b", &[2, 3, 6, 7], &[0, 0, 0]),
    ] {
        let decoded = decoded(text).expect("it carries something");
        let view = View::of(text, Some(&decoded));
        assert_eq!(view.len(), depths.len(), "{text:?}");
        let seen: Vec<usize> = (0..=view.len()).map(|at| view.raw(at, true)).collect();
        assert_eq!(seen, places, "{text:?}");
        let seen: Vec<u8> = (0..view.len()).map(|at| view.depth(at)).collect();
        assert_eq!(seen, depths, "{text:?}");
        assert_eq!(view.depth(view.len()), 0);
    }
}

#[test]
fn a_view_answers_beside_its_text() {
    let text = "Key密b";
    let view = View::of(text, None);
    assert_eq!((view.len(), view.depth(0)), (7, 0));
    assert_eq!((view.byte(0), view.byte(6), view.byte(7)), (b'K', b'b', 0));
    assert_eq!(
        (view.before(0), view.before(1), view.before(7)),
        (0, b'K', b'b')
    );
    assert_eq!(view.slice(0, 3), b"Key");
    assert_eq!(view.slice(6, 99), b"b");
    assert_eq!(view.slice(9, 12), b"");
    assert!(view.starts_with(1, b"ey") && !view.starts_with(1, b"EY"));
    assert!(view.starts_with_word(1, b"EY") && !view.starts_with_word(1, b"ex"));
    assert!(!view.starts_with(6, b"bc"));
    // Places are moved out to where a character begins.
    for (at, from, to) in [
        (0, 0, 0),
        (3, 3, 3),
        (4, 3, 6),
        (5, 3, 6),
        (6, 6, 6),
        (7, 7, 7),
    ] {
        assert_eq!(
            (view.raw(at, false), view.raw(at, true)),
            (from, to),
            "{at}"
        );
    }
    assert_eq!(view.raw(99, true), 7);
}
