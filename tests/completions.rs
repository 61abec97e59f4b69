//! The completion scripts are made from the command line's definition, and from
//! completions/templates/, which asks cberr for the codes. After a change:
//! `REWRITE=1 cargo test --test completions`.

use std::fs;
use std::path::{Path, PathBuf};

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
        let made = script(shell, file);
        let path = folder().join(file);
        if std::env::var_os("REWRITE").is_some() {
            fs::write(&path, &made).expect("completions/ can be written");
        }
        let kept = fs::read_to_string(&path).expect("the script is there");
        assert!(
            kept == made,
            "completions/{file} is out of date: REWRITE=1 cargo test --test completions"
        );
    }
}

/// What clap makes, with the template joined to it.
fn script(shell: Shell, file: &str) -> String {
    let mut made = Vec::new();
    clap_complete::generate(
        shell,
        &mut cberr::cli::command::command(),
        "cberr",
        &mut made,
    );
    let made = String::from_utf8(made).expect("a script is text");
    let template = fs::read_to_string(folder().join("templates").join(file));
    let template = template.expect("every shell has a template");
    match shell {
        Shell::Bash => {
            let made = made.replace("complete -F _cberr ", "complete -F _cberr_and_codes ");
            before(&made, "if [[ \"${BASH_VERSINFO[0]}\" -eq 4 &&", &template)
        }
        // Values of any form are asked for.
        Shell::Fish => {
            made.replace(" -r -f\n", " -r -f -k -a \"(__fish_cberr_ask)\"\n") + &template
        }
        Shell::PowerShell => before(&made, "    $completions.Where{", &template),
        Shell::Zsh => zsh(&made, &template),
        _ => made + &template,
    }
}

/// clap takes the optional code before the command for an argument of its own;
/// here it may stand wherever the command may.
fn zsh(made: &str, template: &str) -> String {
    let made: String = made
        .lines()
        .filter(|line| !line.starts_with("'::what -- "))
        .map(|line| {
            let value = [":SERVICE:' \\", ":CATEGORY:' \\"];
            let code = ["'*::what -- ", "'::prefix -- "];
            if value.iter().any(|end| line.ends_with(end))
                || code.iter().any(|start| line.starts_with(start))
            {
                line.replacen("' \\", "_cberr_ask' \\", 1) + "\n"
            } else {
                line.replace("$line[2]", "$line[1]") + "\n"
            }
        })
        .collect();
    let made = made.replacen(
        "    local ret=1\n",
        "    local ret=1\n    local cberr_command=$words[1]\n    local -a asked=(\"${(@Q)words[2,CURRENT-1]}\")\n",
        1,
    );
    let made = made.replacen(
        "\":: :_cberr_commands\"",
        "\":: :_cberr_commands_or_ask\"",
        1,
    );
    before(&made, "(( $+functions[_cberr_commands] )) ||", template)
}

/// `text` with `more` before the only place where `mark` stands.
fn before(text: &str, mark: &str, more: &str) -> String {
    assert_eq!(text.matches(mark).count(), 1, "{mark}");
    text.replacen(mark, &format!("{more}{mark}"), 1)
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("completions")
}
