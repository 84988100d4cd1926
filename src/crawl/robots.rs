//! robots.txt after RFC 9309: which paths a site leaves to us, how slowly, and where its sitemaps are.
//!
//! The matcher is our own: the longest matching rule wins, an `Allow` on a tie, `*` and `$` as the RFC has them,
//! and a path costs one pass a rule whatever stars a hostile file holds.

use crate::model::RobotsStanding;
use url::Url;

/// Bytes that are read; the rest of a longer file does not count.
pub const LIMIT: usize = 500 * 1024;
/// Sitemaps taken from one file.
const SITEMAPS: usize = 100;

/// What one site allows one crawler.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Robots {
    /// Longest first, `Allow` before `Disallow` of the same length.
    rules: Vec<Rule>,
    /// Everything is shut: the file could not be had.
    shut: bool,
    pub crawl_delay: Option<f64>,
    pub sitemaps: Vec<String>,
}

#[derive(Clone, Debug, PartialEq)]
struct Rule {
    allow: bool,
    /// Pieces between stars.
    pieces: Vec<String>,
    /// Ends with `$`.
    anchored: bool,
    /// Bytes of the pattern, by which rules are ranked.
    weight: usize,
}

impl Robots {
    /// For a site without the file (any 4xx): everything is allowed.
    pub fn open() -> Robots {
        Robots::default()
    }

    /// For a site whose file cannot be had (5xx, no answer): nothing is.
    pub fn shut() -> Robots {
        Robots { shut: true, ..Robots::default() }
    }

    /// Reads a file for the crawler whose product token is `agent`.
    pub fn parse(bytes: &[u8], agent: &str) -> Robots {
        let text = String::from_utf8_lossy(within_limit(bytes));
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let mut reader = Reader { agent: agent.to_ascii_lowercase(), ..Reader::default() };
        for line in text.split(['\n', '\r']) {
            reader.line(line);
        }
        reader.finish()
    }

    /// Reads what was kept of a file.
    pub fn of(standing: &RobotsStanding, agent: &str) -> Robots {
        match standing {
            RobotsStanding::Open => Robots::open(),
            RobotsStanding::Shut => Robots::shut(),
            RobotsStanding::Text(bytes) => Robots::parse(bytes, agent),
        }
    }

    pub fn is_shut(&self) -> bool {
        self.shut
    }

    /// Whether the URL may be fetched. `/robots.txt` itself always may.
    pub fn allows(&self, url: &Url) -> bool {
        if self.shut {
            return false;
        }
        if url.path() == "/robots.txt" {
            return true;
        }
        let target = match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        };
        // A star and a dollar sign of an address are letters like any other.
        let target = escaped(&target).replace('*', "%2A").replace('$', "%24");
        self.rules.iter().find(|rule| rule.matches(&target)).is_none_or(|rule| rule.allow)
    }
}

/// The bytes that count; a line that the limit cuts in two is left out, since half a rule is another rule.
fn within_limit(bytes: &[u8]) -> &[u8] {
    match bytes.get(..LIMIT) {
        Some(head) if bytes.len() > LIMIT => {
            let whole = head.iter().rposition(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(0);
            &head[..whole]
        }
        _ => bytes,
    }
}

impl Rule {
    fn new(allow: bool, pattern: &str) -> Option<Rule> {
        let pattern = escaped(pattern);
        if !pattern.starts_with(['/', '*']) {
            return None;
        }
        let (body, anchored) = match pattern.strip_suffix('$') {
            Some(body) => (body, true),
            None => (pattern.as_str(), false),
        };
        let mut pieces: Vec<String> = Vec::new();
        // Only at its end is a dollar sign more than a letter.
        let body = body.replace('$', "%24");
        for piece in body.split('*') {
            // Stars in a row are one; the first piece stays even where it is empty, as it is bound to the start.
            if pieces.is_empty() || !piece.is_empty() || body.ends_with('*') {
                pieces.push(piece.to_owned());
            }
        }
        pieces.dedup_by(|b, a| a.is_empty() && b.is_empty());
        Some(Rule { allow, pieces, anchored, weight: pattern.len() })
    }

    /// One pass: each piece is looked for after the one before it; leftmost is enough.
    fn matches(&self, target: &str) -> bool {
        let Some((first, rest)) = self.pieces.split_first() else { return true };
        let Some(mut left) = target.strip_prefix(first.as_str()) else { return false };
        let Some((last, middle)) = rest.split_last() else { return !self.anchored || left.is_empty() };
        for piece in middle {
            match left.find(piece.as_str()) {
                Some(at) => left = &left[at + piece.len()..],
                None => return false,
            }
        }
        match self.anchored {
            true => left.ends_with(last.as_str()),
            false => left.contains(last.as_str()),
        }
    }
}

/// Reads line by line: which groups are ours, which are everyone's.
#[derive(Default)]
struct Reader {
    agent: String,
    /// The group being read names us, or `*`.
    ours: bool,
    everyones: bool,
    /// The last line named an agent, so that a further one belongs to the same group.
    naming: bool,
    named: Group,
    general: Group,
    /// Some group names us, be it an empty one.
    is_named: bool,
    sitemaps: Vec<String>,
}

#[derive(Default)]
struct Group {
    rules: Vec<Rule>,
    delay: Option<f64>,
}

impl Reader {
    fn line(&mut self, line: &str) {
        let line = line.split('#').next().unwrap_or_default();
        let Some((key, value)) = line.split_once(':').or_else(|| line.trim().split_once([' ', '\t'])) else {
            return;
        };
        let value = value.trim();
        match key.trim().to_ascii_lowercase().as_str() {
            "user-agent" | "useragent" | "user agent" => self.agent_line(value),
            "allow" => self.rule(true, value),
            "disallow" | "dissallow" | "dissalow" | "disalow" | "diasllow" | "disallaw" => {
                self.rule(false, value)
            }
            "crawl-delay" => self.delay(value),
            "sitemap" | "site-map" if self.sitemaps.len() < SITEMAPS && !value.is_empty() => {
                self.sitemaps.push(value.to_owned());
            }
            // Other lines do not end a group (RFC 9309, 2.2.4).
            _ => {}
        }
    }

    fn agent_line(&mut self, value: &str) {
        if !self.naming {
            (self.ours, self.everyones) = (false, false);
        }
        self.naming = true;
        let token: String =
            value.chars().take_while(|c| c.is_ascii_alphabetic() || "_-".contains(*c)).collect();
        if value == "*" || value.starts_with("* ") {
            self.everyones = true;
        } else if token.to_ascii_lowercase() == self.agent {
            (self.ours, self.is_named) = (true, true);
        }
    }

    fn rule(&mut self, allow: bool, pattern: &str) {
        self.naming = false;
        // An empty pattern matches nothing.
        let Some(rule) = Rule::new(allow, pattern) else { return };
        if self.ours {
            self.named.rules.push(rule.clone());
        }
        if self.everyones {
            self.general.rules.push(rule);
        }
    }

    fn delay(&mut self, value: &str) {
        self.naming = false;
        let Some(seconds) = value.parse::<f64>().ok().filter(|s| s.is_finite() && *s >= 0.0) else { return };
        if self.ours {
            self.named.delay = Some(seconds);
        }
        if self.everyones {
            self.general.delay = Some(seconds);
        }
    }

    fn finish(self) -> Robots {
        let mut group = if self.is_named { self.named } else { self.general };
        group.rules.sort_by_key(|rule| (std::cmp::Reverse(rule.weight), !rule.allow));
        Robots { rules: group.rules, shut: false, crawl_delay: group.delay, sitemaps: self.sitemaps }
    }
}

/// Escapes in upper case, other bytes than ASCII escaped, and escapes of unreserved characters undone, in a query
/// also those of the separators of an address within the address: patterns and paths are compared octet by octet
/// after that (RFC 9309, 2.2.2).
fn escaped(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    let mut in_query = false;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        in_query |= byte == b'?';
        let digit = |offset: usize| bytes.get(at + offset).and_then(|b| (*b as char).to_digit(16));
        match (byte, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => {
                at += 2;
                match (high * 16 + low) as u8 {
                    plain @ (b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~') => {
                        out.push(plain as char)
                    }
                    separator @ (b':' | b'/' | b'?' | b'@') if in_query => out.push(separator as char),
                    other => out.push_str(&format!("%{other:02X}")),
                }
            }
            (0x21..=0x7e, ..) => out.push(byte as char),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn may(file: &str, path: &str) -> bool {
        let url = Url::parse(&format!("https://example.org{path}")).unwrap();
        Robots::parse(file.as_bytes(), "claimtrail").allows(&url)
    }

    #[test]
    fn rules_of_the_rfc() {
        // (file, path, allowed)
        for (file, path, allowed) in [
            // 2.2.1: the group of our token, whatever its case; else the general one; else none.
            ("User-agent: ClaimTrail\nDisallow: /a", "/a", false),
            ("user-agent: claimtrail/1.0\nDisallow: /a", "/a", false),
            ("User-agent: other\nDisallow: /a", "/a", true),
            ("User-agent: *\nDisallow: /a\n\nUser-agent: claimtrail\nDisallow: /b", "/a", true),
            ("User-agent: *\nDisallow: /a\n\nUser-agent: claimtrail\nDisallow: /b", "/b", false),
            ("User-agent: claimtrail\nDisallow:\n\nUser-agent: *\nDisallow: /", "/a", true),
            ("User-agent: claimtrailbot\nDisallow: /", "/a", true),
            // Groups of one agent are joined; agents in a row share rules.
            (
                "User-agent: claimtrail\nDisallow: /a\nUser-agent: x\nDisallow: /c\nUser-agent: claimtrail\nDisallow: /b",
                "/a",
                false,
            ),
            (
                "User-agent: claimtrail\nDisallow: /a\nUser-agent: x\nDisallow: /c\nUser-agent: claimtrail\nDisallow: /b",
                "/b",
                false,
            ),
            (
                "User-agent: claimtrail\nDisallow: /a\nUser-agent: x\nDisallow: /c\nUser-agent: claimtrail\nDisallow: /b",
                "/c",
                true,
            ),
            ("User-agent: x\nUser-agent: claimtrail\nDisallow: /a", "/a", false),
            ("User-agent: x\n\nUser-agent: claimtrail\n\nDisallow: /a", "/a", false),
            (
                "User-agent: claimtrail\nSitemap: https://example.org/s.xml\nUser-agent: x\nDisallow: /a",
                "/a",
                false,
            ),
            // Rules before any group count for nobody.
            ("Disallow: /a\nUser-agent: *\nDisallow: /b", "/a", true),
            // 2.2.2: the longest match wins; allow wins a tie.
            ("User-agent: *\nDisallow: /\nAllow: /p", "/page", true),
            ("User-agent: *\nAllow: /p\nDisallow: /", "/page", true),
            ("User-agent: *\nAllow: /folder\nDisallow: /folder", "/folder/page", true),
            ("User-agent: *\nAllow: /page\nDisallow: /*.htm", "/page.htm", false),
            ("User-agent: *\nAllow: /$\nDisallow: /", "/", true),
            ("User-agent: *\nAllow: /$\nDisallow: /", "/page.htm", false),
            ("User-agent: *\nDisallow: /fish", "/Fish.asp", true),
            ("User-agent: *\nDisallow: /fish", "/fishheads/yummy.html", false),
            ("User-agent: *\nDisallow: /fish/", "/fish", true),
            ("User-agent: *\nDisallow: /a?b", "/a?b=1", false),
            ("User-agent: *\nDisallow: ", "/a", true),
            ("User-agent: *\nDisallow: a", "/a", true),
            // 2.2.3: * and $.
            ("User-agent: *\nDisallow: /fish*", "/fish.php?id=1", false),
            ("User-agent: *\nDisallow: /*.php", "/folder/any.php.file.html", false),
            ("User-agent: *\nDisallow: /*.php$", "/filename.php", false),
            ("User-agent: *\nDisallow: /*.php$", "/filename.php?parameters", true),
            ("User-agent: *\nDisallow: /*.php$", "/a.php/b.php", false),
            ("User-agent: *\nDisallow: /fish*.php", "/fishheads/catfish.php?p", false),
            ("User-agent: *\nDisallow: /fish*.php", "/Fish.PHP", true),
            ("User-agent: *\nDisallow: *", "/a", false),
            ("User-agent: *\nDisallow: /a*$", "/abc", false),
            ("User-agent: *\nDisallow: /a**b", "/a-b", false),
            ("User-agent: *\nDisallow: /a*b$", "/ab", false),
            ("User-agent: *\nDisallow: /ab*b$", "/ab", true),
            ("User-agent: *\nDisallow: /a$b", "/a", true),
            ("User-agent: *\nDisallow: /*/private/", "/x/private/y", false),
            // Octets: escapes are compared in one spelling.
            ("User-agent: *\nDisallow: /foo/bar/ツ", "/foo/bar/%E3%83%84", false),
            ("User-agent: *\nDisallow: /foo/bar/%e3%83%84", "/foo/bar/ツ", false),
            ("User-agent: *\nDisallow: /foo/bar/%62%61%7A", "/foo/bar/baz", false),
            ("User-agent: *\nDisallow: /a%2Fb", "/a/b", true),
            // Layout: comments, blanks, tabs, CR, BOM, case of keys.
            ("# all\nUSER-AGENT : * # any\n  disallow\t:\t/a # not this\r\n", "/a", false),
            ("\u{feff}User-agent: *\nDisallow: /a", "/a", false),
            ("User-agent: *\rDisallow: /a", "/a", false),
            ("User-agent: *\nDisallow /a", "/a", false),
            ("<html>not a file at all</html>", "/a", true),
            // 2.2: the file itself is always allowed.
            ("User-agent: *\nDisallow: /", "/robots.txt", true),
        ] {
            assert_eq!(may(file, path), allowed, "{file:?} {path}");
        }
    }

    #[test]
    fn delay_and_sitemaps_are_read() {
        let file = "User-agent: *\nCrawl-delay: 7.5\nDisallow: /a\nSitemap: https://example.org/one.xml\n\
            User-agent: claimtrail\nCrawl-delay: 3\nsitemap:https://example.org/two.xml";
        let robots = Robots::parse(file.as_bytes(), "claimtrail");
        assert_eq!(robots.crawl_delay, Some(3.0));
        assert_eq!(robots.sitemaps, ["https://example.org/one.xml", "https://example.org/two.xml"]);
        let other = Robots::parse(file.as_bytes(), "other");
        assert_eq!(other.crawl_delay, Some(7.5));
        assert_eq!(Robots::parse(b"User-agent: *\nCrawl-delay: inf", "x").crawl_delay, None);
    }

    #[test]
    fn what_lies_beyond_the_limit_does_not_count() {
        let mut file = b"User-agent: *\nDisallow: /a\n".to_vec();
        file.resize(LIMIT, b'#');
        file.extend(b"\nDisallow: /b\n");
        let robots = Robots::parse(&file, "claimtrail");
        assert!(!robots.allows(&Url::parse("https://example.org/a").unwrap()));
        assert!(robots.allows(&Url::parse("https://example.org/b").unwrap()));
    }

    #[test]
    fn a_hostile_file_costs_one_pass_a_rule() {
        let mut file = String::from("User-agent: *\n");
        while file.len() < LIMIT {
            file += "Disallow: /*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b$\n";
        }
        let robots = Robots::parse(file.as_bytes(), "claimtrail");
        let url = Url::parse(&format!("https://example.org/{}", "a".repeat(2000))).unwrap();
        assert!(robots.allows(&url));
    }

    #[test]
    fn a_missing_file_opens_and_an_unreachable_one_shuts() {
        let url = Url::parse("https://example.org/a").unwrap();
        assert!(Robots::open().allows(&url));
        assert!(!Robots::shut().allows(&url));
    }
}
