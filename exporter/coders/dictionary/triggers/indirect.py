"""Acts that no one word tells: taken along, held since a day, left dead, found shot, an attempt on somebody's life.

Each gives the line of the pattern list that says what such an act is, who acts, and whom it befalls.
"""

from dataclasses import replace

from exporter.coders.dictionary.actors import ActorFinder
from exporter.coders.dictionary.lexicon import Lexicon, words
from exporter.coders.dictionary.sides import sides_of, subject_of
from exporter.coders.dictionary.tokens import Token
from exporter.coders.dictionary.triggers.people import human
from exporter.coders.dictionary.triggers.trigger import Trigger, clause_of

Told = tuple[tuple[str, str], tuple[Token, ...], tuple[Token, ...]]
"""Part of speech and lemma of a pattern, who acts, and who is acted upon."""

ATTEMPT = "assassination attempt"
_SIGNS = words("signs_of_murder")
_REMAINS = frozenset({"body", "corpse"})


def indirect_trigger(token: Token, lexicon: Lexicon, actors: ActorFinder) -> Trigger | None:
    """What a word tells only together with others: `taking two farmers with them`."""
    told = _told_by(token, actors)
    if told is None:
        return None
    (pos, lemma), agents, targets = told
    listed = (p for p in lexicon.patterns[pos, lemma.split()[-1]] if p.lemma == lemma and not p.words)
    pattern = replace(next(listed), wants="person")
    return Trigger(token, token, pattern, agents, targets, clause_of(token))


def _told_by(token: Token, actors: ActorFinder) -> Told | None:
    if token.lemma_ in ("take", "hold"):
        return _carried_off(token, actors)
    if token.lemma_ == "leave":
        return _left_dead(token, actors)
    if token.lemma_ in ("discover", "find", "recover"):
        return _found_murdered(token, actors)
    return _on_a_life(token) if token.lemma_ == "attempt" else None


def _carried_off(verb: Token, actors: ActorFinder) -> Told | None:
    """`the attackers left, taking two farmers with them`, `has been held by the rebels since May`."""
    agents, targets = sides_of(verb)
    if not any(actor.armed for agent in agents for actor in actors.of(agent)):
        return None
    if verb.dep_ == "relcl":
        targets = (verb.head,)
    own = any(child.dep_ == "poss" for target in targets for child in target.lefts)
    if own or not any(human(target, actors) and target.pos_ != "PRON" for target in targets):
        return None  # who takes his children with him abducts nobody
    links = {child.lower_: child for child in verb.children if child.dep_ in ("prep", "mark")}
    if verb.lemma_ == "take" and any(child.dep_ == "auxpass" for child in verb.children):
        along = True  # `a doctor was taken by armed men`
    elif verb.lemma_ == "take":
        along = "with" in links and any(child.pos_ == "PRON" for child in links["with"].children)
    else:
        along = "since" in links and any(child.dep_ in ("agent", "auxpass") for child in verb.children)
    return (("verb", "abduct"), agents, targets) if along else None


def _left_dead(verb: Token, actors: ActorFinder) -> Told | None:
    """`the gunmen left nine people dead`, `gunmen rode into the village, leaving nine residents dead`."""
    if not any(child.lower_ == "dead" and child.dep_ in ("oprd", "acomp") for child in verb.children):
        return None
    over = (
        verb.head.head if verb.head.dep_ == "acl" else verb.head
    )  # `Gunmen on motorcycles swept`, so parsed
    agents = sides_of(verb)[0] or ((over,) if verb.dep_ == "advcl" and over.pos_ == "NOUN" else ())
    victims = tuple(c for c in verb.children if c.dep_ == "dobj" and human(c, actors))
    armed = any(a.armed for agent in agents for a in actors.of(agent))
    return (("verb", "kill"), agents, victims) if armed and victims else None


def _found_murdered(verb: Token, actors: ActorFinder) -> Told | None:
    """`three men were found dead with bullet wounds`, `the bodies of two girls with signs of torture were found`."""
    behind = [token for token in verb.doc.tokens[verb.sent.end :] if token.sent.start == verb.sent.end]
    if not any(token.lower_ in _SIGNS for token in (*verb.sent, *behind)):
        return None  # here or in the next sentence
    dead = any(child.lower_ == "dead" and child.dep_ in ("oprd", "acomp") for child in verb.children)
    victims = []
    for found in sides_of(verb)[1] or subject_of(verb, ("nsubjpass",)):
        if found.lemma_ in _REMAINS:
            links = (child for child in found.children if child.lower_ == "of")
            victims += [t for link in links for t in link.children if t.dep_ == "pobj"] or [found]
        elif dead and human(found, actors):
            victims.append(found)
    return (("verb", "murder"), (), tuple(victims)) if victims else None


def _on_a_life(noun: Token) -> Told | None:
    """`survived an attempt on his life`, `an attempt was made on the life of the bishop`."""
    near = [noun, noun.head] if noun.dep_ in ("dobj", "nsubjpass") else [noun]
    links = (child for token in near for child in token.children if child.lower_ == "on")
    life = next((t for link in links for t in link.children if t.lemma_ in ("life", "lives")), None)
    if life is None:
        return None
    whose = tuple(child for child in life.lefts if child.dep_ == "poss" and child.pos_ != "PRON")
    of = tuple(t for child in life.rights if child.lower_ == "of" for t in child.children if t.dep_ == "pobj")
    survivor = subject_of(noun.head, ("nsubj",)) if noun.head.lemma_ in ("survive", "escape") else ()
    return ("noun", ATTEMPT), (), whose or of or survivor
