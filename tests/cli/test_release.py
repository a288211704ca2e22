"""`exporter release`: a whole folder or none, never a second time, and a clear word where it cannot be."""

import resource
import shutil

import pytest

pytest.importorskip("sqlalchemy")

from tests.cli import only_whole_releases, refused, run, verifies


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


@pytest.mark.parametrize("limit", [12_000, 30_000, 40_000])
def test_a_full_disk_leaves_nothing(store, tmp_path, limit):
    """A limit on the size of files stands for the disk: some file of the release does not fit."""

    def small():
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    result = run("release", "conflict", cwd=tmp_path, preexec_fn=small)
    refused(result, "cannot be")
    assert not list((tmp_path / "output").rglob("*.part"))
    assert not (tmp_path / "output" / "conflict" / "1.0.0").exists()
    assert run("release", "conflict", cwd=tmp_path).returncode == 0
    assert only_whole_releases(tmp_path / "output")
