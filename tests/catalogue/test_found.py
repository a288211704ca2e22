"""Releases that are not whole are left out with a reason; nothing of theirs brings the catalogue down."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.catalogue import build_catalogue
from exporter.catalogue.about import about
from exporter.catalogue.found import find_datasets
from exporter.releases import build_release
from tests.catalogue.releases import add, build, names
from tests.releases.frames import tables


def _cut(name: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_bytes((folder / name).read_bytes()[:200])


def _line(text: str) -> Callable[[Path], object]:
    def append(folder: Path) -> None:
        with (folder / "SHA256SUMS").open("a") as sums:
            sums.write(text + "\n")

    return append


def _linked(folder: Path) -> None:
    (folder / "README.md").unlink()
    (folder / "README.md").symlink_to("/etc/hostname")


def _spoilt_pages(folder: Path) -> None:
    path = folder / "events.parquet"
    data = bytearray(path.read_bytes())
    data[4 : len(data) // 2] = bytes(len(data) // 2 - 4)
    path.write_bytes(data)


BROKEN = {
    "no checksums": (lambda f: (f / "SHA256SUMS").unlink(), "SHA256SUMS"),
    "checksums of bytes": (lambda f: (f / "SHA256SUMS").write_bytes(b"\xff\xfe"), "UTF-8"),
    "checksums of words": (_line("no checksum at all"), "names no file"),
    "a file outside": (_line("0" * 64 + "  ../../secret.txt"), "names no file"),
    "an absolute file": (_line("0" * 64 + "  /etc/hostname"), "names no file"),
    "a link": (_linked, "README.md"),
    "a table gone": (lambda f: (f / "sources.parquet").unlink(), "sources.parquet is missing"),
    "a CSV gone": (lambda f: (f / "events.csv").unlink(), "events.csv is missing"),
    "a table cut off": (_cut("events.parquet"), "events.parquet"),
    "a table with spoilt pages": (_spoilt_pages, "events.parquet"),
    "a dictionary cut off": (_cut("dictionary.csv"), "dictionary.csv"),
    "a dictionary of bytes": (lambda f: (f / "dictionary.csv").write_bytes(b"\xff"), "dictionary.csv"),
    "metadata cut off": (lambda f: add(f, "datapackage.json", '{"title": "x'), "datapackage.json"),
    "metadata of another kind": (lambda f: add(f, "datapackage.json", "[1]"), "datapackage.json"),
    "a file of another length": (
        lambda f: add(f, "datapackage.json", {"resources": [{"path": "events.csv", "bytes": 5}]}),
        "events.csv has",
    ),
    "metadata without an end": (lambda f: add(f, "datacite.json", "[" * 100_000), "datacite.json"),
    "changes that are no table": (lambda f: add(f, "changes.parquet", "x"), "changes.parquet"),
    "changes of bytes": (lambda f: add(f, "CHANGES.md", b"\xff"), "CHANGES.md"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_release_is_left_out_and_named(tmp_path: Path, name: str) -> None:
    spoil, word = BROKEN[name]
    build(tmp_path / "output", "conflict", "1.0.0")
    broken = build(tmp_path / "output", "conflict", "1.0.1")
    spoil(broken)
    built = build_catalogue(tmp_path / "output", tmp_path / "site")
    assert (built.datasets, built.versions) == (1, 1)
    assert [one.folder for one in built.skipped] == [broken]
    assert word in built.skipped[0].reason
    assert "1.0.1" not in (tmp_path / "site" / "conflict" / "index.html").read_text()
    assert names(tmp_path / "site" / "conflict") == ["1.0.0", "index.html"]


def test_an_empty_folder_is_a_release_that_is_not_whole(tmp_path: Path) -> None:
    build(tmp_path / "output", "conflict", "1.0.0")
    (tmp_path / "output" / "conflict" / "2.0.0").mkdir()
    built = build_catalogue(tmp_path / "output", tmp_path / "site")
    assert [one.folder.name for one in built.skipped] == ["2.0.0"]


def test_what_is_no_release_is_passed_over(tmp_path: Path) -> None:
    build(tmp_path / "output", "conflict", "1.0.0")
    (tmp_path / "output" / "demo.db").write_bytes(b"x")
    (tmp_path / "output" / "conflict" / ".1.1.0.77-ab.part").mkdir()
    (tmp_path / "output" / "conflict" / "notes").mkdir()
    (tmp_path / "output" / "Not A Name").mkdir()
    assert build_catalogue(tmp_path / "output", tmp_path / "site").skipped == ()


KEYS = st.sampled_from(
    ["title", "name", "description", "contributors", "licenses", "path", "roles", "created", "homepage", "keywords",
     "citation", "resources", "bytes", "creators", "titles", "publisher", "doi", "familyName", "givenName"]
)  # fmt: skip
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from(
        ["", " ", "a", "\ud800", "javascript:x", "https://x.org", "https://[", "creator", ":unav"]
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(package=st.dictionaries(KEYS, JSON, max_size=6), datacite=st.dictionaries(KEYS, JSON, max_size=6))
def test_metadata_of_any_shape_brings_nothing_down(package: dict, datacite: dict) -> None:
    found = about("conflict", package, datacite)
    assert found.title.encode()
    assert all(isinstance(name, str) and name for name in found.creators)
    assert found.homepage is None or found.homepage.startswith(("http://", "https://", "HTTP"))


def test_a_partitioned_release_is_shown(tmp_path: Path) -> None:
    frames = tables(30)
    build_release(frames, "d", "1.0.0", tmp_path / "output", partition="region")
    build_catalogue(tmp_path / "output", tmp_path / "site")
    page = (tmp_path / "site" / "d" / "index.html").read_text("utf-8")
    assert "partitions.csv" in page
    assert 'part-0.parquet" download' not in page
    assert "events/**/*.parquet" in page
    (entry,) = find_datasets(tmp_path / "output")[0][0].entries
    assert (entry.events, entry.rows["evidence"]) == (30, 30)
    add(tmp_path / "output" / "d" / "1.0.0", "partitions.csv", "table,rows\nevents,many\n")
    assert "no list of partitions" in find_datasets(tmp_path / "output")[1][0].reason
