//! Claims: one assertion, with its arguments in their roles, and everything it rests on.

use super::{
    attribution::Source,
    mention::{MentionId, RuleName},
    span::Span,
};

closed_list! {
    /// What kind of assertion it is (codebook, “Claim types”).
    ClaimType {
        Sale = "sale", Purchase = "purchase", Shipment = "shipment", Diversion = "diversion", Aid = "aid",
        TradeTotal = "trade_total", Restriction = "restriction", Listing = "listing", Licence = "licence",
        Easing = "easing", Penalty = "penalty", Seizure = "seizure", Prosecution = "prosecution",
        Investigation = "investigation", Revenue = "revenue", Investment = "investment", Price = "price",
        Production = "production", Use = "use", Statement = "statement",
    }
}

closed_list! {
    /// What an amount is to the claim.
    AmountRole {
        Value = "value", Penalty = "penalty", Price = "price", Loss = "loss", Investment = "investment",
        Cap = "cap", Aid = "aid", Revenue = "revenue", From = "from", To = "to", Change = "change",
        Part = "part", Conversion = "conversion",
    }
}

closed_list! {
    /// What a country is to the claim.
    CountryRole {
        Exporter = "exporter", Importer = "importer", Transit = "transit", Origin = "origin",
        Imposer = "imposer", Target = "target", Party = "party", Mentioned = "mentioned",
    }
}

closed_list! {
    /// What a company, agency or person is to the claim.
    PartyRole {
        Seller = "seller", Buyer = "buyer", Maker = "maker", Intermediary = "intermediary",
        Regulator = "regulator", Defendant = "defendant", User = "user", Investor = "investor",
        Party = "party",
    }
}

closed_list! {
    /// How the assertion is put.
    Modality {
        Factual = "factual", Reported = "reported", Alleged = "alleged", Probable = "probable",
        Possible = "possible", Planned = "planned", Conditional = "conditional", Demanded = "demanded",
    }
}

closed_list! {
    Polarity { Affirmed = "affirmed", Negated = "negated", }
}

closed_list! {
    /// Where the thing stands or which way it goes; part of a type, never a type.
    Phase {
        Started = "started", Resumed = "resumed", Suspended = "suspended", Halted = "halted",
        Rose = "rose", Fell = "fell", Doubled = "doubled",
    }
}

/// A value with the words that made it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cued<T> {
    pub value: T,
    pub cue: Option<Span>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ClaimAmount {
    pub mention: MentionId,
    pub role: AmountRole,
    /// For a conversion: the amount it converts.
    pub of: Option<MentionId>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ClaimCountry {
    pub mention: MentionId,
    pub role: CountryRole,
    /// The words of this claim that stand for the mention ("the country"); `output` gives them as the
    /// field's own text and the mention as `resolved_from`.
    pub anaphor: Option<Span>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ClaimParty {
    pub mention: MentionId,
    pub role: PartyRole,
    /// As in `ClaimCountry` ("the company", "it").
    pub anaphor: Option<Span>,
}

/// A sentence the claim rests on, and the clause of it that is the claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evidence {
    pub sentence: Span,
    pub clause: Option<Span>,
}

/// A reason that lowered the confidence.
#[derive(Clone, Debug, PartialEq)]
pub struct Doubt {
    pub reason: String,
    pub factor: f64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    pub kind: ClaimType,
    /// The trigger as written, and its lemma.
    pub predicate: Span,
    pub lemma: String,
    pub amounts: Vec<ClaimAmount>,
    pub quantities: Vec<MentionId>,
    pub products: Vec<MentionId>,
    pub countries: Vec<ClaimCountry>,
    pub parties: Vec<ClaimParty>,
    /// Whom the publisher cites, outermost first; empty where it speaks for itself.
    pub sources: Vec<Source>,
    pub time: Option<MentionId>,
    pub modality: Cued<Modality>,
    pub polarity: Cued<Polarity>,
    pub phase: Option<Cued<Phase>>,
    /// First the sentence the claim was read from, then where it is told again.
    pub evidence: Vec<Evidence>,
    /// 0 to 1.
    pub confidence: f64,
    pub doubts: Vec<Doubt>,
    /// What its confidence was reckoned from, by the ids of `data/confidence.toml`.
    pub traits: Vec<&'static str>,
    /// The frame that made it.
    pub by: RuleName,
    /// What each field was found by, for `explain`: (field, words, rule).
    pub why: Vec<(&'static str, Span, String)>,
}

impl Claim {
    /// One line for people: type, trigger, then every filled field.
    pub fn show(&self, reading: &super::Reading) -> String {
        let text = reading.document.text();
        let words = |id: MentionId| reading.mentions.get(id).map_or("", |m| m.span.of(text));
        let mut line = format!("{} “{}”", self.kind.as_str(), self.predicate.of(text));
        for amount in &self.amounts {
            line += &format!(" amount:{}=“{}”", amount.role.as_str(), words(amount.mention));
        }
        for id in &self.quantities {
            line += &format!(" quantity=“{}”", words(*id));
        }
        for id in &self.products {
            line += &format!(" product=“{}”", words(*id));
        }
        for country in &self.countries {
            line += &format!(" {}=“{}”", country.role.as_str(), words(country.mention));
        }
        for party in &self.parties {
            line += &format!(" party:{}=“{}”", party.role.as_str(), words(party.mention));
        }
        for source in &self.sources {
            line += &format!(" source:{}=“{}”", source.kind.as_str(), source.name);
        }
        if let Some(time) = self.time {
            line += &format!(" time=“{}”", words(time));
        }
        line += &format!(" {}", self.modality.value.as_str());
        if let Some(cue) = self.modality.cue {
            line += &format!("(“{}”)", cue.of(text));
        }
        if self.polarity.value == Polarity::Negated {
            line += &format!(" negated(“{}”)", self.polarity.cue.map_or("", |cue| cue.of(text)));
        }
        if let Some(phase) = &self.phase {
            line += &format!(" phase={}", phase.value.as_str());
        }
        line
    }
}
