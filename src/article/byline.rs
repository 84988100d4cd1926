//! Bylines: who wrote it, out of "By Jane Doe and John Roe, Staff Writers".

use super::clean;

/// The names of a byline, each once. What is not a name ("Staff", an address, the publisher) is left out.
pub fn names(raw: &str, publisher: Option<&str>) -> Vec<String> {
    let line = clean::line(raw);
    let line = without_opening(&line);
    let mut out: Vec<String> = Vec::new();
    for part in split(line) {
        let name = tidy(part);
        if is_name(&name, publisher) && !out.iter().any(|known| clean::key(known) == clean::key(&name)) {
            out.push(name);
        }
    }
    out
}

/// Whether a line is a byline and nothing else.
pub fn is_byline(line: &str) -> bool {
    let opening = without_opening(line);
    opening.len() < line.len()
        && clean::words(opening) <= 16
        && !line.trim_end().ends_with(['.', '?', '!'])
        && !names(line, None).is_empty()
}

fn without_opening(line: &str) -> &str {
    const OPENINGS: &[&str] = &[
        "written by ",
        "reported by ",
        "story by ",
        "posted by ",
        "article by ",
        "authors: ",
        "author: ",
        "by: ",
        "by ",
        "von ",
        "par ",
        "por ",
        "автор: ",
        "автор ",
    ];
    let mut line = line.trim();
    for opening in OPENINGS {
        if line.get(..opening.len()).is_some_and(|head| head.to_lowercase() == *opening) {
            line = line[opening.len()..].trim_start();
        }
    }
    line
}

fn split(line: &str) -> Vec<&str> {
    let mut parts = vec![line];
    for separator in [" and ", " & ", " und ", " et ", " y ", " и ", ",", ";", "|", " · ", " • ", " / "] {
        parts = parts.iter().flat_map(|part| part.split(separator)).collect();
    }
    parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect()
}

/// A name without what is hung on it: " in Brussels", " for the Times", an address in brackets, a handle.
fn tidy(part: &str) -> String {
    let mut name = part;
    for cut in [" in ", " for ", " at ", " with ", " of ", " - ", " – ", " — ", " (", " @", " <", " on "]
    {
        if let Some(at) = name.find(cut) {
            name = &name[..at];
        }
    }
    without_opening(name.strip_prefix("and ").unwrap_or(name))
        .trim_matches(['.', ',', ':', '-', ' ', '|', '*'])
        .to_owned()
}

fn is_name(name: &str, publisher: Option<&str>) -> bool {
    const NOT: &[&str] = &[
        "staff",
        "editor",
        "admin",
        "administrator",
        "editors",
        "editorial",
        "newsroom",
        "webmaster",
        "reporter",
        "correspondent",
        "writer",
        "guest",
        "contributor",
        "team",
        "desk",
        "updated",
        "published",
        "posted",
        "author",
        "authors",
        "unknown",
        "anonymous",
        "press office",
        "communications",
        "senior",
        "chief",
        "root",
        "redaktion",
        "редакция",
        "null",
        "undefined",
        "none",
        "bureau",
        "wire",
        "services",
        "office",
        "ministry",
        "department",
        "affairs",
        "public",
        "media",
        "min read",
    ];
    let words: Vec<&str> = name.split_whitespace().collect();
    let lower = name.to_lowercase();
    (1..=6).contains(&words.len())
        && name.len() >= 3
        && name.len() <= 70
        && !name.contains(['@', '/', '<', '>', '=', '?', '!'])
        && !name.chars().any(|c| c.is_ascii_digit())
        && name.chars().next().is_some_and(|c| !c.is_lowercase() || words.len() > 1)
        && words.last().is_some_and(|w| w.chars().next().is_some_and(|c| !c.is_lowercase()))
        && !lower.split_whitespace().any(|word| NOT.contains(&word))
        && !NOT.contains(&lower.as_str())
        && publisher.is_none_or(|publisher| clean::key(publisher) != clean::key(name))
        && super::calendar::month(lower.split_whitespace().next().unwrap_or(""))
            .is_none_or(|_| words.len() > 1)
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn takes_names_and_leaves_the_rest() {
        let cases: [(&str, &[&str]); 9] = [
            ("By Jane Doe and John Roe, March 21, 2024", &["Jane Doe", "John Roe"]),
            ("by JANE DOE", &["JANE DOE"]),
            ("Jane Doe, Staff Writer", &["Jane Doe"]),
            ("By Jane Doe in Brussels and Li Wei in Beijing", &["Jane Doe", "Li Wei"]),
            ("Jane Doe (jane@example.com)", &["Jane Doe"]),
            ("admin", &[]),
            ("The Example Times", &[]),
            ("Анна Петрова и Иван Иванов", &["Анна Петрова", "Иван Иванов"]),
            ("https://example.com/jane", &[]),
        ];
        for (raw, expected) in cases {
            assert_eq!(names(raw, Some("The Example Times")), expected, "{raw}");
        }
    }
}
