//! The language of the answer.

use clap::ValueEnum;

/// A language cberr speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// English.
    En,
    /// Chinese (simplified).
    Zh,
}

impl Lang {
    /// `en` or `zh`.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Zh => "zh",
        }
    }

    /// One of two texts.
    #[must_use]
    pub fn pick<'a>(self, en: &'a str, zh: &'a str) -> &'a str {
        match self {
            Self::En => en,
            Self::Zh => zh,
        }
    }

    /// The flag, else `CBERR_LANG`, `LC_ALL`, `LC_MESSAGES`, `LANG` (the first
    /// that is set), else what the system says where those are no convention,
    /// else English. `env` looks a variable up.
    pub fn choose(flag: Option<Self>, env: impl Fn(&str) -> Option<String>) -> Self {
        if let Some(lang) = flag {
            return lang;
        }
        ["CBERR_LANG", "LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .find_map(|name| env(name).filter(|value| !value.is_empty()))
            .or_else(system)
            .map_or(Self::En, |locale| Self::of_locale(&locale))
    }

    fn of_locale(locale: &str) -> Self {
        let language = locale.split(['_', '-', '.', '@']).next().unwrap_or("");
        if language.eq_ignore_ascii_case("zh") || language.eq_ignore_ascii_case("chinese") {
            Self::Zh
        } else {
            Self::En
        }
    }
}

/// Where the variables above are the convention, their absence means English.
#[cfg(any(target_os = "macos", target_os = "ios", windows))]
fn system() -> Option<String> {
    sys_locale::get_locale()
}

#[cfg(not(any(target_os = "macos", target_os = "ios", windows)))]
fn system() -> Option<String> {
    None
}

#[cfg(test)]
mod tests {
    use super::Lang;

    #[test]
    fn the_first_variable_that_is_set_decides() {
        for (flag, vars, want) in [
            (None, &[][..], Lang::En),
            (None, &[("LANG", "zh_CN.UTF-8")], Lang::Zh),
            (None, &[("LANG", "zh-Hans")], Lang::Zh),
            (None, &[("LANG", "C.UTF-8")], Lang::En),
            (None, &[("LANG", "zho"), ("LC_ALL", "zh")], Lang::Zh),
            (None, &[("LANG", "zh_CN"), ("LC_ALL", "en_US")], Lang::En),
            (None, &[("LANG", "zh_CN"), ("LC_ALL", "")], Lang::Zh),
            (
                None,
                &[("LC_MESSAGES", "zh_TW"), ("LANG", "en_GB")],
                Lang::Zh,
            ),
            (None, &[("CBERR_LANG", "zh"), ("LC_ALL", "de_DE")], Lang::Zh),
            (Some(Lang::En), &[("CBERR_LANG", "zh")], Lang::En),
        ] {
            let env = |name: &str| {
                let found = vars.iter().find(|(n, _)| *n == name);
                found.map(|(_, value)| (*value).to_owned())
            };
            assert_eq!(Lang::choose(flag, env), want, "{flag:?} {vars:?}");
        }
    }
}
