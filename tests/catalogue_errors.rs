//! A mistake in the catalogue stops the build, and says where: the checks of
//! `build.rs` are run on a small catalogue with one mistake at a time.

#[allow(dead_code, unreachable_pub)]
#[path = "../build/check.rs"]
mod check;
#[allow(dead_code, unreachable_pub)]
#[path = "../src/catalogue/layout.rs"]
mod layout;
#[allow(dead_code, unreachable_pub)]
#[path = "../src/catalogue/model.rs"]
mod model;
#[allow(dead_code, unreachable_pub)]
#[path = "../build/source.rs"]
mod source;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The example of `data/README.md` and a second entry, which is its near twin.
fn entries() -> Value {
    let readme = fs::read_to_string(root().join("data/README.md")).expect("data/README.md");
    let fences: Vec<&str> = readme.split("```json\n").skip(1).collect();
    let example = fences.iter().find(|f| f.contains("\"cases\""));
    let example = example.expect("an example").split("\n```").next();
    let example: Value = serde_json::from_str(example.expect("its end")).expect("JSON");
    let mut twin = example.clone();
    twin["code"] = json!("FUNCTION_TIME_LIMIT_EXCEEDED");
    twin["see_also"][0]["code"] = json!("FUNCTIONS_TIME_LIMIT_EXCEEDED");
    for field in ["aliases", "cases"] {
        twin.as_object_mut().expect("an object").remove(field);
    }
    json!([example, twin])
}

/// A catalogue of these entries, with the real tables beside them.
fn catalogue(name: &str, files: &[(&str, &Value)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("catalogue")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    let modules = folder.join("modules");
    fs::create_dir_all(&modules).expect("a folder");
    for table in fs::read_dir(root().join("data")).expect("data/").flatten() {
        if table.path().extension().is_some_and(|e| e == "json") {
            fs::copy(table.path(), folder.join(table.file_name())).expect("a table");
        }
    }
    fs::copy(
        root().join("data/modules/mechanism.json"),
        modules.join("mechanism.json"),
    )
    .expect("the mechanism");
    for (name, entries) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("a service")).expect("a folder");
        fs::write(path, entries.to_string()).expect("a file");
    }
    folder
}

/// What the build says about the catalogue.
fn verdict(data: &Path) -> Result<(), String> {
    let source = source::read(data).map_err(|e| format!("{e:#}"))?;
    check::all(&source).map_err(|e| format!("{e:#}"))
}

const FILE: &str = "cloudbase/function.json";

#[test]
fn the_example_builds() {
    let data = catalogue("example", &[(FILE, &entries())]);
    assert_eq!(verdict(&data), Ok(()));
}

/// Changes one place, or adds a field, and says what the build must answer.
fn mistaken(name: &str, place: &str, value: Value, says: &[&str]) {
    let mut entries = entries();
    match entries.pointer_mut(place) {
        Some(old) => *old = value,
        None => {
            let (parent, field) = place.rsplit_once('/').expect("a place");
            entries.pointer_mut(parent).expect("its parent")[field] = value;
        }
    }
    stops(name, &[(FILE, &entries)], says);
}

fn stops(name: &str, files: &[(&str, &Value)], says: &[&str]) {
    let answer = verdict(&catalogue(name, files));
    let Err(answer) = answer else {
        panic!("{name} builds");
    };
    // One mistake may have others in its train.
    let first = answer.lines().next().unwrap_or_default();
    for part in says {
        assert!(first.contains(part), "{name}: no {part:?} in: {answer}");
    }
}

const CODE: &str = "FUNCTIONS_TIME_LIMIT_EXCEEDED";

#[test]
fn a_mistake_in_an_entry_names_file_code_and_field() {
    for (name, place, value, field) in [
        (
            "misspelt",
            "/0/meening",
            json!({"en": "x", "zh": "x"}),
            "meening",
        ),
        ("in-a-case", "/0/cases/0/reason", json!("x"), "reason"),
        (
            "one-language",
            "/0/meaning",
            json!({"en": "Only English."}),
            "zh",
        ),
        ("empty-language", "/0/meaning/zh", json!(""), "meaning: zh"),
        ("blanks", "/0/meaning/en", json!(" Blanks."), "meaning: en"),
        ("no-causes", "/0/causes", json!([]), "causes"),
        ("empty-cause", "/0/causes/0/en", json!(""), "causes[0]: en"),
        ("no-steps", "/0/steps", json!([]), "steps"),
        (
            "empty-step",
            "/0/steps/0/text/zh",
            json!(""),
            "steps[0].text: zh",
        ),
        (
            "empty-command",
            "/0/steps/0/command",
            json!(""),
            "steps[0].command",
        ),
        (
            "prompt",
            "/0/steps/0/command",
            json!("$ tcb"),
            "steps[0].command",
        ),
        ("no-sources", "/0/sources", json!([]), "sources"),
        ("http", "/0/docs", json!(["http://example.com"]), "docs"),
        ("fault", "/0/fault", json!("me"), "me"),
        ("advice", "/0/retry/advice", json!("maybe"), "maybe"),
        ("effect", "/0/steps/0/effect", json!("destroy"), "destroy"),
        ("status", "/0/http_status", json!(["433"]), "433"),
        (
            "nowhere",
            "/0/see_also/0/code",
            json!("NO_SUCH"),
            "see_also",
        ),
        (
            "placeholder",
            "/0/steps/0/command",
            json!("tcb <thing>"),
            "<thing>",
        ),
        (
            "hole",
            "/0/cases/0/message",
            json!(["took {minutes} minutes"]),
            "{minutes}",
        ),
        (
            "sentence",
            "/0/cases/0/meaning/en",
            json!("In {env}."),
            "{env}",
        ),
        (
            "outside",
            "/0/meaning/en",
            json!("After {seconds} s."),
            "{seconds}",
        ),
        (
            "short",
            "/0/cases/0/message",
            json!(["short"]),
            "cases.run-timeout",
        ),
        (
            "no-message",
            "/0/cases/0/message",
            json!([]),
            "cases.run-timeout.message",
        ),
        ("alias", "/0/aliases", json!([CODE]), "aliases"),
    ] {
        mistaken(name, place, value, &[FILE, CODE, field]);
    }
}

#[test]
fn codes_are_sorted_and_stand_once() {
    let sorted = entries();
    let list = sorted.as_array().expect("entries");
    let unsorted = json!([list[1], list[0]]);
    let twin = "FUNCTION_TIME_LIMIT_EXCEEDED";
    stops("unsorted", &[(FILE, &unsorted)], &[FILE, CODE, "code"]);
    let twice = json!([list[0], list[1], list[1]]);
    let answer = verdict(&catalogue("twice", &[(FILE, &twice)])).expect_err("twice");
    assert!(
        answer.contains(&format!("{FILE}: {twin}: code")),
        "{answer}"
    );
    let again = json!([list[1]]);
    stops(
        "elsewhere",
        &[(FILE, &sorted), ("cloudbase/general.json", &again)],
        &[
            twin,
            "code",
            "cloudbase/function.json",
            "cloudbase/general.json",
        ],
    );
    let other_service = [(FILE, &sorted), ("scf/function.json", &again)];
    assert_eq!(verdict(&catalogue("other-service", &other_service)), Ok(()));
}

#[test]
fn a_pattern_has_one_owner_in_a_service() {
    let mut both = entries();
    both[1]["cases"] = both[0]["cases"].clone();
    stops(
        "two-owners",
        &[(FILE, &both)],
        &[FILE, "cases", "nvoking task timed out after", CODE],
    );
}

#[test]
fn files_belong_to_a_service_and_a_category() {
    for (name, file) in [
        ("folder", "shoes/general.json"),
        ("file", "cloudbase/shoes.json"),
    ] {
        stops(name, &[(file, &entries())], &[file, "\"shoes\""]);
    }
}
