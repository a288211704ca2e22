"""One event once: drafts of several sentences that tell of the same event become one.

A draft that points back (`the attack`) and fits nothing told before is dropped: there is nothing in it to code.
"""

from collections.abc import Sequence

from exporter.coders.dictionary.draft import Draft
from exporter.coders.dictionary.merging.better import combine
from exporter.coders.dictionary.merging.same_event import dated, names, placed, same_event
from exporter.coders.dictionary.merging.told_below import is_told_below


def merge(drafts: Sequence[Draft]) -> tuple[list[Draft], list[Draft]]:
    """Events in the order of their first telling, and the drafts that only point at something not told."""
    events: list[Draft] = []
    adrift: list[Draft] = []
    for draft in drafts:
        if _bare(draft):
            adrift.append(draft)
            continue
        fitting = [index for index, event in enumerate(events) if same_event(event, draft)]
        if draft.also and placed(draft):
            # `he also reported that men killed a farmer in X`: not what was told without a place.
            fitting = [index for index in fitting if events[index].where]
        if draft.another and not draft.told_before:
            # `in a separate incident`: another than the report has told, and maybe that of the headline
            fitting = [index for index in fitting if events[index].headline]
        if not fitting and events and _only_hurt(draft):
            adrift.append(draft)  # `two others were wounded`
            continue
        if fitting:
            best = max(fitting, key=lambda index: (_agreement(events[index], draft), index))
            events[best] = combine(events[best], draft)
        elif events and _is_aftermath(draft):
            adrift.append(draft)
        elif _says_something(draft) or (events and _goes_off(draft)):
            events.append(draft)
        else:
            adrift.append(draft)
    told_below = [event for event in events if is_told_below(event, events)]
    return [event for event in events if event not in told_below], [*adrift, *told_below]


def _bare(draft: Draft) -> bool:
    """A noun that says nothing of any one event: `an end to kidnapping and torture`."""
    says = draft.when or draft.where or draft.deaths or draft.side1 or draft.side2
    return (
        draft.nominal
        and draft.kind == "effect"
        and not (says or draft.told_before or draft.lead or draft.headline)
    )


def _only_hurt(draft: Draft) -> bool:
    """Whether a draft says no more than that people came to harm, neither when nor where nor by whom, and alive."""
    return (
        draft.kind == "effect"
        and draft.lemma in _HURTING
        and draft.deaths is None
        and not (dated(draft) or placed(draft) or draft.side1)
    )


def _goes_off(draft: Draft) -> bool:
    """`a second bomb went off`: where and when, the report has told before."""
    return draft.another and draft.kind == "blast" and draft.main and not (draft.told_before or draft.given)


def _is_aftermath(draft: Draft) -> bool:
    """`police have arrested two suspects`: those of what was told, where no place of its own is said."""
    return draft.sub_event_type == "Arrests" and bool(draft.whom & _SUSPECTS) and not placed(draft)


_SUSPECTS = frozenset({"assailant", "attacker", "culprit", "perpetrator", "suspect"})


def _says_something(draft: Draft) -> bool:
    """Whether a draft that fits no event told before is more than a mention of something told elsewhere.

    A noun needs two of day, place, deaths and a known actor, a verb one; the first sentence is news in itself.
    """
    if draft.given and draft.side2:
        return True
    if draft.nominal and draft.several and not (draft.when or draft.where or draft.deaths or draft.lead):
        return False  # `the attacks on farmers` sums up
    facts = (
        draft.when is not None,
        draft.where is not None,
        draft.deaths is not None and draft.deaths.count.best > 0,
        any(actor.specific for actor in draft.actors) or bool(draft.side2 and (draft.side1 or draft.violent)),
        draft.lead,
        draft.kind == "blast" and bool(draft.whom) and not draft.side2,
    )
    return sum(facts) >= (2 if draft.told_before or draft.nominal else 1)


def _agreement(one: Draft, other: Draft) -> int:
    """How much two compatible drafts have in common."""
    shared = names(one.actors) & names(other.actors)
    return (
        3 * bool(one.whom & other.whom)
        + 2 * bool(one.where and other.where)
        + 2 * bool(one.when and other.when)
        + 2 * len(shared)
        + (one.sub_event_type == other.sub_event_type)
        + (one.event_type == other.event_type)
    )


_HURTING = frozenset({"hurt", "injure", "maim", "wound"})
