"""Who did what was told before: by his own claim, by the word of others, or by what he left behind.

`X claimed the attack`, `X was behind it`, `police blamed X`, `the mayor held X responsible`, `suspicion fell on X`,
`the gunmen belonged to X`, `the killing was ordered by X`, `the soldiers implicated in the murder`, `leaflets of X
were found`. And whom it befell, where a sentence gives their names: `the victims were identified as A and B`.
"""

from collections.abc import Callable, Iterator

from exporter.coders.dictionary.lexicon import words
from exporter.coders.dictionary.sides import CLAIMED, denied, held_by, sides_of, subject_of
from exporter.coders.dictionary.tokens import Span, Token

_CLAIMING = words("verbs_of_claiming")
_ATTRIBUTING = words("verbs_of_attributing")
_ATTACKERS = words("attackers")
_DOING = words("verbs_of_doing")
_HOLDING = words("verbs_of_holding")
_ORDERING = words("verbs_of_ordering")
_TAKING_PART = words("verbs_of_taking_part")
_WAYLAYING = words("verbs_of_waylaying")
# What one does, without a word of what: `the crime`, `this action`.
_DEEDS = words("deeds")
# What those who did it leave behind: `a flag of X was found at the scene`.
_TRACES = words("traces")
_ACTS = frozenset(
    {"kill", "murder", "assassinate", "attack", "abduct", "kidnap", "ambush", "massacre", "shoot"}
    | {"bomb", "fire", "launch", "plant", "shell"}
)
_ACCUSING = frozenset({"accuse", "blame", "suspect"})
_MARKS = frozenset({"hallmark", "signature", "stamp", "trademark"})
_SUSPICION = frozenset({"blame", "suspicion"})


def claimants(sentence: Span) -> Iterator[Token]:
    """Those who did what was told before, as far as the sentence says so."""
    for verb in sentence:
        if verb.pos_ not in ("VERB", "AUX") or denied(verb) or _supposed(verb):
            continue
        lemma = verb.lemma_.lower()
        if lemma in _HOLDING:
            yield from _held(verb)
        if _did_it(verb):
            yield from sides_of(verb)[0]
        elif lemma in _READERS:
            yield from _READERS[lemma](verb)


def _did_it(verb: Token) -> bool:
    """`I am convinced that the front did it`"""
    return verb.lower_ == "did" and any(
        c.dep_ == "dobj" and c.lower_ in ("it", "job", "this") for c in verb.rights
    )


def _supposed(verb: Token) -> bool:
    """`if the crime was committed by X`, and `then it was committed by X` behind that."""
    over = [verb, *(above for above in verb.ancestors if above.pos_ in ("VERB", "AUX"))]
    clauses = [*over, *(child for above in over for child in above.children if child.dep_ == "advcl")]
    return any(child.dep_ == "mark" and child.lower_ in _IF for one in clauses for child in one.children)


_IF = frozenset({"if", "unless", "whether"})


def _behind(token: Token, *links: str) -> Iterator[Token]:
    """What stands behind a preposition that hangs on a word."""
    for link in token.children:
        if link.dep_ in ("prep", "agent", "dative") and link.lower_ in links:
            yield from (target for target in link.children if target.dep_ == "pobj")


def _is_deed(token: Token) -> bool:
    """`the attack`, `this crime`, `it`: what was told before, and no attack in general."""
    if token.lemma_.lower() in CLAIMED | _DEEDS:
        return any(child.dep_ in ("det", "poss") and child.lower_ not in _INDEFINITE for child in token.lefts)
    return token.lower_ in ("it", "them")


_INDEFINITE = frozenset({"a", "an", "any", "each", "every", "no"})


def _claiming(verb: Token) -> Iterator[Token]:
    """`The Taliban claimed responsibility.`, `X claimed the attack.`, `a caller claimed it on behalf of X`"""
    for said in verb.children:
        responsibility = said.lemma_ in ("responsibility", "credit")
        attack = verb.lemma_ in ("admit", "claim") and said.dep_ == "dobj" and said.lemma_ in CLAIMED
        if (responsibility or attack) and not any(child.lower_ == "no" for child in said.children):
            yield from (
                target
                for word in (verb, said)
                for name in _behind(word, "on", "in")
                for target in _behind(name, "of")
                if name.lower_ in ("behalf", "name")
            )
            yield from subject_of(verb, ("nsubj",))


def _said_to_be(verb: Token) -> Iterator[Token]:
    """`X was behind the attack`, `X is responsible`, `it was the work of X`, `the attackers were members of X`."""
    subject = subject_of(verb, ("nsubj",))
    told = any(child.lower_ in ("responsible", "behind") and child.dep_ != "neg" for child in verb.children)
    for child in verb.children:
        if child.dep_ == "attr" and child.lemma_ in ("handiwork", "work"):
            yield from _behind(child, "of")
    if told:
        yield from subject
    elif any(token.lemma_.lower() in _ATTACKERS for token in subject):
        yield from (child for child in verb.children if child.dep_ == "attr")
        yield from _behind(verb, "from")


def _accused(verb: Token) -> Iterator[Token]:
    """`The army accused X of carrying out the attack`, `police blamed X for the killing`, `police suspect X`."""
    objects = [child for child in verb.children if child.dep_ in ("dobj", "nsubjpass")]
    near = [c for word in (verb, *objects) for c in word.children]
    whom = ("for",) if verb.lemma_ == "blame" else ("of", "for", "in")
    links = [c for c in near if c.dep_ == "prep" and c.lower_ in whom]
    acts = (t for link in links for t in link.subtree)
    deed = any(
        t.lemma_.lower() in CLAIMED | _ACTS | _DEEDS | _DEATH or t.lower_ in ("it", "them", "this")
        for t in acts
    )
    if deed or (not links and verb.lemma_ in ("blame", "suspect")):
        yield from objects


_DEATH = frozenset({"death"})


def _held_against(verb: Token) -> Iterator[Token]:
    """`The army attributed the attack to X`, `it was blamed on X`, `an attack that police attributed to X`."""
    if verb.lemma_ not in _ATTRIBUTING:
        return
    # `in an attack police blamed on X` is parsed as if it were police of attacks.
    over = (
        [verb.head, *(c for c in verb.head.lefts if c.dep_ == "compound")] if verb.dep_ in _OF_NOUNS else []
    )
    said_of = any(noun.lemma_.lower() in CLAIMED | _DEEDS for noun in over)
    deeds = [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass") and _is_deed(c)]
    if said_of or deeds:
        yield from (held for word in (verb, *deeds) for held in _behind(word, "on", "to"))


_OF_NOUNS = ("acl", "relcl")


def _held(verb: Token) -> Iterator[Token]:
    """`The government held X responsible for the murder`, `X was held responsible`."""
    for word in verb.subtree:
        if word.lower_ == "responsible":
            acts = list(_behind(word, "for"))
            if not acts or any(t.lemma_.lower() in _DEATH or _is_deed(t) for t in acts):
                yield from held_by(word)


def _named(verb: Token) -> Iterator[Token]:
    """`Police named X as the author of the crime`."""
    if any(target.lemma_.lower() in _AUTHORS for target in _behind(verb, "as")):
        yield from (child for child in verb.children if child.dep_ in ("dobj", "nsubjpass"))


_AUTHORS = frozenset({"author", "culprit", "perpetrator"})


def _taking_part(verb: Token) -> Iterator[Token]:
    """`The soldiers involved in the murder`, `X took part in the attack`, `police linked X to the killing`."""
    through = [verb, *(child for child in verb.children if child.dep_ == "dobj" and child.lemma_ == "part")]
    if verb.lemma_ == "take" and len(through) < 2:
        return
    if any(_is_deed(target) for word in through for target in _behind(word, "in", "to", "with")):
        held = [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass") and c not in through]
        reduced = (verb.head,) if verb.dep_ == "acl" else ()
        yield from held or reduced or subject_of(verb, ("nsubj",))


def _doers(verb: Token) -> Iterator[Token]:
    """`X perpetrated the crime`, `this action carried out by X`, `it was planned and ordered by X`."""
    objects = [child for child in verb.children if child.dep_ in ("dobj", "nsubjpass")]
    if verb.dep_ == "conj" and not objects:
        objects = list(subject_of(verb, ("nsubjpass",)))
    reduced = [verb.head] if verb.dep_ == "acl" and verb.tag_ == "VBN" else []
    deeds = objects if verb.lemma_ in _ORDERING else [*objects, *reduced]
    wanted = CLAIMED | _DEEDS if verb.lemma_ in _ORDERING else _DEEDS
    if any(_is_deed(deed) and deed.lemma_.lower() in wanted for deed in deeds):
        yield from sides_of(verb)[0]
    elif any(_is_deed(deed) for deed in objects):
        # `X said that its brigade had carried out the shooting`, `We carried out the attack, a spokesman of X said.`
        ours = (t for t in sides_of(verb)[0] if t.lower_ == "we" or any(c.lower_ in _OWN for c in t.lefts))
        yield from (who for _ in ours for who in _speaking(verb))


_OWN = frozenset({"its", "our", "their"})


def _speaking(verb: Token) -> Iterator[Token]:
    """Who says what a verb tells; for a spokesman, whose he is."""
    over = verb.head
    for speaker in subject_of(over, ("nsubj",)) if verb.dep_ == "ccomp" else ():
        whose = [c for c in speaker.lefts if c.dep_ in ("compound", "poss") and c.pos_ == "PROPN"]
        yield from (whose or list(_behind(speaker, "of", "for"))) if speaker.lemma_ in _MOUTHS else [speaker]


_MOUTHS = words("mouths")


def _belonging(verb: Token) -> Iterator[Token]:
    """`The gunmen are presumed to belong to X`, `the attackers identified themselves as members of X`."""
    if any(token.lemma_.lower() in _ATTACKERS for token in (*subject_of(verb, ("nsubj", "nsubjpass")),)):
        yield from _behind(verb, "to", "as")


def _pointed_at(verb: Token) -> Iterator[Token]:
    """`Suspicion fell on X`, `the attack bore the hallmarks of X`, `residents pointed to X`."""
    if verb.lemma_ == "point":
        yield from _behind(verb, "at", "to")
        return
    if verb.lemma_ == "fall":
        if any(token.lemma_.lower() in _SUSPICION for token in subject_of(verb, ("nsubj",))):
            yield from _behind(verb, "on", "upon")
        return
    for child in verb.children:
        if child.dep_ == "dobj" and child.lemma_.lower() in _MARKS:
            yield from _behind(child, "of")


def _traced(verb: Token) -> Iterator[Token]:
    """`A flag of X was found at the scene`, `the attackers left pamphlets signed by X`, `leaflets were signed by X`."""
    if verb.lemma_ == "sign":
        yield from sides_of(verb)[0] if any(t.lemma_.lower() in _TRACES for t in sides_of(verb)[1]) else ()
        return
    for child in verb.children:
        if child.dep_ in ("dobj", "nsubjpass") and child.lemma_.lower() in _TRACES:
            yield from _behind(child, "of", "from", "by")
            yield from (c for c in child.lefts if c.dep_ in ("compound", "nmod", "poss"))
            signed = (c for c in child.rights if c.dep_ == "acl" and c.tag_ == "VBN")
            yield from (token for verb_ in signed for token in sides_of(verb_)[0])


def _waylaid(verb: Token) -> Iterator[Token]:
    """`The men intercepted the car`, of an attack told before."""
    yield from sides_of(verb)[0]


def _blamed(verb: Token) -> Iterator[Token]:
    yield from _accused(verb)
    yield from _held_against(verb)


# Where a verb is of several sorts, the first counts.
_READERS: dict[str, Callable[[Token], Iterator[Token]]] = {}
for _verbs, _read in (
    (_CLAIMING, _claiming),
    ({"be"}, _said_to_be),
    (_ACCUSING | _ATTRIBUTING, _blamed),
    ({"find", "leave", "sign"}, _traced),
    (_TAKING_PART, _taking_part),
    (_DOING | _ORDERING, _doers),
    (_WAYLAYING, _waylaid),
    ({"belong", "identify"}, _belonging),
    ({"bear", "fall", "point"}, _pointed_at),
    ({"name"}, _named),
):
    for _verb in _verbs:
        _READERS.setdefault(_verb, _read)


def identified(sentence: Span) -> Iterator[Token]:
    """The names of those whom it befell: `the dead man was identified as A`, `police named the victims as A and B`."""
    for verb in sentence:
        if verb.lemma_ not in _NAMING or verb.pos_ != "VERB" or denied(verb):
            continue
        whom = (child for child in verb.children if child.dep_ in ("dobj", "nsubjpass"))
        if any(_is_victim(token) for token in whom):
            for name in _behind(verb, "as"):
                yield from (name, *(token for token in name.conjuncts if token.i > name.i))


def _is_victim(token: Token) -> bool:
    definite = token.pos_ == "NOUN" and any(c.dep_ == "det" and c.lower_ == "the" for c in token.lefts)
    if definite and token.lemma_.lower() not in _ATTACKERS:
        return True  # `the citizen was identified as A`
    return token.lemma_.lower() in _VICTIMS or any(child.lower_ in _VICTIMS for child in token.lefts)


_NAMING = frozenset({"identify", "name"})
_VICTIMS = words("words_for_victims")
