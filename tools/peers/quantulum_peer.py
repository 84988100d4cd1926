"""quantulum3: currencies, alone or by a measure, as money; percentages and measures as quantities.

Its bare numbers and lengths of time are left out: most are no quantities by the codebook, and they lowered F1.
"""

import sys
import warnings
from decimal import Decimal

import amounts
import gold
from quantulum3 import load, parser

PERCENT = ("percentage", "per cent", "percent")


def number(value):
    # Twelve digits: the library multiplies binary fractions by their scale (17100000000.000002).
    return Decimal(f"{float(value):.12g}")


def read(start, quantity):
    low = high = number(quantity.value)
    if quantity.uncertainty:
        # The library writes a range as its middle and half of its width.
        half = number(quantity.uncertainty)
        low, high = low - half, high + half
    modifier = "between" if low < high else "exact"
    begin, end = quantity.span
    return amounts.Amount(start + begin, start + end, quantity.unit.name, low, high, modifier)


def currency_of(unit):
    """ISO code of a currency, also of one by a measure ("dollar per kilogram"); "" of a mix that is no price."""
    if unit.entity.name == "currency":
        return unit.currency_code or ""
    codes = [load.units().names[part["base"]].currency_code for part in unit.dimensions or []]
    if not any(codes):
        return None
    price = codes[0] and all(part["power"] < 0 for part in unit.dimensions[1:])
    return codes[0] if price and unit.dimensions[0]["power"] == 1 else ""


def mentions(page):
    money, quantities = [], []
    for start, block in page.blocks():
        for quantity in parser.parse(block):
            currency, amount = currency_of(quantity.unit), read(start, quantity)
            if currency:
                # An opening bracket before an amount is no minus sign in running text.
                amount.low, amount.high = abs(amount.low), abs(amount.high)
                amount.unit = currency
                money.append(amount)
            elif currency is None and is_quantity(quantity):
                quantities.append(amount)
    found = [amount.mention("money") for amount in amounts.ranges(page.text, money)]
    return found + [amount.mention("quantity") for amount in amounts.ranges(page.text, quantities)]


def is_quantity(quantity):
    """A percentage, or a measure written with figures ("a halt" is no hectare)."""
    if quantity.unit.name in PERCENT:
        return True
    return quantity.unit.entity.name not in ("time", "dimensionless") and any(map(str.isdigit, quantity.surface))


def main(folder, out):
    warnings.simplefilter("ignore")
    gold.write(out, [(page, mentions(page), []) for page in gold.pages(folder)])


if __name__ == "__main__":
    main(*sys.argv[1:])
