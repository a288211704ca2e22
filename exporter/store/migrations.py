"""How a store made in an earlier layout is brought to the present one, a step per version."""

import sqlalchemy as sa

MIGRATIONS: dict[int, tuple[str, ...]] = {
    2: tuple(
        f"ALTER TABLE releases ADD COLUMN {column} TEXT"
        for column in ("about", "also", "codebook", "checksum")
    ),
    4: ("ALTER TABLE releases ADD COLUMN last_coding INTEGER",),
}
"""The statements that lead to a version from the one before it."""


def migrate(connection: sa.Connection, found: int) -> None:
    """Take every step from layout `found` to the present one."""
    for version, statements in sorted(MIGRATIONS.items()):
        if version > found:
            for statement in statements:
                connection.exec_driver_sql(statement)
            connection.exec_driver_sql(f"UPDATE about SET schema_version = {version}")  # noqa: S608
