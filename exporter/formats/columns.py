"""Short ways to declare a column of another project's table, over the codebook's own `field`."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from exporter.codebook.column import field
from exporter.formats.crosswalk import known


def declare(source: str) -> Any:
    """`field` for columns that another project gives: all may be missing unless `null=False`."""
    return partial(field, source=source, origin="article", null=True)


def coded(declared: Any, title: str, definition: str, codes: Sequence[str], **rest: Any) -> Any:
    """A column whose type is the Enum of a list of codes."""
    return declared(title, definition, dtype_kwargs={"categories": list(codes)}, **rest)


def numbers(values: str) -> list[int]:
    """The numeric codes that a value map lists."""
    return [int(code) for code in known(values)]
