"""The units that words around a name say a place lies in: `in Y province`, `the Bolivian city of X`."""

import re
from calendar import day_name, month_name

from exporter.coders.dictionary.lexicon import Lexicon, fold, words
from exporter.coders.dictionary.tokens import Token


def unit_of(last: Token, first: Token, lexicon: Lexicon) -> str | None:
    """The unit that the text says a place lies in: `X, in Y province`, `X, Y`, `X (Y)`, `the Y town of X`."""
    doc = last.doc
    index = last.i + 1
    if index < last.sent.end and doc[index].lower_ in _KINDS:
        index += 1  # `Maan town in Hama`
    while index < last.sent.end and doc[index].lower_ in (
        ",",
        "in",
        "(",
        "the",
        "of",
        "'s",
        "northern",
        "southern",
        "eastern",
        "western",
        "central",
    ):
        index += 1
    if (
        doc[index - 1] != last
        and doc[index - 1].lower_ not in _KINDS
        and index < last.sent.end
        and doc[index].pos_ == "PROPN"
    ):
        end = index + 1
        while end < last.sent.end and doc[end].pos_ == "PROPN":
            end += 1
        over = doc[end - 1].head
        whose = (
            over.i >= end and doc[end - 1].dep_ in ("compound", "nmod") and over.lemma_.lower() not in _HEADS
        )
        # `in Ghazni in August`, `in Helmand, the U.S. military said`
        if fold(doc[index].text) not in NEVER and not whose:
            return str(doc[index:end].text)
    # `the Bolivian city of X`, `the Bolivian town X`
    holder = last.head.head if last.dep_ == "pobj" and last.head.lower_ == "of" else last.head
    for head in (last, first, holder):
        told = head in (last, first) or head.lemma_.lower() in _HEADS - _OF_A_PEOPLE
        for token in head.lefts if told and head != last.sent.root else ():
            found = lexicon.nationality(token.text) if token.text[0].isupper() else None
            if found and found.kind == "demonym":
                return lexicon.country(found.iso3)
    return None


def units_behind(last: Token) -> list[str]:
    """The units that words behind a name say it lies in, the smallest first: `in Bakori district of Katsina State`."""
    units: list[str] = []
    at = last.i + 1
    while at < last.sent.end and len(units) < _MOST_UNITS:
        links = at
        while at < last.sent.end and last.doc[at].lower_ in _LINKS:
            at += 1
        first = at
        while at < last.sent.end and (
            last.doc[at].pos_ == "PROPN"
            or (last.doc[at].pos_ in ("NOUN", "VERB", "ADJ") and last.doc[at].text[:1].isupper())
            or (at > first and last.doc[at].text == "-")
            or (at > first and last.doc[at].lower_ in _PARTS)
        ):
            at += 1
        if first in (at, links):
            break
        unit = _OF_GOVERNMENT.sub("", str(last.doc[first:at].text))
        inner = first > last.i + 1 and last.doc[first - 1].lower_ in _WHOSE  # `in Guinea's Enga province`
        units.insert(len(units) - 1 if inner and units else len(units), unit)
    return units


_KINDS = frozenset({"city", "town", "village"})
_OF_A_PEOPLE = frozenset({"camp", "neighborhood", "neighbourhood", "quarter", "settlement"})
"""What may be called by those who live there: `a Palestinian refugee camp` in Lebanon."""
_MOST_UNITS = 4
_WHOSE = frozenset({"'s", "\u2019s"})
_LINKS = _WHOSE | frozenset(
    [",", "in", "of", "the", "under", "countryside", "outskirts", "rural", "northern", "southern", "eastern",
     "western", "central"]
)  # fmt: skip
_OF_GOVERNMENT = re.compile(r"\s(?:local gov(?:ernmen)?t(?: area| council)?|area council)\b.*", re.IGNORECASE)
_HEADS = words("place_heads")
_PARTS = _HEADS | {"local", "government", "council", "village"}
NEVER = words("never_places") | {name.lower() for name in (*month_name, *day_name) if name}
"""Words of names and titles that are the name of some town as well."""
