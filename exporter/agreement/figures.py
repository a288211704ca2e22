"""The figures of a group of comparisons: percent agreement and alpha of each column, with their intervals."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from exporter.agreement.alpha import Floats, Ints, Values, alpha, resampled
from exporter.agreement.columns import Kind
from exporter.agreement.resampling import interval, ratio
from exporter.agreement.tally import ANY_EVENT, EVENT, Tally

Row = dict[str, Any]


class Figures:
    """What a tally of comparisons comes to."""

    def __init__(self, tally: Tally, resamples: int, seed: int) -> None:
        self._kinds = tally.kinds
        self._article = np.array(tally.article, dtype=np.int64)
        self._events = np.array(tally.events, dtype=np.int64).reshape(-1, 3)
        self._comparison = np.frombuffer(tally.comparison, dtype=np.int64) if tally.comparison else _NONE
        self._values = {
            name: tuple(
                np.frombuffer(side, dtype=np.float64 if kind is Kind.INTERVAL else np.int64)
                if len(side)
                else _NONE
                for side in tally.values[name]
            )
            for name, kind in self._kinds.items()
        }
        self._sets = {name: list(tally.codes[name]) for name, kind in self._kinds.items() if kind is Kind.SET}
        self._resamples, self._seed = resamples, seed

    def of(self, comparisons: Sequence[int]) -> Iterator[Row]:
        """The rows of the table for some comparisons."""
        chosen = np.array(comparisons, dtype=np.int64)
        # Articles are numbered anew within the group: only its own are drawn.
        articles, article = np.unique(self._article[chosen], return_inverse=True)
        count = len(articles)
        events = self._events[chosen]
        any_event = np.sign(events)
        some = Values(Kind.NOMINAL, any_event[:, 0], any_event[:, 1], article)
        yield self._row(ANY_EVENT, some, count, pairs=len(chosen))
        yield self._found_by_both(EVENT, events, article, count)
        units = np.isin(self._comparison, chosen)
        of_unit = article[np.searchsorted(chosen, self._comparison[units])]
        for name, kind in self._kinds.items():
            a, b = self._values[name]
            values = Values(kind, a[units], b[units], of_unit, self._sets.get(name, ()))
            yield self._row(name, values, count, pairs=len(of_unit))

    def _row(self, name: str, values: Values, articles: int, *, pairs: int) -> Row:
        same, there = values.same, values.comparable()
        right = _sums(values.article, same, articles)
        every = _sums(values.article, np.ones(len(same)), articles)
        return {
            "column": name,
            "kind": str(values.kind),
            "articles": articles,
            "pairs": pairs,
            **self._percent(right, every, articles),
            "compared": len(there.a),
            **self._alpha(there, articles),
        }

    def _found_by_both(self, name: str, events: Ints, article: Ints, articles: int) -> Row:
        """Of the events that either coder found, the share that both did: a pair counts for each of the two."""
        both = _sums(article, 2 * events[:, 2], articles)
        every = _sums(article, events[:, 0] + events[:, 1], articles)
        return {
            "column": name,
            "kind": "found by both",
            "articles": articles,
            "pairs": int(events[:, 2].sum()),
            **self._percent(both, every, articles),
            "compared": int(events[:, :2].sum()),
            **dict.fromkeys(("alpha", "alpha_low", "alpha_high")),
        }

    def _percent(self, part: Floats, whole: Floats, articles: int) -> Row:
        share = part.sum() / whole.sum() * 100 if whole.sum() else None
        span = None
        if share is not None:
            span = self._interval(articles, lambda drawn: ratio(drawn @ part, drawn @ whole) * 100)
        return _with_interval("percent", share, span)

    def _alpha(self, values: Values, articles: int) -> Row:
        found = alpha(values) if len(values.a) else None
        span = None
        if found is not None:
            span = self._interval(articles, lambda drawn: resampled(values, drawn))
        return _with_interval("alpha", found, span)

    def _interval(self, articles: int, figure: Any) -> tuple[float, float] | None:
        return interval(articles, figure, resamples=self._resamples, seed=self._seed)


_NONE = np.zeros(0, dtype=np.int64)


def _with_interval(name: str, value: Any, span: tuple[float, float] | None) -> Row:
    low, high = span or (None, None)
    return {name: None if value is None else float(value), f"{name}_low": low, f"{name}_high": high}


def _sums(article: Ints, numbers: Any, articles: int) -> Floats:
    return np.asarray(np.bincount(article, weights=numbers, minlength=articles), dtype=np.float64)
