//! Commands with the values of the message filled in, to be copied into a shell.

use super::{Str, Values};
use crate::catalogue;

/// The command with what the input said in the place of `<name>`; where it said
/// nothing that is safe there, the placeholder stands.
pub(super) fn filled(command: &'static str, values: &Values) -> Str {
    if memchr::memchr(b'<', command.as_bytes()).is_none() {
        return command.into();
    }
    let mut out = String::with_capacity(command.len() + 16);
    let mut rest = command;
    let mut quoted = false;
    while let Some((before, tail)) = rest.split_once('<') {
        out.push_str(before);
        quoted ^= before.matches(['\'', '"']).count() % 2 == 1;
        let named = tail
            .split_once('>')
            .and_then(|(name, after)| Some((name, after, catalogue::placeholder(name)?)));
        let Some((name, after, placeholder)) = named else {
            out.push('<');
            rest = tail;
            continue;
        };
        let value = values.get(name).and_then(|all| all.first());
        // `https://DOMAIN/PATH` and a path that begins with a slash.
        let value = value.map(|v| {
            v.strip_prefix('/')
                .filter(|_| out.ends_with('/'))
                .unwrap_or(v)
        });
        match value.and_then(|value| word(value, quoted)) {
            Some(word) => out.push_str(&word),
            None => out.push_str(placeholder),
        }
        rest = after;
    }
    out.push_str(rest);
    out.into()
}

/// The value as one word of a command. What would be an option, could end the quotes
/// or means something to any shell even inside them (`cmd.exe` knows no single ones,
/// PowerShell takes curly ones too) is no word.
fn word(value: &str, quoted: bool) -> Option<Str> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.:/@".contains(c);
    let between = |c: char| plain(c) || c.is_alphanumeric() || " +,=~#()[]{}*?".contains(c);
    if value.is_empty() || value.starts_with('-') || !value.chars().all(between) {
        return None;
    }
    if value.chars().all(plain) {
        return Some(value.to_owned().into());
    }
    (!quoted).then(|| format!("'{value}'").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn env(value: &str) -> String {
        let values = Values::from([("env".to_owned(), vec![value.to_owned()])]);
        filled("tcb fn list -e <env>", &values).into_owned()
    }

    #[test]
    fn a_value_is_one_word_of_any_shell() {
        assert_eq!(
            filled("tcb fn list -e <env>", &Values::new()),
            "tcb fn list -e ENV_ID"
        );
        assert_eq!(env("prod-1a2b"), "tcb fn list -e prod-1a2b");
        assert_eq!(env("my env"), "tcb fn list -e 'my env'");
        assert_eq!(env("环境"), "tcb fn list -e '环境'");
        for evil in [
            "",
            "-rf",
            "a'b",
            "a\"b",
            "a&b",
            "a|b",
            "a;b",
            "$(a)",
            "`a`",
            "a\nb",
            "a>b",
            "%a%",
            "a^b",
            "a\\b",
            "a!b",
            "a’b",
            "a\u{202e}b",
        ] {
            assert_eq!(env(evil), "tcb fn list -e ENV_ID", "{evil:?}");
        }
    }

    #[test]
    fn inside_quotes_only_what_needs_none_is_filled_in() {
        let values = Values::from([("path".to_owned(), vec!["/a b".to_owned()])]);
        let command = "curl \"https://<domain>/<path>\" -o <path>";
        assert_eq!(
            filled(command, &values),
            "curl \"https://DOMAIN/PATH\" -o '/a b'"
        );
        let values = Values::from([("path".to_owned(), vec!["/v1/x".to_owned()])]);
        assert_eq!(
            filled(command, &values),
            "curl \"https://DOMAIN/v1/x\" -o /v1/x"
        );
    }
}
