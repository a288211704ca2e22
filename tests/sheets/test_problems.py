"""Every problem of a row is told with its cell; good rows are taken, the rest comes back to be mended."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from exporter.sheets import read_workbook
from exporter.sheets.choices import shown_for
from exporter.sheets.read import Read
from tests.sheets.filling import BLAST, KABUL, Filling, made, read, told

MIDNIGHT = datetime.combine(date(2020, 6, 2), time(0))
AFTERNOON = datetime.combine(date(2020, 6, 2), time(13, 30))


def test_what_is_typed_becomes_an_event(tmp_path: Path) -> None:
    def fill(page: Filling) -> None:
        page.event(**BLAST)
        page.quote(1, "fatalities", "killing at least nine people")
        page.quote(1, "location", "  Kabul ", row=2)

    found = read(tmp_path, fill)
    assert not found.problems
    assert not (tmp_path / "rest.xlsx").exists()
    coding = found.sheets[0].coding("ab")
    assert coding is not None and coding.article == KABUL
    event = coding.events[0]
    expected = BLAST | {
        "event_date_end": date(2020, 6, 2), "time_precision": "day",
        "event_type": "Explosions/Remote violence", "cameo_code": "183",
    }  # fmt: skip
    assert {name: value for name, value in event.values.items() if value is not None} == expected
    quote = event.evidence["fatalities"][0]
    assert KABUL.text[quote.start : quote.end] == quote.quote == "killing at least nine\npeople"
    assert event.evidence["location"][0].quote == "Kabul"


TOLERATED = [
    ("event_date", "2020-06-02", date(2020, 6, 2)),
    ("event_date", " 2020-06-02 ", date(2020, 6, 2)),
    ("event_date", MIDNIGHT, date(2020, 6, 2)),
    ("sub_event_type", "  remote EXPLOSIVE/landmine/ied ", "Remote explosive/landmine/IED"),
    ("country", "AFGHANISTAN", "Afghanistan"),
    ("cameo_code", "183", "183"),
    ("cameo_code", 183, "183"),
    ("cameo_code", 36, "036"),
    ("cameo_code", shown_for("cameo_code", "183"), "183"),
    ("actor1_country", "afg", "AFG"),
    ("actor1_country", "AFG Afghanistan", "AFG"),
    ("actor1_country", "Afghanistan", "AFG"),
    ("fatalities", "9 ", 9),
    ("fatalities", 9.0, 9),
    ("latitude", "34.5", 34.5),
    ("latitude", 34, 34.0),
    ("notes", 7, "7"),
    ("notes", "  Words.\u00a0", "Words."),
    ("notes", "_x005F_x0041_ stays", "_x0041_ stays"),
    ("tags", "=".join(("crowd size", "300")), "crowd size=300"),
]


@pytest.fixture(scope="module")
def tolerated(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """A sheet with a row for each way of typing."""

    def fill(page: Filling) -> None:
        for row, (column, typed, _) in enumerate(TOLERATED, 1):
            page.event(row=row, **BLAST | {column: typed})

    return read(tmp_path_factory.mktemp("tolerated"), fill)


@pytest.mark.parametrize(("number", "column", "meant"), [(n, c, m) for n, (c, _, m) in enumerate(TOLERATED)])
def test_typing_is_tolerant(tolerated: Read, number: int, column: str, meant: Any) -> None:
    assert not tolerated.problems
    assert tolerated.sheets[0].events[number].values[column] == meant


def test_a_day_that_is_known_to_the_week_ends_where_it_says(tmp_path: Path) -> None:
    week = BLAST | {"event_date_end": "2020-06-03", "time_precision": "week"}
    found = read(tmp_path, lambda page: page.event(**week))
    assert found.sheets[0].events[0].values["event_date_end"] == date(2020, 6, 3)
    (tmp_path / "coding.xlsx").unlink()
    found = read(tmp_path, lambda page: page.event(**BLAST | {"event_date_end": "2020-06-03"}))
    assert told(found) == [("F6", "time_precision", "time_precision is missing")]


WRONG = [
    ("event_date", "=TODAY()", "a formula is not read"),
    ("notes", "=HYPERLINK(\"https://example.org\")", "a formula is not read"),
    ("fatalities", "#N/A", "the spreadsheet shows an error here"),
    ("event_date", 43984, "event_date is a number, not a day"),
    ("event_date", "2 June 2020", "event_date is not a date of the form 2016-05-16"),
    ("event_date", AFTERNOON, "there is a time of day beside the day"),
    ("event_date", time(13, 30), "it is a time, not a day"),
    ("location", MIDNIGHT, "the spreadsheet has made a date or time of it"),
    ("cameo_code", 20, "as a number it may be 20 or 020"),
    ("cameo_code", "999", "cameo_code is not a CAMEO code"),
    ("sub_event_type", "Blast", "sub_event_type is not one of the codes of sub_event_types"),
    ("country", "Atlantis", "country is not one of the codes of countries"),
    ("fatalities", "about nine", "fatalities is not a whole number of 32 bits or fewer"),
    ("fatalities", 1.5, "fatalities is not a whole number of 32 bits or fewer"),
    ("fatalities", -1, "fatalities is below 0"),
    ("fatalities", True, "fatalities is not a whole number of 32 bits or fewer"),
    ("latitude", 91, "latitude is above 90"),
    ("actor1", None, "actor1 is missing"),
    ("notes", "   ", "notes is missing"),
]  # fmt: skip


class Wrong:
    """A sheet with a right row and one for each wrong value: read, what came back read as it is, and mended."""

    def __init__(self, folder: Path) -> None:
        self.places: dict[int, str] = {}
        self.first = read(folder, self.fill)
        rest = Filling(folder / "rest.xlsx")
        self.told = {rest.cell("event", row).value: rest.cell("problems", row).value for row in range(1, 20)}
        self.unmended = read_workbook(rest.path)
        for row, (column, _, _) in enumerate(WRONG, 1):
            rest.event(row, **{column: BLAST.get(column, "183")})
        self.mended = read_workbook(rest.save())

    def fill(self, page: Filling) -> None:
        page.event(**BLAST)
        for row, (column, typed, _) in enumerate(WRONG, 2):
            page.event(row=row, **BLAST | {column: typed})
            page.quote(row, "fatalities", "killing at least nine people", row=row)
            cell = page.cell(column, row)
            self.places[row] = cell.coordinate
            if isinstance(typed, int):
                # As somebody has changed it: in the date format that it comes with, a number is a day.
                cell.number_format = "General"


@pytest.fixture(scope="module")
def wrong(tmp_path_factory: pytest.TempPathFactory) -> Wrong:
    return Wrong(tmp_path_factory.mktemp("wrong"))


@pytest.mark.parametrize(("row", "column", "message"), [(n, c, m) for n, (c, _, m) in enumerate(WRONG, 2)])
def test_a_wrong_value_is_told_with_its_cell_and_comes_back(
    wrong: Wrong, row: int, column: str, message: str
) -> None:
    assert (wrong.places[row], column, message) in told(wrong.first)
    # What comes back says what is wrong, and is as wrong as it was before it is mended.
    assert message in wrong.told[row]
    told_again = {(one.cell, one.message) for one in wrong.unmended.problems if one.column == column}
    at = next(r for r, number in enumerate(wrong.told, 6) if number == row)
    assert any(cell and cell.endswith(str(at)) and said == message for cell, said in told_again)


def test_the_good_row_is_taken_and_the_others_once_they_are_mended(wrong: Wrong) -> None:
    assert all(one.remedy and one.sheet == "1 kabul-1" for one in wrong.first.problems)
    assert [typed.number for typed in wrong.first.sheets[0].taken] == [1]
    assert [typed.number for typed in wrong.unmended.sheets[0].taken] == [1]
    assert not wrong.mended.problems and not wrong.mended.to_mend
    assert [typed.number for typed in wrong.mended.sheets[0].taken] == list(range(1, len(WRONG) + 2))
    quotes = [event.evidence["fatalities"][0].quote for event in wrong.mended.sheets[0].events[1:]]
    assert quotes == ["killing at least nine\npeople"] * len(WRONG)


def test_what_follows_from_a_wrong_value_is_not_told(tmp_path: Path) -> None:
    found = read(
        tmp_path, lambda page: page.event(**BLAST | {"sub_event_type": "Blast", "event_date": "soon"})
    )
    assert {column for _, column, _ in told(found)} == {"sub_event_type", "event_date"}


def test_a_problem_is_told_on_one_line(tmp_path: Path) -> None:
    found = read(tmp_path, lambda page: page.event(**BLAST | {"fatalities": "two\n or " + "more " * 100}))
    told_as = str(found.problems[0])
    assert told_as.startswith("1 kabul-1!R6, fatalities: ")
    assert "(value: two or more more" in told_as and told_as.endswith("...)")
    assert len(told_as) < 330 and told_as.isprintable()


def test_rules_across_columns_are_told(tmp_path: Path) -> None:
    found = read(tmp_path, lambda page: page.event(**BLAST | {"fatalities_low": 12, "country": "Bolivia"}))
    columns = {column for _, column, _ in told(found)}
    assert "fatalities_low" in columns or "fatalities" in columns
    assert columns & {"latitude", "longitude", "country"}


QUOTES = [
    ((1, "fatalities", "killing ten people"), "quote", "these words do not stand in the text"),
    ((1, "fatalities", "x" * 1001), "quote", "a quote of more than 1000 characters"),
    ((1, "fatalities", None, 1, 5), "quote", "there are no words"),
    ((1, "fatalities", "=A1"), "quote", "a formula is not read"),
    ((1, "deaths", "nine"), "column", "there is no such column"),
    ((1, None, "nine"), "column", "it does not say which column it supports"),
    ((3, "fatalities", "nine"), "event", "there is no event of this number"),
    ((None, "fatalities", "nine"), "event", "it does not say which event it belongs to"),
    (("one", "fatalities", "nine"), "event", "there is no event of this number"),
]  # fmt: skip


@pytest.mark.parametrize(("quote", "column", "message"), QUOTES)
def test_a_wrong_quote_is_told_with_its_cell(
    tmp_path: Path, quote: tuple[Any, ...], column: str, message: str
) -> None:
    def fill(page: Filling) -> None:
        page.event(**BLAST)
        page.event(row=2, **BLAST | {"event_date": "2020-06-01"})
        page.quote(*quote)

    found = read(tmp_path, fill)
    assert [(c, m) for _, c, m in told(found)] == [(column, message)]
    # An event whose quote is wrong waits; a quote of no event waits alone.
    taken = [typed.number for typed in found.sheets[0].taken]
    assert taken == ([2] if quote[0] == 1 else [1, 2])
    rest = Filling(tmp_path / "rest.xlsx")
    rest.quote(1, "fatalities", "killing at least nine people")
    mended = read_workbook(rest.save())
    assert not mended.problems
    assert [typed.number for typed in mended.sheets[0].taken] == [1, 2]
    assert mended.sheets[0].events[0].evidence["fatalities"][0].quote == "killing at least nine\npeople"


def test_of_several_places_the_one_that_is_meant(tmp_path: Path) -> None:
    last = KABUL.text.rindex("Kabul")

    def fill(page: Filling) -> None:
        page.event(**BLAST)
        page.quote(1, "location", "Kabul", at=last)
        page.event(row=2, **BLAST)
        page.quote(2, "location", "Kabul", row=2)
        page.quote(2, "sub_event_type", "claimed the attack", row=3)
        page.event(row=3, **BLAST)
        page.quote(3, "location", "Kabul", row=4)

    events = read(tmp_path, fill).sheets[0].events
    starts = [event.evidence["location"][0].start for event in events]
    assert starts == [last, last, KABUL.text.index("Kabul")]


def test_numbers_of_events_that_stand_twice(tmp_path: Path) -> None:
    def fill(page: Filling) -> None:
        for row in (1, 2, 3):
            page.event(row=row, **BLAST)
        page.cell("event", 2).value = 1
        page.cell("event", 3).value = None

    found = read(tmp_path, fill)
    assert [m for _, _, m in told(found)] == [
        "the number 1 stands twice; quotes cannot tell the events apart"
    ] * 2
    # A row without a number gets the next one that is free.
    assert [typed.number for typed in found.sheets[0].taken] == [2]
    rest = Filling(tmp_path / "rest.xlsx")
    assert not rest.cell("event", 1).protection.locked
    rest.cell("event", 1).value = 5
    mended = read_workbook(rest.save())
    assert [typed.number for typed in mended.sheets[0].taken] == [1, 2, 5]


def test_a_number_that_is_taken_already(tmp_path: Path) -> None:
    read(tmp_path, lambda page: (page.event(**BLAST), page.event(row=2, **BLAST | {"fatalities": "x"})))
    rest = Filling(tmp_path / "rest.xlsx")
    rest.event(event=1, fatalities=9)
    again = read_workbook(rest.save())
    assert [m for _, c, m in told(again) if c == "event"] == [
        "the number 1 stands twice; quotes cannot tell the events apart"
    ]


def test_rows_may_stand_apart_and_in_any_order(tmp_path: Path) -> None:
    def fill(page: Filling) -> None:
        page.event(row=4, **BLAST | {"event_date": "2020-06-01"})
        page.event(row=2, **BLAST)

    found = read(tmp_path, fill)
    assert [typed.number for typed in found.sheets[0].taken] == [2, 4]


@pytest.mark.parametrize(
    ("word", "coded"),
    [("yes", True), ("YES ", True), ("x", True), (True, True), ("no", False), (None, False)],
)
def test_an_article_without_events_counts_where_somebody_says_so(
    tmp_path: Path, word: Any, coded: bool
) -> None:
    found = read(tmp_path, lambda page: page.coded(word))
    assert not found.problems
    assert bool(found.sheets) == coded
    assert found.waiting == (() if coded else ("1 kabul-1",))
    if coded:
        coding = found.sheets[0].coding("ab")
        assert coding is not None and coding.events == ()


def test_rows_of_a_sheet_that_is_not_done_are_let_alone(tmp_path: Path) -> None:
    found = read(tmp_path, lambda page: (page.event(notes="half"), page.coded("no")))
    assert (found.sheets, found.problems, found.waiting) == ((), (), ("1 kabul-1",))


def test_coded_is_yes_or_no(tmp_path: Path) -> None:
    found = read(tmp_path, lambda page: (page.event(**BLAST), page.coded("maybe")))
    assert told(found) == [("D2", "coded?", "neither yes nor no")]
    assert len(found.sheets[0].events) == 1


def test_where_all_is_wrong_nothing_is_said_of_the_article(tmp_path: Path) -> None:
    found = read(tmp_path, lambda page: (page.event(notes="half"), page.coded()))
    assert found.sheets[0].coding("ab") is None
    assert Filling(tmp_path / "rest.xlsx").sheet()["D2"].value == "yes"


def test_a_remark_is_read(tmp_path: Path) -> None:
    def fill(page: Filling) -> None:
        page.coded()
        page.sheet()["D3"] = " hard to tell "

    assert read(tmp_path, fill).sheets[0].remark == "hard to tell"


def test_made_twice_is_refused(tmp_path: Path) -> None:
    from exporter.errors import UsageError

    made(tmp_path)
    with pytest.raises(UsageError, match="there already"):
        made(tmp_path)
