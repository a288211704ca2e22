"""`exporter agreement`, `evaluate` and `ensemble`, as users run them."""

import csv
import io
import json
from pathlib import Path

import pytest

pytest.importorskip("krippendorff")
pytest.importorskip("sqlalchemy")

from exporter.coders.coding import CodedEvent, Coding
from exporter.store import Store
from tests.cli import refused, run
from tests.store.codings import add, article, battle, coding, protest

TEXTS = ("one", "two", "three")


def by(person: str, of: str, *events: CodedEvent) -> Coding:
    return coding(*events, of=article(of), name=person)


def records(path: Path, *codings: Coding) -> None:
    path.write_text("".join(json.dumps(one.record()) + "\n" for one in codings), "utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What two people say of three reports, as files; and a store in which a third has decided about two."""
    first = [by("ab", name, battle()) for name in TEXTS]
    second = [by("cd", name, battle(fatalities=4 + n, fatalities_high=9)) for n, name in enumerate(TEXTS)]
    records(tmp_path / "ab.jsonl", *first)
    records(tmp_path / "cd.jsonl", *second)
    with Store(tmp_path / "events.db") as store:
        for name in TEXTS:
            add(store, by("dictionary", name, battle(), protest()))
            store.work.want(name, 2, by="xy")
        for one in (*first, *second):
            store.work.assign(one.article.id, one.coder_name)
            store.work.submit(one)
        for name, events in (("two", [battle(fatalities=5, fatalities_high=5)]), ("three", [])):
            store.work.adjudicate(by("xy", name, *events), why="read again")
    return tmp_path


def table(told: str) -> dict[str, dict[str, str]]:
    rows = csv.DictReader(io.StringIO(told))
    return {row.get("column") or f"{row['coder']} {row['measure']}": row for row in rows}


def test_agreement_of_files_and_of_a_store(folder: Path) -> None:
    of_files = run("agreement", "ab.jsonl", "cd.jsonl", "--format", "csv", cwd=folder)
    of_store = run("agreement", "--store", "events.db", "--format", "csv", cwd=folder)
    assert (of_files.returncode, of_store.returncode) == (0, 0), of_files.stderr + of_store.stderr
    # Neither the machine's codings nor what the third decided are in it.
    assert of_store.stdout == of_files.stdout
    found = table(of_files.stdout)
    assert (found["fatalities"]["articles"], found["fatalities"]["pairs"]) == ("3", "3")
    assert found["fatalities"]["percent"] == "33.3333"
    with_machine = run(
        "agreement", "--store", "events.db", "--machines", "--by", "pair", "-f", "json", cwd=folder
    )
    groups = {row["group"] for row in json.loads(with_machine.stdout)}
    assert groups == {"ab / cd", "ab / dictionary", "cd / dictionary"}


def test_agreement_is_shown_to_people(folder: Path) -> None:
    shown = run("agreement", "ab.jsonl", "cd.jsonl", cwd=folder)
    assert "Agreement" in shown.stdout and "alpha_low" in shown.stdout
    markdown = run("agreement", "ab.jsonl", "cd.jsonl", "--by", "month", "-f", "markdown", cwd=folder)
    assert markdown.stdout.startswith("| by | group | column |")
    assert "| month | 2019-05 | event_type |" in markdown.stdout


def test_a_coder_is_evaluated_on_what_was_decided(folder: Path) -> None:
    done = run(
        "evaluate", "--store", "events.db", "--coder", "ab", "--coder", "dictionary", "-f", "csv", cwd=folder
    )
    assert done.returncode == 0, done.stderr
    found = table(done.stdout)
    # Of two decided reports one holds an event; each of the two coders found it and gave one or three that are none.
    assert (found["ab recall"]["right"], found["ab recall"]["of"]) == ("1", "1")
    assert (found["ab precision"]["of"], found["dictionary precision"]["of"]) == ("2", "4")
    assert found["ab fatalities"]["value"] == "0.0"
    assert "ab: 2 articles; events found 1, missed 0, spurious 1." in done.stderr


def test_nothing_was_decided_yet(folder: Path) -> None:
    with Store(folder / "new.db") as store:
        add(store, by("ab", "one", battle()))
    refused(run("evaluate", "--store", "new.db", "--coder", "ab", cwd=folder), "Nobody has decided", status=1)


def test_coders_are_evaluated_on_gold(folder: Path) -> None:
    gold = {
        "article_id": "one",
        "events": [{"event_type": ["Battles"], "location": ["Ağdam"], "fatalities": 5}],
    }
    (folder / "gold.jsonl").write_text(json.dumps(gold) + "\n", "utf-8")
    done = run("evaluate", "--gold", "gold.jsonl", "--codings", "ab.jsonl", "--codings", "cd.jsonl", "--faults", "3",
               "-f", "csv", cwd=folder)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert table(done.stdout)["cd recall"]["value"] == "1.0"
    assert "one: wrong: fatalities" in done.stderr


def test_files_are_compared_and_their_disagreements_listed(folder: Path) -> None:
    done = run(
        "ensemble", "--codings", "ab.jsonl", "--codings", "cd.jsonl", "-o", "disputes.jsonl", cwd=folder
    )
    assert done.returncode == 0, done.stderr
    assert "Articles on which coders differ: 2; they are in disputes.jsonl." in done.stderr
    listed = [json.loads(line) for line in (folder / "disputes.jsonl").read_text("utf-8").splitlines()]
    assert [one["article_id"] for one in listed] == ["three", "two"]
    assert listed[0]["why"] == "ab and cd: differ in fatalities"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("agreement",), ["files of coding records or a store"]),
        (("agreement", "ab.jsonl", "--store", "events.db"), ["files of coding records or a store"]),
        (("agreement", "none.jsonl"), ["none.jsonl cannot be read"]),
        (("agreement", "--store", "none.db"), ["There is no store none.db"]),
        (("evaluate", "--coder", "dictionary"), ["nothing to hold the codings against"]),
        (("evaluate", "--gold", "none.jsonl"), ["--coder or --codings"]),
        (("evaluate", "--gold", "none.jsonl", "--codings", "ab.jsonl"), ["none.jsonl cannot be read"]),
        (("evaluate", "--store", "events.db", "--coder", "zz"), ["no codings by 'zz'"]),
        (("ensemble", "texts", "--coder", "dictionary"), ["two coders at least"]),
        (("ensemble", "--codings", "ab.jsonl", "--store", "events.db"), ["--store queues articles"]),
        (("ensemble", "texts", "--coder", "dictionary", "--coder", "model"), ["No model is named"]),
    ],
)  # fmt: skip
def test_wrong_use_is_told(folder: Path, arguments: tuple[str, ...], words: list[str]) -> None:
    refused(run(*arguments, cwd=folder), *words)


def test_a_line_that_is_no_coding_is_named(folder: Path) -> None:
    with (folder / "ab.jsonl").open("a") as file:
        file.write('{"article": 1}\n')
    refused(run("agreement", "ab.jsonl", "cd.jsonl", cwd=folder), "ab.jsonl, line 4", status=1)


def test_nothing_to_compare(folder: Path) -> None:
    refused_ = run("agreement", "ab.jsonl", cwd=folder)
    assert (refused_.returncode, refused_.stdout) == (1, "")
    assert "nothing to compare" in refused_.stderr


def test_columns_of_a_project_are_known_by_its_file(folder: Path) -> None:
    for name in ("ab", "cd"):
        events = [battle(injured=3 if name == "ab" else 4)]
        records(folder / f"{name}.jsonl", *(by(name, text, *events) for text in TEXTS))
    unknown = run("agreement", "ab.jsonl", "cd.jsonl", cwd=folder)
    refused(unknown, "line 1, events.0", "injured", status=1)
    (folder / "dataset.toml").write_text('[columns]\ninjured = {type = "integer", definition = "Hurt."}\n')
    told = run("agreement", "ab.jsonl", "cd.jsonl", "--format", "csv", cwd=folder)
    assert table(told.stdout)["injured"]["percent"] == "0.0"
    assert run("evaluate", "--store", "events.db", "--coder", "ab", cwd=folder).returncode == 0
    ensemble = run("ensemble", "--codings", "ab.jsonl", "--codings", "cd.jsonl", "-f", "csv", cwd=folder)
    assert table(ensemble.stdout)["injured"]["pairs"] == "3"
