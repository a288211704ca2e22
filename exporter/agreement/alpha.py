"""Krippendorff's alpha of two coders: 1 where they agree in all, 0 where they agree as often as chance would.

The figure itself is the library `krippendorff`'s wherever its cube of units, values and values fits into a bounded
memory. Resampled figures for the confidence intervals, and those of more units and values than that, are by the
same formula for two values a unit, from sums that a thousand resamples share. Tests hold both against each other.

The distance of two sets is MASI (Passonneau 2006): 1 - shared / all x m, with m 1 where they are equal, 2/3 where
one holds the other, 1/3 where they overlap and 0 where they share nothing; two empty sets are equal.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from exporter.agreement.columns import Kind
from exporter.errors import MissingExtraError

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

CUBE = 2_000_000
"""Cells (units x values x values) up to which the library is asked: it holds several such cubes, of 8 bytes a cell."""

BLOCK = 4_000_000
"""Numbers that are held at a time while resampling."""


@dataclass(frozen=True)
class Values:
    """What two coders gave for one column of many units.

    Attributes:
        kind: Of the column.
        a: Codes of the first coder's values, from 0; for intervals the numbers themselves.
        b: Of the second's.
        article: The number of each unit's article, from 0.
        sets: For sets, what each code stands for.
    """

    kind: Kind
    a: npt.NDArray[Any]
    b: npt.NDArray[Any]
    article: Ints
    sets: Sequence[frozenset[str]] = ()

    @property
    def same(self) -> npt.NDArray[np.bool_]:
        """Where both gave the same; missing values are the same."""
        if self.kind is Kind.INTERVAL:
            return np.asarray(np.isclose(self.a, self.b, rtol=0, atol=1e-9, equal_nan=True))
        return np.asarray(self.a == self.b)

    def comparable(self) -> "Values":
        """Without the units in which a number is missing on either side."""
        if self.kind is not Kind.INTERVAL:
            return self
        there = ~(np.isnan(self.a) | np.isnan(self.b))
        return Values(self.kind, self.a[there], self.b[there], self.article[there])


def alpha(values: Values) -> float | None:
    """Alpha of comparable values; None where it is not defined: no units, or one value in all of them."""
    domain, codes = np.unique(np.concatenate([values.a, values.b]), return_inverse=True)
    if len(domain) < 2:
        return None
    units = len(values.a)
    if units * len(domain) ** 2 > CUBE:
        found = float(_by_sums(values, np.ones((1, int(values.article.max()) + 1)))[0])
        return None if np.isnan(found) else found
    try:
        import krippendorff  # noqa: PLC0415 (an extra)
    except ModuleNotFoundError as error:
        raise MissingExtraError("Agreement between coders", "agreement") from error
    counts = np.zeros((units, len(domain)), dtype=np.int64)
    rows = np.arange(units)
    np.add.at(counts, (rows, codes[:units]), 1)
    np.add.at(counts, (rows, codes[units:]), 1)
    if values.kind is Kind.SET:
        distances = masi([values.sets[int(code)] for code in domain])

        def between(v1: Any, v2: Any, i1: Any, i2: Any, n_v: Any, dtype: Any = np.float64) -> Any:  # noqa: ARG001
            return distances[i1, i2].astype(dtype)

        return float(krippendorff.alpha(value_counts=counts, level_of_measurement=between))
    level: Literal["interval", "nominal"] = "interval" if values.kind is Kind.INTERVAL else "nominal"
    return float(krippendorff.alpha(value_counts=counts, value_domain=domain, level_of_measurement=level))


def resampled(values: Values, weights: Floats) -> Floats:
    """Alpha for each row of weights, which says how often each article is drawn; nan where it is not defined."""
    if len(values.a) == 0:
        return np.full(len(weights), np.nan)
    return _by_sums(values, weights)


def masi(sets: Sequence[frozenset[str]]) -> Floats:
    """The distances between some sets."""
    return np.concatenate([block for _, block in _masi_blocks(sets)])


def _by_sums(values: Values, weights: Floats) -> Floats:
    """1 - observed / expected distance, where a unit counts as often as its article is drawn."""
    articles = weights.shape[1]
    count = weights @ _sums(values.article, np.ones(len(values.a)), articles)
    far = weights @ _sums(values.article, _distance(values), articles)
    n = 2 * count
    expected = _expected(values, weights)
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = 1 - (2 * far / n) / (expected / (n * (n - 1)))
    found[~(expected > 1e-12)] = np.nan
    return found


def _distance(values: Values) -> Floats:
    """How far apart the two values of each unit are."""
    if values.kind is Kind.INTERVAL:
        return np.asarray((values.a - values.b) ** 2, dtype=np.float64)
    if values.kind is Kind.NOMINAL:
        return np.asarray(values.a != values.b, dtype=np.float64)
    pairs = list(zip(values.a.tolist(), values.b.tolist(), strict=True))
    known = {(a, b): _masi(values.sets[a], values.sets[b]) for a, b in set(pairs)}
    return np.array([known[pair] for pair in pairs])


def _expected(values: Values, weights: Floats) -> Floats:
    """The distances of all values from all others, each pair of them twice."""
    both, article = np.concatenate([values.a, values.b]), np.concatenate([values.article] * 2)
    if values.kind is Kind.INTERVAL:
        middle = both - both.mean()  # sums of squares of small numbers lose nothing
        n, one, two = (
            weights @ _sums(article, power, weights.shape[1])
            for power in (np.ones(len(both)), middle, middle**2)
        )
        return np.asarray(2 * n * two - 2 * one**2)
    domain, codes = np.unique(both, return_inverse=True)
    order = np.argsort(codes, kind="stable")
    starts = np.searchsorted(codes[order], np.arange(len(domain)))
    # A matrix of resamples by values; in blocks, since it is made from one of resamples by units.
    step = max(1, BLOCK // len(both))
    found = np.empty(len(weights))
    for first in range(0, len(weights), step):
        drawn = weights[first : first + step][:, article[order]]
        counts = np.add.reduceat(drawn, starts, axis=1)
        if values.kind is Kind.NOMINAL:
            found[first : first + step] = counts.sum(axis=1) ** 2 - (counts**2).sum(axis=1)
        else:
            sets = [values.sets[int(code)] for code in domain]
            far = np.zeros(len(counts))
            for at, block in _masi_blocks(sets):
                far += (counts[:, at : at + len(block)] * (counts @ block.T)).sum(axis=1)
            found[first : first + step] = far
    return found


def _sums(article: Ints, numbers: Floats, articles: int) -> Floats:
    return np.asarray(np.bincount(article, weights=numbers, minlength=articles), dtype=np.float64)


def _masi_blocks(sets: Sequence[frozenset[str]]) -> Iterator[tuple[int, Floats]]:
    """Rows of the matrix of distances, some at a time, with the number of the first."""
    names = {name: at for at, name in enumerate(sorted(frozenset().union(*sets)))}
    holds = np.zeros((len(sets), len(names) or 1))
    for at, one in enumerate(sets):
        holds[at, [names[name] for name in one]] = 1
    sizes = holds.sum(axis=1)
    step = max(1, BLOCK // len(sets))
    for first in range(0, len(sets), step):
        shared = holds[first : first + step] @ holds.T
        mine = sizes[first : first + step, np.newaxis]
        every = mine + sizes - shared
        within = (shared == mine) | (shared == sizes)
        share = np.divide(shared, every, out=np.ones_like(shared), where=every > 0)
        # An empty set lies within every other, but shares nothing with it.
        factor = np.where(shared == every, 1, np.where(within, 2 / 3, 1 / 3))
        yield first, 1 - share * factor


def _masi(a: frozenset[str], b: frozenset[str]) -> float:
    if a == b:
        return 0.0
    factor = 2 / 3 if a <= b or b <= a else 1 / 3
    return 1 - len(a & b) / len(a | b) * factor
