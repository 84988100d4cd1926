//! The sign ¥ is written for yen and for yuan: what an article says about which it means.

/// A dollar has bought far more than this many yen for decades, and far fewer yuan.
const BETWEEN: f64 = 30.0;

/// The code that the article's own words give the sign: it writes one of the names, or converts an amount into dollars.
pub fn told(text: &str) -> Option<&'static str> {
    let yen = text.contains(" yen") || text.contains("JPY");
    let yuan = ["yuan", "renminbi", "RMB", "CNY"].iter().any(|name| text.contains(name));
    match (yen, yuan) {
        (true, false) => Some("JPY"),
        (false, true) => Some("CNY"),
        _ => text.match_indices('\u{a5}').find_map(|(at, sign)| by_rate(&text[at + sign.len()..])),
    }
}

/// "412.6bn ($2.64bn)": the rate between the two tells yen from yuan.
fn by_rate(text: &str) -> Option<&'static str> {
    let (amount, rest) = number(text)?;
    let rest = rest.trim_start().strip_prefix('(')?.trim_start_matches("about ").trim_start_matches("US");
    let (dollars, _) = number(rest.strip_prefix('$')?)?;
    (dollars > 0.0).then(|| if amount / dollars > BETWEEN { "JPY" } else { "CNY" })
}

/// A number with its scale word, and the text behind it.
fn number(text: &str) -> Option<(f64, &str)> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')))?;
    let value: f64 = text[..end].replace(',', "").parse().ok()?;
    let rest = &text[end..];
    let bare = rest.trim_start_matches([' ', '\u{a0}']);
    let scales = [
        ("trillion", 1e12),
        ("tn", 1e12),
        ("billion", 1e9),
        ("bn", 1e9),
        ("million", 1e6),
        ("mn", 1e6),
        ("m", 1e6),
    ];
    let scale = scales.iter().find(|(word, _)| bare.starts_with(word));
    Some(scale.map_or((value, rest), |(word, scale)| (value * scale, &bare[word.len()..])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_or_the_name_tells() {
        assert_eq!(told("sales of \u{a5}412.6bn ($2.64bn)"), Some("JPY"));
        assert_eq!(told("sales of \u{a5}72 million (US$10 million)"), Some("CNY"));
        assert_eq!(told("\u{a5}5bn, or 5bn yen"), Some("JPY"));
        assert_eq!(told("\u{a5}5bn in sales"), None);
    }
}
