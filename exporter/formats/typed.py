"""Text read as the types of a format: what a cell may look like, and what cannot be read."""

from dataclasses import dataclass

import polars as pl

from exporter.formats.format import Format

# Days as ISO, as ACLED's site writes them, and as UCDP writes them, with a time of day that is always midnight.
_DAYS = ("%Y-%m-%d", "%d %B %Y", "%d-%B-%Y", "%d %b %Y", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f")
_INSTANTS = ("%+", "%Y-%m-%dT%H:%M:%S%.f%z", "%Y-%m-%d %H:%M:%S%.f%z", "%Y-%m-%d %H:%M:%S%.f%#z")
_WORDS = {"true": True, "false": False, "1": True, "0": False, "t": True, "f": False}


@dataclass(frozen=True)
class Typed:
    """A table in a format's types.

    Attributes:
        frame: Exactly the columns of the format; what the file lacks or cannot be read is null.
        reasons: For each row what could not be read, null where all could.
        unknown: Columns of the file that the format does not have, with how many values they hold.
    """

    frame: pl.DataFrame
    reasons: pl.Series
    unknown: dict[str, int]


def as_typed(table: pl.DataFrame, layout: Format) -> Typed:
    """Read a table, of text or of types, as the columns and types of a format."""
    if table.schema == layout.schema:
        return Typed(table, pl.Series("reason", [None], pl.String).new_from_index(0, table.height), {})
    named = _named(table, layout)
    unknown = {
        name: named.height - named[name].null_count() for name in named.columns if name not in layout.schema
    }
    known = [name for name in layout.schema if name in named.columns]
    text = layout.prepare(named.select(_text(name, layout) for name in known))
    frame = text.select(
        _read(name, kind) if name in text.columns else pl.lit(None, kind).alias(name)
        for name, kind in layout.schema.items()
    )
    return Typed(frame, _reasons(text, frame), unknown)


def spelled(table: pl.DataFrame, layout: Format) -> pl.DataFrame:
    """A table as validation reads it: text in the spelling of the codebook, what cannot be read as it stands.

    Columns that the format does not have are left out; those that it has and need hold nothing are added.
    """
    named = _named(table, layout)
    known = [name for name in layout.schema if name in named.columns]
    text = layout.prepare(named.select(_text(name, layout) for name in known))
    declared = layout.model.to_schema().columns
    lacking = [name for name in layout.schema if name not in text.columns and declared[name].nullable]
    read = text.select(_read(name, layout.schema[name]) for name in text.columns)
    told = [
        pl.coalesce(_iso(read[name]), text[name]).alias(name)
        if layout.schema[name].is_temporal()
        else text[name]
        for name in text.columns
    ]
    return text.select(told).with_columns(pl.lit(None, pl.String).alias(name) for name in lacking)


def _iso(days: pl.Series) -> pl.Series:
    form = "%Y-%m-%d" if days.dtype == pl.Date else "%Y-%m-%dT%H:%M:%S%.fZ"
    return days.dt.strftime(form)


def _named(table: pl.DataFrame, layout: Format) -> pl.DataFrame:
    """Columns under the format's own names, whatever the size of their letters."""
    names = {name.lower(): name for name in layout.schema}
    renamed: dict[str, str] = {}
    for name in table.columns:
        plain = name.strip().strip("\ufeff").lower()
        if plain in names and names[plain] not in renamed.values():
            renamed[name] = names[plain]
    taken = set(renamed.values())
    return table.drop([n for n in table.columns if n not in renamed and n in taken]).rename(renamed)


def _text(name: str, layout: Format) -> pl.Expr:
    """The column as text; blank cells and the format's words for a missing value are null."""
    text = pl.col(name).cast(pl.String)
    plain = text.str.strip_chars()
    return pl.when(~plain.is_in(["", *layout.missing])).then(text).alias(name)


def _read(name: str, kind: pl.DataType) -> pl.Expr:
    text = pl.col(name)
    if kind == pl.String:
        return text
    plain = text.str.strip_chars()
    if kind == pl.Date:
        return pl.coalesce(plain.str.to_date(form, strict=False) for form in _DAYS).alias(name)
    if isinstance(kind, pl.Datetime):
        read = (
            plain.str.to_datetime(form, time_unit="us", time_zone="UTC", strict=False) for form in _INSTANTS
        )
        return pl.coalesce(read).alias(name)
    if kind == pl.Boolean:
        return (
            plain.str.to_lowercase().replace_strict(_WORDS, default=None, return_dtype=pl.Boolean).alias(name)
        )
    if kind.is_integer():
        whole = plain.str.strip_suffix(".0")
        return whole.cast(kind, strict=False).alias(name)
    return plain.cast(kind, strict=False).alias(name)


def _reasons(text: pl.DataFrame, frame: pl.DataFrame) -> pl.Series:
    """What could not be read in each row, in words."""
    lost = {
        name: text[name].is_not_null() & frame[name].is_null()
        for name in text.columns
        if text[name].null_count() != frame[name].null_count()
    }
    told = [
        pl.when(rows).then(
            pl.format("{} cannot be read as {}: {}", pl.lit(name), pl.lit(_kind(frame, name)), name)
        )
        for name, rows in lost.items()
    ]
    if not told:
        return pl.Series("reason", [None], pl.String).new_from_index(0, frame.height)
    joined = text.select(reason=pl.concat_str(told, separator="; ", ignore_nulls=True))["reason"]
    return joined.replace("", None)


def _kind(frame: pl.DataFrame, name: str) -> str:
    kind = frame.schema[name]
    if isinstance(kind, pl.Enum):
        return "a code of its list"
    if kind == pl.Date:
        return "a day"
    if isinstance(kind, pl.Datetime):
        return "a time"
    return "true or false" if kind == pl.Boolean else "a number"
