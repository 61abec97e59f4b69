//! The pictures of the manual are real output, drawn as SVG. They go stale with
//! the sentences of the catalogue: `REWRITE=1 cargo test --test screenshots`.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use cberr::render::wrap::width;

/// Name of the picture, what is typed, and what goes to stdin.
const PICTURES: [(&str, &[&str], Option<&str>); 4] = [
    (
        "explain",
        &["FUNCTIONS_TIME_LIMIT_EXCEEDED", "--lang", "en"],
        None,
    ),
    (
        "explain.zh",
        &["FUNCTIONS_TIME_LIMIT_EXCEEDED", "--lang", "zh"],
        None,
    ),
    ("parse", &["parse", "--lang", "en"], Some("console.txt")),
    ("parse.zh", &["parse", "--lang", "zh"], Some("console.txt")),
];

/// What the developer tools show of a failed call.
const CONSOLE: &str = "Error: cloud.callFunction:fail Error: errCode: -504002 functions execute fail | errMsg: Error: errCode: -502005 database collection not exists | errMsg: [ResourceNotFound] Db or Table not exist: orders.";

#[test]
fn the_pictures_show_what_cberr_prints() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/screenshots");
    for (name, arguments, input) in PICTURES {
        let output = run(arguments, input.is_some());
        let typed = match input {
            Some(file) => format!("cberr {} < {file}", arguments.join(" ")),
            None => format!("cberr {}", arguments.join(" ")),
        };
        let picture = svg(&typed, &output);
        let path = folder.join(format!("{name}.svg"));
        if std::env::var_os("REWRITE").is_some() {
            fs::create_dir_all(&folder).expect("docs/ can be written");
            fs::write(&path, &picture).expect("docs/screenshots/ can be written");
        }
        let kept = fs::read_to_string(&path).expect("the picture is there");
        assert!(
            kept == picture,
            "docs/screenshots/{name}.svg is stale: REWRITE=1 cargo test --test screenshots"
        );
    }
}

/// What cberr prints on a terminal of 80 columns with colour.
fn run(arguments: &[&str], with_input: bool) -> String {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("console.txt");
    fs::write(&file, CONSOLE).expect("a file for stdin");
    let stdin = match with_input {
        true => Stdio::from(fs::File::open(&file).expect("just written")),
        false => Stdio::null(),
    };
    let output = Command::new(env!("CARGO_BIN_EXE_cberr"))
        .args(arguments)
        .args(["--color", "always"])
        .env_remove("FORCE_HYPERLINK")
        .stdin(stdin)
        .output()
        .expect("cberr runs");
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).expect("text")
}

const CELL: f32 = 8.4;
const LINE: f32 = 19.0;
const MARGIN: f32 = 20.0;
const TITLE: f32 = 34.0;

/// A terminal window with a command and what it printed.
fn svg(typed: &str, output: &str) -> String {
    let lines: Vec<&str> = output.lines().collect();
    let columns = output.lines().map(columns).max().unwrap_or(0).max(80);
    let wide = columns as f32 * CELL + 2.0 * MARGIN;
    let high = TITLE + (lines.len() + 2) as f32 * LINE + MARGIN;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {wide:.0} {high:.0}\" width=\"{wide:.0}\" height=\"{high:.0}\" role=\"img\">\n<title>{}</title>\n",
        escaped(typed)
    );
    out.push_str(
        "<style>
  text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Noto Sans Mono CJK SC', monospace; fill: #d8dee9; white-space: pre }
  .bold { font-weight: bold; fill: #ffffff }
  .dim { fill: #8a93a5 }
  .red { fill: #ff7b72 }
  .green { fill: #7ee787 }
  .yellow { fill: #f2cc60 }
  .cyan { fill: #79c0ff }
</style>
<rect width=\"100%\" height=\"100%\" rx=\"9\" fill=\"#161b22\"/>
<circle cx=\"22\" cy=\"18\" r=\"6\" fill=\"#ff5f57\"/>
<circle cx=\"42\" cy=\"18\" r=\"6\" fill=\"#febc2e\"/>
<circle cx=\"62\" cy=\"18\" r=\"6\" fill=\"#28c840\"/>
",
    );
    let prompt = format!("\u{1b}[32m$\u{1b}[0m \u{1b}[1m{typed}\u{1b}[0m");
    for (at, line) in std::iter::once(&*prompt).chain(lines).enumerate() {
        let y = TITLE + (at + 1) as f32 * LINE;
        for (class, column, text) in runs(line) {
            writeln!(
                out,
                "<text y=\"{y:.0}\" {}{class}>{}</text>",
                place(column, text),
                escaped(text)
            )
            .expect("memory takes everything");
        }
    }
    out.push_str("</svg>\n");
    out
}

/// Where a piece stands. A Chinese character is as wide as its font is high: at
/// two columns it fits the grid in every viewer.
fn place(column: usize, text: &str) -> String {
    let x = MARGIN + column as f32 * CELL;
    if text.chars().next().is_some_and(|c| kind(c) == 1) {
        return format!("x=\"{x:.1}\" style=\"font-size:{:.1}px\"", 2.0 * CELL);
    }
    let length = width(text) as f32 * CELL;
    format!("x=\"{x:.1}\" textLength=\"{length:.1}\" lengthAdjust=\"spacingAndGlyphs\"")
}

fn columns(line: &str) -> usize {
    runs(line)
        .last()
        .map_or(0, |(_, column, text)| column + width(text))
}

/// The pieces of a line with their class and column; Chinese and the rest are
/// pieces of their own.
fn runs(line: &str) -> Vec<(&'static str, usize, &str)> {
    let mut runs = Vec::new();
    let (mut class, mut column) = ("", 0);
    for (at, part) in line.split("\u{1b}[").enumerate() {
        let text = match part.split_once('m') {
            Some((code, text)) if at > 0 => {
                class = class_of(code);
                text
            }
            _ => part,
        };
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let end = rest.find(|c: char| kind(c) != kind(first));
            let (piece, after) = rest.split_at(end.unwrap_or(rest.len()));
            if first != ' ' {
                runs.push((class, column, piece));
            }
            column += width(piece);
            rest = after;
        }
    }
    runs
}

/// Blanks, Chinese, the rest.
fn kind(c: char) -> u8 {
    match c {
        ' ' => 0,
        c if width(c.encode_utf8(&mut [0; 4])) == 2 => 1,
        _ => 2,
    }
}

fn class_of(code: &str) -> &'static str {
    match code {
        "1" => " class=\"bold\"",
        "2" => " class=\"dim\"",
        "31" => " class=\"red\"",
        "32" => " class=\"green\"",
        "33" => " class=\"yellow\"",
        "36" => " class=\"cyan\"",
        "0" | "" => "",
        other => panic!("a colour the pictures do not know: {other}"),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
