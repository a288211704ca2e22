"""The HTML pages, from the templates. Text from data is escaped by the templates; nothing here builds HTML.

Each page stands by itself: style and script are written into it, and its policy lets run what is written there
and nothing else, and loads nothing. So pages work from a disk as from any server.
"""

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from exporter.catalogue.changes import Changes
from exporter.catalogue.cite import cite
from exporter.catalogue.drawing import Drawing
from exporter.catalogue.entry import Entry, Listed
from exporter.catalogue.found import Dataset
from exporter.catalogue.reading import readings
from exporter.catalogue.scale import MONTHS
from exporter.releases.partitions import FILE

TEMPLATES = Path(__file__).with_name("templates")


@dataclass(frozen=True, slots=True)
class Shelf:
    """A dataset with what its pages show beyond the entries.

    Attributes:
        dataset: The dataset.
        changes: What each version changed, newest first.
        values: The first values that the newest version changed.
        drawing: The charts of the newest version; none where it has no events.
    """

    dataset: Dataset
    changes: tuple[Changes, ...]
    values: tuple[tuple[str, ...], ...]
    drawing: Drawing | None


def front_page(shelves: Sequence[Shelf], title: str) -> str:
    """The page that lists the datasets."""
    return _templates().get_template("index.html").render(shelves=shelves, site=title)


def release_page(shelf: Shelf, number: int | None, files: str, title: str) -> str:
    """The page of a version, or of the dataset, which shows its newest version and lists all.

    Args:
        shelf: The dataset.
        number: Which version, 0 the newest; none for the page of the dataset.
        files: Address of the folder with the release's files, relative to the page.
        title: Heading of the front page.
    """
    entries = shelf.dataset.entries
    at = number or 0
    entry = entries[at]
    return _templates().get_template("release.html").render(
        site=title,
        shelf=shelf,
        dataset=shelf.dataset,
        entry=entry,
        is_dataset=number is None,
        is_newest=at == 0,
        newer=entries[at - 1] if at else None,
        older=entries[at + 1] if at + 1 < len(entries) else None,
        changes=shelf.changes[at],
        drawing=shelf.drawing if at == 0 else None,
        values=shelf.values if at == 0 else (),
        citation=cite(entry),
        readings=readings(entry),
        groups=_groups(entry),
        tables=_tables(entry),
        files=files,
        json_ld=_json_ld(entry),
    )  # fmt: skip


_TABLES = ("events", "sources", "evidence", "deletions", "changes")
_GROUPS = ("Tables", "Documentation", "Code lists", "Schemas", "Metadata, loaders and checksums")


def _groups(entry: Entry) -> list[tuple[str, list[Listed]]]:
    """The files by what they are for, each in one group; the tables in the order of their use."""
    groups: dict[str, list[Listed]] = {name: [] for name in _GROUPS}
    for file in entry.files:
        # There may be thousands of partitions, and their list is among the tables.
        if PurePosixPath(file.path).name != FILE:
            groups[_group(file.path)].append(file)
    order = {name: number for number, name in enumerate(_TABLES)}
    groups["Tables"].sort(key=lambda file: order.get(file.path.split(".")[0], len(order)))
    return [(name, files) for name, files in groups.items() if files]


def _group(path: str) -> str:
    if path in {"README.md", "CHANGES.md", "dictionary.md", "dictionary.csv"}:
        return "Documentation"
    if path.startswith("codelists/"):
        return "Code lists"
    if path.startswith("schemas/"):
        return "Schemas"
    return "Tables" if "/" not in path and path.endswith((".parquet", ".csv")) else _GROUPS[-1]


def _tables(entry: Entry) -> dict[str, list[dict[str, object]]]:
    """The rows of the dictionary by table, with the allowed values taken apart."""
    tables: dict[str, list[dict[str, object]]] = {}
    for row in entry.dictionary:
        allowed = row.get("allowed")
        values = allowed.split("; ") if allowed else []
        tables.setdefault(row["table"], []).append({**_UNSAID, **row, "values": values})
    return tables


_UNSAID = dict.fromkeys(("unit", "codelist", "filled", "minimum", "maximum", "example"), "")
"""What the dictionary of a release may leave out."""


def _json_ld(entry: Entry) -> Markup | None:
    """The release's description for search engines, with nothing in it that could end the element."""
    try:
        told = json.loads(entry.texts.get("dataset.jsonld", "null"))
    except ValueError:
        return None
    if told is None:
        return None
    text = json.dumps(told).translate({ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&"})
    return Markup(text)  # noqa: S704 (no character of markup is left)


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style, script = (_asset(name) for name in ("catalogue.css", "catalogue.js"))
    environment.globals.update(
        style=style,
        script=script,
        policy=(
            f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; img-src data:; "
            "base-uri 'none'; form-action 'none'"
        ),
    )
    environment.filters.update(
        number=lambda value: f"{value:,}",
        size=_size,
        day=_day,
        period=_period,
        share=_share,
        address=quote,
        percent=lambda value: f"{value * 100:.4g}%",
    )
    return environment


def _asset(name: str) -> Markup:
    return Markup("\n" + (TEMPLATES / name).read_text(encoding="utf-8"))  # noqa: S704 (our own)


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _share(text: str) -> str:
    """A share as per cent, so that hardly any is not none and nearly all is not all."""
    try:
        share = float(text)
    except ValueError:
        return text
    return f"{share:.0%}" if 0.01 <= share <= 0.99 or share in {0, 1} else f"{share:.1%}"


def _size(number: int) -> str:
    if number < 1000:
        return f"{number} B"
    value, unit = next((number / 10**p, u) for p, u in ((9, "GB"), (6, "MB"), (3, "kB")) if number >= 10**p)
    return f"{value:.0f} {unit}" if value >= 10 else f"{value:.1f} {unit}"


def _day(text: str | None) -> str:
    """An ISO day or instant as people write days; what is none, as it is."""
    try:
        day = date.fromisoformat((text or "")[:10])
    except ValueError:
        return text or ""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _period(entry: Entry) -> str:
    """The years that the events cover."""
    first, last = (entry.first or "")[:4], (entry.last or "")[:4]
    return first if first == last else f"{first}–{last}"
