"""What the words around a name say of it: that it is a village, that something lies near it, what it belongs to."""

from exporter.coders.dictionary.lexicon import words
from exporter.coders.dictionary.tokens import Token


def apposed(last: Token) -> Token | None:
    """The kind of place that stands behind a name and a comma: `Cleveland, an inner suburb`."""
    doc, at = last.doc, last.i + 1
    if at + 2 >= last.sent.end or doc[at].text != "," or doc[at + 1].lower_ not in ("a", "an"):
        return None
    for token in doc[at + 2 : min(at + 2 + _LONGEST, last.sent.end)]:
        if token.lower_ in SETTLEMENTS | _SMALL:
            return token
        if token.pos_ not in ("ADJ", "ADV", "NOUN", "VERB", "PUNCT"):
            return None
    return None


def small_behind(last: Token) -> bool:
    """Whether a name is said to be that of a small place: `Cleveland, an inner suburb`."""
    kind = apposed(last)
    return kind is not None and kind.lower_ in _SMALL


def with_neighbour(last: Token) -> Token | None:
    """The end of the words that put a village beside a named one: `Agasha and a neighbouring settlement`."""
    doc, at = last.doc, last.i + 1
    if at >= last.sent.end or doc[at].lower_ != "and":
        return None
    told = False
    for token in doc[at + 1 : min(at + 2 + _LONGEST, last.sent.end)]:
        if told and token.lemma_.lower() in SETTLEMENTS:
            return token
        told = told or token.lower_ in _NEIGHBOURING
        if token.pos_ not in ("ADJ", "DET", "NOUN", "NUM", "VERB"):
            return None
    return None


def is_beside(link: Token) -> bool:
    """Whether a preposition says that something is near a place: `close to X`, `not far from X`, `the edge of X`."""
    if link.i == 0 or link.lower_ not in _BESIDE:
        return False
    doc, before = link.doc, link.doc[link.i - 1].lower_
    if before == "far":
        return link.lower_ == "from" and any(t.lower_ == "not" for t in doc[max(link.i - 4, 0) : link.i])
    if before == "distance":
        return link.lower_ == "from" and doc[link.i - 2].lower_ in ("short", "walking", "striking")
    return before in _BESIDE[link.lower_]


def names_base(token: Token) -> bool:
    """Whether a name stands before what lies outside of towns and is called by a place: `the Menagh air base`."""
    head = token.head
    if token.dep_ not in ("amod", "compound", "nmod") or head.lower_ not in _BASES:
        return False
    sorts = _BASES[head.lower_]
    return not sorts or any(t.lower_ in sorts for t in head.doc[token.i + 1 : head.i])


def of_a_people(first: Token, kind: Token) -> bool:
    """Whether a name before the kind of a place is that of those who live there: `a Dogon village`."""
    before = first.doc[first.i - 1] if first.i > first.sent.start else first
    while before.pos_ == "ADJ" and before.i > first.sent.start:
        before = first.doc[before.i - 1]
    counted = before.lower_ in _ONE or before.pos_ == "NUM"
    return counted and first.i < kind.i


SETTLEMENTS = frozenset(
    ["barangay", "boma", "camp", "commune", "community", "hamlet", "kebele", "payam", "settlement", "sitio",
     "suburb", "town", "township", "village", "villages"]
)  # fmt: skip
"""Words for a place where people live, behind the name of one."""
_SMALL = (words("small_places") - {"avenue", "farm", "street"}) | {"community", "quarter", "slum", "ward"}
_NEIGHBOURING = frozenset(
    ["adjacent", "adjoining", "nearby", "neighboring", "neighbouring", "other", "surrounding"]
)
_BESIDE = {
    "from": frozenset({"away", "metres", "meters", "yards"}),
    "of": words("edges"),
    "to": frozenset({"adjacent", "close", "next"}),
}
_BASES = {
    "airbase": (),
    "airfield": (),
    "airport": ("military",),
    "base": ("air", "army", "military", "naval"),
    "prison": (),
}
_ONE = frozenset({"a", "an", "another", "several", "some"})
_LONGEST = 4
"""Words between a name and the kind of its place."""
