"""What a release says of the one before: its CHANGES.md, or else what can be counted without the tables."""

from dataclasses import dataclass

import polars as pl
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from exporter.catalogue.entry import Entry
from exporter.errors import DataError

LONGEST = 40_000
"""A CHANGES.md of more characters stands on the page with its beginning only, and is linked."""

SHOWN = 20
"""Rows of the changed values that a page shows."""

COLUMNS = ("event_id", "change", "column", "old", "new")


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed.

    Attributes:
        summary: A sentence as HTML.
        lead: The beginning of CHANGES.md as HTML, or the sentence.
        rest: What follows it there as HTML; none where there is nothing, or too much for a page.
    """

    summary: Markup
    lead: Markup
    rest: Markup | None


def changes(entry: Entry, before: Entry | None) -> Changes:
    """What changed since the release before; that one is only asked where the release itself says nothing."""
    text = entry.texts.get("CHANGES.md")
    if text is None:
        said = _counted(entry, before)
        return Changes(said, Markup("<p>{}</p>").format(said), None)
    lead, _, rest = text.partition("\n## ")
    paragraphs = [part for part in lead.split("\n\n") if part.strip() and not part.lstrip().startswith("# ")]
    first = paragraphs[0].split("\n## ")[0] if paragraphs else "See CHANGES.md."
    return Changes(
        summary=Markup(_MARKDOWN.renderInline(" ".join(first.split()))),  # noqa: S704 (raw HTML is off)
        lead=_render("\n\n".join(paragraphs)),
        rest=_render(f"## {rest}") if rest and len(rest) <= LONGEST else None,
    )


def changed_values(entry: Entry) -> tuple[tuple[str, ...], ...]:
    """The first changed values: event, change, column, old and new; none where the release lists none.

    Raises:
        DataError: changes.parquet cannot be read or has other columns.
    """
    if entry.file("changes.parquet") is None:
        return ()
    try:
        frame = pl.read_parquet(entry.folder / "changes.parquet", columns=list(COLUMNS), n_rows=SHOWN)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise DataError(f"changes.parquet cannot be read: {str(error).splitlines()[0]}") from error
    texts = frame.select(pl.col(name).cast(pl.String).fill_null("") for name in COLUMNS)
    return tuple(texts.iter_rows())


def _counted(entry: Entry, before: Entry | None) -> Markup:
    if before is None:
        return Markup("The first version.")
    more = entry.events - before.events
    events = f"{abs(more):,} {'more' if more > 0 else 'fewer'} events than" if more else "As many events as"
    old, new = ({(r["table"], r["column"]) for r in one.dictionary} for one in (before, entry))
    parts = [f"{events} {before.version}"]
    parts += [
        f"{what} {', '.join(f'{table}.{column}' for table, column in sorted(which))}"
        for what, which in (("new:", new - old), ("gone:", old - new))
        if which
    ]
    return Markup("{}.").format("; ".join(parts))


# No raw HTML, no pictures, no links: the text of a release is shown and neither runs nor loads anything.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["image", "link", "autolink"])


def _render(text: str) -> Markup:
    tokens = _MARKDOWN.parse(text)
    for token in tokens:
        _lower(token)
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    html = html.replace("<table>", '<div class="scroll" tabindex="0" role="group" aria-label="Table"><table>')
    return Markup(html.replace("</table>", "</table></div>"))  # noqa: S704 (raw HTML is off)


def _lower(token: Token) -> None:
    """Headings stand two steps lower on the page, under that of their section."""
    if token.type in {"heading_open", "heading_close"}:
        token.tag = f"h{min(int(token.tag[1]) + 1, 6)}"
