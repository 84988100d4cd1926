//! Arcs that grammar rules out, set right.
//!
//! The network errs where an adverb of time stands between "has" and its participle ("has today also added"), where it
//! hangs the last member of a list beside the first ("against Aeroflot and two more airlines") or a relative clause on a
//! verb, and where a name that it does not know leaves a sentence without its verb. Each rule below has its example.

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
    for token in tokens.clone() {
        if is_bound(document, token) {
            bind(document, token);
        }
        if let Some(verb) = accounts(document, token) {
            account(document, token, verb);
        }
    }
    for up in tokens.clone() {
        if let Some(figure) = capped(document, up) {
            cap(document, up, figure);
        }
    }
    for token in tokens.clone() {
        if let Some(object) = described(document, token) {
            hang(document, token, object, Rel::Acl);
        }
    }
    for token in tokens.clone() {
        if let Some((verb, noun)) = unrelated(document, token, tokens.start) {
            hang(document, verb, noun, Rel::AclRelcl);
        }
    }
    if let Some((noun, verb, object)) = verbless(document, sentence) {
        for token in noun + 1..verb {
            if document.head(token) == Some(object) {
                hang(document, token, noun, Rel::Nmod);
            }
        }
        turn(document, noun, verb);
        hang(document, object, verb, Rel::Obj);
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

/// "The servers were bound for Hong Kong": a participle that the tagger takes for an adjective.
fn is_bound(document: &Document, token: TokenId) -> bool {
    matches!(document.word(token), "bound" | "destined" | "headed")
        && document.pos(token) == Upos::Adj
        && document.copula(token).is_some()
        && document.word(token + 1) == "for"
}

/// Makes the adjective the verb that it is.
fn bind(document: &mut Document, token: TokenId) {
    let Some(copula) = document.copula(token) else { return };
    hang(document, copula, token, Rel::AuxPass);
    let subjects: Vec<TokenId> = document.children_by(token, &[Rel::Nsubj]).collect();
    subjects.into_iter().for_each(|subject| hang(document, subject, token, Rel::NsubjPass));
    let lemma = match document.word(token) {
        "bound" => "bind",
        "destined" => "destine",
        _ => "head",
    };
    if let Some(token) = document.tokens.get_mut(token) {
        (token.pos, token.lemma) = (Upos::Verb, lemma.into());
    }
}

/// "China remained the largest market, accounting for 49% of sales": the verb that a gerund taken for a noun is beside.
fn accounts(document: &Document, token: TokenId) -> Option<TokenId> {
    let gerund = document.word(token) == "accounting"
        && document.pos(token) == Upos::Noun
        && document.word(token + 1) == "for"
        && token.checked_sub(1).is_some_and(|before| document.word(before) == ",");
    let above = document.head_path(token).skip(1);
    above.filter(|t| *t < token && gerund).find(|t| document.is_predicate(*t))
}

/// Makes the gerund a clause of the verb.
fn account(document: &mut Document, token: TokenId, verb: TokenId) {
    let below: Vec<TokenId> = document.children_by(token, &[Rel::Nmod]).collect();
    below.into_iter().for_each(|t| hang(document, t, token, Rel::Obl));
    hang(document, token, verb, Rel::Advcl);
    if let Some(token) = document.tokens.get_mut(token) {
        (token.pos, token.lemma) = (Upos::Verb, "account".into());
    }
}

/// The figure of "granted up to $6.4bn to Samsung", where the arcs take "up" for a part of the verb.
fn capped(document: &Document, up: TokenId) -> Option<TokenId> {
    let particle = document.word(up).eq_ignore_ascii_case("up") && document.rel(up) == Rel::CompoundPrt;
    let to = Some(up + 1).filter(|to| particle && document.word(*to) == "to")?;
    let figure = document.head(to).filter(|_| document.rel(to) == Rel::Case)?;
    let verb = document.head(up)?;
    let number = document.pos(to + 1) == Upos::Num || document.pos(to + 1) == Upos::Sym;
    let bare = document.rel(figure) == Rel::Obl && document.child(verb, Rel::Obj).is_none();
    (number && bare && document.head(figure) == Some(verb)).then_some(figure)
}

/// Makes the figure what the verb acts on, and "up to" a word on it.
fn cap(document: &mut Document, up: TokenId, figure: TokenId) {
    let Some(verb) = document.head(figure) else { return };
    hang(document, figure, verb, Rel::Obj);
    hang(document, up, figure, Rel::Advmod);
    hang(document, up + 1, up, Rel::Fixed);
}

/// "so far", "today", "not", "since then", "more than".
fn is_adverbial(document: &Document, token: TokenId) -> bool {
    matches!(document.pos(token), Upos::Adv | Upos::Part)
        || matches!(document.rel(token), Rel::OblUnmarked | Rel::Advmod | Rel::Fixed)
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

/// "found gearboxes declared as fittings": a participle right after an object, without a subject of its own, says what
/// became of that object.
fn described(document: &Document, participle: TokenId) -> Option<TokenId> {
    let past = document.pos(participle) == Upos::Verb
        && ["ed", "en"].iter().any(|end| document.word(participle).ends_with(end));
    let bare = document.rel(participle) == Rel::Ccomp
        && !document.children(participle).any(|t| {
            document.rel(t).is_subject()
                || matches!(document.rel(t), Rel::Aux | Rel::AuxPass | Rel::Mark | Rel::Obj)
        });
    let verb = document.head(participle).filter(|_| past && bare)?;
    document.children_by(verb, &[Rel::Obj]).find(|object| object + 1 == participle)
}

/// "to China, which in September bought": the verb of a relative pronoun that the arcs do not hang on the noun right
/// before it, and that noun.
fn unrelated(document: &Document, pronoun: TokenId, start: TokenId) -> Option<(TokenId, TokenId)> {
    let relative = matches!(document.lemma(pronoun), "which" | "who") && document.rel(pronoun).is_subject();
    let verb = document.head(pronoun).filter(|verb| relative && *verb > pronoun)?;
    if !matches!(document.rel(verb), Rel::Advcl | Rel::Parataxis | Rel::Ccomp | Rel::Dep) {
        return None;
    }
    let before = pronoun.checked_sub(1).filter(|t| *t >= start)?;
    let noun =
        if document.word(before) == "," { before.checked_sub(1).filter(|t| *t >= start)? } else { before };
    (document.pos(noun).is_nominal() && !document.is_under(noun, verb)).then_some((verb, noun))
}

/// "The Federal Office for Export Control approved exports": a sentence that the arcs take for a noun with a participle,
/// although the participle has an object of its own; the noun and its verb.
fn headless(document: &Document, sentence: SentenceId) -> Option<(TokenId, TokenId)> {
    let noun = bare_root(document, sentence)?;
    let verb = document.children_by(noun, &[Rel::Acl]).find(|t| *t > noun)?;
    let past = document.word(verb).ends_with("ed") && document.pos(verb) == Upos::Verb;
    let object = document.child(verb, Rel::Obj).filter(|t| document.pos(*t) != Upos::Sym)?;
    let apart = document.children(verb).any(|t| {
        matches!(document.rel(t), Rel::OblAgent | Rel::Mark | Rel::AuxPass | Rel::Aux)
            || document.word(t) == ","
    });
    (past && object > verb && !apart).then_some((noun, verb))
}

/// A nominal that the arcs take for the whole of a sentence with a full stop.
fn bare_root(document: &Document, sentence: SentenceId) -> Option<TokenId> {
    let noun = document.root(sentence)?;
    let end = document.sentences.get(sentence)?.tokens.end.checked_sub(1)?;
    let bare = document.pos(noun).is_nominal()
        && document.copula(noun).is_none()
        && !document.children(noun).any(|t| document.rel(t).is_subject())
        && matches!(document.word(end), "." | "”" | "\"");
    bare.then_some(noun)
}

/// "Khimprom in Shymkent shipped pulp": a verb that the arcs take for an adjective of its object, where no other is
/// there; its subject, itself and the object.
fn verbless(document: &Document, sentence: SentenceId) -> Option<(TokenId, TokenId, TokenId)> {
    let noun = bare_root(document, sentence)?;
    let object = document
        .children_by(noun, &[Rel::Nmod, Rel::NmodUnmarked])
        .find(|t| *t > noun && document.child(*t, Rel::Det).is_none())?;
    let past =
        |t: &TokenId| document.pos(*t) == Upos::Verb && document.word(*t).ends_with("ed") && *t < object;
    let verb = document.children_by(object, &[Rel::Amod]).find(|t| *t > noun && past(t))?;
    let own = document.children_by(object, &[Rel::Case]).all(|case| case < verb);
    own.then_some((noun, verb, object))
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
