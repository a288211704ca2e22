"""What comparisons of coders come to before any figure is made of them.

What is kept of an article are small numbers for each pair of events, so that memory grows with the pairs and not with
the texts or rows.
"""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from exporter.agreement.codings import Said
from exporter.agreement.columns import Kind, compared, members, number
from exporter.agreement.pairing import between_coders

ANY_EVENT, EVENT = "any event", "event"
"""Besides the columns: whether an article holds an event at all, and whether an event was found by both."""


@dataclass
class Tally:
    """What has been compared so far.

    Attributes:
        kinds: The columns that are compared, and how.
    """

    kinds: Mapping[str, Kind] = field(default_factory=compared)
    codes: dict[str, dict[Any, int]] = field(init=False)
    values: dict[str, tuple[Any, Any]] = field(init=False)
    # For each pair of events the number of its comparison; for each comparison of two codings its facts.
    comparison: Any = field(default_factory=lambda: array("q"))
    events: list[tuple[int, int, int]] = field(default_factory=list)
    article: list[int] = field(default_factory=list)
    labels: dict[str, list[str | None]] = field(
        default_factory=lambda: {"pair": [], "month": [], "coded": []}
    )

    def __post_init__(self) -> None:
        self.codes = {name: {} for name in self.kinds}
        self.values = {
            name: (array("d"), array("d")) if kind is Kind.INTERVAL else (array("q"), array("q"))
            for name, kind in self.kinds.items()
        }

    def add(self, article: int, one: Said, other: Said) -> None:
        """Compare two codings of an article."""
        pairs = between_coders(one.rows, other.rows)
        number_of_this = len(self.article)
        self.article.append(article)
        self.events.append((len(one.rows), len(other.rows), len(pairs)))
        self.labels["pair"].append(f"{one.coder} / {other.coder}")
        self.labels["month"].append(f"{one.published:%Y-%m}")
        days = [day for day in (one.coded, other.coded) if day is not None]
        self.labels["coded"].append(f"{max(days):%Y-%m}" if len(days) == 2 else None)
        for i, j in pairs.items():
            self.comparison.append(number_of_this)
            for name, kind in self.kinds.items():
                for side, row in zip(self.values[name], (one.rows[i], other.rows[j]), strict=True):
                    side.append(self._code(name, kind, row.get(name)))

    def _code(self, name: str, kind: Kind, value: Any) -> float:
        if kind is Kind.INTERVAL:
            return number(value)
        known = self.codes[name]
        # That there is none is a value of its own: a coder who gives an actor differs from one who does not.
        return known.setdefault(members(value) if kind is Kind.SET else value, len(known))
