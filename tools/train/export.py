"""Writes the model file that `src/language/weights.rs` reads.

`CTLM`, version, number of sections; then a section each: name, kind (0 int8, 1 float32, 2 text, 3 uint32), shape,
scale, bytes. All numbers are little-endian. Matrices are stored a row an output, in whole numbers times one
scale a matrix.
"""

import struct

import numpy as np

import features

UPOS = ["ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT",
        "SCONJ", "SYM", "VERB", "X"]
# In the order of `Rel` in src/model/document.rs.
RELS = ["root", "acl", "acl:relcl", "advcl", "advcl:relcl", "advmod", "amod", "appos", "aux", "aux:pass", "case", "cc",
        "cc:preconj", "ccomp", "compound", "compound:prt", "conj", "cop", "csubj", "csubj:outer", "csubj:pass", "dep",
        "det", "det:predet", "discourse", "dislocated", "expl", "fixed", "flat", "goeswith", "iobj", "list", "mark",
        "nmod", "nmod:desc", "nmod:poss", "nmod:unmarked", "nsubj", "nsubj:outer", "nsubj:pass", "nummod", "obj", "obl",
        "obl:agent", "obl:unmarked", "orphan", "parataxis", "punct", "reparandum", "vocative", "xcomp"]
VERSION = 2


def index(vocab):
    """An open table of hashes: slot by the low bits, then the high half to compare and the word's row."""
    size = 1 << (len(vocab) * 2 - 1).bit_length()
    table = np.zeros((size, 2), np.uint32)
    for row, word in enumerate(vocab):
        if row == 0:
            continue
        value = features.fnv64(word.encode())
        slot = value & (size - 1)
        while table[slot, 1]:
            slot = (slot + 1) & (size - 1)
        table[slot] = (value >> 32, row)
    return table


def rounded(matrix):
    scale = float(np.abs(matrix).max()) / 127 or 1.0
    return np.clip(np.round(matrix / scale), -127, 127).astype(np.int8), scale


def write(path, p, vocab, vectors, scale, lists, labels):
    sections = []

    def table(name, values, scale=None):
        if scale is None:
            values, scale = rounded(values)
        sections.append((name, 0, values.shape, scale, values.tobytes()))

    def floats(name, values):
        values = np.asarray(values, np.float32)
        sections.append((name, 1, values.shape, 1.0, values.tobytes()))

    def text(name, lines):
        data = "\n".join(lines).encode()
        sections.append((name, 2, (len(data),), 1.0, data))

    def linear(name, layer):
        # A row an output; each row with a scale of its own.
        rows = layer["w"].T
        scales = np.maximum(np.abs(rows).max(1), 1e-8) / 127
        whole = np.clip(np.round(rows / scales[:, None]), -127, 127).astype(np.int8)
        table(name + ".w", whole, 1.0)
        floats(name + ".s", scales)
        floats(name + ".b", layer.get("b", np.zeros(rows.shape[0])))

    def norm(name, layer):
        floats(name + ".g", layer["g"])
        floats(name + ".o", layer["b"])

    hashes = index(vocab)
    sections.append(("index", 3, hashes.shape, 1.0, hashes.tobytes()))
    table("glove", vectors, scale)
    table("words", p["words"])
    table("affixes", p["affixes"])
    linear("vectors", p["vectors"])
    norm("norm", p["norm"])
    norm("last", p["last"])
    for i, layer in enumerate(p["layers"]):
        norm(f"layer{i}.norm", layer["norm"])
        linear(f"layer{i}", layer["in"])
    floats("root", p["root"])
    for name in ("arc_dep", "arc_head", "near", "rel_dep", "rel_head", "rel", "upos", "xpos", "names"):
        linear(name, p[name])
    # Transposed, so that a row answers one number of `dep . w`.
    linear("arc", {"w": p["arc"]["w"]})
    floats("arc.head", p["arc"]["b"])
    text("xpos.tags", lists["xpos"])
    text("names.tags", labels)
    with open(path, "wb") as out:
        out.write(b"CTLM" + struct.pack("<II", VERSION, len(sections)))
        for name, kind, shape, scale, data in sections:
            out.write(struct.pack("<B", len(name)) + name.encode() + struct.pack("<BB", kind, len(shape)))
            out.write(struct.pack(f"<{len(shape)}I", *shape) + struct.pack("<fI", scale, len(data)))
            out.write(data)


def read(path):
    """The sections of a model file by name, numbers times their scale."""
    sections = {}
    with open(path, "rb") as file:
        assert file.read(4) == b"CTLM"
        _, count = struct.unpack("<II", file.read(8))
        for _ in range(count):
            name = file.read(file.read(1)[0]).decode()
            kind, rank = file.read(2)
            shape = struct.unpack(f"<{rank}I", file.read(4 * rank))
            scale, size = struct.unpack("<fI", file.read(8))
            data = file.read(size)
            if kind == 0:
                sections[name] = np.frombuffer(data, np.int8).reshape(shape).astype(np.float32) * np.float32(scale)
            elif kind == 1:
                sections[name] = np.frombuffer(data, np.float32)
    return sections


def parameters(path):
    """What `write` was given, as exactly as the file holds it."""
    at = read(path)

    def linear(name):
        return {"w": (at[name + ".w"] * at[name + ".s"][:, None]).T.copy(), "b": at[name + ".b"]}

    def norm(name):
        return {"g": at[name + ".g"], "b": at[name + ".o"]}

    count = sum(name.startswith("layer") and name.endswith(".w") for name in at)
    heads = ("vectors", "arc_dep", "arc_head", "near", "rel_dep", "rel", "upos", "xpos", "names")
    return {
        "words": at["words"], "affixes": at["affixes"], "root": at["root"], "norm": norm("norm"), "last": norm("last"),
        "layers": [{"norm": norm(f"layer{i}.norm"), "in": linear(f"layer{i}")} for i in range(count)],
        "arc": {"w": linear("arc")["w"], "b": at["arc.head"]}, "rel_head": {"w": linear("rel_head")["w"]},
        **{name: linear(name) for name in heads},
    }
