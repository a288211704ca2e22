"""Broken lines of dictionaries are named; our own lists have none."""

from pathlib import Path

import pytest

pytest.importorskip("spacy")

from exporter.coders.dictionary.lexicon import DATA
from exporter.coders.dictionary.lint import LISTS, lint, own_lists
from exporter.errors import UsageError
from tests.cli import run

HEADERS = {
    name: (DATA / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0] for name in LISTS
}  # what makes a file one of the lists
SAMPLES = Path(__file__).parent / "petrarch"


def faults(tmp_path: Path, name: str, *lines: str) -> list[tuple[int, str]]:
    """The faults of a list of these lines, which may well be called otherwise than ours."""
    file = tmp_path / f"my_{name}.csv"
    file.write_text("\n".join([HEADERS[name], *lines]) + "\n", encoding="utf-8")
    return [(fault.line, fault.what) for fault in lint([file])]


@pytest.mark.parametrize("name", LISTS)
def test_our_list_has_no_broken_line(name: str) -> None:
    assert lint([DATA / f"{name}.csv"]) == []


def test_our_patterns_have_known_codes() -> None:
    assert [f for f in lint([DATA / "patterns.csv"]) if "unknown" in f.what] == []


def test_every_list_that_ships_is_linted() -> None:
    assert {path.stem for path in own_lists()} == {path.stem for path in DATA.glob("*.csv")} - {
        "languages",
        "calibration",
    }


GOOD = {
    "actors": "RDF,RDF: Red Dune Front,Rebel group,MLI,2010-01-01,2015-01-01,group",
    "agents": "reed cutter,civilians,Farmers,Civilians,true,Reed cutters",
    "nationalities": "Malinese,MLI,demonym",
    "regions": "Red Dunes|The Dunes,MLI,16.5,-3.0,region,made up",
    "divisions": "Dune Province,MLI,Tombouctou,",
    "airspace": "TUV,FJI,1999-01-01,,drone,made up",
    "words": "modals,might",
    "labels": "sand mapping,Other",
    "abbreviations": "Ruritan.,Ruritania",
    "patterns": "ambush,verb,actor,Attack,Armed clash,190,act,Gunmen ambushed a patrol.",
    "instruments": "catapult,Shelling/artillery/missile attack,194",
    "confidence": "dated,0.5,the report dates it",
    "roles": "GOV,role,government,,State forces,Government of {country},government",
}


OTHERS = {"airspace": "FSM", "roles": "LEG"}
"""What stands first in another line, where it is a code."""


@pytest.mark.parametrize("name", LISTS)
def test_a_good_line_of_each_list(tmp_path: Path, name: str) -> None:
    assert faults(tmp_path, name, GOOD[name]) == []


@pytest.mark.parametrize(
    ("name", "change", "what"),
    [
        ("actors", ("Rebel group", "Rebels"), "unknown actor_type: Rebels"),
        ("actors", (",MLI,", ",MAL,"), "unknown country: MAL"),
        ("actors", ("2010-01-01", "2010-02-30"), "since is no day: 2010-02-30"),
        (
            "actors",
            ("2015-01-01", "2009-01-01"),
            "the days are turned round: 2010-01-01 is not before 2009-01-01",
        ),
        ("actors", (",group", ",clan"), "unknown scope: clan"),
        ("actors", ("RDF,RDF: Red Dune Front", "RDF,"), "actor is missing: RDF"),
        ("actors", ("RDF,", "RDF ,"), "begins or ends with a blank"),
        ("agents", ("civilians", "bystanders"), "unknown role: bystanders"),
        ("agents", ("true", "yes"), "unknown civilian: yes"),
        ("nationalities", ("demonym", "people"), "unknown kind: people"),
        ("nationalities", ("MLI", "ML"), "unknown iso3: ML"),
        ("regions", ("16.5", "96.5"), "latitude is no number from -90 to 90: 96.5"),
        ("regions", ("-3.0", "west"), "longitude is no number from -180 to 180: west"),
        ("regions", (",region,", ",about,"), "unknown precision: about"),
        ("airspace", (",drone,", ",jet,"), "unknown means: jet"),
        (
            "airspace",
            ("1999-01-01,", "1999-01-01,1998-01-01"),
            "the days are turned round: 1999-01-01 is not before 1998-01-01",
        ),
        ("words", ("might", ""), "word is missing: modals"),
        ("patterns", ("Attack", "Assault"), "unknown sub_event_type: Assault"),
        ("patterns", ("190", "999"), "unknown cameo_code: 999"),
        ("patterns", ("verb", "adverb"), "unknown pos: adverb"),
        ("patterns", ("Gunmen ambushed a patrol.", ""), "example is missing: ambush"),
        (
            "patterns",
            (",actor,", ",=fire||shots,"),
            "the object is neither a kind nor a list of words: =fire||shots",
        ),
        ("instruments", ("194", "999"), "unknown cameo_code: 999"),
        ("roles", ("{country}", "{land}"), "the actor has an unknown part: Government of {land}"),
        ("roles", ("GOV", "GOVT"), "is no code of three capitals: GOVT"),
    ],
)
def test_broken_lines_of_our_lists(tmp_path: Path, name: str, change: tuple[str, str], what: str) -> None:
    broken = GOOD[name].replace(*change, 1)
    other = GOOD[name].replace(GOOD[name].split(",")[0], OTHERS.get(name, "another"), 1)
    assert faults(tmp_path, name, other, broken) == [(3, what)]


@pytest.mark.parametrize(
    ("name", "again", "what"),
    [
        ("actors", GOOD["actors"], "RDF is said twice"),
        (
            "actors",
            "RDF,RDF: Rural Defence Force,Political militia,MLI,2014-12-31,,group",
            "RDF is RDF: Rural Defence Force here and RDF: Red Dune Front on line 2, on the same days",
        ),
        (
            "agents",
            "Reed-cutter,armed,,Political militia,false,",
            "reed cutter means something else than on line 2",
        ),
        ("nationalities", "malinese,SEN,demonym", "malinese means something else than on line 2"),
        (
            "regions",
            "the dunes,TCD,16.5,18.0,region,made up",
            "the dunes means something else than on line 2",
        ),
        ("words", "modals,might", "modals might means the same as on line 2"),
    ],
)
def test_lines_that_contradict_or_repeat(tmp_path: Path, name: str, again: str, what: str) -> None:
    assert faults(tmp_path, name, GOOD[name], again) == [(3, what)]


def test_the_same_name_on_other_days_is_no_fault(tmp_path: Path) -> None:
    later = "RDF,Government of Mali,State forces,MLI,2015-01-01,,group"
    assert faults(tmp_path, "actors", GOOD["actors"], later) == []


def test_the_same_name_of_a_group_of_another_country_is_no_fault(tmp_path: Path) -> None:
    abroad = "RDF,Government of Chad,State forces,TCD,2010-01-01,,group"
    assert faults(tmp_path, "actors", GOOD["actors"], abroad) == []


def test_dictionaries_of_others(tmp_path: Path) -> None:
    assert lint(sorted(SAMPLES.glob("*.txt"))) == []
    actors = tmp_path / "theirs.txt"
    ranges = "\t[MLIREB 19900101-20000101]\n\t[MLIGOV 19950101-20050101]"
    actors.write_text(
        f"A_FRONT_\n{ranges}\nB_FRONT_ [MLIREB]\nC_FRONT_\nD_FRONT_ [MLIREB\n+B_FRONT\nE_ [TCDREB]\n+B_FRONT_\n",
        encoding="utf-8",
    )
    assert [(fault.file, fault.line, fault.what) for fault in lint([actors])] == [
        (actors, 3, "A FRONT is MLIGOV on days on which line 2 says MLIREB"),
        (actors, 5, "C FRONT has no code"),
        (actors, 6, "a bracket is not closed or not opened: D_FRONT_ [MLIREB"),
        (actors, 9, "b front is TCDREB here and MLIREB on line 4"),
    ]
    agents = tmp_path / "nouns.txt"
    agents.write_text("FARMER [~AGR]\nFARMERS {} [~LAB]\n", encoding="utf-8")
    assert [(fault.line, fault.what) for fault in lint([agents])] == [
        (2, "farmers is LAB here and AGR on line 1")
    ]


def test_a_table_that_is_none_of_the_lists(tmp_path: Path) -> None:
    file = tmp_path / "shopping.csv"
    file.write_text("what,how many\nbread,2\n", encoding="utf-8")
    assert [fault.what for fault in lint([file])] == ["has the columns of none of the lists"]
    with pytest.raises(UsageError, match="There is no file"):
        lint([tmp_path / "none.csv"])


def test_command_names_file_line_and_remedy(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("NEW_FRONT_ [MLIREB\n", encoding="utf-8")
    done = run("lint-dictionary", "a.txt", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        "a.txt:1: a bracket is not closed or not opened: NEW_FRONT_ [MLIREB",
        "    Write codes as [AFGGOV] or [AFGGOV 20040101-20091231].",
        "Files: 1, broken lines: 1.",
    ]
    (tmp_path / "a.txt").write_text("NEW_FRONT_ [MLIREB]\n", encoding="utf-8")
    done = run("lint-dictionary", "a.txt", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "Files: 1, broken lines: 0.\n")
    assert run("lint-dictionary", "none.txt", cwd=tmp_path).returncode == 2
