//! The time at which a record was written, in the forms that logs use.

use serde::{Deserialize, Serialize};

/// How far into a record its time is looked for.
pub const FAR: usize = 400;

/// A time as it stands in a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp<'a> {
    /// The text.
    pub text: &'a str,
    /// Seconds on the scale of its form.
    pub seconds: i64,
    /// Seconds that its clock is ahead of UTC; 0 where the text does not say.
    pub zone: i64,
    /// What the text says of the day.
    pub form: Form,
}

/// What a time says of its day; only times of one form can be compared. From the one
/// that says least to the one that says most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Nothing: seconds since midnight.
    Clock,
    /// Month and day: seconds since the year began.
    Day,
    /// Year, month, day: seconds since 1970.
    #[default]
    Date,
}

const MONTHS: &[u8] = b"JanFebMarAprMayJunJulAugSepOctNovDec";

/// Keys of a time in milliseconds or seconds since 1970, by precedence. Other
/// words end on other letters.
const KEYS: [&[u8]; 4] = [b"\"time\"", b"\"ts\"", b"\"timestamp\"", b"\"@timestamp\""];

/// The first time that stands in the record: every form of it has a colon. Of
/// keys before the first clock the precedence decides.
#[must_use]
pub fn find(record: &[u8]) -> Option<Stamp<'_>> {
    let text = &record[..record.len().min(FAR)];
    let mut keyed: Option<(usize, Stamp<'_>)> = None;
    let mut seen = [false; KEYS.len()];
    for at in memchr::memchr_iter(b':', text) {
        if text[..at].ends_with(b"\"") {
            let key = KEYS.iter().position(|key| text[..at].ends_with(key));
            // Only the first place of a key counts.
            if let Some(key) = key.filter(|key| !std::mem::replace(&mut seen[*key], true))
                && keyed.is_none_or(|(other, _)| key < other)
                && let Some(stamp) = epoch(&text[at + 1..])
            {
                keyed = Some((key, stamp));
            }
        }
        if keyed.is_some_and(|(key, _)| key == 0) {
            break;
        }
        if let Some(clock) = clock(text, at) {
            return Some(keyed.map_or(clock, |(_, stamp)| stamp));
        }
    }
    keyed.map(|(_, stamp)| stamp)
}

/// A time that stands alone, as a report has it.
#[must_use]
pub fn read(text: &str) -> Option<Stamp<'_>> {
    let number: Option<i64> = text.parse().ok().filter(|_| text.len() >= 10);
    number.map_or_else(
        || find(text.as_bytes()),
        |number| {
            let seconds = if text.len() > 10 {
                number / 1000
            } else {
                number
            };
            Some(Stamp {
                text,
                seconds,
                zone: 0,
                form: Form::Date,
            })
        },
    )
}

/// `hh:mm:ss` around the colon at `at`, with the date before it and the fraction
/// and zone behind it.
fn clock(bytes: &[u8], at: usize) -> Option<Stamp<'_>> {
    if bytes.get(at + 3) != Some(&b':') {
        return None;
    }
    let start = at.checked_sub(2)?;
    let hours = number(bytes, start, 2)?;
    let minutes = number(bytes, at + 1, 2)?;
    let seconds = number(bytes, at + 4, 2)?;
    let whole = hours < 24
        && minutes < 60
        && seconds < 61
        && !bytes.get(at + 6).is_some_and(u8::is_ascii_digit)
        && !start
            .checked_sub(1)
            .is_some_and(|i| bytes[i].is_ascii_digit());
    if !whole {
        return None;
    }
    let mut end = at + 6;
    if matches!(bytes.get(end), Some(b'.' | b',')) {
        let digits = bytes[end + 1..].iter().take_while(|b| b.is_ascii_digit());
        end += match digits.count() {
            0 => 0,
            n => n + 1,
        };
    }
    let (zone_end, zone) = zone(bytes, end);
    let day = hours * 3600 + minutes * 60 + seconds;
    let (from, days, form) = date(bytes, start).unwrap_or((start, 0, Form::Clock));
    let end = if form == Form::Date { zone_end } else { end };
    let zone = if form == Form::Date { zone } else { 0 };
    Some(Stamp {
        text: std::str::from_utf8(bytes.get(from..end)?).ok()?,
        seconds: days * 86400 + day - zone,
        zone,
        form,
    })
}

/// The date that ends before the clock at `at`: where it begins, its days, its
/// form.
fn date(bytes: &[u8], at: usize) -> Option<(usize, i64, Form)> {
    let gap = at.checked_sub(1)?;
    // 2026-11-21T, 2026/11/21 and the like.
    if matches!(bytes[gap], b'T' | b' ' | b'_')
        && let Some(from) = gap.checked_sub(10)
        && matches!(bytes[from + 4], b'-' | b'/' | b'.')
        && bytes[from + 4] == bytes[from + 7]
    {
        let (y, m, d) = (
            number(bytes, from, 4)?,
            number(bytes, from + 5, 2)?,
            number(bytes, from + 8, 2)?,
        );
        return valid(y, m, d).then(|| (from, days(y, m, d), Form::Date));
    }
    // 21/Nov/2026:
    if bytes[gap] == b':'
        && let Some(from) = gap.checked_sub(11)
        && let Some(month) = month(bytes, from + 3)
    {
        let (d, y) = (number(bytes, from, 2)?, number(bytes, from + 7, 4)?);
        return valid(y, month, d).then(|| (from, days(y, month, d), Form::Date));
    }
    // Nov 21, Nov  1
    if bytes[gap] == b' '
        && let Some(from) = gap.checked_sub(6)
        && let Some(month) = month(bytes, from)
    {
        let tens = if bytes[from + 4] == b' ' {
            0
        } else {
            number(bytes, from + 4, 1)?
        };
        let d = tens * 10 + number(bytes, from + 5, 1)?;
        return valid(2000, month, d)
            .then(|| (from, days(2000, month, d) - days(2000, 1, 1), Form::Day));
    }
    None
}

/// `Z`, `+08:00`, ` +0800` at `at`: where it ends, its seconds.
fn zone(bytes: &[u8], at: usize) -> (usize, i64) {
    if bytes.get(at) == Some(&b'Z') {
        return (at + 1, 0);
    }
    let sign = at + usize::from(bytes.get(at) == Some(&b' '));
    let direction = match bytes.get(sign) {
        Some(b'+') => 1,
        Some(b'-') => -1,
        _ => return (at, 0),
    };
    let colon = usize::from(bytes.get(sign + 3) == Some(&b':'));
    match (
        number(bytes, sign + 1, 2),
        number(bytes, sign + 3 + colon, 2),
    ) {
        (Some(hours), Some(minutes)) if hours < 15 => {
            (sign + 5 + colon, direction * (hours * 3600 + minutes * 60))
        }
        _ => (at, 0),
    }
}

/// Milliseconds or seconds since 1970, behind its key.
fn epoch(behind: &[u8]) -> Option<Stamp<'_>> {
    let rest = behind.trim_ascii_start();
    let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
    let text = std::str::from_utf8(&rest[..digits]).ok()?;
    let seconds = match (digits, text.parse::<i64>()) {
        (10, Ok(number)) => number,
        (13, Ok(number)) => number / 1000,
        _ => return None,
    };
    Some(Stamp {
        text,
        seconds,
        zone: 0,
        form: Form::Date,
    })
}

fn number(bytes: &[u8], at: usize, digits: usize) -> Option<i64> {
    bytes.get(at..at + digits)?.iter().try_fold(0, |n, b| {
        b.is_ascii_digit().then(|| n * 10 + i64::from(b - b'0'))
    })
}

fn month(bytes: &[u8], at: usize) -> Option<i64> {
    let name = bytes.get(at..at + 3)?;
    let at = MONTHS.chunks_exact(3).position(|m| m == name)?;
    i64::try_from(at + 1).ok()
}

/// Whether the month has this day.
fn valid(year: i64, month: i64, day: i64) -> bool {
    let next = if month == 12 {
        (year + 1, 1)
    } else {
        (year, month + 1)
    };
    (1..=12).contains(&month) && (1..=days(next.0, next.1, 1) - days(year, month, 1)).contains(&day)
}

/// Days since 1970-01-01 of a date of the Gregorian calendar.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Seconds since 1970 as `2026-11-21 10:00:00`.
#[must_use]
pub fn written(seconds: i64) -> String {
    let shifted = seconds.div_euclid(86400) + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    let clock = seconds.rem_euclid(86400);
    format!(
        "{year:04}-{month:02}-{day:02} {:02}:{:02}:{:02}",
        clock / 3600,
        clock / 60 % 60,
        clock % 60
    )
}

/// A time for people: milliseconds since 1970 as a date, `T` as a blank, no
/// fraction.
#[must_use]
pub fn for_people(text: &str) -> String {
    if text.len() >= 10
        && text.bytes().all(|b| b.is_ascii_digit())
        && let Ok(number) = text.parse::<i64>()
    {
        return written(if text.len() > 10 {
            number / 1000
        } else {
            number
        });
    }
    // The fraction stands behind the seconds; a date may have dots too.
    let seconds = text.match_indices(':').nth(1).map_or(0, |(at, _)| at);
    let fraction = text[seconds..].find(['.', ',']);
    let text = fraction.map_or(text, |at| &text[..seconds + at]);
    let text = text.trim_end_matches('Z');
    text.replacen(
        'T',
        " ",
        usize::from(text.starts_with(|c: char| c.is_ascii_digit())),
    )
}

#[cfg(test)]
mod tests {
    use super::{Form, find, for_people, written};

    #[test]
    fn times_are_shortened_for_people() {
        for (time, want) in [
            ("2026-11-20T09:05:01.123456Z", "2026-11-20 09:05:01"),
            ("2026-11-20 09:05:01,123", "2026-11-20 09:05:01"),
            ("2026.11.20 09:05:01", "2026.11.20 09:05:01"),
            ("2026-11-20T09:05:01+08:00", "2026-11-20 09:05:01+08:00"),
            ("20/Nov/2026:09:05:01 +0800", "20/Nov/2026:09:05:01 +0800"),
            ("Nov 20 09:05:01.5", "Nov 20 09:05:01"),
            ("1763629501123", "2025-11-20 09:05:01"),
            ("1763629501", "2025-11-20 09:05:01"),
        ] {
            assert_eq!(for_people(time), want, "{time}");
        }
    }

    #[test]
    fn common_forms_are_read() {
        for (record, text, when, form) in [
            (
                "2026-11-21T10:00:00.123Z ERROR x",
                "2026-11-21T10:00:00.123Z",
                "2026-11-21 10:00:00",
                Form::Date,
            ),
            (
                "[2026-11-21 10:00:00,123] x",
                "2026-11-21 10:00:00,123",
                "2026-11-21 10:00:00",
                Form::Date,
            ),
            (
                "2026/11/21 10:00:00 x",
                "2026/11/21 10:00:00",
                "2026-11-21 10:00:00",
                Form::Date,
            ),
            (
                "1.2.3.4 - - [21/Nov/2026:10:00:00 +0800] \"GET",
                "21/Nov/2026:10:00:00 +0800",
                "2026-11-21 02:00:00",
                Form::Date,
            ),
            (
                r#"{"ts":"2026-11-21T10:00:00+08:00"}"#,
                "2026-11-21T10:00:00+08:00",
                "2026-11-21 02:00:00",
                Form::Date,
            ),
            (
                r#"{"time":1795255200123,"code":"X"}"#,
                "1795255200123",
                "2026-11-21 10:00:00",
                Form::Date,
            ),
            (
                r#"{"ts":1,"ts":1795255201,"timestamp":1795255202,"time":1795255200}"#,
                "1795255200",
                "2026-11-21 10:00:00",
                Form::Date,
            ),
            (
                r#"{"ts":1795255200,"at":"10:46:44","time":1795255201}"#,
                "1795255200",
                "2026-11-21 10:00:00",
                Form::Date,
            ),
            (
                r#"{"timestamp": 1795255200}"#,
                "1795255200",
                "2026-11-21 10:00:00",
                Form::Date,
            ),
            (
                "Nov  1 10:00:00 host app: x",
                "Nov  1 10:00:00",
                "1970-11-01 10:00:00",
                Form::Day,
            ),
            (
                "10:46:44 start",
                "10:46:44",
                "1970-01-01 10:46:44",
                Form::Clock,
            ),
            (
                "2024-02-29 00:00:00",
                "2024-02-29 00:00:00",
                "2024-02-29 00:00:00",
                Form::Date,
            ),
        ] {
            let stamp = find(record.as_bytes()).expect(record);
            assert_eq!(stamp.text, text, "{record}");
            assert_eq!(stamp.form, form, "{record}");
            let seconds = stamp.seconds
                - if form == Form::Day && stamp.seconds > 59 * 86400 {
                    86400
                } else {
                    0
                };
            assert_eq!(written(seconds), when, "{record}");
        }
        for record in [
            "1:2:3",
            "at A.java:12:34",
            "12:34:567",
            "user:10:20",
            "",
            "中文：时间",
        ] {
            assert_eq!(find(record.as_bytes()), None, "{record}");
        }
    }

    #[test]
    fn a_day_that_no_month_has_is_no_date() {
        for (day, is_date) in [
            ("2026-02-28", true),
            ("2026-02-29", false),
            ("2026-02-31", false),
            ("2024-02-29", true),
            ("2000-02-29", true),
            ("1900-02-29", false),
            ("2026-04-31", false),
            ("2026-12-31", true),
            ("2026-12-32", false),
            ("2026-00-10", false),
            ("2026-13-01", false),
            ("2026-01-00", false),
        ] {
            let record = format!("{day} 10:00:00 x");
            let form = find(record.as_bytes()).expect("a clock").form;
            assert_eq!(form == Form::Date, is_date, "{day}");
        }
    }

    #[test]
    fn zones_reach_from_twelve_before_to_fourteen_after() {
        for (zone, hours) in [
            ("Z", 0),
            ("+00:00", 0),
            ("+0900", 9),
            ("+05:30", 5),
            (" +1400", 14),
            ("-12:00", -12),
            ("+15:00", 0),
            ("+1", 0),
        ] {
            let record = format!("2026-11-21T20:00:00{zone}");
            let stamp = find(record.as_bytes()).expect("a time");
            let minutes = if zone.ends_with("30") { 1800 } else { 0 };
            assert_eq!(stamp.zone, hours * 3600 + minutes, "{zone}");
        }
    }
}
