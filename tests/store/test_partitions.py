"""A folder of codings comes into a store once only, through the checks, whatever was killed in between."""

import os
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

pytest.importorskip("sqlalchemy")

from exporter import Store
from exporter.coders import partitions
from exporter.coders.partitions import Folder, row_of
from exporter.coders.run import code
from exporter.store.partitions import load_folder
from tests.cli import run
from tests.coders.engines import StubCoder, articles_of


def folder_of(path, coded, monkeypatch, per_part=10) -> Folder:
    monkeypatch.setattr(partitions, "_PER_PART", per_part)
    folder = Folder(str(path), new=True)
    folder.write(map(row_of, coded))
    return folder


def stubs(count):
    return code(articles_of(*(f"word {number}" for number in range(count))), StubCoder())


def load(store, folder):
    refused, problems = [], []
    loaded = load_folder(store, folder, on_refused=refused.append, on_problems=problems.append)
    return loaded, refused, problems


def test_a_folder_is_taken_once(url, tmp_path, monkeypatch):
    folder = folder_of(tmp_path / "codings", stubs(25), monkeypatch)
    assert folder.parts() == ["part-00000.parquet", "part-00001.parquet", "part-00002.parquet"]
    with Store(url) as store:
        loaded, _, _ = load(store, folder)
        assert (loaded.added, loaded.known, loaded.refused) == (25, 0, 0)
        again, _, _ = load(store, folder)
        assert (again.added, again.known) == (0, 25)
        assert store.counts()["articles"] == 25
        # The same codings in partitions of another cut.
        other = folder_of(tmp_path / "other", stubs(27), monkeypatch, per_part=4)
        loaded, _, _ = load(store, other)
        assert (loaded.added, loaded.known) == (2, 25)


def test_what_is_loaded_is_what_coding_into_the_store_gives(tmp_path):
    pytest.importorskip("spacy")
    from exporter import code_into, read_articles
    from exporter.samples import sample_articles

    articles = list(read_articles(sample_articles()))[:3]
    coded = list(code(articles))
    folder = Folder(str(tmp_path / "codings"), new=True)
    folder.write(map(row_of, coded))
    with Store(tmp_path / "a.db") as straight, Store(tmp_path / "b.db") as loaded:
        code_into(straight, articles)
        load(loaded, folder)
        for name in ("events", "sources", "evidence"):
            drop = {"recorded_at", "updated_at"}
            one, two = straight.table(name), loaded.table(name)
            assert one.height > 0
            assert one.drop(drop & {*one.columns}).equals(two.drop(drop & {*two.columns}))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"record": "{no"}, "no coding record"),
        ({"record": "{}"}, "refused"),
        ({"text": "an altogether other text"}, "not at"),
        ({"coder_version": "9.9.9"}, "coder_version"),
        ({"sha256": "0" * 64}, "sha256"),
        ({"article_id": "another"}, "article_id"),
        ({"record": None}, "no coding record"),
    ],
)
def test_a_coding_that_breaks_the_rules_is_refused_and_named(tmp_path, change, words):
    rows = [row_of(coded) for coded in stubs(3)]
    rows[1] |= change
    folder = Folder(str(tmp_path / "codings"), new=True)
    folder.write(rows)
    with Store(tmp_path / "events.db") as store:
        loaded, refused, _ = load(store, folder)
        assert (loaded.added, loaded.refused) == (2, 1)
    assert "part-00000.parquet:2" in refused[0].message
    assert words in refused[0].message


def test_a_damaged_partition_is_named_and_the_others_are_taken(tmp_path, monkeypatch):
    folder_of(tmp_path / "codings", stubs(20), monkeypatch)
    part = tmp_path / "codings" / "codings" / "part-00000.parquet"
    part.write_bytes(part.read_bytes()[:-20])
    result = run("store", "load", "codings", cwd=tmp_path)
    assert result.returncode == 1
    assert "part-00000.parquet cannot be read" in result.stderr
    assert "Codings added: 10;" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_folder_that_is_none_is_refused(tmp_path):
    result = run("store", "load", "nowhere", cwd=tmp_path)
    assert result.returncode == 2
    assert "holds no partitions" in result.stderr
    assert not (tmp_path / "events.db").exists()


def test_killed_in_the_middle_nothing_comes_twice(tmp_path, monkeypatch):
    folder_of(tmp_path / "codings", stubs(800), monkeypatch, per_part=300)
    command = [sys.executable, "-m", "exporter", "store", "load", "codings"]
    process = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL)
    path = tmp_path / "events.db"

    def held() -> int:
        if not path.exists():
            return 0
        with sqlite3.connect(path) as database:
            try:
                return database.execute("select count(*) from codings").fetchone()[0]
            except sqlite3.OperationalError:
                return 0

    end = time.monotonic() + 60
    while not held() and process.poll() is None and time.monotonic() < end:
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    kept = held()
    assert 0 < kept < 800
    result = run("store", "load", "codings", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert f"Codings added: {800 - kept}; there before: {kept}." in result.stderr
    assert held() == 800


def test_a_run_that_was_cut_off_goes_on(tmp_path, monkeypatch):
    monkeypatch.setattr(partitions, "_PER_PART", 10)
    folder = Folder(str(tmp_path / "codings"), new=True)

    def cut_off():
        for number, coded in enumerate(stubs(40)):
            if number == 25:
                raise KeyboardInterrupt
            yield row_of(coded)

    with pytest.raises(KeyboardInterrupt):
        folder.write(cut_off())
    assert len(folder.has()) == 25
    names = {entry.name for entry in (tmp_path / "codings" / "codings").iterdir()}
    assert names == {f"part-0000{number}.parquet" for number in range(3)}
