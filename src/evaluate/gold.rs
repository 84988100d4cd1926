//! Gold pages: an article and, below a line of three dashes, what a person found in it.
//!
//! ```text
//! published: 2024-03-06
//! publisher: The Example Times
//! style: wire report
//! by: who annotated it, how
//! ---
//! # The title
//!
//! A paragraph.
//!
//! - a list item
//! ---
//! money "$12 million" USD 12000000 more_than
//! money "$5 million to $7 million"@2 USD 5000000..7000000 between
//! quantity "45,000" 45000 exact
//! product "drones"@* uav
//! country "China"@1,3 CN
//! time "since March" 2024-03-01..
//! said outlet "the Times" > dataset "customs data" : "China has sold" .. "drone parts"
//! claim sale "sold"; amount "$12 million"; exporter "China"; product "drones"; source dataset "customs data"
//! ```
//! Words are found in the text as they stand; `@n` takes the n-th place where they stand, `@1,3` several, `@*` all
//! of them on word borders. A claim's parts are parted by semicolons: `amount`, a country role, `product`,
//! `source KIND "…" > KIND "…"`, `time`, `modality`, `polarity`, `evidence "words of another sentence"`. What it
//! names must be annotated as a mention above. Without `modality` a claim with a source is `reported`, without
//! a source `factual`.

use super::{Amount, Annotated, Link, Named, Place, Said, Told, When};
use crate::model::{BlockKind, ClaimType, CountryRole};
use rust_decimal::Decimal;

/// What is wrong with a gold page, and where.
#[derive(Debug, thiserror::Error)]
#[error("{file}:{line}: {message}")]
pub struct GoldError {
    pub file: String,
    pub line: usize,
    pub message: String,
}

/// Reads a gold page; `file` names it in errors.
pub fn read(file: &str, page: &str) -> Result<Annotated, GoldError> {
    let wrong = |line: usize, message: String| GoldError { file: file.to_owned(), line, message };
    let lines: Vec<&str> = page.lines().collect();
    let rules: Vec<usize> = (0..lines.len()).filter(|&n| lines[n].trim() == "---").collect();
    let [first, second] = rules.as_slice() else {
        return Err(wrong(
            1,
            "a gold page has two lines of three dashes: before the text and after it".into(),
        ));
    };
    let mut gold = Annotated { name: file.to_owned(), ..Annotated::default() };
    for (n, line) in lines.iter().enumerate().take(*first).filter(|(_, line)| !line.trim().is_empty()) {
        let (key, value) =
            line.split_once(": ").ok_or_else(|| wrong(n + 1, "write `key: value`".to_owned()))?;
        match key {
            "published" => gold.published = Some(value.trim().to_owned()),
            "publisher" => gold.publisher = Some(value.trim().to_owned()),
            "style" => gold.style = value.trim().to_owned(),
            "by" | "url" | "note" | "pass" => {}
            other => return Err(wrong(n + 1, format!("“{other}” is no key of a gold page"))),
        }
    }
    (gold.text, gold.blocks) = text_of(&lines[first + 1..*second]);
    let letters: Vec<char> = gold.text.chars().collect();
    for (n, line) in lines.iter().enumerate().skip(second + 1) {
        let line = line.trim();
        if !line.is_empty() && !line.starts_with("//") {
            annotate(&mut gold, &letters, line).map_err(|message| wrong(n + 1, message))?;
        }
    }
    Ok(gold)
}

/// The article's text as extraction makes it: blocks parted by blank lines, marks of title and list taken off.
fn text_of(lines: &[&str]) -> (String, Vec<BlockKind>) {
    let joined = lines.join("\n");
    let blocks = joined.split("\n\n").map(str::trim).filter(|block| !block.is_empty());
    let (kinds, bare): (Vec<BlockKind>, Vec<String>) = blocks
        .map(|block| {
            let (kind, words) =
                match (block.strip_prefix("# "), block.strip_prefix("## "), block.strip_prefix("- ")) {
                    (Some(words), _, _) => (BlockKind::Title, words),
                    (_, Some(words), _) => (BlockKind::Heading, words),
                    (_, _, Some(words)) => (BlockKind::ListItem, words),
                    _ => (BlockKind::Paragraph, block),
                };
            (kind, words.replace('\n', " "))
        })
        .unzip();
    (bare.join("\n\n"), kinds)
}

/// A piece of an annotation line.
#[derive(Clone, Debug, PartialEq)]
enum Piece {
    Word(String),
    /// Quoted words, and which of the places where they stand.
    Words(String, Which),
}

#[derive(Clone, Debug, PartialEq)]
enum Which {
    These(Vec<usize>),
    All,
}

fn pieces(line: &str) -> Result<Vec<Piece>, String> {
    let mut found = Vec::new();
    let mut rest = line.trim_start();
    while !rest.is_empty() {
        if let Some(inner) = rest.strip_prefix('"') {
            let end = inner.find('"').ok_or("a quotation mark is not closed")?;
            let words = inner[..end].to_owned();
            rest = &inner[end + 1..];
            let stop = rest.find(char::is_whitespace).unwrap_or(rest.len());
            let which = match rest[..stop].strip_prefix('@') {
                None if stop > 0 => return Err(format!("“{}” right after a quotation", &rest[..stop])),
                None => Which::These(vec![1]),
                Some("*") => Which::All,
                Some(list) => Which::These(
                    list.split(',')
                        .map(|n| n.parse::<usize>().map_err(|_| format!("“@{list}” is no list of places")))
                        .collect::<Result<_, _>>()?,
                ),
            };
            rest = rest[stop..].trim_start();
            found.push(Piece::Words(words, which));
        } else {
            let stop = rest.find(char::is_whitespace).unwrap_or(rest.len());
            found.push(Piece::Word(rest[..stop].to_owned()));
            rest = rest[stop..].trim_start();
        }
    }
    Ok(found)
}

/// The places of quoted words, in code points.
fn places(letters: &[char], words: &str, which: &Which) -> Result<Vec<Place>, String> {
    let wanted: Vec<char> = words.chars().collect();
    if wanted.is_empty() {
        return Err("the quotation is empty".into());
    }
    let joins = |a: Option<&char>, b: Option<&char>| {
        a.is_some_and(|c| c.is_alphanumeric()) && b.is_some_and(|c| c.is_alphanumeric())
    };
    let mut all = Vec::new();
    for (start, window) in letters.windows(wanted.len()).enumerate() {
        let end = start + wanted.len();
        let inside = joins(start.checked_sub(1).and_then(|at| letters.get(at)), wanted.first())
            || joins(wanted.last(), letters.get(end));
        if window == wanted && !inside {
            all.push(Place { start: start as u32, end: end as u32 });
        }
    }
    match which {
        Which::All if all.is_empty() => Err(format!("“{words}” does not stand in the text")),
        Which::All => Ok(all),
        Which::These(numbers) => numbers
            .iter()
            .map(|n| {
                n.checked_sub(1)
                    .and_then(|at| all.get(at))
                    .copied()
                    .ok_or_else(|| format!("“{words}” stands {} times in the text, not {n}", all.len()))
            })
            .collect(),
    }
}

fn one_place(letters: &[char], piece: Option<&Piece>) -> Result<Place, String> {
    match piece {
        Some(Piece::Words(words, which)) => match places(letters, words, which)?.as_slice() {
            [one] => Ok(*one),
            many => Err(format!("“{words}” takes one place here, not {}", many.len())),
        },
        _ => Err("quoted words are missing".into()),
    }
}

fn annotate(gold: &mut Annotated, letters: &[char], line: &str) -> Result<(), String> {
    let (kind, rest) = line.split_once(' ').ok_or("an annotation names a kind, then quoted words")?;
    match kind {
        "claim" => return claim(gold, letters, rest),
        "said" => return said(gold, letters, rest),
        _ => {}
    }
    let pieces = pieces(rest)?;
    let Some(Piece::Words(words, which)) = pieces.first() else {
        return Err("quoted words come after the kind".into());
    };
    let rest: Vec<&str> = pieces[1..]
        .iter()
        .map(|piece| match piece {
            Piece::Word(word) => Ok(word.as_str()),
            Piece::Words(words, _) => Err(format!("“{words}”: one quotation a mention")),
        })
        .collect::<Result<_, _>>()?;
    for at in places(letters, words, which)? {
        match (kind, rest.as_slice()) {
            ("money", [currency, bounds, modifier]) => {
                let unit = (*currency != "???").then(|| (*currency).to_owned());
                gold.money.push(amount(at, unit, bounds, modifier)?);
            }
            ("quantity", [bounds, modifier, unit @ ..]) => {
                gold.quantities.push(amount(at, unit.first().map(|u| (*u).to_owned()), bounds, modifier)?);
            }
            ("product", [id]) => gold.products.push(Named { at, id: (*id).to_owned() }),
            ("country", [id]) => gold.countries.push(Named { at, id: (*id).to_owned() }),
            ("party", [id]) => gold.parties.push(Named { at, id: (*id).to_owned() }),
            ("time", [interval]) => {
                let (start, end) = interval.split_once("..").unwrap_or((interval, interval));
                let side = |text: &str| (!text.is_empty()).then(|| text.to_owned());
                gold.times.push(When { at, start: side(start), end: side(end) });
            }
            _ => return Err(format!("“{line}” is no annotation; see the notation in src/evaluate/gold.rs")),
        }
    }
    Ok(())
}

fn amount(at: Place, unit: Option<String>, bounds: &str, modifier: &str) -> Result<Amount, String> {
    let (low, high) = bounds.split_once("..").unwrap_or((bounds, bounds));
    let side = |text: &str| match text {
        "" => Ok(None),
        text => text.parse::<Decimal>().map(Some).map_err(|_| format!("“{text}” is no number")),
    };
    Ok(Amount { at, unit, low: side(low)?, high: side(high)?, modifier: modifier.to_owned() })
}

/// `outlet "the Times" > dataset "customs data"`.
fn chain(letters: &[char], pieces: &[Piece]) -> Result<Vec<Link>, String> {
    pieces
        .split(|piece| *piece == Piece::Word(">".to_owned()))
        .map(|link| match link {
            [Piece::Word(kind), words @ Piece::Words(..)] => {
                Ok(Link { kind: kind.clone(), at: Some(one_place(letters, Some(words))?) })
            }
            _ => Err("a link of a chain is a kind and quoted words".into()),
        })
        .collect()
}

/// `CHAIN : "first words" .. "last words" : "a second stretch"`.
fn said(gold: &mut Annotated, letters: &[char], rest: &str) -> Result<(), String> {
    let pieces = pieces(rest)?;
    let colon = Piece::Word(":".to_owned());
    let mut parts = pieces.split(|piece| *piece == colon);
    let chain = chain(letters, parts.next().unwrap_or_default())?;
    let mut content = Vec::new();
    for stretch in parts {
        content.push(match stretch {
            [only] => one_place(letters, Some(only))?,
            [first, Piece::Word(dots), last] if dots == ".." => {
                let first = one_place(letters, Some(first))?;
                let last = last_place(letters, last, first.start)?;
                Place { start: first.start, end: last.end }
            }
            _ => return Err("content is quoted words, or first words .. last words".into()),
        });
    }
    if content.is_empty() {
        return Err("what is said is missing: `said KIND \"who\" : \"words\"`".into());
    }
    gold.attributions.push(Said { chain, content });
    Ok(())
}

/// The first place of the last words at or after a place, so that they need no number.
fn last_place(letters: &[char], piece: &Piece, from: u32) -> Result<Place, String> {
    let Piece::Words(words, which) = piece else { return Err("quoted words are missing after `..`".into()) };
    if *which != Which::These(vec![1]) {
        return one_place(letters, Some(piece));
    }
    places(letters, words, &Which::All)?
        .into_iter()
        .find(|at| at.end > from)
        .ok_or_else(|| format!("“{words}” does not stand after the first words"))
}

fn claim(gold: &mut Annotated, letters: &[char], rest: &str) -> Result<(), String> {
    let mut parts = split_outside_quotes(rest, ';').into_iter();
    let head = pieces(parts.next().unwrap_or_default())?;
    let (Some(Piece::Word(kind)), predicate) = (head.first(), head.get(1)) else {
        return Err("a claim names its type, then its predicate in quotation marks".into());
    };
    let kind = ClaimType::parse(kind).ok_or_else(|| format!("“{kind}” is no claim type"))?;
    let predicate = one_place(letters, predicate)?;
    let mut told = Told {
        kind,
        predicate,
        evidence: vec![sentence_around(letters, predicate)],
        amounts: Vec::new(),
        products: Vec::new(),
        countries: Vec::new(),
        chain: Vec::new(),
        time: None,
        modality: String::new(),
        polarity: "affirmed".to_owned(),
        confidence: 1.0,
    };
    for part in parts.filter(|part| !part.trim().is_empty()) {
        claim_part(gold, letters, &mut told, part)?;
    }
    if told.modality.is_empty() {
        told.modality = if told.chain.is_empty() { "factual" } else { "reported" }.to_owned();
    }
    gold.claims.push(told);
    Ok(())
}

fn claim_part(gold: &Annotated, letters: &[char], told: &mut Told, part: &str) -> Result<(), String> {
    let pieces = pieces(part)?;
    let Some(Piece::Word(key)) = pieces.first() else {
        return Err(format!("“{}”: name the part first", part.trim()));
    };
    let place = || one_place(letters, pieces.last());
    let unknown = |what: &str| format!("“{}” is not annotated as {what} at that place", part.trim());
    match key.as_str() {
        "amount" => {
            let at = place()?;
            told.amounts
                .push(gold.money.iter().find(|m| m.at == at).cloned().ok_or_else(|| unknown("money"))?);
        }
        "product" => {
            let at = place()?;
            let known = gold.products.iter().find(|p| p.at == at);
            told.products.push(known.cloned().ok_or_else(|| unknown("a product"))?);
        }
        "time" => {
            let at = place()?;
            let known = gold.times.iter().find(|t| t.at == at);
            told.time = Some(known.cloned().ok_or_else(|| unknown("a time"))?);
        }
        "source" => told.chain = chain(letters, &pieces[1..])?,
        "evidence" => told.evidence.push(sentence_around(letters, place()?)),
        "modality" | "polarity" | "phase" => {
            let Some(Piece::Word(value)) = pieces.get(1) else { return Err(format!("{key} what?")) };
            match key.as_str() {
                "modality" => told.modality = value.clone(),
                "polarity" => told.polarity = value.clone(),
                _ => {}
            }
        }
        role => {
            let role = CountryRole::parse(role).ok_or_else(|| format!("“{role}” is no part of a claim"))?;
            let at = place()?;
            let known = gold.countries.iter().find(|c| c.at == at);
            told.countries.push((role, known.cloned().ok_or_else(|| unknown("a country"))?));
        }
    }
    Ok(())
}

fn split_outside_quotes(line: &str, border: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut quoted) = (0, false);
    for (at, c) in line.char_indices() {
        if c == '"' {
            quoted = !quoted;
        } else if c == border && !quoted {
            parts.push(&line[start..at]);
            start = at + c.len_utf8();
        }
    }
    parts.push(&line[start..]);
    parts
}

/// The sentence around a place, by full stops before capitals within the paragraph; matching asks for overlap
/// alone, so a border off by an abbreviation does no harm.
fn sentence_around(letters: &[char], at: Place) -> Place {
    let ends = |i: usize| {
        let stop = matches!(letters.get(i), Some('.' | '!' | '?' | '”' | '"'));
        let space = letters.get(i + 1).is_some_and(|c| c.is_whitespace());
        let capital = letters.get(i + 2).is_some_and(|c| c.is_uppercase() || matches!(c, '“' | '"'));
        let short = i >= 2 && letters.get(i - 2).is_some_and(|c| !c.is_alphanumeric());
        stop && space && capital && !short
    };
    let breaks = |i: usize| letters.get(i) == Some(&'\n') || ends(i);
    let mut start = at.start as usize;
    while start > 0 && !breaks(start - 1) {
        start -= 1;
    }
    let mut end = at.end as usize;
    while end < letters.len() && !breaks(end.saturating_sub(1)) {
        end += 1;
    }
    while letters.get(start).is_some_and(|c| c.is_whitespace()) {
        start += 1;
    }
    while end > start && letters.get(end - 1).is_some_and(|c| c.is_whitespace()) {
        end -= 1;
    }
    Place { start: start as u32, end: end as u32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "published: 2024-03-06\nstyle: wire report\n---\n# China sold drones\n\n\
        China sold drones worth $5m to Iran, customs data showed. China bought none.\n---\n\
        money \"$5m\" USD 5000000 exact\nproduct \"drones\"@* uav\ncountry \"China\"@* CN\ncountry \"Iran\" IR\n\
        said dataset \"customs data\" : \"China sold\"@2 .. \"Iran\"\n\
        claim sale \"sold\"@2; amount \"$5m\"; exporter \"China\"@2; importer \"Iran\"; product \"drones\"@2; source dataset \"customs data\"; evidence \"China sold\"\n";

    #[test]
    fn a_page_reads_back() {
        let gold = read("page.md", PAGE).unwrap();
        assert_eq!(gold.countries.len(), 4);
        let claim = &gold.claims[0];
        assert_eq!(
            gold.words(claim.evidence[0]),
            "China sold drones worth $5m to Iran, customs data showed."
        );
        assert_eq!(gold.words(claim.evidence[1]), "China sold drones");
        assert_eq!(gold.words(gold.attributions[0].content[0]), "China sold drones worth $5m to Iran");
        assert_eq!(claim.modality, "reported");
    }

    #[test]
    fn a_slip_is_named_with_its_line() {
        let slip = PAGE.replace("\"$5m\" USD", "\"$6m\" USD");
        let error = read("page.md", &slip).unwrap_err().to_string();
        assert_eq!(error, "page.md:8: “$6m” stands 0 times in the text, not 1");
    }
}
