"""Two contracts compared: what breaks asks for a major version, what is added for a minor one."""

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from exporter.codebook import earlier
from exporter.codebook.compare import compare, needed_version, read_contract
from exporter.codebook.definitions import plain
from exporter.codebook.export import SCHEMA_VERSION, published_schemas
from exporter.codebook.project import project_of
from exporter.errors import UsageError

ROOT = Path(__file__).parents[2]
OLD = published_schemas()
ROW = "events.row.schema.json"


def changed(change: Callable[[dict[str, Any]], object]) -> list[str]:
    """The kinds of changes after one change in the schema of events."""
    new = deepcopy(OLD)
    change(new[ROW]["properties"])
    return [one.kind for one in compare(OLD, new)]


def test_the_codebook_is_compatible_with_what_is_published() -> None:
    first = compare(read_contract(ROOT / "schemas" / "1.0.0"), published_schemas())
    assert needed_version("1.0.0", first) == "2.0.0"
    assert compare(read_contract(ROOT / "schemas" / SCHEMA_VERSION), published_schemas()) == []


@pytest.mark.parametrize("version", sorted(earlier.KNOWN))
def test_earlier_codebooks_are_those_that_were_published(version: str) -> None:
    """But for the version that is written into each of them."""
    then = published_schemas(earlier.as_of(plain(), version).tables)
    said = {name: {**schema, "version": version} for name, schema in then.items()}
    assert said == read_contract(ROOT / "schemas" / version)


def test_every_published_version_is_known() -> None:
    assert {folder.name for folder in (ROOT / "schemas").iterdir() if folder.is_dir()} == earlier.KNOWN


def test_nothing_changed() -> None:
    assert compare(OLD, deepcopy(OLD)) == []
    assert needed_version("1.2.3", []) == "1.2.3"


@pytest.mark.parametrize(
    ("change", "kinds"),
    [
        (lambda p: p.pop("notes"), ["breaking"]),
        (lambda p: p["event_type"]["enum"].remove("Riots"), ["breaking"]),
        (lambda p: p["event_type"]["enum"].append("Party"), ["addition"]),
        (lambda p: p["fatalities"].update(type="string"), ["breaking"]),
        (lambda p: p["notes"].update(type=["string", "null"]), ["breaking"]),
        (lambda p: p["fatalities"].update(minimum=1), ["breaking"]),
        (lambda p: p["fatalities"].pop("minimum"), ["addition"]),
        (lambda p: p["latitude"].update(maximum=89), ["breaking"]),
        (lambda p: p["latitude"].update(maximum=91), ["addition"]),
        (lambda p: p["event_id"].update(pattern="^X"), ["breaking"]),
        (lambda p: p["event_id"].pop("pattern"), ["addition"]),
        (lambda p: p["notes"].update(description="Other words."), ["wording"]),
        (lambda p: p["notes"].update(enum=["a"]), ["breaking"]),
        (lambda p: p.update(mood={"type": "string"}), ["addition"]),
    ],
)
def test_a_change(change: Callable[[dict[str, Any]], object], kinds: list[str]) -> None:
    assert changed(change) == kinds


def test_the_version_that_changes_ask_for() -> None:
    new = deepcopy(OLD)
    new[ROW]["properties"]["event_type"]["enum"].append("Party")
    assert needed_version("1.2.3", compare(OLD, new)) == "1.3.0"
    new[ROW]["properties"].pop("notes")
    assert needed_version("1.2.3", compare(OLD, new)) == "2.0.0"
    words = deepcopy(OLD)
    words[ROW]["title"] = "x"
    assert needed_version("1.2.3", compare(OLD, words)) == "1.2.4"


def test_a_column_that_must_be_given_breaks_those_who_write() -> None:
    new = deepcopy(OLD)
    event = new["coding.schema.json"]["properties"]["events"]["items"]
    event["required"].append("admin1")
    assert [one.what for one in compare(OLD, new)] == ["it must be given now"]


def test_what_a_project_adds_breaks_nothing() -> None:
    mine = project_of({"columns": {"injured": {"type": "integer", "definition": "d"}}})
    kinds = {change.kind for change in compare(OLD, published_schemas(mine.tables))}
    assert kinds == {"addition"}


def test_a_schema_that_is_gone_or_new(tmp_path: Path) -> None:
    assert [one.kind for one in compare(OLD, {k: v for k, v in OLD.items() if k != ROW})] == ["breaking"]
    assert [one.kind for one in compare({k: v for k, v in OLD.items() if k != ROW}, OLD)] == ["addition"]
    with pytest.raises(UsageError, match="holds no JSON Schemas"):
        read_contract(tmp_path)
    (tmp_path / "a.schema.json").write_text("{")
    with pytest.raises(UsageError, match="cannot be read"):
        read_contract(tmp_path)
    (tmp_path / "a.schema.json").write_text(json.dumps({"version": "1.0.0"}))
    assert read_contract(tmp_path) == {"a.schema.json": {"version": "1.0.0"}}


def test_of_all_published_versions_the_highest_is_read(tmp_path: Path) -> None:
    for version in ("2.0.0", "10.1.0", "9.9.9", "drafts"):
        (tmp_path / version).mkdir()
        (tmp_path / version / "a.schema.json").write_text(json.dumps({"version": version}))
    assert read_contract(tmp_path) == {"a.schema.json": {"version": "10.1.0"}}
