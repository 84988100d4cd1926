//! The table `data/claims.toml`: claim frames, and the words that carry, measure or part what they govern.

use super::LexiconError;
pub use super::frames::{Force, Frame, Need};
use super::frames::{FrameRow, frame_of};
use crate::model::Phase;
use std::collections::{BTreeMap, HashMap, HashSet};

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
    act: HashSet<String>,
    body: HashSet<String>,
    enforcer: HashSet<String>,
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
    preventing: HashSet<String>,
    beat: HashSet<String>,
    worth: HashSet<String>,
    letting: HashSet<String>,
    obliging: HashSet<String>,
    getting: HashSet<String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct WordsRow {
    goods: HashSet<String>,
    trade: HashSet<String>,
    control: HashSet<String>,
    prevent: HashSet<String>,
    beat: HashSet<String>,
    worth: HashSet<String>,
    r#let: HashSet<String>,
    oblige: HashSet<String>,
    get: HashSet<String>,
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
    act: Vec<String>,
    #[serde(default)]
    body: Vec<String>,
    #[serde(default)]
    enforcer: Vec<String>,
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

impl Claims {
    /// Reads and checks the table; `file` names it in errors.
    pub fn read(file: &str, toml: &str) -> Result<Claims, LexiconError> {
        let table: Table = super::parse(file, toml)?;
        let mut claims = Claims {
            frames: Vec::new(),
            triggers: Default::default(),
            support: support_of(&table.support),
            act: table.support.act.into_iter().collect(),
            body: table.support.body.into_iter().collect(),
            enforcer: table.support.enforcer.into_iter().collect(),
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
            preventing: table.words.prevent,
            beat: table.words.beat,
            worth: table.words.worth,
            letting: table.words.r#let,
            obliging: table.words.oblige,
            getting: table.words.get,
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

    /// Whether a noun is an act on the noun trigger that follows "of".
    pub fn is_act(&self, lemma: &str) -> bool {
        self.act.contains(lemma)
    }

    /// Whether a noun is for those who enforce the law.
    pub fn is_enforcer(&self, lemma: &str) -> bool {
        self.enforcer.contains(lemma)
    }

    /// Whether a noun is for a body of a state.
    pub fn is_state_body(&self, lemma: &str) -> bool {
        self.body.contains(lemma)
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

    /// Whether a verb keeps what it governs from happening.
    pub fn prevents(&self, lemma: &str) -> bool {
        self.preventing.contains(lemma)
    }

    /// Whether a verb lets somebody do something.
    pub fn lets(&self, lemma: &str) -> bool {
        self.letting.contains(lemma)
    }

    /// Whether a verb or adjective makes somebody do something.
    pub fn obliges(&self, lemma: &str) -> bool {
        self.obliging.contains(lemma)
    }

    /// Whether a verb is one of asking for a permission or having it.
    pub fn gets(&self, lemma: &str) -> bool {
        self.getting.contains(lemma)
    }

    /// Whether a word, as written in lower case, makes a sentence worth reading near one that names something.
    pub fn is_worth_reading(&self, word: &str) -> bool {
        self.worth.contains(word)
    }

    /// Whether a word tells that an article is on trade and its control.
    pub fn is_on_beat(&self, lemma: &str) -> bool {
        self.beat.contains(lemma)
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
