"""`exporter validate` on files of other projects: recognised, and what is wrong told by their own codebooks."""

from pathlib import Path

import polars as pl
import pytest

from exporter.formats.validated import validated_formats
from exporter.validation.files import check_files
from exporter.validation.formats import formats
from exporter.validation.report import Report

SAMPLES = Path(__file__).parent / "samples"
KNOWN = (*formats(), *validated_formats())


def checked(path: Path) -> Report:
    return check_files([path], KNOWN)


@pytest.mark.parametrize("path", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
def test_samples_are_recognised_and_valid(path: Path) -> None:
    (found,) = checked(path).files
    assert found.format == {"acled": "acled", "ged": "ucdp"}.get(
        path.stem.split("-")[0], "gdelt-mentions" if "mentions" in path.name else "gdelt"
    )
    assert found.rows == found.good > 0
    assert found.problems.is_empty()


@pytest.mark.parametrize(
    ("name", "column", "value", "code"),
    [
        ("acled.csv", "year", "1822", "AC001"),
        ("acled.csv", "latitude", "north", "CO003"),
        ("acled.csv", "event_type", "Bottles", "CO004"),
        ("acled.csv", "event_date", "", "CO005"),
        ("ged.csv", "best", "-1", "CO006"),
        ("ged.csv", "country", "Atlantis", "CO004"),
    ],
)
def test_a_wrong_value_is_told(tmp_path: Path, name: str, column: str, value: str, code: str) -> None:
    rows = pl.read_csv(SAMPLES / name, infer_schema=False)
    spoilt = rows.with_columns(
        pl.when(pl.int_range(pl.len()) == 1).then(pl.lit(value or None)).otherwise(column).alias(column)
    )
    spoilt.write_csv(tmp_path / name)
    (found,) = checked(tmp_path / name).files
    assert found.good == found.rows - 1
    told = found.problems.filter(pl.col("column") == column)
    assert set(told["row"]) == {2}
    assert code in set(told["code"])
