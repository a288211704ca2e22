"""Persons by their names: `Bernardo Jaramillo`, `the ambassador's daughter, A B`."""

from exporter.coders.dictionary.actors.look import Look
from exporter.coders.dictionary.lexicon import words
from exporter.coders.dictionary.tokens import Token


def name_of(head: Token, look: Look) -> str:
    """The name of the person at a token: two words or more, without titles; empty where it is none."""
    if head.pos_ != "PROPN":
        return ""
    first, last = head.i, head.i
    while first > head.sent.start and head.doc[first - 1].pos_ == "PROPN":
        first -= 1
    while last + 1 < head.sent.end and head.doc[last + 1].pos_ == "PROPN":
        last += 1
    # What stands before the last title is what he is: `Antioquia police commander Colonel A B`.
    titles = (i for i in range(last - 1, first - 1, -1) if is_title(head.doc[i], look))
    first = next(titles, first - 1) + 1
    while not head.doc[first].text[0].isalpha() and first < last:
        first += 1  # the full stop of `Col. A B`
    span = head.doc[first : last + 1]
    known = look.agent(span[-1])[0] or look.country_at(span[-1])
    return "" if known or len(span) < 2 or len(span) > 5 else span.text


def surname_of(head: Token, look: Look) -> str:
    """The name of somebody known from elsewhere: `Pizarro was murdered`, `Mr. Torres`."""
    name = head.text
    known = look.agent(head)[0] or look.country_at(head) or head.lower_ in _TITLES
    alone = head.i == head.sent.start or head.doc[head.i - 1].pos_ != "PROPN"
    titled = not alone and head.doc[head.i - 1].lower_.rstrip(".") in _TITLES
    is_name = head.tag_ == "NNP" and len(name) > 2 and name.isalpha() and not name.isupper()
    return name if is_name and (alone or titled) and not known else ""


def called_by_name(head: Token, look: Look) -> str:
    """The name in apposition to what a person is: `the ambassador's daughter, A B`."""
    beside = [child for child in head.rights if child.dep_ == "appos" and child.pos_ == "PROPN"]
    if head.dep_ == "appos" and head.head.pos_ == "PROPN":
        # `A B and C D, two women who were held`
        beside += [head.head, *(t for t in head.head.conjuncts if t.pos_ == "PROPN")]
    return "; ".join(name for child in beside if (name := name_of(child, look)))


def is_title(token: Token, look: Look) -> bool:
    """Whether a word before a name is none of it: `Colonel`, `commander`, `Russian`."""
    known = look.agent(token)[0] or look.country_at(token)
    return bool(known) or token.lower_.rstrip(".") in _TITLES


_TITLES = words("titles")
