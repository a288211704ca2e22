"""Coding from articles to the store: every coding checked, every row validated, bad rows set aside.

The store is handed in and articles are coded one by one, so that a run that is cut off is complete up to its
last article and goes on where it stopped.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import polars as pl

from exporter.articles.article import Article
from exporter.coders.base import Coder
from exporter.coders.coding import Coding
from exporter.coders.frame import event_frame
from exporter.validation import check_record, validate

if TYPE_CHECKING:
    from exporter.coders.model.settings import Settings


class CodingStore(Protocol):
    """What this module needs of a store."""

    def has_coding(self, article: Article, coder_name: str, coder_version: str) -> bool:
        """Whether this text has been coded by this coder."""
        ...

    def add(self, coding: Coding, rows: pl.DataFrame) -> object:
        """Keep a coding and its valid rows."""
        ...


@dataclass(frozen=True, slots=True)
class Coded:
    """One article's coding, its valid rows and the problems of the others (see `validation.PROBLEMS`)."""

    coding: Coding
    rows: pl.DataFrame
    problems: pl.DataFrame


def coder_named(
    name: str = "dictionary",
    *,
    actors: Sequence[Path] = (),
    agents: Sequence[Path] = (),
    background: bool = False,
    horizon: int | None = None,
    settings: "Settings | None" = None,
    offline: bool = False,
) -> Coder:
    """The coder of a name.

    Args:
        name: Its name.
        actors: Actor files in PETRARCH's format for the dictionary coder, before its own lists.
        agents: Agent files in PETRARCH's format, likewise.
        background: Whether the dictionary coder is to code historical background too, tagged `background`.
        horizon: Days before publication after which an event is background to it; a year if not given.
        settings: For the model coder, the model and how it is asked.
        offline: Whether the model coder is to code from its answers so far.

    Raises:
        UsageError: There is no coder of that name, a file cannot be read, or the horizon is no number of days.
        MissingExtraError: Its packages are not installed.
    """
    from exporter.errors import MissingExtraError, UsageError  # noqa: PLC0415

    if name == "model":
        if settings is None:
            raise UsageError("The model coder needs a model.", "Give its `Settings`, or --model.")
        try:
            from exporter.coders.model.coder import ModelCoder  # noqa: PLC0415 (heavy, and an extra)
        except ModuleNotFoundError as error:
            raise MissingExtraError("The model coder", "model") from error
        return ModelCoder(settings, offline=offline)
    if name != "dictionary":
        raise UsageError(f"There is no coder named {name!r}.", "The coders are: dictionary, model.")
    try:
        from exporter.coders.dictionary.coder import DictionaryCoder  # noqa: PLC0415 (heavy, and an extra)
        from exporter.coders.dictionary.settings import HORIZON, Settings  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise MissingExtraError("The dictionary coder", "dictionary") from error
    if horizon is not None and horizon < 0:
        raise UsageError(f"A horizon of {horizon} days lies in the future.", "Give days, such as 365.")
    chosen = Settings(background=background, horizon=HORIZON if horizon is None else horizon)
    return DictionaryCoder(actors=tuple(actors), agents=tuple(agents), settings=chosen)


def code(articles: Iterable[Article], coder: Coder | str = "dictionary") -> Iterator[Coded]:
    """Code articles: each coding is checked against its schema and its text, each row against the codebook.

    Raises:
        DataError: A coding breaks its schema or quotes words that are not in its article: a fault of the coder.
    """
    chosen = coder_named(coder) if isinstance(coder, str) else coder
    for coding in chosen.code(articles):
        check_record(coding.record(), coding.article.text)
        frame = event_frame([coding])
        known = [name for name in frame.columns if name not in ("article_id", "event_number")]
        checked = validate(frame.select(known), only=known)
        problems = checked.problems.with_columns(table=pl.lit(f"events of {coding.article.id}"))
        yield Coded(coding, _kept(frame, checked.problems), problems)


def code_into(
    store: CodingStore,
    articles: Iterable[Article],
    coder: Coder | str = "dictionary",
    *,
    each: Callable[[Coded], None] | None = None,
) -> int:
    """Code articles into a store and give the number that were coded now.

    Articles that the store holds a coding of, by this coder in this version, are passed over. `each` is told of
    every coding once it is in the store.
    """
    chosen = coder_named(coder) if isinstance(coder, str) else coder
    new = (a for a in articles if not store.has_coding(a, chosen.name, chosen.version))
    done = 0
    for coded in code(new, chosen):
        store.add(coded.coding, coded.rows)
        done += 1
        if each:
            each(coded)
    return done


def _kept(frame: pl.DataFrame, problems: pl.DataFrame) -> pl.DataFrame:
    """The rows of a frame that have no problem, with the columns that say where they come from."""
    bad = problems["row"].drop_nulls().unique().implode()
    return frame.filter(~pl.int_range(1, pl.len() + 1, dtype=pl.Int64).is_in(bad))
