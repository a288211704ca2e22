"""Processes that are killed at any moment leave a complete store and no half releases."""

import json
import random
import sqlite3
import subprocess
import time

import polars as pl
import pytest

pytest.importorskip("spacy")
pytest.importorskip("sqlalchemy")

from exporter import Store, read_articles, validate_dataset
from exporter.codebook import tables
from tests.cli import COMMAND, ENVIRONMENT, only_whole_releases, run, verifies

COPIES = 4
CODE = ("code", "articles.jsonl", "--format", "none", "--store", "events.db")


def start(*arguments, cwd):
    return subprocess.Popen(
        [*COMMAND, *arguments],
        cwd=cwd,
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def wait_for(there, process, seconds=60.0):
    """Wait until something is there or the process has ended."""
    end = time.monotonic() + seconds
    while not there() and process.poll() is None and time.monotonic() < end:
        time.sleep(0.001)


def complete(path) -> int:
    """Check that every coding in a store has its article, events, sources and evidence; how many there are."""
    with sqlite3.connect(path) as database:
        assert database.execute("pragma integrity_check").fetchone() == ("ok",)
        records = [json.loads(record) for (record,) in database.execute("select record from codings")]
        events = dict(database.execute("select article_id, count(*) from events group by article_id"))
        evidence = dict(database.execute("select article_id, count(*) from evidence group by article_id"))
        sources = dict(database.execute("select article_id, count(*) from sources group by article_id"))
        articles = {row[0] for row in database.execute("select article_id from articles")}
        (revisions,) = database.execute("select count(*) from revisions").fetchone()
    expected = {record["article"]["id"]: record["events"] for record in records}
    assert articles == set(expected)
    assert events == sources == {name: len(found) for name, found in expected.items() if found}
    assert evidence == {
        name: sum(
            len(quotes) if isinstance(quotes, list) else 1
            for event in found
            for quotes in event["evidence"].values()
        )
        for name, found in expected.items()
        if found
    }
    assert revisions == sum(events.values())
    with Store(path) as store:
        checked = validate_dataset({name: store.table(name) for name in tables()})
    assert all(result.ok for result in checked.values())
    return len(expected)


def test_killed_while_coding(samples, tmp_path):
    lines = [
        {"id": f"{article.id}-{copy}", "text": article.text.split("\n\n")[0], "source": "Sample Wire",
         "published": article.published.isoformat()}
        for copy in range(COPIES)
        for article in read_articles(samples)
    ]  # fmt: skip
    (tmp_path / "articles.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    path, chance, had, cut_off = tmp_path / "events.db", random.Random(7), 0, 0
    log = tmp_path / "events.db-wal"
    for turn in range(5):
        process = start(*CODE, cwd=tmp_path)
        if turn == 0:
            # As early as can be: while the tables are made.
            wait_for(path.exists, process)
        else:
            # Once this process writes, at any moment of the next articles.
            size = log.stat().st_size if log.exists() else 0
            wait_for(lambda size=size: log.exists() and log.stat().st_size != size, process)
            time.sleep(chance.uniform(0, 0.4))
        cut_off += process.poll() is None
        process.kill()
        process.wait()
        if turn == 0:
            continue  # there may be no tables yet
        held = complete(path)
        assert held >= had
        had = held
    assert cut_off >= 2
    assert run(*CODE, cwd=tmp_path).returncode == 0
    assert complete(path) == len(lines)
    # Copies of an article have the same events: none was lost or kept twice.
    with sqlite3.connect(path) as database:
        counts = database.execute("select article_id, count(*) from events group by article_id").fetchall()
    found = pl.DataFrame(counts, schema=["article", "events"], orient="row")
    kinds = found.group_by(pl.col("article").str.replace(r"-\d+$", "")).agg(
        copies=pl.len(), kinds=pl.col("events").n_unique()
    )
    assert kinds["copies"].unique().to_list() == [COPIES]
    assert kinds["kinds"].unique().to_list() == [1]


def test_killed_while_releasing(store, tmp_path):
    output, chance = tmp_path / "output", random.Random(11)
    began = time.monotonic()
    assert run("release", "conflict", cwd=tmp_path).returncode == 0
    whole = time.monotonic() - began
    folder, cut_off = output / "conflict", 0
    for turn in range(6):
        version = f"1.0.{turn + 1}"
        process = start("release", "conflict", "--version", version, cwd=tmp_path)
        if turn % 3 == 0:
            time.sleep(chance.uniform(0.3, 1.0) * whole)
        else:
            # While the files are being written.
            wait_for(lambda version=version: any(folder.glob(f".{version}.*.part")), process)
            time.sleep(chance.uniform(0, 0.15))
        cut_off += process.poll() is None
        process.kill()
        process.wait()
        assert not (folder / version).exists() or verifies(folder / version)
        assert all(verifies(entry) for entry in folder.iterdir() if not entry.name.startswith("."))
    assert cut_off >= 2
    # The next build takes away what the dead ones left, and what was cut off can be built again.
    assert run("release", "conflict", "--version", "2.0.0", cwd=tmp_path).returncode == 0
    assert only_whole_releases(output)
    with Store(tmp_path / "events.db") as opened:
        begun = [known.version for known in opened.releases("conflict")]
    missing = [version for version in begun if not (folder / version).exists()]
    assert missing
    for version in missing:
        assert run("as-of", version, "--dataset", "conflict", cwd=tmp_path).returncode == 0
        assert verifies(folder / version)


def test_a_release_that_was_killed_is_finished_by_the_next(store, tmp_path):
    folder = tmp_path / "output" / "conflict"
    for _ in range(20):
        process = start("release", "conflict", cwd=tmp_path)
        wait_for(lambda: any(folder.glob(".1.0.0.*.part")), process)
        process.kill()
        process.wait()
        if not (folder / "1.0.0").exists():
            break
    else:
        pytest.skip("this machine writes faster than it kills")
    result = run("release", "conflict", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert "was begun and cut off" in result.stderr
    assert only_whole_releases(tmp_path / "output")
    assert "is up to date" in run("release", "conflict", cwd=tmp_path).stderr
