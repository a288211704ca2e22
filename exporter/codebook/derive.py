"""Columns that follow from others, each as one Polars expression.

`DERIVED` says how; `derive` adds what is missing. `checks` compares the same expressions with what a table
says, so that a rule and its derivation cannot drift apart.
"""

import polars as pl

from exporter.codebook.codelists import BUILT_IN, Codelists


def looked_up(
    column: str,
    codelist: str,
    value: str,
    dtype: pl.DataType | type[pl.DataType],
    lists: Codelists = BUILT_IN,
) -> pl.Expr:
    """The `value` column of a code list for the code in `column`; null where the list has no such code."""
    pairs = lists.mapping(codelist, value)
    return pl.col(column).replace_strict(list(pairs), list(pairs.values()), default=None, return_dtype=dtype)


def _interaction(lists: Codelists) -> pl.Expr:
    """ACLED's label: the types in the order of its codes, or the one followed by `only`."""
    types = pl.Enum(lists.codes("actor_types"))
    first, second = pl.col("actor1_type").cast(types), pl.col("actor2_type").cast(types)
    in_order = first.to_physical() <= second.to_physical()
    one, two = first.cast(pl.String), second.cast(pl.String)
    both = (
        pl.when(in_order)
        .then(pl.concat_str(one, two, separator="-"))
        .otherwise(pl.concat_str(two, one, separator="-"))
    )
    return pl.when(second.is_null()).then(one + " only").otherwise(both)


def _civilian_targeting() -> pl.Expr:
    """ACLED's rule: civilians are the object of the violence, as its type says or as the victims show."""
    event, sub = pl.col("event_type").cast(pl.String), pl.col("sub_event_type").cast(pl.String)
    civilians_hit = pl.col("actor2_type").cast(pl.String).eq_missing("Civilians")
    remote_or_riot = event.is_in(["Explosions/Remote violence", "Riots"])
    return (
        (event == "Violence against civilians")
        | (sub == "Excessive force against protesters")
        | (remote_or_riot & civilians_hit)
    )


def derived(lists: Codelists = BUILT_IN) -> dict[str, pl.Expr]:
    """How each derived column follows from others, by these code lists."""

    def enum(codelist: str, column: str = "code") -> pl.Enum:
        return pl.Enum(lists.codes(codelist, column))

    def found(column: str, codelist: str, value: str, dtype: pl.DataType) -> pl.Expr:
        return looked_up(column, codelist, value, dtype, lists)

    return {
        "year": pl.col("event_date").dt.year().cast(pl.Int16),
        "disorder_type": found("sub_event_type", "sub_event_types", "disorder_type", enum("disorder_types")),
        "quad_class": found("cameo_code", "cameo", "quad_class", enum("quad_classes")),
        "goldstein": found("cameo_code", "cameo", "goldstein", pl.Float64()),
        "interaction": _interaction(lists),
        "civilian_targeting": _civilian_targeting(),
        "iso3": found("country", "countries", "iso3", enum("countries", "iso3")),
        "region": found("country", "countries", "region", enum("regions")),
    }


DERIVED = derived()


def derive(events: pl.DataFrame, lists: Codelists = BUILT_IN) -> pl.DataFrame:
    """Add the derived columns that a frame of events lacks; those that it has are left as they are."""
    return events.with_columns(
        expression.alias(name) for name, expression in derived(lists).items() if name not in events.columns
    )
