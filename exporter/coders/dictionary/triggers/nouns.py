"""Nouns that tell of an event, of one word or of several."""

from dataclasses import replace

from exporter.coders.dictionary.actors import ActorFinder
from exporter.coders.dictionary.lexicon import Lexicon, Pattern, words
from exporter.coders.dictionary.tokens import Token
from exporter.coders.dictionary.triggers.indirect import indirect_trigger
from exporter.coders.dictionary.triggers.noun_sides import noun_sides
from exporter.coders.dictionary.triggers.trigger import Trigger, clause_of, is_subject
from exporter.coders.dictionary.weapons import instruments


def noun_trigger(token: Token, lexicon: Lexicon, actors: ActorFinder) -> Trigger | None:
    """What a noun tells, with the words before it that belong to its pattern."""
    lemma = token.lower_ if token.tag_ == "VBG" else token.lemma_.lower()
    for pattern in (
        *lexicon.patterns.get(("noun", lemma), ()),
        *lexicon.patterns.get(("noun", token.lower_), ()),
    ):
        said_as = pattern.lemma.split()
        first = token.i - len(said_as) + 1
        if first < token.sent.start or (
            token.dep_ in ("compound", "nmod") and token.head.pos_ in ("NOUN", "PROPN")
        ):
            continue
        if pattern.words and not pattern.words & {child.lower_ for child in token.rights}:
            continue  # `gunfire between two militias`
        span = token.doc[first : token.i + 1]
        before = " ".join(t.lemma_.lower() for t in span[:-1])
        said = {
            f"{before} {lemma}".strip(),
            f"{before} {token.lower_}".strip(),
            span.text.lower().replace("-", " "),
        }
        if pattern.lemma not in said or _false_friend(token) or _found_device(token) or _wielded(token):
            continue
        state = lemma == "bombing" and _aimed(token) and _by_a_state(token, actors)
        told = _BOMBING if state else pattern  # `the US bombing of the airport`
        agents, targets = noun_sides(token, span[0], told, actors)
        over = token.head if token.pos_ == "VERB" and is_subject(token) else token
        trigger = Trigger(token, span[0], told, agents, targets, clause_of(over))  # `fighting has killed ten`
        if pattern.wants == "actor" and not (agents or targets or trigger.told_before):
            continue
        return trigger
    if lemma == "strike" and _of_a_state(token, actors):
        agents, targets = noun_sides(token, token, _STRIKE, actors)
        return Trigger(token, token, _STRIKE, agents, targets, clause_of(token))
    return indirect_trigger(token, lexicon, actors) if lemma == "attempt" else None


def _wielded(token: Token) -> bool:
    """`clashes with mortar shells`: what a fight is fought with is no blast by itself."""
    along = token.lemma_.lower() in instruments() and any(t.lemma_.lower() in _GUNS for t in token.conjuncts)
    while token.dep_ == "conj":
        token = token.head
    if along and token.dep_ == "pobj" and token.head.lower_ == "with":
        return True  # `raked a convoy with machine guns and grenades`
    if token.dep_ == "dobj" and token.head.lower_ == "using" and token.head.dep_ in ("acl", "advcl"):
        return token.lemma_.lower() in instruments()  # `attacked a patrol using grenades`
    with_it = token.dep_ == "pobj" and token.head.lower_ == "with"
    return with_it and token.lemma_.lower() in instruments() and token.head.head.lemma_ in _FIGHTING


_GUNS = words("guns")
_FIGHTING = frozenset({"battle", "clash", "fight", "fighting", "take"})


def _of_a_state(strike: Token, actors: ActorFinder) -> bool:
    """`Israeli strikes killed six`: a strike by forces, where its sentence speaks of harm; others are of workers."""
    return _by_a_state(strike, actors) and any(token.lemma_.lower() in _HARM for token in strike.sent)


def _by_a_state(act: Token, actors: ActorFinder) -> bool:
    by = (c for c in act.lefts if c.dep_ in ("amod", "compound", "nmod", "poss"))
    return any(
        a.role in ("state", "military") or c.lower_ == "force"
        for c in by
        for a in actors.of(c, conjuncts=False)
    )


def _aimed(bombing: Token) -> bool:
    return any(child.lower_ == "of" for child in bombing.rights)


_HARM = words("harm_by_strikes")
_STRIKE = Pattern("strike", "noun", "", frozenset(), "Air/drone strike", "", "195", "blast", "")
_BOMBING = replace(_STRIKE, lemma="bombing")


def _found_device(token: Token) -> bool:
    """A bomb that is found, seized, defused or merely carried does not go off."""
    if token.lemma_.lower() not in _DEVICES:
        return False
    if any(above.lower_ in ("armed", "equipped") and above.pos_ == "VERB" for above in token.ancestors):
        return True  # `men armed with rifles and grenades`
    if token.dep_ == "pobj" and token.head.head.lemma_ in _DISPOSING:
        return True  # `a course on the disposal of bombs`
    first = token
    while first.dep_ in ("conj", "appos", "compound") or _part_of_find(first):
        first = first.head  # `recovered rifles and a landmine`, `six sticks of dynamite`
    by_object = first.dep_ in ("dobj", "nsubjpass") and first.head.lemma_ in _FINDING
    reduced = any(child.dep_ in ("acl", "relcl") and child.lemma_ in _FINDING for child in token.rights)
    return by_object or reduced


def _part_of_find(token: Token) -> bool:
    return (
        token.dep_ in ("pobj", "prep")
        and token.pos_ in ("NOUN", "ADP")
        and (token if token.pos_ == "ADP" else token.head).lower_ in ("of", "with", "including", "for")
    )


def _false_friend(token: Token) -> bool:
    if token.dep_ == "dobj" and token.lower_ == "siege" and token.head.lemma_ == "lay":
        return True  # the verb says it
    if token.lemma_.lower() in _BANGS and any(t.lemma_.lower() in _SHOTS for t in token.conjuncts):
        return True  # `woken by gunshots and explosions`: what is heard of a fight
    if any(t.lemma_ in _FIGURES for c in token.rights if c.lower_ in ("of", "in") for t in c.children):
        return True  # `an explosion of interest`
    around = token.doc[max(0, token.i - 2) : token.i + 2].text.lower()
    return any(phrase in around for phrase in _FALSE_FRIENDS)


_BANGS = frozenset({"blast", "explosion"})
_SHOTS = frozenset({"fire", "firing", "gunfire", "gunshot", "shooting", "shot"})
_DISPOSING = frozenset({"clearance", "defusal", "detection", "disposal", "production", "removal", "theft"})
_DEVICES = words("devices")
_FINDING = words("verbs_of_finding")
_FALSE_FRIENDS = words("false_friends")
_FIGURES = words("figures")
