use super::{COMMANDS, Kind, LABELS, TAILS, Where, begins_label, endings};
use super::{flag_of, is_value, kind, kind_of_two, label};

#[test]
fn endings_stand_under_their_last_letter() {
    for last in b'a'..=b'z' {
        for ending in endings(last) {
            let name = ending.name();
            assert_eq!(name.last(), Some(&last), "{}", name.escape_ascii());
        }
    }
}

#[test]
fn a_key_is_told_by_its_last_words() {
    for key in [
        "password",
        "TENCENTCLOUD_SECRETKEY",
        "COS_SECRET_KEY",
        "MYSQL_PWD",
        "_authToken",
        "X-TC-Token",
        "x-api-key",
        "customLoginTicket",
        "q-signature",
        "EncodingAESKey",
        "js_code",
        "mchKey",
        "APIv3Key",
        "access_token_2",
        "PASSWORD_PROD",
        "dbPassword1",
        "spring.datasource.password",
        "mchAPIv3Key",
        "awsAccessKeyId",
        "tokenValue",
    ] {
        assert_eq!(kind(key.as_bytes()), Some(Kind::Secret), "{key}");
    }
    for key in [
        "key",
        "Key",
        "code",
        "design",
        "bypass",
        "hotel",
        "mapping",
        "INVALID_ACCESS_TOKEN",
        "InvalidParameter.Password",
        "AuthFailure.TokenFailure",
        "max_tokens",
        "token_type",
        "passwordLength",
        "SIGN_PARAM_INVALID",
        "etag",
        "RequestId",
        "cacheKey",
        "ObjectKey",
        "monkey",
        "secretName",
        "is_password",
    ] {
        assert_eq!(kind(key.as_bytes()), None, "{key}");
    }
}

/// Every ending of the table, wherever it counts.
#[test]
fn an_ending_counts_where_its_row_says() {
    for ending in (b'a'..=b'z').flat_map(endings) {
        let name = std::str::from_utf8(ending.name()).expect("ASCII");
        let own = Some(ending.kind);
        let known = |key: &str| kind(key.as_bytes());
        let upper = name.to_uppercase();
        let is = |key: &str, counts: bool| {
            // The same letters may be a shorter ending too, or a longer one.
            let seen = known(key);
            assert!(
                (seen == own) == counts || seen.is_some() && !counts,
                "{key}: {seen:?}"
            );
        };
        match ending.place {
            // Behind another word it is more than that.
            Where::Word if name == "pass" => is(name, true),
            Where::End | Where::Word => {
                is(name, true);
                is(&upper, true);
                is(&format!("my_{name}"), true);
                is(&format!("MY-{upper}"), true);
                is(&format!("my.{name}2"), true);
            }
            Where::Behind => {
                is(&format!("db_{name}"), true);
                is(&format!("DB-{upper}"), true);
            }
        }
        is(&format!("zq{name}"), matches!(ending.place, Where::End));
        is(&format!("{name}zq"), false);
        is(&format!("{name}_id_zq"), false);
        for tail in TAILS {
            if matches!(ending.place, Where::End) {
                is(&format!("{name}_{tail}"), true);
                is(&format!("{name}{tail}"), false);
            }
        }
        for deny in ["invalid", "no", "expired", "count"] {
            assert_eq!(known(&format!("{deny}_{name}")), None, "{deny} {name}");
            assert_eq!(known(&format!("{deny}.x.{name}")), None, "{deny} {name}");
        }
    }
}

#[test]
fn what_a_value_is_depends_on_its_key() {
    for (key, is) in [
        ("Cookie", Kind::Header),
        ("set-cookie", Kind::Header),
        ("X-CloudBase-Authorization", Kind::Header),
        ("sign", Kind::Shaped),
        ("paySign", Kind::Shaped),
        ("pass", Kind::Shaped),
        ("dbPass", Kind::Secret),
        ("DBPass", Kind::Secret),
        ("ak", Kind::Shaped),
        ("auth", Kind::Shaped),
        ("smsCode", Kind::Code),
        ("2FACode", Kind::Code),
        ("otp", Kind::Code),
        ("userPhoneNumber", Kind::Person),
        ("phone", Kind::Person),
        ("idCardNo", Kind::Person),
        ("cvv", Kind::Person),
        ("token_b64", Kind::Secret),
        ("tokenOld2", Kind::Secret),
        ("TOKEN_PROD_V_2", Kind::Secret),
        ("key2_secret1", Kind::Secret),
        // Only its end is read.
        (&format!("{}_token", "a".repeat(60)), Kind::Secret),
        (&format!("no_{}_token", "a".repeat(60)), Kind::Secret),
    ] {
        let seen = kind(key.as_bytes());
        let told = key == "TOKEN_PROD_V_2";
        assert_eq!(seen, (!told).then_some(is), "{key}");
    }
    for key in [
        "", "n", "2", "_", "token_", "compass", "resign", "autoshop", "ipad", "passtest",
    ] {
        let seen = kind(key.as_bytes());
        assert_eq!(seen, (key == "token_").then_some(Kind::Secret), "{key}");
    }
}

#[test]
fn two_words_can_be_a_key() {
    let two = |first: &str, second: &str| kind_of_two(first.as_bytes(), second.as_bytes());
    assert_eq!(two("api", "key"), Some(Kind::Secret));
    assert_eq!(two("API", "Key"), Some(Kind::Secret));
    assert_eq!(two("verification", "code"), Some(Kind::Code));
    assert_eq!(two("SMS", "CODE"), Some(Kind::Code));
    assert_eq!(two("the", "key"), None);
    assert_eq!(two("error", "code"), None);
    assert_eq!(two("access", "token"), None);
    assert_eq!(two("", "key"), None);
    let long = format!("{}_api", "a".repeat(100));
    assert_eq!(two(&long, "key"), Some(Kind::Secret));
}

#[test]
fn commands_values_and_labels_are_known() {
    for (name, flag) in COMMANDS {
        assert_eq!(flag_of(name), Some(*flag));
    }
    assert_eq!(flag_of(b"MYSQL"), None);
    assert_eq!(flag_of(b"ls"), None);
    for name in ["value", "VALUE", "val", "content", "data", "default", "v"] {
        assert!(is_value(name.as_bytes()), "{name}");
    }
    assert!(!is_value(b"values") && !is_value(b""));
    for (name, is) in LABELS {
        let text = format!("{name}：x");
        assert_eq!(label(text.as_bytes()), Some((name.len(), *is)), "{name}");
        assert!(begins_label(name.as_bytes()[0]), "{name}");
    }
    assert_eq!(label("错误".as_bytes()), None);
    for byte in [b'a', 0x80, 0xe3, 0xea] {
        assert!(!begins_label(byte), "{byte}");
    }
}
