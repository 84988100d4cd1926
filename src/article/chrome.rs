//! Chrome: what stands around a story, told by the names that pages give their elements.

use super::dom::{Dom, NodeId};

/// How sure a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Chrome {
    /// Often around the story, sometimes wrapped about it ("sidebar", "promo", `<aside>`).
    Likely,
    /// Never the story, unless nothing else is left ("comments", "newsletter").
    Sure,
    /// Hidden from the reader.
    Hidden,
}

/// What an element's tag, role and names say of it.
pub fn of(dom: &Dom, id: NodeId) -> Option<Chrome> {
    let element = dom.element(id)?;
    let name = &*element.name.local;
    if matches!(name, "html" | "body" | "main" | "h1") {
        return None;
    }
    let by_tag = match name {
        "nav" => Some(Chrome::Sure),
        "footer" | "aside" | "form" | "menu" => Some(Chrome::Likely),
        _ => None,
    };
    let by_attrs = element.attrs.iter().filter_map(|attr| match &*attr.name.local {
        "class" | "id" | "data-component" | "data-testid" | "data-module" => by_names(&attr.value),
        "role" => by_role(&attr.value),
        "hidden" => Some(Chrome::Hidden),
        "aria-hidden" if &*attr.value == "true" => Some(Chrome::Likely),
        "style" => is_hidden(&attr.value).then_some(Chrome::Hidden),
        _ => None,
    });
    by_attrs.max().max(by_tag)
}

/// Whether an element within a line is beside the text: hidden words, a note's mark, a label on a picture.
/// Names that pages also give to words of the story (tags, links, datelines) do not count here.
pub fn is_inline_aside(dom: &Dom, id: NodeId) -> bool {
    let Some(class) = dom.attr(id, "class") else { return false };
    class.split_ascii_whitespace().take(24).any(|name| {
        is_hidden_name(name)
            || tokens(name).iter().any(|token| {
                matches!(
                    token.as_str(),
                    "footnote"
                        | "footnotes"
                        | "caption"
                        | "credit"
                        | "share"
                        | "sharing"
                        | "tooltip"
                        | "advert"
                        | "advertisement"
                )
            })
    })
}

fn by_role(role: &str) -> Option<Chrome> {
    match role.trim() {
        "navigation" | "search" | "dialog" | "alertdialog" | "menu" | "menubar" | "toolbar" | "tooltip" => {
            Some(Chrome::Sure)
        }
        "complementary" | "banner" | "contentinfo" | "form" | "alert" => Some(Chrome::Likely),
        _ => None,
    }
}

fn is_hidden(style: &str) -> bool {
    let squeezed: String =
        style.chars().filter(|c| !c.is_whitespace()).take(400).flat_map(char::to_lowercase).collect();
    squeezed.contains("display:none") || squeezed.contains("visibility:hidden")
}

/// Class names and ids, cut at hyphens, underscores and capitals.
fn by_names(names: &str) -> Option<Chrome> {
    names.split_ascii_whitespace().take(24).filter_map(by_name).max()
}

fn is_hidden_name(name: &str) -> bool {
    matches!(
        name,
        "hidden"
            | "d-none"
            | "hide"
            | "screen-reader-text"
            | "visually-hidden"
            | "visuallyhidden"
            | "sr-only"
            | "element-invisible"
            | "u-hidden"
            | "is-hidden"
    )
}

fn by_name(name: &str) -> Option<Chrome> {
    if is_hidden_name(name) {
        return Some(Chrome::Hidden);
    }
    // WordPress names its sidebars' boxes so; page builders hang more on the word, about every paragraph.
    if name == "widget" {
        return Some(Chrome::Likely);
    }
    let tokens = tokens(name);
    let single = tokens.iter().filter_map(|token| by_token(token)).max();
    let joined = tokens.windows(2).filter_map(|pair| by_pair(&pair[0], &pair[1])).max();
    single.max(joined)
}

/// Lower-case words of a name: `StoryBody__relatedLinks` to story, body, related, links.
pub fn tokens(name: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut lower_before = false;
    for c in name.chars().take(80) {
        let cut = !c.is_ascii_alphabetic() || (c.is_ascii_uppercase() && lower_before);
        if cut && !word.is_empty() {
            out.push(std::mem::take(&mut word));
        }
        if c.is_ascii_alphabetic() {
            word.push(c.to_ascii_lowercase());
        }
        lower_before = c.is_ascii_lowercase();
    }
    if !word.is_empty() {
        out.push(word);
    }
    out
}

fn by_token(token: &str) -> Option<Chrome> {
    match token {
        "comments" | "disqus" | "commentlist" | "respond" | "newsletter" | "newsletters" | "signup"
        | "outbrain" | "taboola" | "related" | "relatedposts" | "relatednews" | "recirc"
        | "recirculation" | "breadcrumb" | "breadcrumbs" | "cookie" | "cookies" | "consent" | "gdpr"
        | "mostread" | "trending" | "readmore" | "readnext" | "sharedaddy" | "sharebar" | "sharethis"
        | "addtoany" | "addthis" | "donate" | "donation" | "onetrust" | "jetpack" | "noprint"
        | "pagination" | "pager" | "wpcnt" | "zergnet" | "revcontent" | "mgid" => Some(Chrome::Sure),
        "ad" | "ads" | "adslot" | "advert" | "adverts" | "advertisement" | "adsbygoogle" | "sponsor"
        | "sponsored" | "promo" | "promos" | "promotion" | "share" | "sharing" | "social" | "socials"
        | "caption" | "captions" | "credit" | "credits" | "photocredit" | "byline" | "bylines"
        | "timestamp" | "pubdate" | "postmeta" | "meta" | "metadata" | "tags" | "taglist" | "keywords"
        | "sidebar" | "rail" | "navbar" | "nav" | "navigation" | "menu" | "footer" | "footnav" | "popup"
        | "modal" | "overlay" | "lightbox" | "appeal" | "membership" | "recommended" | "recommendations"
        | "recommendation" | "teaser" | "teasers" | "toolbar" | "tools" | "bio" | "authorbox" | "avatar"
        | "gallery" | "slideshow" | "carousel" | "toc" | "copyright" | "disclaimer" | "pullquote"
        | "subscribe" | "subscription" | "cta" | "masthead" | "skip" | "skiplink" | "likes" | "feedback"
        | "survey" | "poll" | "quiz" | "print" | "paywall" | "regwall" | "login" | "search" | "popular"
        | "comment" | "footnote" | "footnotes" | "kicker" | "eyebrow" | "ticker" | "pullout" | "tooltip"
        | "banner" | "callout" | "upsell" => Some(Chrome::Likely),
        _ => None,
    }
}

fn by_pair(first: &str, second: &str) -> Option<Chrome> {
    match (first, second) {
        ("read", "more" | "next" | "also")
        | ("see", "also")
        | ("most", "read" | "popular" | "viewed")
        | ("sign", "up")
        | ("up", "next")
        | ("also", "read")
        | ("you", "may")
        | ("more", "stories" | "news" | "articles" | "posts" | "from" | "on")
        | ("follow", "us")
        | ("email", "signup")
        | ("latest", "news" | "stories" | "posts")
        | ("other", "news" | "stories") => Some(Chrome::Sure),
        ("author", "box" | "bio" | "info" | "card" | "about" | "profile")
        | ("about", "author" | "authors")
        | ("published", "date" | "on")
        | ("publish", "date")
        | ("post", "date" | "info" | "navigation" | "author" | "views")
        | ("article", "date" | "info" | "tools" | "actions")
        | ("entry", "date" | "footer")
        | ("pull", "quote")
        | ("table", "contents")
        | ("photo", "by")
        | ("image", "source")
        | ("inline", "links" | "promo")
        | ("read", "time")
        | ("reading", "time")
        | ("skip", "to") => Some(Chrome::Likely),
        _ => None,
    }
}

/// Whether an element, or one of the two around it, is named as a standfirst.
pub fn says_standfirst(dom: &Dom, id: NodeId) -> bool {
    let is = |token: String| {
        matches!(
            token.as_str(),
            "standfirst"
                | "dek"
                | "deck"
                | "subtitle"
                | "subheadline"
                | "subhead"
                | "subheading"
                | "excerpt"
                | "lede"
                | "lead"
                | "intro"
                | "introduction"
                | "summary"
                | "abstract"
                | "chapo"
        )
    };
    let named = |id: NodeId| {
        dom.element(id).is_some_and(|element| {
            let names = element.attrs.iter().filter(|attr| {
                matches!(&*attr.name.local, "class" | "id") || attr.name.local.starts_with("data-")
            });
            names
                .flat_map(|attr| {
                    attr.value.split_ascii_whitespace().take(24).flat_map(tokens).collect::<Vec<_>>()
                })
                .any(is)
        })
    };
    std::iter::once(id).chain(dom.ancestors(id).take(2)).any(named)
}

/// Whether an element's names say that it holds a story's body.
pub fn says_body(dom: &Dom, id: NodeId) -> bool {
    let stated = |attr: &str| {
        dom.attr(id, attr).is_some_and(|prop| prop.split_ascii_whitespace().any(|p| p == "articleBody"))
    };
    stated("itemprop")
        || stated("name")
        || ["class", "id", "data-testid", "data-component"]
            .iter()
            .filter_map(|attr| dom.attr(id, attr))
            .any(|names| names.split_ascii_whitespace().take(24).any(is_body_name))
}

fn is_body_name(name: &str) -> bool {
    const OF: &[&str] = &[
        "article", "story", "post", "entry", "news", "release", "press", "blog", "single", "page", "detail",
        "field",
    ];
    const PART: &[&str] = &["body", "content", "text", "copy", "main"];
    let tokens = tokens(name);
    if matches!(
        name,
        "prose"
            | "rich-text"
            | "richtext"
            | "rte"
            | "wysiwyg"
            | "body-copy"
            | "bodytext"
            | "maincontent"
            | "articlebody"
            | "storybody"
            | "storytext"
            | "articletext"
            | "postcontent"
            | "gh-content"
            | "available-content"
    ) {
        return true;
    }
    if tokens.iter().any(|token| {
        by_token(token).is_some()
            || matches!(token.as_str(), "header" | "title" | "wrapper" | "container" | "wrap" | "page")
    }) {
        return false;
    }
    tokens
        .iter()
        .position(|t| OF.contains(&t.as_str()))
        .is_some_and(|at| tokens[at + 1..].iter().any(|t| PART.contains(&t.as_str())))
}
