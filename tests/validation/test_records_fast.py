"""The fast validator and the one that explains agree on every record, right or wrong."""

import json
from copy import deepcopy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from exporter.codebook.export import record_schema
from exporter.validation.records import errors_of, is_right
from tests.validation.test_records import CODING

GOOD: dict[str, Any] = json.loads(json.dumps(CODING.record()))

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
    st.sampled_from(
        ["2020-01-01", "2020-1-1", "2020-02-30", "2020-01-01\n", "٢٠٢٠-٠١-٠١", "20200101", "2020-W01-1"]
    ),
    st.sampled_from(["a" * 64, "a" * 64 + "\n", "A" * 64, "Battles", "day", "Kenya", "AZE1", ""]),
    st.sampled_from([0, 1.0, -0.0, 90, 90.0000001, -180, 180.5, 2**31, 1e308]),
)
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value in a record."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, one in inner for found in places(one, (*path, key)))]


PLACES = [path for path in places(GOOD) if path]


@settings(max_examples=600, deadline=None)
@given(
    changes=st.lists(
        st.tuples(st.sampled_from(PLACES), anything, st.sampled_from(["set", "drop", "add"])), max_size=3
    )
)
def test_both_validators_say_the_same(changes: list[tuple[tuple[Any, ...], Any, str]]) -> None:
    record = deepcopy(GOOD)
    for path, value, how in changes:
        apply(record, path, value, how)
    assert is_right(record) == (not errors_of(record))


@settings(max_examples=200, deadline=None)
@given(record=anything)
def test_both_say_the_same_of_anything(record: Any) -> None:
    assert is_right(record) == (not errors_of(record))


def apply(record: Any, path: tuple[Any, ...], value: Any, how: str) -> None:
    """Set, drop or add at a place, if it is still there."""
    *steps, last = path
    try:
        for step in steps:
            record = record[step]
        if how == "set":
            record[last] = value
        elif how == "drop":
            del record[last]
        else:
            record[str(value)[:10]] = value
    except (KeyError, IndexError, TypeError):
        pass


def test_a_right_record_is_right_to_both() -> None:
    assert is_right(GOOD)
    assert errors_of(GOOD) == []


def test_every_pattern_of_the_schema_means_the_same_to_both() -> None:
    # Python's own `$` lets a line break follow; JSON Schema's does not.
    record = deepcopy(GOOD)
    record["article"]["sha256"] += "\n"
    assert not is_right(record)
    assert [list(error.path) for error in errors_of(record)] == [["article", "sha256"]]


def test_only_patterns_of_a_plain_kind_are_used() -> None:
    patterns = set()

    def collect(value: Any) -> None:
        if isinstance(value, dict):
            patterns.update({value["pattern"]} if isinstance(value.get("pattern"), str) else set())
            for one in value.values():
                collect(one)
        elif isinstance(value, list):
            for one in value:
                collect(one)

    collect(record_schema())
    assert patterns
    assert all(pattern.startswith("^") and pattern.endswith("$") for pattern in patterns)
