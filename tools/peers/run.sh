#!/usr/bin/env bash
# tools/peers/run.sh GOLD_DIR OUT_DIR: run every peer over gold pages, score them, print one table in Markdown.
# Needs Python 3.11 or later, and a built claimtrail: $CLAIMTRAIL, else the newest under target/.
set -euo pipefail
[ $# = 2 ] || { echo "usage: tools/peers/run.sh GOLD_DIR OUT_DIR" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
gold=$(cd "$1" && pwd)
mkdir -p "$2"
out=$(cd "$2" && pwd)
claimtrail=${CLAIMTRAIL:-$(ls -t "$root"/target/{release,debug}/claimtrail 2>/dev/null | head -1)}
[ -x "$claimtrail" ] || { echo "no claimtrail found: build it, or name it in CLAIMTRAIL" >&2; exit 2; }

venv=$root/target/peers-venv
if ! cmp -s "$here/requirements.txt" "$venv/installed.txt"; then
    python3 -m venv --clear "$venv"
    "$venv/bin/pip" install --quiet --requirement "$here/requirements.txt"
    cp "$here/requirements.txt" "$venv/installed.txt"
fi

# One thread each: the table is about what is found, and the machine may be busy with other things.
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 PYTHONWARNINGS=ignore
for peer in spacy textacy recognizers quantulum; do
    echo "running $peer" >&2
    "$venv/bin/python" "$here/${peer}_peer.py" "$gold" "$out/$peer.jsonl"
done
"$venv/bin/python" "$here/table.py" "$claimtrail" "$gold" "$out" | tee "$out/table.md"
