//! Frames: one way to assert a claim, as `data/claims.toml` writes it, and what it needs.

use super::LexiconError;
use crate::model::{AmountRole, ClaimType, CountryRole, PartyRole};
use std::collections::{BTreeMap, HashSet};

/// What a claim must carry for its frame to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Whom or what a measure binds: goods, a target, a party that is not the regulator.
    Affected,
    Amount,
    /// A party that something is done for.
    Beneficiary,
    /// A verb that begins, ends, raises or lowers what the noun says ("exports would resume").
    Change,
    Country,
    /// Two of them: goods, countries, parties ("Turkey is a supplier" names but one).
    Ends,
    /// Goods of the taxonomy, or a word for goods in general where the claim's goods stand ("the crates").
    Goods,
    /// Whoever imposes: a country or an agency.
    Imposer,
    /// The same, beside a verb of the sentence: "US controls" alone only mentions them.
    Measure,
    /// A good as what the verb itself acts on.
    Object,
    Party,
    /// A passive verb: what is acted on is the subject.
    Passive,
    Product,
    /// An amount for a unit ("$570 a kilogram").
    Price,
    /// Goods of two kinds.
    Products,
    /// An article on the beat.
    Beat,
    /// A verb beside a noun trigger that says what becomes of it.
    Carried,
    /// Prosecutors or police who act.
    Enforcer,
    /// A word for those who act, where the trigger acts.
    Somebody,
    /// An article on the beat that names goods or countries in other sentences too.
    Topic,
    Quantity,
    /// A company that sells.
    Seller,
}

/// What the words around a trigger must make of it for a frame to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Force {
    /// It is said not to be allowed ("may not be sold", "no longer lets firms sell").
    Forbidden,
    /// It is not.
    Free,
    /// A permission that somebody must have ("must apply for a licence").
    Obliged,
}

/// One way to assert a claim.
#[derive(Debug)]
pub struct Frame {
    pub id: String,
    pub kind: ClaimType,
    /// One sentence for people.
    pub says: String,
    /// The role of a country, by the place where it stands ("doer", "object", "to").
    roles: BTreeMap<String, CountryRole>,
    parties: BTreeMap<String, PartyRole>,
    pub amount: AmountRole,
    /// Each inner list is met by any one of its kinds.
    pub needs: Vec<Vec<Need>>,
    /// What a claim of this frame never carries: with it, another frame is meant.
    pub lacks: Vec<Need>,
    about: HashSet<String>,
    /// Whether those words must stand in what the trigger acts on, not just around it.
    pub about_object: bool,
    /// Whether those words must be the verb that carries the noun, or verbs right below the trigger or its object.
    pub about_verb: bool,
    /// Whether what a verb acts on must be somebody.
    pub object_actor: bool,
    /// Whether goods around the trigger do as well as one of the words that the frame must be about.
    pub about_goods: bool,
    /// Whether what a verb acts on, if named, must be goods or money.
    pub goods: bool,
    /// Whether what a verb acts on must be goods of the taxonomy, or a number or part of such.
    pub object_goods: bool,
    /// Whether a verb must head a clause of its own ("makes chips", not "chips made by").
    pub finite: bool,
    /// A noun must be said of a subject ("is a supplier of drones", not "a supplier of drones was fined").
    pub predicative: bool,
    /// Whether a figure over the deals of a whole country is a statistic.
    pub totals: bool,
    /// Whether goods of other claims below the trigger belong to this one too.
    pub shares: bool,
    /// Whether trade triggers below this one are part of it.
    pub covers: bool,
    /// What the words around the trigger must make of it.
    pub force: Option<Force>,
}

impl Frame {
    pub fn country_role(&self, place: &str) -> Option<CountryRole> {
        let known = self.roles.get(place);
        if place == "owner" { known.or_else(|| self.roles.get("doer")).copied() } else { known.copied() }
    }

    /// The role of a company, agency or person: its own, else the one that matches the country's.
    pub fn party_role(&self, place: &str) -> Option<PartyRole> {
        let own = self.parties.get(place);
        let own = if place == "owner" { own.or_else(|| self.parties.get("doer")) } else { own };
        own.copied().or_else(|| {
            Some(match self.country_role(place)? {
                CountryRole::Exporter => PartyRole::Seller,
                CountryRole::Importer => PartyRole::Buyer,
                CountryRole::Transit => PartyRole::Intermediary,
                CountryRole::Imposer => PartyRole::Regulator,
                CountryRole::Origin => PartyRole::Maker,
                CountryRole::Target | CountryRole::Party | CountryRole::Mentioned => PartyRole::Party,
            })
        })
    }

    /// Whether one of the words is what the frame must be about; a frame that names none is about anything.
    pub fn is_about<'w>(&self, mut words: impl Iterator<Item = &'w str>) -> bool {
        self.about.is_empty() || words.any(|word| self.about.contains(word))
    }

    /// Whether the claim is one of trade, whose triggers another frame may cover.
    pub fn is_trade(&self) -> bool {
        matches!(
            self.kind,
            ClaimType::Sale
                | ClaimType::Purchase
                | ClaimType::Shipment
                | ClaimType::Diversion
                | ClaimType::Aid
                | ClaimType::TradeTotal
        )
    }
}

/// A frame as the table writes it.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrameRow {
    pub id: String,
    #[serde(rename = "type")]
    kind: String,
    says: String,
    pub verbs: Vec<String>,
    pub nouns: Vec<String>,
    roles: BTreeMap<String, String>,
    #[serde(default)]
    parties: BTreeMap<String, String>,
    amount: String,
    needs: Vec<String>,
    #[serde(default)]
    lacks: Vec<String>,
    #[serde(default)]
    about: Vec<String>,
    #[serde(default)]
    about_object: bool,
    #[serde(default)]
    about_verb: bool,
    #[serde(default)]
    object_actor: bool,
    #[serde(default)]
    about_goods: bool,
    #[serde(default)]
    goods: bool,
    #[serde(default)]
    object_goods: bool,
    #[serde(default)]
    finite: bool,
    #[serde(default)]
    predicative: bool,
    #[serde(default)]
    totals: bool,
    #[serde(default)]
    shares: bool,
    #[serde(default)]
    covers: bool,
    #[serde(default)]
    force: String,
}

/// Checks a row and makes a frame of it; `file` names the table in errors.
pub fn frame_of(file: &str, row: FrameRow) -> Result<Frame, LexiconError> {
    let wrong = |message: String| LexiconError::Row { file: file.to_owned(), row: row.id.clone(), message };
    let kind =
        ClaimType::parse(&row.kind).ok_or_else(|| wrong(format!("“{}” is no claim type", row.kind)))?;
    let amount =
        AmountRole::parse(&row.amount).ok_or_else(|| wrong(format!("“{}” is no amount role", row.amount)))?;
    let mut roles = BTreeMap::new();
    for (place, role) in row.roles.iter().filter(|(_, role)| !role.is_empty()) {
        let role =
            CountryRole::parse(role).ok_or_else(|| wrong(format!("roles.{place}: “{role}” is no role")))?;
        roles.insert(place.clone(), role);
    }
    let mut parties = BTreeMap::new();
    for (place, role) in &row.parties {
        let role =
            PartyRole::parse(role).ok_or_else(|| wrong(format!("parties.{place}: “{role}” is no role")))?;
        parties.insert(place.clone(), role);
    }
    let lacks: Vec<Vec<Need>> =
        row.lacks.iter().map(|need| need_of(need).map_err(&wrong)).collect::<Result<_, _>>()?;
    let needs = row.needs.iter().map(|need| need_of(need).map_err(&wrong)).collect::<Result<_, _>>()?;
    let force = match row.force.as_str() {
        "" => None,
        "forbidden" => Some(Force::Forbidden),
        "free" => Some(Force::Free),
        "obliged" => Some(Force::Obliged),
        other => return Err(wrong(format!("force: “{other}” is none of forbidden, free, obliged"))),
    };
    Ok(Frame {
        force,
        kind,
        amount,
        roles,
        parties,
        needs,
        lacks: lacks.into_iter().flatten().collect(),
        id: row.id,
        says: row.says,
        about: row.about.into_iter().collect(),
        about_object: row.about_object,
        about_verb: row.about_verb,
        object_actor: row.object_actor,
        about_goods: row.about_goods,
        goods: row.goods,
        object_goods: row.object_goods,
        finite: row.finite,
        predicative: row.predicative,
        totals: row.totals,
        shares: row.shares,
        covers: row.covers,
    })
}

fn need_of(words: &str) -> Result<Vec<Need>, String> {
    words
        .split('|')
        .map(|word| match word {
            "affected" => Ok(Need::Affected),
            "amount" => Ok(Need::Amount),
            "beneficiary" => Ok(Need::Beneficiary),
            "beat" => Ok(Need::Beat),
            "carried" => Ok(Need::Carried),
            "change" => Ok(Need::Change),
            "country" => Ok(Need::Country),
            "ends" => Ok(Need::Ends),
            "enforcer" => Ok(Need::Enforcer),
            "goods" => Ok(Need::Goods),
            "imposer" => Ok(Need::Imposer),
            "measure" => Ok(Need::Measure),
            "object" => Ok(Need::Object),
            "party" => Ok(Need::Party),
            "passive" => Ok(Need::Passive),
            "price" => Ok(Need::Price),
            "product" => Ok(Need::Product),
            "products" => Ok(Need::Products),
            "quantity" => Ok(Need::Quantity),
            "seller" => Ok(Need::Seller),
            "somebody" => Ok(Need::Somebody),
            "topic" => Ok(Need::Topic),
            other => Err(format!("“{other}” is nothing a frame can need")),
        })
        .collect()
}
