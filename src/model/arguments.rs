//! Who does what to whom: the arguments of a predicate, through the constructions that hide them.
//!
//! UD keeps auxiliaries below the verb, so "may have been selling" needs no care; passives, control,
//! participles, relative clauses and coordination do.

use super::document::{Document, Rel, TokenId, Upos};

impl Document {
    /// Whether a predicate is in the passive voice ("were sold", "sold by Iran", "drones made in Iran").
    pub fn is_passive(&self, predicate: TokenId) -> bool {
        let marked = self
            .children(predicate)
            .any(|t| matches!(self.rel(t), Rel::AuxPass | Rel::NsubjPass | Rel::CsubjPass | Rel::OblAgent));
        marked
            || (self.rel(predicate) == Rel::Acl && self.is_past_participle(predicate))
            || (self.rel(predicate) == Rel::Conj && self.shares_passive(predicate))
    }

    /// A later verb of a coordination without subject and auxiliary takes its voice from the first.
    fn shares_passive(&self, predicate: TokenId) -> bool {
        let bare = !self
            .children(predicate)
            .any(|t| self.rel(t).is_subject() || matches!(self.rel(t), Rel::Aux | Rel::Obj | Rel::Mark));
        let first = self.first_conjunct(predicate);
        bare && first != predicate && self.is_past_participle(predicate) && self.is_passive(first)
    }

    fn is_past_participle(&self, verb: TokenId) -> bool {
        let word = self.word(verb);
        let marked = self.children_by(verb, &[Rel::Mark]).next().is_some();
        self.pos(verb) == Upos::Verb
            && !marked
            && !word.ends_with("ing")
            && !word.eq_ignore_ascii_case(self.lemma(verb))
            || self.pos(verb) == Upos::Verb
                && !marked
                && matches!(
                    self.lemma(verb),
                    "put" | "cut" | "hit" | "set" | "let" | "cost" | "spread" | "run" | "come"
                )
    }

    /// The grammatical subjects, coordinated ones each, with relative pronouns resolved. A predicate without
    /// its own takes the subject it shares: the first conjunct's, the controller's, the main clause's, or the
    /// noun that a participle describes.
    pub fn subjects(&self, predicate: TokenId) -> Vec<TokenId> {
        self.spread(&self.subject_heads(predicate, 0))
    }

    fn subject_heads(&self, predicate: TokenId, depth: usize) -> Vec<TokenId> {
        let own: Vec<TokenId> =
            self.children(predicate).filter(|&t| self.rel(t).is_subject() && !self.is_expletive(t)).collect();
        if !own.is_empty() {
            return own.into_iter().map(|t| self.antecedent(t).unwrap_or(t)).collect();
        }
        let Some(governor) = self.head(predicate).filter(|_| depth < 8) else { return Vec::new() };
        match self.rel(predicate) {
            Rel::Conj => self.subject_heads(governor, depth + 1),
            Rel::Xcomp => self.controllers(governor, depth),
            Rel::Advcl => self.subject_heads(governor, depth + 1),
            Rel::Acl | Rel::AclRelcl if self.pos(governor).is_nominal() => vec![governor],
            _ => Vec::new(),
        }
    }

    /// Who is meant to do what an open complement says: the object where there is one ("urged Iran to sell"),
    /// else the subject ("agreed to sell").
    fn controllers(&self, governor: TokenId, depth: usize) -> Vec<TokenId> {
        let by_subject = matches!(self.lemma(governor), "promise" | "vow" | "threaten" | "use");
        let object: Vec<TokenId> = self.children_by(governor, &[Rel::Obj, Rel::Iobj]).collect();
        if object.is_empty() || by_subject || self.is_passive(governor) {
            self.subject_heads(governor, depth + 1)
        } else {
            object
        }
    }

    fn is_expletive(&self, token: TokenId) -> bool {
        self.rel(token) == Rel::Expl
    }

    /// The grammatical direct objects, coordinated ones each, with the gap of a relative clause filled
    /// ("the drones that Iran sold"). A verb of a coordination shares the object that follows the last one.
    pub fn objects(&self, predicate: TokenId) -> Vec<TokenId> {
        let mut own: Vec<TokenId> = self.children_by(predicate, &[Rel::Obj]).collect();
        if own.is_empty() {
            own.extend(self.lone_receiver(predicate));
        }
        if !own.is_empty() {
            let real = own.into_iter().map(|t| self.antecedent(t).unwrap_or(t)).collect::<Vec<_>>();
            return self.spread(&real);
        }
        if let Some(antecedent) = self.gap_filler(predicate) {
            return self.spread(&[antecedent]);
        }
        self.spread(&self.shared_objects(predicate))
    }

    /// A receiver without anything received is what is acted on ("added Inspur to a list").
    fn lone_receiver(&self, predicate: TokenId) -> Option<TokenId> {
        let complete = self.children(predicate).any(|t| matches!(self.rel(t), Rel::Ccomp | Rel::Xcomp));
        self.child(predicate, Rel::Iobj).filter(|_| !complete)
    }

    /// The antecedent of a relative clause whose own object is missing and whose subject is another.
    fn gap_filler(&self, predicate: TokenId) -> Option<TokenId> {
        let governor = self.head(predicate).filter(|_| self.rel(predicate) == Rel::AclRelcl)?;
        let subjects: Vec<TokenId> = self.children(predicate).filter(|&t| self.rel(t).is_subject()).collect();
        let complete = self.children(predicate).any(|t| {
            matches!(self.rel(t), Rel::Ccomp | Rel::Xcomp | Rel::AuxPass | Rel::Cop)
                || self.is_relative_oblique(t)
        });
        let other = !subjects.is_empty() && subjects.iter().all(|&t| self.antecedent(t).is_none());
        (other && !complete && self.pos(predicate) == Upos::Verb).then_some(governor)
    }

    fn is_relative_oblique(&self, token: TokenId) -> bool {
        let relative = matches!(self.lemma(token), "which" | "whom" | "where" | "when" | "why" | "how");
        relative && (self.rel(token).is_oblique() || self.rel(token) == Rel::Advmod)
    }

    /// "produced and sold drones": the object hangs on one verb and belongs to both if nothing parts them.
    fn shared_objects(&self, predicate: TokenId) -> Vec<TokenId> {
        if self.pos(predicate) != Upos::Verb || self.is_passive(predicate) {
            return Vec::new();
        }
        let members = self.conjuncts(predicate);
        let Some(place) = members.iter().position(|&t| t == predicate) else { return Vec::new() };
        let Some(&next) = members.get(place + 1) else { return Vec::new() };
        // Only "verb and verb" side by side shares; "sold and later bought drones" still counts.
        let close = next - predicate <= 3
            && (predicate + 1..next).all(|t| matches!(self.rel(t), Rel::Cc | Rel::Advmod | Rel::Punct));
        if close { self.children_by(next, &[Rel::Obj]).collect() } else { Vec::new() }
    }

    /// Who acts: the subject of an active verb, the agent of a passive one ("sold by Iran").
    pub fn agents(&self, predicate: TokenId) -> Vec<TokenId> {
        if !self.is_passive(predicate) {
            return self.subjects(predicate);
        }
        let own: Vec<TokenId> = self
            .children(predicate)
            .filter(|&t| {
                let by = self.rel(t) == Rel::Obl && self.preposition(t).as_deref() == Some("by");
                self.rel(t) == Rel::OblAgent || (by && self.pos(t) != Upos::Num)
            })
            .collect();
        self.spread(&own)
    }

    /// What is acted on: the object of an active verb, the subject of a passive one.
    pub fn patients(&self, predicate: TokenId) -> Vec<TokenId> {
        if !self.is_passive(predicate) {
            return self.objects(predicate);
        }
        let mut found = self.subjects(predicate);
        found.extend(self.spread(&self.children_by(predicate, &[Rel::Obj]).collect::<Vec<_>>()));
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The indirect objects ("sold Iran drones").
    pub fn indirect_objects(&self, predicate: TokenId) -> Vec<TokenId> {
        if self.child(predicate, Rel::Obj).is_none() && self.lone_receiver(predicate).is_some() {
            return Vec::new();
        }
        self.spread(&self.children_by(predicate, &[Rel::Iobj]).collect::<Vec<_>>())
    }

    /// The obliques of a predicate with their prepositions (empty for bare ones), coordinated ones each.
    pub fn obliques(&self, predicate: TokenId) -> Vec<(String, TokenId)> {
        let own: Vec<TokenId> = self.children(predicate).filter(|&t| self.rel(t).is_oblique()).collect();
        self.with_prepositions(&own)
    }

    /// The nominal modifiers of a noun with their prepositions (empty for bare ones), coordinated ones each.
    pub fn modifiers(&self, nominal: TokenId) -> Vec<(String, TokenId)> {
        let own: Vec<TokenId> = self.children(nominal).filter(|&t| self.rel(t).is_nmod()).collect();
        self.with_prepositions(&own)
    }

    fn with_prepositions(&self, nominals: &[TokenId]) -> Vec<(String, TokenId)> {
        let all = self.spread(nominals).into_iter();
        all.map(|t| (self.preposition(t).unwrap_or_default(), t)).collect()
    }

    /// The complement clauses of a verb ("said that …", "agreed to …") and what is quoted beside it.
    pub fn complements(&self, predicate: TokenId) -> Vec<TokenId> {
        self.children_by(predicate, &[Rel::Ccomp, Rel::Xcomp]).collect()
    }

    /// The noun a relative pronoun stands for.
    pub fn antecedent(&self, pronoun: TokenId) -> Option<TokenId> {
        if !matches!(self.lemma(pronoun), "that" | "which" | "who" | "whom" | "whose") {
            return None;
        }
        let relative = self.head_path(pronoun).skip(1).take(3).find(|&t| self.rel(t) == Rel::AclRelcl)?;
        self.head(relative)
    }

    /// The word that negates a predicate: "not", "never", "no" before a subject or object, "without", "nor".
    pub fn negation(&self, predicate: TokenId) -> Option<TokenId> {
        let negative = |t: TokenId| {
            let word = self.word(t).to_lowercase();
            matches!(
                word.as_str(),
                "not" | "n't" | "n\u{2019}t" | "never" | "nor" | "without" | "neither" | "cannot"
            )
        };
        let own = self.children(predicate).find(|&t| {
            negative(t)
                && matches!(
                    self.rel(t),
                    Rel::Advmod | Rel::Cc | Rel::CcPreconj | Rel::Mark | Rel::Aux | Rel::Det
                )
        });
        own.or_else(|| self.negative_argument(predicate)).or_else(|| self.shared_negation(predicate))
    }

    /// "did not buy or sell": the negation before the first member holds for those joined by "or".
    fn shared_negation(&self, predicate: TokenId) -> Option<TokenId> {
        if self.rel(predicate) != Rel::Conj {
            return None;
        }
        let joined = self.children_by(predicate, &[Rel::Cc]).any(|t| matches!(self.lemma(t), "or" | "nor"));
        let bare = !self.children(predicate).any(|t| self.rel(t).is_subject() || self.rel(t) == Rel::Aux);
        let head = self.head(predicate)?;
        if joined && bare { self.negation(head) } else { None }
    }

    fn negative_argument(&self, predicate: TokenId) -> Option<TokenId> {
        let arguments =
            self.children(predicate).filter(|&t| self.rel(t).is_subject() || self.rel(t) == Rel::Obj);
        arguments
            .filter_map(|t| {
                if matches!(self.lemma(t), "none" | "nobody" | "nothing")
                    || self.word(t).eq_ignore_ascii_case("no one")
                {
                    return Some(t);
                }
                self.children_by(t, &[Rel::Det]).find(|&d| matches!(self.lemma(d), "no" | "neither"))
            })
            .next()
    }

    pub fn is_negated(&self, predicate: TokenId) -> bool {
        self.negation(predicate).is_some()
    }

    /// Each nominal with the members of its coordination that follow it.
    fn spread(&self, nominals: &[TokenId]) -> Vec<TokenId> {
        let mut all: Vec<TokenId> = Vec::new();
        for &nominal in nominals {
            if self.rel(nominal) == Rel::Conj {
                all.push(nominal);
            } else {
                all.extend(self.conjuncts(nominal));
            }
        }
        all.sort_unstable();
        all.dedup();
        all
    }
}
