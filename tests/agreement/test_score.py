"""Scores against gold: the scorer's figures, intervals, and what is wrong with a gold file."""

import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from exporter.agreement import Gold, read_gold, score
from exporter.agreement.score import TABLE, table
from exporter.errors import DataError, UsageError
from tests.agreement.sayings import row
from tests.shared import SHARED, needs_shared

BATTLE = {
    "event_type": ["Battles"],
    "event_date": ["2019-05-03", "2019-05-03"],
    "location": ["Ağdam"],
    "fatalities": 4,
}
RIOT = {"event_type": ["Riots"], "event_date": ["2019-05-03", "2019-05-03"], "location": ["Barda"]}


def test_found_missed_invented() -> None:
    gold = [Gold("one", (BATTLE, RIOT)), Gold("two", ()), Gold("three", (RIOT | {"required": False},))]
    coded = {"one": [row(fatalities=5), row(event_type="Protests", location="Bogotá")], "two": [row()]}
    found = score(gold, coded)
    assert (found.found, found.missed, found.spurious) == (1, 1, 2)
    assert (found.precision, found.recall) == (1 / 3, 1 / 2)
    assert found.f1 == pytest.approx(0.4)
    assert found.accuracy("fatalities") == (0, 1)
    assert [(article, what) for article, what, _ in found.faults()] == [
        ("one", "wrong: fatalities"), ("one", "missed"), ("one", "not in the gold"), ("two", "not in the gold"),
    ]  # fmt: skip
    scoped = score([Gold("two", (), frozenset(["Riots"]))], coded)
    assert scoped.spurious == 0


def test_the_table_has_intervals_around_its_figures() -> None:
    gold = [Gold(str(n), (BATTLE,)) for n in range(40)]
    coded = {str(n): [row(fatalities=4 if n % 4 else 5)] if n % 5 else [] for n in range(40)}
    found = table({"ab": score(gold, coded), "cd": score(gold, {})})
    assert found.schema == TABLE
    recall = found.row(by_predicate=(pl.col("coder") == "ab") & (pl.col("measure") == "recall"), named=True)
    assert (recall["right"], recall["of"], recall["value"]) == (32, 40, 0.8)
    assert 0.6 < recall["low"] < 0.8 < recall["high"] < 0.95
    nothing = found.filter(coder="cd", measure="precision").row(0, named=True)
    assert (nothing["value"], nothing["of"]) == (None, 0)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "no JSON"),
        ("[]", "no JSON object"),
        ('{"events": []}', "no article_id"),
        ('{"id": "a", "events": 1}', "no list of objects"),
        ('{"id": "a", "events": [{"fatalities": "4"}]}', "event 0, fatalities: it is no whole number"),
        ('{"id": "a", "events": [{"location": "Barda"}]}', "event 0, location: it is no list of text"),
        ('{"id": "a", "events": [{"event_date": ["2019-05-03"]}]}', "no first and last day"),
        ('{"id": "a", "events": [{"event_date": ["2019-05-03", "2019-05-02"]}]}', "before the first"),
        ('{"id": "a", "events": [], "text": "t", "published": "3 May"}', "no date"),
    ],
)
def test_a_broken_line_of_gold_is_named(tmp_path: Path, line: str, told: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"id": "good", "events": []}\n' + line + "\n")
    with pytest.raises(DataError, match="line 2") as caught:
        read_gold(path)
    assert told in caught.value.message


def test_gold_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_gold(tmp_path / "gold.jsonl")
    (tmp_path / "gold.jsonl").write_text("\n")
    with pytest.raises(DataError, match="no articles"):
        read_gold(tmp_path / "gold.jsonl")


@needs_shared
def test_the_figures_are_the_scorers(tmp_path: Path) -> None:
    """Over gold of real reports, with rows that are right, wrong, missing and invented."""
    path = SHARED / "gold" / "muc-tst1.jsonl"
    gold = read_gold(path)
    coded = {}
    for n, article in enumerate(gold):
        rows = []
        for m, event in enumerate(article.events):
            if (n + m) % 4:
                days = event.get("event_date") or ["1989-01-01"] * 2
                place = (event.get("location") or ["Bogotá"])[0] if n % 3 else "San Salvador"
                rows.append(row(event_type=event["event_type"][0], event_date=days[0], event_date_end=days[1],
                                location=place, actor1=(event.get("actor1") or ["FMLN"])[0]))  # fmt: skip
        coded[article.article_id] = [*rows, *([row()] if n % 7 == 0 else [])]
    records = [{"article": {"id": name}, "events": rows} for name, rows in coded.items()]
    (tmp_path / "coded.jsonl").write_text("\n".join(map(json.dumps, records)), "utf-8")
    told = subprocess.run(
        [sys.executable, SHARED / "score.py", path, tmp_path / "coded.jsonl"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    found = score(gold, coded)
    assert f"events found {found.found}  missed {found.missed}  spurious {found.spurious}" in told
    assert f"precision {found.precision:.3f}  recall {found.recall:.3f}  F1 {found.f1:.3f}" in told
    for name in ("event_type", "event_date", "location", "actor1", "fatalities"):
        right, of = found.accuracy(name)
        assert f"({right}/{of})" in told
        assert of > 20
