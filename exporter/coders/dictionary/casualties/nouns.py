"""Nouns: `the murder of`, `14 deaths`, `no casualties`; lives that are lost, and bodies that are found."""

from exporter.coders.dictionary.casualties.fates import COUNTED_NOUNS, NOUNS, Fate
from exporter.coders.dictionary.casualties.findings import Findings
from exporter.coders.dictionary.casualties.grammar import (
    also_of,
    child_of,
    is_hypothetical,
    is_negated,
    is_noun_like,
    object_of,
    past_time_and_place,
    subject_of,
)
from exporter.coders.dictionary.casualties.groups import Group, groups_of, has_article, is_person, meant_by
from exporter.coders.dictionary.casualties.numbers import number_before
from exporter.coders.dictionary.casualties.words import (
    CLAIMS,
    LOSES,
    MEANT_NOUNS,
    MERELY_MEANT,
    SLITS,
    listed,
)
from exporter.coders.dictionary.counts import Count
from exporter.coders.dictionary.lexicon import words
from exporter.coders.dictionary.tokens import Token

UNHURT = listed("casualties casualty victims")  # no casualties: nobody dead, nobody wounded
BODIES = listed("body bodies corpse corpses remains")
_FOUND = listed(
    "found find finds finding recovered recover recovering discovered discover retrieved exhumed pulled unearthed "
    "counted counts collected picked"
)
_LEFT = listed("left dumped abandoned hung")  # by those who killed them


def read_noun(kept: Findings, token: Token) -> None:
    """`the murder of six priests`, `14 deaths`, `no casualties`, `the president's murder`."""
    word = token.lower_
    if word in UNHURT or word in {"deaths", "injuries", "fatalities"}:
        _none(kept, token)
    fate = NOUNS.get(word)
    if fate is None or not _is_plain_noun(token) or _is_meant(token):
        return
    inner = object_of(token)
    if inner is None and token.dep_ == "conj" and token.head.lower_ in NOUNS:
        inner = object_of(token.head)  # the kidnapping and murder of
    if inner is None:
        inner = next(iter(past_time_and_place(token)), None)
    groups = groups_of(inner) if inner is not None else []
    groups += [group for other in also_of(token) for group in groups_of(other)]
    owner = child_of(token, "poss")
    if not groups and owner is not None and owner.pos_ in {"NOUN", "PROPN", "PRON"}:
        groups = _owned(owner, word)
    if not groups and word in COUNTED_NOUNS and word != "death":
        found = number_before(token, token.left_edge.i)
        groups = [Group(token, *found)] if found else []
    # `after X died, those responsible for his murder`: he is one of those told of already.
    again = owner is not None and owner.pos_ == "PRON" and any(one.fate == fate for one in kept.found)
    kept.add_all(fate, token, [group for group in groups if group.count.best], negated=False, partial=again)


# `Jaramillo's murder`: these befall nobody but people.
_OF_ONE = listed("assassination murder slaying")
_BRINGING_ABOUT = words("verbs_of_bringing_about")
_MURDERS = listed("assassination death execution killing massacre murder slaying")


def _owned(owner: Token, word: str) -> list[Group]:
    """`the president's murder` and `his death`; whose arrests and killings they are is not told."""
    if owner.lower_ in {"his", "her"} and word in {
        "death",
        "murder",
        "assassination",
        "kidnapping",
        "abduction",
    }:
        return [Group(owner, Count(1, 1, 1), owner.i, owner.i)]
    if owner.lower_ in {"his", "her", "their", "its", "my", "our"} or word.endswith("s"):
        return []
    # `the six Jesuits' slaying`, `Bernardo Jaramillo's murder`
    called = owner.tag_ == "NNP" and (
        word in _OF_ONE or any(child.dep_ == "compound" for child in owner.children)
    )
    known = is_person(owner) or (called and word in _MURDERS)
    return [group for group in groups_of(owner) if known or (group.count.best > 1 and word in _MURDERS)]


def _is_plain_noun(token: Token) -> bool:
    if not token.tag_.startswith("NN") and not is_noun_like(token):
        return token.tag_ == "VBG" and object_of(token) is not None and child_of(token, "dobj") is None
    return token.dep_ != "compound" or token.head.lower_ in {"cases"}


def _is_meant(token: Token) -> bool:
    """`ordered the arrest of`, `the attempted murder of`, `could lead to the death of`."""
    described = {child.lower_ for child in token.children if child.dep_ in {"amod", "compound"}}
    if described & {"attempted", "possible", "planned", "threatened", "potential", "alleged", "natural"}:
        return True
    definite = any(child.lower_ == "the" or child.dep_ == "poss" for child in token.lefts)
    # `the murders of three reporters will be looked into`: they were murdered.
    done = definite and token.lower_.removesuffix("s") in _MURDERS
    head = token
    for _ in range(5):
        if head.head == head:
            return False
        head = head.head
        if done and head.pos_ in {"VERB", "AUX", "NOUN"}:
            return head.lemma_ in _BRINGING_ABOUT or head.lower_ in MEANT_NOUNS
        if head.lemma_.lower() in MERELY_MEANT or head.lower_ in MEANT_NOUNS | {"against"}:
            return True
        if head.pos_ in {"VERB", "AUX"}:
            return is_hypothetical(head)
    return False


def _none(kept: Findings, token: Token) -> None:
    """`no casualties`, `no deaths`, `did not cause any casualties`."""
    denied = token.head.pos_ in {"VERB", "AUX"} and is_negated(token.head)
    wanted = {"no", "any"} if denied else {"no"}
    none = next((child for child in token.children if child.lower_ in wanted), None)
    if none is None:
        return
    group = Group(token, Count(0, 0, 0), none.i, token.i)
    fates: tuple[Fate, ...] = ("killed", "wounded") if token.lower_ in UNHURT else (NOUNS[token.lower_],)
    for fate in fates:
        kept.add_all(fate, token, [group], negated=True)


def read_lives(kept: Findings, token: Token) -> bool:
    """`claimed 30,000 lives`, `took the lives of 12 miners`, `lost their lives`, `slit the throats of four`."""
    if token.lower_ not in CLAIMS | LOSES | SLITS or is_hypothetical(token):
        return False
    thing = child_of(token, "dobj", "nsubjpass")
    if token.lower_ in LOSES and thing is not None and _fighters(thing):
        kept.add_all("killed", token, groups_of(thing), negated=is_negated(token))
        return True
    if thing is None or thing.lower_ not in {"lives", "life", "victims", "throat", "throats"}:
        return False
    groups = _lives_of(thing)
    if not groups and token.lower_ in LOSES and child_of(thing, "poss") is not None:
        subject = subject_of(token)
        groups = groups_of(subject) if subject is not None else []
    kept.add_all("killed", token, groups, negated=is_negated(token))
    return True


def _fighters(thing: Token) -> bool:
    """`lost five men`, `lost three of their fighters`."""
    counted = object_of(thing) if thing.pos_ == "NUM" or thing.lower_ in {"dozens", "scores"} else thing
    return counted is not None and counted.lower_ in _FIGHTERS


_FIGHTERS = listed(
    "fighters guards guerrillas insurgents men militants militiamen officers peacekeepers policemen"
)
_FIGHTERS |= listed("rebels servicemen soldiers troops")


def _lives_of(thing: Token) -> list[Group]:
    inner = object_of(thing)
    if inner is not None:
        return groups_of(inner)
    found = number_before(thing, thing.left_edge.i)
    if found:
        return [Group(thing, *found)]
    numeric = thing.head if thing.dep_ == "pobj" else None
    return [] if numeric is None else groups_of(numeric.head)


def read_bodies(kept: Findings, token: Token) -> None:
    """`the bodies of five men were found`, `found two bodies`."""
    if token.lower_ not in BODIES:
        return
    verb = token.head
    if verb.lower_ == "of" or (verb.pos_ not in {"VERB", "AUX"} and token.dep_ not in {"nsubjpass", "dobj"}):
        verb = verb.head.head if verb.lower_ == "of" else verb
    left = verb.lower_ in _LEFT and not any(child.lower_ == "no" for child in token.children)
    if not (verb.lower_ in _FOUND or left) or is_hypothetical(verb):
        return
    inner = object_of(token)
    groups = groups_of(inner) if inner is not None else []
    if not groups and (owner := child_of(token, "poss")) and owner.lower_ == "their":
        groups = [group for group in [meant_by(owner)] if group]
    if not groups:
        found = number_before(token, token.left_edge.i)
        marked = token.lower_ in {"body", "corpse"} and has_article(token)
        groups = [Group(token, *found)] if found else []
        if not groups and marked and inner is None:
            groups = [Group(token, Count(1, 1, 1), token.left_edge.i, token.i)]
    kept.add_all("killed", token, groups, negated=is_negated(verb))
