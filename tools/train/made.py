"""Sentences of trade news with their trees, made by a small grammar of ours: what the treebanks hardly hold.

    python made.py --seed 1 --count 6000 --out made.conllu --names made.names

The treebanks have no "ban on", no "accused X of supplying", three dozen amounts of money. A grammar knows the tree of
each sentence it makes, so nothing is annotated by hand or by another parser. Relations follow the English treebanks of
Universal Dependencies (EWT, GUM).
"""

import argparse
import random


class Tree:
    """A word with its dependents to the left and to the right, in order."""

    def __init__(self, word, upos, xpos, name="O", tight=False):
        self.word, self.upos, self.xpos, self.name = word, upos, xpos, name
        self.rel, self.left, self.right = "root", [], []
        # The relation it has wherever it hangs.
        self.always = None
        # Whether it stands right against the word before it.
        self.tight = tight

    def l(self, rel, tree, first=False):
        tree.rel = tree.always or rel
        self.left.insert(0, tree) if first else self.left.append(tree)
        return self

    def r(self, rel, tree):
        tree.rel = rel
        self.right.append(tree)
        return self

    def words(self):
        return [t for d in self.left for t in d.words()] + [self] + [t for d in self.right for t in d.words()]

    def first(self):
        return self.words()[0]


R = random.Random()


def pick(*some):
    """One of the alternatives; functions are called."""
    chosen = R.choice(some[0] if len(some) == 1 and isinstance(some[0], (list, tuple)) else some)
    return chosen() if callable(chosen) else chosen


def odds(share):
    return R.random() < share


def hyphened(word, tail):
    """"night-vision": the parts are words of their own, as in the treebanks."""
    first, _, last = word.partition("-")
    head = Tree(last, *tail, tight=True)
    kind = ("ADJ", "JJ") if first.lower() in ("dual", "rare", "full") else ("PROPN", "NNP") if first == "X" else ("NOUN", "NN")
    part = Tree(first, *kind).r("punct", Tree("-", "PUNCT", "HYPH", tight=True))
    return head.l("amod" if kind[0] == "ADJ" else "compound", part)


def noun(word, plural=None):
    plural = word.endswith("s") if plural is None else plural
    tail = ("NOUN", "NNS" if plural else "NN")
    return hyphened(word, tail) if "-" in word and not word.startswith("re-") else Tree(word, *tail)


def proper(word, name="O"):
    if "-" not in word:
        return Tree(word, "PROPN", "NNP", name)
    first, _, last = word.partition("-")
    number = Tree(last, "NUM", "CD", "I-" + name[2:] if name != "O" else "O", tight=True)
    return Tree(first, "PROPN", "NNP", name).r("flat", number.l("punct", Tree("-", "PUNCT", "HYPH", tight=True)))


def adj(word):
    if "-" not in word:
        return Tree(word, "ADJ", "JJ")
    tree = hyphened(word, ("NOUN", "NN"))
    tree.always = "compound"
    return tree


def adv(word):
    return Tree(word, "ADV", "RB")


def num(word):
    return Tree(word, "NUM", "CD")


def the(tree, word="the"):
    return tree.l("det", Tree(word, "DET", "DT"), first=True)


def case(word, tree):
    parts = word.split()
    head = Tree(parts[0], "ADP", "IN")
    if parts[0] == "according":
        head = Tree(parts[0], "VERB", "VBG")
    if parts[0] == "such":
        head = Tree(parts[0], "ADJ", "JJ")
    if parts[0] == "including":
        head = Tree(parts[0], "VERB", "VBG")
    for part in parts[1:]:
        head.r("fixed", Tree(part, "ADP", "IN"))
    return tree.l("case", head, first=True)


def comma(tree, left=False):
    mark = Tree(",", "PUNCT", ",", tight=True)
    return tree.l("punct", mark, first=True) if left else tree.r("punct", mark)


# Names.

COUNTRIES = """China Russia Taiwan Japan Iran Turkey India Germany Kazakhstan Kyrgyzstan Armenia Georgia Uzbekistan Belarus
Pakistan Malaysia Singapore Vietnam Thailand Mexico Canada France Britain Italy Poland Ukraine Hungary Serbia Israel Brazil
Australia Finland Sweden Norway Denmark Switzerland Austria Spain Estonia Latvia Lithuania Indonesia Syria Iraq Venezuela Cuba
Moscow Beijing Washington Kyiv Tehran Ankara Tokyo Seoul Brussels Taipei Delhi Berlin Pyongyang""".split()
PAIRS = [("South", "Korea", "compound"), ("North", "Korea", "compound"), ("Hong", "Kong", "compound"), ("Saudi", "Arabia", "compound"),
         ("Sri", "Lanka", "compound"), ("New", "Zealand", "compound"), ("South", "Africa", "compound"), ("Abu", "Dhabi", "compound")]
DEMONYMS = """Chinese Russian Taiwanese Japanese Iranian Turkish Indian German Kazakh Kyrgyz Armenian Georgian Uzbek Belarusian
Pakistani Malaysian Singaporean Vietnamese Mexican Canadian French British Italian Polish Ukrainian Hungarian Serbian Israeli
American European Western Dutch Swiss Korean Emirati Central Syrian Finnish Swedish foreign local""".split()
STEMS = """Nvidia Huawei Micron Intel Samsung Siemens Fanuc Trumpf Okuma Haas Mazak Seagate Xilinx Broadcom Qualcomm Garmin Autel
Skydio Kupol Rostec Sinno Baltmet Norvik Tesmec Orlan Veltron Helmut Kestrel Ardent Quintex Solaris Polarion Brightwell Harkon
Lindqvist Sunrise Teledyne Thales Leonardo Saab Bosch Infineon Murata Kioxia Applied Cirrus Lattice Photon Zhonghuan Hikvision
Inspur Cambricon Biren Yangtze Changxin Wingtech Nexperia Pegasus Ostara Meridian Vega Titan Falcon Crescent Delta Apex""".split()
SECOND = """Electronics Semiconductor Technologies Technology Systems Industries Aerospace Trading Logistics Materials Instruments
Precision Robotics Aviation Metals Minerals Energy Group Holdings Micro Devices Dynamics Machinery Engineering Components""".split()
ENDS = ["Inc.", "Corp.", "Ltd.", "Co.", "AG", "GmbH", "SE", "Inc", "Ltd", "Corp", "LLC", "plc"]
OUTLETS = ["Reuters", "Bloomberg", "Nikkei", "Politico", "Kommersant", "Xinhua", "Yonhap", "Axios", "CNN", "Spiegel", "Handelsblatt"]
FIRST = """Anna John Wei Maria Tomas Yuki Elena David Sarah Omar Li Pavel Ingrid Carlos Mehmet Olga Peter Grace Hans Amina Dmitry
Gina Jake Marco Sofia Liam Noor""".split()
LAST = """Smith Novak Zhang Kim Ivanov Tanaka Müller Rossi Demir Popescu Hansen Garcia Raimondo Estevez Sullivan Kendler Okafor Lindgren
Petrov Chen Yamada Dubois Schneider Kowalski Haddad Brown Allen Ferrari""".split()

def country():
    dice = R.random()
    if dice < 0.12:
        a, b, rel = R.choice(PAIRS)
        tree = proper(b, "I-LOC").l(rel, proper(a, "B-LOC"))
        return tree
    if dice < 0.17:
        tree = Tree("States", "PROPN", "NNPS", "I-LOC").l("amod", Tree("United", "ADJ", "NNP", "B-LOC"))
        return the(tree)
    if dice < 0.2:
        tree = Tree("Emirates", "PROPN", "NNPS", "I-LOC").l("amod", Tree("United", "ADJ", "NNP", "B-LOC")).l("amod", Tree("Arab", "ADJ", "NNP", "I-LOC"))
        return the(tree)
    if dice < 0.3:
        return the(proper(pick("US", "U.S.", "UAE", "UK", "EU"), "B-LOC"))
    if dice < 0.33:
        return the(proper("Union", "I-ORG").l("amod", Tree("European", "ADJ", "NNP", "B-ORG")))
    if dice < 0.35:
        return the(proper("Netherlands", "B-LOC"))
    return proper(pick(COUNTRIES), "B-LOC")


def from_country(tree):
    """A demonym or country before a noun."""
    if odds(0.3):
        return tree.l("compound", proper(pick("US", "U.S.", "EU", "UK", "Taiwan", "UAE"), "B-LOC"), first=True)
    return tree.l("amod", adj(pick(DEMONYMS)), first=True)


def company():
    dice = R.random()
    if dice < 0.5:
        return proper(pick(STEMS), "B-ORG")
    if dice < 0.72:
        return proper(pick(SECOND), "I-ORG").l("compound", proper(pick(STEMS), "B-ORG"))
    if dice < 0.86:
        tree = proper(pick(ENDS), "I-ORG").l("compound", proper(pick(STEMS), "B-ORG"))
        return tree.l("compound", proper(pick(SECOND), "I-ORG")) if odds(0.5) else tree
    if dice < 0.93:
        city = pick("Shenzhen", "Moscow", "Dubai", "Istanbul", "Hanoi", "Xiamen", "Almaty")
        return proper(pick(SECOND), "I-ORG").l("compound", proper(city, "B-ORG")).l("compound", proper(pick(STEMS), "I-ORG"))
    return proper(pick("SMIC", "TSMC", "ASML", "YMTC", "CXMT", "DJI", "BAE", "AMD", "KLA", "IBM", "ZTE"), "B-ORG")


def person():
    tree = proper(pick(FIRST), "B-PER")
    return tree.r("flat", proper(pick(LAST), "I-PER"))


KIND_OF_FIRM = ["firm", "company", "supplier", "distributor", "trader", "maker", "exporter", "dealer", "reseller", "broker", "chipmaker",
                "toolmaker", "manufacturer", "subsidiary", "startup", "intermediary", "middleman"]


def a(tree):
    word = tree.first().word
    return the(tree, "an" if word[0].lower() in "aeio" or word.startswith("Uz") else "a")


def firm_described():
    """"A Hong Kong trading firm", "a Chinese maker of drones"."""
    tree = noun(pick(KIND_OF_FIRM))
    if odds(0.4):
        tree.l("compound", noun(pick("trading", "electronics", "chip", "drone", "logistics", "shell", "shipping", "technology"), False))
    if odds(0.7):
        from_country(tree)
    a(tree)
    if odds(0.25):
        tree.r("nmod", case(pick("in", "in", "from"), country()))
    elif odds(0.2):
        tree.r("nmod", case("of", goods()))
    return tree


def firms():
    tree = noun(pick("firms", "companies", "suppliers", "distributors", "traders", "exporters", "manufacturers", "intermediaries", "buyers",
                     "smugglers", "importers", "brokers", "entities", "makers", "chipmakers", "banks"))
    if odds(0.7):
        from_country(tree)
    if odds(0.3):
        counted(tree)
    elif odds(0.2):
        tree.l("amod", adj(pick("several", "other", "many", "some", "dozens")), first=True)
    if odds(0.15):
        tree.r("nmod", case("in", country()))
    return tree


def counted(tree):
    number = num(pick(str(R.randint(2, 90)), "two", "three", "four", "five", "nine", f"{R.randint(1, 99)},{R.randint(100, 999)}",
                      str(R.randint(100, 999))))
    if odds(0.35):
        rough(number)
    tree.l("nummod", number, first=True)
    return tree


def rough(number):
    """"about", "more than" before a number."""
    dice = R.random()
    if dice < 0.55:
        return number.l("advmod", adv(pick("about", "nearly", "roughly", "almost", "around", "some", "approximately", "just")), first=True)
    if dice < 0.85:
        more = Tree(pick("more", "less", "fewer"), "ADJ", "JJR")
        return number.l("advmod", more.r("fixed", Tree("than", "ADP", "IN")), first=True)
    return number.l("nmod", case("at", Tree("least", "ADJ", "JJS")), first=True)


NOUN_GOODS = [("memory", "chips"), ("AI", "chips"), ("ball", "bearings"), ("machine", "tools"), ("drone", "parts"), ("drone", "engines"),
              ("computer", "chips"), ("artillery", "shells"), ("aircraft", "parts"), ("jet", "engines"), ("auto", "parts"), ("carbon", "fibre"),
              ("chipmaking", "equipment"), ("chip", "tools"), ("lithography", "machines"), ("radio", "modules"), ("circuit", "boards"),
              ("graphics", "processors"), ("navigation", "systems"), ("rare-earth", "magnets"), ("flight", "controllers"), ("fibre", "lasers"),
              ("gas", "turbines"), ("missile", "components"), ("night-vision", "devices"), ("crude", "oil"), ("telecoms", "gear"), ("defence", "equipment"),
              ("battery", "materials"), ("tank", "shells"), ("surveillance", "cameras"), ("X-ray", "scanners"), ("power", "transformers")]
ADJ_GOODS = [("dual-use", "goods"), ("dual-use", "items"), ("electronic", "components"), ("military", "equipment"), ("used", "machines"),
             ("advanced", "semiconductors"), ("advanced", "chips"), ("critical", "minerals"), ("lethal", "weapons"), ("rare", "earths"),
             ("sensitive", "technology"), ("unmanned", "aircraft"), ("industrial", "machinery"), ("thermal", "cameras"), ("ballistic", "missiles"),
             ("optical", "sensors"), ("nuclear", "fuel"), ("solar", "panels"), ("civilian", "drones"), ("electric", "vehicles")]
ONE_GOODS = """drones chips semiconductors processors engines microelectronics gallium germanium antimony graphite tungsten weapons missiles
ammunition servers lathes bearings aircraft helicopters vehicles transistors sensors antennas cameras lasers goods components
equipment technology machinery parts uranium titanium nitrocellulose steel oil gas shells lenses batteries motors gyroscopes software
modems routers magnets turbines valves pumps cables weapons tanks howitzers rifles microcontrollers wafers excavators tyres""".split()
MODELS = ["H100", "A100", "H20", "B200", "Mavic", "S-400", "Geran-2", "Shahed", "Lynx", "HIMARS", "Leopard", "F-16", "MQ-9", "EUV", "DUV", "HBM", "FPGA", "CNC"]


def goods(bare=False):
    """Goods in the plural or as a mass."""
    dice = R.random()
    if dice < 0.35:
        a_, b = R.choice(NOUN_GOODS)
        tree = noun(b, b.endswith("s")).l("compound", Tree(a_, "NOUN", "NN") if a_ != "AI" else proper(a_))
    elif dice < 0.6:
        a_, b = R.choice(ADJ_GOODS)
        tree = noun(b, b.endswith("s")).l("amod", adj(a_))
    elif dice < 0.85 or bare:
        word = pick(ONE_GOODS)
        tree = noun(word, word.endswith("s"))
    else:
        head = pick("chips", "processors", "drones", "systems", "machines", "jets", "tanks", "accelerators", "rockets", "vehicles")
        tree = noun(head).l("compound", proper(pick(MODELS)))
        if odds(0.3):
            tree.l("compound", company_word(), first=True)
    if bare:
        return tree
    if odds(0.1):
        participle = Tree(pick("restricted", "banned", "sanctioned", "smuggled", "controlled", "refurbished", "stolen"), "VERB", "VBN")
        tree.l("amod", participle, first=True)
    if odds(0.12):
        from_country(tree)
    if odds(0.03):
        place = proper(pick("US", "China", "EU"), "B-LOC").r("punct", Tree("-", "PUNCT", "HYPH", tight=True))
        made = Tree(pick("made", "built", "based", "origin"), "VERB", "VBN", tight=True).l("compound", place)
        tree.l("amod", made, first=True)
    if odds(0.12):
        another = goods(True)
        tree.r("conj", another.l("cc", Tree("and", "CCONJ", "CC"), first=True))
    return tree


def company_word():
    return proper(pick(STEMS), "B-ORG")


def things():
    """Goods with how many, of what, worth what."""
    dice = R.random()
    tree = goods()
    if dice < 0.25:
        return counted(tree)
    if dice < 0.34:
        head = noun(pick("dozens", "hundreds", "thousands", "scores", "millions"))
        return head.r("nmod", case("of", tree))
    if dice < 0.44:
        head = counted(noun(pick("tonnes", "tons", "kilograms", "shipments", "containers", "batches")))
        return head.r("nmod", case("of", tree))
    if dice < 0.55:
        return money().r("nmod", case(pick("of", "in"), tree))
    if dice < 0.65:
        value = noun("worth", False).l("nmod:unmarked", money())
        return value.r("nmod", case("of", tree))
    if dice < 0.72:
        amount = money()
        worth = adj("worth").r("obj", amount)
        return tree.r("amod", worth)
    if dice < 0.76:
        return tree.r("nmod", case(pick("such as", "including"), listing([goods(True), goods(True)])))
    return tree


def money():
    sign = pick("$", "$", "$", "$", "€", "£", "¥", "US$", "C$", "A$", "HK$")
    tree = Tree(sign, "SYM", "$")
    value = pick(str(R.randint(1, 999)), f"{R.randint(1, 99)}.{R.randint(1, 99)}")
    dice = R.random()
    if dice < 0.7:
        amount = num(pick("million", "billion", "million", "billion", "trillion"))
        digits = num(value)
        digits.tight = True
        amount.l("compound", digits)
        number = amount
    elif dice < 0.9:
        digits = num(value)
        digits.tight = True
        number = num(pick("m", "bn", "mn", "b")).l("compound", digits)
        number.tight = True
    else:
        number = num(pick(str(R.randint(5, 999)), f"{R.randint(1, 999)},{R.randint(100, 999)}"))
        number.tight = True
    if dice > 0.94:
        tree = noun(pick("yuan", "euros", "dollars", "yen", "roubles", "won", "rupees")).l("nummod", num(pick("million", "billion")).l("compound", num(value)))
    else:
        tree.r("nummod", number)
    return rough(tree) if odds(0.3) else tree


def percent():
    value = str(R.randint(2, 99)) if odds(0.6) else f"{R.randint(1, 99)}.{R.randint(1, 9)}"
    if odds(0.75):
        tree = Tree("%", "SYM", "NN", tight=True).l("nummod", num(value))
    elif odds(0.5):
        tree = noun("percent", False).l("nummod", num(value))
    else:
        tree = noun("cent", False).l("nummod", num(value)).l("case", Tree("per", "ADP", "IN"))
        tree = noun("percent", False).l("nummod", num(value))
    return rough(tree) if odds(0.15) else tree


def listing(members):
    """"A, B and C"."""
    head = members[0]
    for at, member in enumerate(members[1:], 1):
        if at == len(members) - 1:
            member.l("cc", Tree("and", "CCONJ", "CC"), first=True)
            if len(members) > 2 and odds(0.3):
                comma(member, left=True)
        else:
            comma(member, left=True)
        head.r("conj", member)
    return head


def countries():
    return listing([country() for _ in range(R.choice([1, 1, 1, 1, 2, 2, 3]))])


MONTHS = "January February March April May June July August September October November December".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


def month():
    tree = proper(pick(MONTHS))
    return tree.r("nmod:unmarked", num(str(R.randint(2018, 2026)))) if odds(0.45) else tree


def year():
    return num(str(R.randint(2010, 2026)))


def when(head):
    """Hangs a time on a verb."""
    dice = R.random()
    if dice < 0.25:
        return head.r("obl", case("in", month()))
    if dice < 0.45:
        return head.r("obl", case(pick("in", "in", "since", "by"), year()))
    if dice < 0.6:
        unit = noun(pick("year", "month", "week", "quarter"), False)
        unit.l("amod", adj(pick("last", "this", "next")) if odds(0.7) else adj("last"))
        return head.r("obl:unmarked", unit)
    if dice < 0.68:
        return head.r("obl", case("on", proper(pick(DAYS))))
    if dice < 0.76:
        half = noun(pick("half", "quarter"), False).l("amod", adj(pick("first", "second", "third", "previous")))
        the(half)
        if odds(0.6):
            half.r("nmod", case("of", year() if odds(0.5) else the(noun("year", False))))
        return head.r("obl", case("in", half))
    if dice < 0.84:
        span = listing([proper(pick(MONTHS)), month()])
        return head.r("obl", case("between", span))
    if dice < 0.92:
        event = the(noun(pick("invasion", "war", "coup", "ban", "embargo"), False))
        if odds(0.4):
            event.l("amod", adj(pick("full-scale", "initial")))
            event.left.sort(key=lambda t: t.rel != "det")
        return head.r("obl", case(pick("since", "after", "before"), event))
    return head.r("obl", case("in", counted(noun(pick("months", "years", "weeks")))))


# Verbs: base, third person, past, participle, -ing.
def forms(text):
    return [tuple(line.split()) for line in text.strip().splitlines()]


MOVE = forms("""
export exports exported exported exporting
ship ships shipped shipped shipping
supply supplies supplied supplied supplying
sell sells sold sold selling
deliver delivers delivered delivered delivering
send sends sent sent sending
re-export re-exports re-exported re-exported re-exporting
smuggle smuggles smuggled smuggled smuggling
transfer transfers transferred transferred transferring
divert diverts diverted diverted diverting
reroute reroutes rerouted rerouted rerouting
resell resells resold resold reselling
""")
GET = forms("""
import imports imported imported importing
buy buys bought bought buying
purchase purchases purchased purchased purchasing
acquire acquires acquired acquired acquiring
order orders ordered ordered ordering
procure procures procured procured procuring
obtain obtains obtained obtained obtaining
receive receives received received receiving
source sources sourced sourced sourcing
""")
GIVE = forms("""
supply supplies supplied supplied supplying
provide provides provided provided providing
equip equips equipped equipped equipping
""")
HAND = forms("""
sell sells sold sold selling
send sends sent sent sending
give gives gave given giving
offer offers offered offered offering
""")
MAKE = forms("""
make makes made made making
produce produces produced produced producing
build builds built built building
assemble assembles assembled assembled assembling
manufacture manufactures manufactured manufactured manufacturing
mine mines mined mined mining
""")
STOP = forms("""
ban bans banned banned banning
bar bars barred barred barring
block blocks blocked blocked blocking
restrict restricts restricted restricted restricting
halt halts halted halted halting
suspend suspends suspended suspended suspending
prohibit prohibits prohibited prohibited prohibiting
curb curbs curbed curbed curbing
limit limits limited limited limiting
tighten tightens tightened tightened tightening
lift lifts lifted lifted lifting
ease eases eased eased easing
approve approves approved approved approving
""")
MEASURE = forms("""
rise rises rose risen rising
fall falls fell fallen falling
jump jumps jumped jumped jumping
drop drops dropped dropped dropping
surge surges surged surged surging
grow grows grew grown growing
climb climbs climbed climbed climbing
slump slumps slumped slumped slumping
soar soars soared soared soaring
plunge plunges plunged plunged plunging
decline declines declined declined declining
""")
BASE, THIRD, PAST, PART, ING = range(5)


def verb(forms_, tense=None, subject_plural=False):
    """A finite verb with its auxiliaries."""
    dice = R.random() if tense is None else tense
    if dice < 0.45:
        return Tree(forms_[PAST], "VERB", "VBD")
    if dice < 0.58:
        return Tree(forms_[BASE] if subject_plural else forms_[THIRD], "VERB", "VBP" if subject_plural else "VBZ")
    if dice < 0.75:
        have = Tree("have" if subject_plural else "has", "AUX", "VBP" if subject_plural else "VBZ")
        tree = Tree(forms_[PART], "VERB", "VBN").l("aux", have)
        if odds(0.2):
            tree.l("advmod", adv(pick("also", "already", "never", "not", "reportedly", "quietly", "repeatedly")))
        return tree
    if dice < 0.9:
        tree = Tree(forms_[BASE], "VERB", "VB").l("aux", Tree(pick("will", "would", "could", "may", "might", "can", "must"), "AUX", "MD"))
        if odds(0.25):
            tree.l("advmod", adv(pick("not", "soon", "also", "eventually", "now")))
        return tree
    if dice < 0.95:
        be = Tree("are" if subject_plural else "is", "AUX", "VBP" if subject_plural else "VBZ")
        return Tree(forms_[ING], "VERB", "VBG").l("aux", be)
    did = Tree("did", "AUX", "VBD")
    return Tree(forms_[BASE], "VERB", "VB").l("aux", did).l("advmod", Tree("not", "PART", "RB"))


def passive(forms_, plural=True):
    dice = R.random()
    tree = Tree(forms_[PART], "VERB", "VBN")
    if dice < 0.6:
        return tree.l("aux:pass", Tree("were" if plural else "was", "AUX", "VBD"))
    if dice < 0.8:
        return tree.l("aux", Tree("have" if plural else "has", "AUX", "VBP")).l("aux:pass", Tree("been", "AUX", "VBN"))
    if dice < 0.9:
        return tree.l("aux", Tree(pick("will", "could", "would", "may"), "AUX", "MD")).l("aux:pass", Tree("be", "AUX", "VB"))
    return tree.l("aux:pass", Tree("are" if plural else "is", "AUX", "VBP"))


def is_plural(tree):
    return tree.xpos in ("NNS", "NNPS") and tree.upos == "NOUN" or any(t.rel == "conj" for t in tree.right)


def seller():
    return pick([country, company, company, firm_described, firms, named_firm, named_firms])


def named_firm():
    """"A Hong Kong trading firm, Asia Links,", "Fanuc, a Japanese toolmaker,", "German toolmaker Fanuc"."""
    dice = R.random()
    if dice < 0.35:
        head = company()
        return enclosed(head, firm_described())
    if dice < 0.6:
        return enclosed(firm_described(), company())
    head = company()
    kind = noun(pick(KIND_OF_FIRM), False)
    if odds(0.4):
        kind.l("compound", noun(pick("chip", "drone", "electronics", "engine", "software"), False))
    if odds(0.8):
        from_country(kind)
    return head.l("nmod:desc", kind, first=True)


def enclosed(head, aside):
    comma(aside, left=True)
    comma(aside)
    return head.r("appos", aside)


def named_firms():
    tree = firms()
    return enclosed(tree, listing([company() for _ in range(R.choice([2, 2, 3]))]))


def directions(head, rel="obl", share=0.75):
    """"to Russia via Kazakhstan"."""
    if odds(share):
        head.r(rel, case(pick("to", "to", "to", "into", "from"), countries() if odds(0.75) else seller()))
    if odds(0.22):
        head.r(rel, case(pick("via", "through", "from"), countries()))
    return head


def subject(head, tree, rel="nsubj"):
    return head.l(rel, tree, first=True)


# Clauses. Each returns the tree of a clause without its final mark.

def c_move():
    who = seller()
    what = verb(pick(MOVE), None, is_plural(who))
    what.r("obj", things())
    directions(what)
    if odds(0.5):
        when(what)
    return subject(what, who)


def c_get():
    who = seller()
    what = verb(pick(GET), None, is_plural(who))
    what.r("obj", things())
    if odds(0.6):
        what.r("obl", case("from", countries() if odds(0.6) else seller()))
    if odds(0.25):
        what.r("obl", case(pick("via", "through"), country() if odds(0.5) else firm_described()))
    if odds(0.4):
        when(what)
    return subject(what, who)


def c_give():
    who = seller()
    what = verb(pick(GIVE), None, is_plural(who))
    what.r("obj", country() if odds(0.7) else company())
    what.r("obl", case("with", things()))
    if odds(0.4):
        when(what)
    return subject(what, who)


def c_hand():
    who = seller()
    what = verb(pick(HAND), None, is_plural(who))
    what.r("iobj", country() if odds(0.8) else company())
    what.r("obj", things())
    if odds(0.3):
        when(what)
    return subject(what, who)


def c_passive():
    what = passive(pick(pick(MOVE, MOVE, GET, MAKE)))
    subject(what, things(), "nsubj:pass")
    if odds(0.5):
        what.r("obl:agent", case("by", seller()))
    directions(what, share=0.5)
    if odds(0.5):
        when(what)
    return what


def trade_noun(word=None):
    """"Taiwan's chip exports to the mainland", "exports of chips from Japan to Russia"."""
    word = word or pick("exports", "exports", "exports", "imports", "imports", "shipments", "sales", "deliveries", "purchases", "supplies", "re-exports")
    tree = noun(word)
    dice = R.random()
    if dice < 0.3:
        tree.l("compound", noun(pick("chip", "drone", "weapons", "arms", "semiconductor", "gallium", "oil", "electronics", "machinery"), False))
    elif dice < 0.65:
        tree.r("nmod", case("of", goods()))
    if odds(0.2):
        tree.l("amod", adj(pick("total", "monthly", "annual", "direct", "overall")), first=True)
    owner = R.random()
    if owner < 0.4:
        holder = country() if odds(0.75) else company()
        tree.l("nmod:poss", holder.r("case", Tree(pick("'s", "'s", "’s"), "PART", "POS", tight=True)), first=True)
    elif owner < 0.6:
        from_country(tree)
    elif owner < 0.65:
        tree.l("nmod:poss", Tree(pick("its", "their"), "PRON", "PRP$"), first=True)
    preposition = "from" if word in ("imports", "purchases") else "to"
    if odds(0.55):
        tree.r("nmod", case(preposition, countries()))
        if odds(0.15):
            tree.r("nmod", case(pick("via", "through"), countries()))
    return tree


def c_measure():
    what = verb(pick(MEASURE), R.choice([0.1, 0.1, 0.1, 0.5, 0.6, 0.8]), True)
    subject(what, trade_noun())
    dice = R.random()
    if dice < 0.5:
        what.r("obl:unmarked", percent())
    elif dice < 0.75:
        what.r("obl", case("by", percent() if odds(0.7) else money()))
    if odds(0.2):
        what.r("obl:unmarked", noun("year", False).r("nmod", case("on", noun("year", False))))
    if odds(0.35):
        what.r("obl", case("to", money() if odds(0.6) else counted(noun(pick("tonnes", "units", "kilograms")))))
    if odds(0.2):
        what.r("obl", case("from", money()))
    if odds(0.65):
        when(what)
    return what


def c_total():
    forms_ = pick(forms("""
reach reaches reached reached reaching
total totals totalled totalled totalling
exceed exceeds exceeded exceeded exceeding
hit hits hit hit hitting
top tops topped topped topping
"""))
    what = verb(forms_, R.choice([0.1, 0.1, 0.5, 0.6]), True)
    subject(what, trade_noun())
    what.r("obj", money() if odds(0.8) else counted(noun(pick("tonnes", "units"))))
    if odds(0.6):
        when(what)
    return what


def c_stood():
    what = Tree(pick("stood", "came", "amounted", "averaged"), "VERB", "VBD")
    preposition = {"stood": "at", "came": "to", "amounted": "to", "averaged": ""}[what.word]
    subject(what, trade_noun())
    what.r("obl" if preposition else "obj", case(preposition, money()) if preposition else money())
    if odds(0.5):
        when(what)
    return what


def c_noun_stopped():
    what = passive(pick([STOP[4], STOP[5], STOP[2], STOP[3], STOP[0], STOP[12]]))
    subject(what, trade_noun(), "nsubj:pass")
    if odds(0.3):
        what.r("obl:agent", case("by", country()))
    if odds(0.5):
        when(what)
    return what


def measure_noun():
    """"a ban on exports of chips to China", "new export controls on drones"."""
    dice = R.random()
    if dice < 0.4:
        tree = noun(pick("ban", "embargo", "restrictions", "controls", "curbs", "limits", "prohibition", "tariffs", "sanctions", "duties"))
        if odds(0.4):
            tree.l("compound", noun(pick("export", "trade", "import", "arms", "chip"), False))
        on = trade_noun(pick("exports", "sales", "shipments", "imports")) if odds(0.5) else goods() if odds(0.6) else firms()
        tree.r("nmod", case(pick("on", "on", "against" if not odds(0.7) else "on"), on))
    elif dice < 0.7:
        tree = noun(pick("controls", "restrictions", "curbs", "rules", "licences", "bans")).l("compound", noun(pick("export", "import", "trade"), False))
        if odds(0.5):
            tree.r("nmod", case("on", goods()))
    else:
        tree = noun(pick("requirement", "requirements"))
        tree.l("compound", noun(pick("licence", "license", "licensing"), False))
        tree.r("nmod", case("for", trade_noun(pick("exports", "sales", "shipments")) if odds(0.6) else goods()))
    if odds(0.35):
        tree.l("amod", adj(pick("new", "sweeping", "tighter", "fresh", "strict", "temporary", "broad")), first=True)
    if not is_plural(tree):
        a(tree) if odds(0.6) else the(tree)
    return tree


def c_impose():
    forms_ = pick(forms("""
impose imposes imposed imposed imposing
announce announces announced announced announcing
introduce introduces introduced introduced introducing
tighten tightens tightened tightened tightening
lift lifts lifted lifted lifting
expand expands expanded expanded expanding
propose proposes proposed proposed proposing
"""))
    who = authority()
    what = verb(forms_, None, is_plural(who))
    what.r("obj", measure_noun())
    if odds(0.5):
        when(what)
    return subject(what, who)


def authority():
    dice = R.random()
    if dice < 0.5:
        return country()
    if dice < 0.75:
        tree = proper(pick("Department", "Ministry", "Bureau"), "I-ORG").l("compound", proper(pick("Commerce", "Treasury", "Justice", "Trade"), "B-ORG"))
        tree.left[0].name, tree.name = "B-ORG", "I-ORG"
        if odds(0.3):
            tree.l("compound", proper(pick("US", "U.S."), "B-LOC"), first=True)
        return the(tree)
    tree = noun(pick("government", "ministry", "administration", "regulator", "authorities", "officials", "prosecutors"))
    if odds(0.5):
        tree.l("compound", noun(pick("trade", "defence", "finance", "commerce"), False)) if tree.word == "ministry" else from_country(tree)
    return tree if is_plural(tree) else the(tree)


def c_ban():
    who = authority()
    what = verb(pick(STOP), None, is_plural(who))
    what.r("obj", trade_noun(pick("exports", "sales", "shipments", "imports", "deliveries")))
    if odds(0.4):
        when(what)
    return subject(what, who)


def c_bar_from():
    """"barred Huawei from buying chips", "accused China of supplying", "fined a firm for shipping"."""
    main, mark = pick([("bar", "from"), ("accuse", "of"), ("fine", "for"), ("suspect", "of"), ("blame", "for"), ("prevent", "from"),
                       ("charge", "with"), ("convict", "of"), ("sanction", "for"), ("blacklist", "for"), ("stop", "from")])
    table = {"bar": "bar bars barred barred barring", "accuse": "accuse accuses accused accused accusing", "fine": "fine fines fined fined fining",
             "suspect": "suspect suspects suspected suspected suspecting", "blame": "blame blames blamed blamed blaming",
             "prevent": "prevent prevents prevented prevented preventing", "charge": "charge charges charged charged charging",
             "convict": "convict convicts convicted convicted convicting", "sanction": "sanction sanctions sanctioned sanctioned sanctioning",
             "blacklist": "blacklist blacklists blacklisted blacklisted blacklisting", "stop": "stop stops stopped stopped stopping"}
    forms_ = tuple(table[main].split())
    whom = seller() if odds(0.8) else person()
    act = Tree(pick(MOVE + GET)[ING], "VERB", "VBG")
    act.l("mark", Tree(mark, "SCONJ", "IN"))
    act.r("obj", things())
    directions(act, share=0.6)
    if odds(0.45):
        what = passive(forms_, is_plural(whom))
        subject(what, whom, "nsubj:pass")
    else:
        who = authority()
        what = verb(forms_, None, is_plural(who))
        subject(what, who)
        what.r("obj", whom)
        if main == "fine" and odds(0.5):
            what.right[-1].rel = "iobj"
            what.r("obj", money())
    if main == "fine" and what.left and any(t.rel == "nsubj:pass" for t in what.left) and odds(0.7):
        what.r("obj", money())
    return what.r("advcl", act)


def c_control_verb():
    """"denied supplying", "stopped selling", "plans to export", "agreed to buy"."""
    who = seller()
    what_forms = pick(MOVE + GET + MAKE)
    if odds(0.5):
        main = pick(forms("""
deny denies denied denied denying
stop stops stopped stopped stopping
admit admits admitted admitted admitting
begin begins began begun beginning
start starts started started starting
keep keeps kept kept keeping
resume resumes resumed resumed resuming
"""))
        act = Tree(what_forms[ING], "VERB", "VBG")
    else:
        main = pick(forms("""
plan plans planned planned planning
agree agrees agreed agreed agreeing
refuse refuses refused refused refusing
try tries tried tried trying
continue continues continued continued continuing
want wants wanted wanted wanting
vow vows vowed vowed vowing
"""))
        act = Tree(what_forms[BASE], "VERB", "VB").l("mark", Tree("to", "PART", "TO"))
    act.r("obj", things())
    directions(act, share=0.7)
    what = verb(main, R.choice([0.1, 0.1, 0.5, 0.6]), is_plural(who))
    what.r("xcomp", act)
    if odds(0.3):
        when(act)
    return subject(what, who)


def c_see():
    """"would see Rheinmetall supply Hungary with vehicles", "helped Iran build drones"."""
    main = pick(forms("""
see sees saw seen seeing
let lets let let letting
help helps helped helped helping
make makes made made making
"""))
    act = Tree(pick(MOVE + MAKE)[BASE], "VERB", "VB")
    if odds(0.3):
        act = Tree(pick(GIVE)[BASE], "VERB", "VB").r("obj", country()).r("obl", case("with", things()))
    else:
        act.r("obj", things())
        directions(act)
    who = pick([deal, deal, country, firm_described])
    what = verb(main, R.choice([0.1, 0.5, 0.8, 0.8]), is_plural(who))
    what.r("obj", company() if odds(0.6) else country())
    what.r("xcomp", act)
    return subject(what, who)


def deal():
    tree = noun(pick("deal", "contract", "agreement", "scheme", "rule", "order"), False)
    the(tree)
    if odds(0.4):
        worth = adj("worth").r("obj", money())
        comma(worth, left=True)
        comma(worth)
        tree.r("amod", worth)
    return tree


def c_supplier():
    """"was Russia's top supplier of chips", "became the largest buyer of drones"."""
    tree = noun(pick("supplier", "buyer", "exporter", "importer", "producer", "customer", "source", "maker", "seller", "destination", "hub", "conduit"), False)
    if odds(0.7):
        top = Tree(pick("largest", "biggest", "top", "main"), "ADJ", "JJS")
        if top.word in ("top", "main"):
            top.xpos = "JJ"
        tree.l("amod", top)
    owner = country() if odds(0.8) else company()
    if odds(0.6):
        tree.l("nmod:poss", owner.r("case", Tree("'s", "PART", "POS", tight=True)), first=True)
    else:
        the(tree) if odds(0.6) else a(tree)
    if odds(0.75):
        tree.r("nmod", case("of" if tree.word not in ("destination", "hub", "conduit") else "for", goods()))
    elif odds(0.6):
        tree.r("nmod", case("to", country()))
    who = seller()
    if odds(0.65):
        be = Tree(pick("is", "was"), "AUX", "VBZ")
        if be.word == "was":
            be.xpos = "VBD"
        tree.l("cop", be, first=True)
        subject(tree, who)
        if odds(0.35):
            when(tree)
        return tree
    what = verb(("become", "becomes", "became", "become", "becoming"), R.choice([0.1, 0.6]), is_plural(who))
    what.r("xcomp", tree)
    if odds(0.3):
        when(what)
    return subject(what, who)


def c_reach():
    """"About $500 million in US chips reached Russia through Armenia"."""
    what = verb(pick(forms("""
reach reaches reached reached reaching
enter enters entered entered entering
leave leaves left left leaving
""")), None, True)
    subject(what, things())
    what.r("obj", country())
    if odds(0.5):
        what.r("obl", case(pick("through", "via"), countries()))
    if odds(0.5):
        when(what)
    return what


def c_went():
    what = verb(pick(forms("""
go goes went gone going
arrive arrives arrived arrived arriving
flow flows flowed flowed flowing
come comes came come coming
end ends ended ended ending
""")), None, True)
    subject(what, things())
    if what.word.startswith("end") or what.word == "ended":
        what.r("compound:prt", Tree("up", "ADP", "RP"))
        what.r("obl", case("in", country()))
    elif what.word in ("came", "come", "comes", "coming"):
        what.r("obl", case("from", countries() if odds(0.7) else company()))
    else:
        what.r("obl", case("to", countries()) if not what.word.startswith("arriv") else case("in", country()))
    if odds(0.3):
        what.r("obl", case(pick("through", "via"), countries()))
    if odds(0.4):
        when(what)
    return what


def c_sells_for():
    what = Tree(pick("sells", "trades", "sold", "traded", "goes"), "VERB", "VBZ")
    if what.word in ("sold", "traded"):
        what.xpos = "VBD"
    unit = a(noun(pick("kilogram", "tonne", "kilo", "unit", "set"), False)).r("nmod", case("of", goods(True)))
    if odds(0.4):
        what.l("advmod", adv(pick("now", "typically", "once")))
    subject(what, unit)
    what.r("obl", case(pick("for", "at"), money()))
    if odds(0.4):
        what.r("obl", case("in", proper(pick("Rotterdam", "Europe", "Shenzhen", "London", "Moscow"), "B-LOC")))
    return what


def c_listed():
    """"The Commerce Department added 12 Chinese firms to the Entity List"."""
    forms_, preposition = pick([(("add", "adds", "added", "added", "adding"), "to"), (("put", "puts", "put", "put", "putting"), "on"),
                                (("place", "places", "placed", "placed", "placing"), "on"), (("remove", "removes", "removed", "removed", "removing"), "from")])
    register = pick([entity_list, lambda: a(noun(pick("blacklist", "watchlist"), False)), lambda: its_list()])
    whom = firms() if odds(0.5) else company() if odds(0.6) else listing([company(), company()])
    if odds(0.5):
        what = passive(forms_, is_plural(whom))
        subject(what, whom, "nsubj:pass")
        what.r("obl", case(preposition, register))
        if odds(0.3):
            what.r("obl:agent", case("by", authority()))
    else:
        who = authority()
        what = verb(forms_, None, is_plural(who))
        subject(what, who)
        what.r("obj", whom)
        what.r("obl", case(preposition, register))
    if odds(0.5):
        when(what)
    return what


def entity_list():
    return the(proper("List").l("compound", proper(pick("Entity", "SDN"))))


def its_list():
    tree = noun(pick("blacklist", "list"), False).l("compound", noun(pick("export", "sanctions", "trade", "control"), False))
    return tree.l("nmod:poss", Tree("its", "PRON", "PRP$"), first=True)


def c_licence():
    """"Nvidia needs a licence to sell chips to China", "The US granted Intel a licence to ship chips"."""
    act = Tree(pick(MOVE)[BASE], "VERB", "VB").l("mark", Tree("to", "PART", "TO"))
    act.r("obj", things())
    directions(act, share=0.7)
    permit = a(noun(pick("licence", "license", "permit"), False))
    if odds(0.3):
        permit = a(noun(permit.word, False).l("compound", noun("export", False)))
    if odds(0.6):
        permit.r("acl", act)
    else:
        permit.r("nmod", case("for", trade_noun(pick("exports", "sales", "shipments"))))
    if odds(0.6):
        who = seller()
        what = verb(pick(forms("""
need needs needed needed needing
require requires required required requiring
seek seeks sought sought seeking
receive receives received received receiving
obtain obtains obtained obtained obtaining
""")), None, is_plural(who))
        return subject(what, who).r("obj", permit)
    who = authority()
    what = verb(pick(forms("""
grant grants granted granted granting
deny denies denied denied denying
issue issues issued issued issuing
""")), None, is_plural(who))
    subject(what, who)
    if odds(0.5):
        what.r("iobj", company())
    return what.r("obj", permit)


def c_relative():
    """"The engines, which were made by X, were shipped to Russia"."""
    what = passive(pick(MOVE))
    thing = the(goods(True))
    dice = R.random()
    if dice < 0.35:
        inner = passive(pick(MAKE)).l("nsubj:pass", Tree("which", "PRON", "WDT"), first=True)
        inner.r("obl:agent", case("by", company()))
        comma(inner, left=True)
        comma(inner)
        thing.r("acl:relcl", inner)
    elif dice < 0.7:
        inner = Tree(pick(MAKE + MOVE)[PART], "VERB", "VBN")
        inner.r("obl:agent", case("by", company()))
        if odds(0.4):
            inner.r("obl", case("in", country()))
        thing.r("acl", inner)
    else:
        inner = verb(pick(MAKE + MOVE), 0.1).l("nsubj", company(), first=True)
        inner.left.sort(key=lambda t: t.rel != "nsubj")
        if odds(0.6):
            inner.l("obj", Tree("that", "PRON", "WDT"), first=True)
        thing.r("acl:relcl", inner)
    subject(what, thing, "nsubj:pass")
    directions(what, share=0.9)
    if odds(0.3):
        when(what)
    return what


def c_who():
    """"a firm that supplies Russia with drones", "companies shipping chips to Iran"."""
    who = firm_described() if odds(0.5) else firms()
    plural = is_plural(who)
    if odds(0.55):
        inner = verb(pick(MOVE + MAKE), None, plural).r("obj", things())
        directions(inner, share=0.6)
        subject(inner, Tree(pick("that", "which"), "PRON", "WDT"))
    else:
        inner = Tree(pick(MOVE + MAKE)[ING], "VERB", "VBG").r("obj", things())
        directions(inner, share=0.6)
    who.r("acl:relcl" if inner.xpos != "VBG" or any(t.rel == "aux" for t in inner.left) else "acl", inner)
    if odds(0.5):
        head = authority()
        what = verb(pick(forms("""
sanction sanctions sanctioned sanctioned sanctioning
target targets targeted targeted targeting
investigate investigates investigated investigated investigating
fine fines fined fined fining
raid raids raided raided raiding
""")), None, is_plural(head))
        subject(what, head)
        what.r("obj", who)
        return when(what) if odds(0.3) else what
    what = passive(("sanction", "sanctions", "sanctioned", "sanctioned", "sanctioning"), plural)
    return subject(what, who, "nsubj:pass")


def c_invest():
    who = company() if odds(0.6) else country()
    what = verb(pick(forms("""
invest invests invested invested investing
spend spends spent spent spending
""")), None, False)
    what.r("obj", money())
    place = the(noun(pick("plant", "factory", "fab"), False)) if odds(0.5) else country()
    if place.upos == "NOUN":
        place.l("amod", adj("new"))
        place.left.sort(key=lambda t: t.rel != "det")
        if odds(0.5):
            place.r("nmod", case("in", country()))
    what.r("obl", case("in", place))
    if odds(0.3):
        when(what)
    return subject(what, who)


def c_found():
    what = passive(forms("find finds found found finding\nrecover recovers recovered recovered recovering\nuse uses used used using")[R.randint(0, 2)])
    thing = goods()
    if odds(0.3):
        maker = Tree("made", "VERB", "VBN").r("obl:agent", case("by", company()))
        thing.r("acl", maker)
    subject(what, thing, "nsubj:pass")
    where = noun(pick("drones", "missiles", "tanks", "weapons", "wreckage", "rockets"))
    from_country(where)
    if odds(0.4):
        what.r("obl", case("in", where).r("nmod", case("in", country())))
    else:
        what.r("obl", case(pick("in", "inside"), where))
    return what


def part(forms_, rest=True):
    """A verb in -ing with what belongs to it."""
    act = Tree(forms_[ING], "VERB", "VBG").r("obj", things())
    return directions(act, share=0.6) if rest else act


def to_do(forms_):
    act = Tree(forms_[BASE], "VERB", "VB").l("mark", Tree("to", "PART", "TO")).r("obj", things())
    return directions(act, share=0.6)


def its(tree):
    return tree.l("nmod:poss", Tree(pick("its", "their", "his"), "PRON", "PRP$"), first=True)


def c_court():
    """"pleaded guilty to conspiring to export chips", "was sentenced to 20 months in prison for shipping"."""
    who = person() if odds(0.6) else company()
    if odds(0.4):
        office = noun(pick("businessman", "trader", "dealer", "engineer", "executive", "national"), False)
        who.l("nmod:desc", from_country(office), first=True)
    dice = R.random()
    if dice < 0.35:
        what = Tree("pleaded", "VERB", "VBD").r("xcomp", adj("guilty"))
        act = Tree(pick("conspiring", "attempting", "trying"), "VERB", "VBG").r("xcomp", to_do(pick(MOVE)))
        if odds(0.5):
            act = part(pick(MOVE))
        what.right[-1].r("advcl", act.l("mark", Tree("to", "SCONJ", "IN"), first=True))
        return subject(what, who)
    if dice < 0.65:
        what = passive(forms("sentence sentences sentenced sentenced sentencing\njail jails jailed jailed jailing\nconvict convicts convicted convicted convicting")[R.randint(0, 2)], False)
        if what.word == "sentenced":
            term = counted(noun(pick("months", "years"))).r("nmod", case("in", noun("prison", False)))
            what.r("obl", case("to", term))
        what.r("advcl", part(pick(MOVE)).l("mark", Tree("of" if what.word == "convicted" else "for", "SCONJ", "IN"), first=True))
        if odds(0.3):
            when(what)
        return subject(what, who, "nsubj:pass")
    what = Tree("agreed", "VERB", "VBD")
    pay = Tree("pay", "VERB", "VB").l("mark", Tree("to", "PART", "TO")).r("obj", fine() if odds(0.5) else money())
    settle = Tree("settle", "VERB", "VB").l("mark", Tree("to", "PART", "TO"))
    charges = noun(pick("charges", "allegations", "claims"))
    inner = verb(pick(MOVE), 0.1).r("obj", things())
    directions(inner)
    inner.l("nsubj", Tree("it", "PRON", "PRP"), first=True).l("mark", Tree("that", "SCONJ", "IN"), first=True)
    settle.r("obj", charges.r("acl", inner))
    pay.r("advcl", settle)
    return subject(what.r("xcomp", pay), who)


def fine():
    """"a $300 million penalty", "a fine of $2 million"."""
    tree = noun(pick("fine", "penalty", "settlement"), False)
    if odds(0.6):
        return a(tree.l("compound", plain_money()))
    return a(tree).r("nmod", case("of", money()))


def plain_money():
    digits = num(str(R.randint(1, 900)))
    digits.tight = True
    return Tree("$", "SYM", "$").r("nummod", num(pick("million", "billion")).l("compound", digits))


def c_fine():
    who = authority()
    what = verb(pick(forms("""
impose imposes imposed imposed imposing
levy levies levied levied levying
""")), 0.1)
    what.r("obj", fine())
    what.r("obl", case("on", company()))
    if odds(0.7):
        what.r("advcl", part(pick(MOVE)).l("mark", Tree("for", "SCONJ", "IN"), first=True))
    return subject(what, who)


def c_two_verbs():
    """"bought chips from X and resold them to Y"."""
    clause = c_get()
    other = Tree(pick(MOVE)[PAST], "VERB", "VBD").r("obj", Tree("them", "PRON", "PRP") if odds(0.6) else things())
    directions(other, share=0.9)
    return clause.r("conj", other.l("cc", Tree("and", "CCONJ", "CC"), first=True))


def c_suspected():
    """"is suspected of having supplied X with Y", "was found to have shipped"."""
    who = seller()
    plural = is_plural(who)
    be = Tree("are" if plural else "is", "AUX", "VBP" if plural else "VBZ")
    dice = R.random()
    act = Tree(pick(MOVE)[PART], "VERB", "VBN").r("obj", things())
    directions(act)
    if dice < 0.5:
        what = Tree(pick("suspected", "accused"), "VERB", "VBN").l("aux:pass", be)
        act.l("mark", Tree("of", "SCONJ", "IN")).l("aux", Tree("having", "AUX", "VBG"))
        what.r("advcl", act)
    else:
        what = Tree(pick("believed", "alleged", "thought", "reported", "found", "said", "known"), "VERB", "VBN").l("aux:pass", be)
        act.l("mark", Tree("to", "PART", "TO")).l("aux", Tree("have", "AUX", "VB"))
        what.r("xcomp", act)
    return subject(what, who, "nsubj:pass")


def c_expects():
    """"Nvidia expects to lose $5.5 billion because of the new licence requirement"."""
    who = company()
    act = Tree(pick("lose", "earn", "book", "take", "make", "invest", "spend"), "VERB", "VB").l("mark", Tree("to", "PART", "TO"))
    act.r("obj", money() if odds(0.7) else money().r("nmod", case("in", noun(pick("revenue", "sales"), None))))
    if odds(0.6):
        act.r("obl", case("because of", measure_noun()))
    elif odds(0.5):
        when(act)
    what = verb(pick(forms("""
expect expects expected expected expecting
stand stands stood stood standing
plan plans planned planned planning
""")), R.choice([0.1, 0.5]))
    return subject(what.r("xcomp", act), who)


def c_revenue():
    """"reported sales of $3 billion in China", "Its China revenue rose 4%"."""
    who = company()
    figure = noun(pick("revenue", "sales", "revenues", "orders"))
    if odds(0.5):
        what = verb(pick(forms("""
report reports reported reported reporting
book books booked booked booking
post posts posted posted posting
generate generates generated generated generating
""")), R.choice([0.1, 0.1, 0.5, 0.6]))
        if odds(0.5):
            what.r("obj", figure.r("nmod", case("of", money())))
        else:
            share = percent() if odds(0.5) else money()
            owned = its(noun(figure.word).l("compound", noun(pick("system", "chip", "equipment"), False))) if odds(0.5) else noun(figure.word)
            what.r("obj", share.r("nmod", case("of" if share.word == "%" else "in", owned)))
        if odds(0.5):
            what.r("obl", case(pick("in", "from"), country()))
        if odds(0.5):
            when(what)
        return subject(what, who)
    figure.l("nmod:poss", who.r("case", Tree("'s", "PART", "POS", tight=True)))
    if odds(0.5):
        figure.l("compound", proper("China", "B-LOC"))
    elif odds(0.6):
        figure.r("nmod", case(pick("in", "from"), country()))
    what = verb(pick(MEASURE), R.choice([0.1, 0.1, 0.6]), is_plural(figure))
    subject(what, figure)
    what.r("obl:unmarked", percent())
    if odds(0.4):
        what.r("obl", case("to", money()))
    return when(what) if odds(0.5) else what


def c_among():
    """"Drones and engines were among the goods that X sold to Y"."""
    tree = noun(pick("goods", "items", "products", "buyers", "suppliers", "companies"))
    the(tree)
    case("among", tree)
    tree.l("cop", Tree("were", "AUX", "VBD"), first=True)
    if tree.word in ("goods", "items", "products"):
        inner = Tree(pick(MOVE)[PART], "VERB", "VBN")
        directions(inner, share=1)
        tree.r("acl", inner)
        return subject(tree, goods(True))
    return subject(tree, listing([company(), company()]))


def c_evidence():
    """"There is no evidence that X sold Y"."""
    what = Tree("is", "VERB", "VBZ").l("expl", Tree("there", "PRON", "EX"))
    proof = noun(pick("evidence", "sign", "indication", "proof"), False).l("det", Tree("no", "DET", "DT"))
    inner = pick(c_move, c_get, c_passive).l("mark", Tree("that", "SCONJ", "IN"), first=True)
    return what.r("nsubj", proof.r("acl", inner))


def c_bound():
    """"A shipment of chips bound for Russia was seized in Estonia"."""
    thing = a(noun(pick("shipment", "consignment", "cargo", "batch", "container"), False)).r("nmod", case("of", goods(True)))
    bound = Tree(pick("bound", "destined", "meant", "headed"), "VERB", "VBN").r("obl", case("for", country()))
    thing.r("acl", bound)
    what = passive(pick(forms("""
seize seizes seized seized seizing
intercept intercepts intercepted intercepted intercepting
stop stops stopped stopped stopping
impound impounds impounded impounded impounding
""")), False)
    subject(what, thing, "nsubj:pass")
    if odds(0.4):
        what.r("obl:agent", case("by", authority()))
    what.r("obl", case(pick("in", "at"), country()))
    return what


def c_seize():
    who = authority()
    what = verb(pick(forms("""
seize seizes seized seized seizing
confiscate confiscates confiscated confiscated confiscating
intercept intercepts intercepted intercepted intercepting
""")), R.choice([0.1, 0.6]), is_plural(who))
    thing = things()
    if odds(0.5):
        thing.r("acl", Tree(pick("bound", "destined"), "VERB", "VBN").r("obl", case("for", country())))
    what.r("obj", thing)
    return subject(what, who)


def c_account():
    """"China accounted for 98% of the world's gallium production"."""
    who = country() if odds(0.8) else company()
    what = verb(("account", "accounts", "accounted", "accounted", "accounting"), R.choice([0.1, 0.5]))
    of = noun(pick("production", "output", "exports", "supply", "sales")).l("compound", noun(pick("gallium", "graphite", "chip", "drone", "tungsten"), False))
    if odds(0.5):
        world = noun("world", False)
        the(world)
        of.l("nmod:poss", world.r("case", Tree("'s", "PART", "POS", tight=True)), first=True)
    else:
        of.l("amod", adj("global"), first=True)
    what.r("obl", case("for", percent().r("nmod", case("of", of))))
    return subject(what, who)


def c_aid():
    """"Washington will provide Ukraine with $725 million in weapons", "pledged $2 billion in aid to Kyiv"."""
    who = country()
    if odds(0.5):
        what = verb(("provide", "provides", "provided", "provided", "providing"), R.choice([0.1, 0.8, 0.6]))
        what.r("obj", country())
        what.r("obl", case("with", money().r("nmod", case(pick("in", "of"), goods(True) if odds(0.6) else noun(pick("aid", "assistance"), False)))))
        return subject(what, who)
    what = verb(pick(forms("""
pledge pledges pledged pledged pledging
commit commits committed committed committing
donate donates donated donated donating
""")), R.choice([0.1, 0.6]))
    what.r("obj", money().r("nmod", case(pick("in", "of"), noun(pick("aid", "assistance"), False) if odds(0.6) else goods(True))))
    what.r("obl", case("to", country()))
    return subject(what, who)


CLAUSES = [c_court, c_suspected, c_two_verbs, c_expects, c_revenue] * 3 + [c_fine, c_among, c_evidence, c_bound, c_seize, c_account, c_aid] * 2 + [c_move] * 5 + [c_get] * 4 + [c_give] * 2 + [c_hand] * 2 + [c_passive] * 4 + [c_measure] * 6 + [c_total] * 2 + [c_stood, c_noun_stopped] * 2 + \
    [c_impose] * 3 + [c_ban] * 3 + [c_bar_from] * 4 + [c_control_verb] * 4 + [c_see] * 2 + [c_supplier] * 4 + [c_reach, c_went] * 3 + \
    [c_sells_for, c_found, c_invest] * 2 + [c_listed] * 3 + [c_licence] * 3 + [c_relative] * 3 + [c_who] * 3


# Who says so.

def source():
    dice = R.random()
    if dice < 0.15:
        return proper(pick(OUTLETS), "B-ORG")
    if dice < 0.3:
        return authority()
    if dice < 0.42:
        who = person()
        if odds(0.5):
            office = noun(pick("chief", "minister", "analyst", "spokesman", "director", "official", "executive"), False)
            if odds(0.6):
                office.l("compound", noun(pick("trade", "defence", "sanctions", "commerce", "company"), False))
            if odds(0.4):
                from_country(office)
            who.l("nmod:desc", office, first=True)
        return who
    if dice < 0.5:
        who = person()
        office = noun(pick("director", "analyst", "head", "researcher", "chief"), False)
        a(office) if odds(0.6) else office
        office.r("nmod", case(pick("at", "of"), company()))
        return enclosed(who, office)
    if dice < 0.62:
        who = noun(pick("officials", "analysts", "researchers", "prosecutors", "diplomats", "people", "sources", "traders"))
        if odds(0.5):
            from_country(who) if who.word not in ("people", "sources") else None
        if who.word in ("people", "sources"):
            who.r("amod", adj("familiar").r("obl", case("with", the(noun("matter", False)))))
        if odds(0.3):
            counted(who)
        return who
    if dice < 0.75:
        return the(noun(pick("company", "ministry", "agency", "department", "report", "indictment", "spokesman", "chipmaker", "regulator"), False))
    if dice < 0.85:
        return company()
    who = a(noun(pick("spokesman", "spokesperson", "official", "spokeswoman"), False))
    if odds(0.6):
        who.r("nmod", case("for", company() if odds(0.6) else authority()))
    return who


def records():
    dice = R.random()
    if dice < 0.5:
        tree = noun(pick("records", "data", "documents", "filings", "figures", "estimates"), True)
        tree.l("compound", noun(pick("customs", "trade", "court", "company", "government"), False))
        if odds(0.4):
            from_country(tree)
        if odds(0.4):
            seen = Tree(pick("reviewed", "seen", "analysed", "obtained", "compiled"), "VERB", "VBN")
            tree.r("acl", seen.r("obl:agent", case("by", proper(pick(OUTLETS), "B-ORG"))))
        return tree
    return source()


def said(who):
    """Whoever says it, on a verb that agrees with it."""
    word = pick("said", "said", "said", "say", "reported", "announced", "warned", "estimate", "added", "claimed", "allege")
    present = word in ("say", "estimate", "allege")
    single = present and not is_plural(who)
    head = Tree(word + "s" if single else word, "VERB", "VBZ" if single else "VBP" if present else "VBD")
    return head.l("nsubj", who)


def fronted(clause):
    """"In March, …", "Since the invasion, …", "Meanwhile, …" before the clause."""
    dice = R.random()
    if dice < 0.5:
        holder = Tree("", "X", "X")
        when(holder)
        phrase = holder.right[0]
    elif dice < 0.7:
        phrase = adv(pick("Meanwhile", "Separately", "However", "Instead", "Earlier", "Later"))
        phrase.rel = "advmod"
    elif dice < 0.85:
        phrase = case(pick("under", "without", "despite"), measure_noun())
        phrase.rel = "obl"
    else:
        inner = pick(c_move, c_measure, c_impose, c_ban).l("mark", Tree(pick("after", "before", "since", "while", "if", "when"), "SCONJ", "IN"), first=True)
        phrase, phrase.rel = inner, "advcl"
    mark = Tree(",", "PUNCT", ",", tight=True)
    mark.rel = "punct"
    clause.left[:0] = [phrase, mark]
    return clause


def trailing(clause):
    """", up from $2 billion in 2022", ", citing customs data", ", including 200 drones" after it."""
    dice = R.random()
    mark = Tree(",", "PUNCT", ",", tight=True)
    if dice < 0.45:
        phrase = adv(pick("up", "down"))
        if odds(0.5):
            phrase.r("obl:unmarked", percent())
            year_ = a(noun("year", False))
            phrase.r("obl", case("from", year_.r("advmod", adv("earlier")) if odds(0.5) else money()))
        else:
            phrase.r("obl", case("from", money()))
            when(phrase)
        return clause.r("advmod", phrase.l("punct", mark, first=True))
    if dice < 0.75:
        phrase = Tree(pick("citing", "adding", "making", "using", "breaching", "violating"), "VERB", "VBG")
        if phrase.word == "citing":
            phrase.r("obj", records())
        elif phrase.word == "adding":
            phrase.r("ccomp", pick(c_move, c_measure, c_passive).l("mark", Tree("that", "SCONJ", "IN"), first=True))
        elif phrase.word == "making":
            phrase.r("obj", country()).r("xcomp", its(noun("supplier", False).l("amod", Tree("largest", "ADJ", "JJS"))))
        else:
            phrase.r("obj", measure_noun() if phrase.word != "using" else firms())
        return clause.r("advcl", phrase.l("punct", mark, first=True))
    phrase = case(pick("including", "compared with", "mostly through"), goods(True) if odds(0.5) else firms())
    return clause.r("obl", phrase.l("punct", mark, first=True))


def quoted(clause):
    """“…,” said X, chief of Y."""
    opening, closing = Tree("“", "PUNCT", "``"), Tree("”", "PUNCT", "''", tight=True)
    if odds(0.4):
        opening, closing = Tree('"', "PUNCT", "``"), Tree('"', "PUNCT", "''", tight=True)
    mark = Tree(",", "PUNCT", ",", tight=True)
    first = clause.first()
    first.tight, first.word = True, first.word[0].upper() + first.word[1:]
    head = Tree(pick("said", "said", "says", "added", "told"), "VERB", "VBD")
    if head.word == "says":
        head.xpos = "VBZ"
    who = source() if odds(0.7) else Tree(pick("he", "she", "they", "it"), "PRON", "PRP")
    for t, rel in ((opening, "punct"), (clause, "ccomp"), (mark, "punct"), (closing, "punct")):
        t.rel = rel
    head.left[:0] = [opening, clause, mark, closing]
    if who.upos == "PRON" or odds(0.5) or head.word == "told":
        head.l("nsubj", who)
    else:
        head.r("nsubj", who)
    if head.word == "told":
        head.r("obj", proper(pick(OUTLETS), "B-ORG") if odds(0.6) else noun("reporters"))
    return head


def headline(clause):
    """Without articles and auxiliaries, without a stop."""
    def bare(tree):
        for side in (tree.left, tree.right):
            side[:] = [t for t in side if t.rel not in ("det", "aux:pass") or t.word == "no"]
            for t in side:
                bare(t)
    bare(clause)
    return clause


def told(clause):
    """A clause with whoever tells it."""
    dice = R.random()
    if odds(0.16):
        clause = fronted(clause)
        if dice > 0.5:
            return clause
    if odds(0.16):
        clause = trailing(clause)
    if odds(0.1):
        return quoted(clause)
    if dice < 0.45:
        return clause
    if dice < 0.62:
        head = said(source())
        mark = Tree(",", "PUNCT", ",", tight=True)
        mark.rel, clause.rel = "punct", "ccomp"
        head.left[:0] = [clause, mark]
        if odds(0.35):
            head.r("obl", case("on", proper(pick(DAYS))))
        elif odds(0.15):
            head.r("obl", case("in", a(noun(pick("statement", "report", "filing"), False))))
        return head
    if dice < 0.8:
        head = said(source())
        if odds(0.6):
            clause.l("mark", Tree("that", "SCONJ", "IN"), first=True)
        if odds(0.25):
            head.r("obl", case("on", proper(pick(DAYS))))
        return head.r("ccomp", clause)
    if dice < 0.93:
        phrase = case("according to", records())
        if odds(0.7):
            comma(phrase, left=True)
            return clause.r("obl", phrase)
        phrase.first().word = "According"
        phrase.r("punct", Tree(",", "PUNCT", ",", tight=True))
        mark = phrase.right.pop()
        clause.left.insert(0, mark)
        mark.rel = "punct"
        return clause.l("obl", phrase, first=True)
    head = Tree(pick("show", "showed", "suggest", "indicate"), "VERB", "VBP")
    if head.word == "showed":
        head.xpos = "VBD"
    data = noun(pick("records", "data", "documents"), True).l("compound", noun(pick("customs", "trade", "court"), False))
    if odds(0.5):
        comma(clause)
        mark = clause.right.pop()
        head.l("ccomp", clause)
        head.left.append(mark)
        mark.rel = "punct"
        return head.l("nsubj", data)
    if odds(0.5):
        clause.l("mark", Tree("that", "SCONJ", "IN"), first=True)
    return head.l("nsubj", data).r("ccomp", clause)


def joined():
    """One clause, or two joined by a conjunction."""
    clause = pick(CLAUSES)
    if odds(0.16):
        other = pick(CLAUSES)
        link = R.random()
        if link < 0.4:
            other.l("mark", Tree(pick("after", "before", "because", "while", "although", "as"), "SCONJ", "IN"), first=True)
            if odds(0.4):
                comma(other, left=True)
            clause.r("advcl", other)
        else:
            other.l("cc", Tree(pick("and", "but"), "CCONJ", "CC"), first=True)
            if odds(0.6):
                comma(other, left=True)
            clause.r("conj", other)
    return clause


def sentence():
    if odds(0.07):
        tree = headline(pick(CLAUSES))
    else:
        tree = told(joined())
        if not odds(0.03):
            tree.r("punct", Tree(".", "PUNCT", ".", tight=True))
    words = tree.words()
    first = words[0]
    if first.word[0].islower():
        first.word = first.word[0].upper() + first.word[1:]
    return tree


def repaired(words):
    """Names begin with B; no doubled comma, none before the final stop."""
    out = []
    for word in words:
        if word.upos == "PUNCT" and out and out[-1].word == "," and word.word in (",", "."):
            out.pop()
        out.append(word)
    before = "O"
    for word in out:
        if word.name.startswith("I-") and before[2:] != word.name[2:]:
            word.name = "B-" + word.name[2:]
        before = word.name
    return out


def lines(tree):
    whole = tree.words()
    words = repaired(whole)
    heads = {}
    for t in whole:
        for d in t.left + t.right:
            heads[id(d)] = t
    number = {id(t): i for i, t in enumerate(words, 1)}
    rows = []
    for i, t in enumerate(words):
        head = heads.get(id(t))
        glued = i + 1 < len(words) and words[i + 1].tight
        rows.append("\t".join([str(i + 1), t.word, t.word.lower(), t.upos, t.xpos, "_", str(number[id(head)] if head else 0),
                               t.rel if head else "root", "_", "SpaceAfter=No" if glued else "_"]))
    return rows, [t.name for t in words]


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--count", type=int, default=6000)
    ask.add_argument("--out", required=True)
    ask.add_argument("--names", required=True)
    a_ = ask.parse_args()
    R.seed(a_.seed)
    with open(a_.out, "w", encoding="utf-8") as trees, open(a_.names, "w", encoding="utf-8") as names:
        for _ in range(a_.count):
            rows, labels = lines(sentence())
            text = "".join(r.split("\t")[1] + ("" if "SpaceAfter=No" in r else " ") for r in rows).strip()
            trees.write(f"# text = {text}\n" + "\n".join(rows) + "\n\n")
            names.write(" ".join(labels) + "\n")


if __name__ == "__main__":
    main()
