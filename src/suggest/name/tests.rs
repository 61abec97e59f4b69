use super::{Jump, Query, Word, above, begin_alike, ratio, separators, shortened, stands_for};
use crate::catalogue::near::Name;
use crate::catalogue::{layout, near};
use crate::text::distance::Typed;

/// The name of this code, not an alias.
fn named(code: &str) -> Name {
    (0..near::name_count())
        .map(near::name)
        .find(|name| name.id.code() == code && !name.alias)
        .unwrap_or_else(|| panic!("{code} is known"))
}

const DENIED: &str = "DATABASE_PERMISSION_DENIED";

#[test]
fn an_abbreviation_has_something_of_the_words_in_order() {
    let name = named(DENIED);
    for (typed, next, ahead) in [
        ("dbpermden", true, true),
        ("dpd", true, true),
        ("databasepermissiondenied", true, true),
        ("dtapermden", true, true),
        // Not to the last word, or past one.
        ("dbperm", false, true),
        ("dbden", false, true),
        ("pd", false, true),
        ("d", false, true),
        ("permden", false, true),
        // Not from the beginning of a word, or not in order.
        ("bpermden", false, false),
        ("dbermden", false, false),
        ("dbtpermden", false, false),
        ("dpermbden", false, false),
        ("pdbden", false, false),
        ("dbpermdenx", false, false),
        ("dbpermdenn", false, false),
        ("dpdd", true, true),
        ("dpddd", false, false),
    ] {
        assert_eq!(stands_for(typed, &name, Jump::Next), next, "{typed}");
        assert_eq!(stands_for(typed, &name, Jump::Ahead), ahead, "{typed}");
    }
}

#[test]
fn above_are_the_places_behind_the_first() {
    for (places, want) in [
        (0, 0),
        (1, !1),
        (0b100, !0b111),
        (0b1100, !0b111),
        (1 << 127, 0),
        (u128::MAX, !1),
    ] {
        assert_eq!(above(places), want, "{places:b}");
    }
}

#[test]
fn words_are_alike_by_their_letters() {
    let word = |text: &str| Word {
        typed: Typed::new(text),
        text: text.to_owned(),
    };
    for (typed, known, alike) in [
        ("limit", "limit", 1.0),
        // One begins with the other.
        ("lim", "limit", 0.85),
        ("limits", "limit", 0.85),
        ("li", "limit", 0.7),
        // Wrong letters: one in five, two in five with the same beginning.
        ("lemit", "limit", 0.8),
        ("zimit", "limit", 0.8),
        ("lemut", "limit", 0.6),
        ("zemit", "limit", 0.0),
        ("lemuz", "limit", 0.0),
        ("permision", "permission", 0.9),
        // The first letter and others in order.
        ("lmt", "limit", 0.6),
        ("lt", "limit", 0.7),
        ("ltm", "limit", 0.0),
        ("mt", "limit", 0.0),
        ("l", "limit", 0.0),
        ("svc", "service", 0.7),
        ("fn", "function", 0.7),
        ("fnctn", "function", 0.625),
        ("fcton", "function", 0.625),
        ("fctin", "function", 0.625),
    ] {
        let seen = word(typed).alike(known);
        assert!((seen - alike).abs() < 0.001, "{typed} {known}: {seen}");
    }
    assert!(begin_alike("ab", "ac") && !begin_alike("ab", "b") && !begin_alike("ab", ""));
    assert!(shortened("dbas", "database") && !shortened("dbase", "database"));
    assert!((ratio(1, 4) - 0.25).abs() < f32::EPSILON && ratio(0, 0) == 0.0);
}

#[test]
fn a_part_of_a_name_is_worth_what_it_says() {
    let name = named(DENIED);
    let part = |typed: &str| Query::new(typed).part(&name);
    let length = name.length();
    for (typed, worth) in [
        ("DATABASE_P", 0.8),
        ("DATAB", 0.8),
        ("DATA", 0.0),
        ("PERMISSION_DENIED", 0.7),
        ("ENIED", 0.7),
        ("NIED", 0.0),
        ("dbpermd", 0.52),
        ("dbperd", 0.0),
        ("PERMISSION", 0.62),
        ("ASE_PERM", 0.62),
        ("SE_PERM", 0.0),
        ("ERMI", 0.0),
        ("unlike", 0.0),
    ] {
        let letters = layout::letters(typed).len();
        let more = if worth > 0.0 {
            0.2 * letters as f32 / length as f32
        } else {
            0.0
        };
        let seen = part(typed);
        assert!((seen - worth - more).abs() < 0.001, "{typed}: {seen}");
    }
}

#[test]
fn a_code_is_written_as_what_was_typed() {
    let name = named(DENIED);
    for (typed, edits, style) in [
        (DENIED, 0, 1.0),
        ("DATABASEPERMISSIONDENIED", 0, 0.5),
        ("DATABASE-PERMISSION-DENIED", 0, 1.0),
        ("DATABASE.PERMISSION.DENIED", 0, 0.5),
        ("DATABASE_PERMISSION_DENIE", 1, 0.981),
    ] {
        let query = Query::new(typed);
        assert_eq!(query.edits_as_written(name.id.code()), edits, "{typed}");
        let seen = query.style(&name);
        assert!((seen - style).abs() < 0.002, "{typed}: {seen}");
    }
    for (text, want) in [
        ("a", (false, false)),
        ("a_b", (true, false)),
        ("a-b", (true, false)),
        ("a b", (true, false)),
        ("a.b", (false, true)),
        ("a.b_c", (true, true)),
    ] {
        assert_eq!(separators(text), want, "{text}");
    }
}

#[test]
fn whole_parts_can_be_missing() {
    for (typed, code, whole) in [
        ("DATABASE", DENIED, true),
        ("database_permission", DENIED, true),
        ("DENIED", DENIED, true),
        ("PERMISSION_denied", DENIED, true),
        ("PERMISSION", DENIED, false),
        ("DATABAS", DENIED, false),
        ("ENIED", DENIED, false),
        ("DATABASE_", DENIED, false),
        (DENIED, DENIED, false),
        ("INVALIDPARAMETER", "InvalidParameter.effect.Error", true),
        ("effect.Error", "InvalidParameter.effect.Error", true),
        ("Error", "InvalidParameter.effect.Error", true),
        ("LongerThanAnyCodeThatIsKnownAnywhere", DENIED, false),
    ] {
        assert_eq!(
            Query::new(typed).whole_parts(&named(code)),
            whole,
            "{typed}"
        );
    }
}

#[test]
fn short_and_single_words_are_misspelt_less() {
    let may = |typed: &str, code: &str, edits: usize| {
        Query::new(typed).may_be_misspelt(&named(code), edits)
    };
    // Four letters or fewer: one.
    assert!(may("deni", DENIED, 1) && !may("deni", DENIED, 2));
    // Several words: any.
    assert!(may("databse_permision", DENIED, 9));
    // A code of one word: one in five.
    let single = (0..near::name_count())
        .map(near::name)
        .find(|name| name.words().nth(1).is_none() && name.length() >= 10)
        .expect("a code of one word");
    let typed = single.letters();
    let query = Query::new(typed);
    let most = typed.len() / 5;
    assert!(query.may_be_misspelt(&single, most), "{typed}");
    assert!(!query.may_be_misspelt(&single, most + 1), "{typed}");
}

#[test]
fn a_name_is_nearest_to_itself() {
    for number in (0..near::name_count()).step_by(11) {
        let name = near::name(number);
        let own = Query::new(name.letters()).near(&name);
        assert_eq!(own.edits, 0);
        assert!(own.score <= 1.001, "{}", name.letters());
        // Its words make no score less than its letters alone.
        let words: Vec<&str> = name.words().collect();
        let whole = Query::new(&words.join("_")).near(&name);
        assert!(whole.score > 0.95, "{words:?}: {}", whole.score);
        // A letter less is near, and less near; its words in another order too.
        let mut typed = words.join("_");
        typed.pop();
        let less = Query::new(&typed).near(&name);
        assert!(less.edits == 1 && less.score < whole.score, "{typed}");
    }
    let name = named(DENIED);
    let near = |typed: &str| Query::new(typed).near(&name).score;
    for (better, worse) in [
        ("DATABASE_PERMISION_DENIED", "DATABASE_PERMISION_DENYED"),
        ("DENIED_DATABASE_PERMISSION", "DENIED_DATABASE_PERSON"),
        ("PERMISSION_DENIED", "PERMISSION_DECLINED"),
        ("db_permission_denied", "db_perm_denied"),
        ("dbpermden", "dbpemrden"),
        ("databasepermdenied", "dbpd"),
    ] {
        assert!(
            near(better) > near(worse),
            "{better} {} {worse} {}",
            near(better),
            near(worse)
        );
    }
}
