"""What reviewers see of their coders: how far they agree, and how their work stands to what was decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from exporter.agreement import agreement, grouped, said, score
from exporter.agreement.evaluate import Rows, decided
from exporter.agreement.score import Score, common
from exporter.errors import UsageError
from exporter.store import Store

BY = {
    "all": "All together",
    "pair": "By pair of coders",
    "month": "By month of publication",
    "coded": "By month of coding",
}
"""What agreement is shown by, and how that is called."""


@dataclass(frozen=True, slots=True)
class Group:
    """The agreement of some comparisons: a row of the table of agreement for each column."""

    name: str
    rows: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """What the page shows.

    Attributes:
        by: What agreement is told by.
        groups: The tables of agreement; none where nobody coded what another coded.
        scores: Each person's work against what thirds have decided.
    """

    by: str
    groups: list[Group]
    scores: dict[str, Score]


def agreement_page(store: Store, by: str) -> AgreementPage:
    """How far the people of a store agree.

    Raises:
        UsageError: There is no such grouping.
        MissingExtraError: The packages that measure agreement are not installed.
    """
    if by not in BY:
        raise UsageError(f"There is no agreement by {by!r}.", f"Choose one of {', '.join(BY)}.")
    doubles = store.codings(several=True, by="people")
    found = agreement(
        grouped(said(record, at.date()) for record, at in doubles),
        by=[by],
        table=store.project.table("events"),
    )
    groups = [
        Group(str(name), rows.to_dicts())
        for (name,), rows in found.partition_by("group", as_dict=True, maintain_order=True).items()
    ]
    return AgreementPage(by, groups, dict(_scores(store)))


def _scores(store: Store) -> Iterator[tuple[str, Score]]:
    right = decided(store)
    coded: dict[str, Rows] = {}
    wanted = {gold.article_id for gold in right}
    for record, _ in store.codings(by="people"):
        one = said(record)
        if one.article_id in wanted:
            coded.setdefault(one.coder, {})[one.article_id] = list(one.rows)
    for person in sorted(coded):
        yield person, score(common(right, coded[person]), coded[person])
