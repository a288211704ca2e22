"""What has been found in a sentence so far."""

import re

from exporter.coders.dictionary.casualties.fates import Fate
from exporter.coders.dictionary.casualties.found import Casualties
from exporter.coders.dictionary.casualties.groups import Group, is_person
from exporter.coders.dictionary.casualties.totals import is_total
from exporter.coders.dictionary.casualties.words import ANYBODY, CLAIMS, LOSES, NOT_HUMAN, SHOOT, TO_DEATH
from exporter.coders.dictionary.tokens import Span, Token

_FATES = r"(?:dead|killed|injured|wounded|hurt)"
_SHARED = re.compile(rf"\b{_FATES}(?:\s+(?:and|or|/)\s+|\s*,\s*){_FATES}\b")


class Findings:
    """The casualties of one sentence, each group of victims kept once for each fate."""

    def __init__(self, sent: Span) -> None:
        self.sent = sent
        self.doc = sent.doc
        self.found: list[Casualties] = []
        self._seen: set[tuple[Fate, int]] = set()
        self._triggers: dict[int, Token] = {}

    def add_all(
        self, fate: Fate, trigger: Token, groups: list[Group], *, negated: bool, partial: bool = False
    ) -> None:
        """Keep the groups that one word tells of; those after `including` as parts of the first."""
        told_apart = _told_apart(groups)
        for number, group in enumerate(groups):
            inside = number > 0 and (told_apart or self._is_inside(groups[0], group))
            self._triggers[trigger.i] = trigger
            if _is_weak(fate, group) or (group.victims.lower_ in ANYBODY and not negated):
                continue
            total = is_total(trigger)
            self.add(
                fate, trigger.i, group.victims, group, total=total, negated=negated, partial=partial or inside
            )

    def add(
        self,
        fate: Fate,
        trigger: int,
        victims: Token,
        group: Group,
        *,
        total: bool = False,
        negated: bool = False,
        partial: bool = False,
    ) -> None:
        """Keep one group, unless its victims are kept with that fate already; `trigger` is where the words start."""
        if (fate, victims.i) in self._seen:
            return
        self._seen.add((fate, victims.i))
        first = min(trigger, group.first, group.last)
        last = max(self._last_word(trigger), group.last)
        span = self.doc[first : last + 1]
        none = group.count.best == 0
        self.found.append(
            Casualties(
                fate, group.count, victims, span.start_char, span.end_char, total, negated or none, partial
            )
        )

    def forget(self, fate: Fate, victims: Token) -> None:
        """Let the victims be kept anew."""
        self._seen.discard((fate, victims.i))

    def is_trigger(self, token: Token, head: Token) -> bool:
        """Whether the head gave, or could not give, what the verb wants: no second chance then."""
        return token.i in self._triggers or head.lower_ in NOT_HUMAN or head.tag_ == "PRP"

    def drop_twice(self) -> None:
        """Drop what one number was read for twice: `49 decapitated bodies were found`."""
        kept: list[Casualties] = []
        for one in self.found:
            # `lynched and killed a thief`: one man, whatever befell him
            again = any(
                (one.fate, one.count, one.start) == (other.fate, other.count, other.start)
                and (one.count.best > 1 or one.victims == other.victims)
                for other in kept
            )
            if not again:
                kept.append(one)
        self.found = kept

    def drop_shared(self) -> None:
        """Drop `killed or wounded 12`: how many of them were killed is not told.

        In `72 people died and over 300 were injured` only the parse gives both the same people.
        """
        shared = _SHARED.search(self.sent.text.lower())
        by_victims: dict[tuple[int, int], set[str]] = {}
        for one in self.found:
            by_victims.setdefault((one.victims.i, one.count.best), set()).add(one.fate)
        for (place, best), fates in by_victims.items():
            if best and {"killed", "wounded"} <= fates:
                self.found = [
                    one
                    for one in self.found
                    if one.victims.i != place
                    or one.count.best != best
                    or (one.fate == "killed" and not shared)
                ]

    def _is_inside(self, whole: Group, part: Group) -> bool:
        """Whether `including` or `among them` stands between the two."""
        if self.doc[max(part.first - 2, 0) : part.first].text.lower() in {", and", ",and"}:
            return False  # `five officers, including a colonel, and two rebels`
        between = [word.lower_ for word in self.doc[whole.victims.i : part.victims.i]]
        return "including" in between or "among" in between

    def _last_word(self, trigger: int) -> int:
        """Where the words that the trigger opens end: `shot dead`, `burned to death`, `lost their lives`."""
        ends = {"dead"} if self.doc[trigger].lower_ in SHOOT else {"death"}
        if self.doc[trigger].lower_ in SHOOT | {"gunned"}:
            ends |= {"down", "death"}
        if self.doc[trigger].lower_ in LOSES | CLAIMS:
            ends = {"lives", "life"}
        if self.doc[trigger].lower_ in SHOOT | LOSES | CLAIMS | TO_DEATH:
            for place in range(trigger + 1, min(trigger + 4, self.sent.end)):
                if self.doc[place].lower_ in ends:
                    return place
        return trigger


_NO_OTHERS = frozenset({"boys", "children", "girls", "men", "women"})


def _told_apart(groups: list[Group]) -> bool:
    """`three reporters, two Salvadorans and a Dutchman`: what follows says who the first were."""
    parts = groups[1:]
    if groups and groups[0].victims.lower_ in _NO_OTHERS:
        return False  # `two men, a woman and a child`
    return len(parts) > 1 and groups[0].count.best == sum(part.count.best for part in parts)


def _is_weak(fate: Fate, group: Group) -> bool:
    """`captured the base`: beside killings, one thing is taken for a person only if it is called one."""
    victims = group.victims
    if group.count.best != 1 or victims.pos_ in {"PRON", "NUM"} or fate == "killed":
        return False
    return not (is_person(victims) or victims.tag_ == "CD")
