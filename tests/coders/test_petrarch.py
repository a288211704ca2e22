"""Dictionaries of others, in PETRARCH's format."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("spacy")

from exporter.articles import Article
from exporter.coders.dictionary import petrarch
from exporter.coders.dictionary.coder import DictionaryCoder
from exporter.coders.dictionary.lexicon import Lexicon, lexicon
from exporter.coders.dictionary.petrarch_files import day, parse_actors, parse_agents
from exporter.errors import DataError, UsageError

SAMPLES = Path(__file__).parent / "petrarch"
ACTORS, AGENTS = SAMPLES / "sample.actors.txt", SAMPLES / "sample.agents.txt"


@pytest.fixture(scope="module")
def plugged() -> Lexicon:
    return petrarch.plug_in(lexicon(), [ACTORS], [AGENTS])


def actor(lists: Lexicon, words: str, on: date = date(2020, 1, 1)) -> tuple[str, str, str | None] | None:
    found = lists.actor(words, on)
    return (found.actor, found.actor_type, found.country) if found else None


def test_the_samples_have_no_broken_line() -> None:
    assert petrarch.broken([ACTORS], [AGENTS]) == []


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(1944, 12, 31), None),
        (date(1950, 6, 1), ("Civilians (Mali)", "Civilians", "MLI")),
        (date(1970, 6, 1), ("Government of Mali", "State forces", "MLI")),
        (date(1991, 3, 26), ("Government of Mali", "State forces", "MLI")),
        (date(1991, 3, 27), ("Civilians (Mali)", "Civilians", "MLI")),
    ],
)
def test_an_office_is_held_for_its_days(plugged: Lexicon, on: date, expected: object) -> None:
    assert actor(plugged, "Amadou Example", on) == expected
    assert actor(plugged, "A. Example", on) == expected


def test_ranges_that_are_open_at_one_end(plugged: Lexicon) -> None:
    assert actor(plugged, "Old Guard", date(1960, 9, 22)) == (
        "Military Forces of Mali",
        "State forces",
        "MLI",
    )
    assert actor(plugged, "Old Guard", date(1960, 9, 23)) is None
    assert actor(plugged, "Night Watch", date(2009, 12, 31)) is None
    assert actor(plugged, "Night Watch", date(2010, 1, 1)) == ("Police Forces of Mali", "State forces", "MLI")


def test_codes_below_beside_and_in_a_row(plugged: Lexicon) -> None:
    assert actor(plugged, "Coastal Patrol") == ("Police Forces of Mauritania", "State forces", "MRT")
    assert actor(plugged, "Jane of Example", date(1984, 1, 1)) == (
        "Jane of Example",
        "External/Other forces",
        None,
    )
    assert actor(plugged, "Jane of Example", date(1999, 1, 1)) == ("Jane of Example", "Civilians", None)


def test_a_group_is_named_as_acled_names_groups(plugged: Lexicon) -> None:
    named = ("RDF: Red Dune Front", "Rebel group", "MLI")
    assert {actor(plugged, w) for w in ("RDF", "Red Dune Front", "Front of the Red Dunes")} == {named}
    assert actor(plugged, "rdf") is None


def test_a_group_that_our_list_knows_keeps_our_name(plugged: Lexicon) -> None:
    ours = actor(lexicon(), "Lord's Resistance Army")
    assert ours is not None
    assert actor(plugged, "LRA") == actor(plugged, "Lord's Resistance Army") == ours


def test_a_code_for_nobody_names_nobody(plugged: Lexicon) -> None:
    assert actor(plugged, "The Weather") is None


def test_bare_countries_become_words_for_countries(plugged: Lexicon) -> None:
    found = {word: plugged.nationality(word) for word in ("Malinese", "Sikasso", "Mali")}
    assert {word: (n.iso3, n.kind) for word, n in found.items() if n} == {
        "Malinese": ("MLI", "demonym"),
        "Sikasso": ("MLI", "capital"),
        "Mali": ("MLI", "name"),
    }
    assert found["Mali"] == lexicon().nationality("Mali")


@pytest.mark.parametrize(
    ("noun", "role", "label"),
    [
        ("reed cutter", "civilians", "Farmers"),
        ("reed cutters", "civilians", "Farmers"),
        ("reedwomen", "civilians", "Farmers"),
        ("constabularies", "police", ""),
        ("marsh thieves", "armed", "Criminal Gang"),
        ("relief body", "civilians", "Aid Workers"),
        ("dune dweller", "civilians", ""),
        ("dune monk fighter", "armed", ""),
    ],
)
def test_agents_with_all_their_forms(plugged: Lexicon, noun: str, role: str, label: str) -> None:
    assert (plugged.agents[noun].role, plugged.agents[noun].label) == (role, label)


def test_no_plural_where_there_is_none(plugged: Lexicon) -> None:
    assert "gendarmerie" in plugged.agents
    assert "gendarmeries" not in plugged.agents
    assert "marsh thiefs" not in plugged.agents


def test_plugged_names_are_coded_and_mark_the_version() -> None:
    text = "BAMAKO (AFP) - Red Dune Front fighters killed four reed cutters near Mopti on Monday."
    plain, own = DictionaryCoder(), DictionaryCoder(actors=(ACTORS,), agents=(AGENTS,))
    coding = own.code_one(Article("a", text, date(2020, 6, 3), "AFP"))
    assert [(e.values["actor1"], e.values["assoc_actor_2"]) for e in coding.events] == [
        ("RDF: Red Dune Front", "Farmers (Mali)")
    ]
    assert own.version.startswith(f"{plain.version}+")
    assert coding.coder_version == own.version != DictionaryCoder(actors=(ACTORS,)).version


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("NEW_FRONT_ [MLIREB", "a bracket is not closed"),
        ("NEW_FRONT_ MLIREB]", "a bracket is not closed or not opened"),
        ("NEW_FRONT_", "NEW FRONT has no code"),
        ("NEW_FRONT_ [>040101]", "has no code"),
        ("NEW_FRONT_ [MLIRE]", "not made of parts of three"),
        ("NEW_FRONT_ [mlireb]", "not made of parts of three"),
        ("NEW_FRONT_ [QQQREB]", "neither a country nor a role"),
        ("NEW_FRONT_ [MLIREB 20040231-20050101]", "20040231 is no day"),
        ("NEW_FRONT_ [MLIREB 2004-2005]", "2004 is no day"),
        ("NEW_FRONT_ [MLIREB 050101-040101]", "turned round"),
        ("NEW_FRONT_ [MLIREB since 2004]", "no range of days"),
        ("+NEW_FRONT_", "a synonym stands before"),
        ("[MLIREB]", "a code stands before"),
        ("FIRST_ [MLIREB]\n+SECOND_ [MLIGOV]", "a code of its own"),
    ],
)
def test_broken_lines_of_actors(tmp_path: Path, line: str, what: str) -> None:
    file = tmp_path / "broken.actors.txt"
    file.write_text(f"# comment\n{line}\n", encoding="utf-8")
    _, faults = parse_actors(file, petrarch.known)
    assert [what in fault.what for fault in faults] == [True], faults
    assert faults[0].line == 2 + line.count("\n")
    assert faults[0].remedy.endswith((".", "]", "WOMAN"))


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("FARMER", "has no code"),
        ("FARMER [~]", "has no code"),
        ("FARMER [~AGR}", "brackets that do not fit"),
        ("POLICEMAN {POLICEMEN [~COP]", "brackets that do not fit"),
        ("FARMER [~XQX]", "neither a country nor a role"),
        ("FARM!WORKER! [~AGR]", "!WORKER! is no set"),
    ],
)
def test_broken_lines_of_agents(tmp_path: Path, line: str, what: str) -> None:
    file = tmp_path / "broken.agents.txt"
    file.write_text(f"{line}\nFISHER [~AGR]\n", encoding="utf-8")
    nouns, faults = parse_agents(file, petrarch.known)
    assert [(what in fault.what, fault.line) for fault in faults] == [(True, 1)], faults
    assert [noun.forms for noun in nouns] == [("FISHER", "FISHERS")]


def test_broken_lines_are_passed_over_and_whole_files_refused(tmp_path: Path) -> None:
    half, none = tmp_path / "half.txt", tmp_path / "none.txt"
    half.write_text("GOOD_FRONT_ [MLIREB]\nBAD_FRONT_ [MLIREB\n", encoding="utf-8")
    none.write_text("This is a letter.\n", encoding="utf-8")
    assert actor(petrarch.plug_in(lexicon(), [half]), "Good Front")
    with pytest.raises(DataError, match=r"none\.txt has no line in PETRARCH's format") as told:
        petrarch.plug_in(lexicon(), agents=[none])
    assert told.value.remedy
    with pytest.raises(UsageError, match="cannot be read"):
        petrarch.plug_in(lexicon(), [tmp_path / "missing.txt"])


@given(st.dates(date(1931, 1, 1), date(2030, 12, 31)))
def test_days_of_six_and_eight_digits(when: date) -> None:
    assert day(f"{when:%y%m%d}") == when
    assert day(f"{when:%Y%m%d}") == when


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300), st.booleans())
def test_no_text_breaks_the_readers(
    tmp_path_factory: pytest.TempPathFactory, text: str, agents: bool
) -> None:
    file = tmp_path_factory.getbasetemp() / "any.txt"
    file.write_bytes(text.encode("utf-8"))
    read, faults = (parse_agents if agents else parse_actors)(file, petrarch.known)
    lines = text.count("\n") + 1
    assert all(1 <= fault.line <= lines and fault.what and fault.remedy for fault in faults)
    assert len(read) <= lines


@given(
    st.lists(
        st.from_regex(r"[A-Z]{4,9}(_[A-Z]{4,9}){0,2}", fullmatch=True), min_size=1, max_size=5, unique=True
    ),
    st.sampled_from(["MLIREB", "TCDGOV", "NGA", "INTREB"]),
    st.tuples(st.dates(date(1950, 1, 1)), st.dates(date(1950, 1, 1))).map(sorted),
)
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], code: str, days: list[date]
) -> None:
    file = tmp_path_factory.getbasetemp() / "written.txt"
    first, *others = names
    body = [f"{first}_", *(f"+{name}_" for name in others), f"\t[{code} {days[0]:%Y%m%d}-{days[1]:%Y%m%d}]"]
    file.write_text("\n".join(body), encoding="utf-8")
    records, faults = parse_actors(file, petrarch.known)
    assert faults == []
    (record,) = records
    assert [phrase.strip("_") for phrase, _ in record.phrases] == names
    assert [(c.code, c.since, c.until) for c in record.codes] == [(code, *days)]
