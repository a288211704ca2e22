"""What a release says of the one before: CHANGES.md for reading, and the changed values as a table."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from exporter.releases.compare import Comparison
from exporter.releases.files import write_csv, write_parquet
from exporter.releases.markdown import literal, markdown_table
from exporter.releases.rows import CHANGES

SHOWN = 1000
"""Deletions, and changes of the codebook, up to this number stand in CHANGES.md."""

_BY = {"country": "Country", "year": "Year", "event_type": "Event type"}

_HEAD = "# Changes\n"

_FIRST = f"""{_HEAD}
This is the first release of the dataset; there is none before it to compare it with. `changes.parquet` and
`changes.csv` are empty.
"""

_ROWS = """
Every changed value stands in `changes.parquet` and `changes.csv` (`event_id`, `change`, `column`, `old`, `new`).
`recorded_at` and `updated_at` alone are no change.
"""


def write_changes(folder: Path, found: Comparison | None, metadata: Mapping[str, str]) -> tuple[Path, ...]:
    """Write CHANGES.md, changes.parquet and changes.csv of a release; without a comparison, of a first one."""
    rows = pl.DataFrame(schema=CHANGES) if found is None else found.changes
    text = _FIRST if found is None else changes_markdown(found) + _ROWS
    (folder / "CHANGES.md").write_text(text, encoding="utf-8", newline="\n")
    write_changes_table(rows, folder / "changes.parquet", metadata)
    write_changes_table(rows, folder / "changes.csv")
    return folder / "CHANGES.md", folder / "changes.csv", folder / "changes.parquet"


def write_changes_table(rows: pl.DataFrame, path: Path, metadata: Mapping[str, str] | None = None) -> None:
    """Write the changed values as Parquet or CSV, as the path says."""
    if path.suffix == ".parquet":
        write_parquet(rows, path, metadata or {})
    else:
        write_csv(rows, path)


def changes_markdown(found: Comparison) -> str:
    """A comparison for reading, as Markdown."""
    parts = [_HEAD, f"{literal(summary(found))}\n", f"{literal(reason(found))}\n"]
    if not found.schema.is_empty():
        parts.append(_section("Codebook", _schema(found)))
    if not found.deletions.is_empty():
        parts.append(_section("Deleted events", _deletions(found)))
    if not found.columns.is_empty():
        counts = [(literal(name), f"{events:,}") for name, events in found.columns.iter_rows()]
        parts.append(_section("Changed values", [("Column", "Events"), *counts]))
    touched = found.companions.filter(pl.col("added") + pl.col("removed") > 0)
    if not touched.is_empty():
        rows = [(name, f"{came:,}", f"{went:,}") for name, came, went in touched.iter_rows()]
        parts.append(_section("Other tables", [("Table", "Rows added", "Rows removed"), *rows]))
    parts += [_counted(found, by) for by in _BY]
    return "\n".join(part for part in parts if part)


def summary(found: Comparison) -> str:
    """The numbers in a sentence."""
    return (
        f"{found.new} against {found.old}: {_events(found.added)} added, {found.deleted:,} deleted, "
        f"{found.changed:,} changed, {found.unchanged:,} as they were."
    )


def reason(found: Comparison) -> str:
    """Which part of the version the changes raise, and why."""
    match found.level:
        case "major":
            first = found.schema.filter("breaking").row(0, named=True)
            return f"A major version: {first['place']}: {first['change']}{_others(found)}."
        case "minor":
            came = [f"{_events(found.added)} added"] if found.added else []
            went = [f"{_events(found.deleted)} deleted"] if found.deleted else []
            grew = ["the codebook extended"] if not found.schema.is_empty() else []
            return f"A minor version: {' and '.join(came + went + grew)}."
        case "patch":
            what = f"values of {_events(found.changed)}" if found.changed else "sources or evidence only"
            return f"A patch: {what} corrected."
        case None:
            return "Nothing has changed."


def _events(count: int) -> str:
    return "1 event" if count == 1 else f"{count:,} events"


def _others(found: Comparison) -> str:
    more = found.schema["breaking"].sum() - 1
    return f", and {more:,} more breaking in the codebook" if more else ""


def _section(title: str, rows: Sequence[tuple[str, ...]]) -> str:
    lines = [f"## {title}", "", *markdown_table(rows[: SHOWN + 1]), ""]
    if len(rows) > SHOWN + 1:
        lines += [f"And {len(rows) - SHOWN - 1:,} more.", ""]
    return "\n".join(lines)


def _schema(found: Comparison) -> list[tuple[str, ...]]:
    rows = [
        (literal(row["place"]), row["change"], "breaking" if row["breaking"] else "compatible",
         literal(row["old"]), literal(row["new"]))
        for row in found.schema.head(SHOWN).iter_rows(named=True)
    ]  # fmt: skip
    return [("Where", "Change", "Kind", "Before", "Now"), *rows]


def _deletions(found: Comparison) -> list[tuple[str, ...]]:
    rows = [tuple(literal(cell) for cell in row) for row in found.deletions.iter_rows()]
    return [("Event", "Reason", "Replaced by"), *rows]


def _counted(found: Comparison, by: str) -> str:
    """The counts of the values with which something happened."""
    moved = (pl.col("added") + pl.col("deleted") + pl.col("changed") > 0) | (pl.col("old") != pl.col("new"))
    counts = found.counts.filter(pl.col("by") == by).filter(moved)
    if counts.is_empty():
        return ""
    rows = [
        (literal(row["value"]) or "(missing)",
         *(f"{row[name]:,}" for name in ("old", "new", "added", "deleted", "changed")))
        for row in counts.iter_rows(named=True)
    ]  # fmt: skip
    head = (_BY[by], "Before", "Now", "Added", "Deleted", "Changed")
    return _section(f"By {_BY[by].lower()}", [head, *rows])
