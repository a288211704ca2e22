"""Saved web pages: the report, its facts, and none of the page around it."""

import sys
from datetime import date

import pytest

from exporter.articles import read_articles
from exporter.articles.html import declared_encoding, read_html
from exporter.errors import DataError, MissingExtraError

PAGE = """<!DOCTYPE html>
<html lang="en-KE">
<head>
  <title>Dock workers walk out over pay | The Harbour Gazette</title>
  <meta property="og:title" content="Dock workers walk out over pay">
  <meta property="og:site_name" content="The Harbour Gazette">
  <meta property="article:published_time" content="1999-03-09T08:15:00+03:00">
  <link rel="canonical" href="https://www.harbourgazette.example/news/dock-workers">
</head>
<body>
  <nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
  <article>
    <h1>Dock workers walk out over pay</h1>
    <p>About 400 dock workers walked out in Mombasa on Tuesday, their union said, asking for better pay.</p>
    <p>Police fired tear gas near the main gate after stones were thrown; two were hurt &amp; treated.</p>
    <p>“We\\\u2019ll be back on Friday,” said a union leader. Talks with the port are to go on.</p>
  </article>
  <script>track("page")</script>
  <aside><h2>Most read</h2><p><a href="/x">Ten beaches to see before you are thirty</a></p></aside>
  <footer><p>© 1999 The Harbour Gazette. All rights reserved.</p></footer>
</body>
</html>
"""


@pytest.fixture
def trafilatura():
    return pytest.importorskip("trafilatura", exc_type=ImportError)


@pytest.mark.usefixtures("trafilatura")
class TestWithTrafilatura:
    def test_page_gives_report_and_facts(self):
        found = read_html(PAGE, "page.html")
        assert found.title == "Dock workers walk out over pay"
        assert found.published == date(1999, 3, 9)
        assert found.source == "The Harbour Gazette"
        assert found.url == "https://www.harbourgazette.example/news/dock-workers"
        assert found.language == "en"
        assert found.text.startswith("Dock workers walk out over pay\n")
        assert found.text.count("Dock workers walk out") == 1
        assert "hurt & treated." in found.text
        assert "“We\u2019ll be back" in found.text
        for furniture in ("Home", "track", "beaches", "rights reserved"):
            assert furniture not in found.text

    def test_title_is_put_on_top_where_the_text_lacks_it(self):
        page = PAGE.replace("<h1>Dock workers walk out over pay</h1>", "")
        found = read_html(page, "page.html")
        assert found.text.startswith("Dock workers walk out over pay\n\nAbout 400 dock workers")

    def test_host_is_no_outlet(self, tmp_path):
        page = PAGE.replace('<meta property="og:site_name" content="The Harbour Gazette">', "")
        page = page.replace(" | The Harbour Gazette", "")
        assert read_html(page, "page.html").source is None
        (tmp_path / "page.html").write_text(page, encoding="utf-8")
        assert next(read_articles(tmp_path)).source == "harbourgazette.example"
        assert next(read_articles(tmp_path, source="HG")).source == "HG"

    def test_date_in_the_future_is_fine(self):
        page = PAGE.replace("1999-03-09", "2051-03-09")
        assert read_html(page, "page.html").published == date(2051, 3, 9)

    def test_date_in_the_text_is_not_taken_for_the_day_of_publication(self):
        page = PAGE.replace("1999-03-09T08:15:00+03:00", "").replace("© 1999", "©")
        page = page.replace("on Tuesday", "on 7 May 1998")
        assert read_html(page, "page.html").published is None

    @pytest.mark.parametrize(
        "page",
        [
            "<html><head><title>Empty</title></head><body><script>run()</script></body></html>",
            "<!-- -->",
            "<html></html>",
            "<?xml version='1.0' encoding='utf-8'?><html><body></body></html>",
            # Trips an assertion inside the libraries.
            "<math><title>x</title><svg><div>Some words.</div></svg></math>",
        ],
    )
    def test_page_without_text_is_named(self, page):
        with pytest.raises(DataError, match=r"No article text was found in news/page\.html") as caught:
            read_html(page, "news/page.html")
        assert caught.value.remedy

    def test_declared_encoding_is_used(self, tmp_path):
        body = "<p>Взрыв произошёл в порту в понедельник утром, сообщила полиция города.</p>" * 5
        head = '<html lang="ru"><head><meta charset="windows-1251"></head>'
        page = f"{head}<body><article>{body}</article></body></html>"
        (tmp_path / "page.htm").write_bytes(page.encode("cp1251"))
        [article] = read_articles(tmp_path, published="2020-01-01")
        assert article.text.startswith("Взрыв произошёл")
        assert article.language == "ru"


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        (b'<meta charset="windows-1251">', "windows-1251"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=KOI8-R">', "KOI8-R"),
        (b"<meta charset=iso-8859-15>", "iso-8859-15"),
        (b'<meta charset="iso-8859-1">', None),
        (b'<meta charset="utf-16">', None),
        (b'<meta charset="idna">', None),
        (b"<title>charset</title>", None),
    ],
)
def test_declared_encoding(head, encoding):
    assert declared_encoding(b"<html><head>" + head) == encoding


def test_missing_packages_are_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(MissingExtraError, match=r"Reading HTML .*\n.*event-exporter\[html\]"):
        read_html(PAGE, "page.html")
