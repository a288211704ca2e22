"""The lists of the dictionary coder, read once: actors, agents, nationalities and patterns.

The lists are CSV files in `data/`; anybody can read and correct them there.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from exporter.codebook.codelists import mapping

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Entry:
    """An actor's name: `alias` stands for `actor` from `since` (inclusive) to `until` (exclusive)."""

    alias: str
    actor: str
    actor_type: str
    country: str | None
    since: date | None
    until: date | None
    scope: str

    def held(self, day: date) -> bool:
        """Whether the name meant this actor on that day."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Agent:
    """A generic noun for people who act or suffer.

    Attributes:
        lemma: The noun.
        role: What they are to an event (see `actors`).
        label: ACLED's label of the group, such as `Judges`; empty where it has none.
        actor_type: ACLED's type.
        plural: What the group is called beside its canonical name, such as `Guerrillas`; empty where the noun
            says no more than that name does.
        civilian: Whether it is people without arms, whatever they act for: a mayor, but no ministry.
    """

    lemma: str
    role: str
    label: str
    actor_type: str
    plural: str
    civilian: bool = False


@dataclass(frozen=True, slots=True)
class Nationality:
    """A word for a country: its name, its people (`demonym`) or its seat of government (`capital`)."""

    alias: str
    iso3: str
    kind: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """A word that tells of an event, what it wants beside it, and what the event then is.

    Attributes:
        lemma: The word, or several.
        pos: `verb` or `noun`.
        wants: What a verb's object must be: nothing in particular (empty), a `person`, a `place`, an `actor` or
            somebody `armed`.
        words: Words of which one must stand with the verb, where there are any; `by protester` is its subject,
            `to demand` a verb that hangs from it.
        sub_event_type: What the event is.
        armed: What it is where both sides bear arms; empty where that makes no difference.
        cameo_code: The action code.
        kind: How the parts are read: `mutual` (both sides act), `effect` (what another act did), ...
        example: A sentence that the pattern must find.
    """

    lemma: str
    pos: str
    wants: str
    words: frozenset[str]
    sub_event_type: str
    armed: str
    cameo_code: str
    kind: str
    example: str


@dataclass(frozen=True, slots=True)
class Role:
    """What a three-letter code of CAMEO's actors is to us.

    Attributes:
        code: The code, such as `REB`.
        kind: `role`, or `abroad` for what stands where a country would.
        role: The role of generic nouns.
        label: ACLED's label of the group.
        actor_type: ACLED's actor type.
        actor: The actor's name, with `{name}` and `{country}` for its own and its country's.
    """

    code: str
    kind: str
    role: str
    label: str
    actor_type: str
    actor: str


@dataclass(frozen=True, slots=True)
class Airspace:
    """A country over which another state flies, alone or with its drones alone.

    Attributes:
        iso3: The country, ISO 3166-1 alpha-3.
        by: The state whose planes fly there.
        since: The first day of that.
        until: The day on which it had ended, or None.
        drones: Whether it holds for drones alone.
    """

    iso3: str
    by: str
    since: date
    until: date | None
    drones: bool

    def holds(self, country: str, day: date, *, drone: bool) -> bool:
        """Whether a strike of that day on that country, by a drone or not, is taken for theirs."""
        within = self.since <= day and (self.until is None or day < self.until)
        return country == self.iso3 and within and (drone or not self.drones)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All lists, each by the words to look up."""

    entries: Mapping[str, Sequence[Entry]]
    agents: Mapping[str, Agent]
    nationalities: Mapping[str, Nationality]
    patterns: Mapping[tuple[str, str], Sequence[Pattern]]
    countries: Mapping[str, str]
    _opening: frozenset[str] = field(init=False, repr=False, compare=False)
    _names: frozenset[str] = field(init=False, repr=False, compare=False)
    _closing: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Note with which words names begin and end, so that few runs of words need looking up."""
        opening = frozenset(key.split(" ", 1)[0] for key in self.entries)
        names = opening.union(key.split(" ", 1)[0] for key in self.nationalities)
        several = (key for keys in (self.agents, self.nationalities) for key in keys if " " in key)
        object.__setattr__(self, "_opening", opening)
        object.__setattr__(self, "_names", names)
        object.__setattr__(self, "_closing", frozenset(key.rsplit(" ", 1)[-1] for key in several))

    def opens_actor(self, word: str) -> bool:
        """Whether the name of an actor may begin with a word."""
        first = fold(word).split(" ", 1)[0]
        return not first or first in self._opening

    def opens_name(self, word: str) -> bool:
        """Whether the name of an actor, a country or its people may begin with a word: `Chile`, `People's`."""
        firsts = {fold(form).split(" ", 1)[0] for form in (word, f"{word} x")}
        return any(not first or first in self._names or first[:-1] in self._names for first in firsts)

    def closes_several(self, *forms: str) -> bool:
        """Whether a noun for people or a country of several words may end with a word of these forms."""
        keys = map(fold, forms)
        return any(not key or " " in key or key in self._closing or key[:-1] in self._closing for key in keys)

    def actor(self, words: str, day: date, about: str | None = None) -> Entry | None:
        """The actor that the words name on a day; an entry that is spelt as they are before the others.

        Of several whom the words may mean it is the one at home in the country that the article is `about`.
        """
        # `IS` and `WHO` are names, `is` and `who` are not.
        held = [
            entry
            for entry in self.entries.get(fold(words), ())
            if entry.held(day) and (len(entry.alias) > 4 or not entry.alias.isupper() or words == entry.alias)
        ]
        held = [entry for entry in held if entry.country == about] or held
        spelt = (entry for entry in held if entry.alias == words and entry.actor == held[0].actor)
        return next(spelt, held[0] if held else None)

    def nationality(self, words: str) -> Nationality | None:
        """The country that the words mean."""
        found = self.nationalities.get(fold(words))
        if found is None and words.endswith("s") and len(words) > 4:
            found = self.nationalities.get(fold(words[:-1]))
            return found if found and found.kind == "demonym" else None
        if found and len(found.alias) <= 3 and words.lower() == words:
            return None
        return found

    def without_metonyms(self) -> "Lexicon":
        """These lists without the capitals that stand for governments."""
        kept = {key: found for key, found in self.nationalities.items() if found.kind != "capital"}
        return replace(self, nationalities=kept)

    def beneath(
        self, entries: Iterable[Entry], agents: Iterable[Agent], nationalities: Iterable[Nationality]
    ) -> "Lexicon":
        """These lists with others laid over them, which come first; our words for countries stay what they are."""
        laid = _by_alias(entries)
        return replace(
            self,
            entries={**self.entries, **{key: [*new, *self.entries.get(key, ())] for key, new in laid.items()}},
            agents={**self.agents, **{agent.lemma: agent for agent in agents}},
            nationalities={**self.nationalities, **{
                key: new for new in nationalities if (key := fold(new.alias)) not in self.nationalities
            }},
        )  # fmt: skip

    def country(self, iso3: str) -> str:
        """The country's name as the codebook has it."""
        return self.countries.get(iso3, iso3)


@lru_cache(maxsize=100_000)
def fold(words: str) -> str:
    """Words as the lists are searched for them: without case, accents, stops and runs of white space."""
    letters = re.sub(r"['’]s?$", "", words.strip())
    if not letters.isascii():
        bare = unicodedata.normalize("NFKD", letters)
        letters = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return re.sub(r"[\s-]+", " ", re.sub(r"[.'’\"“”]", "", letters)).strip().casefold()


@cache
def lexicon() -> Lexicon:
    """The lists that come with the package."""
    return Lexicon(
        entries=_by_alias(_entries()),
        agents={fold(agent.lemma): agent for agent in _agents()},
        nationalities={fold(found.alias): found for found in _nationalities()},
        patterns=_by_head(_patterns()),
        countries={str(iso3): str(name) for iso3, name in mapping("countries", "code", "iso3").items()},
    )


@cache
def words(name: str) -> frozenset[str]:
    """One list of plain words, such as the verbs under which an infinitive did happen (`data/words.csv`)."""
    return frozenset(row["word"] for row in _rows("words") if row["list"] == name)


def is_name(word: str) -> bool:
    """Whether a word, or the first of several, is written as a name is: `Gao`, `el-Fasher`."""
    article, _, rest = word.partition("-")
    return word[:1].isupper() or (rest[:1].isupper() and article in words("arabic_articles"))


@cache
def roles() -> Mapping[str, Role]:
    """CAMEO's codes of actors, by code (`data/roles.csv`)."""
    columns = ("code", "kind", "role", "label", "actor_type", "actor")
    return {row["code"]: Role(*(row[name] for name in columns)) for row in _rows("roles")}


@cache
def airspaces() -> Sequence[Airspace]:
    """The countries over which others fly (`data/airspace.csv`)."""
    return [
        Airspace(
            row["iso3"], row["by"], date.fromisoformat(row["since"]), _day(row["until"]), row["means"] == "drone"
        )
        for row in _rows("airspace")
    ]  # fmt: skip


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _entries() -> Iterator[Entry]:
    for row in _rows("actors"):
        yield Entry(
            row["alias"], row["actor"], row["actor_type"], row["country"] or None,
            _day(row["since"]), _day(row["until"]), row["scope"],
        )  # fmt: skip


def _agents() -> Iterator[Agent]:
    for row in _rows("agents"):
        unarmed = row["civilian"] == "true"
        yield Agent(row["lemma"], row["role"], row["label"], row["actor_type"], row["plural"], unarmed)


def _nationalities() -> Iterator[Nationality]:
    for row in _rows("nationalities"):
        yield Nationality(row["alias"], row["iso3"], row["kind"])


def _patterns() -> Iterator[Pattern]:
    for row in _rows("patterns"):
        wants, _, said = row["object"].partition("=")
        words = frozenset(said.split("|")) if said else frozenset[str]()
        yield Pattern(
            row["lemma"], row["pos"], wants, words, row["sub_event_type"],
            row["armed"], row["cameo_code"], row["kind"], row["example"],
        )  # fmt: skip


def _by_alias(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(fold(entry.alias), []).append(entry)
    return found


def _by_head(patterns: Iterator[Pattern]) -> dict[tuple[str, str], list[Pattern]]:
    """Patterns by part of speech and last word, those of several words and with wanted words first."""
    found: dict[tuple[str, str], list[Pattern]] = {}
    for pattern in patterns:
        head = pattern.lemma.split()[-1]
        found.setdefault((pattern.pos, head), []).append(pattern)
    for same in found.values():
        same.sort(key=_order)
    return found


def _order(pattern: Pattern) -> tuple[int, bool, bool, bool]:
    """Patterns of several words first, then those that ask for words, then those that ask for an object."""
    both = bool(pattern.words and pattern.wants)
    return -len(pattern.lemma.split()), not pattern.words, both, not pattern.wants
