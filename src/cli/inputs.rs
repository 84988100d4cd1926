//! What `extract` is given: files, folders, archives and standard input, as a stream of pages in order.

use super::FailureKind;
use crate::archive::{self, Archived, Exchanges, Records};
use crate::coding;
use crate::model::{Capture, NotAnArticle, Purpose};
use jiff::civil::Date;
use std::{
    fs::File,
    io::{self, Chain, Cursor, Read},
    path::{Path, PathBuf},
};
use walkdir::WalkDir;

/// Bytes of a page; a larger file is refused before it is read.
const PAGE: usize = coding::Limits::PAGE.decoded;
/// Kept of a record: enough for any page, and for telling that it is too large.
const BLOCK: u64 = PAGE as u64 + (1 << 20);
/// Bytes by which a file without a telling name is known.
const HEAD: usize = 512;
const PAGES: &[&str] = &["html", "htm", "xhtml", "txt", "md"];
const ARCHIVES: &[&str] = &[".warc", ".warc.gz"];

/// What a bare file lacks.
#[derive(Clone, Debug, Default)]
pub struct Given {
    pub url: Option<String>,
    pub published: Option<Date>,
}

/// One page still to be read, or why there is none.
pub struct Item {
    /// What to call it: a path, or a path with the URL of a record in it.
    pub name: String,
    pub page: Page,
}

pub enum Page {
    /// A file, read when its turn comes.
    File(PathBuf),
    /// What standard input held.
    Bytes(Vec<u8>),
    /// A record of an archive.
    Record(Box<Archived>),
    Fault(FailureKind, String),
}

impl Item {
    /// Bytes held in memory.
    pub fn weight(&self) -> usize {
        match &self.page {
            Page::Bytes(bytes) => bytes.len(),
            Page::Record(archived) => archived.exchange.body.len(),
            Page::File(_) | Page::Fault(..) => 0,
        }
    }

    fn fault(name: String, reason: String) -> Item {
        Item { name, page: Page::Fault(FailureKind::Failed, reason) }
    }
}

impl Page {
    /// The capture to read, or why it is none.
    pub fn open(self, given: &Given) -> Result<Capture, (FailureKind, String)> {
        let failed = |reason: String| (FailureKind::Failed, reason);
        match self {
            Page::Fault(kind, reason) => Err((kind, reason)),
            Page::Bytes(body) => bare(body, None, given).map_err(failed),
            Page::File(path) => {
                let body = read_file(&path).map_err(failed)?;
                bare(body, path.extension().and_then(|e| e.to_str()), given).map_err(failed)
            }
            Page::Record(archived) => {
                let Archived { exchange, record, is_revisit, .. } = *archived;
                if is_revisit {
                    let why = "a revisit: what it holds lies in an earlier record";
                    return Err((FailureKind::Skipped, why.to_owned()));
                }
                if exchange.purpose.is_some_and(|purpose| purpose != Purpose::Page) {
                    return Err((
                        FailureKind::Skipped,
                        "not a page but what the crawler steers by".to_owned(),
                    ));
                }
                if exchange.body.len() > PAGE {
                    return Err(failed(too_large(exchange.body.len())));
                }
                archive::capture(exchange, Some(record), &coding::Limits::PAGE)
                    .map_err(|error| failed(error.to_string()))
            }
        }
    }
}

/// A capture of a file that came without headers.
fn bare(body: Vec<u8>, ending: Option<&str>, given: &Given) -> Result<Capture, String> {
    if body.len() > PAGE {
        return Err(too_large(body.len()));
    }
    let headers = match ending {
        Some("txt" | "md") => vec![("content-type".to_owned(), "text/plain".to_owned())],
        _ => Vec::new(),
    };
    let url = given.url.clone().unwrap_or_default();
    Ok(Capture { url, status: 200, headers, body, published: given.published, ..Capture::default() })
}

fn too_large(size: usize) -> String {
    NotAnArticle::TooLarge { size, limit: PAGE }.to_string()
}

fn read_file(path: &Path) -> Result<Vec<u8>, String> {
    let size = path.metadata().map_err(|error| error.to_string())?.len();
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    if size > PAGE {
        return Err(too_large(size));
    }
    let mut body = Vec::with_capacity(size);
    // A file may grow, and a pipe has no size.
    let file = File::open(path).map_err(|error| error.to_string())?;
    file.take(PAGE as u64 + 1).read_to_end(&mut body).map_err(|error| error.to_string())?;
    Ok(body)
}

/// Everything the paths lead to, in order: a folder gives its files by name, an archive its records.
pub fn all(paths: Vec<PathBuf>) -> impl Iterator<Item = Item> {
    paths.into_iter().flat_map(|path| -> Box<dyn Iterator<Item = Item>> {
        match path.to_str() {
            Some("-") => standard_input(),
            _ if path.is_dir() => folder(&path),
            _ => file(path),
        }
    })
}

fn once(item: Item) -> Box<dyn Iterator<Item = Item>> {
    Box::new(std::iter::once(item))
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// Files of known endings, by path, folders within folders too; links to folders are not followed.
fn folder(path: &Path) -> Box<dyn Iterator<Item = Item>> {
    let name = shown(path);
    let mut files = WalkDir::new(path)
        .sort_by_file_name()
        .into_iter()
        .filter(|entry| entry.as_ref().map_or(true, |e| e.path().is_file() && has_known_ending(e.path())))
        .peekable();
    if files.peek().is_none() {
        let endings = PAGES.join(", ");
        return once(Item::fault(name, format!("no file to read in this folder ({endings}, warc, warc.gz)")));
    }
    Box::new(files.flat_map(|entry| match entry {
        Ok(entry) => file(entry.into_path()),
        Err(error) => once(Item::fault(error.path().map(shown).unwrap_or_default(), error.to_string())),
    }))
}

fn has_known_ending(path: &Path) -> bool {
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
    PAGES.contains(&ending.as_str()) || is_archive_name(path)
}

fn is_archive_name(path: &Path) -> bool {
    let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default().to_ascii_lowercase();
    ARCHIVES.iter().any(|ending| name.ends_with(ending))
}

fn file(path: PathBuf) -> Box<dyn Iterator<Item = Item>> {
    let name = shown(&path);
    let opened = File::open(&path).and_then(|file| {
        let mut head = Vec::new();
        (&file).take(HEAD as u64).read_to_end(&mut head)?;
        Ok((file, head))
    });
    match opened {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            once(Item::fault(name, "there is no such file".to_owned()))
        }
        Err(error) => once(Item::fault(name, error.to_string())),
        Ok((file, head)) if is_archive_name(&path) || is_archive(&head) => {
            records(&path, Cursor::new(head).chain(file))
        }
        Ok(_) => once(Item { name, page: Page::File(path) }),
    }
}

fn standard_input() -> Box<dyn Iterator<Item = Item>> {
    let name = "-".to_owned();
    let mut head = Vec::new();
    if let Err(error) = io::stdin().lock().take(HEAD as u64).read_to_end(&mut head) {
        return once(Item::fault(name, format!("standard input: {error}")));
    }
    if is_archive(&head) {
        return records(Path::new("-"), Cursor::new(head).chain(io::stdin()));
    }
    match io::stdin().lock().take((PAGE + 1 - HEAD) as u64).read_to_end(&mut head) {
        Err(error) => once(Item::fault(name, format!("standard input: {error}"))),
        Ok(_) => once(Item { name, page: Page::Bytes(head) }),
    }
}

/// An archive by its first bytes: a WARC line, or gzip, which no page on a disk is.
fn is_archive(head: &[u8]) -> bool {
    head.starts_with(b"WARC/") || coding::is_gzip(head)
}

fn records<R: Read + 'static>(
    path: &Path,
    from: Chain<Cursor<Vec<u8>>, R>,
) -> Box<dyn Iterator<Item = Item>> {
    let name = shown(path);
    let records = match Records::new(path, from) {
        Ok(records) => records.max_block(BLOCK),
        Err(error) => return once(Item::fault(name.clone(), without_name(&name, &error.to_string()))),
    };
    Box::new(Exchanges::of(records).map(move |answer| match answer {
        Ok(archived) => Item {
            name: format!("{name} ({})", archived.exchange.url),
            page: Page::Record(Box::new(archived)),
        },
        Err(error) => Item::fault(name.clone(), without_name(&name, &error.to_string())),
    }))
}

/// The archive's errors begin with the file, which a failure names already.
fn without_name(name: &str, message: &str) -> String {
    message.strip_prefix(name).and_then(|rest| rest.strip_prefix(": ")).unwrap_or(message).to_owned()
}
