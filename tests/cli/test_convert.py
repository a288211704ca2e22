"""`exporter convert`: what it says, what it leaves on the disk, and how it ends."""

import zipfile

import polars as pl

from exporter.formats import read, recognise
from tests.cli import refused, run
from tests.formats import samples


def test_acled_into_ours_is_told_by_column(tmp_path):
    result = run("convert", str(samples.ACLED), "--to", "events", "-o", "out.parquet", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (0, "")
    assert f"{samples.ACLED}: acled, 5 rows" in result.stderr
    assert "out.parquet: events, 5 rows" in result.stderr
    assert "    actor1: 1, such as 'Military Forces of Myanmar (2011-2021)'." in result.stderr
    assert "    cameo_code: 5. The code that sub_event_types.csv gives" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["out.parquet"]
    checked = run("validate", "out.parquet", cwd=tmp_path)
    assert checked.returncode == 0, checked.stderr


def test_gdelt_as_published_leaves_rejects_beside_the_good_rows(tmp_path):
    with zipfile.ZipFile(tmp_path / "20150402120000.export.CSV.zip", "w") as packed:
        packed.write(samples.GDELT, samples.GDELT.name)
    result = run("convert", "20150402120000.export.CSV.zip", "--to", "events", "-o", "out.csv", cwd=tmp_path)
    assert result.returncode == 1
    assert "out.csv.rejects.csv: 2 rows that have no place in events" in result.stderr
    rejects = pl.read_csv(tmp_path / "out.csv.rejects.csv")
    assert rejects["row"].to_list() == [4, 5]
    assert rejects["reason"].null_count() == 0
    checked = run("validate", "out.csv", cwd=tmp_path)
    assert checked.returncode == 0, checked.stderr


def test_named_format_and_rejects(tmp_path):
    options = ("--from", "gdelt", "--to", "ucdp", "--rejects", "aside.csv", "--output", "out.tsv")
    result = run("convert", str(samples.GDELT), *options, cwd=tmp_path)
    assert result.returncode == 1
    assert "out.tsv: ucdp, 0 rows" in result.stderr
    assert recognise(tmp_path / "out.tsv") == "ucdp"
    assert read(tmp_path / "out.tsv").is_empty()
    assert pl.read_csv(tmp_path / "aside.csv").height == 6


def test_wrong_use(tmp_path):
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    wrong = {
        "no format": ("other.csv", "--to", "events", "-o", "out.csv"),
        "'excel' is not known": (str(samples.ACLED), "--to", "excel", "-o", "out.csv"),
        "no file": ("absent.csv", "--to", "events", "-o", "out.csv"),
        "ends in none of": (str(samples.ACLED), "--to", "events", "-o", "out.xlsx"),
        "holds reports of events": (str(samples.MENTIONS), "--to", "events", "-o", "out.csv"),
    }
    for message, arguments in wrong.items():
        result = run("convert", *arguments, cwd=tmp_path)
        refused(result)
        assert message in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["other.csv"]
