//! Dates of feeds and sitemaps, in every way they are written; only the day matters here.

use jiff::civil::Date;

/// ISO 8601 and its shorter forms, then RFC 822 and 2822.
pub fn day(text: &str) -> Option<Date> {
    let text = text.trim();
    iso(text).or_else(|| mail(text))
}

fn iso(text: &str) -> Option<Date> {
    let mut parts = text.split(['T', ' ']).next()?.splitn(3, ['-', '/']);
    let year = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let month = parts.next().map_or(Some(1), |month| month.parse().ok())?;
    let day = parts.next().map_or(Some(1), |day| day.get(..2).unwrap_or(day).parse().ok())?;
    Date::new(year, month, day).ok()
}

/// `Wed, 6 Mar 2024 10:00:00 GMT`, the name of the day and the clock not being needed.
fn mail(text: &str) -> Option<Date> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let words: Vec<&str> = text.split([' ', ',', '-']).filter(|word| !word.is_empty()).collect();
    words.windows(3).find_map(|three| {
        let day = three[0].parse().ok()?;
        let name = three[1].get(..3)?.to_ascii_lowercase();
        let month = MONTHS.iter().position(|month| *month == name)?;
        let year: i16 = three[2].parse().ok()?;
        let year = if three[2].len() == 2 { 2000 + year } else { year };
        Date::new(year, month as i8 + 1, day).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_many_hands() {
        for (text, date) in [
            ("2024-03-06", Some("2024-03-06")),
            ("2024-03", Some("2024-03-01")),
            ("2024", Some("2024-01-01")),
            ("2024-03-06T10:00:00+01:00", Some("2024-03-06")),
            ("2024-03-06 10:00", Some("2024-03-06")),
            ("Wed, 06 Mar 2024 10:00:00 GMT", Some("2024-03-06")),
            ("6 March 2024", Some("2024-03-06")),
            ("Wed, 6 Mar 24 10:00 EST", Some("2024-03-06")),
            ("yesterday", None),
            ("2024-13-06", None),
            ("", None),
        ] {
            assert_eq!(day(text).map(|d| d.to_string()).as_deref(), date, "{text}");
        }
    }
}
