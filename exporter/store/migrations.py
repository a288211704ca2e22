"""How a store made in an earlier layout is brought to the present one, a step per version."""

import sqlalchemy as sa

MIGRATIONS: dict[int, tuple[str, ...]] = {
    2: tuple(
        f"ALTER TABLE releases ADD COLUMN {column} TEXT"
        for column in ("about", "also", "codebook", "checksum")
    ),
    3: (
        "CREATE INDEX IF NOT EXISTS ix_events_iso3_event_date ON events (iso3, event_date)",
        (
            "INSERT INTO queue (article_id, state, wanted, version, published, source, title, changed_at) "
            "SELECT article_id, 'new', 1, 1, published, source, title, added_at FROM articles "
            "WHERE article_id NOT IN (SELECT article_id FROM queue)"
        ),
    ),
    4: ("ALTER TABLE releases ADD COLUMN last_coding INTEGER",),
    5: (
        "ALTER TABLE events ADD COLUMN further TEXT",
        "ALTER TABLE releases ADD COLUMN definitions TEXT",
    ),
    6: ("CREATE INDEX IF NOT EXISTS ix_sources_article_id ON sources (article_id)",),
}
"""The statements that lead to a version from the one before it; tables that are missing are there by then."""


def migrate(connection: sa.Connection, found: int) -> None:
    """Take every step from layout `found` to the present one."""
    for version, statements in sorted(MIGRATIONS.items()):
        if version > found:
            for statement in statements:
                connection.exec_driver_sql(statement)
            connection.exec_driver_sql(f"UPDATE about SET schema_version = {version}")  # noqa: S608
