//! Which country an ambiguous name means, by what else the article names: Georgia, Korea, Congo, Guinea.

use crate::lexicon::countries::{Countries, CountryWord, Form};
use crate::mentions::around;
use crate::model::Span;

/// Words that place Georgia in the United States, looked for in the whole article.
const AMERICAN_SOUTH: [&str; 18] = [
    "Atlanta",
    "Savannah",
    "Augusta, Georgia",
    "Macon",
    "Ga.",
    "Norcross",
    "Alpharetta",
    "Marietta",
    "Kemp",
    "Northern District of Georgia",
    "Southern District of Georgia",
    "Middle District of Georgia",
    "state of Georgia",
    "Columbus, Georgia",
    "Gwinnett",
    "Fulton County",
    "Raffensperger",
    "Ossoff",
];

/// Nouns behind the name that an American state has.
const AMERICAN_NOUNS: [&str; 16] = [
    "democrat",
    "democrats",
    "governor",
    "gov",
    "lawmaker",
    "lawmakers",
    "legislature",
    "man",
    "republican",
    "republicans",
    "resident",
    "residents",
    "senate",
    "senator",
    "voters",
    "woman",
];

/// The neighbourhood of the country Georgia, as ids of the table.
const CAUCASUS: [&str; 11] = ["AM", "AZ", "KZ", "KG", "TR", "UZ", "TJ", "TM", "BY", "MD", "RU"];

pub struct Context {
    caucasus: u32,
    georgian: bool,
    american_south: u32,
    north_korea: bool,
    south_korea: bool,
    kinshasa: bool,
    brazzaville: bool,
}

impl Context {
    /// What the article says about the doubtful names it holds; nothing is computed where it holds none.
    pub fn of(words: &[CountryWord], text: &str, countries: &Countries) -> Context {
        let names = |span: Span| span.of(text);
        let any = |wanted: &[&str]| words.iter().any(|w| wanted.contains(&names(w.span)));
        let georgia = words.iter().any(|w| names(w.span).eq_ignore_ascii_case("georgia"));
        Context {
            caucasus: words.iter().filter(|w| CAUCASUS.contains(&w.id)).count() as u32,
            georgian: any(&["Tbilisi", "Georgian", "Georgians"]) || text.contains("Caucasus"),
            american_south: if georgia {
                let cues = AMERICAN_SOUTH.iter().filter(|cue| text.contains(*cue)).count();
                (cues + countries.american_states().filter(|state| text.contains(state)).count()) as u32
            } else {
                0
            },
            north_korea: words.iter().any(|w| w.id == "KP"),
            south_korea: words.iter().any(|w| w.id == "KR" && !is_bare_korea(names(w.span))),
            kinshasa: any(&[
                "Kinshasa",
                "DRC",
                "Democratic Republic of Congo",
                "Democratic Republic of the Congo",
            ]),
            brazzaville: any(&[
                "Brazzaville",
                "Congo-Brazzaville",
                "Republic of Congo",
                "Republic of the Congo",
            ]),
        }
    }

    /// The id of the country meant, or `None` where the word means something else or cannot be known.
    pub fn settle_id(&self, text: &str, word: &CountryWord) -> Option<String> {
        let written = word.span.of(text);
        match word.id {
            "GE" if word.form == Form::Name && !self.is_country_georgia(text, word.span) => None,
            "KR" if is_bare_korea(written) && self.north_korea && !self.south_korea => None,
            "CD" if written.starts_with("Congo") && self.brazzaville && !self.kinshasa => {
                Some("CG".to_owned())
            }
            id => Some(id.to_owned()),
        }
    }

    fn is_country_georgia(&self, text: &str, span: Span) -> bool {
        if let Some(before) = around::previous(text, span.start) {
            let town = before.is_capitalised() && before.gap.trim() == "," && before.gap.len() == 2;
            if town && !self.georgian && self.caucasus < 2 {
                return false;
            }
        }
        if self.georgian {
            return self.american_south < 3;
        }
        let local =
            around::next(text, span.end).is_some_and(|w| AMERICAN_NOUNS.contains(&w.lower().as_str()));
        !local && (self.american_south == 0 || self.caucasus > self.american_south + 1)
    }
}

fn is_bare_korea(written: &str) -> bool {
    ["korea", "korean", "koreans"].contains(&written.to_lowercase().as_str())
}
