//! `claimtrail knowledge check`: proof-reads the tables, ours and a newsroom's own; and the folder of those.

use super::{
    Loudness, Outcome,
    terminal::{forgive_closed_pipe, printable},
};
use crate::evaluate::cases;
use crate::lexicon::{Lexicon, Tables, proof};
use crate::model::{Article, Reading};
use crate::pipeline::{self, Extractor};
use miette::{IntoDiagnostic, WrapErr};
use std::{
    fmt::Write as _,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};
use walkdir::WalkDir;

/// A newsroom's own tables.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Knowledge {
    /// Lay the tables of this folder (products.toml, outlets.toml, claims.toml, …) over the program's own.
    #[arg(long = "knowledge", global = true, value_name = "DIR")]
    folder: Option<PathBuf>,
}

impl Knowledge {
    pub fn tables(&self) -> miette::Result<Tables> {
        let mut tables = Tables::embedded();
        if let Some(folder) = &self.folder {
            tables.lay_folder(folder).into_diagnostic()?;
        }
        Ok(tables)
    }

    pub fn lexicon(&self) -> miette::Result<Lexicon> {
        Lexicon::read(&self.tables()?).into_diagnostic()
    }

    pub fn extractor(&self) -> miette::Result<Extractor> {
        self.lexicon().map(Extractor::with)
    }
}

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Find names that stand twice, cases that come out otherwise than written, and entries that no case covers.
    ///
    /// Cases are pages of quoted passages with what must come out under each (docs/knowledge.md). With --knowledge DIR
    /// they are read from DIR/cases, and only the entries of DIR are asked for; else from fixtures/ where you stand.
    Check {
        /// Read cases from here instead.
        #[arg(long, value_name = "DIR")]
        cases: Option<PathBuf>,
        /// Name every entry that no case covers, not just how many.
        #[arg(long)]
        list: bool,
        /// Write what comes out today into the pages of cases; read the difference before you keep it.
        #[arg(long)]
        bless: bool,
    },
}

pub fn run(args: Args, knowledge: &Knowledge, loudness: &Loudness) -> miette::Result<Outcome> {
    let What::Check { cases, list, bless } = args.what;
    let tables = knowledge.tables()?;
    let lexicon = Lexicon::read(&tables).into_diagnostic()?;
    let mut faults = proof::names_twice(&tables.parsed().into_diagnostic()?);
    let own = knowledge.folder.as_ref().map(|folder| folder.join("cases"));
    let (folder, asked) = match (cases, own) {
        (Some(folder), _) => (folder, true),
        (None, Some(folder)) => (folder, false),
        (None, None) => (PathBuf::from("fixtures"), false),
    };
    let mut seen = proof::Seen::default();
    let mut pages = 0;
    if folder.is_dir() {
        for page in pages_in(&folder) {
            pages += 1;
            faults.extend(try_page(&page, &lexicon, &mut seen, bless)?);
        }
    } else if asked {
        return Err(miette::miette!("{}: no such folder of cases", printable(&folder.display().to_string())));
    }
    let entries = match &knowledge.folder {
        Some(_) => tables.own().clone(),
        None => tables.parsed().into_diagnostic()?,
    };
    let mut report = String::new();
    for fault in &faults {
        let _ = writeln!(report, "{fault}");
    }
    if pages > 0 {
        for (table, rows) in proof::uncovered(&entries, &seen) {
            let _ = match list {
                true => writeln!(report, "no case covers in {table}: {}", rows.join(", ")),
                false => writeln!(report, "no case covers {} in {table}", rows.len()),
            };
        }
    }
    let shown = printable(&folder.display().to_string());
    let of_cases =
        if pages == 0 { format!("no cases in {shown}") } else { format!("{pages} pages of cases") };
    if !loudness.quiet {
        let _ = writeln!(report, "{} faults; {of_cases}", faults.len());
    }
    forgive_closed_pipe(write!(std::io::stdout().lock(), "{}", printable(&report)))?;
    Ok(if faults.is_empty() { Outcome::Done } else { Outcome::Nothing })
}

/// The pages of a folder and of the folders in it, in order.
fn pages_in(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let files = WalkDir::new(folder)
        .max_depth(2)
        .sort_by_file_name()
        .into_iter()
        .flatten()
        .map(walkdir::DirEntry::into_path);
    files.filter(|path| path.extension().is_some_and(|extension| extension == "md"))
}

/// Reads one page of cases; what comes out otherwise than written is a fault.
fn try_page(
    path: &Path,
    lexicon: &Lexicon,
    seen: &mut proof::Seen,
    bless: bool,
) -> miette::Result<Option<String>> {
    let name = path.display().to_string();
    let page = fs::read_to_string(path).into_diagnostic().wrap_err_with(|| printable(&name))?;
    let passages = page.lines().any(|line| line.starts_with('>'));
    let expects = passages && page.lines().any(|line| line.starts_with("- "));
    let shown_as = kind_of_page(path);
    let read = |article: Article, kinds: &[String]| {
        let reading = pipeline::read_article(article, lexicon);
        seen.text.push_str(reading.document.text());
        seen.text.push('\n');
        seen.lemmas.extend(reading.document.tokens.iter().map(|token| token.lemma.to_string()));
        show(&reading, kinds, shown_as)
    };
    if !passages {
        return Ok(None);
    }
    let rewritten =
        cases::rewrite(&page, read).map_err(|why| miette::miette!("{}: {why}", printable(&name)))?;
    if bless && rewritten != page {
        fs::write(path, rewritten).into_diagnostic().wrap_err_with(|| printable(&name))?;
        return Ok(None);
    }
    Ok(if expects { cases::difference(&name, &page, &rewritten) } else { None })
}

#[derive(Clone, Copy)]
enum Shown {
    Mentions,
    Attribution,
    Claims,
}

/// What a page of cases shows: by the name of a folder it lies in or its own, else claims.
fn kind_of_page(path: &Path) -> Shown {
    let says = |word: &str| {
        path.components().any(|part| part.as_os_str().to_string_lossy().trim_end_matches(".md") == word)
    };
    if says("mentions") {
        Shown::Mentions
    } else if says("attribution") {
        Shown::Attribution
    } else {
        Shown::Claims
    }
}

fn show(reading: &Reading, kinds: &[String], as_what: Shown) -> Vec<String> {
    let text = reading.document.text();
    match as_what {
        Shown::Mentions => {
            let wanted = |kind: &str| kinds.is_empty() || kinds.iter().any(|k| k == kind);
            reading.mentions.iter().filter(|m| wanted(m.kind())).map(|m| m.show(text)).collect()
        }
        Shown::Attribution => reading.attributions.iter().map(|a| a.show(text)).collect(),
        Shown::Claims => reading.claims.iter().map(|claim| claim.show(reading)).collect(),
    }
}
