//! What the terminal may be shown: colour and links, as the environment and
//! `--color` say.

use super::args::Color;

/// `--color`, then the conventions of the environment, then whether stdout is a
/// terminal. `env` looks a variable up.
pub fn coloured(when: Color, terminal: bool, env: impl Fn(&str) -> Option<String>) -> bool {
    let set = |name: &str| env(name).filter(|value| !value.is_empty());
    let is = |name: &str, values: &[&str]| set(name).is_some_and(|v| values.contains(&&*v));
    let forced = |name: &str| set(name).is_some() && !is(name, &["0", "false"]);
    match when {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if set("NO_COLOR").is_some() => false,
        Color::Auto if forced("CLICOLOR_FORCE") || forced("FORCE_COLOR") => true,
        Color::Auto => {
            terminal
                && !is("TERM", &["dumb"])
                && !is("CLICOLOR", &["0"])
                && !is("FORCE_COLOR", &["0", "false"])
        }
    }
}

/// Whether text may be a link: the terminal is known to take links, or
/// `FORCE_HYPERLINK` says so.
pub fn links(terminal: bool) -> bool {
    let forced = std::env::var_os("FORCE_HYPERLINK").is_some();
    (terminal || forced) && supports_hyperlinks::supports_hyperlinks()
}

/// The terminal's columns, at most 100; 80 where there is none.
pub fn columns(terminal: bool) -> usize {
    if !terminal {
        return 80;
    }
    terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0).clamp(20, 100))
}

#[cfg(test)]
mod tests {
    use super::coloured;
    use crate::cli::args::Color::{Always, Auto, Never};

    #[test]
    fn the_flag_then_the_environment_then_the_terminal_decide() {
        for (when, terminal, vars, want) in [
            (Auto, true, &[][..], true),
            (Auto, false, &[], false),
            (Always, false, &[("NO_COLOR", "1")], true),
            (Never, true, &[("CLICOLOR_FORCE", "1")], false),
            (Auto, true, &[("NO_COLOR", "1")], false),
            (Auto, true, &[("NO_COLOR", "")], true),
            (Auto, false, &[("CLICOLOR_FORCE", "1")], true),
            (Auto, false, &[("CLICOLOR_FORCE", "0")], false),
            (Auto, false, &[("FORCE_COLOR", "1")], true),
            (Auto, false, &[("FORCE_COLOR", "3")], true),
            (Auto, false, &[("FORCE_COLOR", "")], false),
            (Auto, true, &[("FORCE_COLOR", "0")], false),
            (
                Auto,
                true,
                &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")],
                false,
            ),
            (
                Auto,
                true,
                &[("CLICOLOR_FORCE", "1"), ("TERM", "dumb")],
                true,
            ),
            (Auto, true, &[("TERM", "dumb")], false),
            (Auto, true, &[("TERM", "xterm-256color")], true),
            (Auto, true, &[("CLICOLOR", "0")], false),
            (Auto, true, &[("CLICOLOR", "1")], true),
            (Auto, false, &[("CLICOLOR", "1")], false),
        ] {
            let env = |name: &str| {
                let found = vars.iter().find(|(n, _)| *n == name);
                found.map(|(_, value)| (*value).to_owned())
            };
            let got = coloured(when, terminal, env);
            assert_eq!(got, want, "{when:?} {terminal} {vars:?}");
        }
    }
}
