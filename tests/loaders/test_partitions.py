"""Partitioned releases, in a folder and on the web: only the files that are asked for are read."""

import importlib.util
import shutil
import subprocess
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import exporter
from exporter.errors import DataError, UsageError
from exporter.releases import build_release
from exporter.releases.partitions import parts_of
from tests.loaders.server import serving
from tests.releases.frames import tables


@pytest.fixture(scope="module")
def frames() -> dict[str, pl.DataFrame]:
    """A hundred events, some of them in countries whose names must be escaped in a path."""
    made = tables(2_000)
    some = (
        pl.col("country")
        .cast(pl.String)
        .is_in(["Virgin Islands, U.S.", "Greece", "Namibia", "Bosnia and Herzegovina"])
    )
    events = made["events"].filter(some).head(60)
    ids = events["event_id"].implode()
    kept = {name: made[name].filter(pl.col("event_id").is_in(ids)) for name in ("sources", "evidence")}
    return made | {"events": events} | kept


@pytest.fixture(scope="module")
def folder(frames: dict[str, pl.DataFrame], tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("releases")
    build_release(frames, "plain", "1.0.0", output)
    build_release(frames, "parted", "1.0.0", output, partition="country,year")
    build_release(frames, "coded", "1.0.0", output, partition="iso3")
    return output


ASKED = [
    {},
    {"countries": ["GRC", "Namibia"]},
    {"years": [2005, 2010]},
    {"countries": ["VIR"], "years": range(2000, 2021)},
    {"countries": ["BIH"], "columns": ["event_id"]},
]


@pytest.mark.parametrize("table", ["events", "sources", "evidence"])
@pytest.mark.parametrize("asked", ASKED, ids=str)
@pytest.mark.parametrize("dataset", ["parted", "coded"])
def test_the_rows_of_a_plain_release(folder: Path, dataset: str, asked: dict, table: str) -> None:
    wanted = exporter.load("plain", output=folder, table=table, **asked)
    found = exporter.load(dataset, output=folder, table=table, **asked)
    assert wanted.height
    assert_frame_equal(found, wanted, check_row_order=False)


def test_only_the_partitions_that_are_wanted_are_fetched(folder: Path, tmp_path: Path) -> None:
    wanted = exporter.load(
        "plain", output=folder, table="evidence", countries=["VIR"], years=range(2000, 2021)
    )
    files = [
        f"/parted/1.0.0/{part.path}"
        for part in parts_of(folder / "parted" / "1.0.0", "evidence")
        if part.values["country"] == "Virgin Islands, U.S." and 2000 <= int(part.values["year"]) < 2021
    ]
    assert len(files) > 1
    with serving(folder) as site:
        for again in (False, True):
            site.reset()
            found = exporter.load(
                f"{site.url}/parted/1.0.0",
                table="evidence",
                countries=["VIR"],
                years=range(2000, 2021),
                cache=tmp_path / "cache",
            )
            assert_frame_equal(found, wanted, check_row_order=False)
            asked = {path: count for path, count in site.asked.items() if path.endswith(".parquet")}
            assert asked == ({} if again else dict.fromkeys(files, 1))
            assert sum(site.asked.values()) == len(asked) + 1


def test_of_wanted_partitions_only_the_wanted_columns_are_fetched(folder: Path) -> None:
    with serving(folder) as site:
        found = exporter.load(
            f"{site.url}/coded",
            "1.0.0",
            countries=["Greece"],
            columns=["country", "year", "location"],
            cache=False,
        )
        assert {path.rpartition("/")[0] for path in site.asked} == {
            "/coded/1.0.0",
            "/coded/1.0.0/events/iso3=GRC",
        }
    wanted = exporter.load("plain", output=folder, countries=["GRC"], columns=["country", "year", "location"])
    assert_frame_equal(found, wanted, check_row_order=False)


def test_a_partition_that_has_changed_is_refused(folder: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(folder / "coded" / "1.0.0", tmp_path / "copy")
    path = copy / "events" / "iso3=GRC" / "part-0.parquet"
    pl.read_parquet(path, hive_partitioning=False).write_parquet(path)
    assert exporter.load(copy, countries=["NAM"]).height
    with pytest.raises(DataError, match=r"iso3=GRC.*is not the file that was released"):
        exporter.load(copy, countries=["GRC"])


@pytest.mark.parametrize(
    ("years", "message"), [([], "empty"), (["2010"], "is no year"), ([True], "is no year")]
)
def test_years_that_are_none(folder: Path, years: list, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        exporter.load("plain", output=folder, years=years)


@pytest.mark.parametrize("using", ["polars", "pandas"])
def test_the_release_loads_itself(folder: Path, using: str) -> None:
    scripts = {}
    for dataset in ("plain", "parted"):
        place = folder / dataset / "1.0.0" / "load.py"
        said = importlib.util.spec_from_file_location(f"load_{dataset}", place)
        scripts[dataset] = importlib.util.module_from_spec(said)
        said.loader.exec_module(scripts[dataset])
    for table in ("events", "evidence"):
        wanted = scripts["plain"].load(table, using=using)
        found = scripts["parted"].load(table, using=using, verify=True)
        if using == "pandas":
            pytest.importorskip("pandas")
            wanted, found = (one.sort_values(list(one)).reset_index(drop=True) for one in (wanted, found))
            import pandas as pd

            pd.testing.assert_frame_equal(found, wanted)
        else:
            assert_frame_equal(found, wanted, check_row_order=False)
    with pytest.raises(ValueError, match="install polars, or pandas"):
        scripts["parted"].load(using="python")


def test_r_reads_partitions_or_says_what_it_needs(folder: Path) -> None:
    if shutil.which("Rscript") is None:
        pytest.skip("R is not installed")
    program = (
        "source('load.R'); x <- load_events(); cat(nrow(x), nlevels(x$country), class(x$year), names(x)[1:3])"
    )
    ran = subprocess.run(
        ["Rscript", "-e", program],
        cwd=folder / "parted" / "1.0.0",
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        assert "install the package nanoparquet or arrow" in ran.stderr
    else:
        assert ran.stdout == "60 250 integer event_id event_date event_date_end"
