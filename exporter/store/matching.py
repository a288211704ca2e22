"""Which event of an earlier coding a new row is: one of the same kind, on the same days or at the same place."""

from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]


def match(old: Sequence[Row], new: Sequence[Row]) -> dict[int, int]:
    """Pair new rows with old ones, one to one, the best agreement first.

    Returns:
        The index of the old row for the index of each new row that has one.
    """
    scored = [
        (score, number, other)
        for number, row in enumerate(new)
        for other, known in enumerate(old)
        if (score := agreement(known, row)) > 0
    ]
    scored.sort(key=lambda item: (-item[0], item[1], item[2]))
    pairs: dict[int, int] = {}
    for _, number, other in scored:
        if number not in pairs and other not in pairs.values():
            pairs[number] = other
    return pairs


def agreement(old: Row, new: Row) -> int:
    """How much two rows agree; 0 where they cannot be the same event."""
    if old["iso3"] != new["iso3"] or old["event_type"] != new["event_type"]:
        return 0
    days: bool = old["event_date"] <= new["event_date_end"] and new["event_date"] <= old["event_date_end"]
    place: bool = old["location"] == new["location"]
    if not days and not place:
        return 0
    alike = ("sub_event_type", "actor1", "actor2", "fatalities", "event_date")
    shared = sum(bool(old[name] == new[name]) for name in alike)
    return 1 + 2 * days + 2 * place + shared
