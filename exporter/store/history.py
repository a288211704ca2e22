"""The life of an event, from its revisions."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from exporter.store.further import COLUMN, read
from exporter.store.recording import Release

HISTORY: dict[str, Any] = {
    "revision": pl.Int64,
    "at": pl.Datetime("us"),
    "who": pl.String,
    "why": pl.String,
    "action": pl.String,
    "changes": pl.String,
    "releases": pl.String,
}


def life(revisions: Sequence[Mapping[str, Any]], releases: Sequence[Release]) -> pl.DataFrame:
    """A row per revision of one event (see `Store.history`), from the earliest on."""
    rows = []
    for number, row in enumerate(revisions):
        before = revisions[number - 1]["snapshot"] if number else None
        later = revisions[number + 1]["revision"] if number + 1 < len(revisions) else None
        changes = json.dumps(_changes(before, row["snapshot"]), ensure_ascii=False)
        held = _first_holding(row["revision"], later, releases)
        rows.append({**{name: row[name] for name in list(HISTORY)[:5]}, "changes": changes, "releases": held})
    return pl.DataFrame(rows, schema=HISTORY).with_columns(pl.col("at").dt.replace_time_zone("UTC"))


def _changes(before: str | None, after: str | None) -> dict[str, list[Any]]:
    """Old and new value of each column that a revision changed; nothing for the first and for a deletion."""
    if before is None or after is None:
        return {}
    old, new = json.loads(before), json.loads(after)
    was, now = (_values(state["events"][0]) for state in (old, new))
    changed = {
        name: [was.get(name), now.get(name)] for name in {**now, **was} if was.get(name) != now.get(name)
    }
    rows = {
        name: [len(old[name]), len(new[name])]
        for name in ("sources", "evidence")
        if old[name] != new[name]
    }  # fmt: skip
    return changed | rows


def _values(event: Mapping[str, Any]) -> dict[str, Any]:
    """All values of an event, those of a project's columns among them."""
    return {name: value for name, value in event.items() if name != COLUMN} | read(event.get(COLUMN))


def _first_holding(revision: int, later: int | None, releases: Sequence[Release]) -> str | None:
    """Of each dataset, the first release that holds this state; none where it was revised before."""
    first: dict[str, Release] = {}
    for release in releases:
        if revision <= release.last_revision and (later is None or release.last_revision < later):
            first.setdefault(release.dataset, release)
    return "; ".join(f"{name} {first[name].version}" for name in sorted(first)) or None
