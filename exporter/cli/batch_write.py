"""`exporter batch-write`: the questions about articles as a file for a batch endpoint."""

from pathlib import Path
from typing import Annotated

import typer

from exporter.articles import count_articles, read_articles
from exporter.articles.read import Problem
from exporter.cli import console, models
from exporter.cli.projects import project_at

NAME = "batch-write"


def run(
    paths: Annotated[list[str], typer.Argument(help="Articles, as for `exporter code`.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The file of requests.")] = Path(
        "requests.jsonl"
    ),
    model: models.ModelName = None,
    cache: models.AnswerCache = None,
    dataset: models.Dataset = None,
    form: Annotated[
        str, typer.Option(help="How the form of the answer is asked for: json_schema, json_object or text.")
    ] = "json_schema",
    megabytes: Annotated[
        float, typer.Option(min=1, help="The largest file; what is more goes into another.")
    ] = 190,
) -> None:
    """Write the model's questions that have no answer yet into a file for a batch endpoint.

    Articles whose answer has faults are asked about once more. Exit status 1 when an article could not be read.

    Examples:

      exporter batch-write articles/ --model gpt-4o-mini

      exporter batch-read results.jsonl --model gpt-4o-mini

      exporter code articles/ --coder model --model gpt-4o-mini --no-ask --store events.db
    """
    from exporter.coders.model.batch_files import write_requests  # noqa: PLC0415 (an extra)
    from exporter.coders.model.cache import Cache, default_cache  # noqa: PLC0415
    from exporter.coders.model.own import Own  # noqa: PLC0415
    from exporter.coders.model.prompt import Prompt  # noqa: PLC0415
    from exporter.coders.model.request import FORMS  # noqa: PLC0415

    if form not in FORMS:
        raise typer.BadParameter(f"{form!r} is none of {', '.join(FORMS)}.", param_hint="--form")
    problems: list[Problem] = []

    def tell(problem: Problem) -> None:
        problems.append(problem)
        console.say(f"Not read: {problem.message}")
        console.say(f"    {problem.remedy}")

    settings = models.settings(dataset, model=model, cache=cache)
    prompt = Prompt(own=Own(project_at(dataset).table("events")))
    articles = console.progress(read_articles(paths, on_problem=tell), count_articles(paths), "writing")
    kept = Cache(settings.cache or default_cache())
    written = write_requests(articles, output, settings, prompt, kept, megabytes=megabytes, form=form)
    kept.close()
    files = ", ".join(map(str, written.files)) or "no file"
    console.say(
        f"Requests written: {written.requests} ({written.first} first, {written.mending} to mend an answer), "
        f"about {written.question_tokens:,} tokens, to {files}."
    )
    console.say(f"Articles that need none: {written.known}.")
    if problems:
        raise typer.Exit(1)
