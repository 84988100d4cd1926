//! Whose a noun is by the words around it: those of a search that ask whether a name there acts, owns or only describes.

use super::search::Search;
use crate::model::{MentionId, Rel, TokenId, Via, What};

impl Search<'_, '_> {
    /// The preposition that leads in a word below a modifier, if one does.
    pub(super) fn led_in(&self, modifier: TokenId, token: TokenId) -> Option<String> {
        let document = self.scene.document;
        let below = document.head_path(token).take_while(|t| *t != modifier);
        below.filter(|t| document.rel(*t) != Rel::NmodPoss).find_map(|t| document.preposition(t))
    }

    /// "Brooklyn companies", "a Houston jury": the name before the noun is a place's, not a company's.
    pub(super) fn is_local(&self, modifier: TokenId) -> bool {
        let noun = self.scene.document.head(modifier);
        noun.is_some_and(|noun| {
            matches!(
                self.scene.document.lemma(noun),
                "airport" | "business" | "company" | "court" | "firm" | "jury" | "plant" | "police" | "port"
            )
        })
    }

    /// "the Biden administration": the name is that of who leads it.
    pub(super) fn governs(&self, modifier: TokenId) -> bool {
        let noun = self.scene.document.head(modifier);
        noun.is_some_and(|noun| {
            matches!(self.scene.document.lemma(noun), "administration" | "cabinet" | "government")
        })
    }

    /// "Ukraine's allies": the phrase is theirs, and they are others.
    pub(super) fn is_beside(&self, child: TokenId) -> bool {
        let document = self.scene.document;
        let owns =
            document.rel(child) == Rel::NmodPoss || document.preposition(child).as_deref() == Some("of");
        owns && document
            .head(child)
            .is_some_and(|noun| self.scene.lexicon.claims.is_beside(&self.scene.lemma(noun)))
    }

    /// Whether a word stands before a noun for a person ("a Russian businessman").
    pub(super) fn is_person(&self, modifier: TokenId) -> bool {
        let noun = self.scene.document.head(modifier);
        noun.is_some_and(|noun| self.scene.lexicon.claims.is_person(&self.scene.lemma(noun)))
    }

    /// "a Russian", "an Iranian-American": one person by nationality.
    pub(super) fn is_somebody(&self, token: TokenId) -> bool {
        let document = self.scene.document;
        let one = document.children_by(token, &[Rel::Det]).any(|t| matches!(document.lemma(t), "a" | "an"));
        let demonym = |id: &MentionId| matches!(self.scene.what(*id), Some(What::Country(country)) if country.via == Via::Demonym);
        one && self.scene.headed_by(token).iter().any(demonym)
    }

    /// "the Russians": a plural that no adjective has.
    pub(super) fn is_people(&self, id: MentionId) -> bool {
        let words = self.scene.document.words(self.scene.span(id));
        words.ends_with('s')
            && !words.ends_with("ss")
            && !words.ends_with("US")
            && matches!(self.scene.what(id), Some(What::Country(country)) if country.via == Via::Demonym)
    }
}
