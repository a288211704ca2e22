"""What an evaluation is made of: what is right, and what coders say, from wherever either stands."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from exporter.agreement.codings import read_codings, said
from exporter.agreement.gold import Gold, gold_of
from exporter.agreement.pairing import Row
from exporter.agreement.score import Score, common, score
from exporter.articles import Article
from exporter.codebook.project import Project
from exporter.codebook.tables import Table
from exporter.coders.base import Coder
from exporter.coders.run import code
from exporter.errors import DataError, UsageError

if TYPE_CHECKING:
    from exporter.store import Store

Rows = dict[str, list[Row]]
"""The rows that a coder gives, by article."""


def decided(store: "Store") -> list[Gold]:
    """What third persons have decided in a store, as gold of those articles; nothing where nobody has yet."""
    return [gold_of(said(record)) for record, _ in store.codings(by="third")]


def from_files(paths: Sequence[Path], table: str | Table = "events") -> dict[str, Rows]:
    """What the coders of some files of coding records say, by coder; records of one article are put together.

    Args:
        paths: The files.
        table: The table of events, where a project adds to it: gold does not judge its columns.
    """
    found: dict[str, Rows] = {}
    for one in read_codings(paths, table):
        found.setdefault(one.coder, {}).setdefault(one.article_id, []).extend(one.rows)
    return found


def from_store(store: "Store", coder: str) -> Rows:
    """What a coder of a store says.

    Raises:
        UsageError: The store has nothing from this coder.
    """
    rows = {record["article"]["id"]: record["events"] for record, _ in store.codings(coder=coder)}
    if not rows:
        raise UsageError(f"The store has no codings by {coder!r}.", "Check the name of the coder.")
    return rows


def texts(gold: Sequence[Gold], articles: Iterable[Article] | None) -> list[Article]:
    """The articles of the gold, from elsewhere or from the gold file itself.

    Raises:
        UsageError: The text of a gold article is in neither.
    """
    known = {one.article_id: one.article for one in gold if one.article is not None}
    known |= {article.id: article for article in articles or ()}
    missing = [one.article_id for one in gold if one.article_id not in known]
    if missing:
        raise UsageError(
            f"The texts of {len(missing)} gold articles are not there, such as {missing[0]!r}.",
            "Give the articles with --articles; their ids must be those of the gold file.",
        )
    return [known[one.article_id] for one in gold]


def coded_now(articles: Iterable[Article], coder: Coder, project: Project | None = None) -> Rows:
    """What a coder says of articles now; `project` may add columns to the codebook."""
    found = code(articles, coder, project)
    return {coded.coding.article.id: coded.coding.record()["events"] for coded in found}


def scores(
    gold: Sequence[Gold], said: Mapping[str, Rows], *, coded_only: bool = False, empty_counts: bool = False
) -> dict[str, Score]:
    """The score of each coder.

    Raises:
        DataError: A coder has coded none of the gold articles.
    """
    found = {}
    for name, rows in said.items():
        judged = common(gold, rows) if coded_only else list(gold)
        if not judged:
            raise DataError(
                f"{name} has coded none of the gold articles.", "The ids of the articles must be the same."
            )
        found[name] = score(judged, rows, empty_counts=empty_counts)
    return found
