"""Treebanks in CoNLL-U: sentences with tags, arcs and, where GUM gives them, names."""

import re
from dataclasses import dataclass, field

KINDS = {"person": "PER", "organization": "ORG", "place": "LOC"}


@dataclass
class Sentence:
    words: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    upos: list[str] = field(default_factory=list)
    xpos: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    rels: list[str] = field(default_factory=list)
    spaces: list[bool] = field(default_factory=list)
    misc: list[str] = field(default_factory=list)
    names: list[str] | None = None
    genre: str = ""


def read(path: str) -> list[Sentence]:
    sentences, current, genre, gum = [], Sentence(), "", False
    open_entities: list = []
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# newdoc"):
            open_entities = []
            name = line.split("=")[-1].strip()
            gum = name.startswith("GUM_")
            genre = name.split("_")[1] if gum else name.split("-")[0]
        elif not line:
            if current.words:
                current.genre = genre
                if gum:
                    current.names = names_of(current, open_entities)
                sentences.append(current)
            current = Sentence()
        elif line[0] != "#":
            cols = line.split("\t")
            if not cols[0].isdigit():
                continue
            current.words.append(cols[1])
            current.lemmas.append(cols[2])
            current.upos.append(cols[3])
            current.xpos.append(cols[4])
            current.heads.append(int(cols[6]))
            current.rels.append(cols[7])
            current.misc.append(cols[9])
            current.spaces.append("SpaceAfter=No" not in cols[9])
    return sentences


def names_of(sentence: Sentence, stack: list) -> list[str]:
    """BIO labels of the proper names in GUM's entity mentions: the run of name words around each head."""
    spans = []
    for i, misc in enumerate(sentence.misc):
        found = re.search(r"(?:^|\|)Entity=([^|]*)", misc)
        if not found:
            continue
        for part in re.findall(r"\([^()]*\)?|[^()]*\)", found.group(1)):
            if part.startswith("("):
                stack.append((part.strip("()").split("-"), i))
                if part.endswith(")"):
                    fields, start = stack.pop()
                    spans.append((start, i, fields))
            else:
                group = part.rstrip(")").split("-")[0]
                for k in range(len(stack) - 1, -1, -1):
                    if stack[k][0][0] == group:
                        fields, start = stack.pop(k)
                        spans.append((start, i, fields))
                        break
    stack.clear()
    labels = ["O"] * len(sentence.words)
    for start, end, fields in sorted(spans, key=lambda s: (s[0] - s[1], s[0])):
        kind = KINDS.get(fields[1] if len(fields) > 1 else "")
        run = kind and name_run(sentence, start, end, kind)
        if run and kind == "PER":
            run = untitled(sentence, run)
        if run and all(label == "O" for label in labels[run[0] : run[1] + 1]):
            for i in range(run[0], run[1] + 1):
                labels[i] = ("B-" if i == run[0] else "I-") + kind
    return labels


# Words of an office or form of address: they stand before a person's name and are no part of it.
TITLES = set(
    "president minister secretary senator sen. governor gov. general gen. major maj. colonel col. captain capt. lieutenant"
    " lt. sgt. sergeant admiral adm. mr. mrs. ms. miss dr. doctor prof. professor sir lord lady dame justice judge chief vice"
    " deputy director chairman chairwoman chancellor ambassador commissioner mayor rep. representative congressman"
    " congresswoman spokesperson spokesman spokeswoman attorney reverend rev. state officer mp mr mrs ms dr".split()
)


def untitled(sentence, run):
    """A person's name without the titles before it; `None` where it is an office ("the Minister of Trade") alone."""
    first, last = run
    titles = [i for i in range(first, last + 1) if sentence.words[i].lower() in TITLES]
    if titles:
        first = titles[-1] + 1
    if first <= last and sentence.words[first] in LINKS:
        return None
    return (first, last) if first <= last else None


# Words that may stand between the parts of a name, and those of them that may in a person's.
LINKS = set("of the and & for - de la al on . / du van von bin ' ’".split())
PARTICLES = set("- de la al . du van von bin ' ’".split())


def name_run(sentence: Sentence, start: int, end: int, kind: str):
    """The words of a mention that make its name: those around its head, or around the name that stands flat beside
    a head that is a common noun ("barrister Colin Yeo")."""
    inside = range(start, end + 1)
    heads = [i for i in inside if not start <= sentence.heads[i] - 1 <= end]
    if heads and sentence.upos[heads[0]] != "PROPN":
        beside = [i for i in inside if sentence.heads[i] - 1 == heads[0] and i > heads[0] and sentence.rels[i] == "flat"]
        start = heads[0] + 1
        heads = beside
    if not heads or sentence.upos[heads[0]] != "PROPN":
        return None
    first = last = heads[0]
    linking = PARTICLES if kind == "PER" else LINKS

    def joins(i):
        word = sentence.words[i]
        if sentence.upos[i] == "PROPN":
            return True
        return sentence.upos[i] in ("ADJ", "NOUN", "VERB", "NUM", "X", "PRON", "ADV") and word[:1].isupper()

    def links(i):
        return sentence.words[i] in linking

    while first > start:
        if joins(first - 1):
            first -= 1
        elif first - 2 >= start and links(first - 1) and joins(first - 2):
            first -= 2
        elif first - 3 >= start and links(first - 1) and links(first - 2) and joins(first - 3):
            first -= 3
        else:
            break
    while last < end:
        if joins(last + 1):
            last += 1
        elif last + 2 <= end and links(last + 1) and joins(last + 2):
            last += 2
        elif last + 3 <= end and links(last + 1) and links(last + 2) and joins(last + 3):
            last += 3
        else:
            break
    return first, last
