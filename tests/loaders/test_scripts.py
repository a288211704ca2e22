"""load.py as it stands in a release: with the standard library alone, with Polars, with pandas."""

import json
import shutil
import subprocess
import sys
import venv
from datetime import UTC, date, datetime
from importlib import util
from pathlib import Path

import polars as pl
import pytest

import exporter
from exporter.releases.files import write_csv


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """A Python with nothing installed, not even pip."""
    folder = tmp_path_factory.mktemp("bare")
    venv.create(folder, with_pip=False)
    return folder / "bin" / "python" if sys.platform != "win32" else folder / "Scripts" / "python.exe"


def script(folder: Path):
    """The module load.py of a release."""
    spec = util.spec_from_file_location("release_load", folder / "load.py")
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(python, program, cwd):
    result = subprocess.run(
        [python, "-I", "-B", "-c", f"import sys; sys.path.insert(0, '.')\n{program}"],
        cwd=cwd,
        env={"LC_ALL": "C", "PATH": ""},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_with_nothing_installed(bare, hard):
    facts = run(
        bare,
        """
import json
from load import changes, dictionary, load, verify
events = load(verify=True)
told = {"rows": len(events), "first": {k: repr(v) for k, v in events[0].items()}, "checked": verify()}
told["notes"] = [row["notes"] for row in events]
told["fatalities"] = [row["fatalities"] for row in events]
told["tables"] = {t: len(load(t)) for t in ("sources", "evidence", "deletions")}
told["changes"], told["dictionary"] = changes(), dictionary("events")
print(json.dumps(told))
""",
        hard,
    )
    told = json.loads(facts)
    frame = exporter.load(hard)
    assert told["rows"] == frame.height
    assert told["notes"] == frame["notes"].to_list()
    assert told["fatalities"] == frame["fatalities"].to_list()
    assert told["tables"] == {t: exporter.load(hard, table=t).height for t in told["tables"]}
    first = frame.row(0, named=True)
    assert told["first"]["event_date"] == repr(first["event_date"])
    assert told["first"]["goldstein"] == repr(first["goldstein"])
    assert told["first"]["civilian_targeting"] == repr(first["civilian_targeting"])
    assert told["first"]["cameo_code"] == repr(first["cameo_code"])
    assert told["first"]["tags"] == "None"
    assert told["first"]["recorded_at"] == repr(datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)).replace(
        "datetime.UTC", "datetime.timezone.utc"
    )
    assert told["changes"] == []
    assert [row["column"] for row in told["dictionary"]] == frame.columns
    assert told["dictionary"][0]["null"] is False
    assert told["checked"] == len((hard / "SHA256SUMS").read_text().splitlines())


def test_every_value_without_packages_is_what_polars_reads(hard):
    module = script(hard)
    for table in ("events", "sources", "evidence", "deletions"):
        wanted = exporter.load(hard, table=table)
        assert module.load(table, using="python") == wanted.to_dicts()


def test_with_polars(hard):
    assert script(hard).load().equals(exporter.load(hard))
    assert script(hard).dictionary("events")["column"].to_list() == exporter.load(hard).columns


@pytest.mark.parametrize("arrow", [True, False])
def test_with_pandas(hard, arrow, monkeypatch):
    pd = pytest.importorskip("pandas")
    module = script(hard)
    installed = module.find_spec
    monkeypatch.setattr(
        module, "find_spec", lambda name: installed(name) if arrow or name != "pyarrow" else None
    )
    frame, found = exporter.load(hard), module.load(using="pandas")
    assert found["notes"].tolist() == frame["notes"].to_list()
    assert found.dtypes["fatalities"] == pd.Int32Dtype()
    assert found.dtypes["civilian_targeting"] == pd.BooleanDtype()
    assert str(found.dtypes["event_date"]) == "datetime64[s]"
    assert str(found.dtypes["recorded_at"]) == "datetime64[us, UTC]"
    assert list(found["iso3"].cat.categories) == frame["iso3"].dtype.categories.to_list()
    assert found["iso3"].tolist() == frame["iso3"].to_list()
    assert [None if pd.isna(n) else n for n in found["fatalities"]] == frame["fatalities"].to_list()
    assert found["civilian_targeting"].tolist() == frame["civilian_targeting"].to_list()
    assert found["event_date"].dt.date.tolist() == frame["event_date"].to_list()
    assert (
        list(module.load("deletions", using="pandas").columns)
        == exporter.load(hard, table="deletions").columns
    )


@pytest.mark.parametrize("endings", [("csv",), ("parquet", "csv")])
@pytest.mark.parametrize("using", ["python", "polars", "pandas"])
def test_changes_where_there_are_some(hard, tmp_path, endings, using):
    folder = shutil.copytree(hard, tmp_path / "1.1.0")
    rows = pl.DataFrame(
        {
            "event_id": ["AZE1", "AZE2"],
            "change": "corrected",
            "column": "fatalities",
            "old": [None, "'=1"],
            "new": "2",
        }
    )
    write_csv(rows, folder / "changes.csv")
    (folder / "changes.parquet").unlink()
    if "parquet" in endings:
        rows.write_parquet(folder / "changes.parquet")
    found = script(folder).changes(using=using)
    if using == "pandas":
        found = found.astype(object).where(found.notna(), None).to_dict("records")
    assert (found.to_dicts() if using == "polars" else found) == rows.to_dicts()


@pytest.mark.parametrize("using", ["polars", "pandas"])
def test_no_changes_have_their_columns(hard, using):
    assert list(script(hard).changes(using=using).columns) == ["event_id", "change", "column", "old", "new"]


def test_spoilt_files_are_found_on_demand(hard, tmp_path, bare):
    folder = shutil.copytree(hard, tmp_path / "1.0.0")
    with (folder / "events.csv").open("a") as file:
        file.write("\n")
    module = script(folder)
    with pytest.raises(ValueError, match=r"Not the files that were released: events.csv"):
        module.load(using="python", verify=True)
    with pytest.raises(ValueError, match=r"events.csv"):
        module.verify()
    (folder / "README.md").unlink()
    result = subprocess.run([bare, folder / "load.py"], capture_output=True, encoding="utf-8", check=False)
    assert result.returncode == 1
    assert "README.md, events.csv" in result.stderr
    whole = subprocess.run([bare, hard / "load.py"], capture_output=True, encoding="utf-8", check=False)
    assert (whole.returncode, whole.stderr) == (0, "")
    assert "files are those that were released" in whole.stdout


def test_what_is_not_there(hard):
    with pytest.raises(ValueError, match="no table 'evnts'"):
        script(hard).load("evnts")
    with pytest.raises(ValueError, match="choose polars, pandas, python"):
        script(hard).load(using="numpy")


def test_dates_before_1970_and_leap_days(hard, tmp_path):
    folder = shutil.copytree(hard, tmp_path / "1.0.0")
    text = (folder / "sources.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    text[1] = text[1].replace(text[1].split(",")[4], "1904-02-29")
    (folder / "sources.csv").write_text("".join(text), encoding="utf-8")
    assert script(folder).load("sources", using="python")[0]["published"] == date(1904, 2, 29)
