//! `claimtrail schema`: the JSON Schema of what is written.

use super::{Outcome, terminal::forgive_closed_pipe};
use crate::output::{Layout, schema, to_json};
use miette::IntoDiagnostic;
use std::io::Write;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Of which record.
    #[arg(value_enum, default_value_t = Of::Article)]
    of: Of,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Of {
    /// An article with its claims: a line of `extract`.
    Article,
    /// A claim that stands alone: a line of `extract --claims` and of `export`.
    Claim,
}

pub fn run(args: Args) -> miette::Result<Outcome> {
    let schema = match args.of {
        Of::Article => schema::article(),
        Of::Claim => schema::claim(),
    };
    let json = to_json(&schema, Layout::Pretty).into_diagnostic()?;
    forgive_closed_pipe(std::io::stdout().lock().write_all(json.as_bytes()))?;
    Ok(Outcome::Done)
}
