"""Microsoft Recognizers-Text: currency, dates, and percentages and dimensions as quantities.

Its bare numbers are left out: most are no quantities by the codebook, and counting them lowered F1 from 0.66 to 0.49.
"""

import datetime
import sys
import warnings
from decimal import Decimal

import amounts
import gold
import times

with warnings.catch_warnings():
    # The library's own sources draw SyntaxWarning from current Python.
    warnings.simplefilter("ignore")
    from recognizers_date_time import DateTimeRecognizer
    from recognizers_number import NumberRecognizer
    from recognizers_number_with_unit import NumberWithUnitRecognizer

ENGLISH = "en-us"
# Units that the library gives no ISO code, each with its most usual meaning.
CODES = {
    "Dollar": "USD", "Pound": "GBP", "Euro": "EUR", "Rupee": "INR", "Yen": "JPY", "Yuan": "CNY", "Won": "KRW",
    "Ruble": "RUB", "Franc": "CHF", "Peso": "MXN", "Krona": "SEK", "Krone": "NOK", "Rial": "IRR", "Dirham": "AED",
}  # fmt: skip


class Peer:
    def __init__(self):
        self.currency = NumberWithUnitRecognizer(ENGLISH).get_currency_model()
        self.dimension = NumberWithUnitRecognizer(ENGLISH).get_dimension_model()
        self.percentage = NumberRecognizer(ENGLISH).get_percentage_model()
        self.date_time = DateTimeRecognizer(ENGLISH).get_datetime_model()

    def money(self, start, block):
        for found in self.currency.parse(block):
            value = found.resolution and found.resolution.get("value")
            if value is None:
                continue
            unit = found.resolution.get("isoCurrency") or CODES.get(found.resolution["unit"])
            yield amounts.Amount(start + found.start, start + found.end + 1, unit, Decimal(value), Decimal(value))

    def times(self, start, block, today):
        moment, read = datetime.datetime.combine(today, datetime.time(12)), {}
        for found in self.date_time.parse(block, moment):
            place = (found.start, found.end + 1)
            words = block[slice(*place)]
            # The library reads lower case alone: the verb "may" and a bare "24" are no dates in English text.
            if words == "may" or (words.isdigit() and len(words) < 4):
                continue
            if words.lower() == today.strftime("%A").lower():
                read[place] = [today.isoformat()] * 2
                continue
            before = times.OPENER.search(block, max(0, place[0] - 30), place[0])
            interval = times.resolved((found.resolution or {}).get("values") or [], words, today)
            if interval and before and all(interval):
                first, last = map(datetime.date.fromisoformat, interval)
                interval = times.opened(before[1], first, last)
            if interval:
                read[place] = interval
        for (begin, end), interval in times.joined(block, read, lambda *place: read[place]):
            yield gold.mention("time", start + begin, start + end, interval=interval)

    def quantities(self, start, block, taken):
        """Percentages, then dimensions, none of them inside money, a date or one before."""
        for model in (self.percentage, self.dimension):
            for found in model.parse(block):
                value = found.resolution and found.resolution.get("value")
                place = (start + found.start, start + found.end + 1)
                if value is None or any(place[0] < end and begin < place[1] for begin, end in taken):
                    continue
                percent = str(value).endswith("%")
                unit = "percent" if percent else found.resolution.get("unit")
                try:
                    number = Decimal(str(value).rstrip("%"))
                except ArithmeticError:
                    continue
                taken.append(place)
                yield amounts.Amount(*place, unit, number, number)

    def mentions(self, page):
        money, dates, quantities = [], [], []
        for start, block in page.blocks():
            money += self.money(start, block)
            dates += self.times(start, block, page.published) if page.published else []
            taken = [(m.start, m.end) for m in money] + [(d["start"], d["end"]) for d in dates]
            quantities += self.quantities(start, block, taken)
        found = [amount.mention("money") for amount in amounts.ranges(page.text, money)]
        return found + dates + [amount.mention("quantity") for amount in amounts.ranges(page.text, quantities)]


def main(folder, out):
    peer = Peer()
    gold.write(out, [(page, peer.mentions(page), []) for page in gold.pages(folder)])


if __name__ == "__main__":
    main(*sys.argv[1:])
