//! The tree methods of `Document`, on trees written by hand.
use claimtrail::model::{Article, BlockKind, Document, Rel, Sentence, Span, Token, TokenId, Upos};

/// A document of one sentence from `word/POS/lemma/head/rel` items; heads count from 1, and 0 is the root.
pub fn tree(items: &str) -> Document {
    let parts: Vec<Vec<&str>> = items.split_whitespace().map(|i| i.split('/').collect()).collect();
    let text = parts.iter().map(|p| p[0]).collect::<Vec<_>>().join(" ");
    let mut at = 0;
    let tokens: Vec<Token> = parts
        .iter()
        .map(|p| {
            let span = Span::new(at, at + p[0].len());
            at += p[0].len() + 1;
            Token {
                span,
                pos: Upos::parse(p[1]).unwrap(),
                lemma: p[2].into(),
                head: p[3].parse::<usize>().unwrap().checked_sub(1),
                rel: Rel::parse(p[4]).unwrap(),
            }
        })
        .collect();
    let article = Article::from_blocks([(BlockKind::Paragraph, text.as_str())]);
    let sentence =
        Sentence { span: Span::new(0, text.len()), tokens: 0..tokens.len(), block: 0, analysed: true };
    Document { article, sentences: vec![sentence], tokens, entities: Vec::new() }
}

fn words(document: &Document, tokens: &[TokenId]) -> Vec<String> {
    tokens.iter().map(|&t| document.word(t).to_owned()).collect()
}

fn find(document: &Document, word: &str) -> TokenId {
    (0..document.tokens.len()).find(|&t| document.word(t) == word).unwrap()
}

#[test]
fn a_passive_has_its_agent_and_patient() {
    let d = tree(
        "Drones/NOUN/drone/3/nsubj:pass were/AUX/be/3/aux:pass sold/VERB/sell/0/root to/ADP/to/5/case \
         Russia/PROPN/Russia/3/obl by/ADP/by/7/case Iran/PROPN/Iran/3/obl:agent and/CCONJ/and/9/cc \
         Belarus/PROPN/Belarus/7/conj",
    );
    let sold = find(&d, "sold");
    assert_eq!(words(&d, &d.agents(sold)), ["Iran", "Belarus"]);
    assert_eq!(words(&d, &d.patients(sold)), ["Drones"]);
    let obliques: Vec<String> = d.obliques(sold).iter().map(|(p, t)| format!("{p} {}", d.word(*t))).collect();
    assert_eq!(obliques, ["to Russia", "by Iran", "by Belarus"]);
}

#[test]
fn coordination_shares_subjects_and_objects() {
    let d = tree(
        "Iran/PROPN/Iran/2/nsubj made/VERB/make/0/root and/CCONJ/and/4/cc sold/VERB/sell/2/conj \
         drones/NOUN/drone/4/obj and/CCONJ/and/7/cc missiles/NOUN/missile/5/conj",
    );
    let (made, sold) = (find(&d, "made"), find(&d, "sold"));
    assert_eq!(words(&d, &d.subjects(sold)), ["Iran"]);
    assert_eq!(words(&d, &d.objects(made)), ["drones", "missiles"]);
    assert_eq!(words(&d, &d.conjuncts(find(&d, "missiles"))), ["drones", "missiles"]);
}

#[test]
fn control_finds_the_one_who_acts() {
    let d = tree(
        "They/PRON/they/2/nsubj urged/VERB/urge/0/root Iran/PROPN/Iran/2/obj to/PART/to/5/mark \
         stop/VERB/stop/2/xcomp selling/VERB/sell/5/xcomp drones/NOUN/drone/6/obj",
    );
    assert_eq!(words(&d, &d.subjects(find(&d, "selling"))), ["Iran"]);
    let d = tree(
        "Iran/PROPN/Iran/2/nsubj agreed/VERB/agree/0/root to/PART/to/4/mark sell/VERB/sell/2/xcomp \
         drones/NOUN/drone/4/obj",
    );
    assert_eq!(words(&d, &d.agents(find(&d, "sell"))), ["Iran"]);
}

#[test]
fn relative_clauses_reach_their_noun() {
    let d = tree(
        "The/DET/the/2/det drones/NOUN/drone/7/nsubj that/PRON/that/5/obj Iran/PROPN/Iran/5/nsubj \
         sold/VERB/sell/2/acl:relcl were/AUX/be/7/aux:pass seized/VERB/seize/0/root",
    );
    let sold = find(&d, "sold");
    assert_eq!(words(&d, &d.objects(sold)), ["drones"]);
    assert_eq!(words(&d, &d.subjects(sold)), ["Iran"]);
    let d = tree(
        "Firms/NOUN/firm/0/root which/PRON/which/3/nsubj sell/VERB/sell/1/acl:relcl chips/NOUN/chip/3/obj",
    );
    assert_eq!(words(&d, &d.agents(find(&d, "sell"))), ["Firms"]);
    // The pronoun may be left out: "the drones Iran sold".
    let d = tree(
        "drones/NOUN/drone/0/root Iran/PROPN/Iran/3/nsubj sold/VERB/sell/1/acl:relcl \
         in/ADP/in/5/case May/PROPN/May/3/obl",
    );
    assert_eq!(words(&d, &d.objects(find(&d, "sold"))), ["drones"]);
}

#[test]
fn participles_describe_their_noun() {
    let d =
        tree("drones/NOUN/drone/0/root made/VERB/make/1/acl by/ADP/by/4/case Iran/PROPN/Iran/2/obl:agent");
    let made = find(&d, "made");
    assert!(d.is_passive(made));
    assert_eq!(words(&d, &d.patients(made)), ["drones"]);
    assert_eq!(words(&d, &d.agents(made)), ["Iran"]);
    let d = tree("firms/NOUN/firm/0/root selling/VERB/sell/1/acl drones/NOUN/drone/2/obj");
    assert_eq!(words(&d, &d.agents(find(&d, "selling"))), ["firms"]);
}

#[test]
fn phrases_leave_out_what_only_follows_them() {
    let d = tree(
        "Pegasus/PROPN/Pegasus/8/nsubj ,/PUNCT/,/5/punct a/DET/a/5/det drone/NOUN/drone/5/compound \
         maker/NOUN/maker/1/appos that/PRON/that/7/nsubj exports/VERB/export/5/acl:relcl \
         denied/VERB/deny/0/root selling/VERB/sell/8/xcomp parts/NOUN/part/9/obj of/ADP/of/12/case \
         drones/NOUN/drone/10/nmod",
    );
    assert_eq!(d.words(d.noun_phrase(0)), "Pegasus");
    assert_eq!(d.words(d.noun_phrase(find(&d, "maker"))), "a drone maker");
    assert_eq!(d.words(d.noun_phrase(find(&d, "parts"))), "parts of drones");
    assert_eq!(d.words(d.base_noun_phrase(find(&d, "parts"))), "parts");
    assert_eq!(words(&d, &d.appositions(0)), ["maker"]);
    assert_eq!(d.apposition_of(find(&d, "maker")), Some(0));
    assert_eq!(d.governing_verb(find(&d, "parts")), Some(find(&d, "selling")));
    assert_eq!(d.head_of(d.noun_phrase(find(&d, "parts"))), Some(find(&d, "parts")));
}

#[test]
fn negation_is_found_where_it_stands() {
    let d = tree(
        "Iran/PROPN/Iran/4/nsubj did/AUX/do/4/aux not/PART/not/4/advmod buy/VERB/buy/0/root \
         or/CCONJ/or/6/cc sell/VERB/sell/4/conj drones/NOUN/drone/6/obj",
    );
    assert!(d.is_negated(find(&d, "buy")));
    assert!(d.is_negated(find(&d, "sell")));
    let d = tree(
        "No/DET/no/2/det licence/NOUN/licence/4/nsubj:pass was/AUX/be/4/aux:pass granted/VERB/grant/0/root",
    );
    assert_eq!(d.negation(find(&d, "granted")), Some(0));
    let d = tree("Iran/PROPN/Iran/2/nsubj sold/VERB/sell/0/root drones/NOUN/drone/2/obj");
    assert!(!d.is_negated(1));
}

#[test]
fn clauses_are_told_apart() {
    let d = tree(
        "He/PRON/he/2/nsubj said/VERB/say/0/root Iran/PROPN/Iran/4/nsubj sold/VERB/sell/2/ccomp \
         drones/NOUN/drone/4/obj and/CCONJ/and/7/cc bought/VERB/buy/4/conj chips/NOUN/chip/7/obj",
    );
    assert_eq!(d.clause_of(find(&d, "drones")), Some(find(&d, "sold")));
    assert_eq!(d.words(d.clause_span(find(&d, "sold"))), "Iran sold drones");
    assert_eq!(d.words(d.clause_span(find(&d, "bought"))), "bought chips");
    assert_eq!(words(&d, &d.complements(find(&d, "said"))), ["sold"]);
    assert!(d.is_under(find(&d, "chips"), find(&d, "said")));
}

#[test]
fn nothing_is_said_of_a_sentence_left_raw() {
    let mut d = tree("Iran/PROPN/Iran/2/nsubj sold/VERB/sell/0/root drones/NOUN/drone/2/obj");
    d.sentences[0].analysed = false;
    assert!(d.subjects(1).is_empty() && d.objects(1).is_empty() && d.clause_of(2).is_none());
    assert_eq!(d.root(0), None);
    assert!(d.subjects(99).is_empty() && d.preposition(99).is_none());
}

#[test]
fn prepositions_keep_their_fixed_parts() {
    let d = tree(
        "sales/NOUN/sale/2/nsubj fell/VERB/fall/0/root because/ADP/because/5/case of/ADP/of/3/fixed \
         curbs/NOUN/curb/2/obl",
    );
    assert_eq!(d.preposition(find(&d, "curbs")).as_deref(), Some("because of"));
}
