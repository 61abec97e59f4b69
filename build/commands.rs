//! The placeholders of commands. In `data/` a command has them bare (`ENV_ID`); in the
//! image the value's name stands between angle brackets (`<env>`), where the program
//! puts what the message said, or the placeholder.

use crate::model::Value;

/// Words that may be placeholders, as byte ranges: capitals, digits and `_`, not part
/// of a longer word and no variable of the shell (`$ENV_ID`, `${ENV_ID}`).
pub fn words(command: &str) -> impl Iterator<Item = (usize, usize)> {
    let bytes = command.as_bytes();
    let inside = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let start = at;
            let rest = bytes[start..].iter();
            at += rest.take_while(|b| inside(**b)).count().max(1);
            let word = &bytes[start..at];
            let capital = word[0].is_ascii_uppercase();
            let variable =
                start > 0 && (bytes[start - 1] == b'$' || bytes[..start].ends_with(b"${"));
            if capital && !variable && !word.iter().any(u8::is_ascii_lowercase) {
                return Some((start, at));
            }
        }
        None
    })
}

/// The command as the image has it.
pub fn marked(command: &str, values: &[(String, Value<String>)]) -> String {
    let mut out = String::new();
    let mut done = 0;
    for (start, end) in words(command) {
        let word = &command[start..end];
        if let Some((name, _)) = values.iter().find(|(_, v)| v.placeholder == word) {
            out.push_str(&command[done..start]);
            out.extend(["<", name, ">"]);
            done = end;
        }
    }
    out + &command[done..]
}

/// What stands between angle brackets without a blank, as placeholders once did: a
/// shell reads it as redirections.
pub fn angled(command: &str) -> Option<&str> {
    command.split('<').skip(1).find_map(|rest| {
        let (name, _) = rest.split_once('>')?;
        let good = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
        (!name.is_empty() && name.chars().all(good)).then_some(name)
    })
}
