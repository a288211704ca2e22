"""What two codebooks say differently, breaking changes told apart from compatible ones.

Breaking is what can make a program that reads the one fail or err on the other: a column or code that is gone,
another type, another meaning (definition, unit, code list, what a code stands for), a value that may now be
missing. Compatible are columns and codes that were added, wider integers, codes as plain text or text as
codes, and values that may no longer be missing.
"""

import polars as pl

from exporter.codebook.snapshot import Snapshot


def schema_changes(old: Snapshot, new: Snapshot) -> pl.DataFrame:
    """A row per change, the breaking ones first; where one side is a plain file, its columns and types only.

    The columns are `place` (`table.column`, or `codelist: code`), `change`, `breaking`, `old` and `new`.
    """
    both = _matched(old.columns, new.columns, ["table", "column"])
    kept = both.filter("was", "is")
    place = pl.col("table") + "." + pl.col("column")
    found = [
        _rows(both.filter(~pl.col("is")), place, "column removed", pl.col("type"), None, breaking=True),
        _rows(both.filter(~pl.col("was")), place, "column added", None, pl.col("type_new"), breaking=False),
        *_types(kept, place),
    ]
    if old.documented and new.documented:
        found += [_differing(kept, place, name) for name in ("definition", "unit", "codelist")]
        found += _nulls(kept, place)
    found += _codes(old, new)
    return pl.concat(found).sort("breaking", descending=True, maintain_order=True)


def _matched(old: pl.DataFrame, new: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    """Both sides beside each other, the new one's columns with `_new`; `was` and `is` say who has the row."""
    return old.with_columns(was=True).join(
        new.with_columns(is_=True).rename({"is_": "is"}),
        on=key,
        how="full",
        coalesce=True,
        suffix="_new",
        maintain_order="left_right",
    ).with_columns(pl.col("was", "is").fill_null(value=False))  # fmt: skip


def _rows(
    frame: pl.DataFrame,
    place: pl.Expr,
    change: str,
    old: pl.Expr | None,
    new: pl.Expr | None,
    *,
    breaking: bool,
) -> pl.DataFrame:
    return frame.select(
        place=place,
        change=pl.lit(change),
        breaking=pl.lit(breaking),
        old=pl.lit(None, pl.String) if old is None else old.cast(pl.String),
        new=pl.lit(None, pl.String) if new is None else new.cast(pl.String),
    )


def _differing(kept: pl.DataFrame, place: pl.Expr, name: str) -> pl.DataFrame:
    old, new = pl.col(name), pl.col(f"{name}_new")
    word = name.replace("codelist", "code list")
    return _rows(kept.filter(old.ne_missing(new)), place, f"{word} changed", old, new, breaking=True)


def _types(kept: pl.DataFrame, place: pl.Expr) -> list[pl.DataFrame]:
    """Changed types; the types of a CSV file are unknown."""
    old, new = pl.col("storage"), pl.col("storage_new")
    bits, bits_new = (c.str.extract(r"^Int(\d+)$").cast(pl.Int32) for c in (old, new))
    texts = ["String", "Enum"]
    harmless = (old.is_in(texts) & new.is_in(texts)) | (bits < bits_new).fill_null(value=False)
    changed = kept.filter(old != new)
    return [
        _rows(changed.filter(~harmless), place, "type changed", old, new, breaking=True),
        _rows(changed.filter(harmless), place, "type changed", old, new, breaking=False),
    ]


def _nulls(kept: pl.DataFrame, place: pl.Expr) -> list[pl.DataFrame]:
    old, new = pl.col("null"), pl.col("null_new")
    return [
        _rows(kept.filter(~old, new), place, "may now be missing", None, None, breaking=True),
        _rows(kept.filter(old, ~new), place, "may no longer be missing", None, None, breaking=False),
    ]


def _codes(old: Snapshot, new: Snapshot) -> list[pl.DataFrame]:
    """Changed codes of the lists that both sides know."""
    shared = set(old.codes["codelist"]) & set(new.codes["codelist"])
    ours = pl.col("codelist").is_in(list(shared))
    both = _matched(old.codes.filter(ours), new.codes.filter(ours), ["codelist", "code"])
    place = pl.col("codelist") + ": " + pl.col("code")
    before, after = pl.col("meaning"), pl.col("meaning_new")
    redefined = both.filter(pl.col("was") & pl.col("is") & before.ne_missing(after))
    return [
        _rows(both.filter(~pl.col("is")), place, "code removed", before, None, breaking=True),
        _rows(redefined, place, "code means something else", before, after, breaking=True),
        _rows(both.filter(~pl.col("was")), place, "code added", None, after, breaking=False),
    ]
