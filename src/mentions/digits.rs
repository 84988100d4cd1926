//! Numbers in figures: groups of thousands in several manners of writing, decimal points and commas.

use rust_decimal::Decimal;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Written {
    pub value: Decimal,
    /// Thousands were parted: `45,000`.
    pub grouped: bool,
    /// A comma stands for the decimal point, which holds only beside a scale word, a unit or a currency.
    pub comma: bool,
}

/// The value of a run of digits, points and commas; `None` where it is no one number (`21.03.2024`, `007`).
pub fn read(text: &str) -> Option<Written> {
    let plain = |value: Option<Decimal>, grouped| value.map(|value| Written { value, grouped, comma: false });
    if text.contains('\'') {
        let joined: String = text.split('\'').collect();
        return thousands(text, '\'').then(|| plain(number(&joined), true))?;
    }
    match (text.matches(',').count(), text.matches('.').count()) {
        (0, 0) => plain(number(text), false),
        (0, 1) => plain(number(text), false),
        (0, _) if thousands(text, '.') => plain(number(&text.replace('.', "")), true),
        (_, 0) if thousands(text, ',') || lakhs(text) => plain(number(&text.replace(',', "")), true),
        (1, 0) => {
            let value = number(&text.replace(',', "."))?;
            let places = text.split(',').next_back().map_or(0, str::len);
            (places <= 2).then_some(Written { value, grouped: false, comma: true })
        }
        (_, 1) => {
            let (whole, part) = text.split_once('.')?;
            let fits = (thousands(whole, ',') || lakhs(whole)) && !part.contains(',');
            fits.then(|| plain(number(&text.replace(',', "")), true))?
        }
        (1, _) => {
            let (whole, part) = text.split_once(',')?;
            let fits = thousands(whole, '.') && !part.contains('.');
            fits.then(|| plain(number(&format!("{}.{part}", whole.replace('.', ""))), true))?
        }
        _ => None,
    }
}

fn number(text: &str) -> Option<Decimal> {
    let padded = text.len() > 1 && text.starts_with('0') && !text.starts_with("0.");
    if padded || text.len() > 24 { None } else { text.parse().ok() }
}

/// `1.234.567` or `45,000`: up to three digits, then groups of three.
fn thousands(text: &str, mark: char) -> bool {
    let mut groups = text.split(mark);
    let first = groups.next().unwrap_or("");
    let rest: Vec<&str> = groups.collect();
    (1..=3).contains(&first.len()) && first != "0" && !rest.is_empty() && rest.iter().all(|g| g.len() == 3)
}

/// `1,23,45,678`: the Indian manner, pairs before the last three.
fn lakhs(text: &str) -> bool {
    let groups: Vec<&str> = text.split(',').collect();
    let [first, middle @ .., last] = groups.as_slice() else { return false };
    (1..=2).contains(&first.len())
        && !middle.is_empty()
        && middle.iter().all(|g| g.len() == 2)
        && last.len() == 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn manners_of_writing() {
        let value = |text: &str| read(text).map(|w| w.value.to_string());
        assert_eq!(value("1,234,567.89").as_deref(), Some("1234567.89"));
        assert_eq!(value("1.234.567").as_deref(), Some("1234567"));
        assert_eq!(value("1.234.567,89").as_deref(), Some("1234567.89"));
        assert_eq!(value("1,23,45,678").as_deref(), Some("12345678"));
        assert_eq!(value("1'000'000").as_deref(), Some("1000000"));
        assert_eq!(value("1,5").as_deref(), Some("1.5"));
        for none in ["21.03.2024", "007", "1,2,3", "5,6789", "1,234,56"] {
            assert_eq!(value(none), None, "{none}");
        }
    }
}
