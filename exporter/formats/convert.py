"""Event tables from one format into another: what comes over, what is lost, what is refused and why.

Every conversion goes over our event table. What is lost is not declared but measured: the rows are carried back,
and what does not come back the same is counted.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from exporter.errors import UsageError
from exporter.formats.carry import Carried, carry, stamped
from exporter.formats.check import check
from exporter.formats.crosswalk import Direction
from exporter.formats.format import CONVERTED_AT, Format
from exporter.formats.losses import Loss, beside, report
from exporter.formats.registry import CONVERTED, REPORTS, format_of, the_format
from exporter.formats.reports import EVENT_ID, FIRST, Reports, firsts_of
from exporter.formats.typed import Typed, as_typed
from exporter.validation.broken import of_rule


@dataclass(frozen=True)
class Converted:
    """What came of converting a table.

    Attributes:
        frame: The rows in the other format; they keep its codebook.
        losses: What was lost, could not be mapped or was filled by rule, by column (see `LOSSES`).
        rejects: The rows that have no place there: `row` (from 1), `reason`, and the row as it came.
    """

    frame: pl.DataFrame
    losses: pl.DataFrame
    rejects: pl.DataFrame


@dataclass(frozen=True)
class Conversion:
    """One conversion set up, to be run on tables or on batches of one.

    Attributes:
        source: The format that the rows are in.
        target: The format that they shall be in.
        moment: The time of conversion.
        reports: Of mentions and sources, what their rows do not say each by itself; found in the table where not given.

    Raises:
        UsageError: The one holds events and the other reports of events.
    """

    source: Format
    target: Format
    moment: datetime | None = None
    reports: Reports | None = None

    def __post_init__(self) -> None:
        if self.source.ours != self.target.ours:
            there = CONVERTED if self.source.ours == "events" else REPORTS
            raise UsageError(
                f"{self.source.title} cannot become {self.target.title}: {self.source.name!r} holds "
                f"{_HOLDS[self.source.ours]}, {self.target.name!r} {_HOLDS[self.target.ours]}.",
                f"It can become: {', '.join(name for name in there if name != self.source.name)}.",
            )

    def run(self, table: pl.DataFrame, repeated: pl.Series | None = None, first_row: int = 1) -> Converted:
        """Convert a table.

        Args:
            table: The rows, as text or as types.
            repeated: Keys, as text, that stand more than once in the whole table (of a format that repeats them: that
                stood in earlier rows); found here where not given.
            first_row: Number of the first row in the whole table.
        """
        typed = as_typed(table, self.source)
        frame = stamped(typed.frame, pl.lit(self.moment or datetime.now(UTC).replace(microsecond=0)))
        if self.source is self.target:
            return self._same(table, typed, repeated, first_row)
        if self.source.ours == "sources":
            frame = (self.reports or Reports(firsts_of([typed.frame]))).beside(frame)
        ours, into = self._into_ours(frame)
        theirs, out = self._into_theirs(ours)
        first = [typed.reasons, _twice(typed.frame, self.source, repeated), *self._refusals(frame, ours)]
        refused = _joined(first)
        reasons = self._checked(theirs, refused)
        kept = reasons.is_null()
        good = theirs.filter(kept)
        unmapped = [
            *self._unmapped(into, "in", self.source, kept),
            *self._unmapped(out, "out", self.target, kept),
        ]
        losses = [
            *self._unknown(typed),
            *unmapped,
            *beside(unmapped, self._lost(frame.filter(kept), good)),
            *self._ruled(into, kept),
        ]  # fmt: skip
        return Converted(good, report(losses), _set_aside(table, reasons, first_row))

    def _checked(self, theirs: pl.DataFrame, refused: pl.Series) -> pl.Series:
        """Why rows have no place in the target: why they were refused, else what its codebook says of the others."""
        open_rows = refused.is_null()
        rest = theirs.filter(open_rows)
        said = pl.DataFrame(
            {"row": open_rows.arg_true(), "said": _said_of(check(rest, self.target), rest.height)}
        )
        told = (
            pl.DataFrame({"reason": refused})
            .with_row_index("row")
            .join(said, on="row", how="left", maintain_order="left")
        )
        return told.select(pl.coalesce("reason", "said").alias("reason"))["reason"]

    def _same(
        self, table: pl.DataFrame, typed: Typed, repeated: pl.Series | None, first_row: int
    ) -> Converted:
        """From a format into itself, as to write it another way: read and checked, and nothing else."""
        twice = [] if self.source.repeats else [_twice(typed.frame, self.source, repeated)]
        read = _joined([typed.reasons, *twice])
        reasons = read.zip_with(read.is_not_null(), _said_of(check(typed.frame, self.target), table.height))
        return Converted(
            typed.frame.filter(reasons.is_null()),
            report(self._unknown(typed)),
            _set_aside(table, reasons, first_row),
        )

    def _unknown(self, typed: Typed) -> list[Loss]:
        note = f"{self.source.title} has no such column."
        return [Loss(name, "unknown column", count, None, note) for name, count in typed.unknown.items()]

    def _into_ours(self, frame: pl.DataFrame) -> tuple[pl.DataFrame, Carried]:
        if self.source.is_ours:
            return frame, Carried(frame)
        carried = carry(frame, self.source, "in", self._home.schema)
        return carried.frame.with_columns(_aside(frame)), carried

    def _into_theirs(self, ours: pl.DataFrame) -> tuple[pl.DataFrame, Carried]:
        if self.target.is_ours:
            return ours.select(self.target.schema.names()), Carried(ours)
        carried = carry(ours, self.target, "out", self.target.schema)
        return carried.frame, carried

    def _refusals(self, frame: pl.DataFrame, ours: pl.DataFrame) -> list[pl.Series]:
        """Why rows of ours have no place in the target, by the target's own rules on ours."""
        found = [of_rule(ours, self.target.name, rule) for rule in self.target.holds]
        told = [_said_of(problems, ours.height) for problems in found if not problems.is_empty()]
        if self.source.ours == "sources" and not self.source.is_ours:
            told.append((self.reports or Reports(_NO_FIRSTS)).refusals(frame))
        return told

    @property
    def _home(self) -> Format:
        """The table of ours that the conversion goes by."""
        return the_format(self.source.ours)

    def _lost(self, frame: pl.DataFrame, good: pl.DataFrame) -> list[Loss]:
        """Carry the result back and count what is not as it was."""
        before = frame.select(self.source.schema.names())
        aside = stamped(frame, pl.lit(datetime(1970, 1, 1, tzinfo=UTC))).select(pl.exclude(before.columns))
        back = good
        if not self.target.is_ours:
            back = carry(back.with_columns(aside), self.target, "in", self._home.schema, ruled=False).frame
        if not self.source.is_ours:
            back = carry(back.with_columns(aside), self.source, "out", self.source.schema).frame
        counts = before.select(
            (pl.col(name).is_not_null() & pl.col(name).ne_missing(back[name])).sum().alias(name)
            for name in before.columns
        )
        lost = []
        for name in before.columns:
            if counts.item(0, name):
                gone = before[name].is_not_null() & before[name].ne_missing(back[name])
                example = before[name].filter(gone).head(1).cast(pl.String).item()
                lost.append(Loss(name, "lost", counts.item(0, name), example, self._note(name)))
        return lost

    def _note(self, column: str) -> str:
        """What the crosswalks say of a source column, the one that says most last."""
        if self.source.is_ours:
            return self.target.note(column, "out")
        first = self.source.note(column, "in")
        ours = [step.ours for step in self.source.crosswalk if step.theirs == column and step.ours]
        then = [self.target.note(name, "out") for name in ours] if not self.target.is_ours else []
        return " ".join(note for note in (first, *then) if note)

    def _unmapped(
        self, carried: Carried, direction: Direction, layout: Format, kept: pl.Series
    ) -> list[Loss]:
        found = []
        for column, rows in carried.unmapped.items():
            here = rows.filter(kept.gather(rows["row"]))
            if not here.is_empty():
                note = layout.note(column, direction) or "The value map has no counterpart."
                found.append(Loss(column, "unmapped", here.height, here.item(0, "value"), note))
        return found

    def _ruled(self, carried: Carried, kept: pl.Series) -> list[Loss]:
        """Columns of the result that hold values by rule, under the result's names."""
        notes = {step.ours: step.note for step in self.source.crosswalk}
        names = {step.ours: step.theirs for step in self.target.crosswalk if step.into_theirs}
        if self.target.is_ours:
            names = {name: name for name in notes}
        counts = {name: int((rows & kept).sum()) for name, rows in carried.ruled.items() if name in names}
        return [
            Loss(names[name], "by rule", count, None, notes[name]) for name, count in counts.items() if count
        ]


def convert(
    frame_or_path: pl.DataFrame | Path | str,
    to: str,
    source: str | None = None,
    *,
    events: pl.DataFrame | Path | str | None = None,
) -> Converted:
    """Bring an event table, or a table of reports of events, from one format into another.

    Args:
        frame_or_path: The table, or a file of it (see `exporter.formats.files`).
        to: The format wanted: `events`, `acled`, `gdelt` or `ucdp`; of mentions `sources`, and the other way.
        source: The format it is in; recognised where not given.
        events: For mentions of GDELT's own events, the table or file of these, ours or GDELT's.

    Raises:
        UsageError: A format is not known, or the table's is not recognised.
    """
    if isinstance(frame_or_path, pl.DataFrame):
        table, found = frame_or_path, format_of(frame_or_path.columns)
    else:
        from exporter.formats.files import opened  # noqa: PLC0415 (files builds on this module)

        with opened(Path(frame_or_path), source) as file:
            table, found = file.rows.collect(), file.format
    name = source or found
    if name is None:
        raise UsageError(
            "The table's columns are of no format that is known.", "Name the format with `source` (--from)."
        )
    conversion = Conversion(the_format(name), the_format(to))
    if events is not None and conversion.source.ours != "sources":
        raise UsageError("A table of events was named, and no mentions.", "Leave `events` out.")
    if conversion.source.ours == "sources":
        from exporter.formats.files import numbers_in  # noqa: PLC0415 (likewise)

        numbers = None if events is None else numbers_in(events)
        firsts = firsts_of([as_typed(table, conversion.source).frame])
        conversion = replace(conversion, reports=Reports(firsts, numbers))
    return conversion.run(table)


_HOLDS = {"events": "events", "sources": "reports of events"}
_NO_FIRSTS = firsts_of([])


def _aside(frame: pl.DataFrame) -> pl.DataFrame:
    """What stands beside the rows while they are converted."""
    return frame.select(name for name in (CONVERTED_AT, EVENT_ID, FIRST) if name in frame.columns)


def _set_aside(table: pl.DataFrame, reasons: pl.Series, first_row: int) -> pl.DataFrame:
    """The rows for which there is a reason, as they came; those set aside before get their number anew."""
    rest = table.drop("row", "reason", strict=False)
    return (
        rest.with_row_index("row", first_row)
        .cast({"row": pl.Int64})
        .with_columns(reason=reasons)
        .filter(pl.col("reason").is_not_null())
        .select("row", "reason", *rest.columns)
    )


def key_of(layout: Format) -> pl.Expr:
    """What names a row, as text; null where a part of it is missing."""
    return pl.concat_str(
        [pl.col(name).cast(pl.String).str.strip_chars() for name in layout.key], separator=" "
    )


def _twice(frame: pl.DataFrame, layout: Format, repeated: pl.Series | None) -> pl.Series:
    key = frame.select(key_of(layout)).to_series()
    if layout.repeats:
        twice = key.is_duplicated() & ~key.is_first_distinct()
        twice |= key.is_in([] if repeated is None else repeated.implode())
    else:
        twice = key.is_duplicated() if repeated is None else key.is_in(repeated.implode())
    what = "stands before" if layout.repeats else "stands more than once"
    reason = pl.when(twice & key.is_not_null()).then(
        pl.format(f"{' and '.join(layout.key)} {{}} {what}", key)
    )
    return pl.select(reason=reason).to_series() if frame.height else pl.Series("reason", [], pl.String)


def _said_of(problems: pl.DataFrame, height: int) -> pl.Series:
    """The problems of each row in one text; null where there are none."""
    told = problems.filter(pl.col("row").is_not_null()).select(
        "row",
        text=pl.concat_str("message", pl.concat_str(pl.lit(" ("), "value", pl.lit(")")), ignore_nulls=True),
    )
    by_row = told.group_by("row").agg(reason=pl.col("text").unique(maintain_order=True).str.join("; "))
    rows = pl.DataFrame({"row": pl.int_range(1, height + 1, dtype=pl.Int64, eager=True)})
    return rows.join(by_row, on="row", how="left", maintain_order="left")["reason"]


def _joined(reasons: list[pl.Series]) -> pl.Series:
    """All that is said of each row; null where nothing is."""
    frame = pl.DataFrame([series.alias(str(number)) for number, series in enumerate(reasons)])
    joined = frame.select(reason=pl.concat_str(pl.all(), separator="; ", ignore_nulls=True))["reason"]
    return joined.replace("", None)
