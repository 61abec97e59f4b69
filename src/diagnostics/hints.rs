//! What a person is told on stderr when nothing was found: similar codes, and where
//! to look further.

use super::{complain_plain, stderr_columns};
use crate::catalogue;
use crate::recognise::described;
use crate::render::wrap;
use crate::report::{Explainer, Suggestion};
use crate::suggest;
use crate::text::lang::Lang;

/// Most words of a text that are looked up by themselves.
const NAMES: usize = 8;
/// Codes less near than this are not offered for a whole text, which nobody typed as the
/// name of a code.
const LIKELY: f64 = 0.6;
/// The same for a word of a longer text: it must be a code with a slip in it.
const MISTYPED: f64 = 0.85;
/// No shorter word is taken for a mistyped code.
const SHORTEST: usize = 7;

/// Most answers that are offered for what a text describes.
const CLOSEST: usize = 3;

const MORE_EN: [&str; 2] = [
    "Search the descriptions: cberr list --search WORDS",
    "A real code that is missing? See data/README.md in the repository: adding one takes ten minutes.",
];
const MORE_ZH: [&str; 2] = [
    "按描述搜索：cberr list --search 关键词",
    "确实存在但未收录？参见仓库中的 data/README.md，十分钟即可补上一条。",
];

/// Where to look further.
pub fn more(lang: Lang) -> String {
    let lines = match lang {
        Lang::En => MORE_EN,
        Lang::Zh => MORE_ZH,
    };
    let wrapped = lines
        .iter()
        .flat_map(|line| wrap::wrap(line, stderr_columns()));
    wrapped.fold("\n".to_owned(), |text, line| text + line + "\n")
}

/// The codes with their meanings, one a line; nothing where there are none.
pub fn similar(suggestions: &[Suggestion], lang: Lang) -> String {
    listed(lang.pick("Similar codes:", "相近的错误码："), suggestions)
}

fn listed(title: &str, suggestions: &[Suggestion]) -> String {
    if suggestions.is_empty() {
        return String::new();
    }
    let mut text = format!("\n{title}\n");
    let column = suggestions.iter().map(|s| s.code.len()).max().unwrap_or(0);
    let room = stderr_columns().saturating_sub(column + 4).max(20);
    for Suggestion { code, meaning, .. } in suggestions {
        let meaning = wrap::cut(meaning, room);
        text.push_str(&format!("  {code:column$}  {meaning}\n"));
    }
    text
}

/// Says what a text without any known error may mean. A code that stands in it and yet
/// does not count is another vendor's.
pub fn say(text: &str, lang: Lang) {
    let explainer = Explainer::new(lang);
    let near = |text: &str, least: f64| {
        let mut list = explainer.suggestions(&suggest::answer(text, None).similar());
        list.retain(|suggestion| suggestion.score >= least);
        list
    };
    // A body is no phrase, but a mistyped code in it is found by itself.
    let whole = Some(text).filter(|text| !text.starts_with(['{', '[', '<']));
    let names = names(text).filter(|name| catalogue::find_spelled(name).is_empty());
    let lists = whole.into_iter().map(|text| near(text, LIKELY));
    let mut lists = lists.chain(names.take(NAMES).map(|name| near(name, MISTYPED)));
    let first = lists.find(|list| !list.is_empty());
    let found = match first {
        Some(list) => similar(&list, lang),
        None => {
            let close = explainer.described(&described::closest(text, CLOSEST));
            let title = lang.pick(
                "By its words it may be one of these:",
                "从描述看，可能是其中之一：",
            );
            listed(title, &close)
        }
    };
    complain_plain(&format!("{found}{}", more(lang)));
}

/// The words that have the look of a code: capitals, and a second word inside.
fn names(text: &str) -> impl Iterator<Item = &str> {
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
    text.split(move |c| !part(c)).filter(|word| {
        let inner = word.get(1..).unwrap_or_default();
        word.len() >= SHORTEST
            && word.starts_with(|c: char| c.is_ascii_uppercase())
            && inner.contains(|c: char| c == '_' || c == '.' || c.is_ascii_uppercase())
    })
}
