"""Dictionaries in the format of PETRARCH and TABARI, read into the lists of this coder.

An actor file has a phrase a line, below it its synonyms behind `+`, and its codes in brackets, on the line or on
lines below; a code may be limited to days::

    AHMED_ZOGU_  ; a comment        PEOPLE'S_FRONT_(PPF)_ [XYZREB]
        [ALBGOV 250131-390407]      +POPULAR_FRONT_
        [ALBELI >19390408]

An agent file has a noun, its plural in braces where that is irregular or lacking, and a code:
`POLICEMAN {POLICEMEN} [~COP]`. Sets such as `!PERSON! = MAN, WOMAN` are put in for their name.

A code is a country in three letters and then roles, or roles alone. `data/roles.csv` says what each role is to us.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from exporter.codebook.codelists import mapping
from exporter.coders.dictionary.faults import Fault
from exporter.coders.dictionary.lexicon import Agent, Entry, Lexicon, Nationality, Role, fold, roles
from exporter.coders.dictionary.petrarch_files import (
    NOBODY,
    AgentLine,
    Code,
    Record,
    contents,
    parse_actors,
    parse_agents,
    words_of,
)
from exporter.errors import DataError

_SMALL_WORDS = frozenset(
    ["a", "al", "and", "da", "das", "de", "del", "der", "di", "do", "dos", "du", "el", "for", "in", "la", "of", "on",
     "the", "to", "von", "y"]
)  # fmt: skip
_DEMONYM = re.compile(r"(?:an|ese|ish|i|ic|er)$", re.IGNORECASE)


# -- plugging in -----------------------------------------------------------------------------------------


def plug_in(base: Lexicon, actors: Sequence[Path] = (), agents: Sequence[Path] = ()) -> Lexicon:
    """The lists with those of the files before them; lines that cannot be read are passed over (see `broken`).

    A group that our list knows under one of its names keeps our name, so that a dataset has one name for it.

    Raises:
        UsageError: A file cannot be read.
        DataError: A file has no line that can be read.
    """
    records = [record for path in actors for record in _some(path, parse_actors(path, known))]
    nouns = [noun for path in agents for noun in _some(path, parse_agents(path, known))]
    made = [entry for record in records for entry in _entries(record, base)]
    return base.beneath(
        [entry for entry in made if isinstance(entry, Entry)],
        [agent for noun in nouns for agent in _agents(noun)],
        [entry for entry in made if isinstance(entry, Nationality)],
    )


def broken(actors: Sequence[Path] = (), agents: Sequence[Path] = ()) -> list[Fault]:
    """The lines that cannot be read.

    Raises:
        UsageError: A file cannot be read.
    """
    return [
        *(fault for path in actors for fault in parse_actors(path, known)[1]),
        *(fault for path in agents for fault in parse_agents(path, known)[1]),
    ]


def digest(paths: Sequence[Path]) -> str:
    """Eight digits that stand for the contents of files: other digits, other codings.

    Raises:
        UsageError: A file cannot be read.
    """
    whole = sha256()
    for path in paths:
        whole.update(sha256(contents(path)).digest())
    return whole.hexdigest()[:8]


Read = TypeVar("Read")


def _some(path: Path, parsed: tuple[list[Read], list[Fault]]) -> list[Read]:
    """What was read of a file, which must be something: the wrong file would give nothing, without a word."""
    read, faults = parsed
    if not read:
        why = f": line {faults[0].line}, {faults[0].what}" if faults else ""
        raise DataError(
            f"{path} has no line in PETRARCH's format{why}.",
            "Actors are written as NEW_FRONT_(NF) [MLIREB], agents as FARMER [~AGR].",
        )
    return read


def _entries(record: Record, base: Lexicon) -> Iterator[Entry | Nationality]:
    name = _known(record, base) or _canonical(record.phrase)
    # A code for some days comes before the one for all others.
    for code in sorted(record.codes, key=lambda code: not code.dated):
        if code.code in NOBODY:
            continue
        country, role = meaning(code.code)
        for number, (phrase, _) in enumerate(record.phrases):
            for alias in aliases(phrase):
                if role is None and country:
                    kind = "name" if number == 0 else "demonym" if _DEMONYM.search(alias) else "capital"
                    yield Nationality(alias, country, kind)
                elif role:
                    yield _entry(alias, name, country, role, code, base)


def _entry(alias: str, name: str, country: str | None, role: Role, code: Code, base: Lexicon) -> Entry:
    wants_country = "{country}" in role.actor
    actor = role.actor.format(name=name, country=base.country(country) if country else "")
    return Entry(
        alias,
        name if wants_country and not country else actor,
        role.actor_type,
        country,
        code.since,
        code.until + timedelta(days=1) if code.until else None,
        "group",
    )


def _agents(line: AgentLine) -> Iterator[Agent]:
    _, role = meaning(line.code)
    if role is None or not role.role:
        return
    for form in line.forms:
        yield Agent(fold(words_of(form)), role.role, role.label, role.actor_type, "")


def meaning(code: str) -> tuple[str | None, Role | None]:
    """The country and the role that a code means; (None, None) for a code that means nothing to us."""
    parts = [code[at : at + 3] for at in range(0, len(code), 3)]
    listed = roles()
    country = _countries().get(parts[0])
    said = parts[1:] if country or (parts[0] in listed and listed[parts[0]].kind == "abroad") else parts
    told = [listed[part] for part in said if part in listed and listed[part].kind == "role"]
    # Buddhists who bear arms bear arms: what makes people more than civilians goes before what they are besides.
    role = next((role for role in told if role.role != "civilians"), told[0] if told else None)
    if role is None and not country and parts[0] in listed:
        role = listed[parts[0]]
    if role is None and country and said:
        role = listed["CVL"] if said[0] == "CVL" else replace(listed["CVL"], actor="{name}")
    return country, role


def known(code: str) -> bool:
    """Whether a code begins with a country or a role."""
    return code[:3] in _countries() or code[:3] in roles()


@cache
def _countries() -> dict[str, str]:
    own = {str(iso3): str(iso3) for iso3 in mapping("countries", "iso3").values()}
    # What CAMEO writes otherwise than ISO 3166-1.
    return own | {
        "ROM": "ROU",
        "ZAR": "COD",
        "TMP": "TLS",
        "KSV": "XKX",
        "PAL": "PSE",
        "GZS": "PSE",
        "WSB": "PSE",
    }


def _known(record: Record, base: Lexicon) -> str | None:
    """Our name for the group, where the list has one of its names for a group of that country."""
    homes = {meaning(code.code)[0] for code in record.codes}
    for phrase, _ in record.phrases:
        for alias in aliases(phrase):
            for entry in base.entries.get(fold(alias), ()):
                if entry.scope != "person" and (entry.country in homes or homes == {None}):
                    return entry.actor
    return None


# -- words -----------------------------------------------------------------------------------------------


def aliases(phrase: str) -> list[str]:
    """The names in a phrase, as a text has them: `NEW_FRONT_(NF)_` is `New Front` and `NF`."""
    words = words_of(phrase)
    acronyms = re.findall(r"\(([^()]+)\)", words)
    bare = words_of(re.sub(r"\([^()]*\)?", " ", words)) or words
    short = [a for a in acronyms if " " not in a and len(a) <= 8]
    return list(dict.fromkeys([_titled(bare), *short]))


def _canonical(phrase: str) -> str:
    """The actor's name in ACLED's manner: `NF: New Front`."""
    name, *acronyms = aliases(phrase)
    return f"{acronyms[0]}: {name}" if acronyms else name


def _titled(words: str) -> str:
    parts = words.lower().split(" ")
    if len(parts) == 1 and len(words) <= 4:
        return words.upper()  # an acronym, most likely, and as a word too common to be read in small letters
    return " ".join(
        part if number and part in _SMALL_WORDS else re.sub(r"(^|-)\w", lambda m: m[0].upper(), part)
        for number, part in enumerate(parts)
    )
