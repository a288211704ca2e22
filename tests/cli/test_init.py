"""`exporter init`: a dataset.toml to fill in, never written over another."""

import pytest

from exporter.releases import About, read_about
from tests.cli import refused, run


def test_it_writes_a_file_that_release_reads(tmp_path):
    result = run("init", "conflict", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (0, "")
    assert "exporter release conflict\n" in result.stderr
    assert read_about(tmp_path / "dataset.toml") == About(title="conflict")


def test_it_makes_the_folder(tmp_path):
    result = run("init", "conflict", "--folder", "a/b", cwd=tmp_path)
    assert result.returncode == 0
    assert "--about a/b/dataset.toml" in result.stderr
    assert (tmp_path / "a" / "b" / "dataset.toml").is_file()


def test_a_file_that_is_there_is_left_alone(tmp_path):
    (tmp_path / "dataset.toml").write_text("title = 'mine'")
    refused(run("init", cwd=tmp_path), "dataset.toml is there already")
    assert (tmp_path / "dataset.toml").read_text() == "title = 'mine'"


@pytest.mark.parametrize(("arguments", "word"), [(["../x"], "'../x'"), (["x", "--folder", "file"], "file")])
def test_names_and_folders_that_are_none(tmp_path, arguments, word):
    (tmp_path / "file").write_text("kept")
    refused(run("init", *arguments, cwd=tmp_path), word)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
