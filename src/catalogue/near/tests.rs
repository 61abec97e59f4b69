use std::collections::BTreeSet;

use super::super::layout::{CONCEPT, FOREIGN, FULL, GRAM, TERM};
use super::super::{Section, ids, layout, names, section, string, u16_at, u32_at};
use super::terms::Words;
use super::{Expressions, foreign, name, name_count, numbers, signatures, term};
use super::{title, with_prefix, with_term, with_triple};

#[test]
fn every_name_is_found_by_each_of_its_triples() {
    let rows: Vec<_> = signatures().collect();
    assert_eq!(rows.len(), name_count());
    let mut aliases = 0;
    for (number, signature) in rows.into_iter().enumerate() {
        let name = name(number);
        let letters = name.letters();
        assert_eq!(name.length(), letters.len(), "{letters}");
        assert_eq!(name.words().collect::<String>(), letters);
        assert_eq!(name.short(), layout::short(letters));
        assert_eq!(*signature, layout::signature(letters), "{letters}");
        let triples = layout::triples(letters);
        assert_eq!(name.triples, triples.len(), "{letters}");
        for triple in triples {
            assert!(with_triple(triple).any(|n| n == number), "{letters}");
        }
        let own = layout::letters(name.id.code());
        assert!(name.alias || own == letters, "{letters}");
        aliases += usize::from(name.alias);
    }
    assert!(aliases > 10 && aliases < name_count() / 2, "{aliases}");
}

#[test]
fn a_triple_has_only_the_names_that_hold_it() {
    let rows = section(Section::Grams);
    let known: BTreeSet<u16> = rows.chunks_exact(GRAM).map(|row| u16_at(row, 0)).collect();
    assert_eq!(known.len(), rows.len() / GRAM);
    for triple in known.iter().copied().step_by(7) {
        let mut count = 0;
        for number in with_triple(triple) {
            assert!(layout::triples(name(number).letters()).contains(&triple));
            count += 1;
        }
        assert!(count > 0, "{triple}");
    }
    let (first, last) = (known.first().expect("one"), known.last().expect("one"));
    for missing in (0..=u16::MAX).filter(|t| !known.contains(t)).step_by(97) {
        assert_eq!(with_triple(missing).count(), 0, "{missing}");
    }
    assert!(with_triple(*first).count() > 0 && with_triple(*last).count() > 0);
    assert_eq!(with_triple(u16::MAX).count(), 0);
}

#[test]
fn every_term_is_found_whole_and_by_its_beginning() {
    let rows = section(Section::Terms);
    let count = rows.len() / TERM;
    assert!(count > 1000);
    for number in 0..count {
        let text = term(rows, number);
        let own = with_term(text);
        assert!(!own.is_empty() && own.len() == own.iter().count(), "{text}");
        assert!(
            own.iter()
                .all(|p| p.weight > 0.0 && p.weight <= f32::from(FULL) / 100.0)
        );
        assert!(
            own.iter().map(|p| p.id).is_sorted_by(|a, b| a < b),
            "{text}"
        );
        let begun = (number..count).take_while(|i| term(rows, *i).starts_with(text));
        let sizes: Vec<usize> = with_prefix(text).map(|p| p.len()).collect();
        assert_eq!(sizes.len(), begun.count(), "{text}");
        assert_eq!(sizes[0], own.len(), "{text}");
    }
    for missing in ["", "\u{10ffff}", "zzzzzz", "!"] {
        assert!(with_term(missing).is_empty(), "{missing}");
        assert_eq!(with_term(missing).iter().count(), 0, "{missing}");
    }
    assert_eq!(with_prefix("zzzzzz").count(), 0);
    assert_eq!(with_prefix("").count(), count);
    // Some stand in names, some do not.
    let all = with_prefix("").flat_map(|p| p.iter().collect::<Vec<_>>());
    let (titled, other): (Vec<_>, Vec<_>) = all.partition(|p| p.titled);
    assert!(titled.len() > 1000 && other.len() > 1000);
}

#[test]
fn numbers_titles_foreign_names_and_expressions() {
    let plain: Vec<&str> = names().filter(|n| super::super::is_number(n)).collect();
    assert_eq!(numbers().map(|hit| hit.name).collect::<Vec<_>>(), plain);
    assert!(plain.contains(&"-501000") && !plain.contains(&"SYS_ERR"));
    for id in ids() {
        let weight = title(id);
        let words = !layout::words(id.code()).is_empty();
        assert!(
            weight < 256.0 && (weight > 0.0 || !words || id.numeric()),
            "{}",
            id.code()
        );
    }
    let weights: BTreeSet<u32> = ids().map(|id| (title(id) * 256.0) as u32).collect();
    assert!(weights.len() > 100);
    let rows = section(Section::Foreign);
    for row in rows.chunks_exact(FOREIGN) {
        let text = string(u32_at(row, 0), usize::from(row[4]));
        assert!(foreign(text), "{text}");
        assert!(!foreign(&format!("{text}zz")), "{text}");
    }
    assert!(foreign("econnrefused") && !foreign("") && !foreign("zzzz"));
    let rows = section(Section::Concepts);
    for row in rows.chunks_exact(CONCEPT) {
        let text = string(u32_at(row, 0), usize::from(row[6]));
        assert_eq!(Expressions.concept(text), Some(u16_at(row, 4)), "{text}");
        assert_eq!(Expressions.concept(&format!("{text} zz")), None, "{text}");
    }
    assert_eq!(Expressions.concept("zzzz"), None);
}
