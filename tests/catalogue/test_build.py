import hashlib
import json
import shutil
from pathlib import Path

import pytest

from exporter.catalogue import build_catalogue
from exporter.errors import DataError, UsageError
from tests.catalogue.releases import PACKAGE, add, build, names


def content(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_the_same_releases_give_the_same_bytes(output: Path, site: Path, tmp_path: Path) -> None:
    shutil.copytree(output, tmp_path / "elsewhere")
    again = build_catalogue(tmp_path / "elsewhere", tmp_path / "new", copy=True, title="Test data").folder
    assert content(again) == content(site)


def test_a_catalogue_is_replaced_by_the_next(output: Path, tmp_path: Path) -> None:
    build_catalogue(output, tmp_path / "site", title="First")
    (tmp_path / "site" / "left").mkdir()
    build_catalogue(output, tmp_path / "site", title="Second")
    assert "Second" in (tmp_path / "site" / "index.html").read_text()
    assert not (tmp_path / "site" / "left").exists()
    assert names(tmp_path) == ["site"]


def test_a_build_that_fails_leaves_the_old_site(output: Path, tmp_path: Path, monkeypatch) -> None:
    build_catalogue(output, tmp_path / "site")
    before = content(tmp_path / "site")

    def full(*_: object, **__: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("exporter.catalogue.build.releases_json", full)
    with pytest.raises(UsageError, match="the disk is full"):
        build_catalogue(output, tmp_path / "site")
    assert content(tmp_path / "site") == before
    assert names(tmp_path) == ["site"]


def test_a_folder_with_other_things_is_not_replaced(output: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(UsageError, match="holds something other"):
        build_catalogue(output, tmp_path)
    assert names(tmp_path) == ["thesis.txt"]


@pytest.mark.parametrize("place", [".", "site", "conflict/1.0.0", "..", "../.."])
def test_the_site_and_the_releases_stand_apart(output: Path, place: str) -> None:
    before = content(output)
    with pytest.raises(UsageError, match="must be apart"):
        build_catalogue(output, output / place)
    assert content(output) == before


def test_releases_json_leads_to_every_file(site: Path, output: Path) -> None:
    listed = json.loads((site / "releases.json").read_text())
    conflict, hostile = listed["datasets"]
    assert (conflict["name"], conflict["title"], conflict["latest"]) == (
        "conflict",
        PACKAGE["title"],
        "1.1.0",
    )
    assert hostile["name"] == "hostile"
    assert [one["version"] for one in conflict["versions"]] == ["1.1.0", "1.0.1", "1.0.0"]
    assert [one["events"] for one in conflict["versions"]] == [60, 40, 40]
    assert conflict["versions"][0]["created"] == PACKAGE["created"]
    for one in conflict["versions"]:
        held = {path for path, _ in content(output / "conflict" / one["version"]).items()}
        assert {file["path"] for file in one["files"]} == held
        for file in one["files"]:
            data = (site / one["path"] / file["path"]).read_bytes()
            assert len(data) == file["bytes"]
            assert file["sha256"] in {hashlib.sha256(data).hexdigest(), None}
            assert (file["sha256"] is None) == (file["path"] == "SHA256SUMS")


def test_without_copies_the_pages_lead_to_the_releases(output: Path, tmp_path: Path) -> None:
    site = tmp_path / "deep" / "site"
    build_catalogue(output, site)
    listed = json.loads((site / "releases.json").read_text())
    found = site / listed["datasets"][0]["versions"][0]["path"] / "events.csv"
    assert found.resolve() == (output / "conflict" / "1.1.0" / "events.csv").resolve()
    assert not list(site.rglob("*.csv"))


def test_copies_are_the_same_file_where_the_disk_allows(site: Path, output: Path) -> None:
    copied = site / "conflict" / "1.0.0" / "files" / "events.csv"
    assert copied.samefile(output / "conflict" / "1.0.0" / "events.csv")


def test_files_are_copied_where_the_disk_takes_no_links(output: Path, tmp_path: Path, monkeypatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    build_catalogue(output, tmp_path / "site", copy=True)
    copied = tmp_path / "site" / "conflict" / "1.0.0" / "files" / "events.csv"
    assert copied.read_bytes() == (output / "conflict" / "1.0.0" / "events.csv").read_bytes()
    assert not copied.samefile(output / "conflict" / "1.0.0" / "events.csv")


def test_only_the_tables_of_the_newest_version_are_read(tmp_path: Path) -> None:
    for version in ("1.0.0", "1.0.1"):
        build(tmp_path / "output", "conflict", version)
    older = tmp_path / "output" / "conflict" / "1.0.0" / "events.parquet"
    data = bytearray(older.read_bytes())
    data[100:1100] = bytes(1000)
    older.write_bytes(data)
    built = build_catalogue(tmp_path / "output", tmp_path / "site")
    assert (built.versions, built.skipped) == (2, ())


def test_a_dataset_without_events_has_a_page(tmp_path: Path) -> None:
    build(tmp_path / "output", "nothing", "1.0.0", count=0)
    built = build_catalogue(tmp_path / "output", tmp_path / "site")
    assert (built.datasets, built.skipped) == (1, ())
    page = (tmp_path / "site" / "nothing" / "index.html").read_text()
    assert "<svg" not in page
    assert "event_date" in page


def test_a_place_that_is_no_folder_of_releases(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no folder"):
        build_catalogue(tmp_path / "nowhere", tmp_path / "site")
    (tmp_path / "output").mkdir()
    with pytest.raises(UsageError, match="holds no release"):
        build_catalogue(tmp_path / "output", tmp_path / "site")
    assert names(tmp_path) == ["output"]


def test_no_whole_release_at_all(tmp_path: Path) -> None:
    (build(tmp_path / "output", "conflict", "1.0.0") / "SHA256SUMS").unlink()
    with pytest.raises(DataError, match=r"1\.0\.0: it has no SHA256SUMS"):
        build_catalogue(tmp_path / "output", tmp_path / "site")
    assert names(tmp_path) == ["output"]


def test_a_name_that_an_address_must_quote(tmp_path: Path) -> None:
    folder = build(tmp_path / "out put #1", "conflict", "1.0.0")
    add(folder, "a file?.txt", "x")
    build_catalogue(tmp_path / "out put #1", tmp_path / "site")
    page = (tmp_path / "site" / "conflict" / "index.html").read_text()
    assert 'href="../../out%20put%20%231/conflict/1.0.0/a%20file%3F.txt"' in page
