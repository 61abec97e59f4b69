//! What families, message classes and official names answer: real-looking messages of
//! ten products whose codes have no entry of their own. Each row of
//! `tests/answers/rows.txt` says whose it is, what must answer, and a word of the step
//! that solves it.

#![allow(clippy::print_stdout)] // the figures of a run

use std::collections::{BTreeMap, BTreeSet};

use cberr::catalogue::layers::Level;
use cberr::report::{Explained, Explainer, Match};
use cberr::text::lang::Lang;

struct Row {
    product: &'static str,
    expected: &'static str,
    step: &'static str,
    text: &'static str,
}

fn rows() -> Vec<Row> {
    let lines = include_str!("answers/rows.txt").lines();
    let lines = lines.filter(|line| !line.starts_with('#'));
    let row = |line: &'static str| {
        let mut parts = line.splitn(4, " | ");
        let mut part = || parts.next().unwrap_or_else(|| panic!("four parts: {line}"));
        Row {
            product: part(),
            expected: part(),
            step: part(),
            text: part(),
        }
    };
    lines.map(row).collect()
}

/// The first answer.
fn answer(row: &Row, lang: Lang) -> Explained {
    let found = cberr::parse_text(&Explainer::new(lang), row.text);
    let first = found.into_iter().next();
    first.unwrap_or_else(|| panic!("nothing found: {}", row.text))
}

/// What answered.
fn answered_by(answer: &Explained) -> &str {
    match answer.level {
        Some(Level::Class) => answer.case.as_deref().unwrap_or_default(),
        Some(Level::Official) => "official",
        Some(Level::Family) => "family",
        Some(Level::Entry) => "entry",
        None => "nothing",
    }
}

/// All that an answer says, without what it repeats of the message.
fn said(answer: &Explained) -> String {
    let mut out = vec![answer.meaning.to_string(), answer.retry.note.to_string()];
    out.extend(answer.causes.iter().map(ToString::to_string));
    for step in &answer.steps {
        out.push(step.text.to_string());
        out.extend(step.command.iter().map(ToString::to_string));
    }
    out.join("\n")
}

#[test]
fn sixty_messages_of_ten_products() {
    let rows = rows();
    let products: BTreeSet<_> = rows.iter().map(|row| row.product).collect();
    assert!(rows.len() >= 60 && products.len() >= 10);
    let mut wrong = Vec::new();
    let mut solved = 0;
    for row in &rows {
        let english = answer(row, Lang::En);
        let chinese = answer(row, Lang::Zh);
        let by = answered_by(&english);
        if by != row.expected || answered_by(&chinese) != by {
            wrong.push(format!("{by}, not {}: {}", row.expected, row.text));
        }
        if english
            .product
            .is_some_and(|product| product != row.product)
        {
            wrong.push(format!("not of {}: {}", row.product, row.text));
        }
        assert!(!chinese.steps.is_empty(), "no step: {}", row.text);
        let steps = english.steps.iter();
        solved += usize::from(steps.clone().any(|step| step.text.contains(row.step)));
    }
    println!("{solved} of {} name the step that solves it", rows.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(solved * 100 >= rows.len() * 80, "only {solved}");
}

/// Names that only an error of their own product may use: of each product's English and
/// Chinese name what is no everyday word, and the names people have for products.
fn names() -> BTreeMap<&'static str, Vec<&'static str>> {
    [
        ("tcb", vec!["CloudBase", "云开发", "tcb "]),
        ("scf", vec!["SCF", "cloud function", "云函数"]),
        ("cos", vec!["COS", "bucket", "对象存储", "存储桶"]),
        ("cvm", vec!["CVM", "cvm", "云服务器"]),
        ("cbs", vec!["CBS", "云硬盘"]),
        ("clb", vec!["CLB", "load balancer", "负载均衡"]),
        ("vpc", vec!["VPC", "私有网络", "安全组"]),
        ("cdb", vec!["MySQL", "云数据库"]),
        ("redis", vec!["Redis"]),
        ("tke", vec!["TKE", "Kubernetes", "容器服务"]),
        ("ckafka", vec!["CKafka", "Kafka", "消息队列"]),
        ("live", vec!["CSS", "直播"]),
        ("ocr", vec!["OCR", "文字识别"]),
        ("wechat", vec!["mini program", "小程序", "微信"]),
        ("cdn", vec!["CDN"]),
        ("sms", vec!["SMS", "短信"]),
    ]
    .into()
}

#[test]
fn no_answer_speaks_of_another_product() {
    let mut wrong = Vec::new();
    for row in rows() {
        for lang in [Lang::En, Lang::Zh] {
            let said = said(&answer(&row, lang));
            for (product, names) in names() {
                let foreign = names.iter().filter(|name| said.contains(**name));
                if product != row.product {
                    wrong.extend(foreign.map(|name| format!("{name}: {}", row.text)));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The same of every class and family, whatever message it answers.
#[test]
fn no_class_and_no_family_speaks_of_a_product() {
    for lang in [Lang::En, Lang::Zh] {
        let explainer = Explainer::new(lang);
        let mut seen = 0;
        for id in cberr::catalogue::layers::all() {
            seen += 1;
            let said = said(&explainer.named(id, Match::Exact, id.code()));
            for name in names().values().flatten() {
                assert!(!said.contains(name), "{name}: {said}");
            }
        }
        assert!(seen >= 30, "only {seen}");
    }
}

/// Every code of `data/official`, with one of its products.
fn official() -> Vec<(String, String)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/official");
    let mut all = Vec::new();
    for file in std::fs::read_dir(folder).expect("official names") {
        let path = file.expect("a file").path();
        let text = std::fs::read_to_string(&path).expect("a text");
        let rows: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let own = path.file_stem().expect("a name").to_string_lossy();
        for row in rows["codes"].as_array().expect("codes") {
            let product = row["products"][0].as_str().unwrap_or(&own);
            let code = row["code"].as_str().expect("a code");
            all.push((code.to_owned(), product.to_owned()));
        }
    }
    all
}

/// Never unknown, never read as another one: typed, in the body of an answer, and beside
/// the host of a product, whose code it is then.
#[test]
fn every_official_code_is_exact() {
    let all = official();
    assert!(all.len() >= 12_793, "only {}", all.len());
    let explainer = Explainer::new(Lang::En);
    for (code, product) in &all {
        let hits = cberr::catalogue::find(code);
        assert!(hits.iter().any(|hit| hit.name == code), "{code}");
        let body = format!(
            r#"{{"Response":{{"Error":{{"Code":"{code}","Message":"x"}},"RequestId":"7a2ae0d9-63f6-46ea-8ca4-34cb7fe081fe"}}}}"#
        );
        for text in [format!("{body} {product}.tencentcloudapi.com"), body] {
            let found = cberr::parse_text(&explainer, &text);
            let first = &found[0];
            let known = matches!(first.matched, Match::Exact | Match::Alias);
            let named = first.code == *code || first.aliases.iter().any(|alias| alias == code);
            assert!(known && named, "{text}: {} {:?}", first.code, first.matched);
            let host = text.ends_with(".com");
            if host && first.level != Some(Level::Entry) {
                let of = first.product.as_deref();
                assert_eq!(of, Some(product.as_str()), "{text}");
            }
        }
    }
}
