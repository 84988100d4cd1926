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
pub fn find(page: &Page, publisher: Option<&str>, domain: Option<&str>) -> Option<Title> {
    let bare = |raw: &str| without_site(raw, publisher, domain, &page.first_headings);
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

/// A title without the site's name behind (or before) it.
fn without_site(
    raw: &str,
    publisher: Option<&str>,
    domain: Option<&str>,
    headings: &[(NodeId, String)],
) -> String {
    const MARKS: &[&str] = &[" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " • ", " · ", " / ", " : "];
    let mut title = raw.trim().to_owned();
    for _ in 0..3 {
        if headings.iter().any(|(_, heading)| clean::key(heading) == clean::key(&title)) {
            break;
        }
        let cut = MARKS.iter().filter_map(|mark| Some((title.rfind(mark)?, *mark))).max();
        let Some((at, mark)) = cut else { break };
        let (head, tail) = (title[..at].trim(), title[at + mark.len()..].trim());
        let agrees = headings.iter().any(|(_, heading)| clean::key(heading) == clean::key(head));
        let bar = mark == " | " && clean::words(head) >= 4 && clean::words(tail) <= 6;
        if agrees || bar || is_site(tail, publisher, domain) {
            title = head.to_owned();
        } else {
            break;
        }
    }
    for mark in [" | ", " - ", " – ", " — ", " :: ", " » ", ": "] {
        if let Some((head, tail)) = title.split_once(mark) {
            if is_site(head, publisher, domain) && clean::words(tail) >= 3 {
                title = tail.trim().to_owned();
            }
        }
    }
    title
}

/// Whether words name the site: the publisher's name, or the letters of its domain.
fn is_site(words: &str, publisher: Option<&str>, domain: Option<&str>) -> bool {
    let key = clean::key(words);
    if key.is_empty() {
        return false;
    }
    let named = publisher.map(clean::key).is_some_and(|p| {
        p == key || (key.len() > 4 && p.contains(&key)) || (p.len() > 4 && key.contains(&p))
    });
    let stem = domain.and_then(|d| d.split('.').next()).map(clean::key);
    let initials: String =
        words.split_whitespace().filter_map(|w| w.chars().next()).flat_map(char::to_lowercase).collect();
    named
        || stem.is_some_and(|stem| {
            stem == key
                || (stem.len() > 4 && (key.contains(&stem) || stem.contains(&key) && key.len() > 4))
                || (stem.len() > 2 && stem == initials)
                || domain.map(clean::key).as_deref() == Some(&key)
        })
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
