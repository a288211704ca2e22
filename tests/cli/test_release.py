"""`exporter release`: a whole folder or none, never a second time, and a clear word where it cannot be."""

import json
import resource
import shutil

import pytest

pytest.importorskip("sqlalchemy")

from exporter.codebook.project import read_project
from exporter.store import Store
from tests.cli import only_whole_releases, refused, run, run_apart, verifies


def bytes_of(folder):
    return {p.relative_to(folder): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_from_a_store(store, tmp_path):
    result = run("release", "conflict", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert "conflict 1.0.0: The first release of conflict." in result.stderr
    assert "events.parquet" in result.stdout
    folder = tmp_path / "output" / "conflict" / "1.0.0"
    assert verifies(folder)
    before = bytes_of(folder)
    again = run("release", "conflict", cwd=tmp_path)
    assert (again.returncode, again.stdout) == (0, "")
    assert "Nothing has changed. conflict 1.0.0 is up to date; nothing was written." in again.stderr
    refused(run("release", "conflict", "--version", "1.0.0", cwd=tmp_path), "not higher", "as-of")
    assert bytes_of(folder) == before
    assert run("release", "conflict", "--version", "1.0.1", cwd=tmp_path).returncode == 0
    assert verifies(folder.with_name("1.0.1"))


def test_a_folder_that_another_store_has_written(store, tmp_path):
    (tmp_path / "output" / "conflict" / "1.0.0").mkdir(parents=True)
    refused(run("release", "conflict", cwd=tmp_path), "is there already", "higher version")
    assert run("release", "conflict", "--version", "1.0.1", cwd=tmp_path).returncode == 0


def test_the_same_store_and_version_give_the_same_bytes(store, tmp_path):
    other = shutil.copy(store, tmp_path / "other.db")
    for output, held in (("one", store), ("two", other)):
        result = run("release", "conflict", "--store", held, "--output", output, cwd=tmp_path)
        assert result.returncode == 0, result.stderr
    one, two = (bytes_of(tmp_path / output / "conflict" / "1.0.0") for output in ("one", "two"))
    assert one == two


@pytest.mark.parametrize(
    ("name", "version", "word"),
    [
        ("conflict", "1.0", "1.0.0"),
        ("conflict", "v1.0.0", "1.0.0"),
        ("../x", "1.0.0", "lower-case"),
    ],
)
def test_names_and_versions_that_are_none(store, tmp_path, name, version, word):
    result = run("release", name, "--version", version, cwd=tmp_path)
    refused(result, repr(version) if name == "conflict" else repr(name), word)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["events.db"]


@pytest.mark.parametrize("output", ["file", "file/below"])
def test_an_output_that_is_a_file(store, tmp_path, output):
    (tmp_path / "file").write_text("kept")
    refused(run("release", "conflict", "--output", output, cwd=tmp_path), "file")
    assert (tmp_path / "file").read_text() == "kept"


def test_a_store_that_is_not_there_is_not_made(tmp_path):
    refused(run("release", "conflict", "--store", "evnts.db", cwd=tmp_path), "evnts.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("limit", "also"),
    [(12_000, ""), (30_000, ""), (40_000, ""), (48_000, "excel"), (48_000, "stata"), (100_000, "")],
)
def test_a_full_disk_leaves_nothing(store, tmp_path, limit, also):
    """A limit on the size of files stands for the disk: some file of the release does not fit."""

    def small():
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    result = run_apart("release", "conflict", "--also", also, cwd=tmp_path, preexec_fn=small)
    refused(result, "cannot be")
    assert not list((tmp_path / "output").rglob("*.part"))
    assert not (tmp_path / "output" / "conflict" / "1.0.0").exists()
    assert run("release", "conflict", cwd=tmp_path).returncode == 0
    assert only_whole_releases(tmp_path / "output")


def test_dataset_toml_in_the_folder_is_what_is_said(store, tmp_path):
    (tmp_path / "dataset.toml").write_text('title = "Ours"\n[licence]\nspdx = "CC-BY-4.0"\n')
    (tmp_path / "other.toml").write_text('title = "Theirs"\n')
    assert run("release", "conflict", cwd=tmp_path).returncode == 0
    again = ("--version", "1.1.0", "--about", "other.toml")
    assert run("release", "conflict", *again, cwd=tmp_path).returncode == 0
    said = [
        json.loads((tmp_path / "output" / "conflict" / version / "datapackage.json").read_text())
        for version in ("1.0.0", "1.1.0")
    ]
    assert [package["title"] for package in said] == ["Ours", "Theirs"]
    assert said[0]["licenses"][0]["name"] == "CC-BY-4.0"
    assert "licenses" not in said[1]


def test_a_release_that_is_built_again_says_what_it_said(store, tmp_path):
    (tmp_path / "dataset.toml").write_text('title = "First words"\n')
    assert run("release", "conflict", "--also", "geo", cwd=tmp_path).returncode == 0
    folder = tmp_path / "output" / "conflict" / "1.0.0"
    before = bytes_of(folder)
    shutil.rmtree(folder)
    (tmp_path / "dataset.toml").write_text('title = "Second words"\n')
    result = run("as-of", "1.0.0", "--dataset", "conflict", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert bytes_of(folder) == before
    assert (folder / "events.geojson").is_file()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('titel = "x"', ["dataset.toml", "titel"]),
        ('[[authors]]\nfamily = "A"\norcid = "0000-0002-1825-0098"', ["authors 1", "0000-0002-1825-0098"]),
    ],
)
def test_what_is_wrong_in_dataset_toml_is_told_and_nothing_noted(store, tmp_path, text, words):
    (tmp_path / "dataset.toml").write_text(text)
    before = run("info", "--store", store, cwd=tmp_path).stdout
    assert "store: releases" in before
    refused(run("release", "conflict", cwd=tmp_path), *words)
    assert not (tmp_path / "output").exists()
    assert run("info", "--store", store, cwd=tmp_path).stdout == before


def test_an_about_that_is_not_there(store, tmp_path):
    refused(
        run("release", "conflict", "--about", "none.toml", cwd=tmp_path),
        "none.toml",
        "exporter init",
    )


def test_further_formats(store, tmp_path):
    pytest.importorskip("pyreadstat")
    pytest.importorskip("xlsxwriter")
    refused(run("release", "conflict", "--also", "stata,xls", cwd=tmp_path), "'xls'", "stata")
    result = run("release", "conflict", "--also", "stata, excel,geo", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    for name in ("events.dta", "tables.xlsx", "events.geojson"):
        assert name in result.stdout
    assert verifies(tmp_path / "output" / "conflict" / "1.0.0")


PROJECT = """
[columns.injured]
type = "integer"
definition = "People hurt and not killed, as reported."
minimum = 0

[columns.weapon]
type = "code"
definition = "What was used."
allowed = ["gun", "knife"]
"""


def test_columns_of_a_project_go_from_the_store_to_the_release(store, tmp_path):
    (tmp_path / "ours.toml").write_text(f'title = "Ours"\n{PROJECT}')
    with Store(store, project=read_project(tmp_path / "ours.toml")) as opened:
        first = opened.table("events")["event_id"][0]
        opened.revise(first, {"injured": "12", "weapon": "gun"}, who="ab", why="hospital")
    result = run("release", "conflict", "--about", "ours.toml", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    folder = tmp_path / "output" / "conflict" / "1.0.0"
    checked = run("validate", str(folder), cwd=tmp_path)
    assert checked.returncode == 0, checked.stderr
    assert run("verify", str(folder), "--store", "events.db", cwd=tmp_path).returncode == 0
    shown = run("load", "conflict", "--columns", "event_id,injured,weapon", "--csv", cwd=tmp_path)
    assert f"{first},12,gun" in shown.stdout.splitlines()
    before = bytes_of(folder)
    shutil.rmtree(folder)
    assert run("as-of", "1.0.0", "--dataset", "conflict", cwd=tmp_path).returncode == 0
    assert bytes_of(folder) == before
    assert run("release", "conflict", "--about", "ours.toml", cwd=tmp_path).stderr.count("up to date") == 1
    history = run("history", first, "--csv", cwd=tmp_path)
    assert "injured" in history.stdout


def test_definitions_of_a_release_that_were_changed_are_told(store, tmp_path):
    (tmp_path / "dataset.toml").write_text(PROJECT)
    assert run("release", "conflict", cwd=tmp_path).returncode == 0
    (tmp_path / "dataset.toml").unlink()
    folder = tmp_path / "output" / "conflict" / "1.0.0"
    (folder / "definitions.json").write_text("{}")
    result = run("verify", str(folder), cwd=tmp_path)
    assert result.returncode == 1
    assert "[definitions]" in result.stderr
    refused(run("load", "conflict", cwd=tmp_path), "1.0.0/definitions.json", "codes", status=1)


def test_partitions_on_the_command_line(store, tmp_path):
    result = run("release", "conflict", "--partition", "region", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert "events/region=*/part-0.parquet" in result.stdout
    refused(run("release", "conflict", "--partition", "notes", cwd=tmp_path), "'notes'", "country")
