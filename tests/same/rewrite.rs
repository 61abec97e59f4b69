//! Ways in which the same error arrives: other layouts, other carriers.

use serde_json::Value;

use super::dice::Dice;

/// The text in every way that it can be written, each with the name of the way.
pub fn all(text: &str, dice: &mut Dice) -> Vec<(&'static str, String)> {
    let text = text.trim_end();
    let mut ways = vec![
        ("as it is", text.to_owned()),
        ("as a string", as_string(text)),
        ("as a string in a string", as_string(&as_string(text))),
        ("escaped to ASCII", escaped(&as_string(text))),
        (
            "coloured",
            by_line(text, |line| format!("\u{1b}[31m{line}\u{1b}[0m")),
        ),
        ("coloured in part", coloured_in_part(text, dice)),
        ("with carriage returns", text.replace('\n', "\r\n")),
        ("indented", by_line(text, |line| format!("    {line}"))),
        (
            "indented by tabs",
            by_line(text, |line| format!("\t{line}")),
        ),
        ("blanks as tabs", text.replace(' ', "\t")),
        ("quoted", by_line(text, |line| format!("> {line}"))),
        ("with entities", text.replace('"', "&quot;")),
        ("as a cell", format!("a,\"{}\"", text.replace('"', "\"\""))),
        (
            "behind a time",
            format!("2026-11-21T10:00:00Z ERROR x - {text}"),
        ),
    ];
    if let Some((before, value)) = json(text) {
        let write = |body: String| format!("{before}{body}");
        let pretty = serde_json::to_string_pretty(&value).expect("JSON");
        ways.extend([
            ("compact", write(value.to_string())),
            ("in layers", write(pretty.clone())),
            ("in layers of tabs", write(pretty.replace("  ", "\t"))),
            ("backwards", write(backwards(&value))),
            ("in layers, backwards", write(spread(&backwards(&value)))),
            ("in layers, as a string", as_string(&write(pretty))),
        ]);
    }
    ways
}

/// The JSON that ends the text a line for each key.
pub fn pretty(text: &str) -> Option<String> {
    let (before, _) = json(text)?;
    Some(format!("{before}{}", spread(&text[before.len()..])))
}

/// The JSON that ends the text, and what stands before it.
fn json(text: &str) -> Option<(&str, Value)> {
    let at = text.find('{')?;
    let value: Value = serde_json::from_str(&text[at..]).ok()?;
    value.is_object().then_some((&text[..at], value))
}

/// The text as a string in JSON.
pub fn as_string(text: &str) -> String {
    let text = serde_json::to_string(text).expect("a text");
    format!("{{\"level\":\"error\",\"log\":{text}}}")
}

fn by_line(text: &str, write: impl Fn(&str) -> String) -> String {
    text.lines().map(write).collect::<Vec<_>>().join("\n")
}

/// Everything that is not ASCII as JSON escapes it.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_ascii() {
            out.push(c);
        } else {
            let mut units = [0; 2];
            let units = c.encode_utf16(&mut units).iter();
            out.extend(units.map(|unit| format!("\\u{unit:04x}")));
        }
    }
    out
}

/// Some of the words coloured from and to anywhere in them, as `grep --color=always`
/// shows what it was asked for.
fn coloured_in_part(text: &str, dice: &mut Dice) -> String {
    let mut out = String::new();
    for word in text.split_inclusive(|c: char| !c.is_ascii_alphanumeric() && c != '_') {
        let (from, to) = (dice.below(word.len() + 1), dice.below(word.len() + 1));
        let whole = word.is_char_boundary(from) && word.is_char_boundary(to);
        if word.len() < 4 || from >= to || !whole || dice.below(2) == 0 {
            out.push_str(word);
            continue;
        }
        let (before, rest) = word.split_at(from);
        let (inner, behind) = rest.split_at(to - from);
        out.push_str(&format!(
            "{before}\u{1b}[01;31m\u{1b}[K{inner}\u{1b}[m\u{1b}[K{behind}"
        ));
    }
    out
}

/// Objects with their keys from the last to the first.
fn backwards(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let rows = map.iter().rev();
            let rows = rows.map(|(key, value)| {
                let key = serde_json::to_string(key).expect("a key");
                format!("{key}: {}", backwards(value))
            });
            format!("{{{}}}", rows.collect::<Vec<_>>().join(", "))
        }
        Value::Array(list) => {
            let list: Vec<_> = list.iter().map(backwards).collect();
            format!("[{}]", list.join(", "))
        }
        other => other.to_string(),
    }
}

/// A line for every key of JSON.
fn spread(json: &str) -> String {
    let (mut out, mut depth, mut quoted, mut escape) = (String::new(), 0usize, false, false);
    for c in json.chars() {
        let structure = !quoted;
        match c {
            '{' | '[' if structure => {
                depth += 1;
                out.push(c);
                out.push('\n');
                out.push_str(&" ".repeat(depth));
                continue;
            }
            '}' | ']' if structure => {
                depth = depth.saturating_sub(1);
                out.push('\n');
                out.push_str(&" ".repeat(depth));
            }
            ' ' if structure && out.ends_with(' ') => continue,
            _ => {}
        }
        out.push(c);
        if c == ',' && structure {
            out.push('\n');
            out.push_str(&" ".repeat(depth));
        }
        if c == '"' && !escape {
            quoted = !quoted;
        }
        escape = c == '\\' && !escape;
    }
    out
}
