"""The model coder as the commands set it up: its options, and what they say at the end."""

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exporter.articles import Article
from exporter.cli import console, projects, stores
from exporter.codebook.project import Project
from exporter.coders.base import Coder
from exporter.errors import UsageError

if TYPE_CHECKING:
    from exporter.coders.model.settings import Settings

NAME = "model"
"""What `--coder` calls it."""

ModelName = Annotated[
    str | None,
    typer.Option("--model", help="The model that codes, as its server calls it; for --coder model."),
]
BaseUrl = Annotated[
    str | None, typer.Option(help="Its server: any OpenAI-compatible endpoint, up to and with its /v1.")
]
MaxCost = Annotated[
    float | None,
    typer.Option(min=0, help="Stop before the model has cost more than this (prices: dataset.toml)."),
]
MaxTokens = Annotated[
    int | None, typer.Option(min=0, help="Stop before the model has taken more tokens than this.")
]
Concurrency = Annotated[int | None, typer.Option(min=1, help="Requests to the model under way at a time.")]
Streamed = Annotated[
    bool,
    typer.Option("--stream", help="Have the model's answers word by word, for servers that cut silence."),
]
AnswerCache = Annotated[
    Path | None,
    typer.Option("--cache", help="The file of the model's answers so far, which are not paid for again."),
]
DryRun = Annotated[
    bool,
    typer.Option(
        "--dry-run", help="Ask nothing; say about how many tokens the model would take, and the cost."
    ),
]
NoAsk = Annotated[
    bool, typer.Option("--no-ask", help="Code from the model's answers so far, such as those of a batch.")
]
Dataset = Annotated[
    Path | None,
    typer.Option(help="The project's dataset.toml, with its table [model] (default: this folder's)."),
]


def settings(dataset: Path | None, **given: object) -> "Settings":
    """The settings of the project's file with those of the command line in their place.

    Raises:
        UsageError: They cannot be meant so.
    """
    from exporter.coders.model.settings import read_settings  # noqa: PLC0415

    there = projects.FILE if projects.FILE.exists() else None
    return read_settings(dataset or there, **given)


def no_model_options(coder: str, **given: object) -> None:
    """Refuse the options of the model for another coder.

    Raises:
        UsageError: One of them is given.
    """
    for name, value in given.items():
        if value:
            raise UsageError(
                f"--{name.replace('_', '-')} is of no use to the coder {coder}.", "Add --coder model."
            )


def coders(
    names: Iterable[str], dataset: Path | None, project: Project | None = None, **given: object
) -> list[Coder]:
    """The coders of some names: `dictionary`, `model` (the one that is set up), or `model:NAME` (this one).

    Raises:
        UsageError: There is no coder of that name, a model is not set up, or options for a model have none.
    """
    from exporter.coders.run import coder_named  # noqa: PLC0415

    found: dict[str, Coder] = {}
    for name in names:
        kind, _, model = name.partition(":")
        if kind == NAME:
            options = given | ({"model": model} if model else {})
            chosen = coder_named(NAME, settings=settings(dataset, **options), project=project)
        else:
            chosen = coder_named(name)
        found[chosen.name] = chosen
    if not any(name.startswith(f"{NAME}:") for name in found):
        no_model_options(", ".join(found), **given)
    return list(found.values())


def tell_estimate(coder: Coder, articles: Iterable[Article], store: str | None) -> None:
    """Say what a run would take."""
    from exporter.coders.model.coder import ModelCoder  # noqa: PLC0415 (an extra)

    assert isinstance(coder, ModelCoder)  # noqa: S101
    with ExitStack() as stack:
        if store is not None and ("://" in store or Path(store).exists()):
            kept = stack.enter_context(stores.existing(store))
            articles = (a for a in articles if not kept.has_coding(a, coder.name, coder.version))
        found = coder.estimate(articles)
    console.say(f"To ask: {found.told(coder.settings)}.")
    if found.known:
        console.say(f"Answered before, at no cost: {found.known} articles.")
    console.say("Answers with faults are asked to be mended, once; that comes on top.")


def tell_end(coder: Coder) -> bool:
    """Say what a run has taken and left; whether every article has its answer."""
    if not coder.name.startswith("model:"):
        return True
    from exporter.coders.model.coder import ModelCoder  # noqa: PLC0415 (an extra)

    assert isinstance(coder, ModelCoder)  # noqa: S101
    for line in coder.closing():
        console.say(line)
    return coder.complete
