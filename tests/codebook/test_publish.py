"""The published contract in `schemas/` is what the codebook says."""

from pathlib import Path

from exporter.codebook.publish import publish, stale

ROOT = Path(__file__).parents[2]


def test_published_contract_is_current() -> None:
    assert stale(ROOT / "schemas") == [], "run `make schemas`"


def test_stale_names_what_is_missing_changed_and_left_over(tmp_path: Path) -> None:
    publish(tmp_path)
    assert stale(tmp_path) == []
    folder = next(tmp_path.iterdir())
    (folder / "coding.schema.json").write_text("{}")
    (folder / "codelists" / "regions.csv").unlink()
    (folder / "left.json").write_text("{}")
    names = [Path(name).name for name in stale(tmp_path)]
    assert sorted(names) == ["coding.schema.json", "left.json", "regions.csv"]
    publish(tmp_path)
    assert stale(tmp_path) == []
