//! The scene: the document with what every rule here asks of it, computed once.
//!
//! A rule may ask for the tag of any word. Where its sentence was not analysed the tag is a guess from closed
//! classes and spelling, good enough for "X said" and its like.

use super::guess::{ADVERBS, CONJUNCTIONS, DETERMINERS, MARKS, PREPOSITIONS, guess};
use super::quotes::{self, Quote};
use crate::lexicon::Lexicon;
use crate::lexicon::cues::{Cues, Form, Verb};
use crate::model::{BlockKind, Document, EntityKind, Mention, Rel, Span, TokenId, Upos, What};
use std::ops::Range;

pub struct Scene<'a> {
    pub document: &'a Document,
    pub mentions: &'a [Mention],
    pub cues: &'a Cues,
    pub quotes: Vec<Quote>,
    /// Every word in lower case, apostrophes straight.
    lower: Vec<String>,
    tags: Vec<Upos>,
    /// The party mention that covers a token, else the country mention.
    parties: Vec<Option<usize>>,
    countries: Vec<Option<usize>>,
    /// The innermost quotation a token stands in.
    quoted: Vec<Option<usize>>,
    /// First and last token of what hangs below each token.
    extents: Vec<(TokenId, TokenId)>,
}

impl<'a> Scene<'a> {
    pub fn new(document: &'a Document, mentions: &'a [Mention], lexicon: &'a Lexicon) -> Scene<'a> {
        let lower: Vec<String> = (0..document.tokens.len()).map(|t| lower(document.word(t))).collect();
        let mut scene = Scene {
            document,
            mentions,
            cues: &lexicon.cues,
            quotes: quotes::pair(document),
            tags: Vec::new(),
            parties: vec![None; lower.len()],
            countries: vec![None; lower.len()],
            quoted: vec![None; lower.len()],
            extents: (0..lower.len()).map(|t| (t, t)).collect(),
            lower,
        };
        scene.place_mentions();
        scene.place_quotes();
        scene.tags = scene.all_tags();
        scene.measure_extents();
        scene
    }

    fn place_mentions(&mut self) {
        for (id, mention) in self.mentions.iter().enumerate() {
            let place = match mention.what {
                What::Party(_) => &mut self.parties,
                What::Country(_) => &mut self.countries,
                _ => continue,
            };
            for token in self.document.tokens_in(mention.span) {
                place[token].get_or_insert(id);
            }
        }
    }

    fn place_quotes(&mut self) {
        for (id, quote) in self.quotes.iter().enumerate() {
            for token in self.document.tokens_in(quote.inner) {
                self.quoted[token] = Some(id);
            }
        }
    }

    fn all_tags(&self) -> Vec<Upos> {
        let mut tags: Vec<Upos> = Vec::with_capacity(self.lower.len());
        for sentence in &self.document.sentences {
            for token in sentence.tokens.clone() {
                let first = token == sentence.tokens.start;
                tags.push(if sentence.analysed {
                    self.checked_tag(token, sentence.tokens.start)
                } else {
                    let before = tags.last().copied().filter(|_| !first);
                    self.guessed_tag(token, before, first)
                });
            }
        }
        tags.resize(self.lower.len(), Upos::X);
        tags
    }

    /// A guess; a word that may be either is a verb behind a plural ("traders say", "they claim").
    fn guessed_tag(&self, token: TokenId, before: Option<Upos>, first: bool) -> Upos {
        let tag = guess(self.document.word(token), &self.lower[token], first, self.cues);
        let plural = || {
            token > 0
                && (self.cues.noun(self.lower(token - 1)).is_some_and(|(_, plural)| plural)
                    || self.is(token - 1, &["they", "some", "others", "people"]))
        };
        let base = || matches!(self.cues.verb(self.lower(token)), Some((_, Form::Base)));
        let behind = before.is_some_and(|tag| tag.is_nominal());
        // "the judges' union", "the ministry's word", but "it's".
        if self.is(token, &["'s", "'"]) && matches!(before, Some(Upos::Noun | Upos::Propn)) {
            return Upos::Part;
        }
        let pronoun = token > 0 && !first && self.is(token - 1, &["he", "she", "it", "they", "we"]);
        // Behind such a pronoun stands a verb or an adverb.
        if pronoun && tag == Upos::Noun {
            return Upos::Verb;
        }
        // "People close to the minister say she will", "Officials there privately admit it": forms of no noun.
        let led = matches!(before, Some(Upos::Noun | Upos::Propn | Upos::Adv));
        if tag == Upos::Noun && led && !first && NO_NOUNS.contains(&self.lower(token)) {
            return Upos::Verb;
        }
        if tag == Upos::Noun && behind && base() && plural() { Upos::Verb } else { tag }
    }

    /// The tagger's answer, but for words that our tables know better.
    fn checked_tag(&self, token: TokenId, first: TokenId) -> Upos {
        let word = self.lower(token);
        let tag = self.document.tokens[token].pos;
        // "He Yadong", "Commerce Minister He Lida": a family name, where a person's name begins with it.
        if tag == Upos::Pron && self.begins_name(token) {
            return Upos::Propn;
        }
        // "the bank's chief U.S. economist": a name has a capital.
        if tag == Upos::Propn && self.is_common(token) {
            return Upos::Noun;
        }
        // "Park Sun-won": the second half of a given name.
        if tag == Upos::Verb && token > first + 2 && self.ends_given_name(token) {
            return Upos::Propn;
        }
        // "The accused told the court"
        if word == "accused" && self.is(token.wrapping_sub(1), &["the"]) && self.next_is_verb(token) {
            return Upos::Noun;
        }
        let after_article =
            || token > first && self.is(token - 1, &["the", "a", "an", "his", "her", "its", "their"]);
        if matches!(word, "said" | "says" | "told") && !after_article() {
            return Upos::Verb;
        }
        if !matches!(tag, Upos::Verb | Upos::Aux) && self.is_verb_all_the_same(token, first) {
            return Upos::Verb;
        }
        if token > first && matches!(tag, Upos::Adj | Upos::X) && self.is_name(token) {
            return Upos::Propn;
        }
        // "told Semafor that": the tagger takes strange names for what often stands there.
        let function = matches!(tag, Upos::Sconj | Upos::Adp | Upos::Intj | Upos::Cconj | Upos::Part);
        if token > first && function && self.is_strange_name(token) {
            return Upos::Propn;
        }
        // "the state think tank KIET"
        if word == "think" && self.is(token + 1, &["tank", "tanks"]) {
            return Upos::Noun;
        }
        // "Heorhii Tykhyi", "Tykhyi, the spokesman,": names that end like adverbs.
        if tag == Upos::Adv && self.is_name_like_adverb(token, first) {
            return Upos::Propn;
        }
        // "OFAC said": no pronoun has so many capitals.
        if tag == Upos::Pron && self.is_shouted(token) && self.party(token).is_some() {
            return Upos::Propn;
        }
        // "SEMI, the trade group,": capitals among small letters are a name.
        let lone = |t: Option<TokenId>| t.is_none_or(|t| !self.is_shouted(t));
        if !tag.is_nominal() && self.is_shouted(token) && lone(token.checked_sub(1)) && lone(Some(token + 1))
        {
            return Upos::Propn;
        }
        let noun = || self.cues.noun(word).is_some() && (tag == Upos::Adv || self.cues.verb(word).is_none());
        let before_noun =
            || self.document.tokens.get(token + 1).is_some_and(|t| matches!(t.pos, Upos::Noun | Upos::Propn));
        if matches!(tag, Upos::Verb | Upos::Adj | Upos::Adv) && noun() && !before_noun() {
            return Upos::Noun;
        }
        tag
    }

    fn begins_name(&self, token: TokenId) -> bool {
        let span = self.document.tokens[token].span;
        let name = self.party(token).map(|m| m.span).filter(|name| name.start == span.start);
        name.is_some_and(|name| name.end > span.end)
            && self.document.word(token).starts_with(char::is_uppercase)
    }

    /// Whether a short word hangs by a hyphen on a capitalised one behind another, as in "Park Sun-won".
    fn ends_given_name(&self, token: TokenId) -> bool {
        const NEVER: &[&str] =
            &["made", "led", "based", "built", "run", "born", "bound", "held", "owned", "wide"];
        let capital = |t: TokenId| self.document.word(t).starts_with(char::is_uppercase);
        self.is(token - 1, &["-"])
            && self.is_joined(token - 1)
            && capital(token - 2)
            && capital(token - 3)
            && self.country(token - 2).is_none()
            && self.lower(token).len() < 6
            && !self.is(token, NEVER)
    }

    /// A small word that the table knows as a source, and that is in nobody's name.
    fn is_common(&self, token: TokenId) -> bool {
        self.document.word(token).starts_with(char::is_lowercase)
            && self.party(token).is_none()
            && self.cues.noun(self.lower(token)).is_some()
    }

    fn next_is_verb(&self, token: TokenId) -> bool {
        self.document.tokens.get(token + 1).is_some_and(|t| matches!(t.pos, Upos::Verb | Upos::Aux))
    }

    /// "he notes", "ASML reckons": words that are verbs behind a pronoun, or wherever they stand behind a noun.
    fn is_verb_all_the_same(&self, token: TokenId, first: TokenId) -> bool {
        let word = self.lower(token);
        let Some((_, form)) = self.cues.verb(word).filter(|(_, form)| *form != Form::Gerund) else {
            return false;
        };
        let Some(before) = token.checked_sub(1).filter(|&t| t >= first) else { return false };
        let tag = self.document.tokens[before].pos;
        self.is(before, &["he", "she", "it", "they", "we", "who"])
            || (tag.is_nominal() || tag == Upos::Punct) && NEVER_NOUNS.contains(&word)
            || form == Form::Past && tag.is_nominal() && self.is(token + 1, &["that"])
    }

    /// A capitalised word that the tables know as a party, or that stands where nouns stand, is a name.
    fn is_name(&self, token: TokenId) -> bool {
        let word = self.document.word(token);
        if !word.starts_with(char::is_uppercase) || self.country(token).is_some() {
            return false;
        }
        let nominal = matches!(
            self.document.tokens[token].rel,
            Rel::Appos | Rel::Nmod | Rel::Nsubj | Rel::Obj | Rel::Obl
        );
        self.party(token).is_some() || nominal
    }

    /// A word of at least three capitals.
    fn is_shouted(&self, token: TokenId) -> bool {
        self.document.tokens.get(token).is_some_and(|_| {
            let word = self.document.word(token);
            word.len() > 2 && word.chars().all(char::is_uppercase)
        })
    }

    /// A capitalised word within a sentence that is no word of the closed classes.
    fn is_strange_name(&self, token: TokenId) -> bool {
        let word = self.document.word(token);
        let lower = self.lower(token);
        let closed = [PREPOSITIONS, CONJUNCTIONS, MARKS, DETERMINERS, ADVERBS];
        word.starts_with(char::is_uppercase)
            && lower.len() > 3
            && !closed.iter().any(|words| words.contains(&lower))
            && self.document.word(token - 1).starts_with(char::is_lowercase)
    }

    /// A capitalised word that ends as no adverb does, behind another name or before a comma with an article.
    fn is_name_like_adverb(&self, token: TokenId, first: TokenId) -> bool {
        const ENDS: &[&str] =
            &["ly", "ever", "where", "while", "wise", "less", "more", "now", "then", "fore", "ward", "wards"];
        let word = self.document.word(token);
        let lower = self.lower(token);
        let strange = word.starts_with(char::is_uppercase)
            && lower.len() > 3
            && !ENDS.iter().any(|end| lower.ends_with(end))
            && !ADVERBS.contains(&lower);
        let behind = token > first
            && self.document.tokens[token - 1].pos == Upos::Propn
            && self.document.word(token - 1).starts_with(char::is_uppercase);
        let aside =
            token == first && self.is(token + 1, &[","]) && self.is(token + 2, &["the", "a", "an", "who"]);
        strange && (behind || aside)
    }

    fn measure_extents(&mut self) {
        for sentence in self.document.sentences.iter().filter(|s| s.analysed) {
            for token in sentence.tokens.clone() {
                let mut at = token;
                // A tree path is short; the bound keeps a broken parse harmless.
                for _ in 0..64 {
                    let Some(head) = self.document.tokens[at].head.filter(|h| sentence.tokens.contains(h))
                    else {
                        break;
                    };
                    let (first, last) = self.extents[head];
                    if first <= token && token <= last {
                        break;
                    }
                    self.extents[head] = (first.min(token), last.max(token));
                    at = head;
                }
            }
        }
    }

    pub fn text(&self) -> &'a str {
        self.document.text()
    }

    /// The word in lower case; empty past the end.
    pub fn lower(&self, token: TokenId) -> &str {
        self.lower.get(token).map_or("", String::as_str)
    }

    pub fn is(&self, token: TokenId, words: &[&str]) -> bool {
        words.contains(&self.lower(token))
    }

    pub fn tag(&self, token: TokenId) -> Upos {
        self.tags.get(token).copied().unwrap_or(Upos::X)
    }

    pub fn is_punct(&self, token: TokenId) -> bool {
        let tag = self.tag(token);
        tag == Upos::Punct
            || tag != Upos::Sym && self.lower(token).chars().all(|c| c.is_ascii_punctuation() && c != '$')
    }

    pub fn span(&self, tokens: Range<TokenId>) -> Span {
        let first = self.document.tokens.get(tokens.start).map_or(0, |t| t.span.start);
        let last = tokens.end.checked_sub(1).and_then(|t| self.document.tokens.get(t));
        Span::new(first as usize, last.map_or(first, |t| t.span.end) as usize)
    }

    /// Whether a mark stands between two words without a blank on either side.
    pub fn is_joined(&self, mark: TokenId) -> bool {
        let tokens = &self.document.tokens;
        let touches = |a: TokenId, b: TokenId| {
            tokens.get(a).zip(tokens.get(b)).is_some_and(|(a, b)| a.span.end == b.span.start)
        };
        mark > 0 && touches(mark - 1, mark) && touches(mark, mark + 1)
    }

    /// The tokens of the sentence a token stands in.
    pub fn sentence(&self, token: TokenId) -> Range<TokenId> {
        self.document
            .sentence_of(token)
            .and_then(|id| self.document.sentences.get(id))
            .map_or(token..token, |s| s.tokens.clone())
    }

    pub fn block_of(&self, token: TokenId) -> usize {
        self.document
            .sentence_of(token)
            .and_then(|id| self.document.sentences.get(id))
            .map_or(usize::MAX, |s| s.block)
    }

    pub fn analysed(&self, token: TokenId) -> bool {
        self.document
            .sentence_of(token)
            .and_then(|id| self.document.sentences.get(id))
            .is_some_and(|s| s.analysed)
    }

    pub fn extent(&self, token: TokenId) -> Range<TokenId> {
        self.extents.get(token).map_or(token..token, |(first, last)| *first..last + 1)
    }

    /// The dependents of a token within its sentence.
    pub fn children(&self, head: TokenId) -> impl Iterator<Item = TokenId> + '_ {
        self.extent(head).filter(move |&t| self.document.tokens[t].head == Some(head) && t != head)
    }

    pub fn child(&self, head: TokenId, rels: &[Rel]) -> Option<TokenId> {
        self.children(head).find(|&t| rels.contains(&self.document.tokens[t].rel))
    }

    pub fn party(&self, token: TokenId) -> Option<&'a Mention> {
        self.parties.get(token).copied().flatten().map(|id| &self.mentions[id])
    }

    pub fn country(&self, token: TokenId) -> Option<&'a Mention> {
        self.countries.get(token).copied().flatten().map(|id| &self.mentions[id])
    }

    /// The named entity that covers a token, for names that no table and no party rule knows.
    pub fn entity(&self, token: TokenId) -> Option<(Span, EntityKind)> {
        let span = self.document.tokens.get(token)?.span;
        let at = self.document.entities.partition_point(|e| e.span.end <= span.start);
        self.document.entities.get(at).filter(|e| e.span.overlaps(span)).map(|e| (e.span, e.kind))
    }

    pub fn quote_at(&self, token: TokenId) -> Option<usize> {
        self.quoted.get(token).copied().flatten()
    }

    pub fn verb(&self, token: TokenId) -> Option<(&'a Verb, Form)> {
        self.cues.verb(self.lower(token))
    }

    pub fn is_noun(&self, token: TokenId) -> bool {
        matches!(self.tag(token), Upos::Noun | Upos::Propn)
    }

    /// Whether a word is a verb that can carry a clause of its own.
    pub fn is_verb(&self, token: TokenId) -> bool {
        matches!(self.tag(token), Upos::Verb | Upos::Aux)
    }

    pub fn is_finite(&self, token: TokenId) -> bool {
        if !self.is_verb(token) || self.is(token.wrapping_sub(1), &["to"]) {
            return false;
        }
        let word = self.lower(token);
        !(word.ends_with("ing") || word == "be" || word == "been" || word == "having")
    }

    /// Whether a word is the bare form of a verb ("to sell", not "to selling").
    pub fn is_base_verb(&self, token: TokenId) -> bool {
        let word = self.lower(token);
        self.is_verb(token) && !word.ends_with("ing") && !word.ends_with("ed")
    }

    pub fn in_title(&self, token: TokenId) -> bool {
        let block = self.document.article.blocks.get(self.block_of(token));
        block.is_some_and(|b| b.kind == BlockKind::Title)
    }

    /// Whether any word of a stretch can carry a clause.
    pub fn has_finite(&self, tokens: Range<TokenId>) -> bool {
        tokens.into_iter().any(|t| self.is_finite(t))
    }
}

/// A word in lower case, its apostrophes straight.
fn lower(word: &str) -> String {
    if word.is_ascii() { word.to_ascii_lowercase() } else { word.to_lowercase().replace('\u{2019}', "'") }
}

/// Bare forms of verbs that are never nouns.
const NO_NOUNS: &[&str] = &[
    "say",
    "believe",
    "admit",
    "insist",
    "argue",
    "deny",
    "reckon",
    "suggest",
    "warn",
    "concede",
    "acknowledge",
    "think",
    "allege",
    "predict",
    "contend",
];

/// Forms of verbs that are never nouns.
const NEVER_NOUNS: &[&str] = &[
    "adds",
    "admits",
    "alleges",
    "argues",
    "asserts",
    "believes",
    "concedes",
    "confirms",
    "contends",
    "denies",
    "estimated",
    "expects",
    "explains",
    "informs",
    "insists",
    "maintains",
    "predicts",
    "reckons",
    "reminds",
    "reveals",
    "suggests",
    "tells",
    "thinks",
    "warns",
    "writes",
    "wrote",
];
