"""`exporter demo`: from the sample articles to a release, and how to load it."""

import os
import re
import shutil
import subprocess
import sys

import polars as pl
import pytest

pytest.importorskip("spacy")
pytest.importorskip("sqlalchemy")

from tests.cli import ENVIRONMENT, refused, run, verifies


@pytest.fixture(scope="module")
def released(demo):
    return demo[0] / "out" / "demo" / "1.0.0"


def test_the_release_is_whole(released):
    assert verifies(released)
    if shutil.which("sha256sum"):
        checked = subprocess.run(
            ["sha256sum", "-c", "SHA256SUMS"], cwd=released, capture_output=True, check=False
        )
        assert checked.returncode == 0, checked.stderr


def test_it_shows_the_files_with_sizes_and_rows(demo, released):
    frame = pl.read_parquet(released / "events.parquet")
    size = (released / "events.parquet").stat().st_size
    (line,) = [line for line in demo[1].stdout.splitlines() if " events.parquet " in line]
    assert re.findall(r"\d+", line.split("events.parquet")[1])[:2] == [str(size), str(frame.height)]


def test_it_shows_every_event(demo, released):
    frame = pl.read_parquet(released / "events.parquet")
    assert frame.height > 0
    assert f"demo 1.0.0: {frame.height} events" in demo[1].stdout
    assert all(f" {event_id} " in demo[1].stdout for event_id in frame["event_id"])


@pytest.mark.parametrize("language", ["Python", "Polars"])
def test_the_python_lines_run(demo, released, language):
    folder, result = demo
    (line,) = re.findall(rf"^ +{language} +(.+)$", result.stdout, re.MULTILINE)
    ran = subprocess.run(
        [sys.executable, "-c", f"{line}\nprint(events.height)"],
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.stdout.strip() == str(pl.read_parquet(released / "events.parquet").height), ran.stderr


def test_the_line_for_r_runs(demo, released):
    folder, result = demo
    if shutil.which("Rscript") is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("R is not installed")
    (line,) = re.findall(r"^ +R +(.+)$", result.stdout, re.MULTILINE)
    ran = subprocess.run(
        ["Rscript", "-e", f"{line}; cat(nrow(events))"],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.stdout == str(pl.read_parquet(released / "events.parquet").height), ran.stderr


def test_steps_are_told_on_standard_error(demo):
    assert [line[:2] for line in demo[1].stderr.splitlines() if line[:1].isdigit()] == [
        "1.",
        "2.",
        "3.",
        "4.",
    ]
    assert "\x1b" not in demo[1].stdout + demo[1].stderr


def test_a_second_run_leaves_the_release_alone(demo, released):
    before = {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in released.rglob("*")}
    result = run("demo", "--output", "out", cwd=demo[0])
    assert result.returncode == 0
    assert "Articles coded now: 0." in result.stderr
    assert "never overwritten" in result.stderr
    assert {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in released.rglob("*")} == before


def test_an_output_that_is_a_file(tmp_path):
    (tmp_path / "out").write_text("kept")
    refused(run("demo", "--output", "out", cwd=tmp_path), "out")


def test_a_version_that_is_none(tmp_path):
    refused(run("demo", "--output", "out", "--version", "1", cwd=tmp_path), "'1' is not a version")
    assert not (tmp_path / "out").exists()
