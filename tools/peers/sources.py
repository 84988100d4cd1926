"""Who said what, by rules over spaCy's dependency parses: the baseline that a competent reader of the parses writes.

A verb of textacy's public list of reporting verbs, its subject, its complement clause (or the quotation beside
it); "according to" and the sentence around it; "citing" as a further link of the chain.
"""

from textacy.constants import REPORTING_VERBS

# Of the list, verbs that seldom report are left out and a few that do are added: together that raised F1.
VERBS = REPORTING_VERBS["en"] - {
    "according", "order", "hope", "fear", "charge", "decline", "blame", "criticize", "describe", "agree", "ask",
    "promise", "cite", "recall", "think",
} | {"find", "reckon", "expect", "reveal", "indicate", "certify", "remind"}
PUBLISHER = {"we", "i", "us"}
SUBJECTS, PASSIVE = {"nsubj"}, {"nsubjpass"}
CLAUSES = {"ccomp"}
INFINITIVES = {"tell", "claim", "expect", "deny"}
OPENING, CLOSING = "“\"", "”\""

KINDS = [
    ("outlet", {"newspaper", "paper", "outlet", "magazine", "newsletter", "broadcaster"}),
    ("anonymous", {"source", "people", "person", "insider", "diplomat", "trader", "broker", "merchant"}),
    ("document", {
        "document", "filing", "indictment", "complaint", "report", "statement", "letter", "memo", "draft", "notice",
        "contract", "invoice", "email", "e-mail", "note", "record", "release", "study", "order", "affidavit",
    }),
    ("dataset", {"data", "dataset", "figure", "statistic", "database", "survey", "number", "index"}),
    ("government", {
        "ministry", "minister", "government", "department", "official", "prosecutor", "court", "commission", "bureau",
        "agency", "authority", "police", "administration", "office", "customs", "regulator", "embassy", "judge",
        "spokeswoman", "spokesman", "spokesperson", "council", "investigator", "senate", "congress",
    }),
    ("group", {"lawyer", "analyst", "expert", "researcher", "executive", "manager", "critic", "economist", "lawmaker"}),
    ("company", {"company", "firm", "maker", "chipmaker", "manufacturer", "supplier", "refiner", "group"}),
    ("organisation", {"institute", "association", "organisation", "organization", "council", "centre", "center"}),
]  # fmt: skip


def kind_of(span):
    """The codebook's kind of a source: by spaCy's entity, else by the head noun."""
    root, words = span.root, {token.lemma_.lower() for token in span}
    named = [token for token in span if token.ent_type_ == "PERSON"]
    if root.lower_ in ("he", "she") or any(token in (root, token.head) or token.head == root for token in named):
        return "person"
    for kind, heads in KINDS:
        if root.lemma_.lower() in heads or (root.ent_type_ == "ORG" and kind != "dataset" and words & heads):
            # "a diplomat", "two managers": people without names.
            unnamed = any(child.dep_ == "nummod" or child.lower_ in ("a", "an", "one") for child in root.children)
            return "anonymous" if unnamed and kind in ("group", "government") and root.pos_ == "NOUN" else kind
    if root.ent_type_ == "GPE":
        return "government"
    if root.pos_ == "PROPN" or root.lower_ == "it":
        return "company"
    if root.pos_ == "NUM" or any(child.dep_ == "nummod" for child in root.children):
        return "anonymous"
    return "person" if root.pos_ == "PRON" else "group"


def place(span):
    """The span without quotation marks and punctuation at its borders."""
    start, end = span.start, span.end
    while start < end and (span.doc[start].is_punct or span.doc[start].is_space):
        start += 1
    while end > start and (span.doc[end - 1].is_punct or span.doc[end - 1].is_space):
        end -= 1
    return span.doc[start:end]


def noun_phrase(token):
    """The subject without the clauses that hang on it."""
    loose = {"relcl", "acl", "advcl", "punct"}
    kept = [token.i]
    queue = [child for child in token.children if child.dep_ not in loose]
    while queue:
        child = queue.pop()
        kept.append(child.i)
        queue.extend(grand for grand in child.children if grand.dep_ not in loose)
    return place(token.doc[min(kept) : max(kept) + 1])


def quotations(doc):
    """(first, last) token of each quotation, marks in; a paragraph that opens one and does not close it ends it."""
    found, opened = [], None
    for token in doc:
        if opened is not None and "\n\n" in token.text:
            if token.i - opened > 3:
                found.append((opened, token.i - 1))
            opened = None
        elif token.text in OPENING and opened is None:
            opened = token.i
        elif token.text in CLOSING and opened is not None:
            found.append((opened, token.i))
            opened = None
    if opened is not None and len(doc) - opened > 3:
        found.append((opened, len(doc) - 1))
    return found


def subtree(token, without):
    """The stretch of a clause, cut where it would run over the verb of speech or its subject."""
    first, last = token.left_edge.i, token.right_edge.i
    for other in without:
        if first <= other <= last:
            if other > token.i:
                last = other - 1
            else:
                first = other + 1
    return token.doc[first : last + 1] if first <= last else None


def content_of(verb, source, quotes):
    """What the verb reports: a clause, or a quotation beside it. Bare objects ("reports a loss") only lowered F1."""
    around = [verb.i, *range(source.start, source.end)]
    inside = lambda i: any(first < i < last for first, last in quotes)  # noqa: E731
    kinds = CLAUSES | ({"xcomp"} if verb.lemma_ in INFINITIVES else set())
    clauses = [child for child in verb.children if child.dep_ in kinds and child.i not in around]
    # An inverted cue hangs on the clause that it reports ("X fell, the ministry said, …").
    if not clauses and verb.dep_ in ("parataxis", "ccomp", "advcl") and verb.head.i != verb.i and verb.i > verb.head.i:
        clauses = [verb.head]
    content = subtree(clauses[0], around) if clauses else None
    if content is not None and content.end <= verb.i:
        content = with_rest(content, verb)
    near = [
        (first, last)
        for first, last in quotes
        if not (first < verb.i < last)
        and (first in range(verb.sent.start, verb.sent.end + 1) or last in range(verb.sent.start - 1, verb.sent.end))
    ]
    if content is None and near:
        first, last = min(near, key=lambda q: min(abs(q[0] - verb.i), abs(q[1] - verb.i)))
        return onward(verb.doc[first : last + 1], quotes)
    if content is None:
        return None
    # A quotation that the clause is a part of belongs to it whole, over all its sentences.
    for first, last in near:
        if first <= content.end - 1 and content.start <= last and not inside(verb.i):
            content = verb.doc[min(first, content.start) : max(last + 1, content.end)]
            if verb.i in range(content.start, content.end):
                content = verb.doc[first : last + 1]
            content = onward(content, quotes)
    return content


def with_rest(content, verb):
    """The clause before its cue with what goes on after the cue: "X, he added, and if Y, Z"."""
    doc, sentence = verb.doc, verb.sent
    for at in range(verb.i + 1, sentence.end - 4):
        if doc[at].text in ",;" and doc[at + 1].lower_ in ("and", "but", "if", "though", "although", "while", "which"):
            return doc[content.start : sentence.end]
    return content


def onward(content, quotes):
    """A quotation goes on in the one that opens the next sentence: "“A,” she said. “B.”"."""
    doc = content.doc
    if not any(first <= content.end - 1 <= last + 1 and first >= content.start for first, last in quotes):
        return content
    stop = content.end - 1
    while True:
        sentence = doc[min(stop, len(doc) - 1)].sent
        after = sentence.end
        ahead = [q for q in quotes if q[0] > stop and q[0] in (after, after - 1)]
        if not ahead or "\n\n" in doc[stop : ahead[0][0]].text:
            return doc[content.start : stop + 1]
        stop = ahead[0][1]


def cited(verb):
    """Whom a report cites: "Reuters reported, citing three people"."""
    for child in verb.children:
        if child.lemma_ == "cite" and child.dep_ in ("advcl", "xcomp"):
            return [noun_phrase(thing) for thing in child.children if thing.dep_ == "dobj"][:1]
    return []


def said(chain, content):
    content = place(content)
    if len(content) < 2:
        return None
    return {
        "chain": [{"kind": kind_of(link), "start": link.start_char, "end": link.end_char} for link in chain],
        "content": [{"start": content.start_char, "end": content.end_char}],
    }


def subject_of(verb):
    """The subject of a verb, or that of the verb it is joined to ("confirmed the deal and said …")."""
    for token in (verb, verb.head if verb.dep_ in ("conj", "xcomp") else None):
        if token is not None:
            for child in token.children:
                if child.dep_ in SUBJECTS:
                    return child
                if child.dep_ in PASSIVE and verb.lemma_ == "quote":
                    return child
    return None


def by_verb(doc, quotes):
    for token in doc:
        if token.pos_ != "VERB" or token.lemma_ not in VERBS | {"quote", "show"}:
            continue
        # What is said inside a quotation is the speaker's, not the article's.
        if any(first < token.i < last for first, last in quotes):
            continue
        subject = subject_of(token)
        if subject is None:
            continue
        if subject.lower_ in ("who", "which", "that") and token.dep_ == "relcl":
            subject = token.head
        # Outside quotations "we" is the publisher, who is no link of a chain.
        if subject.lower_ in PUBLISHER:
            continue
        source = noun_phrase(subject)
        if not len(source) or (token.lemma_ == "show" and kind_of(source) not in ("dataset", "document")):
            continue
        content = content_of(token, source, quotes)
        if content is not None and (one := said([source, *cited(token)], content)):
            yield one


def by_according_to(doc):
    for token in doc:
        if token.lower_ != "according":
            continue
        links = [child for child in token.children if child.lower_ == "to"]
        things = [thing for to in links for thing in to.children if thing.dep_ == "pobj"]
        if not things:
            continue
        source = noun_phrase(things[0])
        last = things[0].right_edge.i
        sentence = token.sent
        # The longer side of the sentence is what the source says.
        before, after = doc[sentence.start : token.i], doc[last + 1 : sentence.end]
        content = before if len(before) >= len(after) else after
        if len(content) and (one := said([source], content)):
            yield one


def attributions(doc):
    quotes = quotations(doc)
    found, seen = [], set()
    for one in [*by_verb(doc, quotes), *by_according_to(doc)]:
        key = (one["content"][0]["start"], one["content"][0]["end"])
        if key not in seen:
            seen.add(key)
            found.append(one)
    return found
