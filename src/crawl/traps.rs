//! Traps: addresses without end. Some can be told from the address alone, others only by their number.
//!
//! The counts hold for one run and are bounded themselves; what is kept out is told with the kind of its trap.

use super::links;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use url::Url;

/// Steps of a path, and parameters of a query, beyond which no story lies.
const STEPS: usize = 16;
const PARAMETERS: usize = 12;
/// How often one step may stand in a path.
const SAME_STEP: usize = 3;
/// Days and months of one list that are looked at in one run.
const CALENDAR_PAGES: u32 = 40;
/// Addresses that differ in their query alone, with one, two, and more parameters.
const VARIANTS: [u32; 3] = [5000, 500, 100];
/// Addresses remembered, so that one is counted once; beyond them, counting ends and the page budgets hold.
const REMEMBERED: usize = 1 << 20;

/// What kind of trap it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trap {
    /// A path deeper than any story's.
    Deep,
    /// A path that repeats itself, as a broken relative link does.
    Repeats,
    /// More parameters than any story needs.
    Parameters,
    /// Too many addresses of one path that differ in their parameters alone.
    Variants,
    /// Too many days or months of one calendar.
    Calendar,
}

impl Trap {
    pub fn word(self) -> &'static str {
        match self {
            Trap::Deep => "trap_deep",
            Trap::Repeats => "trap_repeats",
            Trap::Parameters => "trap_parameters",
            Trap::Variants => "trap_variants",
            Trap::Calendar => "trap_calendar",
        }
    }

    pub fn told(self) -> &'static str {
        match self {
            Trap::Deep => "a path without end",
            Trap::Repeats => "a path that repeats itself",
            Trap::Parameters => "an address of too many parameters",
            Trap::Variants => "one of too many variants of one address",
            Trap::Calendar => "one of too many pages of a calendar",
        }
    }
}

/// What an address alone gives away.
pub fn of_address(url: &Url) -> Option<Trap> {
    let steps: Vec<&str> = url.path().split('/').filter(|step| !step.is_empty()).collect();
    if steps.len() > STEPS {
        return Some(Trap::Deep);
    }
    if repeats(&steps) {
        return Some(Trap::Repeats);
    }
    let parameters = url.query().map_or(0, |query| query.split('&').count());
    (parameters > PARAMETERS).then_some(Trap::Parameters)
}

/// One step over and over, or two or three steps in turn.
fn repeats(steps: &[&str]) -> bool {
    let often = |step: &&str| steps.iter().filter(|other| *other == step).count() > SAME_STEP;
    let in_turn = |size: usize| {
        steps.windows(3 * size).any(|run| run.chunks(size).all(|part| Some(part) == run.get(..size)))
    };
    steps.iter().any(often) || in_turn(2) || in_turn(3)
}

/// Counts what links name, for as long as a run lasts.
#[derive(Debug, Default)]
pub struct Traps {
    counted: HashSet<u64>,
    variants: HashMap<u64, u32>,
    calendars: HashMap<u64, u32>,
}

impl Traps {
    /// Counts an address that a link names, once, and says whether it is one too many.
    pub fn count(&mut self, url: &Url) -> Option<Trap> {
        if self.counted.len() >= REMEMBERED || !self.counted.insert(hash(url.as_str())) {
            return None;
        }
        if let Some(shape) = links::calendar(url)
            && over(&mut self.calendars, &shape, CALENDAR_PAGES)
        {
            return Some(Trap::Calendar);
        }
        let parameters = url.query().map_or(0, |query| query.split('&').count());
        let bound = VARIANTS.get(parameters.checked_sub(1)?).copied().unwrap_or(VARIANTS[2]);
        let path = &url[..url::Position::AfterPath];
        over(&mut self.variants, &(path, parameters.min(3)), bound).then_some(Trap::Variants)
    }
}

fn over(counts: &mut HashMap<u64, u32>, key: &impl Hash, bound: u32) -> bool {
    let count = counts.entry(hash(key)).or_default();
    *count += 1;
    *count > bound
}

/// A number for a key; the same within one run of the program.
pub fn hash(key: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn addresses_give_some_traps_away() {
        for (text, trap) in [
            ("http://a.example/x/x/x/x/", Some(Trap::Repeats)),
            ("http://a.example/a/b/a/b/a/b", Some(Trap::Repeats)),
            ("http://a.example/news/a/b/c/a/b/c/a/b/c", Some(Trap::Repeats)),
            ("http://a.example/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17", Some(Trap::Deep)),
            ("http://a.example/?a=1&b=2&c=3&d=4&e=5&f=6&g=7&h=8&i=9&j=1&k=2&l=3&m=4", Some(Trap::Parameters)),
            ("http://a.example/2024/03/06/story", None),
            ("http://a.example/03/03/03", None),
            ("http://a.example/a/b/a/b/c", None),
        ] {
            assert_eq!(of_address(&url(text)), trap, "{text}");
        }
    }

    #[test]
    fn calendars_end() {
        let mut traps = Traps::default();
        let count = |traps: &mut Traps, form: &dyn Fn(u32) -> String| {
            (0..600).filter(|n| traps.count(&url(&form(*n))) == Some(Trap::Calendar)).count()
        };
        let months = |n: u32| format!("http://a.example/calendar/{}/{:02}/", 2000 + n / 12, n % 12 + 1);
        assert_eq!(count(&mut traps, &months), 560);
        assert_eq!(count(&mut traps, &months), 0, "counted twice");
        let query = |n: u32| format!("http://a.example/events?month={}-{:02}", 2000 + n / 12, n % 12 + 1);
        assert_eq!(count(&mut traps, &query), 560);
        let parts = |n: u32| format!("http://a.example/diary?year={}&month={}", 2000 + n / 12, n % 12 + 1);
        assert_eq!(count(&mut traps, &parts), 560);
        let stories = |n: u32| format!("http://a.example/{}/{:02}/a-story", 2000 + n / 12, n % 12 + 1);
        assert_eq!(count(&mut traps, &stories), 0);
    }

    #[test]
    fn variants_of_one_address_end() {
        let mut traps = Traps::default();
        let mut count = |form: &dyn Fn(u32) -> String| {
            (0..6000).filter(|n| traps.count(&url(&form(*n))) == Some(Trap::Variants)).count()
        };
        assert_eq!(count(&|n| format!("http://a.example/story?id={n}")), 1000);
        assert_eq!(count(&|n| format!("http://a.example/list?sort=a&id={n}")), 5500);
        assert_eq!(count(&|n| format!("http://a.example/shop?a={n}&b=1&c=2&d=3")), 5900);
        assert_eq!(count(&|n| format!("http://a.example/story/{n}")), 0);
    }
}
