//! Which keys have a value that nobody else may see: told by how they end, so that
//! `TENCENTCLOUD_SECRETKEY`, `x-api-key` and `customLoginTicket` need no row each.

/// What the value of a key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A secret, whatever it looks like.
    Secret,
    /// A secret that may hold blanks: the value of a header.
    Header,
    /// Too common a word: a secret only where the value looks like one.
    Shaped,
    /// A code sent to a person.
    Code,
    /// A number of a person: telephone, identity, bank card.
    Person,
}

/// Where an ending counts.
#[derive(Clone, Copy)]
enum Where {
    /// Wherever the key ends so.
    End,
    /// Only as a word of its own: `sign`, not `design`.
    Word,
    /// Only behind another word: `DB_PASS`.
    Behind,
}
use Where::{Behind, End, Word};

/// How a key ends, folded (`secretkey`), and what its value is.
struct Ending {
    /// In place, because every reference of a table costs instructions at each start.
    bytes: [u8; 24],
    len: u8,
    place: Where,
    kind: Kind,
}

const fn ending(name: &str, place: Where, kind: Kind) -> Ending {
    let mut bytes = [0; 24];
    let (room, _) = bytes.split_at_mut(name.len());
    room.copy_from_slice(name.as_bytes());
    Ending {
        bytes,
        len: name.len() as u8,
        place,
        kind,
    }
}

impl Ending {
    const fn name(&self) -> &[u8] {
        self.bytes.split_at(self.len as usize).0
    }
}

/// By their last letter, in lower case.
const fn endings(last: u8) -> &'static [Ending] {
    use Kind::{Code, Header, Person, Secret, Shaped};
    match last {
        b'd' => {
            const {
                &[
                    ending("password", End, Secret),
                    ending("passwd", End, Secret),
                    ending("pwd", End, Secret),
                    ending("pswd", Word, Secret),
                    ending("secretid", End, Secret),
                    ending("accesskeyid", End, Secret),
                    ending("accessid", Word, Shaped),
                    ending("sessid", End, Secret),
                    ending("jsessionid", Word, Secret),
                    ending("connectsid", Word, Secret),
                    ending("idcard", End, Person),
                    ending("bankcard", End, Person),
                    ending("creditcard", End, Person),
                ]
            }
        }
        b't' => {
            const {
                &[
                    ending("secret", End, Secret),
                    ending("ticket", End, Secret),
                    ending("jwt", Word, Secret),
                    ending("passwort", Word, Secret),
                ]
            }
        }
        b's' => {
            const {
                &[
                    ending("passwords", End, Secret),
                    ending("secrets", End, Secret),
                    ending("tokens", End, Secret),
                    ending("tickets", End, Secret),
                    ending("cookies", End, Header),
                    ending("credentials", End, Secret),
                    ending("pass", Behind, Secret),
                    ending("pass", Word, Shaped),
                ]
            }
        }
        b'n' => {
            const {
                &[
                    ending("token", End, Secret),
                    ending("authorization", End, Header),
                    ending("authorisation", End, Header),
                    ending("sign", Word, Shaped),
                    ending("pin", Word, Code),
                ]
            }
        }
        b'e' => {
            const {
                &[
                    ending("cookie", End, Header),
                    ending("signature", End, Secret),
                    ending("passphrase", End, Secret),
                    ending("jscode", End, Secret),
                    ending("authcode", End, Shaped),
                    ending("verificationcode", End, Code),
                    ending("verifycode", End, Code),
                    ending("smscode", End, Code),
                    ending("onetimecode", End, Code),
                    ending("securitycode", End, Code),
                    ending("passcode", End, Code),
                    ending("logincode", End, Code),
                    ending("facode", End, Code),
                    ending("phone", Word, Person),
                    ending("telephone", Word, Person),
                    ending("mobile", Word, Person),
                    ending("mobilephone", Word, Person),
                    ending("cellphone", Word, Person),
                ]
            }
        }
        b'l' => {
            const {
                &[
                    ending("credential", End, Secret),
                    ending("tel", Word, Person),
                ]
            }
        }
        b'r' => {
            const {
                &[
                    ending("phonenumber", End, Person),
                    ending("mobilenumber", End, Person),
                    ending("idcardnumber", End, Person),
                    ending("idnumber", Word, Person),
                    ending("cardnumber", End, Person),
                    ending("codeverifier", End, Secret),
                ]
            }
        }
        b'o' => {
            const {
                &[
                    ending("idcardno", End, Person),
                    ending("cardno", End, Person),
                    ending("phoneno", End, Person),
                    ending("mobileno", End, Person),
                ]
            }
        }
        b'p' => const { &[ending("otp", Word, Code)] },
        b'a' => const { &[ending("captcha", End, Code)] },
        b'v' => const { &[ending("cvv", Word, Person)] },
        b'g' => const { &[ending("sig", Word, Shaped)] },
        b'h' => const { &[ending("auth", Word, Shaped)] },
        b'k' => const { &[ending("ak", Word, Shaped), ending("sk", Word, Shaped)] },
        b'y' => KEYS,
        _ => &[],
    }
}

/// What stands before `key`.
const KEYS: &[Ending] = {
    use Kind::{Secret, Shaped};
    &[
        ending("secretkey", End, Secret),
        ending("apikey", End, Secret),
        ending("privatekey", End, Secret),
        ending("accesskey", End, Secret),
        ending("aeskey", End, Secret),
        ending("deskey", Word, Secret),
        ending("sessionkey", End, Secret),
        ending("mchkey", End, Secret),
        ending("v3key", End, Secret),
        ending("v2key", End, Secret),
        ending("paykey", End, Secret),
        ending("partnerkey", End, Secret),
        ending("signkey", End, Secret),
        ending("signingkey", End, Secret),
        ending("authkey", End, Secret),
        ending("encryptkey", End, Secret),
        ending("encryptionkey", End, Secret),
        ending("decryptkey", End, Secret),
        ending("masterkey", End, Secret),
        ending("clientkey", End, Secret),
        ending("appkey", End, Secret),
        ending("sharedkey", End, Secret),
        ending("accountkey", End, Secret),
        ending("storagekey", Word, Secret),
        ending("servicekey", Word, Secret),
        ending("rolekey", End, Secret),
        ending("anonkey", End, Secret),
        ending("publishablekey", End, Secret),
        ending("licensekey", End, Secret),
        ending("webhookkey", End, Secret),
        ending("sshkey", Word, Secret),
        ending("rsakey", End, Secret),
        ending("hmackey", End, Secret),
        ending("jwtkey", End, Secret),
        ending("tokenkey", End, Secret),
        ending("cookiekey", End, Secret),
        ending("credentialkey", End, Secret),
        ending("tlskey", Word, Shaped),
        ending("cryptokey", End, Secret),
        ending("xsrfkey", End, Secret),
        ending("deploykey", Word, Secret),
    ]
};

/// Words in a key that make it the name of an error, of a count or of a flag.
const DENY: &str = "\
    check count denied duplicate duplicated empty err error errors exceed exceeded \
    expired fail failed failure has illegal incorrect insufficient invalid is limit max \
    min mismatch missing no not num prompt completion require required total \
    unauthorized unavailable unexpected unknown unsupported unused used without wrong";

/// Words behind a key that say which one or in what form it is.
const TAILS: &[&str] = &[
    "base64",
    "b64",
    "confirm",
    "confirmation",
    "copy",
    "dev",
    "hash",
    "new",
    "old",
    "plain",
    "prod",
    "production",
    "release",
    "staging",
    "str",
    "string",
    "test",
    "text",
    "value",
];

/// Longest end of a key that is read.
const LONGEST: usize = 48;

/// The end of a key in lower case, without what parts its words.
struct Folded {
    letters: [u8; LONGEST],
    len: usize,
    /// Bit n: a word begins at letter n.
    starts: u64,
}

impl Folded {
    fn of(key: &[u8]) -> Self {
        let mut folded = Self {
            letters: [0; LONGEST],
            len: 0,
            starts: 1,
        };
        let key = &key[key.len().saturating_sub(LONGEST)..];
        let mut start = true;
        for (at, byte) in key.iter().enumerate() {
            if !byte.is_ascii_alphanumeric() {
                start = true;
                continue;
            }
            let before = at.checked_sub(1).map_or(b'_', |i| key[i]);
            let after = key.get(at + 1).copied().unwrap_or(b'_');
            let camel = byte.is_ascii_uppercase()
                && (before.is_ascii_lowercase()
                    || before.is_ascii_uppercase() && after.is_ascii_lowercase());
            folded.letters[folded.len] = byte.to_ascii_lowercase();
            folded.starts |= u64::from(start || camel) << folded.len;
            folded.len += 1;
            start = false;
        }
        folded
    }

    fn text(&self) -> &[u8] {
        &self.letters[..self.len]
    }

    fn begins(&self, at: usize) -> bool {
        self.starts >> at & 1 == 1
    }

    /// Where the last word begins.
    fn last(&self) -> usize {
        (0..self.len).rev().find(|at| self.begins(*at)).unwrap_or(0)
    }

    /// Without digits and words at the end that only say which one it is.
    fn trimmed(mut self) -> Self {
        for _ in 0..3 {
            let last = self.last();
            let word = &self.letters[last..self.len];
            let tail = TAILS.iter().any(|t| t.as_bytes() == word);
            if last > 0 && tail {
                self.len = last;
            }
            let digits = self.text().iter().rev();
            let digits = digits.take_while(|b| b.is_ascii_digit()).count();
            if digits < self.len && !tail {
                self.len -= digits;
            }
        }
        self
    }

    /// A word that begins before this place says that it is no key of a secret; what
    /// stands behind it is its name, the `no` of `cardNo` too.
    fn denied(&self, name: usize) -> bool {
        let mut from = 0;
        (1..=self.len).any(|at| {
            if at < self.len && !self.begins(at) {
                return false;
            }
            let (begin, word) = (from, &self.letters[from..at]);
            from = at;
            begin < name && DENY.split(' ').any(|deny| deny.as_bytes() == word)
        })
    }
}

/// Letters with which a key or a word behind one ends: most words end otherwise.
static ENDS: [[bool; 26]; 26] = {
    let mut ends = [[false; 26]; 26];
    let mut last = b'a';
    while last <= b'z' {
        let list = endings(last);
        let mut at = 0;
        while at < list.len() {
            mark(&mut ends, list[at].name());
            at += 1;
        }
        last += 1;
    }
    let mut at = 0;
    while at < TAILS.len() {
        mark(&mut ends, TAILS[at].as_bytes());
        at += 1;
    }
    ends
};

/// Notes the last two letters of a word, digits behind them aside.
const fn mark(ends: &mut [[bool; 26]; 26], word: &[u8]) {
    let mut len = word.len();
    while len > 0 && !word[len - 1].is_ascii_lowercase() {
        len -= 1;
    }
    if len > 1 {
        ends[(word[len - 2] - b'a') as usize][(word[len - 1] - b'a') as usize] = true;
    }
}

fn may_end(before: Option<u8>, last: u8) -> bool {
    let number = |b: u8| usize::from(b.to_ascii_lowercase() - b'a');
    match before {
        // `TOKEN_b64`: a word of one letter.
        Some(before) if !before.is_ascii_alphabetic() => true,
        Some(before) => ENDS[number(before)][number(last)],
        None => false,
    }
}

/// What the value of this key is, if nobody else may see it.
pub(super) fn kind(key: &[u8]) -> Option<Kind> {
    let last = key.iter().rposition(u8::is_ascii_alphabetic)?;
    let before = last.checked_sub(1).map(|at| key[at]);
    if !may_end(before, key[last]) {
        return None;
    }
    let folded = Folded::of(key).trimmed();
    let last = folded.text().last()?;
    let ending = endings(*last).iter().find(|ending| {
        let name = ending.name();
        let Some(at) = folded.len.checked_sub(name.len()) else {
            return false;
        };
        let placed = match ending.place {
            End => true,
            Word => folded.begins(at),
            Behind => at > 0 && folded.begins(at),
        };
        placed && folded.letters[at..folded.len] == *name
    });
    let Ending { len, kind, .. } = ending?;
    let name = folded.len - usize::from(*len);
    (!folded.denied(name)).then_some(*kind)
}

/// Keys of two words parted by a blank: `api key`, `verification code`.
pub(super) fn kind_of_two(first: &[u8], second: &[u8]) -> Option<Kind> {
    if !second.eq_ignore_ascii_case(b"key") && !second.eq_ignore_ascii_case(b"code") {
        return None;
    }
    let mut both = [0; LONGEST];
    let first = &first[first.len().saturating_sub(32)..];
    let len = first.len() + 1 + second.len();
    both[..first.len()].copy_from_slice(first);
    both[first.len()] = b'_';
    both[first.len() + 1..len].copy_from_slice(second);
    kind(&both[..len])
}

/// Commands whose short option takes a secret: `sshpass -p X`.
const COMMANDS: &[(&[u8], u8)] = &[
    (b"sshpass", b'p'),
    (b"mysql", b'p'),
    (b"mysqldump", b'p'),
    (b"mysqladmin", b'p'),
    (b"docker", b'p'),
    (b"podman", b'p'),
    (b"nerdctl", b'p'),
    (b"helm", b'p'),
    (b"redis-cli", b'a'),
    (b"coscmd", b's'),
];

/// The short option of this command that takes a secret.
pub(super) fn flag_of(word: &[u8]) -> Option<u8> {
    let found = COMMANDS.iter().find(|(name, _)| *name == word);
    found.map(|(_, flag)| *flag)
}

/// Names of the value where the key is a value itself: `{"Key":"TOKEN","Value":…}`.
pub(super) fn is_value(name: &[u8]) -> bool {
    let names: [&[u8]; 6] = [b"value", b"val", b"content", b"data", b"default", b"v"];
    names.iter().any(|n| name.eq_ignore_ascii_case(n))
}

/// Labels in Chinese, the longer first.
const LABELS: &[(&str, Kind)] = &[
    ("密码", Kind::Secret),
    ("密钥", Kind::Secret),
    ("密匙", Kind::Secret),
    ("秘钥", Kind::Secret),
    ("私钥", Kind::Secret),
    ("令牌", Kind::Secret),
    ("口令", Kind::Secret),
    ("授权码", Kind::Secret),
    ("凭证", Kind::Shaped),
    ("凭据", Kind::Shaped),
    ("票据", Kind::Shaped),
    ("签名", Kind::Shaped),
    ("手机号码", Kind::Person),
    ("手机号", Kind::Person),
    ("手机", Kind::Person),
    ("电话号码", Kind::Person),
    ("电话", Kind::Person),
    ("身份证号码", Kind::Person),
    ("身份证号", Kind::Person),
    ("身份证", Kind::Person),
    ("银行卡号", Kind::Person),
    ("银行卡", Kind::Person),
    ("卡号", Kind::Person),
    ("验证码", Kind::Code),
    ("动态码", Kind::Code),
    ("校验码", Kind::Code),
];

/// The label with which the text begins: its length and what its value is.
pub(super) fn label(text: &[u8]) -> Option<(usize, Kind)> {
    let found = LABELS.iter().find(|(l, _)| text.starts_with(l.as_bytes()));
    found.map(|(label, kind)| (label.len(), *kind))
}

/// A label may begin with this byte.
pub(super) fn begins_label(byte: u8) -> bool {
    (0xe4..=0xe9).contains(&byte)
}

#[cfg(test)]
mod tests;
