//! RFC 9309 case by case, by its sections, in cases of our own.

use claimtrail::crawl::Robots;
use url::Url;

/// Section, file, path, whether claimtrail may fetch it.
type Case = (&'static str, &'static str, &'static str, bool);

const GROUPS: &str = "User-Agent: *\nDisallow: *.gif$\nDisallow: /closed/\nAllow: /open/\n\n\
    User-Agent: claimtrail\nDisallow:/\nAllow:/closed/page.html\nAllow:/closed/picture.gif\n\n\
    User-Agent: one\nUser-Agent: two\nDisallow: /closed/page.html\n\nUser-Agent: nobody\n";
const SPLIT: &str = "User-agent: claimtrail\nDisallow: /a\n\nUser-agent: *\nDisallow: /c\n\nUser-agent: ClaimTrail\nDisallow: /b";

const CASES: &[Case] = &[
    // 2.1 and 2.2: lines, groups, and what belongs to none.
    ("2.1", "", "/a", true),
    ("2.1", "\n\n\n", "/a", true),
    ("2.1", "User-agent: *\nDisallow: /a", "/a", false),
    ("2.1", "User-agent: *\nDisallow: /a", "/b", true),
    ("2.1", "User-agent: *\n\nDisallow: /a", "/a", false),
    ("2.1", "Disallow: /a", "/a", true),
    ("2.1", "Disallow: /\n\nUser-agent: *\nAllow: /", "/a", true),
    ("2.1", "User-agent:*\nDisallow:/a", "/a", false),
    ("2.1", "  User-agent : *  \n\tDisallow :\t /a\t ", "/a", false),
    ("2.1", "user-AGENT: *\ndISALLOW: /a", "/a", false),
    ("2.1", "User-agent: *\r\nDisallow: /a\r\n", "/a", false),
    ("2.1", "User-agent: *\rDisallow: /a", "/a", false),
    ("2.1", "\u{feff}User-agent: *\nDisallow: /a", "/a", false),
    ("2.1", "User-agent: * # everyone\nDisallow: /a # this", "/a", false),
    ("2.1", "# User-agent: *\n# Disallow: /", "/a", true),
    ("2.1", "User-agent: *\nDisallow: /a#b", "/a", false),
    ("2.1", "\u{0}\u{1}\u{2}binary\nUser-agent: *\nDisallow: /a", "/a", false),
    // 2.2.1: whose group.
    ("2.2.1", "User-agent: claimtrail\nDisallow: /", "/a", false),
    ("2.2.1", "User-agent: CLAIMTRAIL\nDisallow: /", "/a", false),
    ("2.2.1", "User-agent: claimtrail/2.0\nDisallow: /", "/a", false),
    ("2.2.1", "User-agent: claimtrail (the crawler)\nDisallow: /", "/a", false),
    ("2.2.1", "User-agent: claim\nDisallow: /", "/a", true),
    ("2.2.1", "User-agent: claimtrailer\nDisallow: /", "/a", true),
    ("2.2.1", "User-agent: claimtrail-news\nDisallow: /", "/a", true),
    ("2.2.1", "User-agent: other\nDisallow: /", "/a", true),
    ("2.2.1", "User-agent:\nDisallow: /", "/a", true),
    ("2.2.1", "User-agent: *\nDisallow: /\nUser-agent: claimtrail\nAllow: /", "/a", true),
    ("2.2.1", "User-agent: claimtrail\nAllow: /\nUser-agent: *\nDisallow: /", "/a", true),
    ("2.2.1", "User-agent: claimtrail\nUser-agent: *\nDisallow: /", "/a", false),
    ("2.2.1", "User-agent: claimtrail\n\nUser-agent: *\nDisallow: /", "/a", false),
    ("2.2.1", "User-agent: claimtrail\nDisallow:\nUser-agent: *\nDisallow: /", "/a", true),
    ("2.2.1", "User-agent: claimtrail\nCrawl-delay: 1\nUser-agent: *\nDisallow: /", "/a", true),
    ("2.2.1", SPLIT, "/a", false),
    ("2.2.1", SPLIT, "/b", false),
    ("2.2.1", SPLIT, "/c", true),
    (
        "2.2.1",
        "User-agent: *\nDisallow: /a\nUser-agent: x\nDisallow: /c\nUser-agent: *\nDisallow: /b",
        "/a",
        false,
    ),
    (
        "2.2.1",
        "User-agent: *\nDisallow: /a\nUser-agent: x\nDisallow: /c\nUser-agent: *\nDisallow: /b",
        "/b",
        false,
    ),
    (
        "2.2.1",
        "User-agent: *\nDisallow: /a\nUser-agent: x\nDisallow: /c\nUser-agent: *\nDisallow: /b",
        "/c",
        true,
    ),
    ("2.2.1", "User-agent: x\nUser-agent: claimtrail\nUser-agent: y\nDisallow: /a", "/a", false),
    // 2.2.2: allow and disallow; octets; the most specific wins.
    ("2.2.2", "User-agent: *\nDisallow:", "/a", true),
    ("2.2.2", "User-agent: *\nAllow:", "/a", true),
    ("2.2.2", "User-agent: *\nAllow: /", "/a", true),
    ("2.2.2", "User-agent: *\nDisallow: /", "/", false),
    ("2.2.2", "User-agent: *\nDisallow: /", "/robots.txt", true),
    ("2.2.2", "User-agent: *\nDisallow: /robots.txt", "/robots.txt", true),
    ("2.2.2", "User-agent: *\nDisallow: /Story", "/story", true),
    ("2.2.2", "User-agent: *\nDisallow: /story", "/story/one", false),
    ("2.2.2", "User-agent: *\nDisallow: /story", "/storytime", false),
    ("2.2.2", "User-agent: *\nDisallow: /story/", "/story", true),
    ("2.2.2", "User-agent: *\nDisallow: /story", "/old/story", true),
    ("2.2.2", "User-agent: *\nDisallow: /a?b", "/a?bc", false),
    ("2.2.2", "User-agent: *\nDisallow: /a?b", "/a", true),
    ("2.2.2", "User-agent: *\nAllow: /a/page/\nDisallow: /a/page/shut.gif", "/a/page/shut.gif", false),
    ("2.2.2", "User-agent: *\nAllow: /a/page/\nDisallow: /a/page/shut.gif", "/a/page/", true),
    ("2.2.2", "User-agent: *\nDisallow: /a/page/shut.gif\nAllow: /a/page/", "/a/page/shut.gif", false),
    ("2.2.2", "User-agent: *\nDisallow: /a\nAllow: /a", "/a", true),
    ("2.2.2", "User-agent: *\nAllow: /a\nDisallow: /a", "/a", true),
    ("2.2.2", "User-agent: *\nAllow: /\nDisallow: /", "/a", true),
    ("2.2.2", "User-agent: *\nDisallow: /x/\nAllow: /x/y\nDisallow: /x/y/z", "/x/y/z", false),
    ("2.2.2", "User-agent: *\nDisallow: /x/\nAllow: /x/y\nDisallow: /x/y/z", "/x/y/a", true),
    ("2.2.2", "User-agent: *\nDisallow: /a?b=https://c.example", "/a?b=https%3A%2F%2Fc.example", false),
    ("2.2.2", "User-agent: *\nDisallow: /a?b=https%3A%2F%2Fc.example", "/a?b=https://c.example", false),
    ("2.2.2", "User-agent: *\nDisallow: /a/%E3%83%84", "/a/ツ", false),
    ("2.2.2", "User-agent: *\nDisallow: /a/ツ", "/a/%E3%83%84", false),
    ("2.2.2", "User-agent: *\nDisallow: /a/%e3%83%84", "/a/%E3%83%84", false),
    ("2.2.2", "User-agent: *\nDisallow: /a/%62%61%7A", "/a/baz", false),
    ("2.2.2", "User-agent: *\nDisallow: /a/baz", "/a/%62%61%7A", false),
    ("2.2.2", "User-agent: *\nDisallow: /a%2Fb", "/a/b", true),
    ("2.2.2", "User-agent: *\nDisallow: /a/b", "/a%2Fb", true),
    ("2.2.2", "User-agent: *\nDisallow: /a b", "/a%20b", false),
    // 2.2.3: special characters.
    ("2.2.3", "User-agent: *\nDisallow: *", "/a", false),
    ("2.2.3", "User-agent: *\nDisallow: /*", "/a", false),
    ("2.2.3", "User-agent: *\nDisallow: *.gif$", "/x/a.gif", false),
    ("2.2.3", "User-agent: *\nDisallow: *.gif$", "/x/a.gif?b", true),
    ("2.2.3", "User-agent: *\nDisallow: *.gif", "/x/a.gif?b", false),
    ("2.2.3", "User-agent: *\nDisallow: /a/*/c", "/a/b/c", false),
    ("2.2.3", "User-agent: *\nDisallow: /a/*/c", "/a/b/d/c/e", false),
    ("2.2.3", "User-agent: *\nDisallow: /a/*/c", "/a/c", true),
    ("2.2.3", "User-agent: *\nDisallow: /a*c*e", "/abcde", false),
    ("2.2.3", "User-agent: *\nDisallow: /a*c*e$", "/abcdef", true),
    ("2.2.3", "User-agent: *\nDisallow: /a*c*e$", "/abcdefe", false),
    ("2.2.3", "User-agent: *\nDisallow: /$", "/", false),
    ("2.2.3", "User-agent: *\nDisallow: /$", "/a", true),
    ("2.2.3", "User-agent: *\nDisallow: /a$", "/a", false),
    ("2.2.3", "User-agent: *\nDisallow: /a$", "/a/", true),
    ("2.2.3", "User-agent: *\nDisallow: /a$", "/a?b", true),
    ("2.2.3", "User-agent: *\nDisallow: /a*$", "/ab", false),
    ("2.2.3", "User-agent: *\nDisallow: /*?", "/a", true),
    ("2.2.3", "User-agent: *\nDisallow: /*?", "/a?b", false),
    ("2.2.3", "User-agent: *\nDisallow: /price-in-%24", "/price-in-$", false),
    ("2.2.3", "User-agent: *\nDisallow: /price-in-%24", "/price-in-", true),
    ("2.2.3", "User-agent: *\nDisallow: /a$b", "/a$b", false),
    ("2.2.3", "User-agent: *\nDisallow: /five-%2A-hotel", "/five-*-hotel", false),
    ("2.2.3", "User-agent: *\nDisallow: /five-%2A-hotel", "/five-x-hotel", true),
    ("2.2.3", "User-agent: *\nDisallow: /five-*-hotel", "/five-*-hotel", false),
    ("2.2.3", "User-agent: *\nDisallow: /a%23b", "/a%23b", false),
    ("2.2.3", "User-agent: *\nAllow: /open\nDisallow: /*.htm", "/open.htm", false),
    ("2.2.3", "User-agent: *\nAllow: /open*\nDisallow: /*.ht", "/open.htm", true),
    // 2.2.4: other lines change nothing.
    ("2.2.4", "Sitemap: https://example.org/s.xml\nUser-agent: *\nDisallow: /a", "/a", false),
    ("2.2.4", "User-agent: x\nSitemap: https://example.org/s.xml\nUser-agent: *\nDisallow: /a", "/a", false),
    ("2.2.4", "User-agent: *\nNoindex: /b\nDisallow: /a", "/a", false),
    ("2.2.4", "User-agent: *\nNoindex: /b\nDisallow: /a", "/b", true),
    ("2.2.4", "User-agent: *\nHost: example.org\nRequest-rate: 1/5\nDisallow: /a", "/a", false),
    // 5: worked examples in the manner of the RFC's.
    ("5.1", GROUPS, "/closed/page.html", true),
    ("5.1", GROUPS, "/closed/picture.gif", true),
    ("5.1", GROUPS, "/open/", false),
];

/// As [`Case`], for other crawlers.
const OTHERS: &[(&str, &str, bool)] = &[
    ("anyone", "/open/a.html", true),
    ("anyone", "/open/a.gif", true),
    ("anyone", "/a.gif", false),
    ("anyone", "/closed/page.html", false),
    ("one", "/closed/page.html", false),
    ("two", "/closed/page.html", false),
    ("two", "/closed/picture.gif", true),
    ("nobody", "/closed/page.html", true),
];

fn may(file: &str, agent: &str, path: &str) -> bool {
    let url = Url::parse(&format!("https://example.org{path}")).unwrap();
    Robots::parse(file.as_bytes(), agent).allows(&url)
}

#[test]
fn the_rfc_case_by_case() {
    let wrong: Vec<&Case> =
        CASES.iter().filter(|(_, file, path, allowed)| may(file, "claimtrail", path) != *allowed).collect();
    println!(
        "RFC 9309: {} of {} cases",
        CASES.len() + OTHERS.len() - wrong.len(),
        CASES.len() + OTHERS.len()
    );
    assert!(wrong.is_empty(), "{wrong:#?}");
    for (agent, path, allowed) in OTHERS {
        assert_eq!(may(GROUPS, agent, path), *allowed, "{agent} {path}");
    }
}

#[test]
fn limits_of_section_2_5() {
    // At least 500 KiB are read; a rule within them counts, and half a rule at the border is none.
    let padding = format!("# {}\n", "x".repeat(98)).repeat(5069);
    let within = format!("User-agent: *\n{padding}Disallow: /a\n{padding}Disallow: /b\n");
    assert!(!may(&within, "claimtrail", "/a") && may(&within, "claimtrail", "/b"));
    let file = format!("User-agent: *\nDisallow: /{}", "a".repeat(600 * 1024));
    assert!(may(&file, "claimtrail", "/a"));
}

#[test]
fn time_is_linear_in_a_hostile_file() {
    let line = format!("Disallow: /{}$\n", "*a".repeat(200));
    let file = format!("User-agent: *\n{}", line.repeat(500 * 1024 / line.len()));
    let begun = std::time::Instant::now();
    assert!(may(&file, "claimtrail", &format!("/{}b", "a".repeat(1900))));
    assert!(begun.elapsed().as_secs() < 10, "{:?}", begun.elapsed());
}
