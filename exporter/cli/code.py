"""`exporter code`: articles in, events out."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from exporter.articles import Article, count_articles, read_articles
from exporter.articles.read import Defaults, Problem, defaults_of
from exporter.cli import console, models
from exporter.cli.projects import project_at
from exporter.codebook.project import Project
from exporter.coders.base import Coder
from exporter.coders.checked import Coded
from exporter.coders.coding import NOT_ENGLISH
from exporter.coders.engines import Failed
from exporter.coders.frame import event_frame
from exporter.coders.partitions import Folder, Tally
from exporter.coders.run import code, code_into, coder_named, jobs_for
from exporter.coders.set_aside import SetAside
from exporter.coders.to_folder import code_on_cluster, code_to_folder
from exporter.errors import UsageError

NAME = "code"

SHOWN = ("event_date", "sub_event_type", "actor1", "actor2", "location", "country", "fatalities")


class Format(StrEnum):
    """How the events are printed."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"
    NONE = "none"


class EngineName(StrEnum):
    """Where coding runs."""

    LOCAL = "local"
    RAY = "ray"


def run(
    paths: Annotated[
        list[str],
        typer.Argument(
            help="Articles: .txt, .html, .jsonl or .parquet files, folders of them, or - for standard input."
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
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs", "-j", min=1, help="Code with so many processes (default: the cores, for many articles)."
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            help="Write the codings to this folder (or address of an object store) as Parquet partitions, for "
            "`exporter store load`; nothing is printed.",
        ),
    ] = None,
    engine: Annotated[
        EngineName, typer.Option(help="Where coding runs: this machine, or a Ray cluster (with -o).")
    ] = EngineName.LOCAL,
    address: Annotated[
        str | None, typer.Option(help="The Ray cluster, HOST:PORT or auto (default: one of this machine).")
    ] = None,
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

      exporter code s3://bucket/articles/ --engine ray --address auto -o s3://bucket/codings

      exporter code report.txt --published 2016-05-16 --background

      exporter code articles/ --coder model --model NAME --base-url http://localhost:8000/v1 --store events.db
    """
    problems: list[Problem] = []
    _fitting(engine, address, output, store=store, form=form, why=why, dry_run=dry_run)
    if engine is EngineName.RAY:
        models.no_model_options(coder, model=model)
        chosen = coder_named(
            coder, actors=actors or (), agents=agents or (), background=background, horizon=horizon
        )
        _on_cluster(paths, chosen, str(output), address, defaults_of(published, source, None))
        return
    found = read_articles(
        paths, published=_day(published), source=source, on_problem=lambda problem: _tell(problem, problems)
    )
    options = {"model": model, "base_url": base_url, "max_cost": max_cost, "max_tokens": max_tokens,
               "concurrency": concurrency, "stream": stream or None, "cache": cache}  # fmt: skip
    project = project_at(dataset)
    if coder == models.NAME:
        if background or horizon is not None:
            raise UsageError(
                "--background and --horizon are the dictionary coder's.", "Leave them out with --coder model."
            )
        # Partitions are read by the codebook alone, whatever store they go into.
        asked = project if output is None else None
        told = models.settings(dataset, **options)
        chosen = coder_named(coder, settings=told, offline=no_ask, project=asked)
    else:
        models.no_model_options(coder, **options, dry_run=dry_run, no_ask=no_ask)
        chosen = coder_named(
            coder, actors=actors or (), agents=agents or (), background=background, horizon=horizon
        )
    if dry_run:
        models.tell_estimate(chosen, found, store)
        raise typer.Exit(1 if problems else 0)
    _tell_broken(actors or [], agents or [])
    count = count_articles(paths)
    wanted = jobs or jobs_for(chosen, count)
    articles = console.progress(found, count, "coding", aside=getattr(chosen, "told", None))
    if output is not None:
        tally = code_to_folder(
            articles, chosen, Folder(output, new=True), jobs=wanted, on_failed=_tell_failed
        )
        _tell_folder(tally, output)
        complete = models.tell_end(chosen)
        raise typer.Exit(1 if problems or tally.set_aside or not complete else 0)
    good = _here(articles, chosen, store, form, why=why, rejects=rejects, jobs=wanted, project=project)
    complete = models.tell_end(chosen)
    if problems or not good or not complete:
        raise typer.Exit(1)


def _here(
    articles: Iterator[Article],
    chosen: Coder,
    store: str | None,
    form: Format,
    *,
    why: bool,
    rejects: Path,
    jobs: int,
    project: Project,
) -> bool:
    """Code into the store and print; whether every article and row was good."""
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

    with SetAside(rejects.with_name("set-aside.jsonl")) as aside:

        def failed(result: Failed) -> None:
            aside.add(result)
            console.say(f"Not coded: {result.article.id}: {result.error}.")
            console.say(
                f"    The article is set aside in {aside.path}; `exporter code {aside.path}` tries again."
            )

        _code(articles, chosen, store, each, jobs, failed, project)
    _print(kept, form, project)
    console.rejects(rejected, rejects)
    return not (rejected or foreign or aside.count)


def _code(
    articles: Iterator[Article],
    coder: Coder,
    store: str | None,
    each: Callable[[Coded], None],
    jobs: int,
    on_failed: Callable[[Failed], None],
    project: Project,
) -> None:
    if store is None:
        for coded in code(articles, coder, project, jobs=jobs, on_failed=on_failed):
            each(coded)
        return
    from exporter.store import Store  # noqa: PLC0415 (an extra)

    with Store(store, project=project) as opened:
        done = code_into(opened, articles, coder, each=each, project=project, jobs=jobs, on_failed=on_failed)
        counts = opened.counts()
    console.say(
        f"Articles coded now: {done}. In {store}: {counts['articles']} articles, {counts['events']} events."
    )


def _fitting(engine: EngineName, address: str | None, output: str | None, **others: object) -> None:
    """Refuse options that do not go together.

    Raises:
        UsageError: They do not.
    """
    if engine is EngineName.RAY and output is None:
        raise UsageError("A cluster writes its codings to a folder.", "Say which: -o FOLDER.")
    if address is not None and engine is not EngineName.RAY:
        raise UsageError("--address is that of a Ray cluster.", "Add --engine ray.")
    given = [name for name, value in others.items() if value and value is not Format.TABLE]
    if output is not None and "form" in given:
        given[given.index("form")] = "format" if others["form"] is not Format.NONE else ""
    given = [name.replace("_", "-") for name in given if name]
    if output is not None and given:
        raise UsageError(
            f"--{given[0]} does not go with -o: the codings go to the folder.",
            f"Take them into a store with: exporter store load {output} --store events.db",
        )


def _on_cluster(paths: list[str], coder: Coder, output: str, address: str | None, defaults: Defaults) -> None:
    problems: list[Problem] = []
    with console.bar(None, "coding") as advance:
        tally = code_on_cluster(
            paths, coder, Folder(output, new=True), address=address, defaults=defaults,
            on_failed=_tell_failed, on_problem=lambda problem: _tell(problem, problems), each=advance,
        )  # fmt: skip
    _tell_folder(tally, output)
    if problems or tally.set_aside:
        raise typer.Exit(1)


def _tell_failed(failed: Failed) -> None:
    console.say(f"Not coded: {failed.article.id}: {failed.error}.")


def _tell_folder(tally: Tally, output: str) -> None:
    console.say(f"Articles coded now: {tally.coded}. The codings are in {output}.")
    if tally.set_aside:
        console.say(
            f"Set aside: {tally.set_aside} articles. `exporter code {output}/set-aside` tries them alone."
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


def _print(kept: list[Coded], form: Format, project: Project) -> None:
    if form not in (Format.TABLE, Format.CSV) or (form is Format.TABLE and not kept):
        return
    rows = pl.concat([event_frame([], project.table("events")), *(coded.rows for coded in kept)])
    if form is Format.CSV:
        console.csv(rows)
    else:
        console.table(rows.select(SHOWN), title=f"{rows.height} events in {len(kept)} articles")
