"""A table carried from one layout into another, column by column as the crosswalk says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import polars as pl

from exporter.codebook.derive import DERIVED
from exporter.formats.crosswalk import Direction, translated, value_map
from exporter.formats.format import CONVERTED_AT, SOURCE, Format


@dataclass(frozen=True)
class Plan:
    """What fills each target column.

    Attributes:
        copied: Target column and the source column that it copies.
        mapped: Target column, the source column and the value map between them.
        computed: Target column and its expression over the source (`said`) and earlier targets.
        rules: Target column and the expression that fills what is missing then, by a stated rule.
    """

    copied: Mapping[str, str]
    mapped: Mapping[str, tuple[str, Mapping[str, str]]]
    computed: Mapping[str, pl.Expr]
    rules: Mapping[str, pl.Expr]


@dataclass(frozen=True)
class Carried:
    """What came of carrying a table over.

    Attributes:
        frame: The table in the other layout, row by row; what the source does not say is null.
        ruled: Target columns and how many values a stated rule filled.
        unmapped: Source columns and the rows whose value has no counterpart, with their values.
    """

    frame: pl.DataFrame
    ruled: dict[str, pl.Series] = field(default_factory=dict)
    unmapped: dict[str, pl.DataFrame] = field(default_factory=dict)


@cache
def plan(layout: Format, direction: Direction) -> Plan:
    """The crosswalk of a format in one direction, with the expressions that belong to it."""
    steps = [step for step in layout.crosswalk if step.target(direction)]

    def doing(action: str) -> list[str]:
        return [step.target(direction) for step in steps if action in step.does(direction)]

    sources = {step.target(direction): step for step in steps}
    expressions = layout.into_ours if direction == "in" else layout.into_theirs
    rules = layout.by_rule if direction == "in" else {}
    if set(doing("computed")) != set(expressions) or set(doing("rule")) != set(rules):
        wrong = set(doing("computed")) ^ set(expressions) | set(doing("rule")) ^ set(rules)
        raise RuntimeError(f"{layout.name}.csv and its expressions differ in {direction}: {sorted(wrong)}")
    return Plan(
        {name: sources[name].source(direction) for name in doing("copied")},
        {
            name: (sources[name].source(direction), value_map(sources[name].values, direction))
            for name in doing("mapped")
        },
        expressions,
        rules,
    )


def carry(
    frame: pl.DataFrame, layout: Format, direction: Direction, target: pl.Schema, *, ruled: bool = True
) -> Carried:
    """Carry a table of one layout into another, one row for one row.

    Args:
        frame: The table, in the source's types, with the column `CONVERTED_AT`.
        layout: The format on the other side of our table.
        direction: From it or into it.
        target: Columns and types of the result.
        ruled: Whether rules fill what the source does not say.
    """
    way = plan(layout, direction)
    # Enums of two layouts differ: as text their values can be looked up in either's lists.
    work = frame.select(
        pl.col(name).cast(pl.String if isinstance(kind, pl.Enum) else kind).alias(SOURCE + name)
        for name, kind in frame.schema.items()
    )
    work = work.with_columns(
        *(pl.col(SOURCE + source).alias(name) for name, source in way.copied.items()),
        *(
            translated(pl.col(SOURCE + source), dict(pairs)).alias(name)
            for name, (source, pairs) in way.mapped.items()
        ),
    )
    for name, expression in way.computed.items():
        work = work.with_columns(expression.alias(name))
    unmapped = _unmapped(work, way)
    empty = [name for name in target if name not in work.columns]
    work = work.with_columns(pl.lit(None, target[name]).alias(name) for name in empty)
    filled: dict[str, pl.Series] = {}
    for name, expression in way.rules.items() if ruled else ():
        before = work[name].is_null()
        work = work.with_columns(pl.coalesce(pl.col(name), expression).alias(name))
        filled[name] = before & work[name].is_not_null()
    work = work.select(pl.col(name).cast(kind, strict=False) for name, kind in target.items())
    if direction == "in" and layout.ours == "events":
        work = _derived(work)
    return Carried(work, filled, unmapped)


def _unmapped(work: pl.DataFrame, way: Plan) -> dict[str, pl.DataFrame]:
    """Values that the value map does not know, by source column."""
    found = {}
    for name, (source, _) in way.mapped.items():
        lost = work[name].is_null() & work[SOURCE + source].is_not_null()
        if lost.any():
            values = (
                work.select(value=pl.col(SOURCE + source).cast(pl.String)).with_row_index("row").filter(lost)
            )
            found[source] = values
    return found


def _derived(events: pl.DataFrame) -> pl.DataFrame:
    """Our derived columns where the source gave nothing; they follow from what it gave."""
    for name, expression in DERIVED.items():
        events = events.with_columns(
            pl.coalesce(pl.col(name), expression.cast(events.schema[name])).alias(name)
        )
    return events


def stamped(frame: pl.DataFrame, moment: pl.Expr) -> pl.DataFrame:
    """The table with the time of conversion in every row."""
    return frame.with_columns(moment.alias(CONVERTED_AT))
