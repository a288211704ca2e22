"""Whose a weapon is: who fired, laid or owns it."""

from collections.abc import Iterator, Sequence

from exporter.coders.dictionary.sides import joined, sides_of
from exporter.coders.dictionary.tokens import Token


def owners_of(weapons: Sequence[Token]) -> Iterator[Token]:
    """Whose the weapons are that are found or destroyed: `rifles of X`, `mines laid by X`, `missiles that X fired`."""
    for weapon in (one for first in weapons for one in (first, *joined(first))):
        yield from by_whom([weapon])
        for clause in weapon.rights:
            if clause.dep_ == "relcl":
                yield from (c for c in clause.children if c.dep_ == "nsubj" and c.pos_ != "PRON")


def by_whom(weapons: Sequence[Token]) -> Iterator[Token]:
    """Who used a weapon: `a rocket fired by Hamas`."""
    for weapon in weapons:
        for child in weapon.rights:
            if child.dep_ == "acl" and child.tag_ == "VBN":
                yield from sides_of(child)[0]
            elif child.dep_ == "prep" and child.lower_ in ("by", "of", "from"):
                yield from (t for t in child.children if t.dep_ == "pobj")
