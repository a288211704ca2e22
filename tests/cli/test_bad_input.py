"""Articles that are no articles: each is told with its place and a remedy, and the others are coded."""

import json

import pytest

pytest.importorskip("spacy")
pytest.importorskip("trafilatura")

from tests.cli import refused, run

GOOD = "Police arrested five men in Vienna, Austria, on Monday, officials said."


def unread(result, *words):
    """Check that articles could not be read: exit status 1, told on standard error."""
    refused(result, "Not read:", *words, status=1)


def test_an_empty_file(tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    unread(run("code", "empty.txt", "--published", "2020-01-01", cwd=tmp_path), "empty.txt", "empty")


def test_a_binary_file(tmp_path):
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 8)
    unread(run("code", "picture.txt", "--published", "2020-01-01", cwd=tmp_path), "picture.txt")


def test_a_missing_date(tmp_path):
    (tmp_path / "undated.txt").write_text(GOOD)
    unread(run("code", "undated.txt", cwd=tmp_path), "undated.txt", "no publication date", "--published")


def test_a_page_without_text(tmp_path):
    (tmp_path / "page.html").write_text("<html><head><title>x</title></head><body></body></html>")
    unread(run("code", "page.html", "--published", "2020-01-01", cwd=tmp_path), "page.html")


def test_one_broken_line_among_good_ones(tmp_path):
    good = [json.dumps({"id": str(n), "text": GOOD, "published": "2020-01-06"}) for n in range(1, 5)]
    good[2] = '{"id": "3", "text": '
    (tmp_path / "articles.jsonl").write_text("\n".join(good))
    result = run("code", "articles.jsonl", "--format", "jsonl", cwd=tmp_path)
    assert result.returncode == 1
    assert "articles.jsonl:3 is not valid JSON" in result.stderr
    assert "Traceback" not in result.stderr
    coded = [json.loads(line)["article"]["id"] for line in result.stdout.splitlines()]
    assert coded == ["1", "2", "4"]


@pytest.mark.parametrize("day", ["yesterday", "2020-13-01", "16.05.2016", ""])
def test_a_day_that_is_none(tmp_path, day):
    (tmp_path / "x.txt").write_text(GOOD)
    refused(run("code", "x.txt", "--published", day, cwd=tmp_path), "--published", repr(day), "2016-05-16")


def test_an_unknown_coder(tmp_path):
    (tmp_path / "x.txt").write_text(GOOD)
    refused(run("code", "x.txt", "--coder", "oracle", cwd=tmp_path), "'oracle'", "dictionary")


def test_an_empty_folder(tmp_path):
    (tmp_path / "articles").mkdir()
    refused(run("code", "articles", cwd=tmp_path), "articles", ".jsonl")


def test_a_missing_file(tmp_path):
    refused(run("code", "nowhere.txt", cwd=tmp_path), "nowhere.txt")


@pytest.mark.parametrize("store", ["no/such/folder/events.db", "x.txt", "."])
def test_a_store_that_cannot_be_used(tmp_path, store):
    (tmp_path / "x.txt").write_text(GOOD * 100)
    refused(
        run("code", "x.txt", "--published", "2020-01-06", "--store", store, cwd=tmp_path),
        f"The store {store} cannot be used",
    )
    assert (tmp_path / "x.txt").read_text() == GOOD * 100


def test_text_that_looks_like_markup_is_shown_as_it_is(tmp_path):
    (tmp_path / "[red]x[bold].txt").write_text(GOOD)
    unread(run("code", "[red]x[bold].txt", cwd=tmp_path), "[red]x[bold].txt")
