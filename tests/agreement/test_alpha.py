"""Alpha: the published examples, the library's figure, and the sums that resampling uses."""

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.agreement import alpha as module
from exporter.agreement.alpha import Values, alpha, masi, resampled
from exporter.agreement.columns import Kind


def values(kind: Kind, pairs: list[tuple], article: list[int] | None = None, sets: tuple = ()) -> Values:
    a, b = (
        np.array(side, dtype=np.float64 if kind is Kind.INTERVAL else np.int64)
        for side in zip(*pairs, strict=True)
    )
    return Values(kind, a, b, np.array(article or range(len(pairs)), dtype=np.int64), sets)


@pytest.mark.parametrize(
    ("first", "second", "known"),
    [
        # Krippendorff (2011), Computing Krippendorff's Alpha-Reliability: the examples for two observers.
        ("0100000010", "1110010000", 0.095),
        ("aabbdcccedda", "babbbccceddd", 0.692),
    ],
)
def test_published_examples(first: str, second: str, known: float) -> None:
    letters = sorted({*first, *second})
    pairs = [(letters.index(a), letters.index(b)) for a, b in zip(first, second, strict=True)]
    assert alpha(values(Kind.NOMINAL, pairs)) == pytest.approx(known, abs=5e-4)


@given(st.data())
def test_the_sums_give_the_librarys_figure(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(Kind))
    sets = tuple(map(frozenset, ([], ["a"], ["b"], ["a", "b"], ["a", "b", "c"])))
    number = st.integers(0, 4) if kind is not Kind.INTERVAL else st.integers(-800, 800000).map(float)
    pairs = data.draw(st.lists(st.tuples(number, number), min_size=1, max_size=30))
    made = values(kind, pairs, sets=sets)
    by_library = alpha(made)
    by_sums = resampled(made, np.ones((1, len(pairs))))[0]
    assert (by_library is None and np.isnan(by_sums)) or by_library == pytest.approx(by_sums, abs=1e-6)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=12), st.data())
def test_a_resample_is_alpha_of_the_articles_drawn(pairs: list[tuple[int, int]], data: st.DataObject) -> None:
    """An article that is drawn twice counts as if its events stood there twice."""
    articles = sorted(data.draw(st.lists(st.integers(0, 3), min_size=len(pairs), max_size=len(pairs))))
    weights = data.draw(st.lists(st.integers(0, 3), min_size=4, max_size=4))
    drawn = [pair for pair, article in zip(pairs, articles, strict=True) for _ in range(weights[article])]
    found = resampled(values(Kind.NOMINAL, pairs, articles), np.array([weights], dtype=np.float64))[0]
    wanted = alpha(values(Kind.NOMINAL, drawn)) if drawn else None
    assert (wanted is None and np.isnan(found)) or found == pytest.approx(wanted, abs=1e-9)


def test_more_values_than_the_librarys_cube_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(1)
    pairs = list(zip(random.integers(0, 9, 200).tolist(), random.integers(0, 9, 200).tolist(), strict=True))
    made = values(Kind.NOMINAL, pairs)
    by_library = alpha(made)
    monkeypatch.setattr(module, "CUBE", 0)
    monkeypatch.setattr(krippendorff, "alpha", None)
    assert alpha(made) == pytest.approx(by_library)


def test_the_distance_of_sets() -> None:
    """Passonneau (2006): a set within another 2/3 of the share, two that overlap 1/3."""
    far = masi([frozenset("abc"), frozenset("ab"), frozenset("bd"), frozenset("e"), frozenset()])
    assert far[0, 1] == pytest.approx(1 - 2 / 3 * 2 / 3)
    assert far[0, 2] == pytest.approx(1 - 1 / 4 * 1 / 3)
    assert (far[0, 3], far[0, 4], far[4, 4]) == (1, 1, 0)
    assert np.allclose(far, far.T)


def test_where_it_is_not_defined() -> None:
    assert alpha(values(Kind.NOMINAL, [(1, 1), (1, 1)])) is None
    assert np.isnan(resampled(values(Kind.NOMINAL, [(1, 1)]), np.ones((1, 1)))[0])
