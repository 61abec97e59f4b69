use super::super::view::{View, decoded};
use super::{HEADS, HOOKS, Tail, card, email, hook, identity, login, number, pem, phone};
use super::{token, userinfo};

fn of<T>(text: &str, look: impl Fn(&View<'_>) -> T) -> T {
    let decoded = decoded(text);
    look(&View::of(text, decoded.as_ref()))
}

#[test]
fn every_token_has_its_head_its_length_and_a_digit() {
    for head in HEADS {
        let name = std::str::from_utf8(head.text()).expect("ASCII");
        let long = |n: usize| format!("{name}{}1", "a".repeat(n - 1));
        let ends = |text: &str| of(text, |view| token(view, 0));
        let whole = long(head.least);
        assert_eq!(ends(&whole), Some(whole.len()), "{whole}");
        assert_eq!(ends(&long(head.least - 1)), None, "{name}");
        assert_eq!(ends(&whole.replace("a1", "aa")), None, "{name}");
        assert_eq!(ends(&format!("{whole} x")), Some(whole.len()), "{name}");
        assert_eq!(ends(&format!("x{whole}")), None, "{name}");
        for (signs, tails) in [
            ("-_", &[Tail::Url, Tail::Any][..]),
            ("./+=:", &[Tail::Any]),
            ("!,\"#", &[]),
        ] {
            for sign in signs.chars() {
                let goes_on = tails.contains(&head.tail);
                let more = format!("{whole}{sign}a");
                let end = if goes_on { more.len() } else { whole.len() };
                assert_eq!(ends(&more), Some(end), "{more}");
            }
        }
        // What ends a sentence or a path is no part of it.
        for sign in [".", "/", ":", "-"] {
            assert_eq!(
                ends(&format!("{whole}{sign}")),
                Some(whole.len()),
                "{name} {sign}"
            );
        }
        // The digit is looked for in so many letters.
        let late = |n: usize| format!("{name}{}1", "a".repeat(n));
        let text = late(63);
        assert_eq!(ends(&text), Some(text.len()), "{name}");
        assert_eq!(ends(&late(64)), None, "{name}");
    }
}

#[test]
fn a_mobile_number_has_eleven_digits_in_three_groups() {
    for (text, end) in [
        ("13800138000", Some(11)),
        ("19912345678", Some(11)),
        ("12800138000", None),
        ("23800138000", None),
        ("1380013800", None),
        ("138001380001", None),
        ("138 0013 8000", Some(13)),
        ("138-0013-8000", Some(13)),
        ("138.0013.8000", Some(13)),
        ("1380 013 8000", None),
        ("138  0013 8000", None),
        ("138 0013-8000.", Some(13)),
        ("138_0013_8000", None),
        ("8613800138000", Some(13)),
        ("86 13800138000", Some(14)),
        ("86-138 0013 8000", Some(16)),
        ("86) 13800138000", Some(15)),
        ("086 13800138000", Some(15)),
        ("0086 13800138000", Some(16)),
        ("0086    13800138000", Some(19)),
        ("0086     13800138000", None),
        ("85 13800138000", None),
        ("13800138000 1", Some(11)),
        ("13800138000.", Some(11)),
        ("13800138000.5", None),
        ("13800138000a", None),
    ] {
        assert_eq!(of(text, |view| phone(view, 0)), end, "{text}");
        assert_eq!(of(text, |view| number(view, 0)), end, "{text}");
        for (before, counts) in [("x", false), ("0", false), (".", true), (" ", true)] {
            let text = format!("{before}{text}");
            let end = end.map(|end| end + 1).filter(|_| counts);
            assert_eq!(of(&text, |view| number(view, 1)), end, "{text}");
        }
    }
}

/// The eighteenth digit, by the definition: the number is 1 modulo 11, where each
/// place weighs twice the next one.
fn proven(digits: &str) -> String {
    let sum: u32 = digits.chars().fold(0, |sum, d| {
        (sum * 2 + d.to_digit(10).expect("a digit")) % 11
    });
    let proof = (12 - sum * 2 % 11) % 11;
    let sign = char::from_digit(proof, 10).unwrap_or('X');
    format!("{digits}{sign}")
}

#[test]
fn an_identity_card_has_a_date_and_a_proof() {
    assert_eq!(proven("11010519491231002"), "11010519491231002X");
    for (date, counts) in [
        ("19491231", true),
        ("19000101", true),
        ("20991231", true),
        ("18991231", false),
        ("21000101", false),
        ("19800001", false),
        ("19801301", false),
        ("19801231", true),
        ("19800100", false),
        ("19800132", false),
    ] {
        for (region, order) in [("110105", "002"), ("440301", "123"), ("659001", "987")] {
            let number = proven(&format!("{region}{date}{order}"));
            let end = counts.then_some(18);
            assert_eq!(of(&number, |view| identity(view, 0)), end, "{number}");
            assert_eq!(
                of(&format!("{number}, x"), |view| identity(view, 0)),
                end,
                "{number}"
            );
            assert_eq!(
                of(&number.to_lowercase(), |view| identity(view, 0)),
                end,
                "{number}"
            );
            assert_eq!(of(&format!("{number}1"), |view| identity(view, 0)), None);
            assert_eq!(of(&number[..17], |view| identity(view, 0)), None);
            let proof = &number[17..];
            for other in "0123456789X".chars().filter(|c| !proof.contains(*c)) {
                let wrong = format!("{}{other}", &number[..17]);
                assert_eq!(of(&wrong, |view| identity(view, 0)), None, "{wrong}");
            }
        }
    }
}

/// The number of so many digits with the check digit of Luhn.
fn checked(prefix: &str, len: usize) -> String {
    let digits: String = format!("{prefix}2738495160374829")
        .chars()
        .take(len - 1)
        .collect();
    let sum: u32 = digits
        .chars()
        .rev()
        .enumerate()
        .map(|(at, d)| {
            let d = d.to_digit(10).expect("a digit");
            if at % 2 == 1 {
                d
            } else if d > 4 {
                d * 2 - 9
            } else {
                d * 2
            }
        })
        .sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

#[test]
fn a_bank_card_has_an_issuer_a_length_and_a_check_digit() {
    let ends = |text: &str| of(text, |view| card(view, 0));
    for (prefixes, lengths) in [
        (&["62"][..], &[16, 17, 18, 19][..]),
        (
            &["40", "49", "51", "55", "22", "27", "35", "60", "64", "65"],
            &[16],
        ),
        (&["34", "37"], &[15]),
        (
            &[
                "50", "56", "21", "28", "36", "33", "61", "63", "66", "10", "70", "90",
            ],
            &[],
        ),
    ] {
        for prefix in prefixes {
            for len in 12..=19 {
                let number = checked(prefix, len);
                let end = lengths.contains(&len).then_some(len);
                assert_eq!(ends(&number), end, "{number}");
                let last = number.as_bytes()[len - 1] - b'0';
                let wrong = format!("{}{}", &number[..len - 1], (last + 1) % 10);
                assert_eq!(ends(&wrong), None, "{wrong}");
                assert_eq!(ends(&format!("{number}a")), None);
                assert_eq!(ends(&format!("{number}. x")), end);
            }
        }
    }
    let number = checked("62", 19);
    assert_eq!(ends(&format!("{number}0")), None);
    // In groups of four, all parted alike.
    for (text, end) in [
        ("4111 1111 1111 1111", Some(19)),
        ("4111-1111-1111-1111", Some(19)),
        ("4111 1111 1111 1111 x", Some(19)),
        ("4111 1111-1111 1111", None),
        ("4111.1111.1111.1111", None),
        ("41111111 1111 1111", None),
        ("4111 111 11111 1111", None),
        ("4111  1111 1111 1111", None),
        ("3782 8224 6310 005", Some(18)),
    ] {
        assert_eq!(ends(text), end, "{text}");
    }
}

#[test]
fn a_login_is_a_number_and_a_token() {
    let hex = "0123456789abcdef0123456789abcdef";
    for (number, end) in [
        ("123", None),
        ("1234", Some(37)),
        ("123456789", Some(42)),
        ("1234567890", None),
    ] {
        let text = format!("{number},{hex}");
        assert_eq!(of(&text, |view| login(view, 0)), end, "{text}");
    }
    for wrong in [
        format!("123456,{}", &hex[1..]),
        format!("123456,{hex}0"),
        format!("123456,{}", hex.to_uppercase()),
        format!("123456,{}g", &hex[1..]),
        format!("123456;{hex}"),
        format!("123456, {hex}"),
    ] {
        assert_eq!(of(&wrong, |view| login(view, 0)), None, "{wrong}");
    }
}

#[test]
fn credentials_stand_before_the_host() {
    let of = |text: &str| {
        of(text, |view| {
            userinfo(view, 1).map(|(start, end)| text[start..end].to_owned())
        })
    };
    for (text, hidden) in [
        ("x://a@b", Some("a")),
        ("x://a:b@c", Some("a:b")),
        ("x://:b@c", Some(":b")),
        ("x://@b/c", None),
        ("x://a/b@c", None),
        ("x://a?b@c", None),
        ("x://a#b@c", None),
        ("x://a:80/b@c", None),
        ("x://a:80?b@c", None),
        ("x://a:p/b@c", Some("a:p/b")),
        ("x://a:p?b@c", Some("a:p?b")),
        ("x://a:p#b@c", Some("a:p#b")),
        ("x://a:p/b:1/c@d", Some("a:p/b:1/c")),
        ("x://a:b@c@d", Some("a:b@c")),
        ("x://a:b@c/d@e", Some("a:b")),
        ("x://a:b@c?d@e", Some("a:b")),
        ("x://a:b c@d", None),
        ("x://a:b\"c@d", None),
        ("x://a:b'c@d", None),
        ("x://a:b<c@d", None),
        ("x://a:b>c@d", None),
        ("x://a:b|c@d", None),
        ("x://a:b", None),
    ] {
        assert_eq!(of(text).as_deref(), hidden, "{text}");
    }
    let long = |n: usize| of(&format!("x://{}@b", "a".repeat(n)));
    assert_eq!(long(159).map(|found| found.len()), Some(159));
    assert_eq!(long(160), None);
}

#[test]
fn a_hook_has_its_secret_in_its_path() {
    for (host, path) in HOOKS {
        let (host, path) = (
            std::str::from_utf8(host).expect("ASCII"),
            std::str::from_utf8(path).expect("ASCII"),
        );
        let text = |secret: &str| format!("{host}{path}{secret}");
        let hidden = |text: &str| of(text, |view| hook(view, 0, host.len()));
        let start = host.len() + path.len();
        assert_eq!(hidden(&text("abcdef")), Some((start, start + 6)), "{host}");
        assert_eq!(hidden(&text("ab-_/:@9 x")), Some((start, start + 8)));
        assert_eq!(hidden(&text("abcde")), None, "{host}");
        assert_eq!(hidden(&format!("{host}?x/abcdef")), None, "{host}");
        assert_eq!(
            hidden(&text("abcdef").to_uppercase()[host.len()..].replace('/', "?")),
            None
        );
        let upper = format!("{host}{}abcdef", path.to_uppercase());
        assert_eq!(hidden(&upper), Some((start, start + 6)), "{upper}");
        let under = format!("a.{host}{path}abcdef");
        let seen = of(&under, |view| hook(view, 0, host.len() + 2));
        assert_eq!(seen, Some((start + 2, start + 8)), "{under}");
        let other = format!("{host}x{path}abcdef");
        assert_eq!(of(&other, |view| hook(view, 0, host.len() + 1)), None);
    }
}

#[test]
fn a_private_key_is_hidden_to_where_it_ends() {
    let of = |text: &str| {
        of(text, |view| {
            pem(view, 0).map(|(start, end)| text[start..end].to_owned())
        })
    };
    for label in [
        "PRIVATE KEY",
        "RSA PRIVATE KEY",
        "OPENSSH PRIVATE KEY",
        "PGP PRIVATE KEY BLOCK",
        "AGE SECRET KEY",
    ] {
        let text = format!("-----BEGIN {label}-----\nAb+/=\n-----END {label}-----");
        assert_eq!(of(&text).as_deref(), Some("\nAb+/="), "{label}");
    }
    for text in [
        "-----BEGIN CERTIFICATE-----\nAb\n-----END",
        "-----BEGIN PUBLIC KEY-----\nAb\n-----END",
        "-----BEGIN PRIVATE KEY----\nAb",
        "-----BEGIN PRIVATE KEY\nAb",
        "-----BEGIN PRIVATE key-----\nAb",
        "-----BEGIN PRIVATE KEY----------END",
        "-----BEGIN PRIVATE KEY-----{",
        "-----END PRIVATE KEY-----\nAb",
    ] {
        assert_eq!(of(text), None, "{text}");
    }
    for (body, hidden) in [
        ("\nAb\nCd\n-----END", "\nAb\nCd"),
        ("\nAb\n-----BEGIN", "\nAb"),
        (
            "\nProc-Type: 4,ENCRYPTED\n\nAb\n-----END",
            "\nProc-Type: 4,ENCRYPTED\n\nAb",
        ),
        ("\",\n  \"Ab\",\n  \"Cd\"}", "\",\n  \"Ab\",\n  \"Cd"),
        ("\n| Ab\n| Cd{", "\n| Ab\n| Cd"),
        ("\tA-b_c.d \r;", "\tA-b_c.d"),
        ("Ab(x)", "Ab"),
    ] {
        let text = format!("-----BEGIN PRIVATE KEY-----{body}");
        assert_eq!(of(&text).as_deref(), Some(hidden), "{text}");
    }
}

#[test]
fn an_address_has_a_name_and_a_domain() {
    let of = |text: &str, floor: usize| {
        let at = text.find('@').expect("an @");
        of(text, |view| {
            email(view, at, floor).map(|(start, end)| text[start..end].to_owned())
        })
    };
    for (text, hidden) in [
        ("a@b.co", Some("a@b.co")),
        ("a.b_c+d-e@b-c.d1.com", Some("a.b_c+d-e@b-c.d1.com")),
        ("x a@b.co.", Some("a@b.co")),
        ("<a@b.co>", Some("a@b.co")),
        (".-a@b.co", Some("a@b.co")),
        ("a@b", None),
        ("a@b.c", None),
        ("a@b.c1", None),
        ("a@b.co.", Some("a@b.co")),
        ("a@b..co", None),
        ("@b.co", None),
        ("..@b.co", None),
        ("(@b.co", None),
        ("a@1.2.co", None),
        ("a@1.b.co", Some("a@1.b.co")),
        ("a@12.co", Some("a@12.co")),
        ("a@b_c.co", None),
    ] {
        assert_eq!(of(text, 0).as_deref(), hidden, "{text}");
    }
    assert_eq!(of("abc@b.co", 2).as_deref(), Some("c@b.co"));
    assert_eq!(of("abc@b.co", 3), None);
    let long = format!("{}@b.co", "a".repeat(70));
    assert_eq!(of(&long, 0).map(|found| found.len()), Some(69));
    let wide = |n: usize| format!("a@{}.co", "b".repeat(n));
    assert!(of(&wide(240), 0).is_some());
}
