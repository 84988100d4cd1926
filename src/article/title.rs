//! The title: the heading that the reader sees, where the page's own description agrees with it.

use super::clean;
use super::dom::NodeId;
use super::page::Page;

pub struct Title {
    pub words: String,
    pub heading: Option<NodeId>,
    pub rule: &'static str,
}

/// Finds the title: a first-level heading that a stated title confirms, else the stated title, else a lone heading.
pub fn find(page: &Page, publisher: Option<&str>, host: Option<&str>) -> Option<Title> {
    let bare = |raw: &str| without_site(raw, publisher, host, &page.first_headings);
    let stated: Vec<(&'static str, String)> = [
        ("json-ld headline", page.described.headline.as_deref()),
        (
            "meta title",
            page.meta(&[
                "og:title",
                "twitter:title",
                "citation_title",
                "dc.title",
                "parsely-title",
                "sailthru.title",
            ])
            .map(|(_, t)| t),
        ),
        ("title element", page.window_title.as_deref()),
    ]
    .into_iter()
    .filter_map(|(rule, raw)| Some((rule, bare(raw?))))
    .filter(|(_, words)| !words.is_empty())
    .collect();
    let confirmed =
        page.first_headings.iter().find(|(_, heading)| stated.iter().any(|(_, title)| alike(heading, title)));
    if let Some((id, words)) = confirmed {
        return Some(Title { words: words.clone(), heading: Some(*id), rule: "h1" });
    }
    let lone = match page.first_headings.as_slice() {
        [(id, words)] if clean::words(words) >= 4 => {
            Some(Title { words: words.clone(), heading: Some(*id), rule: "h1" })
        }
        _ => None,
    };
    lone.or_else(|| stated.into_iter().next().map(|(rule, words)| Title { words, heading: None, rule }))
        .or_else(|| {
            let (id, words) = page.first_headings.first()?;
            Some(Title { words: words.clone(), heading: Some(*id), rule: "h1" })
        })
}

/// Whether two titles are the same but for a few words.
pub fn alike(a: &str, b: &str) -> bool {
    let (key_a, key_b) = (clean::key(a), clean::key(b));
    if key_a.is_empty() || key_b.is_empty() {
        return false;
    }
    let (short, long) = if key_a.len() < key_b.len() { (&key_a, &key_b) } else { (&key_b, &key_a) };
    if long.contains(short.as_str()) && short.len() * 2 > long.len() {
        return true;
    }
    let set = |text: &str| -> std::collections::BTreeSet<String> {
        text.split_whitespace().map(clean::key).filter(|w| !w.is_empty()).collect()
    };
    let (a, b) = (set(a), set(b));
    let shared = a.intersection(&b).count();
    shared >= 3 && shared * 10 >= a.len().min(b.len()) * 7
}

/// The site's name as the window's title hangs it on the story's ("… | Bureau of Trade Security").
pub fn site_name(page: &Page, title: &str, host: Option<&str>) -> Option<String> {
    let window = page.window_title.as_deref()?;
    let pieces = pieces(window);
    let (first, last) = (*pieces.first()?, *pieces.last()?);
    if pieces.len() < 2 {
        return None;
    }
    let title = clean::key(title);
    let rest = |piece: &str| clean::words(piece) <= 8 && !title.contains(&clean::key(piece));
    let before_last = clean::key(&window[..window.len() - last.len()]);
    let name = if is_site(last, None, host) || (before_last.starts_with(&title) && rest(last)) {
        last
    } else if is_site(first, None, host) || (clean::key(last) == title && rest(first)) {
        first
    } else {
        return None;
    };
    Some(name.to_owned())
}

/// Marks between a title and a site's name; a colon only before the title.
const MARKS: &[&str] =
    &[" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " • ", " · ", " / ", " : ", "_", "｜"];

/// A window's title cut at its marks.
fn pieces(window: &str) -> Vec<&str> {
    let mut pieces = vec![window];
    for mark in MARKS.iter().chain(&[": "]) {
        pieces = pieces.iter().flat_map(|piece| piece.split(mark)).collect();
    }
    pieces.iter().map(|piece| piece.trim()).filter(|piece| !piece.is_empty()).collect()
}

/// A title without the site's name behind (or before) it.
fn without_site(
    raw: &str,
    publisher: Option<&str>,
    host: Option<&str>,
    headings: &[(NodeId, String)],
) -> String {
    let mut title = raw.trim().to_owned();
    for _ in 0..3 {
        if headings.iter().any(|(_, heading)| clean::key(heading) == clean::key(&title)) {
            break;
        }
        let cut = MARKS.iter().filter_map(|mark| Some((title.rfind(mark)?, *mark))).max();
        let Some((at, mark)) = cut else { break };
        let (head, tail) = (title[..at].trim(), title[at + mark.len()..].trim());
        let agrees = headings.iter().any(|(_, heading)| clean::key(heading) == clean::key(head));
        let bar = [" | ", "_", "｜"].contains(&mark) && clean::words(head) >= 4 && clean::words(tail) <= 6;
        if agrees || bar || is_site(tail, publisher, host) {
            title = head.to_owned();
        } else {
            break;
        }
    }
    for mark in MARKS.iter().chain(&[": "]) {
        if let Some((head, tail)) = title.split_once(mark)
            && is_site(head, publisher, host)
            && clean::words(tail) >= 3
        {
            title = tail.trim().to_owned();
        }
    }
    title
}

/// Whether words name the site: the publisher's name, or the letters of a label of its host.
fn is_site(words: &str, publisher: Option<&str>, host: Option<&str>) -> bool {
    let key = clean::key(words);
    if key.is_empty() || clean::words(words) > 8 {
        return false;
    }
    let overlap = |name: &str| {
        name == key || (key.len() > 4 && name.contains(&key)) || (name.len() > 4 && key.contains(name))
    };
    let initials: String =
        words.split_whitespace().filter_map(|w| w.chars().next()).flat_map(char::to_lowercase).collect();
    let labelled = host.is_some_and(|host| {
        clean::key(host) == key
            || host.split('.').map(clean::key).any(|label| {
                label.len() > 2
                    && label != "www"
                    && (label == initials || (label.len() > 4 && overlap(&label)))
            })
    });
    labelled || publisher.is_some_and(|name| overlap(&clean::key(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_site_off_and_nothing_else() {
        let bare = |raw: &str| without_site(raw, Some("The Example Times"), Some("exampletimes.com"), &[]);
        assert_eq!(bare("Drones seized at port - The Example Times"), "Drones seized at port");
        assert_eq!(bare("Drones seized at port | World | The Example Times"), "Drones seized at port");
        assert_eq!(bare("Drones seized at port | exampletimes.com"), "Drones seized at port");
        assert_eq!(bare("Nvidia chips - what we know so far"), "Nvidia chips - what we know so far");
        assert_eq!(bare("The Example Times: drones seized at port"), "drones seized at port");
        assert_eq!(bare("Sanctions: a short history"), "Sanctions: a short history");
    }
}
