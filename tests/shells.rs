//! Completion and man pages in the real programs: each shell runs in a terminal
//! of its own (tmux), keys are pressed, and its screen is read. A program that is
//! not installed is reported as skipped, and is a failure where `CI` is set.
#![cfg(unix)]
#![allow(clippy::print_stdout)] // it is its own test harness

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

/// A shell: how it starts, and how it learns of the completion.
struct Shell {
    name: &'static str,
    start: &'static str,
    /// Typed first; `{}` is the folder of the scripts.
    set_up: &'static str,
    /// The meaning of a candidate stands beside it.
    describes: bool,
}

const SHELLS: [Shell; 4] = [
    Shell {
        name: "bash",
        start: "bash --noprofile --norc -i",
        set_up: ". /usr/share/bash-completion/bash_completion; . {}/cberr.bash; bind 'set show-all-if-ambiguous on'; PS1='ready> '",
        describes: false,
    },
    Shell {
        name: "zsh",
        start: "zsh -f -i",
        set_up: "fpath=({} $fpath); autoload -U compinit; compinit -u -D; PS1='ready> '",
        describes: true,
    },
    Shell {
        name: "fish",
        start: "fish --no-config --private -i",
        set_up: "source {}/cberr.fish; function fish_prompt; echo 'ready> '; end",
        describes: true,
    },
    Shell {
        name: "elvish",
        start: "elvish -norc",
        set_up: "eval (slurp < {}/cberr.elv); set edit:rprompt = { }; set edit:prompt = { put 'ready> ' }",
        describes: true,
    },
];

/// What is typed, Tab pressed behind it, and what the screen then shows.
const COMPLETED: [(&str, &str); 10] = [
    (
        "cberr explain FUNCTIONS_TI",
        "cberr explain FUNCTIONS_TIME_LIMIT_EXCEEDED",
    ),
    ("cberr FUNCTIONS_TI", "cberr FUNCTIONS_TIME_LIMIT_EXCEEDED"),
    ("cberr list -50200", "-502005"),
    ("cberr expl", "cberr explain"),
    ("cberr explain --serv", "cberr explain --service"),
    ("cberr explain --service co", "cberr explain --service cos"),
    (
        "cberr list --category stor",
        "cberr list --category storage",
    ),
    ("cberr explain --lang z", "cberr explain --lang zh"),
    ("cberr parse app.l", "cberr parse app.log"),
    ("cberr completions fi", "cberr completions fish"),
];

fn main() -> ExitCode {
    let required = env::var_os("CI").is_some();
    let filter: Vec<String> = env::args()
        .skip(1)
        .filter(|a| !a.starts_with('-'))
        .collect();
    if env::args().any(|a| a == "--list") {
        return ExitCode::SUCCESS;
    }
    let wanted = |name: &str| filter.is_empty() || filter.iter().any(|f| name.contains(&**f));
    let mut report = Report {
        required,
        failed: false,
    };
    for shell in SHELLS.iter().filter(|shell| wanted(shell.name)) {
        report.run(&["tmux", shell.name], shell.name, || completes(shell));
    }
    if wanted("man") {
        report.run(&["man"], "man", || manual("man"));
        report.run(&["mandoc"], "mandoc", || manual("mandoc"));
    }
    if report.failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

struct Report {
    required: bool,
    failed: bool,
}

impl Report {
    fn run(&mut self, programs: &[&str], name: &str, test: impl Fn() -> Result<(), String>) {
        let missing = programs.iter().find(|program| !installed(program));
        let (line, failed) = match (missing, self.required) {
            (Some(missing), false) => (format!("skipped: {missing} is not installed"), false),
            (Some(missing), true) => (format!("FAILED: {missing} is not installed"), true),
            (None, _) => match test() {
                Ok(()) => ("ok".to_owned(), false),
                Err(error) => (format!("FAILED\n{error}"), true),
            },
        };
        println!("test shells::{name} ... {line}");
        self.failed |= failed;
    }
}

fn installed(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// Types every line of the table and compares the screen.
fn completes(shell: &Shell) -> Result<(), String> {
    let terminal = Terminal::start(shell)?;
    for (typed, want) in COMPLETED {
        let screen = terminal.complete(typed, |screen| screen.contains(want));
        if !screen.contains(want) {
            return Err(format!("{typed}<Tab> does not show {want}:\n{screen}"));
        }
    }
    // Several candidates, with what they mean where the shell shows it.
    let (typed, meaning) = ("cberr explain FUNCTIONS_", "memory");
    let listed = |screen: &str| {
        screen.contains("TIME_LIMIT_EXCEEDED")
            && screen.contains("MEMORY_LIMIT_EXCEEDED")
            && screen.contains(meaning) == shell.describes
    };
    let screen = terminal.complete(typed, listed);
    if !listed(&screen) {
        return Err(format!("{typed}<Tab> does not list the codes:\n{screen}"));
    }
    Ok(())
}

/// A shell in a terminal that nobody sees.
struct Terminal {
    socket: String,
    folder: PathBuf,
}

impl Terminal {
    fn start(shell: &Shell) -> Result<Self, String> {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(shell.name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).map_err(|e| e.to_string())?;
        fs::write(folder.join("app.log"), "").map_err(|e| e.to_string())?;
        let terminal = Self {
            socket: format!("cberr-{}-{}", shell.name, std::process::id()),
            folder,
        };
        let binary = Path::new(env!("CARGO_BIN_EXE_cberr"));
        let bin = binary.parent().ok_or("the program lies in a folder")?;
        let path = env::var("PATH").unwrap_or_default();
        terminal.tmux(&[
            "-f",
            "/dev/null",
            "new-session",
            "-d",
            "-x",
            "140",
            "-y",
            "50",
            "-c",
            &terminal.folder.to_string_lossy(),
            &format!(
                "exec env -i HOME='{}' PATH='{}:{path}' TERM=screen LC_ALL=C.UTF-8 {}",
                terminal.folder.display(),
                bin.display(),
                shell.start
            ),
        ])?;
        let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("completions");
        let set_up = shell.set_up.replace("{}", &scripts.to_string_lossy());
        // What is typed before the shell reads its terminal may come twice.
        terminal.wait(|screen| !screen.trim().is_empty());
        terminal.type_keys(&set_up)?;
        terminal.tmux(&["send-keys", "Enter"])?;
        let screen = terminal.wait(|screen| screen.lines().any(|line| line.trim() == "ready>"));
        if screen.lines().any(|line| line.trim() == "ready>") {
            Ok(terminal)
        } else {
            Err(format!("{} does not start:\n{screen}", shell.name))
        }
    }

    /// The screen after `line` and Tab, once it is as awaited or time is up.
    fn complete(&self, line: &str, awaited: impl Fn(&str) -> bool) -> String {
        let typed = |screen: &str| screen.contains(line);
        let keys = self
            .clear()
            .and_then(|()| self.type_keys(line))
            .map(|()| self.wait(typed))
            .and_then(|_| self.tmux(&["send-keys", "Tab"]));
        match keys {
            Ok(_) => self.wait(awaited),
            Err(error) => error,
        }
    }

    /// An empty line on an empty screen, whatever list was open.
    fn clear(&self) -> Result<(), String> {
        for key in ["C-c", "C-c"] {
            self.tmux(&["send-keys", key])?;
        }
        self.type_keys("clear")?;
        self.tmux(&["send-keys", "Enter"])?;
        let empty = |screen: &str| screen.trim() == "ready>";
        self.wait(empty);
        Ok(())
    }

    fn type_keys(&self, text: &str) -> Result<(), String> {
        self.tmux(&["send-keys", "-l", text]).map(|_| ())
    }

    fn wait(&self, awaited: impl Fn(&str) -> bool) -> String {
        let end = Instant::now() + Duration::from_secs(20);
        loop {
            let screen = self.tmux(&["capture-pane", "-p"]).unwrap_or_default();
            if awaited(&screen) || Instant::now() > end {
                return screen;
            }
            thread::sleep(Duration::from_millis(30));
        }
    }

    fn tmux(&self, arguments: &[&str]) -> Result<String, String> {
        let output = Command::new("tmux")
            .args(["-L", &self.socket])
            .args(arguments)
            .stdin(Stdio::null())
            .output()
            .map_err(|e| e.to_string())?;
        if output.status.success() {
            Ok(String::from_utf8_lossy(&output.stdout).into_owned())
        } else {
            Err(String::from_utf8_lossy(&output.stderr).into_owned())
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.tmux(&["kill-server"]);
    }
}

/// Renders every man page; a warning is a failure.
fn manual(program: &str) -> Result<(), String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/man");
    let pages = fs::read_dir(folder).map_err(|e| e.to_string())?;
    let mut count = 0;
    for page in pages {
        let page = page.map_err(|e| e.to_string())?.path();
        let arguments: &[&str] = match program {
            "man" => &["--warnings", "-E", "UTF-8", "-l"],
            _ => &["-Tutf8", "-Werror,stop"],
        };
        let output = Command::new(program)
            .args(arguments)
            .arg(&page)
            .env("LC_ALL", "C.UTF-8")
            .env("MANWIDTH", "80")
            .env("MANROFFOPT", "-ww")
            .output()
            .map_err(|e| e.to_string())?;
        let text = String::from_utf8_lossy(&output.stdout);
        let complaint = String::from_utf8_lossy(&output.stderr);
        // Bold letters are struck twice: without the strokes it is plain text.
        let plain = text.replace('\u{8}', "");
        if !output.status.success() || !complaint.trim().is_empty() || plain.len() < 400 {
            return Err(format!("{}: {complaint}\n{text}", page.display()));
        }
        count += 1;
    }
    if count < 6 {
        return Err(format!("{count} pages in docs/man"));
    }
    Ok(())
}
