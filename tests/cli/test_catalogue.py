import json
import shutil

import pytest

from tests.catalogue.releases import build
from tests.cli import refused, run


@pytest.fixture
def output(tmp_path):
    build(tmp_path / "output", "conflict", "1.0.0")
    return tmp_path / "output"


def test_a_site_beside_the_output_folder(output, tmp_path):
    result = run("catalogue", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (0, "")
    assert "site/index.html: 1 datasets, 1 versions." in result.stderr
    assert (tmp_path / "site" / "conflict" / "1.0.0" / "index.html").is_file()


def test_with_copies_and_a_title(output, tmp_path):
    result = run("catalogue", "output", "--to", "www", "--copy", "--title", "Our events", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    shutil.rmtree(output)
    listed = json.loads((tmp_path / "www" / "releases.json").read_text())
    version = listed["datasets"][0]["versions"][0]
    assert (tmp_path / "www" / version["path"] / "events.csv").is_file()
    assert "<h1>Our events</h1>" in (tmp_path / "www" / "index.html").read_text()


def test_a_release_that_is_not_whole_is_named(output, tmp_path):
    (output / "conflict" / "1.1.0").mkdir()
    result = run("catalogue", cwd=tmp_path)
    refused(result, "output/conflict/1.1.0: it has no SHA256SUMS", "Build them again", status=1)
    assert (tmp_path / "site" / "index.html").is_file()


def test_wrong_use(output, tmp_path):
    refused(run("catalogue", "nowhere", cwd=tmp_path), "nowhere")
    refused(run("catalogue", "--to", "output", cwd=tmp_path), "must be apart")
    (tmp_path / "taken").write_text("x")
    refused(run("catalogue", "--to", "taken", cwd=tmp_path), "taken is no folder")
    refused(run("catalogue", "--to", "taken/site", cwd=tmp_path), "a part of the path is a file")
