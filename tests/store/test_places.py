import sqlite3
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa

from exporter.errors import UsageError
from exporter.store import Store
from tests.store.codings import add, battle, coding


def _refused(url: str | Path, *words: str) -> UsageError:
    with pytest.raises(UsageError) as caught:
        Store(url)
    error = caught.value
    assert type(error) is UsageError
    assert error.remedy
    for word in words:
        assert word in str(error)
    assert "Traceback" not in str(error)
    assert "Background on this error" not in str(error)
    return error


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("No database, just some words. " * 100)
    before = path.read_bytes()
    _refused(path, "notes.txt", "not a database")
    assert path.read_bytes() == before


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    _refused(tmp_path / "nowhere" / "events.db", "nowhere", "does not exist")


def test_a_place_under_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    _refused(tmp_path / "file" / "events.db", "events.db")


def test_a_folder(tmp_path: Path) -> None:
    _refused(tmp_path, str(tmp_path))


@pytest.mark.parametrize("url", ["://", "postgresql+psycopg://host:port/x", "sqlite:/\x00://x"])
def test_a_malformed_address(url: str) -> None:
    _refused(url)


@pytest.mark.parametrize(
    "url", ["oracle8://x/y", "postgresql+nodriver://127.0.0.1/x", "https://example.org/x"]
)
def test_an_unknown_kind_of_database(url: str) -> None:
    _refused(url, url.split(":", maxsplit=1)[0])


def test_a_server_that_does_not_answer() -> None:
    pytest.importorskip("psycopg")
    error = _refused("postgresql+psycopg://127.0.0.1:1/x", "127.0.0.1:1")
    assert "server" in error.remedy


def test_a_password_is_not_shown() -> None:
    pytest.importorskip("psycopg")
    error = _refused("postgresql+psycopg://ana:geheim@127.0.0.1:1/x", "127.0.0.1:1")
    assert "geheim" not in str(error)


def test_a_database_that_does_not_exist(postgresql: str) -> None:
    _refused(f"{postgresql}/nothing_here", "nothing_here")


def test_a_store_of_a_later_version(url: str) -> None:
    Store(url).close()
    engine = sa.create_engine(url if "://" in url else f"sqlite:///{url}")
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE about SET schema_version = 99")
    engine.dispose()
    error = _refused(url, "99")
    assert "later" in error.remedy


def test_a_path_with_odd_letters(tmp_path: Path) -> None:
    path = tmp_path / "mai 50% é? #1.db"
    with Store(path) as store:
        add(store, coding(battle()))
    assert path.exists()
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM events").fetchone() == (1,)


def test_a_store_by_a_relative_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with Store("events.db") as store:
        add(store, coding(battle()))
    assert (tmp_path / "events.db").exists()


def test_a_store_by_an_sqlite_url(tmp_path: Path) -> None:
    with Store(f"sqlite:///{tmp_path / 'events.db'}") as store:
        add(store, coding(battle()))
    with Store(tmp_path / "events.db") as store:
        assert store.counts()["events"] == 1


def test_two_stores_are_made_by_opening_twice(url: str) -> None:
    with Store(url) as one, Store(url) as two:
        add(one, coding(battle()))
        assert two.counts()["events"] == 1


def test_a_store_that_another_is_just_making_is_waited_for(tmp_path: Path) -> None:
    """SQLite does not wait by itself where a new file gets its mode while another holds the lock to write."""
    other = sqlite3.connect(tmp_path / "events.db", isolation_level=None, check_same_thread=False)
    other.execute("CREATE TABLE of_another (id INTEGER)")
    other.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.3, other.execute, ["COMMIT"])
    release.start()
    with Store(tmp_path / "events.db") as store:
        assert not release.is_alive()
        assert add(store, coding(battle()))
    other.close()
