//! How files are named where there are several.

use crate::render::wrap::cut_inside;
use crate::report::Position;
use crate::text::escape;

/// How files are named where there are several: by the last part of their paths,
/// or, where two have the same, by all behind what every path begins with.
pub(super) struct Files {
    /// Bytes of the paths that are left out; none to leave the last part.
    skipped: Option<usize>,
    any: bool,
    /// Most columns of a name where two stand side by side.
    pub(super) narrow: usize,
}

impl Files {
    /// For lines of so many columns.
    pub(super) fn of(files: &[String], columns: usize) -> Self {
        let mut paths: Vec<&str> = files.iter().map(String::as_str).collect();
        paths.retain(|path| *path != "-");
        paths.sort_unstable();
        paths.dedup();
        let mut names: Vec<&str> = paths.iter().map(|path| last_part(path)).collect();
        names.sort_unstable();
        let clash = names.windows(2).any(|pair| pair[0] == pair[1]);
        // Of sorted paths, what the first and the last begin with all begin with.
        let shared = paths.first().zip(paths.last()).map_or(0, |(first, last)| {
            let same = first.bytes().zip(last.bytes()).take_while(|(a, b)| a == b);
            let same = same.count();
            first.as_bytes()[..same]
                .iter()
                .rposition(|b| separates(char::from(*b)))
                .map_or(0, |at| at + 1)
        });
        Self {
            skipped: clash.then_some(shared),
            any: !files.is_empty(),
            narrow: (columns / 6).max(10),
        }
    }

    /// Whether there are several files to be told apart.
    pub(super) fn any(&self) -> bool {
        self.any
    }

    /// The name of the file of a place.
    pub(super) fn name(&self, position: Option<&Position>) -> String {
        self.shortened(position, 2 * self.narrow)
    }

    /// Its beginning and its end, if it is long.
    pub(super) fn shortened(&self, position: Option<&Position>, columns: usize) -> String {
        let path = position.and_then(|p| p.file.as_deref()).unwrap_or("-");
        let name = match self.skipped {
            Some(skipped) => path.get(skipped..).unwrap_or(path),
            None => last_part(path),
        };
        let name = escape::visible(name);
        cut_inside(&name, columns)
    }
}

fn last_part(path: &str) -> &str {
    path.rsplit(separates).next().unwrap_or(path)
}

fn separates(c: char) -> bool {
    matches!(c, '/' | '\\')
}

#[cfg(test)]
mod tests {
    use super::Files;
    use crate::report::Position;

    #[test]
    fn files_are_told_apart_by_what_their_paths_differ_in() {
        let at = |file: &str| Position {
            file: Some(file.to_owned()),
            ..Position::default()
        };
        for (files, file, want) in [
            (&["/var/a.log", "/var/b.log"][..], "/var/a.log", "a.log"),
            (&["x/1/a.log", "x/2/a.log"], "x/2/a.log", "2/a.log"),
            (&["x/1/a.log", "x/2/a.log", "-"], "x/1/a.log", "1/a.log"),
            (&["x/a.log", "x/a.log"], "x/a.log", "a.log"),
            (&["a.log", "x/a.log"], "a.log", "a.log"),
            (&["a.log", "x/a.log"], "x/a.log", "x/a.log"),
            (
                &["a.log", "gateway-of-the-orders-2026-11-20.log"],
                "gateway-of-the-orders-2026-11-20.log",
                "gateway-of-…26-11-20.log",
            ),
        ] {
            let files: Vec<String> = files.iter().map(ToString::to_string).collect();
            assert_eq!(
                Files::of(&files, 72).name(Some(&at(file))),
                want,
                "{files:?}"
            );
        }
    }
}
