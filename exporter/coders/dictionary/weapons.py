"""By what: jets that strike, rockets that land on houses and gas in a town say what kind of attack it was.

The weapons and what they make of an attack stand in `data/instruments.csv`.
"""

import csv
from collections.abc import Iterable, Iterator
from functools import cache

from exporter.coders.dictionary.lexicon import DATA, Pattern, words
from exporter.coders.dictionary.tokens import Token

_HITTING = words("verbs_of_hitting")
_USING = words("verbs_of_using")
# What a weapon says more closely, the closest first.
_ORDER = (
    "Chemical weapon",
    "Suicide bomb",
    "Air/drone strike",
    "Shelling/artillery/missile attack",
    "Grenade",
    "Remote explosive/landmine/IED",
)
_AIR = "Air/drone strike"
_OPEN = frozenset({"Attack", "Armed clash", "Remote explosive/landmine/IED"})
_LONGEST = 3
_GUNS = words("guns")
_VEHICLES = words("vehicles")
# What an aircraft does that hits nobody.
_BURSTING = frozenset({"blow", "burst", "crash", "explode", "land"})


def struck(verb: Token) -> Pattern | None:
    """The pattern of a verb that tells of a weapon at work: `a drone hit a bus`; None where none does."""
    down = verb.lemma_ in ("bring", "come") and any(
        c.dep_ == "prt" and c.lower_ == "down" for c in verb.rights
    )
    if verb.lemma_.lower() not in _HITTING and not down:
        return None
    hands = list(_hands(verb))
    if verb.lemma_ == "use" and any(token.lemma_.lower() in _GUNS for token in hands):
        return None  # `used rifles, mines and grenades`: they fought
    if verb.lemma_ == "use" and any(c.lower_ == "to" for child in verb.rights for c in child.lefts):
        return None  # `a helicopter was used to keep the crowd at a distance`
    return _at_work(verb, hands)


def set_off(verb: Token) -> Pattern | None:
    """The pattern of a verb that tells what a weapon set on fire: `a drone set an oil depot ablaze`."""
    return _at_work(verb, (child for child in verb.lefts if child.dep_ == "nsubj"))


def _at_work(verb: Token, hands: Iterable[Token]) -> Pattern | None:
    kinds = [kind for token in hands if (kind := weapon_kind(token))]
    if not kinds:
        return None
    sub, code = min(kinds, key=lambda kind: _ORDER.index(kind[0]))
    return Pattern(verb.lemma_.lower(), "verb", "", frozenset(), sub, "", code, "blast", "")


def closer(sub: str, code: str, verb: Token, kind: str) -> tuple[str, str]:
    """Sub event type and CAMEO code, as the weapons in the verb's clause make them."""
    if sub not in _OPEN and sub not in _ORDER:
        return sub, code
    near = (t for c in verb.children if c.dep_ in ("nsubj", "dobj") for t in (c, *c.conjuncts))
    flown = (weapon for token in near if (weapon := weapon_kind(token)))
    if sub == "Shelling/artillery/missile attack" and (air := next((k for k in flown if k[0] == _AIR), None)):
        return air  # `a drone fired two missiles`, `fired missiles and drones`
    if _kills_himself(verb, worn=sub in _OPEN):
        return "Suicide bomb", "1831"
    chemical = next((k for token in verb.subtree if (k := weapon_kind(token)) and k[0] == _ORDER[0]), None)
    if chemical:
        return chemical
    # What is shot down is not struck from the air.
    down = any(c.dep_ == "prt" and c.lower_ == "down" for c in verb.children)
    found = [] if down else [k for token in _hands(verb) if (k := weapon_kind(token))]
    if any(token.lemma_.lower() in _GUNS for token in _hands(verb)):
        found = [k for k in found if k[0] != "Grenade"]  # `with grenades and rifles`: they fought
    if not found or sub not in _OPEN or kind == "mutual" or verb.lemma_ in ON_FOOT:
        return sub, code
    weapon = min(found, key=lambda kind: _ORDER.index(kind[0]))
    return weapon if sub != weapon[0] else (sub, code)


def _kills_himself(verb: Token, *, worn: bool) -> bool:
    """`blew himself up`, `the bomber detonated his vest`; `worn`: whether a vest alone says so."""
    if worn and any((kind := weapon_kind(t)) and kind[0] == "Suicide bomb" for t in verb.subtree):
        return True
    himself = any((c.dep_ == "dobj" and c.lower_ in _SELVES) or c.lower_ == "bomber" for c in verb.children)
    return verb.lemma_ in _GOING_OFF and himself


_GOING_OFF = frozenset({"blow", "detonate", "explode"})
_SELVES = frozenset({"herself", "himself", "itself", "themselves"})
ON_FOOT = frozenset({"assault", "invade", "overrun", "raid", "storm"})
"""Men do this, whatever they carry: `assaulted the prison with truck bombs`."""


def _hands(verb: Token) -> Iterator[Token]:
    """The words that may name a weapon in use: subject, `by` and `with`, and the object of verbs of using.

    An aircraft that is shot down is no weapon in use.
    """
    using = verb.lemma_.lower() in _USING
    objects = [child for child in verb.children if child.dep_ == "dobj"]
    for child in (*verb.children, *(c for thing in objects for c in thing.rights)):
        if (
            verb.lemma_ in _BURSTING
            and child.dep_ == "nsubj"
            and (kind := weapon_kind(child))
            and kind[0] == _ORDER[2]
        ):
            continue  # `the plane blew up`, `a plane landed`
        if child.dep_ == "nsubj" or (using and child.dep_ in ("nsubjpass", "dobj")):
            yield from (child, *child.conjuncts)
        elif child.dep_ in ("acl", "advcl", "xcomp") and child.lower_ == "using":
            yield from (o for t in child.children if t.dep_ == "dobj" for o in (t, *t.conjuncts))
        elif child.dep_ in ("agent", "prep") and child.lower_ in ("by", "with", "from", "using"):
            yield from (o for t in child.children if t.dep_ == "pobj" for o in (t, *t.conjuncts))
            yield from _before_direction(child)
        elif child.dep_ == "acl" and child.lemma_ == "belong":
            yield from _behind_owner(child)


def _before_direction(link: Token) -> Iterator[Token]:
    """`with an IED west of Rafah`, of which the parse makes a west of that name."""
    sides = (t for t in link.children if t.dep_ == "pobj" and t.lower_ in _DIRECTIONS)
    yield from (c for side in sides for c in side.lefts if c.dep_ == "compound")


def _behind_owner(belonging: Token) -> Iterator[Token]:
    """`targeted a vehicle belonging to the army with an IED`: what hangs on the owner in the parse."""
    for link in belonging.children:
        if link.dep_ == "prep" and link.lower_ == "with":
            yield from (t for t in link.children if t.dep_ == "pobj")
            yield from _before_direction(link)


_DIRECTIONS = frozenset(
    {"east", "north", "northeast", "northwest", "south", "southeast", "southwest", "west"}
)


def weapon_kind(token: Token) -> tuple[str, str] | None:
    """What a weapon makes of an attack; None where the word is no weapon."""
    if _is_loaded(token):
        return "Remote explosive/landmine/IED", "183"
    said = token.lemma_.lower(), token.lower_, token.lower_.removesuffix("s")  # `Rockets` may be a name
    man = token.lemma_ == "bomber" and (
        _beside_men(token) or token.tag_ == "NN" or token.head.lemma_ in _GOING_OFF
    )
    if _last_words().isdisjoint(said) or man:
        return None
    for length in range(_LONGEST, 0, -1):
        first = token.i - length + 1
        if first >= token.sent.start:
            name = " ".join(t.lower_ for t in token.doc[first : token.i])
            for last in said:
                if kind := instruments().get(f"{name} {last}".strip()):
                    return kind
    return None


def _is_loaded(vehicle: Token) -> bool:
    """`a boat packed with explosives`, `a car full of explosives`, `an explosives-laden truck`"""
    if vehicle.pos_ != "NOUN" or vehicle.lemma_ not in _VEHICLES:
        return False
    told = (c for c in vehicle.children if c.dep_ == "amod" and c.lower_ in ("full", "laden", "packed"))
    if any(token.lemma_ == "explosive" for word in told for token in word.subtree):
        return True
    packed = (c for c in vehicle.rights if c.dep_ == "acl" and c.lemma_ in _LOADING)
    links = (c for verb in packed for c in verb.rights if c.lower_ == "with")
    return any(t.lemma_ in ("bomb", "dynamite", "explosive") for link in links for t in link.children)


_LOADING = frozenset({"fill", "lade", "load", "pack", "rig", "stuff"})


def _beside_men(bomber: Token) -> bool:
    """`gunmen and bombers attacked`: no aircraft."""
    return any(other.lemma_ in ("assailant", "attacker", "gunman", "militant") for other in bomber.conjuncts)


@cache
def instruments() -> dict[str, tuple[str, str]]:
    """What each weapon makes of an attack: sub event type and CAMEO code, by noun."""
    with (DATA / "instruments.csv").open(encoding="utf-8", newline="") as file:
        return {row["noun"]: (row["sub_event_type"], row["cameo_code"]) for row in csv.DictReader(file)}


@cache
def _last_words() -> frozenset[str]:
    return frozenset(noun.split()[-1] for noun in instruments())
