//! Articles: the body and metadata read out of real page shapes.

use claimtrail::article;
use claimtrail::lexicon::Lexicon;
use claimtrail::model::{Article, BlockKind, Capture, NotAnArticle};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// Built once; it is large by now, and the properties below read hundreds of pages.
fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(|| Lexicon::embedded().expect("the tables of data/ read"))
}

fn capture(body: &[u8]) -> Capture {
    Capture {
        url: "https://www.example.com/news/a".into(),
        status: 200,
        body: body.to_vec(),
        ..Capture::default()
    }
}

fn read(body: &[u8]) -> Result<claimtrail::model::Article, NotAnArticle> {
    article::extract(&capture(body), lexicon())
}

#[test]
fn reads_a_simple_page() {
    let page = r#"<!doctype html><html lang="en-GB"><head><title>Port holds 40 drone engines - Example Post</title>
        <meta property="og:site_name" content="Example Post"><meta name="author" content="Jane Doe">
        <meta property="article:published_time" content="2024-03-21T09:00:00+00:00"></head><body>
        <nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
        <main><article><h1>Port holds 40 drone engines</h1><p class="byline">By Jane Doe</p>
        <p>Customs officers at the port of Gdynia said on Thursday they had held 40 piston engines bound for a workshop in Minsk, <b>worth</b>&nbsp;about $600,000.</p>
        <p>The engines, made in <a href="/at">Austria</a>, were declared as parts for farm machines, the regional customs office said in a statement.<br><br>It was the third such case this year.</p>
        <aside class="related"><h3>Read also</h3><a href="/x">Another story about ports and engines that should not be here.</a></aside>
        </article></main><footer><p>Copyright 2024 Example Post. All rights reserved by the owners of this site.</p></footer></body></html>"#;
    let article = read(page.as_bytes()).unwrap();
    assert_eq!(
        article.text,
        "Port holds 40 drone engines\n\n\
         Customs officers at the port of Gdynia said on Thursday they had held 40 piston engines bound for a workshop in Minsk, worth about $600,000.\n\n\
         The engines, made in Austria, were declared as parts for farm machines, the regional customs office said in a statement.\n\n\
         It was the third such case this year."
    );
    assert_eq!(article.authors, ["Jane Doe"]);
    assert_eq!(article.published.unwrap().to_string(), "2024-03-21T09:00:00Z");
    assert_eq!(article.publisher.name.as_deref(), Some("Example Post"));
    assert_eq!(article.language.as_deref(), Some("en-GB"));
}

#[test]
fn reads_plain_text() {
    let wrapped = "Port holds engines\n\nBy Jane Doe\nMarch 21, 2024\n\nCustoms officers held forty engines\nbound for Minsk.\n\n- They were new.\n- They were cheap.\n";
    let article = read(wrapped.as_bytes()).unwrap();
    assert_eq!(
        article.text,
        "Port holds engines\n\nCustoms officers held forty engines bound for Minsk.\n\nThey were new.\n\nThey were cheap."
    );
    assert_eq!(
        article.blocks.iter().map(|b| b.kind).collect::<Vec<_>>(),
        [BlockKind::Title, BlockKind::Paragraph, BlockKind::ListItem, BlockKind::ListItem]
    );
    assert_eq!(article.authors, ["Jane Doe"]);
    assert_eq!(article.published.unwrap().to_string(), "2024-03-21");
    let lines =
        "The ministry said on Monday that it had held engines.\nThe engines were bound for Minsk, it said.\n";
    let article = read(lines.as_bytes()).unwrap();
    assert_eq!((article.title, article.blocks.len()), (None, 2));
}

#[test]
fn says_why_something_is_not_an_article() {
    assert_eq!(read(b" \n "), Err(NotAnArticle::Empty));
    assert!(matches!(read(b"%PDF-1.7 ..."), Err(NotAnArticle::ContentType(_))));
    assert!(matches!(read(b"<html><p>Nothing here."), Err(NotAnArticle::TooShort { .. })));
    assert!(matches!(read(&vec![b'a'; 50 << 20]), Err(NotAnArticle::TooLarge { .. })));
    let gone = Capture { status: 404, ..capture(b"<p>Not found") };
    let lexicon = lexicon();
    assert_eq!(article::extract(&gone, lexicon), Err(NotAnArticle::Status(404)));
}

#[test]
fn nesting_is_refused_before_it_costs() {
    for tag in ["<div>", "<ul><li>", "<svg>", "<b>", "<table><td>", "<p><span>"] {
        let page = tag.repeat((1 << 20) / tag.len());
        let start = std::time::Instant::now();
        let read = read(page.as_bytes());
        assert!(start.elapsed().as_secs() < 10, "{tag}: {:?}", start.elapsed());
        assert!(read == Err(NotAnArticle::TooDeep), "{tag}");
    }
}

/// Pages that are large in other ways than depth. Debug builds of a shared machine get a generous limit; the
/// release figure stands in docs/evaluation.md.
#[test]
fn hostile_pages_cost_little() {
    let many_attributes: String = (0..100_000).map(|n| format!(" a{n}='>'")).collect();
    let pages = [
        ("attributes", format!("<p{many_attributes}>x</p>")),
        ("formatting", (0..30_000).map(|n| format!("<b a={n}>")).collect::<String>() + &"<p>x".repeat(2000)),
        ("brackets", "<".repeat(1 << 20)),
        ("line breaks", "<br> x ".repeat(1 << 16)),
        ("misnested", "<a><table><b></a>".repeat(20_000)),
        ("one word", "a".repeat(1 << 20)),
        ("entities", "&amp;".repeat(1 << 18)),
        ("class names", format!("<div class='{}'>x</div>", "related ".repeat(50_000))),
        ("json", format!("<script type=application/ld+json>{}</script>", "[".repeat(1 << 20))),
        ("paragraphs", "<p>Forty engines were held at the port on Thursday, the office said.".repeat(8000)),
    ];
    for (name, page) in pages {
        let start = std::time::Instant::now();
        let _ = read(page.as_bytes());
        assert!(start.elapsed().as_secs() < 20, "{name}: {:?}", start.elapsed());
    }
}

fn mutated_page() -> impl Strategy<Value = Vec<u8>> {
    let pages: Vec<Vec<u8>> =
        page_folders().iter().map(|folder| fs::read(folder.join("page.html")).unwrap()).collect();
    let cuts = prop::collection::vec(
        (any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<u8>()),
        1..12,
    );
    (prop::sample::select(pages), cuts).prop_map(|(mut page, cuts)| {
        for (at, to, byte) in cuts {
            let (a, b) = (at.index(page.len()), to.index(page.len()));
            match byte % 4 {
                0 => page[a] = byte,
                1 => page.truncate(a.max(1)),
                2 => drop(page.drain(a.min(b)..a.max(b).min(a.min(b) + 40))),
                _ => page.extend_from_within(a.min(b)..a.max(b).min(a.min(b) + 400)),
            }
            if page.is_empty() {
                page.push(b'<');
            }
        }
        page
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..2000), html in any::<bool>()) {
        let mut capture = capture(&bytes);
        if html {
            capture.headers.push(("Content-Type".into(), "text/html".into()));
        }
        let _ = article::extract(&capture, lexicon());
    }

    #[test]
    fn no_mutation_of_a_page_makes_it_panic_or_break_its_text(page in mutated_page()) {
        if let Ok(article) = read(&page) {
            for block in &article.blocks {
                let words = block.span.of(&article.text);
                prop_assert!(!words.is_empty() && words.trim() == words && !words.contains("  "));
                prop_assert!(!words.chars().any(|c| c.is_control()));
            }
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,400}") {
        let _ = article::from_text(&text, &capture(b""));
    }
}

/// The fields of `facts.toml`, and how many pages may state one wrongly. A floor is raised freely and lowered
/// only with a sentence beside it.
const FIELDS: [&str; 8] =
    ["url", "title", "authors", "publisher", "published", "modified", "language", "section"];
const FLOOR_FIELDS: f64 = 1.0;
const FLOOR_EXACT_BODIES: f64 = 1.0;
const FLOOR_MEAN_F1: f64 = 1.0;

/// Reads every page of `fixtures/article`; `facts.toml` says what is to be found beside `body.txt`.
#[test]
fn pages_of_many_systems_read_as_written() {
    let lexicon = lexicon();
    let (mut fields, mut right, mut bodies, mut exact, mut f1_sum) = (0, 0, 0, 0, 0.0);
    let mut report = String::new();
    for folder in page_folders() {
        let facts: toml::Table = fs::read_to_string(folder.join("facts.toml")).unwrap().parse().unwrap();
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let capture = Capture {
            url: facts["fetched_url"].as_str().unwrap().to_owned(),
            status: 200,
            body: fs::read(folder.join("page.html")).unwrap(),
            ..Capture::default()
        };
        let read = article::extract(&capture, lexicon);
        if let Some(reason) = facts.get("not_an_article") {
            let found = read.map_or_else(|why| why.to_string(), |article| article.text);
            assert!(found.contains(reason.as_str().unwrap()), "{name}: expected {reason}, found {found}");
            continue;
        }
        let article = match read {
            Ok(article) => article,
            Err(why) => {
                (fields, bodies) = (fields + FIELDS.len(), bodies + 1);
                report += &format!("\n{name}: {why}");
                continue;
            }
        };
        for field in FIELDS {
            let (expected, found) = (expected_field(&facts, field), found_field(&article, field));
            fields += 1;
            right += usize::from(expected == found);
            if expected != found {
                report += &format!("\n{name} {field}: expected {expected}, found {found}");
            }
        }
        let body = fs::read_to_string(folder.join("body.txt")).unwrap();
        let f1 = token_f1(&body, &article.text);
        bodies += 1;
        exact += usize::from(body.trim_end() == article.text);
        f1_sum += f1;
        report += &difference(&name, f1, body.trim_end(), &article.text);
    }
    let (right, exact, f1) =
        (right as f64 / fields as f64, exact as f64 / bodies as f64, f1_sum / bodies as f64);
    let figures =
        format!("pages {bodies}, fields right {right:.3}, bodies exact {exact:.3}, mean token F1 {f1:.4}");
    println!("{figures}{report}");
    let floors = right >= FLOOR_FIELDS && exact >= FLOOR_EXACT_BODIES && f1 >= FLOOR_MEAN_F1;
    assert!(floors, "{figures}{report}");
}

fn page_folders() -> Vec<PathBuf> {
    let mut folders: Vec<_> =
        fs::read_dir(Path::new("fixtures/article")).unwrap().flatten().map(|e| e.path()).collect();
    folders.sort();
    folders
}

fn expected_field(facts: &toml::Table, field: &str) -> String {
    match facts.get(field) {
        Some(toml::Value::Array(names)) => {
            names.iter().filter_map(|n| n.as_str()).collect::<Vec<_>>().join("; ")
        }
        Some(value) => value.as_str().unwrap_or("not a string").to_owned(),
        None => String::new(),
    }
}

fn found_field(article: &Article, field: &str) -> String {
    let found = match field {
        "url" => article.url.clone(),
        "title" => article.title.clone(),
        "authors" => Some(article.authors.join("; ")),
        "publisher" => article.publisher.name.clone(),
        "published" => article.published.map(|moment| moment.to_string()),
        "modified" => article.modified.map(|moment| moment.to_string()),
        "language" => article.language.clone(),
        _ => article.section.clone(),
    };
    found.unwrap_or_default()
}

/// The blocks that are missing and those that are too many.
fn difference(name: &str, f1: f64, expected: &str, found: &str) -> String {
    let (want, got): (Vec<&str>, Vec<&str>) =
        (expected.split("\n\n").collect(), found.split("\n\n").collect());
    if want == got {
        return String::new();
    }
    let mut out = format!("\n{name}: body F1 {f1:.3}");
    want.iter()
        .filter(|block| !got.contains(block))
        .for_each(|block| out += &format!("\n  missing  {block}"));
    got.iter()
        .filter(|block| !want.contains(block))
        .for_each(|block| out += &format!("\n  too much {block}"));
    out
}

fn token_f1(expected: &str, found: &str) -> f64 {
    let count = |text: &str| {
        let mut tokens: BTreeMap<String, usize> = BTreeMap::new();
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
            *tokens.entry(word.to_lowercase()).or_default() += 1;
        }
        tokens
    };
    let (expected, found) = (count(expected), count(found));
    let shared: usize = expected.iter().map(|(word, n)| n.min(found.get(word).unwrap_or(&0))).sum();
    2.0 * shared as f64 / (expected.values().sum::<usize>() + found.values().sum::<usize>()) as f64
}

#[test]
fn blocks_lie_in_the_text_in_order() {
    let lexicon = lexicon();
    for folder in page_folders() {
        let body = fs::read(folder.join("page.html")).unwrap();
        let Ok(article) = article::extract(&capture(&body), lexicon) else { continue };
        let mut end = 0;
        for (at, block) in article.blocks.iter().enumerate() {
            assert!(
                block.span.start >= end && !block.span.of(&article.text).is_empty(),
                "{}",
                folder.display()
            );
            assert_eq!(
                block.kind == BlockKind::Title,
                at == 0,
                "{}: the title comes first, once",
                folder.display()
            );
            end = block.span.end;
        }
    }
}
