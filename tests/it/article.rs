//! Articles: the body and metadata read out of real page shapes.

use claimtrail::article;
use claimtrail::lexicon::Lexicon;
use claimtrail::model::{Capture, NotAnArticle};

fn capture(body: &[u8]) -> Capture {
    Capture {
        url: "https://www.example.com/news/a".into(),
        status: 200,
        body: body.to_vec(),
        ..Capture::default()
    }
}

fn read(body: &[u8]) -> Result<claimtrail::model::Article, NotAnArticle> {
    article::extract(&capture(body), &Lexicon::embedded().expect("the tables of data/ read"))
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
fn says_why_something_is_not_an_article() {
    assert_eq!(read(b" \n "), Err(NotAnArticle::Empty));
    assert!(matches!(read(b"%PDF-1.7 ..."), Err(NotAnArticle::ContentType(_))));
    assert!(matches!(read(b"<html><p>Nothing here."), Err(NotAnArticle::TooShort { .. })));
    assert!(matches!(read(&vec![b'a'; 50 << 20]), Err(NotAnArticle::TooLarge { .. })));
    let gone = Capture { status: 404, ..capture(b"<p>Not found") };
    let lexicon = Lexicon::embedded().expect("the tables of data/ read");
    assert_eq!(article::extract(&gone, &lexicon), Err(NotAnArticle::Status(404)));
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
