"""Events as people correct them: one as it stands, and its row after a correction. Functions on a connection."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import polars as pl
import sqlalchemy as sa

from exporter.codebook import derive
from exporter.codebook.export import columns_from, polars_schema
from exporter.codebook.project import Project
from exporter.codebook.tables import Table
from exporter.errors import DataError, UsageError
from exporter.store import schema, writing
from exporter.store.further import COLUMN, own, values_of
from exporter.validation import Validation, validate

Row = dict[str, Any]


def event(connection: sa.Connection, event_id: str, table: Table) -> tuple[Row, str | None]:
    """The values of an event, a project's own among them, and its further values as they stand.

    Raises:
        UsageError: There is no such event.
    """
    columns = [schema.events.c[name] for name in (*polars_schema("events"), COLUMN)]
    chosen = sa.select(*columns).where(schema.events.c.event_id == event_id)
    row = connection.execute(chosen).mappings().first()
    if row is None:
        raise UsageError(f"There is no event {event_id}.", "It may have been deleted; see its history.")
    values = dict(row)
    further = values.pop(COLUMN)
    return values | own(further, table), further


def read_changes(event_id: str, changes: Mapping[str, Any], table: Table) -> Row:
    """The changed values as the types of their columns; a text is read as in a CSV file.

    Raises:
        UsageError: A column that people may not change.
        DataError: A value that its column cannot hold.
    """
    unknown = [name for name in changes if name not in columns_from("coded", table)]
    if unknown:
        raise UsageError(f"{unknown[0]!r} cannot be changed by hand.", "Change the columns that coders give.")
    if not changes:
        return {}
    plain = (str, int, float, date)
    texts = {k: v if v is None or isinstance(v, plain) else str(v) for k, v in changes.items()}
    checked = validate(pl.DataFrame([pl.Series(k, [v]) for k, v in texts.items()]), table, only=list(changes))
    return _accepted(event_id, checked).row(0, named=True)


def revise(
    connection: sa.Connection,
    event_id: str,
    changes: Row,
    project: Project,
    now: datetime,
    *,
    who: str,
    why: str,
    review: str,
) -> None:
    """Correct an event by changes that were read, as `Store.revise` says.

    Raises:
        UsageError: There is no such event.
        DataError: The corrected row breaks the codebook.
    """
    table = project.table("events")
    old, further = event(connection, event_id, table)
    derived = columns_from("derived", table)
    given = {name: value for name, value in {**old, **changes}.items() if name not in derived}
    given |= {"review": review, "updated_at": now}
    _check_read(event_id, given, polars_schema(table))
    values = _corrected(event_id, given, project)
    writing.update_event(connection, event_id, values_of(values, further), None, who=who, why=why)


_AWARE = ["recorded_at", "updated_at"]


def _corrected(event_id: str, given: Row, project: Project) -> Row:
    """The whole row of an event from the columns that do not follow from others."""
    table = project.table("events")
    kinds = polars_schema(table)
    stored = {name: kinds[name] if name not in _AWARE else pl.Datetime("us") for name in given}
    texts = {name: pl.String if kind.base_type() == pl.Enum else kind for name, kind in stored.items()}
    row = pl.DataFrame([given], schema=texts).with_columns(pl.col(_AWARE).dt.replace_time_zone("UTC"))
    row = derive(row, table.lists).select(list(kinds))
    accepted = _accepted(event_id, validate(row, table, severities=project.severities))
    return accepted.with_columns(pl.col(_AWARE).dt.replace_time_zone(None)).row(0, named=True)


def _check_read(event_id: str, row: Mapping[str, Any], kinds: Mapping[str, pl.DataType]) -> None:
    """Refuse a value that was stored under another definition of its column."""
    for name, value in row.items():
        if isinstance(value, str) and kinds[name].base_type() not in (pl.String, pl.Enum):
            raise DataError(
                f"{event_id}, {name}: the store holds {value!r}, which the column can no longer hold.",
                "Change this value too, or define the column as it was.",
            )


def _accepted(event_id: str, checked: Validation) -> pl.DataFrame:
    """The valid row; its first problem is raised."""
    if not checked.ok:
        problem = checked.problems.filter(severity="error").row(0, named=True)
        raise DataError(
            f"{event_id}, {problem['column']}: {problem['message']} (value: {problem['value']}).",
            problem["remedy"],
        )
    return checked.valid
