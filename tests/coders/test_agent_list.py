"""The list of generic people: words in the form in which they are looked up, roles that the coder knows."""

import csv

import pytest

from exporter.codebook.codelists import mapping
from exporter.coders.dictionary.generic import TYPES
from exporter.coders.dictionary.lexicon import DATA, fold, lexicon

with (DATA / "agents.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))


def test_each_word_stands_once_in_the_form_it_is_looked_up_in() -> None:
    words = [row["lemma"] for row in ROWS]
    assert words == sorted(set(words))
    assert [word for word in words if word != fold(word)] == []


def test_roles_and_types_are_known() -> None:
    assert {row["role"] for row in ROWS} <= set(TYPES)
    assert {row["actor_type"] for row in ROWS} <= set(mapping("actor_types", "code"))


@pytest.mark.parametrize(
    ("word", "role", "label"),
    [
        ("guerrilla column", "rebels", ""),
        ("subversive", "rebels", ""),
        ("urban commando", "rebels", ""),
        ("hooded individual", "armed", ""),
        ("unidentified individual", "armed", ""),
        ("narcoterrorist", "armed", "Criminal Gang"),
        ("drug trafficker", "armed", "Criminal Gang"),
        ("death squad", "militia", ""),
        ("rondero", "communal", ""),
        ("treasury policeman", "police", "Police Forces"),
        ("councilman", "government", ""),
        ("justice of the peace", "government", "Judges"),
        ("escort", "private_security", "Private Security Forces"),
        ("coffee grower", "civilians", "Farmers"),
        ("catechist", "civilians", "Christian Group"),
        ("trade unionist", "civilians", "Labor Group"),
        ("presidential candidate", "civilians", "Political Party"),
        ("anti government protester", "protesters", ""),
    ],
)
def test_who_they_are(word: str, role: str, label: str) -> None:
    agent = lexicon().agents[word]
    assert (agent.role, agent.label) == (role, label)
