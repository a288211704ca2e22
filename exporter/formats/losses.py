"""What a conversion loses, leaves without a counterpart or fills by rule, as a frame by column."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass, replace
from typing import Literal

import polars as pl

LOSSES = pl.Schema(
    {"column": pl.String, "what": pl.String, "count": pl.Int64, "example": pl.String, "note": pl.String}
)
"""Columns of a report of losses. `what` is `lost` (the value does not come back), `unmapped` (no counterpart on
the value map), `unknown column` (the format has none of that name) or `by rule` (in the result, filled by a
stated rule because the source does not say it)."""

What = Literal["lost", "unmapped", "unknown column", "by rule"]


@dataclass(frozen=True, slots=True)
class Loss:
    """A line of the report; the fields are those of `LOSSES`."""

    column: str
    what: What
    count: int
    example: str | None
    note: str


def report(losses: Iterable[Loss]) -> pl.DataFrame:
    """The report as a frame."""
    rows = [astuple(loss) for loss in losses if loss.count]
    return pl.DataFrame(rows, schema=LOSSES, orient="row").with_columns(pl.col("note").replace("", None))


def beside(told: list[Loss], lost: list[Loss]) -> list[Loss]:
    """What was lost, without the values already told as unmapped."""
    counts = {loss.column: loss.count for loss in told}
    return [replace(loss, count=max(0, loss.count - counts.get(loss.column, 0))) for loss in lost]


def added(reports: list[pl.DataFrame]) -> pl.DataFrame:
    """The reports of several batches as one."""
    return (
        pl.concat([report([]), *reports])
        .group_by("column", "what", maintain_order=True)
        .agg(pl.col("count").sum(), pl.col("example").drop_nulls().first(), pl.col("note").first())
        .select(LOSSES.names())
    )
