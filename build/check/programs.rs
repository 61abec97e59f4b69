//! Commands of programs whose commands and flags are known: `commands.json`.

use super::Check;
use crate::source::layers::Layers;
use crate::source::rules::Program;

impl Check<'_> {
    /// A command, and commands between back quotes in a sentence: known to some version
    /// of the program, and where it is another than everybody has, the sentence says so.
    pub(super) fn programs(&mut self, field: &str, said: [&str; 2], command: Option<&str>) {
        let spans = said
            .iter()
            .flat_map(|text| text.split('`').skip(1).step_by(2));
        let lines: Vec<&str> = spans.chain(command).collect();
        for words in lines.iter().flat_map(|line| split(line)) {
            let mistake = words
                .split_first()
                .and_then(|(name, words)| self.program(said, name, words));
            if let Some(mistake) = mistake {
                self.owe("unknown-command", field, &mistake);
            }
        }
    }

    /// What is wrong with a command in the eyes of the first version, if no version
    /// that the sentence may mean takes it.
    fn program(&self, said: [&str; 2], name: &str, words: &[String]) -> Option<String> {
        let told = |program: &&Program| {
            let told = program.said.as_deref().unwrap_or_default();
            program.program == name && said.iter().all(|text| text.contains(told))
        };
        let mut first = None;
        for program in self.programs.iter().filter(told) {
            let why = understood(program, self.layers, words).err()?;
            first = first.or_else(|| Some(format!("{name} {}: {why}", program.version)));
        }
        first
    }
}

/// The commands of a line as words, quotes taken off.
fn split(line: &str) -> Vec<Vec<String>> {
    let mut commands = vec![Vec::new()];
    let (mut word, mut quote) = (String::new(), None);
    for c in line.chars().chain([' ']) {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, ' ' | '|' | ';' | '&') => {
                if !word.is_empty() {
                    let word = std::mem::take(&mut word);
                    if let Some(last) = commands.last_mut() {
                        last.push(word);
                    }
                }
                if c != ' ' {
                    commands.push(Vec::new());
                }
            }
            _ => word.push(c),
        }
    }
    commands
}

/// Whether this version takes these words.
fn understood(program: &Program, layers: &Layers, words: &[String]) -> Result<(), String> {
    let leading = words.iter().take_while(|word| !word.starts_with('-'));
    let leading: Vec<&str> = leading.map(|word| &**word).collect();
    let literal = |form: &str| {
        let literals = form.split(' ').filter(|part| !part.starts_with(['<', '[']));
        let count = literals.clone().count();
        literals
            .eq(leading.iter().take(count).copied())
            .then_some(count)
    };
    let forms = program.commands.iter();
    let best = forms
        .filter_map(|form| Some((literal(form.0)?, form)))
        .max_by_key(|(n, _)| *n);
    let Some((count, (form, flags))) = best else {
        if program.actions {
            return action(layers, &leading);
        }
        return Err(format!("no command \"{}\"", leading.join(" ")));
    };
    let mut places = 0;
    let mut rest = words[count..].iter();
    while let Some(word) = rest.next() {
        if !word.starts_with('-') || word.len() == 1 {
            places += 1;
            continue;
        }
        let name = word.split('=').next().unwrap_or_default();
        let named = |flag: &&String| flag.split([',', ' ']).any(|part| part == name);
        let Some(flag) = flags.iter().chain(&program.flags).find(named) else {
            return Err(format!("\"{form}\" has no {name}"));
        };
        if flag.contains('<') && !word.contains('=') {
            rest.next();
        }
    }
    let needed = form.matches('<').count();
    let most = needed + form.matches('[').count();
    if places < needed || (places > most && !form.contains("...")) {
        return Err(format!("\"{form}\" with {places} arguments"));
    }
    Ok(())
}

/// `SERVICE ACTION`, either of which may be a placeholder.
fn action(layers: &Layers, words: &[&str]) -> Result<(), String> {
    let open = |word: &str| !word.bytes().any(|b| b.is_ascii_lowercase());
    let Some(service) = words.first().filter(|word| !open(word)) else {
        return Ok(());
    };
    let Some(product) = layers.products.iter().find(|p| p.id == **service) else {
        return Err(format!("no service \"{service}\""));
    };
    let known = |action: &str| product.actions.values().flatten().any(|a| a == action);
    match words.get(1) {
        Some(action) if !open(action) && *action != "help" && !known(action) => {
            Err(format!("{service} has no action {action}"))
        }
        _ => Ok(()),
    }
}
