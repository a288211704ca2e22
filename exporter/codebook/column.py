"""How a column is declared: one call that pandera, the dictionary, JSON Schema and the files read."""

from typing import Any, Literal

import pandera.polars as pa

from exporter.codebook.codelists import codes

Origin = Literal["coded", "derived", "article", "store"]


def field(
    title: str,
    definition: str,
    *,
    source: str,
    origin: Origin,
    unit: str | None = None,
    null: bool = False,
    codelist: str | None = None,
    list_column: str = "code",
    example: str | None = None,
    **checks: Any,
) -> Any:
    """Declare a column.

    Args:
        title: A short name for people.
        definition: What a value means, in full sentences.
        source: Whose definition or code list this is.
        origin: Who gives the value: a coder, a rule from other columns, the article, or the store.
        unit: The unit or notation, such as `degrees (WGS84)`.
        null: Whether the value may be missing.
        codelist: The name of the code list that the value comes from.
        list_column: The column of that list which holds the value.
        example: A value to show in the dictionary where the data has none.
        **checks: Pandera's own (`ge`, `str_matches`, ...).
    """
    metadata = {
        "source": source,
        "origin": origin,
        "unit": unit,
        "codelist": codelist,
        "list_column": list_column,
        "example": example,
    }
    return pa.Field(nullable=null, title=title, description=definition, metadata=metadata, **checks)


def code_field(title: str, definition: str, *, codelist: str, list_column: str = "code", **rest: Any) -> Any:
    """Declare a column whose type is the Polars Enum of a code list's values."""
    values = {"categories": list(codes(codelist, list_column))}
    return field(title, definition, codelist=codelist, list_column=list_column, dtype_kwargs=values, **rest)
