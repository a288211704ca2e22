"""Workbooks as people fill them in, with openpyxl."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from exporter.articles.article import Article
from exporter.sheets import new_workbook, read_workbook
from exporter.sheets.parts import COLUMNS, EVENT, QUOTE
from exporter.sheets.read import Read
from tests.store.codings import article

KABUL = Article(
    "kabul-1",
    "Blast at market in Kabul kills at least nine\n\nA bomb exploded in a crowded market in Kabul on Tuesday, "
    "killing at least nine\npeople and wounding 20 others, police said. Nobody claimed the attack in Kabul.",
    date(2020, 6, 3),
    "Example News",
    "Blast at market in Kabul kills at least nine",
)

BLAST: dict[str, Any] = {
    "event_date": date(2020, 6, 2),
    "sub_event_type": "Remote explosive/landmine/IED",
    "actor1": "Unidentified Armed Group (Afghanistan)",
    "actor1_type": "Political militia",
    "actor2": "Civilians (Afghanistan)",
    "actor2_type": "Civilians",
    "fatalities": 9,
    "fatalities_low": 9,
    "country": "Afghanistan",
    "location": "Kabul",
    "latitude": 34.52813,
    "longitude": 69.17233,
    "geo_precision": "place",
    "notes": "A bomb killed at least nine people at a market in Kabul.",
}
"""What a person needs to type of a blast; the rest follows."""


def made(folder: Path, *articles: Article) -> Path:
    """A new workbook."""
    path = folder / "coding.xlsx"
    new_workbook(articles or (KABUL,), path)
    return path


class Filling:
    """An open workbook; `at` finds the sheet of an article."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = openpyxl.load_workbook(path)

    def sheet(self, article_id: str = KABUL.id) -> Any:
        return next(ws for ws in self.book.worksheets if ws["D1"].value == article_id)

    def cell(self, column: str, row: int = 1, article_id: str = KABUL.id) -> Any:
        """The cell of a column in the so-many-th row of events."""
        sheet = self.sheet(article_id)
        header = next(r for r in range(1, 30) if COLUMNS[0] in [c.value for c in sheet[r]])
        at = [c.value for c in sheet[header]].index(column) + 1
        return sheet.cell(header + row, at)

    def event(self, row: int = 1, article_id: str = KABUL.id, **values: Any) -> None:
        for column, value in values.items():
            self.cell(column, row, article_id).value = value

    def quote(
        self, number: Any, column: Any, words: Any, row: int = 1, at: Any = None, article_id: str = KABUL.id
    ) -> None:
        sheet = self.sheet(article_id)
        header = next(r for r in range(20, sheet.max_row) if QUOTE in [c.value for c in sheet[r]])
        places = {c.value: c.column for c in sheet[header] if c.value}
        for name, value in ((EVENT, number), ("column", column), ("at", at), (QUOTE, words)):
            sheet.cell(header + row, places[name]).value = value

    def coded(self, word: Any = "yes", article_id: str = KABUL.id) -> None:
        self.sheet(article_id)["D2"] = word

    def save(self, name: str | None = None) -> Path:
        path = self.path.with_name(name) if name else self.path
        self.book.save(path)
        return path


def read(folder: Path, fill: Callable[[Filling], Any], *articles: Article) -> Read:
    """What is read of a new workbook that was filled in so; the rest goes to `rest.xlsx`."""
    filling = Filling(made(folder, *articles))
    fill(filling)
    return read_workbook(filling.save(), rest=folder / "rest.xlsx")


def told(found: Read) -> list[tuple[str | None, str | None, str]]:
    """Cell, column and message of every problem."""
    return [(one.cell, one.column, one.message) for one in found.problems]


OTHER = article("ağdam-1")
