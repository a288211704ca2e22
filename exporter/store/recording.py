"""Releases on record: which there are, and which state of the store each holds. Functions on a connection."""

from dataclasses import dataclass, fields
from datetime import datetime
from itertools import takewhile

import sqlalchemy as sa

from exporter.codebook.definitions import definitions
from exporter.codebook.project import Project
from exporter.codebook.snapshot import snapshot
from exporter.store import schema
from exporter.store.article_codings import last_coding
from exporter.store.revisions import last_revision


@dataclass(frozen=True, slots=True)
class Release:
    """A release that the store knows of: it holds everything up to `last_revision`.

    Attributes:
        dataset: Name of the dataset.
        version: Its version.
        last_revision: The last revision that it holds.
        about: What was said of the dataset then, as JSON; None where nothing was.
        also: The further formats that it was written in, joined by commas.
        codebook: What the codebook said then, as the JSON of a snapshot; None where it was not kept.
        definitions: What its project adds to the codebook (`codebook.definitions`); None where it adds nothing.
        checksum: The SHA-256 of its SHA256SUMS; None until it was written whole.
        last_coding: The last coding that its agreement of coders counts; None where it counts none.
    """

    dataset: str
    version: str
    last_revision: int
    about: str | None = None
    also: str | None = None
    codebook: str | None = None
    checksum: str | None = None
    last_coding: int | None = None
    definitions: str | None = None


def releases(connection: sa.Connection, dataset: str | None = None) -> list[Release]:
    """In the order in which they were recorded; of all datasets where none is named."""
    table = schema.releases
    names = [field.name for field in fields(Release)]
    chosen = sa.select(*(table.c[name] for name in names))
    if dataset is not None:
        chosen = chosen.where(table.c.dataset == dataset)
    # Versions only rise, so that of two at the same revision the higher one came later.
    return sorted((Release(**row) for row in connection.execute(chosen).mappings()), key=_age)


def _age(release: Release) -> tuple[int, list[int]]:
    return release.last_revision, [int(part) for part in release.version.split(".") if part.isdigit()]


def held_before(
    connection: sa.Connection, dataset: str, version: str | None, revision: int
) -> dict[str, int]:
    """The last revision of each release recorded before a version, of those that hold no more than a revision."""
    # A release that is built again knows nothing of those recorded after it.
    before = takewhile(lambda r: r.version != version, releases(connection, dataset))
    return {r.version: r.last_revision for r in before if r.last_revision <= revision}


def datasets(connection: sa.Connection) -> list[str]:
    """The names of the datasets that releases were recorded of."""
    table = schema.releases
    found = connection.execute(sa.select(table.c.dataset).distinct().order_by(table.c.dataset))
    return list(found.scalars())


def record(
    connection: sa.Connection,
    project: Project,
    now: datetime,
    *,
    dataset: str,
    version: str,
    revision: int | None,
    about: str | None,
    also: str | None,
) -> Release:
    """Note that a release holds everything up to a revision, as `Store.record_release` says."""
    for known in releases(connection, dataset):
        if known.version == version:
            return known
    last = last_revision(connection) if revision is None else revision
    coding = last_coding(connection)
    codebook, added = snapshot(project).to_json(), definitions(project)
    connection.execute(
        schema.releases.insert().values(
            dataset=dataset, version=version, last_revision=last, recorded_at=now,
            about=about, also=also, codebook=codebook, last_coding=coding, definitions=added,
        )
    )  # fmt: skip
    return Release(dataset, version, last, about, also, codebook, None, coding, added)


def finish(connection: sa.Connection, dataset: str, version: str, checksum: str) -> None:
    """Note the SHA-256 of the SHA256SUMS of a recorded release: it stands in its place."""
    table = schema.releases
    connection.execute(
        sa.update(table)
        .where(table.c.dataset == dataset, table.c.version == version)
        .values(checksum=checksum)
    )


def forget(connection: sa.Connection, dataset: str, version: str) -> None:
    """Take back the note of a release that could not be written; one that was stays."""
    table = schema.releases
    connection.execute(
        sa.delete(table).where(
            table.c.dataset == dataset, table.c.version == version, table.c.checksum.is_(None)
        )
    )
