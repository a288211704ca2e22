"""`exporter ensemble`: several coders on the same articles, and where they differ."""

import json
from pathlib import Path
from typing import Annotated

import typer

from exporter.agreement import Dispute, Said, agreement, by_article, disputes, said_by
from exporter.agreement.evaluate import closing
from exporter.articles import Article, read_articles
from exporter.cli import console
from exporter.cli.agreement import Format, show
from exporter.coders.run import code, coder_named
from exporter.errors import UsageError

NAME = "ensemble"


def run(
    articles: Annotated[list[str] | None, typer.Argument(help="The articles to code.")] = None,
    coder: Annotated[list[str] | None, typer.Option(help="A coder; give two at least.")] = None,
    codings: Annotated[
        list[Path] | None, typer.Option(help="Files of coding records, instead of coding now.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write the disagreements here, one a line as JSON.")
    ] = None,
    keep: Annotated[
        Path | None, typer.Option(help="Write the coding records of all coders here, where they code now.")
    ] = None,
    form: Annotated[
        Format, typer.Option("--format", "-f", help="table, json, csv or markdown.")
    ] = Format.TABLE,
) -> None:
    """Code articles by several coders, show how far they agree, and list where they do not for a person.

    Disagreements are events that one coder alone has, and differing types, days, places, actors and deaths.

    Examples:

      exporter ensemble articles/ --coder dictionary --coder model -o disputes.jsonl

      exporter ensemble --codings dictionary.jsonl --codings model.jsonl -o disputes.jsonl
    """
    if bool(codings) == bool(articles):
        raise UsageError("Give either articles or --codings.", "See: exporter ensemble --help")
    if codings:
        compared = list(by_article(codings))
    else:
        if len(set(coder or ())) < 2:
            raise UsageError("An ensemble has two coders at least.", "Give --coder twice, or --codings.")
        texts = list(read_articles(articles or []))
        compared = _coded(texts, list(dict.fromkeys(coder or ())), keep)
    found = agreement(compared)
    if found.is_empty():
        console.say("No text was coded by two coders; there is nothing to compare.")
        raise typer.Exit(1)
    show(found, form, "Agreement")
    differing = list(disputes(compared))
    if output is not None:
        console.write_text("".join(_line(one) for one in differing), output)
    where = f"; they are in {output}" if output else ""
    console.say(f"Articles on which coders differ: {len({one.article_id for one in differing})}{where}.")


def _coded(texts: list[Article], names: list[str], keep: Path | None) -> list[list[Said]]:
    """What each coder says of each article, article by article."""
    said: dict[str, list[Said]] = {article.id: [] for article in texts}
    lines = []
    for name in names:
        chosen = coder_named(name)
        for coded in code(console.progress(texts, len(texts), f"coding ({name})"), chosen):
            said[coded.coding.article.id].append(said_by(coded.coding))
            lines.append(json.dumps(coded.coding.record(), ensure_ascii=False) + "\n")
        for line in closing(chosen):
            console.say(f"{name}: {line}")
    if keep is not None:
        console.write_text("".join(lines), keep)
    return list(said.values())


def _line(dispute: Dispute) -> str:
    return json.dumps(dispute.record(), ensure_ascii=False) + "\n"
