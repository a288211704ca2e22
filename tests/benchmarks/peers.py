"""The same rows validated by other tools, each by its own means, and coding records in bulk.

python -m tests.benchmarks.peers [rows]

frictionless and pointblank are in the dependency group `benchmarks`; a tool that is not installed is left out. The
tools do not check the same: each is given what it has words for, and the table says how much that is.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from copy import deepcopy
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import polars as pl
from jsonschema import Draft202012Validator, FormatChecker

from exporter.codebook import Event
from exporter.codebook.checks import EVENT_RULES
from exporter.codebook.export import dictionary, record_schema, row_schema
from exporter.validation import check_files, validate
from exporter.validation.records import is_right
from tests.benchmarks.validation import column_checks, dataframely_schema
from tests.rows import events
from tests.validation.test_records import CODING

ROUNDS = 3


def best(run: Callable[[], object]) -> float:
    """Seconds of the fastest of some rounds."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times)


def frictionless(file: Path) -> Callable[[], object]:
    """Types, required, enums, bounds and patterns as a Table Schema; no rules across columns."""
    from frictionless import Resource, Schema

    fields = []
    for facts in dictionary("events").iter_rows(named=True):
        declared = row_schema("events")["properties"][facts["column"]]
        limits = {
            key: declared[key] for key in ("minimum", "maximum", "pattern", "minLength") if key in declared
        }
        if facts["type"] == "date":
            limits = {}
        if "enum" in declared:
            limits["enum"] = [value for value in declared["enum"] if value is not None]
        limits["required"] = not facts["null"]
        kind = {"datetime": "string"}.get(facts["type"], facts["type"])
        fields.append({"name": facts["column"], "type": kind, "constraints": limits})
    schema = Schema.from_descriptor({"fields": fields, "primaryKey": ["event_id"]})

    def run() -> object:
        report = Resource(path=file.name, basepath=str(file.parent), schema=schema).validate()
        assert report.valid, report.flatten(["message"])[:3]
        return report

    return run


def pointblank(frame: pl.DataFrame) -> Callable[[], object]:
    """Every check of a column and every rule, as an expression each."""
    import pointblank as pb

    everything = [*column_checks().values(), *(rule.kept for rule in EVENT_RULES)]

    def run() -> object:
        plan = pb.Validate(frame)
        for expression in everything:
            plan = plan.col_vals_expr(expression.fill_null(value=True))
        done = plan.interrogate(collect_extracts=False)
        assert done.all_passed()
        return done

    return run


def check_jsonschema(rows: list[dict[str, Any]], folder: Path) -> Callable[[], object]:
    """The rows as one JSON array, against the published schema of a row."""
    (folder / "rows.json").write_text(json.dumps(rows))
    (folder / "rows.schema.json").write_text(json.dumps({"type": "array", "items": row_schema("events")}))
    command = [
        str(Path(sys.executable).parent / "check-jsonschema"),
        "--schemafile",
        "rows.schema.json",
        "rows.json",
    ]
    return lambda: subprocess.run(command, cwd=folder, check=True, capture_output=True)


def jsonschema(rows: list[dict[str, Any]]) -> Callable[[], object]:
    """A loop over the rows."""
    validator = Draft202012Validator(row_schema("events"), format_checker=FormatChecker())
    return lambda: [validator.is_valid(row) for row in rows]


def tables(count: int) -> None:
    """A table of rows, and its file, through each tool."""
    frame = events(count)
    columns = len(Event.to_schema().columns)
    checks = len(column_checks())
    rules = len(EVENT_RULES)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        frame.write_csv(folder / "events.csv")
        rows = json.loads(json.dumps(frame.to_dicts(), default=lambda value: value.isoformat()))
        peer = dataframely_schema()
        whole = f"{columns} types, {checks} + {rules}"
        runs: list[tuple[str, str, str, Callable[[], object]]] = [
            ("exporter", "CSV file", whole, lambda: check_files([folder / "events.csv"])),
            ("exporter", "frame", whole, lambda: validate(frame)),
            ("dataframely", "frame", f"{checks} + {rules}", lambda: peer.validate(frame)),
        ]
        if find_spec("pointblank"):
            runs.append(("pointblank", "frame", f"{checks} + {rules}", pointblank(frame)))
        if find_spec("frictionless"):
            runs.append(
                (
                    "frictionless",
                    "CSV file",
                    f"{columns} types, {checks}",
                    frictionless(folder / "events.csv"),
                )
            )
        runs.append(("jsonschema", "objects", f"{columns} types, {checks}", jsonschema(rows)))
        runs.append(
            ("check-jsonschema", "JSON file", f"{columns} types, {checks}", check_jsonschema(rows, folder))
        )
        print(f"{count:,} event rows, best of {ROUNDS}; checks of columns + rules across columns")
        print(f"{'tool':17} {'reads':9} {'checks':21} {'seconds':>8} {'rows/s':>11} {'times ours':>11}")
        ours: dict[str, float] = {}
        for tool, reads, made, run in runs:
            seconds = best(run)
            of = "frame" if reads == "frame" else "file"
            ours.setdefault(of, seconds)
            print(
                f"{tool:17} {reads:9} {made:21} {seconds:8.2f} {count / seconds:11,.0f} {seconds / ours[of]:11.1f}"
            )


def records(count: int) -> None:
    """Coding records of one event: the bulk validator, and a loop over jsonschema."""
    record = json.loads(json.dumps(CODING.record()))
    many = [deepcopy(record) for _ in range(count)]
    validator = Draft202012Validator(record_schema(), format_checker=FormatChecker())
    fast = best(lambda: all(is_right(one) for one in many))
    few = many[: max(1, count // 20)]
    slow = best(lambda: all(validator.is_valid(one) for one in few)) * len(many) / len(few)
    print(f"{count:,} coding records: jsonschema {count / slow:,.0f} a second, exporter {count / fast:,.0f} a second, "
          f"{slow / fast:.0f} times as many")  # fmt: skip


def main(count: int) -> None:
    tables(count)
    records(count)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
