"""Releases of tables with a project's columns: in memory and beyond it, on the web, in the catalogue."""

import polars as pl
import pytest

import exporter
from exporter.catalogue import build_catalogue
from exporter.codebook.export import polars_schema
from exporter.codebook.project import project_of
from exporter.errors import DataError
from exporter.releases import build_release
from tests.loaders.server import serving
from tests.releases.frames import tables

ADDED = {
    "columns": {
        "injured": {"type": "integer", "title": "Injured", "definition": "People hurt.", "minimum": 0},
        "weapon": {"type": "code", "definition": "What was used.", "allowed": ["gun", "knife"]},
    },
    "codes": {"actor_types": {"Private company": {"definition": "A firm and its guards."}}},
}


@pytest.fixture(scope="module")
def project():
    return project_of(ADDED)


@pytest.fixture(scope="module")
def frames(project):
    made = tables(60)
    kinds = polars_schema(project.table("events"))
    row = pl.int_range(pl.len())
    added = made["events"].with_columns(
        injured=pl.when(row % 3 > 0).then(row),
        weapon=pl.when(row % 2 == 0).then(pl.lit("knife")),
    )
    return {**made, "events": added.select(pl.col(name).cast(kind) for name, kind in kinds.items())}


@pytest.fixture(scope="module")
def output(frames, project, tmp_path_factory):
    folder = tmp_path_factory.mktemp("releases")
    build_release(frames, "conflict", "1.0.0", folder, project=project)
    return folder


def bytes_of(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_lazy_frames_give_the_same_bytes(frames, project, output, tmp_path):
    lazy = {name: frame.lazy() for name, frame in frames.items()}
    built = build_release(lazy, "conflict", "1.0.0", tmp_path, project=project)
    assert bytes_of(built.folder) == bytes_of(output / "conflict" / "1.0.0")
    assert exporter.verify(built.folder).is_empty()


def test_columns_without_their_project_are_refused(frames, tmp_path):
    with pytest.raises(DataError, match="actor1_type"):
        build_release(frames, "conflict", "1.0.0", tmp_path)


def test_over_http_the_release_brings_its_types(frames, output, monkeypatch, tmp_path):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with serving(output) as site:
        whole = exporter.load("conflict", "1.0.0", output=site.url, cache=tmp_path / "cache")
        assert whole.equals(exporter.load(output / "conflict" / "1.0.0"))
        assert {"injured", "weapon"} <= set(whole.columns)
        some = exporter.load(f"{site.url}/conflict/1.0.0", columns=["weapon", "event_id"], cache=False)
        assert some.equals(whole.select("weapon", "event_id"))
        with pytest.raises(exporter.UsageError, match="injured"):
            exporter.load(f"{site.url}/conflict/1.0.0", columns=["injred"], cache=False)


def test_compare_tells_changed_values(frames, project, output, tmp_path):
    changed = frames["events"].with_columns(injured=pl.col("injured") + 1)
    new = build_release({**frames, "events": changed}, "conflict", "1.0.1", tmp_path, project=project).folder
    found = exporter.compare(output / "conflict" / "1.0.0", new)
    assert found.schema.is_empty()
    assert found.level == "patch"
    assert found.columns.rows() == [("injured", frames["events"]["injured"].count())]


def test_the_catalogue_shows_them(output, tmp_path):
    build_catalogue(output, tmp_path / "site", copy=True)
    page = "".join(path.read_text() for path in (tmp_path / "site").rglob("*.html"))
    assert "People hurt." in page
    assert "What was used." in page
    assert "definitions.json" in page
