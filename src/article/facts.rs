//! The facts about an article, each from the first place that states it, in the order of trust of the room's page.

use super::dom::{Dom, NodeId};
use super::page::Page;
use super::{address, byline, clean, dates, flow, title, tongue};
use crate::model::{Capture, Moment};
use jiff::ToSpan;
use url::Url;

/// Lines of a page among which its date and byline are looked for.
const TOP_LINES: usize = 80;

/// What is known about an article beside its body.
#[derive(Default)]
pub struct Facts {
    pub url: Option<String>,
    pub domain: Option<String>,
    pub title: Option<String>,
    /// The heading in the page that is the title.
    pub heading: Option<NodeId>,
    pub authors: Vec<String>,
    pub publisher: Option<String>,
    /// What the page says the story is about, in a sentence or two.
    pub description: Option<String>,
    pub published: Option<Moment>,
    pub modified: Option<Moment>,
    pub language: Option<String>,
    pub section: Option<String>,
    pub by: Vec<(&'static str, String)>,
}

/// Collects the facts of a page.
pub fn collect(page: &Page, capture: &Capture) -> Facts {
    let mut facts = Facts::default();
    let fetched = Url::parse(&capture.url).ok().filter(|url| url.has_host());
    facts.own_address(page, capture, fetched.as_ref());
    facts.own_publisher(page);
    facts.own_title(page, fetched.as_ref());
    facts.own_language(page);
    facts.own_authors(page);
    facts.own_dates(page, capture, fetched.as_ref());
    facts.own_section(page);
    facts.description =
        page.meta(&["og:description", "description", "twitter:description"]).map(|(_, text)| text.to_owned());
    facts
}

impl Facts {
    fn note(&mut self, field: &'static str, rule: impl Into<String>) {
        self.by.push((field, rule.into()));
    }

    fn own_address(&mut self, page: &Page, capture: &Capture, fetched: Option<&Url>) {
        let stated = [
            ("link canonical", page.canonical.as_deref()),
            ("meta og:url", page.meta(&["og:url"]).map(|(_, url)| url)),
            ("json-ld url", page.described.url.as_deref()),
        ];
        let found =
            stated.iter().find_map(|(rule, url)| Some((*rule, address::canonical(url.as_ref()?, fetched)?)));
        let (rule, url) = match found {
            Some((rule, url)) => (rule, Some(url)),
            None => ("capture url", fetched.cloned()),
        };
        self.domain = url.as_ref().and_then(address::domain);
        self.url = url.map(String::from).or_else(|| Some(capture.url.clone()).filter(|url| !url.is_empty()));
        if self.url.is_some() {
            self.note("url", rule);
        }
    }

    fn own_publisher(&mut self, page: &Page) {
        let stated = page.described.publisher.as_deref().map(|name| ("json-ld publisher", name));
        let metas = || {
            page.meta(&[
                "og:site_name",
                "application-name",
                "apple-mobile-web-app-title",
                "citation_publisher",
                "dc.publisher",
                "dcterms.publisher",
                "publisher",
                "copyright",
            ])
        };
        if let Some((rule, name)) = stated.or_else(metas)
            && !name.contains("://")
            && name.len() < 80
        {
            self.publisher = Some(name.to_owned());
            self.note("publisher", rule);
        }
    }

    fn own_title(&mut self, page: &Page, fetched: Option<&Url>) {
        let host = fetched.and_then(Url::host_str).map(str::to_owned).or_else(|| self.domain.clone());
        let Some(found) = title::find(page, self.publisher.as_deref(), host.as_deref()) else { return };
        if self.publisher.is_none() {
            self.publisher = title::site_name(page, &found.words, host.as_deref());
            if self.publisher.is_some() {
                self.note("publisher", "title element");
            }
        }
        self.title = Some(found.words);
        self.heading = found.heading;
        self.note("title", found.rule);
    }

    fn own_language(&mut self, page: &Page) {
        let stated = page
            .lang
            .as_deref()
            .map(|lang| ("html lang", lang))
            .or_else(|| {
                page.meta(&["og:locale", "content-language", "dc.language", "language", "inlanguage"])
            })
            .or_else(|| page.described.language.as_deref().map(|lang| ("json-ld inLanguage", lang)));
        if let Some((rule, language)) = stated.and_then(|(rule, raw)| Some((rule, tongue::tag(raw)?))) {
            self.language = Some(language);
            self.note("language", rule);
        }
    }

    fn own_authors(&mut self, page: &Page) {
        let publisher = self.publisher.clone();
        let read = |raw: &str| byline::names(raw, publisher.as_deref());
        let described: Vec<String> = page.described.authors.iter().flat_map(|name| read(name)).collect();
        let metas = [
            "author",
            "article:author",
            "parsely-author",
            "sailthru.author",
            "citation_author",
            "dc.creator",
            "dcterms.creator",
            "byl",
            "article.author",
        ];
        let by_meta =
            || metas.iter().map(|name| (*name, page.metas(name).flat_map(read).collect::<Vec<_>>()));
        let found = std::iter::once(("json-ld author", described))
            .chain(by_meta())
            .chain(std::iter::once_with(|| ("byline element", byline_elements(page, &read))))
            .find(|(_, names)| !names.is_empty());
        if let Some((rule, mut names)) = found {
            let mut seen = std::collections::BTreeSet::new();
            names.retain(|name| seen.insert(clean::key(name)));
            self.authors = names;
            self.note("authors", rule);
        }
    }

    fn own_dates(&mut self, page: &Page, capture: &Capture, fetched: Option<&Url>) {
        let day_first = self.language.as_deref().map(|language| language != "en" && language != "en-US");
        let latest =
            capture.fetched.map(|at| jiff::tz::Offset::UTC.to_datetime(at).date().saturating_add(2.days()));
        let sound =
            |moment: &Moment| moment.date.year() >= 1990 && latest.is_none_or(|latest| moment.date <= latest);
        let read = |raw: &str| dates::read(raw, day_first).filter(sound);
        if let Some(date) = capture.published {
            self.published = Some(Moment::day(date));
            self.note("published", "given by the caller");
        } else if let Some((rule, moment)) = published(page, fetched, &read) {
            self.published = Some(moment);
            self.note("published", rule);
        }
        if let Some((rule, moment)) = modified(page, &read) {
            self.modified = Some(moment);
            self.note("modified", rule);
        }
    }

    fn own_section(&mut self, page: &Page) {
        let by_meta = || {
            page.meta(&[
                "article:section",
                "parsely-section",
                "sailthru.section",
                "section",
                "dc.subject.section",
                "og:article:section",
            ])
        };
        let stated = page.described.section.as_deref().map(|section| ("json-ld articleSection", section));
        if let Some((rule, section)) = stated.or_else(by_meta)
            && section.len() <= 80
            && !section.contains("://")
        {
            self.section = Some(section.to_owned());
            self.note("section", rule);
        }
    }
}

type Reads<'r> = &'r dyn Fn(&str) -> Option<Moment>;

fn published(page: &Page, fetched: Option<&Url>, read: Reads) -> Option<(String, Moment)> {
    const METAS: &[&str] = &[
        "article:published_time",
        "og:article:published_time",
        "og:published_time",
        "article:published",
        "datepublished",
        "parsely-pub-date",
        "sailthru.date",
        "citation_publication_date",
        "citation_online_date",
        "dcterms.created",
        "dcterms.issued",
        "dcterms.date",
        "dc.date.issued",
        "dc.date.created",
        "dc.date",
        "date",
        "pubdate",
        "publish-date",
        "publish_date",
        "publishdate",
        "publication_date",
        "publicationdate",
        "article.published",
        "article.created",
        "cxenseparse:recs:publishtime",
        "date.release",
        "release_date",
        "originalpublicationdate",
        "rnews:datepublished",
        "dateissued",
    ];
    if let Some(moment) = page.described.published.as_deref().and_then(read) {
        return Some(("json-ld datePublished".into(), moment));
    }
    if let Some((name, moment)) = METAS.iter().find_map(|name| Some((*name, read(page.meta(&[name])?.1)?))) {
        return Some((format!("meta {name}"), moment));
    }
    if let Some((rule, moment)) = marked_date(page, read) {
        return Some((rule.into(), moment));
    }
    let line = date_line(page, read);
    match fetched.and_then(address::date_in_path) {
        // The line may know the hour as well.
        Some(date) if line.is_none_or(|moment| moment.date != date) => {
            Some(("date in the url".into(), Moment::day(date)))
        }
        _ => line.map(|moment| ("date line".into(), moment)),
    }
}

fn modified(page: &Page, read: Reads) -> Option<(String, Moment)> {
    const METAS: &[&str] = &[
        "article:modified_time",
        "og:updated_time",
        "article:updated_time",
        "datemodified",
        "lastmod",
        "last-modified",
        "dcterms.modified",
        "dc.date.modified",
        "revised",
    ];
    if let Some(moment) = page.described.modified.as_deref().and_then(read) {
        return Some(("json-ld dateModified".into(), moment));
    }
    if let Some((name, moment)) = METAS.iter().find_map(|name| Some((*name, read(page.meta(&[name])?.1)?))) {
        return Some((format!("meta {name}"), moment));
    }
    let marked = elements(page).find(|id| has_prop(page.dom, *id, "dateModified"))?;
    Some(("itemprop dateModified".into(), read(&stated_time(page.dom, marked))?))
}

fn elements<'p>(page: &'p Page) -> impl Iterator<Item = NodeId> + 'p {
    page.dom.subtree(Dom::ROOT).filter(|id| page.dom.element(*id).is_some())
}

fn has_prop(dom: &Dom, id: NodeId, prop: &str) -> bool {
    ["itemprop", "property"].iter().any(|attr| {
        dom.attr(id, attr)
            .is_some_and(|props| props.split_ascii_whitespace().any(|p| p.rsplit(':').next() == Some(prop)))
    })
}

/// What a time element or a marked span states: its attribute before its words.
fn stated_time(dom: &Dom, id: NodeId) -> String {
    ["datetime", "content", "title"]
        .iter()
        .find_map(|attr| dom.attr(id, attr))
        .map_or_else(|| dom.text(id), str::to_owned)
}

/// A date that the page's markup calls the publication's, else the first time element of the story's part.
fn marked_date(page: &Page, read: Reads) -> Option<(&'static str, Moment)> {
    let marked = elements(page).find(|id| has_prop(page.dom, *id, "datePublished"));
    if let Some(moment) = marked.and_then(|id| read(&stated_time(page.dom, id))) {
        return Some(("itemprop datePublished", moment));
    }
    let times: Vec<NodeId> =
        elements(page).filter(|id| page.dom.name(*id) == "time" && !in_other(page.dom, *id)).collect();
    let pub_date = times.iter().find(|id| page.dom.attr(**id, "pubdate").is_some());
    let after_title = || {
        let (heading, _) = page.first_headings.first()?;
        times.iter().find(|id| **id > *heading)
    };
    let chosen = pub_date.or_else(after_title).or(times.first())?;
    Some(("time element", read(&stated_time(page.dom, *chosen))?))
}

/// Within a list of other pages or among comments.
fn in_other(dom: &Dom, id: NodeId) -> bool {
    dom.ancestors(id).any(|above| {
        matches!(dom.name(above), "nav" | "footer" | "aside" | "li" | "a")
            || super::chrome::of(dom, above) == Some(super::chrome::Chrome::Sure)
    })
}

/// A line near the top that is a date and hardly anything else, or a byline with one.
fn date_line(page: &Page, read: Reads) -> Option<Moment> {
    let lines = flow::segments(page.dom, Dom::ROOT, &|_| false);
    lines.iter().take(TOP_LINES).filter(|s| s.words <= 16 && s.link < 0.5).find_map(|s| {
        let text = &s.text;
        let dated = dates::is_only_date(text)
            || byline::is_byline(text)
            || opens_with_date_word(text)
            || (!s.is_prose() && dates::opens_with_date(text));
        dated.then(|| read(text))?
    })
}

fn opens_with_date_word(text: &str) -> bool {
    let lower = text.to_lowercase();
    [
        "published",
        "posted",
        "for immediate release",
        "release date",
        "date:",
        "released",
        "updated",
        "issued",
        "опубликовано",
        "veröffentlicht",
        "publié",
        "дата",
    ]
    .iter()
    .any(|word| lower.starts_with(word))
}

fn byline_elements(page: &Page, read: &dyn Fn(&str) -> Vec<String>) -> Vec<String> {
    let dom = page.dom;
    let mut names = Vec::new();
    for id in elements(page) {
        let marked = has_prop(dom, id, "author")
            || dom.attr(id, "rel").is_some_and(|rel| rel.split_ascii_whitespace().any(|r| r == "author"));
        if marked && !in_comment(dom, id) {
            let named = dom.subtree(id).find(|below| has_prop(dom, *below, "name")).unwrap_or(id);
            names.extend(read(&dom.text(named)));
        }
    }
    if names.is_empty() {
        let classed = elements(page).filter(|id| {
            dom.attr(*id, "class").is_some_and(|class| {
                class.split_ascii_whitespace().any(|c| {
                    let tokens = super::chrome::tokens(c);
                    tokens.iter().any(|t| t == "byline" || t == "author" || t == "authors")
                        && !tokens.iter().any(|t| {
                            matches!(
                                t.as_str(),
                                "bio" | "image" | "avatar" | "date" | "title" | "description"
                            )
                        })
                })
            })
        });
        names = classed
            .map(|id| dom.text(id))
            .filter(|text| clean::words(text) <= 20)
            .map(|text| read(&text))
            .find(|n| !n.is_empty())
            .unwrap_or_default();
    }
    if names.is_empty() {
        let lines = flow::segments(dom, Dom::ROOT, &|_| false);
        names = lines
            .iter()
            .take(80)
            .find(|s| byline::is_byline(&s.text))
            .map(|s| read(&s.text))
            .unwrap_or_default();
    }
    names
}

fn in_comment(dom: &Dom, id: NodeId) -> bool {
    dom.ancestors(id).any(|above| super::chrome::of(dom, above) == Some(super::chrome::Chrome::Sure))
}
