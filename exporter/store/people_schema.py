"""The tables of the people who may log in; they stand apart from the tables of the data.

They belong to the place where a team works and not to the dataset: no release reads them, and a store that is
used by one person alone never gets them.
"""

import sqlalchemy as sa

metadata = sa.MetaData()

users = sa.Table(
    "users",
    metadata,
    # The name as it is looked up: `Ana` and `ana` are one person.
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("password", sa.Text, nullable=False),
    sa.Column("created_at", sa.DateTime, nullable=False),
    sa.Column("disabled_at", sa.DateTime),
)

sessions = sa.Table(
    "sessions",
    metadata,
    # SHA-256 of the token in the cookie: who reads the store cannot log in with what stands there.
    sa.Column("token_sha256", sa.Text, primary_key=True),
    sa.Column("key", sa.ForeignKey("users.key"), nullable=False, index=True),
    sa.Column("created_at", sa.DateTime, nullable=False),
    sa.Column("seen_at", sa.DateTime, nullable=False),
)

attempts = sa.Table(
    "login_attempts",
    metadata,
    sa.Column("attempt", sa.Integer, primary_key=True),
    # SHA-256 of the name that was typed: some people type their password there.
    sa.Column("name_sha256", sa.Text, nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("at", sa.DateTime, nullable=False, index=True),
)


def make_tables(engine: sa.Engine) -> None:
    """Make those of the tables that are not there yet."""
    there = set(sa.inspect(engine).get_table_names())
    if there.issuperset(metadata.tables):
        return
    with engine.begin() as connection:
        # One process at a time makes the tables; the next one finds them.
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        elif engine.dialect.name == "postgresql":
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(hashtext('exporter.people'))"))
        metadata.create_all(connection)
