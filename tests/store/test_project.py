"""Columns that a project adds, from the coding to the release and back."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import exporter
from exporter.codebook import Event, Table
from exporter.codebook.column import field
from exporter.codebook.definitions import definitions, plain, project_from
from exporter.codebook.export import polars_schema
from exporter.codebook.project import Project, project_of, project_with
from exporter.coders.coding import CodedEvent, from_record
from exporter.coders.frame import event_frame
from exporter.errors import DataError, UsageError
from exporter.releases.from_store import carry_out, plan_release, rebuild
from exporter.store import Store
from tests.store.codings import TEXT, battle, coding, protest, quoted

ADDED: dict[str, Any] = {
    "columns": {
        "injured": {"type": "integer", "definition": "People hurt.", "unit": "people", "minimum": 0},
        "weapon": {"type": "code", "definition": "What was used.", "allowed": ["gun", "knife"]},
        "share": {"type": "number", "definition": "Share of the crowd.", "maximum": 1},
        "night": {"type": "boolean", "definition": "Whether at night."},
        "burial": {"type": "date", "definition": "Day of the burial."},
        "unit_name": {"type": "text", "definition": "The unit.", "form": "^[A-Z=]"},
    },
    "codes": {"actor_types": {"Private company": {"definition": "A firm and its guards."}}},
}

GIVEN = {
    "injured": 7, "weapon": "knife", "share": 0.25, "night": False, "burial": date(2016, 4, 3),
    "unit_name": '=Ünit, "A"',
}  # fmt: skip
NONE = dict.fromkeys(GIVEN)


@pytest.fixture
def project() -> Project:
    return project_of(ADDED)


@pytest.fixture
def ours(url: str, clock: Callable[[], datetime], project: Project) -> Iterator[Store]:
    with Store(url, clock=clock, project=project) as opened:
        yield opened


def keep(store: Store, *events: CodedEvent, version: str = "1.0.0") -> Any:
    made = coding(*events, version=version)
    return store.add(made, event_frame([made], store.project.table("events")))


def with_added(**changes: Any) -> CodedEvent:
    event = battle(**GIVEN | changes)
    return CodedEvent(event.values, {**event.evidence, "injured": quoted(TEXT, "fought")})


def release(store: Store, output: Path, **options: Any) -> Path:
    return carry_out(store, plan_release(store, "d", None, output), output, **options).folder


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def row(frame: pl.DataFrame, event_id: str = "AZE1") -> dict[str, Any]:
    found = frame.row(by_predicate=pl.col("event_id") == event_id, named=True)
    return {name: found[name] for name in GIVEN if name in found}


def test_what_is_given_is_kept_in_its_types(ours: Store, project: Project) -> None:
    keep(ours, with_added(), protest())
    table = ours.table("events")
    assert table.schema == polars_schema(project.table("events"))
    assert row(table) == GIVEN
    assert row(table, "COL2" if "COL2" in table["event_id"] else "COL1") == NONE
    assert ours.table("events", revision=1).schema == table.schema
    assert row(ours.table("events", revision=1)) == GIVEN


def test_a_coding_with_other_values_is_another(ours: Store) -> None:
    keep(ours, with_added())
    assert keep(ours, with_added(), version="1.1.0").unchanged == ("AZE1",)
    assert keep(ours, with_added(injured=None), version="1.2.0").revised == ("AZE1",)
    assert row(ours.table("events"))["injured"] is None
    changes = json.loads(ours.history("AZE1")["changes"][1])
    assert changes["injured"] == [7, None]


def test_a_record_brings_days_as_days(ours: Store) -> None:
    made = coding(with_added())
    again = from_record(json.loads(json.dumps(made.record())), TEXT)
    table = ours.project.table("events")
    assert event_frame([again], table).equals(event_frame([made], table))


def test_people_change_the_columns_of_the_project(ours: Store, url: str) -> None:
    keep(ours, with_added())
    ours.revise("AZE1", {"injured": "12", "burial": "2016-04-05", "night": "true"}, who="ab", why="hospital")
    expected = {**GIVEN, "injured": 12, "burial": date(2016, 4, 5), "night": True}
    assert row(ours.table("events")) == expected
    for wrong in ({"injured": -1}, {"weapon": "spoon"}, {"burial": "soon"}, {"unit_name": "small"}):
        with pytest.raises(DataError, match=f"AZE1, {next(iter(wrong))}"):
            ours.revise("AZE1", wrong, who="ab", why="slip")
    with Store(url) as other:
        with pytest.raises(UsageError, match="injured"):
            other.revise("AZE1", {"injured": 1}, who="ab", why="no such column here")
        other.revise("AZE1", {"notes": "Corrected."}, who="ab", why="words")
        assert "injured" not in other.table("events").columns
    assert row(ours.table("events")) == expected, "who does not know the columns loses nothing"


def test_a_value_that_its_column_can_no_longer_hold_is_seen_and_refused(
    ours: Store, url: str, tmp_path: Path
) -> None:
    keep(ours, with_added())
    changed = json.loads(json.dumps(ADDED))
    changed["columns"]["unit_name"] = {"type": "integer", "definition": "Its number."}
    with Store(url, project=project_of(changed)) as other:
        assert other.table("events")["unit_name"].to_list() == [GIVEN["unit_name"]]
        plan = plan_release(other, "d", None, tmp_path)
        assert set(plan.problems["column"]) == {"unit_name"}
        with pytest.raises(DataError, match="unit_name"):
            other.revise("AZE1", {"notes": "Corrected."}, who="ab", why="words")
        other.revise("AZE1", {"unit_name": 3}, who="ab", why="its number")
        assert plan_release(other, "d", None, tmp_path).problems.is_empty()


def test_the_release_says_all_of_it(ours: Store, project: Project, tmp_path: Path) -> None:
    keep(ours, with_added(), protest())
    folder = release(ours, tmp_path, also=["stata", "excel", "geo"])
    table = project.table("events")
    frame = pl.read_parquet(folder / "events.parquet")
    assert frame.schema == polars_schema(table)
    assert row(frame) == GIVEN
    said = pl.read_csv(folder / "dictionary.csv", infer_schema=False).filter(table="events")
    assert said["column"].to_list() == frame.columns
    assert said.filter(column="weapon")["allowed"].item() == "gun; knife"
    schema = json.loads((folder / "schemas" / "events.row.schema.json").read_text())
    assert schema["properties"]["injured"]["minimum"] == 0
    package = json.loads((folder / "datapackage.json").read_text())
    fields = next(one for one in package["resources"] if one["name"] == "events")["schema"]["fields"]
    assert {one["name"]: one["type"] for one in fields}["burial"] == "date"
    assert "Private company" in (folder / "codelists" / "actor_types.csv").read_text()
    assert '"unit_name" AS' in (folder / "load.sql").read_text().replace("VARCHAR) ", "")
    assert '"injured"' in (folder / "dataset.jsonld").read_text()
    assert "### events.burial" in (folder / "dictionary.md").read_text()
    assert project_from((folder / "definitions.json").read_text()).table("events").lists.added.keys() == {
        "actor_types"
    }
    assert exporter.verify(folder).is_empty()
    assert exporter.load(folder).equals(frame), "types come from the release itself"
    assert exporter.load(folder / "events.parquet", columns=["event_id", "night"]).width == 2
    checked = exporter.validate_dataset({"events": exporter.load(folder)}, project)
    assert checked["events"].ok


def test_every_loader_of_the_release_gives_the_types(ours: Store, tmp_path: Path) -> None:
    keep(ours, with_added())
    folder = release(ours, tmp_path)
    script = (
        "from load import load; r = load('events', using='python')[0];"
        "print([r[c] for c in ('injured', 'weapon', 'share', 'night', 'burial', 'unit_name')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(list(GIVEN.values()))
    duckdb = pytest.importorskip("duckdb")
    database = duckdb.connect()
    database.execute(f"SET file_search_path = '{folder}'")
    for statement in (folder / "load.sql").read_text().split(";\n"):
        if statement.strip():
            database.execute(statement)
    columns = ", ".join(GIVEN)
    assert database.execute(f"SELECT {columns} FROM events").fetchone() == tuple(GIVEN.values())
    if shutil.which("Rscript"):
        code = (
            'source("load.R"); e <- load_events();'
            "cat(class(e$burial), class(e$night), class(e$injured), e$injured, format(e$burial), e$night)"
        )
        told = subprocess.run(
            ["Rscript", "-e", code], cwd=folder, capture_output=True, text=True, check=False
        )
        assert told.returncode == 0, told.stderr
        assert told.stdout == "Date logical integer 7 2016-04-03 FALSE"


def test_a_release_comes_again_byte_for_byte_whatever_the_project_says_now(
    ours: Store, url: str, tmp_path: Path
) -> None:
    keep(ours, with_added(), protest())
    first = bytes_of(release(ours, tmp_path))
    ours.revise("AZE1", {"injured": 8}, who="ab", why="recount")
    second = bytes_of(release(ours, tmp_path))
    assert "injured" in second["changes.csv"].decode()
    assert second["changes.csv"].decode().splitlines()[1:] != []
    with Store(url) as without:
        assert bytes_of(rebuild(without, "d", "1.0.0", tmp_path / "again").folder) == first
        assert bytes_of(rebuild(without, "d", "1.0.1", tmp_path / "again").folder) == second


def test_columns_that_come_and_go_are_changes_of_the_codebook(ours: Store, url: str, tmp_path: Path) -> None:
    with Store(url) as without:
        keep(without, battle(), protest())
        old = release(without, tmp_path)
    assert not (old / "definitions.json").exists()
    plan = plan_release(ours, "d", None, tmp_path)
    assert plan.version == "1.1.0", "columns and codes added"
    assert plan.comparison is not None
    assert "events.injured" in plan.comparison.schema["place"].to_list()
    new = carry_out(ours, plan, tmp_path).folder
    found = exporter.compare(old, new)
    assert not found.breaking
    assert {"events.injured", "actor_types: Private company"} <= set(found.schema["place"])
    fewer = json.loads(json.dumps(ADDED))
    fewer["columns"]["weapon"]["allowed"] = ["gun"]
    with Store(url, project=project_of(fewer)) as other:
        plan = plan_release(other, "d", None, tmp_path)
        assert plan.version == "2.0.0"
        assert "weapon: knife" in plan.why
    with Store(url) as without:
        assert plan_release(without, "d", None, tmp_path).version == "2.0.0", "columns are gone"


def test_without_a_project_nothing_is_other_than_before(url: str, project: Project, tmp_path: Path) -> None:
    with Store(url) as store:
        keep(store, battle(), protest())
        (held,) = {key for key in ("further",) if key in json.loads(_snapshot(store))["events"][0]} or {None}
        assert held is None
        assert "definitions.json" not in bytes_of(release(store, tmp_path))
        assert store.releases("d")[0].definitions is None


def _snapshot(store: Store) -> str:
    with store._engine.connect() as connection:
        return str(connection.exec_driver_sql("SELECT snapshot FROM revisions ORDER BY revision").first()[0])


def test_a_subclass_in_python_goes_the_same_way(url: str, tmp_path: Path) -> None:
    class Mine(Event):
        """Events with a crowd."""

        crowd: pl.Int32 = field("Crowd", "People there.", source="us", origin="coded", null=True, ge=1)
        wave: pl.Enum = field(
            "Wave",
            "Which.",
            source="us",
            origin="coded",
            null=True,
            dtype_kwargs={"categories": ["one", "two"]},
        )

    project = project_with(Table("events", Mine))
    with Store(url, project=project) as store:
        keep(store, battle(crowd=40, wave="two"))
        before = bytes_of(release(store, tmp_path))
    with Store(url) as store:
        assert bytes_of(rebuild(store, "d", "1.0.0", tmp_path / "again").folder) == before
    assert exporter.load(tmp_path / "d" / "1.0.0").select("crowd", "wave").rows() == [(40, "two")]


def test_what_a_release_cannot_keep_is_refused(url: str) -> None:
    class Other(Event):
        """The year as a wider number."""

        year: pl.Int32 = field("Year", "The year.", source="us", origin="derived")

    class Long(Event):
        """A number that R cannot read."""

        people: pl.Int64 = field("People", "How many.", source="us", origin="coded", null=True)

    class Taken(Event):
        """A name that means something else."""

        evidence: str = field("Evidence", "Of what.", source="us", origin="coded", null=True)

    for model in (Other, Long, Taken):
        with pytest.raises(UsageError):
            definitions(project_with(Table("events", model)))


def test_definitions_are_written_the_same_again(project: Project) -> None:
    text = definitions(project)
    assert text is not None
    assert definitions(project_from(text)) == text
    assert project_from(text) is project_from(text)
    assert definitions(plain()) is None
    for broken in (
        "",
        "{}",
        '{"columns": {"x": {}}, "codes": {}}',
        '{"columns": [], "codes": {}}',
        text[:-30],
    ):
        with pytest.raises(DataError, match="what a project adds"):
            project_from(broken)
