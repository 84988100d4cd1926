//! The story: of the stretches in the page's main part, those that are the story, told by their words and
//! their neighbours. What class names gave away is gone by now; what is left is judged as a reader would.

use super::body::{Body, Place};
use super::dom::NodeId;
use super::facts::Facts;
use super::flow::{Segment, Shape};
use super::page::Page;
use super::{byline, chrome, clean, dates, title};
use crate::lexicon::sites::Sites;

/// Stretches beyond which repeats are not looked for; no story has as many.
const MOST_FOR_REPEATS: usize = 400;
/// Stretches taken from between the title and the body.
const MOST_ABOVE: usize = 12;

/// The story's stretches in order, without its title.
pub fn select<'b>(page: &Page, body: &'b Body, facts: &Facts, sites: &Sites) -> Vec<&'b Segment> {
    let title = facts.title.as_deref();
    let inside =
        body.segments.iter().zip(&body.places).filter(|(_, place)| **place == Place::Story).map(|(s, _)| s);
    let mut story = between(page, body, facts);
    story.extend(inside);
    story = after_title(story, title, facts.heading);
    story = without_sections(story, sites);
    story.retain(|s| !is_aside(s, title, sites));
    story = trimmed(story, &|s| is_standfirst(page, facts, s));
    without_repeats(story)
}

/// What stands between the title and the part that holds the story, and belongs to it: a standfirst, key points.
fn between<'b>(page: &Page, body: &'b Body, facts: &Facts) -> Vec<&'b Segment> {
    let Some(first) = body.places.iter().position(|place| *place == Place::Story) else { return Vec::new() };
    let title = body.segments[..first].iter().position(|s| Some(s.node) == facts.heading);
    let Some(title) = title else { return Vec::new() };
    let range = title + 1..first;
    let open = body.segments[range.clone()].iter().zip(&body.places[range]);
    open.filter(|(_, place)| **place == Place::Outside)
        .map(|(s, _)| s)
        .filter(|s| matches!(s.shape, Shape::Heading(_) | Shape::Item) || is_standfirst(page, facts, s))
        .take(MOST_ABOVE)
        .collect()
}

/// Whether the page names a stretch as a standfirst, or describes itself in the same words.
fn is_standfirst(page: &Page, facts: &Facts, segment: &Segment) -> bool {
    let described = || facts.description.as_deref().is_some_and(|words| title::alike(words, &segment.text));
    (5..=70).contains(&segment.words) && (chrome::says_standfirst(page.dom, segment.node) || described())
}

/// Drops what stands above the title, unless that is most of the text.
fn after_title<'b>(
    story: Vec<&'b Segment>,
    title: Option<&str>,
    heading: Option<NodeId>,
) -> Vec<&'b Segment> {
    let title_key = title.map(clean::key).unwrap_or_default();
    let is_title =
        |s: &Segment| Some(s.node) == heading || (s.words >= 2 && clean::key(&s.text) == title_key);
    let Some(at) = story.iter().position(|s| is_title(s)) else { return story };
    let prose = |part: &[&Segment]| part.iter().filter(|s| s.is_prose()).map(|s| s.words).sum::<usize>();
    let above = prose(&story[..at]);
    let from = if above * 4 <= prose(&story) { at + 1 } else { 0 };
    story[from..].iter().filter(|s| !is_title(s)).copied().collect()
}

/// Drops what headings such as "Read also" or "About the author" begin.
fn without_sections<'b>(story: Vec<&'b Segment>, sites: &Sites) -> Vec<&'b Segment> {
    let total: usize = story.iter().filter(|s| s.is_prose()).map(|s| s.words).sum();
    let mut out = Vec::with_capacity(story.len());
    let mut kept = 0;
    let mut at = 0;
    while at < story.len() {
        let segment = story[at];
        if begins_other(segment, sites) {
            // Late in the story everything behind such a heading goes; early, only the links and labels under it.
            if kept * 100 >= total * 65 && kept > 0 {
                break;
            }
            at += 1;
            while at < story.len() && !story[at].is_prose() && !matches!(story[at].shape, Shape::Heading(_)) {
                at += 1;
            }
            continue;
        }
        kept += if segment.is_prose() { segment.words } else { 0 };
        out.push(segment);
        at += 1;
    }
    out
}

fn begins_other(segment: &Segment, sites: &Sites) -> bool {
    let stands_alone = segment.words <= 8 && !segment.text.ends_with(['.', '!', ',', ';', '”', '"']);
    stands_alone
        && (sites.ends_story(&segment.text)
            || (matches!(segment.shape, Shape::Heading(_)) && sites.is_label(&segment.text)))
}

/// Whether a stretch by itself is beside the story.
fn is_aside(segment: &Segment, title: Option<&str>, sites: &Sites) -> bool {
    let text = segment.text.as_str();
    let opening = text.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '（');
    let short = segment.words <= 30;
    let all_link = segment.link > 0.7
        && !(segment.link < 0.95 && segment.words >= 8 && text.ends_with(['.', ';', '。']));
    all_link
        || !text.chars().any(char::is_alphanumeric)
        || sites.is_label(text)
        || (short && sites.opens_aside(opening))
        || (segment.words <= 80 && sites.appeals(text))
        || (short && segment.link > 0.15 && opening.to_lowercase().starts_with("follow "))
        || (segment.words <= 20 && has_address(text))
        || (segment.words <= 20 && byline::is_byline(text))
        || dates::is_only_date(text)
        || dates::is_only_clock(text)
        || is_rights(text)
        || title.is_some_and(|title| segment.words >= 3 && clean::key(title) == clean::key(text))
}

/// "© 2024 ...", "Copyright 2024 ...".
fn is_rights(text: &str) -> bool {
    let lower = text.to_lowercase();
    text.len() < 400
        && (lower.starts_with('©')
            || lower.starts_with("copyright ")
            || lower.starts_with("(c) ")
            || (text.len() < 160 && lower.contains("all rights reserved")))
}

/// An e-mail address: a contact, not a sentence of the story, where the stretch is short.
fn has_address(text: &str) -> bool {
    text.split_whitespace()
        .any(|word| word.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.')))
}

/// Drops short lines that are no sentences above the first paragraph and behind the last.
fn trimmed<'b>(story: Vec<&'b Segment>, is_standfirst: &dyn Fn(&Segment) -> bool) -> Vec<&'b Segment> {
    let Some(first) = story.iter().position(|s| s.is_prose()) else { return story };
    let last = story.iter().rposition(|s| s.is_prose()).unwrap_or(first);
    let mut out: Vec<&Segment> =
        story[..first].iter().filter(|s| opens_story(s) || is_standfirst(s)).copied().collect();
    out.extend(&story[first..=last]);
    let mut listed = out.last().is_some_and(|s| s.text.ends_with(':'));
    for segment in &story[last + 1..] {
        listed &= segment.shape == Shape::Item;
        if listed || is_sentence(segment) {
            out.push(segment);
        }
    }
    while out.last().is_some_and(|s| matches!(s.shape, Shape::Heading(_))) {
        out.pop();
    }
    out
}

/// What may stand above the first paragraph: a heading, a point of a list, a short sentence.
fn opens_story(segment: &Segment) -> bool {
    match segment.shape {
        Shape::Heading(_) => segment.words >= 2 && segment.link < 0.3,
        Shape::Item => segment.words >= 5 && segment.link < 0.3,
        _ => is_sentence(segment) && segment.words >= 4,
    }
}

fn is_sentence(segment: &Segment) -> bool {
    let text = segment.text.trim_end_matches(['"', '”', '’', '\'', '»', '」', ')']);
    let bracketed = segment.text.starts_with(['(', '[']) && segment.text.ends_with([')', ']']);
    let plain = !matches!(segment.shape, Shape::Heading(_)) && segment.link < 0.5 && segment.words >= 2;
    plain && (text.ends_with(['.', '!', '?', '…', '。', '！', '？']) || bracketed)
}

/// Drops what stands again, word for word, within a longer paragraph (a standfirst, a pulled quote), and what stands twice.
fn without_repeats(story: Vec<&Segment>) -> Vec<&Segment> {
    if story.len() > MOST_FOR_REPEATS {
        return story;
    }
    let keys: Vec<String> = story.iter().map(|s| clean::key(&s.text)).collect();
    let repeated = |at: usize| {
        let key = &keys[at];
        // A heading often says in four words what the paragraph under it says in ten.
        story[at].words >= 4
            && !matches!(story[at].shape, Shape::Heading(_))
            && keys.iter().enumerate().any(|(other, longer)| {
                other != at
                    && longer.len() >= key.len()
                    && story[other].is_prose()
                    && longer.contains(key.as_str())
                    && (longer.len() > key.len() || other < at)
            })
    };
    let said = |at: usize| at < 2 && story[at].words >= 6 && says_same(story[at], &story[at + 1..]);
    (0..story.len()).filter(|at| !repeated(*at) && !said(*at)).map(|at| story[at]).collect()
}

/// Whether a standfirst's words nearly all stand, close together, in one of the paragraphs below.
fn says_same(standfirst: &Segment, below: &[&Segment]) -> bool {
    let set = |text: &str| -> std::collections::BTreeSet<String> {
        text.split_whitespace().map(clean::key).filter(|w| !w.is_empty()).collect()
    };
    let words = set(&standfirst.text);
    standfirst.words <= 60
        && below
            .iter()
            .take(4)
            .filter(|s| s.is_prose())
            .any(|s| words.intersection(&set(&s.text)).count() * 10 >= words.len() * 9)
}
