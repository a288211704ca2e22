"""Which events of two lists are the same event: one to one, those that agree in most fields first.

`against_gold` pairs coded rows with gold events and is the scorer's rule: the same event type and at least one of
date, place (not the country alone) and an actor. `between_coders` pairs the rows of two coders by the same rule,
and then those that are left and share the days and the place or an actor, whatever their types: without these,
two coders could never differ in the type.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import product
from typing import Any

from exporter.agreement.names import same_name

Row = Mapping[str, Any]
Hits = dict[str, bool]

FIELDS = (
    "event_type",
    "sub_event_type",
    "event_date",
    "country",
    "location",
    "admin1",
    "actor1",
    "actor2",
    "fatalities",
)
"""What is compared, in the order of reports."""

_ANCHORS = ("event_date", "location", "actor1", "actor2")
_PLACES = ("location", "admin1", "admin2", "admin3")
_ACTORS = ("actor1", "actor2", "assoc_actor_1", "assoc_actor_2")


def against_gold(
    gold: Sequence[Row], rows: Sequence[Row], *, empty_counts: bool = False
) -> dict[int, tuple[int, Hits]]:
    """Pair gold events with coded rows.

    Args:
        gold: The events of a gold article.
        rows: What was coded.
        empty_counts: Whether a null in the gold says that the report gives no value, and is judged; otherwise it
            says nothing.

    Returns:
        For the index of each gold event that was found, the index of its row and which fields are right.
    """

    def similarity(event: Row, row: Row) -> tuple[int, Hits]:
        hits = judge(event, row, empty_counts=empty_counts)
        anchored = any(hits.get(name) for name in _ANCHORS)
        if not hits.get("event_type", True) or not anchored:
            return 0, hits
        return sum(hits.values()), hits

    return _paired(gold, rows, similarity)


def between_coders(one: Sequence[Row], other: Sequence[Row]) -> dict[int, int]:
    """Pair the rows of two coders: for the index of each row of one that has its like, the index of that."""

    def same_type(a: Row, b: Row) -> tuple[int, Hits]:
        hits = _common(a, b)
        fits = hits["event_type"] and any(hits[name] for name in _ANCHORS)
        return (sum(hits.values()) if fits else 0), hits

    def other_type(a: Row, b: Row) -> tuple[int, Hits]:
        hits = _common(a, b)
        fits = hits["event_date"] and any(hits[name] for name in ("location", "actor1", "actor2"))
        return (sum(hits.values()) if fits else 0), hits

    pairs = {i: j for i, (j, _) in _paired(one, other, same_type).items()}
    left = [i for i in range(len(one)) if i not in pairs]
    right = [j for j in range(len(other)) if j not in pairs.values()]
    if left and right:
        more = _paired([one[i] for i in left], [other[j] for j in right], other_type)
        pairs |= {left[i]: right[j] for i, (j, _) in more.items()}
    return dict(sorted(pairs.items()))


def judge(gold: Row, row: Row, *, empty_counts: bool = False) -> Hits:
    """Which fields of a coded row are right, of those that a gold event gives."""
    hits = {name: _right(name, gold[name], row) for name in FIELDS if gold.get(name) not in (None, [])}
    if empty_counts:
        hits |= {name: row.get(name) is None for name in FIELDS if name in gold and gold[name] is None}
        if gold.get("fatalities") is not None:  # and that nobody died is then not the same as nothing said
            hits["fatalities"] = row.get("fatalities") == gold["fatalities"]
    return {name: hits[name] for name in FIELDS if name in hits}


def _right(name: str, gold: Any, row: Row) -> bool:
    value = row.get(name)
    if name in ("event_type", "sub_event_type"):
        return value in gold
    if name == "event_date":
        return bool(value) and _near(days_of(row), (_day(gold[0]), _day(gold[1])))
    if name == "fatalities":
        return bool(int(value or 0) == gold)  # deaths that were not reported count as none
    if name == "location":
        return _any_named(row, _PLACES, gold)
    if name in ("actor1", "actor2"):  # either side counts, and who stands beside it
        return _any_named(row, _ACTORS, gold)
    # The country and the first division.
    return bool(value) and same_name(str(value), gold)


def _common(a: Row, b: Row) -> Hits:
    """In which fields two rows agree; neither is the measure of the other."""
    one, other = days_of(a), days_of(b)
    return {
        "event_type": a["event_type"] == b["event_type"],
        "sub_event_type": a["sub_event_type"] == b["sub_event_type"],
        "event_date": _near(one, other) or _near(other, one),
        "country": a["country"] == b["country"],
        "location": _shared("location", _PLACES, a, b),
        "actor1": _shared("actor1", _ACTORS, a, b),
        "actor2": _shared("actor2", _ACTORS, a, b),
        "fatalities": int(a.get("fatalities") or 0) == int(b.get("fatalities") or 0),
    }


def _shared(name: str, columns: Sequence[str], a: Row, b: Row) -> bool:
    return any(
        row.get(name)
        # Names in other scripts have no words that could be compared, but they can be the same.
        and (any(row[name] == other.get(c) for c in columns) or _any_named(other, columns, [row[name]]))
        for row, other in ((a, b), (b, a))
    )


def _any_named(row: Row, columns: Sequence[str], names: Sequence[str]) -> bool:
    return any(row.get(column) and same_name(str(row[column]), names) for column in columns)


def days_of(row: Row) -> tuple[date, date]:
    """The first and the last day of a row."""
    first = _day(row["event_date"])
    return first, _day(row.get("event_date_end") or first)


def _near(coded: tuple[date, date], wanted: tuple[date, date]) -> bool:
    """Whether two spans of days meet, and the first is not so long that it meets everything."""
    (start, end), (low, high) = coded, wanted
    return start <= high and end >= low and (end - start).days <= max(31, 2 * (high - low).days)


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def _paired(
    one: Sequence[Row], other: Sequence[Row], similarity: Callable[[Row, Row], tuple[int, Hits]]
) -> dict[int, tuple[int, Hits]]:
    scored = [(*similarity(a, b), i, j) for (i, a), (j, b) in product(enumerate(one), enumerate(other))]
    scored.sort(key=lambda item: (-item[0], item[2], item[3]))
    pairs: dict[int, tuple[int, Hits]] = {}
    taken: set[int] = set()
    for score, hits, i, j in scored:
        if score > 0 and i not in pairs and j not in taken:
            taken.add(j)
            pairs[i] = j, hits
    return pairs
