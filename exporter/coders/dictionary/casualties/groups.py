"""The groups of people that a noun stands for, with their counts."""

from collections.abc import Iterator
from dataclasses import dataclass

from exporter.coders.dictionary.casualties.fates import STATES
from exporter.coders.dictionary.casualties.numbers import (
    count_around,
    is_numeric,
    is_year,
    number_before,
    sentence_start,
)
from exporter.coders.dictionary.casualties.words import ANYBODY, NOT_HUMAN, TOLLS, listed
from exporter.coders.dictionary.counts import Count
from exporter.coders.dictionary.lexicon import words
from exporter.coders.dictionary.tokens import Token
from exporter.coders.dictionary.vouching import vouches


@dataclass(frozen=True, slots=True)
class Group:
    """Victims with their count and the words from first to last that give it."""

    victims: Token
    count: Count
    first: int
    last: int


_GATHERED = words("words_for_groups")
_HUMAN = words("words_for_people")
_HUMAN_ENDINGS = ("man", "woman", "ist", "ian", "er", "or", "ee", "ant")
_DETERMINERS = listed("a an the this that another his her their its our my one each")
_SINGLE_PRONOUNS = listed("him her he she himself herself i me myself someone somebody")
_NOBODY = listed("nobody none noone neither")


def groups_of(token: Token) -> list[Group]:
    """The groups of a head and what is joined to it: `two soldiers, a priest and three rebels`."""
    named = _names_behind(token)
    heads = [named, *_joined(named)] if named else [token, *_joined(token)]
    if token.dep_ in {"nsubj", "nsubjpass", "dobj"} and (
        any(child.dep_ == "cc" for child in token.children) or _were(token.head) or _rowed(token)
    ):
        others = [other for other in token.head.children if other.dep_ == token.dep_ and other.i > token.i]
        heads += [head for other in others for head in (other, *_joined(other)) if head not in heads]
    found = [_quantity(head) for head in heads]
    return [group for group in found if group is not None]


def _rowed(token: Token) -> bool:
    """`65 civilians, 15 gendarmes and six guards died`, of which the parse makes two subjects."""
    after = (c for c in token.head.children if c.dep_ == token.dep_ and c.i > token.i)
    return any(child.dep_ == "cc" for other in after for child in other.children)


def _names_behind(token: Token) -> Token | None:
    """The names behind what several people are, where the parse sets them apart: `killed peasants A and B`."""
    if token.tag_ != "NNS":
        return None
    beside = (t for t in token.head.children if t.dep_ == token.dep_ and t.left_edge.i == token.i + 1)
    return next((other for other in beside if other.pos_ == "PROPN"), None)


def _joined(token: Token) -> Iterator[Token]:
    for child in token.children:
        kin = child.dep_ == "appos" and any(owner.dep_ == "poss" for owner in child.children)
        one = child.dep_ == "appos" and _one_more(token, child)
        if child.dep_ == "conj" and _same_person(token, child):
            continue
        if child.dep_ == "conj" and vouches(child):
            continue
        if (child.dep_ == "conj" or kin or one) and not _has_own_fate(child) and child.i > token.i:
            yield child
            yield from _joined(child)
        elif child.dep_ == "appos" and _were(token.head):
            yield from _joined(child)  # `A, rector of the university, and five other priests were murdered`


def _same_person(one: Token, other: Token) -> bool:
    """`a religious scholar and teacher was killed`: a second office without an article is the same man's."""
    bare = not any(child.dep_ in {"det", "nummod", "poss"} for child in other.children)
    passive = any(c.dep_ == "auxpass" and c.lower_ == "was" for c in one.head.children)
    return passive and bare and one.tag_ == other.tag_ == "NN"


def _one_more(several: Token, one: Token) -> bool:
    """`six clergymen, a maid and her daughter`: one person is not who several are, but one more of a list."""
    counted = several.tag_ == "NNS" and any(child.dep_ == "nummod" for child in several.children)
    return counted and one.tag_ == "NN" and any(child.lower_ in {"a", "an"} for child in one.children)


def _were(verb: Token) -> bool:
    """Whether a verb is in the plural: `were murdered`."""
    return any(
        child.dep_ in {"aux", "auxpass"} and child.lower_ in {"were", "have"} for child in verb.children
    )


def _has_own_fate(token: Token) -> bool:
    """`30 wounded`, `thousands homeless`: the joined words tell their own fate."""
    if token.lower_ in STATES or token.pos_ == "VERB":
        return True
    following = token.doc[token.i + 1] if token.i + 1 < token.sent.end else None
    if following is not None and following.lower_ == "more" and following.i + 1 < token.sent.end:
        following = token.doc[following.i + 1]
    own = {child.lower_ for child in token.children if child.dep_ in {"amod", "acl"} and child.i > token.i}
    return bool(own & STATES.keys()) or (following is not None and following.lower_ in STATES)


def left_so(state: Token) -> list[Group]:
    """Those whom `dead` is said of together, by the words before it: `left four officers and two rebels dead`.

    The parse hangs it on the last of them, or makes a clause of it.
    """
    doc = state.doc
    row = []
    for token in reversed(doc[state.sent.start : state.i]):
        if token.lemma_ == "leave":
            break
        if token.lower_ in STATES or token.pos_ not in _OF_A_ROW:
            return []
        row.append(token)
    else:
        return []
    if not any(token.lower_ == "and" for token in row):
        return []
    heads = [
        t for t in reversed(row) if t.pos_ in ("NOUN", "PROPN") and doc[t.i + 1].pos_ not in ("NOUN", "PROPN")
    ]
    return [group for head in heads if (group := _quantity(head))]


_OF_A_ROW = frozenset({"ADJ", "ADV", "ADP", "CCONJ", "DET", "NOUN", "NUM", "PROPN", "PUNCT", "SPACE"})


def _quantity(token: Token) -> Group | None:
    """The group whose head the token is, or None where no number is given and it is not one person."""
    word = token.lower_
    pronoun = _pronoun(token)
    if pronoun is not None:
        return pronoun
    if word == "total":
        inner = next((child for of in token.children if of.lower_ == "of" for child in of.children), None)
        group = _quantity(inner) if inner is not None else None
        return group and Group(group.victims, group.count, token.i, group.last)
    if word in NOT_HUMAN or token.tag_ in {"PRP", "EX", "WP", "WDT"}:
        return None
    return _numeric_head(token) if is_numeric(token) and word not in {"a", "an", "no"} else _noun_head(token)


def _pronoun(token: Token) -> Group | None:
    """`him` is one, `them` as many as were told of, `no one` is none, and so is `anyone` where the verb is negated."""
    word = token.lower_
    if word in _THEY:
        return meant_by(token)
    if word in _SINGLE_PRONOUNS:
        return Group(token, Count(1, 1, 1), token.i, token.i)
    no_one = word == "one" and token.i > 0 and token.doc[token.i - 1].lower_ == "no"
    if no_one or word in _NOBODY | ANYBODY:
        return Group(token, Count(0, 0, 0), token.i - no_one, token.i)
    return None


def meant_by(pronoun: Token) -> Group | None:
    """How many `them` are: those whom something befell before, if they are counted: `took five men and shot them`."""
    doc, sent = pronoun.doc, pronoun.sent
    start = doc[sent.start - 1].sent.start if sent.start else 0
    for token in reversed(doc[start : pronoun.i]):
        if token.tag_ in {"NNS", "NNPS"} and token.dep_ in _BEFALLEN and token.lower_ not in NOT_HUMAN:
            found = number_before(token, token.left_edge.i)
            return Group(pronoun, found[0], pronoun.i, pronoun.i) if found and _are_people(token) else None
    return None


_THEY = listed("they them their")
_BEFALLEN = listed("dobj nsubjpass")


def _numeric_head(token: Token) -> Group | None:
    """`12`, `dozens of people`, `scores more`, `three of the men`: the number is the head itself."""
    right = min(token.i + 3, token.sent.end - 1)
    start = max(token.i - 6, sentence_start(token))
    best = count_around(token, start, right)
    if best is None or is_year(token, best):
        return None
    victims = token
    for preposition in token.children:
        if preposition.lower_ == "of":
            victims = next((child for child in preposition.children if child.dep_ == "pobj"), token)
    if victims.tag_ in {"WP", "PRP"}:
        return Group(token, best[0], best[1], max(best[2], victims.i))
    if victims.lower_ in NOT_HUMAN:
        return None
    return Group(victims, best[0], best[1], max(best[2], victims.i))


def _noun_head(token: Token) -> Group | None:
    """`12 people`, `a family of five`, `a policeman`, `Father Ellacuria`."""
    if token.pos_ not in {"NOUN", "PROPN", "ADJ", "VERB", "ADV"}:
        return None
    left = max(min(token.left_edge.i, token.i), token.i - 12)
    for place in range(token.i - 1, left - 1, -1):  # not past a comma or a verb
        if token.doc[place].lower_ in {",", ";", ":", "(", "including", "and", "among"}:
            joined = token.doc[place].lower_ == "and" and place and is_numeric(token.doc[place - 1])
            if joined and is_numeric(token.doc[place + 1]):
                continue
            left = place + 1
            break
    found = number_before(token, left)
    if found:
        return Group(token, *found)
    inner = _of_number(token)
    if inner:
        return inner
    return _single(token, left)


def _of_number(token: Token) -> Group | None:
    """`a family of five`, `a group of 12 villagers`, `the crew of at least 30`."""
    if token.lower_ not in _GATHERED:
        return None
    for preposition in token.children:
        if preposition.lower_ != "of":
            continue
        for child in preposition.children:
            inner = _quantity(child) if child.dep_ in {"pobj", "nummod"} else None
            if inner and inner.count.best > 1:
                return Group(token, inner.count, token.i, max(inner.last, child.i))
    return None


def _single(token: Token, left: int) -> Group | None:
    """One person: a singular noun with an article or possessive, a name, or a word for a person."""
    # `Torres` and `Flores` are tagged as plurals.
    surname = (
        token.tag_ == "NNPS"
        and token.lower_.removesuffix("s") not in _HUMAN
        and any(c.dep_ == "compound" and c.tag_ == "NNP" for c in token.children)
    )
    one = token.tag_ in {"NN", "NNP"} or surname
    if not one or token.lower_ in _GATHERED:
        return None
    named = surname or (
        token.tag_ == "NNP"
        and (
            any(child.dep_ in {"compound", "appos"} for child in token.children)
            or token.dep_ == "nsubjpass"  # `Pizarro was murdered`
            or (token.dep_ == "nsubj" and token.head.lemma_ == "die")
        )
    )
    marked = [child.i for child in token.children if child.dep_ == "poss" or child.lower_ in _DETERMINERS]
    if any(child.lower_ == "no" for child in token.children):
        return Group(token, Count(0, 0, 0), left, token.i)
    if token.lower_ in {"dozen", "score"}:
        return None
    if not (named or marked or is_person(token)):
        return None
    return Group(token, Count(1, 1, 1), min([*marked, token.i]), token.i)


def is_person(token: Token) -> bool:
    """Whether the word is one for a person, or a person's name."""
    word = token.lower_
    return word in _HUMAN or word.endswith(_HUMAN_ENDINGS)


def _are_people(several: Token) -> bool:
    """Whether a plural is of a word for a person."""
    return several.lower_ in _HUMAN or several.lower_.removesuffix("s").endswith(_HUMAN_ENDINGS)


def is_of_toll(head: Token) -> bool:
    """`the number of people`: its number stands with `number`."""
    counted = head.head.head if head.dep_ == "pobj" and head.head.lower_ == "of" else head
    return counted.lower_ in TOLLS - {"total"}


def unless_of_toll(head: Token) -> list[Token]:
    """The head of a participle; `the number of people killed` is read as a toll."""
    return [] if is_of_toll(head) else [head]


def has_article(token: Token) -> bool:
    """Whether the noun stands with an article, `his`, `her` or `another`."""
    return any(child.lower_ in {"a", "an", "the", "his", "her", "another"} for child in token.children)
