"""`exporter ensemble`: several coders on the same articles, and where they differ."""

import json
from pathlib import Path
from typing import Annotated

import typer

from exporter.agreement import Dispute, Said, agreement, by_article, disputes, said_by
from exporter.articles import Article, read_articles
from exporter.articles.read import Problem
from exporter.cli import console, models
from exporter.cli.agreement import Format, show
from exporter.cli.projects import project_at
from exporter.codebook.project import Project
from exporter.coders.base import Coder
from exporter.coders.run import code
from exporter.errors import UsageError

NAME = "ensemble"


def run(
    articles: Annotated[list[str] | None, typer.Argument(help="The articles to code.")] = None,
    coder: Annotated[
        list[str] | None, typer.Option(help="dictionary, model, model:NAME; two at least.")
    ] = None,
    codings: Annotated[
        list[Path] | None, typer.Option(help="Files of coding records, instead of coding now.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write the disagreements here, one a line as JSON.")
    ] = None,
    keep: Annotated[
        Path | None, typer.Option(help="Write the coding records of all coders here, where they code now.")
    ] = None,
    store: Annotated[
        str | None,
        typer.Option(help="Queue the articles on which they differ here, for a person at the coding page."),
    ] = None,
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
    """Code articles by several coders, show how far they agree, and list where they do not for a person.

    Disagreements are events that one coder alone has, and differing types, days, places, actors and deaths. With
    --store the articles stand in the queue of the coding page, with what the coders differ in. Exit status 1 where
    no text was coded by two, an article could not be read, or a model left articles without an answer.

    Examples:

      exporter ensemble articles/ --coder dictionary --coder model -o disputes.jsonl

      exporter ensemble articles/ --coder model:SMALL --coder model:LARGE --base-url http://localhost:8000/v1

      exporter ensemble --codings dictionary.jsonl --codings model.jsonl -o disputes.jsonl
    """
    if bool(codings) == bool(articles):
        raise UsageError("Give either articles or --codings.", "See: exporter ensemble --help")
    if codings and store:
        raise UsageError("--store queues articles, and there are none.", "Give the articles and two coders.")
    complete = True
    project = project_at(dataset)
    table = project.table("events")
    texts: list[Article] = []
    if codings:
        compared = list(by_article(codings, table))
    else:
        options = {"model": model, "base_url": base_url, "max_cost": max_cost, "max_tokens": max_tokens,
                   "concurrency": concurrency, "cache": cache}  # fmt: skip
        coders = models.coders(coder or (), dataset, project, **options)
        if len(coders) < 2:
            raise UsageError("An ensemble has two coders at least.", "Give --coder twice, or --codings.")
        unread: list[Problem] = []
        texts = list(read_articles(articles or [], on_problem=unread.append))
        for problem in unread:
            console.say(f"Not read: {problem.message}")
            console.say(f"    {problem.remedy}")
        compared, complete = _coded(texts, coders, keep, project)
        complete &= not unread
    found = agreement(compared, table=table)
    if found.is_empty():
        console.say("No text was coded by two coders; there is nothing to compare.")
        raise typer.Exit(1)
    show(found, form, "Agreement")
    differing = list(disputes(compared))
    if output is not None:
        console.write_text("".join(_line(one) for one in differing), output)
    where = f"; they are in {output}" if output else ""
    console.say(f"Articles on which coders differ: {len({one.article_id for one in differing})}{where}.")
    if store is not None:
        _queue(store, texts, differing)
    if not complete:
        raise typer.Exit(1)


def _coded(
    texts: list[Article], coders: list[Coder], keep: Path | None, project: Project
) -> tuple[list[list[Said]], bool]:
    """What each coder says of each article, article by article, and whether every article has its answers."""
    said: dict[str, list[Said]] = {article.id: [] for article in texts}
    lines = []
    complete = True
    for one in coders:
        aside = getattr(one, "told", None)
        shown = console.progress(texts, len(texts), f"coding ({one.name})", aside=aside)
        for coded in code(shown, one, project):
            said[coded.coding.article.id].append(said_by(coded.coding))
            lines.append(json.dumps(coded.coding.record(), ensure_ascii=False) + "\n")
        complete &= models.tell_end(one)
    if keep is not None:
        console.write_text("".join(lines), keep)
    return list(said.values()), complete


def _queue(address: str, texts: list[Article], differing: list[Dispute]) -> None:
    """Put the articles on which coders differ into the queue, each with its reasons."""
    from exporter.store import Store  # noqa: PLC0415 (an extra)

    reasons: dict[str, list[str]] = {}
    for dispute in differing:
        reasons.setdefault(dispute.article_id, []).append(dispute.why)
    with Store(address) as opened:
        for article in texts:
            if article.id in reasons:
                opened.work.doubt(article, "; ".join(reasons[article.id]), who=NAME)
    console.say(f"In the queue of {address}: {len(reasons)} articles, with what the coders differ in.")


def _line(dispute: Dispute) -> str:
    return json.dumps(dispute.record(), ensure_ascii=False) + "\n"
