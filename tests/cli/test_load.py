"""`exporter load`: tables of a release on the terminal, and as CSV for the next program."""

import io
import subprocess

import polars as pl
import pytest

from tests.cli import COMMAND, ENVIRONMENT, refused, run
from tests.loaders.server import serving


@pytest.fixture(scope="module")
def released(demo):
    folder, _ = demo
    return folder, pl.read_parquet(folder / "out" / "demo" / "1.0.0" / "events.parquet")


def test_prints_the_first_rows(released):
    folder, frame = released
    result = run("load", "demo", "--rows", "3", "--output", "out", cwd=folder)
    assert (result.returncode, result.stderr) == (0, "")
    assert f"3 of {frame.height} rows of events" in result.stdout
    assert frame["event_id"][0] in result.stdout
    assert frame["event_id"][3] not in result.stdout


def test_csv_has_every_row(released):
    folder, frame = released
    result = run("load", "demo", "1.0.0", "--csv", "--output", "out", cwd=folder)
    assert (result.returncode, result.stderr) == (0, "")
    found = pl.read_csv(io.StringIO(result.stdout), infer_schema_length=None)
    assert found.columns == frame.columns
    assert found["event_id"].to_list() == frame["event_id"].to_list()


def test_chosen_columns_of_another_table(released):
    folder, _ = released
    options = ("--table", "evidence", "--columns", "event_id,quote", "--csv", "--output", "out")
    result = run("load", "demo", *options, cwd=folder)
    assert result.stdout.splitlines()[0] == "event_id,quote"


def test_countries(released):
    folder, frame = released
    chosen = frame["country"].cast(pl.String).unique().sort()[:2].to_list()
    options = [word for name in chosen for word in ("--country", name)]
    result = run(
        "load", "demo", *options, "--columns", "country, event_id", "--csv", "--output", "out", cwd=folder
    )
    found = pl.read_csv(io.StringIO(result.stdout))
    wanted = frame.filter(pl.col("country").is_in(chosen)).select("country", "event_id")
    assert found.rows() == wanted.rows()


def test_from_the_web(released):
    folder, frame = released
    with serving(folder / "out") as site:
        settings = {"no_proxy": "127.0.0.1", "XDG_CACHE_HOME": str(folder / "cache")}
        for arguments in (
            [f"{site.url}/demo", "1.0.0"],
            ["demo", "1.0.0", "--output", site.url, "--no-cache"],
        ):
            result = run("load", *arguments, "--csv", cwd=folder, environment=settings)
            assert (result.returncode, result.stderr) == (0, "")
            assert result.stdout.count("\n") > frame.height
        refused(
            run("load", f"{site.url}/demo", "2.0.0", cwd=folder, environment=settings), "2.0.0", "SHA256SUMS"
        )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["dmeo"], ["dmeo", "Check the name"]),
        (["demo", "9.0.0"], ["9.0.0", "1.0.0"]),
        (["demo", "--columns", "event_id,actr1"], ["actr1", "actor1"]),
        (["demo", "--table", "evnts"], ["evnts", "events"]),
        (["demo", "--country", "Veneuela"], ["Veneuela", "Venezuela"]),
        (["out/demo/3.0.0/"], ["3.0.0", "Give the folder"]),
    ],
)
def test_what_is_not_there(released, arguments, words):
    folder, _ = released
    refused(run("load", *arguments, "--output", "out", cwd=folder), *words)


def test_a_reader_that_has_had_enough(released):
    folder, _ = released
    command = [*COMMAND, "load", "demo", "--table", "evidence", "--csv", "--output", "out"]
    with subprocess.Popen(
        command, cwd=folder, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        process.stdout.close()
        talk = process.stderr.read()
    assert talk == b""
