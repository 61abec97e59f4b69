//! What a text is wrapped in before somebody pastes it.

use std::fmt::Write;

/// A way to carry a text.
pub type Carrier = (&'static str, fn(&str) -> String);

/// Carriers in which the text stands in the middle of a line.
pub const INLINE: &[Carrier] = &[
    ("in a sentence", |text| {
        format!("failed [X_Y] because of {text}")
    }),
    ("header", |text| format!("X-Message: {text}")),
    ("environment", |text| format!("export MESSAGE={text}")),
];

/// Carriers in which the text is whole.
pub const CARRIERS: &[Carrier] = &[
    ("text", |text| text.to_owned()),
    ("json", json),
    ("json in json", |text| json(&json(text))),
    ("json in json in json", |text| json(&json(&json(text)))),
    ("json of Python", |text| {
        format!("{{'message': {}}}", python(text))
    }),
    ("unicode escapes", |text| {
        format!("{{\"message\":\"{}\"}}", escapes(text))
    }),
    ("xml", |text| {
        format!("<Error><Message>{}</Message></Error>", entities(text))
    }),
    ("html", |text| {
        format!("<p>{}</p>", entities(&entities(text)))
    }),
    ("query", |text| {
        format!("GET /x?y=1&message={}&z=2 HTTP/1.1", percent(text))
    }),
    ("query twice", |text| {
        format!("/x?to={}", percent(&percent(text)))
    }),
    ("yaml", |text| {
        format!(
            "error:\n  - message: |\n      {}\n",
            text.replace('\n', "\n      ")
        )
    }),
    ("coloured", coloured),
    ("quoted mail", |text| {
        format!("> {}", text.replace('\n', "\n> "))
    }),
    ("zero-width", |text| {
        text.replace('=', "\u{200b}=").replace(':', "\u{2060}:")
    }),
];

fn json(text: &str) -> String {
    serde_json::json!({ "code": "X_Y", "message": text }).to_string()
}

fn python(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('\'', "\\'");
    format!("'{}'", text.replace('\n', "\\n").replace('\t', "\\t"))
}

/// Everything but letters and digits as `\u003d`.
fn escapes(text: &str) -> String {
    text.encode_utf16().fold(String::new(), |mut out, unit| {
        match u8::try_from(unit).map(char::from) {
            Ok(c) if c.is_ascii_alphanumeric() => out.push(c),
            _ => write!(out, "\\u{unit:04x}").expect("a String"),
        }
        out
    })
}

fn entities(text: &str) -> String {
    let text = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', "&#39;")
}

fn percent(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        match byte {
            b if b.is_ascii_alphanumeric() || b"-_.~".contains(&b) => out.push(char::from(b)),
            b => write!(out, "%{b:02X}").expect("a String"),
        }
        out
    })
}

/// Each word in a colour of its own.
fn coloured(text: &str) -> String {
    let mut out = String::new();
    let mut word = false;
    for c in text.chars() {
        let in_word = c.is_ascii_alphanumeric() || c == '_';
        if in_word != word {
            out.push_str(if in_word { "\u{1b}[1;31m" } else { "\u{1b}[0m" });
            word = in_word;
        }
        out.push(c);
    }
    out + "\u{1b}[0m"
}
