"""The public API on one page, called as in a notebook."""

import inspect

import polars as pl
import pytest

import exporter
from tests.rows import events


def test_every_public_name_is_there_and_described():
    pytest.importorskip("sqlalchemy")
    assert sorted(exporter.__all__) == list(exporter.__all__)
    for name in exporter.__all__:
        found = getattr(exporter, name)
        if name != "__version__":
            assert inspect.getdoc(found), name
            assert inspect.getdoc(found) != inspect.getdoc(type(found)), name
    assert isinstance(exporter.__version__, str)


def test_an_unknown_name():
    with pytest.raises(AttributeError, match="nothing"):
        _ = exporter.nothing


def test_a_table_is_split_into_good_and_rejected_rows():
    frame = events(10).with_columns(
        latitude=pl.when(pl.int_range(pl.len()) == 4).then(100.0).otherwise("latitude")
    )
    result = exporter.validate(frame)
    assert not result.ok
    assert result.valid.height == 9
    assert result.rejected["row"].to_list() == [5]
    assert "latitude" in result.problems["column"].to_list()


def test_from_articles_to_a_release(tmp_path):
    pytest.importorskip("spacy")
    pytest.importorskip("sqlalchemy")
    from exporter.samples import sample_articles

    articles = list(exporter.read_articles(sample_articles()))[:3]
    assert all(isinstance(article, exporter.Article) for article in articles)

    coded = list(exporter.code(articles))
    assert [one.coding.article for one in coded] == articles
    event = coded[0].coding.events[0]
    assert isinstance(event, exporter.CodedEvent)
    for quotes in event.evidence.values():
        for quote in quotes:
            assert isinstance(quote, exporter.Evidence)
            assert articles[0].text[quote.start : quote.end] == quote.quote

    told = []
    with exporter.Store(tmp_path / "events.db") as store:
        assert exporter.code_into(store, articles, each=told.append) == 3
        assert exporter.code_into(store, articles) == 0
        tables = {name: store.table(name) for name in ("events", "sources", "evidence", "deletions")}
    assert [one.coding for one in told] == [one.coding for one in coded]
    assert tables["events"].height == sum(one.rows.height for one in coded)
    assert all(result.ok for result in exporter.validate_dataset(tables).values())

    release = exporter.build_release(tables, "notebook", "1.0.0", tmp_path / "output")
    assert isinstance(release, exporter.Release)
    loaded = exporter.load("notebook", output=tmp_path / "output")
    assert loaded.equals(tables["events"])
    assert exporter.validate(loaded).ok
    with pytest.raises(exporter.UsageError, match="never overwritten"):
        exporter.build_release(tables, "notebook", "1.0.0", tmp_path / "output")


def test_errors_tell_what_to_do(tmp_path):
    with pytest.raises(exporter.ExporterError) as caught:
        exporter.load("nothing", output=tmp_path)
    assert caught.value.remedy
    (tmp_path / "undated.txt").write_text("Police arrested five men in Vienna.")
    with pytest.raises(exporter.DataError, match="publication date"):
        list(exporter.read_articles(tmp_path / "undated.txt"))
