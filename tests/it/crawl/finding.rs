//! What a crawl finds, and what it does not fall into.

use super::{Page, Site, article, crawl_live, feeds, html, options, status, to, xml};
use claimtrail::crawl::{Options, Reason, Source, Trap};

fn pages(urls: Vec<String>) -> Source {
    Source { pages: urls, ..Source::default() }
}

/// A list of links, long enough not to be taken for an article.
fn list(links: &[(&str, &str)], more: &str) -> Page {
    let links: String =
        links.iter().map(|(to, words)| format!("<li><a href='{to}'>{words}</a></li>")).collect();
    html(&format!("<title>News</title><ul>{links}</ul>{more}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_turned_however_they_say_it() {
    let site = Site::start().await;
    for (n, next) in [
        (1, "<link rel=next href='/a/2'>"),
        (2, "<a href='/a/3' rel=next>3</a>"),
        (3, "<a href='/a/4'>Older posts »</a>"),
    ] {
        let story = format!("/story-of-sanctions-a-{n}");
        site.put(&format!("/a/{n}"), list(&[(&story, "Sanctions widen once more today")], next))
            .put(&story, article("Sanctions", &story));
    }
    site.put("/a/4", list(&[("/story-of-sanctions-a-4", "Sanctions widen once more today")], ""))
        .put("/story-of-sanctions-a-4", article("Sanctions", "4"))
        .put("/b", list(&[("/b?page=1", "1"), ("/b?page=2", "2")], ""))
        .put("/b?page=2", list(&[("/story-of-sanctions-b-2", "Sanctions widen once more today")], ""))
        .put("/story-of-sanctions-b-2", article("Sanctions", "b"));
    let (heard, _) = crawl_live(options(pages(vec![site.url("/a/1"), site.url("/b")]))).await;
    let stories: Vec<&String> = heard.kept.iter().filter(|kept| kept.contains("/story")).collect();
    assert_eq!(stories.len(), 5, "{:?} {:?}", heard.kept, heard.left);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_page_under_many_addresses_is_asked_for_once() {
    let site = Site::start().await;
    let links = [
        "/story",
        "/story/",
        "/story?utm_source=a",
        "/story/index.html",
        "//127.0.0.1/story",
        "/story#top",
        "/STORY",
        "/story?from=home",
        "/story?x=1&y=2",
        "/story?y=2&x=1",
    ];
    let links: Vec<(String, &str)> = links
        .iter()
        .map(|link| (link.replace("//127.0.0.1", &site.url("").replace("http:", "")), "Sanctions"))
        .collect();
    let links: Vec<(&str, &str)> = links.iter().map(|(link, words)| (link.as_str(), *words)).collect();
    site.put("/", list(&links, "")).put("/story", article("Sanctions", ""));
    let source = Source { drop_parameters: vec!["from".into()], ..pages(vec![site.url("/")]) };
    let _ = crawl_live(options(source)).await;
    let asked: Vec<String> =
        site.hits().into_iter().filter(|hit| hit.to_lowercase().contains("story")).collect();
    assert_eq!(asked, ["/story", "/STORY", "/story?x=1&y=2"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_for_phones_and_another_language_lead_to_the_page_itself() {
    let site = Site::start().await;
    let page = |head: &str, about: &str| {
        let words = "The ministry described the measure at length and answered questions. ".repeat(20);
        html(&format!("{head}<title>Sanctions {about}</title><p>{words}{about}</p>"))
    };
    site.feed("/feed", &["/amp/story", "/de/geschichte", "/plain"])
        .put("/amp/story", page("<html amp><link rel=canonical href=/story>", "amp"))
        .put("/story", page("<html lang=en><link rel=amphtml href=/amp/story>", "itself"))
        .put("/de/geschichte", page("<html lang=de><link rel=alternate hreflang=en-GB href=/en/tale>", "de"))
        .put("/en/tale", page("<html lang=en><link rel=alternate hreflang=de href=/de/geschichte>", "en"))
        .put("/plain", page("<html lang=en><link rel=amphtml href=/amp/plain>", "plain"))
        .put("/amp/plain", page("<html amp><link rel=canonical href=/plain>", "plain amp"));
    let source = Source { languages: vec!["en".into()], ..feeds(vec![site.url("/feed")]) };
    let (heard, _) = crawl_live(options(source)).await;
    assert_eq!(heard.kept, ["/de/geschichte", "/en/tale", "/plain", "/story"]);
    assert!(heard.left("/amp/story copy") && !site.was_hit("/amp/plain"), "{:?}", heard.left);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_lies_before_the_date_asked_for_is_left_unasked_where_it_can_be() {
    let site = Site::start().await;
    let dated = |day: &str| {
        article(
            "Sanctions",
            &format!("<meta property='article:published_time' content='{day}T08:00:00Z'>{day}"),
        )
    };
    let urls = |entries: &[(&str, &str)]| -> String {
        entries
            .iter()
            .map(|(path, day)| format!("<url><loc>{}</loc><lastmod>{day}</lastmod></url>", site.url(path)))
            .collect()
    };
    let map = urls(&[
        ("/m-old", "2022-12-31"),
        ("/m-new", "2023-01-01"),
        ("/2021/05/04/story-with-date", "2024-01-01"),
    ]);
    site.put("/map", xml(&format!("<urlset>{map}</urlset>")))
        .put(
            "/",
            list(
                &[
                    ("/2022/11/30/sanctions-story", "Sanctions"),
                    ("/2023/02/sanctions-story", "Sanctions"),
                    ("/undated", "Sanctions"),
                ],
                "",
            ),
        )
        .put("/m-new", dated("2023-01-02"))
        .put("/2023/02/sanctions-story", dated("2023-02-03"))
        .put("/undated", dated("2020-01-01"));
    let source = Source { sitemaps: vec![site.url("/map")], ..pages(vec![site.url("/")]) };
    let options = Options { since: Some(jiff::civil::date(2023, 1, 1)), ..options(source) };
    let (heard, summary) = crawl_live(options).await;
    assert_eq!(heard.kept, ["/2023/02/sanctions-story", "/m-new"], "{:?}", heard.left);
    // What a sitemap dates too early is not even told: there may be tens of thousands.
    assert_eq!(summary.skipped[&Reason::TooOld], 3);
    assert!(!site.was_hit("/m-old") && !site.was_hit("/2022/11/30/sanctions-story"));
    assert!(!site.was_hit("/2021/05/04/story-with-date") && site.was_hit("/undated"));
}

#[tokio::test(flavor = "multi_thread")]
async fn traps_are_bounded_and_told_by_name() {
    let site = Site::start().await;
    let months: Vec<String> =
        (0..120).map(|n| format!("/calendar/{}/{:02}/", 2000 + n / 12, n % 12 + 1)).collect();
    let sorted: Vec<String> = (0..150).map(|n| format!("/facets?a={n}&b=1&c=2")).collect();
    let visits: Vec<String> = (0..50).map(|n| format!("/tale?sid=0123456789abcdef{n:02}")).collect();
    let deep = format!("/{}", "x/".repeat(5)).to_owned();
    let lots = format!("/q?{}", (0..20).map(|n| format!("p{n}=1&")).collect::<String>());
    let mut links: Vec<(&str, &str)> =
        months.iter().chain(&sorted).chain(&visits).map(|l| (l.as_str(), "Sanctions")).collect();
    links.extend([
        (deep.as_str(), "Sanctions"),
        (lots.as_str(), "Sanctions"),
        ("/login", "Sanctions"),
        ("/gone", "Sanctions"),
        ("/moved-to-front", "Sanctions"),
        ("/sent-on", "Sanctions"),
        ("/round", "Sanctions"),
    ]);
    site.put("/", list(&links, ""))
        .put("/tale", article("Sanctions", ""))
        .put("/gone", html("<title>Page not found | Times</title><p>Sanctions. Sorry."))
        .put("/moved-to-front", to("/"))
        .put("/sent-on", html("<meta http-equiv=refresh content='0; url=/landed'>"))
        .put("/landed", article("Sanctions", "landed"))
        .put("/round", html("<meta http-equiv=refresh content='0; url=/round2'>"))
        .put("/round2", html("<meta http-equiv=refresh content='0; url=/round'>"));
    let (heard, summary) = crawl_live(options(pages(vec![site.url("/")]))).await;
    let count = |reason: Reason| summary.skipped.get(&reason).copied().unwrap_or(0);
    assert_eq!(count(Reason::Trap(Trap::Calendar)), 80);
    assert_eq!(count(Reason::Trap(Trap::Variants)), 50);
    assert_eq!(count(Reason::Trap(Trap::Repeats)), 1);
    assert_eq!(count(Reason::Trap(Trap::Parameters)), 1);
    assert_eq!((count(Reason::Business), count(Reason::SoftMissing)), (1, 2));
    assert!(heard.left("/round2 redirect_loop") && heard.left("/gone soft_404"), "{:?}", heard.left);
    assert_eq!(heard.kept, ["/landed", "/tale"]);
    assert!(!site.was_hit("/login"));
    let of = |front: &str| site.hits().iter().filter(|hit| hit.starts_with(front)).count();
    assert_eq!((of("/calendar"), of("/facets"), of("/tale")), (40, 100, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn sitemaps_of_any_size_and_make_are_read() {
    let site = Site::start().await;
    // 60,000 URLs, more than the protocol allows, in a file whose XML breaks off; the promising ones come out.
    let mut map = String::from("<?xml version='1.0'?><urlset>");
    for n in 0..60_000 {
        let slug = if n % 20_000 == 7 { "sanctions-widen" } else { "soup" };
        map += &format!("<url><loc>{}</loc></url>\n", site.url(&format!("/{slug}-{n}")));
    }
    let index: String = ["/big.xml", "/broken.xml", "/none.xml"]
        .iter()
        .map(|path| format!("<sitemap><loc>{}</loc></sitemap>", site.url(path)))
        .collect();
    site.put("/robots.txt", html(&format!("Sitemap: {}", site.url("/index.xml"))))
        .put("/index.xml", xml(&format!("<sitemapindex>{index}")))
        .put("/big.xml", xml(&map))
        .put(
            "/broken.xml",
            xml(&format!(
                "<urlset><url><loc>{}</url><url><loc>{}&x=<url>",
                site.url("/b-1"),
                site.url("/b-2?y")
            )),
        )
        .put("/none.xml", status(500))
        .put("/feed", xml("<rss version='2.0'><channel><title>F</title></channel></rss>"))
        .put("/b-1", article("Sanctions", "b-1"));
    for n in [7, 20_007, 40_007] {
        site.put(&format!("/sanctions-widen-{n}"), article("Sanctions widen", &n.to_string()));
    }
    let source = Source { discover: true, max_pages: 12, ..feeds(vec![site.url("/feed")]) };
    let source = Options { retries: 0, ..options(source) };
    let sources = source.sources.iter().cloned().map(|s| Source { max_pages: 12, ..s }).collect();
    let (heard, _) = crawl_live(Options { sources, ..source }).await;
    for n in [7, 20_007, 40_007] {
        assert!(heard.kept.contains(&format!("/sanctions-widen-{n}")), "{:?}", heard.kept);
    }
    assert!(site.was_hit("/b-1") || heard.left.iter().any(|left| left.starts_with("/b-1 ")));
    assert!(heard.left("/none.xml status_500"));
}
