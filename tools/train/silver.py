"""Names for EWT, which has none: labels of spaCy's small English model (MIT), as silver training data.

    python silver.py en_ewt-train.conllu FOLDER_OF_en_core_web_sm > en_ewt-train.names
One line a sentence, one label a token.
"""

import sys

import spacy
from spacy.tokens import Doc

import treebank

KINDS = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}


def main(path: str) -> None:
    model = spacy.load(sys.argv[2], exclude=["parser", "lemmatizer", "attribute_ruler"])
    sentences = treebank.read(path)
    docs = [Doc(model.vocab, words=s.words, spaces=s.spaces) for s in sentences]
    for sentence, doc in zip(sentences, model.pipe(docs, batch_size=256)):
        labels = ["O"] * len(sentence.words)
        for entity in doc.ents:
            kind = KINDS.get(entity.label_)
            start = entity.start
            while start < entity.end and sentence.upos[start] == "DET":
                start += 1
            end = entity.end
            while end > start and sentence.upos[end - 1] in ("PART", "PUNCT"):
                end -= 1
            if kind and "PROPN" in sentence.upos[start:end]:
                for i in range(start, end):
                    labels[i] = ("B-" if i == start else "I-") + kind
        print(" ".join(labels))


main(sys.argv[1])
