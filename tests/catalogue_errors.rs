//! A mistake in the catalogue stops the build, and says where: the checks of
//! `build.rs` are run on a small catalogue with one mistake at a time.

#[allow(dead_code, unreachable_pub)]
#[path = "../build/check/mod.rs"]
mod check;
#[allow(dead_code, unreachable_pub)]
#[path = "../build/commands.rs"]
mod commands;
#[allow(dead_code, unreachable_pub)]
#[path = "../src/catalogue/layout.rs"]
mod layout;
#[allow(dead_code, unreachable_pub)]
#[path = "../src/catalogue/model.rs"]
mod model;
#[allow(dead_code, unreachable_pub)]
#[path = "../build/recognition.rs"]
mod recognition;
#[allow(dead_code, unreachable_pub)]
#[path = "../build/source/mod.rs"]
mod source;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The first example of `data/README.md` that has this.
fn example(having: &str) -> Value {
    let readme = fs::read_to_string(root().join("data/README.md")).expect("data/README.md");
    let fences: Vec<&str> = readme.split("```json\n").skip(1).collect();
    let example = fences.iter().find(|f| f.contains(having));
    let example = example.expect("an example").split("\n```").next();
    serde_json::from_str(example.expect("its end")).expect("JSON")
}

/// The example of `data/README.md` and a second entry, which is its near twin.
fn entries() -> Value {
    let example = example("\"cases\"");
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
    let tables = folder.join("recognition");
    fs::create_dir_all(&tables).expect("a folder");
    for table in fs::read_dir(root().join("data/recognition"))
        .expect("tables")
        .flatten()
    {
        fs::copy(table.path(), tables.join(table.file_name())).expect("a table");
    }
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
    fs::write(folder.join("debts.json"), "{}").expect("no debts");
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

/// The other examples, each where it belongs.
fn layers() -> [(&'static str, Value); 3] {
    [
        ("families.json", json!([example("Invalid*Id.NotFound")])),
        ("messages/service.json", json!([example("\"messages\"")])),
        ("official/dnspod.json", example("\"codes\"")),
    ]
}

#[test]
fn the_examples_build() {
    let mut entries = entries();
    let cases = entries[0]["cases"].as_array_mut().expect("cases");
    cases.push(example("\"client\": [\"cloudbase-cli\"]"));
    let steps = entries[0]["steps"].as_array_mut().expect("steps");
    steps.push(example("\"when\""));
    let layers = layers();
    let mut files = vec![(FILE, &entries)];
    files.extend(layers.iter().map(|(file, rows)| (*file, rows)));
    for table in ["products.json", "clients.json", "plans.json"] {
        let text = fs::read_to_string(root().join("data").join(table)).expect("a table");
        let rows: Vec<Value> = serde_json::from_str(&text).expect("rows");
        let has = |row: &Value| {
            let row = row.as_object().expect("a row").iter();
            rows.iter().any(|r| row.clone().all(|(k, v)| r[k] == *v))
        };
        let (having, _) = table.split_once('.').expect("a name");
        let having = match having {
            "products" => "\"ckafka\"",
            "clients" => "\"ddns-go\"",
            _ => "\"personal\"",
        };
        assert!(has(&example(having)), "{table}");
    }
    assert_eq!(verdict(&catalogue("example", &files)), Ok(()));
}

/// Changes one place, or adds a field.
fn changed(mut rows: Value, place: &str, value: Value) -> Value {
    match rows.pointer_mut(place) {
        Some(old) => *old = value,
        None => {
            let (parent, field) = place.rsplit_once('/').expect("a place");
            rows.pointer_mut(parent).expect("its parent")[field] = value;
        }
    }
    rows
}

/// Changes one place of the entries, and says what the build must answer.
fn mistaken(name: &str, place: &str, value: Value, says: &[&str]) {
    stops(name, &[(FILE, &changed(entries(), place, value))], says);
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
            json!("tcb fn list -e <env>"),
            "<env>",
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
fn what_fits_where_names_what_exists() {
    let when = "/0/causes/0/when";
    for (name, place, value, field) in [
        (
            "when-product",
            when,
            json!({"product": ["shoes"]}),
            "causes[0].when.product: \"shoes\"",
        ),
        (
            "when-client",
            when,
            json!({"client": ["shoes"]}),
            "causes[0].when.client: \"shoes\"",
        ),
        (
            "when-plan",
            when,
            json!({"plan": ["shoes"]}),
            "causes[0].when.plan: \"shoes\"",
        ),
        ("when-empty", when, json!({}), "causes[0].when: is empty"),
        ("when-misspelt", when, json!({"tool": ["cli"]}), "`tool`"),
        (
            "when-step",
            "/0/steps/0/when",
            json!({"product": ["shoes"]}),
            "steps[0].when.product",
        ),
        (
            "when-case",
            "/0/cases/0/when",
            json!({"product": ["shoes"]}),
            "cases.run-timeout.when.product",
        ),
        (
            "confirmed",
            "/0/causes/0/confirmed",
            json!(["somebody"]),
            "causes[0].confirmed: \"somebody\"",
        ),
        (
            "confirmed-case",
            "/0/cases/0/confirmed",
            json!(["http://example.com"]),
            "cases.run-timeout.confirmed",
        ),
        (
            "client",
            "/0/cases/0/client",
            json!(["shoes"]),
            "cases.run-timeout.client: \"shoes\"",
        ),
        (
            "twin",
            "/0/cases/0/client",
            json!(["cloudbase-cli"]),
            "cases.run-timeout.message: cloudbase-cli prints it in Chinese too",
        ),
        (
            "one-language",
            "/0/cases/0/one_language",
            json!(true),
            "cases.run-timeout: one_language",
        ),
        (
            "since",
            "/0/status",
            json!({"legacy": {"en": "Gone.", "zh": "已停用。", "since": "2024-13", "source": "x"}}),
            "status.legacy.since",
        ),
        (
            "since-who",
            "/0/status",
            json!({"legacy": {"en": "Gone.", "zh": "已停用。", "since": "2024"}}),
            "status.legacy: since and source",
        ),
        ("harmless", "/0/harmless", json!("yes"), "yes"),
    ] {
        mistaken(name, place, value, &[FILE, CODE, field]);
    }
    let once = changed(entries(), "/0/cases/0/client", json!(["cloudbase-cli"]));
    let once = changed(once, "/0/cases/0/one_language", json!(true));
    assert_eq!(
        verdict(&catalogue("one-language-only", &[(FILE, &once)])),
        Ok(())
    );
}

#[test]
fn a_mistake_in_another_layer_names_file_row_and_field() {
    let [family, class, official] = layers();
    for (name, (file, rows), place, value, says) in [
        (
            "family-alias",
            &family,
            "/0/aliases",
            json!(["*Id.*"]),
            "ResourceNotFound: aliases",
        ),
        (
            "family-causes",
            &family,
            "/0/causes",
            json!([]),
            "ResourceNotFound: causes",
        ),
        (
            "family-field",
            &family,
            "/0/cases",
            json!([]),
            "ResourceNotFound: unknown field `cases`",
        ),
        (
            "class-id",
            &class,
            "/0/id",
            json!("Not activated"),
            "Not activated: id",
        ),
        (
            "class-english",
            &class,
            "/0/messages/en",
            json!([]),
            "not-activated: messages.en: is empty",
        ),
        (
            "class-language",
            &class,
            "/0/messages/zh",
            json!(["has not activated it"]),
            "not-activated: messages.zh: \"has not activated it\"",
        ),
        (
            "class-short",
            &class,
            "/0/messages/en",
            json!(["short"]),
            "not-activated: messages: \"short\"",
        ),
        (
            "class-hole",
            &class,
            "/0/meaning/en",
            json!("{action} is not activated."),
            "not-activated: meaning: en: {action}",
        ),
        (
            "class-twin",
            &class,
            "/0/see_also",
            json!([{"code": "class/shoes", "difference": {"en": "shoes", "zh": "鞋"}}]),
            "not-activated: see_also.class/shoes",
        ),
        (
            "official-field",
            &official,
            "/codes/0/meaning",
            json!("x"),
            "FailedOperation.DomainNotFound: unknown field `meaning`",
        ),
        (
            "official-empty",
            &official,
            "/codes/0/en",
            json!(""),
            "FailedOperation.DomainNotFound: meaning: en is empty",
        ),
        (
            "official-sources",
            &official,
            "/sources",
            json!([]),
            "codes: sources",
        ),
        (
            "official-products",
            &official,
            "/codes/0/products",
            json!(["cvm", "vpc"]),
            "FailedOperation.DomainNotFound: products",
        ),
    ] {
        let rows = changed(rows.clone(), place, value);
        stops(name, &[(file, &rows)], &[file, says]);
    }
}

#[test]
fn rows_of_other_layers_stand_once() {
    let [_, (file, mut class), (_, official)] = layers();
    let list = class.as_array_mut().expect("classes");
    let mut twin = list[0].clone();
    twin["id"] = json!("other");
    list.push(twin);
    stops(
        "class-owner",
        &[(file, &class)],
        &[file, "other: messages", "not-activated"],
    );
    stops(
        "official-product",
        &[("official/shoes.json", &official)],
        &["official/shoes.json", "file name: \"shoes\""],
    );
    let twice = [
        ("official/dnspod.json", &official),
        ("official/domain.json", &official),
    ];
    stops(
        "official-copy",
        &twice,
        &["official/domain.json", "en: as in official/dnspod.json"],
    );
    let mut common = official.clone();
    common["codes"][0]["products"] = json!(["dnspod", "domain"]);
    common["codes"][0]["en"] = json!("Another sentence.");
    common["codes"][0]["zh"] = json!("另一句话。");
    let both = [
        ("official/common.json", &common),
        ("official/dnspod.json", &official),
    ];
    stops(
        "official-twice",
        &both,
        &["official/dnspod.json", "code: dnspod has it"],
    );
    common["codes"][0]["products"] = json!(["domain", "dnspod"]);
    stops(
        "official-sorted",
        &[("official/common.json", &common)],
        &["official/common.json", "products"],
    );
    let row = |id: &str| json!({"id": id, "name": {"en": "x", "zh": "某"}});
    let products = json!([row("tke"), row("tcb")]);
    stops(
        "products-sorted",
        &[("products.json", &products)],
        &["products.json: tcb", "stands after tke"],
    );
}

#[test]
fn sentences_links_and_commands_follow_the_rules() {
    let step = "/0/steps/0/command";
    for (name, place, value, says) in [
        (
            "chinese",
            "/0/meaning/en",
            json!("Open 云函数 in the console."),
            "meaning: Open 云函数",
        ),
        (
            "chinese-bracket",
            "/0/steps/0/text/en",
            json!("(云函数) is where it stands."),
            "steps[0].text",
        ),
        (
            "host",
            "/0/docs",
            json!(["https://shoes.example/page"]),
            "docs: \"shoes.example\"",
        ),
        (
            "punctuation",
            "/0/docs",
            json!(["https://docs.cloudbase.net/page."]),
            "ends in punctuation",
        ),
        (
            "link-twice",
            "/0/docs",
            json!([
                "https://docs.cloudbase.net/a",
                "https://docs.cloudbase.net/a/"
            ]),
            "stands there twice",
        ),
        (
            "source-http",
            "/0/sources",
            json!(["http://docs.cloudbase.net/a"]),
            "sources: \"http://docs.cloudbase.net/a\"",
        ),
        (
            "subcommand",
            step,
            json!("tcb fn shine FUNCTION"),
            "steps[0]: tcb 2.12.10: no command \"fn shine FUNCTION\"",
        ),
        (
            "flag",
            step,
            json!("tcb fn detail FUNCTION --shine"),
            "steps[0]: tcb 2.12.10: \"fn detail <name>\" has no --shine",
        ),
        (
            "arguments",
            step,
            json!("tcb fn detail -e ENV_ID"),
            "\"fn detail <name>\" with 0 arguments",
        ),
        (
            "other-version",
            step,
            json!("date; tcb fn list-version FUNCTION"),
            "no command \"fn list-version FUNCTION\"",
        ),
        (
            "in-a-sentence",
            "/0/steps/0/text/zh",
            json!("运行 `tcb fn shine FUNCTION`。"),
            "no command \"fn shine FUNCTION\"",
        ),
        (
            "service",
            step,
            json!("tccli shoes DescribeShoes"),
            "no service \"shoes\"",
        ),
        (
            "action",
            step,
            json!("tccli cvm DescribeShoes --region REGION"),
            "cvm has no action DescribeShoes",
        ),
    ] {
        mistaken(name, place, value, &[FILE, CODE, says]);
    }
    for (name, place, value) in [
        (
            "good-chinese",
            "/0/meaning/en",
            json!("Open Cloud functions (云函数) and look for \"超时时间\"."),
        ),
        (
            "good-command",
            step,
            json!("tccli cvm DescribeInstances --region REGION | jq . ; tcb fn list -e ENV_ID"),
        ),
    ] {
        let rows = changed(entries(), place, value);
        assert_eq!(verdict(&catalogue(name, &[(FILE, &rows)])), Ok(()));
    }
    let mut newer = changed(entries(), step, json!("tcb fn list-version FUNCTION"));
    newer[0]["steps"][0]["text"] = json!({"en": "With CLI 3.x:", "zh": "CLI 3.x："});
    assert_eq!(verdict(&catalogue("newer", &[(FILE, &newer)])), Ok(()));
}

/// An entry that only a list of codes speaks of.
fn listed(en: &str, zh: &str) -> Value {
    let mut entries = entries();
    let entry = &mut entries[0];
    entry["docs"] = json!([]);
    entry["sources"] =
        json!(["TencentCloud/tencentcloud-sdk-go:tencentcloud/tcb/v20180608/errors.go"]);
    entry["cases"] = json!([]);
    entry["meaning"] = json!({"en": "It was stopped.", "zh": "被终止。"});
    entry["retry"] = json!({"advice": "no"});
    entry["steps"] = json!([{"text": {"en": "Look.", "zh": "查看。"}}]);
    entry["causes"] = json!([{"en": en, "zh": zh}]);
    entries
}

#[test]
fn a_list_of_codes_supports_guesses_only() {
    let hedged = listed("It is probably too slow.", "可能太慢。");
    assert_eq!(verdict(&catalogue("hedged", &[(FILE, &hedged)])), Ok(()));
    for (name, en, zh, says) in [
        (
            "guess",
            "It is too slow.",
            "可能太慢。",
            "causes: It is too slow.",
        ),
        (
            "guess-zh",
            "It is probably too slow.",
            "太慢。",
            "causes: It is probably",
        ),
        (
            "number",
            "It is probably over 3 seconds.",
            "可能超过 3 秒。",
            "causes[0]: It is probably over 3 seconds.",
        ),
    ] {
        stops(name, &[(FILE, &listed(en, zh))], &[FILE, CODE, says]);
    }
    let mut confirmed = listed("It is too slow.", "太慢。");
    confirmed[0]["causes"][0]["confirmed"] = json!(["owner/repo#12"]);
    assert_eq!(verdict(&catalogue("report", &[(FILE, &confirmed)])), Ok(()));
}

#[test]
fn debts_only_shrink() {
    let owing = listed("It is too slow.", "太慢。");
    let place = format!("{FILE}: {CODE}");
    let debts = |count: usize| json!({"guess-as-fact": {(place.as_str()): count}});
    let owed = [(FILE, &owing), ("debts.json", &debts(1))];
    assert_eq!(verdict(&catalogue("owed", &owed)), Ok(()));
    stops(
        "owed-less",
        &[(FILE, &owing), ("debts.json", &debts(2))],
        &["debts.json", "guess-as-fact", &place, "2 are 1 now"],
    );
    stops(
        "owed-gone",
        &[(FILE, &entries()), ("debts.json", &debts(1))],
        &["debts.json", &place, "1 are 0 now"],
    );
}

#[test]
fn a_sentence_stands_in_a_dozen_entries_at_most() {
    let many = |count: usize| -> Value {
        (0..count)
            .map(|number| {
                let mut entry = entries()[1].clone();
                entry["code"] = json!(format!("CODE_{number:02}"));
                entry["see_also"] = json!([]);
                entry
            })
            .collect()
    };
    assert_eq!(verdict(&catalogue("dozen", &[(FILE, &many(12))])), Ok(()));
    stops(
        "boilerplate",
        &[(FILE, &many(13))],
        &[FILE, "CODE_00: sentence", "stands in 13 entries"],
    );
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
