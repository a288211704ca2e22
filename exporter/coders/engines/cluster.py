"""Coding on a Ray cluster: tasks read the files, actors code, and the results come back in their order.

Each actor keeps a worker process with the coder (see `processes`), so that an article that kills the coder costs
its process and not the actor. Ray codes the batches of a node that is lost again elsewhere.
"""

import json
import logging
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from exporter.articles.article import Article
from exporter.articles.read import Defaults, Once, Problem, read_outcomes
from exporter.coders.base import Coder
from exporter.coders.engines.base import Failed
from exporter.coders.engines.processes import Worker
from exporter.coders.partitions import Row, key, row_of
from exporter.errors import DataError, ExporterError, MissingExtraError, UsageError

_ARTICLE = [("id", pa.string()), ("text", pa.string()), ("title", pa.string()), ("source", pa.string()),
            ("published", pa.date32()), ("url", pa.string()), ("language", pa.string())]  # fmt: skip
_READ = pa.schema([("where", pa.string()), *_ARTICLE, ("problem", pa.string()), ("remedy", pa.string())])
_DONE = pa.schema([*_READ, ("record", pa.string()), ("error", pa.string())])
_NAMES = [name for name, _ in _ARTICLE]

# So many articles go to an actor at a time, and are coded again when its node is lost.
_BATCH = 16
_MEMORY = 2**30
"""What a coder takes, about, with its language pipeline."""


@dataclass(frozen=True, slots=True)
class Pool:
    """How many coders a cluster gets, and the part of a core for each."""

    coders: int
    cpus: float


def pool_for(cpus: float, memory: float) -> Pool:
    """The pool for the resources that are there.

    One core in eight, and at least one, is left to the readers: where coders hold every core, nothing is read
    and they wait for ever. On a single core both share it.
    """
    if cpus < 2:
        return Pool(1, cpus / 2)
    free = int(cpus - max(1, cpus // 8))
    return Pool(max(1, min(free, int(memory // _MEMORY))), 1)


def code_on_ray(
    files: Sequence[str], coder: Coder, defaults: Defaults, *, address: str | None, held: set[bytes]
) -> Iterator[Row | Failed | Problem]:
    """Code the articles of files that all nodes can reach.

    Args:
        files: Their paths or addresses.
        coder: The coder, which is sent to the nodes.
        defaults: What the user says of all articles.
        address: The cluster's address; a cluster of this machine where none is given.
        held: Codings that are there already (see `partitions.key`), whose articles are passed over.

    Yields:
        For each article, in order, its row, or what is wrong with it.

    Raises:
        MissingExtraError: Ray is not installed.
        UsageError: The cluster cannot be reached, or the coder cannot work there.
    """
    ray = _ray()
    started = not ray.is_initialized()
    if started:
        _connect(ray, address)
    try:
        once = Once()
        for batch in _batches(ray, files, coder, defaults, held):
            for row in batch.to_pylist():
                if (result := _result(row, once)) is not None:
                    yield result
    except ray.exceptions.RayError as error:
        cause = getattr(error, "cause", None) or error
        if isinstance(cause, ExporterError):
            raise UsageError(cause.message, cause.remedy) from error
        last = str(cause).strip().splitlines()[-1]
        raise UsageError(
            f"The run on the cluster ended early: {last}.",
            "What was coded is kept: type the same command again when the cluster is well.",
        ) from error
    finally:
        if started:
            ray.shutdown()


def _ray() -> Any:
    # Nobody is told of a run that did not ask for it.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import ray  # noqa: PLC0415 (heavy, and an extra)
        import ray.data  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise MissingExtraError("The engine ray", "cluster") from error
    return ray


def _connect(ray: Any, address: str | None) -> None:
    options: dict[str, Any] = {"address": address} if address else {"include_dashboard": False}
    try:
        ray.init(**options, log_to_driver=False, logging_level=logging.ERROR, configure_logging=True)
    except (ConnectionError, ValueError, RuntimeError) as error:
        reason = str(error).strip().splitlines()[0]
        raise UsageError(
            f"There is no Ray cluster at {address or 'this machine'}: {reason}",
            "Start one with `ray start --head`, and give --address HOST:6379.",
        ) from error


def _batches(
    ray: Any, files: Sequence[str], coder: Coder, defaults: Defaults, held: set[bytes]
) -> Iterator[pa.Table]:
    there = ray.cluster_resources()
    pool = pool_for(there.get("CPU", 1), there.get("memory", _MEMORY))
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.execution_options.preserve_order = True
    for name in ("ray.data", "ray"):
        logging.getLogger(name).setLevel(logging.ERROR)
    # A block a file, so that each file is a task of its own.
    blocks = [pa.table({"file": pa.array([file], pa.string())}) for file in files]
    data = (
        ray.data.from_arrow(blocks)
        # Readers ask for no core, though one is left to them: when a node is lost and its coders move to the
        # cores that are left, reading goes on.
        .map_batches(
            _read, fn_kwargs={"defaults": defaults}, batch_format="pyarrow", batch_size=None, num_cpus=0
        )
        .map_batches(
            _Actor,
            fn_constructor_kwargs={"coder": coder, "held": held},
            batch_format="pyarrow",
            batch_size=_BATCH,
            num_cpus=pool.cpus,
            compute=ray.data.ActorPoolStrategy(min_size=1, max_size=pool.coders, initial_size=pool.coders),
        )
    )
    yield from data.iter_batches(batch_size=None, batch_format="pyarrow")


def _read(batch: pa.Table, defaults: Defaults) -> Iterator[pa.Table]:
    """The articles of files, a few at a time."""
    rows: list[Row] = []
    for file in batch["file"].to_pylist():
        for where, found in read_outcomes(file, defaults):
            if isinstance(found, DataError):
                rows.append({"where": where, "problem": found.message, "remedy": found.remedy or ""})
            else:
                rows.append({"where": where, **{name: getattr(found, name) for name in _NAMES}})
            if len(rows) == _BATCH:
                yield pa.Table.from_pylist(rows, schema=_READ)
                rows = []
    yield pa.Table.from_pylist(rows, schema=_READ)


class _Actor:
    """A coder of the cluster: Arrow in, Arrow out."""

    def __init__(self, coder: Coder, held: set[bytes]) -> None:
        self.coder = coder
        self.held = held
        self.worker = Worker(coder)

    def __call__(self, batch: pa.Table) -> pa.Table:
        """The batch with a record or an error for each article that is not held."""
        rows = batch.to_pylist()
        articles = [(row, _article(row)) for row in rows if row["problem"] is None]
        new = [(row, article) for row, article in articles if not self._holds(article)]
        results = self.worker.code([article for _, article in new])
        for (row, _), result in zip(new, results, strict=True):
            if isinstance(result, Failed):
                row["error"] = result.error
            else:
                row["record"] = row_of(result)["record"]
        return pa.Table.from_pylist(rows, schema=_DONE)

    def _holds(self, article: Article) -> bool:
        return key(article.id, self.coder.name, self.coder.version, article.sha256) in self.held


def _article(row: Row) -> Article:
    return Article(**{name: row[name] for name in _NAMES})


def _result(row: Row, once: Once) -> Row | Failed | Problem | None:
    """What came of an article, or None where it was there before."""
    if row["problem"] is not None:
        return Problem(row["where"], row["problem"], row["remedy"])
    article = _article(row)
    try:
        if not once.note(article, row["where"]):
            return None
    except DataError as error:
        return Problem(row["where"], error.message, error.remedy or "")
    if row["error"] is not None:
        return Failed(article, row["error"])
    if row["record"] is None:
        return None
    coder = json.loads(row["record"])["coder"]
    return {
        "article_id": article.id,
        "coder_name": coder["name"],
        "coder_version": coder["version"],
        "sha256": article.sha256,
        "text": article.text,
        "record": row["record"],
    }
