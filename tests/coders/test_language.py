"""Texts that are not in English are told by the name of their language."""

import json
from datetime import date
from pathlib import Path

import pytest

pytest.importorskip("spacy")
pytest.importorskip("py3langid")

from exporter.articles import Article, read_articles
from exporter.coders.coding import NOT_ENGLISH
from exporter.coders.dictionary.coder import DictionaryCoder
from exporter.coders.dictionary.language import foreign_language
from exporter.samples import sample_articles
from exporter.validation import check_record
from tests.cli import run

NOTES = Path(__file__).parents[1] / "gold" / "notes.jsonl"
SPANISH = "Hombres armados mataron a cinco personas en una aldea cerca de Toribío el martes por la noche."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (SPANISH, "Spanish"),
        (SPANISH.upper(), "Spanish"),
        ("Des hommes armés ont tué cinq personnes mardi à Djibo, dans le nord du Burkina Faso.", "French"),
        (
            "Homens armados mataram cinco pessoas numa aldeia perto de Palma na noite de terça-feira.",
            "Portuguese",
        ),
        ("قتل مسلحون خمسة أشخاص في قرية قرب المدينة مساء يوم الثلاثاء", "Arabic"),
        ("Вооружённые люди убили пять человек в деревне во вторник.", "Russian"),
        ("武装分子周二在该村打死五人，打伤多人，警方正在调查这起袭击事件的经过和动机。", "Chinese"),
        ("Watu wenye silaha waliwaua watu watano katika kijiji hicho siku ya Jumanne.", "Swahili"),
    ],
)
def test_other_languages_are_named(text: str, language: str) -> None:
    assert foreign_language(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "GUNMEN KILLED FIVE PEOPLE IN A VILLAGE NEAR KABUL ON TUESDAY",
        "",
        "Bombe explodiert in Bagdad",  # too short to judge
        "Boko Haram Gwoza Borno Maiduguri Damboa Chibok",  # nothing but names
        "On 6 May 2022, police clashed with Comando Vermelho in Rio de Janeiro (Rio de Janeiro).",
        "Gunmen of Los Ardillos attacked Guardia Nacional officers in Chilapa de Alvarez (Guerrero).",
        f"Gunmen killed five people in a village. {SPANISH} Police said that they had fled.",
        "The minister said: «Nous ne négocierons pas avec les rebelles», and left the talks in Bamako on Monday.",
    ],
)
def test_english_short_and_mixed_texts_are_let_through(text: str) -> None:
    assert foreign_language(text) is None


@pytest.mark.parametrize("form", [str, str.upper, str.lower])
def test_no_english_text_is_refused(form) -> None:
    notes = [json.loads(line)["text"] for line in NOTES.read_text(encoding="utf-8").splitlines()]
    texts = [*notes, *(article.text for article in read_articles(sample_articles()))]
    assert [text for text in texts if foreign_language(form(text))] == []


def test_coder_passes_a_foreign_text_over() -> None:
    article = Article("es", f"\n  Ataque en Toribío\n\n{SPANISH}\n", date(2022, 6, 9), "EFE")
    coding = DictionaryCoder().code_one(article)
    check_record(coding.record(), article.text)
    assert coding.events == ()
    assert [(s.quote, s.reason) for s in coding.skipped] == [("Ataque en Toribío", f"{NOT_ENGLISH}: Spanish")]


def test_command_names_the_language(tmp_path: Path) -> None:
    (tmp_path / "es.txt").write_text(
        f"Title: Ataque en Toribío\nDate: 2022-06-09\n\n{SPANISH}\n", encoding="utf-8"
    )
    done = run("code", "es.txt", "--format", "csv", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.splitlines()[0] == "Not coded: es is not in English: Spanish."
    assert len(done.stdout.splitlines()) == 1
