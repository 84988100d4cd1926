//! Tariff and control codes as reports write them: "HS code 8806", "ECCN 3A090", "EAR99".

use super::LexiconError;
use crate::model::Span;
use regex::Regex;

/// A code in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenCode {
    /// The code with the words that announce it, for the first of a list.
    pub span: Span,
    /// `hs` or `eccn`.
    pub system: &'static str,
    pub code: String,
}

#[derive(Debug)]
pub struct Codes {
    tariff: Regex,
    control: Regex,
    number: Regex,
}

const NUMBER: &str = r"[0-9]{4}(?:\.[0-9]{2}){1,3}|[0-9]{6,10}|[0-9]{4}";

impl Codes {
    pub fn new(file: &str) -> Result<Codes, LexiconError> {
        let build = |pattern: &str| {
            Regex::new(pattern)
                .map_err(|error| LexiconError::Toml { file: file.to_owned(), message: error.to_string() })
        };
        Ok(Codes {
            tariff: build(&format!(
                r"\b(?:(?:HS|HTS|HTSUS|[Tt]ariff|[Cc]ustoms|[Hh]armoni[sz]ed [Ss]ystem)[ -](?:(?:[Tt]ariff )?(?:code|heading|subheading|number)s?,? )?|heading )(?:{NUMBER})\b(?:(?:, (?:and |or )?| and | or )(?:{NUMBER})\b)*"
            ))?,
            control: build(
                r"\b(?:(?:ECCNs?|Export Control Classification Numbers?|classification) (?:\(ECCN\) )?)?(?:[0-9][A-E][0-9]{3}(?:\.[a-z](?:\.[0-9]{1,2})*)*|EAR99)\b",
            )?,
            number: build(NUMBER)?,
        })
    }

    /// Every code of the text, in order.
    pub fn find(&self, text: &str) -> Vec<WrittenCode> {
        let mut found = Vec::new();
        let tariff = ["HS", "HTS", "ariff", "ustoms", "armoni", "heading"];
        if tariff.iter().any(|cue| text.contains(cue)) {
            self.tariff_codes(text, &mut found);
        }
        if ["ECCN", "lassification", "Control List", "EAR99", "Commerce Control"]
            .iter()
            .any(|cue| text.contains(cue))
        {
            self.control_codes(text, &mut found);
        }
        found.sort_by_key(|code| code.span);
        found
    }

    fn tariff_codes(&self, text: &str, found: &mut Vec<WrittenCode>) {
        for list in self.tariff.find_iter(text) {
            for (index, number) in self.number.find_iter(list.as_str()).enumerate() {
                let start = if index == 0 { 0 } else { number.start() };
                found.push(WrittenCode {
                    span: Span::new(list.start() + start, list.start() + number.end()),
                    system: "hs",
                    code: number.as_str().to_owned(),
                });
            }
        }
    }

    fn control_codes(&self, text: &str, found: &mut Vec<WrittenCode>) {
        for code in self.control.find_iter(text) {
            let number = code.as_str().rsplit(' ').next().unwrap_or_default();
            found.push(WrittenCode {
                span: Span::new(code.start(), code.end()),
                system: "eccn",
                code: number.to_owned(),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_one_by_one() {
        let codes = Codes::new("test").unwrap();
        let shown = |text: &str| -> Vec<String> {
            codes
                .find(text)
                .into_iter()
                .map(|c| format!("{}={} {}", c.system, c.code, c.span.of(text)))
                .collect()
        };
        assert_eq!(
            shown("circuits (HS codes 8542.31 and 8542.32) and more"),
            ["hs=8542.31 HS codes 8542.31", "hs=8542.32 8542.32"]
        );
        assert_eq!(shown("classified under ECCN 3A090.a"), ["eccn=3A090.a ECCN 3A090.a"]);
        assert_eq!(shown("customs officers seized 1234 boxes"), Vec::<String>::new());
    }
}
