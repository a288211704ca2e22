"""Who acted, where other sentences of the report say it: `the gunmen fled`, `the rebels` of the only group named."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from exporter.coders.dictionary.actors import REBELS, Actor
from exporter.coders.dictionary.draft import Draft
from exporter.coders.dictionary.generic import TYPES
from exporter.coders.dictionary.lexicon import Agent, Lexicon, lexicon, words

ONE_GROUP = "rebels: the only group of their country that the report names"
TOLD_AFTER = "side 1: those who did it, as the report goes on"

_REACH = 400
"""Characters behind a sentence in which those who did it are spoken of."""

_CAPITAL = re.compile(r"\b[A-Z][\w'’-]*")
_NAME = re.compile(r"[A-Z][\w'’-]*(?:[ ][\w'’-]+){0,7}")
_IRREGULAR = (
    "Fighter",
    "Terrorist",
    "Extremist",
    "Militant",
    "Jihadist",
    "Islamist",
    "Insurgent",
    "Subversive",
)


def with_doers(drafts: Sequence[Draft], text: str, lists: Lexicon, day: date) -> list[Draft]:
    """The events with those who did them, as far as the rest of the report says who.

    Args:
        drafts: The events of a report.
        text: Its text as it is read.
        lists: The lists.
        day: The day for which names are looked up.
    """
    told = [_told_after(draft, drafts, text) for draft in drafts]
    return _with_only_group(told, text, lists, day)


# -- those who did it, spoken of in the next sentence ------------------------------------------------------


def _told_after(draft: Draft, drafts: Sequence[Draft], text: str) -> Draft:
    """The event with its attackers: `a judge was shot dead. The gunmen fled on a motorcycle.`"""
    if draft.side1 or not draft.violent or draft.sub_event_type in _FROM_AFAR:
        return draft
    start = draft.sentences[0].end
    others = (s.start for other in drafts if other is not draft for s in other.sentences[:1])
    end = min([start + _REACH, *(other for other in others if other >= start)])
    found = _attackers()[0].search(text, start, end)
    if found is None:
        return draft
    agent = _attackers()[1][found[1].lower()]
    actor = Actor(
        agent.role, "", None, TYPES[agent.role], agent.label, found.start(1), found.end(1), agent.plural
    )
    return replace(draft, side1=(actor,)).noting(TOLD_AFTER)


_FROM_AFAR = frozenset({"Air/drone strike", "Shelling/artillery/missile attack", "Chemical weapon"})


@cache
def _attackers() -> tuple[re.Pattern[str], Mapping[str, Agent]]:
    """What finds words for attackers that point back, and the entry of each."""
    heads = words("attackers")
    found: dict[str, Agent] = {}
    for agent in lexicon().agents.values():
        if agent.role == "armed" and agent.lemma.split()[-1] in heads:
            found |= dict.fromkeys((agent.lemma.lower(), agent.plural.lower()), agent)
    found.pop("", None)
    longest = sorted(found, key=len, reverse=True)
    return re.compile(rf"\b[Tt]he ({'|'.join(map(re.escape, longest))})\b(?![’'-])"), found


# -- the only group that the report names ------------------------------------------------------------------


def _with_only_group(drafts: Sequence[Draft], text: str, lists: Lexicon, day: date) -> list[Draft]:
    """`Guerrillas` in a report that names one rebel group of their country are that group."""
    named = {a.name: a for draft in drafts for a in draft.actors if _is_group(a)}
    elsewhere = not named and any(_is_band(a, text) for draft in drafts for a in draft.actors)
    if elsewhere:
        named = {actor.name: actor for actor in groups_in(text, lists, day)}

    def meant(actor: Actor) -> bool:
        return _is_band(actor, text) if elsewhere else _is_irregular(actor)

    if len(named) != 1:
        return list(drafts)
    group = next(iter(named.values()))
    made = []
    for draft in drafts:
        country = draft.where.place.iso3 if draft.where else group.country
        side1 = _known(draft.side1, draft.side2, group, country, meant)
        side2 = _known(draft.side2, side1, group, country, meant)
        if group.name in {actor.name for actor in side1}:
            side2 = tuple(actor for actor in side2 if actor.role != "rebels")  # they and their own columns
        same = (side1, side2) == (draft.side1, draft.side2)
        made.append(draft if same else replace(draft, side1=side1, side2=side2).noting(ONE_GROUP))
    return made


def _is_band(actor: Actor, text: str) -> bool:
    """Whether an actor is rebels, or fighters of whom the report has told: `the fighters marched into the town`."""
    told = text[max(0, actor.start - 4) : actor.start].lower() == "the "
    return _is_irregular(actor) and (told or actor.role == "rebels")


def _is_irregular(actor: Actor) -> bool:
    return actor.role == "rebels" or (actor.role == "armed" and actor.called.startswith(_IRREGULAR))


def _known(
    side: Sequence[Actor],
    other: Sequence[Actor],
    group: Actor,
    country: str | None,
    meant: Callable[[Actor], bool],
) -> tuple[Actor, ...]:
    """A side with the group for those of its own who go without a name; what they were called stands behind."""
    found: list[Actor] = []
    for actor in side:
        if (
            meant(actor)
            and not actor.own
            and group.country == (actor.country or country)
            and all(a.name != group.name for a in other)
        ):
            found += [replace(group, start=actor.start, end=actor.end), replace(actor, country=None)]
        else:
            found.append(actor)
    return tuple({actor.name or actor: actor for actor in found}.values())


def _is_group(actor: Actor) -> bool:
    return actor.role == "named" and actor.actor_type == REBELS


def groups_in(text: str, lists: Lexicon, day: date) -> Iterator[Actor]:
    """The rebel groups that a text names anywhere."""
    end = 0
    for word in _CAPITAL.finditer(text):
        if word.start() < end or not lists.opens_actor(word[0]):
            continue
        run = _NAME.match(text, word.start())
        said = run[0].split(" ") if run else []
        for length in range(len(said), 0, -1):
            name = " ".join(said[:length])
            entry = lists.actor(name, day)
            if entry is not None and entry.actor_type == REBELS and entry.scope != "person":
                end = word.start() + len(name)
                yield Actor("named", entry.actor, entry.country, entry.actor_type, "", word.start(), end)
                break
