"""From paths to articles: every input, the order of facts, and problems that stop nothing."""

import io
import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.articles import Article, Problem, count_articles, read_articles
from exporter.articles.article import text_digest
from exporter.errors import DataError, UsageError

SHARED = Path(__file__).parents[2].parent / "shared"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here")

DAY = date(2016, 5, 16)
TEXT = "Bomb kills two\n\nTwo people died when a bomb went off in the market."


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def write_records(path, *records):
    return write(path, "".join(json.dumps(record) + "\n" for record in records))


def collect(paths, **arguments):
    problems = []
    articles = list(read_articles(paths, on_problem=problems.append, **arguments))
    return articles, problems


def stdin(monkeypatch, raw):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"))


def test_text_file_with_facts_from_the_user(tmp_path):
    file = write(tmp_path / "a.txt", TEXT)
    [article] = read_articles(file, published="2016-05-16", source="AFP", language="en")
    assert article == Article(
        id="a", text=TEXT, published=DAY, source="AFP", title="Bomb kills two", language="en"
    )


def test_facts_of_the_file_win_over_the_dateline_and_that_over_the_user(tmp_path):
    told = {"published": "2001-01-01", "source": "User", "language": "fr"}
    dateline = "MOMBASA, 4 FEB 90 (ACAN) -- A BOMB WENT OFF."
    header = write(tmp_path / "header.txt", f"Date: 2016-05-16\nSource: AFP\nLanguage: en\n\n{dateline}")
    wire = write(tmp_path / "wire.txt", dateline + " TWO DIED.")
    bare = write(tmp_path / "bare.txt", TEXT)
    articles = list(read_articles([header, wire, bare], **told))
    assert [(a.published, a.source, a.language) for a in articles] == [
        (DAY, "AFP", "en"),
        (date(1990, 2, 4), "ACAN", "fr"),
        (date(2001, 1, 1), "User", "fr"),
    ]


@pytest.mark.parametrize(
    ("url", "source"),
    [
        ("https://www.gazette.example:80/a", "gazette.example"),
        ("https://news.gazette.example/a", "news.gazette.example"),
        ("http://[half", "Unknown"),
        ("no address", "Unknown"),
        (None, "Unknown"),
    ],
)
def test_source_that_nobody_names(tmp_path, url, source):
    file = write_records(tmp_path / "a.jsonl", {"text": TEXT, "url": url})
    [article] = read_articles(file, published=DAY)
    assert article.source == source


@pytest.mark.parametrize(
    "published", ["2016-05-16", "16 May 2016", DAY, datetime(2016, 5, 16, 8, tzinfo=UTC)]
)
def test_ways_to_give_the_date(tmp_path, published):
    [article] = read_articles(str(write(tmp_path / "a.txt", TEXT)), published=published)
    assert article.published == DAY
    assert type(article.published) is date


def test_dates_in_the_future_are_fine(tmp_path):
    [article] = read_articles(write(tmp_path / "a.txt", TEXT), published="2999-01-01")
    assert article.published == date(2999, 1, 1)


@pytest.mark.parametrize(
    "raw",
    [
        b"\xef\xbb\xbfCaf\xc3\xa9\r\n\r\nApril\\'s bomb.\r\nComments are closed.\r\n",
        b"Caf\xe9\n\nApril's bomb.\n",
        "Café\n\nApril\\'s bomb.".encode("utf-16"),
        b"Caf\xe9\r\rApril's bomb.   ",
    ],
    ids=["UTF-8 with mark, CRLF, furniture", "Latin-1", "UTF-16", "CR"],
)
def test_the_same_article_in_any_dress_has_the_same_text(tmp_path, raw):
    [article] = read_articles(write(tmp_path / "a.txt", raw), published=DAY)
    assert article.text == "Café\n\nApril's bomb."
    assert article.sha256 == text_digest("Café\n\nApril's bomb.")


def test_folder_is_searched_in_sorted_order(tmp_path):
    write(tmp_path / "b.TXT", "Second.")
    write(tmp_path / "a" / "deep" / "z.txt", "First.")
    write_records(tmp_path / "c.jsonl", {"text": "Third."}, {"text": "Fourth."})
    write(tmp_path / "notes.md", "Not an article.")
    write(tmp_path / "._b.txt", b"\0\0")
    write(tmp_path / ".cache" / "d.txt", "Not an article.")
    assert [a.text for a in read_articles(tmp_path, published=DAY)] == [
        "First.",
        "Second.",
        "Third.",
        "Fourth.",
    ]
    assert count_articles(tmp_path) == 4


def test_one_bad_article_does_not_stop_the_others(tmp_path):
    records = [json.dumps({"text": f"Report {number}.", "published": "2016-05-16"}) for number in range(1, 6)]
    records[2] = records[2][:-3]
    write(tmp_path / "a.jsonl", "\n".join(records))
    write(tmp_path / "b.txt", b"")
    write(tmp_path / "c.txt", b"PK\x03\x04\x00\x00")
    write(tmp_path / "d.txt", "Date: soon\n\nReport.")
    write(tmp_path / "e.txt", "Last report.")
    articles, problems = collect(tmp_path, published=DAY)
    assert [a.text for a in articles] == ["Report 1.", "Report 2.", "Report 4.", "Report 5.", "Last report."]
    assert [problem.where.removeprefix(str(tmp_path))[1:] for problem in problems] == [
        "a.jsonl:3",
        "b.txt",
        "c.txt",
        "d.txt",
    ]
    for problem in problems:
        assert problem.where in problem.message
        assert problem.remedy
    assert count_articles(tmp_path) == 9


def test_without_a_listener_the_first_problem_is_raised(tmp_path):
    file = write(tmp_path / "a.jsonl", '{"text": "One.", "published": "2016-05-16"}\n{"text": 2}\n')
    articles = read_articles(file)
    assert next(articles).text == "One."
    with pytest.raises(DataError, match=r"a\.jsonl:2 is a number") as caught:
        next(articles)
    assert caught.value.remedy
    assert caught.value.exit_status == 1


@pytest.mark.parametrize(
    ("name", "content", "called"),
    [
        ("a.txt", TEXT, r"a\.txt \(Bomb kills two\)"),
        ("a.jsonl", '{"text": "Two died.", "id": "hg-17"}', r"a\.jsonl:1 \(hg-17\)"),
        ("a.txt", "BOGOTA, 25 JAN (NA) -- TWO DIED.", r"a\.txt \(a\)"),
    ],
)
def test_missing_date_names_the_article_and_the_ways_out(tmp_path, name, content, called):
    _, [problem] = collect(write(tmp_path / name, content))
    assert problem == Problem(problem.where, problem.message, problem.remedy)
    with pytest.raises(DataError, match=rf"{called} has no publication date\.") as caught:
        list(read_articles(tmp_path / name))
    assert caught.value.message == problem.message
    for way in ("--published YYYY-MM-DD", "'Date:' line", '"published" field'):
        assert way in problem.remedy


def test_two_articles_with_one_id_are_a_problem(tmp_path):
    write_records(tmp_path / "a.jsonl", {"id": "1", "text": "One."}, {"id": "1", "text": "Two."})
    articles, [problem] = collect(tmp_path, published=DAY)
    assert [a.text for a in articles] == ["One."]
    assert problem.where.endswith("a.jsonl:2")
    assert "a.jsonl:1 are different articles with the same id, 1" in problem.message


def test_one_text_from_two_outlets_is_a_problem_where_it_has_no_id(tmp_path):
    write_records(tmp_path / "a.jsonl", {"text": "One.", "source": "AFP"}, {"text": "One.", "source": "AP"})
    articles, problems = collect(tmp_path, published=DAY)
    assert (len(articles), len(problems)) == (1, 1)


def test_a_file_with_a_name_that_says_nothing_is_known_by_its_text(tmp_path):
    [article] = read_articles(write(tmp_path / "index.txt", TEXT), published=DAY)
    assert article.id == text_digest(TEXT)


def test_an_article_that_is_there_twice_is_given_once(tmp_path):
    file = write(tmp_path / "a.txt", TEXT)
    articles, problems = collect([file, file, tmp_path], published=DAY)
    assert (len(articles), problems) == (1, [])


@pytest.mark.parametrize("reader", [read_articles, count_articles])
class TestBadPaths:
    def test_missing_path_is_told_at_once(self, reader, tmp_path):
        file = write(tmp_path / "a.txt", TEXT)
        with pytest.raises(UsageError, match=r"no file or folder .*missing\.txt"):
            reader([file, tmp_path / "missing.txt"])

    def test_empty_folder(self, reader, tmp_path):
        write(tmp_path / "notes.md", "Not an article.")
        with pytest.raises(UsageError, match=r"holds no articles.*\n.*\.txt, \.html, \.htm, \.jsonl"):
            reader(tmp_path)

    def test_file_of_another_kind(self, reader, tmp_path):
        with pytest.raises(UsageError, match=r"a\.pdf is of a kind that cannot be read"):
            reader(write(tmp_path / "a.pdf", "%PDF"))

    def test_no_paths(self, reader):
        with pytest.raises(UsageError, match="No articles were named"):
            reader([])


@pytest.mark.parametrize(
    "arguments", [{"published": "05/06/2016"}, {"published": "soon"}, {"language": "English"}]
)
def test_bad_arguments_are_told_at_once(tmp_path, arguments):
    with pytest.raises(UsageError, match=r"'(05/06/2016|soon|English)'"):
        read_articles(write(tmp_path / "a.txt", TEXT), **arguments)


def test_file_that_goes_away_is_a_problem(tmp_path):
    first, second = write(tmp_path / "a.txt", TEXT), write(tmp_path / "b.jsonl", '{"text": "One."}')
    problems = []
    articles = read_articles([first, second], published=DAY, on_problem=problems.append)
    first.unlink()
    second.unlink()
    assert list(articles) == []
    assert [problem.where for problem in problems] == [str(first), str(second)]
    assert "cannot be read: No such file" in problems[0].message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_of_json_lines(tmp_path, monkeypatch, encoding):
    raw = '{"text": "Café eins."}\r\n{"text": "Café zwei."}\r\n'.encode(encoding)
    texts = ["Café eins.", "Café zwei."]
    assert [a.text for a in read_articles(write(tmp_path / "a.jsonl", raw), published=DAY)] == texts
    stdin(monkeypatch, raw)
    assert [a.text for a in read_articles("-", published=DAY)] == texts


def test_line_that_is_not_utf_8_is_a_problem_of_its_own(tmp_path):
    file = write(tmp_path / "a.jsonl", b'{"text": "One."}\n{"text": "Caf\xe9."}\n{"text": "Three."}\n')
    articles, [problem] = collect(file, published=DAY)
    assert [a.text for a in articles] == ["One.", "Three."]
    assert "a.jsonl:2 is not UTF-8" in problem.message


def test_cut_off_utf_16_is_a_problem(tmp_path):
    raw = '{"text": "One."}\n'.encode("utf-16") + b"a"
    _, problems = collect(write(tmp_path / "a.jsonl", raw), published=DAY)
    assert problems


def test_text_on_standard_input(monkeypatch):
    stdin(monkeypatch, b"\n\nDate: 2016-05-16\n\n" + TEXT.encode())
    [article] = read_articles("-")
    assert (article.text, article.published) == (TEXT, DAY)


def test_json_lines_on_standard_input(monkeypatch):
    stdin(monkeypatch, b'\xef\xbb\xbf\n {"text": "One.", "published": "2016-05-16"}\n{}\n')
    articles, [problem] = collect("-")
    assert [a.text for a in articles] == ["One."]
    assert problem.where == "standard input:3"


def test_json_lines_on_standard_input_are_not_read_ahead(monkeypatch):
    class Endless(io.RawIOBase):
        def readable(self):
            return True

        def readinto(self, buffer):
            line = b'{"text": "Again and again."}\n'
            buffer[: len(line)] = line
            return len(line)

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(Endless())))
    assert next(read_articles("-", published=DAY)).text == "Again and again."


def test_html_on_standard_input(monkeypatch):
    pytest.importorskip("trafilatura", exc_type=ImportError)
    body = "<p>Two people died when a bomb went off in the market on Monday, police said.</p>" * 4
    stdin(monkeypatch, f"  <html><body><article>{body}</article></body></html>".encode())
    [article] = read_articles("-", published=DAY)
    assert article.text.startswith("Two people died")


@pytest.mark.parametrize("raw", [b"", b"\n\n", b"\0\0\0"])
def test_nothing_on_standard_input(monkeypatch, raw):
    stdin(monkeypatch, raw)
    _, [problem] = collect("-", published=DAY)
    assert problem.where == "standard input"


def test_standard_input_counts_as_one_and_is_left_alone(monkeypatch):
    stdin(monkeypatch, TEXT.encode())
    assert count_articles("-") == 1
    assert len(list(read_articles("-", published=DAY))) == 1


@given(raw=st.binary())
def test_no_bytes_at_all_break_reading(tmp_path_factory, raw):
    folder = tmp_path_factory.mktemp("any")
    write(folder / "a.txt", raw)
    write(folder / "b.jsonl", raw)
    articles, problems = collect(folder, published=DAY)
    assert articles or problems
    assert count_articles(folder) >= 1


@needs_shared
def test_saved_page(tmp_path):
    [article] = read_articles(SHARED / "articles" / "vienna-2016-05-16.txt", published=DAY, source="AFP")
    assert article.title == "Azerbaijan and Armenia leaders meet on Karabakh crisis"
    assert article.text.startswith(article.title + "\n\n")


@needs_shared
def test_wire_reports_are_read_without_a_problem():
    files = sorted(SHARED.glob("articles/*.jsonl"))
    articles, problems = collect(files)
    assert problems == []
    assert len(articles) == count_articles(files) == 300


@needs_shared
def test_datelines_of_wire_reports_agree_with_their_dates(tmp_path):
    """Told without its fields, a wire report with a full dateline still gives its day."""
    agreed = 0
    for file in sorted(SHARED.glob("articles/*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            bare = write_records(tmp_path / "bare.jsonl", {"text": record["text"]})
            articles, _ = collect(bare)
            for article in articles:
                assert article.published.isoformat() == record["published"], record["id"]
                agreed += 1
    assert agreed > 250
