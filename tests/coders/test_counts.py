"""Counts in words and figures."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from exporter.coders.dictionary.counts import Count, read_count

UNITS = [
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
]
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def in_words(number: int) -> str:
    for scale, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= scale:
            rest = number % scale
            joint = " and " if 0 < rest < 100 else " "
            return f"{in_words(number // scale)} {name}" + (joint + in_words(rest) if rest else "")
    if number < 20:
        return UNITS[number]
    return TENS[number // 10] + (f"-{UNITS[number % 10]}" if number % 10 else "")


@pytest.mark.parametrize(
    ("words", "low", "best", "high"),
    [
        ("12", 12, 12, 12),
        ("twenty-two", 22, 22, 22),
        ("Twenty two", 22, 22, 22),
        ("1,250", 1250, 1250, 1250),
        ("1.5 million", 1_500_000, 1_500_000, 1_500_000),
        ("half a million", 500_000, 500_000, 500_000),
        ("a hundred and ten", 110, 110, 110),
        ("a", 1, 1, 1),
        ("another", 1, 1, 1),
        ("one", 1, 1, 1),
        ("no", 0, 0, 0),
        ("none", 0, 0, 0),
        ("both", 2, 2, 2),
        ("a couple of", 2, 2, 2),
        ("half a dozen", 6, 6, 6),
        ("two dozen", 24, 24, 24),
        ("a total of 25", 25, 25, 25),
        ("another five", 5, 5, 5),
        ("the other two", 2, 2, 2),
        ("five others", 5, 5, 5),
        ("at least 110", 110, 110, None),
        ("no fewer than seven", 7, 7, None),
        ("12 or more", 12, 12, None),
        ("more than 80", 80, 80, None),
        ("over a dozen", 12, 12, None),
        ("some 30,000", None, 30_000, None),
        ("about 30", None, 30, None),
        ("nearly 200", None, 200, None),
        ("an estimated 3,000", None, 3000, None),
        ("20 or so", None, 20, None),
        ("up to 20", None, 20, 20),
        ("as many as 12", None, 12, 12),
        ("fewer than ten", None, 10, 10),
        ("between 10 and 15", 10, 10, 15),
        ("10 to 15", 10, 10, 15),
        ("10-15", 10, 10, 15),
        ("two or three", 2, 2, 3),
        ("two to three hundred", 200, 200, 300),
        ("at least two or three", 2, 2, None),
        ("several", 3, 3, None),
        ("a few", 3, 3, None),
        ("several hundred", 300, 300, None),
        ("dozens", 24, 24, None),
        ("scores more", 40, 40, None),
        ("hundreds", 200, 200, None),
        ("thousands", 2000, 2000, None),
        ("tens of thousands", 20_000, 20_000, None),
        ("hundreds of thousands", 200_000, 200_000, None),
    ],
)
def test_words_give_their_count(words: str, low: int | None, best: int, high: int | None) -> None:
    assert read_count(words) == Count(low, best, high)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "people",
        "12 people",
        "12th",
        "1.5",
        "five three",
        "two and three",
        "of",
        "million",
        "the",
        "many",
        "12-year-old",
        "$",
        "-",
        "at least",
        "9" * 5000,
        "twenty twelve",
        "one thousand two million",
    ],
)
def test_what_is_no_count_gives_none(words: str) -> None:
    assert read_count(words) is None


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_whole_numbers_are_read_in_words_and_in_figures(number: int) -> None:
    exact = Count(number, number, number)
    assert read_count(in_words(number)) == exact
    assert read_count(str(number)) == exact
    assert read_count(f"{number:,}") == exact


@example(one=1, other=193_300)
@example(one=193_300, other=1)
@given(st.integers(min_value=1, max_value=10**9), st.integers(min_value=1, max_value=10**9))
def test_a_range_keeps_both_ends(one: int, other: int) -> None:
    low, high = sorted((one, other))
    assert read_count(f"between {in_words(one)} and {in_words(other)}") in {Count(low, low, high), None}
    assert read_count(f"between {one} and {other}") == Count(low, low, high)


LISTED = (
    "at least more than about up to as many no fewer between and or a an the of one two twenty hundred "
    "thousand million dozen dozens scores several few half 12 1,000 1.5 - , people another other others"
)
WORDS = LISTED.split()


@given(st.one_of(st.text(), st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join)))
def test_any_words_are_read_without_failing_and_in_order(words: str) -> None:
    count = read_count(words)
    if count is not None:
        ends = [end for end in (count.low, count.best, count.high) if end is not None]
        assert ends == sorted(ends)
        assert ends[0] >= 0
