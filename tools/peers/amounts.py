"""Reads a number, its scale, its currency and its modifier from words that a peer has marked as an amount.

Libraries that mark a span but do not read it (spaCy) get the whole reading; libraries that read the span
themselves (Recognizers-Text, quantulum3) get only the modifier before it and the joining of ranges.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

import pycountry

SCALES = {
    "hundred": 2, "thousand": 3, "k": 3, "lakh": 5, "million": 6, "millions": 6, "mn": 6, "mln": 6, "m": 6,
    "crore": 7, "billion": 9, "billions": 9, "bn": 9, "bln": 9, "b": 9, "trillion": 12, "trillions": 12,
    "tn": 12, "trn": 12, "thousands": 3, "hundreds": 2,
}  # fmt: skip
UNITS = dict(zip(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen".split(),
    range(20),
))  # fmt: skip
TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10)))
FRACTIONS = {"half": Decimal("0.5"), "quarter": Decimal("0.25")}

SYMBOLS = {
    "US$": "USD", "U.S.$": "USD", "HK$": "HKD", "NT$": "TWD", "C$": "CAD", "CA$": "CAD", "A$": "AUD", "AU$": "AUD",
    "S$": "SGD", "NZ$": "NZD", "R$": "BRL", "$": "USD", "£": "GBP", "€": "EUR", "¥": "JPY", "CN¥": "CNY",
    "₩": "KRW", "₽": "RUB", "₹": "INR", "₴": "UAH", "₺": "TRY", "₸": "KZT", "₪": "ILS", "฿": "THB", "₫": "VND",
    "Rs": "INR", "RMB": "CNY",
}  # fmt: skip
NAMES = {
    "dollar": "USD", "euro": "EUR", "pound": "GBP", "sterling": "GBP", "yuan": "CNY", "renminbi": "CNY",
    "yen": "JPY", "won": "KRW", "rouble": "RUB", "ruble": "RUB", "rupee": "INR", "franc": "CHF", "hryvnia": "UAH",
    "lira": "TRY", "tenge": "KZT", "ringgit": "MYR", "baht": "THB", "dirham": "AED", "shekel": "ILS",
    "rial": "IRR", "zloty": "PLN", "real": "BRL", "peso": "MXN", "forint": "HUF", "riyal": "SAR",
    "us dollar": "USD", "u.s. dollar": "USD", "american dollar": "USD", "taiwan dollar": "TWD",
    "canadian dollar": "CAD", "australian dollar": "AUD", "singapore dollar": "SGD", "hong kong dollar": "HKD",
    "new zealand dollar": "NZD", "swedish krona": "SEK", "norwegian krone": "NOK", "danish krone": "DKK",
    "swiss franc": "CHF", "indian rupee": "INR", "pakistani rupee": "PKR", "korean won": "KRW",
    "chinese yuan": "CNY", "japanese yen": "JPY", "russian rouble": "RUB", "russian ruble": "RUB",
    "british pound": "GBP", "pound sterling": "GBP",
}  # fmt: skip
NAMES |= {c.name.lower(): c.alpha_3 for c in pycountry.currencies if c.name.lower() not in NAMES}
CODES = sorted(c.alpha_3 for c in pycountry.currencies)


def one_of(words):
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


WORD = one_of([*UNITS, *TENS, "hundred", "half", "quarter", "dozen", "a", "an", "tens", "hundreds", "of", "and"])
NUMBER = rf"(?:\d[\d,]*(?:\.\d+)?|\b(?:{WORD})\b(?:[ -](?:{WORD})\b)*)"
SCALE = rf"(?:{one_of(SCALES)})\b"
BEFORE = rf"(?:{one_of(SYMBOLS)}|\b(?:{'|'.join(CODES)})\b)"
AFTER = rf"(?:{one_of(NAMES)})s?\b|\b(?:{'|'.join(CODES)})\b"
AMOUNT = re.compile(
    rf"(?P<before>{BEFORE})?\s*(?P<number>{NUMBER})(?:[\s-]?(?:of\s)?(?P<scale>{SCALE}(?:\s+of\s+{SCALE})?))?"
    rf"(?:[\s-](?:of\s)?(?P<after>{AFTER}))?",
    re.IGNORECASE,
)
JOINED = re.compile(r"\s*(?:to|and|or|[-–—])\s*", re.IGNORECASE)
# What may stand beside a span that a tagger began too late or ended too early ("$62" of "$62m").
LEFT = re.compile(rf"(?:{BEFORE})\s?$")
RIGHT = re.compile(rf"[\s-]?{SCALE}(?:[\s-](?:{AFTER}))?|[\s-](?:{AFTER})", re.IGNORECASE)

MODIFIERS = [
    ("more_than", "more than|over|above|exceeding|upwards of|in excess of|just over|well over|greater than"),
    ("at_least", "at least|no less than|not less than|no fewer than|a minimum of"),
    ("less_than", "less than|fewer than|under|below|just under|short of|just short of"),
    ("up_to", "up to|as much as|as many as|at most|no more than|not more than|a maximum of"),
    (
        "about",
        "about|around|roughly|approximately|some|nearly|almost|close to|an estimated|estimated|approx\\.?|circa|~",
    ),
]
PREFIX = re.compile(
    r"(?:^|(?<=[\s(“\"'‘—–]))(?:" + "|".join(f"(?P<{name}>{words})" for name, words in MODIFIERS)
    + r")\s*(?:the|an?|another)?\s*$",
    re.IGNORECASE,
)  # fmt: skip
OR_MORE = re.compile(r"\s*or (more|less|so)\b", re.IGNORECASE)


@dataclass
class Amount:
    start: int
    end: int
    unit: str | None
    low: Decimal | None
    high: Decimal | None
    modifier: str = "exact"

    def mention(self, kind):
        side = lambda value: None if value is None else format(value.normalize(), "f")  # noqa: E731
        fields = {"low": side(self.low), "high": side(self.high), "modifier": self.modifier}
        if self.unit:
            fields["currency" if kind == "money" else "unit"] = self.unit
        return {"type": kind, "start": self.start, "end": self.end, **fields}


def spelled(words):
    """The value of a number in words; `None` where they are none."""
    total, part, seen = Decimal(0), Decimal(0), False
    tokens = [word for word in re.split(r"[\s-]+", words.lower().strip()) if word not in ("and", "of", "")]
    for at, word in enumerate(tokens):
        if word in UNITS or word in TENS:
            part, seen = part + (UNITS.get(word) or TENS.get(word) or 0), True
        elif word in FRACTIONS:
            part, seen = (part or 1) * FRACTIONS[word], True
        elif word in ("hundred", "dozen"):
            part, seen = (part or 1) * (100 if word == "hundred" else 12), True
        elif word in ("a", "an"):
            # The article counts before a scale ("a billion"), which stands after the number.
            if at + 1 == len(tokens) and not seen:
                part, seen = Decimal(1), True
        else:
            return None
    return total + part if seen else None


def value_of(match):
    """(low, high, modifier) of one amount without its modifier in words."""
    number, scale = match["number"].strip(), (match["scale"] or "").lower()
    factor = Decimal(1)
    for word in re.split(r"\s+of\s+", scale):
        factor *= Decimal(10) ** SCALES.get(word, 0)
    vague = re.match(r"(tens|hundreds)\b", number, re.IGNORECASE)
    if vague or scale in ("thousands", "millions", "billions", "trillions"):
        low = factor * {"tens": 10, "hundreds": 100}.get(vague[1].lower() if vague else "", 1)
        return low, low * 10 - 1, "order_of_magnitude"
    if number[0].isdigit():
        value = Decimal(number.replace(",", ""))
    else:
        value = spelled(number)
        # "a million" is one; a bare "a" is no number.
        if value is None or (number.lower() in ("a", "an") and not scale):
            return None
    return value * factor, value * factor, "exact"


def currency_of(match):
    before, after = match["before"], match["after"]
    if after:
        name = after.lower()
        return NAMES.get(name) or NAMES.get(name.removesuffix("s")) or after.upper()
    if before:
        known = {symbol.lower(): code for symbol, code in SYMBOLS.items()}
        return known.get(before.lower()) or before.upper()
    return None


def read(text, start, end, money):
    """The amount that a tagger marked at a place: `None` where no number can be read there."""
    if money and (left := LEFT.search(text, 0, start)):
        start = left.start()
    if money and text[end - 1].isdigit() and (right := RIGHT.match(text, end)):
        end = right.end()
    marked = text[start:end]
    matches = [m for m in AMOUNT.finditer(marked) if value_of(m) and (m["number"].strip() or m["scale"])]
    if money:
        # Numbers without a currency of their own are no money, unless a range lends them one.
        matches = matches if any(currency_of(m) for m in matches) else []
    if not matches:
        return None
    first = matches[0]
    unit, (low, high, modifier) = currency_of(first), value_of(first)
    at, stop = start + first.start(), start + first.end()
    if len(matches) > 1 and JOINED.fullmatch(marked[first.end() : matches[1].start()]):
        second = matches[1]
        high = value_of(second)[1]
        if not first["scale"] and second["scale"] and low < high:
            scaled = low * (high / (Decimal(second["number"].replace(",", "")) or 1) if second["number"][0].isdigit() else 1)
            low = scaled if scaled <= high else low
        unit = unit or currency_of(second)
        modifier, stop = "between", start + second.end()
    elif money and unit is None:
        unit = next(filter(None, map(currency_of, matches)))
    amount = Amount(at, stop, unit, low, high, modifier)
    return qualified(text, amount)


def qualified(text, amount):
    """The amount with the modifier that stands before or after it; one-sided modifiers leave one side open."""
    if amount.modifier != "exact":
        return amount
    found = PREFIX.search(text, max(0, amount.start - 40), amount.start)
    after = OR_MORE.match(text, amount.end)
    if found:
        amount.modifier = found.lastgroup
    elif after:
        amount.modifier = {"more": "at_least", "less": "up_to", "so": "about"}[after[1].lower()]
    if amount.modifier in ("more_than", "at_least"):
        amount.high = None
    elif amount.modifier in ("less_than", "up_to"):
        amount.low = None
    return amount


def ranges(text, amounts):
    """Joins "$2 billion and $2.5 billion" after "between", and "$5m to $7m" or "$5m–$7m", of one unit."""
    joined = []
    for amount in sorted(amounts, key=lambda a: a.start):
        last = joined[-1] if joined else None
        if last and last.end <= amount.start and last.unit == amount.unit and last.high and amount.low:
            link = text[last.end : amount.start].strip().lower()
            lead = text[max(0, last.start - 10) : last.start].strip().lower()
            spans = link in ("to", "-", "–", "—") and not lead.endswith("from") or link == "and" and lead.endswith("between")
            if spans and last.low <= amount.high:
                joined[-1] = Amount(last.start, amount.end, last.unit, last.low, amount.high, "between")
                continue
        joined.append(amount)
    return [qualified(text, amount) for amount in joined]
