"""One table in Markdown from `claimtrail evaluate`: each system's precision, recall, F1 and counts.

    table.py CLAIMTRAIL GOLD_DIR OUT_DIR

OUT_DIR holds the predictions that run.sh wrote. The full output of each evaluation is kept beside them.
"""

import re
import subprocess
import sys
from pathlib import Path

MONEY = ("money: bounds, currency, modifier", "money: bounds, currency")
SAID = ("attributions: source, half of content", "sources: head and kind", "sources: whole chain")
COUNTRIES, TIMES, QUANTITIES = "countries: iso2", "times: interval", "quantities: bounds"
FIGURES = [*MONEY, QUANTITIES, COUNTRIES, TIMES, *SAID]
# What each peer is asked for; the rest of its row would be zeros that say nothing.
PEERS = [
    ("spaCy en_core_web_sm", "spacy", [*MONEY, QUANTITIES, COUNTRIES, TIMES, *SAID]),
    ("textacy direct quotations", "textacy", [*SAID]),
    ("Recognizers-Text", "recognizers", [*MONEY, QUANTITIES, TIMES]),
    ("quantulum3", "quantulum", [*MONEY, QUANTITIES]),
]
ROW = re.compile(r"^(.+?)\s+(\d\.\d{3})\s+(\d\.\d{3})\s+(\d\.\d{3})\s+(\S+)\s+(\d+)\s+(\d+)\s+(\d+)\s*$")


def evaluated(claimtrail, gold, predictions, page):
    asked = [claimtrail, "evaluate", gold, *(["--predictions", predictions] if predictions else [])]
    text = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    page.write_text(text, encoding="utf-8")
    rows = [match.groups() for match in map(ROW.match, text.splitlines()) if match]
    return {name: row for name, *row in rows}


def main(claimtrail, gold, out):
    out = Path(out)
    systems = [("claimtrail", evaluated(claimtrail, gold, None, out / "claimtrail.txt"), FIGURES)]
    for name, stem, asked in PEERS:
        figures = evaluated(claimtrail, gold, out / f"{stem}.jsonl", out / f"{stem}.txt")
        systems.append((name, figures, asked))
    missing = [figure for figure in FIGURES if figure not in systems[0][1]]
    if missing:
        raise SystemExit(f"`claimtrail evaluate` has no figure named {missing[0]!r}: see FIGURES in table.py")
    print("| figure | system | P | R | F1 | 95% | right / found / gold |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for figure in FIGURES:
        for name, figures, asked in systems:
            if figure in asked:
                p, r, f1, interval, right, found, gold_count = figures[figure]
                print(f"| {figure} | {name} | {p} | {r} | {f1} | {interval} | {right} / {found} / {gold_count} |")


if __name__ == "__main__":
    main(*sys.argv[1:])
