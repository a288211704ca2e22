"""Where coders differ on an article, as a list for the person who decides."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from exporter.agreement.codings import Said
from exporter.agreement.columns import SETS, members
from exporter.agreement.pairing import Row, between_coders

CORE = ("event_type", "sub_event_type", "event_date", "event_date_end", "actor1", "actor2", "country", "location",
        "fatalities")  # fmt: skip
"""The columns whose differences make a dispute where nobody says which."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """What two coders differ in on one article.

    Attributes:
        article_id: The article.
        coders: The two.
        differences: A row for each column of an event found by both that they code differently.
        alone: For each coder the events that only this one found, in a few words.
    """

    article_id: str
    coders: tuple[str, str]
    differences: tuple[dict[str, Any], ...]
    alone: tuple[tuple[str, ...], tuple[str, ...]]

    @property
    def why(self) -> str:
        """The reason in one line, for the queue."""
        said = []
        columns = list(dict.fromkeys(row["column"] for row in self.differences))
        if columns:
            said.append(f"differ in {', '.join(columns)}")
        said += [
            f"only {coder} has {'; '.join(events)}"
            for coder, events in zip(self.coders, self.alone, strict=True)
            if events
        ]
        return f"{' and '.join(self.coders)}: {'; '.join(said)}"

    def record(self) -> dict[str, Any]:
        """As a plain JSON record."""
        return {
            "article_id": self.article_id,
            "coders": list(self.coders),
            "why": self.why,
            "differences": list(self.differences),
            "alone": {coder: list(events) for coder, events in zip(self.coders, self.alone, strict=True)},
        }


def disputes(articles: Iterable[Collection[Said]], columns: Collection[str] = CORE) -> Iterator[Dispute]:
    """The articles on which two coders differ, in one of the columns or in which events there are."""
    for codings in articles:
        for one, other in combinations(sorted(codings, key=lambda said: said.coder), 2):
            if one.sha256 == other.sha256:
                found = _dispute(one, other, columns)
                if found.differences or any(found.alone):
                    yield found


def in_words(row: Row) -> str:
    """An event in a few words."""
    return f"{row['sub_event_type']} on {row['event_date']} in {row['location']}"


def _dispute(one: Said, other: Said, columns: Collection[str]) -> Dispute:
    pairs = between_coders(one.rows, other.rows)
    differences = [
        {"event": in_words(one.rows[i]), "column": name, one.coder: a, other.coder: b}
        for i, j in pairs.items()
        for name in columns
        if not _same(name, a := one.rows[i].get(name), b := other.rows[j].get(name))
    ]
    alone = _alone(one.rows, pairs.keys()), _alone(other.rows, pairs.values())
    return Dispute(one.article_id, (one.coder, other.coder), tuple(differences), alone)


def _same(name: str, a: Any, b: Any) -> bool:
    return members(a) == members(b) if name in SETS else bool(a == b)


def _alone(rows: Sequence[Row], found: Collection[int]) -> tuple[str, ...]:
    return tuple(in_words(row) for at, row in enumerate(rows) if at not in found)
