//! The figures of the language room on gold treebanks.

use crate::conllu::Gold;
use claimtrail::language;
use claimtrail::lexicon::Lexicon;
use claimtrail::model::{Document, EntityKind, Rel, SentenceId, Span, TokenId};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

/// Found, gold and right, and from them the usual three figures.
#[derive(Clone, Copy, Default)]
pub struct Count {
    found: usize,
    gold: usize,
    right: usize,
}

impl Count {
    fn add<T: Ord>(&mut self, found: &BTreeSet<T>, gold: &BTreeSet<T>) {
        self.found += found.len();
        self.gold += gold.len();
        self.right += found.intersection(gold).count();
    }

    fn one(&mut self, right: bool) {
        self.found += 1;
        self.gold += 1;
        self.right += usize::from(right);
    }

    fn f1(&self) -> f64 {
        percent(2 * self.right, self.found + self.gold)
    }
}

fn percent(part: usize, of: usize) -> f64 {
    100.0 * part as f64 / of.max(1) as f64
}

/// Prints the table for one file.
pub fn report(file: &str, golds: &[Gold], lexicon: &Lexicon) {
    println!("{file}: {} documents", golds.len());
    raw_text(golds, lexicon);
    gold_tokens(golds, lexicon);
    speed(golds, lexicon);
}

/// Spans in characters that are not white space, as the CoNLL shared task counts.
struct Place(Vec<u32>);

impl Place {
    fn new(text: &str) -> Place {
        let mut before = 0;
        let mut places = Vec::with_capacity(text.len() + 1);
        for c in text.chars() {
            places.extend(std::iter::repeat_n(before, c.len_utf8()));
            before += u32::from(!c.is_whitespace());
        }
        places.push(before);
        Place(places)
    }

    fn of(&self, span: Span) -> (u32, u32) {
        (self.0[span.start as usize], self.0[span.end as usize])
    }
}

fn raw_text(golds: &[Gold], lexicon: &Lexicon) {
    let (mut sentences, mut tokens) = (BTreeMap::<String, Count>::new(), Count::default());
    for gold in golds {
        let found = language::segment(gold.document.article.clone(), lexicon);
        let place = Place::new(gold.document.text());
        let set = |d: &Document| d.sentences.iter().map(|s| place.of(s.span)).collect::<BTreeSet<_>>();
        for kind in ["all".to_owned(), genre(gold)] {
            sentences.entry(kind).or_default().add(&set(&found), &set(&gold.document));
        }
        let set = |d: &Document| d.tokens.iter().map(|t| place.of(t.span)).collect::<BTreeSet<_>>();
        tokens.add(&set(&found), &set(&gold.document));
    }
    println!("  tokens F1 {:.2}", tokens.f1());
    for (kind, count) in sentences {
        println!("  sentences F1 {:.2} ({kind}, {} gold)", count.f1(), count.gold);
    }
}

fn genre(gold: &Gold) -> String {
    match gold.name.strip_prefix("GUM_") {
        Some(rest) => rest.split('_').next().unwrap_or(rest).to_owned(),
        None => gold.name.split('-').next().unwrap_or_default().to_owned(),
    }
}

/// The gold tokens and sentences with our own analysis.
fn reanalysed(gold: &Gold, lexicon: &Lexicon) -> Document {
    let mut document = gold.document.clone();
    let all: Vec<SentenceId> = (0..document.sentences.len()).collect();
    language::annotate(&mut document, &all, lexicon);
    document
}

fn gold_tokens(golds: &[Gold], lexicon: &Lexicon) {
    let [mut upos, mut lemma, mut uas, mut las] = [Count::default(); 4];
    let mut rels: BTreeMap<&str, Count> = BTreeMap::new();
    let mut names: BTreeMap<String, Count> = BTreeMap::new();
    for gold in golds {
        let found = reanalysed(gold, lexicon);
        for (f, g) in found.tokens.iter().zip(&gold.document.tokens) {
            upos.one(f.pos == g.pos);
            lemma.one(f.lemma == g.lemma);
            uas.one(f.head == g.head);
            las.one(f.head == g.head && bare(f.rel) == bare(g.rel));
        }
        for rel in Rel::ALL {
            let set = |d: &Document| {
                let ids = (0..d.tokens.len()).filter(|&t| d.rel(t) == *rel);
                ids.map(|t| (t, d.head(t))).collect::<BTreeSet<(TokenId, Option<TokenId>)>>()
            };
            rels.entry(rel.as_str()).or_default().add(&set(&found), &set(&gold.document));
        }
        count_names(gold, &found, &mut names);
    }
    println!(
        "  UPOS {:.2}  lemma {:.2}  UAS {:.2}  LAS {:.2} (labels without subtypes)",
        upos.f1(),
        lemma.f1(),
        uas.f1(),
        las.f1()
    );
    let line: Vec<String> =
        rels.iter().filter(|(_, c)| c.gold >= 30).map(|(r, c)| format!("{r} {:.1}", c.f1())).collect();
    println!("  arcs and labels F1: {}", line.join(", "));
    for (kind, count) in names {
        println!("  names F1 {:.2} ({kind}: {} gold, {} found)", count.f1(), count.gold, count.found);
    }
}

/// The label without its subtype, as LAS is counted.
fn bare(rel: Rel) -> &'static str {
    rel.as_str().split(':').next().unwrap_or_default()
}

fn count_names(gold: &Gold, found: &Document, names: &mut BTreeMap<String, Count>) {
    let Some(gold_names) = &gold.names else { return };
    for kind in [EntityKind::Person, EntityKind::Organisation, EntityKind::Place] {
        let set = |all: Vec<(Span, EntityKind)>| -> BTreeSet<Span> {
            all.into_iter().filter(|(_, k)| *k == kind).map(|(s, _)| s).collect()
        };
        let real = set(gold_names.iter().map(|(r, k)| (cover(&gold.document, r.start, r.end), *k)).collect());
        let ours = set(found.entities.iter().map(|e| (e.span, e.kind)).collect());
        for key in ["all".to_owned(), genre(gold), format!("{} {kind:?}", genre(gold))] {
            names.entry(key).or_default().add(&ours, &real);
        }
    }
}

fn cover(document: &Document, from: TokenId, to: TokenId) -> Span {
    document.span_of(&(from..to).collect::<Vec<_>>())
}

fn speed(golds: &[Gold], lexicon: &Lexicon) {
    let articles: Vec<_> = golds.iter().map(|gold| gold.document.article.clone()).collect();
    let (began, busy) = (Instant::now(), processor_seconds());
    let mut tokens = 0;
    while began.elapsed().as_secs_f64() < 3.0 {
        for article in &articles {
            tokens += language::analyse_all(article.clone(), lexicon).tokens.len();
        }
    }
    let wall = began.elapsed().as_secs_f64();
    println!("  {:.0} tokens/s, one thread, everything on", tokens as f64 / wall);
    if let (Some(before), Some(after)) = (busy, processor_seconds()) {
        println!("  {:.0} tokens per second of processor time", tokens as f64 / (after - before));
    }
}

/// What this thread has used of a processor, where the system tells it.
fn processor_seconds() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(text.split(' ').next()?.parse::<f64>().ok()? / 1e9)
}

/// Prints where our tokens differ from the gold ones, most frequent first.
pub fn token_errors(golds: &[Gold], lexicon: &Lexicon) {
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for gold in golds {
        let found = language::segment(gold.document.article.clone(), lexicon);
        let set = |d: &Document| d.tokens.iter().map(|t| t.span).collect::<BTreeSet<_>>();
        let (ours, real) = (set(&found), set(&gold.document));
        for span in ours.symmetric_difference(&real) {
            let side = if ours.contains(span) { "ours" } else { "gold" };
            let text = gold.document.text();
            let before: String = text[..span.start as usize]
                .chars()
                .rev()
                .take(4)
                .collect::<Vec<_>>()
                .into_iter()
                .rev()
                .collect();
            let after: String = text[span.end as usize..].chars().take(4).collect();
            *kinds
                .entry(format!("{side} [{}] in {before}[]{after}", span.of(text)).replace('\n', " "))
                .or_default() += 1;
        }
        let set = |d: &Document| d.sentences.iter().map(|s| s.span.start).collect::<BTreeSet<_>>();
        let (ours, real) = (set(&found), set(&gold.document));
        for &at in ours.symmetric_difference(&real) {
            let side = if ours.contains(&at) { "ours" } else { "gold" };
            let text = gold.document.text();
            let before: String =
                text[..at as usize].chars().rev().take(30).collect::<Vec<_>>().into_iter().rev().collect();
            let after: String = text[at as usize..].chars().take(30).collect();
            println!("sentence {side} {}: {}", gold.name, format!("{before} | {after}").replace('\n', "/"));
        }
    }
    let mut kinds: Vec<_> = kinds.into_iter().collect();
    kinds.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    for (kind, count) in kinds {
        println!("{count:4} {kind}");
    }
}
