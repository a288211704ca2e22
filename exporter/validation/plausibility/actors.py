"""Actors spelled in two ways, and actors that nobody knows."""

import polars as pl

from exporter.errors import MissingExtraError
from exporter.validation.plausibility.doubt import NOTHING, Knowledge, found

try:
    from rapidfuzz import fuzz
except ImportError:
    fuzz = None  # type: ignore[assignment]

# How alike two spellings of one name are, of 100.
_ALIKE = 92.0

# And the least alike of their words: Niger and Nigeria are two.
_WORDS_ALIKE = 88.0

# Each name is compared with so many that follow it in the alphabet, read forwards and backwards.
_NEIGHBOURS = 10

_SHORTEST = 6


def spelled_twice(events: pl.LazyFrame, _: Knowledge) -> pl.DataFrame:
    """Rows with the rarer of two spellings, such as `Boko Haram` and `Boko Haraam`."""
    names = _names(events)
    if names.is_empty():
        return NOTHING
    pairs = _alike(names)
    if pairs.is_empty():
        return NOTHING
    rare = pairs.unique("name", keep="first", maintain_order=True)
    rows = _first_rows(events).join(rare, on="name", maintain_order="left")
    return found(rows, pl.format("{} ({} times); {} ({} times)", "name", "times", "other", "other_times"))


def unknown(events: pl.LazyFrame, knowledge: Knowledge) -> pl.DataFrame:
    """Rows with an actor that is not on the list of known ones."""
    if not knowledge.actors:
        return NOTHING
    rows = _first_rows(events).filter(~pl.col("name").is_in(list(knowledge.actors)))
    return found(rows, pl.col("name"))


def _first_rows(events: pl.LazyFrame) -> pl.DataFrame:
    """Each name with the first row in which it stands."""
    stacked = pl.concat(events.select("row", name=name) for name in ("actor1", "actor2")).drop_nulls()
    first = stacked.group_by("name").agg(pl.col("row").min())
    return first.collect(engine="streaming").sort("row", "name")


def _names(events: pl.LazyFrame) -> pl.DataFrame:
    """The names, how often each stands, and what is compared of it."""
    stacked = pl.concat(events.select(name=name) for name in ("actor1", "actor2")).drop_nulls()
    counted = stacked.group_by("name").agg(times=pl.len()).collect(engine="streaming")
    plain = pl.col("name").str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars()
    return counted.with_columns(plain=plain, numbers=pl.col("name").str.replace_all(r"\D+", " ")).sort("name")


def _alike(names: pl.DataFrame) -> pl.DataFrame:
    """Pairs of spellings: the rarer as `name`, the other as `other`; names that differ in a number are two."""
    if fuzz is None:
        raise MissingExtraError("Looking for actors spelled in two ways", "plausibility")
    candidates = []
    for order in (pl.col("plain"), pl.col("plain").str.reverse()):
        ordered = names.sort(order, "name")
        for step in range(1, _NEIGHBOURS + 1):
            other = ordered.select(pl.all().shift(step).name.suffix("_1"))
            both = pl.concat([ordered, other], how="horizontal").filter(
                pl.col("numbers") == pl.col("numbers_1"),
                pl.col("plain").str.len_chars() >= _SHORTEST,
                (
                    pl.col("plain").str.len_chars().cast(pl.Int32)
                    - pl.col("plain_1").str.len_chars().cast(pl.Int32)
                ).abs()
                <= 3,
                pl.col("plain").str.slice(0, 1) == pl.col("plain_1").str.slice(0, 1),
            )
            candidates.append(both)
    pairs = pl.concat(candidates).unique(["name", "name_1"], maintain_order=True)
    scores = [_score(a, b) for a, b in pairs.select("plain", "plain_1").iter_rows()]
    alike = pairs.with_columns(alike=pl.Series(scores, dtype=pl.Float64)).filter(pl.col("alike") >= _ALIKE)
    rarer = (pl.col("times") < pl.col("times_1")) | (
        (pl.col("times") == pl.col("times_1")) & (pl.col("name") > pl.col("name_1"))
    )
    return alike.select(
        name=pl.when(rarer).then("name").otherwise("name_1"),
        times=pl.when(rarer).then("times").otherwise("times_1"),
        other=pl.when(rarer).then("name_1").otherwise("name"),
        other_times=pl.when(rarer).then("times_1").otherwise("times"),
        alike="alike",
    ).sort("alike", "name", descending=[True, False])


def _score(one: str, other: str) -> float:
    """How alike two names are where they differ in every word: `Forces of Mali` and `Forces of Malawi` are two.

    A whole word that has no near double in the other name makes two names, however long the rest is.
    """
    words, others = one.split(), other.split()
    if len(words) != len(others):
        return fuzz.ratio(one.replace(" ", ""), other.replace(" ", "")) if _joined(one, other) else 0.0
    least = min((fuzz.ratio(a, b) for a, b in zip(words, others, strict=True)), default=0.0)
    return fuzz.ratio(one, other) if least >= _WORDS_ALIKE else 0.0


def _joined(one: str, other: str) -> bool:
    """Whether two names differ in spaces only."""
    return one.replace(" ", "") == other.replace(" ", "")
