//! Canonical URLs: one spelling for one page, so that nothing is asked for twice.
//!
//! On the WHATWG rules of the `url` crate (case of scheme and host, default ports, dots in paths, IDN, percent
//! signs where they are needed) come ours: no fragment, no user information, no tracking or session parameters
//! (`data/addresses.toml`), percent escapes in upper case and undone where they were not needed, no empty query,
//! no trailing dot on a host. What servers may tell apart (a trailing slash, the order of parameters, `www.`) stays
//! in the URL that is asked for, and makes no second page by [`key`].

use super::tables::{ADDRESSES, lists};
use url::Url;

/// Longest URL that is followed; longer ones are traps.
pub const LONGEST: usize = 2048;

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
                    b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' if !is_open(&out) => {
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

/// Whether what is written ends in a bare sign: a digit undone after it would make an escape that nobody wrote.
fn is_open(out: &str) -> bool {
    let bytes = out.as_bytes();
    let sign = |back: usize| bytes.len().checked_sub(back).and_then(|at| bytes.get(at)) == Some(&b'%');
    sign(1) || sign(2) && hex(bytes.last()).is_some()
}

fn hex(byte: Option<&u8>) -> Option<u8> {
    (*byte? as char).to_digit(16).map(|digit| digit as u8)
}

/// Takes `;jsessionid=…` and the `(S(…))` of ASP.NET off a path.
fn strip_path_session(path: &str) -> String {
    let mut path = path.to_owned();
    while let Some(at) = path.to_ascii_lowercase().find(";jsessionid=") {
        let end = path[at..].find('/').map_or(path.len(), |slash| at + slash);
        path.replace_range(at..end, "");
    }
    while let Some(at) = path.find("/(S(") {
        let Some(end) = path[at..].find("))").map(|close| at + close + 2) else { break };
        path.replace_range(at..end, "");
    }
    path
}

/// The query without tracking and sessions; order is kept, since a server may mind it.
fn keep_parameters(query: &str) -> String {
    let kept: Vec<&str> =
        query.split('&').filter(|pair| !pair.is_empty() && *pair != "=" && !is_needless(pair)).collect();
    kept.join("&")
}

fn is_needless(pair: &str) -> bool {
    let pair = pair.to_ascii_lowercase();
    let table = &*ADDRESSES;
    lists(&table.tracking, &pair)
        || lists(&table.session, &pair)
        || lists(&table.tokens, &pair) && pair.split_once('=').is_some_and(|(_, value)| is_token(value))
}

/// Long, of letters and digits mixed: the number of a visit.
fn is_token(value: &str) -> bool {
    value.len() >= 16
        && value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        && value.bytes().any(|b| b.is_ascii_digit())
        && value.bytes().any(|b| b.is_ascii_alphabetic())
}

/// Cuts off the parameters that config.toml names for single sites.
pub fn without(url: &Url, names: &[String]) -> Url {
    let mut cut = url.clone();
    if let Some(query) = url.query().filter(|_| !names.is_empty()) {
        let kept: Vec<&str> =
            query.split('&').filter(|pair| !lists(names, &pair.to_ascii_lowercase())).collect();
        cut.set_query(Some(kept.join("&").as_str()).filter(|query| !query.is_empty()));
    }
    cut
}

/// What makes a page one page, whatever servers may tell apart in its address: scheme, `www.`, trailing and doubled
/// slashes, the name of a folder's own document, and the order of parameters.
pub fn key(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host);
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    let mut steps: Vec<&str> = url.path().split('/').filter(|step| !step.is_empty()).collect();
    if steps.last().is_some_and(|last| lists(&ADDRESSES.documents, &last.to_ascii_lowercase())) {
        steps.pop();
    }
    let mut parameters: Vec<&str> = url.query().unwrap_or_default().split('&').collect();
    parameters.sort_unstable();
    format!("{host}{port}/{}?{}", steps.join("/"), parameters.join("&"))
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
            // Default ports go, others stay, and a port of the other scheme is another site.
            ("http://example.org:443/", "http://example.org:443/"),
            ("https://example.org:80/", "https://example.org:80/"),
            ("https://example.org:/a", "https://example.org/a"),
            ("https://example.org:00443/a", "https://example.org/a"),
            // Case: of scheme and host only.
            ("hTTps://EXAMPLE.org/News/A", "https://example.org/News/A"),
            // Dot segments, also escaped ones, and back slashes.
            ("https://example.org/a/%2e%2E/b", "https://example.org/b"),
            ("https://example.org/../../a", "https://example.org/a"),
            ("https://example.org/a/.", "https://example.org/a/"),
            ("https://example.org/a/b/..", "https://example.org/a/"),
            ("https:\\\\example.org\\a\\..\\b", "https://example.org/b"),
            ("https:/example.org/a", "https://example.org/a"),
            ("https:example.org/a", "https://example.org/a"),
            ("https://example.org/a\tb\nc", "https://example.org/abc"),
            // A trailing slash stays: servers tell it apart.
            ("https://example.org/a/", "https://example.org/a/"),
            ("https://example.org//a//b", "https://example.org//a//b"),
            // Escapes: upper case, needless ones undone, needed ones made, reserved ones left.
            ("https://example.org/%41%5a%7E", "https://example.org/AZ~"),
            ("https://example.org/a%3fb%23c", "https://example.org/a%3Fb%23c"),
            ("https://example.org/a b", "https://example.org/a%20b"),
            ("https://example.org/a%20b?c d", "https://example.org/a%20b?c%20d"),
            ("https://example.org/%zz%", "https://example.org/%zz%"),
            ("https://example.org/a?%%61e", "https://example.org/a?%%61e"),
            ("https://example.org/a?%a%65", "https://example.org/a?%a%65"),
            ("https://example.org/a?x=%e2%82%ac&y=€", "https://example.org/a?x=%E2%82%AC&y=%E2%82%AC"),
            ("https://example.org/новости", "https://example.org/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8"),
            // Hosts: IDN in its ASCII form, dots of other scripts, soft hyphens, addresses in one form.
            ("https://BÜCHER.example/", "https://xn--bcher-kva.example/"),
            ("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/"),
            ("https://пример。рф/", "https://xn--e1afmkfd.xn--p1ai/"),
            ("https://faß.example/", "https://xn--fa-hia.example/"),
            ("https://ex\u{ad}ample.org/", "https://example.org/"),
            ("https://ｅｘａｍｐｌｅ.org/", "https://example.org/"),
            ("http://0x7f.1/", "http://127.0.0.1/"),
            ("http://[2001:0DB8:0:0:0:0:0:1]/", "http://[2001:db8::1]/"),
            // Queries: order kept, tracking and sessions cut off by name, story numbers kept.
            ("https://example.org/a?&&id=7&", "https://example.org/a?id=7"),
            ("https://example.org/a?mc_cid=1&gclid=2&yclid=3&at_medium=4", "https://example.org/a"),
            ("https://example.org/a?ref=rss", "https://example.org/a"),
            ("https://example.org/a?ref=12", "https://example.org/a?ref=12"),
            ("https://example.org/a?Utm_Source=x#y", "https://example.org/a"),
            ("https://example.org/a?%75tm_source=x", "https://example.org/a"),
            ("https://example.org/a?PHPSESSID=0a1b2c&id=1", "https://example.org/a?id=1"),
            ("https://example.org/a?sid=4711", "https://example.org/a?sid=4711"),
            ("https://example.org/a?sid=0123456789abcdef01", "https://example.org/a"),
            ("https://example.org/(S(lit3py55t21z5v55vlm25s55))/a.aspx", "https://example.org/a.aspx"),
            ("https://example.org/a#!/b", "https://example.org/a"),
            ("https://example.org?", "https://example.org/"),
        ] {
            assert_eq!(spelled(written), spelling, "{written}");
            assert_eq!(spelled(spelling), spelling, "not stable: {spelling}");
        }
    }

    #[test]
    fn one_page_has_one_key() {
        let key = |text: &str| key(&canonical(text, None).unwrap());
        for (one, other, same) in [
            ("https://example.org/a", "http://www.example.org/a/", true),
            ("https://example.org/a/index.html", "https://example.org/a", true),
            ("https://example.org/Default.aspx", "https://example.org", true),
            ("https://example.org//a//b", "https://example.org/a/b", true),
            ("https://example.org/a?x=1&y=2", "https://example.org/a?y=2&x=1", true),
            ("https://example.org/a?x=1", "https://example.org/a?x=2", false),
            ("https://example.org/a", "https://example.org/A", false),
            ("https://news.example.org/a", "https://example.org/a", false),
            ("https://example.org:8443/a", "https://example.org/a", false),
        ] {
            assert_eq!(key(one) == key(other), same, "{one} {other}");
        }
    }

    #[test]
    fn parameters_of_single_sites_are_cut_off_too() {
        let url = Url::parse("https://example.org/a?id=1&From=home&pos=3").unwrap();
        let names = ["from".to_owned(), "po*".to_owned()];
        assert_eq!(without(&url, &names).as_str(), "https://example.org/a?id=1");
        assert_eq!(without(&url, &[]), url);
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
