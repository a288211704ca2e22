"""A word that tells of an event, with those who act and those acted upon."""

from dataclasses import dataclass

from exporter.coders.dictionary.lexicon import Pattern
from exporter.coders.dictionary.tokens import Token


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that tells of an event in one sentence.

    Attributes:
        token: The last word of the trigger.
        first: Its first word.
        pattern: What the list says of it.
        agents: Heads of those who act.
        targets: Heads of those acted upon, or of the other side.
        clause: The verb whose clause the trigger stands in.
    """

    token: Token
    first: Token
    pattern: Pattern
    agents: tuple[Token, ...]
    targets: tuple[Token, ...]
    clause: Token

    @property
    def nominal(self) -> bool:
        """Whether the trigger is a noun."""
        return self.pattern.pos == "noun"

    @property
    def told_before(self) -> bool:
        """Whether it points back: `the attack`, `this bombing`."""
        if _of_those(self.token) or (self.pattern.kind == "mutual" and any(map(_both, self.agents))):
            return True
        if self.pattern.kind == "blast" and (any(map(_of_several, self.agents)) or _planted(self)):
            return True
        determiners = {child.lower_ for child in self.token.lefts if child.dep_ in ("det", "poss")}
        return self.nominal and bool(determiners & {"the", "this", "that", "these", "those", "such"})


def _of_several(weapon: Token) -> bool:
    """`the first missile`, `the second one`: of those that were told of before."""
    before = {child.lower_ for child in weapon.lefts}
    return "the" in before and bool(before & {"first", "second", "third"})


def _planted(trigger: Trigger) -> bool:
    """`the explosive had been planted in the mosque`: what went off was told before."""
    placed = trigger.token.lemma_ in ("hide", "lay", "place", "plant") and trigger.token.pos_ == "VERB"
    had = any(child.lower_ == "had" for child in trigger.token.lefts)
    definite = any(c.dep_ == "det" and c.lower_ == "the" for target in trigger.targets for c in target.lefts)
    return placed and had and definite


def _both(side: Token) -> bool:
    """`the two sides`, `both groups`: those who were told of before."""
    before = {child.lower_ for child in side.lefts}
    return side.lemma_.lower() in _SIDES and ("both" in before or {"the", "two"} <= before)


_SIDES = frozenset({"faction", "group", "party", "side"})


def _of_those(token: Token) -> bool:
    """`those killed`, `the number of rebels killed`: who they are, or that they died, was told before."""
    if token.dep_ != "acl" or token.tag_ != "VBN":
        return False
    head = token.head
    over = head.head.head if head.dep_ == "pobj" and head.head.lower_ == "of" else head
    return head.lower_ == "those" or (over.lemma_ == "number" and any(c.lower_ == "the" for c in over.lefts))


def is_subject(gerund: Token) -> bool:
    """`Fighting over a well left four dead`, of which the parse makes a clause."""
    if gerund.dep_ in ("nsubj", "nsubjpass", "csubj", "csubjpass"):
        return True
    loose = gerund.dep_ == "advcl" and gerund.tag_ == "VBG" and gerund.i < gerund.head.i
    return loose and not any(c.dep_ in ("nsubj", "nsubjpass") for c in (*gerund.lefts, *gerund.head.lefts))


def clause_of(token: Token) -> Token:
    """The verb in whose clause a word stands."""
    while token.pos_ not in ("VERB", "AUX") and token.dep_ != "ROOT":
        token = token.head
    while token.dep_ in ("aux", "auxpass") and token.head != token:
        token = token.head
    return token
