"""Headlines with a capital in every word, or in capitals."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.articles import Article
from exporter.coders.dictionary.coder import DictionaryCoder
from exporter.coders.dictionary.headlines import plain_headline

COLUMNS = (
    "sub_event_type",
    "country",
    "location",
    "actor1",
    "assoc_actor_1",
    "actor2",
    "assoc_actor_2",
    "fatalities",
)


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("Gunmen Kill Three Policemen in Karachi", "Gunmen kill three policemen in Karachi"),
        ("Armed Men Abduct Two Aid Workers in North Kivu", "Armed men abduct two aid workers in North Kivu"),
        (
            "Israeli Air Strikes Kill Five Palestinians in Gaza",
            "Israeli air strikes kill five Palestinians in Gaza",
        ),
    ],
)
def test_a_headline_in_title_case_is_read_as_any_other(title: str, plain: str) -> None:
    coder = DictionaryCoder()
    articles = [Article("test", text, date(2020, 6, 3), "Example News") for text in (title, plain)]
    one, other = ([[e.values[c] for c in COLUMNS] for e in coding.events] for coding in coder.code(articles))
    assert one == other and len(one) == 1


def small_but_goma(text: str) -> str:
    return text.lower().replace("goma", "Goma")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Rebels Seize Goma Airport After Battle", "rebels seize Goma airport after battle"),
        # What the report itself writes large where no sentence begins is a name, and so are acronyms.
        (
            "White Helmets Say UN Convoy Shelled\n\nA man of the White Helmets said so.",
            "White Helmets say UN convoy shelled\n\nA man of the White Helmets said so.",
        ),
        ("Rebels Seize A Nation's McCoy Airport", "rebels seize a nation's McCoy airport"),
        (
            "PKK REBELS SEIZE GOMA AND KISH\n\nRebels of the PKK seized Goma and Kish.",
            "PKK rebels seize Goma and Kish\n\nRebels of the PKK seized Goma and Kish.",
        ),
        # A sentence, and a headline with capitals of its own.
        ("Rebels Seize Goma Airport After Battle.", "Rebels Seize Goma Airport After Battle."),
        ("Rebels of the March 23 Movement seize airport", "Rebels of the March 23 Movement seize airport"),
    ],
)
def test_names_keep_their_capitals(text: str, written: str) -> None:
    assert plain_headline(text, small_but_goma) == written


@given(st.text(st.one_of(st.characters(), st.sampled_from("Aßŉ \n")), max_size=150), st.booleans())
def test_no_letter_moves(text: str, title: bool) -> None:
    text = text.title() if title else text
    assert plain_headline(text, lambda capitals: capitals).lower() == text.lower()
