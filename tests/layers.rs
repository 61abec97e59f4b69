//! The house: the folders of `src` are one straight line, and each uses only what
//! stands below it. Every path that the code writes (`crate::…`, `super::…`) is
//! read; what holds only for tests is left out.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// From the top down, as `docs/architecture.md` draws it.
const LINE: [&str; 15] = [
    "main",
    "lib",
    "dispatch",
    "command",
    "diagnostics",
    "cli",
    "render",
    "summary",
    "report",
    "suggest",
    "scan",
    "input",
    "recognise",
    "catalogue",
    "text",
];

/// A file of `src` by the path of its module, without `crate`.
type Modules = BTreeMap<Vec<String>, PathBuf>;

/// Modules, and those that each uses.
type Graph = BTreeMap<Vec<String>, BTreeSet<Vec<String>>>;

fn modules(folder: &Path, at: &[String], found: &mut Modules) {
    for entry in fs::read_dir(folder).expect("src") {
        let path = entry.expect("an entry").path();
        let name = path.file_stem().expect("a name").to_string_lossy();
        let below = [at, &[name.to_string()]].concat();
        if path.is_dir() {
            modules(&path, &below, found);
        } else if name == "mod" {
            found.insert(at.to_vec(), path);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.insert(below, path);
        }
    }
}

/// The code of a file without comments and without its tests.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("a source file");
    let end = text.find("#[cfg(test)]\nmod tests").unwrap_or(text.len());
    let lines = text[..end].lines();
    let code = lines.filter(|line| !line.trim_start().starts_with("//"));
    code.collect::<Vec<_>>().join("\n")
}

/// The names that a path at the beginning of `text` leads to: `a::{b, c::d}` are two.
fn leaves(text: &str, before: &[String], found: &mut Vec<Vec<String>>) -> usize {
    let word = text
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(text.len());
    let mut path = before.to_vec();
    if word > 0 {
        path.push(text[..word].to_owned());
    }
    let rest = &text[word..];
    if let Some(inner) = rest.strip_prefix("::{") {
        let mut at = word + 3;
        let mut left = inner;
        loop {
            let blank = left.len() - left.trim_start_matches([' ', '\n', ',']).len();
            (at, left) = (at + blank, &left[blank..]);
            if left.is_empty() || left.starts_with('}') {
                return at + 1;
            }
            let used = leaves(left, &path, found).max(1);
            (at, left) = (at + used, &left[used..]);
        }
    }
    if let Some(next) = rest.strip_prefix("::")
        && next.starts_with(|c: char| c.is_alphabetic() || c == '_')
    {
        return word + 2 + leaves(next, &path, found);
    }
    found.push(path);
    word
}

/// Every path that the code of a module writes, from the crate's root.
fn paths(module: &[String], code: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for start in ["crate", "super"] {
        for (at, _) in code.match_indices(&format!("{start}::")) {
            let before = code[..at].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
                continue;
            }
            let mut all = Vec::new();
            leaves(&code[at..], &[], &mut all);
            found.extend(all.into_iter().filter_map(|path| rooted(module, &path)));
        }
    }
    found
}

/// A path from the root; `super` is the module above.
fn rooted(module: &[String], path: &[String]) -> Option<Vec<String>> {
    let ups = path.iter().take_while(|part| *part == "super").count();
    if ups == 0 {
        return Some(path[1..].to_vec());
    }
    let base = module.get(..module.len().checked_sub(ups)?)?;
    Some([base, &path[ups..]].concat())
}

/// The module that a path leads into: its longest beginning that is one.
fn target(path: &[String], modules: &Modules) -> Option<Vec<String>> {
    (1..=path.len())
        .rev()
        .map(|n| path[..n].to_vec())
        .find(|part| modules.contains_key(part))
}

fn graph() -> Graph {
    let mut found = Modules::new();
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    modules(&src, &[], &mut found);
    assert!(found.len() > 40, "{found:?}");
    let uses = |module: &Vec<String>, path: &PathBuf| -> BTreeSet<Vec<String>> {
        let paths = paths(module, &code(path));
        let targets = paths.iter().filter_map(|path| target(path, &found));
        targets.filter(|used| used != module).collect()
    };
    found
        .iter()
        .map(|(module, path)| (module.clone(), uses(module, path)))
        .collect()
}

fn place(module: &[String]) -> usize {
    let top = module.first().map(String::as_str).unwrap_or_default();
    LINE.iter()
        .position(|layer| *layer == top)
        .unwrap_or_else(|| panic!("{top} has no place in the line of tests/layers.rs"))
}

#[test]
fn each_folder_uses_only_what_stands_below_it() {
    let mut wrong = Vec::new();
    for (module, uses) in graph() {
        let up = uses.iter().filter(|used| place(used) < place(&module));
        wrong.extend(up.map(|used| format!("{} uses {}", module.join("::"), used.join("::"))));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn commands_do_not_know_each_other() {
    let commands = ["explain", "list", "merge", "parse"].map(str::to_owned);
    for (module, uses) in graph() {
        let command = |module: &[String]| module.len() == 2 && commands.contains(&module[1]);
        if module[0] == "command" && command(&module) {
            let other = uses
                .iter()
                .find(|used| used[0] == "command" && command(used));
            assert_eq!(other, None, "{module:?}");
        }
    }
}

/// A module and those inside it are one thing in two files: what counts is that no
/// module uses itself by way of another one beside it.
#[test]
#[allow(clippy::print_stdout)] // shown with --nocapture
fn no_module_uses_itself_by_way_of_others() {
    let graph = graph();
    for (module, uses) in &graph {
        let uses: Vec<String> = uses.iter().map(|used| used.join("::")).collect();
        println!("{} -> {}", module.join("::"), uses.join(" "));
    }
    let mut circles = Vec::new();
    for module in graph.keys() {
        let mut seen = BTreeSet::new();
        let mut open: Vec<&Vec<String>> = vec![module];
        while let Some(next) = open.pop() {
            for used in &graph[next] {
                let family = used.starts_with(next) || next.starts_with(used);
                if !family && seen.insert(used) {
                    open.push(used);
                }
            }
        }
        if seen.contains(module) {
            circles.push(module.join("::"));
        }
    }
    assert!(circles.is_empty(), "in circles: {}", circles.join(", "));
}
