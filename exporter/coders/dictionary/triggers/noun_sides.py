"""Who acts and who is acted upon, from what stands around a noun."""

from collections.abc import Iterator, Sequence

from exporter.coders.dictionary.actors import ActorFinder
from exporter.coders.dictionary.casualties.grammar import also_of, past_time_and_place
from exporter.coders.dictionary.lexicon import Pattern, words
from exporter.coders.dictionary.sides import (
    SUPPOSED,
    held_responsible,
    sides_of,
    subject_of,
    under_fire,
)
from exporter.coders.dictionary.tokens import Token
from exporter.coders.dictionary.triggers.beside import bases


def noun_sides(
    token: Token, first: Token, pattern: Pattern, actors: ActorFinder
) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """Who acts and who is acted upon, from what stands around a noun."""
    agents, targets = _behind_noun(token, first, pattern, actors)
    if pattern.kind == "effect" and not targets:
        targets = past_time_and_place(token)
    for child in token.lefts:
        if (
            (child.i < first.i or _bears_arms(child, actors))
            and child.dep_ in ("compound", "amod", "nmod", "poss")
            and actors.of(child, conjuncts=False)
            and not _seat(child, actors)
            and not _only_where(child, token, pattern, actors)
        ):
            # `the Jesuits' murder`, `student killings`: those without arms suffer it.
            unarmed = child.dep_ == "poss" or not any(a.armed for a in actors.of(child, conjuncts=False))
            (targets if unarmed and pattern.kind == "effect" else agents).append(child)
        elif child.dep_ == "poss" and child.pos_ == "PROPN" and pattern.kind == "effect":
            targets.append(child)  # `Bernardo Jaramillo's murder`
    agents += (*_laid_by(token), *planted_by([token]))
    if hit := _target_of(token):
        targets = [*subject_of(hit, ("nsubj",))]  # `the museum was the target of an attack`
    verb = token.head
    if verb.lower_ == "under" and verb.head.lemma_ in ("come", "be") and not (agents or targets):
        agents, targets = map(list, under_fire(verb.head))  # `came under attack by militants`
    if verb.lower_ == "into":
        targets = targets or _hit_by(token, pattern)
    if verb.pos_ == "VERB":
        own = agents
        agents = [*_doers(token, pattern, actors), *own] if _mere_bands(own, first) else own
        targets = targets or _hit_by(token, pattern)
    agents = agents or _several_times(token) or _fallen_in(token, pattern, actors)
    if agents and not targets and pattern.kind == "mutual" and _dying(token):
        targets = _linked(token.head.head, "with")  # which the parse may hang on the verb
    if pattern.kind == "effect" and not agents:
        # `the murder of a judge who was shot by X`
        told = (clause for target in targets for clause in target.rights if clause.dep_ in ("relcl", "acl"))
        done = (one for clause in told for one in (clause, *(c for c in clause.rights if c.dep_ == "acomp")))
        agents += (t for one in done if one.tag_ == "VBN" for t in sides_of(one)[0])
    return tuple(agents) or held_responsible(token), tuple(targets)


def _behind_noun(
    token: Token, first: Token, pattern: Pattern, actors: ActorFinder
) -> tuple[list[Token], list[Token]]:
    """Who acts and who is acted upon, from what follows a noun, or that which it hangs on: `exchange of fire`."""
    agents: list[Token] = []
    targets: list[Token] = []
    above = [child for child in first.rights if first != token and child != token.head]
    if token.dep_ == "conj" and token.head.pos_ == "NOUN" and not any(token.rights):
        # `the disappearance and kidnapping of a lawyer`
        above += [child for child in token.head.rights if child.i > token.i and child.dep_ == "prep"]
    for child in (*token.rights, *above):
        if child.dep_ == "acl" and child.tag_ == "VBN" and child.lemma_ not in _FINDING:
            laid = next((c for c in child.children if c.dep_ == "xcomp" and c.tag_ == "VBN"), child)
            agents += sides_of(laid)[0]  # `a bomb planted by X`, `an attack carried out by X`
            against = (c for c in child.children if c.dep_ == "prep" and c.lower_ == "against")
            targets += (t for link in against for t in link.children if t.dep_ == "pobj")
            agents += _blamed_by(child)  # `an attack blamed on X`
        elif child.dep_ == "relcl":
            # `an attack which was carried out by X`, `that police blamed on X`
            agents += [*(sides_of(child)[0] if does(child) else ()), *_blamed_by(child)]
        if child.dep_ not in ("prep", "agent"):
            continue
        objects = [t for t in child.children if t.dep_ == "pobj"]
        whose = child.lower_ == "of" and pattern.kind == "blast"
        if whose and any(actor.armed and actor.role != "state" for t in objects for actor in actors.of(t)):
            agents += objects  # `an explosive device of the ELN`
        elif child.lower_ in ("by", "from", "between"):
            agents += objects
            # `an attack by rebels on a checkpoint`, which the parse hangs on the rebels
            links = (
                c for t in objects for c in t.rights if c.dep_ == "prep" and c.lower_ in ("on", "against")
            )
            targets += (t for link in links for t in link.children if t.dep_ == "pobj" and t.pos_ == "NOUN")
        elif child.lower_ == "of" and child.i > token.i and also_of(token):
            targets += [*objects, *(t for t in also_of(token) if t not in (*targets, *objects))]
        elif child.lower_ == "on" and token.dep_ == "dobj" and token.head.lemma_ in _ATTRIBUTING:
            agents += objects  # `blamed the attack on X`
        elif child.lower_ in _AT or (child.lower_ == "with" and pattern.kind in ("mutual", "accord")):
            targets += objects
    return agents, targets


def _blamed_by(verb: Token) -> list[Token]:
    """Those on whom a verb puts an act."""
    if verb.lemma_ not in _ATTRIBUTING:
        return []
    links = (c for c in verb.children if c.dep_ == "prep" and c.lower_ in ("on", "to"))
    return [t for link in links for t in link.children if t.dep_ == "pobj"]


_AT = frozenset({"of", "on", "against", "at"})


def _doers(noun: Token, pattern: Pattern, actors: ActorFinder) -> list[Token]:
    """Who acts, as the verb over a noun says: `staged an attack`, `the attack was carried out by X`."""
    verb = noun.head
    if noun.dep_ == "dobj":
        return [*subject_of(verb, ("nsubj",))] if does(verb) or verb.lemma_ == "fight" else []
    if noun.dep_ not in ("nsubj", "nsubjpass"):
        return []
    if any(c.dep_ == "nsubjpass" for c in verb.children) and not _only_said(verb, actors):
        # `the killing was planned and carried out by X`
        by = sides_of(verb)[0] or [t for other in verb.conjuncts if does(other) for t in sides_of(other)[0]]
        if by:
            return [*by]
    # `fighting raged between the army and the rebels`
    return _linked(verb, "between") if pattern.kind == "mutual" else []


_RUNNING = frozenset({"come", "drive", "fall", "run", "walk"})
_HARMING = frozenset({"displace", "injure", "kill", "wound"})


def _hit_by(noun: Token, pattern: Pattern) -> list[Token]:
    """Whom an act hits, as the verb over its noun says: `an explosion hit a convoy`, `suffered an attack`."""
    verb = noun.head
    if noun.dep_ == "pobj" and noun.head.lower_ == "into" and noun.head.head.lemma_ in _RUNNING:
        return [*subject_of(noun.head.head, ("nsubj",))]  # `soldiers ran into an ambush`
    if noun.dep_ == "nsubj":
        # `the attack left 12 people dead`; whom fighting kills are not its other side
        left = verb.lemma_.startswith("leave") or (pattern.kind == "mutual" and verb.lemma_ in _HARMING)
        return [] if left else [c for c in verb.children if c.dep_ == "dobj"]
    if noun.dep_ != "dobj":
        return []
    if verb.lemma_ in ("suffer", "face"):
        return [*subject_of(verb, ("nsubj",))]
    if does(verb) and pattern.kind == "blast":
        # `carried out air strikes on a convoy`, which the parse hangs on the verb
        return [t for word in ("on", "against") for t in _linked(verb, word) if t.pos_ == "NOUN"]
    # `provoked a clash with the army`
    return _linked(verb, "with") if pattern.kind == "mutual" and pattern.armed else []


def _fallen_in(noun: Token, pattern: Pattern, actors: ActorFinder) -> list[Token]:
    """Those who died in a fight of theirs: `a gunman of X died in a shoot-out with troops`."""
    if not (pattern.kind == "mutual" and pattern.armed and _dying(noun)):
        return []
    dead = subject_of(noun.head.head, ("nsubj",))
    return [token for token in dead if any(actor.armed for actor in actors.of(token, conjuncts=False))]


def _dying(noun: Token) -> bool:
    """Whether somebody is said to die in what a noun tells."""
    within = noun.dep_ == "pobj" and noun.head.lower_ in ("during", "in")
    return within and noun.head.head.lemma_ in ("die", "perish")


def _linked(verb: Token, word: str) -> list[Token]:
    times = (t for c in verb.children if c.dep_ == "prep" for t in c.children if t.dep_ == "pobj")
    near = (verb, *(times if word == "between" else ()))  # `erupted on 23 May between A and B`
    links = (
        child for over in near for child in over.children if child.dep_ == "prep" and child.lower_ == word
    )
    return [target for link in links for target in link.children if target.dep_ == "pobj"]


def _several_times(noun: Token) -> list[Token]:
    """Who did what is summed up: `X began a series of attacks`."""
    acts = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else noun
    begun = acts.lemma_ in _SEVERAL and acts.dep_ == "dobj" and does(acts.head)
    return [*subject_of(acts.head, ("nsubj",))] if begun else []


def does(verb: Token) -> bool:
    """Whether the subject of a verb does what the noun under it says; `staged` is no form of `stag`."""
    return verb.lemma_ in _DOING or any(base in _DOING for base in bases(verb.lower_))


def _only_said(verb: Token, actors: ActorFinder) -> bool:
    """Whether a verb tells what somebody says of an act: `the murder was condemned by X`."""
    patterns = actors.lexicon.patterns.get(("verb", verb.lemma_.lower()), ())
    return any(pattern.kind == "say" for pattern in patterns)


def _bears_arms(token: Token, actors: ActorFinder) -> bool:
    """Whether a word of the trigger itself says who did it: `a terrorist attack`."""
    return any(actor.role in _BANDS for actor in actors.of(token, conjuncts=False))


def _mere_bands(agents: Sequence[Token], noun: Token) -> bool:
    """Whether nothing but a word before a noun tells who did it: `subversives conducted a terrorist attack`."""
    return all(agent.i <= noun.i and agent.pos_ != "PROPN" for agent in agents)


_BANDS = frozenset({"armed", "communal", "militia", "named", "rebels"})


def _seat(token: Token, actors: ActorFinder) -> bool:
    """A capital before a noun is where it was and not who did it: `the Paris attacks`."""
    found = actors.lexicon.nationality(token.text)
    return found is not None and found.kind == "capital" and token.dep_ == "compound"


def _only_where(token: Token, noun: Token, pattern: Pattern, actors: ActorFinder) -> bool:
    """Whether a country before a noun only says where it was: `the Yemen bomb`, `a Philippine blast`."""
    found = actors.of(token, conjuncts=False)
    if not all(actor.role == "state" for actor in found):
        return False
    said = (token.doc.text[a.start - actors.offset : a.end - actors.offset].lower() for a in found)
    if any(name in _TERRITORIES for name in said):
        return True
    return pattern.sub_event_type in _OF_BANDS or _names_the_scene(token, noun, actors)


def _names_the_scene(country: Token, noun: Token, actors: ActorFinder) -> bool:
    """`died in western Mexico ambush`, `Haiti gang attack`, `killed in Mali attack`; `in Israeli attack` has a doer."""
    found = actors.lexicon.nationality(country.text)
    if found is None or found.kind != "name" or country.dep_ == "poss" or country.text.isupper():
        return False
    before = country.doc[country.i - 1] if country.i > country.sent.start else country
    part = before.lower_ in _PARTS_OF_COUNTRY
    band = any(country.i < c.i and _bears_arms(c, actors) for c in noun.lefts)
    within = noun.dep_ == "pobj" and noun.head.lower_ == "in" and noun.lemma_ in _ON_THE_SPOT
    return part or band or within


_TERRITORIES = frozenset({"gaza", "gaza strip", "occupied west bank", "west bank"})
"""Where others strike: `a West Bank raid`."""
_ON_THE_SPOT = frozenset({"ambush", "attack", "bombing", "massacre", "shooting"})
_PARTS_OF_COUNTRY = words("directions")


_OF_BANDS = frozenset({"Grenade", "Remote explosive/landmine/IED", "Suicide bomb"})


def planted_by(weapons: Sequence[Token]) -> Iterator[Token]:
    """Who laid a weapon, by the word before it: `a Taliban-planted mine`."""
    for child in (child for weapon in weapons for child in weapon.lefts):
        if child.dep_ == "amod" and child.tag_ == "VBN" and child.lower_ in _PLANTED:
            yield from (c for c in child.lefts if c.pos_ == "PROPN")


_PLANTED = frozenset({"laid", "made", "placed", "planted"})


def _target_of(token: Token) -> Token | None:
    """The verb of `was the target of an attack`, at the noun behind it."""
    if token.dep_ != "pobj" or token.head.lower_ != "of":
        return None
    target = token.head.head
    over = target.head
    if target.lemma_ not in ("object", "target", "victim") or target.dep_ not in ("attr", "oprd", "pobj"):
        return None
    over = over.head if over.dep_ == "prep" else over
    return over if over.lemma_ in ("be", "become", "come", "fall") else None


def _laid_by(token: Token) -> Iterator[Token]:
    """`a mine thought to have been laid by X`, whichever verb the parse takes for the chief one."""
    verb = token.head
    if token.dep_ in ("nsubj", "nsubjpass") and verb.lower_ in SUPPOSED:
        yield from (t for c in verb.children if c.dep_ == "xcomp" and c.tag_ == "VBN" for t in sides_of(c)[0])


_FINDING = words("verbs_of_finding")
# Verbs whose subject does what the noun under them says.
_DOING = words("verbs_of_doing")
_ATTRIBUTING = words("verbs_of_attributing")
_SEVERAL = words("words_for_several_acts")
