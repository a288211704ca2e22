"""`exporter evaluate`: how good a coder is, against gold."""

import json
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from exporter.agreement import evaluate, read_gold
from exporter.agreement.score import table
from exporter.articles import read_articles
from exporter.cli import console, models
from exporter.cli.agreement import Format, show
from exporter.cli.projects import project_at
from exporter.cli.stores import existing
from exporter.errors import DataError, UsageError

NAME = "evaluate"


def run(
    gold: Annotated[
        Path | None,
        typer.Option(
            help="The gold file. Without it, what third persons have decided in the store is right."
        ),
    ] = None,
    coder: Annotated[
        list[str] | None,
        typer.Option(
            help="Who is evaluated: dictionary, model or model:NAME, to code now; with --store, anybody in it."
        ),
    ] = None,
    codings: Annotated[
        list[Path] | None, typer.Option(help="Files of coding records; every coder in them is evaluated.")
    ] = None,
    articles: Annotated[
        list[str] | None, typer.Option(help="The texts to code, where the gold file does not hold them.")
    ] = None,
    store: Annotated[str | None, typer.Option(help="A store with the codings of --coder.")] = None,
    coded_only: Annotated[
        bool,
        typer.Option(
            "--coded-only", help="Only gold articles that the coder has coded; so with --store anyway."
        ),
    ] = False,
    empty_counts: Annotated[
        bool,
        typer.Option(
            "--empty-counts", help="A null in the gold says that the report gives no value, and is judged."
        ),
    ] = False,
    faults: Annotated[int, typer.Option(help="Show so many faults of each coder, on standard error.")] = 0,
    form: Annotated[
        Format, typer.Option("--format", "-f", help="table, json, csv or markdown.")
    ] = Format.TABLE,
    model: models.ModelName = None,
    base_url: models.BaseUrl = None,
    max_cost: models.MaxCost = None,
    max_tokens: models.MaxTokens = None,
    concurrency: models.Concurrency = None,
    cache: models.AnswerCache = None,
    dataset: models.Dataset = None,
) -> None:
    """Evaluate coders on gold: precision, recall and F1 of events, and each field of those that were found.

    With 95 % confidence intervals over articles. What a coder spends while it codes is told on standard error.

    Examples:

      exporter evaluate --gold gold.jsonl --coder dictionary --articles articles.jsonl

      exporter evaluate --gold gold.jsonl --codings ab.jsonl --faults 10

      exporter evaluate --gold gold.jsonl --coder dictionary --coder model:NAME --base-url http://localhost:8000/v1

      exporter evaluate --store events.db --coder ab
    """
    if bool(coder) == bool(codings):
        raise UsageError("Give either --coder or --codings.", "See: exporter evaluate --help")
    if gold is None and store is None:
        raise UsageError("There is nothing to hold the codings against.", "Give --gold FILE or --store.")
    options = {"model": model, "base_url": base_url, "max_cost": max_cost, "max_tokens": max_tokens,
               "concurrency": concurrency, "cache": cache}  # fmt: skip
    complete = True
    project = project_at(dataset)
    with existing(store) if store is not None else nullcontext() as opened:
        right = evaluate.decided(opened) if gold is None and opened else read_gold(str(gold))
        if not right:
            raise DataError(
                "Nobody has decided about an article of the store yet.",
                "Decide about some double codings at the coding page first, or give --gold FILE.",
            )
        if codings:
            said = evaluate.from_files(codings, project.table("events"))
        elif opened is not None:
            said = {name: evaluate.from_store(opened, name) for name in coder or ()}
            coded_only = True
        else:
            texts = evaluate.texts(right, read_articles(articles) if articles else None)
            said = {}
            for chosen in models.coders(coder or (), dataset, project, **options):
                aside = getattr(chosen, "told", None)
                shown = console.progress(texts, len(texts), f"coding ({chosen.name})", aside=aside)
                said[chosen.name] = evaluate.coded_now(shown, chosen, project)
                complete &= models.tell_end(chosen)
    scores = evaluate.scores(right, said, coded_only=coded_only, empty_counts=empty_counts)
    show(table(scores), form, f"Evaluation on {len(right)} articles")
    for name, one in scores.items():
        console.say(
            f"{name}: {len(one.articles)} articles; events found {one.found}, missed {one.missed}, "
            f"spurious {one.spurious}."
        )
        for article, what, event in list(one.faults())[:faults]:
            console.say(f"    {article}: {what}: {json.dumps(event, ensure_ascii=False, default=str)[:300]}")
    if not complete:
        raise typer.Exit(1)
