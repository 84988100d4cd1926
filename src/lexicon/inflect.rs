//! Regular endings of English words, so that the tables need only the dictionary form.

/// The regular plural of a noun phrase: the last word takes the ending.
pub fn plural(noun: &str) -> String {
    let before_y = noun.chars().rev().nth(1);
    match noun {
        n if n.ends_with('y') && before_y.is_some_and(|c| !"aeiou".contains(c) && c.is_lowercase()) => {
            format!("{}ies", &n[..n.len() - 1])
        }
        n if ["s", "x", "z", "ch", "sh"].iter().any(|e| n.ends_with(e)) => format!("{n}es"),
        n => format!("{n}s"),
    }
}

/// The plural of a word for a people, or `None` where the word is its own ("Chinese", "Swiss", "Danes").
pub fn people(adjective: &str) -> Option<String> {
    let own = ["s", "ese", "ish", "sh", "ch", "men", "man", "ic"];
    (!own.iter().any(|e| adjective.ends_with(e))).then(|| format!("{adjective}s"))
}

/// The regular finite forms of a verb: "warn" → warn, warns, warned.
pub fn finite(verb: &str) -> [String; 3] {
    let stem_y = verb.strip_suffix('y').filter(|s| !s.ends_with(['a', 'e', 'i', 'o', 'u']));
    let third = match verb {
        _ if stem_y.is_some() => format!("{}ies", stem_y.unwrap_or_default()),
        v if ["s", "x", "z", "ch", "sh", "o"].iter().any(|e| v.ends_with(e)) => format!("{v}es"),
        v => format!("{v}s"),
    };
    let past = match verb {
        _ if stem_y.is_some() => format!("{}ied", stem_y.unwrap_or_default()),
        v if v.ends_with('e') => format!("{v}d"),
        v if doubles(v) => format!("{v}{}ed", &v[v.len() - 1..]),
        v => format!("{v}ed"),
    };
    [verb.to_owned(), third, past]
}

/// The regular -ing form of a verb.
pub fn ing(verb: &str) -> String {
    match verb {
        v if v.ends_with('e') && !v.ends_with("ee") => format!("{}ing", &v[..v.len() - 1]),
        v if doubles(v) => format!("{v}{}ing", &v[v.len() - 1..]),
        v => format!("{v}ing"),
    }
}

/// Whether the last consonant is written twice before -ed: one short vowel in a word of one syllable
/// ("ban", "drop"), or one of the few longer verbs that do the same.
fn doubles(verb: &str) -> bool {
    let letters: Vec<char> = verb.chars().collect();
    let vowel = |c: &char| "aeiou".contains(*c);
    match letters.as_slice() {
        [start @ .., v, last] if vowel(v) && !vowel(last) && !"wxy".contains(*last) => {
            let one_syllable = !start.iter().any(vowel);
            one_syllable || ["permit", "submit", "admit", "cancel", "transfer"].contains(&verb)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_take_their_regular_plural() {
        assert_eq!(plural("battery"), "batteries");
        assert_eq!(plural("drone"), "drones");
        assert_eq!(plural("switch"), "switches");
        assert_eq!(plural("UAV"), "UAVs");
    }

    #[test]
    fn peoples_in_ese_and_ish_have_no_plural() {
        assert_eq!(people("Chinese"), None);
        assert_eq!(people("Russian").as_deref(), Some("Russians"));
    }

    #[test]
    fn verbs_take_their_regular_endings() {
        assert_eq!(finite("deny"), ["deny", "denies", "denied"]);
        assert_eq!(finite("ban")[2], "banned");
        assert_eq!(finite("reject")[2], "rejected");
        assert_eq!(finite("impose")[2], "imposed");
        assert_eq!(ing("accuse"), "accusing");
        assert_eq!(ing("stop"), "stopping");
    }
}
