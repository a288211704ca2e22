"""How well a coder does on notes that were coded by hand: found, missed and invented events, and each field.

    python -m tests.gold.score GOLD.jsonl [CODED.jsonl] [--examples N]

GOLD has an article a line: `id`, `published`, `source`, `text` and `events`. A gold event gives, for each field
that it is sure of, the values that are right: lists of names for types, places and actors, a first and a last day
for the date, a number for the deaths, or null where the text reports none. CODED is what
`exporter code --format jsonl` printed; without it the dictionary coder codes the texts now.

Within an article coded rows are matched with gold events, those that agree in most fields first. A match needs the
same event type and at least one of date, place and actors.
"""

import argparse
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from exporter.codebook.codelists import mapping

Row = Mapping[str, Any]

FIELDS = (
    "event_type", "sub_event_type", "event_date", "country", "location", "admin1", "actor1", "actor2", "fatalities",
)  # fmt: skip
_PLACES = ("location", "admin1", "admin2")
_ACTORS = ("actor1", "actor2", "assoc_actor_1", "assoc_actor_2")
# Words that many names have and that tell none from another.
_EMPTY = frozenset(["a", "an", "and", "for", "forces", "group", "in", "members", "movement", "of", "the"])


@dataclass(frozen=True, slots=True)
class Match:
    """A gold event, the row that was coded for it (or None), and the fields that are right and wrong."""

    article: str
    gold: Row
    row: Row | None
    right: frozenset[str] = frozenset()
    wrong: frozenset[str] = frozenset()


@dataclass(slots=True)
class Score:
    """The matches of all articles, and the rows that match nothing."""

    matches: list[Match] = field(default_factory=list)
    invented: list[tuple[str, Row]] = field(default_factory=list)

    @property
    def found(self) -> int:
        """How many gold events were coded."""
        return sum(match.row is not None for match in self.matches)

    @property
    def missed(self) -> list[Match]:
        """Gold events that were not coded."""
        return [match for match in self.matches if match.row is None]

    @property
    def precision(self) -> float:
        """The share of coded rows that are gold events."""
        return _share(self.found, self.found + len(self.invented))

    @property
    def recall(self) -> float:
        """The share of gold events that were coded."""
        return _share(self.found, len(self.matches))

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return _share(2 * self.precision * self.recall, self.precision + self.recall)

    def accuracy(self, name: str) -> float:
        """The share of found events whose field is right, among those whose gold gives it."""
        right = sum(name in match.right for match in self.matches)
        return _share(right, right + sum(name in match.wrong for match in self.matches))

    def lines(self) -> Iterator[str]:
        """The score in words."""
        yield f"events found {self.found}, missed {len(self.missed)}, invented {len(self.invented)}"
        yield f"precision {self.precision:.3f}  recall {self.recall:.3f}  F1 {self.f1:.3f}"
        for name in FIELDS:
            wrong = sum(name in match.wrong for match in self.matches)
            total = wrong + sum(name in match.right for match in self.matches)
            if total:
                yield f"{name:<15} {self.accuracy(name):.3f}  ({total - wrong}/{total})"


def score(gold: Iterable[Row], coded: Mapping[str, Sequence[Row]]) -> Score:
    """The score of coded rows, by article, against gold articles."""
    whole = Score()
    for article in gold:
        rows = list(coded.get(article["id"], ()))
        for match in _matches(article["id"], article["events"], rows):
            whole.matches.append(match)
            rows = [row for row in rows if row is not match.row]
        whole.invented += [(article["id"], row) for row in rows]
    return whole


def read(path: Path) -> list[Row]:
    """The gold articles of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def rows_of(records: Iterable[Row]) -> dict[str, list[Row]]:
    """The rows of coding records, by article."""
    rows: dict[str, list[Row]] = {}
    for record in records:
        rows.setdefault(record["article"]["id"], []).extend(record["events"])
    return rows


def _matches(article: str, gold: Sequence[Row], rows: Sequence[Row]) -> list[Match]:
    judged = {(g, r): _judge(event, row) for g, event in enumerate(gold) for r, row in enumerate(rows)}
    order = sorted(judged, key=lambda pair: (-len(judged[pair][0]), pair))
    taken: dict[int, int] = {}
    for g, r in order:
        right, _ = judged[g, r]
        anchored = right & {"event_date", "location", "actor1", "actor2"}
        if "event_type" in right and anchored and g not in taken and r not in taken.values():
            taken[g] = r
    return [
        Match(article, event, rows[taken[g]], *judged[g, taken[g]])
        if g in taken
        else Match(article, event, None)
        for g, event in enumerate(gold)
    ]


def _judge(gold: Row, row: Row) -> tuple[frozenset[str], frozenset[str]]:
    given = [name for name in FIELDS if name in gold]
    right = frozenset(name for name in given if _right(name, gold[name], row))
    return right, frozenset(given) - right


def _right(name: str, gold: Any, row: Row) -> bool:
    value = row.get(name)
    if name in ("event_type", "sub_event_type"):
        return value in gold
    if name == "fatalities":
        return bool(value == gold)
    if name == "event_date":
        first, last = (date.fromisoformat(day) for day in gold)
        coded = [
            date.fromisoformat(str(row[day])) for day in ("event_date", "event_date_end") if row.get(day)
        ]
        longest = max(7, 2 * (last - first).days)
        return (
            bool(coded) and coded[0] <= last and coded[-1] >= first and (coded[-1] - coded[0]).days <= longest
        )
    if name == "location":
        return any(_alike(row.get(column), gold) for column in _PLACES)
    if name in ("actor1", "actor2"):
        # Reports often leave open who acted first, and beside whom.
        return any(_same_actor(row.get(column), gold) for column in _ACTORS)
    return _alike(value, gold)


def _alike(value: object, names: Iterable[str]) -> bool:
    """Whether a value shares half of its words, or of theirs, with one of the names."""
    mine = _words(value)
    return any(2 * len(mine & theirs) >= min(len(mine), len(theirs)) for theirs in map(_words, names) if mine)


def _same_actor(value: object, names: Iterable[str]) -> bool:
    """Whether a value is one of the actors: more than half of the words, and no other country."""
    mine, home = _split(value)
    for theirs, country in map(_split, names):
        shared = len(mine & theirs)
        if mine and 2 * shared > min(len(mine), len(theirs)) and (not home or not country or home == country):
            return True
    return False


def _split(value: object) -> tuple[set[str], str]:
    """The words of an actor's name and the country that it ends with, if any: `Civilians (Mali)`."""
    found = re.fullmatch(r"(.+?) (?:of |\()([^()]+?)\)?", str(value or ""))
    if found and found[2] in _countries():
        return _words(found[1]), found[2]
    return _words(value), ""


@cache
def _countries() -> frozenset[str]:
    return frozenset(str(name) for name in mapping("countries", "iso3"))


def _words(value: object) -> set[str]:
    plain = unicodedata.normalize("NFKD", str(value or "")).encode("ascii", "ignore").decode().casefold()
    every = set(re.findall(r"\w+", plain))
    return every - _EMPTY or every


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def coded_now(gold: Iterable[Row]) -> dict[str, list[Row]]:
    """The rows that the dictionary coder gives now, by article."""
    from exporter.articles import Article
    from exporter.coders.run import coder_named

    articles = [Article(a["id"], a["text"], date.fromisoformat(a["published"]), a["source"]) for a in gold]
    return rows_of(coding.record() for coding in coder_named().code(articles))


def main() -> None:
    """Print the score of a file of gold articles."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path)
    parser.add_argument("coded", type=Path, nargs="?")
    parser.add_argument("--examples", type=int, default=0, help="how many wrong events to show")
    options = parser.parse_args()
    gold = read(options.gold)
    whole = score(gold, rows_of(read(options.coded)) if options.coded else coded_now(gold))
    print("\n".join(whole.lines()))
    faulty = [match for match in whole.matches if match.row is None or match.wrong]
    for match in faulty[: options.examples]:
        print(match.article, "missed" if match.row is None else f"wrong: {', '.join(sorted(match.wrong))}")


if __name__ == "__main__":
    main()
