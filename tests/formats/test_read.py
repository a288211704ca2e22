"""Files of each format: recognised, read into types, and refused with a reason."""

import gzip
import zipfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from exporter.errors import DataError, UsageError
from exporter.formats import FORMATS, check, read, recognise
from tests.formats import samples


@pytest.mark.parametrize("path", samples.FORMAT_OF, ids=lambda path: path.name)
def test_samples_are_recognised_and_keep_their_codebook(path: Path) -> None:
    name = samples.FORMAT_OF[path]
    assert recognise(path) == name
    frame = read(path)
    assert frame.schema == FORMATS[name].schema
    assert not frame.is_empty()
    assert check(frame, FORMATS[name]).is_empty()


def test_older_acled_reads_as_the_newer() -> None:
    new, old = read(samples.ACLED), read(samples.ACLED_OLDER)
    lacking = ["disorder_type", "civilian_targeting", "tags"]
    assert old.select(lacking).null_count().sum_horizontal().item() == 3 * old.height
    plain = new.with_columns(pl.col("admin1").replace("Ile-de-France", "Île-de-France"))
    assert old.drop(lacking).equals(plain.drop(lacking))
    assert old["inter1"].to_list() == [
        "State forces",
        "Rioters",
        "Rebel group",
        "External/Other forces",
        "Protesters",
    ]
    assert old["interaction"].to_list()[-1] == "Protesters only"
    assert old["actor2"].to_list()[-1] is None
    assert old["event_date"][0] == date(2021, 2, 1)
    assert old["source"][0] == "Reuters; Irrawaddy"


def test_version_1_lacks_three_columns() -> None:
    two, one = read(samples.GDELT), read(samples.GDELT_1)
    lacking = [name for name in two.columns if "ADM2" in name]
    assert len(lacking) == 3
    assert one.drop("DATEADDED").equals(two.drop("DATEADDED"))
    assert one["DATEADDED"][0] == 20150402


def test_the_first_files_of_gdelt_have_no_address(tmp_path: Path) -> None:
    lines = samples.GDELT_1.read_text().splitlines()
    short = tmp_path / "1979.csv"
    short.write_text("\n".join(line.rsplit("\t", 1)[0] for line in lines) + "\n")
    assert recognise(short) == "gdelt"
    assert read(short)["SOURCEURL"].null_count() == len(lines)


def test_zipped_as_published(tmp_path: Path) -> None:
    for path in (samples.GDELT, samples.MENTIONS, samples.ACLED):
        packed = tmp_path / f"{path.name}.zip"
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
            file.write(path, path.name)
        assert recognise(packed) == samples.FORMAT_OF[path]
        assert read(packed).equals(read(path))


def test_gzipped(tmp_path: Path) -> None:
    packed = tmp_path / "ged.csv.gz"
    packed.write_bytes(gzip.compress(samples.GED.read_bytes()))
    assert read(packed).equals(read(samples.GED))


def test_names_in_capitals_and_semicolons_between_cells(tmp_path: Path) -> None:
    text = pl.read_csv(samples.ACLED, infer_schema=False)
    file = tmp_path / "acled.csv"
    text.rename(str.upper).write_csv(file, separator=";")
    assert recognise(file) == "acled"
    assert read(file).equals(read(samples.ACLED))


def test_windows_quotes_in_latin_1(tmp_path: Path) -> None:
    text = samples.ACLED.read_text(encoding="utf-8-sig").replace(
        '""peacefully""', "\u201cpeacefully\u201d – café"
    )
    file = tmp_path / "acled.csv"
    file.write_bytes(text.encode("cp1252"))
    assert read(file)["notes"][-1].endswith("\u201cpeacefully\u201d – café.")


def test_a_file_of_no_format(tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_text("a,b\n1,2\n")
    assert recognise(file) is None
    with pytest.raises(UsageError, match="no format"):
        read(file)
    (tmp_path / "empty.csv").write_text("")
    assert recognise(tmp_path / "empty.csv") is None
    with pytest.raises(UsageError, match="no file"):
        read(tmp_path / "absent.csv")


def test_a_value_that_cannot_be_read_is_named_with_its_row(tmp_path: Path) -> None:
    file = tmp_path / "acled.csv"
    file.write_text(samples.ACLED.read_text(encoding="utf-8-sig").replace("2014-05-05,2014", "5.5.14,2014"))
    with pytest.raises(DataError, match=r"row 3: event_date cannot be read as a day: 5\.5\.14"):
        read(file)


def test_a_zip_of_two_tables_or_none(tmp_path: Path) -> None:
    packed = tmp_path / "two.zip"
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("a.csv", "x\n")
        file.writestr("b.csv", "x\n")
    with pytest.raises(UsageError, match="holds 2 tables"):
        recognise(packed)
    broken = tmp_path / "broken.zip"
    broken.write_bytes(packed.read_bytes()[:-30])
    assert recognise(broken) is None


def test_a_first_line_with_a_carriage_return_in_it_is_no_header(tmp_path: Path) -> None:
    """As in a broken archive, which has one wherever the time of day or a checksum holds its byte."""
    file = tmp_path / "broken.csv"
    file.write_bytes(b"PK\x03\x04a\rb,\x00c\n")
    assert recognise(file) is None
    with pytest.raises(UsageError, match="no format"):
        read(file)


def test_a_zip_that_grows_beyond_measure(tmp_path: Path) -> None:
    packed = tmp_path / "bomb.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file, file.open("a.csv", "w") as out:
        for _ in range(101):
            out.write(b"0" * 1_000_000)
    with pytest.raises(UsageError, match="unpacks to more than"):
        recognise(packed)


def test_a_sample_in_parquet(tmp_path: Path) -> None:
    for path in (samples.ACLED, samples.GED):
        file = tmp_path / f"{path.stem}.parquet"
        read(path).write_parquet(file)
        assert recognise(file) == samples.FORMAT_OF[path]
        assert read(file).equals(read(path))
