"""What a new workbook offers: the text, dropdowns from the code lists, definitions as notes, locked cells."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from exporter.codebook.asked import asked
from exporter.codebook.codelists import codelist, codes
from exporter.errors import MissingExtraError, UsageError
from exporter.sheets import new_workbook, read_workbook, rest_of
from exporter.sheets.choices import declared
from exporter.sheets.parts import CARRIED, COLUMNS, GUIDE, LISTS, Sheet
from exporter.sheets.write import MOST_ARTICLES, write_workbook
from tests.sheets.filling import KABUL, OTHER, Filling, made


@pytest.fixture
def page(tmp_path: Path) -> Filling:
    return Filling(made(tmp_path))


def dropdown(page: Filling, cell: Any) -> list[str] | None:
    """What the list of a cell offers."""
    for one in page.sheet().data_validations.dataValidation:
        if one.type == "list" and cell.coordinate in one.sqref:
            if one.formula1.startswith('"'):
                return one.formula1.strip('"').split(",")
            name, _, place = one.formula1.partition("!")
            return [c.value for row in page.book[name][place.replace("$", "")] for c in row]
    return None


def test_every_column_that_people_are_asked_for_has_its_place(page: Filling) -> None:
    assert set(COLUMNS) == set(asked())
    assert {page.cell(name).row for name in COLUMNS} == {6}


@pytest.mark.parametrize("name", [name for name, one in declared().items() if one.listed])
def test_code_lists_are_dropdowns(page: Filling, name: str) -> None:
    listed = declared()[name].listed
    assert listed is not None
    offered = dropdown(page, page.cell(name))
    assert offered is not None and offered == dropdown(page, page.cell(name, 20))
    assert dropdown(page, page.cell(name, 21)) is None
    # A code stands for itself, or before its name.
    values = codes(*listed)
    assert len(offered) == len(set(values))
    assert all(
        shown == value or shown.startswith(f"{value} ") for shown, value in zip(offered, values, strict=True)
    )


def test_dropdowns_say_what_bare_codes_mean(page: Filling) -> None:
    assert "AFG Afghanistan" in (dropdown(page, page.cell("actor1_country")) or [])
    assert any(one.startswith("190 ") for one in dropdown(page, page.cell("cameo_code")) or [])
    assert dropdown(page, page.sheet()["D2"]) == ["yes", "no"]


@pytest.mark.parametrize("name", COLUMNS)
def test_definitions_are_notes(page: Filling, name: str) -> None:
    note = page.cell(name, 0).comment.text
    assert declared()[name].definition in note
    assert ("May be empty." in note) != declared()[name].required


def test_short_lists_are_defined_in_the_note_and_all_on_their_sheet(page: Filling) -> None:
    note = page.cell("time_precision", 0).comment.text
    for row in codelist("time_precisions").iter_rows(named=True):
        assert f"{row['code']}: {row['definition']}" in note
    told = {(r[0].value, r[1].value): r[2].value for r in page.book["Codes"].iter_rows(min_row=2)}
    for row in codelist("sub_event_types").iter_rows(named=True):
        assert told["sub_event_type", row["code"]] == row["definition"]


def test_only_cells_to_be_filled_in_are_open(page: Filling) -> None:
    sheet = page.sheet()
    assert sheet.protection.sheet and sheet.protection.password is None
    free = {c.coordinate for row in sheet.iter_rows() for c in row if not c.protection.locked}
    table = {page.cell(name, row).coordinate for name in COLUMNS for row in range(1, 21)}
    assert table | {"D2", "D3"} <= free
    quotes = {f"{letter}{row}" for letter in "CDEF" for row in range(28, 28 + 80)}
    assert free == table | quotes | {"D2", "D3"}
    assert all(page.book[name].protection.sheet for name in page.book.sheetnames)


def test_dates_are_dates_and_codes_are_text(page: Filling) -> None:
    assert page.cell("event_date").number_format == "yyyy-mm-dd"
    assert page.cell("cameo_code").number_format == "@"
    rules = page.sheet().data_validations.dataValidation
    kinds = {str(one.sqref).split(":")[0]: one.type for one in rules}
    assert kinds[page.cell("event_date").coordinate] == "date"
    assert kinds[page.cell("fatalities").coordinate] == "whole"
    assert kinds[page.cell("latitude").coordinate] == "decimal"


def test_the_text_stands_beside_the_events(page: Filling) -> None:
    sheet = page.sheet()
    lines = [sheet.cell(row, 1).value or "" for row in range(6, sheet.max_row + 1)]
    assert " ".join(" ".join(lines).split()) == " ".join(KABUL.text.split())
    assert max(map(len, lines)) <= 84
    assert sheet.freeze_panes == "B6"
    assert sheet["A1"].value == KABUL.title
    assert "Example News" in sheet["A2"].value


def test_a_first_sheet_says_how(page: Filling) -> None:
    guide = page.book.worksheets[0]
    assert guide.title == GUIDE
    words = "\n".join(str(c.value) for row in guide.iter_rows() for c in row if c.value)
    assert "exporter sheet read" in words and "1 kabul-1" in words
    assert [page.book[name].sheet_state for name in (LISTS, CARRIED)] == ["hidden", "veryHidden"]


def test_names_of_sheets_are_those_that_spreadsheets_take(tmp_path: Path) -> None:
    ids = ["a/b:c*?[d]'", "x" * 64, "X" * 64, "🕊" * 40, "History", "how to fill in", "\t", "123"]
    articles = [replace(KABUL, id=one) for one in ids]
    filling = Filling(made(tmp_path, *articles))
    names = filling.book.sheetnames[1 : len(ids) + 1]
    assert len({name.casefold() for name in names}) == len(ids)
    for name in names:
        assert len(name.encode("utf-16-le")) <= 62 and not set(name) & set("[]:*?/\\'")
    for one in articles:
        assert filling.sheet(one.id)


def test_text_never_becomes_a_formula_or_a_link(tmp_path: Path) -> None:
    text = '=HYPERLINK("https://example.org","x")\nhttps://example.org\n+1 -1 @A1\n' + "word " * 20_000
    path = made(tmp_path, replace(KABUL, text=text, title="=1+1", id="=A1"))
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[1]
    assert not any(c.data_type == "f" or c.hyperlink for row in sheet.iter_rows() for c in row)
    assert sheet["A6"].value == text.splitlines()[0]


def test_too_many_articles_and_none(tmp_path: Path) -> None:
    many = [Sheet(replace(OTHER, id=str(number))) for number in range(MOST_ARTICLES + 1)]
    with pytest.raises(UsageError, match="more than the 200"):
        write_workbook(many, tmp_path / "a.xlsx")
    with pytest.raises(UsageError, match="no articles"):
        write_workbook([], tmp_path / "a.xlsx")
    assert not list(tmp_path.iterdir())


def test_what_would_not_be_read_again_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from exporter.sheets import guard

    monkeypatch.setattr(guard, "MOST_CELLS", 1_000)
    with pytest.raises(UsageError, match="larger than what is read again"):
        made(tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        new_workbook([KABUL], tmp_path / "missing" / "a.xlsx")
    with pytest.raises(UsageError, match=r"does not end in \.xlsx"):
        new_workbook([KABUL], tmp_path / "a.xls")


def test_the_rest_goes_where_nothing_is_overwritten(tmp_path: Path) -> None:
    assert rest_of(tmp_path / "coding.xlsx").name == "coding.rejects.xlsx"
    (tmp_path / "coding.rejects.xlsx").touch()
    assert rest_of(tmp_path / "coding.xlsx").name == "coding.rejects-2.xlsx"
    assert rest_of(tmp_path / "coding.rejects.xlsx").name == "coding.rejects-2.xlsx"


@pytest.mark.parametrize("package", ["xlsxwriter", "openpyxl"])
def test_without_its_packages_it_says_which_to_install(
    tmp_path: Path, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("exporter.sheets.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtraError, match=r"event-exporter\[sheet\]"):
        if package == "xlsxwriter":
            new_workbook([KABUL], tmp_path / "a.xlsx")
        else:
            read_workbook(tmp_path / "a.xlsx")
