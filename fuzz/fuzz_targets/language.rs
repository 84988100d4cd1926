//! Any text is analysed without a panic, with true spans and whole trees.
#![no_main]

use claimtrail::language;
use claimtrail::lexicon::Lexicon;
use claimtrail::model::{Article, BlockKind};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::embedded().expect("the embedded tables"));

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let blocks = text.split("\n\n").map(|block| (BlockKind::Paragraph, block));
    let document = language::analyse_all(Article::from_blocks(blocks), &LEXICON);
    for sentence in &document.sentences {
        assert!(sentence.tokens.clone().filter(|&t| document.head(t).is_none()).count() == 1);
        for token in sentence.tokens.clone() {
            assert!(!document.word(token).is_empty());
            assert!(document.head_path(token).last().is_some_and(|top| document.head(top).is_none()));
        }
    }
    assert!(document.entities.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
});
