//! The search of a phrase for findings: what a nominal at a place of a trigger names, and how far its phrase is still it.

use super::arguments::{Argument, DIRECTIONS, direction_before};
use super::scene::{Nominal, Scene};
use crate::model::{MentionId, Rel, TokenId, Upos, What};
use std::collections::BTreeSet;

/// One search for a trigger, over all its places.
pub struct Search<'s, 'a> {
    pub(super) scene: &'s Scene<'a>,
    trigger: TokenId,
    seen: BTreeSet<TokenId>,
    pub found: Vec<Argument>,
}

impl<'s, 'a> Search<'s, 'a> {
    pub fn new(scene: &'s Scene<'a>, trigger: TokenId) -> Search<'s, 'a> {
        Search { scene, trigger, seen: BTreeSet::new(), found: Vec::new() }
    }

    fn push(&mut self, place: &str, mention: MentionId) {
        // The word right before a name places it more surely than the arcs do.
        let named = matches!(self.scene.what(mention), Some(What::Country(_) | What::Party(_)));
        let start = self.scene.document.tokens_in(self.scene.span(mention)).start;
        // What a good is from or by keeps its place: "access to American chips".
        let rel = self.scene.head(mention).map(|head| self.scene.document.rel(head));
        // "to a Turkish firm, which resold them": the preposition is that of another verb.
        let before =
            place == "doer" && start < self.trigger && self.scene.document.rel(self.trigger) == Rel::AclRelcl;
        let own = matches!(place, "origin" | "maker")
            && matches!(rel, Some(Rel::Amod | Rel::Compound | Rel::NmodPoss));
        let place = if named && !own && !before {
            direction_before(self.scene, start).unwrap_or(place)
        } else {
            place
        };
        if !self.found.iter().any(|a| a.mention == mention) {
            self.found.push(Argument { place: place.to_owned(), mention, anaphor: None, by_order: false });
        }
    }

    /// Takes what a nominal names, then follows its phrase as far as what is there still stands at the place.
    pub fn expand(&mut self, place: &str, token: TokenId, depth: usize) {
        if depth > 12 || token == self.trigger || !self.seen.insert(token) {
            return;
        }
        let document = self.scene.document;
        let place = if self.is_somebody(token) { "nationality" } else { place };
        for id in self.scene.headed_by(token).to_vec() {
            self.push(place, id);
        }
        // "Xinglan, a company that …": the noun is in apposition to the name.
        if let Some(named) = document.apposition_of(token).filter(|_| self.scene.headed_by(token).is_empty())
        {
            for id in self.scene.headed_by(named).to_vec() {
                self.push(place, id);
            }
        }
        let nominal = match self.scene.nominal(token) {
            // "entities, 63 of them in Russia".
            Nominal::Other if document.pos(token) == Upos::Num => Nominal::Actor,
            other => other,
        };
        // "froze the assets of a refiner", "restrict China's ability to": whose they are is whom it strikes.
        let owned = matches!(
            document.lemma(token),
            "ability" | "access" | "asset" | "capability" | "capacity" | "fund" | "privilege" | "property"
        );
        // "took control of Nexperia".
        let taken = document.lemma(token) == "control"
            && matches!(document.lemma(self.trigger), "assume" | "seize" | "take");
        let owned = owned || taken;
        let control = self.scene.lexicon.claims.is_control_word(&self.scene.lemma(token));
        for child in document.children(token) {
            match document.rel(child) {
                // "…, raw materials, Vladyslav Vlasiuk said": the arcs join the speaker to what he speaks of.
                Rel::Conj | Rel::Appos if self.speaks(child) => {}
                // "$2.06 billion, not $2.6 billion".
                Rel::Conj if document.children(child).any(|t| document.lemma(t) == "not") => {}
                Rel::Conj => self.expand(place, child, depth + 1),
                Rel::Appos | Rel::Flat if nominal != Nominal::Other => self.expand(place, child, depth + 1),
                Rel::Amod
                | Rel::Compound
                | Rel::NmodPoss
                | Rel::NmodDesc
                | Rel::NmodUnmarked
                | Rel::Nummod
                | Rel::Det => {
                    let acting = control || owned;
                    self.modifier(place, if acting { Nominal::Actor } else { nominal }, child);
                    self.on_the_way(nominal, child, depth);
                }
                // "access to chips".
                Rel::Nmod if owned && document.preposition(child).as_deref() == Some("to") => {
                    self.goods_below(child, depth);
                }
                Rel::Nmod if owned && document.preposition(child).as_deref() == Some("of") => {
                    self.expand(place, child, depth + 1);
                }
                Rel::Nmod => self.prepositional(place, nominal, child, depth),
                Rel::Acl if document.lemma(child) == "worth" => self.worth(child, depth),
                // "a company linked to the Russian military".
                Rel::Acl
                    if nominal == Nominal::Actor
                        && matches!(
                            document.lemma(child),
                            "base" | "connect" | "link" | "register" | "tie"
                        ) =>
                {
                    self.linked(place, child, depth);
                }
                Rel::Acl if matches!(document.lemma(child), "come" | "hail" | "originate") => {
                    self.originating(place, child);
                }
                Rel::Acl | Rel::AclRelcl if is_on_its_way(document.word(child)) => {
                    self.on_the_way(nominal, child, depth);
                }
                Rel::Acl if matches!(document.lemma(child), "make" | "produce" | "manufacture" | "build") => {
                    self.made_by(nominal, child);
                }
                _ => {}
            }
        }
        if document.lemma(token) == "worth" {
            self.worth(token, depth);
        }
    }

    /// "Tokyo Electron, the largest maker of chip tools": what only tells who somebody is.
    fn is_described(&self, child: TokenId) -> bool {
        let document = self.scene.document;
        document.head(child).is_some_and(|noun| document.rel(noun) == Rel::Appos)
    }

    /// Whether a phrase with "of" hangs on a word for a part of it ("some", "most", "each").
    fn is_part_of_some(&self, child: TokenId) -> bool {
        let document = self.scene.document;
        document.head(child).is_some_and(|word| {
            let number = document.pos(word) == Upos::Num && self.scene.headed_by(word).is_empty();
            number
                || matches!(
                    document.lemma(word),
                    "all"
                        | "any"
                        | "each"
                        | "few"
                        | "many"
                        | "more"
                        | "most"
                        | "much"
                        | "none"
                        | "one"
                        | "part"
                        | "some"
                        | "several"
                )
        })
    }

    /// Whom those who act belong to.
    fn linked(&mut self, place: &str, verb: TokenId, depth: usize) {
        for (preposition, token) in self.scene.document.obliques(verb) {
            if matches!(preposition.as_str(), "in" | "to" | "with") {
                self.seated(place, token, depth + 1);
                for child in
                    self.scene.document.children_by(token, &[Rel::Amod, Rel::NmodPoss, Rel::Compound])
                {
                    self.seated(place, child, depth + 1);
                }
            }
        }
    }

    /// Whether a nominal names who says what the trigger asserts.
    fn speaks(&self, token: TokenId) -> bool {
        let (word, trigger) = (self.scene.token_span(token), self.scene.token_span(self.trigger));
        self.scene.attributions.iter().any(|attribution| {
            attribution.content.iter().any(|content| content.contains(trigger))
                && attribution.chain.iter().any(|s| s.span.is_some_and(|span| span.contains(word)))
        })
    }

    /// Goods that somebody has the use of.
    fn goods_below(&mut self, token: TokenId, depth: usize) {
        if matches!(self.scene.nominal(token), Nominal::Product | Nominal::Goods | Nominal::Part) {
            self.expand("object", token, depth + 1);
        }
    }

    /// Where those who act sit: the place is theirs, whatever word is before the name.
    fn seated(&mut self, place: &str, token: TokenId, depth: usize) {
        if depth > 12 || !self.seen.insert(token) {
            return;
        }
        for mention in self.scene.headed_by(token).to_vec() {
            if !self.found.iter().any(|a| a.mention == mention) {
                self.found.push(Argument {
                    place: place.to_owned(),
                    mention,
                    anaphor: None,
                    by_order: false,
                });
            }
        }
        for child in self.scene.document.children(token).collect::<Vec<_>>() {
            let counted = self.scene.document.pos(token) == Upos::Num
                && self.scene.document.preposition(child).as_deref() == Some("in");
            if self.scene.document.rel(child) == Rel::Conj || counted {
                self.seated(place, child, depth + 1);
            }
        }
    }

    /// A word before the noun: a country or company there is the good's origin, or stands where an actor stands.
    fn modifier(&mut self, place: &str, nominal: Nominal, child: TokenId) {
        for token in self.scene.document.subtree(child) {
            // "goods worth $5m to Russia": what a preposition leads in is not before the noun, but where that says.
            if let Some(preposition) = self.led_in(child, token) {
                let goes = preposition == "for" || DIRECTIONS.contains(&preposition.as_str());
                for id in self.scene.headed_by(token).to_vec() {
                    match self.scene.what(id) {
                        Some(What::Country(_)) if goes => self.push(&preposition, id),
                        // "GPUs valued at $9.6m".
                        Some(What::Money(_) | What::Quantity(_)) => self.push(place, id),
                        _ => {}
                    }
                }
                continue;
            }
            for id in self.scene.headed_by(token).to_vec() {
                let place = match (self.scene.what(id), nominal) {
                    (Some(What::Country(_) | What::Party(_)), Nominal::Actor) if self.is_beside(child) => {
                        continue;
                    }
                    // The nationality of a person is only mentioned.
                    (Some(What::Country(_)), Nominal::Actor) if self.is_person(child) => "nationality",
                    // "offered Armenia €50m", where the arcs take the receiver for a part of the amount.
                    (Some(What::Country(_)), Nominal::Figure) if place == "object" => "to",
                    // "duties on Chinese cars" are aimed at China.
                    (Some(What::Country(_)), Nominal::Product) if place == "on" && self.taxes() => place,
                    // "sold the Russians tyres": the people are no origin.
                    (Some(What::Country(_)), Nominal::Product) if self.is_people(id) => "to",
                    (Some(What::Country(_)), Nominal::Product) => "origin",
                    // "a duty on Chinese goods" is aimed at China; "sells Chinese goods" says where they come from.
                    (Some(What::Country(_)), Nominal::Goods) if matches!(place, "on" | "against") => place,
                    (Some(What::Country(_)), Nominal::Goods) if self.taxes() => "on",
                    (Some(What::Country(_)), Nominal::Goods) => "origin",
                    (Some(What::Party(_)), Nominal::Product) => "maker",
                    (Some(What::Country(_)), Nominal::Actor | Nominal::Party | Nominal::Part) => place,
                    // "levies on Canadian rapeseed oil", "imports of Chinese vehicles", where the goods are none that we know.
                    (Some(What::Country(_)), Nominal::Other) if matches!(place, "on" | "against") => place,
                    (Some(What::Country(_)), Nominal::Other) if place == "object" && self.imports() => {
                        "origin"
                    }
                    // "Chinese owners bought": whoever acts is somebody.
                    (Some(What::Country(_)), Nominal::Other) if place == "doer" => place,
                    // "a former SK Hynix engineer" is not the company.
                    (Some(What::Party(_)), Nominal::Actor)
                        if self.is_person(child) || self.is_local(child) || self.governs(child) =>
                    {
                        continue;
                    }
                    (Some(What::Party(_)), Nominal::Actor | Nominal::Part) => place,
                    (Some(What::Product(_)), Nominal::Part | Nominal::Figure) => "object",
                    (Some(What::Product(_)), Nominal::Product) => place,
                    (Some(What::Money(_) | What::Quantity(_)), _) => place,
                    _ => continue,
                };
                self.push(place, id);
            }
        }
    }

    /// "$5m in drones", "batch of drones", "customers in China", and directions wherever they hang.
    fn prepositional(&mut self, place: &str, nominal: Nominal, child: TokenId, depth: usize) {
        let preposition = self.scene.document.preposition(child).unwrap_or_default();
        let preposition = preposition.as_str();
        let inner = self.scene.nominal(child);
        match (nominal, preposition) {
            // "a number of Chinese customers".
            (Nominal::Figure | Nominal::Part, "of")
                if matches!(inner, Nominal::Actor | Nominal::Party | Nominal::Country) =>
            {
                self.expand(place, child, depth + 1);
            }
            (Nominal::Figure | Nominal::Part, "of" | "in" | "worth of") => {
                self.expand("object", child, depth + 1)
            }
            // "some of the processors", "eight of the parts".
            (Nominal::Other | Nominal::Actor, "of") if self.is_part_of_some(child) => {
                self.expand(place, child, depth + 1);
            }
            // "a cargo of drone motors".
            (Nominal::Goods, "of") if matches!(inner, Nominal::Product | Nominal::Figure | Nominal::Part) => {
                self.expand(if place == "doer" { "object" } else { place }, child, depth + 1)
            }
            // "for an estimated cost of $3.4bn".
            (Nominal::Other, "of")
                if inner == Nominal::Figure
                    && matches!(
                        self.scene.document.lemma(self.scene.document.head(child).unwrap_or(child)),
                        "cost" | "price" | "sum" | "value"
                    ) =>
            {
                self.expand("amount", child, depth + 1);
            }
            // "$4 billion in weapons for Taiwan".
            (Nominal::Figure, "for") if inner == Nominal::Country => self.expand("for", child, depth + 1),
            // "duties of 38% on Chinese cars".
            (Nominal::Figure, "on" | "against") => self.expand(preposition, child, depth + 1),
            // "exporters of graphite must": the rule is about what they deal in.
            (Nominal::Actor, "of")
                if inner == Nominal::Product && place == "receiver" && !self.is_described(child) =>
            {
                self.expand("object", child, depth + 1);
            }
            (Nominal::Product, "of") => self.expand(place, child, depth + 1),
            // "a duty on cars from China" is aimed there.
            (Nominal::Product | Nominal::Goods, "from" | "of")
                if inner == Nominal::Country
                    && (matches!(place, "on" | "against" | "receiver")
                        || place == "into" && self.looks_into()) =>
            {
                self.seated("against", child, depth);
            }
            (Nominal::Actor, _) if self.is_beside(child) => {}
            // "blacklisted firms from China": the firms are Chinese, nothing comes from there.
            (Nominal::Actor, "of" | "from") if matches!(inner, Nominal::Country) && self.is_person(child) => {
                self.seated("nationality", child, depth);
            }
            (Nominal::Actor, "of" | "in" | "from" | "based in") if matches!(inner, Nominal::Country) => {
                self.seated(place, child, depth);
            }
            (Nominal::Party, "of" | "in") if matches!(inner, Nominal::Country) => {
                self.expand(place, child, depth + 1);
            }
            (Nominal::Actor, _) => {}
            // "to a warehouse in Turkey": whatever it is, it stands there.
            (Nominal::Other, "in")
                if matches!(inner, Nominal::Country) && matches!(place, "to" | "into" | "from") =>
            {
                self.seated(place, child, depth);
            }
            (Nominal::Product | Nominal::Figure | Nominal::Part, _) if DIRECTIONS.contains(&preposition) => {
                self.expand(preposition, child, depth + 1);
            }
            // "a package of weapons for Ukraine".
            (Nominal::Product | Nominal::Goods | Nominal::Part, "for") if inner == Nominal::Country => {
                self.expand("for", child, depth + 1);
            }
            // "drones for military purposes to Russia": the direction is still that of the goods.
            (Nominal::Product | Nominal::Goods | Nominal::Part | Nominal::Figure, "for")
                if inner == Nominal::Other =>
            {
                for (preposition, end) in self.scene.document.modifiers(child) {
                    let goes = DIRECTIONS.contains(&preposition.as_str());
                    if goes && self.scene.nominal(end) == Nominal::Country {
                        self.expand(&preposition, end, depth + 1);
                    }
                }
            }
            // "sales of its systems in China".
            (Nominal::Product | Nominal::Goods, "in") if inner == Nominal::Country && self.sells() => {
                self.seated("in", child, depth);
            }
            // "found 2,500 components in Russian weapons".
            (Nominal::Product, "in") if inner == Nominal::Product && self.finds() => {
                self.expand("in", child, depth + 1);
            }
            // "found in the wreckage of a missile".
            (Nominal::Other, "of") if place == "in" && inner == Nominal::Product && self.finds() => {
                self.expand("in", child, depth + 1);
            }
            (Nominal::Product, "by") if inner == Nominal::Party => self.expand("maker", child, depth + 1),
            _ => {}
        }
    }

    /// Whether the trigger is an inquiry ("into pork from the EU").
    fn looks_into(&self) -> bool {
        matches!(self.scene.document.lemma(self.trigger), "inquiry" | "investigation" | "probe")
    }

    /// Whether the trigger is a tax on goods.
    fn taxes(&self) -> bool {
        matches!(self.scene.document.lemma(self.trigger), "duty" | "levy" | "tariff")
    }

    /// Whether the trigger is what somebody sells ("sales of its systems in China").
    fn sells(&self) -> bool {
        self.scene.document.lemma(self.trigger) == "sale"
    }

    /// Whether the trigger tells of goods that come in.
    fn imports(&self) -> bool {
        matches!(self.scene.document.lemma(self.trigger), "import" | "purchase")
    }

    /// Whether the trigger says what was found in what.
    fn finds(&self) -> bool {
        matches!(self.scene.document.lemma(self.trigger), "discover" | "find" | "identify" | "recover")
    }

    /// "engines bound for Russia".
    fn on_the_way(&mut self, nominal: Nominal, child: TokenId, depth: usize) {
        let document = self.scene.document;
        let moves = matches!(nominal, Nominal::Product | Nominal::Goods | Nominal::Part | Nominal::Figure);
        if !moves || !is_on_its_way(document.word(child)) {
            return;
        }
        let ends = document.obliques(child).into_iter().chain(document.modifiers(child));
        let ends = ends.filter(|(preposition, _)| matches!(preposition.as_str(), "for" | "to"));
        for (preposition, token) in ends.collect::<Vec<_>>() {
            self.expand(&preposition, token, depth + 1);
        }
    }

    /// "a duty on goods originating in the United States": the duty is aimed there.
    fn originating(&mut self, place: &str, verb: TokenId) {
        let measured = matches!(place, "on" | "against" | "receiver");
        for (preposition, token) in self.scene.document.obliques(verb) {
            for id in self.scene.headed_by(token).to_vec() {
                if matches!(preposition.as_str(), "from" | "in") {
                    self.push(if measured { "against" } else { "origin" }, id);
                }
            }
        }
    }

    /// "drones worth $5m": the figure is the claim's.
    fn worth(&mut self, worth: TokenId, depth: usize) {
        for child in self.scene.document.children(worth) {
            match self.scene.nominal(child) {
                Nominal::Figure => self.expand("amount", child, depth + 1),
                Nominal::Product => self.expand("object", child, depth + 1),
                _ => {}
            }
        }
    }

    /// "drones made by DJI in China".
    fn made_by(&mut self, nominal: Nominal, verb: TokenId) {
        if nominal != Nominal::Product {
            return;
        }
        for (preposition, token) in self.scene.document.obliques(verb) {
            for id in self.scene.headed_by(token).to_vec() {
                match (self.scene.what(id), preposition.as_str()) {
                    (Some(What::Party(_)), "by") => self.push("maker", id),
                    (Some(What::Country(_)), "in" | "by") => self.push("origin", id),
                    _ => {}
                }
            }
        }
    }
}

/// Words by which goods are on their way to somewhere.
fn is_on_its_way(word: &str) -> bool {
    matches!(word, "bound" | "destined" | "headed" | "intended" | "meant")
}
