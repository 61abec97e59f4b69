//! The fields of a record by scope and key: a code asks for those beside it, and a
//! record can hold thousands of both.

use super::{Field, Key};
use crate::text::steps;

/// So many fields are faster looked through than sorted.
const FEW: usize = 24;

/// Numbers of fields, by scope and key.
#[derive(Default, Debug)]
pub(super) struct Index {
    /// Scope, key and number of each; empty where there are few.
    rows: Vec<(u16, u8, u16)>,
}

impl Index {
    /// Of these fields.
    pub(super) fn make(&mut self, fields: &[Field]) {
        self.rows.clear();
        self.rows.shrink_to(FEW);
        if fields.len() <= FEW {
            return;
        }
        let rows = (0..).zip(fields).map(|(n, f)| (f.scope, kind(f.key), n));
        self.rows.extend(rows);
        self.rows.sort_unstable();
    }

    /// Those of a scope with this key, in their order.
    pub(super) fn of<'f>(
        &self,
        fields: &'f [Field],
        scope: u16,
        key: Key,
    ) -> impl Iterator<Item = &'f Field> {
        let wanted = (scope, kind(key));
        let start = self.rows.partition_point(|row| (row.0, row.1) < wanted);
        let rows = self.rows[start..].iter();
        steps::count(16);
        let rows = rows.take_while(move |row| (row.0, row.1) == wanted);
        let rows = rows.inspect(|_| steps::count(1));
        let sorted = rows.map(|row| &fields[usize::from(row.2)]);
        let few = if self.rows.is_empty() { fields } else { &[] };
        let few = few.iter().inspect(|_| steps::count(1));
        let few = few.filter(move |f| f.scope == scope);
        few.chain(sorted).filter(move |f| f.key == key)
    }
}

/// A number for each key that is asked for; the others share one.
fn kind(key: Key) -> u8 {
    match key {
        Key::Message => 1,
        Key::RequestId => 2,
        Key::Foreign => 3,
        Key::Code => 4,
        Key::ErrorCode => 5,
        Key::CodeDesc => 6,
        Key::OauthCode => 7,
        Key::OauthText => 8,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Key, Lexed};
    use super::FEW;

    #[test]
    fn many_fields_are_found_like_few() {
        for count in [1, FEW, FEW + 1, 300] {
            let inner: String = (0..count).map(|n| format!("\"code\":\"A{n}\",")).collect();
            let text = format!(
                "{{{inner}\"message\":\"one\",\"message\":\"two\"}} {{{inner}\"requestId\":\"3\"}}"
            );
            let mut lexed = Lexed::default();
            lexed.read(&text);
            let scopes = [lexed.fields[0].scope, lexed.fields[count + 2].scope];
            let all = |n: usize, key| lexed.in_scope(scopes[n], key).count();
            assert_eq!((all(0, Key::Code), all(1, Key::Code)), (count, count));
            assert_eq!((all(0, Key::Message), all(1, Key::Message)), (2, 0));
            assert_eq!(lexed.value(scopes[0], Key::Message), Some("one"));
            assert_eq!(lexed.value(scopes[1], Key::Code), Some("A0"));
            assert!(lexed.has(scopes[1], Key::RequestId));
            assert!(!lexed.has(scopes[0], Key::RequestId));
        }
    }
}
