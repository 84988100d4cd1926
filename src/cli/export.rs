//! `claimtrail export`: the store's claims as JSON Lines or CSV, whole or not at all.

use super::{
    Loudness, Outcome,
    store::StoreArgs,
    terminal::{forgive_closed_pipe, printable},
    usage,
};
use crate::model::ClaimType;
use crate::output::{ClaimRecord, csv, from_json};
use crate::store::{ClaimFilter, Store, StoredClaim};
use jiff::civil::Date;
use miette::IntoDiagnostic;
use std::{
    io::{self, BufWriter, Write},
    ops::ControlFlow,
    path::{Path, PathBuf},
};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    store: StoreArgs,
    #[arg(long, value_enum, default_value_t = Format::Jsonl)]
    format: Format,
    /// Only articles of this day (2024-03-06) or later.
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
    /// Only articles of this day or earlier.
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
    /// Only claims of this type; may be given more than once.
    #[arg(long = "type", value_name = "TYPE", value_parser = claim_type, value_delimiter = ',')]
    kinds: Vec<String>,
    /// Only claims that name this country in any role (ISO 3166-1 alpha-2, or EU, NATO, G7); may be given more
    /// than once.
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    country: Vec<String>,
    /// Write to this file, which appears only when it is complete; else to standard output.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Format {
    /// One claim a line, with everything.
    Jsonl,
    /// One claim a row, for spreadsheets.
    Csv,
}

fn claim_type(word: &str) -> Result<String, String> {
    let known = ClaimType::parse(word).map(|kind| kind.as_str().to_owned());
    known.ok_or_else(|| {
        let all: Vec<&str> = ClaimType::ALL.iter().map(|kind| kind.as_str()).collect();
        format!("no such type; the types are {}", all.join(", "))
    })
}

pub fn run(args: Args, loudness: &Loudness) -> miette::Result<Outcome> {
    if let (Some(since), Some(until)) = (args.since, args.until)
        && since > until
    {
        return Err(usage("--since is after --until; nothing lies between"));
    }
    let store = args.store.open_to_read()?;
    let filter = ClaimFilter {
        since: args.since,
        until: args.until,
        kinds: args.kinds,
        countries: args.country.iter().map(|code| code.to_uppercase()).collect(),
    };
    let Some(path) = &args.out else {
        let mut out = BufWriter::new(io::stdout().lock());
        match write_all(&*store, &filter, args.format, &mut out)? {
            Ok(_) => return Ok(Outcome::Done),
            Err(error) => return forgive_closed_pipe(Err(error)).map(|()| Outcome::Done),
        }
    };
    let count = write_file(&*store, &filter, args.format, path)?;
    if !loudness.quiet {
        eprintln!("{count} claims in {}", printable(&path.display().to_string()));
    }
    Ok(Outcome::Done)
}

/// Writes beside the file first, so that a reader finds the old file or the new one and never half of it.
fn write_file(store: &dyn Store, filter: &ClaimFilter, format: Format, path: &Path) -> miette::Result<u64> {
    let refused = |error: io::Error| {
        miette::miette!(
            help = "give --out a file in a folder that exists, that you may write to and that has room",
            "{}: {error}",
            printable(&path.display().to_string())
        )
    };
    let folder = path.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut temporary = tempfile::Builder::new();
    temporary.prefix(".claimtrail-export-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As a plain new file would have: what the umask leaves of this.
        temporary.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut file = temporary.tempfile_in(folder).map_err(refused)?;
    let mut out = BufWriter::new(&mut file);
    let count = write_all(store, filter, format, &mut out)?.map_err(refused)?;
    drop(out);
    file.as_file().sync_all().map_err(refused)?;
    file.persist(path).map_err(|error| refused(error.error))?;
    Ok(count)
}

/// The outer result is the store's, the inner one the writer's.
fn write_all(
    store: &dyn Store,
    filter: &ClaimFilter,
    format: Format,
    out: &mut impl Write,
) -> miette::Result<io::Result<u64>> {
    match format {
        Format::Jsonl => each(store, filter, |claim| out.write_all(claim.json.as_bytes()))
            .map(|written| written.and_then(|count| out.flush().map(|()| count))),
        Format::Csv => {
            let mut rows = match csv::Rows::new(&mut *out) {
                Ok(rows) => rows,
                Err(error) => return Ok(Err(error.into())),
            };
            let written = each(store, filter, |claim| {
                let claim: ClaimRecord = from_json(&claim.json).map_err(io::Error::other)?;
                rows.write(&claim).map_err(io::Error::from)
            })?;
            Ok(written.and_then(|count| rows.finish().map(|()| count)))
        }
    }
}

fn each(
    store: &dyn Store,
    filter: &ClaimFilter,
    mut write: impl FnMut(StoredClaim) -> io::Result<()>,
) -> miette::Result<io::Result<u64>> {
    let (mut count, mut written) = (0, Ok(()));
    store
        .each_claim(filter, &mut |claim| {
            written = write(claim);
            count += u64::from(written.is_ok());
            if written.is_err() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })
        .into_diagnostic()?;
    Ok(written.map(|()| count))
}
