"""How good a coder is: found, missed and invented events against gold, and each field of those that were found."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from exporter.agreement.gold import Gold
from exporter.agreement.pairing import FIELDS, Hits, Row, against_gold
from exporter.errors import MissingExtraError

TABLE = pl.Schema(
    {
        "coder": pl.String,
        "measure": pl.String,
        "value": pl.Float64,
        "low": pl.Float64,
        "high": pl.Float64,
        "right": pl.Int32,
        "of": pl.Int32,
    }
)
"""The columns of the table: a figure with its interval, and the counts that it is made from."""


@dataclass(frozen=True, slots=True)
class Match:
    """A gold event, the row that was coded for it (or None), and which fields are right."""

    article_id: str
    gold: Row
    row: Row | None
    hits: Hits = field(default_factory=dict)

    @property
    def required(self) -> bool:
        """Whether it is a fault to miss it."""
        return bool(self.gold.get("required", True))

    @property
    def wrong(self) -> list[str]:
        """The fields that are not right."""
        return [name for name, hit in self.hits.items() if not hit]


@dataclass(frozen=True, slots=True)
class Judged:
    """One article: its gold events, and the rows that are none of them."""

    article_id: str
    matches: tuple[Match, ...]
    invented: tuple[Row, ...]
    empty: bool
    left_empty: bool


@dataclass(slots=True)
class Score:
    """What a coder's work comes to, article by article."""

    articles: list[Judged] = field(default_factory=list)

    @property
    def matches(self) -> list[Match]:
        """All gold events."""
        return [match for article in self.articles for match in article.matches]

    @property
    def found(self) -> int:
        """How many required gold events were coded."""
        return sum(match.required and match.row is not None for match in self.matches)

    @property
    def missed(self) -> int:
        """How many required gold events were not."""
        return sum(match.required and match.row is None for match in self.matches)

    @property
    def spurious(self) -> int:
        """How many rows are no gold event."""
        return sum(len(article.invented) for article in self.articles)

    @property
    def precision(self) -> float:
        """The share of coded rows that are gold events."""
        return _share(self.found, self.found + self.spurious)

    @property
    def recall(self) -> float:
        """The share of gold events that were coded."""
        return _share(self.found, self.found + self.missed)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return _share(2 * self.precision * self.recall, self.precision + self.recall)

    def accuracy(self, name: str) -> tuple[int, int]:
        """How often a field is right, and how often it was judged: in found events whose gold gives it."""
        judged = [match.hits[name] for match in self.matches if name in match.hits]
        return sum(judged), len(judged)

    def faults(self) -> Iterator[tuple[str, str, Row]]:
        """What is not right: article, what is wrong with it, and the gold event or the invented row."""
        for article in self.articles:
            for match in article.matches:
                if match.row is None and match.required:
                    yield article.article_id, "missed", match.gold
                elif match.wrong:
                    yield article.article_id, f"wrong: {', '.join(match.wrong)}", match.gold
            for row in article.invented:
                yield article.article_id, "not in the gold", row


def score(gold: Iterable[Gold], coded: Mapping[str, Sequence[Row]], *, empty_counts: bool = False) -> Score:
    """Judge coded rows, by article, against gold.

    Args:
        gold: What is right.
        coded: The rows that were coded.
        empty_counts: Whether a null in the gold says that the report gives no value, and is judged.
    """
    return Score([_judge(article, coded.get(article.article_id, ()), empty_counts) for article in gold])


def table(
    scores: Mapping[str, Score], *, resamples: int | None = None, seed: int | None = None
) -> pl.DataFrame:
    """The figures of several coders with 95 % confidence intervals over articles; columns of `TABLE`.

    Raises:
        MissingExtraError: numpy, which comes with the extra, is not installed.
    """
    rows = [
        {"coder": coder, **row} for coder, one in scores.items() for row in _figures(one, resamples, seed)
    ]
    places = ["value", "low", "high"]
    return pl.DataFrame(rows, schema=TABLE).with_columns(pl.col(places).round(4))


def common(gold: Iterable[Gold], coded: Collection[str]) -> list[Gold]:
    """The gold of the articles that a coder has coded."""
    return [article for article in gold if article.article_id in coded]


def _judge(gold: Gold, rows: Sequence[Row], empty_counts: bool) -> Judged:
    pairs = against_gold(gold.events, rows, empty_counts=empty_counts)
    taken = {j for j, _ in pairs.values()}
    matches = tuple(
        Match(gold.article_id, event, rows[pairs[i][0]], pairs[i][1])
        if i in pairs
        else Match(gold.article_id, event, None)
        for i, event in enumerate(gold.events)
    )
    invented = tuple(
        row
        for j, row in enumerate(rows)
        if j not in taken and (not gold.scope or row.get("event_type") in gold.scope)
    )
    return Judged(gold.article_id, matches, invented, not gold.events, not gold.events and not rows)


def _figures(one: Score, resamples: int | None, seed: int | None) -> Iterator[dict[str, Any]]:
    try:
        import numpy as np  # noqa: PLC0415 (comes with the extra)

        from exporter.agreement.resampling import RESAMPLES, SEED, interval, ratio  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise MissingExtraError("Evaluation with confidence intervals", "agreement") from error
    articles = len(one.articles)

    def counts(of: Any) -> Any:
        return np.array([of(article) for article in one.articles], dtype=np.float64)

    def figure(name: str, part: Any, whole: Any) -> dict[str, Any]:
        span = interval(
            articles,
            lambda drawn: ratio(drawn @ part, drawn @ whole),
            resamples=resamples or RESAMPLES,
            seed=SEED if seed is None else seed,
        )
        low, high = span or (None, None)
        right, of = int(part.sum()), int(whole.sum())
        value = _share(right, of) if of else None
        return {"measure": name, "value": value, "low": low, "high": high, "right": right, "of": of}

    found = counts(lambda a: sum(m.required and m.row is not None for m in a.matches))
    missed = counts(lambda a: sum(m.required and m.row is None for m in a.matches))
    spurious = counts(lambda a: len(a.invented))
    yield figure("precision", found, found + spurious)
    yield figure("recall", found, found + missed)
    # 2PR / (P + R), from the counts; the counts beside it would be twice the events.
    f1 = figure("F1", 2 * found, 2 * found + spurious + missed)
    yield {**f1, "right": None, "of": None}
    empty = counts(lambda a: a.empty)
    if empty.any():
        yield figure("left empty", counts(lambda a: a.left_empty), empty)
    for name in FIELDS:
        judged = counts(lambda a, name=name: sum(name in m.hits for m in a.matches))
        if judged.any():
            yield figure(
                name, counts(lambda a, name=name: sum(m.hits.get(name, False) for m in a.matches)), judged
            )


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
