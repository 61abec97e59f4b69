use super::{pattern, write};
use crate::catalogue::model::Advice;
use crate::render::{Extent, Look, Page};
use crate::report::{Explained, Input, Report, RetryAdvice};
use crate::text::lang::Lang;

/// The page of these rows (code, service, category, meaning) on so many columns; none
/// where no person looks.
fn page(rows: &[(&str, &str, &str, &str)], page: Page, columns: Option<usize>) -> Vec<String> {
    let mut report = Report::new(Lang::En, Input::default());
    report.catalogue.entries = 1234;
    report.catalogue.date = "2026-01-02".into();
    report.results = rows
        .iter()
        .map(|(code, service, category, meaning)| Explained {
            code: (*code).to_owned().into(),
            service: Some((*service).to_owned().into()),
            category: Some((*category).to_owned().into()),
            meaning: (*meaning).to_owned().into(),
            retry: RetryAdvice {
                advice: Advice::Backoff,
                ..RetryAdvice::default()
            },
            ..Explained::default()
        })
        .collect();
    let look = Look {
        width: columns.unwrap_or(80),
        terminal: columns.is_some(),
        links: false,
        extent: Extent::All,
    };
    let mut out = Vec::new();
    write(&mut out, &report, page, look).expect("memory");
    let text = String::from_utf8(out).expect("UTF-8");
    text.lines()
        .map(|line| line.trim_end().to_owned())
        .collect()
}

#[test]
fn services_that_stand_together_have_a_heading() {
    let rows = [
        ("SHORT", "cos", "auth", "One."),
        ("LONGER_CODE", "cos", "auth", "Two."),
        ("OTHER", "scf", "auth", "Three."),
    ];
    assert_eq!(
        page(&rows, Page::Rows, Some(60)),
        [
            "CODE         RETRY   MEANING",
            "— Object storage (COS) —",
            "SHORT        backoff One.",
            "LONGER_CODE  backoff Two.",
            "— Cloud functions (SCF) —",
            "OTHER        backoff Three.",
            "",
            "3 of 1,234 codes. Read one: cberr explain CODE",
        ]
    );
}

#[test]
fn among_the_answers_of_a_search_each_row_names_its_service() {
    let rows = [
        ("SHORT", "cos", "auth", "One."),
        ("OTHER", "scf", "auth", "Three."),
        ("LONGER_CODE", "cos", "auth", "Two."),
    ];
    assert_eq!(
        page(&rows, Page::Rows, Some(60)),
        [
            "CODE         SERVICE    RETRY   MEANING",
            "SHORT        cos        backoff One.",
            "OTHER        scf        backoff Three.",
            "LONGER_CODE  cos        backoff Two.",
            "",
            "3 of 1,234 codes. Read one: cberr explain CODE",
        ]
    );
}

#[test]
fn what_is_too_long_for_its_column_gives_way() {
    // Two fifths of the line are the codes'; the meaning has what is left, or sixteen.
    let rows = [
        (
            "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
            "cos",
            "auth",
            "A meaning that is too long for it.",
        ),
        ("A", "cos", "auth", "A meaning of 18 ch."),
    ];
    let seen = page(&rows, Page::Rows, Some(40));
    assert_eq!(seen[0], "CODE              RETRY   MEANING");
    assert_eq!(
        seen[2..5],
        [
            "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
            "                  backoff A meaning that …",
            "A                 backoff A meaning of 18…",
        ]
    );
    // Never less than a heading's columns.
    assert_eq!(
        page(&rows[1..], Page::Rows, Some(60))[0],
        "CODE      RETRY   MEANING"
    );
}

#[test]
fn codes_are_counted_by_service_and_category() {
    let rows = [
        ("A", "cos", "auth", ""),
        ("B", "cos", "auth", ""),
        ("C", "cos", "storage", ""),
        ("D", "scf", "auth", ""),
    ];
    assert_eq!(
        page(&rows, Page::Overview, None),
        ["cos\tauth\t2", "cos\tstorage\t1", "scf\tauth\t1"]
    );
    let seen = page(&rows, Page::Overview, Some(60));
    assert!(
        seen[0].starts_with("cos  ") && seen[0].contains("COS"),
        "{seen:?}"
    );
    assert!(seen[1].starts_with("  auth            2  "), "{seen:?}");
    assert!(seen[2].starts_with("  storage         1  "), "{seen:?}");
    assert_eq!(seen[3], "");
    assert!(seen[4].starts_with("scf  "), "{seen:?}");
    assert_eq!(seen[6], "");
    assert_eq!(
        seen[7],
        "4 codes, catalogue of 2026-01-02. Rows: cberr list --service"
    );
}

#[test]
fn a_pattern_shows_where_anything_may_stand() {
    for (message, want) in [
        ("Quota of {name} used", "Quota of … used"),
        ("quota {a}{b}", "…quota ……"),
        ("{a} failed", "… failed"),
        ("plain", "…plain"),
        ("配额", "配额"),
    ] {
        assert_eq!(pattern(message), want, "{message}");
    }
}
