"""Releases over HTTP: only what is asked for, measured in bytes; and what happens when the web misbehaves."""

import json
import socket

import polars as pl
import pytest

import exporter
from exporter.errors import DataError, UsageError
from exporter.loaders import web

COLUMNS = ["event_date", "fatalities", "location"]


@pytest.fixture(autouse=True)
def hurry(monkeypatch):
    monkeypatch.setattr(web, "PAUSE", 0.001)


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache"


def entries(cache):
    return sorted(path.name for path in cache.iterdir()) if cache.exists() else []


def test_whole_table_is_what_the_folder_holds(site, output, cache):
    found = exporter.load(f"{site.url}/conflict", "1.2.0", cache=cache)
    assert found.equals(exporter.load("conflict", "1.2.0", output=output))
    assert found.schema == exporter.load("conflict", "1.2.0", output=output).schema


@pytest.mark.parametrize("table", ["events", "sources", "evidence", "deletions"])
def test_every_table(site, release, table):
    found = exporter.load("conflict", "1.2.0", output=site.url, table=table, cache=False)
    assert found.equals(exporter.load(release, table=table))


def test_columns_of_one_country_are_a_small_share_of_the_file(site, release):
    size = (release / "events.parquet").stat().st_size
    found = exporter.load(f"{site.url}/conflict", "1.2.0", columns=COLUMNS, countries=["GRC"], cache=False)
    requests, served = site.file("events.parquet")
    print(f"{served:,} of {size:,} bytes in {requests} requests")
    assert served < size / 20
    assert requests <= 8
    here = exporter.load(release).filter(pl.col("country") == "Greece").select(COLUMNS)
    assert here.height > 0
    assert found.equals(here)


def test_a_country_leaves_other_row_groups_where_they_are(site, release):
    exporter.load(f"{site.url}/conflict/1.2.0", columns=["notes"], cache=False)
    everywhere = site.file("events.parquet")[1]
    site.reset()
    exporter.load(f"{site.url}/conflict/1.2.0", columns=["notes"], countries=["Afghanistan"], cache=False)
    assert site.file("events.parquet")[1] < everywhere / 2


def test_countries_of_other_tables_are_those_of_their_events(site, release, cache):
    ids = exporter.load(release).filter(pl.col("iso3") == "GRC")["event_id"]
    wanted = exporter.load(release, table="evidence").filter(pl.col("event_id").is_in(ids.implode()))
    found = exporter.load(
        f"{site.url}/conflict/1.2.0", table="evidence", countries=["Greece"], columns=["event_id", "quote"]
    )
    assert found.equals(wanted.select("event_id", "quote"))
    assert site.file("evidence.parquet")[1] < (release / "evidence.parquet").stat().st_size


def test_a_country_without_events_gives_no_rows(site, release):
    absent = exporter.load(f"{site.url}/conflict/1.2.0", countries=["Kenya"], cache=False)
    assert absent.height == 0
    assert absent.schema == exporter.load(release).schema


def test_a_file_by_its_address(site, release):
    found = exporter.load(f"{site.url}/conflict/1.2.0/sources.parquet", cache=False)
    assert found.equals(exporter.load(release, table="sources"))


def test_without_ranges_the_whole_file_is_fetched(site, release, cache):
    site.ranges = False
    found = exporter.load(
        f"{site.url}/conflict", "1.2.0", columns=COLUMNS, countries=["Greece", "nam"], cache=cache
    )
    here = exporter.load(release).filter(pl.col("country").is_in(["Greece", "Namibia"])).select(COLUMNS)
    assert found.equals(here)
    assert len(entries(cache)) == 1


def test_the_cache_saves_the_second_download(site, cache, release):
    address = f"{site.url}/conflict"
    first = exporter.load(address, "1.2.0", cache=cache)
    assert site.file("events.parquet")[0] == 1
    assert exporter.load(address, "1.2.0", cache=cache).equals(first)
    some = exporter.load(address, "1.2.0", columns=COLUMNS, countries=["Greece"], cache=cache)
    assert some.equals(first.filter(pl.col("country") == "Greece").select(COLUMNS))
    assert site.file("events.parquet")[0] == 1


def test_a_broken_cache_entry_is_fetched_anew(site, cache):
    address = f"{site.url}/conflict"
    first = exporter.load(address, "1.2.0", cache=cache)
    (entry,) = cache.iterdir()
    entry.write_bytes(entry.read_bytes()[:-100] + bytes(100))
    assert exporter.load(address, "1.2.0", cache=cache).equals(first)
    assert site.file("events.parquet")[0] == 2
    assert entries(cache) == [entry.name]


def test_another_file_than_was_released_is_refused_and_not_kept(site, cache, release):
    def other(handler):
        if not handler.path.endswith(".parquet"):
            return False
        handler.send(200, (release / "sources.parquet").read_bytes())
        return True

    site.fault = other
    for kept in (cache, False):
        with pytest.raises(DataError, match=r"events.parquet is not the file that was released.*SHA-256"):
            exporter.load(f"{site.url}/conflict", "1.2.0", cache=kept)
    assert entries(cache) == []


@pytest.mark.parametrize("selection", [{}, {"columns": COLUMNS}])
def test_answers_that_break_off(site, cache, release, selection):
    """Once is mended, for ever is an error, and half a file is never kept."""
    left = 1

    def breaking(handler):
        nonlocal left
        if not handler.path.endswith(".parquet") or left == 0:
            return False
        left -= 1
        body = (release / "events.parquet").read_bytes()
        if "Range" in handler.headers:
            handler.send(206, body[-65536:], {"Content-Range": f"bytes 0-65535/{len(body)}"}, cut=1000)
        else:
            handler.send(200, body, cut=1000)
        return True

    site.fault = breaking
    found = exporter.load(f"{site.url}/conflict", "1.2.0", cache=cache, **selection)
    assert found.equals(exporter.load(release, **selection))
    for path in cache.glob("*"):
        path.unlink()
    left = 99
    with pytest.raises(UsageError, match=r"after 3 attempts: the answer breaks off") as caught:
        exporter.load(f"{site.url}/conflict", "1.2.0", cache=cache, **selection)
    assert caught.value.remedy
    assert entries(cache) == []


def test_servers_in_trouble_are_asked_again_but_not_for_ever(site, release):
    def busy(handler):
        if site.asked[handler.path] <= times:
            handler.send(503, b"busy")
            return True
        return False

    site.fault = busy
    times = 2
    assert exporter.load(f"{site.url}/conflict", "1.0.0", cache=False).height == 50
    times = 99
    site.asked.clear()
    with pytest.raises(
        UsageError, match=r"SHA256SUMS cannot be fetched after 3 attempts: the server answers 503"
    ):
        exporter.load(f"{site.url}/conflict", "1.0.0", cache=False)
    assert site.file("SHA256SUMS")[0] == 3


def test_what_may_not_be_read_is_asked_for_once(site):
    site.fault = lambda handler: handler.send(403, b"no") or True
    with pytest.raises(UsageError, match=r"the server answers 403 Forbidden") as caught:
        exporter.load(f"{site.url}/conflict", "1.0.0", cache=False)
    assert "signing in" in caught.value.remedy
    assert site.file("SHA256SUMS")[0] == 1


def test_silence_is_not_waited_for_without_end(monkeypatch):
    import urllib3

    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setattr(web, "TIMEOUT", urllib3.Timeout(0.05))
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        pytest.raises(UsageError, match=r"the server does not answer in time"),
    ):
        exporter.load(f"http://127.0.0.1:{silent.getsockname()[1]}/conflict", "1.0.0")


def test_nobody_there(monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with pytest.raises(UsageError, match=r"no connection to the server"):
        exporter.load(f"http://127.0.0.1:{port}/conflict", "1.0.0")
    with pytest.raises(UsageError, match=r"there is no server of that name"):
        exporter.load("http://nowhere.invalid/conflict", "1.0.0")


def test_through_a_proxy(site, monkeypatch):
    """A proxy is asked by the whole address; this one answers from its own folder."""
    monkeypatch.setenv("no_proxy", "")
    monkeypatch.setenv("http_proxy", site.url)
    found = exporter.load("http://releases.invalid/conflict", "1.0.0", cache=False)
    assert found.height == 50


def test_the_latest_by_the_list(listed):
    assert exporter.load("conflict", output=listed.url, columns=["event_id"], cache=False).height == 70_000
    assert exporter.load(f"{listed.url}/conflict/", columns=["event_id"], cache=False).height == 70_000


def test_a_release_that_the_list_keeps_elsewhere(site, output, tmp_path):
    versions = [{"version": "3.0.0", "path": "conflict/1.0.0"}]
    (output / "releases.json").write_text(
        json.dumps({"datasets": [{"name": "conflict", "versions": versions}]})
    )
    assert exporter.load(f"{site.url}/conflict", "3.0.0", cache=False).height == 50


def test_no_list_and_no_version(site):
    with pytest.raises(UsageError, match=r"no http.*/releases\.json") as caught:
        exporter.load(f"{site.url}/conflict")
    assert "Name the version" in caught.value.remedy


@pytest.mark.parametrize(
    ("address", "version", "message", "remedy"),
    [
        ("{}/conflict", "9.0.0", "no release 9.0.0 of conflict", "1.0.0, 1.2.0"),
        ("{}/other", None, "no release of other", "conflict"),
        ("{}/other", "1.0.0", "no release of other", "conflict"),
        ("{}/conflict/9.0.0", None, "no release at", "Check the address"),
        ("{}/conflict/1.0.0", "1.0.0", "address of a release and a version", "address of a dataset"),
        ("{}/conflict/1.0.0/nothing.parquet", None, "names no file nothing.parquet", "table"),
        ("{}", None, "names no dataset", "Add the name"),
    ],
)
def test_what_is_not_there(listed, address, version, message, remedy):
    with pytest.raises(UsageError, match=message) as caught:
        exporter.load(address.format(listed.url), version)
    assert remedy in caught.value.remedy


def test_without_a_list_a_missing_release_names_what_was_looked_for(site):
    with pytest.raises(UsageError, match=r"no release 9.0.0 of conflict") as caught:
        exporter.load(f"{site.url}/conflict", "9.0.0")
    assert "conflict/9.0.0/SHA256SUMS" in caught.value.remedy


@pytest.mark.parametrize("text", ["<html>", "[]", '{"datasets": [{"name": "conflict"}]}', '{"datasets": 3}'])
def test_a_list_that_is_none(site, output, text):
    (output / "releases.json").write_text(text)
    with pytest.raises(DataError, match=r"releases\.json is not a list of releases"):
        exporter.load(f"{site.url}/conflict")


def test_checksums_that_are_none(site):
    site.fault = lambda handler: handler.send(200, b"<html>sign in</html>") or True
    with pytest.raises(DataError, match=r"SHA256SUMS, line 1"):
        exporter.load(f"{site.url}/conflict", "1.0.0")


def test_a_file_that_changes_while_it_is_read(site, release):
    def growing(handler):
        if handler.path.endswith("events.parquet") and site.asked[handler.path] > 1:
            handler.send(206, bytes(10), {"Content-Range": "bytes 0-9/99"})
            return True
        return False

    site.fault = growing
    with pytest.raises(DataError, match=r"was replaced while it was read"):
        exporter.load(f"{site.url}/conflict", "1.2.0", columns=["notes"], cache=False)


def test_a_cache_that_cannot_be_written(site, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match=r"cannot be written") as caught:
        exporter.load(f"{site.url}/conflict", "1.0.0", cache=tmp_path / "file")
    assert "cache=False" in caught.value.remedy


def test_leftovers_of_killed_downloads_go(site, cache):
    import os

    cache.mkdir()
    old, young = cache / "a.part", cache / "b.part"
    old.touch()
    young.touch()
    os.utime(old, (0, 0))
    exporter.load(f"{site.url}/conflict", "1.0.0", cache=cache)
    assert not old.exists()
    assert young.exists()


def test_the_default_cache_is_this_users(site, monkeypatch, tmp_path):
    monkeypatch.setattr("exporter.loaders.cache.user_cache_path", lambda *_, **__: tmp_path / "of-user")
    exporter.load(f"{site.url}/conflict", "1.0.0")
    assert len(entries(tmp_path / "of-user" / "releases")) == 1
