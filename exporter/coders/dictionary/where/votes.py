"""Which countries an article speaks of, and how often."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from exporter.coders.dictionary.lexicon import Lexicon, Nationality, fold, is_name, words
from exporter.coders.dictionary.places import Gazetteer, Place
from exporter.coders.dictionary.where.called import FAMOUS, WELL_KNOWN


def votes(text: str, lexicon: Lexicon, dateline: str | None, gazetteer: Gazetteer) -> dict[str, float]:
    """How often a text speaks of each country: names and people in full, the rest by half.

    The rest are seats of government and armed groups at home in one country. The United States are spoken of in
    the news of every country, and count for less.
    """
    counted: Counter[str] = Counter()
    armies: Counter[str] = Counter()
    seats: dict[str, list[str]] = defaultdict(list)
    clean = [word.strip(".,;:()\"'“”") for word in text.replace("\n", " ").split(" ")]
    behind, around = 0, ""  # the end and the country of the name counted last
    for index, word in enumerate(clean):
        if not is_name(word) or not lexicon.opens_name(word):
            continue
        if word.startswith("American") and clean[index - 1] in ("Central", "Latin", "North", "South"):
            continue
        for length in (5, 4, 3, 2, 1):
            said = " ".join(clean[index : index + length])
            if found := lexicon.nationality(said):
                if index < behind and found.iso3 != around:
                    break  # `Port of Spain` speaks of no Spain, `South Sudan` not of Sudan
                behind, around = max(behind, index + length), found.iso3
                before = clean[max(index - 2, 0) : index]
                land = _at_end_of_name(found, said, before, gazetteer) or _of_longer_name(
                    found, said, clean[index + length : index + length + 3], gazetteer
                )
                following = clean[index + length : index + length + 1]
                beyond = _is_beyond(before, following)
                if found.kind == "demonym" and following and following[0] in _SENT_ABROAD:
                    armies[land] += 1
                counted[land] += _WEIGHTS["border" if beyond else found.kind]  # type: ignore[assignment]
                if found.kind == "capital" and land:
                    seats[land].append(found.alias)
                break
            entries = lexicon.entries.get(fold(said), ())
            at_home = {
                e.country for e in entries if e.scope == "group" and e.actor not in _EVERYWHERE_AT_HOME
            }
            if len(at_home) == 1 and (home := at_home.pop()):
                people = lexicon.nationality(word)
                rebels = people and people.iso3 == home and said.rsplit(" ", 1)[-1] not in _SENT_ABROAD
                counted[home] += 1.0 if rebels else 0.5  # type: ignore[assignment]
                break
    del counted[_NOWHERE]
    if _EVERYWHERE in counted:
        counted[_EVERYWHERE] /= 3  # type: ignore[assignment]
    iso3 = _sent_from(dateline, counted, lexicon, gazetteer) if dateline else None
    if dateline and iso3:
        top = max(counted.values(), default=0)
        abroad = iso3 not in counted and (
            top > ELSEWHERE_VOTES or _is_hub(dateline, iso3, counted - armies, text, lexicon, gazetteer)
        )
        # A reporter sits where he reports from, unless he speaks of another country alone.
        counted[iso3] += min(1.0, top / 2) if abroad else 3  # type: ignore[assignment]
    elif sum(counted.values()) < FEW_VOTES or max(counted.values()) < CLEAR_VOTES:
        _ask_leaders(clean, counted, lexicon)
        _ask_towns(text, counted, seats, gazetteer)
    return dict(counted)


def _is_hub(
    dateline: str, iso3: str, spoken: Counter[str], text: str, lexicon: Lexicon, gazetteer: Gazetteer
) -> bool:
    """Whether a report from a capital is on a country around: it names that one, and no city of its own.

    `Canadian soldiers` do not count: they may be there.
    """
    town = lexicon.nationality(dateline.split(",", maxsplit=1)[0].strip())
    if town is None or town.kind != "capital" or not spoken:
        return False
    cities = _of_cities(text, gazetteer)
    return (
        iso3 not in cities and max(spoken[land] + cities.get(land, 0) for land in spoken) >= ELSEWHERE_OF_HUBS
    )


def _sent_from(
    dateline: str, counted: Mapping[str, float], lexicon: Lexicon, gazetteer: Gazetteer
) -> str | None:
    """The country of a dateline."""
    if where := lexicon.nationality(dateline.rsplit(",", maxsplit=1)[-1].strip()) or lexicon.nationality(
        dateline
    ):
        return where.iso3
    town, _, around = dateline.partition(",")
    place = gazetteer.resolve(town.strip(), countries=dict(counted), within=around.strip() or None)
    return place.iso3 if place else None


def _is_beyond(before: Sequence[str], behind: Sequence[str]) -> bool:
    """Whether a country is named for its border, on the other side: `the border with X`, `near the X border`."""
    behind_border = len(before) == 2 and before[0] in _BORDERS and before[1] in _ACROSS
    return behind_border or bool(before and before[-1] == "the" and behind and behind[0] in _BORDERS)


def divisions(text: str, iso3: str | None, gazetteer: Gazetteer) -> tuple[Place, ...]:
    """The first-level units of a country that a text names with their kind: `the state of Michoacan`."""
    names = {match[1] for pattern in (_DIVISION, _DIVISION_OF) for match in pattern.finditer(text)}
    found = {
        (place.name, place.iso3): place
        for name in sorted(names)
        for place in gazetteer.candidates(name)
        if place.kind == "admin1" and place.iso3 == iso3
    }
    return tuple(found.values())


def _at_end_of_name(found: Nationality, name: str, before: Sequence[str], gazetteer: Gazetteer) -> str:
    """The country of a place whose name ends so: `New South Wales` is Australia's; empty where it is none."""
    for words_before in (before, before[1:]):
        if found.kind == "name" and words_before and all(word[:1].isupper() for word in words_before):
            places = gazetteer.candidates(" ".join((*words_before, name)))
            if places and all(place.iso3 != found.iso3 for place in places):
                known = places[0].kind != "place" or places[0].population >= WELL_KNOWN
                # There is a Villa El Salvador in several countries.
                return places[0].iso3 if known else _NOWHERE
    return ""


def _of_longer_name(found: Nationality, name: str, behind: Sequence[str], gazetteer: Gazetteer) -> str:
    """The country that a name speaks of, which may be the beginning of another name.

    `Niger State` and `Niger Delta` lie in Nigeria, `Santo Domingo de los Tsachilas` not in the Dominican Republic.
    """
    following = behind[0] if behind else ""
    if found.kind == "capital" and following in _LINKS and any(word[:1].isupper() for word in behind[1:]):
        return _NOWHERE
    if found.kind != "name" or not following:
        return found.iso3
    if name in _FIRST_NAMES and following[0].isupper():
        return _NOWHERE  # `Salvador Allende`, `in Salvador Benedicto`
    whole = f"{name} {following}"
    if following.lower() in _DIVISIONS:
        place = gazetteer.resolve(whole)
        return place.iso3 if place and place.kind in ("admin1", "admin2") else found.iso3
    places = gazetteer.candidates(whole) if following[0].isupper() else ()
    return next((place.iso3 for place in places if place.kind == "region"), found.iso3)


def _ask_leaders(said: Sequence[str], counted: Counter[str], lexicon: Lexicon) -> None:
    """Where hardly a country is named, count the heads of states, too."""
    for word in said:
        entries = lexicon.entries.get(fold(word), ()) if is_name(word) else ()
        lands = {entry.country for entry in entries}
        if len(lands) == 1 and all(entry.scope == "person" for entry in entries) and (iso3 := lands.pop()):
            counted[iso3] += 0.5  # type: ignore[assignment]


def _ask_towns(
    text: str, counted: Counter[str], seats: Mapping[str, list[str]], gazetteer: Gazetteer
) -> None:
    """Count the towns, too: those whose namesakes all lie in one country, which is named.

    Where none is named, known towns and first-level units say which it is: `in Katsina State`. A country whose
    capital alone is named may not be meant: Berlin, beside towns of El Salvador, is the one there.
    """
    for match in _DIVISION.finditer(text):
        lands = {place.iso3 for place in gazetteer.candidates(match[1]) if place.kind in ("admin1", "admin2")}
        if len(lands) == 1 and all(place.iso3 in lands for place in gazetteer.candidates(match[1])):
            counted[lands.pop()] += 1.0  # type: ignore[assignment]
    unnamed = sum(counted.values()) <= 0.5  # an armed group at home in one country may be at work in another
    named = (name for match in _TOWN.finditer(text) for name in _POSSESSIVE.split(match[1]))
    names = {
        name: gazetteer.candidates(name) or gazetteer.candidates(_UNIT.sub("", name)) for name in set(named)
    }
    for name, known in sorted(names.items()):
        places = known or (gazetteer.alike(name) if unnamed else ())
        lands = {place.iso3 for place in places}
        if any(place.kind == "country" for place in places):
            continue  # counted by its name
        well_known = any(p.kind in ("admin1", "region") or p.population >= WELL_KNOWN for p in places)
        if len(lands) == 1 and not lands & seats.keys():
            iso3 = lands.pop()
            if iso3 in counted or (unnamed and well_known):
                counted[iso3] += 1.0 if unnamed else 0.5  # type: ignore[assignment]
    if not counted:
        counted.update(_of_cities(text, gazetteer))
    for iso3, capitals in seats.items():
        others = {land for land in counted if land != iso3 and counted[land] >= counted[iso3]}
        namesakes = {place.iso3 for name in capitals for place in gazetteer.candidates(name)}
        if counted[iso3] == 0.5 * len(capitals) and others & namesakes:
            del counted[iso3]


def _of_cities(text: str, gazetteer: Gazetteer) -> dict[str, float]:
    """Votes of large cities named anywhere, where nothing else says which country it is: `a Harare man`."""
    lands: Counter[str] = Counter()
    for word in sorted({part for match in _WORD.findall(text) for part in match.split("-")}):
        cities = [p for p in gazetteer.candidates(word) if p.kind == "place"]
        if cities and len({city.iso3 for city in cities}) == 1 and cities[0].population >= FAMOUS:
            lands[cities[0].iso3] += 0.5  # type: ignore[assignment]
    return dict(lands)


_WORD = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+(?:-[A-Z][a-z]+)?\b")
_ARTICLE = rf"(?:(?:{'|'.join(sorted(words('arabic_articles')))})-)?"
_TOWN = re.compile(
    r"\b(?:in|at|near|of|from|between)\s+"
    rf"({_ARTICLE}[A-Z][\w'’-]+(?:\s(?:(?:al|da|de(?:\s(?:la|las|los))?|del|do|dos|el|ez)\s)?[A-Z][\w'’-]+){{0,3}})"
)
_DIVISIONS = frozenset({"county", "department", "district", "governorate", "prefecture", "province", "state"})
_LINKS = frozenset({"da", "de", "del", "do"})
_NOWHERE = ""
_FIRST_NAMES = frozenset({"Salvador"})
"""Names of countries that people are called by more often than the country."""
_DIVISION = re.compile(
    r"\b([A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+){0,2})\s"
    r"(?:county|department|district|governorate|prefecture|province|region|state)\b"
)
_DIVISION_OF = re.compile(
    r"\b(?:department|governorate|prefecture|province|region|state) of ([A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+){0,2})"
)
_BORDERS = frozenset({"border", "frontier"})
_ACROSS = frozenset({"from", "into", "to", "with"})
_WEIGHTS = {"border": 0.25, "capital": 0.5, "demonym": 1.0, "name": 1.0}
_POSSESSIVE = re.compile(r"['’]s\s*")
_UNIT = re.compile(rf"\s(?:{'|'.join(sorted(words('place_heads')))})$", re.IGNORECASE)
FEW_VOTES = 3
"""Countries named less often than this say too little; towns are asked as well."""
CLEAR_VOTES = 2
"""So do several countries, each of which is named less often than this."""
ELSEWHERE_VOTES = 3
"""So often a report speaks of another country than that of its dateline, and of that one not at all."""
ELSEWHERE_OF_HUBS = 1.5
"""The same in reports from a capital, where that country is no more than a name and a city."""
_SENT_ABROAD = words("sent_abroad")
_EVERYWHERE_AT_HOME = frozenset({"Al Qaeda", "Islamic State"})
_EVERYWHERE = "USA"
