"""A quote is found where it stands, however its marks are shaped, and nowhere else."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.coders.locate import Text

TEXT = "He said “it\u2019s over” — 1.5 million\u00a0people\nfled; 12 of them, in 2016, were hurt. Twelve: 3,000 died."


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("it\u2019s over", "it\u2019s over"),
        ('He said "it\'s over" - 1.5 million people fled', "He said “it\u2019s over” — 1.5 million\u00a0people\nfled"),
        ("“12 of them”", "12 of them"),
        ("  in   2016 ", "in 2016"),
        ("...were hurt.", "were hurt"),
        ("3,000 died", "3,000 died"),
    ],
)  # fmt: skip
def test_found(quote, words):
    found = Text(TEXT).find(quote)
    assert found.quote == words == TEXT[found.start : found.end]


@pytest.mark.parametrize(
    "quote",
    [
        "", "  ", "—", "it is over", "5 million people", "000 died", "2 of them", "3", "1", "welve", "hur",
        "HE SAID", "He said it", "12 of them were hurt",
    ],
)  # fmt: skip
def test_refused(quote):
    assert Text(TEXT).find(quote) is None


def test_the_closest_of_several():
    text = "On Tuesday one. On Tuesday two. On Tuesday three."
    assert Text(text).find("Tuesday", near=text.index("two")).start == text.index("Tuesday", 10)
    assert Text(text).find("Tuesday", near=len(text)).start == text.rindex("Tuesday")


def test_scripts_without_spaces():
    text = "塔利班武装分子周一占领了昆都士。"
    assert Text(text).find("周一").quote == "周一"
    text = "قُتل خمسة أشخاص والمدنيون فروا"
    assert Text(text).find("المدنيون").quote == "المدنيون"


def test_a_quote_longer_than_any_evidence_is_refused():
    text = "word " * 400
    assert Text(text).find(text) is None


@given(st.text(max_size=300), st.integers(0, 300), st.integers(1, 60))
def test_what_is_found_is_what_stands_there(text, start, length):
    """Whatever is given back are the text's own words, and they are the quote but for blanks and marks."""
    quote = text[start : start + length]
    found = Text(text).find(quote)
    if found is not None:
        assert text[found.start : found.end] == found.quote
        bare = {c for c in found.quote if c.isalnum()}
        assert bare <= set(quote)
        assert any(map(str.isalnum, found.quote))


WORDS = st.lists(st.text(string.ascii_letters, min_size=1, max_size=8), min_size=1, max_size=30)


@given(WORDS, st.data())
def test_whole_words_are_always_found_through_other_blanks(words, data):
    blanks = data.draw(st.lists(st.sampled_from([" ", "\n", "\u00a0", "  ", "\t"]), min_size=30, max_size=30))
    text = "".join(word + blank for word, blank in zip(words, blanks, strict=False))
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    found = Text(text).find(" ".join(words[first : last + 1]))
    assert found is not None
    assert found.quote.split() == words[first : last + 1]


@given(WORDS, st.text(string.ascii_letters, min_size=9, max_size=12))
def test_other_words_are_never_found(words, other):
    assert Text(" ".join(words)).find(other) is None
