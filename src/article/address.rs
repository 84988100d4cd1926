//! Addresses: whose page it is, and which address it may call its own.

use url::Url;

/// The registrable domain of a URL ("example.co.uk"), or its host where there is none.
pub fn domain(url: &Url) -> Option<String> {
    let host = url.host_str()?;
    Some(psl::domain_str(host).unwrap_or(host).to_owned())
}

/// The page's own address: a stated one only if it is http(s), of the same site, and not the front page.
pub fn canonical(stated: &str, fetched: Option<&Url>) -> Option<Url> {
    let stated = stated.trim();
    let mut url = match fetched {
        Some(base) => base.join(stated).ok()?,
        None => Url::parse(stated).ok()?,
    };
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    if let Some(fetched) = fetched {
        let same_site = domain(&url)? == domain(fetched)?;
        let front = url.path() == "/" && url.query().is_none() && fetched.path() != "/";
        if !same_site || front {
            return None;
        }
    }
    url.set_fragment(None);
    let _ = url.set_username("");
    let _ = url.set_password(None);
    Some(url)
}

/// A date in the path of an address: `/2024/03/21/`, `/2024-03-21-`, `/20240321/`.
pub fn date_in_path(url: &Url) -> Option<jiff::civil::Date> {
    let numbers: Vec<&str> = url.path().split(|c: char| !c.is_ascii_digit()).collect();
    numbers
        .windows(3)
        .find_map(|three| match three {
            [y, m, d] if y.len() == 4 && (1..=2).contains(&m.len()) && (1..=2).contains(&d.len()) => {
                day(y, m, d)
            }
            _ => None,
        })
        .or_else(|| numbers.iter().filter(|n| n.len() == 8).find_map(|n| day(&n[..4], &n[4..6], &n[6..])))
}

fn day(year: &str, month: &str, day: &str) -> Option<jiff::civil::Date> {
    let year = year.parse().ok().filter(|y| (1990..=2100).contains(y))?;
    jiff::civil::Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}
