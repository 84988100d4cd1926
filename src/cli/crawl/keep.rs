//! What is done with each thing a crawl brings: pages are read, rows stored, claims printed, failures listed.

use super::super::{FailureKind, Failures, forgive_closed_pipe, rows_of};
use super::listing;
use super::shared::Shared;
use crate::config::Config;
use crate::crash;
use crate::crawl::{Event, Fetched, KeptPage, Skipped};
use crate::model::{ClaimType, NotAnArticle, Reading};
use crate::output::ClaimRecord;
use crate::pipeline::Extractor;
use crate::store::{Added, ArticleRow, ClaimRow, FetchRow, PageRead, SourceRow};
use indicatif::ProgressBar;
use miette::IntoDiagnostic;
use std::{
    collections::BTreeMap,
    io::Write,
    panic::{AssertUnwindSafe, catch_unwind},
};

/// One thing to do, in order.
pub enum Task {
    Fetched(Fetched),
    Page(Box<KeptPage>),
    Skipped(Skipped),
}

impl From<Event> for Task {
    fn from(event: Event) -> Task {
        match event {
            Event::Fetched(fetched) => Task::Fetched(fetched),
            Event::Page(page) => Task::Page(page),
            Event::Skipped(skipped) => Task::Skipped(skipped),
        }
    }
}

impl Task {
    /// Bytes it holds.
    pub fn weight(&self) -> usize {
        match self {
            Task::Page(page) => page.capture.body.len(),
            _ => 0,
        }
    }

    /// Reads a page; everything else passes through. Should a page make the program stumble, it alone is lost.
    pub fn read(self, extractor: &Extractor) -> Done {
        match self {
            Task::Fetched(fetched) => Done::Fetched(fetched),
            Task::Skipped(skipped) => Done::Skipped(skipped),
            Task::Page(page) => {
                let made = catch_unwind(AssertUnwindSafe(|| extractor.extract(&page.capture)));
                let made = match made {
                    Ok(Ok(reading)) => {
                        rows_of(&reading).map(|rows| Made::new(&reading, rows)).map_err(Unread::Broken)
                    }
                    Ok(Err(why)) => Err(Unread::NotAnArticle(why)),
                    Err(_) => Err(Unread::Broken(miette::miette!(
                        "the program stumbled over this page; please report it"
                    ))),
                };
                Done::Page { fetched: page.fetched, made: Box::new(made) }
            }
        }
    }
}

/// What came of a task.
pub enum Done {
    Fetched(Fetched),
    Skipped(Skipped),
    Page { fetched: Fetched, made: Box<Result<Made, Unread>> },
}

/// A reading, ready to be stored and shown.
pub struct Made {
    article: ArticleRow,
    rows: Vec<ClaimRow>,
    claims: Vec<ClaimRecord>,
}

impl Made {
    fn new(reading: &Reading, (article, rows): (ArticleRow, Vec<ClaimRow>)) -> Made {
        Made { article, rows, claims: reading.to_record().into_claims().collect() }
    }
}

/// Why a page gave no article.
pub enum Unread {
    NotAnArticle(NotAnArticle),
    Broken(miette::Report),
}

impl Unread {
    /// The word for it in counts and in the store.
    fn word(&self) -> &'static str {
        match self {
            Unread::Broken(_) => "stumbled",
            Unread::NotAnArticle(why) => match why {
                NotAnArticle::Status(_) => "status",
                NotAnArticle::ContentType(_) => "not_html",
                NotAnArticle::Empty => "empty",
                NotAnArticle::TooLarge { .. } => "too_large",
                NotAnArticle::TooShort { .. } => "too_short",
                NotAnArticle::Charset(_) => "charset",
                NotAnArticle::Undecodable(_) => "undecodable",
                NotAnArticle::TooDeep => "too_deep",
                NotAnArticle::Paywalled { .. } => "paywalled",
                NotAnArticle::IndexPage => "listing",
            },
        }
    }

    fn told(&self) -> String {
        match self {
            Unread::NotAnArticle(why) => why.to_string(),
            Unread::Broken(report) => report.to_string(),
        }
    }

    fn kind(&self) -> FailureKind {
        match self {
            Unread::NotAnArticle(
                NotAnArticle::TooShort { .. }
                | NotAnArticle::Paywalled { .. }
                | NotAnArticle::IndexPage
                | NotAnArticle::Empty
                | NotAnArticle::ContentType(_),
            ) => FailureKind::Skipped,
            _ => FailureKind::Failed,
        }
    }
}

/// Counts of what was kept.
pub struct Totals {
    pub articles: u64,
    pub new_articles: u64,
    pub claims: BTreeMap<ClaimType, u64>,
    pub new_claims: u64,
    /// Pages about the topic that gave no article, by word.
    pub unread: BTreeMap<&'static str, u64>,
    pub failures: Failures,
}

/// What came of a task, with the row that is stored of it.
enum Ready {
    Fetched(Fetched),
    Skipped(Skipped),
    Page(FetchRow, Box<Result<Made, Unread>>),
}

impl From<Done> for Ready {
    fn from(done: Done) -> Ready {
        let (fetched, made) = match done {
            Done::Fetched(fetched) => return Ready::Fetched(fetched),
            Done::Skipped(skipped) => return Ready::Skipped(skipped),
            Done::Page { fetched, made } => (fetched, made),
        };
        let (outcome, note) = match &*made {
            Ok(_) => ("article", fetched.note.clone()),
            Err(unread) => (unread.word(), Some(unread.told())),
        };
        Ready::Page(row_of(Fetched { outcome: outcome.to_owned(), note, ..fetched }), made)
    }
}

impl Ready {
    fn page(&self) -> Option<PageRead<'_>> {
        let Ready::Page(fetch, made) = self else { return None };
        let article = made.as_ref().as_ref().ok().map(|made| (&made.article, made.rows.as_slice()));
        Some(PageRead { fetch, article })
    }
}

/// Stores and prints, in the order of the crawl.
pub struct Keeper {
    store: Shared,
    totals: Totals,
    /// Whether requests are noted here; in a live crawl the frontier notes them.
    notes_fetches: bool,
    json: bool,
    bar: ProgressBar,
}

impl Keeper {
    pub fn new(
        store: Shared,
        notes_fetches: bool,
        failures: Failures,
        json: bool,
        bar: ProgressBar,
    ) -> Keeper {
        let totals = Totals {
            articles: 0,
            new_articles: 0,
            claims: BTreeMap::new(),
            new_claims: 0,
            unread: BTreeMap::new(),
            failures,
        };
        Keeper { store, totals, notes_fetches, json, bar }
    }

    /// Keeps what is ready together; pages are stored together too, before anything is said of them.
    pub fn keep(&mut self, together: Vec<Done>, out: &mut impl Write) -> miette::Result<()> {
        let together: Vec<Ready> = together.into_iter().map(Ready::from).collect();
        let pages: Vec<PageRead<'_>> = together.iter().filter_map(Ready::page).collect();
        let mut added = Vec::new();
        if !pages.is_empty() {
            crash::here("reading: before");
            added = self.store.with(|store| store.add_readings(&pages)).into_diagnostic()?;
            crash::here("reading: kept");
        }
        let mut added = added.into_iter();
        for ready in together {
            match ready {
                Ready::Fetched(fetched) => self.fetched(fetched)?,
                Ready::Skipped(skipped) => self.skipped(&skipped)?,
                Ready::Page(row, made) => {
                    self.page(&row, *made, added.next().unwrap_or(Added::Same), out)?;
                }
            }
        }
        Ok(())
    }

    pub fn finish(self) -> Totals {
        self.bar.finish_and_clear();
        self.totals
    }

    fn fetched(&mut self, fetched: Fetched) -> miette::Result<()> {
        self.bar.inc(1);
        if self.notes_fetches {
            self.store.with(|store| store.add_fetch(&row_of(fetched))).into_diagnostic()?;
        }
        Ok(())
    }

    fn skipped(&mut self, skipped: &Skipped) -> miette::Result<()> {
        let kind = if skipped.reason.is_failure() { FailureKind::Failed } else { FailureKind::Skipped };
        let reason = match &skipped.note {
            Some(note) => format!("{}: {note}", skipped.reason.told()),
            None => skipped.reason.told(),
        };
        self.totals.failures.add(kind, &skipped.url, &reason).into_diagnostic()
    }

    fn page(
        &mut self,
        fetch: &FetchRow,
        made: Result<Made, Unread>,
        added: Added,
        out: &mut impl Write,
    ) -> miette::Result<()> {
        self.bar.inc(1);
        match made {
            Err(unread) => {
                *self.totals.unread.entry(unread.word()).or_default() += 1;
                self.totals.failures.add(unread.kind(), &fetch.url, &unread.told()).into_diagnostic()
            }
            Ok(made) => {
                self.count(&made, added);
                self.print(&made, out)
            }
        }
    }

    fn count(&mut self, made: &Made, added: Added) {
        self.totals.articles += 1;
        if added != Added::Same {
            self.totals.new_articles += u64::from(added == Added::New);
            self.totals.new_claims += made.rows.len() as u64;
        }
        for claim in &made.claims {
            *self.totals.claims.entry(claim.kind.0).or_default() += 1;
        }
    }

    fn print(&self, made: &Made, out: &mut impl Write) -> miette::Result<()> {
        let text: String = match self.json {
            true => made.rows.iter().map(|row| row.json.trim_end().to_owned() + "\n").collect(),
            false => listing::article(&made.claims),
        };
        let mut written = Ok(());
        self.bar.suspend(|| written = out.write_all(text.as_bytes()).and_then(|()| out.flush()));
        forgive_closed_pipe(written)
    }
}

/// Notes every source once.
pub fn add_sources(store: &Shared, config: &Config) -> miette::Result<()> {
    let mut rows = Vec::new();
    for source in &config.source {
        for (kind, urls) in [("feed", &source.feeds), ("sitemap", &source.sitemaps), ("page", &source.pages)]
        {
            let row = |url: &String| SourceRow {
                url: url.clone(),
                kind: kind.to_owned(),
                name: source.name.clone(),
            };
            rows.extend(urls.iter().map(row));
        }
    }
    store.with(|store| store.add_sources(&rows)).into_diagnostic()?;
    Ok(())
}

/// A request as the store keeps it.
pub fn row_of(fetched: Fetched) -> FetchRow {
    FetchRow {
        url: fetched.url,
        purpose: fetched.purpose.as_str().to_owned(),
        fetched: fetched.at,
        status: fetched.status,
        bytes: fetched.bytes,
        outcome: fetched.outcome,
        note: fetched.note,
        record: fetched.record,
    }
}
