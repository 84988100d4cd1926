//! Languages: tags made regular, and a simple look at a text where no tag can be believed.

/// A BCP 47 tag from what pages write (`en_GB`, `EN-us`, `ru`); `None` for what is no tag.
pub fn tag(raw: &str) -> Option<String> {
    let mut parts = raw.trim().split(['-', '_', ',', ';', ' ']).filter(|part| !part.is_empty());
    let language = parts
        .next()
        .filter(|p| (2..=3).contains(&p.len()) && p.chars().all(|c| c.is_ascii_alphabetic()))?
        .to_ascii_lowercase();
    if ["und", "zxx", "mul", "xx"].contains(&language.as_str()) {
        return None;
    }
    let region = parts.find(|p| p.len() == 2 && p.chars().all(|c| c.is_ascii_alphabetic()));
    Some(match region {
        Some(region) => format!("{language}-{}", region.to_ascii_uppercase()),
        None => language,
    })
}

/// The language a text looks to be in, by its script and its smallest words.
pub fn detect(text: &str) -> Option<&'static str> {
    let count = |from: char, to: char| text.chars().filter(|c| (from..=to).contains(c)).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count().max(1);
    let most = |n: usize| n * 2 > letters;
    if (count('\u{3040}', '\u{30FF}')) * 8 > letters {
        return Some("ja");
    }
    if most(count('\u{4E00}', '\u{9FFF}')) {
        return Some("zh");
    }
    if most(count('\u{AC00}', '\u{D7A3}')) {
        return Some("ko");
    }
    if most(count('\u{400}', '\u{4FF}')) {
        return Some(if text.contains(['і', 'ї', 'є', 'І', 'Ї', 'Є']) { "uk" } else { "ru" });
    }
    if most(count('\u{600}', '\u{6FF}')) {
        return Some("ar");
    }
    by_small_words(text)
}

fn by_small_words(text: &str) -> Option<&'static str> {
    const SMALL: [(&str, &[&str]); 8] = [
        ("en", &["the", "of", "and", "to", "that", "is", "was", "for", "with", "on", "by", "it", "said"]),
        ("de", &["der", "die", "und", "das", "von", "mit", "dem", "nicht", "ist", "auf", "ein", "eine"]),
        ("fr", &["le", "les", "des", "et", "du", "une", "est", "dans", "pour", "que", "qui", "sur"]),
        ("es", &["el", "los", "las", "del", "y", "una", "que", "por", "con", "para", "en", "es"]),
        ("it", &["il", "di", "che", "gli", "della", "per", "una", "con", "sono", "non", "nel", "è"]),
        ("pt", &["o", "os", "do", "da", "que", "uma", "para", "com", "não", "em", "dos", "ao"]),
        ("nl", &["de", "het", "een", "van", "en", "dat", "niet", "op", "zijn", "voor", "met", "te"]),
        ("pl", &["i", "w", "na", "z", "się", "nie", "do", "że", "jest", "o", "przez", "od"]),
    ];
    let words: Vec<String> = text.split_whitespace().take(2000).map(str::to_lowercase).collect();
    let scored = SMALL.iter().map(|(language, small)| {
        (
            words.iter().filter(|w| small.contains(&w.trim_matches(|c: char| !c.is_alphabetic()))).count(),
            *language,
        )
    });
    scored
        .max_by_key(|(hits, _)| *hits)
        .filter(|(hits, _)| hits * 12 >= words.len() && *hits >= 3)
        .map(|(_, language)| language)
}

/// Whether a stated language can be that of a text: the scripts at least must agree.
pub fn agrees(stated: &str, detected: &str) -> bool {
    let latin = |language: &str| !["ja", "zh", "ko", "ru", "uk", "ar"].contains(&language);
    let stated = stated.split('-').next().unwrap_or(stated);
    let cyrillic =
        |language: &str| ["ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "tg", "mn"].contains(&language);
    stated == detected
        || (latin(detected)
            && !["ja", "zh", "ko", "ru", "uk", "ar"].contains(&stated)
            && stated != "en"
            && detected != "en")
        || (cyrillic(stated) && cyrillic(detected))
        || (detected == "ar" && ["fa", "ur", "ps"].contains(&stated))
}
