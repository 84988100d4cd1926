//! Arcs that grammar rules out, set right: the perfect tense that an adverb parts, and members of a list.
//!
//! The network errs where an adverb of time stands between "has" and its participle ("has today also added"), and where
//! it hangs the last member of a list beside the first ("against Aeroflot and two more airlines").

use crate::model::{Document, Rel, SentenceId, TokenId, Upos};
use std::ops::Range;

/// How many words may part an auxiliary from its participle.
const REACH: usize = 4;

/// Sets the arcs of a sentence right.
pub(super) fn mend(document: &mut Document, sentence: SentenceId) {
    let Some(tokens) = document.sentences.get(sentence).map(|s| s.tokens.clone()) else { return };
    for token in tokens.clone() {
        if let Some(verb) = governed(document, token) {
            hang_all(document, token, verb, tokens.clone());
        }
        if let Some(participle) = parted(document, token, tokens.end) {
            join(document, token, participle, tokens.clone());
        }
    }
    if let Some((noun, verb)) = headless(document, sentence) {
        turn(document, noun, verb);
    }
    for token in tokens.clone() {
        if let Some(first) = listed_beside(document, token, tokens.start) {
            hang(document, token, first, Rel::Conj);
        }
    }
}

/// The verb of an auxiliary that the arcs hang something on ("Britain has today sanctioned"): an auxiliary governs nothing.
fn governed(document: &Document, token: TokenId) -> Option<TokenId> {
    let auxiliary = matches!(document.rel(token), Rel::Aux | Rel::AuxPass);
    document.head(token).filter(|_| auxiliary && document.children(token).next().is_some())
}

/// Hangs all that hangs on one word on another.
fn hang_all(document: &mut Document, from: TokenId, to: TokenId, sentence: Range<TokenId>) {
    for token in sentence.filter(|t| *t != to) {
        if document.head(token) == Some(from) {
            let rel = document.rel(token);
            hang(document, token, to, rel);
        }
    }
}

fn hang(document: &mut Document, token: TokenId, head: TokenId, rel: Rel) {
    if let Some(token) = document.tokens.get_mut(token) {
        (token.head, token.rel) = (Some(head), rel);
    }
}

/// The participle of a "has" that the arcs take for the verb itself.
fn parted(document: &Document, has: TokenId, end: TokenId) -> Option<TokenId> {
    let word = document.word(has);
    let form = ["has", "have", "had"].iter().any(|form| word.eq_ignore_ascii_case(form));
    if !form || document.rel(has) == Rel::Aux || document.child(has, Rel::Nsubj).is_none() {
        return None;
    }
    let participle = (has + 1..end).take(REACH + 1).find(|t| !is_adverbial(document, *t))?;
    let word = document.word(participle).to_lowercase();
    let past = !word.ends_with("ing") && !word.ends_with('s') && word != document.lemma(participle);
    // "has frozen assets": a participle before its noun may be an adjective, unless an adverb parts it from "has".
    let sure = document.pos(has) == Upos::Aux || participle > has + 1;
    let fits = past && sure && document.pos(participle) == Upos::Verb;
    // A participle that governs the auxiliary from afar is left alone: turning the arcs round could tie a knot.
    let above = document.head_path(has).skip(1).any(|t| t == participle);
    (fits && !above).then_some(participle)
}

/// "so far", "today", "not", "since then".
fn is_adverbial(document: &Document, token: TokenId) -> bool {
    matches!(document.pos(token), Upos::Adv | Upos::Part)
        || matches!(document.rel(token), Rel::OblUnmarked | Rel::Advmod)
}

/// Makes the participle the verb, and all that hung on the auxiliary hang on it.
fn join(document: &mut Document, has: TokenId, participle: TokenId, sentence: Range<TokenId>) {
    let (Some(head), rel) = (document.token(has).map(|t| t.head), document.rel(has)) else { return };
    hang_all(document, has, participle, sentence);
    if let Some(verb) = document.tokens.get_mut(participle) {
        (verb.head, verb.rel) = (head, rel);
    }
    if let Some(auxiliary) = document.tokens.get_mut(has) {
        auxiliary.pos = Upos::Aux;
    }
    hang(document, has, participle, Rel::Aux);
}

/// "The Federal Office for Export Control approved exports": a sentence that the arcs take for a noun with a participle,
/// although the participle has an object of its own; the noun and its verb.
fn headless(document: &Document, sentence: SentenceId) -> Option<(TokenId, TokenId)> {
    let noun = document.root(sentence)?;
    let ends = document.sentences.get(sentence)?.tokens.end.checked_sub(1)?;
    let bare = document.pos(noun).is_nominal()
        && document.copula(noun).is_none()
        && !document.children(noun).any(|t| document.rel(t).is_subject())
        && matches!(document.word(ends), "." | "”" | "\"");
    let verb = document.children_by(noun, &[Rel::Acl]).find(|t| *t > noun).filter(|_| bare)?;
    let past = document.word(verb).ends_with("ed") && document.pos(verb) == Upos::Verb;
    let object = document.child(verb, Rel::Obj).filter(|t| document.pos(*t) != Upos::Sym)?;
    let apart = document.children(verb).any(|t| {
        matches!(document.rel(t), Rel::OblAgent | Rel::Mark | Rel::AuxPass | Rel::Aux)
            || document.word(t) == ","
    });
    (past && object > verb && !apart).then_some((noun, verb))
}

/// Makes the participle the verb of the sentence, and the noun its subject.
fn turn(document: &mut Document, noun: TokenId, verb: TokenId) {
    let after: Vec<TokenId> = document.children(noun).filter(|t| *t > verb).collect();
    for token in after {
        let rel = document.rel(token);
        hang(document, token, verb, rel);
    }
    if let Some(token) = document.tokens.get_mut(verb) {
        (token.head, token.rel) = (None, Rel::Root);
    }
    hang(document, noun, verb, Rel::Nsubj);
}

/// The first member of a list, for a member that the arcs hang beside it although "and" stands before it.
fn listed_beside(document: &Document, token: TokenId, start: TokenId) -> Option<TokenId> {
    let (head, rel) = (document.head(token)?, document.rel(token));
    if !matches!(rel, Rel::Nmod | Rel::Obl | Rel::Obj) {
        return None;
    }
    let and = document.child(token, Rel::Cc).filter(|and| *and < token)?;
    (start..and).rev().find(|t| document.head(*t) == Some(head) && document.rel(*t) == rel)
}
