"""`exporter demo`: the main job on the sample articles, from text to release, with what it did."""

from pathlib import Path
from typing import Annotated

import typer

from exporter.articles import count_articles, read_articles
from exporter.cli import console
from exporter.cli.code import SHOWN
from exporter.cli.release import files, release
from exporter.coders.run import code_into
from exporter.errors import UsageError
from exporter.loaders import load
from exporter.releases import About, Version
from exporter.releases.from_store import rebuild
from exporter.samples import sample_articles

NAME = "demo"

_ABOUT = About(
    title="Events of the sample articles",
    description="Events coded from the sample articles that come with exporter, to show what a release looks like.",
    language="en",
    keywords=("event data", "sample"),
)


def run(
    output: Annotated[Path, typer.Option(help="Folder of all releases.")] = Path("output"),
    version: Annotated[str | None, typer.Option(help="A higher version than the computed one.")] = None,
) -> None:
    """Code the sample articles, validate and store the events, and build a release of them.

    The release goes to OUTPUT/demo/1.0.0, the store beside it. Where nothing has changed since the last run, the
    release that is there is shown and left alone.

    Examples:

      exporter demo

      exporter demo --output /tmp/releases
    """
    from exporter.store import Store  # noqa: PLC0415 (an extra)

    folder = sample_articles()
    if version is not None:
        Version.parse(version)
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"The folder {output} cannot be made: {error.strerror}.", "Name another with --output."
        ) from error
    store = str(output / "demo.db")
    console.say(f"1. Coding the sample articles in {folder} with the dictionary coder.")
    console.say("   (The first run on a machine builds an index of places; it takes some 15 seconds.)")
    articles = console.progress(read_articles(folder), count_articles(folder), "coding")
    with Store(store) as opened:
        done = code_into(opened, articles)
        counts = opened.counts()
    held = f"{counts['articles']} articles and {counts['events']} events"
    console.say(f"2. Articles coded now: {done}. The store {store} holds {held}, all validated.")
    version = _released(store, version, output)
    events = load("demo", version, output=output)
    console.table(events.select("event_id", *SHOWN), title=f"demo {version}: {events.height} events")
    path = (output / "demo" / version).as_posix()
    console.say("4. Load it:")
    console.output().write(
        f'   Python   import exporter; events = exporter.load("demo", "{version}", output="{output.as_posix()}")\n'
        f'   Polars   import polars as pl; events = pl.read_parquet("{path}/events.parquet")\n'
        f'   R        source("{path}/load.R"); events <- load_events()\n'
    )


def _released(store: str, version: str | None, output: Path) -> str:
    """Build the next release of the demo; its version, or that of the last where nothing has changed."""
    from exporter.store import Store  # noqa: PLC0415 (an extra)

    built = release(store, "demo", version, output, about=_ABOUT)
    if built is None:
        with Store(store) as opened:
            last = opened.releases("demo")[-1].version
            if (output / "demo" / last).exists():
                console.say(f"3. Release {last} is there already; releases are never overwritten.")
                return last
            built = rebuild(opened, "demo", last, output)
    console.say(f"3. Release written to {built.folder}.")
    console.table(files(built), title=f"demo {built.version}: files")
    return built.version
