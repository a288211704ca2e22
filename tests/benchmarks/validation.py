"""How long validation takes beside the same checks as bare Polars expressions, and as a dataframely schema.

python -m tests.benchmarks.validation [rows]
"""

import resource
import sys
import time
from collections.abc import Callable

import dataframely as dy
import polars as pl

from exporter.codebook import Event
from exporter.codebook.checks import EVENT_RULES
from exporter.validation import validate
from tests.rows import events

ROUNDS = 5


def column_checks() -> dict[str, pl.Expr]:
    """Every check that a column of the codebook declares, as an expression: true where it is kept."""
    checks: dict[str, pl.Expr] = {}
    for name, declared in Event.to_schema().columns.items():
        column = pl.col(name)
        if not declared.nullable:
            checks[f"{name} missing"] = column.is_not_null()
        if declared.unique:
            checks[f"{name} unique"] = column.is_unique()
        for check in declared.checks:
            facts = check.statistics
            match check.name:
                case "greater_than_or_equal_to":
                    checks[f"{name} minimum"] = column >= facts["min_value"]
                case "less_than_or_equal_to":
                    checks[f"{name} maximum"] = column <= facts["max_value"]
                case "str_matches":
                    checks[f"{name} form"] = column.str.contains(
                        getattr(facts["pattern"], "pattern", facts["pattern"])
                    )
                case "str_length":
                    checks[f"{name} empty"] = column.str.len_chars() >= facts["min_value"]
                case other:
                    raise ValueError(f"no expression for the check {other}")
    return checks


def dataframely_schema() -> type[dy.Schema]:
    """The same columns and rules as a dataframely schema."""
    columns = {name: dy.Any() for name in Event.to_schema().columns}
    everything = {**column_checks(), **{rule.name: rule.kept for rule in EVENT_RULES}}
    rules = {
        f"rule_{number}": dy.rule()(lambda cls, expression=expression: expression)
        for number, expression in enumerate(everything.values())
    }
    return type("EventsInDataframely", (dy.Schema,), {**columns, **rules})


def main(rows: int) -> None:
    frame = events(rows)
    unique = {f"{name} unique": pl.col(name).n_unique() == pl.len() for name in ("event_id",)}
    expressions = [
        unique.get(name, e.fill_null(value=True).all()).alias(name) for name, e in column_checks().items()
    ]
    expressions += [rule.kept.all().alias(rule.name) for rule in EVENT_RULES]
    peer = dataframely_schema()
    runs: dict[str, Callable[[], object]] = {
        "bare Polars": lambda: frame.select(expressions),
        "exporter.validate": lambda: validate(frame),
        "dataframely": lambda: peer.validate(frame),
    }
    best = dict.fromkeys(runs, float("inf"))
    for _ in range(ROUNDS):
        for name, run in runs.items():
            start = time.perf_counter()
            run()
            best[name] = min(best[name], time.perf_counter() - start)
    print(f"{rows:,} event rows, {len(expressions)} checks, best of {ROUNDS}")
    for name, seconds in best.items():
        print(f"{name:18} {seconds:6.2f} s   {seconds / best['bare Polars']:.2f} times bare Polars")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"peak memory        {peak:.2f} GiB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
