"""The model finds, the rules normalise: what comes of an event where both agree, and where they do not."""

import json
from datetime import date

import pytest

from exporter.articles import Article
from exporter.coders.dictionary.coder import DictionaryCoder
from exporter.coders.model.answer import examine
from exporter.coders.model.normalise import DOUBT, SURE, Normaliser
from tests.coders.model.reports import event

TEXT = """Fighting in northern Mali leaves 14 dead

BAMAKO, March 10, 2015 (Sample Wire) - Malian troops clashed with Ansar Dine fighters near Gao on Sunday, leaving \
at least 14 people dead, the army said.

Two days earlier gunmen had kidnapped a teacher in the village of Tinzawa in the Kidal region. Hours later, three \
soldiers were killed and 20 wounded by a mine, an officer said, bringing the toll this year to 300.

Police in the capital broke up a protest of students on Monday. Nobody was killed."""
ARTICLE = Article("mali", TEXT, date(2015, 3, 10), "Sample Wire")


@pytest.fixture(scope="module")
def normaliser():
    return Normaliser(DictionaryCoder())


def made(normaliser, article=ARTICLE, **given):
    """The one event of an answer, and how many doubts it has by its confidence."""
    examined = examine(json.dumps({"events": [event(**given)]}), article)
    events, skipped = normaliser.events(article, examined.events)
    if not events:
        return (*skipped, *examined.skipped)[0].reason, None
    (one,) = events
    doubts = next(n for n in range(20) if one.values["confidence"] == max(round(SURE * DOUBT**n, 2), 0.05))
    for quotes in one.evidence.values():
        assert all(article.text[q.start : q.end] == q.quote for q in quotes)
    return one, doubts


CLASH = {
    "sub_event_type": "Armed clash", "cameo_code": "193", "event_date": "2015-03-08",
    "actor1": "Military Forces of Mali", "actor1_type": "State forces", "actor2": "Ansar Dine",
    "actor2_type": "Rebel group", "fatalities": 14, "location": "Gao", "country": "Mali",
}  # fmt: skip
QUOTES = {
    "sub_event_type": ["clashed with"], "event_date": ["on Sunday"], "actor1": ["Malian troops"],
    "actor2": ["Ansar Dine fighters"], "fatalities": ["leaving at least 14 people dead"], "location": ["Gao"],
}  # fmt: skip


def clash(normaliser, quotes=(), **given):
    return made(normaliser, **CLASH | given, quotes=QUOTES | dict(quotes))


def test_agreement(normaliser):
    one, doubts = clash(normaliser)
    assert doubts == 0
    values = one.values
    assert (values["event_date"], values["time_precision"]) == (date(2015, 3, 8), "day")
    assert (values["actor1"], values["actor2"]) == ("Military Forces of Mali", "Ansar Dine")
    assert (values["fatalities"], values["fatalities_low"], values["fatalities_high"]) == (14, 14, None)
    assert (values["location"], values["country"], values["geo_precision"]) == ("Gao", "Mali", "place")
    assert 16 < values["latitude"] < 17
    assert one.evidence["event_date"][0].quote == "Sunday"


# -- days --------------------------------------------------------------------------------------------------


def test_the_words_know_the_day_better(normaliser):
    one, doubts = clash(normaliser, event_date="2015-03-01")
    assert one.values["event_date"] == date(2015, 3, 8)
    assert doubts == 1


def test_words_that_say_no_day_give_none(normaliser):
    one, doubts = clash(normaliser, {"event_date": ["the army said"]}, event_date="2015-03-05")
    assert (one.values["event_date"], one.values["event_date_end"]) == (date(2015, 3, 4), date(2015, 3, 10))
    assert one.values["time_precision"] == "week"
    assert "event_date" not in one.evidence
    assert doubts == 1


def test_a_day_without_words_is_not_believed(normaliser):
    one, doubts = clash(normaliser, {"event_date": []}, event_date="2015-03-05")
    assert one.values["event_date_end"] == date(2015, 3, 10) and doubts == 1


def test_what_two_days_earlier_counts_from_is_for_the_model(normaliser):
    given = {
        "sub_event_type": "Abduction/forced disappearance", "event_date": "2015-03-06", "location": "Tinzawa",
        "actor1": "Unidentified Armed Group (Mali)", "actor2": "Civilians (Mali)", "country": "Mali",
        "quotes": {"sub_event_type": ["kidnapped a teacher"], "event_date": ["Two days earlier"],
                   "location": ["Tinzawa"], "actor1": ["gunmen"], "actor2": ["a teacher"]},
    }  # fmt: skip
    one, _ = made(normaliser, **given)
    assert one.values["event_date"] == date(2015, 3, 6)
    assert one.values["actor1"] == "Unidentified Armed Group (Mali)"
    examined = examine(
        json.dumps({"events": [event(**CLASH, quotes=QUOTES), event(**given | {"event_date": None})]}),
        ARTICLE,
    )
    events, _ = normaliser.events(ARTICLE, examined.events)
    assert [e.values["event_date"] for e in events] == [date(2015, 3, 8), date(2015, 3, 6)]


# -- places ------------------------------------------------------------------------------------------------


def test_coordinates_never_come_from_the_model(normaliser):
    one, _ = clash(normaliser, latitude=1.0, longitude=2.0)
    assert one.values["latitude"] > 16


def test_another_country_than_the_place_lies_in(normaliser):
    one, doubts = clash(normaliser, country="Norway")
    assert one.values["country"] == "Mali" and doubts == 1


def test_a_village_that_no_gazetteer_has(normaliser):
    one, doubts = made(
        normaliser, sub_event_type="Abduction/forced disappearance", location="Tinzawa", admin1="Kidal",
        country="Mali", quotes={"sub_event_type": ["kidnapped"], "location": ["the village of Tinzawa"]},
    )  # fmt: skip
    assert one.values["location"] == "Tinzawa"
    assert (one.values["admin1"], one.values["geo_precision"]) == ("Kidal", "area")
    assert doubts >= 1


def test_the_capital_that_is_not_named(normaliser):
    one, _ = made(
        normaliser, sub_event_type="Protest with intervention", location="Bamako", country="Mali",
        actor1="Protesters (Mali)",
        quotes={"sub_event_type": ["broke up a protest"], "location": ["the capital"], "actor1": ["students"]},
    )  # fmt: skip
    assert one.values["location"] == "Bamako"


@pytest.mark.parametrize("words", ["the army said", "gunmen", "Malian", "village", "Police"])
def test_words_that_name_no_place_are_no_place(normaliser, words):
    reason, _ = clash(normaliser, {"location": [words]})
    assert reason == "refused: the words quoted for the place name none that is known"


# -- actors ------------------------------------------------------------------------------------------------


def test_a_name_that_the_words_do_not_bear_out(normaliser):
    one, doubts = clash(normaliser, actor2="Boko Haram")
    assert one.values["actor2"] == "Ansar Dine" and doubts == 1


def test_a_name_that_nobody_says(normaliser):
    one, doubts = clash(normaliser, {"actor2": ["clashed"]}, actor2="Boko Haram", actor2_type="Rebel group")
    assert one.values["actor2"] == "Unidentified Armed Group (Mali)" and doubts == 1


def test_a_name_from_elsewhere_in_the_report(normaliser):
    one, _ = made(
        normaliser, sub_event_type="Abduction/forced disappearance", location="Tinzawa", country="Mali",
        actor1="Ansar Dine",
        quotes={"sub_event_type": ["kidnapped"], "location": ["Tinzawa"], "actor1": ["gunmen"]},
    )  # fmt: skip
    assert one.values["actor1"] == "Ansar Dine"


def test_the_act_speaks_for_a_side_that_nobody_names(normaliser):
    one, doubts = clash(normaliser, {"actor2": []}, actor2="Unidentified Armed Group (Mali)")
    assert one.evidence["actor2"][0].quote == "clashed with" and doubts == 0


# -- deaths ------------------------------------------------------------------------------------------------


def test_the_grammar_counts_better(normaliser):
    one, doubts = clash(normaliser, fatalities=41)
    assert one.values["fatalities"] == 14 and doubts == 1


def test_a_sum_in_words(normaliser):
    quotes = {"fatalities": ["three soldiers were killed and 20 wounded"], "sub_event_type": ["a mine"],
              "event_date": ["Hours later"]}  # fmt: skip
    one, _ = clash(normaliser, quotes, sub_event_type="Remote explosive/landmine/IED", fatalities=23)
    assert one.values["fatalities"] == 3


@pytest.mark.parametrize(
    "words", ["bringing the toll this year to 300", "the army said", "20 wounded by a mine"]
)
def test_words_that_count_no_dead_of_this_event(normaliser, words):
    one, doubts = clash(normaliser, {"fatalities": [words]}, fatalities=300)
    assert one.values["fatalities"] is None and "fatalities" not in one.evidence
    assert doubts == 1


def test_nobody_was_killed(normaliser):
    one, doubts = clash(normaliser, {"fatalities": ["Nobody was killed"]}, fatalities=0)
    assert one.values["fatalities"] == 0 and doubts == 0


# -- codes -------------------------------------------------------------------------------------------------


def test_a_code_that_does_not_go_with_the_act(normaliser):
    one, doubts = clash(normaliser, cameo_code="057")
    assert one.values["cameo_code"] == "193" and doubts == 1


def test_told_twice(normaliser):
    twice = [event(**CLASH, quotes=QUOTES), event(**CLASH, quotes=QUOTES | {"sub_event_type": ["Fighting"]})]
    examined = examine(json.dumps({"events": twice}), ARTICLE)
    events, skipped = normaliser.events(ARTICLE, examined.events)
    assert len(events) == 1
    assert skipped[0].reason == "refused: told twice"


# -- other languages -----------------------------------------------------------------------------------------

SPANISH = Article(
    "cauca",
    "Siete muertos en un ataque en el Cauca\n\nHombres armados mataron el martes a siete campesinos en una vereda "
    "de Corinto, en el departamento del Cauca, informaron las autoridades. Según la policía, 7 personas murieron y "
    "otras 3 resultaron heridas en el ataque.",
    date(2020, 6, 4),
    "Agencia",
)


def test_a_report_in_another_language(normaliser):
    one, doubts = made(
        normaliser, SPANISH, sub_event_type="Attack", event_date="2020-06-02", fatalities=7, location="Corinto",
        country="Colombia", actor1="Unidentified Armed Group (Colombia)", actor1_type="Political militia",
        actor2="Civilians (Colombia)", actor2_type="Civilians", admin1="Cauca",
        quotes={"sub_event_type": ["mataron"], "event_date": ["el martes"], "fatalities": ["7 personas murieron"],
                "location": ["Corinto"], "actor1": ["Hombres armados"], "actor2": ["campesinos"]},
    )  # fmt: skip
    assert (one.values["event_date"], one.values["fatalities"]) == (date(2020, 6, 2), 7)
    assert (one.values["location"], one.values["country"]) == ("Corinto", "Colombia")
    assert one.values["actor2"] == "Civilians (Colombia)"
    assert doubts == 1  # the day is the model's reckoning


def test_figures_are_read_in_any_language(normaliser):
    one, _ = made(
        normaliser, SPANISH, sub_event_type="Attack", fatalities=10, location="Corinto", country="Colombia",
        quotes={"sub_event_type": ["mataron"], "fatalities": ["7 personas murieron"], "location": ["Corinto"]},
    )  # fmt: skip
    assert one.values["fatalities"] is None
