from pathlib import Path

import pytest

from exporter.catalogue.entry import read_entry
from exporter.catalogue.reading import LONGEST, leading_comment, readings
from exporter.releases import Version
from tests.catalogue.releases import HOSTILE


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('"""Load it.\n\n    load()\n"""\n\nimport csv\n', "Load it.\n\n    load()"),
        ('#!/usr/bin/env python3\n"""Load it."""\n', "Load it."),
        ("# Load it:\n#\n#   source()\nx <- 1\n# more\n", "Load it:\n\n  source()"),
        ("-- Load it.\nSELECT 1; -- more\n", "Load it."),
        ("#!/bin/sh\nx\n", None),
        ("import csv\n# later\n", None),
        ("", None),
        ("# " + "x" * LONGEST + "y\n", None),
    ],
)
def test_a_program_s_own_words(text: str, words: str | None) -> None:
    assert leading_comment(text) == words


def test_a_language_each_with_the_loader_that_is_there(output: Path) -> None:
    found = readings(read_entry("conflict", Version(1, 1, 0), output / "conflict" / "1.1.0"))
    assert [(one.name, one.loader and one.loader.path, one.words) for one in found] == [
        ("Python", None, None),
        ("R", "load.R", "source it first"),
        ("SQL", None, None),
    ]


def test_the_code_for_python_runs(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = read_entry("conflict", Version(1, 1, 0), output / "conflict" / "1.1.0")
    monkeypatch.chdir(entry.folder)
    names: dict = {}
    exec(readings(entry)[0].code, names)
    assert names["events"].height == 60


def test_a_loader_without_words_is_linked(site: Path) -> None:
    page = (site / "hostile" / "index.html").read_text(encoding="utf-8")
    assert 'Or with <a href="1.0.0/files/load.py" download>load.py</a>' in page
    assert HOSTILE not in page
