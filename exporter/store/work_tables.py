"""The tables of the work of people: the queue, who has which article, drafts, submissions and the log.

Events and codings stand in `schema`; nothing here is released.
"""

import sqlalchemy as sa

from exporter.store.schema import metadata

queue = sa.Table(
    "queue",
    metadata,
    sa.Column("article_id", sa.ForeignKey("articles.article_id"), primary_key=True),
    sa.Column("state", sa.Text, nullable=False),
    # How many people code it, each without seeing the other.
    sa.Column("wanted", sa.Integer, nullable=False),
    # Goes up with every change, so that nobody acts on what is no longer so.
    sa.Column("version", sa.Integer, nullable=False),
    # Of the article, once more: a list of a hundred thousand must not read their texts.
    sa.Column("published", sa.Date, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("title", sa.Text),
    sa.Column("changed_at", sa.DateTime, nullable=False),
    sa.Index("ix_queue_state_published", "state", "published", "article_id"),
    sa.Index("ix_queue_published", "published", "article_id"),
)

assignments = sa.Table(
    "assignments",
    metadata,
    sa.Column("article_id", sa.ForeignKey("articles.article_id"), primary_key=True),
    sa.Column("person", sa.Text, primary_key=True),
    # `coder`, or `third` for who decides between two.
    sa.Column("part", sa.Text, nullable=False),
    sa.Column("given_at", sa.DateTime, nullable=False),
    sa.Column("given_by", sa.Text, nullable=False),
    # When the coding came in; null until then.
    sa.Column("submitted_at", sa.DateTime),
    sa.Index("ix_assignments_person", "person", "submitted_at", "article_id"),
)

drafts = sa.Table(
    "drafts",
    metadata,
    sa.Column("article_id", sa.ForeignKey("articles.article_id"), primary_key=True),
    sa.Column("person", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("saved_at", sa.DateTime, nullable=False),
)

draft_changes = sa.Table(
    "draft_changes",
    metadata,
    sa.Column("article_id", sa.ForeignKey("articles.article_id"), primary_key=True),
    sa.Column("person", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("at", sa.DateTime, nullable=False),
    # Old and new value of each part that the save changed, as JSON: every earlier state can be had again.
    sa.Column("changes", sa.Text, nullable=False),
)

submissions = sa.Table(
    "submissions",
    metadata,
    sa.Column("submission_id", sa.Integer, primary_key=True),
    sa.Column("article_id", sa.ForeignKey("articles.article_id"), nullable=False, index=True),
    sa.Column("person", sa.Text, nullable=False),
    sa.Column("part", sa.Text, nullable=False),
    sa.Column("coding_id", sa.ForeignKey("codings.coding_id"), nullable=False),
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Column("why", sa.Text),
    # For each event of the coding the event of the store that it revises or is the same as, as JSON.
    sa.Column("links", sa.Text, nullable=False),
)

work_log = sa.Table(
    "work_log",
    metadata,
    sa.Column("entry", sa.Integer, primary_key=True),
    sa.Column("article_id", sa.ForeignKey("articles.article_id"), nullable=False, index=True),
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("why", sa.Text),
    sqlite_autoincrement=True,
)
