"""Confidence intervals by drawing articles anew: what two coders differ in hangs together within an article."""

from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

RESAMPLES = 1000
SEED = 20160516
CONFIDENCE = 0.95

_BLOCK = 4_000_000


def weights(articles: int, resamples: int = RESAMPLES, seed: int = SEED) -> Iterator[Floats]:
    """How often each article is drawn, a row a resample, some rows at a time."""
    # The stream of this generator is promised never to change, which a release's bytes rest on.
    random = np.random.RandomState(seed)
    step = max(1, _BLOCK // max(1, articles))
    for first in range(0, resamples, step):
        rows = min(step, resamples - first)
        yield random.multinomial(articles, np.full(articles, 1 / articles), size=rows).astype(np.float64)


def interval(
    articles: int, figure: Callable[[Floats], Floats], *, resamples: int = RESAMPLES, seed: int = SEED
) -> tuple[float, float] | None:
    """The middle 95 % of a figure over resamples of the articles.

    Args:
        articles: How many there are.
        figure: Gives the figure for each row of weights, nan where it is not defined.
        resamples: How many times.
        seed: Of the random numbers: the same seed gives the same interval.

    Returns:
        None where there is one article, or where the figure is not defined for most resamples.
    """
    if articles < 2:
        return None
    found = np.concatenate([figure(drawn) for drawn in weights(articles, resamples, seed)])
    there = found[~np.isnan(found)]
    if len(there) < len(found) / 2:
        return None
    tail = (1 - CONFIDENCE) / 2 * 100
    low, high = np.percentile(there, [tail, 100 - tail])
    return float(low), float(high)


def ratio(part: Floats, whole: Floats) -> Floats:
    """Part by whole; nan where there is no whole."""
    return np.asarray(np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0))
