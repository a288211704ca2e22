"""What a pattern wants beside its word: people, a place, an actor, or certain words."""

from collections.abc import Sequence, Set

from exporter.coders.dictionary.actors import ActorFinder
from exporter.coders.dictionary.lexicon import Pattern, words
from exporter.coders.dictionary.sides import addressed, joined
from exporter.coders.dictionary.tokens import Token
from exporter.coders.dictionary.triggers.otherwise import means_otherwise
from exporter.coders.dictionary.triggers.people import human, maybe_place


def suits(token: Token, pattern: Pattern, targets: Sequence[Token], actors: ActorFinder) -> bool:
    """Whether the verb has beside it what its pattern wants."""
    if pattern.words and (
        # They stand beside it, or it had not been asked for.
        means_otherwise(token, pattern, targets, actors)
    ):
        return False
    if pattern.words and not pattern.wants:
        return True
    # `the evidence demonstrates that he did it`
    shows = pattern.lemma == "demonstrate" and any(child.dep_ == "ccomp" for child in token.rights)
    # `attacked the budget`; who marches against one does march
    meant = (
        t for t in targets if pattern.kind != "protest" or (t.dep_ == "dobj" and pattern.lemma != "protest")
    )
    if shows or any(target.lemma_.lower() in _not_people(pattern) for target in meant):
        return False
    return _is_of_that_kind(token, pattern, targets, actors)


def _is_of_that_kind(token: Token, pattern: Pattern, targets: Sequence[Token], actors: ActorFinder) -> bool:
    """Whether that which a verb befalls is of the kind that its pattern wants."""
    if pattern.wants == "person":
        return _befalls_people(token, pattern, targets, actors)
    if pattern.wants == "place":
        ground = [t for t in targets if t.lemma_.lower() in _PLACE_NOUNS or maybe_place(t, actors)]
        up = pattern.lemma == "take" and any(child.lower_ == "up" for child in token.rights)
        return bool(ground) and not up and not _lasts(token)
    if pattern.wants == "actor":
        hit = (
            pattern.kind == "act"
            and pattern.armed
            and any(target.lemma_.lower() in _HIT for target in targets)
        )
        held = pattern.lemma == "ambush" and any(actors.holders(target) for target in targets)
        together = pattern.kind == "mutual" and _each_other(token, actors)
        return bool(hit) or held or together or any(actors.of(target) for target in targets)
    if pattern.wants == "armed":
        return any(actor.armed for target in targets for actor in actors.of(target))
    return pattern.kind != "say" or _is_said_to(token, pattern, targets, actors)


def _not_people(pattern: Pattern) -> Set[str]:
    """Words for what is not attacked as people are; a market that is looted or shelled is a market."""
    if pattern.kind == "burn":
        return frozenset()
    return _NOT_PEOPLE - _THINGS if pattern.kind == "blast" else _NOT_PEOPLE


def _is_said_to(token: Token, pattern: Pattern, targets: Sequence[Token], actors: ActorFinder) -> bool:
    """Whether words go to a party; `militants hailing from the south` say nothing."""
    hails = pattern.lemma == "hail" and any(child.lower_ == "from" for child in token.rights)
    ransom = any(target.lemma_ == "ransom" for target in targets)  # part of an abduction
    return not (hails or ransom) and any(actors.of(target) for target in (*targets, *addressed(token)))


def _befalls_people(token: Token, pattern: Pattern, targets: Sequence[Token], actors: ActorFinder) -> bool:
    if pattern.lemma == "fire":
        # `fired on farmers`; who fires a minister dismisses him
        next_word = token.doc[token.i + 1].lower_ if token.i + 1 < token.sent.end else ""
        on = next_word in ("at", "on", "upon")
        behind = [t for t in targets if t.dep_ == "pobj" or (on and t.dep_ == "nsubjpass")]
        shot_at = on and any(t.dep_ == "nsubjpass" and t.pos_ == "PROPN" for t in behind)
        return shot_at or any(actors.of(target) or actors.holders(target) for target in behind)
    certain = pattern.lemma in ALWAYS_PEOPLE
    if pattern.lemma in _CAPTURING and targets and all(map(_machine, targets)):
        return False
    return any(human(t, actors) or (certain and _of_people(t)) for t in targets)


_CAPTURING = frozenset({"capture", "seize"})


def _machine(token: Token) -> bool:
    """`captured three tanks and a truck`, `three Land Cruisers`"""
    counted = any(child.dep_ == "nummod" for child in token.lefts)
    brand = token.pos_ == "PROPN" and counted and token.lower_.endswith("s")
    return token.lemma_.lower() in _VEHICLES | _GUNS or brand


def _each_other(verb: Token, actors: ActorFinder) -> bool:
    """`A and B fought`, `the inmates fought one another`: both sides are the subject."""
    heads = [child for child in verb.children if child.dep_ == "nsubj"]
    if not heads and verb.dep_ == "acl" and verb.head.dep_ == "ROOT":
        heads = [verb.head]  # `rival gangs fought`, which the parse may take for gangs that were fought
    # `fought house to house`
    objects = [c for c in verb.children if c.dep_ == "dobj" and c.lower_ not in ("hand", "house", "street")]
    joint = any(
        {"another", "other"} & {child.lower_, *(c.lower_ for c in child.children)} for child in objects
    )
    if objects and not joint:
        return False
    several = sum(len(actors.of(head)) for head in heads) > 1 or any(
        joined(head) or _opposed(head, actors) for head in heads
    )
    return (several or joint) and any(actors.of(head) for head in heads)


def _opposed(head: Token, actors: ActorFinder) -> bool:
    """Whether a plural holds both sides: `rival gangs fought`, `factions of a party`, and inmates of one prison."""
    if not head.lower_.endswith(("s", "men")):
        return False
    around = {t.lower_ for t in head.doc[head.left_edge.i : head.right_edge.i + 1]}
    return bool(around & _OPPOSED) or any(actor.role == "prisoners" for actor in actors.of(head))


_OPPOSED = frozenset({"factions", "opposing", "rival", "two", "warring"})


def _lasts(verb: Token) -> bool:
    """`took the ministry a year`"""
    return any(c.lemma_ in _SPANS and c.dep_ != "pobj" and c.tag_ != "NNP" for c in verb.rights)


def _of_people(token: Token) -> bool:
    """`a zookeeper`, `four attendees`: nouns that may be people, and are no names in small letters."""
    lemma = token.lemma_.lower()
    told_of = any(child.dep_ in ("det", "nummod", "poss") for child in token.children)
    thing = lemma in _NOT_PEOPLE | _PLACE_NOUNS | _ANIMALS
    return token.pos_ == "NOUN" and token.text.islower() and told_of and not thing


ALWAYS_PEOPLE = frozenset({"abduct", "assassinate", "behead", "gun", "kidnap", "lynch", "murder", "rape"})
"""Whom these befall is a human being, even where no list has the word."""
_PLACE_NOUNS = words("place_nouns")
_NOT_PEOPLE = words("not_people")
_THINGS = words("civilian_things")
_ANIMALS = words("animals")
_VEHICLES = words("vehicles") | {"tank"}
_GUNS = words("guns")
# What may be attacked though nobody is named in it: `ambushed a truck`.
_HIT = words("civilian_things") | words("places_of_arms")
_SPANS = frozenset({"second", "minute", "hour", "day", "week", "month", "year", "decade", "while", "time"})
