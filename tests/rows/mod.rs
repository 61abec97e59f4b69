//! The rows of `tests/corpus/*.txt`.

use std::fs;
use std::path::Path;

/// An input, and what is expected of it.
pub struct Row {
    /// File, line and title.
    pub place: String,
    /// The input.
    pub text: String,
    /// Expectations: their names and values.
    pub expect: Vec<(String, String)>,
}

/// All rows, by file.
pub fn all() -> Vec<Row> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .expect("the corpus")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .collect();
    paths.sort();
    paths.iter().flat_map(|path| read(path)).collect()
}

fn read(path: &Path) -> Vec<Row> {
    let bytes = fs::read(path).expect("a corpus file");
    let text = String::from_utf8(bytes).expect("UTF-8");
    let name = path.file_name().expect("a name").to_string_lossy();
    let mut rows: Vec<Row> = Vec::new();
    for (number, line) in text.split_inclusive('\n').enumerate() {
        if let Some(title) = line.strip_prefix("=== ") {
            rows.push(Row {
                place: format!("{name}:{}: {}", number + 1, title.trim_end()),
                text: String::new(),
                expect: Vec::new(),
            });
        } else if let Some(row) = rows.last_mut() {
            if let Some(expect) = line.strip_prefix("--- ") {
                let (key, value) = expect
                    .trim_end()
                    .split_once(": ")
                    .unwrap_or((expect.trim_end(), ""));
                row.expect.push((key.to_owned(), value.to_owned()));
            } else if row.expect.is_empty() {
                row.text.push_str(line);
            }
        }
    }
    rows
}
