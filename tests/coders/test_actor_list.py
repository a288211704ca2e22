"""The actor list: dates in order, names that mean one actor on one day, and facts looked up in it."""

from collections import defaultdict
from datetime import date
from itertools import combinations

import pytest

from exporter.codebook.codelists import mapping
from exporter.coders.dictionary.lexicon import Entry, fold, lexicon

ENTRIES = [entry for same in lexicon().entries.values() for entry in same]
ARMED = {"Rebel group", "Political militia", "Identity militia"}
# Two groups of one name whose spelling or country tells them apart.
NAMESAKES = {"ahlu sunna wal jamaa", "jem"}


def test_terms_end_after_they_begin() -> None:
    assert [e for e in ENTRIES if e.since and e.until and e.since >= e.until] == []


def test_types_and_countries_are_on_the_lists() -> None:
    assert {e.actor_type for e in ENTRIES} <= set(mapping("actor_types", "code"))
    assert {e.country for e in ENTRIES if e.country} <= set(mapping("countries", "code", "iso3"))


def test_office_holders_are_many_and_dated() -> None:
    holders = [e for e in ENTRIES if e.scope == "person" and e.actor.startswith("Government of ")]
    assert all(e.since or e.until for e in holders)
    assert len({(e.actor, e.since, e.until) for e in holders}) >= 1000


def test_groups_and_organisations_are_many() -> None:
    assert len({e.actor for e in ENTRIES if e.actor_type in ARMED}) >= 400
    assert len({e.actor for e in ENTRIES if e.scope == "organisation"}) >= 100


def test_a_name_means_one_actor_of_a_country_on_one_day() -> None:
    names: dict[str, list[Entry]] = defaultdict(list)
    for entry in ENTRIES:
        names[fold(entry.alias)].append(entry)
    ambiguous = {
        name
        for name, same in names.items()
        for one, other in combinations(same, 2)
        if one.actor != other.actor and one.country == other.country and _overlap(one, other)
    }
    assert ambiguous <= NAMESAKES


def _overlap(one: Entry, other: Entry) -> bool:
    return (one.since or date.min) < (other.until or date.max) and (other.since or date.min) < (
        one.until or date.max
    )


@pytest.mark.parametrize(
    ("words", "day", "actor"),
    [
        ("FMLN", date(1989, 11, 11), "FMLN: Farabundo Marti National Liberation Front"),
        ("FMLN", date(2010, 1, 1), "FMLN Party"),
        ("Armed Forces of National Resistance", date(1989, 1, 1), "RN: National Resistance"),
        ("Sendero Luminoso", date(1990, 1, 1), "Shining Path"),
        ("Túpac Amaru", date(1990, 1, 1), "MRTA: Tupac Amaru Revolutionary Movement"),
        ("Manuel Rodríguez Patriotic Front", date(1989, 1, 1), "FPMR: Manuel Rodriguez Patriotic Front"),
        ("The Extraditables", date(1989, 9, 1), "The Extraditables"),
        ("M-19", date(1989, 9, 1), "M-19: 19th of April Movement"),
        ("PDF", date(1989, 6, 1), "Military Forces of Panama"),
        ("PDF", date(2022, 6, 1), "People's Defense Force"),
        ("Tupamaros", date(1972, 4, 14), "MLN-T: Tupamaros National Liberation Movement"),
        ("IPLO", date(1988, 1, 1), "IPLO: Irish People's Liberation Organization"),
        ("Babbar Khalsa", date(1985, 6, 23), "BKI: Babbar Khalsa International"),
        ("JeM", date(2019, 2, 14), "JeM: Jaish-e-Mohammed"),
        ("JEM", date(2008, 5, 10), "JEM: Justice and Equality Movement"),
        ("West Side Boys", date(2000, 9, 1), "West Side Boys"),
        ("Viv Ansanm", date(2024, 3, 1), "Viv Ansanm"),
        ("Guerreros Unidos", date(2014, 9, 26), "Guerreros Unidos"),
        ("Margaret Thatcher", date(1985, 1, 1), "Government of United Kingdom"),
        ("Chancellor Olaf Scholz", date(2023, 1, 1), "Government of Germany"),
        ("Olof Palme", date(1986, 2, 1), "Government of Sweden"),
        ("Thomas Sankara", date(1986, 1, 1), "Government of Burkina Faso"),
        ("Alvaro Magana", date(1983, 1, 1), "Government of El Salvador"),
        ("President Jose Sarney", date(1989, 1, 1), "Government of Brazil"),
    ],
)
def test_who_it_was(words: str, day: date, actor: str) -> None:
    entry = lexicon().actor(words, day)
    assert entry is not None
    assert entry.actor == actor


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Margaret Thatcher", date(1995, 1, 1)),
        ("Thomas Sankara", date(1990, 1, 1)),
        ("Olaf Scholz", date(2026, 1, 1)),
        ("IPLO", date(1999, 1, 1)),
        ("Jacques Chirac", date(2010, 1, 1)),
    ],
)
def test_who_it_was_no_longer(words: str, day: date) -> None:
    assert lexicon().actor(words, day) is None
