"""The tables of a dataset against each other: no evidence without its event, no id used twice."""

from collections.abc import Mapping

import polars as pl

from exporter.codebook import REFERENCES
from exporter.codebook.project import Project
from exporter.codebook.tables import Reference, tables
from exporter.validation.problems import Validation, as_text, problems
from exporter.validation.tables import validate


def validate_dataset(
    frames: Mapping[str, pl.DataFrame], project: Project | None = None
) -> dict[str, Validation]:
    """Validate each table, then the references between those that are given.

    A row is checked against the other table as it was given, not against its good rows: evidence does not
    lose its event because that event has a fault of its own. A `project` brings its columns, codes and severities.
    """
    known, severities = (tables(), {}) if project is None else (project.by_name, project.severities)
    checked = {name: validate(frame, known[name], severities=severities) for name, frame in frames.items()}
    for reference in REFERENCES:
        if reference.child in frames and reference.parent in frames:
            checked[reference.child] = _referred(checked[reference.child], frames, reference)
    return checked


def _referred(child: Validation, frames: Mapping[str, pl.DataFrame], reference: Reference) -> Validation:
    """Take the rows out of a validated table that break a reference."""
    column = reference.column
    keys = frames[reference.parent].select(pl.col(reference.parent_column).alias(column)).unique()
    given = frames[reference.child].with_row_index("row", 1)
    if column not in given.columns or keys[column].dtype != given[column].dtype:
        return child  # the table's own validation has said what is wrong with the column
    lost = given.join(keys, on=column, how="anti", maintain_order="left")
    broken = lost if reference.present else given.join(keys, on=column, how="semi", maintain_order="left")
    if broken.is_empty():
        return child
    found = problems(
        broken.select(
            "row",
            table=pl.lit(reference.child),
            column=pl.lit(column),
            value=as_text(pl.col(column)),
            check=pl.lit(f"{reference.code} {reference.child}.{column}"),
            message=pl.lit(f"{reference.message} (in {reference.parent})"),
            remedy=pl.lit(reference.remedy),
        )
    )
    kept = child.valid.join(broken.select(column).unique(), on=column, how="anti", maintain_order="left")
    rejected = pl.concat([child.rejected, broken.cast(child.rejected.schema)])
    return Validation(
        child.table,
        kept,
        rejected.unique("row", maintain_order=True).sort("row"),
        pl.concat([child.problems, found]).sort("row", maintain_order=True),
    )
