"""Who stands on which side of what a verb or a noun tells: by voice, by prepositions, by claims and blame."""

from collections.abc import Iterator

from exporter.coders.dictionary.casualties.grammar import lost_subject
from exporter.coders.dictionary.lexicon import words
from exporter.coders.dictionary.tokens import Token
from exporter.coders.dictionary.weapons import weapon_kind

_OBJECT_LINKS = frozenset(["on", "against", "at", "of", "upon", "with", "into"])
# `met on the crisis` names no other side, `met with rebels` does.
_TOGETHER = words("verbs_of_two_sides")
# `claimed responsibility for`, `blamed X for`, `attributed to X`
_CLAIMING = words("verbs_of_claiming")
_BLAMING = words("verbs_of_blaming")
_ATTRIBUTING = words("verbs_of_attributing")
_THROWING = frozenset({"hurl", "lob", "throw", "toss"})
_FIRING = frozenset({"fire", "launch"})
_SHOTS = frozenset({"bullet", "canister", "gas", "pellet", "round", "shot", "teargas", "volley"})
_BEFALLEN = words("befallen")
_WORDS_OF_TIME = words("words_of_time")


def befallen(token: Token) -> bool:
    """Whether a word before a noun says what befell it: `the murdered priests`."""
    return token.dep_ == "amod" and token.lower_ in _BEFALLEN


def sides_of(verb: Token) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """Who acts and who is acted upon, whatever the voice."""
    if verb.lemma_ in ("come", "fall", "pass") and (takers := _in_control(verb)):
        return takers, subject_of(verb, ("nsubj",))
    if verb.lemma_ == "come" and any(child.lower_ == "under" for child in verb.children):
        return under_fire(verb)
    if verb.lemma_ == "fall" and (takers := tuple(_behind(verb, "to"))):
        return takers, subject_of(verb, ("nsubj",))  # `the district fell to the Taliban`
    passive = any(child.dep_ in ("nsubjpass", "auxpass") for child in verb.children) or _shares_passive(verb)
    passive = passive or _of_headline(verb)
    if verb.tag_ == "VBD" and not any(child.dep_ == "auxpass" for child in verb.children):
        # `attacked the town, but were repelled`: the parse gives the subject to the second verb's passive.
        passive = passive and not any(_is_passive(c) for c in verb.children if c.dep_ == "conj")
    reduced = (verb.dep_ == "acl" and verb.tag_ == "VBN" and not _acts(verb)) or befallen(verb)
    if verb.dep_ == "xcomp" and verb.tag_ == "VBN" and verb.head.lemma_ in ("find", "leave"):
        found = subject_of(verb.head, ("nsubjpass",))  # `were found hacked to death`
        return (), found or tuple(c for c in verb.head.children if c.dep_ == "dobj")
    by = tuple(
        t
        for c in verb.children
        if c.dep_ == "agent" or (c.lower_ == "by" and c.dep_ == "prep")
        for t in c.children
        if t.dep_ == "pobj"
    )
    objects = tuple(c for c in verb.children if c.dep_ in ("dobj", "dative"))
    if len(objects) > 1:  # `took several officers hostage`
        objects = tuple(c for c in objects if c.lower_ not in ("captive", "hostage", "prisoner"))
    if passive or reduced:
        by = by or tuple(_behind_time(verb)) or tuple(_shared_agent(verb))
        kinds = ("nsubj",) if _of_headline(verb) else ("nsubjpass",)
        subject = (_of_whom(verb),) if reduced else subject_of(verb, kinds)
        if not subject and verb.dep_ == "conj":
            subject = subject_of(verb.head, ("nsubj",))  # `they marched and were arrested`
        if not subject and verb.dep_ == "pcomp":
            subject = subject_of(verb.head.head, ("nsubj", "nsubjpass"))  # `died after being shot`
        lost = lost_subject(verb) if not subject else None
        subject = subject if lost is None else (lost,)
        return by, subject
    linked = tuple(
        t
        for c in verb.children
        if c.dep_ == "prep" and (_leads_to_object(c, verb) or _is_particle(c, verb))
        for t in c.children
        if t.dep_ == "pobj" and not _as_a_result(c, t)
    )
    opened = verb.lemma_ == "open" and any(c.lemma_ == "fire" for c in objects)
    fired = verb.lemma_ in _FIRING and any(weapon_kind(o) or o.lemma_.lower() in _SHOTS for o in objects)
    if linked and (verb.lemma_ in _THROWING or fired or opened):
        objects = ()  # `threw stones at the troops`, `fired missiles at the base`
    objects = objects or (() if linked else _left_out(verb))
    others = (*linked, *objects) if verb.lemma_ in _TOGETHER else objects or linked
    subject = subject_of(verb, ("nsubj",)) or tuple(c for c in verb.children if c.dep_ == "nsubjpass")
    return subject or by or held_responsible(verb), others


def _in_control(verb: Token) -> tuple[Token, ...]:
    """`passed under the control of the rebels`"""
    return tuple(
        taker
        for control in _behind(verb, "under")
        if control.lemma_ == "control"
        for taker in _behind(control, "of")
    )


def _of_headline(verb: Token) -> bool:
    """`Mayor kidnapped in Shopian`: headlines leave out the helper of a passive, and tell in the present who did it."""
    if verb.dep_ != "ROOT" or verb.tag_ not in ("VBD", "VBN") or not _done_to_people(verb):
        return False
    alone = not any(c.dep_ in ("aux", "auxpass", "conj", "dobj", "nsubjpass") for c in verb.children)
    return alone and verb.sent[-1].lower_ not in (".", "!", "?", '"')


def _done_to_people(verb: Token) -> bool:
    return not _DONE_TO_PEOPLE.isdisjoint((verb.lemma_, verb.lower_.removesuffix("ed")))


def _leads_to_object(link: Token, verb: Token) -> bool:
    return link.lower_ in (("with",) if verb.lemma_ in _TOGETHER else _OBJECT_LINKS)


def _as_a_result(link: Token, noun: Token) -> bool:
    """`the two traded fire, with 26 people killed`: whom it cost, and not whom they traded it with."""
    comma = link.i > 0 and link.doc[link.i - 1].lower_ == ","
    return comma and link.lower_ == "with" and any(c.dep_ == "acl" and c.tag_ == "VBN" for c in noun.rights)


def _is_particle(link: Token, verb: Token) -> bool:
    """`hunted down the rebels`, of which the parse makes a way down them."""
    return link.i == verb.i + 1 and link.lower_ in ("down", "off", "out", "up")


def _left_out(verb: Token) -> tuple[Token, ...]:
    """The object of a relative clause that has no word for it: `freed the girls they had abducted in May`.

    Without a day, a place or the like it is said by the way: `in the uniforms of soldiers they had killed`.
    """
    if verb.dep_ != "relcl" or verb.head.lemma_.lower() in _WORDS_OF_TIME | _NO_OBJECTS:
        return ()
    subjects = [c for c in verb.lefts if c.dep_ == "nsubj"]
    whole = not any(c.lower_ in _RELATIVES for c in verb.subtree if c.i < verb.i)
    told = any(c.dep_ in ("npadvmod", "prep") for c in verb.rights)
    return (verb.head,) if subjects and whole and told else ()


_NO_OBJECTS = frozenset({"moment", "period", "place", "point", "reason", "time", "way"})
_RELATIVES = frozenset({"that", "when", "where", "which", "who", "whom", "whose", "why"})


def _behind(verb: Token, word: str) -> Iterator[Token]:
    links = (child for child in verb.children if child.dep_ == "prep" and child.lower_ == word)
    yield from (target for link in links for target in link.children if target.dep_ == "pobj")


def _shared_agent(verb: Token) -> Iterator[Token]:
    """Who did the next thing did this as well: `were beaten and arrested by the police`.

    `Six were killed and 20 others captured by X` is parsed as if the others had been killed.
    """
    joint = [c for c in verb.children if c.dep_ == "conj" and c.i == verb.i + 2 and c.tag_ == "VBN"]
    others = (
        c for c in verb.children if c.dep_ == "conj" and c.lower_ in ("another", "more", "other", "others")
    )
    joint += [c for other in others for c in other.rights if c.dep_ == "acl" and c.tag_ == "VBN"]
    done = _ARRESTING | _HARMING | _TAKING
    agents = (a for c in joint if c.lemma_ in done for a in c.children if a.dep_ == "agent")
    yield from (t for agent in agents for t in agent.children if t.dep_ == "pobj")


_TAKING = frozenset({"abduct", "capture", "kidnap"})
_HARMING = frozenset(
    {"attack", "beat", "injure", "kill", "murder", "rape", "shoot", "stab", "torture", "wound"}
)


_DONE_TO_PEOPLE = (_HARMING - {"attack", "shoot"}) | {
    "abduct",
    "arrest",
    "behead",
    "detain",
    "kidnap",
    "lynch",
}


_BEFALLING = frozenset({"behead", "execute", "kill", "murder", "shoot", "stab"})


def _shares_passive(verb: Token) -> bool:
    """`was tied up and beaten by police`: the second participle has the helper of the first."""
    participle = verb.tag_ == "VBN" or (verb.tag_ == "VBD" and verb.lemma_ in _BEFALLING)
    if verb.dep_ != "conj" or not participle or not _is_passive(verb.head):
        return False
    return not any(child.dep_ in ("aux", "dobj", "nsubj") for child in verb.children)


def _acts(verb: Token) -> bool:
    """Whether a participle behind a noun is the verb of its sentence, of which the parse makes what befell the noun.

    `Rebels killed at least 14 people`, `forces attacked near the town, but were repelled`.
    """
    if any(c.dep_ == "cc" and c.lower_ == "but" and c.i > verb.i for c in verb.head.rights):
        return True
    free = verb.head.dep_ == "ROOT" or _behind_who(verb.head) != verb.head
    alone = free and not any(c.dep_ in ("agent", "auxpass") for c in verb.children)
    objects = (c for c in verb.rights if c.dep_ == "dobj")
    return alone and any(c.lemma_.lower() not in _WORDS_OF_TIME for c in objects)


def _behind_who(noun: Token) -> Token:
    """Who it is of whom more is said first, so that the parse hangs the verb of the sentence on that.

    The men of `men on a motorbike gunned down a judge`, the gunman of `a gunman dressed as a policeman killed 84`.
    """
    link, over = noun.head, noun.head.head
    if noun.dep_ != "pobj":
        return noun
    if link.lower_ == "as" and over.dep_ == "acl":
        return over.head
    speakers = [c for c in over.head.children if c.dep_ == "nsubj"] if over.head.lemma_ in _SPEECH else []
    alone = over.dep_ in ("ROOT", "ccomp") or (over.dep_ == "nsubj" and len(speakers) > 1)
    return over if alone and over.pos_ in ("NOUN", "PROPN") and link.lower_ in ("in", "on", "with") else noun


def _is_passive(verb: Token) -> bool:
    return any(child.dep_ == "auxpass" for child in verb.children)


def _of_whom(verb: Token) -> Token:
    """Whom a participle behind a noun is said of: in `the bodies of the priests murdered by X` the priests."""
    head = verb.head
    if verb.dep_ != "acl" or head.lemma_.lower() not in _REMAINS:
        return head
    links = (child for child in head.children if child.lower_ == "of" and child.i < verb.i)
    return next((t for link in links for t in link.children if t.dep_ == "pobj"), head)


_REMAINS = frozenset(
    {"body", "burial", "coffin", "corpse", "death", "funeral", "number", "remain", "remains"}
)


def _behind_time(verb: Token) -> Iterator[Token]:
    """The `by` that hangs on a word of time: `were murdered at dawn today by gunmen`."""
    for token in verb.rights:
        for time in token.subtree if token.dep_ in ("prep", "npadvmod") else ():
            if time.dep_ == "npadvmod" or time.lower_ in _TIMES:
                links = (child for child in time.rights if child.lower_ == "by")
                yield from (t for link in links for t in link.children if t.dep_ == "pobj")


_TIMES = frozenset(
    {"afternoon", "dawn", "evening", "midnight", "morning", "night", "noon", "today", "yesterday"}
)


def under_fire(verb: Token) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """The sides of `the town came under attack by militants`, `soldiers came under fire from rebels`."""
    links = [c for c in verb.children if c.dep_ in ("prep", "agent") and c.lower_ in ("by", "from")]
    return tuple(t for link in links for t in link.children if t.dep_ == "pobj"), subject_of(verb, ("nsubj",))


def subject_of(verb: Token, kinds: tuple[str, ...]) -> tuple[Token, ...]:
    """The verb's own subject, or that of the verb it is joined to or hangs from."""
    own = tuple(c for c in verb.children if c.dep_ in kinds)
    if own:
        return own
    if verb.dep_ == "acl" and (verb.tag_ == "VBG" or _acts(verb)):
        return (_behind_who(verb.head),)
    if verb.dep_ == "pcomp":
        return _culprits(verb.head.head)
    if verb.dep_ in ("conj", "xcomp", "advcl") and verb.head.pos_ in ("VERB", "AUX") and "nsubj" in kinds:
        return _passed_on(verb, kinds)
    if verb.dep_ == "conj" and verb.head.pos_ == "VERB":
        return subject_of(verb.head, kinds)
    return _supposed(verb) if "nsubj" in kinds else ()


def _culprits(over: Token) -> tuple[Token, ...]:
    """Who did a deed for which he is held: `the soldiers accused of murdering X`, `the arrest of A for killing B`."""
    if over.lemma_ in _CHARGING | _BLAMING | _ARRESTING:
        return _charged(over)
    held = _held(over)
    return () if held is None else (held,)


def _passed_on(verb: Token, kinds: tuple[str, ...]) -> tuple[Token, ...]:
    """The subject that a verb has from the one that it hangs on."""
    governor = verb.head
    if verb.dep_ == "advcl" and verb.tag_ == "VBG" and governor.lemma_ in _SPEECH and verb.i > governor.i:
        return ()  # `the city came under fire, officials said, killing two`: no official did
    if not any(c.dep_ == "nsubjpass" for c in governor.children):
        return subject_of(governor, kinds)
    if verb.dep_ == "xcomp":
        return subject_of(governor, ("nsubjpass",))  # `X is believed to have killed them`
    return sides_of(governor)[0] if verb.dep_ == "conj" else ()


def _supposed(verb: Token) -> tuple[Token, ...]:
    """`gunmen believed to be rebels killed nine farmers`, of which the parse takes the wrong verb for the chief one."""
    over = verb.head
    if verb.dep_ != "ccomp" or over.lower_ not in SUPPOSED:
        return ()
    return tuple(c for c in over.children if c.dep_ in ("nsubj", "nsubjpass") and c.i < over.i)


def held_responsible(token: Token) -> tuple[Token, ...]:
    """Who says that he did it, or is said to have: `X claimed responsibility for it`, `it was blamed on X`."""
    over = token.head
    if over.lower_ in ("for", "of", "with") and over.dep_ == "prep":
        return _answering(_over(over), over.lower_)
    if over.lower_ == "behind" and over.head.lemma_ == "be" and not denied(over.head):
        return subject_of(over.head, ("nsubj",))  # `X was behind the attack`
    if over.lemma_ == "claim" and token.dep_ == "dobj" and token.lemma_ in CLAIMED:
        return subject_of(over, ("nsubj",))
    if over.lemma_ in _ATTRIBUTING and token.dep_ in ("dobj", "nsubjpass"):
        links = [c for c in over.children if c.dep_ == "prep" and c.lower_ in ("on", "to")]
        return tuple(t for link in links for t in link.children if t.dep_ == "pobj")
    return ()


def _answering(governor: Token, link: str) -> tuple[Token, ...]:
    """Who answers for what stands behind a link: `X claimed responsibility for`, `was blamed for`, `accused of`."""
    if link != "for":
        return _charged(governor) if governor.lemma_ in _CHARGING else ()
    claimed = governor.lemma_ == "responsibility" and governor.head.lemma_ in _CLAIMING
    if claimed or (governor.lower_ == "responsible" and governor.head.lemma_ == "be"):
        return subject_of(governor.head, ("nsubj",))
    if governor.lower_ == "responsible" and (held := held_by(governor)):
        return held
    return _charged(governor) if governor.lemma_ in _BLAMING else ()


def held_by(responsible: Token) -> tuple[Token, ...]:
    """Who is held responsible: `the president holds X responsible`, `X was held responsible`."""
    over = responsible.head
    if over.dep_ == "dobj" and over.head.lemma_ in _HOLDING:
        return (over,)
    if over.lemma_ not in _HOLDING:
        return ()
    held = tuple(child for child in responsible.children if child.dep_ in ("nsubj", "amod", "compound"))
    return held or _charged(over)


def _over(link: Token) -> Token:
    """The verb that a preposition hangs on, also where it hangs on its object: `blamed the rebels for`."""
    over = link.head
    blamed = over.dep_ == "dobj" and over.head.lemma_ in _CHARGING | _BLAMING
    return over.head if blamed else over


def _held(token: Token) -> Token | None:
    """Who is arrested, where a link hangs on him: `the arrest of two men for killing X`."""
    while token.dep_ == "conj":
        token = token.head
    if token.dep_ not in ("dobj", "nsubjpass", "pobj"):
        return None
    over = token.head.head if token.dep_ == "pobj" and token.head.lower_ == "of" else token.head
    return token if over.lemma_ in _ARRESTING | _CHARGING else None


def _charged(verb: Token) -> tuple[Token, ...]:
    """Who is blamed, accused or charged: `police accused X`, `X was charged`, `the soldiers accused`."""
    held = tuple(child for child in verb.children if child.dep_ in ("dobj", "nsubjpass"))
    if not held and verb.pos_ == "NOUN":
        of = (child for child in verb.children if child.lower_ == "of")
        held = tuple(target for link in of for target in link.children if target.dep_ == "pobj")
    return held or ((verb.head,) if verb.dep_ == "acl" and verb.tag_ == "VBN" else ())


SUPPOSED = frozenset({"believed", "presumed", "suspected", "thought"})
_HOLDING = words("verbs_of_holding")
_ARRESTING = words("verbs_of_arresting")
_CHARGING = frozenset({"accuse", "acquit", "charge", "convict", "suspect"})


def denied(verb: Token) -> bool:
    """Whether what a verb says is negated, or denied by somebody."""
    return any(child.dep_ == "neg" for child in verb.children) or any(
        above.lemma_ in _DENYING for above in verb.ancestors
    )


_DENYING = frozenset({"deny", "reject"})

CLAIMED = frozenset(
    {"attack", "bombing", "assault", "ambush", "killing", "blast", "raid", "explosion", "murder", "massacre",
     "assassination", "kidnapping", "abduction", "shooting", "bomb"}
)  # fmt: skip


def concerned(verb: Token) -> Iterator[Token]:
    """Whom an act is for or against: `delivered food to X`, `lifted its sanctions on X`, `suspended talks with X`."""
    things = [child for child in verb.children if child.dep_ == "dobj"]
    for governor in (verb, *things):
        for link in governor.children:
            if link.dep_ in ("prep", "dative") and link.lower_ in ("against", "for", "on", "to", "with"):
                yield from (t for t in link.children if t.dep_ == "pobj")


def addressed(verb: Token) -> Iterator[Token]:
    """Those to whom words are said, one step further: `called on X`, `an apology from X`, `X's demand`."""
    for child in verb.children:
        if child.dep_ in ("prep", "dobj", "ccomp", "xcomp"):
            for target in child.subtree:
                placed = target.dep_ == "pobj" and target.head.lower_ in ("at", "in", "near")
                if placed and verb.lemma_ in _JUDGING:
                    continue  # `condemned the attack in Benghazi`
                near = target.dep_ in ("pobj", "nsubj", "dobj", "poss") and target.pos_ in ("NOUN", "PROPN")
                # `a US request`, `a Palestinian demand`
                if near or (target.dep_ in ("compound", "amod") and target.head == child):
                    yield target


_JUDGING = words("verbs_of_judging")
_SPEECH = words("verbs_of_speech")


def joined(head: Token) -> list[Token]:
    """What follows a word and is joined to it by `and` or a comma."""
    return [token for token in head.conjuncts if token.i > head.i]
