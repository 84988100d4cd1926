//! The table `data/sites.toml`: what is said around a story, and what single sites do differently.

use super::LexiconError;
use jiff::civil::Date;
use serde::Deserialize;

/// Phrases that stand around stories, and rows for single sites.
#[derive(Debug)]
pub struct Sites {
    wording: Wording,
    sites: Vec<Site>,
}

/// What one site does differently, while it does.
#[derive(Debug)]
pub struct Site {
    pub domain: String,
    pub drop: Vec<Selector>,
    pub keep: Vec<Selector>,
    until: Option<Date>,
}

/// One element of a page: `tag`, `.class`, `#id` and `[attribute=value]`, all of which must hold.
#[derive(Debug, PartialEq, Eq)]
pub struct Selector {
    pub tag: Option<String>,
    /// Attribute, and a word that its value must have among those that spaces part; classes and ids are such.
    pub attributes: Vec<(String, String)>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wording {
    starts: Vec<String>,
    lines: Vec<String>,
    headings: Vec<String>,
    anywhere: Vec<String>,
    locked: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    wording: Wording,
    #[serde(default)]
    site: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    domain: String,
    #[serde(default)]
    drop: Vec<String>,
    #[serde(default)]
    keep: Vec<String>,
    until: Option<toml::value::Datetime>,
    /// For the reader of the table.
    #[serde(rename = "why")]
    _why: String,
}

impl Sites {
    /// Reads and checks the table; `file` names it in errors.
    pub fn read(file: &str, toml: &str) -> Result<Sites, LexiconError> {
        let table: Table = super::parse(file, toml)?;
        let wrong = |row: &str, message: String| LexiconError::Row {
            file: file.to_owned(),
            row: row.to_owned(),
            message,
        };
        let wording = &table.wording;
        let lists = [&wording.starts, &wording.lines, &wording.headings, &wording.anywhere, &wording.locked];
        if let Some(phrase) = lists.into_iter().flatten().find(|phrase| folded(phrase) != **phrase) {
            return Err(wrong(
                "wording",
                format!("“{phrase}” is compared in lower case with straight apostrophes; write it so"),
            ));
        }
        let mut sites = Vec::new();
        for row in table.site {
            let selectors = |written: &[String]| -> Result<Vec<Selector>, LexiconError> {
                written
                    .iter()
                    .map(|s| {
                        Selector::read(s).ok_or_else(|| {
                            wrong(&row.domain, format!("“{s}” is not tag, .class, #id or [attribute=value]"))
                        })
                    })
                    .collect()
            };
            let until = match row.until.map(|day| day.to_string()) {
                Some(day) => Some(day.parse().map_err(|_| {
                    wrong(&row.domain, format!("until = {day} is not a day such as 2023-07-10"))
                })?),
                None => None,
            };
            sites.push(Site {
                drop: selectors(&row.drop)?,
                keep: selectors(&row.keep)?,
                until,
                domain: row.domain,
            });
        }
        if let Some(pair) = sites.windows(2).find(|pair| pair[0].domain > pair[1].domain) {
            return Err(wrong(&pair[1].domain, "rows stand in order of domain; move it up".to_owned()));
        }
        Ok(Sites { wording: table.wording, sites })
    }

    /// The row in force for a site on a day; without a day, a row that has no end.
    pub fn of(&self, domain: &str, day: Option<Date>) -> Option<&Site> {
        let holds = |site: &&Site| site.until.is_none_or(|until| day.is_some_and(|day| day <= until));
        let mut rows: Vec<&Site> =
            self.sites.iter().filter(|site| site.domain == domain).filter(holds).collect();
        // The row that ends first is the one that was in force on that day.
        rows.sort_by_key(|site| (site.until.is_none(), site.until));
        rows.into_iter().next()
    }

    /// Whether a paragraph opens like something beside the story.
    pub fn opens_aside(&self, text: &str) -> bool {
        starts_with_any(&folded(head(text)), &self.wording.starts)
    }

    /// Whether a line is one of those that are never the story.
    pub fn is_label(&self, text: &str) -> bool {
        let line = folded(head(text));
        let bare = line.trim_matches(|c: char| !c.is_alphanumeric());
        text.len() <= 60 && self.wording.lines.iter().any(|label| label == bare)
    }

    /// Whether a heading begins what is not the story any more.
    pub fn ends_story(&self, heading: &str) -> bool {
        let line = folded(head(heading));
        starts_with_any(line.trim_start_matches(|c: char| !c.is_alphanumeric()), &self.wording.headings)
    }

    /// Whether a paragraph asks for support or gives credit, wherever in it the words stand.
    pub fn appeals(&self, text: &str) -> bool {
        let line = folded(head(text));
        self.wording.anywhere.iter().any(|phrase| line.contains(phrase.as_str()))
    }

    /// Whether a text offers the rest of a story for money or a name.
    pub fn is_offer(&self, text: &str) -> bool {
        let line = folded(head(text));
        self.wording.locked.iter().any(|phrase| line.contains(phrase.as_str()))
    }
}

/// The start of a text, as far as phrases reach.
fn head(text: &str) -> &str {
    let end = (0..=text.len().min(400)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    &text[..end]
}

fn folded(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .map(|c| if matches!(c, '’' | '‘' | 'ʼ') { '\'' } else { c })
        .collect()
}

/// Whether a line opens with a phrase that ends where a word ends.
fn starts_with_any(line: &str, phrases: &[String]) -> bool {
    phrases.iter().any(|phrase| {
        line.strip_prefix(phrase.as_str()).is_some_and(|rest| {
            let spaced = phrase.ends_with(|c: char| c.is_alphabetic() && c < '\u{2E80}');
            !spaced || !rest.starts_with(char::is_alphanumeric)
        })
    })
}

impl Selector {
    /// Reads `div.more-on`, `#related`, `[data-component=links-block]` and the like.
    pub fn read(written: &str) -> Option<Selector> {
        let end = written.find(['.', '#', '[']).unwrap_or(written.len());
        let (tag, mut rest) = written.split_at(end);
        let mut attributes = Vec::new();
        while !rest.is_empty() {
            let (mark, after) = rest.split_at(1);
            let (name, value, tail) = match mark {
                "[" => {
                    let (inside, tail) = after.split_once(']')?;
                    let (name, value) = inside.split_once('=')?;
                    (name, value.trim_matches('"'), tail)
                }
                _ => {
                    let end = after.find(['.', '#', '[']).unwrap_or(after.len());
                    (if mark == "." { "class" } else { "id" }, &after[..end], &after[end..])
                }
            };
            if name.is_empty() || value.is_empty() || value.contains(char::is_whitespace) {
                return None;
            }
            attributes.push((name.to_owned(), value.to_owned()));
            rest = tail;
        }
        let plain = tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        (plain && (!tag.is_empty() || !attributes.is_empty()))
            .then(|| Selector { tag: (!tag.is_empty()).then(|| tag.to_ascii_lowercase()), attributes })
    }

    /// Whether an element of that name, with those attributes, is meant.
    pub fn fits<'a>(&self, tag: &str, attribute: impl Fn(&str) -> Option<&'a str>) -> bool {
        self.tag.as_deref().is_none_or(|wanted| wanted == tag)
            && self.attributes.iter().all(|(name, value)| {
                attribute(name).is_some_and(|found| found.split_ascii_whitespace().any(|word| word == value))
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDING: &str = "[wording]\nstarts = [\"read also\"]\nlines = [\"advertisement\"]\nheadings = [\"more from\"]\nanywhere = []\nlocked = [\"subscribe to read\"]\n";

    fn with(rows: &str) -> Result<Sites, LexiconError> {
        Sites::read("sites.toml", &format!("{WORDING}{rows}"))
    }

    #[test]
    fn wording_is_matched_at_word_ends_and_whatever_the_case() {
        let sites = with("").unwrap();
        assert!(sites.opens_aside("READ ALSO: why ports close"));
        assert!(!sites.opens_aside("Read alsos"));
        assert!(sites.is_label("— Advertisement —"));
        assert!(sites.ends_story("More from Business"));
        assert!(!sites.ends_story("Moreover"));
        assert!(sites.is_offer("Subscribe to read the rest"));
    }

    #[test]
    fn a_row_holds_until_its_day() {
        let sites = with("[[site]]\ndomain = \"a.org\"\ndrop = [\"div.x\"]\nuntil = 2023-07-10\nwhy = \"x\"\n[[site]]\ndomain = \"a.org\"\ndrop = [\"div.y\"]\nwhy = \"x\"\n").unwrap();
        let class =
            |day: Option<Date>| sites.of("a.org", day).map(|site| site.drop[0].attributes[0].1.clone());
        assert_eq!(class(Some(jiff::civil::date(2023, 1, 1))).as_deref(), Some("x"));
        assert_eq!(class(Some(jiff::civil::date(2024, 1, 1))).as_deref(), Some("y"));
        assert_eq!(class(None).as_deref(), Some("y"));
    }

    #[test]
    fn a_row_that_cannot_be_read_is_named() {
        let error = with("[[site]]\ndomain = \"a.org\"\ndrop = [\"div > p\"]\nwhy = \"x\"\n")
            .unwrap_err()
            .to_string();
        assert!(error.contains("a.org") && error.contains("div > p"), "{error}");
    }

    #[test]
    fn selectors_ask_for_all_they_say() {
        let selector = Selector::read("div.more-on[data-x=y]").unwrap();
        let attribute = |name: &str| match name {
            "class" => Some("a more-on"),
            "data-x" => Some("y"),
            _ => None,
        };
        assert!(selector.fits("div", attribute));
        assert!(!selector.fits("p", attribute));
        assert!(!selector.fits("div", |_| None));
    }
}
