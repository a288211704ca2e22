from dataclasses import replace
from pathlib import Path

import pytest

from exporter.catalogue.about import About
from exporter.catalogue.cite import cite
from exporter.catalogue.entry import Entry, read_entry
from exporter.releases import Version


@pytest.fixture(scope="module")
def entry(output: Path) -> Entry:
    return read_entry("conflict", Version(1, 1, 0), output / "conflict" / "1.1.0")


def test_authors_title_version_publisher_address(entry: Entry) -> None:
    assert cite(entry).text == (
        "Desk One (2024). Conflict & protest (Version 1.1.0) [Data set]. A Publisher. https://example.org/conflict"
    )


def test_a_doi_is_the_address(entry: Entry) -> None:
    found = cite(
        replace(entry, about=About("T", creators=("A, B", "C"), doi="10.1234/x", homepage="https://x.org"))
    )
    assert found.text == "A, B, & C (2024). T (Version 1.1.0) [Data set]. https://doi.org/10.1234/x"
    assert "doi       = {10.1234/x}" in found.bibtex
    assert "url" not in found.bibtex
    assert "author    = {A, B and {C}}" in found.bibtex


def test_a_release_that_says_nothing_of_itself(entry: Entry) -> None:
    bare = replace(entry, about=About("conflict"), created=None)
    assert cite(bare).text == "conflict (Version 1.1.0) [Data set]."


def test_the_release_s_own_words_come_first(entry: Entry) -> None:
    assert cite(replace(entry, about=About("T", citation="As we say."))).text == "As we say."


def test_no_character_is_a_command_to_tex(entry: Entry) -> None:
    found = cite(replace(entry, about=About("100% of A&B_{c} \\input{x}\n$")))
    assert r"{{100\% of A\&B\_\{c\} \textbackslash{}input\{x\} \$}}" in found.bibtex
