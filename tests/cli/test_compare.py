"""`exporter compare`, `as-of`, `history` and `verify` as users run them, on releases of the sample articles."""

import json
import shutil

import polars as pl
import pytest

pytest.importorskip("spacy")
pytest.importorskip("sqlalchemy")

from exporter import Store
from exporter.releases.rows import CHANGES
from tests.cli import refused, run
from tests.cli.test_release import bytes_of


@pytest.fixture(scope="module")
def two(demo, tmp_path_factory):
    """A store with two releases of the sample articles, and the ids of an event revised and one deleted."""
    folder = tmp_path_factory.mktemp("two")
    shutil.copy(demo[0] / "out" / "demo.db", folder / "events.db")
    shutil.copytree(demo[0] / "out" / "demo", folder / "output" / "demo")
    with Store(folder / "events.db") as store:
        revised, deleted, other = store.table("events")["event_id"].head(3)
        store.revise(revised, {"notes": "Corrected."}, who="Ana", why="second report")
        store.delete(deleted, who="Bo", reason="counted twice", replaced_by=other)
    result = run("release", "demo", cwd=folder)
    assert result.returncode == 0, result.stderr
    assert "demo 1.1.0: " in result.stderr
    assert "A minor version: 1 event deleted." in result.stderr
    return folder, revised, deleted


def test_for_people(two):
    folder, revised, deleted = two
    result = run("compare", "demo@1.0.0", "demo@1.1.0", cwd=folder)
    assert result.returncode == 0, result.stderr
    assert "1.1.0 against 1.0.0: 0 events added, 1 deleted, 1 changed" in result.stdout
    for word in (revised, deleted, "notes", "Corrected.", "evidence"):
        assert word in result.stdout


def test_as_json(two):
    folder, revised, deleted = two
    result = run("compare", "1.0.0", "1.1.0", "--dataset", "demo", "--format", "json", cwd=folder)
    facts = json.loads(result.stdout)
    assert (facts["deleted"], facts["changed"], facts["level"], facts["breaking"]) == (1, 1, "minor", False)
    assert {"event_id": deleted, "change": "deleted", "column": None, "old": None, "new": None} in facts[
        "changes"
    ]
    assert {row["column"] for row in facts["changes"] if row["event_id"] == revised} == {"notes", "review"}
    assert facts["deletions"][0]["reason"] == "counted twice"


def test_as_markdown(two):
    folder, _, deleted = two
    text = run("compare", "demo@1.0.0", "demo", "--format", "markdown", cwd=folder).stdout
    assert text.startswith("# Changes\n")
    assert f"| {deleted} | counted twice |" in text
    held = (folder / "output" / "demo" / "1.1.0" / "CHANGES.md").read_text("utf-8")
    assert held.startswith(text)


@pytest.mark.parametrize("ending", ["parquet", "csv"])
def test_the_changes_in_a_file(two, tmp_path, ending):
    folder, _, _ = two
    file = tmp_path / f"changes.{ending}"
    result = run("compare", "demo@1.0.0", "demo@1.1.0", "--changes", file, cwd=folder)
    assert result.returncode == 0, result.stderr
    held = pl.read_parquet(folder / "output" / "demo" / "1.1.0" / "changes.parquet")
    found = pl.read_parquet(file) if ending == "parquet" else pl.read_csv(file, infer_schema=False)
    assert found.schema == CHANGES
    assert found.equals(held)


def test_the_exit_status(two):
    folder, _, _ = two
    pair = ("compare", "demo@1.0.0", "demo@1.1.0")
    assert run(*pair, cwd=folder).returncode == 0
    assert run(*pair, "--fail-on", "any", cwd=folder).returncode == 1
    assert run(*pair, "--fail-on", "breaking", cwd=folder).returncode == 0
    same = ("compare", "demo@1.0.0", "demo@1.0.0", "--fail-on", "any")
    assert run(*same, cwd=folder).returncode == 0


def test_a_breaking_change_fails(two, tmp_path):
    folder, _, _ = two
    frame = pl.read_parquet(folder / "output" / "demo" / "1.0.0" / "events.parquet")
    frame.drop("tags").write_parquet(tmp_path / "less.parquet")
    result = run(
        "compare", "output/demo/1.0.0/events.parquet", tmp_path / "less.parquet", "--fail-on", "breaking",
        cwd=folder,
    )  # fmt: skip
    assert result.returncode == 1
    assert "A major version: events.tags: column removed." in result.stdout


def test_compare_used_wrongly(two, tmp_path):
    folder, _, _ = two
    refused(run("compare", "demo@1.0.0", "demo@9.0.0", cwd=folder), "9.0.0", "1.1.0")
    refused(run("compare", "1.0.0", "1.1.0", cwd=folder), "--dataset")
    refused(run("compare", "demo@1.0.0", "demo@1.1.0", "--changes", "x.txt", cwd=folder), "x.txt", ".parquet")
    refused(run("compare", "demo@1.0.0", "demo@1.1.0", "--changes", "no/x.csv", cwd=folder), "no/x.csv")
    refused(run("compare", "a.csv", "b.csv", cwd=tmp_path), "a.csv")


def test_both_releases_come_again(two, tmp_path):
    folder, _, _ = two
    for version in ("1.0.0", "1.1.0"):
        result = run("as-of", version, "--output", tmp_path / "again", cwd=folder)
        assert result.returncode == 0, result.stderr
        assert bytes_of(tmp_path / "again" / "demo" / version) == bytes_of(
            folder / "output" / "demo" / version
        )


def test_as_of_used_wrongly(two, tmp_path):
    folder, _, _ = two
    refused(run("as-of", "1.0.0", cwd=folder), "is there already")
    refused(run("as-of", "9.0.0", "--output", tmp_path, cwd=folder), "no release 9.0.0", "1.1.0")
    refused(run("as-of", "1.0.0", "--dataset", "other", "--output", tmp_path, cwd=folder), "other")
    refused(run("as-of", "1.0", "--output", tmp_path, cwd=folder), "'1.0'")
    assert list(tmp_path.iterdir()) == []


def test_as_of_asks_which_dataset(two, tmp_path):
    store = shutil.copy(two[0] / "events.db", tmp_path / "events.db")
    assert run("release", "other", cwd=tmp_path).returncode == 0
    refused(run("as-of", "1.0.0", "--store", store, "--output", "again", cwd=tmp_path), "demo, other")
    result = run("as-of", "1.0.0", "--dataset", "other", "--output", "again", cwd=tmp_path)
    assert result.returncode == 0
    assert bytes_of(tmp_path / "again") == bytes_of(tmp_path / "output")


def test_the_life_of_an_event(two):
    folder, revised, deleted = two
    result = run("history", revised, "--csv", cwd=folder)
    assert result.returncode == 0, result.stderr
    lines = pl.read_csv(result.stdout.encode(), infer_schema=False)
    assert lines["action"].to_list() == ["create", "update", "update"]
    assert lines["column"].to_list() == [None, "notes", "review"]
    assert lines["releases"].to_list() == ["demo 1.0.0", "demo 1.1.0", "demo 1.1.0"]
    assert lines.row(1, named=True)["new"] == "Corrected."
    assert lines.row(1, named=True)["why"] == "second report"
    shown = run("history", deleted, cwd=folder).stdout
    assert f"{deleted}: 2 revisions" in shown
    assert "counted twice" in shown
    refused(run("history", "AZE999", cwd=folder), "never an event AZE999")


def test_verify(two, tmp_path):
    folder, _, _ = two
    release = folder / "output" / "demo" / "1.1.0"
    assert run("verify", release, cwd=folder).returncode == 0
    result = run("verify", release, "--store", "events.db", cwd=folder)
    assert result.returncode == 0, result.stderr
    assert "all is well" in result.stderr
    copy = shutil.copytree(release, tmp_path / "demo" / "1.1.0")
    (copy / "extra.txt").write_text("x")
    result = run("verify", copy, "--rejects", "problems.csv", cwd=tmp_path)
    refused(result, "extra.txt", "file_extra", status=1)
    assert pl.read_csv(tmp_path / "problems.csv")["file"].to_list() == ["extra.txt"]


def test_verify_looks_quotes_up(two, samples, tmp_path):
    folder, _, _ = two
    release = folder / "output" / "demo" / "1.1.0"
    assert run("verify", release, "--articles", samples, cwd=folder).returncode == 0
    texts = shutil.copytree(samples, tmp_path / "texts")
    evidence = pl.read_parquet(release / "evidence.parquet")
    quote = max(evidence["quote"], key=len)
    hit = 0
    for file in texts.rglob("*.txt"):
        text = file.read_text("utf-8")
        if quote in text:
            file.write_text(text.replace(quote, quote.swapcase()), "utf-8")
            hit += 1
    assert hit
    result = run("verify", release, "--articles", texts, cwd=folder)
    refused(result, "evidence.parquet", quote, status=1)


def test_verify_used_wrongly(two, tmp_path):
    folder, _, _ = two
    refused(run("verify", "nowhere", cwd=tmp_path), "nowhere")
    copy = shutil.copytree(folder / "output" / "demo" / "1.1.0", tmp_path / "other" / "1.1.0")
    refused(
        run("verify", copy, "--store", folder / "events.db", cwd=tmp_path), "has not released other 1.1.0"
    )
