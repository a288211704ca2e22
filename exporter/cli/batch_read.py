"""`exporter batch-read`: the results of a batch endpoint, kept as answers for `exporter code`."""

from pathlib import Path
from typing import Annotated

import typer

from exporter.cli import console, models

NAME = "batch-read"

SHOWN = 20


def run(
    results: Annotated[list[Path], typer.Argument(help="Results files, as the endpoint returned them.")],
    model: models.ModelName = None,
    cache: models.AnswerCache = None,
    dataset: models.Dataset = None,
) -> None:
    """Keep the answers of results files, for `exporter code --coder model` to find.

    Exit status 1 when a request has no answer.

    Examples:

      exporter batch-read results.jsonl --model gpt-4o-mini
    """
    from exporter.coders.model.batch_files import read_results  # noqa: PLC0415 (an extra)
    from exporter.coders.model.cache import Cache, default_cache  # noqa: PLC0415

    settings = models.settings(dataset, model=model, cache=cache)
    kept = Cache(settings.cache or default_cache())
    read = read_results(results, settings, kept)
    kept.close()
    for line in read.failed[:SHOWN]:
        console.say(f"No answer: {line}.")
    if len(read.failed) > SHOWN:
        console.say(f"No answer: {len(read.failed) - SHOWN} more.")
    console.say(
        f"Answers kept: {read.answers}, {read.question_tokens:,} tokens of questions, "
        f"{read.answer_tokens:,} of answers."
    )
    if read.failed:
        raise typer.Exit(1)
