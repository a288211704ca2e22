"""What a pattern wants beside its word: people, a place, an actor, or certain words."""

from collections.abc import Callable, Sequence, Set

from exporter.coders.dictionary.actors import ActorFinder
from exporter.coders.dictionary.draft import ABDUCTION
from exporter.coders.dictionary.lexicon import Pattern, words
from exporter.coders.dictionary.sides import addressed, joined, subject_of
from exporter.coders.dictionary.tokens import Token


def suits(token: Token, pattern: Pattern, targets: Sequence[Token], actors: ActorFinder) -> bool:
    """Whether the verb has beside it what its pattern wants."""
    if pattern.words and (
        # They stand beside it, or it had not been asked for.
        _beside_the_point(token, pattern, targets) or not _takes_people(token, pattern, targets, actors)
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


def _takes_people(token: Token, pattern: Pattern, targets: Sequence[Token], actors: ActorFinder) -> bool:
    """`took away his rifle` takes nobody."""
    if pattern.lemma == "march" and pattern.sub_event_type == ABDUCTION and not targets:
        return False  # `the crowd marched away`
    if pattern.lemma == "pull" and pattern.cameo_code == "0874":
        if any(token.lemma_ in _DEALS for token in token.subtree):
            return False  # `pulled out of the truce`
        return all(map(_troops(actors), (t for t in targets if t.dep_ in ("dobj", "nsubjpass", "relcl"))))
    if pattern.lemma in _BARRING and pattern.cameo_code == "144":
        return any(actors.of(t) for t in subject_of(token, ("nsubj",)))  # `heavy rain cut the road`
    if pattern.lemma == "fall" and pattern.kind == "territory":
        # `fell to the rebels`, and not `fell to infighting`
        return any(actors.of(t) for c in token.rights if c.lower_ == "to" for t in c.children)
    if pattern.lemma == "take" and pattern.sub_event_type == ABDUCTION and _cared_for(token):
        return False
    if pattern.lemma == "hand" and pattern.cameo_code == "0874":
        # `handed over the town`, and not `handed him over to the police`
        return not any(
            t.lower_ in ("him", "her", "them") or actors.of(t) for t in targets if t.dep_ == "dobj"
        )
    if pattern.lemma == "drive" and pattern.sub_event_type == ABDUCTION:
        # `drove off with two nurses`, and not `drove the crowd off the square`
        return any(t.dep_ == "pobj" and t.head.lower_ == "with" for t in targets) or any(
            c.lower_ == "with" for c in token.rights
        )
    if pattern.lemma == "pick" and any(target.lemma_.lower() in _RESCUED for target in targets):
        return False  # `navy boats picked up 64 survivors`
    of_people = pattern.words | _GROUPS
    taken = (t for t in targets if human(t, actors) or {t.lower_, t.lemma_.lower()} & of_people)
    if pattern.lemma == "drag" and any(c.dep_ == "conj" and c.lemma_ in _KILLING for c in token.rights):
        return False  # `dragged men out of their homes and shot them`
    if pattern.lemma in _LEADING_AWAY:
        # A path that led away from the village takes nobody.
        reduced = token.dep_ == "acl" and human(token.head, actors)  # `the men led away`
        return reduced or any(t.dep_ in ("dobj", "nsubjpass") for t in taken)
    return pattern.sub_event_type != ABDUCTION or not targets or any(taken)


_MADE_SAFE = frozenset({"bomb", "device", "explosive", "grenade", "mine", "missile", "rocket", "shell"})
_RESCUED = frozenset({"body", "passenger", "survivor"})


def _troops(actors: ActorFinder) -> Callable[[Token], bool]:
    """Says of a word whether it may be troops: `pulled its soldiers out`, and no bodies or survivors."""
    return lambda token: (
        not (human(token, actors) or token.lemma_.lower() in _RESCUED)
        or any(actor.armed and actor.many for actor in actors.of(token))
    )


def _cared_for(verb: Token) -> bool:
    """`were taken away for treatment`, `to a hospital`"""
    return any(token.lemma_.lower() in _CARE for token in verb.subtree if token.i > verb.i)


_DEALS = frozenset({"accord", "agreement", "ceasefire", "deal", "negotiation", "talk", "treaty", "truce"})
_BARRING = frozenset({"cut", "occupy", "shut"})
_CARE = frozenset({"ambulance", "clinic", "hospital", "treatment"})
_KILLING = frozenset({"beat", "behead", "execute", "hack", "kill", "murder", "shoot", "stab"})
_LEADING_AWAY = frozenset({"bundle", "drag", "lead"})


def _beside_the_point(token: Token, pattern: Pattern, targets: Sequence[Token]) -> bool:
    """Whether a verb has beside it what its pattern wants, and means something else."""
    if pattern.kind == "blast":
        return _no_blast(token, pattern)
    if pattern.lemma == "hold" and pattern.sub_event_type == ABDUCTION:
        # `a deal to free hostages held in Gaza`
        held = token.dep_ == "acl" and token.tag_ == "VBN"
        return held and not any(c.dep_ == "agent" for c in token.rights)
    if pattern.words & {"body", "safe"}:
        # `made safe a device`, and no safe landing
        device = pattern.lemma != "make" or any(target.lemma_.lower() in _MADE_SAFE for target in targets)
        return not device or any(child.lower_ == "no" for target in targets for child in target.lefts)
    if pattern.lemma == "turn" and pattern.sub_event_type == "Protest with intervention":
        # `turned back marchers with tear gas`, `turned tear gas on them`, and not `turned to gas from Norway`
        used = any(c.dep_ == "dobj" and c.lemma_.lower() in pattern.words for c in token.rights)
        return not used and not any(child.lower_ in ("away", "back") for child in token.rights)
    if pattern.lemma == "fall" and pattern.kind == "territory":
        return any(child.lower_ in ("prey", "victim") for child in token.rights)  # `fell victim to`
    if pattern.words == {"over"}:
        # `handed over the town`, and not `handed to them over the weekend`
        return any(c.lower_ == "over" and any(t.dep_ == "pobj" for t in c.children) for c in token.rights)
    if pattern.words & {"themselves"}:
        return not any(child.lower_ in ("in", "over", "up") for child in token.rights)
    return pattern.lemma in _GATHERING and _gathered_by_the_way(token)


_OCCASIONS = words("occasions")


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


_EXPLODING = _MADE_SAFE | {"belt", "blast", "charge", "dynamite", "explosion", "landmine", "vest"}


def _gathered_by_the_way(gathered: Token) -> bool:
    """Whether a crowd gathers only to be hit: `a bomber struck mourners gathered outside a hospital`."""
    if gathered.dep_ == "ccomp":
        return gathered.head.lemma_ in _HITTING  # of which the parse makes what was said
    return gathered.dep_ == "acl" and gathered.head.dep_ != "ROOT"


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


def human(token: Token, actors: ActorFinder) -> bool:
    """People, named or not, and counts of them (`two were killed`), but none who `killed himself`."""
    if token.lemma_.lower() in _PLACE_NOUNS or token.lower_.endswith(("self", "selves")):
        return False
    if token.lower_ == "it":
        return False
    if token.lower_ in ("one", "ones") and token.dep_ == "attr":  # `the largest arsenal is the one seized`
        return False
    return token.pos_ in ("PRON", "NUM") or bool(actors.of(token)) or token.pos_ == "PROPN"


def _of_people(token: Token) -> bool:
    """`a zookeeper`, `four attendees`: nouns that may be people, and are no names in small letters."""
    lemma = token.lemma_.lower()
    told_of = any(child.dep_ in ("det", "nummod", "poss") for child in token.children)
    thing = lemma in _NOT_PEOPLE | _PLACE_NOUNS | _ANIMALS
    return token.pos_ == "NOUN" and token.text.islower() and told_of and not thing


def maybe_place(token: Token, actors: ActorFinder) -> bool:
    """A name that is nobody's who bears arms or is a civilian may be a place's."""
    return token.pos_ == "PROPN" and not any(
        actor.armed or actor.role == "civilians" for actor in actors.of(token)
    )


def beside(token: Token) -> set[str]:
    """Objects, particles and objects of prepositions of a verb, as words and lemmas; its subject behind `by`."""
    words: set[str] = set()
    if token.lemma_ == "set" and any(map(_on_fire, token.subtree)):
        words.add("fire")  # `set a digger being used for a road on fire`
    reach = [*token.rights, *(c for c in token.lefts if c.dep_ in ("nsubjpass", "dobj", "nsubj", "advmod"))]
    if token.dep_ in ("acl", "relcl"):
        reach.append(token.head)
    for child in reach:
        if child.dep_ in ("advcl", "xcomp", "relcl") and child.tag_ == "VB":
            words |= {f"to {child.lemma_.lower()}"} if _infinitive(child) else set()
        if child.lower_ == "hostage":
            words.add("hostage")  # `took 12 guards hostage at a prison`, of which the parse may make a verb
        if child.dep_ == "advcl" and child.tag_ == "VBG" and child.i > token.i:
            words.add(f"to {child.lemma_.lower()}")  # `gathered in Yerevan, demanding`
        if child.dep_ == "nsubj" and not any(c.dep_ == "dobj" for c in token.rights):
            # `protesters gathered`, `hundreds of protesters gathered`, and not `protesters gathered signatures`
            counted = [t for c in child.rights if c.lower_ == "of" for t in c.children]
            words |= {f"by {one.lemma_.lower()}" for one in (child, *counted)}
        if child.dep_ in ("nsubj", "punct", "cc", "conj", "advcl", "mark") or _from_the_air(child):
            continue
        near = [child, *(joined(child) if child.dep_ in ("dobj", "nsubjpass") else ())]
        if child.dep_ in ("prep", "prt", "advmod", "agent"):
            near += [t for t in child.children if t.dep_ in ("pobj", "amod") and not _air_strike(t)]
            near += [c for t in near[1:] if t.lower_.endswith("ing") for c in t.lefts if c.dep_ == "compound"]
            # `prevented them from holding a rally`
            gerunds = (target for target in child.children if target.dep_ == "pcomp")
            near += [target for gerund in gerunds for target in gerund.children if target.dep_ == "dobj"]
        if child.lower_ == "in":
            words |= {f"in {t.lower_}" for t in child.children if t.lower_ in ("solidarity", "support")}
        if child.dep_ in ("dobj", "nsubjpass", "oprd", "ccomp", "acomp"):
            heads = [*near] if child.dep_ == "dobj" else [child]  # `stones and petrol bombs`
            near += [c for head in heads for c in head.lefts if c.dep_ in ("compound", "amod", "nmod")]
            near += [t for c in child.rights if c.dep_ == "prep" for t in c.children]
        for one in near:
            words |= {one.lower_, one.lemma_.lower()}
            if one.lower_ == "in" and one.i > 1 and one.doc[one.i - 2 : one.i + 1].text.lower() == "sit-in":
                words.add("sit-in")
    return words


def _on_fire(token: Token) -> bool:
    """`set a digger being used for a road on fire`, but not `the day when a man set himself on fire`"""
    burning = token.lower_ == "fire" and token.head.lower_ == "on"
    return burning and not any(c.lower_.endswith("self") for c in token.head.head.rights)


def _air_strike(token: Token) -> bool:
    """`began its operation with air strikes`: no strike of workers."""
    return token.lemma_ == "strike" and any(c.dep_ in ("compound", "amod") for c in token.lefts)


def _from_the_air(token: Token) -> bool:
    """`launched an air strike`."""
    return token.lemma_ == "strike" and any(c.lower_ in _AIR for c in token.lefts)


_AIR = frozenset({"aerial", "air", "drone", "missile", "rocket"})


def _infinitive(verb: Token) -> bool:
    return any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)


def bases(word: str) -> tuple[str, ...]:
    """What a form may come from, where the lemmatizer does not know the verb: `looted`, `raped`."""
    for ending in ("ed", "ing"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            base = word.removesuffix(ending)
            return (base, base + "e", base[:-1]) if base[-1] == base[-2] else (base, base + "e")
    return ()


_HITTING = words("verbs_of_hitting")
_GATHERING = frozenset({"assemble", "congregate", "gather", "mass"})
ALWAYS_PEOPLE = frozenset({"abduct", "assassinate", "behead", "gun", "kidnap", "lynch", "murder", "rape"})
"""Whom these befall is a human being, even where no list has the word."""
_PLACE_NOUNS = words("place_nouns")
_NOT_PEOPLE = words("not_people")
_THINGS = words("civilian_things")
_ANIMALS = words("animals")
_GROUPS = words("words_for_groups")
_VEHICLES = words("vehicles") | {"tank"}
_GUNS = words("guns")
# What may be attacked though nobody is named in it: `ambushed a truck`.
_HIT = words("civilian_things") | words("places_of_arms")
_SPANS = frozenset({"second", "minute", "hour", "day", "week", "month", "year", "decade", "while", "time"})
