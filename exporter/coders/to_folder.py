"""Coding into a folder of partitions, here or on a cluster; both leave the same rows in the same order."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from exporter.articles.article import Article
from exporter.articles.places import files_at, is_address
from exporter.articles.read import Defaults, Problem
from exporter.coders.base import Coder
from exporter.coders.engines import Engine, Failed, Processes
from exporter.coders.partitions import Folder, Row, Tally, key, row_of
from exporter.coders.run import engine_for
from exporter.errors import UsageError


def code_to_folder(
    articles: Iterable[Article],
    coder: Coder,
    folder: Folder,
    *,
    jobs: int,
    on_failed: Callable[[Failed], None],
) -> Tally:
    """Code articles on this machine; those that the folder has codings of are passed over."""
    held = folder.has()
    new = (a for a in articles if key(a.id, coder.name, coder.version, a.sha256) not in held)
    # In a process of its own even where one is enough: what kills a coder is set aside.
    here = coder.name.startswith("model:")
    engine: Engine = engine_for(coder, jobs) if here else Processes(coder, jobs)
    results = (r if isinstance(r, Failed) else row_of(r) for r in engine.code(new))
    return folder.write(_told(results, on_failed))


def code_on_cluster(
    paths: Iterable[str],
    coder: Coder,
    folder: Folder,
    *,
    address: str | None,
    defaults: Defaults,
    on_failed: Callable[[Failed], None],
    on_problem: Callable[[Problem], None],
    each: Callable[[], None] | None = None,
) -> Tally:
    """Code the articles of Parquet and JSON Lines files on a Ray cluster.

    Raises:
        UsageError: The files or the cluster cannot be used, or the coder does its own concurrency.
        MissingExtraError: Ray is not installed.
    """
    from exporter.coders.engines.cluster import code_on_ray  # noqa: PLC0415 (heavy, and an extra)

    if coder.name.startswith("model:"):
        raise UsageError(
            "The model coder asks its server many times at once and needs no cluster.",
            "Leave --engine ray out; see --concurrency.",
        )
    files = [file for path in paths for file in files_at(path if is_address(path) else _local(path))]

    def rows() -> Iterator[Row | Failed]:
        found = code_on_ray(files, coder, defaults, address=address, held=folder.has())
        for result in found:
            if each:
                each()
            if isinstance(result, Problem):
                on_problem(result)
            else:
                yield result

    return folder.write(_told(rows(), on_failed))


def _told(results: Iterable[Row | Failed], on_failed: Callable[[Failed], None]) -> Iterator[Row | Failed]:
    for result in results:
        if isinstance(result, Failed):
            on_failed(result)
        yield result


def _local(path: str) -> str:
    if path == "-":
        raise UsageError("A cluster cannot read standard input.", "Write the articles to a file first.")
    return str(Path(path).absolute())
