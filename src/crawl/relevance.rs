//! Whether a page is about the topic: a count of configured terms, made before anything dear is done.

use aho_corasick::{AhoCorasick, MatchKind};

/// Words and phrases as config.toml gives them; a trailing `*` stands for any ending.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    pub terms: Vec<String>,
    pub hints: Vec<String>,
    pub not: Vec<String>,
}

/// The terms, ready to be looked for.
pub struct Topic {
    finder: Option<AhoCorasick>,
    patterns: Vec<Pattern>,
}

struct Pattern {
    kind: Kind,
    /// As config.toml writes it.
    written: String,
    open_ended: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Term,
    Hint,
    Not,
}

/// What was counted in one text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Different terms, and how often the commonest of them stands.
    pub terms: usize,
    pub most: usize,
    pub hints: usize,
}

impl Topic {
    /// Builds the matcher. Without terms, everything is relevant.
    pub fn new(words: &Terms) -> Result<Topic, aho_corasick::BuildError> {
        let mut patterns = Vec::new();
        let mut texts = Vec::new();
        for (kind, list) in [(Kind::Term, &words.terms), (Kind::Hint, &words.hints), (Kind::Not, &words.not)]
        {
            for word in list {
                let text = level(word.trim_end_matches('*').trim_start());
                if text.trim().is_empty() {
                    continue;
                }
                patterns.push(Pattern { kind, written: word.clone(), open_ended: word.ends_with('*') });
                texts.push(text);
            }
        }
        let any = patterns.iter().any(|pattern| pattern.kind == Kind::Term);
        let finder = match any {
            true => Some(AhoCorasick::builder().match_kind(MatchKind::Standard).build(&texts)?),
            false => None,
        };
        Ok(Topic { finder, patterns })
    }

    /// Whether a page of this title, description and text is about the topic.
    pub fn keeps(&self, headline: &str, text: &str) -> bool {
        let head = self.count(headline);
        if self.finder.is_none() || head.terms > 0 || head.hints >= 2 {
            return true;
        }
        let body = self.count(text);
        body.terms >= 2
            || body.most >= 3
            || body.terms >= 1 && body.hints >= 1
            || head.hints >= 1 && body.hints >= 3
    }

    /// How much a link promises: 2 for a term in its words or its address, 1 for a hint, else 0.
    pub fn promise(&self, words: &str, url: &url::Url) -> u8 {
        let counted = self.count(&format!("{words} \n {}", slug(url)));
        if counted.terms > 0 { 2 } else { u8::from(counted.hints > 0) }
    }

    /// The terms and hints in the words and the address of a link, as config.toml writes them.
    pub fn found_in(&self, words: &str, url: &url::Url) -> Vec<&str> {
        let times = self.times(&format!("{words} \n {}", slug(url)));
        let found = self.patterns.iter().zip(times).filter(|(p, times)| *times > 0 && p.kind != Kind::Not);
        found.map(|(pattern, _)| pattern.written.as_str()).collect()
    }

    /// Counts terms that stand as words of their own, leaving out those within a `not` phrase.
    pub fn count(&self, text: &str) -> Counted {
        let mut counted = Counted::default();
        for (pattern, times) in self.patterns.iter().zip(self.times(text)).filter(|(_, times)| *times > 0) {
            match pattern.kind {
                Kind::Term => {
                    counted.terms += 1;
                    counted.most = counted.most.max(times);
                }
                Kind::Hint => counted.hints += 1,
                Kind::Not => {}
            }
        }
        counted
    }

    /// How often each pattern stands in a text.
    fn times(&self, text: &str) -> Vec<usize> {
        let Some(finder) = &self.finder else { return Vec::new() };
        let text = level(text);
        let mut found = Vec::new();
        let mut struck = Vec::new();
        for hit in finder.find_overlapping_iter(&text) {
            let Some(pattern) = self.patterns.get(hit.pattern().as_usize()) else { continue };
            if !stands_alone(&text, hit.start(), hit.end(), pattern.open_ended) {
                continue;
            }
            match pattern.kind {
                Kind::Not => struck.push((hit.start(), hit.end())),
                _ => found.push((hit.start(), hit.end(), hit.pattern().as_usize())),
            }
        }
        self.tally(&found, &struck)
    }

    fn tally(&self, found: &[(usize, usize, usize)], struck: &[(usize, usize)]) -> Vec<usize> {
        let mut times = vec![0usize; self.patterns.len()];
        // Matches come in order of their ends, so a struck stretch that could hold one is near it.
        for (start, end, pattern) in found {
            let from = struck.partition_point(|(_, struck_end)| struck_end < end);
            let inside =
                struck.get(from..).unwrap_or_default().iter().take(8).any(|(s, e)| s <= start && end <= e);
            if !inside {
                times[*pattern] += 1;
            }
        }
        times
    }
}

/// The path of an address as words.
fn slug(url: &url::Url) -> String {
    url.path().chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect()
}

fn stands_alone(text: &str, start: usize, end: usize, open_ended: bool) -> bool {
    let before = text.get(..start).and_then(|front| front.chars().next_back());
    let after = text.get(end..).and_then(|back| back.chars().next());
    !before.is_some_and(char::is_alphanumeric) && (open_ended || !after.is_some_and(char::is_alphanumeric))
}

/// Lower case, with one kind of hyphen, apostrophe and space.
fn level(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{2010}'..='\u{2013}' => out.push('-'),
            '’' => out.push('\''),
            '\u{ad}' => {}
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topic() -> Topic {
        let list = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Topic::new(&Terms {
            terms: list(&["export control*", "sanctions", "OFAC", "dual-use"]),
            hints: list(&["chip*", "drone*", "licence*", "customs"]),
            not: list(&["doping sanctions"]),
        })
        .unwrap()
    }

    #[test]
    fn a_term_in_the_headline_is_enough() {
        for (headline, text, kept) in [
            ("New Export\u{a0}Controls on chips", "", true),
            ("A dual‑use question", "", true),
            ("Football", "He was banned under doping sanctions after a match.", false),
            ("Football", "Sanctions were mentioned once.", false),
            ("Business", "Sanctions bit. Chipmakers fell.", true),
            ("Business", "OFAC acted under sanctions law.", true),
            ("Business", "Sanctions, sanctions and again sanctions.", true),
            ("Business", "Nonsanctions sanctionsful ofacs.", false),
            ("Weather", "Rain. Drones flew. Chips were eaten at customs without a licence.", false),
            ("Licence for chip machines revoked", "", true),
            ("Licence withdrawn", "Chipmakers said that customs held the drones.", true),
            ("Licence withdrawn", "The pub may not serve chips.", false),
        ] {
            assert_eq!(topic().keeps(headline, text), kept, "{headline} / {text}");
        }
    }

    #[test]
    fn without_terms_everything_is_kept() {
        assert!(Topic::new(&Terms::default()).unwrap().keeps("Anything", ""));
    }

    #[test]
    fn links_promise_by_words_and_address() {
        let url = |path: &str| url::Url::parse(&format!("https://example.org/{path}")).unwrap();
        assert_eq!(topic().promise("Read more", &url("2024/us-export-controls-widen")), 2);
        assert_eq!(topic().promise("Chips are down", &url("x")), 1);
        assert_eq!(topic().promise("Read more", &url("x")), 0);
    }
}
