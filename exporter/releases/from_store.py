"""Releases out of a store: the next one with its computed version, and earlier ones built again.

The store alone decides what comes out. The release before is taken from its revisions, and what the codebook
said then from the snapshot recorded with it, never from the folder of that release: it may be elsewhere.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import polars as pl

from exporter.agreement import Said, agreement, grouped, said
from exporter.codebook.definitions import project_from
from exporter.codebook.project import Project
from exporter.codebook.snapshot import Snapshot, snapshot
from exporter.errors import DataError, UsageError
from exporter.releases.about import About
from exporter.releases.also import find_writers
from exporter.releases.blocks import BLOCK, Frame
from exporter.releases.build import Release, build_release, check_new
from exporter.releases.changes import reason, summary
from exporter.releases.compare import Comparison, compare
from exporter.releases.edition import Edition
from exporter.releases.linked import SUMS, sha256_of
from exporter.releases.version import Version, dataset_name
from exporter.validation.large import dataset_problems

if TYPE_CHECKING:
    from exporter.store import Release as Recorded
    from exporter.store import Store

FIRST = Version(1, 0, 0)

_UNKNOWN = "0.0.0"


@dataclass(frozen=True, slots=True)
class Plan:
    """What the next release of a dataset will be.

    Attributes:
        dataset: Name of the dataset.
        version: Its version; None where nothing has changed, so that there is nothing to release.
        why: Why this version, for people.
        revision: The last revision of the store that it holds.
        previous: The version before it; None where it is the first.
        problems: What breaks the codebook in the tables; a release is refused while there is anything.
        comparison: What has changed since the version before; None for a first release.
    """

    dataset: str
    version: str | None
    why: str
    revision: int
    previous: str | None
    problems: pl.DataFrame
    comparison: Comparison | None = None


def plan_release(
    store: "Store", dataset: str, version: str | None = None, output: Path | str = "output"
) -> Plan:
    """Say what the next release of a dataset will be; nothing is written.

    The version is computed from what has changed since the last recorded release. A recorded release that was
    cut off before it was written comes first, as it was.

    Args:
        store: What to release.
        dataset: Name of the dataset.
        version: A higher version than the computed one.
        output: Folder of all releases.

    Raises:
        UsageError: The name or version is none, or the version is too low.
    """
    given = None if version is None else Version.parse(version)
    recorded = store.releases(dataset_name(dataset))
    unfinished = _unfinished(recorded, Path(output) / dataset)
    if unfinished is not None and given in (None, Version.parse(unfinished.version)):
        return _resumed(store, unfinished, _before(recorded, unfinished.version))
    revision = store.last_revision()
    with TemporaryDirectory() as aside:
        frames = _tables(store, dataset, _UNKNOWN, revision, store.project, Path(aside) / "now")
        if recorded:
            before = _edition(store, recorded[-1], Path(aside) / "before")
            found = compare(before, Edition("The store", frames, snapshot(store.project)))
            chosen = _next(found, [Version.parse(known.version) for known in recorded], given, dataset)
            why, previous = f"{summary(found)} {reason(found)}", recorded[-1].version
        else:
            found, why, previous = None, f"The first release of {dataset}.", None
            chosen = _at_least(FIRST, given, why)
        version = None if chosen is None else str(chosen)
        problems = _problems(frames, store.project)
        return Plan(dataset, version, why, revision, previous, problems, found)


def carry_out(
    store: "Store",
    plan: Plan,
    output: Path | str = "output",
    *,
    about: About | None = None,
    also: Sequence[str] = (),
) -> Release:
    """Build what was planned, and note it in the store.

    Args:
        store: What to release.
        plan: What `plan_release` said of it.
        output: Folder of all releases.
        about: Title, authors, licence and the like. A release that was cut off keeps what was noted with it.
        also: Further formats to write: `stata`, `excel`, `geo`; likewise.

    Raises:
        UsageError: The release exists, a format is none, or its folder cannot be written. The store then knows
            nothing of it.
        MissingExtraError: A format needs packages that are not installed.
        DataError: The tables break the codebook.
    """
    if plan.version is None:
        raise UsageError(plan.why, "Give a version to release the same data again.")
    check_new(plan.dataset, plan.version, output)
    find_writers(also)
    if not plan.problems.is_empty():
        raise DataError(
            "The store holds rows that break the codebook; nothing was written.",
            "Correct or delete them first.",
        )
    recorded = store.record_release(
        plan.dataset,
        plan.version,
        revision=plan.revision,
        about=(about or About()).to_json(),
        also=",".join(also) or None,
    )
    try:
        built = _build(store, recorded, output)
    except BaseException:
        # Where the folder is there all the same, another process has built it meanwhile.
        if not (Path(output) / plan.dataset / plan.version).exists():
            store.forget_release(plan.dataset, plan.version)
        raise
    store.finish_release(plan.dataset, plan.version, _checksum(built))
    return built


def rebuild(store: "Store", dataset: str, version: str, output: Path | str = "output") -> Release:
    """Build a recorded release again from the store, byte for byte.

    Raises:
        UsageError: There is no such release in the store, its folder is there, or its codebook was another.
        DataError: What comes out is not what was released; it is left in its place.
    """
    wanted = str(Version.parse(version))
    recorded = store.releases(dataset_name(dataset))
    known = next((release for release in recorded if release.version == wanted), None)
    if known is None:
        there = ", ".join(release.version for release in recorded) or "none"
        raise UsageError(
            f"The store has no release {wanted} of {dataset}.",
            f"It has: {there}. Check the name and the store.",
        )
    if known.codebook not in (None, snapshot(project_from(known.definitions)).to_json()):
        raise UsageError(
            f"Release {wanted} was built with another codebook, and files built with this one would differ.",
            "Use the version of exporter that built it; its README and Parquet files name the schema version.",
        )
    check_new(dataset, wanted, output)
    built = _build(store, known, output)
    if known.checksum not in (None, _checksum(built)):
        raise DataError(
            f"{built.folder} holds the data of {wanted}, but not the same bytes as were released.",
            "It was released by another version of exporter, or described otherwise; use that version for the "
            "same bytes.",
        )
    return built


def _unfinished(recorded: "list[Recorded]", folder: Path) -> "Recorded | None":
    """The last recorded release, if it was never written and still can be."""
    if not recorded or recorded[-1].checksum is not None:
        return None
    last = recorded[-1]
    same = last.codebook == snapshot(project_from(last.definitions)).to_json()
    possible = same and not (folder / last.version).exists()
    return last if possible else None


def _resumed(store: "Store", release: "Recorded", before: "Recorded | None") -> Plan:
    """The plan of a release that was cut off."""
    project = project_from(release.definitions)
    with TemporaryDirectory() as aside:
        frames = _tables(store, release.dataset, release.version, release.last_revision, project, Path(aside))
        problems = _problems(frames, project)
    return Plan(
        release.dataset,
        release.version,
        "This release was begun and cut off; it is written now as it was begun.",
        release.last_revision,
        None if before is None else before.version,
        problems,
    )


def _next(found: Comparison, known: list[Version], given: Version | None, dataset: str) -> Version | None:
    """The version that follows; None where nothing has changed and none is asked for."""
    last = max(known)
    if given is not None and given <= last:
        raise UsageError(
            f"Version {given} is not higher than {last}, the last release of {dataset}.",
            "Leave --version out: the version is computed. To build an earlier release again: "
            f"exporter as-of {given} --dataset {dataset}",
        )
    if found.level is None:
        return given
    return _at_least(last.raised(found.level), given, reason(found))


def _at_least(computed: Version, given: Version | None, why: str) -> Version:
    """The computed version, or a higher one that was asked for."""
    if given is not None and given < computed:
        raise UsageError(
            f"Version {given} is lower than {computed}. {why}",
            f"Leave --version out for {computed}, or give a higher one.",
        )
    return given or computed


def _before(recorded: "list[Recorded]", version: str) -> "Recorded | None":
    """The release recorded before another."""
    earlier = list(takewhile(lambda release: release.version != version, recorded))
    return earlier[-1] if earlier else None


def _tables(
    store: "Store", dataset: str, version: str, revision: int, project: Project, aside: Path
) -> dict[str, Frame]:
    """The tables as they were after a revision; large ones from files in a folder that outlives them."""
    return {
        name: store.table(name, revision=revision, dataset=dataset, version=version, project=project)
        if name == "deletions"
        else store.scan(name, aside / name, revision=revision, above=BLOCK, project=project)
        for name in project.by_name
    }


def _edition(store: "Store", recorded: "Recorded", aside: Path) -> Edition:
    """A recorded release as it was: its columns, its rows, its codebook."""
    project = project_from(recorded.definitions)
    said = snapshot(project) if recorded.codebook is None else Snapshot.from_json(recorded.codebook)
    frames = _tables(store, recorded.dataset, recorded.version, recorded.last_revision, project, aside)
    kept: dict[str, Frame] = {
        name: frame.select(column for column in said.names(name) if column in frame.collect_schema())
        for name, frame in frames.items()
    }
    return Edition(recorded.version, kept, said)


def _build(store: "Store", recorded: "Recorded", output: Path | str) -> Release:
    project = project_from(recorded.definitions)
    before = _before(store.releases(recorded.dataset), recorded.version)
    with TemporaryDirectory() as aside:
        frames = _tables(
            store, recorded.dataset, recorded.version, recorded.last_revision, project, Path(aside) / "now"
        )
        return build_release(
            frames,
            recorded.dataset,
            recorded.version,
            output,
            previous=None if before is None else _edition(store, before, Path(aside) / "before"),
            about=About.from_json(recorded.about) if recorded.about else None,
            also=recorded.also.split(",") if recorded.also else (),
            agreement=_agreement(store, recorded, frames["sources"]),
            project=project,
            last=None if before is None else _last_folder(before, output),
        )


def _last_folder(before: "Recorded", output: Path | str) -> Path | None:
    """The folder of the release before, where it stands there as it was released: its files may be linked."""
    sums = Path(output) / before.dataset / before.version / SUMS
    whole = sums.is_file() and sha256_of(sums) == before.checksum
    return sums.parent if whole else None


def _agreement(store: "Store", recorded: "Recorded", sources: Frame) -> pl.DataFrame | None:
    """How far the people who coded the released rows agree; none where no article of theirs was coded twice.

    Counts the codings that the store had when the release was recorded, so that it comes out the same later.
    """
    if recorded.last_coding is None:
        return None

    def twice() -> Iterator[Said]:
        coded = store.codings(last=recorded.last_coding, several=True, by="people")
        return (said(record) for record, _ in coded)

    articles = pl.Series([one.article_id for one in twice()], dtype=pl.String).unique()
    of_these = sources.lazy().filter(pl.col("article_id").is_in(articles.implode())).select("article_id")
    released = set(of_these.collect(engine="streaming").to_series())
    found = agreement(
        grouped(one for one in twice() if one.article_id in released),
        by=("all", "pair", "month"),
        table=project_from(recorded.definitions).table("events"),
    )
    return None if found.is_empty() else found


def _problems(frames: Mapping[str, Frame], project: Project) -> pl.DataFrame:
    """What keeps the tables from being released; warnings do not."""
    return dataset_problems(frames, project).filter(severity="error")


def _checksum(built: Release) -> str:
    """What seals a release: its SHA256SUMS names every other file."""
    return sha256_of(built.folder / SUMS)
