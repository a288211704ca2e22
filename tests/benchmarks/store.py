"""A store with millions of events: what it answers in how long, and what a release out of it takes.

python -m tests.benchmarks.store [events] [file or postgresql://...] [--plans] [--no-release]

The store is filled past the package, as fast as the database takes rows, with a source and a piece of evidence for
each event, a revision with its snapshot, and an article for every three. Each question is asked 30 times, with
`--plans` once more for how the database finds its answers; the release is built and compared in a process of its own,
so that its memory is its own.
"""

import argparse
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import sqlalchemy as sa

from exporter.releases.from_store import carry_out, plan_release
from exporter.store import Store, schema
from tests.releases.frames import tables
from tests.store.codings import add, article, battle, coding

BLOCK = 90_000


class _SQLite:
    """Rows into a file."""

    def __init__(self, url: str) -> None:
        self.base = sqlite3.connect(url)
        self.base.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")

    def put(self, name: str, frame: pl.DataFrame) -> None:
        marks = ", ".join("?" * frame.width)
        self.base.executemany(f"INSERT INTO {name} ({_columns(frame)}) VALUES ({marks})", frame.iter_rows())

    def end(self) -> None:
        self.base.commit()
        self.base.execute("ANALYZE")
        self.base.close()


class _PostgreSQL:
    """Rows to a server."""

    def __init__(self, url: str) -> None:
        import psycopg

        self.base = psycopg.connect(url.replace("+psycopg", ""))

    def put(self, name: str, frame: pl.DataFrame) -> None:
        told = f"COPY {name} ({_columns(frame)}) FROM STDIN WITH (FORMAT csv, NULL '\\N')"
        with self.base.cursor() as cursor, cursor.copy(told) as copy:
            copy.write(frame.write_csv(include_header=False, null_value="\\N"))

    def end(self) -> None:
        self.base.commit()
        self.base.autocommit = True
        self.base.execute("ANALYZE")
        self.base.close()


def _columns(frame: pl.DataFrame) -> str:
    return ", ".join(f'"{column}"' for column in frame.columns)


def fill(url: str, rows: int) -> None:
    """Tables as the store would have written them, block by block."""
    with Store(url) as store:
        store.counts()
    base = _PostgreSQL(url) if "://" in url else _SQLite(url)
    serial: dict[str, int] = {}
    for number, begin in enumerate(range(0, rows, BLOCK)):
        made = tables(min(BLOCK, rows - begin), seed=number)
        land, mine = pl.col("event_id").str.head(3), pl.col("event_id").str.slice(3).cast(pl.Int64)
        for name in ("events", "sources", "evidence"):
            made[name] = made[name].with_columns(event_id=land + (mine + begin).cast(pl.String))
        for name in ("sources", "evidence"):
            of = pl.col("article_id").str.slice(8).cast(pl.Int64)
            made[name] = made[name].with_columns(article_id=pl.format("r{}", of + begin // 3))
        events, sources, evidence = made["events"], made["sources"], made["evidence"]
        kept = events.with_columns(article_id=sources["article_id"], coder_name=pl.lit("dictionary"))
        days = sources.group_by("article_id").agg(pl.col("source", "published").first())
        at = "2024-01-01 00:00:00.000000"
        articles = days.with_columns(sha256="article_id", text=pl.lit("Talks. " * 50), added_at=pl.lit(at))
        queue = days.with_columns(
            state=pl.when(pl.int_range(pl.len()) % 10 == 0).then(pl.lit("new")).otherwise(pl.lit("done")),
            wanted=1, version=1, changed_at=pl.lit(at), title=pl.lit("Talks"),
        )  # fmt: skip
        whole = pl.struct(
            events=pl.concat_list(
                pl.struct(pl.exclude("article_id", "coder_name", "source_row", "evidence_row"))
            ),
            sources=pl.concat_list("source_row"),
            evidence=pl.concat_list("evidence_row"),
        )
        bare = pl.col(pl.Datetime).dt.replace_time_zone(None)
        snapshots = kept.with_columns(
            bare,
            source_row=sources.to_struct(), evidence_row=evidence.to_struct()
        ).select("event_id", at=pl.lit(at), who=pl.lit("dictionary 1"), why=pl.lit("coded"), action=pl.lit("create"),
                 snapshot=whole.struct.json_encode())  # fmt: skip
        parts = {"articles": articles, "queue": queue, "events": kept, "sources": sources, "evidence": evidence,
                 "revisions": snapshots}  # fmt: skip
        for name, frame in parts.items():
            base.put(name, _as_text(frame))
        last = events.group_by(land.alias("iso3")).agg(mine.max() + begin).rows()
        serial |= dict(last)
    base.put("serials", pl.DataFrame(list(serial.items()), schema=["iso3", "last"], orient="row"))
    base.end()


def _as_text(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(
        pl.col(pl.Date, pl.Enum, pl.Categorical).cast(pl.String),
        pl.col(pl.Datetime).dt.strftime("%Y-%m-%d %H:%M:%S%.6f"),
    )


def ask(url: str, *, plans: bool) -> None:
    """Every question of a day's work."""
    with Store(url) as store:
        ids = _ids(store)
        new = iter(range(10_000))

        def add_one() -> None:
            name = f"new-{next(new)}"
            add(store, coding(battle(), of=article(name)))

        asked: dict[str, Callable[[int], object]] = {
            "a new article with its event": lambda _: add_one(),
            "the life of an event": lambda n: store.history(ids[n]),
            "an event is corrected": lambda n: store.revise(
                ids[n], {"notes": f"Corrected {n}."}, who="ab", why="r"
            ),
            "the queue": lambda _: store.work.queue("new"),
            "the queue, a late page": lambda _: store.work.queue("new", after=(date(2005, 1, 1), "r1")),
            "an article's events": lambda n: store.work.events_of(f"r{n * 7}"),
            "what may be the same event": lambda _: store.work.likely_same(battle().values, "r1"),
        }
        print(f"{'ms':32} median   slowest")
        for name, do in asked.items():
            times = []
            for number in range(30):
                began = time.perf_counter()
                do(number)
                times.append((time.perf_counter() - began) * 1000)
            print(f"{name:32} {statistics.median(times):7.1f} {max(times):9.1f}", flush=True)
            if plans:
                for line in _plans(store, lambda do=do: do(30)):
                    print(f"    {line}")


def _plans(store: Store, do: Callable[[], object]) -> list[str]:
    """How the database finds what a question asks for: a line for each step through a table."""
    engine, asked = store._engine, []

    def hear(_connection, _cursor, statement, parameters, *_) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "UPDATE", "DELETE")):
            asked.append((statement, parameters))

    sa.event.listen(engine, "before_cursor_execute", hear)
    try:
        do()
    finally:
        sa.event.remove(engine, "before_cursor_execute", hear)
    sqlite = engine.dialect.name == "sqlite"
    found: dict[str, None] = {}
    with engine.connect() as connection:
        for statement, parameters in asked:
            told = ("EXPLAIN QUERY PLAN " if sqlite else "EXPLAIN (COSTS OFF) ") + statement
            for row in connection.exec_driver_sql(told, parameters):
                line = str(row[-1]).strip().removeprefix("->").strip()
                if line.startswith(("SEARCH", "SCAN", "Index", "Seq", "Bitmap")):
                    found[line] = None
    return list(found)


def _ids(store: Store) -> list[str]:
    with store._engine.connect() as connection:
        found = connection.execute(sa.select(schema.events.c.event_id).limit(100)).scalars()
        return [str(one) for one in found]


def release(url: str, output: Path) -> None:
    """The next release, as the command builds it."""
    began = time.perf_counter()
    with Store(url) as store:
        carry_out(store, plan_release(store, "large", None, output), output)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"release {time.perf_counter() - began:.0f} s, peak memory {peak:.2f} GiB", flush=True)


def main(rows: int, url: str, output: Path, *, plans: bool, releases: int) -> None:
    began = time.perf_counter()
    fill(url, rows)
    print(f"{rows:,} events, filled in {time.perf_counter() - began:.0f} s", flush=True)
    ask(url, plans=plans)
    for _ in range(releases):
        code = (
            "import sys; from pathlib import Path; from tests.benchmarks.store import release; "
            "release(sys.argv[1], Path(sys.argv[2]))"
        )
        subprocess.run([sys.executable, "-c", code, url, output], check=True)
        with Store(url) as store:
            store.revise(_ids(store)[0], {"notes": f"{time.time()}"}, who="ab", why="for the next release")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("events", nargs="?", type=int, default=1_000_000)
    parser.add_argument("store", nargs="?")
    parser.add_argument("--plans", action="store_true")
    parser.add_argument("--no-release", action="store_const", dest="releases", const=0, default=2)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as aside:
        main(
            given.events,
            given.store or f"{aside}/events.db",
            Path(aside) / "output",
            plans=given.plans,
            releases=given.releases,
        )
