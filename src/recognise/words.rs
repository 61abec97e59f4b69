//! Words that no key introduces: in brackets, in parentheses, in error lines, or
//! as all that there is.

use super::evidence::{self, Looks, looks};
use super::marks::Sign;
use super::tokens::{Key, Kind, Lexed, Token};
use super::{Found, GENERAL, SPECIFIC, WECHAT, is_digits, is_v2, java, known};
use crate::catalogue::{self, layers};

/// Short enough for a complaint, with nothing else around it.
fn one_line(lexed: &Lexed) -> bool {
    let text = lexed.first().trim();
    text.len() <= 200 && !text.contains('\n')
}

/// The line says that something failed, not only that there are error codes.
fn failed(line: &str) -> bool {
    let said = line.replace("rror code", "").replace("错误码", "");
    evidence::speaks_of_failure(&said)
}

/// Most codes that a question is about; more are a list of them.
const ASKED: usize = 3;

/// A paste may say more than the record does in a log: it is a short line, or holds a
/// number in parentheses.
pub(super) fn may_complain(lexed: &Lexed) -> bool {
    one_line(lexed) || lexed.tokens.iter().any(|t| t.kind == Kind::Paren)
}

impl Found<'_> {
    /// Words in brackets, in parentheses and in error lines.
    pub(super) fn tokens(&mut self) {
        for token in &self.lexed.tokens {
            let word = self.lexed.text(token.text);
            match token.kind {
                Kind::Bracket => self.bracket(token, word),
                Kind::Word => self.word(token, word),
                // In a log `(1024) …` is anything; alone it is what was asked about.
                Kind::Paren if self.whole => self.paren(token, word),
                Kind::Paren => {}
            }
        }
    }

    /// `[CODE] message`, `[100003] …`.
    pub(super) fn bracket(&mut self, token: &Token, word: &str) {
        let in_message = token.within.is_some_and(Key::is_text);
        if is_digits(word) {
            let class = word.len() == 6 && catalogue::has(word);
            let wechat = word.len() == 5 && self.line(token).contains("rid:");
            if wechat && !catalogue::has(word) {
                self.unknown(word, token.depth, token.at);
                return;
            }
            let ours = self.signs().tencent() || in_message || self.any_code();
            if (class && ours) || wechat {
                self.token(token, word, WECHAT, GENERAL);
            }
            return;
        }
        if self.signs().others() || self.program(token.at) {
            return;
        }
        let ours = match looks(word) {
            Looks::Distinct => true,
            Looks::Common => in_message || self.signs().tencent() || self.starts_line(token),
            Looks::Everybodys => {
                (in_message && self.any_code())
                    || self.signs().tencent()
                    || self.family_opens(token, word)
            }
        };
        if ours {
            self.token(token, word, self.api_services(), SPECIFIC);
            let opens = self.starts_line(token) || in_message;
            if evidence::dotted(word) && opens && !catalogue::has(word) {
                self.unknown(word, token.depth, token.at);
            }
        }
    }

    /// `[ResourceNotFound] Db or Table not exist`: a family name that opens a
    /// message.
    pub(super) fn family_opens(&self, token: &Token, word: &str) -> bool {
        evidence::family(word) && (self.starts_line(token) || token.within.is_some())
    }

    pub(super) fn starts_line(&self, token: &Token) -> bool {
        let layer = self.lexed.layer(usize::from(token.text.layer));
        let before = &layer[..token.text.start as usize];
        let before = before.trim_end_matches(['[', ' ']);
        let before = before.trim_end_matches(|c: char| c != '\n' && c.is_whitespace());
        before.is_empty() || before.ends_with(['\n', ':', '：', '|', ']'])
    }

    /// A code in an error line, without a key.
    pub(super) fn word(&mut self, token: &Token, word: &str) {
        let (code, known) = if catalogue::has(word) {
            (word, true)
        } else {
            let code = java(word).unwrap_or(word);
            (code, code.len() < word.len() && catalogue::has(code))
        };
        if !(known || evidence::dotted(code)) || self.signs().others() || self.program(token.at) {
            return;
        }
        let line = if token.within == Some(Key::Other) {
            let text = self.lexed.first();
            evidence::line_around(text, token.at as usize)
        } else {
            self.line(token)
        };
        let in_message = token.within == Some(Key::Message);
        // What is not decoded stands in the record as it is.
        let levels = !self.lexed.in_record(token.text.layer) || self.signs().has(Sign::Level);
        let ours = match looks(code) {
            Looks::Distinct => evidence::error_line(line, code, levels),
            Looks::Common => {
                in_message
                    && (self.any_code()
                        || (self.starts_line(token) && evidence::before_text(line, code)))
                    && evidence::error_line(line, code, levels)
            }
            Looks::Everybodys => self.signs().tencent() && evidence::thrown(line, code),
        } || (self.signs().sdk() && evidence::dotted(code))
            || (self.whole
                && self.one_line()
                && (looks(code) >= Looks::Common || self.signs().tencent())
                && evidence::complaint(line, code));
        if !ours || self.program_text(token.text.layer, line) || self.listed(token) {
            return;
        }
        if !known {
            self.unknown(code, token.depth, token.at);
            return;
        }
        self.token(token, code, self.api_services(), SPECIFIC);
    }

    /// `(10430)` before a message that no key introduced.
    pub(super) fn paren(&mut self, token: &Token, number: &str) {
        let layer = self.lexed.layer(usize::from(token.text.layer));
        let line = evidence::line_around(layer, token.text.start as usize);
        let before = line
            .find(&format!("({number})"))
            .map_or("", |at| &line[..at]);
        let before = before.trim_matches(['"', '\'', '>', ' ']);
        let known = number
            .parse()
            .is_ok_and(|n| !catalogue::modules(n).is_empty());
        let thrown = evidence::throws(before);
        let opens = before.is_empty() || (thrown && known);
        let alone = token.within.is_none_or(|k| k.is_text());
        if alone && opens && !self.any_code() {
            let message = line
                .split_once(&format!("({number})"))
                .map_or("", |(_, m)| m.trim());
            self.module(number, message, token.depth + 1, token.at);
        }
    }

    pub(super) fn line(&self, token: &Token) -> &str {
        let layer = self.lexed.layer(usize::from(token.text.layer));
        evidence::line_around(layer, token.text.start as usize)
    }

    /// The line, or the one that opens what it stands in, is program text.
    pub(super) fn program(&self, at: u32) -> bool {
        let text = self.lexed.first();
        let line = evidence::line_around(text, at as usize);
        let before = line.as_ptr() as usize - text.as_ptr() as usize;
        if let Some((known, answer)) = self.program.get()
            && known == before
        {
            return answer;
        }
        let answer = self.program_around(text, line, before);
        self.program.set(Some((before, answer)));
        answer
    }

    pub(super) fn program_around(&self, text: &str, line: &str, before: usize) -> bool {
        if self.program_text(0, line) {
            return true;
        }
        if before == 0 {
            return false;
        }
        let opener = evidence::line_around(text, before.saturating_sub(2));
        opener.ends_with(['{', '(']) && self.program_text(0, opener)
    }

    /// The line of a layer looks like program text. What is not decoded stands in the
    /// first layer: where that has no sign, the line has none.
    pub(super) fn program_text(&self, layer: u16, line: &str) -> bool {
        if !self.lexed.in_record(layer) || self.signs().has(Sign::Program) {
            evidence::program_text(line)
        } else {
            evidence::program_form(line)
        }
    }

    pub(super) fn token(&mut self, token: &Token, word: &str, prefer: &[&str], tier: u8) {
        if let Some(hit) = known(word, prefer) {
            let before = self.findings.len();
            self.hit(hit, word, token.depth, token.at);
            if let Some(new) = self.findings.get_mut(before) {
                new.rank.tier = new.rank.tier.min(tier);
                new.scope = token.scope;
                new.run = Some((token.text.layer, token.scope));
                new.spot = self.lexed.place(token.text.layer, token.text.start);
            }
        }
    }

    /// The line before or after has the form `CODE: text` too: a table.
    pub(super) fn listed(&self, token: &Token) -> bool {
        let layer = self.lexed.layer(usize::from(token.text.layer));
        evidence::listed(layer, token.text.start as usize)
    }

    pub(super) fn one_line(&self) -> bool {
        one_line(self.lexed)
    }

    /// A question that names a code in a sentence, a comment or a list of its own: nothing
    /// else is found in it, and few codes are named. A log that says the same says nothing.
    pub(super) fn asked(&mut self) {
        if self.signs().others() {
            return;
        }
        let candidates = self.lexed.tokens.iter().filter_map(|token| {
            let word = self.lexed.text(token.text);
            // As PHP and Java name what they throw.
            let class = word.strip_suffix("Exception").filter(|c| catalogue::has(c));
            let code = class.unwrap_or(word);
            (catalogue::has(code) && self.named(token, code)).then_some((token, code))
        });
        let candidates: Vec<(&Token, &str)> = candidates.collect();
        let mut codes: Vec<&str> = candidates.iter().map(|(_, code)| *code).collect();
        codes.sort_unstable();
        codes.dedup();
        if codes.len() > ASKED {
            return;
        }
        for (token, code) in candidates {
            self.token(token, code, self.api_services(), SPECIFIC);
        }
    }

    /// The code is named where something is said about it: its looks are Tencent's, or
    /// Tencent is named, and its line is neither a table nor a program.
    fn named(&self, token: &Token, code: &str) -> bool {
        // A string is read again by itself: what stands around it says more.
        let line = evidence::line_around(self.lexed.first(), token.at as usize);
        let line = if line.contains(code) {
            line
        } else {
            self.line(token)
        };
        let line = evidence::comment(line);
        let (before, behind) = line.split_once(code).unwrap_or_default();
        let tencent = self.signs().tencent();
        let ours = match looks(code) {
            Looks::Distinct => tencent || token.kind == Kind::Bracket || failed(line),
            Looks::Common => tencent,
            // `NoSuchBucket` is nobody's alone, but no word of a sentence either.
            Looks::Everybodys => tencent && evidence::words_in(code) > 2,
        };
        let program = self.program_text(token.text.layer, line);
        ours && !program && !evidence::defined(before, behind) && !self.listed(token)
    }

    /// The whole text is a code and nothing else, or a number with its text.
    pub(super) fn bare(&mut self) {
        let text = self.lexed.first();
        if let Some((number, rest)) = text.trim().split_once([' ', ':', '：', ','])
            && is_v2(number)
            && self.one_line()
            && evidence::speaks_of_failure(rest)
            && let Some(hit) = catalogue::find_in(number, &["cloud-api"])
        {
            self.hit(hit, number, 0, 0);
            return;
        }
        let word = text
            .trim()
            .trim_matches(['"', '\'', '`', '[', ']', '(', ')', ',', '.', ':']);
        let plain = word
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b' '));
        if plain && let Some(hit) = catalogue::find_in(word, &[]) {
            self.hit(hit, word, 0, 0);
        } else if plain && layers::official(word).is_some() {
            self.unknown(word, 0, 0);
        }
    }
}
