//! A mistake of cberr's own: a clear word and an exit code, in whatever thread it
//! happens.

use std::panic::{self, PanicHookInfo};
use std::process;

use super::{Outcome, complain};
use crate::text::lang::Lang;

/// Has a panic end the program with its place. What a panic says can hold a piece of the
/// input, in which secrets stand: that is not told.
// In a worker, a return would leave the others waiting for it.
#[allow(clippy::exit)]
pub fn watch(lang: Lang) {
    panic::set_hook(Box::new(move |info| {
        complain(lang, &said(info, lang));
        process::exit(Outcome::Bug.into());
    }));
}

fn said(info: &PanicHookInfo<'_>, lang: Lang) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let place = info.location().map(ToString::to_string);
    let place = place.unwrap_or_else(|| lang.pick("an unknown place", "未知位置").into());
    match lang {
        Lang::En => format!(
            "this is a bug of cberr {version}, not of your input: it stopped at {place}, and the \
             answer is not complete. Please report it with that place, and with the input if you \
             may share it."
        ),
        Lang::Zh => format!(
            "这是 cberr {version} 自身的缺陷，与输入内容无关：程序在 {place} 处中止，结果不完整。\
             请附上该位置反馈问题；如方便，也请附上输入内容。"
        ),
    }
}

#[cfg(test)]
mod tests {
    use std::env;
    use std::process::Command;
    use std::thread;

    use super::*;

    const CHILD: &str = "CBERR_TEST_CRASH";

    #[test]
    fn a_bug_is_told_without_what_it_holds() {
        if env::var_os(CHILD).is_some() {
            watch(Lang::En);
            let secret = "sk-".repeat(4);
            let _ = thread::spawn(move || panic!("not at a boundary of {secret}")).join();
            return;
        }
        let own = "diagnostics::crash::tests::a_bug_is_told_without_what_it_holds";
        let output = Command::new(env::current_exe().expect("this test"))
            .args(["--exact", own])
            .env(CHILD, "1")
            .output()
            .expect("it runs");
        let stderr = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!(output.status.code(), Some(70), "{stderr}");
        assert!(stderr.contains("a bug of cberr"), "{stderr}");
        assert!(stderr.contains("crash.rs:"), "{stderr}");
        assert!(!stderr.contains("sk-"), "{stderr}");
    }
}
