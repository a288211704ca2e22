"""`exporter code`: articles in, events out."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from exporter.articles import Article, count_articles, read_articles
from exporter.articles.read import Problem
from exporter.cli import console, models
from exporter.coders.coding import NOT_ENGLISH
from exporter.coders.frame import event_frame
from exporter.coders.run import Coded, code, code_into, coder_named
from exporter.errors import UsageError

NAME = "code"

SHOWN = ("event_date", "sub_event_type", "actor1", "actor2", "location", "country", "fatalities")


class Format(StrEnum):
    """How the events are printed."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"
    NONE = "none"


def run(
    paths: Annotated[
        list[str],
        typer.Argument(
            help="Articles: .txt, .html or .jsonl files, folders of them, or - for standard input."
        ),
    ],
    form: Annotated[
        Format,
        typer.Option("--format", "-f", help="jsonl: coding records with evidence; csv, table: event rows."),
    ] = Format.TABLE,
    store: Annotated[
        str | None,
        typer.Option(help="Keep the codings in this store (a file such as events.db, or a database URL)."),
    ] = None,
    published: Annotated[
        str | None, typer.Option(help="Day of publication (YYYY-MM-DD) where the file does not say.")
    ] = None,
    source: Annotated[str | None, typer.Option(help="Outlet, where the file does not say.")] = None,
    coder: Annotated[str, typer.Option(help="Who codes: dictionary, or model.")] = "dictionary",
    actors: Annotated[
        list[Path] | None,
        typer.Option(
            help="An actor file in PETRARCH's format, before our own list; may be given several times."
        ),
    ] = None,
    agents: Annotated[
        list[Path] | None, typer.Option(help="An agent file in PETRARCH's format, likewise.")
    ] = None,
    background: Annotated[
        bool,
        typer.Option(
            "--background",
            help="Code historical background too, tagged `background`, where the report gives its date.",
        ),
    ] = False,
    horizon: Annotated[
        int | None,
        typer.Option(help="Days before publication after which an event is background (365).", min=0),
    ] = None,
    why: Annotated[
        bool,
        typer.Option(
            "--why",
            help="Say for each value which words, list entry or rule gave it, and what was passed over.",
        ),
    ] = False,
    rejects: Annotated[
        Path,
        typer.Option(
            help="Where rows that break the codebook go, with the reasons; written only if there are any."
        ),
    ] = Path("rejects.csv"),
    model: models.ModelName = None,
    base_url: models.BaseUrl = None,
    max_cost: models.MaxCost = None,
    max_tokens: models.MaxTokens = None,
    concurrency: models.Concurrency = None,
    stream: models.Streamed = False,
    cache: models.AnswerCache = None,
    dry_run: models.DryRun = False,
    no_ask: models.NoAsk = False,
    dataset: models.Dataset = None,
) -> None:
    """Code articles into events.

    Events are printed on standard output; with --store they are kept, and articles that the store has from the
    same coder are passed over. Exit status 1 when an article could not be read, is not in English, or a row was
    rejected.

    Examples:

      exporter code report.txt --published 2016-05-16 --source AFP

      exporter code articles/ --store events.db

      cat articles.jsonl | exporter code - --format jsonl > codings.jsonl

      exporter code report.txt --published 2016-05-16 --why

      exporter code report.txt --published 2016-05-16 --background

      exporter code articles/ --coder model --model NAME --base-url http://localhost:8000/v1 --store events.db
    """
    problems: list[Problem] = []
    found = read_articles(
        paths, published=_day(published), source=source, on_problem=lambda problem: _tell(problem, problems)
    )
    options = {"model": model, "base_url": base_url, "max_cost": max_cost, "max_tokens": max_tokens,
               "concurrency": concurrency, "stream": stream or None, "cache": cache}  # fmt: skip
    if coder == models.NAME:
        if background or horizon is not None:
            raise UsageError(
                "--background and --horizon are the dictionary coder's.", "Leave them out with --coder model."
            )
        chosen = coder_named(coder, settings=models.settings(dataset, **options), offline=no_ask)
    else:
        models.no_model_options(coder, **options, dry_run=dry_run, no_ask=no_ask)
        chosen = coder_named(
            coder, actors=actors or (), agents=agents or (), background=background, horizon=horizon
        )
    if dry_run:
        models.tell_estimate(chosen, found, store)
        raise typer.Exit(1 if problems else 0)
    _tell_broken(actors or [], agents or [])
    articles = console.progress(found, count_articles(paths), "coding", aside=getattr(chosen, "told", None))
    kept: list[Coded] = []
    rejected: list[pl.DataFrame] = []
    foreign: list[str] = []

    def each(coded: Coded) -> None:
        if language := _language(coded):
            foreign.append(coded.coding.article.id)
            console.say(f"Not coded: {coded.coding.article.id} is {language}.")
            console.say("    The dictionary coder reads English only: translate the text first.")
        if form is Format.JSONL:
            console.output().write(json.dumps(coded.coding.record(), ensure_ascii=False) + "\n")
        elif form is not Format.NONE:
            kept.append(coded)
        if not coded.problems.is_empty():
            rejected.append(coded.problems)
        if why:
            console.why(coded.coding, aside=form in (Format.JSONL, Format.CSV))

    _code(articles, chosen, store, each)
    _print(kept, form)
    if rejected:
        every = pl.concat(rejected)
        console.write(every, rejects)
        console.problems(every, limit=5)
        console.say(
            f"Rows rejected: {every.select('table', 'row').n_unique()}. The reasons are in {rejects}."
        )
    complete = models.tell_end(chosen)
    if problems or rejected or foreign or not complete:
        raise typer.Exit(1)


def _code(articles: Iterator[Article], coder: object, store: str | None, each: object) -> None:
    from exporter.coders.base import Coder  # noqa: PLC0415

    assert callable(each)  # noqa: S101
    chosen: Coder = coder  # type: ignore[assignment]
    if store is None:
        for coded in code(articles, chosen):
            each(coded)
        return
    from exporter.store import Store  # noqa: PLC0415 (an extra)

    with Store(store) as opened:
        done = code_into(opened, articles, chosen, each=each)
        counts = opened.counts()
    console.say(
        f"Articles coded now: {done}. In {store}: {counts['articles']} articles, {counts['events']} events."
    )


def _language(coded: Coded) -> str | None:
    """What the coder says of a text that it does not read."""
    if coded.coding.coder_name != "dictionary":
        return None
    return next((s.reason for s in coded.coding.skipped if s.reason.startswith(NOT_ENGLISH)), None)


def _tell_broken(actors: list[Path], agents: list[Path]) -> None:
    if not actors and not agents:
        return
    from exporter.coders.dictionary.petrarch import broken  # noqa: PLC0415 (an extra)

    lines = Counter(str(fault.file) for fault in broken(actors, agents))
    for file, count in lines.items():
        console.say(f"{file}: lines passed over: {count}. `exporter lint-dictionary {file}` names them.")


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"--published {text!r} is no date.", "Write it as 2016-05-16.") from error


def _tell(problem: Problem, problems: list[Problem]) -> None:
    problems.append(problem)
    console.say(f"Not read: {problem.message}")
    console.say(f"    {problem.remedy}")


def _print(kept: list[Coded], form: Format) -> None:
    if form not in (Format.TABLE, Format.CSV) or (form is Format.TABLE and not kept):
        return
    rows = pl.concat([event_frame([]).clear(), *(coded.rows for coded in kept)])
    if form is Format.CSV:
        console.csv(rows)
    else:
        console.table(rows.select(SHOWN), title=f"{rows.height} events in {len(kept)} articles")
