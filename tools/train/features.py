"""What the network sees of a word: its row in the vocabulary and hashed affixes and shape.

`src/language/features.rs` computes the same numbers; `fixtures/language/features.tsv` holds both to it.
"""

HASH_ROWS = 16384
QUOTES = str.maketrans(
    {"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
     "–": "-", "—": "-", "‑": "-", "‐": "-", "―": "-", "\u00a0": " "}
)


def fnv64(data: bytes) -> int:
    value = 0xCBF29CE484222325
    for byte in data:
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return value ^ (value >> 32)


def normal(word: str) -> str:
    """The word with its quotes and dashes made plain."""
    word = word.translate(QUOTES).replace("…", "...")
    return '"' if word == "''" else word


def key(word: str) -> str:
    """How a word stands in the vocabulary: plain marks, lower case, every digit 0."""
    return "".join("0" if "0" <= c <= "9" else c for c in normal(word).lower())


def shape(word: str) -> str:
    """Upper, lower, digit and other characters, runs cut at two, at most ten signs."""
    out = []
    for c in normal(word):
        sign = "X" if c.isupper() else "x" if c.isalpha() else "0" if "0" <= c <= "9" else c
        if len(out) >= 2 and out[-1] == sign and out[-2] == sign:
            continue
        out.append(sign)
        if len(out) == 10:
            break
    return "".join(out)


def hashed(word: str) -> list[int]:
    """Rows of the hashed table: three prefixes, four suffixes, the shape."""
    low = key(word)
    parts = [low[:1], low[:2], low[:3], low[-1:], low[-2:], low[-3:], low[-4:], shape(word)]
    return [fnv64(bytes([salt]) + part.encode()) % HASH_ROWS for salt, part in enumerate(parts)]
