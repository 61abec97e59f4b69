//! `cberr schema`: the JSON Schema of the answers.

use std::io;

use super::context::Context;
use crate::diagnostics::Outcome;

/// Prints the schema.
pub fn run(context: &mut Context<'_>) -> io::Result<Outcome> {
    let schema = include_bytes!("../../docs/output.schema.json");
    context.out.write_all(schema)?;
    Ok(Outcome::Found)
}
