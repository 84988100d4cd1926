//! Whether a clause speaks of what was or of what will be, as a bare "Tuesday" or "in March" needs to know.

use super::super::words::Words;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tense {
    Past,
    Future,
}

/// Verbs in the present that tell of what is fixed for a coming day: "talks resume on Wednesday".
const FIXED: &[&str] = &[
    "resume", "resumes", "meet", "meets", "start", "starts", "begin", "begins", "open", "opens", "reopen",
    "reopens", "expire", "expires", "end", "ends", "close", "closes", "convene", "convenes", "vote", "votes",
    "apply", "applies",
];

/// How many words either side are looked at.
const REACH: usize = 14;

const FUTURE: &[&str] = &[
    "will",
    "shall",
    "due",
    "scheduled",
    "slated",
    "expected",
    "expects",
    "plan",
    "plans",
    "planning",
    "set",
    "upcoming",
    "deadline",
    "expire",
    "expires",
    "starting",
    "effective",
    "begin",
    "begins",
    "ahead",
    "may",
    "could",
    "would",
    "until",
    "by",
    "hopes",
    "aims",
    "take",
    "takes",
];

const PAST: &[&str] = &[
    "said",
    "told",
    "was",
    "were",
    "had",
    "has",
    "have",
    "did",
    "rose",
    "fell",
    "met",
    "sent",
    "sold",
    "bought",
    "went",
    "came",
    "took",
    "made",
    "gave",
    "began",
    "saw",
    "hit",
    "held",
    "won",
    "lost",
    "left",
    "got",
    "found",
    "wrote",
    "became",
    "grew",
    "led",
    "paid",
    "ran",
    "spoke",
    "shut",
    "struck",
    "built",
    "caught",
    "froze",
    "brought",
    "hid",
    "laid",
    "cut",
    "according",
    "data",
    "showed",
    "put",
];

/// Words in "-ed" that are no past tense of a report.
const NOT_PAST: &[&str] = &[
    "need",
    "proceed",
    "indeed",
    "unmanned",
    "advanced",
    "limited",
    "united",
    "expected",
    "scheduled",
    "slated",
    "used",
];

fn tense_of(words: &Words, i: usize) -> Option<Tense> {
    if words.is_any(i, FUTURE) {
        // "set" and "take" look ahead only in "set to", "take effect".
        let word = words.word(i).to_ascii_lowercase();
        let half = match word.as_str() {
            "set" | "due" | "expected" | "scheduled" | "slated" => {
                words.is_any(i + 1, &["to", "for", "on", "in", "next"])
            }
            "take" | "takes" => words.is(i + 1, "effect"),
            "may" | "could" | "would" | "begin" | "ahead" => false,
            "by" | "until" => false,
            _ => true,
        };
        if half {
            return Some(Tense::Future);
        }
    }
    // "is to be sentenced", "are to meet": an order or a plan.
    if words.is_any(i, &["is", "are"]) && words.is(i + 1, "to") {
        return Some(Tense::Future);
    }
    if words.is_any(i, FIXED) && words.is_any(i + 1, &["on", "in", "from", "next"]) {
        return Some(Tense::Future);
    }
    let word = words.word(i);
    let past = words.is_any(i, PAST)
        || (word.len() > 4 && word.ends_with("ed") && !words.is_any(i, NOT_PAST) && !words.is_capital(i));
    past.then_some(Tense::Past)
}

/// The tense around the words `from..to`: the nearest verb before them in the sentence, else the first one after.
pub fn around(words: &Words, from: usize, to: usize) -> Option<Tense> {
    let start = words.sentence_start(from, REACH);
    // "the rule comes from 20 February": what comes on a day is still to come.
    if from > start + 1
        && words.is_any(from - 1, &["from", "in", "on"])
        && words.is_any(from - 2, &["come", "comes", "follow", "follows"])
    {
        return Some(Tense::Future);
    }
    if from > start && words.is(from - 1, "for") {
        // "has set a hearing for May 3": what is fixed for a day lies ahead.
        let fixed = |i: usize| words.is_any(i, &["set", "sets", "scheduled", "planned", "slated", "fixed"]);
        if (start..from).rev().take(9).any(fixed) {
            return Some(Tense::Future);
        }
    }
    for i in (start..from).rev() {
        if words.word(i) == ";" {
            break;
        }
        // "said the rule would take force on April 28"
        let quoted = |k: usize| matches!(words.word(k), "\u{201d}" | "\"");
        if words.is(i, "would") && !(i..from).any(quoted) {
            return Some(Tense::Future);
        }
        if let Some(tense) = tense_of(words, i) {
            // "would put duties on": no past form behind a modal verb.
            let modal = ["would", "will", "shall", "could", "may", "might"];
            if tense == Tense::Past && i > 0 && words.is_any(i - 1, &modal) {
                return Some(Tense::Future);
            }
            // "will be announced": the auxiliary before a participle decides.
            let passive =
                tense == Tense::Past && words.is_any(i.wrapping_sub(1), &["be", "been", "being", "get"]);
            let aux = i.checked_sub(2).map(|at| words.word(at)).unwrap_or("");
            if passive && aux.eq_ignore_ascii_case("will") {
                return Some(Tense::Future);
            }
            if passive && aux.eq_ignore_ascii_case("to") {
                continue;
            }
            return Some(tense);
        }
    }
    let end = words.sentence_end(to, REACH);
    (to..end).find_map(|i| {
        // "In December a ban may follow"
        let may = words.is_any(i, &["may", "might", "could"]);
        if may { Some(Tense::Future) } else { tense_of(words, i) }
    })
}
