//! Sentences, tokens, tags and arcs.
use claimtrail::language;
use claimtrail::lexicon::Lexicon;
use claimtrail::model::{Article, BlockKind, Document, Rel, Upos};
use proptest::prelude::*;
use std::sync::LazyLock;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::embedded().unwrap());

fn segment(text: &str) -> Document {
    language::segment(Article::from_blocks([(BlockKind::Paragraph, text)]), &LEXICON)
}

fn analyse(text: &str) -> Document {
    language::analyse_all(Article::from_blocks([(BlockKind::Paragraph, text)]), &LEXICON)
}

/// The pages of `fixtures/language`: a line a sentence, parted by ` | ` where the text runs on.
#[test]
fn sentences_end_where_the_page_says() {
    let page = include_str!("../../fixtures/language/sentences.txt");
    let mut wrong = Vec::new();
    for line in page.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let expected: Vec<&str> = line.split(" | ").collect();
        let document = segment(&expected.join(" "));
        let found: Vec<&str> = document.sentences.iter().map(|s| document.words(s.span)).collect();
        if found != expected {
            wrong.push(format!("wanted {line}\nfound  {}", found.join(" | ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The share of sentence borders that are right on edited news of our own, by which the project is also judged.
#[test]
fn sentences_of_edited_news_are_found() {
    let page = include_str!("../../fixtures/language/news.txt");
    let page: String =
        page.lines().filter(|line| !line.starts_with('#')).map(|line| format!("{line}\n")).collect();
    let (mut right, mut found, mut gold, mut wrong) = (0, 0, 0, Vec::new());
    for passage in page.split("\n\n").map(str::trim).filter(|passage| !passage.is_empty()) {
        let expected: Vec<&str> = passage.lines().collect();
        let document = segment(&expected.join(" "));
        let ours: Vec<&str> = document.sentences.iter().map(|s| document.words(s.span)).collect();
        let same = ours.iter().filter(|s| expected.contains(s)).count();
        (right, found, gold) = (right + same, found + ours.len(), gold + expected.len());
        wrong.extend(ours.iter().filter(|s| !expected.contains(s)).map(|s| s.to_string()));
    }
    let f1 = 200.0 * right as f64 / (found + gold) as f64;
    println!(
        "sentences of edited news: F1 {f1:.2} ({gold} gold, {found} found); not gold:\n{}",
        wrong.join("\n")
    );
    assert!(f1 >= 98.0, "F1 {f1:.2}:\n{}", wrong.join("\n"));
}

/// A line a text: the text, a tab, its tokens parted by spaces.
#[test]
fn tokens_are_cut_where_the_page_says() {
    let page = include_str!("../../fixtures/language/tokens.tsv");
    let mut wrong = Vec::new();
    for line in page.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (text, expected) = line.split_once('\t').unwrap();
        let document = segment(text);
        let found: Vec<&str> = document.tokens.iter().map(|t| document.words(t.span)).collect();
        if found.join(" ") != expected {
            wrong.push(format!("wanted {expected}\nfound  {}", found.join(" ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_plain_sentence_is_understood() {
    let d = analyse("Iran sold hundreds of drones to Russia last year, officials said.");
    let sold = (0..d.tokens.len()).find(|&t| d.word(t) == "sold").unwrap();
    assert_eq!((d.pos(sold), d.lemma(sold)), (Upos::Verb, "sell"));
    let words = |tokens: Vec<usize>| tokens.into_iter().map(|t| d.word(t).to_owned()).collect::<Vec<_>>();
    assert_eq!(words(d.agents(sold)), ["Iran"]);
    assert_eq!(words(d.patients(sold)), ["hundreds"]);
    assert_eq!(words(d.subjects(d.root(0).unwrap())).len(), 1);
}

#[test]
fn a_dateline_stands_beside_its_sentence() {
    let d = analyse("WASHINGTON, March 21 (Reuters) — The ministry banned exports of gallium.");
    let root = d.root(0).unwrap();
    assert_eq!(d.word(root), "banned");
    let subjects: Vec<&str> = d.subjects(root).into_iter().map(|t| d.word(t)).collect();
    assert_eq!(subjects, ["ministry"]);
    assert_eq!(d.rel(0), Rel::Parataxis);
}

/// What must hold of any document: spans true and in order, trees whole.
fn is_sound(d: &Document) {
    let text = d.text();
    for pair in d.tokens.windows(2) {
        assert!(pair[0].span.end <= pair[1].span.start);
    }
    for token in &d.tokens {
        assert!(!token.span.of(text).is_empty());
        assert!(!token.span.of(text).chars().any(char::is_whitespace));
    }
    let mut next = 0;
    for sentence in &d.sentences {
        assert_eq!(sentence.tokens.start, next);
        next = sentence.tokens.end;
        assert!(!sentence.tokens.is_empty());
        assert!(d.article.blocks[sentence.block].span.contains(sentence.span));
        for t in sentence.tokens.clone() {
            assert!(sentence.span.contains(d.tokens[t].span));
            assert!(d.tokens[t].head.is_none_or(|h| sentence.tokens.contains(&h) && h != t));
            if sentence.analysed {
                assert_eq!(d.tokens[t].rel == Rel::Root, d.tokens[t].head.is_none());
                assert!(!d.tokens[t].lemma.is_empty());
                assert_eq!(d.head_path(t).last().and_then(|top| d.head(top)), None, "a cycle");
            }
        }
        if sentence.analysed {
            assert_eq!(sentence.tokens.clone().filter(|&t| d.tokens[t].head.is_none()).count(), 1);
        }
    }
    assert_eq!(next, d.tokens.len());
    for pair in d.entities.windows(2) {
        assert!(pair[0].span.end <= pair[1].span.start);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_analysed_with_true_spans(text in "\\PC{0,200}") {
        is_sound(&analyse(&text));
    }

    #[test]
    fn any_characters_at_all_are_analysed(text in proptest::collection::vec(any::<char>(), 0..120)) {
        is_sound(&analyse(&text.into_iter().collect::<String>()));
    }

    #[test]
    fn english_marks_in_any_order_are_analysed(
        parts in proptest::collection::vec(
            prop_oneof![
                Just("Iran"), Just("’s"), Just("“"), Just("”"), Just("\""), Just("U.S."), Just("..."), Just(" "), Just("-"),
                Just("$"), Just("4.5bn"), Just("can't"), Just("\u{a0}"), Just("—"), Just("http://a.b/c"), Just("😀"),
                Just("\u{200d}"), Just("!?"), Just(","), Just("No."), Just("/"), Just("a@b.com"), Just("%"), Just("1.")
            ],
            0..60,
        )
    ) {
        is_sound(&analyse(&parts.concat()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// The look at the whole text never denies what a look at each sentence would find.
    #[test]
    fn what_is_off_topic_holds_nothing_to_parse(
        parts in proptest::collection::vec(
            prop_oneof![
                Just("it rained"), Just("choir"), Just("dollars"), Just("500RMB"), Just("Rs.500"), Just("US$5"),
                Just("5€"), Just("euro-zone"), Just("Yuan"), Just("drone"), Just("-"), Just(" "), Just(". "),
                Just("wonder"), Just("brand"), Just("they"), Just("12"), Just("“yes”"), Just("’s"), Just("/")
            ],
            0..8,
        )
    ) {
        let article = Article::from_blocks([(BlockKind::Paragraph, parts.concat().as_str())]);
        if !language::is_on_topic(&article, &LEXICON) {
            let d = language::analyse(article, &LEXICON);
            prop_assert!(d.sentences.iter().all(|s| !s.analysed), "{}", d.text());
        }
    }
}

#[test]
fn what_names_no_good_place_or_money_is_off_topic() {
    let on_topic =
        |text: &str| language::is_on_topic(&Article::from_blocks([(BlockKind::Paragraph, text)]), &LEXICON);
    assert!(!on_topic("The choir sang in the rain, and nobody counted the hours. “Again,” said the baker."));
    for text in ["Drones fell.", "It cost 40 euros.", "They paid $5.", "Iran said so.", "He read Reuters."] {
        assert!(on_topic(text), "{text}");
    }
}

#[test]
fn the_same_text_gives_the_same_document() {
    let text = "The U.S. Commerce Department fined Seagate $300 million for selling drives to Huawei.";
    assert_eq!(analyse(text), analyse(text));
}

/// Ten times the text takes about ten times the work, whatever it is made of: the best of three runs each, with room for
/// a busy machine.
#[test]
fn hostile_text_takes_linear_time() {
    let pieces = [
        "a", "a.", "\"", "'s", "U.S.", "a-", "((", "....", "😀", "1,", "$", "!?", "a@", "No. ", "[1] ",
        "Iran ", "—",
    ];
    for piece in pieces {
        let time = |count: usize| {
            let text = piece.repeat(count);
            let runs = (0..3).map(|_| {
                let began = std::time::Instant::now();
                assert!(segment(&text).tokens.len() <= text.len());
                began.elapsed().as_secs_f64()
            });
            runs.fold(f64::INFINITY, f64::min)
        };
        let (small, large) = (time(20_000).max(2e-3), time(200_000));
        assert!(large < 60.0 * small, "“{piece}”: {small:.4} s and then {large:.4} s");
    }
}

/// What extraction need not parse stays raw; what it does need is parsed.
#[test]
fn only_sentences_that_may_hold_a_claim_are_parsed() {
    let text = "The band played well. Fans sang along. The hall was full. Iran sold drones to Russia for $3 million. “We knew,” a minister said. It rained. The hall emptied.";
    let d = language::analyse(Article::from_blocks([(BlockKind::Paragraph, text)]), &LEXICON);
    let parsed: Vec<&str> = d.sentences.iter().filter(|s| s.analysed).map(|s| d.words(s.span)).collect();
    assert_eq!(parsed, ["Iran sold drones to Russia for $3 million.", "“We knew,” a minister said."]);
    is_sound(&d);
}
