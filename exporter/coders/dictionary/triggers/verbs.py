"""Verbs that tell of an event, and who does what to whom in their clause."""

from collections.abc import Iterator, Sequence

from exporter.coders.dictionary.actors import ActorFinder
from exporter.coders.dictionary.draft import ABDUCTION
from exporter.coders.dictionary.lexicon import Lexicon, Pattern, words
from exporter.coders.dictionary.sides import CLAIMED, sides_of, subject_of
from exporter.coders.dictionary.tokens import Token
from exporter.coders.dictionary.triggers.beside import bases, beside
from exporter.coders.dictionary.triggers.indirect import indirect_trigger
from exporter.coders.dictionary.triggers.noun_sides import planted_by
from exporter.coders.dictionary.triggers.people import maybe_place
from exporter.coders.dictionary.triggers.trigger import Trigger
from exporter.coders.dictionary.triggers.wants import suits
from exporter.coders.dictionary.weapons import set_off, struck
from exporter.coders.dictionary.wielders import by_whom


def verb_trigger(token: Token, lexicon: Lexicon, actors: ActorFinder) -> Trigger | None:
    """What a verb tells, by the first of its patterns that has beside it what it wants."""
    if token.pos_ not in ("VERB", "AUX", "ADJ") or token.lemma_ == "be" or _has_long_had(token):
        return None
    if _before_noun(token) or _are_people(token) or _by_what(token, lexicon):
        return None
    if told := indirect_trigger(token, lexicon, actors):
        return told
    lemmas = (token.lemma_.lower(), *bases(token.lower_))
    patterns = [p for lemma in lemmas for p in lexicon.patterns.get(("verb", lemma), ())]
    sides = sides_of(token) if patterns else ((), ())
    near = beside(token) if any(pattern.words for pattern in patterns) else set()
    by = {t.lemma_.lower() for t in sides[0]} if token.tag_ == "VBN" else set()
    for pattern in patterns:
        found = pattern.sub_event_type == "Disrupted weapons use"
        if pattern.words and not (near - by if found else near) & pattern.words:
            continue  # `destroyed by a bomb` finds none
        agents, targets = sides
        if (
            pattern.kind == "blast"
            and not targets
            and not any(child.dep_ == "dobj" for child in token.children)
        ):
            agents = ()  # what explodes does nothing to anybody: `the jet that exploded`
        if _done_by_acts(pattern, agents, actors) or _burns_himself(token, pattern):
            continue
        if not suits(token, pattern, targets, actors):
            continue
        if agents and not any(map(actors.of, agents)):
            agents = (*by_whom(agents), *_wielders(agents), *agents)  # `killed by gunfire from the army`
        if pattern.kind == "blast" and _runs_into(token, sides[0], actors):
            laid = [child for child in token.children if child.dep_ == "dobj"]
            agents, targets = (*by_whom(laid), *planted_by(laid)), sides[0]
        if pattern.kind == "blast" and not any(map(actors.of, targets)):
            targets = (*targets, *_aimed_at(token))
        if pattern.sub_event_type == ABDUCTION and not agents:
            agents = tuple(_who_let_go(token, actors))
        fired = set_off(token) if pattern.kind == "burn" else None  # `a drone set fire to an oil depot`
        doers = (*by_whom(agents), *_wielders(agents), *agents) if fired else agents
        return Trigger(token, token, fired or pattern, doers, targets, token)
    return _by_weapon(token, actors)


def _has_long_had(verb: Token) -> bool:
    """Whether to have something is no news: `the group has hostages`, but not `said that it had full control of X`."""
    of_late = verb.dep_ == "ccomp" or any(child.lower_ == "now" for child in verb.children)
    control = any(child.dep_ == "dobj" and child.lemma_ == "control" for child in verb.rights)
    return verb.lemma_ == "have" and not (of_late and control)


def _are_people(token: Token) -> bool:
    """`the badly burned died in their beds`"""
    standing = token.tag_ == "VBN" and token.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj")
    return standing and any(child.dep_ == "det" for child in token.lefts)


def _who_let_go(taken: Token, actors: ActorFinder) -> Iterator[Token]:
    """`guerrillas released three engineers who were kidnapped a month ago`: those who let them go had taken them."""
    verb = taken.head.head
    if taken.dep_ in ("acl", "relcl") and taken.head.dep_ == "dobj" and verb.lemma_ in ("free", "release"):
        for doer in subject_of(verb, ("nsubj",)):
            if any(actor.armed and actor.role not in _FORCES for actor in actors.of(doer)):
                yield doer


_FORCES = frozenset({"government", "military", "police", "state"})


def _by_weapon(token: Token, actors: ActorFinder) -> Trigger | None:
    """What a verb tells by the weapon in it: `a drone hit a bus`, `Russian forces struck Bakhmut`."""
    weapon = struck(token)
    agents, targets = sides_of(token)
    afar = token.lemma_ in ("strike", "pound", "shell") and _from_afar(agents, targets, actors)
    if weapon is None and afar:
        weapon = Pattern(token.lemma_, "verb", "", frozenset(), _SHELLING, "", "194", "blast", "")
    if weapon is None:
        return None
    return Trigger(token, token, weapon, (*by_whom(agents), *_wielders(agents), *agents), targets, token)


_SHELLING = "Shelling/artillery/missile attack"


def _by_what(token: Token, lexicon: Lexicon) -> bool:
    """`attacked a patrol using grenades`: by what, and not another act."""
    if token.lower_ != "using" or token.dep_ not in ("acl", "advcl"):
        return False
    over = token.head
    verbs = (over, over.head) if over.pos_ in ("NOUN", "PROPN") else (over,)
    told = (p for verb in verbs for p in lexicon.patterns.get(("verb", verb.lemma_.lower()), ()))
    return any(pattern.armed for pattern in told)


def _from_afar(agents: Sequence[Token], targets: Sequence[Token], actors: ActorFinder) -> bool:
    """`Russian forces struck Bakhmut`: forces that strike a place do so from afar."""
    forces = any(actor.role in ("military", "state") for agent in agents for actor in actors.of(agent))
    return forces and any(t.lemma_.lower() in _PLACE_NOUNS or maybe_place(t, actors) for t in targets)


_PLACE_NOUNS = words("place_nouns")


def _wielders(weapons: Sequence[Token]) -> Iterator[Token]:
    """Whose a weapon is that kills: `Russian missiles`, `army shells`, `a Houthi drone`."""
    for weapon in weapons:
        if weapon.lemma_.lower() in _WIELDED:
            yield from (c for c in weapon.lefts if c.dep_ in ("amod", "compound", "nmod", "poss"))


_WIELDED = words("wielded")


def _runs_into(verb: Token, subjects: Sequence[Token], actors: ActorFinder) -> bool:
    """Whether those who set off a mine are its victims: `two peasants set off a mine laid by the rebels`."""
    armed = any(a.armed for t in subjects for a in actors.of(t))
    if verb.lemma_ not in _SETTING_OFF or (armed and verb.lemma_ not in _RUNNING_INTO):
        return False
    links = (child for child in verb.rights if child.lower_ == "over")
    things = [child for child in verb.children if child.dep_ == "dobj"]
    things += [target for link in links for target in link.children if target.dep_ == "pobj"]
    laid = any(c.dep_ == "acl" and sides_of(c)[0] for thing in things for c in thing.rights)
    return bool(subjects) and (laid or any(thing.lemma_.lower() in _MINES for thing in things))


_RUNNING_INTO = frozenset({"drive", "hit", "run", "strike"})
_SETTING_OFF = _RUNNING_INTO | {"activate", "detonate", "set", "trigger"}
_MINES = frozenset({"explosive", "ied", "landmine", "mine", "trap"})


def _done_by_acts(pattern: Pattern, agents: Sequence[Token], actors: ActorFinder) -> bool:
    """`the war has driven millions from their homes`, `the blast destroyed dozens of shops`"""
    if pattern.lemma == "drive" and pattern.sub_event_type == "Other":
        return not any(map(actors.of, agents))
    return pattern.kind == "burn" and any(agent.lemma_.lower() in CLAIMED for agent in agents)


def _burns_himself(token: Token, pattern: Pattern) -> bool:
    """`set himself on fire`"""
    return pattern.kind == "burn" and any(
        c.dep_ == "dobj" and c.lower_.endswith(("self", "selves")) for c in token.rights
    )


def _before_noun(token: Token) -> bool:
    """A participle before a noun: `detonating caps`, `the ousted president`; in a row `children and wounded people`."""
    if token.dep_ in ("amod", "compound") and (token.tag_ == "VBG" or token.lemma_ in _NO_LONGER):
        return True
    if (
        token.dep_ != "conj"
        or token.tag_ not in ("VBD", "VBN")
        or token.head.pos_ not in ("ADJ", "NOUN", "PROPN")
    ):
        return False
    behind = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else token
    return behind.pos_ in ("NOUN", "PROPN") and behind.dep_ == "dobj" and behind.head == token


_NO_LONGER = frozenset(
    {"burn", "destroy", "loot", "ransack", "torch", "wreck"} | {"depose", "oust", "topple"}
)
"""What was done to those or to that which is called so: `the ousted president`, `a burnt house`."""


def _aimed_at(verb: Token) -> Iterator[Token]:
    """What a weapon was used on: `threw a grenade at a post`."""
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ in ("at", "on", "against", "into", "upon"):
            yield from (t for t in child.children if t.dep_ == "pobj")
