"""How a place is called: the words of the name that stands at a noun."""

from exporter.coders.dictionary.lexicon import Lexicon, is_name, words
from exporter.coders.dictionary.places import Gazetteer
from exporter.coders.dictionary.places.names import GENERICS
from exporter.coders.dictionary.tokens import Span, Token


def called(token: Token, lexicon: Lexicon, gazetteer: Gazetteer) -> tuple[str, Token, Token]:
    """The name at a noun, with its first word and its last; an empty one where there is none."""
    name, first, last = _name(token, lexicon, gazetteer)
    if not is_name(name):
        return "", first, last
    name, last = _with_of(name, last, gazetteer)
    name, first = _from_of(name, first, gazetteer)
    name, first = _whose(name, first, gazetteer)
    return _of_two(name, first, last, gazetteer)


def _name(token: Token, lexicon: Lexicon, gazetteer: Gazetteer) -> tuple[str, Token, Token]:
    """The proper name at a token: its own, or the one behind `city of`."""
    common = token.pos_ == "NOUN" and not _is_town(token, gazetteer)
    if not _is_division(token, lexicon) and (common or token.lemma_.lower() in _HEADS):
        inner = next(
            (
                t
                for c in token.rights
                if c.dep_ == "prep" and c.lower_ == "of"
                for t in c.children
                if t.dep_ == "pobj" and (t.pos_ == "PROPN" or _is_town(t, gazetteer))
            ),
            None,
        ) or next((c for c in token.rights if c.dep_ == "appos" and c.pos_ == "PROPN"), None)
        if inner is not None and not _has_own_name(token, lexicon, gazetteer):
            return _name(inner, lexicon, gazetteer)
        if token.lemma_.lower() not in _HEADS:
            return "", token, token
        before = [c for c in token.lefts if c.dep_ == "compound" and c.pos_ == "PROPN"]
        if before and before[-1].i < token.i - 1 and token.doc[token.i - 1].pos_ == "ADJ":
            return _name(before[-1], lexicon, gazetteer)  # `the Orakzai tribal district`
    first = last = token
    sentence = token.sent
    while first.i - 1 >= sentence.start and _part_of_name(token.doc[first.i - 1]):
        first = token.doc[first.i - 1]
    while last.i + 1 < sentence.end and _continues(last, token.doc[last.i + 1], lexicon):
        last = token.doc[last.i + 1]
    while (
        first.i < last.i
        and (whose := lexicon.nationality(first.text))
        and not (whose.kind == "name" and _goes_on(token.doc[first.i : last.i + 1], gazetteer))
        and lexicon.nationality(token.doc[first.i : last.i + 1].text) is None
    ):
        first = token.doc[first.i + 1]
    while first.i < last.i and first.lower_ in ("-", "of", "de"):
        first = token.doc[first.i + 1]
    return token.doc[first.i : last.i + 1].text, first, last


def _has_own_name(kind: Token, lexicon: Lexicon, gazetteer: Gazetteer) -> bool:
    """Whether a village has its name before it, and behind it what it lies in: `at Lurgam village of Tral`.

    `The Dogon village of X` and `the Darfur town of X` say whose it is, or where.
    """
    before = kind.doc[kind.i - 1] if kind.i > kind.sent.start else kind
    named = before.pos_ == "PROPN" and before.head == kind and kind.left_edge.pos_ == "PROPN"
    return named and lexicon.nationality(before.text) is None and not gazetteer.candidates(before.text)


def _continues(last: Token, following: Token, lexicon: Lexicon) -> bool:
    """Whether a name goes on with the next word: `Tell Abiad`, whatever the parse makes of the second.

    `The Ain al-Hilweh Palestinian camp` is a camp of that people.
    """
    if following.pos_ != "PROPN" or (last.dep_ == "pobj" and following.head != last):
        return False
    people = lexicon.nationality(following.text)
    return people is None or people.kind != "demonym"


def _with_of(name: str, last: Token, gazetteer: Gazetteer) -> tuple[str, Token]:
    """A name with the words behind its `of`, where they make one: `Gulf of Aden`."""
    behind = last.doc[last.i + 1 : last.sent.end][:2]
    if len(behind) < 2 or behind[0].lower_ != "of" or not behind[1].text[0].isupper():
        return name, last
    whole = f"{name} of {behind[1].text}"
    known = any(place.kind == "region" for place in gazetteer.candidates(whole))
    return (whole, behind[1]) if known else (name, last)


def _from_of(name: str, first: Token, gazetteer: Gazetteer) -> tuple[str, Token]:
    """A name with the words before its `of`, where they make one: `Port of Spain`, `Santiago de Cuba`."""
    link = first.doc[first.i - 1].lower_
    if first.i - first.sent.start < 2 or link not in ("of", "de"):
        return name, first
    begins = first.doc[first.i - 2]
    words = name.split(" ")
    bare = " ".join(words[:-1] if words[-1].lower() in _HEADS else words)  # `Port of Spain city`
    whole = f"{begins.text} {link} {bare}"
    known = begins.text[0].isupper() and any(
        place.kind in ("place", "region") for place in gazetteer.candidates(whole)
    )
    return (whole, begins) if known else (name, first)


def _whose(name: str, first: Token, gazetteer: Gazetteer) -> tuple[str, Token]:
    """A name with the owner before it, where they make one: `Cox's Bazar`."""
    if first.i - first.sent.start < 2 or first.doc[first.i - 1].dep_ != "case":
        return name, first
    owner = first.doc[first.i - 2]
    whole = f"{owner.text}'s {name}"
    return (whole, owner) if gazetteer.candidates(whole) else (name, first)


def _of_two(name: str, first: Token, last: Token, gazetteer: Gazetteer) -> tuple[str, Token, Token]:
    """A name with that joined to it, where a division or a country is called by both: `Jammu and Kashmir`."""
    doc, sentence = first.doc, first.sent
    start, end = first, last
    if last.i + 2 < sentence.end and doc[last.i + 1].lower_ == "and":
        end = doc[last.i + 2]
    elif first.i - 2 >= sentence.start and doc[first.i - 1].lower_ == "and":
        start = doc[first.i - 2]
    if (start, end) == (first, last) or not (start.text[0].isupper() and end.text[0].isupper()):
        return name, first, last
    whole = doc[start.i : end.i + 1].text
    known = any(place.kind in ("admin1", "country") for place in gazetteer.candidates(whole))
    return (whole, start, end) if known else (name, first, last)


def _goes_on(name: Span, gazetteer: Gazetteer) -> bool:
    """Whether the name of a country is the beginning of another: `Niger State`, `Niger Delta`."""
    return name[1].lower_ in GENERICS or bool(gazetteer.candidates(name.text))


def _is_division(token: Token, lexicon: Lexicon) -> bool:
    """Whether a noun is the kind of a division named before it: `Punjab state of India`, no `port of Odessa`."""
    if token.i == 0 or "place" in GENERICS.get(token.lemma_.lower(), ("place",)):
        return False
    before = token.doc[token.i - 1]
    named = before.pos_ == "PROPN" or _is_capitalised(before)
    return named and before.head == token and lexicon.nationality(before.text) is None


def _is_town(noun: Token, gazetteer: Gazetteer) -> bool:
    """Whether what the parse takes for a noun is a town, as it is written: `killed in Homs`, `in the town of Sake`."""
    link = noun.head
    of_town = link.lower_ == "of" and link.head.lemma_.lower() in _HEADS
    written = noun.pos_ == "NOUN" and noun.text[0].isupper() and link.text.islower()
    if noun.dep_ != "pobj" or noun.i != link.i + 1 or not written or not (of_town or link.lower_ in _AT):
        return False
    return any(p.kind == "place" and p.population >= _TOWN for p in gazetteer.candidates(noun.text))


def _part_of_name(token: Token) -> bool:
    if token.text == "-" or (token.lower_ in _INSIDE_NAMES and token.doc[token.i - 1].text == "-"):
        return True  # `Port-au-Prince`
    linked = token.pos_ == "PROPN" or token.lower_ in _BETWEEN_NAMES or _is_capitalised(token)
    return linked and token.dep_ in ("compound", "nmod", "amod")


def _is_capitalised(token: Token) -> bool:
    """Whether a verb or an adjective is written as a name within a sentence: `Sagaing region`."""
    before = token.doc[token.i - 1]
    inside = before.text[:1].islower() or (before.pos_ == "PROPN" and before.head == token.head)
    return token.pos_ in ("ADJ", "VERB") and token.text[0].isupper() and token.i > token.sent.start and inside


WELL_KNOWN = 50_000
"""People in a place whose name alone, without `in` or `at`, is taken for the place."""
FAMOUS = 300_000
"""People in a place that is known the world over."""
_TOWN = 10_000
"""People in a place whose name may be a word, too, but stands where places do."""
_AT = frozenset({"at", "in", "near"})
_BETWEEN_NAMES = frozenset(
    {"al", "da", "das", "de", "del", "do", "dos", "el", "es", "ez", "la", "las", "los"}
)
_INSIDE_NAMES = frozenset({"au", "aux", "de", "des", "du", "en", "la", "le", "les", "sous", "sur"})
_HEADS = words("place_heads")
