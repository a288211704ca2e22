"""Plain texts: headlines, header lines, and what is told of them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.articles import clean
from exporter.articles.text import read_text
from exporter.errors import DataError

BODY = "Two people died when a bomb went off in the market on Monday.\nNobody claimed the attack."


def test_headline_above_a_blank_line():
    found = read_text(f"Bomb kills two in market\n\n{BODY}", "a.txt")
    assert found.title == "Bomb kills two in market"
    assert found.text == f"Bomb kills two in market\n\n{BODY}"


def test_headline_above_the_first_sentence():
    assert read_text(f"Bomb kills two in market\n{BODY}", "a.txt").title == "Bomb kills two in market"


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        "Only one line",
        "ESMERALDAS, 4 FEB 90 (ACAN) -- A BOMB\n\nWENT OFF.",
        "A bomb went off in the market of the\nold town on Monday and killed two\npeople, police said.",
        f"{'A very long opening ' * 10}\n\n{BODY}",
    ],
    ids=["sentences", "one line", "dateline", "hard line breaks", "long"],
)
def test_no_headline(text):
    found = read_text(text, "a.txt")
    assert found.title is None
    assert found.text == clean(text)


def test_header_lines_are_facts_and_not_text():
    found = read_text(
        "Title: Bomb kills two\r\nDATE: 16 May 2016\r\nsource : The Harbour Gazette\r\n"
        f"URL: https://www.gazette.example/a?b=c\r\nLanguage: en-GB\r\nId: hg-17\r\n\r\n{BODY}",
        "a.txt",
    )
    assert found.text == f"Bomb kills two\n\n{BODY}"
    assert found.title == "Bomb kills two"
    assert found.published == date(2016, 5, 16)
    assert found.source == "The Harbour Gazette"
    assert found.url == "https://www.gazette.example/a?b=c"
    assert found.language == "en"
    assert found.id == "hg-17"


def test_other_names_of_headers():
    found = read_text(f"Headline: Bomb kills two\nPublished: 2016-05-16T10:00Z\n{BODY}", "a.txt")
    assert (found.title, found.published) == ("Bomb kills two", date(2016, 5, 16))


def test_title_is_not_written_twice():
    text = f"BOMB kills  two\n\n{BODY}"
    assert read_text(f"Title: Bomb kills two\n\n{text}", "a.txt").text == text


def test_empty_header_says_nothing():
    found = read_text(f"Source:\nDate: 2016-05-16\n\n{BODY}", "a.txt")
    assert (found.source, found.published, found.text) == (None, date(2016, 5, 16), BODY)


def test_lines_that_look_like_headers_further_down_are_text():
    text = f"{BODY}\nSource: a hospital in the capital."
    assert read_text(text, "a.txt").text == text
    assert read_text("Warning: strong words\nDate: 2016-05-16", "a.txt").published is None


@pytest.mark.parametrize("value", ["05/06/2016", "yesterday"])
def test_bad_date_names_file_value_and_form(value):
    with pytest.raises(DataError, match=rf"'Date:' line of a\.txt .*'{value}'") as caught:
        read_text(f"Date: {value}\n\n{BODY}", "a.txt")
    assert "YYYY-MM-DD" in caught.value.remedy


def test_bad_language_names_file_and_value():
    with pytest.raises(DataError, match=r"'Language:' line of a\.txt .*'English'"):
        read_text(f"Language: English\n\n{BODY}", "a.txt")


@pytest.mark.parametrize("text", ["Title: Bomb kills two\nDate: 2016-05-16\n", "Comments are closed."])
def test_no_text_is_an_error(text):
    with pytest.raises(DataError, match=r"a\.txt has no text"):
        read_text(text, "a.txt")


@given(st.text())
def test_text_is_clean_whatever_the_file_holds(text):
    found = read_text(f"Title: Bomb kills two\n\nReport. {text}", "a.txt")
    assert clean(found.text) == found.text
    assert found.text.startswith("Bomb kills two\n\nReport.")
