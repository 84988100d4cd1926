//! Treebanks in CoNLL-U as gold documents.

use claimtrail::model::{Article, BlockKind, Document, EntityKind, Rel, Sentence, Span, Token, Upos};
use std::ops::Range;

/// One document of a treebank: its raw text as an article, and the gold analysis of it.
#[derive(Default)]
pub struct Gold {
    pub name: String,
    pub document: Document,
    /// Names by the words they cover; `None` where the treebank does not annotate them.
    pub names: Option<Vec<(Range<usize>, EntityKind)>>,
}

struct Row<'t> {
    word: &'t str,
    lemma: &'t str,
    upos: Upos,
    head: usize,
    rel: Rel,
    misc: &'t str,
}

/// Reads all documents of a file; panics with the line on text that is not CoNLL-U.
pub fn read(text: &str) -> Vec<Gold> {
    let mut all: Vec<Gold> = Vec::new();
    let mut builder = Builder::default();
    let mut rows: Vec<Row> = Vec::new();
    // The surface of a multiword token, and how many of its words are still to come.
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("# newdoc id = ") {
            builder.finish(&mut all);
            builder.name = name.to_owned();
        } else if line.starts_with("# newpar") {
            builder.paragraph = true;
        } else if line.is_empty() {
            builder.sentence(&rows);
            rows.clear();
        } else if !line.starts_with('#') {
            let columns: Vec<&str> = line.split('\t').collect();
            assert!(columns.len() == 10, "not a CoNLL-U line: {line}");
            if columns[0].contains(['-', '.']) {
                // Whether a space follows is said on the line of the multiword token.
                if columns[0].contains('-') {
                    builder.joined(columns[0], columns[9]);
                }
                continue;
            }
            rows.push(Row {
                word: columns[1],
                lemma: columns[2],
                upos: Upos::parse(columns[3]).unwrap_or(Upos::X),
                head: columns[6].parse().expect("a head"),
                rel: Rel::parse(columns[7]).unwrap_or(Rel::Dep),
                misc: columns[9],
            });
        }
    }
    builder.sentence(&rows);
    builder.finish(&mut all);
    all
}

#[derive(Default)]
struct Builder {
    name: String,
    text: String,
    blocks: Vec<Span>,
    sentences: Vec<Sentence>,
    tokens: Vec<Token>,
    names: Vec<(Range<usize>, EntityKind)>,
    paragraph: bool,
    /// Last word of each multiword token of the sentence, and whether no space follows it.
    joins: Vec<(Range<usize>, bool)>,
}

impl Builder {
    fn joined(&mut self, ids: &str, misc: &str) {
        let (from, to) = ids.split_once('-').expect("a range");
        let range = from.parse().expect("a number")..to.parse::<usize>().expect("a number");
        self.joins.push((range, misc.contains("SpaceAfter=No")));
    }

    fn space_after(&self, id: usize, misc: &str) -> bool {
        match self.joins.iter().find(|(range, _)| range.contains(&id) || range.end == id) {
            Some((range, no)) => range.end == id && !no,
            None => !misc.contains("SpaceAfter=No"),
        }
    }

    fn sentence(&mut self, rows: &[Row]) {
        if rows.is_empty() {
            return;
        }
        if std::mem::take(&mut self.paragraph) || self.blocks.is_empty() {
            self.text.truncate(self.text.trim_end().len());
            if !self.text.is_empty() {
                self.text.push_str("\n\n");
            }
            self.blocks.push(Span::new(self.text.len(), self.text.len()));
        }
        let (start, first) = (self.text.len(), self.tokens.len());
        for (i, row) in rows.iter().enumerate() {
            let span = Span::new(self.text.len(), self.text.len() + row.word.len());
            self.text.push_str(row.word);
            if self.space_after(i + 1, row.misc) {
                self.text.push(' ');
            }
            let head = row.head.checked_sub(1).map(|h| first + h);
            self.tokens.push(Token { span, pos: row.upos, lemma: row.lemma.into(), head, rel: row.rel });
        }
        self.joins.clear();
        let span = Span::new(start, self.text.len()).trim(&self.text);
        let block = self.blocks.len() - 1;
        self.blocks[block].end = span.end;
        let tokens = first..self.tokens.len();
        self.sentences.push(Sentence { span, tokens, block, analysed: true });
        self.names.extend(names(rows).into_iter().map(|(r, kind)| (first + r.start..first + r.end, kind)));
    }

    fn finish(&mut self, all: &mut Vec<Gold>) {
        let done = std::mem::take(self);
        if done.tokens.is_empty() {
            return;
        }
        let mut article = Article { text: done.text, ..Article::default() };
        article.blocks = done
            .blocks
            .iter()
            .map(|&span| claimtrail::model::Block { kind: BlockKind::Paragraph, span })
            .collect();
        let names = done.name.starts_with("GUM_").then_some(done.names);
        let document =
            Document { article, sentences: done.sentences, tokens: done.tokens, entities: Vec::new() };
        all.push(Gold { name: done.name, document, names });
    }
}

/// The proper names among GUM's entity mentions: the run of name words around each head.
fn names(rows: &[Row]) -> Vec<(Range<usize>, EntityKind)> {
    let mut mentions = mentions(rows);
    mentions.sort_by_key(|(range, _)| (std::cmp::Reverse(range.len()), range.start));
    let mut taken = vec![false; rows.len()];
    let mut found = Vec::new();
    for (range, kind) in mentions {
        let Some(run) = name_run(rows, range, kind) else { continue };
        let run = if kind == EntityKind::Person { untitled(rows, run) } else { run };
        if run.is_empty() {
            continue;
        }
        if taken[run.clone()].iter().any(|&t| t) {
            continue;
        }
        taken[run.clone()].fill(true);
        found.push((run, kind));
    }
    found.sort_by_key(|(range, _)| range.start);
    found
}

/// Every mention of a person, organisation or place, from the brackets of `Entity=`.
fn mentions(rows: &[Row]) -> Vec<(Range<usize>, EntityKind)> {
    let mut open: Vec<(&str, &str, usize)> = Vec::new();
    let mut found = Vec::new();
    let mut close = |open: &mut Vec<(&str, &str, usize)>, at: usize, end: usize| {
        let (_, kind, start) = open.remove(at);
        let kind = match kind {
            "person" => EntityKind::Person,
            "organization" => EntityKind::Organisation,
            "place" => EntityKind::Place,
            _ => return,
        };
        found.push((start..end + 1, kind));
    };
    for (i, row) in rows.iter().enumerate() {
        let Some(mut rest) = row.misc.split('|').find_map(|m| m.strip_prefix("Entity=")) else { continue };
        while !rest.is_empty() {
            let opens = rest.starts_with('(');
            let body = rest.trim_start_matches('(');
            let end = body.find(['(', ')']).unwrap_or(body.len());
            let (mark, tail) = body.split_at(end);
            let mut fields = mark.split('-');
            let group = fields.next().unwrap_or_default();
            if opens {
                open.push((group, fields.next().unwrap_or_default(), i));
            }
            rest = tail;
            if let Some(after) = tail.strip_prefix(')') {
                if let Some(at) = open.iter().rposition(|(g, ..)| *g == group) {
                    close(&mut open, at, i);
                }
                rest = after;
            }
        }
    }
    found
}

/// Words that may stand between the parts of a name; those from `PERSONS_FROM` on also in a person's.
const LINKS: [&str; 17] =
    ["of", "the", "and", "&", "for", "on", "/", "-", "de", "la", "al", ".", "du", "van", "von", "bin", "'"];
const PERSONS_FROM: usize = 7;

/// Words of an office or form of address: they stand before a person's name and are no part of it.
const TITLES: &[&str] = &[
    "president",
    "minister",
    "secretary",
    "senator",
    "sen.",
    "governor",
    "gov.",
    "general",
    "gen.",
    "major",
    "maj.",
    "colonel",
    "col.",
    "captain",
    "capt.",
    "lieutenant",
    "lt.",
    "sgt.",
    "sergeant",
    "admiral",
    "adm.",
    "mr.",
    "mrs.",
    "ms.",
    "miss",
    "dr.",
    "doctor",
    "prof.",
    "professor",
    "sir",
    "lord",
    "lady",
    "dame",
    "justice",
    "judge",
    "chief",
    "vice",
    "deputy",
    "director",
    "chairman",
    "chairwoman",
    "chancellor",
    "ambassador",
    "commissioner",
    "mayor",
    "rep.",
    "representative",
    "congressman",
    "congresswoman",
    "spokesperson",
    "spokesman",
    "spokeswoman",
    "attorney",
    "reverend",
    "rev.",
    "state",
    "officer",
    "mp",
    "mr",
    "mrs",
    "ms",
    "dr",
];

/// A person's name without the titles before it; empty where it is an office ("the Minister of Trade") alone.
fn untitled(rows: &[Row], run: Range<usize>) -> Range<usize> {
    let title = |i: &usize| TITLES.contains(&rows[*i].word.to_lowercase().as_str());
    let first = run.clone().rfind(title).map_or(run.start, |last| last + 1);
    let office = first < run.end && is_link(rows[first].word, &LINKS);
    if office { run.end..run.end } else { first..run.end }
}

fn is_link(word: &str, links: &[&str]) -> bool {
    links.contains(&word) || word == "’"
}

/// The words of a mention that make its name: those around its head, or around the name that stands flat beside a
/// head that is a common noun ("barrister Colin Yeo").
fn name_run(rows: &[Row], mut range: Range<usize>, kind: EntityKind) -> Option<Range<usize>> {
    let outside = |i: &usize| rows[*i].head == 0 || !range.contains(&(rows[*i].head - 1));
    let mut head = range.clone().find(outside)?;
    if rows[head].upos != Upos::Propn {
        let beside = |i: &usize| rows[*i].head == head + 1 && rows[*i].rel == Rel::Flat;
        range.start = head + 1;
        head = range.clone().find(beside)?;
    }
    if rows[head].upos != Upos::Propn {
        return None;
    }
    let linking = if kind == EntityKind::Person { &LINKS[PERSONS_FROM..] } else { &LINKS[..] };
    let joins = |i: usize| {
        let kinds = [Upos::Adj, Upos::Noun, Upos::Verb, Upos::Num, Upos::X, Upos::Pron, Upos::Adv];
        let capital = rows[i].word.starts_with(|c: char| c.is_uppercase());
        rows[i].upos == Upos::Propn || (capital && kinds.contains(&rows[i].upos))
    };
    let links = |i: usize| is_link(rows[i].word, linking);
    let (mut first, mut last) = (head, head);
    while let Some(step) =
        (1..=3).find(|&s| first >= range.start + s && joins(first - s) && (1..s).all(|k| links(first - k)))
    {
        first -= step;
    }
    while let Some(step) =
        (1..=3).find(|&s| last + s < range.end && joins(last + s) && (1..s).all(|k| links(last + k)))
    {
        last += step;
    }
    Some(first..last + 1)
}
