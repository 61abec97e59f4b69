//! The language of the answer.

use std::io;

/// A language cberr speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
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

    /// The language of `zh_CN.UTF-8` (POSIX), `zh-Hans-CN` (macOS, Windows),
    /// `Chinese (Simplified)_China.936` (the C library of Windows).
    fn of_locale(locale: &str) -> Self {
        let language = locale.split(['_', '-', '.', '@', ' ']).next().unwrap_or("");
        let chinese = ["zh", "zho", "chi", "cmn", "yue", "chinese"];
        if chinese.iter().any(|c| language.eq_ignore_ascii_case(c)) {
            Self::Zh
        } else {
            Self::En
        }
    }
}

/// An error with its causes, in words; the system knows its own only in English.
pub fn describe(error: &anyhow::Error, lang: Lang) -> String {
    let parts: Vec<String> = error
        .chain()
        .map(|cause| match (lang, cause.downcast_ref::<io::Error>()) {
            (Lang::Zh, Some(error)) => {
                io_chinese(error.kind()).map_or_else(|| error.to_string(), str::to_owned)
            }
            _ => cause.to_string(),
        })
        .collect();
    parts.join(lang.pick(": ", "："))
}

fn io_chinese(kind: io::ErrorKind) -> Option<&'static str> {
    use io::ErrorKind as Kind;
    Some(match kind {
        Kind::NotFound => "文件不存在",
        Kind::PermissionDenied => "没有权限",
        Kind::IsADirectory => "是文件夹，不是文件",
        Kind::NotADirectory => "路径中有一段不是文件夹",
        Kind::StorageFull => "磁盘空间不足",
        Kind::QuotaExceeded => "超出磁盘配额",
        Kind::ReadOnlyFilesystem => "文件系统只读",
        Kind::InvalidFilename => "文件名无效",
        _ => return None,
    })
}

/// Where the variables above are the convention, their absence means English.
#[cfg(all(feature = "cli", any(target_os = "macos", target_os = "ios", windows)))]
fn system() -> Option<String> {
    sys_locale::get_locale()
}

#[cfg(not(all(feature = "cli", any(target_os = "macos", target_os = "ios", windows))))]
fn system() -> Option<String> {
    None
}

#[cfg(test)]
mod tests {
    use anyhow::Context;

    use super::{Lang, describe};

    #[test]
    fn the_first_variable_that_is_set_decides() {
        for (flag, vars, want) in [
            (None, &[][..], Lang::En),
            (None, &[("LANG", "zh_CN.UTF-8")], Lang::Zh),
            (None, &[("LANG", "zh-Hans")], Lang::Zh),
            (None, &[("LANG", "C.UTF-8")], Lang::En),
            (None, &[("LANG", "zho"), ("LC_ALL", "zh")], Lang::Zh),
            (None, &[("LANG", "zh-Hans-CN")], Lang::Zh),
            (None, &[("LANG", "yue-Hans")], Lang::Zh),
            (
                None,
                &[("LANG", "Chinese (Simplified)_China.936")],
                Lang::Zh,
            ),
            (None, &[("LANG", "zu_ZA")], Lang::En),
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

    #[test]
    fn errors_of_the_system_are_said_in_both_languages() {
        let error = std::fs::File::open("no such file").context("no such file");
        let error = error.expect_err("there is none");
        assert_eq!(describe(&error, Lang::Zh), "no such file：文件不存在");
        assert!(describe(&error, Lang::En).starts_with("no such file: "));
    }
}
