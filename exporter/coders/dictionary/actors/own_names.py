"""Groups that no list has, by the name that the text gives them: `the Turkmen Brigades`, `Bor and Zaghawa groups`."""

from collections.abc import Iterator, Sequence

from exporter.coders.dictionary.actors.look import Look
from exporter.coders.dictionary.lexicon import words
from exporter.coders.dictionary.tokens import Token


def own_names(head: Token, first: Token, look: Look) -> list[str]:
    """The names before a word for a group, each of those that it joins: `Bor and Zaghawa groups` are two.

    Args:
        head: The word for the group.
        first: The first of the words that say what group it is: `armed` in `Lions armed groups`.
        look: Looks up generic nouns and countries.
    """
    names: list[list[Token]] = [[]]
    for token in _before(first):
        if token.lower_ == "and":
            names.insert(0, [])
        else:
            names[0].insert(0, token)
    found = [_written(name, look) for name in names]
    if not all(found):
        return []
    # `Darfur rebels` are rebels of Darfur, `Bor and Kaya groups` and `the Bor clan` are called so.
    alone = len(found) == 1 and not _OF_KIN & {t.lemma_.lower() for t in (first, head)}
    return [] if alone and look.is_place(found[0]) else found


def own_title(head: Token) -> list[Token] | None:
    """The words of the name by which a group calls itself: `a group that calls itself the Civic Force`."""
    for verb in head.rights:
        itself = any(child.lower_ in ("itself", "themselves") for child in verb.rights)
        if verb.dep_ not in ("acl", "relcl") or verb.lemma_ != "call" or not itself:
            continue
        name = next(
            (c for c in verb.rights if c.pos_ == "PROPN" and c.dep_ in ("attr", "dobj", "oprd")), None
        )
        if name is not None:
            words = _in_full(name)
            return words if words[0].text[0].isupper() else None
    return _beside_group(head)


def _in_full(name: Token) -> list[Token]:
    """A name with what stands before it and behind its `of`: `the Secret Organisation of al Qaeda in Europe`."""
    before = [c for c in name.lefts if c.dep_ in ("amod", "compound", "nmod")]
    last = name
    while last.i + 1 < name.sent.end and _goes_on(name.doc.tokens[last.i + 1 : last.i + 4]):
        last = name.doc[last.i + 1]
    return [*before, *name.doc.tokens[name.i : last.i + 1]]


def _goes_on(following: Sequence[Token]) -> bool:
    """Whether a name goes on: a capital, or a link with one behind it."""
    link = following[0].lower_ in ("of", "for", "in", "the", "al", "-")
    return following[0].text[:1].isupper() or (
        link
        and len(following) > 1
        and (following[1].text[:1].isupper() or following[1].lower_ in ("al", "the", "-"))
    )


def _beside_group(head: Token) -> list[Token] | None:
    """`a little-known group, the Deccan Mujahideen`, and the other way round."""
    beside = [child for child in head.rights if child.dep_ == "appos"]
    if head.lemma_.lower() in _SOME_GROUP:
        name = next((child for child in beside if child.pos_ == "PROPN"), None)
    else:
        said = any(child.lemma_.lower() in _SOME_GROUP for child in beside)
        name = head if head.pos_ == "PROPN" and said else None
    if name is None:
        return None
    first = name
    while first.i > name.sent.start and _is_written_so(first.doc[first.i - 1]):
        first = first.doc[first.i - 1]
    first = name.doc[first.i + 1] if first.lower_ == "the" else first
    words = name.doc.tokens[first.i : name.i + 1]
    return words if len(words) > 1 and words[0].text[0].isupper() else None


def _is_written_so(token: Token) -> bool:
    return token.text[:1].isupper() or token.text in ("-", "al", "ul")


def _before(first: Token) -> Iterator[Token]:
    """The words of names right before a word, the last first, with the `and` between two of them."""
    token = first
    while token.i > token.sent.start:
        token = token.doc[token.i - 1]
        joint = (
            token.lower_ == "and" and token.i > token.sent.start and _is_part(token.doc[token.i - 1], first)
        )
        if not (joint or _is_part(token, first)):
            return
        yield token


def _is_part(token: Token, first: Token) -> bool:
    """Whether a word is one of a name that stands before a noun, and hangs on it."""
    capital = token.text[:1].isupper() and token.pos_ == "PROPN"
    joined = any(other.dep_ == "conj" and other.i <= first.i for other in token.children if other.i > token.i)
    inside = token.dep_ not in _OTHER_PARTS and (token.head.i >= token.i or token.dep_ == "conj")
    hyphen = token.text == "-" and 0 < token.i < first.i - 1 and token.doc[token.i - 1].pos_ == "PROPN"
    return (capital and (inside or joined)) or hyphen  # `G-Pep gangs`


def _written(name: list[Token], look: Look) -> str:
    """A name as it stands; empty where one of its words says something else than a name."""
    told = [token for token in name if token.lower_ not in _NO_NAMES]
    known = any(look.agent(token)[0] or look.country_at(token) for token in told)
    if not told or len(told) < len(name) or known or len(told) > _LONGEST:
        return ""
    text = name[0].doc[name[0].i : name[-1].i + 1].text
    return text if len(text) > 2 else ""


def acronym(token: Token, look: Look) -> str:
    """A name in capitals that no list has: `the FLRC occupied the village`; empty where it is none."""
    text = token.text
    letters = text.isupper() and text.isalpha() and _SHORTEST <= len(text) <= _LONGEST_ACRONYM
    # In a sentence all in capitals each word looks like one.
    written = any(other.text.islower() and other.text.isalpha() for other in token.sent)
    known = look.agent(token)[0] or look.country_at(token) or text.lower() in _NO_NAMES | _THINGS
    return text if letters and written and token.pos_ == "PROPN" and not known else ""


def longer_name(last: Token, look: Look) -> str:
    """A name of two words or more that ends at a token and is no place's: `Tropa del Infierno`."""
    first = last
    while first.i > first.sent.start and first.doc[first.i - 1].pos_ == "PROPN":
        first = first.doc[first.i - 1]
    run = list(last.doc[first.i : last.i + 1])
    text = _written(run, look) if last.pos_ == "PROPN" and len(run) > 1 else ""
    return text if text and not look.is_place(text) else ""


_SOME_GROUP = frozenset({"faction", "group", "organisation", "organization", "outfit"})
_SHORTEST, _LONGEST_ACRONYM = 3, 6
_LONGEST = 4
"""Words of a name."""
_OTHER_PARTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "npadvmod", "appos", "poss"})
_OF_KIN = frozenset({"clan", "community", "ethnic", "family", "subclan", "tribal", "tribe"})
_NO_NAMES = words("no_names_of_groups")
_THINGS = words("common_acronyms")
