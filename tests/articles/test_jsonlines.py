"""JSON Lines: every field, every fault with its line, and never more than a line at a time."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.articles.found import Found
from exporter.articles.jsonlines import read_jsonl, read_record
from exporter.errors import DataError

WORDS = st.text(st.characters(categories=["L", "N"]), min_size=1)
FOUND = st.builds(
    Found,
    text=WORDS.map("Report. {} was there.".format),
    id=st.none() | WORDS,
    title=st.none() | WORDS,
    source=st.none() | WORDS,
    published=st.none() | st.dates(),
    url=st.none() | WORDS.map("https://gazette.example/{}".format),
    language=st.none() | st.sampled_from(["en", "fr", "ru"]),
)


@given(found=FOUND, ascii_only=st.booleans())
def test_what_is_written_comes_back(found, ascii_only):
    record = {name: getattr(found, name) for name in Found.__slots__}
    line = json.dumps(record, default=date.isoformat, ensure_ascii=ascii_only)
    assert read_record(line, "a.jsonl:1") == found


def test_unknown_keys_are_ignored_and_the_text_is_as_given():
    found = read_record('{"text": "Two died.", "title": "Bomb", "words": 2, "id": 17}', "a.jsonl:1")
    assert found == Found(text="Two died.", title="Bomb", id="17")


@pytest.mark.parametrize(
    ("record", "published"),
    [
        ({"published": "2016-05-16"}, date(2016, 5, 16)),
        ({"date": "2016-05-16T22:00:00+04:00"}, date(2016, 5, 16)),
        ({"published": "2016-05-16", "date": "2016-05-17"}, date(2016, 5, 16)),
        ({"published": None, "date": "2016-05-17"}, date(2016, 5, 17)),
        ({"published": ""}, None),
    ],
)
def test_publication_date(record, published):
    assert read_record(json.dumps({"text": "Two died.", **record}), "a.jsonl:1").published == published


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"text": "Two died."', r"^a\.jsonl:3 is not valid JSON: .* at character 21\.\n"),
        ("Two died.", r"^a\.jsonl:3 is not valid JSON"),
        ('["Two died."]', r"^a\.jsonl:3 is JSON, but not an object\.\n"),
        ("[" * 100_000, r"^a\.jsonl:3 "),
        ('{"text": "Two died.", "id": ' + "9" * 5000 + "}", r"^a\.jsonl:3 cannot be read as JSON"),
        ('{"title": "Bomb"}', r'^a\.jsonl:3 has no "text"\.\n'),
        ('{"text": ["Two died."]}', r'^The "text" of a\.jsonl:3 is a list, not a string\.\n'),
        ('{"text": " \\u0000 "}', r'^The "text" of a\.jsonl:3 is empty\.\n'),
        ('{"text": "Two died.", "title": 7}', r'^The "title" of a\.jsonl:3 is a number, not a string\.\n'),
        ('{"text": "Two died.", "id": true}', r'^The "id" of a\.jsonl:3 is a truth value'),
        ('{"text": "Two died.", "published": 20160516}', r'^The "published" of a\.jsonl:3 is a number'),
        ('{"text": "Two died.", "date": "5/6/2016"}', r"^The \"date\" of a\.jsonl:3 .*'5/6/2016' can mean"),
        ('{"text": "Two died.", "language": "English"}', r"^The \"language\" of a\.jsonl:3 .*'English'"),
        ('{"text": "Two died in the caf\udce9."}', r"^a\.jsonl:3 is not UTF-8, at character 30\.\n"),
    ],
)
def test_faults_name_their_line(line, message):
    with pytest.raises(DataError, match=message) as caught:
        read_record(line, "a.jsonl:3")
    assert caught.value.remedy


def test_a_bad_line_does_not_stop_the_others():
    lines = ['{"text": "One."}\n', "\n", '{"text": \n', '{"text": "Four."}\n']
    outcomes = dict(read_jsonl(lines, "a.jsonl"))
    assert list(outcomes) == ["a.jsonl:1", "a.jsonl:3", "a.jsonl:4"]
    assert outcomes["a.jsonl:1"] == Found("One.")
    assert isinstance(outcomes["a.jsonl:3"], DataError)
    assert outcomes["a.jsonl:4"] == Found("Four.")


def test_a_line_is_read_only_when_it_is_asked_for():
    def lines():
        yield '{"text": "One."}'
        raise AssertionError("read ahead")

    assert next(read_jsonl(lines(), "a.jsonl")) == ("a.jsonl:1", Found("One."))


def test_a_file_without_lines_is_empty():
    [(where, error)] = read_jsonl(["\n", " \n"], "a.jsonl")
    assert where == "a.jsonl"
    assert isinstance(error, DataError)
    assert "a.jsonl is empty" in error.message


def test_half_characters_do_not_break_the_text():
    found = read_record('{"text": "Two \\ud800 died.", "title": "\\ud83d\\ude00 \\ud83d"}', "a.jsonl:1")
    assert found.text == "Two \ufffd died."
    assert found.title == "\N{GRINNING FACE} \ufffd"
