//! The table `data/claims.toml`: claim frames, and the words that carry, measure or part what they govern.

use super::LexiconError;
use crate::model::{AmountRole, ClaimType, CountryRole, PartyRole, Phase};
use std::collections::{BTreeMap, HashMap, HashSet};

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
    /// An article that names goods or countries in other sentences too.
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

/// Whether a word is a trigger as a verb or as a noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TriggerPos {
    Verb,
    Noun,
}

/// What a verb does for a noun trigger that it governs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Support {
    Give,
    Receive,
    /// It can be either ("win", "require").
    Either,
}

/// The frames by their triggers, and the word lists that arguments are followed through.
#[derive(Debug)]
pub struct Claims {
    pub frames: Vec<Frame>,
    triggers: [HashMap<String, Vec<usize>>; 2],
    support: HashMap<String, Support>,
    tally: HashSet<String>,
    measure: HashSet<String>,
    bear: HashSet<String>,
    sanctioned: HashSet<String>,
    deal: HashSet<String>,
    part: HashSet<String>,
    actor: HashSet<String>,
    person: HashSet<String>,
    beside: HashSet<String>,
    aided: HashSet<String>,
    arms: HashSet<String>,
    phases: HashMap<String, Phase>,
    idioms: HashMap<String, Vec<String>>,
    goods_words: HashSet<String>,
    trade_words: HashSet<String>,
    control_words: HashSet<String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct WordsRow {
    goods: HashSet<String>,
    trade: HashSet<String>,
    control: HashSet<String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    words: WordsRow,
    idioms: HashMap<String, Vec<String>>,
    support: SupportRow,
    phase: BTreeMap<String, Vec<String>>,
    frame: Vec<FrameRow>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct SupportRow {
    give: Vec<String>,
    receive: Vec<String>,
    #[serde(default)]
    tally: Vec<String>,
    measure: Vec<String>,
    bear: Vec<String>,
    #[serde(default)]
    sanctioned: Vec<String>,
    #[serde(default)]
    deal: Vec<String>,
    part: Vec<String>,
    actor: Vec<String>,
    #[serde(default)]
    person: Vec<String>,
    beside: Vec<String>,
    aided: Vec<String>,
    arms: Vec<String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct FrameRow {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    says: String,
    verbs: Vec<String>,
    nouns: Vec<String>,
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

impl Claims {
    /// Reads and checks the table; `file` names it in errors.
    pub fn read(file: &str, toml: &str) -> Result<Claims, LexiconError> {
        let table: Table = super::parse(file, toml)?;
        let mut claims = Claims {
            frames: Vec::new(),
            triggers: Default::default(),
            support: support_of(&table.support),
            tally: table.support.tally.into_iter().collect(),
            measure: table.support.measure.into_iter().collect(),
            bear: table.support.bear.into_iter().collect(),
            sanctioned: table.support.sanctioned.into_iter().collect(),
            deal: table.support.deal.into_iter().collect(),
            part: table.support.part.into_iter().collect(),
            actor: table.support.actor.into_iter().collect(),
            person: table.support.person.into_iter().collect(),
            beside: table.support.beside.into_iter().collect(),
            aided: table.support.aided.into_iter().collect(),
            arms: table.support.arms.into_iter().collect(),
            phases: phases_of(file, table.phase)?,
            idioms: table.idioms,
            goods_words: table.words.goods,
            trade_words: table.words.trade,
            control_words: table.words.control,
        };
        for row in table.frame {
            let index = claims.frames.len();
            for (pos, words) in [(TriggerPos::Verb, &row.verbs), (TriggerPos::Noun, &row.nouns)] {
                for word in words {
                    claims.triggers[pos as usize].entry(word.clone()).or_default().push(index);
                }
            }
            claims.frames.push(frame_of(file, row)?);
        }
        Ok(claims)
    }

    /// The frames that a word may trigger, by its dictionary form; the first whose conditions hold is meant.
    pub fn triggered(&self, pos: TriggerPos, lemma: &str) -> &[usize] {
        self.triggers[pos as usize].get(lemma).map_or(&[], Vec::as_slice)
    }

    pub fn support(&self, lemma: &str) -> Option<Support> {
        self.support.get(lemma).copied()
    }

    /// Whether a verb tells of a figure that its subject has.
    pub fn tallies(&self, lemma: &str) -> bool {
        self.tally.contains(lemma)
    }

    /// Whether a verb only says how much or which way.
    pub fn measures(&self, lemma: &str) -> bool {
        self.measure.contains(lemma)
    }

    /// Whether a verb says what the measure that is its subject is aimed at.
    pub fn bears(&self, lemma: &str) -> bool {
        self.bear.contains(lemma)
    }

    /// Whether a noun stands for part of what follows "of".
    pub fn is_part(&self, lemma: &str) -> bool {
        self.part.contains(lemma)
    }

    /// Whether a verb is one of dealing with somebody, from which a control keeps firms.
    pub fn deals(&self, lemma: &str) -> bool {
        self.deal.contains(lemma)
    }

    /// Whether a country before the word "sanctions" is whom they are laid on.
    pub fn is_sanctioned(&self, iso2: &str) -> bool {
        self.sanctioned.contains(iso2)
    }

    /// Whether other states arm a country (ISO 3166-1 alpha-2) without payment.
    pub fn is_aided(&self, iso2: &str) -> bool {
        self.aided.contains(iso2)
    }

    /// Whether goods of a category are arms.
    pub fn are_arms(&self, category: &str) -> bool {
        self.arms.contains(category.split('.').next().unwrap_or_default())
    }

    /// Whether a noun is for others than those whose they are said to be ("Ukraine's allies").
    pub fn is_beside(&self, lemma: &str) -> bool {
        self.beside.contains(lemma)
    }

    /// Whether a noun is for one person, whose country is a nationality.
    pub fn is_person(&self, lemma: &str) -> bool {
        self.person.contains(lemma)
    }

    /// Whether a noun stands for those who act.
    pub fn is_actor(&self, lemma: &str) -> bool {
        self.actor.contains(lemma)
    }

    /// The words beside which a trigger asserts nothing of trade ("quality" beside "control").
    pub fn idioms(&self, lemma: &str) -> &[String] {
        self.idioms.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// Whether a noun or pronoun may stand for goods.
    pub fn is_goods_word(&self, lemma: &str) -> bool {
        self.goods_words.contains(lemma)
    }

    /// Whether a noun tells that a statement bears on trade.
    pub fn is_trade_word(&self, lemma: &str) -> bool {
        self.trade_words.contains(lemma)
    }

    /// Whether a noun names a control that a pronoun may stand for.
    pub fn is_control_word(&self, lemma: &str) -> bool {
        self.control_words.contains(lemma)
    }

    pub fn phase(&self, lemma: &str) -> Option<Phase> {
        self.phases.get(lemma).copied()
    }
}

fn support_of(row: &SupportRow) -> HashMap<String, Support> {
    let mut support: HashMap<String, Support> =
        row.give.iter().map(|verb| (verb.clone(), Support::Give)).collect();
    for verb in &row.receive {
        support.entry(verb.clone()).and_modify(|known| *known = Support::Either).or_insert(Support::Receive);
    }
    support
}

fn phases_of(
    file: &str,
    rows: BTreeMap<String, Vec<String>>,
) -> Result<HashMap<String, Phase>, LexiconError> {
    let mut phases = HashMap::new();
    for (name, words) in rows {
        let phase = Phase::parse(&name).ok_or_else(|| LexiconError::Row {
            file: file.to_owned(),
            row: "phase".to_owned(),
            message: format!("“{name}” is no phase"),
        })?;
        phases.extend(words.into_iter().map(|word| (word, phase)));
    }
    Ok(phases)
}

fn frame_of(file: &str, row: FrameRow) -> Result<Frame, LexiconError> {
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
            "change" => Ok(Need::Change),
            "country" => Ok(Need::Country),
            "ends" => Ok(Need::Ends),
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
            "topic" => Ok(Need::Topic),
            other => Err(format!("“{other}” is nothing a frame can need")),
        })
        .collect()
}
