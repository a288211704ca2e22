"""Place names as keys: one spelling for all the ways of writing a name, and the name without its generic."""

import re
import unicodedata

# Latin letters that NFKD leaves whole.
_LETTERS = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "\u0131": "i",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ə": "a",
        "ħ": "h",
    }
    # Apostrophes of all sorts join (Sana'a, N'Djamena, Ta'izz); all other signs part.
    | dict.fromkeys("'`\u00b4\u2018\u2019\u2032\u02bb\u02bc\u02be\u02bf\u02c8", "")
)
# What romanisations of one name differ in: vowels, breaths, spaces, and the sort of k or s.
_WEAK = str.maketrans("qczv", "kksb", "aeiouyjwh ")
_SIGNS = re.compile(r"[\W_]+")
# Latin with its extensions, modifier letters, combining marks, and the common signs.
_LATIN = re.compile(r"[\x00-\u02ff\u0300-\u036f\u1e00-\u1eff\u2000-\u206f]*")
_FIRST = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}

# Word of a division or settlement -> the kinds of place that it asks for.
_ADMIN1 = ("admin1", "region")
_ADMIN2 = ("admin2", "admin1")
_PLACE = ("place",)
_EITHER = ("admin1", "admin2", "region")
GENERICS: dict[str, tuple[str, ...]] = {
    "province": _EITHER,
    "region": _EITHER,
    "state": _ADMIN1,
    "regional state": _ADMIN1,
    "autonomous region": _ADMIN1,
    "autonomous province": _ADMIN1,
    "autonomous republic": _ADMIN1,
    "republic": _ADMIN1,
    "oblast": _ADMIN1,
    "krai": _ADMIN1,
    "voivodeship": _ADMIN1,
    "governorate": _ADMIN1,
    "division": _EITHER,
    "department": _EITHER,
    "departement": _EITHER,
    "prefecture": _EITHER,
    "intendancy": _EITHER,
    "emirate": _ADMIN1,
    "canton": _EITHER,
    "territory": _EITHER,
    "county": _ADMIN2,
    "zone": _ADMIN2,
    "district": _ADMIN2,
    "municipal district": _ADMIN2,
    "subdistrict": _ADMIN2,
    "sub district": _ADMIN2,
    "raion": _ADMIN2,
    "rayon": _ADMIN2,
    "regency": _ADMIN2,
    "parish": _ADMIN2,
    "agency": _ADMIN2,
    "tehsil": _ADMIN2,
    "upazila": _ADMIN2,
    "woreda": _ADMIN2,
    "municipality": ("admin2", "place"),
    "local government area": _ADMIN2,
    "lga": _ADMIN2,
    "subdivision": _ADMIN2,
    "subcounty": _ADMIN2,
    "sub county": _ADMIN2,
    "chiefdom": _ADMIN2,
    "chieftaincy": _ADMIN2,
    "groupement": _ADMIN2,
    "taluk": _ADMIN2,
    "taluka": _ADMIN2,
    "thana": ("admin2", "place"),
    "wilaya": _ADMIN1,
    "cercle": _ADMIN2,
    "city": _PLACE,
    "town": _PLACE,
    "village": _PLACE,
    "hamlet": _PLACE,
    "suburb": _PLACE,
    "township": ("place", "admin2"),
    "commune": ("place", "admin2"),
    "settlement": _PLACE,
    "locality": _PLACE,
    "payam": _PLACE,
    "boma": _PLACE,
    "kebele": _PLACE,
    "barangay": _PLACE,
    "sitio": _PLACE,
    "port": _PLACE,
}
# What lies around a place of that name rather than in it.
AROUND = frozenset(
    (
        *("area", "areas", "valley", "mountain", "mountains", "hills", "desert", "forest", "sector", "axis"),
        *("front", "peninsula", "countryside", "camp", "refugee camp", "airport", "air base", "base"),
        *("plain", "plains", "corridor", "crossing", "border crossing", "outskirts", "basin", "gorge"),
    )
)
_PREFIXES = {
    "departamento de": "department",
    "departamento del": "department",
    "provincia de": "province",
    "provincia del": "province",
    "estado de": "state",
    "region de": "region",
    "municipio de": "municipality",
    "city of": "city",
    "town of": "town",
    "village of": "village",
    "port of": "port",
    "settlement of": "settlement",
    "municipality of": "municipality",
    "commune of": "commune",
    "province of": "province",
    "region of": "region",
    "state of": "state",
    "department of": "department",
    "district of": "district",
    "governorate of": "governorate",
    "county of": "county",
    "prefecture of": "prefecture",
    "canton of": "canton",
    "commonwealth of": "state",
}
_DIRECTION = re.compile(
    r"^(?:(?:far|extreme|north|south|east|west|central|upper|lower|mid) )?"
    r"(?:north|south|east|west|northeast|northwest|southeast|southwest"
    r"|northern|southern|eastern|western|central|northeastern|northwestern|southeastern|southwestern"
    r"|rural|greater|coastal|downtown|outer|mainland) (?:of )?"
)


def place_key(name: str) -> str:
    """The key of a name: folded, without accents, signs as single spaces, `St.` as `saint`."""
    plain = name.casefold()
    if not plain.isascii():
        plain = unaccented(plain)
    plain = plain.translate(_LETTERS)
    if plain.isalpha():
        return plain
    words = _SIGNS.sub(" ", plain).split()
    if len(words) > 1:
        words[0] = _FIRST.get(words[0], words[0])
    return " ".join(words)


def unaccented(name: str) -> str:
    """The name without its accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


def is_latin(name: str) -> bool:
    """Whether every letter of the name is of the Latin script."""
    return name.isascii() or _LATIN.fullmatch(name) is not None


def split_generic(key: str) -> tuple[str, str] | None:
    """The bare name and the generic word of `kunduz province`, `province of kunduz`; None without one."""
    for prefix, generic in _PREFIXES.items():
        if key.startswith(prefix + " "):
            return key.removeprefix(prefix + " "), generic
    words = key.split()
    for n in (3, 2, 1):
        if len(words) > n and (tail := " ".join(words[-n:])) in GENERICS:
            return " ".join(words[:-n]), tail
    return None


def split_around(key: str) -> str | None:
    """The bare name of `swat valley`, `mount hermon`; None without such a word."""
    words = key.split()
    for n in (2, 1):
        if len(words) > n and " ".join(words[-n:]) in AROUND:
            return " ".join(words[:-n])
    if len(words) > 1 and words[0] in {"mount", "lake", "jebel", "camp"}:
        return " ".join(words[1:])
    return None


def split_direction(key: str) -> str | None:
    """The bare name of `northern mali`, `far north of mali`; None without a direction."""
    found = _DIRECTION.match(key)
    return key[found.end() :] if found and found.end() < len(key) else None


def split_direction_behind(key: str) -> str | None:
    """The bare name of `shan north`, `bago east`; None without a direction behind it."""
    bare, _, last = key.rpartition(" ")
    return bare if bare and last in {"north", "south", "east", "west"} else None


def sound(key: str) -> str:
    """The consonants of a key that romanisations agree in, double ones once: `klkl` of `qalqilya`."""
    letters = key.translate(_WEAK)
    return "".join(c for c, before in zip(letters, " " + letters, strict=False) if c != before)


def is_direction(key: str) -> bool:
    """Whether nothing but a direction is named: `northern`, `far north`."""
    return _DIRECTION.fullmatch(key + " ") is not None
