"""Towns in a row: `blasts in Nairobi, Kisumu and Nakuru`."""

from exporter.coders.dictionary.tokens import Token
from exporter.coders.dictionary.triggers import Trigger


def in_plural(trigger: Trigger) -> bool:
    """Whether a trigger tells of several acts: `blasts`, or `bombs exploded`."""
    told = (
        (trigger.token,) if trigger.nominal else tuple(c for c in trigger.token.children if c.dep_ == "nsubj")
    )
    apart = trigger.nominal or trigger.pattern.kind in ("blast", "protest")
    return apart and any(token.tag_ in ("NNS", "NNPS") for token in told)


def first_of_row(token: Token) -> Token | None:
    """The name behind `in` or `at` that begins the row in which a name stands, itself perhaps."""
    for first in token.doc[token.sent.start : token.i + 1]:
        behind = first.dep_ == "pobj" and first.head.lower_ in ("in", "at") and first.pos_ == "PROPN"
        if behind and (first == token or token in enumerated(first)):
            return first
    return None


def enumerated(token: Token) -> list[Token]:
    """The names behind a name in a row that ends with `and`, by the words: parsers get long rows wrong."""
    found: list[Token] = []
    at, ended = token.i + 1, False
    while at < token.sent.end and not ended:
        links = at
        while at < token.sent.end and token.doc[at].lower_ in (",", "and"):
            ended = ended or token.doc[at].lower_ == "and"
            at += 1
        if at in (links, token.sent.end) or token.doc[at].pos_ != "PROPN":
            return []
        while at + 1 < token.sent.end and token.doc[at + 1].pos_ == "PROPN":
            at += 1
        found.append(token.doc[at])
        at += 1
    return found if ended else []
