"""`exporter explain` and `exporter schema`."""

import json

import pytest

from exporter.codebook.export import published_schemas
from tests.cli import refused, run


def test_a_check_is_explained(tmp_path):
    result = run("explain", "ev012", cwd=tmp_path)
    assert result.returncode == 0
    assert "EV012 region_follows_country" in result.stdout
    assert "| found |" in result.stdout
    assert "| mended |" in result.stdout


def test_all_checks_are_listed_with_those_of_the_project(tmp_path):
    (tmp_path / "dataset.toml").write_text(
        '[checks]\nMY001 = {rule = "year > 1999", message = "too old", remedy = "Leave it out."}\n'
    )
    result = run("explain", cwd=tmp_path)
    assert {"EV001", "CO001", "PL011", "MY001"} <= set(result.stdout.replace("│", " ").split())
    assert "too old" in run("explain", "MY001", cwd=tmp_path).stdout.lower()
    refused(run("explain", "EV999", cwd=tmp_path), "EV999", "EV001")


@pytest.fixture
def published(tmp_path):
    """The contract as it is, in a folder that a test may change."""
    folder = tmp_path / "schemas"
    folder.mkdir()
    for name, schema in published_schemas().items():
        (folder / name).write_text(json.dumps(schema))
    return folder


def change(folder, table, edit):
    file = folder / f"{table}.row.schema.json"
    schema = json.loads(file.read_text())
    edit(schema)
    file.write_text(json.dumps(schema))


def test_nothing_changed(published, tmp_path):
    result = run("schema", "diff", "--against", published, cwd=tmp_path)
    assert (result.returncode, result.stdout) == (0, "")


def test_a_breaking_change_fails(published, tmp_path):
    # The published version had a column that is gone now.
    change(published, "events", lambda schema: schema["properties"].update(mood={"type": "string"}))
    result = run("schema", "diff", "--against", published, cwd=tmp_path)
    assert result.returncode == 1
    assert "breaking" in result.stdout
    assert "mood" in result.stdout
    assert "They need version 3.0.0" in result.stderr


def test_a_breaking_change_with_a_major_version_is_fine(published, tmp_path):
    new = tmp_path / "new"
    new.mkdir()
    for file in published.iterdir():
        (new / file.name).write_text(file.read_text().replace('"version": "2.0.0"', '"version": "3.0.0"'))
    change(new, "events", lambda schema: schema["properties"].pop("notes"))
    assert run("schema", "diff", "--against", published, "--new", new, cwd=tmp_path).returncode == 0


def test_an_addition_is_no_failure(published, tmp_path):
    change(published, "events", lambda schema: schema["properties"].pop("tags"))
    result = run("schema", "diff", "--against", published, cwd=tmp_path)
    assert result.returncode == 0
    assert "addition" in result.stdout
    assert "2.1.0" in result.stderr


def test_a_project_s_contract_is_written(tmp_path):
    (tmp_path / "dataset.toml").write_text(
        '[columns.injured]\ntype = "integer"\ndefinition = "People hurt."\n[codes.regions.Sea]\n'
    )
    assert run("schema", "write", "--output", "mine", cwd=tmp_path).returncode == 0
    schema = json.loads((tmp_path / "mine" / "events.row.schema.json").read_text())
    assert schema["properties"]["injured"]["description"] == "People hurt."
    assert "injured" in (tmp_path / "mine" / "dictionary.csv").read_text()
    assert "\nSea," in (tmp_path / "mine" / "codelists" / "regions.csv").read_text()


def test_wrong_use(tmp_path):
    refused(run("schema", "diff", cwd=tmp_path), "--against")
    refused(run("schema", "write", cwd=tmp_path), "--output")
    refused(run("schema", "diff", "--against", "nowhere", cwd=tmp_path), "holds no JSON Schemas")
