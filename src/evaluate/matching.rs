//! Matches what was found against gold: mentions one to one by overlap, claims one to one by evidence and type.

use super::{Amount, Annotated, Counts, Figure, Link, Named, Place, Said, Told, When};
use crate::model::{ClaimType, CountryRole};

/// A miss, a false find or a wrong field, for `--errors`.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    pub article: String,
    /// Which figure it lowers.
    pub figure: &'static str,
    /// `missed`, `false` or `wrong`.
    pub what: &'static str,
    pub detail: String,
    /// The sentence or the words it stands in.
    pub context: String,
}

/// All figures over a set of articles, and what lowered them.
#[derive(Clone, Debug, Default)]
pub struct Score {
    pub figures: Vec<Figure>,
    pub differences: Vec<Difference>,
    /// (confidence, right in all fields) of each found claim, for the reliability table.
    pub confidences: Vec<(f64, bool)>,
}

impl Score {
    fn add(&mut self, name: &'static str, accuracy: bool, counts: Counts) {
        match self.figures.iter_mut().find(|figure| figure.name == name) {
            Some(figure) => figure.articles.push(counts),
            None => self.figures.push(Figure { name, accuracy, articles: vec![counts] }),
        }
    }

    fn differ(
        &mut self,
        gold: &Annotated,
        figure: &'static str,
        what: &'static str,
        detail: String,
        at: Place,
    ) {
        self.differences.push(Difference {
            article: gold.name.clone(),
            figure,
            what,
            detail,
            context: context(&gold.text, at),
        });
    }
}

/// Scores pairs of gold and output for the same text.
pub fn compare(pairs: &[(Annotated, Annotated)]) -> Score {
    let mut score = Score::default();
    for (gold, found) in pairs {
        mentions(&mut score, gold, found);
        attributions(&mut score, gold, found);
        claims(&mut score, gold, found);
    }
    score
}

fn context(text: &str, at: Place) -> String {
    let from = at.start.saturating_sub(70) as usize;
    let shown: String = text.chars().skip(from).take((at.end as usize).saturating_sub(from) + 70).collect();
    shown.replace('\n', " ")
}

/// Pairs gold with found one to one: by the most shared characters among those that overlap and agree.
fn pair<G, F>(
    gold: &[G],
    found: &[F],
    place: impl Fn(&G) -> Place,
    place_found: impl Fn(&F) -> Place,
    agree: impl Fn(&G, &F) -> bool,
) -> Vec<(usize, usize)> {
    let mut edges: Vec<(u32, usize, usize)> = Vec::new();
    for (g, one) in gold.iter().enumerate() {
        for (f, other) in found.iter().enumerate() {
            let shared = place(one).shared(place_found(other));
            if shared > 0 && agree(one, other) {
                edges.push((shared, g, f));
            }
        }
    }
    edges.sort_by_key(|&(shared, g, f)| (std::cmp::Reverse(shared), g, f));
    let (mut used_gold, mut used_found) = (vec![false; gold.len()], vec![false; found.len()]);
    let mut pairs = Vec::new();
    for (_, g, f) in edges {
        if !used_gold[g] && !used_found[f] {
            used_gold[g] = true;
            used_found[f] = true;
            pairs.push((g, f));
        }
    }
    pairs
}

/// Counts a kind of mention, and lists its misses and false finds.
fn kind<T>(
    score: &mut Score,
    articles: (&Annotated, &Annotated),
    name: &'static str,
    items: (&[T], &[T]),
    place: impl Fn(&T) -> Place,
    agree: impl Fn(&T, &T) -> bool,
    shown: impl Fn(&T) -> String,
) {
    let (gold, found) = articles;
    let pairs = pair(items.0, items.1, &place, &place, agree);
    let counts =
        Counts { right: pairs.len() as u32, found: items.1.len() as u32, gold: items.0.len() as u32 };
    for (g, item) in items.0.iter().enumerate() {
        if !pairs.iter().any(|(at, _)| *at == g) {
            let detail = format!("“{}” {}", gold.words(place(item)), shown(item));
            score.differ(gold, name, "missed", detail, place(item));
        }
    }
    for (f, item) in items.1.iter().enumerate() {
        if !pairs.iter().any(|(_, at)| *at == f) {
            let detail = format!("“{}” {}", found.words(place(item)), shown(item));
            score.differ(gold, name, "false", detail, place(item));
        }
    }
    score.add(name, false, counts);
}

fn category(id: &str) -> &str {
    id.split('.').next().unwrap_or(id)
}

fn show_amount(amount: &Amount) -> String {
    let side =
        |side: &Option<rust_decimal::Decimal>| side.map(|d| d.normalize().to_string()).unwrap_or_default();
    let unit = amount.unit.as_deref().unwrap_or("-");
    format!("{unit} {}..{} {}", side(&amount.low), side(&amount.high), amount.modifier)
}

fn show_when(when: &When) -> String {
    format!("{}..{}", when.start.as_deref().unwrap_or(""), when.end.as_deref().unwrap_or(""))
}

fn bounds_agree(a: &Amount, b: &Amount) -> bool {
    a.unit == b.unit && a.low == b.low && a.high == b.high
}

fn same_when(a: &When, b: &When) -> bool {
    a.start == b.start && a.end == b.end
}

fn mentions(score: &mut Score, gold: &Annotated, found: &Annotated) {
    let both = (gold, found);
    kind(
        score,
        both,
        "money: bounds, currency, modifier",
        (&gold.money, &found.money),
        |m| m.at,
        |a, b| bounds_agree(a, b) && a.modifier == b.modifier,
        show_amount,
    );
    kind(
        score,
        both,
        "money: bounds, currency",
        (&gold.money, &found.money),
        |m| m.at,
        bounds_agree,
        show_amount,
    );
    kind(
        score,
        both,
        "quantities: bounds",
        (&gold.quantities, &found.quantities),
        |m| m.at,
        |a, b| a.low == b.low && a.high == b.high,
        show_amount,
    );
    let id = |n: &Named| n.id.clone();
    kind(
        score,
        both,
        "countries: iso2",
        (&gold.countries, &found.countries),
        |n| n.at,
        |a, b| a.id == b.id,
        id,
    );
    kind(
        score,
        both,
        "countries: iso2, exact span",
        (&gold.countries, &found.countries),
        |n| n.at,
        |a, b| a.id == b.id && a.at == b.at,
        id,
    );
    kind(
        score,
        both,
        "products: category",
        (&gold.products, &found.products),
        |n| n.at,
        |a, b| category(&a.id) == category(&b.id),
        id,
    );
    kind(score, both, "times: interval", (&gold.times, &found.times), |t| t.at, same_when, show_when);
    if !gold.parties.is_empty() {
        kind(score, both, "parties: span", (&gold.parties, &found.parties), |n| n.at, |_, _| true, id);
    }
}

fn show_chain(article: &Annotated, chain: &[Link]) -> String {
    let link =
        |link: &Link| format!("{} “{}”", link.kind, link.at.map(|at| article.words(at)).unwrap_or_default());
    if chain.is_empty() {
        "(publisher)".to_owned()
    } else {
        chain.iter().map(link).collect::<Vec<_>>().join(" > ")
    }
}

/// The same kind, and the words that name the source overlap; a chain's link may be named elsewhere in one of them.
fn same_link(a: &Link, b: &Link) -> bool {
    a.kind == b.kind && a.at.zip(b.at).is_none_or(|(a, b)| a.overlaps(b))
}

fn same_chain(a: &[Link], b: &[Link]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_link(a, b))
}

fn extent(content: &[Place]) -> Place {
    let start = content.iter().map(|at| at.start).min().unwrap_or(0);
    let end = content.iter().map(|at| at.end).max().unwrap_or(0);
    Place { start, end }
}

/// Sources overlap and contents overlap by half of the longer.
fn same_said(a: &Said, b: &Said) -> bool {
    let sources =
        a.chain.iter().any(|a| b.chain.iter().any(|b| a.at.zip(b.at).is_some_and(|(a, b)| a.overlaps(b))));
    let (one, other) = (extent(&a.content), extent(&b.content));
    sources && 2 * one.shared(other) >= one.len().max(other.len())
}

fn attributions(score: &mut Score, gold: &Annotated, found: &Annotated) {
    let both = (gold, found);
    let shown = |said: &Said| said.chain.iter().map(|link| link.kind.clone()).collect::<Vec<_>>().join(" > ");
    kind(
        score,
        both,
        "attributions: source, half of content",
        (&gold.attributions, &found.attributions),
        |s| extent(&s.content),
        same_said,
        shown,
    );
    let pairs = pair(
        &gold.attributions,
        &found.attributions,
        |s| extent(&s.content),
        |s| extent(&s.content),
        |a, b| {
            2 * extent(&a.content).shared(extent(&b.content))
                >= extent(&a.content).len().max(extent(&b.content).len())
        },
    );
    let (mut innermost, mut whole) = (0, 0);
    for &(g, f) in &pairs {
        let (one, other) = (&gold.attributions[g], &found.attributions[f]);
        let inner = one.chain.last().zip(other.chain.last()).is_some_and(|(a, b)| same_link(a, b));
        innermost += u32::from(inner);
        whole += u32::from(same_chain(&one.chain, &other.chain));
        if !same_chain(&one.chain, &other.chain) {
            let detail =
                format!("gold {}, found {}", show_chain(gold, &one.chain), show_chain(found, &other.chain));
            score.differ(gold, "sources: whole chain", "wrong", detail, extent(&one.content));
        }
    }
    let counts = |right| Counts {
        right,
        found: found.attributions.len() as u32,
        gold: gold.attributions.len() as u32,
    };
    score.add("sources: head and kind", false, counts(innermost));
    score.add("sources: whole chain", false, counts(whole));
}

/// Types that tell of the same kind of thing; main figures are by family.
fn family(kind: ClaimType) -> ClaimType {
    match kind {
        ClaimType::Purchase | ClaimType::Shipment | ClaimType::Diversion => ClaimType::Sale,
        other => other,
    }
}

fn evidence_overlaps(a: &Told, b: &Told) -> bool {
    a.evidence.iter().any(|a| b.evidence.iter().any(|b| a.overlaps(*b)))
}

/// The fields of the strict figure, each with whether it agrees.
fn fields(gold: &Told, found: &Told) -> [(&'static str, bool); 7] {
    let figures = |told: &Told| {
        let mut all: Vec<String> = told.amounts.iter().map(show_amount).collect();
        all.sort();
        all.dedup();
        all
    };
    let goods = |told: &Told| {
        let mut all: Vec<String> = told.products.iter().map(|p| category(&p.id).to_owned()).collect();
        all.sort();
        all.dedup();
        all
    };
    let role = |told: &Told, role: CountryRole| {
        let mut all: Vec<String> =
            told.countries.iter().filter(|(r, _)| *r == role).map(|(_, c)| c.id.clone()).collect();
        all.sort();
        all.dedup();
        all
    };
    let roles = [CountryRole::Exporter, CountryRole::Importer, CountryRole::Imposer, CountryRole::Target];
    [
        ("claim amounts", figures(gold) == figures(found)),
        ("claim country roles", roles.iter().all(|r| role(gold, *r) == role(found, *r))),
        ("claim products", goods(gold) == goods(found)),
        (
            "claim innermost source",
            match (gold.chain.last(), found.chain.last()) {
                (None, None) => true,
                (Some(a), Some(b)) => same_link(a, b),
                _ => false,
            },
        ),
        ("claim polarity", gold.polarity == found.polarity),
        ("claim modality", gold.modality == found.modality),
        (
            "claim time",
            match (&gold.time, &found.time) {
                (None, None) => true,
                (Some(a), Some(b)) => same_when(a, b),
                _ => false,
            },
        ),
    ]
}

/// How many of the fields that the strict figure asks for: all but modality and time.
const STRICT: usize = 5;

/// Pairs claims greedily, those that agree in most fields first.
fn pair_claims(
    gold: &[Told],
    found: &[Told],
    same: impl Fn(ClaimType, ClaimType) -> bool,
) -> Vec<(usize, usize)> {
    let mut edges = Vec::new();
    for (g, one) in gold.iter().enumerate() {
        for (f, other) in found.iter().enumerate() {
            if same(one.kind, other.kind) && evidence_overlaps(one, other) {
                let agreeing = fields(one, other).iter().filter(|(_, agree)| *agree).count();
                let predicate = usize::from(one.predicate.overlaps(other.predicate));
                edges.push((std::cmp::Reverse((agreeing + 2 * predicate, one.kind == other.kind)), g, f));
            }
        }
    }
    edges.sort();
    let (mut used_gold, mut used_found) = (vec![false; gold.len()], vec![false; found.len()]);
    let mut pairs = Vec::new();
    for (_, g, f) in edges {
        if !used_gold[g] && !used_found[f] {
            used_gold[g] = true;
            used_found[f] = true;
            pairs.push((g, f));
        }
    }
    pairs
}

fn claims(score: &mut Score, gold: &Annotated, found: &Annotated) {
    let counts = |right: usize| Counts {
        right: right as u32,
        found: found.claims.len() as u32,
        gold: gold.claims.len() as u32,
    };
    let exact = pair_claims(&gold.claims, &found.claims, |a, b| a == b);
    let pairs = pair_claims(&gold.claims, &found.claims, |a, b| family(a) == family(b));
    score.add("claims: family, evidence", false, counts(pairs.len()));
    score.add("claims: type, evidence", false, counts(exact.len()));
    let strict = |&(g, f): &(usize, usize)| {
        fields(&gold.claims[g], &found.claims[f])[..STRICT].iter().all(|(_, agree)| *agree)
    };
    score.add("claims: strict", false, counts(pairs.iter().filter(|pair| strict(pair)).count()));
    let sure = |f: usize| found.claims[f].confidence >= 0.8;
    let sure_right = pairs.iter().filter(|pair| sure(pair.1) && strict(pair)).count() as u32;
    let sure_found = (0..found.claims.len()).filter(|f| sure(*f)).count() as u32;
    score.add(
        "claims of confidence ≥ 0.8: strict precision",
        true,
        Counts { right: sure_right, found: sure_found, gold: sure_found },
    );
    for at in 0..7 {
        let agreeing =
            pairs.iter().filter(|(g, f)| fields(&gold.claims[*g], &found.claims[*f])[at].1).count() as u32;
        let all = pairs.len() as u32;
        let name = [
            "claim amounts",
            "claim country roles",
            "claim products",
            "claim innermost source",
            "claim polarity",
            "claim modality",
            "claim time",
        ][at];
        score.add(name, true, Counts { right: agreeing, found: all, gold: all });
    }
    for f in 0..found.claims.len() {
        let right = pairs.iter().any(|pair| pair.1 == f && strict(pair));
        score.confidences.push((found.claims[f].confidence, right));
    }
    list_claims(score, gold, found, &pairs);
}

fn list_claims(score: &mut Score, gold: &Annotated, found: &Annotated, pairs: &[(usize, usize)]) {
    for (g, told) in gold.claims.iter().enumerate() {
        if !pairs.iter().any(|(at, _)| *at == g) {
            score.differ(gold, "claims", "missed", show_claim(gold, told), told.predicate);
        }
    }
    for (f, told) in found.claims.iter().enumerate() {
        if !pairs.iter().any(|(_, at)| *at == f) {
            score.differ(gold, "claims", "false", show_claim(found, told), told.predicate);
        }
    }
    for &(g, f) in pairs {
        let (one, other) = (&gold.claims[g], &found.claims[f]);
        for (name, agree) in fields(one, other) {
            if !agree {
                let detail = format!("gold {} | found {}", show_claim(gold, one), show_claim(found, other));
                score.differ(gold, name, "wrong", detail, one.predicate);
            }
        }
    }
}

fn show_claim(article: &Annotated, told: &Told) -> String {
    let mut line = format!("{} “{}”", told.kind.as_str(), article.words(told.predicate));
    for amount in &told.amounts {
        line += &format!(" amount={}", show_amount(amount));
    }
    for product in &told.products {
        line += &format!(" product={}", product.id);
    }
    for (role, country) in &told.countries {
        line += &format!(" {}={}", role.as_str(), country.id);
    }
    line += &format!(" source={}", show_chain(article, &told.chain));
    if let Some(time) = &told.time {
        line += &format!(" time={}", show_when(time));
    }
    line + &format!(" {} {}", told.modality, told.polarity)
}
