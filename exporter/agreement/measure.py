"""Agreement of coders on the same articles: per column, over all, by pair of coders, by month.

Coders are compared two by two. What is kept of an article are small numbers for each pair of events, so that
memory grows with the pairs and not with the texts or rows.
"""

from array import array
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import polars as pl

from exporter.agreement.codings import Said
from exporter.agreement.columns import Kind, compared, members, number
from exporter.agreement.pairing import between_coders
from exporter.errors import MissingExtraError

GROUPS = ("all", "pair", "month", "coded")
"""What agreement can be told by: all together, pairs of coders, the month of publication, the month of coding."""

TABLE = pl.Schema(
    {
        "by": pl.String,
        "group": pl.String,
        "column": pl.String,
        "kind": pl.String,
        "articles": pl.Int32,
        "pairs": pl.Int32,
        "percent": pl.Float64,
        "percent_low": pl.Float64,
        "percent_high": pl.Float64,
        "compared": pl.Int32,
        "alpha": pl.Float64,
        "alpha_low": pl.Float64,
        "alpha_high": pl.Float64,
    }
)
"""The columns of the table; docs/agreement.md says what each is."""

ANY_EVENT, EVENT = "any event", "event"
"""Besides the columns: whether an article holds an event at all, and whether an event was found by both."""


@dataclass
class Tally:
    """What has been compared so far."""

    codes: dict[str, dict[Any, int]] = field(default_factory=lambda: {name: {} for name in compared()})
    values: dict[str, tuple[Any, Any]] = field(
        default_factory=lambda: {
            name: (array("d"), array("d")) if kind is Kind.INTERVAL else (array("q"), array("q"))
            for name, kind in compared().items()
        }
    )
    # For each pair of events the number of its comparison; for each comparison of two codings its facts.
    comparison: Any = field(default_factory=lambda: array("q"))
    events: list[tuple[int, int, int]] = field(default_factory=list)
    article: list[int] = field(default_factory=list)
    labels: dict[str, list[str | None]] = field(
        default_factory=lambda: {"pair": [], "month": [], "coded": []}
    )

    def add(self, article: int, one: Said, other: Said) -> None:
        """Compare two codings of an article."""
        pairs = between_coders(one.rows, other.rows)
        number_of_this = len(self.article)
        self.article.append(article)
        self.events.append((len(one.rows), len(other.rows), len(pairs)))
        self.labels["pair"].append(f"{one.coder} / {other.coder}")
        self.labels["month"].append(f"{one.published:%Y-%m}")
        days = [day for day in (one.coded, other.coded) if day is not None]
        self.labels["coded"].append(f"{max(days):%Y-%m}" if len(days) == 2 else None)
        for i, j in pairs.items():
            self.comparison.append(number_of_this)
            for name, kind in compared().items():
                for side, row in zip(self.values[name], (one.rows[i], other.rows[j]), strict=True):
                    side.append(self._code(name, kind, row.get(name)))

    def _code(self, name: str, kind: Kind, value: Any) -> float:
        if kind is Kind.INTERVAL:
            return number(value)
        known = self.codes[name]
        # That there is none is a value of its own: a coder who gives an actor differs from one who does not.
        return known.setdefault(members(value) if kind is Kind.SET else value, len(known))


def agreement(
    articles: Iterable[Collection[Said]],
    *,
    by: Collection[str] = ("all",),
    resamples: int | None = None,
    seed: int | None = None,
) -> pl.DataFrame:
    """The agreement of coders on the same texts.

    Args:
        articles: What the coders say of each article, one coding a coder.
        by: Which of `GROUPS`; in the table in the order given.
        resamples: Of the articles, for the confidence intervals.
        seed: Of the resampling.

    Returns:
        A frame with the columns of `TABLE`, figures to four places; no rows where no text was coded twice.

    Raises:
        MissingExtraError: The packages that measure agreement are not installed.
    """
    tally = Tally()
    for article, codings in enumerate(articles):
        for one, other in combinations(sorted(codings, key=lambda said: said.coder), 2):
            if one.sha256 == other.sha256:
                tally.add(article, one, other)
    if not tally.article:
        return pl.DataFrame(schema=TABLE)
    try:
        from exporter.agreement.figures import Figures  # noqa: PLC0415 (numpy comes with the extra)
        from exporter.agreement.resampling import RESAMPLES, SEED  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise MissingExtraError("Agreement between coders", "agreement") from error
    figures = Figures(tally, resamples or RESAMPLES, SEED if seed is None else seed)
    rows = [row for group in by for row in _rows(group, tally, figures)]
    places = [name for name, kind in TABLE.items() if kind == pl.Float64]
    # A sum that is zero but for the last bit is zero, without a sign.
    return pl.DataFrame(rows, schema=TABLE).with_columns(pl.col(places).round(4) + 0.0)


def _rows(by: str, tally: Tally, figures: Any) -> Iterator[dict[str, Any]]:
    labels = ["all"] * len(tally.article) if by == "all" else tally.labels[by]
    for group in sorted({label for label in labels if label is not None}):
        chosen = [at for at, label in enumerate(labels) if label == group]
        for row in figures.of(chosen):
            yield {"by": by, "group": group, **row}
