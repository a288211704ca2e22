"""Agreement of coders on the same articles: per column, over all, by pair of coders, by month.

Coders are compared two by two.
"""

from collections.abc import Collection, Iterable, Iterator
from itertools import combinations
from typing import Any

import polars as pl

from exporter.agreement.codings import Said
from exporter.agreement.columns import compared
from exporter.agreement.tally import Tally
from exporter.codebook.tables import Table
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


def agreement(
    articles: Iterable[Collection[Said]],
    *,
    by: Collection[str] = ("all",),
    resamples: int | None = None,
    seed: int | None = None,
    table: str | Table = "events",
) -> pl.DataFrame:
    """The agreement of coders on the same texts.

    Args:
        articles: What the coders say of each article, one coding a coder.
        by: Which of `GROUPS`; in the table in the order given.
        resamples: Of the articles, for the confidence intervals.
        seed: Of the resampling.
        table: The table of events, where a project adds columns that are compared, too.

    Returns:
        A frame with the columns of `TABLE`, figures to four places; no rows where no text was coded twice.

    Raises:
        MissingExtraError: The packages that measure agreement are not installed.
    """
    tally = Tally(compared(table))
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
