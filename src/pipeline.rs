//! The whole story on one screen: a capture goes in, a reading comes out.

use crate::article;
use crate::attribution;
use crate::claims;
use crate::language;
use crate::lexicon::{Lexicon, LexiconError};
use crate::mentions;
use crate::model::{Article, Capture, Document, NotAnArticle, Reading};
use jiff::civil::Date;
use rayon::prelude::*;

/// Reads one capture; an article that is off topic comes back without mentions and claims.
pub fn read(capture: &Capture, lexicon: &Lexicon) -> Result<Reading, NotAnArticle> {
    Ok(read_if_on_topic(article::extract(capture, lexicon)?, lexicon))
}

/// Reads an article, unless it names nothing that a claim may be about: then it is not even cut into sentences.
pub fn read_if_on_topic(article: Article, lexicon: &Lexicon) -> Reading {
    if language::is_on_topic(&article, lexicon) {
        read_article(article, lexicon)
    } else {
        Reading { document: Document { article, ..Document::default() }, ..Reading::default() }
    }
}

/// Reads an article whatever it is about.
pub fn read_article(article: Article, lexicon: &Lexicon) -> Reading {
    let document = language::analyse(article, lexicon);
    let mentions = mentions::find_all(&document, lexicon);
    let attributions = attribution::find_all(&document, &mentions, lexicon);
    let claims = claims::assemble(&document, &mentions, &attributions, lexicon);
    Reading { document, mentions, attributions, claims }
}

/// Reads many captures on all cores; the answers are in the order of the captures.
pub fn read_many(captures: &[Capture], lexicon: &Lexicon) -> Vec<Result<Reading, NotAnArticle>> {
    captures.par_iter().map(|capture| read(capture, lexicon)).collect()
}

/// The front door of the library: holds the tables, reads pages. Make one, share it among threads.
#[derive(Debug)]
pub struct Extractor {
    lexicon: Lexicon,
}

impl Extractor {
    /// With the tables that are part of the program.
    pub fn new() -> Result<Extractor, LexiconError> {
        Lexicon::embedded().map(Extractor::with)
    }

    /// With tables of your own.
    pub fn with(lexicon: Lexicon) -> Extractor {
        Extractor { lexicon }
    }

    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// Reads a page: its bytes as received, where it was, and when it was published where the caller knows
    /// that better than the page.
    pub fn extract_html(
        &self,
        html: impl AsRef<[u8]>,
        url: Option<&str>,
        published: Option<Date>,
    ) -> Result<Reading, NotAnArticle> {
        self.extract_bytes(html.as_ref(), "text/html", url, published)
    }

    /// Reads plain text: a title in the first line if it looks like one, paragraphs parted by blank lines.
    pub fn extract_text(
        &self,
        text: &str,
        url: Option<&str>,
        published: Option<Date>,
    ) -> Result<Reading, NotAnArticle> {
        self.extract_bytes(text.as_bytes(), "text/plain; charset=utf-8", url, published)
    }

    /// Reads a capture, of the crawler or out of an archive.
    pub fn extract(&self, capture: &Capture) -> Result<Reading, NotAnArticle> {
        read(capture, &self.lexicon)
    }

    fn extract_bytes(
        &self,
        body: &[u8],
        content_type: &str,
        url: Option<&str>,
        published: Option<Date>,
    ) -> Result<Reading, NotAnArticle> {
        self.extract(&Capture {
            url: url.unwrap_or_default().to_owned(),
            status: 200,
            headers: vec![("content-type".to_owned(), content_type.to_owned())],
            body: body.to_owned(),
            published,
            ..Capture::default()
        })
    }
}
