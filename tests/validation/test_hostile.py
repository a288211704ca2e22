"""Input made to hurt is refused with a message that names the file, in bounded memory."""

import gzip
import subprocess
import sys
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from exporter.validation import check_files
from exporter.validation.inputs import limits
from tests.rows import events

MB = 2**20


def refused(file: Path) -> str:
    """The message of a file that could not be read, with its remedy."""
    (report,) = check_files([file]).files
    assert not report.readable
    assert report.good == 0
    problem = report.problems.row(-1, named=True)
    assert problem["code"] == "IN001"
    assert problem["remedy"]
    assert file.name in problem["message"]
    return str(problem["message"])


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits so small that a test need not write gigabytes."""
    monkeypatch.setattr(limits, "SMALL", MB)
    monkeypatch.setattr(limits, "LINE", MB // 4)
    monkeypatch.setattr(limits, "BLOCK", MB // 2)


def test_lines_that_end_with_a_carriage_return_alone(tmp_path: Path) -> None:
    file = tmp_path / "events.csv"
    file.write_bytes(b"event_id,event_date\rNGA1,2024-05-03\rNGA2,2024-05-04\r")
    assert "carriage return alone" in refused(file)


@pytest.mark.parametrize("ending", ["zip", "gz", "zst"])
def test_a_bomb(ending: str, small: None, tmp_path: Path) -> None:
    file = tmp_path / f"events.csv.{ending}"
    zeros = bytes(64 * MB)
    if ending == "zip":
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("events.csv", zeros)
    elif ending == "gz":
        file.write_bytes(gzip.compress(zeros))
    else:
        with pa.output_stream(file, compression="zstd") as out:
            out.write(zeros)
    assert "unpacks to more than" in refused(file)


def test_many_files_that_are_a_bomb_together(small: None, tmp_path: Path) -> None:
    file = tmp_path / "many.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for number in range(8):
            archive.writestr(f"{number}.csv.gz", b"")
    file2 = tmp_path / "more.zip"
    with zipfile.ZipFile(file2, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(300):
            archive.writestr(f"{number}.csv", bytes(MB - 1))
    assert "no file that can be read" in refused(file)
    assert "unpacks to more than" in refused(file2)


@pytest.mark.parametrize(
    "name", ["../events.csv", "/etc/events.csv", "a/../../events.csv", "C:/events.csv", "..\\e.csv"]
)
def test_a_path_that_leads_out_of_a_zip(name: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(name, "x")
    assert "path leads elsewhere" in refused(tmp_path / "a.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


def test_a_link_in_a_zip(tmp_path: Path) -> None:
    entry = zipfile.ZipInfo("events.csv")
    entry.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(entry, "/etc/passwd")
    assert "link" in refused(tmp_path / "a.zip")


def test_an_archive_cut_short(tmp_path: Path) -> None:
    for name, content in (
        ("a.zip", b"PK\x03\x04nothing"),
        ("a.csv.gz", gzip.compress(b"x" * 99)[:-9]),
        ("a.csv.zst", b"no"),
    ):
        (tmp_path / name).write_bytes(content)
        assert "cannot be unpacked" in refused(tmp_path / name)


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_a_line_without_end(ending: str, small: None, tmp_path: Path) -> None:
    start = b'{"a": "' if ending == "jsonl" else b"event_id\n"
    (tmp_path / f"events.{ending}").write_bytes(start + b"x" * 3 * MB)
    assert "is longer than" in refused(tmp_path / f"events.{ending}")


def test_a_quotation_mark_that_is_never_closed(small: None, tmp_path: Path) -> None:
    text = events(5000).write_csv().splitlines()
    text[17] = f'"{text[17]}'
    (tmp_path / "events.csv").write_text("\n".join(text))
    assert "line 18: a quotation mark is opened and never closed" in refused(tmp_path / "events.csv")


def test_null_bytes(tmp_path: Path) -> None:
    text = events(9).write_csv().splitlines()
    text[4] = text[4].replace("Province", "Pro\0vince")
    (tmp_path / "events.csv").write_text("\n".join(text))
    assert "line 5: there is a NUL byte" in refused(tmp_path / "events.csv")


def test_bytes_that_are_not_utf8(tmp_path: Path) -> None:
    text = events(9).write_csv().encode().splitlines()
    text[6] = text[6].replace(b"Province", b"Pr\xf3vince")
    (tmp_path / "events.csv").write_bytes(b"\n".join(text))
    assert "line 7 is not UTF-8" in refused(tmp_path / "events.csv")
    (tmp_path / "wide.csv").write_bytes(events(2).write_csv().encode("utf-16"))
    assert "UTF-16" in refused(tmp_path / "wide.csv")


def test_a_hundred_thousand_columns(tmp_path: Path) -> None:
    (tmp_path / "events.csv").write_text(",".join(f"c{n}" for n in range(100_000)) + "\n")
    assert "more than 2000 columns" in refused(tmp_path / "events.csv")
    row = "{" + ",".join(f'"c{n}": 1' for n in range(100_000)) + "}\n"
    (tmp_path / "events.jsonl").write_text(row)
    assert refused(tmp_path / "events.jsonl")


def test_a_column_that_stands_twice_and_a_mark_inside_a_cell(tmp_path: Path) -> None:
    (tmp_path / "twice.csv").write_text("event_id,event_id\nA,B\n")
    assert "more than once" in refused(tmp_path / "twice.csv")
    text = events(3).write_csv().splitlines()
    text[2] = text[2].replace("Province of", 'Province "of" x')
    (tmp_path / "mark.csv").write_text("\n".join(text))
    (report,) = check_files([tmp_path / "mark.csv"]).files
    # Read as it is written or refused; never a row less.
    assert not report.readable or report.rows == 3


def test_a_parquet_file_of_countless_equal_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pq.write_table(pa.table({"event_id": ["AZE1"] * 1000}), tmp_path / "events.parquet")
    monkeypatch.setattr(limits, "ROW_GROUP", 999)
    assert "in one row group" in refused(tmp_path / "events.parquet")


def test_a_line_of_a_gigabyte_takes_little_memory(tmp_path: Path) -> None:
    file = tmp_path / "events.csv"
    with file.open("wb") as out:
        out.write(b"event_id\n")
        out.truncate(2**30)  # a hole: a gigabyte of NUL bytes that takes no space
    with (tmp_path / "x.csv").open("wb") as out:
        out.write(b"event_id\n")
        for _ in range(300):
            out.write(b"x" * MB)
    code = (
        "import resource, sys\n"
        "from exporter.validation import check_files\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "report = check_files(sys.argv[1:])\n"
        "after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "print(after - before, [file.readable for file in report.files])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(file), str(tmp_path / "x.csv")],
        capture_output=True,
        text=True,
        check=True,
    )
    grown, _, said = done.stdout.strip().partition(" ")
    assert said == "[False, False]"
    assert int(grown) * (1 if sys.platform != "darwin" else 1 / 1024) < 250 * 1024


def test_deep_and_odd_json(tmp_path: Path) -> None:
    lines = ["[" * 100_000, '{"article": NaN}', '"text"', "1e999", '{"a": "\\ud800"}', "[]"]
    (tmp_path / "codings.jsonl").write_text("\n".join(lines))
    (report,) = check_files([tmp_path / "codings.jsonl"], told="codings").files
    assert (report.rows, report.good) == (6, 0)
    assert report.readable
