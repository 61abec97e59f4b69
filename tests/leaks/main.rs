//! Leaks × carriers × places × formats: no secret is ever shown, and nothing is hidden
//! that a reader needs.

mod carriers;
mod list;
mod places;

use std::collections::BTreeMap;

use carriers::{CARRIERS, INLINE};
use list::{FORMED, KEYED, LINES, NEEDED};

/// A leak: the text as it is read, and the parts of it that nobody may see.
struct Leak {
    text: String,
    pieces: Vec<String>,
}

/// Shortest part of a secret that gives anything away.
const PIECE: usize = 5;

impl Leak {
    fn of(row: &str) -> Self {
        let mut pieces = Vec::new();
        for part in row.split('‹').skip(1) {
            let (secret, _) = part.split_once('›').expect("a closing mark");
            let parts = secret.split(|c: char| !c.is_ascii_alphanumeric());
            let telling = parts.filter(|p| p.len() >= PIECE && !PUBLIC.contains(p));
            let before = pieces.len();
            pieces.extend(telling.map(str::to_owned));
            if pieces.len() == before {
                pieces.push(secret.to_owned());
            }
        }
        Self {
            text: row.replace(['‹', '›'], ""),
            pieces,
        }
    }

    /// The parts that can be seen in an answer.
    pub fn seen<'a>(&'a self, shown: &'a str) -> impl Iterator<Item = &'a String> {
        self.pieces.iter().filter(|piece| shown.contains(*piece))
    }
}

/// Words that stand in secrets without being any.
const PUBLIC: &[&str] = &[
    "Basic",
    "Bearer",
    "HttpOnly",
    "BEGIN",
    "PRIVATE",
    "SHA256",
    "Credential",
    "2024",
    "SignedHeaders",
    "content",
    "Signature",
    "request",
    "example",
    "hmac",
    "token",
    "access",
    "github",
    "someone",
];

/// Those that may stand anywhere.
fn leaks() -> impl Iterator<Item = Leak> {
    KEYED.iter().chain(FORMED).map(|row| Leak::of(row))
}

/// Each in each carrier that can hold it.
fn carried() -> impl Iterator<Item = (&'static str, Leak, String)> {
    let lines = LINES.iter().map(|row| (Leak::of(row), false));
    let all = leaks().map(|leak| (leak, true)).chain(lines);
    all.flat_map(|(leak, anywhere)| {
        let inline = INLINE.iter().filter(move |_| anywhere);
        CARRIERS.iter().chain(inline).map(move |(name, carry)| {
            let copy = Leak {
                text: leak.text.clone(),
                pieces: leak.pieces.clone(),
            };
            (*name, copy, carry(&leak.text))
        })
    })
}

#[test]
fn no_carrier_takes_a_secret_through() {
    let mut wrong: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut tried = 0;
    for (name, leak, text) in carried() {
        let shown = cberr::text::shown(&text);
        tried += 1;
        if leak.seen(&shown).next().is_some() {
            let list = wrong.entry(name).or_default();
            list.push(format!("{text:?}\n     -> {shown:?}"));
        }
    }
    let shown: usize = wrong.values().map(Vec::len).sum();
    let report = wrong
        .iter()
        .map(|(name, list)| format!("== {name}: {}\n   {}", list.len(), list.join("\n   ")));
    let report: Vec<String> = report.collect();
    assert!(
        shown == 0,
        "{shown} of {tried} shown\n{}",
        report.join("\n")
    );
}

#[test]
fn a_list_of_leaks_is_long() {
    let forms = KEYED.len() + LINES.len() + FORMED.len();
    assert!(forms >= 150, "{forms}");
}

#[test]
fn what_a_reader_needs_stays() {
    for text in NEEDED {
        assert_eq!(cberr::text::mask::masked(text), *text);
        let json = serde_json::json!({ "code": "X_Y", "message": text }).to_string();
        assert_eq!(cberr::text::mask::masked(&json), json);
    }
}

#[test]
fn what_was_shown_is_shown_again_as_it_is() {
    // Colours within an escape part it the first time and not the second.
    for (name, _, text) in carried().filter(|(name, _, _)| *name != "coloured") {
        let once = cberr::text::shown(&text).into_owned();
        assert_eq!(cberr::text::shown(&once), once, "{name}");
    }
}

/// Says which of the leaks can be seen in an answer.
fn check(wrong: &mut Vec<String>, place: &str, leak: &Leak, answer: &str) {
    for piece in leak.seen(answer) {
        let at = answer.find(piece).unwrap_or(0);
        let from = (0..=at.saturating_sub(80))
            .rev()
            .find(|i| answer.is_char_boundary(*i));
        let around: String = answer[from.unwrap_or(0)..].chars().take(200).collect();
        wrong.push(format!(
            "{place}: {piece} of {:?}\n   {around:?}",
            leak.text
        ));
    }
}

fn none(wrong: &[String]) {
    assert!(
        wrong.is_empty(),
        "{} shown\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn no_place_of_a_record_shows_a_secret() {
    let mut wrong = Vec::new();
    for leak in leaks() {
        for (place, record) in places::records(&leak.text) {
            // There the parameter makes a secret of the whole text.
            check(&mut wrong, place, &leak, &places::answers(&record));
        }
    }
    none(&wrong);
}

#[test]
fn a_log_shows_no_secret() {
    let mut wrong = Vec::new();
    let folder = places::folder("log");
    let all: Vec<Leak> = leaks().collect();
    let mut log = String::new();
    for (number, leak) in all.iter().enumerate() {
        for (_, record) in places::records(&leak.text) {
            log.push_str(&record.replace("FUNCTION_TIME", &format!("LEAK_{number}_TIME")));
            log.push('\n');
        }
    }
    let file = folder.join("a.log");
    std::fs::write(&file, &log).expect("a file");
    for format in places::FORMATS {
        let file = file.as_os_str();
        let answer = places::run([
            "parse".as_ref(),
            "--all".as_ref(),
            "--format".as_ref(),
            format.as_ref(),
            file,
        ]);
        assert!(answer.contains("LEAK_7_TIME"), "{format} finds the codes");
        for leak in &all {
            check(&mut wrong, format, leak, &answer);
        }
    }
    none(&wrong);
}

#[test]
fn arguments_show_no_secret() {
    let mut wrong = Vec::new();
    let all: Vec<Leak> = leaks().collect();
    for format in places::FORMATS {
        let texts = all.iter().map(|leak| leak.text.as_str());
        let answer = places::run(
            ["explain", "--format", format, "--"]
                .into_iter()
                .chain(texts),
        );
        for leak in &all {
            check(&mut wrong, format, leak, &answer);
        }
    }
    for leak in all.iter().step_by(7) {
        for args in [
            vec!["--", &*leak.text],
            vec!["parse", "--format", &leak.text],
            vec!["explain", "X", "--service", &leak.text],
            vec!["parse", "--fail-on", &leak.text],
            vec!["parse", &leak.text],
            vec!["list", "--search", &leak.text],
            vec!["completions", &leak.text],
        ] {
            check(&mut wrong, args[0], leak, &places::run(&args));
        }
    }
    none(&wrong);
}

#[test]
fn names_of_files_show_no_secret() {
    let mut wrong = Vec::new();
    let all: Vec<Leak> = leaks().collect();
    let names: Vec<String> = all.iter().map(|leak| leak.text.clone()).collect();
    let files = places::files(&places::folder("names"), &names);
    assert!(files.len() > 100, "{}", files.len());
    for format in places::FORMATS {
        let args = ["parse", "--format", format].map(std::ffi::OsString::from);
        let answer = places::run(args.into_iter().chain(files.iter().map(Into::into)));
        for leak in &all {
            check(&mut wrong, format, leak, &answer);
        }
    }
    none(&wrong);
}

#[test]
fn a_merged_summary_shows_no_secret() {
    let mut wrong = Vec::new();
    let all: Vec<Leak> = leaks().collect();
    let texts: Vec<String> = all.iter().map(|leak| leak.text.clone()).collect();
    let file = places::folder("merge").join("a.json");
    std::fs::write(&file, places::summary(&texts).to_string()).expect("a file");
    for format in places::FORMATS {
        let file = file.as_os_str();
        let answer = places::run([
            "merge".as_ref(),
            "--all".as_ref(),
            "--format".as_ref(),
            format.as_ref(),
            file,
        ]);
        assert!(
            answer.contains("***"),
            "{format} shows the results: {answer}"
        );
        for leak in &all {
            check(&mut wrong, format, leak, &answer);
        }
    }
    none(&wrong);
}

/// Characters that act, hide or reorder.
const ACTING: &[&str] = &[
    "A\u{1b}[31mB",
    "A\u{1b}]8;;https://evil.example\u{7}B",
    "A\u{9b}31mB",
    "A\u{7f}B",
    "A\u{7}\u{8}B",
    "A\u{202e}B",
    "A\u{2066}B\u{2069}",
    "A\u{200b}B",
    "A\u{feff}B",
    "A\u{2028}B\u{2029}",
    "A\u{34f}B",
    "A\u{115f}\u{3164}\u{ffa0}B",
    "A\u{180b}\u{fe00}B",
    "A\u{e0100}\u{e0041}\u{e007f}B",
    "A\rB",
    "A\u{61c}\u{ad}B",
    "A\u{d}\u{85}B",
];

/// Nothing in an answer acts, and no line begins that is not the program's own.
fn quiet(place: &str, text: &str, answer: &str) {
    let acts = answer
        .chars()
        .find(|c| *c != '\n' && cberr::text::escape::invisible(*c));
    assert_eq!(acts, None, "{place} of {text:?}: {answer:?}");
    assert!(
        !answer.contains("\nNEXT"),
        "{place} of {text:?} begins a line"
    );
}

#[test]
fn no_character_acts_from_anywhere() {
    let mut texts: Vec<String> = ACTING.iter().map(|text| (*text).to_owned()).collect();
    texts.push("A\nNEXT".to_owned());
    texts.push(format!("A{}B", "\u{301}".repeat(400)));
    for text in &texts {
        for (place, record) in places::records(text) {
            let answer = places::answers(&record);
            // The links of the text form are the program's own.
            let own = answer.replace("\u{1b}]8;;", "").replace("\u{1b}\\", "");
            quiet(place, text, &own);
            assert!(
                !own.contains(&"\u{301}".repeat(5)),
                "a flood of marks in {place}"
            );
        }
    }
    let folder = places::folder("acting");
    let files = places::files(&folder, &texts);
    let summary = folder.join("a.json");
    std::fs::write(&summary, places::summary(&texts).to_string()).expect("a file");
    for format in places::FORMATS {
        let strings = texts.iter().map(String::as_str);
        let answer = places::run(
            ["explain", "--format", format, "--"]
                .into_iter()
                .chain(strings),
        );
        quiet("explain", "all", &answer);
        let args = ["parse", "--format", format].map(std::ffi::OsString::from);
        let answer = places::run(args.into_iter().chain(files.iter().map(Into::into)));
        quiet("parse", "all", &answer);
        let args: [&std::ffi::OsStr; 5] = [
            "merge".as_ref(),
            "--all".as_ref(),
            "--format".as_ref(),
            format.as_ref(),
            summary.as_os_str(),
        ];
        quiet("merge", "all", &places::run(args));
    }
    for text in &texts {
        for args in [
            vec!["parse", "--format", text],
            vec!["--wrong", text],
            vec!["parse", text],
            vec!["explain", "X", "--service", text],
            vec!["parse", "--fail-on", text],
        ] {
            quiet(args[0], text, &places::run(&args));
        }
    }
}

/// Markdown without what is code: there nothing is a link, an image or a mention.
fn live(markdown: &str) -> String {
    let mut out = String::new();
    let mut fenced = false;
    for line in markdown.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if !fenced {
            out.extend(line.split('`').step_by(2));
            out.push('\n');
        }
    }
    assert!(!fenced, "an open block: {markdown}");
    out
}

#[test]
fn markdown_makes_nothing_of_foreign_text() {
    let texts = [
        "![x](https://evil.example/p.png)",
        "[x](https://evil.example)",
        "<img src=https://evil.example>",
        "https://evil.example/a",
        "www.evil.example",
        "@octocat",
        "a`b <img src=evil.example> `c",
        "``` <img src=evil.example>",
        "a | b | <img src=evil.example>",
        "# evil.example <b>",
    ]
    .map(str::to_owned);
    let dead = |place: &str, text: &str, markdown: &str| {
        let live = live(markdown);
        for sign in ["//evil", "www.evil", "@octocat", " <img", "![x]"] {
            let escaped = live.replace("\\<", "").replace("\\[", "");
            assert!(!escaped.contains(sign), "{place} of {text}: {live}");
        }
    };
    for text in &texts {
        for (place, record) in places::records(text) {
            dead(place, text, &places::markdown(&record));
        }
    }
    let summary = places::folder("markdown").join("a.json");
    std::fs::write(&summary, places::summary(&texts).to_string()).expect("a file");
    let args: [&std::ffi::OsStr; 5] = [
        "merge".as_ref(),
        "--all".as_ref(),
        "--format".as_ref(),
        "markdown".as_ref(),
        summary.as_os_str(),
    ];
    dead("merge", "all", &places::run(args));
}
