//! How fast pages and plain texts become claims, over the recorded web: `cargo bench --bench extract`.
//!
//! Each figure is for one pass over all articles of the recording, on one thread; criterion prints it in
//! articles a second and in MB/s of input (decoded HTML, or article text).

use claimtrail::archive::{self, Exchanges};
use claimtrail::article;
use claimtrail::coding::Limits;
use claimtrail::lexicon::Lexicon;
use claimtrail::model::{Article, Capture, Purpose};
use claimtrail::pipeline;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use std::{hint::black_box, path::Path};

const RECORDING: &str = "fixtures/recorded/export-controls.warc.gz";

criterion_group!(benches, html_to_claims, text_to_claims, archive_to_captures);
criterion_main!(benches);

fn html_to_claims(criterion: &mut Criterion) {
    let lexicon = Lexicon::embedded().expect("the tables are sound");
    let captures: Vec<Capture> = articles(&lexicon).into_iter().map(|(capture, _)| capture).collect();
    let bytes = captures.iter().map(|capture| capture.body.len()).sum();
    both_rates(criterion, "html_to_claims", captures.len(), bytes, || {
        for capture in &captures {
            black_box(pipeline::read(capture, &lexicon).ok());
        }
    });
}

fn text_to_claims(criterion: &mut Criterion) {
    let lexicon = Lexicon::embedded().expect("the tables are sound");
    let articles: Vec<Article> = articles(&lexicon).into_iter().map(|(_, article)| article).collect();
    let bytes = articles.iter().map(|article| article.text.len()).sum();
    both_rates(criterion, "text_to_claims", articles.len(), bytes, || {
        for article in &articles {
            black_box(pipeline::read_article(article.clone(), &lexicon));
        }
    });
}

fn archive_to_captures(criterion: &mut Criterion) {
    let captures = pages();
    let bytes = captures.iter().map(|capture| capture.body.len()).sum();
    both_rates(criterion, "archive_to_captures", captures.len(), bytes, || {
        black_box(pages());
    });
}

/// One measurement, given both in articles and in bytes.
fn both_rates(criterion: &mut Criterion, name: &str, articles: usize, bytes: usize, mut pass: impl FnMut()) {
    let mut group = criterion.benchmark_group(name);
    group.sample_size(20);
    for (unit, throughput) in [
        ("articles", Throughput::Elements(articles as u64)),
        ("bytes", Throughput::BytesDecimal(bytes as u64)),
    ] {
        group.throughput(throughput);
        group.bench_function(BenchmarkId::from_parameter(unit), |bencher| bencher.iter(&mut pass));
    }
    group.finish();
}

/// The pages of the recording that are articles, with what the article room makes of them.
fn articles(lexicon: &Lexicon) -> Vec<(Capture, Article)> {
    let read = |capture: Capture| article::extract(&capture, lexicon).ok().map(|article| (capture, article));
    pages().into_iter().filter_map(read).collect()
}

fn pages() -> Vec<Capture> {
    let exchanges = Exchanges::open(Path::new(RECORDING)).expect("the recording is there");
    exchanges
        .map(|next| next.expect("the recording is whole"))
        .filter(|archived| {
            archived.exchange.purpose == Some(Purpose::Page) && archived.exchange.status == 200
        })
        .map(|archived| {
            archive::capture(archived.exchange, None, &Limits::PAGE).expect("the recording decodes")
        })
        .collect()
}
