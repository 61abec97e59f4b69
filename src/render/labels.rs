//! The words for services, categories, faults and advice in both languages.

use crate::catalogue::model::{Advice, Fault};
use crate::catalogue::{self, layers, products};
use crate::report::Explained;
use crate::text::lang::Lang;

/// The name people read for a service id.
#[must_use]
pub fn service(id: &str, lang: Lang) -> &'static str {
    let found = catalogue::services().find(|s| s.id == id);
    found.map_or("", |s| s.name.get(lang))
}

/// The name people read for a category id.
#[must_use]
pub fn category(id: &str, lang: Lang) -> &'static str {
    let found = catalogue::categories().find(|c| c.id == id);
    found.map_or("", |c| c.name.get(lang))
}

/// The name people read for the product of a result.
#[must_use]
pub fn product(result: &Explained, lang: Lang) -> Option<&'static str> {
    let product = products::named(result.product.as_deref()?)?;
    Some(product.name().get(lang))
}

/// The family that a code without an entry is answered by.
#[must_use]
pub fn family(result: &Explained) -> &str {
    let family = layers::family_of(&result.code, &[]);
    family.map_or(&*result.code, |id| id.code())
}

/// Who has to act.
#[must_use]
pub fn fault(fault: Fault, lang: Lang) -> &'static str {
    match fault {
        Fault::Caller => lang.pick("your code or request", "调用方的代码或请求"),
        Fault::Config => lang.pick("your settings", "你的配置"),
        Fault::Quota => lang.pick("a quota or rate limit", "配额或频率限制"),
        Fault::Billing => lang.pick("billing", "账户费用"),
        Fault::Platform => lang.pick("Tencent Cloud", "腾讯云平台"),
        Fault::Network => lang.pick("the network in between", "中间的网络"),
        Fault::Unknown => lang.pick("not documented", "官方未说明"),
    }
}

/// What stands behind the fault where the advice is to ignore it.
#[must_use]
pub fn harmless(harmless: bool, lang: Lang) -> &'static str {
    match harmless {
        true => lang.pick(" (harmless: it may be ignored)", "（无害，可以忽略）"),
        false => "",
    }
}

/// Whether to retry, as a phrase.
#[must_use]
pub fn advice(advice: Advice, lang: Lang) -> &'static str {
    match advice {
        Advice::No => lang.pick("no", "否"),
        Advice::AfterChange => lang.pick("after a fix, not before", "先修复，再重试"),
        Advice::Backoff => lang.pick("yes, with growing pauses", "可以，间隔逐次加长"),
        Advice::Unknown => lang.pick("not documented", "官方未说明"),
    }
}

/// Whether to retry, in a column of eight.
#[must_use]
pub fn advice_short(advice: Advice, lang: Lang) -> &'static str {
    match advice {
        Advice::No => lang.pick("no", "否"),
        Advice::AfterChange => lang.pick("fix", "修复后"),
        Advice::Backoff => lang.pick("backoff", "退避"),
        Advice::Unknown => lang.pick("?", "？"),
    }
}
