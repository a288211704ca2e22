"""What goes into a sheet comes out of it: any text, any event, any evidence."""

import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exporter.articles.article import Article
from exporter.codebook.codelists import codes
from exporter.coders.coding import CodedEvent, Coding, Evidence
from exporter.sheets import new_workbook, read_workbook
from exporter.sheets.carry import packed, unpacked
from exporter.sheets.make import filled_sheet
from exporter.sheets.parts import COLUMNS, Sheet, Typed
from exporter.sheets.write import write_workbook
from tests.store.codings import TEXT, battle, coding, protest

# What may stand in an article: no halves of pairs, and none of what XML forbids outright.
LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufffe\uffff")
WORDS = st.text(LETTERS, min_size=1, max_size=200)


def plain(made: Coding) -> list[dict[str, Any]]:
    """The events of a coding without what people are not asked for."""
    return [{k: v for k, v in event.items() if k != "confidence"} for event in made.record()["events"]]


def through_a_workbook(path: Path, *sheets: Sheet) -> list[Coding | None]:
    path.unlink(missing_ok=True)
    write_workbook(sheets, path)
    found = read_workbook(path)
    assert [one for one in found.problems if one.severity == "error"] == []
    return [sheet.coding("ab") for sheet in found.sheets]


def test_codings_come_back_as_they_were(tmp_path: Path) -> None:
    made = coding(battle(), protest(), battle(fatalities=None, fatalities_low=None, fatalities_high=None))
    sheet = replace(filled_sheet(made), coded="yes")
    (back,) = through_a_workbook(tmp_path / "a.xlsx", sheet)
    assert back is not None and back.article == made.article
    assert plain(back) == plain(made)


def test_proposals_count_once_somebody_says_so(tmp_path: Path) -> None:
    assert through_a_workbook(tmp_path / "a.xlsx", filled_sheet(coding(battle()))) == []


@given(text=WORDS, title=st.none() | WORDS, ident=st.text(LETTERS, min_size=1, max_size=80).filter(str.strip))
@settings(max_examples=60)
def test_any_article_is_carried(text: str, title: str | None, ident: str) -> None:
    article = Article(ident, text, date(2020, 1, 1), "_x000D_ =A1", title)
    typed = Typed(3, {"notes": text}, {"notes": (Evidence.of(text, 0, len(text)),)}, "AFG1")
    one = unpacked(packed(Sheet(article, proposed=True, taken=(typed,)), "a name"))
    assert (one.article, one.name, one.proposed, one.taken) == (article, "a name", True, (typed,))


IDS = st.from_regex(r"[a-z]{1,8}-[0-9]{1,4}", fullmatch=True)
DAYS = st.dates(date(1946, 1, 1), date(2019, 5, 3))
# Notes as people write them: no spaces around, not a formula, and no control characters.
NOTES = st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "), min_size=1, max_size=300)
NOTES = NOTES.map(str.strip).filter(lambda text: text and text[0] not in "=#")
COUNTS = st.integers(0, 2**31 - 1)


@st.composite
def events(draw: st.DrawFn) -> CodedEvent:
    day = draw(DAYS)
    count = draw(COUNTS)
    changes = {
        "event_date": day, "event_date_end": day, "notes": draw(NOTES), "actor1": draw(NOTES), "tags": draw(NOTES),
        "actor1_country": draw(st.sampled_from(codes("countries", "iso3"))),
        "cameo_code": draw(st.sampled_from(codes("cameo"))),
        "fatalities": count, "fatalities_low": draw(st.integers(0, count)), "fatalities_high": None,
    }  # fmt: skip
    columns = draw(st.lists(st.sampled_from(COLUMNS), max_size=4, unique=True))
    evidence = {}
    for column in sorted(columns, key=COLUMNS.index):
        start = draw(st.integers(0, len(TEXT) - 1))
        end = draw(st.integers(start + 1, len(TEXT)))
        if TEXT[start:end].strip():
            evidence[column] = (Evidence.of(TEXT, start, end),)
    return CodedEvent(battle(**changes).values, evidence)


@given(found=st.lists(events(), min_size=1, max_size=3), ident=IDS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_event_comes_back(found: list[CodedEvent], ident: str, tmp_path: Path) -> None:
    made = coding(*found, of=Article(ident, TEXT, date(2019, 5, 3), "Həbər"))
    (back,) = through_a_workbook(tmp_path / "a.xlsx", replace(filled_sheet(made), coded="yes"))
    assert back is not None
    assert plain(back) == plain(made)


def test_a_workbook_is_the_same_however_often_it_is_saved(tmp_path: Path) -> None:
    import openpyxl

    made = coding(battle(), protest())
    path = tmp_path / "a.xlsx"
    write_workbook([replace(filled_sheet(made), coded="yes")], path)
    first = read_workbook(path)
    for _ in range(2):
        openpyxl.load_workbook(path).save(path)
    assert read_workbook(path) == first


def test_texts_of_any_script_and_length(tmp_path: Path) -> None:
    texts = [
        "在喀布尔的一个市场发生爆炸。" * 400,
        "مقتل تسعة" * 50,
        "a\r\n\tb\x0b_x000D_\u2028c",
        "x" * 100_000,
    ]
    articles = [Article(f"a{n}", text, date(2020, 1, 1)) for n, text in enumerate(texts)]
    new_workbook(articles, tmp_path / "a.xlsx")
    assert len(read_workbook(tmp_path / "a.xlsx").waiting) == len(texts)
    sheets = [Sheet(one, coded="yes") for one in articles]
    (tmp_path / "b.xlsx").unlink(missing_ok=True)
    assert [c.article for c in through_a_workbook(tmp_path / "b.xlsx", *sheets) if c] == articles


def test_a_workbook_as_other_programs_write_it(tmp_path: Path) -> None:
    """Texts within their cells instead of shared, every name with a prefix, no sizes, and line ends of Windows."""
    made = coding(battle(notes="One.\nTwo."), protest())
    path = tmp_path / "a.xlsx"
    write_workbook([replace(filled_sheet(made), coded="yes")], path)
    expected = read_workbook(path)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    ElementTree.register_namespace("x", main)
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    shared = ["".join(one.itertext()) for one in ElementTree.fromstring(content["xl/sharedStrings.xml"])]
    for name in [name for name in content if name.startswith("xl/worksheets/sheet")]:
        root = ElementTree.fromstring(content[name])
        for size in root.findall(f"{{{main}}}dimension"):
            root.remove(size)
        for cell in root.iter(f"{{{main}}}c"):
            if cell.get("t") == "s":
                cell.set("t", "inlineStr")
                text = shared[int(cell[0].text or "")].replace("\n", "_x000D_\n")
                cell.remove(cell[0])
                ElementTree.SubElement(
                    ElementTree.SubElement(cell, f"{{{main}}}is"), f"{{{main}}}t"
                ).text = text
        content[name] = ElementTree.tostring(root)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    assert b"<x:c " in content["xl/worksheets/sheet2.xml"]
    assert read_workbook(path) == expected
