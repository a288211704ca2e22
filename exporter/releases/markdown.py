"""Markdown: tables, and text that must not work as markup."""

from collections.abc import Sequence


def markdown_table(rows: Sequence[Sequence[object]]) -> list[str]:
    """A table, its first row the heading; the cells are Markdown."""
    head, *body = [f"| {' | '.join(str(cell) for cell in row)} |" for row in rows]
    return [head, f"|{' --- |' * len(rows[0])}", *body]


def words(text: object) -> str:
    """The codebook's own words, which may hold Markdown, in one cell of a table."""
    return "" if text is None else str(text).replace("|", "\\|").replace("\n", " ")


_LITERAL = str.maketrans({**{mark: f"\\{mark}" for mark in "\\`*_[]<>|#~&"}, "\n": " ", "\r": " ", "\t": " "})


def literal(value: object) -> str:
    """A value of the data in one cell of a table: no character of it works as Markdown or HTML."""
    return "" if value is None else str(value).translate(_LITERAL)
