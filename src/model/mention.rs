//! Mentions: stretches of the text that name money, a quantity, a product, a country, a party or a time.

use super::span::Span;
use jiff::civil::Date;
use rust_decimal::Decimal;
use std::{borrow::Cow, fmt};

/// The rule that saw a finding: `mentions/money:prefix`, `data/products.toml [uav]`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleName(pub Cow<'static, str>);

impl From<&'static str> for RuleName {
    fn from(name: &'static str) -> RuleName {
        RuleName(Cow::Borrowed(name))
    }
}

impl From<String> for RuleName {
    fn from(name: String) -> RuleName {
        RuleName(Cow::Owned(name))
    }
}

impl fmt::Display for RuleName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Index of a mention in `Reading::mentions`.
pub type MentionId = usize;

/// One finding: where, what, and by which rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    pub span: Span,
    pub what: What,
    pub by: RuleName,
}

#[derive(Clone, Debug, PartialEq)]
pub enum What {
    Money(Money),
    Quantity(Quantity),
    Product(Product),
    Country(Country),
    Party(Party),
    Time(Time),
}

closed_list! {
    /// How a figure is bounded by the words around it.
    Modifier {
        Exact = "exact", About = "about", MoreThan = "more_than", AtLeast = "at_least",
        LessThan = "less_than", UpTo = "up_to", Between = "between",
        OrderOfMagnitude = "order_of_magnitude",
    }
}

/// A figure with its bounds: equal for a point, `None` for an open side. An order of magnitude reaches to its
/// last whole number ("tens of millions" to 99,999,999); a share ("two-thirds") is given in percent.
#[derive(Clone, Debug, PartialEq)]
pub struct Bounds {
    pub low: Option<Decimal>,
    pub high: Option<Decimal>,
    pub modifier: Modifier,
    /// The words that made the modifier ("more than"), outside the mention's own span.
    pub modifier_span: Option<Span>,
}

/// An amount of money. The mention's span is the number with its currency and scale words.
#[derive(Clone, Debug, PartialEq)]
pub struct Money {
    pub bounds: Bounds,
    /// ISO 4217; `None` if it cannot be known.
    pub currency: Option<String>,
    /// The unit of a price ("each", "a barrel"), as written.
    pub per: Option<Span>,
    /// Whether this restates the amount just before it in another currency ("87 billion yuan ($12 billion)").
    pub conversion: bool,
}

closed_list! {
    QuantityKind {
        Count = "count", Measure = "measure", Percent = "percent", Share = "share",
    }
}

/// A count or measure. The mention's span is the number with its scale word and unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    pub bounds: Bounds,
    pub kind: QuantityKind,
    /// Normalised unit from `data/units.toml` (`tonne`, `percent`); `None` for a bare count.
    pub unit: Option<String>,
    /// What is counted, as written ("drones" in "45,000 drones").
    pub of: Option<Span>,
}

/// A control or tariff code; `written` tells a code in the text from one the taxonomy adds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    /// `hs` or `eccn`.
    pub system: &'static str,
    pub code: String,
    pub written: bool,
}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct Product {
    /// Id in the product taxonomy, e.g. `uav` or `uav_part.motor`; the part before the dot is the category.
    pub category: String,
    pub brand: Option<String>,
    pub model: Option<String>,
    pub codes: Vec<Code>,
    /// Words that narrow the good ("used", "dual-use"), inside or beside the mention.
    pub qualifiers: Vec<Span>,
}

closed_list! {
    /// By what kind of word a country is named.
    Via {
        Name = "name", Demonym = "demonym", Metonym = "metonym", Code = "code",
        Organisation = "organisation",
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Country {
    /// ISO 3166-1 alpha-2, or the id of a supranational body (`EU`, `NATO`, `G7`).
    pub iso2: String,
    pub via: Via,
}

closed_list! {
    PartyKind {
        Company = "company", Agency = "agency", Outlet = "outlet", Organisation = "organisation",
        Person = "person",
        Group = "group",
    }
}

/// A company, agency, outlet, organisation, person or unnamed group ("middlemen"). The mention's span is the name
/// alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Party {
    pub kind: PartyKind,
    /// Full name as known from the article or the tables ("Bureau of Industry and Security" for "BIS").
    pub name: String,
    /// ISO 3166-1 alpha-2, where the text or the tables say it.
    pub country: Option<String>,
    /// For a person: the title as written ("chief executive").
    pub title: Option<Span>,
    /// For a person: whom they speak for ("Pegasus").
    pub affiliation: Option<Span>,
}

closed_list! {
    Precision {
        Day = "day", Week = "week", Month = "month", Quarter = "quarter", Half = "half", Year = "year",
        Decade = "decade", Period = "period",
    }
}

/// A time expression, resolved against the article's date. Both ends are inside the interval; `None` is open.
#[derive(Clone, Debug, PartialEq)]
pub struct Time {
    pub start: Option<Date>,
    pub end: Option<Date>,
    pub precision: Precision,
    /// Id of the known event it is counted from (`data/events.toml`).
    pub event: Option<String>,
}

impl Mention {
    /// The kind's name, as fixtures and `explain` write it.
    pub fn kind(&self) -> &'static str {
        match self.what {
            What::Money(_) => "money",
            What::Quantity(_) => "quantity",
            What::Product(_) => "product",
            What::Country(_) => "country",
            What::Party(_) => "party",
            What::Time(_) => "time",
        }
    }

    /// One line for people: kind, the words, and what they were understood to mean.
    pub fn show(&self, text: &str) -> String {
        let mut line = format!("{} “{}”", self.kind(), self.span.of(text));
        let quoted = |name: &str, span: Option<Span>| {
            span.map(|s| format!(" {name}=“{}”", s.of(text))).unwrap_or_default()
        };
        line += &match &self.what {
            What::Money(m) => format!(
                " {} {}{}{}{}",
                m.currency.as_deref().unwrap_or("???"),
                m.bounds,
                quoted("by", m.bounds.modifier_span),
                quoted("per", m.per),
                if m.conversion { " conversion" } else { "" }
            ),
            What::Quantity(q) => format!(
                " {}{}{}{}",
                q.bounds,
                q.unit.as_ref().map(|u| format!(" {u}")).unwrap_or_default(),
                quoted("by", q.bounds.modifier_span),
                quoted("of", q.of)
            ),
            What::Product(p) => {
                let mut words = format!(" {}", p.category);
                for (name, value) in [("brand", &p.brand), ("model", &p.model)] {
                    if let Some(value) = value {
                        words += &format!(" {name}=“{value}”");
                    }
                }
                for code in p.codes.iter().filter(|c| c.written) {
                    words += &format!(" {}={}", code.system, code.code);
                }
                for span in &p.qualifiers {
                    words += &quoted("qualifier", Some(*span));
                }
                words
            }
            What::Country(c) => format!(" {} {}", c.iso2, c.via.as_str()),
            What::Party(p) => format!(
                " {} name=“{}”{}{}{}",
                p.kind.as_str(),
                p.name,
                p.country.as_ref().map(|c| format!(" country={c}")).unwrap_or_default(),
                quoted("title", p.title),
                quoted("affiliation", p.affiliation)
            ),
            What::Time(t) => format!(
                " {}..{} {}{}",
                t.start.map(|d| d.to_string()).unwrap_or_default(),
                t.end.map(|d| d.to_string()).unwrap_or_default(),
                t.precision.as_str(),
                t.event.as_ref().map(|e| format!(" event={e}")).unwrap_or_default()
            ),
        };
        line
    }
}

impl fmt::Display for Bounds {
    /// `12000000 exact`, `5..7 between`, `12000000.. more_than`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = |side: &Option<Decimal>| side.map(|d| d.normalize().to_string()).unwrap_or_default();
        match (&self.low, &self.high) {
            (low, high) if low == high => write!(f, "{}", side(low))?,
            (low, high) => write!(f, "{}..{}", side(low), side(high))?,
        }
        write!(f, " {}", self.modifier.as_str())
    }
}
