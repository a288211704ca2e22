"""Releases that are partitioned: the same rows as in a plain one, and unchanged partitions linked."""

import shutil
from importlib import import_module
from pathlib import Path

import polars as pl
import pyarrow.dataset as ds
import pytest
from polars.testing import assert_frame_equal

from exporter.errors import DataError, UsageError
from exporter.formats import convert_file
from exporter.releases import About, build_release, compare, verify
from exporter.releases.alike import without_shared
from exporter.releases.edition import Edition, edition
from exporter.releases.partitions import PARTED, part_of, parts_in, parts_of, scan_parts
from exporter.validation import check_files, keys
from tests.releases.frames import tables

ROWS = 120
BY = ("region", "year")


@pytest.fixture(scope="module")
def frames() -> dict[str, pl.DataFrame]:
    early = tables(ROWS)
    events = early["events"].filter(pl.col("year") < 2003)
    ids = events["event_id"].implode()
    kept = {name: early[name].filter(pl.col("event_id").is_in(ids)) for name in ("sources", "evidence")}
    return early | {"events": events} | kept


@pytest.fixture(scope="module")
def plain(frames: dict[str, pl.DataFrame], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_release(frames, "d", "1.0.0", tmp_path_factory.mktemp("plain")).folder


@pytest.fixture(scope="module")
def parted(frames: dict[str, pl.DataFrame], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_release(frames, "d", "1.0.0", tmp_path_factory.mktemp("parted"), partition=BY).folder


def _bytes(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_the_same_rows_as_in_a_plain_release(plain: Path, parted: Path) -> None:
    for name in PARTED:
        found = scan_parts(parted, parts_of(parted, name), name).collect()
        assert_frame_equal(found, pl.read_parquet(plain / f"{name}.parquet"), check_row_order=False)
        assert not (parted / f"{name}.parquet").exists()
    for name in ("deletions.parquet", "deletions.csv", "CITATION.cff"):
        assert (parted / name).read_bytes() == (plain / name).read_bytes()
    assert compare(plain, parted).level is None
    assert verify(parted).is_empty()


def test_a_row_lies_where_its_values_say(parted: Path) -> None:
    places: dict[str, str] = {}
    for part in parts_of(parted, "events"):
        rows = scan_parts(parted, [part], "events").collect()
        assert rows["region"].cast(pl.String).unique().to_list() == [part.values["region"]]
        assert rows["year"].unique().to_list() == [int(part.values["year"])]
        assert not {*BY} & {*pl.read_parquet_schema(parted / part.path)}
        places |= dict.fromkeys(rows["event_id"], part.path)
    for part in parts_of(parted, "evidence"):
        ids = pl.read_parquet(parted / part.path, hive_partitioning=False)["event_id"]
        assert {places[event_id].replace("events/", "evidence/") for event_id in ids} == {part.path}


def test_other_programs_read_the_folders_as_one_table(frames: dict[str, pl.DataFrame], parted: Path) -> None:
    wanted = frames["events"].filter(pl.col("year") == 2001)["event_id"].sort().to_list()
    arrow = ds.dataset(parted / "events", partitioning="hive").to_table(filter=ds.field("year") == 2001)
    assert sorted(arrow["event_id"].to_pylist()) == wanted
    own = pl.scan_parquet(parted / "events").filter(pl.col("year") == 2001).collect()
    assert own["event_id"].sort().to_list() == wanted
    duckdb = pytest.importorskip("duckdb")
    script = (parted / "load.sql").read_text("utf-8").replace("'events/", f"'{parted}/events/")
    with duckdb.connect() as database:
        database.execute(script.partition('CREATE OR REPLACE TABLE "sources"')[0]).fetchall()
        found = database.execute("SELECT event_id FROM events WHERE year = 2001 ORDER BY 1").fetchall()
    assert [event_id for (event_id,) in found] == wanted


def test_the_same_bytes_whatever_the_blocks_and_the_order(
    frames: dict[str, pl.DataFrame], parted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lazy = {}
    for name, frame in frames.items():
        frame.sample(fraction=1, shuffle=True, seed=2).write_parquet(tmp_path / f"{name}.parquet")
        lazy[name] = pl.scan_parquet(tmp_path / f"{name}.parquet")
    for module, name, value in (("large", "BLOCK", 16), ("blocks", "BATCH", 25)):
        monkeypatch.setattr(import_module(f"exporter.releases.{module}"), name, value)
    again = build_release(lazy, "d", "1.0.0", tmp_path / "out", partition="region,year")
    assert _bytes(again.folder) == _bytes(parted)


def test_only_partitions_that_change_are_written(
    frames: dict[str, pl.DataFrame], parted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = frames["events"]["event_id"][5]
    notes = (
        pl.when(pl.col("event_id") == changed).then(pl.lit("Corrected.")).otherwise("notes").alias("notes")
    )
    new = frames | {"events": frames["events"].with_columns(notes)}
    linked = build_release(new, "d", "1.0.1", tmp_path / "linked", partition=BY, last=parted)
    full = build_release(new, "d", "1.0.1", tmp_path / "full", partition=BY)
    assert _bytes(linked.folder) == _bytes(full.folder)
    assert not full.linked
    files = [part.path for name in PARTED for part in parts_of(linked.folder, name)]
    assert len(files) == len(linked.linked) + 1
    for path in files:
        same = (linked.folder / path).stat().st_ino == (parted / path).stat().st_ino
        assert same == (path in linked.linked)

    def refuse(*_: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr("os.link", refuse)
    copied = build_release(new, "d", "1.0.1", tmp_path / "copied", partition=BY, last=parted)
    assert _bytes(copied.folder) == _bytes(full.folder)
    assert copied.linked == linked.linked


def test_what_two_releases_share_is_not_read_to_compare_them(
    frames: dict[str, pl.DataFrame], parted: Path, tmp_path: Path
) -> None:
    country = frames["events"]["country"][5]
    here = pl.col("country") == country
    events = frames["events"].with_columns(notes=pl.when(here).then(pl.lit("Corrected.")).otherwise("notes"))
    # One event goes, and one moves to another year, and so to another partition.
    events = events.with_columns(
        year=pl.when(pl.int_range(pl.len()) == 7).then(2002).otherwise("year").cast(pl.Int16)
    )[1:]
    gone = pl.col("event_id") != frames["events"]["event_id"][0]
    new = frames | {"events": events} | {name: frames[name].filter(gone) for name in ("sources", "evidence")}
    later = build_release(new, "d", "1.1.0", tmp_path, partition=BY, last=parted, previous=edition(parted))
    one, other, same = without_shared(edition(parted), edition(later.folder))
    assert same
    assert 0 < same.unchanged == frames["events"].height - one.tables["events"].lazy().collect().height
    assert other.tables["events"].lazy().collect().height < events.height
    found = compare(parted, later.folder)
    wanted = compare(Edition("1.0.0", frames), Edition("1.1.0", new))
    for name in ("added", "deleted", "changed", "unchanged"):
        assert getattr(found, name) == getattr(wanted, name)
    assert found.deleted == 1
    for name in ("changes", "counts", "companions"):
        assert_frame_equal(getattr(found, name), getattr(wanted, name), check_row_order=name != "companions")
    assert_frame_equal(found.changes, pl.read_parquet(later.folder / "changes.parquet"))
    unchanged = compare(parted, parted)
    assert unchanged.level is None
    assert unchanged.unchanged == frames["events"].height
    assert_frame_equal(unchanged.counts, compare(Edition("a", frames), Edition("b", frames)).counts)


def test_a_release_in_partitions_is_converted_as_a_plain_one(
    plain: Path, parted: Path, tmp_path: Path
) -> None:
    for name in ("acled", "sources"):
        source = None if name == "acled" else "sources"
        one, other = (
            convert_file(folder, name, tmp_path / f"{folder.parents[1].name}.parquet", source=source)
            for folder in (plain, parted)
        )
        assert one.rows == other.rows > 0
        assert_frame_equal(one.losses.drop("example"), other.losses.drop("example"))
        made = [pl.read_parquet(tmp_path / f"{folder.parents[1].name}.parquet") for folder in (plain, parted)]
        assert_frame_equal(*made, check_row_order=False)


def test_what_checks_single_files_says_who_checks_partitions(parted: Path) -> None:
    with pytest.raises(UsageError) as refused:
        check_files([parted])
    assert f"exporter verify {parted}" in refused.value.remedy


def test_a_file_that_is_not_what_was_released_is_written_anew(
    frames: dict[str, pl.DataFrame], parted: Path, tmp_path: Path
) -> None:
    last = shutil.copytree(parted, tmp_path / "last")
    broken, other = (part.path for part in parts_of(last, "events")[:2])
    (last / broken).write_bytes((last / broken).read_bytes()[:-9])
    rows = pl.read_parquet(last / other, hive_partitioning=False)
    rows.write_parquet(last / other, compression="lz4")
    built = build_release(frames, "d", "1.0.0", tmp_path / "out", partition=BY, last=last)
    assert not {broken, other} & {*built.linked}
    assert _bytes(built.folder) == _bytes(parted)


def test_verify_tells_what_is_wrong_with_a_partition(parted: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(parted, tmp_path / "d")
    first, second, third = (part.path for part in parts_of(folder, "events")[:3])
    rows = pl.read_parquet(folder / first, hive_partitioning=False)
    rows.with_columns(pl.lit("x").alias("more")).write_parquet(folder / first)
    found = verify(folder).filter(file=first)
    assert {"checksum", "column_type"} <= {*found["check"]}
    shutil.copy(parted / first, folder / first)
    (folder / second).rename(folder / "aside")
    (folder / third).rename(folder / second)
    (folder / "aside").rename(folder / third)
    found = verify(folder)
    assert found.filter(check="partition")["file"].str.starts_with("sources/").any()
    assert second in found.filter(pl.col("row").is_not_null())["file"].to_list()
    assert not found.filter(file="partitions.csv", check="partition_list").is_empty()


def test_what_refers_to_no_event_is_refused(frames: dict[str, pl.DataFrame], tmp_path: Path) -> None:
    lost = frames["sources"].with_columns(
        event_id=pl.when(pl.int_range(pl.len()) == 3).then(pl.lit("AZE99999")).otherwise("event_id")
    )
    with pytest.raises(DataError, match="sources: the event AZE99999 does not exist"):
        build_release(frames | {"sources": lost}, "d", "1.0.0", tmp_path, partition=BY)
    twice = pl.concat([frames["events"], frames["events"].head(1)])
    with pytest.raises(DataError, match=f"{twice['event_id'][0]} stands twice"):
        build_release(frames | {"events": twice}, "d", "1.0.0", tmp_path, partition=BY)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_table_without_rows_has_no_partitions(frames: dict[str, pl.DataFrame], tmp_path: Path) -> None:
    none = frames | {"evidence": frames["evidence"].clear()}
    built = build_release(none, "d", "1.0.0", tmp_path, partition="event_type")
    assert not (built.folder / "evidence").exists()
    assert verify(built.folder).is_empty()


@pytest.mark.parametrize("given", ["notes", "country,country", "Year"])
def test_columns_that_cannot_be_partitioned_by(given: str) -> None:
    with pytest.raises(UsageError, match="partition"):
        About(partition=given.split(","))


def test_paths_say_what_they_hold_in_the_order_of_the_codes() -> None:
    names = ["Côte d'Ivoire", "Kenya", "Åland", "Bosnia and Herzegovina"]
    parts = [part_of("events", {"country": name, "year": 2020 - n}) for n, name in enumerate(names)]
    assert parts[0].path == "events/country=C%C3%B4te%20d%27Ivoire/year=2020/part-0.parquet"
    found = parts_in([*(part.path for part in parts), "events.parquet", "events/notes.txt"], "events")
    assert {part.path: dict(part.values) for part in found} == {
        part.path: dict(part.values) for part in parts
    }
    assert found[0].values["country"] == "Bosnia and Herzegovina"


def test_very_many_keys_are_compared_in_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    hashes = pl.Series([5, None, 7, 5, 2**64 - 1, 8, 7, None], dtype=pl.UInt64)
    others = pl.Series([7, 2**64 - 1, None], dtype=pl.UInt64)
    for at_once in (1, 3, 100):
        monkeypatch.setattr(keys, "AT_ONCE", at_once)
        assert keys._repeated(hashes).to_list() == [0, 2, 3, 6]
        assert keys._looked_up(hashes, others, present=True).to_list() == [2, 4, 6]
        assert keys._looked_up(hashes, others, present=False).to_list() == [0, 3, 5]


def test_a_zero_with_another_sign_is_another_value(frames: dict[str, pl.DataFrame], tmp_path: Path) -> None:
    zero, less = (
        {"events": frames["events"].with_columns(longitude=pl.lit(number))} for number in (0.0, -0.0)
    )
    last = build_release(frames | zero, "d", "1.0.0", tmp_path, partition="region")
    built = build_release(frames | less, "d", "1.0.1", tmp_path, partition="region", last=last.folder)
    assert {path.partition("/")[0] for path in built.linked} == {"sources", "evidence"}
