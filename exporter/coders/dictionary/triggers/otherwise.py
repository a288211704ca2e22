"""Verbs that have beside them what their pattern asks for, and mean something else: `took away his rifle`.

Each is asked by its lemma, with its pattern, the words for what it befalls, and what finds actors.
"""

from collections.abc import Callable, Mapping, Sequence

from exporter.coders.dictionary.actors import ActorFinder
from exporter.coders.dictionary.draft import ABDUCTION
from exporter.coders.dictionary.lexicon import Pattern, words
from exporter.coders.dictionary.sides import subject_of
from exporter.coders.dictionary.tokens import Token
from exporter.coders.dictionary.triggers.people import human

_Asked = Callable[[Token, Pattern, Sequence[Token], ActorFinder], bool]


def means_otherwise(token: Token, pattern: Pattern, targets: Sequence[Token], actors: ActorFinder) -> bool:
    """Whether a verb has beside it what its pattern wants, and means something else."""
    if pattern.kind == "blast":
        return _no_blast(token, pattern)
    asked = _BY_LEMMA.get(pattern.lemma)
    if asked and asked(token, pattern, targets, actors):
        return True
    by_words = next((ask for said, ask in _BY_WORDS.items() if said in pattern.words), None)
    if by_words and by_words(token, pattern, targets, actors):
        return True
    takes = pattern.sub_event_type == ABDUCTION or pattern.lemma in _LEADING_AWAY
    return takes and _takes_nobody(token, pattern, targets, actors)


# -- whom somebody takes -----------------------------------------------------------------------------------


def _takes_nobody(token: Token, pattern: Pattern, targets: Sequence[Token], actors: ActorFinder) -> bool:
    """`took away his rifle`"""
    of_people = pattern.words | _GROUPS
    taken = [t for t in targets if human(t, actors) or {t.lower_, t.lemma_.lower()} & of_people]
    if pattern.lemma in _LEADING_AWAY:
        # A path that led away from the village takes nobody.
        reduced = token.dep_ == "acl" and human(token.head, actors)  # `the men led away`
        return not (reduced or any(t.dep_ in ("dobj", "nsubjpass") for t in taken))
    return bool(targets) and not taken


def _drove(token: Token, pattern: Pattern, targets: Sequence[Token], actors: ActorFinder) -> bool:
    """`drove off with two nurses`, `women driven off in buses`, and not `drove the crowd off the square`"""
    del targets, actors
    with_them = any(c.lower_ == "with" for c in token.rights)
    links = (c for c in token.rights if c.lower_ in ("in", "into"))
    aboard = any(t.lemma_.lower() in _VEHICLES for link in links for t in link.children)
    return pattern.sub_event_type == ABDUCTION and not (with_them or aboard)


def _dragged(token: Token, pattern: Pattern, targets: Sequence[Token], actors: ActorFinder) -> bool:
    """`dragged men out of their homes and shot them`"""
    del pattern, targets, actors
    return any(c.dep_ == "conj" and c.lemma_ in _KILLING for c in token.rights)


def _held(token: Token, pattern: Pattern, targets: Sequence[Token], actors: ActorFinder) -> bool:
    """`a deal to free hostages held in Gaza`"""
    del targets, actors
    held = token.dep_ == "acl" and token.tag_ == "VBN"
    by_whom = any(c.dep_ == "agent" for c in token.rights)
    return pattern.sub_event_type == ABDUCTION and held and not by_whom


def _marched(token: Token, pattern: Pattern, targets: Sequence[Token], actors: ActorFinder) -> bool:
    """`the crowd marched away`"""
    del token, actors
    return pattern.sub_event_type == ABDUCTION and not targets


def _picked(token: Token, pattern: Pattern, targets: Sequence[Token], actors: ActorFinder) -> bool:
    """`navy boats picked up 64 survivors`"""
    del token, pattern, actors
    return any(target.lemma_.lower() in _RESCUED for target in targets)


def _taken(token: Token, pattern: Pattern, targets: Sequence[Token], actors: ActorFinder) -> bool:
    """`were taken away for treatment`, `to a hospital`"""
    del targets, actors
    cared_for = any(t.lemma_.lower() in _CARE for t in token.subtree if t.i > token.i)
    return pattern.sub_event_type == ABDUCTION and cared_for


_CARE = frozenset({"ambulance", "clinic", "hospital", "treatment"})
_GROUPS = words("words_for_groups")
_KILLING = frozenset({"beat", "behead", "execute", "hack", "kill", "murder", "shoot", "stab"})
_LEADING_AWAY = frozenset({"bundle", "drag", "lead"})
_VEHICLES = words("vehicles")
_RESCUED = frozenset({"body", "passenger", "survivor"})


# -- ground, and who leaves it -----------------------------------------------------------------------------


def _pulled(token: Token, pattern: Pattern, targets: Sequence[Token], actors: ActorFinder) -> bool:
    """`pulled its soldiers out`, and not `pulled out of the truce`, `pulled the bodies out`"""
    if pattern.cameo_code != _LEAVING:
        return False
    deal = any(t.lemma_ in _DEALS for t in token.subtree)
    return deal or any(
        (human(t, actors) or t.lemma_.lower() in _RESCUED)
        and not any(actor.armed and actor.many for actor in actors.of(t))
        for t in targets
        if t.dep_ in ("dobj", "nsubjpass", "relcl")
    )


def _handed(token: Token, pattern: Pattern, targets: Sequence[Token], actors: ActorFinder) -> bool:
    """`handed over the town`, and not `handed him over to the police`, `handed it to them over the weekend`"""
    if pattern.cameo_code != _LEAVING:
        return False
    when = any(c.lower_ == "over" and any(t.dep_ == "pobj" for t in c.children) for c in token.rights)
    return when or any(t.lower_ in _THEM or actors.of(t) for t in targets if t.dep_ == "dobj")


def _fell(token: Token, pattern: Pattern, targets: Sequence[Token], actors: ActorFinder) -> bool:
    """`fell to the rebels`, and not `fell to infighting`, `fell victim to`"""
    del targets
    if pattern.kind != "territory":
        return False
    victim = any(child.lower_ in ("prey", "victim") for child in token.rights)
    takers = (t for c in token.rights if c.lower_ == "to" for t in c.children)
    return victim or not any(actors.of(taker) for taker in takers)


_DEALS = frozenset({"accord", "agreement", "ceasefire", "deal", "negotiation", "talk", "treaty", "truce"})
_LEAVING = "0874"
"""CAMEO's code for a retreat or a surrender."""
_THEM = frozenset({"him", "her", "them"})


# -- crowds ------------------------------------------------------------------------------------------------


def _barred(token: Token, pattern: Pattern, targets: Sequence[Token], actors: ActorFinder) -> bool:
    """`villagers cut the road`, and not `heavy rain cut the road`"""
    del targets
    by_people = any(actors.of(t) for t in subject_of(token, ("nsubj",)))
    return pattern.kind == "protest" and not by_people


def _turned(token: Token, pattern: Pattern, targets: Sequence[Token], actors: ActorFinder) -> bool:
    """`turned back marchers with tear gas`, `turned tear gas on them`, and not `turned to gas from Norway`"""
    del targets, actors
    if pattern.sub_event_type != "Protest with intervention":
        return False
    used = any(c.dep_ == "dobj" and c.lemma_.lower() in pattern.words for c in token.rights)
    return not used and not any(child.lower_ in ("away", "back") for child in token.rights)


def _gathered(token: Token, pattern: Pattern, targets: Sequence[Token], actors: ActorFinder) -> bool:
    """Whether a crowd gathers only to be hit: `a bomber struck mourners gathered outside a hospital`."""
    del pattern, targets, actors
    if token.dep_ == "ccomp":
        return token.head.lemma_ in _HITTING  # of which the parse makes what was said
    return token.dep_ == "acl" and token.head.dep_ != "ROOT"


_HITTING = words("verbs_of_hitting")


# -- weapons -----------------------------------------------------------------------------------------------


def _no_blast(token: Token, pattern: Pattern) -> bool:
    """`fled, leaving behind explosives`, `the parade went off`"""
    if pattern.lemma == "leave":
        return any(child.lower_ == "behind" for child in token.rights)
    if pattern.lemma == "go":
        if any(c.lower_ == "off" and any(t.dep_ == "pobj" for t in c.children) for c in token.rights):
            return True  # `the bus went off the road`
        verb = token.head if token.dep_ == "conj" else token
        return any(c.dep_ == "nsubj" and c.lemma_.lower() in _OCCASIONS for c in (*token.lefts, *verb.lefts))
    return pattern.lemma == "set" and not _set_off(token)


def _set_off(verb: Token) -> bool:
    """`set off a bomb`, `explosives buried and set off by a wire`; a raid that set off fighting is none."""
    objects = [c for c in verb.children if c.dep_ == "dobj"]
    things = objects or subject_of(verb, ("nsubjpass",)) or subject_of(verb, ("nsubj",))
    return any(thing.lemma_.lower() in _EXPLODING for thing in things)


def _made_safe(token: Token, pattern: Pattern, targets: Sequence[Token], actors: ActorFinder) -> bool:
    """`made safe a device`, and no safe landing"""
    del token, actors
    device = pattern.lemma != "make" or any(target.lemma_.lower() in _MADE_SAFE for target in targets)
    return not device or any(child.lower_ == "no" for target in targets for child in target.lefts)


_MADE_SAFE = frozenset({"bomb", "device", "explosive", "grenade", "mine", "missile", "rocket", "shell"})
_EXPLODING = _MADE_SAFE | {"belt", "blast", "charge", "dynamite", "explosion", "landmine", "vest"}
_OCCASIONS = words("occasions")


# -- those who surrender -----------------------------------------------------------------------------------


def _themselves(token: Token, pattern: Pattern, targets: Sequence[Token], actors: ActorFinder) -> bool:
    """`gave themselves up`, `turned themselves in`, and not `gave themselves a day`"""
    del pattern, targets, actors
    return not any(child.lower_ in ("in", "over", "up") for child in token.rights)


_BY_LEMMA: Mapping[str, _Asked] = {
    "drag": _dragged, "drive": _drove, "fall": _fell, "hand": _handed, "hold": _held, "march": _marched,
    "pick": _picked, "pull": _pulled, "take": _taken, "turn": _turned,
    **dict.fromkeys(("assemble", "congregate", "gather", "mass"), _gathered),
    **dict.fromkeys(("cut", "occupy", "shut"), _barred),
}  # fmt: skip
_BY_WORDS: Mapping[str, _Asked] = {"body": _made_safe, "safe": _made_safe, "themselves": _themselves}
