"""Coding from articles to the store: every coding checked, every row validated, bad rows set aside.

The store is handed in and articles are coded in their order, a few at a time, so that a run that is cut off is
complete up to its last few articles and goes on where it stopped.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import polars as pl

from exporter.articles.article import Article
from exporter.codebook.project import Project
from exporter.coders.base import Coder
from exporter.coders.checked import Coded
from exporter.coders.coding import Coding
from exporter.coders.engines import Engine, Failed, Here, Processes, cores
from exporter.errors import DataError, MissingExtraError, UsageError

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


def coder_named(
    name: str = "dictionary",
    *,
    actors: Sequence[Path] = (),
    agents: Sequence[Path] = (),
    background: bool = False,
    horizon: int | None = None,
    settings: "Settings | None" = None,
    offline: bool = False,
    project: Project | None = None,
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
        project: The codebook with the columns that a project adds, which the model coder is asked for too.

    Raises:
        UsageError: There is no coder of that name, a file cannot be read, or the horizon is no number of days.
        MissingExtraError: Its packages are not installed.
    """
    if name == "model":
        if settings is None:
            raise UsageError("The model coder needs a model.", "Give its `Settings`, or --model.")
        try:
            from exporter.coders.model.coder import ModelCoder  # noqa: PLC0415 (heavy, and an extra)
            from exporter.coders.model.own import Own  # noqa: PLC0415
            from exporter.coders.model.prompt import Prompt  # noqa: PLC0415
        except ModuleNotFoundError as error:
            raise MissingExtraError("The model coder", "model") from error
        own = Own() if project is None else Own(project.table("events"))
        return ModelCoder(settings, Prompt(own=own), offline=offline)
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


def code(
    articles: Iterable[Article],
    coder: Coder | str = "dictionary",
    project: Project | None = None,
    *,
    jobs: int = 1,
    on_failed: Callable[[Failed], None] | None = None,
) -> Iterator[Coded]:
    """Code articles: each coding is checked against its schema and its text, each row against the codebook.

    Args:
        articles: The articles; the codings come in their order.
        coder: The coder, or its name.
        project: The codebook with the columns and codes that a project adds.
        jobs: Over how many processes; 1 is this one.
        on_failed: Is told of each article that the coder broke on in one of several processes. Without it the
            first such article is raised as an error.

    Raises:
        DataError: A coding breaks its schema or quotes words that are not in its article: a fault of the coder.
    """
    chosen = coder_named(coder) if isinstance(coder, str) else coder
    return only_coded(engine_for(chosen, jobs, project).code(articles), on_failed)


def code_into(
    store: CodingStore,
    articles: Iterable[Article],
    coder: Coder | str = "dictionary",
    *,
    each: Callable[[Coded], None] | None = None,
    project: Project | None = None,
    jobs: int = 1,
    on_failed: Callable[[Failed], None] | None = None,
) -> int:
    """Code articles into a store and give the number that were coded now.

    Articles that the store holds a coding of, by this coder in this version, are passed over. `each` is told of
    every coding once it is in the store; `jobs` and `on_failed` are those of `code`. Only this process writes.
    """
    chosen = coder_named(coder) if isinstance(coder, str) else coder
    new = (a for a in articles if not store.has_coding(a, chosen.name, chosen.version))
    done = 0
    for coded in code(new, chosen, project, jobs=jobs, on_failed=on_failed):
        store.add(coded.coding, coded.rows)
        done += 1
        if each:
            each(coded)
    return done


def jobs_for(coder: Coder, articles: int) -> int:
    """How many processes are worth their start for so many articles: up to the cores there are."""
    if coder.name != "dictionary":
        return 1
    return max(1, min(cores(), articles // _WORTH_A_PROCESS))


def engine_for(coder: Coder, jobs: int, project: Project | None = None) -> Engine:
    """The engine on this machine; the model coder waits for its answers side by side on its own."""
    if jobs == 1 or coder.name.startswith("model:"):
        return Here(coder, project)
    return Processes(coder, jobs, project)


def only_coded(
    results: Iterable[Coded | Failed], on_failed: Callable[[Failed], None] | None
) -> Iterator[Coded]:
    """The codings among the results, the others told of.

    Raises:
        DataError: An article failed and nobody wants to hear of it.
    """
    for result in results:
        if isinstance(result, Coded):
            yield result
        elif on_failed is None:
            raise DataError(f"The article {result.article.id} cannot be coded: {result.error}.")
        else:
            on_failed(result)


# A worker loads the language pipeline first, which takes as long as some twenty articles.
_WORTH_A_PROCESS = 25
