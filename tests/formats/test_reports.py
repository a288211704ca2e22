"""GDELT's mentions into our sources and back: what is looked up, what is refused, what is told."""

import polars as pl
import pytest

import exporter
from exporter.errors import UsageError
from exporter.formats import FORMATS, check, convert_file, read
from exporter.formats.reports import numbers_of
from tests.formats import samples
from tests.rows import events


def told(done: exporter.Converted, what: str) -> dict[str, int]:
    rows = done.losses.filter(pl.col("what") == what)
    return dict(rows.select("column", "count").iter_rows())


def test_mentions_become_sources_of_the_events_that_are_named() -> None:
    done = exporter.convert(samples.MENTIONS, to="sources", events=samples.GDELT)
    assert exporter.validate(done.frame, "sources").ok
    assert done.frame["event_id"].unique().to_list() == ["KEN410500001"]
    assert done.frame["source"].to_list() == ["example.org", "example.de"]
    assert done.frame["url"].to_list() == done.frame["article_id"].to_list()
    assert done.frame["title"].null_count() == 2
    assert done.frame["published"].null_count() == 2, "when GDELT read a report is not when it was published"
    assert told(done, "by rule") == {}
    assert {"SentenceID", "Confidence", "MentionDocTone", "GLOBALEVENTID"} <= set(told(done, "lost"))
    ours = exporter.convert(samples.GDELT, to="events").frame
    by_ours = exporter.convert(samples.MENTIONS, to="sources", events=ours)
    assert by_ours.frame.equals(done.frame)


def test_without_the_events_nothing_is_made_up() -> None:
    done = exporter.convert(samples.MENTIONS, to="sources")
    assert done.frame.is_empty()
    assert done.rejects["reason"].str.contains("--events").all()
    others = exporter.convert(samples.MENTIONS, to="sources", events=events(3))
    assert others.rejects["reason"].str.contains("no event with the GLOBALEVENTID 410500001").all()
    twice = events(2).with_columns(event_id=pl.Series(["KEN410500001", "UGA410500001"]))
    unsure = exporter.convert(samples.MENTIONS, to="sources", events=twice)
    assert unsure.rejects["reason"].str.contains("several events").all()


def test_a_report_without_a_day_is_no_mention() -> None:
    done = exporter.convert(samples.MENTIONS, to="sources", events=samples.GDELT)
    back = exporter.convert(done.frame, to="gdelt-mentions")
    assert back.frame.is_empty()
    assert back.rejects["reason"].str.contains("MentionTimeDate is missing").all()


def test_a_document_that_is_named_again_is_told() -> None:
    table = read(samples.MENTIONS)
    again = pl.concat([table, table.head(1)])
    done = exporter.convert(again, to="sources", events=samples.GDELT)
    assert done.frame.height == 2
    assert done.rejects["row"].to_list() == [3]
    assert "stands before" in done.rejects["reason"].item()
    assert exporter.convert(again, to="gdelt-mentions").rejects.is_empty(), "GDELT itself may say it twice"


def test_documents_without_an_address_have_none_in_ours() -> None:
    table = read(samples.MENTIONS).with_columns(MentionType=pl.Series([2, 5], dtype=pl.Int32))
    done = exporter.convert(table, to="sources", events=samples.GDELT)
    assert done.frame["url"].null_count() == 2
    assert done.frame["article_id"].null_count() == 0
    assert told(done, "lost")["MentionType"] == 1, "5 comes back as 2"


def test_what_goes_out_keeps_the_codebook_and_names_odd_ids() -> None:
    sources = pl.DataFrame(
        {
            "event_id": ["AZE1", "AZE1", "odd"],
            "article_id": ["a", "b", "c"],
            "source": ["AFP", "AP", "AP"],
            "url": [None, "https://example.org/b", None],
            "published": ["2016-05-18", "2016-05-16", "2016-05-16"],
            "title": ["T", None, None],
        }
    )
    done = exporter.convert(sources, to="gdelt-mentions")
    assert check(done.frame, FORMATS["gdelt-mentions"]).is_empty()
    assert done.frame["EventTimeDate"].to_list() == [20160516000000] * 2
    assert done.frame["MentionTimeDate"].to_list() == [20160518000000, 20160516000000]
    assert done.frame["MentionType"].to_list() == [2, 1]
    assert done.frame["MentionIdentifier"].to_list() == ["a", "https://example.org/b"]
    assert done.rejects["row"].to_list() == [3]
    assert "no number" in done.rejects["reason"].item()
    assert told(done, "lost") == {"article_id": 1, "title": 1}


def test_events_and_reports_do_not_become_each_other(tmp_path) -> None:
    with pytest.raises(UsageError, match="holds reports of events"):
        exporter.convert(samples.MENTIONS, to="acled")
    with pytest.raises(UsageError, match="holds events"):
        exporter.convert(samples.GDELT, to="sources")
    with pytest.raises(UsageError, match="no mentions"):
        convert_file(samples.GDELT, "events", tmp_path / "x.csv", events=samples.GDELT)
    with pytest.raises(UsageError, match="neither our events nor GDELT's"):
        convert_file(samples.MENTIONS, "sources", tmp_path / "x.csv", events=samples.ACLED)


def test_numbers_of_ids() -> None:
    found = numbers_of(pl.Series(["KEN12", "KEN12", "UGA12", "TZA7", None, "odd"]))
    assert sorted(found.select("number", "many").rows()) == [(7, False), (12, True)]
