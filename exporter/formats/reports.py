"""Which articles report an event: our table of sources beside GDELT's mentions.

A row of either does not say all that the other needs. When an event was first reported stands in the other rows of the
table; the country that our id of an event begins with stands in a table of events. `Reports` has both.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from exporter.codebook.rules import Rule
from exporter.codebook.tables import Source
from exporter.formats import ids
from exporter.formats.format import Format, said
from exporter.formats.gdelt_columns import as_number, flat

EVENT_ID = "(id by the table of events)"
FIRST = "(day of the first report)"
"""Source columns that every conversion between the two has."""

SOURCES = Format(
    name="sources",
    title="the table of sources",
    model=Source,
    rules=(),
    key=("event_id", "article_id"),
    marks=frozenset({"event_id", "article_id", "published"}),
    missing=(),
    ours="sources",
)


@dataclass(frozen=True)
class Reports:
    """What the rows of a table do not say each by itself.

    Attributes:
        firsts: The day of the first report of each event: `event` (as text), `first`.
        numbers: The events that GDELT's numbers stand for: `number`, `event_id`, and `many` where several have it;
            none where no table of events was named.
    """

    firsts: pl.DataFrame
    numbers: pl.DataFrame | None = None

    def beside(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The rows with `EVENT_ID` and `FIRST`."""
        event = frame.columns[0]
        firsts = self.firsts.rename({"first": FIRST})
        keyed = frame.with_columns(pl.col(event).cast(pl.String).alias(_KEY))
        told = keyed.join(firsts, left_on=_KEY, right_on="event", how="left", maintain_order="left").drop(
            _KEY
        )
        if self.numbers is None or frame.schema[event] != pl.Int64:
            return told.with_columns(pl.lit(None, pl.String).alias(EVENT_ID))
        known = self.numbers.filter(~pl.col("many")).select("number", pl.col("event_id").alias(EVENT_ID))
        return told.join(known, left_on=event, right_on="number", how="left", maintain_order="left")

    def refusals(self, frame: pl.DataFrame) -> pl.Series:
        """Why events of GDELT's own have no id of ours, for each of its rows; null where they have one."""
        number = pl.col("GLOBALEVENTID")
        unknown = ids.event_id(number).is_null() & pl.col(EVENT_ID).is_null() & number.is_not_null()
        many = [] if self.numbers is None else self.numbers.filter("many")["number"].to_list()
        if self.numbers is None:
            why = pl.lit(
                "GLOBALEVENTID does not say the country that our id begins with: name the table of events (--events)"
            )
        else:
            why = (
                pl.when(number.is_in(many))
                .then(pl.lit("several events of the table of events have the GLOBALEVENTID "))
                .otherwise(pl.lit("the table of events has no event with the GLOBALEVENTID "))
            ) + number.cast(pl.String)
        return frame.select(reason=pl.when(unknown).then(why))["reason"]


_KEY = "(event)"


def firsts_of(frames: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """The day of the first report of each event, over all batches of a table in the types of its format."""
    found = pl.DataFrame(schema={"event": pl.String, "first": pl.Date})
    for frame in frames:
        day = (
            _mentioned(pl.col("MentionTimeDate"))
            if "MentionTimeDate" in frame.columns
            else pl.col("published")
        )
        here = frame.select(event=pl.col(frame.columns[0]).cast(pl.String), first=day)
        found = pl.concat([found, here]).group_by("event").agg(pl.col("first").min())
    return found


def numbers_of(event_ids: pl.Series) -> pl.DataFrame:
    """GDELT's numbers of events, by our ids of them: the serial behind the country (see `ids.foreign`)."""
    known = pl.DataFrame({"event_id": event_ids.cast(pl.String)}).drop_nulls().unique(maintain_order=True)
    numbered = known.select("event_id", number=pl.col("event_id").str.slice(3).cast(pl.Int64, strict=False))
    return (
        numbered.drop_nulls()
        .group_by("number")
        .agg(pl.col("event_id").first(), many=pl.len() > 1)
        .select("number", "event_id", "many")
    )


def _mentioned(number: pl.Expr) -> pl.Expr:
    return number.cast(pl.String).str.head(8).str.to_date("%Y%m%d", strict=False)


def _midnight(day: pl.Expr) -> pl.Expr:
    return as_number(day, "%Y%m%d") * 1_000_000


_url = pl.when(said("url") != "").then(said("url"))

INTO_OURS = {
    "event_id": pl.coalesce(ids.event_id(said("GLOBALEVENTID")), said(EVENT_ID)),
    "url": pl.when(said("MentionType") == 1).then(said("MentionIdentifier")),
    "published": pl.when(ids.event_id(said("GLOBALEVENTID")).is_not_null()).then(
        _mentioned(said("MentionTimeDate"))
    ),
}

INTO_THEIRS = {
    "GLOBALEVENTID": ids.number(said("event_id")),
    "EventTimeDate": _midnight(said(FIRST)),
    "MentionTimeDate": _midnight(said("published")),
    "MentionType": pl.when(_url.is_not_null()).then(1).otherwise(2),
    "MentionSourceName": flat(said("source")),
    "MentionIdentifier": flat(pl.coalesce(_url, said("article_id"))),
}

HOLDS: tuple[Rule, ...] = (
    Rule(
        "GM101",
        "id_has_a_number",
        ("event_id",),
        ids.number(pl.col("event_id")).is_not_null(),
        "event_id has no number: it is not three letters and a serial of at most eleven digits",
        "Give the event an id of that form.",
    ),
)
