"""Files of any kind and packing are checked alike, in batches, and problems carry their line."""

import gzip
import json
import zipfile
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest

from exporter.codebook.export import polars_schema
from exporter.codebook.project import project_of
from exporter.errors import UsageError
from exporter.validation import check_files
from exporter.validation.formats import TableFormat, formats
from exporter.validation.inputs import limits
from tests.rows import events
from tests.validation.test_records import CODING

COUNT = 40


@pytest.fixture
def broken() -> pl.DataFrame:
    """Row 3 has a latitude out of range; each row's notes take two lines."""
    row = pl.int_range(1, pl.len() + 1)
    return events(COUNT).with_columns(
        latitude=pl.when(row == 3).then(123.0).otherwise("latitude"), notes=pl.lit('two\nlines, "quoted"')
    )


def write(frame: pl.DataFrame, file: Path) -> Path:
    match file.suffix:
        case ".csv":
            frame.write_csv(file)
        case ".tsv":
            frame.write_csv(file, separator="\t")
        case ".jsonl":
            frame.write_ndjson(file)
        case ".parquet":
            frame.write_parquet(file)
    return file


@pytest.mark.parametrize("ending", ["csv", "tsv", "jsonl", "parquet"])
@pytest.mark.parametrize("packing", ["", "zip", "gz", "zst"])
def test_every_kind_and_packing_says_the_same(
    ending: str, packing: str, broken: pl.DataFrame, tmp_path: Path
) -> None:
    file = write(broken, tmp_path / f"mine.{ending}")
    if packing == "zip":
        with zipfile.ZipFile(tmp_path / "mine.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(file, f"folder/mine.{ending}")
            archive.writestr("README.md", "about")
        file = tmp_path / "mine.zip"
    elif packing == "gz":
        file = tmp_path / f"mine.{ending}.gz"
        file.write_bytes(gzip.compress((tmp_path / f"mine.{ending}").read_bytes()))
    elif packing == "zst":
        file = tmp_path / f"mine.{ending}.zst"
        with pa.output_stream(file, compression="zstd") as out:
            out.write((tmp_path / f"mine.{ending}").read_bytes())
    (report,) = check_files([file]).files
    assert report.readable, report.problems["message"].to_list()
    assert (report.format, report.rows, report.good) == ("events", COUNT, COUNT - 1)
    assert dict(report.counts.select("code", "count").iter_rows()) == {"CO007": 1, "EV013": 1}
    assert set(report.problems["row"]) == {3}
    line = {"csv": 6, "tsv": 6, "jsonl": 3, "parquet": None}[ending]
    assert set(report.problems["line"]) == {line}


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_a_repeated_id_is_found_across_batches(
    ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "BLOCK", 4096)
    monkeypatch.setattr(limits, "LINE", 4096)
    monkeypatch.setattr(limits, "ROWS", 7)
    good = events(60)
    ids = good["event_id"].to_list()
    ids[50], ids[1] = ids[2], ids[0]
    frame = good.with_columns(event_id=pl.Series(ids))
    (report,) = check_files([write(frame, tmp_path / f"events.{ending}")]).files
    assert (report.rows, report.good) == (60, 56)
    repeated = report.problems.filter(pl.col("code") == "CO010")
    assert repeated["row"].to_list() == [1, 2, 3, 51]
    assert repeated["value"].to_list() == [ids[0], ids[0], ids[2], ids[2]]
    if ending != "parquet":
        assert repeated["line"].to_list() == [row + (ending == "csv") for row in (1, 2, 3, 51)]


def test_batches_and_rows_in_one_go_agree(
    tmp_path: Path, broken: pl.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(broken, tmp_path / "events.csv")
    (whole,) = check_files([file]).files
    monkeypatch.setattr(limits, "BLOCK", 2048)
    (pieces,) = check_files([file]).files
    assert pieces.problems.equals(whole.problems)
    assert (pieces.rows, pieces.good) == (whole.rows, whole.good)


def test_tables_of_a_folder_refer_to_each_other(tmp_path: Path) -> None:
    rows = events(3)
    lost = {"event_id": "XKX99", "column": "actor1", "article_id": "a", "start": 0, "end": 4, "quote": "army"}
    evidence = pl.DataFrame([lost], schema=polars_schema("evidence"))
    files = [write(rows, tmp_path / "events.csv"), write(evidence, tmp_path / "evidence.csv")]
    events_report, evidence_report = check_files(files).files
    assert events_report.good == 3
    assert evidence_report.good == 0
    (problem,) = evidence_report.problems.iter_rows(named=True)
    assert (problem["code"], problem["value"], problem["line"]) == ("RF002", "XKX99", 2)


def test_patterns_and_the_same_file_named_twice(tmp_path: Path) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    for name in ("a.csv", "deep/b.csv", "deep/er/c.csv"):
        write(events(2), tmp_path / name)
    report = check_files([tmp_path / "**" / "*.csv", tmp_path / "a.csv"])
    assert [Path(file.name).name for file in report.files] == ["a.csv", "b.csv", "c.csv"]
    with pytest.raises(UsageError, match="No file matches"):
        check_files([tmp_path / "*.parquet"])


def test_tables_are_told_by_their_columns(tmp_path: Path) -> None:
    evidence = pl.DataFrame(schema=polars_schema("evidence"))
    file = write(evidence, tmp_path / "quotes.csv")
    assert check_files([file]).files[0].format == "evidence"
    write(pl.DataFrame({"a": [1], "b": [2]}), tmp_path / "other.csv")
    (other,) = check_files([tmp_path / "other.csv"]).files
    assert not other.readable
    assert "looks like no format" in other.problems["message"][0]
    assert check_files([tmp_path / "other.csv"], told="sources").files[0].format == "sources"


def test_a_format_of_another_project_is_one_more_entry(tmp_path: Path) -> None:
    theirs = TableFormat(
        formats()[1].table,
        "theirs",
        recognise=lambda path: path.read_bytes().startswith(b"!!"),
        read=lambda path: [pl.DataFrame(schema=polars_schema("sources"))],
    )
    (tmp_path / "events.txt").write_bytes(b"!! not a table of ours")
    (report,) = check_files([tmp_path / "events.txt"], (*formats(), theirs)).files
    assert (report.format, report.readable) == ("sources", True)


def test_coding_records(tmp_path: Path) -> None:
    good = CODING.record()
    bad = json.loads(json.dumps(good))
    bad["events"][0]["fatalities"] = -1
    lines = [json.dumps(good), "", json.dumps(bad), "{no json", json.dumps(good) + " "]
    (tmp_path / "coded.jsonl").write_text("\n".join(lines))
    (report,) = check_files([tmp_path / "coded.jsonl"]).files
    assert (report.format, report.rows, report.good) == ("codings", 4, 2)
    told = report.problems.select("code", "line", "column").rows()
    assert told == [("RC001", 3, "events.0.fatalities"), ("CO012", 4, None)]


def test_coding_records_of_a_project(tmp_path: Path) -> None:
    project = project_of({"columns": {"injured": {"type": "integer", "definition": "Hurt.", "minimum": 0}}})
    good, bad, other = (json.loads(json.dumps(CODING.record())) for _ in range(3))
    good["events"][0] |= {"injured": 3}
    good["events"][0]["evidence"]["injured"] = good["events"][0]["evidence"]["fatalities"]
    bad["events"][0]["injured"] = -1
    other["events"][0]["injred"] = 3
    (tmp_path / "coded.jsonl").write_text("\n".join(map(json.dumps, (good, bad, other))))
    (report,) = check_files([tmp_path / "coded.jsonl"], formats(project.tables)).files
    assert report.problems.select("line", "column").rows() == [(2, "events.0.injured"), (3, "events.0")]
    (plain,) = check_files([tmp_path / "coded.jsonl"]).files
    assert plain.good == 0


def test_no_row_is_good_where_a_column_is_missing(tmp_path: Path) -> None:
    events(3).drop("notes").write_csv(tmp_path / "events.csv")
    (report,) = check_files([tmp_path / "events.csv"]).files
    assert (report.rows, report.good) == (3, 0)


def test_more_cells_than_columns_and_fewer(tmp_path: Path) -> None:
    text = events(3).write_csv().splitlines()
    text[1] += ",more"
    text[2] = text[2].rsplit(",", 1)[0]
    (tmp_path / "events.csv").write_text("\n".join(text) + "\n\n\n")
    (report,) = check_files([tmp_path / "events.csv"]).files
    assert (report.rows, report.good) == (3, 1)
    assert set(report.problems.select("code", "line").rows()) == {("CO011", 2), ("CO005", 3)}


def test_a_byte_order_mark_crlf_and_escaped_formulas(tmp_path: Path) -> None:
    frame = events(3).with_columns(notes=pl.lit("'=1+1"))
    text = frame.write_csv().replace("\n", "\r\n").encode()
    (tmp_path / "events.csv").write_bytes(b"\xef\xbb\xbf" + text)
    (report,) = check_files([tmp_path / "events.csv"]).files
    assert (report.rows, report.good) == (3, 3), report.problems


def test_counts_go_on_where_problems_are_no_longer_kept(tmp_path: Path) -> None:
    from exporter.validation import Settings

    frame = events(30).with_columns(year=pl.lit(1900, pl.Int16))
    told: list[int] = []
    settings = Settings(max_problems=4)
    file = write(frame, tmp_path / "events.csv")
    (report,) = check_files([file], settings=settings, sink=lambda found: told.append(found.height)).files
    assert report.problems.height == 4
    assert report.counts["count"].to_list() == [30]
    assert sum(told) == 30
