//! The completion scripts are made from the command line's definition. After a
//! change there: `REWRITE=1 cargo test --test completions`.

use std::fs;
use std::path::Path;

use clap_complete::Shell;

#[test]
fn the_scripts_are_those_of_the_command_line() {
    for (shell, file) in [
        (Shell::Bash, "cberr.bash"),
        (Shell::Elvish, "cberr.elv"),
        (Shell::Fish, "cberr.fish"),
        (Shell::PowerShell, "_cberr.ps1"),
        (Shell::Zsh, "_cberr"),
    ] {
        let mut made = Vec::new();
        clap_complete::generate(shell, &mut cberr::cli::command(), "cberr", &mut made);
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("completions")
            .join(file);
        if std::env::var_os("REWRITE").is_some() {
            fs::write(&path, &made).expect("completions/ can be written");
        }
        let kept = fs::read(&path).expect("the script is there");
        assert!(
            kept == made,
            "completions/{file} is out of date: REWRITE=1 cargo test --test completions"
        );
    }
}
