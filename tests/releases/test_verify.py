"""Every kind of damage to a release is found and named, and a sound one has none."""

import hashlib
import shutil
from datetime import date

import polars as pl
import pytest

import exporter
from exporter.articles import Article
from exporter.codebook import earlier
from exporter.codebook.definitions import plain
from exporter.codebook.export import arrow_schema, polars_schema
from exporter.releases import build_release
from exporter.releases.files import read_csv, write_csv, write_parquet
from exporter.releases.verify_files import FOUND
from tests.releases.editions import pair

ARTICLE = "".join(chr(97 + n % 26) for n in range(2000))


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A release with what one can have: changes, deletions, quotes from an article, awkward text."""
    old, new = pair()
    quotes = pl.Series([ARTICLE[s:e] for s, e in new["evidence"].select("start", "end").iter_rows()])
    new["evidence"] = new["evidence"].with_columns(quote=quotes, article_id=pl.lit("a"))
    previous = exporter.Edition("1.0.0", old)
    output = tmp_path_factory.mktemp("sound")
    return build_release(new, "conflict", "1.1.0", output, previous=previous).folder


@pytest.fixture
def folder(sound, tmp_path):
    return shutil.copytree(sound, tmp_path / "conflict" / "1.1.0")


def articles(text=ARTICLE):
    return [Article("a", text, date(2020, 1, 1), source="Agence")]


def seal_again(folder):
    """Write SHA256SUMS anew, as somebody would who hides a change."""
    names = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    lines = [
        f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n"
        for name in names
        if name != "SHA256SUMS"
    ]
    (folder / "SHA256SUMS").write_text("".join(lines))


def problems(folder, *given, **options):
    found = exporter.verify(folder, *given, **options)
    assert found.schema == FOUND
    assert found.select("file", "check", "message", "remedy").null_count().sum_horizontal().item() == 0
    return found


def one(found, **wanted):
    """The problem that has these values; that there is one."""
    (row,) = found.filter(**wanted).iter_rows(named=True)
    return row


def test_a_sound_release_has_no_problems(folder):
    assert problems(folder).is_empty()
    assert problems(folder, articles()).is_empty()
    sums = hashlib.sha256((folder / "SHA256SUMS").read_bytes()).hexdigest()
    assert problems(folder, articles(), checksum=sums).is_empty()


@pytest.mark.parametrize("share", [0.001, 0.3, 0.6, 0.9, 0.999])
def test_a_flipped_byte_in_a_parquet_file(folder, share):
    file = folder / "events.parquet"
    content = bytearray(file.read_bytes())
    content[int(len(content) * share)] ^= 0x10
    file.write_bytes(content)
    row = one(problems(folder), check="checksum")
    assert row["file"] == "events.parquet"
    assert row["value"] == hashlib.sha256(content).hexdigest()


def test_a_file_cut_short_with_its_checksum_recomputed(folder):
    file = folder / "sources.parquet"
    file.write_bytes(file.read_bytes()[:-100])
    seal_again(folder)
    assert one(problems(folder), check="unreadable")["file"] == "sources.parquet"


@pytest.mark.parametrize("name", ["events.csv", "evidence.parquet", "dictionary.csv", "codelists/cameo.csv"])
def test_a_missing_file(folder, name):
    (folder / name).unlink()
    assert one(problems(folder), check="file_missing")["file"] == name


def test_missing_checksums(folder):
    (folder / "SHA256SUMS").unlink()
    assert problems(folder)["file"].to_list() == ["SHA256SUMS"]


def test_a_line_that_is_no_checksum(folder):
    with (folder / "SHA256SUMS").open("a") as file:
        file.write("abc events.csv\n")
    row = one(problems(folder), check="checksum_line")
    assert row["value"] == "abc events.csv"


def test_an_extra_file(folder):
    (folder / "codelists" / ".hidden").write_text("x")
    found = problems(folder)
    assert found.select("file", "check").rows() == [("codelists/.hidden", "file_extra")]


def _rewrite(folder, table, change, *, csv=True, parquet=True):
    frame = change(pl.read_parquet(folder / f"{table}.parquet"))
    if parquet:
        schema = arrow_schema(table) if frame.schema == polars_schema(table) else None
        write_parquet(frame, folder / f"{table}.parquet", {}, schema)
    if csv:
        write_csv(frame, folder / f"{table}.csv")
    seal_again(folder)


def test_an_extra_column(folder):
    _rewrite(folder, "events", lambda frame: frame.with_columns(secret=pl.lit("x")))
    found = problems(folder)
    assert one(found, check="column_extra")["column"] == "secret"
    assert one(found, check="column_undocumented")["column"] == "secret"
    assert found["file"].unique().to_list() == ["events.parquet"]


def test_a_missing_column(folder):
    _rewrite(folder, "events", lambda frame: frame.drop("tags"))
    assert one(problems(folder), check="column_missing")["column"] == "tags"


def test_a_column_of_another_type(folder):
    _rewrite(folder, "evidence", lambda frame: frame.cast({"start": pl.Int64}))
    row = one(problems(folder), check="column_type")
    assert (row["file"], row["column"], row["value"]) == ("evidence.parquet", "start", "Int64")


def test_columns_in_another_order(folder):
    _rewrite(folder, "evidence", lambda frame: frame.select(sorted(frame.columns)))
    assert one(problems(folder), check="column_order")["file"] == "evidence.parquet"


def _third(column, value):
    return lambda frame: frame.with_columns(
        pl.when(pl.int_range(pl.len()) == 2).then(pl.lit(value)).otherwise(pl.col(column)).alias(column)
    )


def test_a_changed_row_in_the_csv_file(folder):
    was = pl.read_parquet(folder / "events.parquet")["notes"][2]
    _rewrite(folder, "events", _third("notes", "Forged."), parquet=False)
    row = one(problems(folder), check="csv_differs")
    assert (row["file"], row["row"], row["column"], row["value"]) == ("events.csv", 3, "notes", "Forged.")
    assert repr(was) in row["message"]


def test_a_changed_row_in_the_parquet_file(folder):
    _rewrite(folder, "events", _third("notes", "Forged."), csv=False)
    row = one(problems(folder), check="csv_differs")
    assert (row["file"], row["row"], row["column"]) == ("events.csv", 3, "notes")
    assert "'Forged.'" in row["message"]


def test_a_row_changed_in_both_files_with_the_store_at_hand(folder):
    released = hashlib.sha256((folder / "SHA256SUMS").read_bytes()).hexdigest()
    _rewrite(folder, "events", _third("notes", "Forged."))
    assert "SHA256SUMS" in problems(folder, checksum=released)["file"].to_list()


def test_a_row_changed_in_both_files_shows_in_the_dictionary(folder):
    frame = pl.read_parquet(folder / "events.parquet")
    _rewrite(folder, "events", _third("latitude", 89.5))
    row = one(problems(folder), check="dictionary", file="dictionary.csv", column="maximum")
    assert "events.latitude" in row["message"]
    assert row["value"] == str(frame["latitude"].max())


def test_a_row_less(folder):
    _rewrite(folder, "evidence", lambda frame: frame.tail(-1), parquet=False)
    row = one(problems(folder), check="csv_differs")
    assert row["file"] == "evidence.csv"
    assert "rows" in row["message"]


def test_a_row_less_in_both_files_shows_in_the_dictionary(folder):
    _rewrite(folder, "evidence", lambda frame: frame.tail(-1))
    files = problems(folder).filter(check="dictionary")["file"].unique().to_list()
    assert sorted(files) == ["dictionary.csv", "dictionary.md"]


def test_a_csv_cell_that_is_no_value(folder):
    file = folder / "evidence.csv"
    file.write_text(
        file.read_text().replace("event_date", "Event_Date!").replace("Event_Date!", "event_date", 0)
    )
    rows = read_csv(folder / "evidence.csv", "evidence")
    assert (rows["column"] == "Event_Date!").all()
    seal_again(folder)
    assert problems(folder).filter(check="csv_differs")["value"].unique().to_list() == ["Event_Date!"]
    events = folder / "events.csv"
    events.write_text(events.read_text("utf-8").replace("day,", "daylight,", 1), "utf-8")
    assert one(problems(folder), check="csv_values")["file"] == "events.csv"


def test_rows_that_break_the_codebook(folder):
    _rewrite(folder, "events", _third("latitude", 100.0))
    row = one(problems(folder), check="maximum")
    assert (row["file"], row["row"], row["column"], row["value"]) == (
        "events.parquet",
        3,
        "latitude",
        "100.0",
    )


def test_evidence_without_its_event(folder):
    _rewrite(folder, "evidence", _third("event_id", "AZE999999"))
    row = one(problems(folder), value="AZE999999")
    assert (row["file"], row["row"], row["check"]) == ("evidence.parquet", 3, "RF002 evidence.event_id")


def test_a_broken_quote(folder):
    quote = pl.read_parquet(folder / "evidence.parquet")["quote"][2]
    _rewrite(folder, "evidence", _third("quote", quote[:-1] + "!"))
    assert problems(folder).filter(check="quote").is_empty()
    row = one(problems(folder, articles()), check="quote")
    assert (row["row"], row["column"], row["value"]) == (3, "quote", quote[:-1] + "!")
    assert quote in row["message"]


def test_an_article_that_says_something_else(folder):
    held = pl.read_parquet(folder / "evidence.parquet").height
    assert problems(folder, articles(ARTICLE[1:])).filter(check="quote").height == held
    other = [Article("b", "another text", date(2020, 1, 1), source="Agence")]
    assert problems(folder, other).is_empty()


def test_a_dictionary_that_says_something_else(folder):
    file = folder / "dictionary.csv"
    file.write_text(file.read_text("utf-8").replace(",deaths,", ",thousands,"), "utf-8")
    seal_again(folder)
    found = problems(folder)
    assert set(found["column"]) == {"unit"}
    assert set(found["value"]) == {"thousands"}


def test_a_dictionary_for_reading_that_says_something_else(folder):
    file = folder / "dictionary.md"
    file.write_text(file.read_text("utf-8").replace("Filled", "Full", 1), "utf-8")
    seal_again(folder)
    assert problems(folder).select("file", "check").rows() == [("dictionary.md", "dictionary")]


def test_forged_changes(folder):
    _changed = pl.read_parquet(folder / "changes.parquet").head(1)
    write_csv(_changed, folder / "changes.csv")
    seal_again(folder)
    assert problems(folder).select("file", "check").rows() == [("changes.csv", "csv_differs")]
    write_parquet(_changed.drop("old"), folder / "changes.parquet", {})
    seal_again(folder)
    assert problems(folder).select("file", "check").rows() == [("changes.parquet", "columns")]


def test_a_release_of_another_codebook(folder):
    frame = pl.read_parquet(folder / "events.parquet").drop("tags")
    write_parquet(frame, folder / "events.parquet", {"schema_version": "0.9.0"})
    seal_again(folder)
    row = one(problems(folder), check="schema_version")
    assert row["value"] == "0.9.0"


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(exporter.UsageError, match="no folder"):
        exporter.verify(tmp_path / "nothing")


def test_a_folder_that_is_no_release(tmp_path):
    assert "file_missing" in problems(tmp_path)["check"].to_list()


def test_a_release_of_the_first_codebook_is_checked_by_it(tmp_path, monkeypatch):
    _, frames = pair()
    first = earlier.as_of(plain(), "1.0.0")
    monkeypatch.setattr("exporter.releases.build.SCHEMA_VERSION", "1.0.0")
    monkeypatch.setattr("exporter.releases.build.definitions", lambda _project: None)
    folder = build_release(frames, "conflict", "1.0.0", tmp_path, project=first).folder
    monkeypatch.undo()
    assert problems(folder).is_empty()
    rows = pl.read_parquet(folder / "events.parquet").with_columns(source_date=pl.lit(None, pl.Date))
    write_parquet(rows, folder / "events.parquet", {"schema_version": "1.0.0"})
    seal_again(folder)
    assert "source_date is missing" in problems(folder)["message"].to_list()

    new = build_release(frames, "conflict", "2.0.0", tmp_path, previous=exporter.edition(folder)).folder
    assert problems(new).is_empty()
    assert exporter.load(folder).schema == exporter.load(new).schema
    changed = exporter.compare(folder, new).schema.filter(change="may now be missing")
    assert set(changed["place"]) == {
        "events.source_date", "events.article_count", "events.source_count", "sources.published",
    }  # fmt: skip
