"""The published contract in `schemas/` is what the codebook says."""

from pathlib import Path

import pytest

from exporter.codebook import publish as module
from exporter.codebook.publish import publish, stale
from exporter.errors import UsageError

ROOT = Path(__file__).parents[2]


def test_published_contract_is_current() -> None:
    assert stale(ROOT / "schemas") == [], "run `make schemas`"


def test_stale_names_what_is_missing_changed_and_left_over(tmp_path: Path) -> None:
    publish(tmp_path)
    assert stale(tmp_path) == []
    folder = next(tmp_path.iterdir())
    coding = folder / "coding.schema.json"
    coding.write_text(coding.read_text("utf-8").replace("\n", "\n\n"), "utf-8")
    (folder / "codelists" / "regions.csv").unlink()
    (folder / "left.json").write_text("{}")
    names = [Path(name).name for name in stale(tmp_path)]
    assert sorted(names) == ["coding.schema.json", "left.json", "regions.csv"]
    publish(tmp_path)
    assert stale(tmp_path) == []


def test_a_published_version_keeps_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(tmp_path)
    now = module.published_schemas()
    now["events.row.schema.json"]["properties"].pop("notes")
    monkeypatch.setattr(module, "published_schemas", lambda: now)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.json")}
    with pytest.raises(UsageError, match="notes") as refused:
        publish(tmp_path)
    major = int(module.SCHEMA_VERSION.split(".")[0])
    assert f"SCHEMA_VERSION to {major + 1}.0.0" in refused.value.remedy
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.json")} == before
