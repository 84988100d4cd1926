//! What failed in a batch: counted while the rest goes on, listed at the end, and written to `--errors FILE`.

use super::terminal::printable;
use crate::output::FailureRecord;
use std::{
    fs::File,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

/// How many failures are listed one by one at the end; the file has them all.
const LISTED: usize = 20;

/// Whether something went wrong, or was merely not an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureKind {
    Failed,
    Skipped,
}

/// The failures of one batch.
#[derive(Debug, Default)]
pub struct Failures {
    file: Option<(PathBuf, BufWriter<File>)>,
    listed: Vec<(String, String)>,
    failed: u64,
    skipped: u64,
}

impl Failures {
    /// Opens `--errors FILE`, where one is asked for; it is made even if nothing fails.
    pub fn to(file: Option<&Path>) -> miette::Result<Failures> {
        let file = match file {
            None => None,
            Some(path) => {
                let opened = File::create(path).map_err(|error| {
                    miette::miette!(
                        help = "name a file that you may write after --errors",
                        "{}: {error}",
                        printable(&path.display().to_string())
                    )
                })?;
                Some((path.to_owned(), BufWriter::new(opened)))
            }
        };
        Ok(Failures { file, ..Failures::default() })
    }

    /// Notes one failure: which input, why, and what to do about it if that is known.
    pub fn add(&mut self, kind: FailureKind, input: &str, reason: &str) -> io::Result<()> {
        match kind {
            FailureKind::Skipped => {
                self.skipped += 1;
                tracing::info!("{}: skipped, {}", printable(input), printable(reason));
            }
            FailureKind::Failed => {
                self.failed += 1;
                if self.listed.len() < LISTED {
                    self.listed.push((input.to_owned(), reason.to_owned()));
                }
            }
        }
        if let Some((_, file)) = &mut self.file {
            let kind = if kind == FailureKind::Failed { "failed" } else { "skipped" };
            FailureRecord { input: input.to_owned(), kind: kind.to_owned(), reason: reason.to_owned() }
                .write(file)?;
        }
        Ok(())
    }

    pub fn failed(&self) -> u64 {
        self.failed
    }

    pub fn skipped(&self) -> u64 {
        self.skipped
    }

    /// Lists what failed on standard error and closes the file.
    pub fn finish(mut self) -> io::Result<()> {
        for (input, reason) in &self.listed {
            eprintln!("failed: {}: {}", printable(input), printable(reason));
        }
        let more = self.failed.saturating_sub(self.listed.len() as u64);
        if more > 0 {
            match &self.file {
                Some((path, _)) => eprintln!("and {more} more; all of them are in {}", path.display()),
                None => eprintln!("and {more} more; --errors FILE lists them all"),
            }
        }
        match &mut self.file {
            Some((_, file)) => file.flush(),
            None => Ok(()),
        }
    }
}
