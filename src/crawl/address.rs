//! Canonical URLs: one spelling for one page, so that nothing is asked for twice.
//!
//! On the WHATWG rules of the `url` crate (case of scheme and host, default ports, dots in paths, IDN, percent
//! signs where they are needed) come ours: no fragment, no user information, no tracking parameters, percent
//! escapes in upper case and undone where they were not needed, no empty query, no trailing dot on a host.

use url::Url;

/// Longest URL that is followed; longer ones are traps.
pub const LONGEST: usize = 2048;

/// Query parameters that say where a reader came from and never what the page shows.
const TRACKING: &[&str] = &[
    "_ga",
    "_gl",
    "_hsenc",
    "_hsmi",
    "cmpid",
    "dclid",
    "fbclid",
    "gbraid",
    "gclid",
    "gclsrc",
    "igshid",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "msclkid",
    "ncid",
    "oly_anon_id",
    "oly_enc_id",
    "phpsessid",
    "rss",
    "s_cid",
    "sessionid",
    "sid_session",
    "srsltid",
    "twclid",
    "vero_id",
    "wbraid",
    "wt_mc",
    "xtor",
    "yclid",
    "jsessionid",
    "spm",
    "at_medium",
    "at_campaign",
    "ocid",
    "smid",
    "traffic_source",
    "sharetype",
    "guccounter",
    "guce_referrer",
    "guce_referrer_sig",
];

/// Beginnings of such parameters.
const TRACKING_FAMILIES: &[&str] = &["utm_", "pk_", "piwik_", "matomo_", "hsa_", "at_custom", "stm_"];

/// Parses an absolute URL, or one relative to `base`, and writes it in its one spelling.
/// `None` for what is not a web address, and for URLs that are longer than a page would need.
pub fn canonical(text: &str, base: Option<&Url>) -> Option<Url> {
    let text = text.trim();
    if text.is_empty() || text.len() > 2 * LONGEST {
        return None;
    }
    let mut url = match base {
        Some(base) => base.join(text).ok()?,
        None => Url::parse(text).ok()?,
    };
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
        return None;
    }
    url.set_fragment(None);
    url.set_username("").ok()?;
    url.set_password(None).ok()?;
    trim_host(&mut url)?;
    let path = strip_path_session(&escapes(url.path()));
    url.set_path(&path);
    let query = url.query().map(|query| keep_parameters(&escapes(query)));
    url.set_query(query.as_deref().filter(|query| !query.is_empty()));
    (url.as_str().len() <= LONGEST).then_some(url)
}

/// `example.org.` is `example.org`.
fn trim_host(url: &mut Url) -> Option<()> {
    let host = url.host_str()?;
    let trimmed = host.trim_end_matches('.');
    if trimmed.len() != host.len() {
        let trimmed = trimmed.to_owned();
        url.set_host(Some(&trimmed)).ok()?;
    }
    Some(())
}

/// Escapes in upper case; those of unreserved characters undone.
fn escapes(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        let from = bytes.len() - rest.len() + at;
        match (hex(bytes.get(from + 1)), hex(bytes.get(from + 2))) {
            (Some(high), Some(low)) => {
                let byte = high * 16 + low;
                match byte {
                    b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                        out.push(byte as char)
                    }
                    _ => out.push_str(&format!("%{byte:02X}")),
                }
                rest = &rest[at + 3..];
            }
            _ => {
                out.push('%');
                rest = &rest[at + 1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn hex(byte: Option<&u8>) -> Option<u8> {
    (*byte? as char).to_digit(16).map(|digit| digit as u8)
}

/// Takes `;jsessionid=…` off a path.
fn strip_path_session(path: &str) -> String {
    let Some(at) = path.to_ascii_lowercase().find(";jsessionid=") else { return path.to_owned() };
    let end = path[at..].find('/').map_or(path.len(), |slash| at + slash);
    format!("{}{}", &path[..at], &path[end..])
}

/// The query without tracking; order is kept, since a server may mind it.
fn keep_parameters(query: &str) -> String {
    let kept: Vec<&str> =
        query.split('&').filter(|pair| !pair.is_empty() && *pair != "=" && !is_tracking(pair)).collect();
    kept.join("&")
}

fn is_tracking(pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or_default().to_ascii_lowercase();
    TRACKING.contains(&name.as_str()) || TRACKING_FAMILIES.iter().any(|family| name.starts_with(family))
}

/// The registrable domain (`example.co.uk` of `news.example.co.uk`); the host itself where there is none.
pub fn domain_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    match url.host() {
        Some(url::Host::Domain(name)) => psl::domain_str(name).unwrap_or(name).to_owned(),
        _ => host.to_owned(),
    }
}

/// Whether the host is the domain or lies under it.
pub fn is_within(url: &Url, domain: &str) -> bool {
    let host = url.host_str().unwrap_or_default();
    host == domain || host.strip_suffix(domain).is_some_and(|front| front.ends_with('.'))
}

/// Whether a path repeats itself or grows without end, as calendars and broken relative links do.
pub fn is_trap(url: &Url) -> bool {
    let parts: Vec<&str> = url.path().split('/').filter(|part| !part.is_empty()).collect();
    let repeated = parts.iter().any(|part| parts.iter().filter(|other| *other == part).count() > 3);
    let parameters = url.query().map_or(0, |query| query.split('&').count());
    parts.len() > 16 || repeated || parameters > 12
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelled(text: &str) -> String {
        canonical(text, None).map(String::from).unwrap_or_default()
    }

    #[test]
    fn one_page_has_one_spelling() {
        for (written, spelling) in [
            ("HTTP://Example.ORG:80/a", "http://example.org/a"),
            ("https://example.org:443", "https://example.org/"),
            ("https://example.org:8443/", "https://example.org:8443/"),
            ("https://example.org/a#part", "https://example.org/a"),
            ("https://me:secret@example.org/a", "https://example.org/a"),
            ("https://example.org./a", "https://example.org/a"),
            ("https://example.org/a/../b/./c", "https://example.org/b/c"),
            ("https://example.org/%7euser/%c3%a9", "https://example.org/~user/%C3%A9"),
            ("https://example.org/é", "https://example.org/%C3%A9"),
            ("https://example.org/a%2fb", "https://example.org/a%2Fb"),
            ("https://example.org/100%", "https://example.org/100%"),
            ("https://bücher.example/", "https://xn--bcher-kva.example/"),
            ("https://example.org/a?utm_source=x&id=7&UTM_Medium=y", "https://example.org/a?id=7"),
            ("https://example.org/a?fbclid=1", "https://example.org/a"),
            ("https://example.org/a?", "https://example.org/a"),
            ("https://example.org/a?b=2&a=1", "https://example.org/a?b=2&a=1"),
            ("https://example.org/a;jsessionid=AB12/b", "https://example.org/a/b"),
            ("https://example.org/a;JSESSIONID=AB12?x=1", "https://example.org/a?x=1"),
            ("  https://example.org/a\n", "https://example.org/a"),
            ("https://example.org/a?q=%41b", "https://example.org/a?q=Ab"),
            ("http://2130706433/", "http://127.0.0.1/"),
        ] {
            assert_eq!(spelled(written), spelling, "{written}");
            assert_eq!(spelled(spelling), spelling, "not stable: {spelling}");
        }
    }

    #[test]
    fn what_is_not_the_web_is_left() {
        for text in [
            "",
            "mailto:a@b.example",
            "javascript:alert(1)",
            "ftp://a.example/",
            "data:text/html,x",
            "//",
            "http://",
        ] {
            assert_eq!(canonical(text, None), None, "{text}");
        }
        assert_eq!(canonical(&format!("http://a.example/{}", "x".repeat(2100)), None), None);
    }

    #[test]
    fn relative_links_join_their_page() {
        let base = Url::parse("https://example.org/news/today.html?page=2").unwrap();
        for (link, whole) in [
            ("../a", "https://example.org/a"),
            ("b.html", "https://example.org/news/b.html"),
            ("?page=3", "https://example.org/news/today.html?page=3"),
            ("//cdn.example/x", "https://cdn.example/x"),
            ("#top", "https://example.org/news/today.html?page=2"),
        ] {
            assert_eq!(canonical(link, Some(&base)).unwrap().as_str(), whole);
        }
    }

    #[test]
    fn domains_are_the_registrable_ones() {
        for (url, domain) in [
            ("https://www.bis.gov/x", "bis.gov"),
            ("https://news.example.co.uk/", "example.co.uk"),
            ("http://127.0.0.1:80/", "127.0.0.1"),
            ("http://localhost/", "localhost"),
        ] {
            assert_eq!(domain_of(&Url::parse(url).unwrap()), domain);
        }
        let url = Url::parse("https://notexample.org/").unwrap();
        assert!(!is_within(&url, "example.org"));
        assert!(is_within(&Url::parse("https://a.example.org/").unwrap(), "example.org"));
    }

    #[test]
    fn endless_paths_are_traps() {
        for (url, trap) in [
            ("http://a.example/x/x/x/x/", true),
            ("http://a.example/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17", true),
            ("http://a.example/2024/03/06/story", false),
        ] {
            assert_eq!(is_trap(&Url::parse(url).unwrap()), trap, "{url}");
        }
    }

    proptest::proptest! {
        #[test]
        fn spelling_is_stable_whatever_comes(text in "https?://[a-z]{1,8}\\.example/\\PC{0,40}") {
            if let Some(url) = canonical(&text, None) {
                let again = canonical(url.as_str(), None);
                proptest::prop_assert_eq!(again, Some(url));
            }
        }
    }
}
