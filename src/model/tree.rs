//! The arcs of a document read as trees: children, paths, phrases, coordination, clauses.
//!
//! Every answer is empty or `None` where the sentence was not analysed. Who does what to whom is in `arguments`.

use super::document::{Document, Rel, SentenceId, Token, TokenId, Upos};
use super::span::Span;
use std::ops::Range;

impl Rel {
    /// Whether the relation makes its dependent the head of a clause of its own.
    pub fn is_clausal(self) -> bool {
        matches!(
            self,
            Rel::Root
                | Rel::Acl
                | Rel::AclRelcl
                | Rel::Advcl
                | Rel::AdvclRelcl
                | Rel::Ccomp
                | Rel::Csubj
                | Rel::CsubjOuter
                | Rel::CsubjPass
                | Rel::Parataxis
                | Rel::Xcomp
                | Rel::List
        )
    }

    pub fn is_subject(self) -> bool {
        matches!(self, Rel::Nsubj | Rel::NsubjPass | Rel::NsubjOuter) || self.is_clausal_subject()
    }

    fn is_clausal_subject(self) -> bool {
        matches!(self, Rel::Csubj | Rel::CsubjPass | Rel::CsubjOuter)
    }

    /// Whether it is an oblique of any kind: a prepositional or bare adverbial phrase.
    pub fn is_oblique(self) -> bool {
        matches!(self, Rel::Obl | Rel::OblAgent | Rel::OblUnmarked)
    }

    /// Whether it hangs a nominal on a nominal.
    pub fn is_nmod(self) -> bool {
        matches!(self, Rel::Nmod | Rel::NmodDesc | Rel::NmodPoss | Rel::NmodUnmarked)
    }
}

impl Upos {
    pub fn is_nominal(self) -> bool {
        matches!(self, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::Sym)
    }
}

impl Document {
    /// The token, where the id is one of the document's.
    pub fn token(&self, id: TokenId) -> Option<&Token> {
        self.tokens.get(id)
    }

    /// The dictionary form; empty for an id that is not in the document.
    pub fn lemma(&self, id: TokenId) -> &str {
        self.token(id).map_or("", |t| &t.lemma)
    }

    pub fn pos(&self, id: TokenId) -> Upos {
        self.token(id).map_or(Upos::X, |t| t.pos)
    }

    pub fn rel(&self, id: TokenId) -> Rel {
        self.token(id).map_or(Rel::Dep, |t| t.rel)
    }

    pub fn head(&self, id: TokenId) -> Option<TokenId> {
        self.token(id)?.head
    }

    /// The sentence a token stands in.
    pub fn sentence_of(&self, token: TokenId) -> Option<SentenceId> {
        let id = self.sentences.partition_point(|s| s.tokens.end <= token);
        self.sentences.get(id).filter(|s| s.tokens.contains(&token)).map(|_| id)
    }

    /// Every token of the sentence that `token` stands in; empty where it was not analysed.
    fn neighbours(&self, token: TokenId) -> Range<TokenId> {
        match self.sentence_of(token).and_then(|id| self.sentences.get(id)) {
            Some(sentence) if sentence.analysed => sentence.tokens.clone(),
            _ => 0..0,
        }
    }

    /// The direct dependents, in order of the text.
    pub fn children(&self, head: TokenId) -> impl Iterator<Item = TokenId> + '_ {
        self.neighbours(head).filter(move |&t| self.head(t) == Some(head))
    }

    /// The direct dependents with one of these relations.
    pub fn children_by<'d>(&'d self, head: TokenId, rels: &'d [Rel]) -> impl Iterator<Item = TokenId> + 'd {
        self.children(head).filter(move |&t| rels.contains(&self.rel(t)))
    }

    /// The first dependent with this relation.
    pub fn child(&self, head: TokenId, rel: Rel) -> Option<TokenId> {
        self.children(head).find(|&t| self.rel(t) == rel)
    }

    /// The token itself, its head, that one's head and so on to the root.
    pub fn head_path(&self, token: TokenId) -> impl Iterator<Item = TokenId> + '_ {
        // The limit makes a cycle, which no parse of ours holds, harmless all the same.
        let limit = self.neighbours(token).len().max(1);
        std::iter::successors(Some(token), move |&t| self.head(t)).take(limit)
    }

    /// Whether `token` is `ancestor` or hangs below it.
    pub fn is_under(&self, token: TokenId, ancestor: TokenId) -> bool {
        self.head_path(token).any(|t| t == ancestor)
    }

    /// The root of the sentence a token stands in.
    pub fn root(&self, sentence: SentenceId) -> Option<TokenId> {
        let sentence = self.sentences.get(sentence).filter(|s| s.analysed)?;
        sentence.tokens.clone().find(|&t| self.head(t).is_none())
    }

    /// A token with all that hangs below it, in order of the text.
    pub fn subtree(&self, head: TokenId) -> Vec<TokenId> {
        self.subtree_without(head, |_| false)
    }

    /// A subtree from which some dependents are left out with all that hangs below them.
    pub fn subtree_without(&self, head: TokenId, cut: impl Fn(TokenId) -> bool) -> Vec<TokenId> {
        let mut found = vec![head];
        let mut next = 0;
        while let Some(&at) = found.get(next) {
            found.extend(self.children(at).filter(|&child| child != head && !cut(child)));
            next += 1;
        }
        found.sort_unstable();
        found
    }

    /// The smallest span that holds the subtree.
    pub fn subtree_span(&self, head: TokenId) -> Span {
        self.span_of(&self.subtree(head))
    }

    /// The smallest span that holds all these tokens; empty at 0 for none.
    pub fn span_of(&self, tokens: &[TokenId]) -> Span {
        let spans = tokens.iter().filter_map(|&t| self.token(t)).map(|t| t.span);
        spans.reduce(Span::cover).unwrap_or_default()
    }

    /// The token of a span that governs the others: the first whose head lies outside the span.
    pub fn head_of(&self, span: Span) -> Option<TokenId> {
        let inside = self.tokens_in(span);
        let outside = |t: &TokenId| self.head(*t).is_none_or(|head| !inside.contains(&head));
        let mut candidates = inside.clone().filter(outside);
        let first = candidates.next()?;
        if self.pos(first) != Upos::Punct {
            return Some(first);
        }
        Some(candidates.find(|&t| self.pos(t) != Upos::Punct).unwrap_or(first))
    }

    /// The noun phrase a nominal heads: the unbroken words around it without its preposition, its relative
    /// clauses, appositions, coordinated phrases and trailing asides.
    pub fn noun_phrase(&self, head: TokenId) -> Span {
        self.phrase(head, |rel| matches!(rel, Rel::Nmod | Rel::Acl))
    }

    /// The noun phrase without the prepositional phrases and participles that follow the noun.
    pub fn base_noun_phrase(&self, head: TokenId) -> Span {
        self.phrase(head, |_| false)
    }

    fn phrase(&self, head: TokenId, keeps: impl Fn(Rel) -> bool) -> Span {
        let inner = self.subtree_without(head, |t| {
            let rel = self.rel(t);
            let heavy = matches!(
                rel,
                Rel::Acl | Rel::AclRelcl | Rel::Advcl | Rel::Appos | Rel::Ccomp | Rel::Parataxis | Rel::Nmod
            );
            let own = self.head(t) == Some(head);
            (heavy && !keeps(rel))
                || (own && matches!(rel, Rel::Case | Rel::Conj | Rel::Cc | Rel::Punct))
                || (own && (rel.is_subject() || matches!(rel, Rel::Cop | Rel::Mark | Rel::Aux)))
        });
        let words = self.unbroken(&inner, head);
        let mut bare = words.clone().filter(|&t| self.pos(t) != Upos::Punct || t == head);
        let first = bare.next().unwrap_or(head);
        let last = bare.next_back().unwrap_or(first);
        self.span_of(&[first, last])
    }

    /// The run of neighbouring tokens around `head` within a sorted list; marks between words do not break it.
    fn unbroken(&self, tokens: &[TokenId], head: TokenId) -> Range<TokenId> {
        let inside = |t: TokenId| tokens.binary_search(&t).is_ok();
        let hyphen = |t: TokenId| matches!(self.word(t), "-" | "\u{2011}" | "\u{2013}" | "/" | "\"");
        let (mut start, mut end) = (head, head + 1);
        while start > 0 && (inside(start - 1) || (start > 1 && hyphen(start - 1) && inside(start - 2))) {
            start -= 1;
        }
        while inside(end) || (hyphen(end) && inside(end + 1)) {
            end += 1;
        }
        start..end
    }

    /// All members of the coordination a token belongs to, itself included, in order of the text.
    pub fn conjuncts(&self, token: TokenId) -> Vec<TokenId> {
        let first = self.first_conjunct(token);
        let mut members = vec![first];
        let mut next = 0;
        while let Some(&at) = members.get(next) {
            members.extend(self.children_by(at, &[Rel::Conj]).filter(|&t| t != first));
            next += 1;
        }
        members.sort_unstable();
        members.dedup();
        members
    }

    /// The member of a coordination from which the others hang.
    pub fn first_conjunct(&self, token: TokenId) -> TokenId {
        self.head_path(token).find(|&t| self.rel(t) != Rel::Conj).unwrap_or(token)
    }

    /// The preposition of a nominal in lower case, with its fixed parts ("because of"); a later member of a
    /// coordination without its own takes that of the first.
    pub fn preposition(&self, nominal: TokenId) -> Option<String> {
        let own = self.children_by(nominal, &[Rel::Case]).find(|&t| !self.is_possessive_mark(t));
        // "on seven rare earths and magnets": what opens a coordination is its own, wherever the arcs hang it.
        let opens = || {
            let joined = self.children_by(nominal, &[Rel::Conj]);
            joined.flat_map(|t| self.children_by(t, &[Rel::Case])).find(|&t| t < nominal)
        };
        match own.or_else(opens) {
            Some(case) => {
                let mut words = self.word(case).to_lowercase();
                for part in self.children_by(case, &[Rel::Fixed]) {
                    words.push(' ');
                    words.push_str(&self.word(part).to_lowercase());
                }
                Some(words)
            }
            None if self.rel(nominal) == Rel::Conj => {
                let first = self.first_conjunct(nominal);
                if first == nominal { None } else { self.preposition(first) }
            }
            None => None,
        }
    }

    fn is_possessive_mark(&self, token: TokenId) -> bool {
        matches!(self.word(token), "'s" | "\u{2019}s" | "'" | "\u{2019}" | "'S" | "\u{2019}S")
    }

    /// The phrases in apposition to a nominal ("Pegasus, a drone maker").
    pub fn appositions(&self, nominal: TokenId) -> Vec<TokenId> {
        self.children_by(nominal, &[Rel::Appos]).collect()
    }

    /// The nominal a phrase is in apposition to.
    pub fn apposition_of(&self, nominal: TokenId) -> Option<TokenId> {
        self.head(nominal).filter(|_| self.rel(nominal) == Rel::Appos)
    }

    /// The form of "be" that links a predicate noun or adjective to its subject.
    pub fn copula(&self, predicate: TokenId) -> Option<TokenId> {
        self.child(predicate, Rel::Cop)
    }

    /// Whether a token heads a clause: a verb in a clausal place, or any word with a subject or copula.
    pub fn is_predicate(&self, token: TokenId) -> bool {
        let rel = self.rel(token);
        if self.neighbours(token).is_empty() || matches!(rel, Rel::Aux | Rel::AuxPass | Rel::Cop) {
            return false;
        }
        let verbal = matches!(self.pos(token), Upos::Verb | Upos::Aux);
        (verbal && (rel.is_clausal() || rel == Rel::Conj))
            || (matches!(rel, Rel::Ccomp | Rel::Advcl | Rel::AclRelcl | Rel::Root | Rel::Acl) && !verbal)
            || self.children(token).any(|t| self.rel(t).is_subject() || self.rel(t) == Rel::Cop)
    }

    /// The head of the lowest clause that holds a token (the token itself where it is one).
    pub fn clause_of(&self, token: TokenId) -> Option<TokenId> {
        self.head_path(token).find(|&t| self.is_predicate(t))
    }

    /// The nearest verb above a token; the token itself does not count.
    pub fn governing_verb(&self, token: TokenId) -> Option<TokenId> {
        self.head_path(token).skip(1).find(|&t| self.pos(t) == Upos::Verb)
    }

    /// The words of a clause: the subtree without coordinated clauses, asides and what is only quoted beside it.
    pub fn clause_span(&self, predicate: TokenId) -> Span {
        let inner = self.subtree_without(predicate, |t| {
            let rel = self.rel(t);
            let other = rel == Rel::Parataxis || (rel == Rel::Conj && self.is_predicate(t));
            self.head(t) == Some(predicate) && other
        });
        let edge = |t: &&TokenId| {
            let joins = self.rel(**t) == Rel::Cc && self.head(**t) == Some(predicate);
            self.pos(**t) != Upos::Punct && !joins
        };
        let kept: Vec<TokenId> = inner.iter().filter(edge).copied().collect();
        self.span_of(&kept)
    }
}
