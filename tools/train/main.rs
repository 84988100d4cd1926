//! Measures the language model and makes its list of lemma exceptions.
//!
//! ```text
//! cargo run --release --example train -- evaluate TREEBANK.conllu ...
//! cargo run --release --example train -- errors TREEBANK.conllu ...
//! cargo run --release --example train -- lemmas TREEBANK.conllu ... > model/lemmas.tsv
//! cargo run --release --example train -- segment TEXT.txt ... > words.conllu
//! ```
//! The network itself is trained by `tools/train/train.py`.

mod conllu;
mod evaluate;

use claimtrail::language;
use claimtrail::lexicon::Lexicon;
use claimtrail::model::{Article, Block, BlockKind, Span, Upos};
use std::collections::BTreeMap;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((verb, files)) = arguments.split_first() else { panic!("usage: train evaluate|lemmas FILE...") };
    let text = |file: &String| std::fs::read_to_string(file).unwrap_or_else(|e| panic!("{file}: {e}"));
    match verb.as_str() {
        "evaluate" => {
            let lexicon = Lexicon::embedded().expect("the embedded tables");
            for file in files {
                evaluate::report(file, &conllu::read(&text(file)), &lexicon);
            }
        }
        "lemmas" => lemmas(files.iter().map(text)),
        "errors" => {
            let lexicon = Lexicon::embedded().expect("the embedded tables");
            for file in files {
                evaluate::token_errors(&conllu::read(&text(file)), &lexicon);
            }
        }
        "segment" => {
            let lexicon = Lexicon::embedded().expect("the embedded tables");
            files.iter().for_each(|file| segment(&text(file), &lexicon));
        }
        _ => panic!("unknown verb {verb}: say evaluate, errors, lemmas or segment"),
    }
}

/// Prints the sentences and words of raw text, a paragraph a line, as CoNLL-U without an analysis: what a teacher
/// labels for `train.py --silver`.
fn segment(text: &str, lexicon: &Lexicon) {
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let mut article = Article { text: line.to_owned(), ..Article::default() };
        article.blocks = vec![Block { kind: BlockKind::Paragraph, span: Span::new(0, line.len()) }];
        let document = language::segment(article, lexicon);
        for sentence in &document.sentences {
            for (id, token) in (1..).zip(sentence.tokens.clone()) {
                let end = document.tokens[token].span.end as usize;
                let glued = line[end..].starts_with(|c: char| !c.is_whitespace());
                let misc = if glued { "SpaceAfter=No" } else { "_" };
                println!("{id}\t{}\t_\t_\t_\t_\t0\tdep\t_\t{misc}", document.word(token));
            }
            println!();
        }
    }
}

/// Prints each word whose most frequent lemma is not what the rules answer.
fn lemmas(texts: impl Iterator<Item = String>) {
    let mut counts: BTreeMap<(String, &'static str), BTreeMap<String, usize>> = BTreeMap::new();
    for text in texts {
        for gold in conllu::read(&text) {
            for token in &gold.document.tokens {
                let word = gold.document.words(token.span).to_lowercase().replace('’', "'");
                *counts
                    .entry((word, token.pos.as_str()))
                    .or_default()
                    .entry(token.lemma.to_string())
                    .or_default() += 1;
            }
        }
    }
    println!(
        "# word, part of speech and lemma where the rules of src/language/lemmas.rs do not lead; made by tools/train."
    );
    for ((word, pos), lemmas) in counts {
        let best =
            lemmas.iter().max_by_key(|(_, count)| **count).map(|(lemma, count)| (lemma.clone(), *count));
        let Some((lemma, count)) = best else { continue };
        let upos = Upos::parse(pos).unwrap_or(Upos::X);
        // One sighting of an odd lemma in a word of an open class is as often a slip as a rule.
        let sure = count > 1 || matches!(upos, Upos::Verb | Upos::Noun | Upos::Adj | Upos::Aux | Upos::Adv);
        if upos != Upos::Propn
            && sure
            && language::lemma_by_rule(&word, upos) != lemma
            && !word.contains('\t')
        {
            println!("{word}\t{pos}\t{lemma}");
        }
    }
}
