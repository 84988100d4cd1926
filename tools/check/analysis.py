"""Reads what `claimtrail analyse` prints with the package `conllu`, and holds it to the format's own rules.

Usage: analysis.py OUTPUT.conllu...
Exits with 1 and names the sentence where ids, heads, labels or the words against the text are wrong.
"""

import sys

import conllu

UPOS = set("ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split())


def wrong(sentence):
    """What is wrong with a sentence, or nothing."""
    ids = [token["id"] for token in sentence]
    if ids != list(range(1, len(sentence) + 1)):
        return f"ids {ids}"
    if sum(token["head"] == 0 for token in sentence) != 1:
        return "not one root"
    for token in sentence:
        if not all(token[field] for field in ("form", "lemma", "upos", "deprel")) or token["upos"] not in UPOS:
            return f"an empty field or unknown tag in {token}"
        if (token["head"] == 0) != (token["deprel"] == "root"):
            return f"{token['form']}: root and head disagree"
        seen, at = set(), token["id"]
        while at:
            if at in seen:
                return f"{token['form']}: a cycle"
            seen.add(at)
            at = sentence[at - 1]["head"]
    sentence.to_tree()
    words = "".join(
        token["form"] + ("" if (token["misc"] or {}).get("SpaceAfter") == "No" else " ") for token in sentence
    )
    if words.split() != sentence.metadata["text"].split():
        return f"words {words!r} are not the text"
    return None


def main(paths):
    count = tokens = 0
    for path in paths:
        text = open(path, encoding="utf-8").read()
        parsed = conllu.parse(text)
        for sentence in parsed:
            problem = wrong(sentence)
            if problem:
                sys.exit(f"{path}: {sentence.metadata.get('sent_id')}: {problem}")
            count, tokens = count + 1, tokens + len(sentence)
        again = conllu.parse("".join(sentence.serialize() for sentence in parsed))
        if again != parsed:
            sys.exit(f"{path}: what conllu writes is not what it read")
    if not count:
        sys.exit("no sentence")
    print(f"{count} sentences of {tokens} words read by conllu, every one a tree over its text")


main(sys.argv[1:])
