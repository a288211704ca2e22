"""Groups that are counted in another one already: `including two children`, `three of them children`."""

from dataclasses import replace

from exporter.coders.dictionary.casualties.fates import DIED, STATES, SUFFERED
from exporter.coders.dictionary.casualties.findings import Findings
from exporter.coders.dictionary.casualties.found import Casualties
from exporter.coders.dictionary.casualties.grammar import child_of, following
from exporter.coders.dictionary.casualties.groups import Group, groups_of
from exporter.coders.dictionary.casualties.numbers import count_around, is_numeric
from exporter.coders.dictionary.tokens import Token


def read_parts(kept: Findings) -> None:
    """`including two children`, `among them a child`, `three of them children`, `of whom two were`."""
    for token in kept.sent:
        word, after = token.lower_, following(token)
        if word == "including":
            _part_of(kept, token, _after_including(kept, token))
        elif word == "among" and after in {"them", "whom", "these"} and _told_before(kept, token):
            continue
        elif word == "among" and after in {"them", "whom", "these"}:
            _part_of(kept, token, _noun_after(kept, token.i + 2))
        elif word == "of" and after in {"them", "whom", "these"} and _whole(kept, token) is not None:
            _part_of(kept, token, _number_by(kept, token))


def _told_before(kept: Findings, among: Token) -> bool:
    """Take what stands before `among them` for parts: `43 people, seven women and a girl among them`."""
    if among.i == kept.sent.start or kept.doc[among.i - 1].pos_ not in {"NOUN", "PROPN"}:
        return False
    before = [one for one in kept.found if one.victims.i < among.i and not one.partial]
    whole = max(before, key=lambda one: one.count.best, default=None)
    if whole is None or not any(t.lower_ == "," for t in kept.doc[whole.victims.i : among.i]):
        return False
    kept.found = [
        replace(one, partial=True)
        if one in before and one.fate == whole.fate and one.victims.i > whole.victims.i
        else one
        for one in kept.found
    ]
    return True


def read_breakdown(kept: Findings) -> None:
    """`nine were killed: seven rebels and two soldiers`."""
    colon = next((token for token in kept.sent if token.lower_ == ":"), None)
    if colon is None:
        return
    wholes = [one for one in kept.found if one.fate == "killed" and one.victims.i < colon.i]
    most = max((one.count.best for one in wholes), default=0)
    kept.found = [
        replace(one, partial=True)
        if one.fate == "killed" and one.victims.i > colon.i and one.count.best < most
        else one
        for one in kept.found
    ]


def _after_including(kept: Findings, token: Token) -> list[Group]:
    thing = child_of(token, "pobj", "dobj")
    if thing is not None and thing.i > token.i:
        return [group for group in groups_of(thing) if not _goes_on(kept, thing, group)]
    return _noun_after(kept, token.i + 1)


def _goes_on(kept: Findings, part: Token, group: Group) -> bool:
    """`five officers, including a colonel, and two rebels`: behind the second comma the whole goes on."""
    link = kept.doc[group.first - 1] if group.first > kept.sent.start else None
    joint = link is not None and link.lower_ == "and" and kept.doc[link.i - 1].lower_ == ","
    return group.victims.i > part.i and joint


def _noun_after(kept: Findings, place: int) -> list[Group]:
    """The first noun from here on, with what is joined to it."""
    for token in kept.doc[place : min(place + 8, kept.sent.end)]:
        if token.pos_ in {"VERB", "AUX"} and token.lower_ not in STATES:
            return []
        if token.pos_ in {"NOUN", "PROPN"} and token.dep_ != "compound":
            return groups_of(token)
    return []


def _number_by(kept: Findings, of: Token) -> list[Group]:
    """`three of them`, `of whom three`."""
    before = kept.doc[of.i - 1] if of.i > kept.sent.start else None
    numbers = [before] if before is not None and is_numeric(before) else []
    if not numbers:
        numbers = [word for word in kept.doc[of.i + 2 : min(of.i + 7, kept.sent.end)] if is_numeric(word)]
    for number in numbers[:1]:
        found = count_around(number, max(kept.sent.start, number.i - 3), number.i)
        if found and found[2] == number.i and not _has_fate(kept, number):
            return [Group(number, found[0], found[1], max(number.i, of.i + 1))]
    return []


def _has_fate(kept: Findings, number: Token) -> bool:
    """Whether the number has a fate of its own: `three of whom died`."""
    verb = number.head
    states = STATES.keys() | SUFFERED.keys() | DIED.keys()
    if any(one.start <= number.idx < one.end and not one.partial for one in kept.found):
        return True
    return verb.i > number.i and verb.lower_ in states


def _whole(kept: Findings, token: Token) -> Casualties | None:
    """The group told of last before the word, of which the word opens a part."""
    wholes = [one for one in kept.found if one.victims.i < token.i and not one.partial and one.count.best > 1]
    return max(wholes, key=lambda one: one.victims.i, default=None)


def _part_of(kept: Findings, token: Token, groups: list[Group]) -> None:
    whole = _whole(kept, token)
    if whole is None or not _is_near(kept, whole, token):
        return
    for group in groups:
        alike = [one for one in kept.found if one.victims == group.victims and one.fate == whole.fate]
        for one in alike:
            kept.found.remove(one)
            kept.forget(one.fate, one.victims)
        if group.count.best and (group.count.best <= whole.count.best or whole.count.high is None):
            opening = token.i
            flags = {"total": whole.total, "negated": whole.negated, "partial": True}
            kept.add(whole.fate, opening, group.victims, group, **flags)


def _is_near(kept: Findings, whole: Casualties, token: Token) -> bool:
    """No other clause between the group and its part."""
    if token.head == whole.victims or token.i - whole.victims.i <= 4:
        return True
    end = next((word.i for word in kept.sent if word.idx + len(word) >= whole.end), whole.victims.i)
    between = kept.doc[max(end, whole.victims.i) + 1 : token.i]
    return not any(word.pos_ == "NOUN" and word.tag_ == "NNS" for word in between)
