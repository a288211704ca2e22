"""What a headline alone tells, in vaguer words than the report below it: `rebel slain in Negros clash`."""

from collections.abc import Sequence

from exporter.coders.dictionary.draft import ABDUCTION, CROWDS, Draft, Where
from exporter.coders.dictionary.merging.same_event import days_agree
from exporter.coders.dictionary.merging.same_place import places_agree
from exporter.coders.dictionary.places import apart


def is_told_below(one: Draft, events: Sequence[Draft]) -> bool:
    """Whether an event told by the headline alone may be one of those that the report tells."""
    return one.headline and any(_may_mean(one, other) for other in events if not other.headline)


def _may_mean(headline: Draft, told: Draft) -> bool:
    """Whether nothing that a headline says keeps it from meaning what the report tells."""
    dead = headline.deaths.count.best if headline.deaths else 0
    somewhere = headline.where is None and not headline.side1  # `seven killed as unrest spreads`
    if dead and (told.deaths is None or not (somewhere or told.deaths.count.best == dead)):
        return False
    kinds = {headline.sub_event_type, told.sub_event_type}
    crowd = told.event_type in CROWDS and (dead > 0 or headline.kind == "burn")
    alike = len(kinds) == 1 or crowd or (headline.violent and told.violent and ABDUCTION not in kinds)
    return alike and days_agree(headline.when, told.when) and _in_reach(headline.where, told.where)


def _in_reach(headline: Where | None, told: Where | None) -> bool:
    """Whether a place may be within that of a headline, which names an island or the town next to it."""
    if headline is None or told is None:
        return True
    here, there = headline.place, told.place
    wide = here.kind == "region" and here.iso3 == there.iso3
    unit = here.admin1 is not None and (here.iso3, here.admin1) == (there.iso3, there.admin1)
    return wide or (unit and apart(here, there) <= _FAR_KM) or places_agree(headline, told)


_FAR_KM = 80.0
"""How far from what happened the town may be that a headline names: `car bomb north-east of Baqubah`."""
