//! A reading becomes a record: spans turn into code points with their words, mention ids into what they stand for.

use super::{
    EXTRACTOR,
    id::{self, text_digest},
    points::CodePoints,
    record::{
        AmountRecord, ArchiveInfo, ArticleInfo, ArticleRecord, AttributionRecord, ClaimCountryRecord,
        ClaimPartyRecord, ClaimRecord, CodeRecord, CountryRecord, DoubtRecord, EvidenceRecord, MentionRecord,
        MentionWhat, MoneyRecord, PartyRecord, PredicateRecord, ProductRecord, PublisherInfo, QuantityRecord,
        Quoted, SourceRecord, TimeRecord,
    },
    word::Word,
};
use crate::model::{
    Article, Attribution, Bounds, Claim, Country, Evidence, Mention, MentionId, Money, Party, Product,
    Publisher, Quantity, Reading, Source, SourceKind, Span, Time, What,
};
use rust_decimal::Decimal;

/// The record of a reading, without its mentions.
pub fn record(reading: &Reading) -> ArticleRecord {
    let article = &reading.document.article;
    let maker = Maker { reading, points: CodePoints::of(&article.text) };
    let info = article_info(article);
    let mut claims: Vec<ClaimRecord> = reading.claims.iter().map(|claim| maker.claim(claim)).collect();
    id::name_all(&mut claims, info.url.as_deref().unwrap_or(&info.text_digest));
    ArticleRecord {
        input: None,
        extractor: EXTRACTOR.to_owned(),
        article: info,
        claims,
        mentions: None,
        attributions: None,
    }
}

/// The record of a reading, with every mention and attribution.
pub fn record_with_mentions(reading: &Reading) -> ArticleRecord {
    let maker = Maker { reading, points: CodePoints::of(reading.document.text()) };
    ArticleRecord {
        mentions: Some(reading.mentions.iter().map(|mention| maker.mention(mention)).collect()),
        attributions: Some(reading.attributions.iter().map(|a| maker.attribution(a)).collect()),
        ..record(reading)
    }
}

fn article_info(article: &Article) -> ArticleInfo {
    ArticleInfo {
        url: article.url.clone(),
        title: article.title.clone(),
        authors: article.authors.clone(),
        publisher: PublisherInfo {
            name: article.publisher.name.clone(),
            domain: article.publisher.domain.clone(),
        },
        published: article.published.map(|moment| moment.to_string()),
        modified: article.modified.map(|moment| moment.to_string()),
        language: article.language.clone(),
        section: article.section.clone(),
        fetched: article.fetched.map(|at| at.to_string()),
        archive: article.record.as_ref().map(|record| ArchiveInfo {
            file: record.file.clone(),
            offset: record.offset,
            digest: record.digest.clone(),
        }),
        text_digest: text_digest(&article.text),
        text: Some(article.text.clone()),
    }
}

struct Maker<'r> {
    reading: &'r Reading,
    points: CodePoints<'r>,
}

impl Maker<'_> {
    fn claim(&self, claim: &Claim) -> ClaimRecord {
        ClaimRecord {
            id: String::new(),
            kind: Word(claim.kind),
            predicate: PredicateRecord { at: self.quote(claim.predicate), lemma: claim.lemma.clone() },
            amounts: self.amounts(claim),
            quantities: claim.quantities.iter().filter_map(|id| self.quantity_of(*id)).collect(),
            products: claim.products.iter().filter_map(|id| self.product_of(*id)).collect(),
            countries: self.countries(claim),
            parties: self.parties(claim),
            sources: self.chain(&claim.sources),
            time: claim.time.and_then(|id| self.time_of(id)),
            modality: Word(claim.modality.value),
            modality_cue: self.quote_some(claim.modality.cue),
            polarity: Word(claim.polarity.value),
            polarity_cue: self.quote_some(claim.polarity.cue),
            phase: claim.phase.map(|phase| Word(phase.value)),
            phase_cue: self.quote_some(claim.phase.and_then(|phase| phase.cue)),
            evidence: claim.evidence.iter().map(|evidence| self.evidence(evidence)).collect(),
            confidence: thousandths(claim.confidence.clamp(0.0, 1.0)),
            doubts: claim
                .doubts
                .iter()
                .map(|doubt| DoubtRecord {
                    reason: doubt.reason.to_owned(),
                    factor: thousandths(doubt.factor),
                })
                .collect(),
            by: claim.by.to_string(),
            article: None,
        }
    }

    fn amounts(&self, claim: &Claim) -> Vec<AmountRecord> {
        let amount = |amount: &crate::model::ClaimAmount| match self.find(amount.mention)? {
            Mention { span, what: What::Money(money), .. } => Some(AmountRecord {
                money: self.money(*span, money),
                role: Word(amount.role),
                of: amount.of.and_then(|id| self.find(id)).map(|first| self.quote(first.span)),
            }),
            _ => None,
        };
        claim.amounts.iter().filter_map(amount).collect()
    }

    fn countries(&self, claim: &Claim) -> Vec<ClaimCountryRecord> {
        let country = |country: &crate::model::ClaimCountry| match self.find(country.mention)? {
            Mention { span, what: What::Country(named), .. } => Some(ClaimCountryRecord {
                country: self.country(country.anaphor.unwrap_or(*span), named),
                role: Word(country.role),
                resolved_from: country.anaphor.map(|_| self.quote(*span)),
            }),
            _ => None,
        };
        claim.countries.iter().filter_map(country).collect()
    }

    fn parties(&self, claim: &Claim) -> Vec<ClaimPartyRecord> {
        let party = |party: &crate::model::ClaimParty| match self.find(party.mention)? {
            Mention { span, what: What::Party(named), .. } => Some(ClaimPartyRecord {
                party: self.party(party.anaphor.unwrap_or(*span), named),
                role: Word(party.role),
                resolved_from: party.anaphor.map(|_| self.quote(*span)),
            }),
            _ => None,
        };
        claim.parties.iter().filter_map(party).collect()
    }

    /// The chain with the publisher as its first link.
    fn chain(&self, sources: &[Source]) -> Vec<SourceRecord> {
        let publisher = publisher(&self.reading.document.article.publisher);
        std::iter::once(publisher).chain(sources.iter().map(|source| self.source(source))).collect()
    }

    fn source(&self, source: &Source) -> SourceRecord {
        let at = self.quote_some(source.span);
        SourceRecord {
            kind: Word(source.kind),
            name: Some(source.name.clone()),
            start: at.as_ref().map(|at| at.start),
            end: at.as_ref().map(|at| at.end),
            text: at.map(|at| at.text),
            title: self.quote_some(source.title),
            affiliation: self.quote_some(source.affiliation),
            cue: self.quote_some(source.cue),
            mode: Some(Word(source.mode)),
            anonymous: source.anonymous,
            resolved_from: self.quote_some(source.resolved_from),
        }
    }

    fn evidence(&self, evidence: &Evidence) -> EvidenceRecord {
        let at = self.quote(evidence.sentence);
        EvidenceRecord {
            quote: at.text,
            start: at.start,
            end: at.end,
            clause: self.quote_some(evidence.clause),
        }
    }

    fn attribution(&self, attribution: &Attribution) -> AttributionRecord {
        AttributionRecord {
            chain: attribution.chain.iter().map(|source| self.source(source)).collect(),
            content: attribution.content.iter().map(|span| self.quote(*span)).collect(),
            denies: attribution.denies,
            by: attribution.by.to_string(),
        }
    }

    fn mention(&self, mention: &Mention) -> MentionRecord {
        let span = mention.span;
        let what = match &mention.what {
            What::Money(money) => MentionWhat::Money(self.money(span, money)),
            What::Quantity(quantity) => MentionWhat::Quantity(self.quantity(span, quantity)),
            What::Product(product) => MentionWhat::Product(self.product(span, product)),
            What::Country(country) => MentionWhat::Country(self.country(span, country)),
            What::Party(party) => MentionWhat::Party(self.party(span, party)),
            What::Time(time) => MentionWhat::Time(self.time(span, time)),
        };
        MentionRecord { what, by: mention.by.to_string() }
    }

    fn money(&self, span: Span, money: &Money) -> MoneyRecord {
        let (low, high) = bounds(&money.bounds);
        MoneyRecord {
            at: self.quote(span),
            currency: money.currency.clone(),
            low,
            high,
            modifier: Word(money.bounds.modifier),
            modifier_cue: self.quote_some(money.bounds.modifier_span),
            per: self.quote_some(money.per),
        }
    }

    fn quantity(&self, span: Span, quantity: &Quantity) -> QuantityRecord {
        let (low, high) = bounds(&quantity.bounds);
        QuantityRecord {
            at: self.quote(span),
            low,
            high,
            modifier: Word(quantity.bounds.modifier),
            modifier_cue: self.quote_some(quantity.bounds.modifier_span),
            kind: Word(quantity.kind),
            unit: quantity.unit.clone(),
            of: self.quote_some(quantity.of),
        }
    }

    fn product(&self, span: Span, product: &Product) -> ProductRecord {
        ProductRecord {
            at: self.quote(span),
            category: product.category.clone(),
            brand: product.brand.clone(),
            model: product.model.clone(),
            codes: product
                .codes
                .iter()
                .map(|code| CodeRecord {
                    system: code.system.to_owned(),
                    code: code.code.clone(),
                    written: code.written,
                })
                .collect(),
            qualifiers: product.qualifiers.iter().map(|span| self.quote(*span)).collect(),
        }
    }

    fn country(&self, span: Span, country: &Country) -> CountryRecord {
        CountryRecord { at: self.quote(span), iso2: country.iso2.clone(), via: Word(country.via) }
    }

    fn party(&self, span: Span, party: &Party) -> PartyRecord {
        PartyRecord {
            at: self.quote(span),
            name: party.name.clone(),
            kind: Word(party.kind),
            country: party.country.clone(),
            title: self.quote_some(party.title),
            affiliation: self.quote_some(party.affiliation),
        }
    }

    fn time(&self, span: Span, time: &Time) -> TimeRecord {
        let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
        TimeRecord {
            at: self.quote(span),
            interval: (day(time.start), day(time.end)),
            precision: Word(time.precision),
            event: time.event.clone(),
        }
    }

    fn quantity_of(&self, id: MentionId) -> Option<QuantityRecord> {
        match self.find(id)? {
            Mention { span, what: What::Quantity(quantity), .. } => Some(self.quantity(*span, quantity)),
            _ => None,
        }
    }

    fn product_of(&self, id: MentionId) -> Option<ProductRecord> {
        match self.find(id)? {
            Mention { span, what: What::Product(product), .. } => Some(self.product(*span, product)),
            _ => None,
        }
    }

    fn time_of(&self, id: MentionId) -> Option<TimeRecord> {
        match self.find(id)? {
            Mention { span, what: What::Time(time), .. } => Some(self.time(*span, time)),
            _ => None,
        }
    }

    fn find(&self, id: MentionId) -> Option<&Mention> {
        self.reading.mentions.get(id)
    }

    fn quote(&self, span: Span) -> Quoted {
        self.points.quote(span)
    }

    fn quote_some(&self, span: Option<Span>) -> Option<Quoted> {
        span.map(|span| self.points.quote(span))
    }
}

fn publisher(publisher: &Publisher) -> SourceRecord {
    SourceRecord {
        kind: Word(SourceKind::Publisher),
        name: publisher.name.clone().or_else(|| publisher.domain.clone()),
        text: None,
        start: None,
        end: None,
        title: None,
        affiliation: None,
        cue: None,
        mode: None,
        anonymous: false,
        resolved_from: None,
    }
}

fn bounds(bounds: &Bounds) -> (Option<String>, Option<String>) {
    let decimal = |side: Option<Decimal>| side.map(|side| side.normalize().to_string());
    (decimal(bounds.low), decimal(bounds.high))
}

/// Three digits say all that a confidence knows, and are the same on every machine.
fn thousandths(number: f64) -> f64 {
    if number.is_finite() { (number * 1000.0).round() / 1000.0 } else { 0.0 }
}
