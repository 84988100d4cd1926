//! What the room works on: the document with its findings, and where in the sentence each finding stands.

use crate::lexicon::Lexicon;
use crate::model::{Attribution, Document, Mention, MentionId, Rel, Span, TokenId, Upos, What};

/// Adverbs that make another verb of a verb ("set aside").
const PARTICLES: [&str; 12] =
    ["aside", "away", "back", "down", "in", "off", "on", "out", "over", "through", "up", "forward"];

/// Borrowed views, with an index from tokens to the mentions they head or belong to.
pub struct Scene<'a> {
    pub document: &'a Document,
    pub mentions: &'a [Mention],
    pub attributions: &'a [Attribution],
    pub lexicon: &'a Lexicon,
    /// How many words tell that the article is on trade and its control, up to three.
    pub beat: usize,
    /// The mentions whose phrase each token heads.
    headed: Vec<Vec<MentionId>>,
    /// The mentions each token is part of.
    covering: Vec<Vec<MentionId>>,
}

/// What a nominal is, as far as following arguments through it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nominal {
    Product,
    /// Money or a quantity.
    Figure,
    Party,
    Country,
    Time,
    /// A noun for those who act ("firms", "government").
    Actor,
    /// A noun for goods in general ("products").
    Goods,
    /// A noun for an amount or part of what follows ("batch of").
    Part,
    Other,
}

impl<'a> Scene<'a> {
    pub fn new(
        document: &'a Document,
        mentions: &'a [Mention],
        attributions: &'a [Attribution],
        lexicon: &'a Lexicon,
    ) -> Scene<'a> {
        let mut headed = vec![Vec::new(); document.tokens.len()];
        let mut covering = vec![Vec::new(); document.tokens.len()];
        for (id, mention) in mentions.iter().enumerate() {
            for token in document.tokens_in(mention.span) {
                if let Some(cover) = covering.get_mut(token) {
                    cover.push(id);
                }
            }
            if let Some(list) = head_of(document, mention).and_then(|head| headed.get_mut(head)) {
                list.push(id);
            }
        }
        let beat = (0..document.tokens.len())
            .filter(|token| lexicon.claims.is_on_beat(&document.lemma(*token).to_lowercase()))
            .take(3)
            .count();
        Scene { document, mentions, attributions, lexicon, beat, headed, covering }
    }

    /// The token that heads a mention's phrase.
    pub fn head(&self, id: MentionId) -> Option<TokenId> {
        head_of(self.document, self.mentions.get(id)?)
    }

    /// The mentions whose phrase a token heads.
    pub fn headed_by(&self, token: TokenId) -> &[MentionId] {
        self.headed.get(token).map_or(&[], Vec::as_slice)
    }

    /// The mentions a token is part of.
    pub fn covering(&self, token: TokenId) -> &[MentionId] {
        self.covering.get(token).map_or(&[], Vec::as_slice)
    }

    pub fn what(&self, id: MentionId) -> Option<&What> {
        self.mentions.get(id).map(|mention| &mention.what)
    }

    pub fn span(&self, id: MentionId) -> Span {
        self.mentions.get(id).map_or(Span::default(), |mention| mention.span)
    }

    pub fn token_span(&self, token: TokenId) -> Span {
        self.document.token(token).map_or(Span::default(), |token| token.span)
    }

    /// Dictionary form in lower case, as the tables spell words.
    pub fn lemma(&self, token: TokenId) -> String {
        self.document.lemma(token).to_lowercase()
    }

    /// The forms under which the tables may know a word: a verb with its particle or preposition ("look-into") before
    /// the verb alone.
    pub fn forms(&self, token: TokenId) -> Vec<String> {
        let lemma = self.lemma(token);
        if self.document.pos(token) != Upos::Verb {
            return vec![lemma];
        }
        let particle = |t: &TokenId| {
            let rel = self.document.rel(*t);
            rel == Rel::CompoundPrt
                || rel == Rel::Advmod
                    && *t > token
                    && *t <= token + 4
                    && PARTICLES.contains(&self.lemma(*t).as_str())
        };
        let particles = self.document.children(token).filter(particle).map(|t| self.lemma(t));
        // "rely heavily on".
        let next = Some(token + 1).map(|t| if self.document.pos(t) == Upos::Adv { t + 1 } else { t });
        let preposition = next.filter(|t| self.document.pos(*t) == Upos::Adp).map(|t| self.lemma(t));
        let joined = particles.chain(preposition).map(|word| format!("{lemma}-{word}"));
        joined.chain([lemma.clone()]).collect()
    }

    /// What a gerund acts on that the arcs hang below its own object ("accused of supplying components", where
    /// "supplying" is taken for an adjective).
    pub fn gerund_object(&self, verb: TokenId) -> Option<TokenId> {
        let document = self.document;
        let led_in = verb.checked_sub(1).is_some_and(|t| {
            document.pos(t) == Upos::Adp && matches!(document.lemma(t), "by" | "for" | "from" | "of" | "with")
        });
        let noun = document.head(verb).filter(|_| document.rel(verb) == Rel::Amod)?;
        let goods = matches!(self.nominal(noun), Nominal::Product | Nominal::Goods | Nominal::Figure);
        (led_in && goods && document.word(verb).ends_with("ing")).then_some(noun)
    }

    pub fn nominal(&self, token: TokenId) -> Nominal {
        for id in self.headed_by(token) {
            match self.what(*id) {
                Some(What::Product(_)) => return Nominal::Product,
                Some(What::Money(_) | What::Quantity(_)) => return Nominal::Figure,
                Some(What::Party(_)) => return Nominal::Party,
                Some(What::Country(_)) => return Nominal::Country,
                Some(What::Time(_)) => return Nominal::Time,
                None => {}
            }
        }
        let lemma = self.lemma(token);
        if self.lexicon.claims.is_actor(&lemma) {
            Nominal::Actor
        } else if self.lexicon.claims.is_part(&lemma) {
            Nominal::Part
        } else if self.document.pos(token) == Upos::Noun && self.lexicon.claims.is_goods_word(&lemma) {
            Nominal::Goods
        } else {
            Nominal::Other
        }
    }

    /// Whether a token is inside a mention that makes it part of a name or a good.
    pub fn is_within_name(&self, token: TokenId) -> bool {
        self.covering(token)
            .iter()
            .any(|id| matches!(self.what(*id), Some(What::Party(_) | What::Product(_))))
    }
}

/// English noun phrases end in their head, so where the arcs leave a name with two ways out, the last counts;
/// a figure is headed by its first.
fn head_of(document: &Document, mention: &Mention) -> Option<TokenId> {
    let first = document.head_of(mention.span);
    if matches!(mention.what, What::Money(_) | What::Quantity(_) | What::Time(_)) {
        return first;
    }
    let inside = document.tokens_in(mention.span);
    let leaves = |t: &TokenId| document.head(*t).is_none_or(|head| !inside.contains(&head));
    inside.clone().rev().find(|t| leaves(t) && document.pos(*t).is_nominal()).or(first)
}
