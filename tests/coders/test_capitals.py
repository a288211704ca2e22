"""Texts in capitals: which words are written as names, and that every letter stays where it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.coders.dictionary.capitals import Truecaser
from exporter.coders.dictionary.coder import MODEL
from exporter.coders.dictionary.english import name_test, word_test
from exporter.coders.dictionary.lexicon import lexicon
from exporter.coders.dictionary.listed_names import ListedNames
from exporter.coders.dictionary.pipeline import load
from exporter.coders.dictionary.places import Gazetteer

_LANGUAGE = load(MODEL).language
_TRUECASER = Truecaser(ListedNames(lexicon(), Gazetteer(), word_test(_LANGUAGE), name_test(_LANGUAGE)))


@pytest.mark.parametrize(
    "text",
    [
        # What announces a place, and what stands behind its name.
        "The bomb went off on a road near the town of Lice.",
        "Gunmen entered the village of Nara in North Kivu province.",
        "The government declared a state of emergency in the northern province of Kunduz.",
        "Villagers of Bambari (Ouaka) marched.",
        "Rebels shelled Aleppo and Torreon from the hills near Guayaquil.",
        # A short word opens a paragraph, and the next does not.
        "The army left the town.\n\nA bomb went off.\n\nIn fact it was a mine.",
        # A town is a word, too.
        "They want independence for the north and drove from spring to spring in two cars.",
        # Months, hours, datelines, speakers.
        "KIEV, 27 March (EFE) -- [text] The shelling began in May and went on until 8 a.m. on Tuesday.",
        "It may 'march on', he said. [Reporter] How many died?",
        "The 19 April Movement struck in Sidon on 5 May; about 30 may be dead.",
        # Groups by the letters that they go by.
        "The National Congress for the Defence of the People (CNDP) took the camp.",
        "An improvised explosive device (ied) killed two.",
        "Two guards of the DAS [Administrative Department of Security], were killed.",
        # Believers and peoples, and people by their given names.
        "Muslim villagers and Fulani women fled; Judge Carlos Valencia was shot.",
        # Words of our own lists are no names.
        "Three landmines and an airstrike broke the ceasefire, militiamen said.",
    ],
)
def test_names_and_words_are_told_apart(text: str) -> None:
    wanted = text.replace("KIEV", "Kiev")
    assert _TRUECASER(text.upper()) == wanted


@given(
    st.text(
        st.one_of(st.characters(), st.sampled_from("ßŉıİǰΐﬁ (.)-' \n"), st.sampled_from("ABCDE")),
        max_size=200,
    )
)
def test_every_letter_stays_where_it_is(text: str) -> None:
    assert len(_TRUECASER(text)) == len(text)
