from dataclasses import replace
from pathlib import Path

import pytest

from exporter.catalogue.changes import changed_values, changes
from exporter.catalogue.entry import Entry, read_entry
from exporter.releases import Version
from tests.catalogue.releases import HOSTILE


def entry(output: Path, dataset: str, version: str) -> Entry:
    return read_entry(dataset, Version.parse(version), output / dataset / version)


def test_the_first_paragraph_is_the_summary(output: Path) -> None:
    found = changes(entry(output, "conflict", "1.1.0"), None)
    assert found.summary == "1.1.0 against 1.0.0: 20 events added, 0 deleted, 1 changed, 39 as they were."
    assert found.lead.count("<p>") == 2
    assert "<h3>By country</h3>" in found.rest
    assert "<td>Chad</td>" in found.rest


def test_a_long_list_is_linked_and_not_shown(output: Path) -> None:
    newest = entry(output, "conflict", "1.1.0")
    long = newest.texts["CHANGES.md"] + "| Chad | 1 | 2 |\n" * 4000
    found = changes(replace(newest, texts={"CHANGES.md": long}), None)
    assert found.rest is None
    assert found.lead.count("<p>") == 2


def test_without_words_of_its_own_events_and_columns_are_counted(output: Path) -> None:
    older, newest = entry(output, "conflict", "1.0.0"), entry(output, "conflict", "1.1.0")
    bare = replace(newest, texts={})
    assert changes(bare, None).summary == "The first version."
    assert changes(bare, older).summary == "20 more events than 1.0.0."
    assert changes(replace(older, texts={}), bare).summary == "20 fewer events than 1.1.0."
    assert changes(older, older).summary == "As many events as 1.0.0."
    fewer = replace(older, dictionary=older.dictionary[1:])
    assert changes(bare, fewer).summary == "20 more events than 1.0.0; new: events.event_id."
    assert changes(fewer, older).summary == "As many events as 1.0.0; gone: events.event_id."


@pytest.mark.parametrize(
    "text", [HOSTILE, f"# Changes\n\n{HOSTILE}\n\n## {HOSTILE}\n\n{HOSTILE}", "", "# Changes", "## A\n\nb"]
)
def test_words_are_shown_and_not_run(output: Path, text: str) -> None:
    found = changes(replace(entry(output, "conflict", "1.1.0"), texts={"CHANGES.md": text}), None)
    for html in (found.summary, found.lead, found.rest or ""):
        assert "<script" not in html
        assert "<img" not in html


def test_markdown_makes_no_links_or_pictures(output: Path) -> None:
    found = changes(entry(output, "hostile", "1.0.0"), None)
    assert "href" not in found.lead
    assert "<img" not in found.lead


def test_changed_values_as_text(output: Path) -> None:
    assert changed_values(entry(output, "conflict", "1.1.0")) == (("TCD1", "changed", "notes", HOSTILE, ""),)
    assert changed_values(entry(output, "conflict", "1.0.0")) == ()
