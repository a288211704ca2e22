"""What is found: people whom the same thing befell; and the sum of those killed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from exporter.coders.dictionary.casualties.fates import Fate
from exporter.coders.dictionary.casualties.words import TOLLS
from exporter.coders.dictionary.counts import Count
from exporter.coders.dictionary.tokens import Token


@dataclass(frozen=True, slots=True)
class Casualties:
    """A group of people whom the same thing befell.

    `victims` is the head noun of the group (the word `toll` for a death toll); `start` and `end` are
    the characters from the verb or noun to the count. A `total` runs over more than one event;
    a `partial` group is counted in another one already (`including two children`). An `early` one held before, and no
    longer does (`at first spoken of 95 dead`).
    """

    fate: Fate
    count: Count
    victims: Token
    start: int
    end: int
    total: bool
    negated: bool
    partial: bool
    early: bool = False


def sum_killed(found: Iterable[Casualties]) -> Count | None:
    """The deaths of one event: the sum of its groups of dead, or its toll where that is higher.

    Parts, totals over several events and other fates do not count; an end open in one group is open
    in the sum. None where nothing is said of deaths, nought where they are denied and no more.
    """
    dead = [one for one in found if one.fate == "killed" and not one.total and not one.partial]
    counted = [one for one in dead if not one.negated and one.count.best > 0]
    if not counted:
        return Count(0, 0, 0) if dead else None
    tolls = [one.count for one in counted if one.victims.lower_ in TOLLS]
    groups = [one.count for one in counted if one.victims.lower_ not in TOLLS]
    toll = max(tolls, key=lambda count: count.best, default=None)
    total = sum_counts(groups) if groups else None
    if toll is not None and (total is None or toll.best >= total.best):
        return toll
    return total


def sum_counts(counts: Sequence[Count]) -> Count:
    """The sum of counts; an end that is open in one of them is open in it."""
    lows = [count.low for count in counts if count.low is not None]
    highs = [count.high for count in counts if count.high is not None]
    return Count(
        sum(lows) if len(lows) == len(counts) else None,
        sum(count.best for count in counts),
        sum(highs) if len(highs) == len(counts) else None,
    )
