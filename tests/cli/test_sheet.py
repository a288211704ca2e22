"""`exporter sheet`: made, filled in, read, mended and read again."""

import json
import os
from pathlib import Path

import pytest

from tests.cli import refused, run
from tests.sheets.filling import BLAST, KABUL, Filling

REPORT = f"Date: {KABUL.published}\nSource: {KABUL.source}\nId: {KABUL.id}\n\n{KABUL.text}\n"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "kabul.txt").write_text(REPORT)
    (tmp_path / "undated.txt").write_text("Nothing happened in Herat, said a spokesman.")
    return tmp_path


def fill(path: Path, *rows: dict[str, object]) -> None:
    filling = Filling(path)
    for number, values in enumerate(rows, 1):
        filling.event(row=number, **BLAST | values)
    filling.quote(1, "fatalities", "killing at least nine people")
    filling.save()


def test_made_filled_in_mended_and_handed_in(place: Path) -> None:
    made = run("sheet", "new", "kabul.txt", cwd=place)
    assert (made.returncode, made.stdout, made.stderr) == (0, "", "coding.xlsx: 1 article.\n")
    fill(place / "coding.xlsx", {}, {"fatalities": "many"})
    read = run(
        "sheet", "read", "coding.xlsx", "--person", "ab", "--format", "jsonl", "--store", "e.db", cwd=place
    )
    assert read.returncode == 1
    assert "1 kabul-1!R7, fatalities: fatalities is not a whole number" in read.stderr
    assert "(value: many)" in read.stderr
    assert "To be mended: 1 row of 1 article, in coding.rejects.xlsx." in read.stderr
    assert "In e.db: handed in: 1, as before: 0, waits: 0, refused: 0." in read.stderr
    record = json.loads(read.stdout)
    assert record["coder"]["name"] == "ab"
    assert [event["fatalities"] for event in record["events"]] == [9]
    filling = Filling(place / "coding.rejects.xlsx")
    filling.event(fatalities=12)
    filling.save()
    mended = run("sheet", "read", "coding.rejects.xlsx", "--person", "ab", "--store", "e.db", cwd=place)
    assert mended.returncode == 0, mended.stderr
    assert "2 events in 1 articles" in mended.stdout
    again = run("sheet", "read", "coding.rejects.xlsx", "--person", "ab", "--store", "e.db", cwd=place)
    assert "handed in: 0, as before: 1" in again.stderr
    codings = place / "codings.jsonl"
    codings.write_text(read.stdout)
    assert run("validate", "codings.jsonl", cwd=place).returncode == 0


def test_what_cannot_be_read_is_told(place: Path) -> None:
    made = run("sheet", "new", ".", "-o", "two.xlsx", cwd=place)
    assert made.returncode == 1
    assert "undated.txt (undated) has no publication date" in made.stderr
    assert "two.xlsx: 1 article." in made.stderr
    dated = run("sheet", "new", ".", "--published", "2020-01-01", "--rows", "3", cwd=place)
    assert "coding.xlsx: 2 articles." in dated.stderr
    read = run("sheet", "read", "coding.xlsx", cwd=place)
    assert (read.returncode, read.stdout) == (0, "")
    assert "Not coded yet: 2 (1 kabul-1, 2 undated)." in read.stderr


def test_rows_that_a_machine_proposes_count_once_they_are_confirmed(
    place: Path, store: Path, samples: Path
) -> None:
    made = run("sheet", "new", samples, "-o", "p.xlsx", "--store", store, "--proposals", cwd=place)
    assert made.returncode == 0, made.stderr
    read = run("sheet", "read", "p.xlsx", cwd=place)
    assert (read.returncode, read.stdout) == (0, "")
    assert "Articles coded: 0, with 0 events.\nNot coded yet: 10 (" in read.stderr
    filling = Filling(place / "p.xlsx")
    filling.coded(article_id="kunduz-2015-10-04")
    filling.save()
    read = run("sheet", "read", "p.xlsx", "--person", "ab", "--format", "jsonl", cwd=place)
    assert read.returncode == 0, read.stderr
    assert json.loads(read.stdout)["events"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("new", "kabul.txt", "-o", "there.xlsx"), "is there already"),
        (("new", "kabul.txt", "--proposals"), "go together"),
        (("new", "kabul.txt", "--store", "e.db", "--proposals"), "There is no store"),
        (("read", "there.xlsx"), "no workbook"),
        (("read", "."), "cannot be read"),
        (("read", "there.xlsx", "--store", "nowhere/e.db"), "e.db"),
        (("read", "there.xlsx", "--rejects", "there.xlsx"), "is there already"),
        (("read", "there.xlsx", "--person", " "), "Nobody is named"),
    ],
)
def test_wrong_use(place: Path, arguments: tuple[str, ...], message: str) -> None:
    (place / "there.xlsx").write_bytes(b"")
    before = {path: path.stat().st_mtime_ns for path in place.iterdir()}
    refused(run("sheet", *arguments, cwd=place), message)
    assert {path: path.stat().st_mtime_ns for path in place.iterdir()} == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_is_closed(place: Path) -> None:
    place.chmod(0o500)
    refused(run("sheet", "new", "kabul.txt", cwd=place), "cannot be written")
