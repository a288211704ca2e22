"""What is taken out of a text, and that nothing else is."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.articles import clean

SHARED = Path(__file__).parents[2].parent / "shared"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here")

# Pieces that cleaning acts on, put together in any order.
MARKS = [
    "\r\n",
    "\r",
    "\n",
    "\f",
    "\u2028",
    "\ufeff",
    "\0",
    "\x07",
    "\x85",
    "\\",
    "'",
    "\u2019",
    '"',
    " ",
    "\t",
]
LINES = ["Comments are closed.", "[do_widget_area inner_adsbar]", "Read more", "Two people died.", "©"]
PIECES = st.sampled_from([*MARKS, *LINES, "\u00a0", "\ud800"])


@given(st.lists(PIECES | st.text(max_size=5)).map("".join))
def test_cleaning_twice_changes_nothing_more(text):
    once = clean(text)
    assert clean(once) == once


@given(st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1), min_size=1))
def test_plain_sentences_stay_as_they_are(words):
    text = f"Headline without end\n\n    {' '.join(words)} was the word on Monday."
    assert clean(text) == text


def test_line_ends_become_newlines():
    assert clean("one\r\ntwo\rthree\fFour\u2029five") == "one\ntwo\nthree\nFour\nfive"


def test_invisible_characters_go_and_tabs_stay():
    assert clean("\ufeffA\0 bo\x07mb\twent\x9f off\x7f") == "A bomb\twent off"


def test_half_characters_become_replacement_characters():
    assert clean("a \ud83d b") == "a \ufffd b"


@pytest.mark.parametrize("quote", ["'", '"', "\u2018", "\u2019", "\u201c", "\u201d"])
def test_escaped_quotes_lose_their_backslashes(quote):
    assert clean(f"the rebels\\{quote} camp, the army\\\\{quote}s base") == (
        f"the rebels{quote} camp, the army{quote}s base"
    )


def test_other_backslashes_stay():
    assert clean(r"C:\news\today") == r"C:\news\today"


def test_white_space_inside_stays_and_at_both_ends_goes():
    assert clean("\n\n   One \t\n\n  two\u00a0\n\n") == "   One \t\n\n  two"


@pytest.mark.parametrize(
    "line",
    [
        "Comments are closed.",
        "COMMENTS ARE CLOSED",
        "Leave a comment",
        "12 comments",
        "[do_widget_area inner_adsbar]",
        "[/ad_slot]",
        "Share this:",
        "Share this article on Facebook",
        "Advertisement",
        "Read more ...",
        "Read more: Harbour talks stall",
        "Related articles",
        "Follow us on Twitter and Facebook",
        "Subscribe to our daily newsletter",
        "© 2019 The Harbour Gazette",
        "Copyright 2019 The Harbour Gazette Ltd.",
        "The Harbour Gazette. All rights reserved.",
        "Back to top",
    ],
)
def test_page_furniture_goes_from_the_end_only(line):
    report = "Two people died."
    assert clean(f"{report}\n{line}\n\n  {line}  \n") == report
    assert clean(f"{report}\n{line}\n{report}") == f"{report}\n{line}\n{report}"


@pytest.mark.parametrize(
    "line",
    [
        "[END RECORDING]",
        "[Continued]",
        "[as heard]",
        "Comments are closed to nobody, the mayor said.",
        "Read more books, the minister told them. Nobody did.",
        "Share this burden, he said. They did.",
        "Advertisements for the army were torn down.",
        "They follow us on foot, a villager said.",
    ],
)
def test_last_lines_of_reports_stay(line):
    assert clean(f"It began on Monday.\n{line}") == f"It began on Monday.\n{line}"


@needs_shared
def test_wire_reports_lose_nothing_but_what_stands_at_the_end():
    for file in sorted(SHARED.glob("articles/*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            text = json.loads(line)["text"]
            assert clean(text) == text.lstrip("\n").rstrip(), file.name


@needs_shared
def test_saved_page_loses_its_furniture_and_backslashes():
    text = clean((SHARED / "articles" / "vienna-2016-05-16.txt").read_text(encoding="utf-8"))
    assert "\\" not in text
    assert text.endswith("there will be more violence.")
