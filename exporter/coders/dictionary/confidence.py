"""How sure the coder may be of an event, by what the report said of it and what had to be guessed.

A logistic model: the weights of `data/confidence.csv` are added up over what holds, and the sum is turned into a
share. They were fitted to reports that people had coded, so that of the rows with 0.8 about 80 % are right.

A coder's note is plainer than a report, and what is read in it is right more often than the same sum would mean in a
report; `data/calibration.csv` says how often, by the sum. `python -m tests.gold.calibrate` makes that list.
"""

import csv
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cache
from math import exp, log2

from exporter.coders.dictionary.draft import Draft
from exporter.coders.dictionary.lexicon import DATA

FLOOR = 0.4
"""Below this too little is said of an event to code it."""

_MANY = 100  # deaths: rather a war's than an event's
_MOST = 3.0  # eight mentions say no less than eighty


def confidence(draft: Draft) -> float:
    """The share of such events that are right, from 0 to 1."""
    weights = _weights()
    score = weights["bias"] + sum(weights[name] * holds(draft) for name, holds in FEATURES.items())
    return round(1 / (1 + exp(-score)), 2)


def of_note(score: float) -> float:
    """The share of events of coders' notes that are right, of those with that sum; between the list's by a line."""
    return round(between(_calibration(), score), 2)


def between(points: Sequence[tuple[float, float]], score: float) -> float:
    """What a list of points says at a score: on the line between its neighbours, at the ends what stands there."""
    after = bisect_right(points, (score, 1.0))
    if after in (0, len(points)):
        return points[min(after, len(points) - 1)][1]
    (low, share), (high, next_share) = points[after - 1], points[after]
    return share + (next_share - share) * (score - low) / (high - low)


def _dated(draft: Draft) -> bool:
    return draft.when is not None and draft.when.words is not None


def _close(draft: Draft) -> bool:
    return draft.where is not None and draft.where.near <= 2


def _deaths(draft: Draft) -> int:
    return draft.deaths.count.best if draft.deaths else -1


FEATURES: dict[str, Callable[[Draft], float]] = {
    "dated": _dated,
    "place_close": _close,
    "place_far": lambda draft: draft.where is not None and not _close(draft) and draft.where.near < 8,
    "place_exact": lambda draft: (
        draft.where is not None and draft.where.place.geo_precision in ("place", "area")
    ),
    "first_sentence": lambda draft: draft.lead or draft.headline,
    "mentions": lambda draft: min(log2(len(draft.sentences)), _MOST),
    "triggers": lambda draft: min(log2(len(draft.triggers)), _MOST),
    "noun": lambda draft: draft.nominal,
    "pointing_back": lambda draft: draft.told_before and not draft.given,
    "given": lambda draft: draft.given,
    "who_suffers": lambda draft: bool(draft.side2),
    "deaths": lambda draft: 0 <= _deaths(draft) < _MANY,
    "many_deaths": lambda draft: _deaths(draft) >= _MANY,
    "perfect": lambda draft: draft.perfect,
    "own_words": lambda draft: draft.own_words,
    "fight": lambda draft: draft.kind in ("mutual", "territory"),
}
"""What holds of an event, by the name that its weight has in the list."""


@cache
def _calibration() -> list[tuple[float, float]]:
    with (DATA / "calibration.csv").open(encoding="utf-8", newline="") as file:
        return [(float(row["score"]), float(row["right"])) for row in csv.DictReader(file)]


@cache
def _weights() -> dict[str, float]:
    with (DATA / "confidence.csv").open(encoding="utf-8", newline="") as file:
        return {row["feature"]: float(row["weight"]) for row in csv.DictReader(file)}
