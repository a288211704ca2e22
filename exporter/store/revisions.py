"""The revisions of events: what an event is after each change, in the order of the changes."""

import json
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from exporter.codebook.export import polars_schema
from exporter.store import schema
from exporter.store.further import COLUMN

Row = dict[str, Any]


def last_revision(connection: sa.Connection) -> int:
    """The number of the last revision; 0 where there is none."""
    return connection.execute(sa.select(sa.func.max(schema.revisions.c.revision))).scalar() or 0


def revisions_of(connection: sa.Connection, event_id: str) -> list[Row]:
    """Every revision of an event, the earliest first."""
    table = schema.revisions
    found = connection.execute(
        sa.select(table).where(table.c.event_id == event_id).order_by(table.c.revision)
    ).mappings()
    return [dict(row) for row in found]


def note_revision(
    connection: sa.Connection, event_id: str, at: datetime, action: str, *, who: str, why: str
) -> None:
    """Keep what an event is after a change."""
    snapshot = {
        name: [
            _said(dict(row), name)
            for row in connection.execute(
                sa.select(table).where(table.c.event_id == event_id).order_by(*table.primary_key.columns)
            ).mappings()
        ]
        for name, table in (
            ("events", schema.events),
            ("sources", schema.sources),
            ("evidence", schema.evidence),
        )
    }
    connection.execute(
        schema.revisions.insert().values(
            event_id=event_id, at=at, who=who, why=why, action=action,
            snapshot=json.dumps(snapshot, ensure_ascii=False, default=_plain),
        )
    )  # fmt: skip


def _said(row: Row, table: str) -> Row:
    """A row as a snapshot has it; further values stand there only where there are any."""
    said = {key: row[key] for key in polars_schema(table)}
    return said | {COLUMN: row[COLUMN]} if row.get(COLUMN) is not None else said


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value)} has no place in a snapshot")
