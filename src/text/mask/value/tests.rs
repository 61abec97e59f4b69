use super::super::keys::Kind;
use super::super::view::{View, decoded};
use super::{Reach, WORDS};
use super::{begins_line, groups, is_placeholder, is_secret, is_word, quoted, strong, telling};
use super::{unquoted, within};

#[test]
fn the_words_are_sorted() {
    let words: Vec<&str> = WORDS.split(' ').collect();
    assert!(words.len() > 100 && words.is_sorted());
}

fn of<T>(text: &str, look: impl Fn(&View<'_>) -> T) -> T {
    let decoded = decoded(text);
    look(&View::of(text, decoded.as_ref()))
}

/// What of the text the places `from` and `to` of its view are.
fn part(text: &str, look: impl Fn(&View<'_>) -> (usize, usize)) -> String {
    of(text, |view| {
        let (from, to) = look(view);
        text[view.raw(from, false)..view.raw(to, true)].to_owned()
    })
}

#[test]
fn a_quoted_value_ends_with_its_own_quote() {
    for (text, value) in [
        (r#""a b", c"#, "a b"),
        (r#""", c"#, ""),
        ("'a \"b\" c' d", "a \"b\" c"),
        ("`a'b` c", "a'b"),
        // Escaped quotes are part of it, an escaped backslash is none.
        (r#""a\"b" c"#, r#"a\"b"#),
        (r#""a\\" c"#, r#"a\\"#),
        (r#""a\\\"b" c"#, r#"a\\\"b"#),
        // Python's doubled one.
        (r#""a\\"b" c"#, r#"a\\"b"#),
        // None closes it: to the end of its line, or of the text.
        ("\"a b\nc", "a b"),
        ("\"a b", "a b"),
        ("\"a\nb\" c", "a\nb"),
        ("\"", ""),
        // The quote has a carrier, one within has two.
        ("&quot;a &amp;quot;b&quot; c", "a &amp;quot;b"),
        ("%22a%2522b%22c", "a%2522b"),
        ("&quot;a\" b", "a"),
        ("“a b” c", "a b"),
    ] {
        assert_eq!(part(text, |view| quoted(view, 0)), value, "{text}");
    }
    // A string within a string, and within that.
    for (text, at, value) in [
        (r#"\"a b\", c"#, 1, "a b"),
        (r#"\"a\\\"b\" c"#, 1, r#"a\\\"b"#),
        (r#"\"a" c"#, 1, "a"),
        (r#"\\\"a b\\\" c"#, 3, "a b"),
        (r#"\\\"a\\\\\\\"b\\\" c"#, 3, r#"a\\\\\\\"b"#),
        (r#"\\\"a\" c"#, 3, "a"),
    ] {
        assert_eq!(part(text, |view| quoted(view, at)), value, "{text}");
    }
}

#[test]
fn an_unquoted_value_ends_by_its_reach() {
    use Reach::{Header, HeaderLine, Line, Word};
    let mut wrong = Vec::new();
    for (text, word, line, header, header_line) in [
        ("a b\nc", "a", "a b", "a", "a b"),
        ("a", "a", "a", "a", "a"),
        ("a\tb", "a", "a\tb", "a", "a\tb"),
        ("a\r\nb", "a", "a", "a", "a"),
        ("a # b", "a", "a", "a", "a # b"),
        ("a x=1", "a", "a", "a x=1", "a x=1"),
        ("a x: 1", "a", "a", "a", "a x: 1"),
        ("a; b", "a", "a", "a; b", "a; b"),
        ("a, b", "a", "a", "a, b", "a, b"),
        ("a; b: c", "a", "a", "a;", "a; b: c"),
        ("a,b", "a,b", "a,b", "a,b", "a,b"),
        ("a&b", "a&b", "a&b", "a&b", "a&b"),
        ("a&b=1", "a", "a", "a&b=1", "a&b=1"),
        ("a;b=1", "a", "a", "a;b=1", "a;b=1"),
        ("a|b", "a|b", "a|b", "a|b", "a|b"),
        ("a,\"b", "a", "a", "a", "a"),
        ("a,", "a", "a", "a", "a"),
        ("a\"", "a", "a", "a", "a\""),
        ("a\"b", "a\"b", "a\"b", "a\"b", "a\"b"),
        ("a='b c' d", "a='b", "a='b c", "a='b c'", "a='b c' d"),
        ("a)", "a", "a", "a", "a"),
        ("a(b)c)", "a(b)c", "a(b)c", "a(b)c", "a(b)c"),
        ("a(b)) c", "a(b)", "a(b)", "a(b)", "a(b)"),
        ("a[b]]", "a[b]", "a[b]", "a[b]", "a[b]"),
        ("a{b}}", "a{b}", "a{b}", "a{b}", "a{b}"),
        ("a)b", "a)b", "a)b", "a)b", "a)b"),
        ("a</b>", "a", "a", "a", "a"),
        ("a<br>b", "a", "a", "a", "a"),
        ("a<b>", "a<b>", "a<b>", "a<b>", "a<b>"),
        ("a。b", "a", "a", "a", "a"),
        ("a、b", "a", "a", "a", "a"),
        ("a失败", "a", "a", "a", "a"),
        ("密码。", "密码", "密码", "密码", "密码"),
        ("aéb", "aéb", "aéb", "aéb", "aéb"),
        (r#"a\"b"#, r#"a\"b"#, r#"a\"b"#, r#"a\"b"#, r#"a\"b"#),
        (r#"a\","#, "a", "a", "a", "a"),
        (r"a\b", r"a\b", r"a\b", r"a\b", r"a\b"),
    ] {
        for (reach, value) in [
            (Word, word),
            (Line, line),
            (Header, header),
            (HeaderLine, header_line),
        ] {
            let seen = part(text, |view| (0, unquoted(view, 0, reach, 0)));
            let name = ["Word", "Line", "Header", "HeaderLine"][reach as usize];
            if seen != value {
                wrong.push(format!("{text:?} to {name}: {seen:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(of("abcdef", |view| within(view, 0, Word, 0, 3)), 3);
    // What is encoded deeper than the separator is part of the value, what is less
    // deep ends it.
    for (text, depth, value) in [
        ("a%26b&c=1", 0, "a%26b"),
        ("a%26b=1", 1, "a"),
        ("a&b", 1, "a"),
        ("a%20b", 0, "a%20b"),
        ("a%20b", 1, "a"),
        (r"a\nb", 0, r"a\nb"),
        (r"a\n b", 0, "a"),
        (r"a\nb=1", 0, "a"),
        (r"a\tb", 0, r"a\tb"),
    ] {
        let seen = part(text, |view| (0, unquoted(view, 0, Word, depth)));
        assert_eq!(seen, value, "{text} at {depth}");
    }
}

#[test]
fn a_state_or_a_placeholder_is_no_secret() {
    for word in [
        "null", "NULL", "Expired", "expired.", "missing,", "none!", "true?", "is:", "null  ",
    ] {
        assert!(is_word(word.as_bytes()), "{word}");
    }
    for word in [
        "",
        "nulls",
        "expired..",
        "authenticationauthentication",
        "hunter2",
    ] {
        assert!(!is_word(word.as_bytes()), "{word}");
    }
    for value in [
        "***",
        "xxxx",
        "XXX-XXX",
        "...",
        "…",
        "____",
        "####",
        "????",
        "${TOKEN}",
        "$(cat x)",
        "{{ token }}",
        "$TOKEN",
        "$TOKEN_2",
        "%TOKEN%",
        "<token>",
        "<your token>",
        "[redacted]",
        "(none)",
        "[masked]",
        "{token}",
        "{a.b-c}",
        "your-token",
        "YOUR_SECRET_KEY",
        "your secret",
        "process.env.TOKEN",
        "os.environ['A']",
        "os.getenv('A')",
        "System.getenv(\"A\")",
    ] {
        assert!(is_placeholder(value.as_bytes()), "{value}");
    }
    for value in [
        "a",
        "***a",
        "$",
        "$token",
        "%token%",
        "%%",
        "<a=b>",
        "[secretive]",
        "{}",
        "{a b}",
        "yourtoken",
        "your-token1",
        "your",
        "my-",
        "xyx",
        "$T-",
        "getenv(",
        "a${TOKEN}",
    ] {
        assert!(!is_placeholder(value.as_bytes()), "{value}");
    }
}

#[test]
fn a_value_is_a_secret_by_its_kind() {
    use Kind::{Code, Header, Person, Secret, Shaped};
    // The value, and of which kinds it is one: behind a separator, and in quotes.
    for (value, unsure, sure) in [
        ("", &[][..], &[][..]),
        ("   ", &[], &[]),
        ("null", &[], &[]),
        ("***", &[], &[]),
        ("hunter", &[Secret, Header], &[Secret, Header]),
        ("is it", &[], &[Secret, Header]),
        ("错误a", &[], &[Secret, Header]),
        (
            "abc123",
            &[Secret, Header, Code, Person],
            &[Secret, Header, Code, Person],
        ),
        (
            "abc1234",
            &[Secret, Header, Code, Person],
            &[Secret, Header, Code, Person],
        ),
        (
            "abcdefg1",
            &[Secret, Header, Code],
            &[Secret, Header, Code, Shaped],
        ),
        (
            "abcdefghijk1",
            &[Secret, Header, Shaped],
            &[Secret, Header, Shaped],
        ),
        ("abcdefghijkl", &[Secret, Header], &[Secret, Header]),
        (
            "123456789012",
            &[Secret, Header, Person],
            &[Secret, Header, Person],
        ),
        ("123", &[Secret, Header, Person], &[Secret, Header, Person]),
        ("12", &[Secret, Header], &[Secret, Header]),
        (
            "1234",
            &[Secret, Header, Code, Person],
            &[Secret, Header, Code, Person],
        ),
        (
            "1234567890",
            &[Secret, Header, Code, Person],
            &[Secret, Header, Code, Person],
        ),
        (
            "12345678901",
            &[Secret, Header, Person],
            &[Secret, Header, Person],
        ),
        (
            "482913:",
            &[Secret, Header, Code, Person],
            &[Secret, Header, Code, Person],
        ),
        (
            "48-13",
            &[Secret, Header, Person],
            &[Secret, Header, Person],
        ),
    ] {
        for kind in [Secret, Header, Shaped, Code, Person] {
            for (asked, kinds) in [(false, unsure), (true, sure)] {
                let seen = of(value, |view| is_secret(view, 0, value.len(), kind, asked));
                assert_eq!(seen, kinds.contains(&kind), "{value:?} {kind:?} {asked}");
            }
        }
    }
    // A long one is hidden unasked.
    for (len, hidden) in [(160, false), (161, true)] {
        let text = "x".repeat(len);
        let seen = of(&text, |view| is_secret(view, 0, len, Kind::Secret, true));
        assert_eq!(seen, hidden, "{len}");
    }
    assert!(strong(b"abcdefghijk1") && !strong(b"abcdefghij1") && !strong(b"abcdefghijkl"));
}

#[test]
fn a_word_in_a_sentence_is_a_secret_only_by_its_look() {
    use Kind::{Code, Person, Secret, Shaped};
    for (word, kinds) in [
        ("hunter2", &[Secret][..]),
        ("abcd1", &[]),
        ("abcde1", &[Secret]),
        ("hunter", &[]),
        ("p@ssword", &[Secret]),
        ("p@ssw", &[]),
        ("12345", &[Code, Person]),
        ("1234", &[Code, Person]),
        ("123", &[Person]),
        ("12", &[]),
        ("123456", &[Secret, Code, Person]),
        ("12345678", &[Secret, Code, Person]),
        ("123456789", &[Secret, Person]),
        ("v1.2.3", &[]),
        ("V2abcdef", &[]),
        ("ERROR_CODE.X", &[]),
        ("a:b12345", &[]),
        ("a/b12345", &[]),
        ("f(b12345", &[]),
        ("a=b12345", &[]),
        ("abc1234==", &[Secret, Person]),
        ("a/b12345678901234567", &[Secret, Person, Shaped]),
        ("abcdefghijk1", &[Secret, Shaped]),
        ("abcdefghijklmnopqrstuvwxyzabcde", &[]),
        ("abcdefghijklmnopqrstuvwxyzabcdef", &[Secret]),
    ] {
        for kind in [Secret, Shaped, Code, Person] {
            let seen = telling(word.as_bytes(), kind);
            assert_eq!(seen, kinds.contains(&kind), "{word} {kind:?}");
        }
    }
}

#[test]
fn the_groups_of_a_number_belong_together() {
    for (text, end) in [
        ("010-12345678, x", 12),
        ("010 1234 5678 x", 13),
        ("010 -1", 3),
        ("010  1", 3),
        ("010", 3),
        ("010-", 3),
        ("010 x", 3),
        ("010.1", 3),
    ] {
        assert_eq!(of(text, |view| groups(view, 3)), end, "{text}");
    }
    let long = format!("010{}", " 1".repeat(40));
    assert_eq!(of(&long, |view| groups(view, 3)), 35);
}

#[test]
fn a_key_begins_its_line_behind_what_may_stand_there() {
    for (before, begins) in [
        ("", true),
        ("  ", true),
        ("\t- ", true),
        ("x\n", true),
        ("x\r\n  * ", true),
        ("<", true),
        ("+ ", true),
        (">", true),
        ("x ", false),
        ("x", false),
        ("x: ", false),
        ("\"", true),
        ("'", true),
        ("\" ", false),
        ("x=", false),
    ] {
        let text = format!("{before}key");
        assert_eq!(
            of(&text, |view| begins_line(view, before.len(), 0)),
            begins,
            "{text:?}"
        );
    }
    // A parameter of an address whose own separator is encoded.
    assert!(of("x=key%3D1", |view| begins_line(view, 2, 1)));
    assert!(!of("x=key%3D1", |view| begins_line(view, 2, 0)));
}
