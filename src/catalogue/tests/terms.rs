use super::super::terms::{STOP, Token, Words, all, asked, concept_term, han, key, stem, tokens};

#[test]
fn the_forms_of_a_word_meet_in_its_stem() {
    for (words, want) in [
        (&["expire", "expired", "expires", "expiring"][..], "expir"),
        (&["operation", "operations"], "operation"),
        (&["setting", "settings"], "set"),
        (&["denied", "denies"], "den"),
        (&["query", "quer"], "quer"),
        (&["limit", "limits", "limited", "limiting"], "limit"),
        (&["stopped", "stopping", "stop"], "stop"),
        (&["calling", "called", "calls", "call"], "call"),
        (&["access"], "access"),
        (&["passing", "passed"], "pass"),
        (&["status"], "status"),
        // Too short to have an ending.
        (&["its"], "its"),
        (&["used"], "used"),
        (&["bed"], "bed"),
        (&["key"], "key"),
        (&["keys"], "key"),
        (&["ting"], "ting"),
        (&["string"], "str"),
        (&["station"], "station"),
    ] {
        for word in words {
            assert_eq!(stem(word), want, "{word}");
        }
    }
}

fn of(text: &str) -> Vec<(String, bool, bool)> {
    let tokens = tokens(text).into_iter();
    tokens.map(|t| (t.text, t.han, t.apart)).collect()
}

#[test]
fn a_text_is_words_and_single_characters() {
    let token = |text: &str, han, apart| (text.to_owned(), han, apart);
    assert_eq!(of(""), []);
    assert_eq!(
        of("timed out"),
        [token("tim", false, true), token("out", false, false)]
    );
    assert_eq!(
        of("超时"),
        [token("超", true, true), token("时", true, false)]
    );
    // What is neither parts them.
    assert_eq!(
        of("超，时"),
        [token("超", true, true), token("时", true, true)]
    );
    assert_eq!(
        of("a 超 b"),
        [
            token("a", false, true),
            token("超", true, false),
            token("b", false, false)
        ]
    );
    assert_eq!(
        of("a—b"),
        [token("a", false, true), token("b", false, true)]
    );
    for (c, is) in [
        ('\u{33ff}', false),
        ('\u{3400}', true),
        ('\u{9fff}', true),
        ('\u{a000}', false),
        ('a', false),
    ] {
        assert_eq!(han(c), is, "{c}");
    }
}

/// `tim out` is 1, `超 时` is 1, `a b c d e f` is 2, `the` says nothing.
struct Few;

impl Words for Few {
    fn concept(&self, key: &str) -> Option<u16> {
        match key {
            "tim out" | "超 时" => Some(1),
            "a b c d e f" => Some(2),
            "out" => Some(3),
            "the" => Some(STOP),
            _ => None,
        }
    }
}

#[test]
fn a_phrase_asks_for_its_longest_expressions_and_what_is_left() {
    for (text, want) in [
        ("timed out", &["#1"][..]),
        ("the timed out", &["#1"]),
        ("out timed", &["#3", "tim"]),
        ("call timed out now", &["call", "#1", "now"]),
        ("timed out, timed out", &["#1"]),
        ("超时", &["#1"]),
        ("调用超时了", &["调用", "#1"]),
        ("调用失败", &["调用", "用失", "失败"]),
        ("调，用", &[]),
        ("a b c d e f g", &["#2", "g"]),
        ("", &[]),
    ] {
        assert_eq!(asked(text, &Few), want, "{text}");
    }
    for (text, want) in [
        ("timed out", &["#1", "tim", "#3", "out"][..]),
        ("the", &["the"]),
        ("超时了", &["#1", "超时", "时了"]),
        ("a b c d e f g", &["#2", "a", "b", "c", "d", "e", "f", "g"]),
    ] {
        assert_eq!(all(text, &Few), want, "{text}");
    }
    let two = [("a", false), ("b", true)].map(|(text, han)| Token {
        text: text.to_owned(),
        han,
        apart: false,
    });
    assert_eq!(key(&two), "a b");
    assert_eq!(concept_term(7), "#7");
}
