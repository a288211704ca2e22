"""Sheets that were renamed, deleted, copied, widened or moved about: found again, or told."""

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl.utils import get_column_letter

from exporter.errors import DataError
from exporter.sheets import read_workbook
from exporter.sheets.parts import CARRIED
from tests.sheets.filling import BLAST, KABUL, OTHER, Filling, made, read, told

HERAT = replace(KABUL, id="herat-1")


def test_a_renamed_sheet_is_found_by_its_article(tmp_path: Path) -> None:
    def fill(page: Filling) -> None:
        page.event(**BLAST)
        page.sheet().title = "my work"

    found = read(tmp_path, fill)
    assert not found.problems
    assert [sheet.name for sheet in found.sheets] == ["my work"]


def test_a_sheet_that_is_gone_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    def fill(page: Filling) -> None:
        page.event(article_id=HERAT.id, **BLAST)
        page.book.remove(page.sheet())

    found = read(tmp_path, fill, KABUL, HERAT)
    assert [(one.sheet, one.cell) for one in found.problems] == [("1 kabul-1", None)]
    assert "is gone" in found.problems[0].message
    assert found.errors
    assert [sheet.article.id for sheet in found.sheets] == ["herat-1"]


def test_of_two_sheets_of_one_article_none_is_read(tmp_path: Path) -> None:
    def fill(page: Filling) -> None:
        page.event(**BLAST)
        page.book.copy_worksheet(page.sheet())

    found = read(tmp_path, fill)
    assert "several sheets" in found.problems[0].message
    assert found.sheets == ()


def test_a_sheet_of_notes_is_let_alone(tmp_path: Path) -> None:
    def fill(page: Filling) -> None:
        page.event(**BLAST)
        page.book.create_sheet("notes")["B2"] = "to do"
        page.book.create_sheet("empty")

    found = read(tmp_path, fill)
    assert [(one.sheet, one.severity) for one in found.problems] == [("notes", "warning")]
    assert not found.errors
    assert len(found.sheets[0].events) == 1


def test_a_sheet_of_another_workbook_or_of_nobody_is_told(tmp_path: Path) -> None:
    filling = Filling(made(tmp_path, KABUL, HERAT))
    sheets = filling.sheet(), filling.sheet(HERAT.id)
    sheets[0]["D1"], sheets[1]["D1"] = "another", None
    found = [one.message for one in read_workbook(filling.save()).problems]
    assert any("another, is none of this workbook" in message for message in found)
    assert any("does not say of which article" in message for message in found)


@pytest.mark.parametrize("title", ["Article", "coded?", "event", "remark"])
def test_titles_that_read_like_labels(tmp_path: Path, title: str) -> None:
    found = read(tmp_path, lambda page: page.event(**BLAST), replace(KABUL, title=title))
    assert not found.problems
    assert len(found.sheets[0].events) == 1


def test_rows_and_columns_may_be_moved(tmp_path: Path) -> None:
    def fill(page: Filling) -> None:
        page.event(**BLAST)
        page.quote(1, "fatalities", "at least nine")
        sheet = page.sheet()
        # Everything two rows down and three columns to the right, and two columns in each other's place.
        sheet.move_range(f"A1:{get_column_letter(sheet.max_column)}{sheet.max_row}", rows=2, cols=3)
        header = next(r for r in range(1, 12) if sheet.cell(r, 6).value == "event")
        columns = {c.value: c.column for c in sheet[header] if c.value}
        for row in (header, header + 1):
            one, two = (sheet.cell(row, columns[name]) for name in ("notes", "event_date"))
            one.value, two.value = two.value, one.value
            one.number_format, two.number_format = two.number_format, one.number_format

    found = read(tmp_path, fill)
    assert not found.problems
    event = found.sheets[0].events[0]
    assert event.values["event_date"] == BLAST["event_date"] and event.values["notes"] == BLAST["notes"]
    assert event.evidence["fatalities"][0].quote == "at least nine"


def test_rows_that_were_put_in_are_read(tmp_path: Path) -> None:
    def fill(page: Filling) -> None:
        page.sheet().insert_rows(8, 30)
        page.event(row=25, **BLAST)

    found = read(tmp_path, fill)
    assert not found.problems
    assert len(found.sheets[0].events) == 1


def test_an_added_column_is_told_and_the_rows_are_taken(tmp_path: Path) -> None:
    def fill(page: Filling) -> None:
        page.event(**BLAST)
        sheet = page.sheet()
        sheet.cell(5, 40).value, sheet.cell(6, 40).value = "my notes", "unsure"
        sheet.cell(6, 42).value = "loose"

    found = read(tmp_path, fill)
    assert told(found) == [
        ("AN5", "my notes", "it is no column of the codebook and was not read"),
        ("AP6", None, "it stands in no column and was not read"),
    ]
    assert len(found.sheets[0].events) == 1


@pytest.mark.parametrize(("column", "taken"), [("tags", 1), ("notes", 0), ("event", 1)])
def test_a_column_that_is_gone_is_told(tmp_path: Path, column: str, taken: int) -> None:
    def fill(page: Filling) -> None:
        page.event(**BLAST)
        cell = page.cell(column)
        page.sheet().delete_cols(cell.column)

    found = read(tmp_path, fill)
    assert f"the column {column} is gone" in [message for _, _, message in told(found)]
    assert len(found.sheets[0].taken) == taken


def test_a_column_that_stands_twice_is_told(tmp_path: Path) -> None:
    def fill(page: Filling) -> None:
        page.event(**BLAST)
        page.sheet().cell(5, 40).value = "Notes"

    found = read(tmp_path, fill)
    assert [cell for cell, _, _ in told(found)] == ["AN5"]
    assert found.sheets == ()


@pytest.mark.parametrize(
    ("what", "message"), [("header", "no header"), ("quotes", "table of quotes is gone")]
)
def test_a_header_that_is_gone_is_told(tmp_path: Path, what: str, message: str) -> None:
    def fill(page: Filling) -> None:
        page.event(**BLAST)
        sheet = page.sheet()
        row = 5 if what == "header" else next(r for r in range(20, 60) if sheet.cell(r, 6).value == "quote")
        sheet.delete_rows(row)

    found = read(tmp_path, fill)
    assert any(message in one for _, _, one in told(found))
    assert found.errors and not found.waiting


def test_merged_cells_are_told_and_their_rows_wait(tmp_path: Path) -> None:
    def fill(page: Filling) -> None:
        for row in (1, 2, 3):
            page.event(row=row, **BLAST)
        page.quote(1, "fatalities", "nine")
        page.sheet().merge_cells(
            f"{page.cell('location', 2).coordinate}:{page.cell('country', 3).coordinate}"
        )

    found = read(tmp_path, fill)
    assert [typed.number for typed in found.sheets[0].taken] == [1]
    assert any("merged cells" in message for _, _, message in told(found))
    assert [row.cells["event"] for row in found.sheets[0].rows] == [2, 3]


def test_a_workbook_that_has_lost_its_articles_is_told(tmp_path: Path) -> None:
    filling = Filling(made(tmp_path))
    filling.book.remove(filling.book[CARRIED])
    with pytest.raises(DataError, match="hidden sheet of articles"):
        read_workbook(filling.save())


def test_the_hidden_sheet_may_be_renamed_but_not_changed(tmp_path: Path) -> None:
    filling = Filling(made(tmp_path, KABUL, OTHER))
    hidden = filling.book[CARRIED]
    hidden.title = "what is this"
    hidden["A2"] = hidden["A2"].value.replace("nine", "nineteen")
    filling.event(article_id=OTHER.id, notes="n")
    found = read_workbook(filling.save())
    assert (found.problems[0].sheet, found.problems[0].cell) == ("what is this", "A2")
    assert [sheet.article for sheet in found.sheets] == [OTHER]


@pytest.mark.parametrize(
    "change",
    [
        ('"taken":[]', '"taken":[{}]'),
        ('"taken":[]', '"taken":[{"number":1,"values":{"notes":"n"},"evidence":{},"event\\u005fid":null}]'),
        (
            '"taken":[]',
            '"taken":[{"number":1,"values":{},"evidence":{"notes":[[5,999999]]},"event\\u005fid":null}]',
        ),
        ('"taken":[]', '"taken":7'),
        ('"article":{', '"artikel":{'),
        ("{", "["),
        ("2020-06-03", "2020-06-33"),
    ],
)
def test_what_is_carried_is_not_trusted(tmp_path: Path, change: tuple[str, str]) -> None:
    filling = Filling(made(tmp_path))
    hidden = filling.book[CARRIED]
    assert change[0] in hidden["A2"].value
    hidden["A2"] = hidden["A2"].value.replace(*change)
    filling.coded()
    found = read_workbook(filling.save())
    assert found.errors and found.sheets == ()
