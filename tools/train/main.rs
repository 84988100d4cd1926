//! Measures the language model and makes its list of lemma exceptions.
//!
//! ```text
//! cargo run --release --example train -- evaluate TREEBANK.conllu ...
//! cargo run --release --example train -- lemmas TREEBANK.conllu ... > model/lemmas.tsv
//! ```
//! The network itself is trained by `tools/train/train.py`.

mod conllu;
mod evaluate;

use claimtrail::language;
use claimtrail::lexicon::Lexicon;
use claimtrail::model::Upos;
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
        _ => panic!("unknown verb {verb}: say evaluate, lemmas or errors"),
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
