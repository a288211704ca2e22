"""How sure the coder may be of an event, by what the report said of it and what had to be guessed.

A logistic model: the weights of `data/confidence.csv` are added up over what holds, and the sum is turned into a
share. They were fitted to reports that people had coded, so that of the rows with 0.8 about 80 % are right.
"""

import csv
from collections.abc import Callable
from functools import cache
from math import exp, log2

from exporter.coders.dictionary.draft import Draft
from exporter.coders.dictionary.lexicon import DATA

FLOOR = 0.35
"""Below this too little is said of an event to code it."""

_MANY = 100  # deaths: rather a war's than an event's
_MOST = 3.0  # eight mentions say no less than eighty


def confidence(draft: Draft) -> float:
    """The share of such events that are right, from 0 to 1."""
    weights = _weights()
    score = weights["bias"] + sum(weights[name] * holds(draft) for name, holds in FEATURES.items())
    return round(1 / (1 + exp(-score)), 2)


def _dated(draft: Draft) -> bool:
    return draft.when is not None and draft.when.words is not None


def _close(draft: Draft) -> bool:
    return draft.where is not None and draft.where.near <= 2


def _deaths(draft: Draft) -> int:
    return draft.deaths.count.best if draft.deaths else -1


FEATURES: dict[str, Callable[[Draft], float]] = {
    "dated": _dated,
    "place_close": _close,
    "place_far": lambda draft: draft.where is not None and not _close(draft),
    "place_exact": lambda draft: (
        draft.where is not None and draft.where.place.geo_precision in ("place", "area")
    ),
    "first_sentence": lambda draft: draft.lead or draft.headline,
    "mentions": lambda draft: min(log2(len(draft.sentences)), _MOST),
    "triggers": lambda draft: min(log2(len(draft.triggers)), _MOST),
    "noun": lambda draft: draft.nominal,
    "pointing_back": lambda draft: draft.told_before,
    "who_suffers": lambda draft: bool(draft.side2),
    "deaths": lambda draft: 0 <= _deaths(draft) < _MANY,
    "many_deaths": lambda draft: _deaths(draft) >= _MANY,
    "perfect": lambda draft: draft.perfect,
    "own_words": lambda draft: draft.own_words,
    "fight": lambda draft: draft.kind in ("mutual", "territory"),
}
"""What holds of an event, by the name that its weight has in the list."""


@cache
def _weights() -> dict[str, float]:
    with (DATA / "confidence.csv").open(encoding="utf-8", newline="") as file:
        return {row["feature"]: float(row["weight"]) for row in csv.DictReader(file)}
