//! The service that `--service` names.

use crate::catalogue;
use crate::text::lang::Lang;

/// The number of a service by its id.
pub fn service(name: Option<&str>) -> Result<Option<usize>, String> {
    let Some(name) = name else { return Ok(None) };
    catalogue::services()
        .position(|s| s.id.eq_ignore_ascii_case(name))
        .map(Some)
        .ok_or_else(|| name.to_owned())
}

/// What to say about a service that does not exist.
pub fn unknown_service(lang: Lang, name: &str) -> String {
    let known: Vec<&str> = catalogue::services().map(|s| s.id).collect();
    let known = known.join(", ");
    match lang {
        Lang::En => format!("no service \"{name}\"; there are {known}"),
        Lang::Zh => format!("没有名为“{name}”的服务；可选：{known}"),
    }
}
