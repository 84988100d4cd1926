//! What a page says of itself in JSON-LD: the article among its things, whatever the nesting, broken or not.

use super::clean;
use super::dom::Dom;
use serde_json::Value;

/// The article that a page describes.
#[derive(Debug, Default)]
pub struct Described {
    pub headline: Option<String>,
    pub authors: Vec<String>,
    pub published: Option<String>,
    pub modified: Option<String>,
    pub publisher: Option<String>,
    pub url: Option<String>,
    pub section: Option<String>,
    pub language: Option<String>,
    pub body: Option<String>,
    /// `isAccessibleForFree` is stated, and false.
    pub paid: bool,
    /// Selectors of the elements that are not free.
    pub paid_parts: Vec<String>,
    /// The page says it is an article.
    pub article: bool,
    /// The page says it is a collection of others.
    pub collection: bool,
}

/// Reads every `application/ld+json` script of a page.
pub fn read(dom: &Dom) -> Described {
    let mut things = Vec::new();
    for id in dom.subtree(Dom::ROOT) {
        if dom.name(id) == "script"
            && dom
                .attr(id, "type")
                .is_some_and(|t| t.trim().to_ascii_lowercase().starts_with("application/ld+json"))
            && let Some(value) = parse(&dom.text(id))
        {
            gather(value, &mut things, 0);
        }
    }
    describe(&things)
}

/// Parses, forgiving what pages often get wrong: comments or CDATA around it, raw line ends, trailing commas.
fn parse(raw: &str) -> Option<Value> {
    let text = raw
        .trim()
        .trim_start_matches("<!--")
        .trim_start_matches("//<![CDATA[")
        .trim_start_matches("<![CDATA[");
    let text = text
        .trim_end()
        .trim_end_matches(';')
        .trim_end_matches("-->")
        .trim_end_matches("//]]>")
        .trim_end_matches("]]>")
        .trim();
    if let Ok(value) = serde_json::from_str(text) {
        return Some(value);
    }
    let mended = mend(text);
    let mut values = serde_json::Deserializer::from_str(&mended).into_iter::<Value>();
    values.next()?.ok()
}

/// Line ends within strings become spaces, commas before a closing bracket go, unknown escapes lose their backslash.
fn mend(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_string = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                in_string = !in_string;
                out.push(c);
            }
            '\\' if in_string => match chars.next() {
                Some(next) if "\"\\/bfnrtu".contains(next) => out.extend(['\\', next]),
                Some(next) => out.push(next),
                None => {}
            },
            c if in_string && c.is_control() => out.push(' '),
            ']' | '}' if !in_string => {
                let kept = out.trim_end().trim_end_matches(',').len();
                out.truncate(kept);
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

/// Every object of the value that has a type, outer ones first.
fn gather(value: Value, things: &mut Vec<Value>, depth: usize) {
    if depth > 16 || things.len() > 500 {
        return;
    }
    match value {
        Value::Array(values) => values.into_iter().for_each(|v| gather(v, things, depth + 1)),
        Value::Object(mut object) => {
            let inner: Vec<Value> = ["@graph", "mainEntity", "mainEntityOfPage", "hasPart", "liveBlogUpdate"]
                .iter()
                .filter_map(|key| {
                    if *key == "mainEntityOfPage" || *key == "hasPart" {
                        object.get(*key).cloned()
                    } else {
                        object.remove(*key)
                    }
                })
                .collect();
            things.push(Value::Object(object));
            inner.into_iter().for_each(|v| gather(v, things, depth + 1));
        }
        _ => {}
    }
}

fn is_type(thing: &Value, wanted: impl Fn(&str) -> bool) -> bool {
    match thing.get("@type") {
        Some(Value::String(name)) => wanted(name),
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).any(wanted),
        _ => false,
    }
}

fn is_article(name: &str) -> bool {
    let name = name.rsplit(['/', ':']).next().unwrap_or(name);
    name.ends_with("Article")
        || name.ends_with("BlogPosting")
        || name.ends_with("NewsRelease")
        || matches!(name, "Report" | "PressRelease" | "Blog Post" | "Review" | "AnalysisNewsArticle")
}

fn describe(things: &[Value]) -> Described {
    let mut out = Described {
        collection: things
            .iter()
            .any(|t| is_type(t, |n| matches!(n, "CollectionPage" | "ItemList" | "SearchResultsPage"))),
        paid_parts: things
            .iter()
            .filter(|t| t.get("isAccessibleForFree").is_some_and(is_false))
            .filter_map(|t| text(t, "cssSelector"))
            .collect(),
        paid: things.iter().any(|t| t.get("isAccessibleForFree").is_some_and(is_false)),
        ..Described::default()
    };
    let page = things.iter().find(|t| is_type(t, |n| n == "WebPage"));
    let Some(article) = things.iter().find(|t| is_type(t, is_article)) else {
        if let Some(page) = page {
            out.published = text(page, "datePublished");
            out.modified = text(page, "dateModified");
            out.language = text(page, "inLanguage");
        }
        out.publisher =
            things.iter().find(|t| is_type(t, |n| n.ends_with("Organization"))).and_then(|t| text(t, "name"));
        return out;
    };
    out.article = true;
    out.headline = text(article, "headline").or_else(|| text(article, "name"));
    out.authors = article
        .get("author")
        .or_else(|| article.get("creator"))
        .map(|a| names(a, things))
        .unwrap_or_default();
    out.published = text(article, "datePublished").or_else(|| text(article, "dateCreated"));
    out.modified = text(article, "dateModified");
    out.publisher = article.get("publisher").and_then(|p| names(p, things).into_iter().next());
    out.url = text(article, "url").or_else(|| address(article.get("mainEntityOfPage")?));
    out.section = text(article, "articleSection");
    out.language = text(article, "inLanguage").or_else(|| page.and_then(|p| text(p, "inLanguage")));
    out.body = article.get("articleBody").and_then(Value::as_str).map(str::to_owned);
    out
}

fn is_false(value: &Value) -> bool {
    match value {
        Value::Bool(free) => !free,
        Value::String(free) => free.trim().eq_ignore_ascii_case("false") || free.ends_with("/False"),
        _ => false,
    }
}

/// A field as one line of text; of several, the first.
fn text(thing: &Value, field: &str) -> Option<String> {
    let value = match thing.get(field)? {
        Value::Array(values) => values.first()?,
        value => value,
    };
    let raw = match value {
        Value::String(raw) => raw.as_str(),
        Value::Object(object) => {
            ["@value", "name", "alternateName"].iter().find_map(|key| object.get(*key)?.as_str())?
        }
        _ => return None,
    };
    Some(clean::line(&unescape(raw))).filter(|line| !line.is_empty())
}

fn address(value: &Value) -> Option<String> {
    value.as_str().or_else(|| value.get("@id")?.as_str()).map(str::to_owned)
}

/// Names of people or organisations, following `@id` into the page's other things.
fn names(value: &Value, things: &[Value]) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().take(50).flat_map(|v| names(v, things)).collect(),
        Value::String(name) => vec![clean::line(&unescape(name))],
        Value::Object(object) => {
            match object.get("name") {
                Some(listed @ Value::Array(_)) => return names(listed, things),
                Some(_) => return text(value, "name").into_iter().collect(),
                None => {}
            }
            let Some(id) = object.get("@id").and_then(Value::as_str) else { return Vec::new() };
            let named = things
                .iter()
                .find(|t| t.get("@id").and_then(Value::as_str) == Some(id) && t.get("name").is_some());
            named.and_then(|t| text(t, "name")).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// Entities that a page escaped although JSON needs none.
pub fn unescape(raw: &str) -> String {
    if !raw.contains('&') {
        return raw.to_owned();
    }
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(10).position(|b| b == b';');
        match end.and_then(|end| Some((character(&rest[1..end])?, end))) {
            Some((c, end)) => {
                out.push(c);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn character(entity: &str) -> Option<char> {
    if let Some(number) = entity.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    let known = [
        ("amp", '&'),
        ("quot", '"'),
        ("apos", '\''),
        ("lt", '<'),
        ("gt", '>'),
        ("nbsp", ' '),
        ("rsquo", '’'),
        ("lsquo", '‘'),
        ("rdquo", '”'),
        ("ldquo", '“'),
        ("ndash", '–'),
        ("mdash", '—'),
        ("hellip", '…'),
        ("eacute", 'é'),
    ];
    known.iter().find(|(name, _)| *name == entity).map(|(_, c)| *c)
}
