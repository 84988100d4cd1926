//! An article: what a capture says once the page around it is taken away.

use super::{capture::ArchiveRecord, span::Span};
use jiff::{Timestamp, civil};

/// A point in time as a page states it: always a date, and the clock and offset where given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    pub date: civil::Date,
    pub time: Option<civil::Time>,
    /// Offset from UTC in seconds.
    pub offset: Option<i32>,
}

impl Moment {
    pub fn day(date: civil::Date) -> Moment {
        Moment { date, time: None, offset: None }
    }
}

impl std::fmt::Display for Moment {
    /// ISO 8601, as precise as what is known and no more.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.date)?;
        if let Some(time) = self.time {
            write!(f, "T{time}")?;
            match self.offset {
                Some(0) => write!(f, "Z")?,
                Some(offset) => {
                    let (sign, minutes) = (if offset < 0 { '-' } else { '+' }, offset.unsigned_abs() / 60);
                    write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)?;
                }
                None => {}
            }
        }
        Ok(())
    }
}

/// What a stretch of the article's text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockKind {
    Title,
    Heading,
    Paragraph,
    ListItem,
}

/// One block of the text. Blocks are in order, do not overlap, and are parted by blank lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    pub kind: BlockKind,
    pub span: Span,
}

/// The outlet that published the article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Publisher {
    pub name: Option<String>,
    /// Registrable domain of the URL.
    pub domain: Option<String>,
}

/// An article; `text` is one string for its whole life, and every later finding is a span of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Article {
    /// Canonical URL where the page states one it may state, else the URL fetched.
    pub url: Option<String>,
    pub title: Option<String>,
    pub authors: Vec<String>,
    pub publisher: Publisher,
    pub published: Option<Moment>,
    pub modified: Option<Moment>,
    /// BCP 47, e.g. `en` or `en-GB`.
    pub language: Option<String>,
    pub section: Option<String>,
    pub fetched: Option<Timestamp>,
    pub record: Option<ArchiveRecord>,
    /// Title, headings, paragraphs and list items, parted by blank lines; NFC, no control characters.
    pub text: String,
    pub blocks: Vec<Block>,
    /// Which rule gave each field: (`published`, `json-ld datePublished`).
    pub by: Vec<(&'static str, String)>,
}

impl Article {
    /// An article from blocks of text, in order; blank ones are left out.
    pub fn from_blocks<'t>(blocks: impl IntoIterator<Item = (BlockKind, &'t str)>) -> Article {
        let mut article = Article::default();
        for (kind, words) in blocks {
            let words = words.trim();
            if words.is_empty() {
                continue;
            }
            if !article.text.is_empty() {
                article.text.push_str("\n\n");
            }
            let start = article.text.len();
            article.text.push_str(words);
            article.blocks.push(Block { kind, span: Span::new(start, article.text.len()) });
            if kind == BlockKind::Title && article.title.is_none() {
                article.title = Some(words.to_owned());
            }
        }
        article
    }

    /// The day that relative dates are counted from: published, else modified, else fetched.
    pub fn today(&self) -> Option<civil::Date> {
        self.published
            .or(self.modified)
            .map(|moment| moment.date)
            .or_else(|| self.fetched.map(|at| jiff::tz::Offset::UTC.to_datetime(at).date()))
    }
}

/// Why a capture is not an article: a value that is counted, not an error that is raised.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAnArticle {
    #[error("HTTP status {0}")]
    Status(u16),
    #[error("not a page but {0}")]
    ContentType(String),
    #[error("the page is empty")]
    Empty,
    #[error("{size} bytes, more than the limit of {limit}")]
    TooLarge { size: usize, limit: usize },
    #[error("too little text to be an article ({words} words)")]
    TooShort { words: usize },
    /// Its content coding (gzip and the like) cannot be undone.
    #[error("{0}")]
    Undecodable(String),
    #[error("the charset “{0}” is not known")]
    Charset(String),
    #[error("elements nested or repeated beyond what a page needs")]
    TooDeep,
    #[error("behind a paywall: only {words} words are shown")]
    Paywalled { words: usize },
    #[error("an index of other pages")]
    IndexPage,
}
