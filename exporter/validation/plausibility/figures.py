"""Deaths far outside what a country and type usually show, and dates that contradict each other."""

import polars as pl

from exporter.validation.plausibility.doubt import Knowledge, found

# Fewer rows say nothing of what is usual.
_ENOUGH = 20

# How many robust standard deviations (1.4826 times the median distance from the median) are far outside; counts of
# deaths are compared by their logarithms, in which they spread evenly.
_FAR = 6.0
_LEAST_SPREAD = 0.5
_FEW_DEATHS = 10


_DEATHS = ("country", "event_type", "fatalities")


def unusual_deaths(events: pl.LazyFrame, _: Knowledge) -> pl.DataFrame:
    """Rows with far more deaths than others of their country and type, or of their type where those are few.

    What is usual is read off the counts of each number of deaths: there are few numbers, however many rows.
    """
    known = events.filter(pl.col("fatalities").is_not_null()).select(
        "row", "fatalities", pl.col("country", "event_type").cast(pl.String)
    )
    counts = known.group_by(_DEATHS).agg(times=pl.len().cast(pl.Int64)).collect(engine="streaming")
    here = counts.join(_usual(counts, ["country", "event_type"]), on=["country", "event_type"])
    both = here.join(_usual(counts, ["event_type"]), on="event_type", suffix="_anywhere")
    enough = pl.col("rows") >= _ENOUGH
    limit = pl.when(enough).then("limit").otherwise("limit_anywhere")
    usual = pl.when(enough).then("middle").otherwise("middle_anywhere")
    rows = pl.when(enough).then("rows").otherwise("rows_anywhere")
    far = both.filter(
        pl.col("fatalities") >= _FEW_DEATHS, rows >= _ENOUGH, (pl.col("fatalities") + 1).log() > limit
    ).select(*_DEATHS, usual=usual)
    doubtful = known.join(far.lazy(), on=_DEATHS).collect(engine="streaming").sort("row")
    return found(doubtful, pl.format("{} deaths, where the middle is {}", "fatalities", "usual"))


def _usual(counts: pl.DataFrame, group: list[str]) -> pl.DataFrame:
    """Of each group how many rows it has, the middle of their deaths, and what is far above it."""
    scaled = counts.with_columns(scale=(pl.col("fatalities") + 1).log())
    middle = _median(scaled, "scale", group).rename({"median": "at"})
    apart = scaled.join(middle, on=group).with_columns(apart=(pl.col("scale") - pl.col("at")).abs())
    spread = _median(apart, "apart", group).rename({"median": "spread"})
    deaths = _median(scaled, "fatalities", group).rename({"median": "middle"})
    width = pl.max_horizontal(1.4826 * pl.col("spread"), pl.lit(_LEAST_SPREAD))
    return (
        scaled.group_by(group)
        .agg(rows=pl.col("times").sum())
        .join(middle, on=group)
        .join(spread, on=group)
        .join(deaths, on=group)
        .select(*group, "rows", "middle", limit=pl.col("at") + _FAR * width)
    )


def _median(counts: pl.DataFrame, value: str, group: list[str]) -> pl.DataFrame:
    """The median of each group of values of which each stands `times` times."""
    below = pl.col("times").cum_sum()
    rows = pl.col("times").sum()
    lower = pl.col(value).filter(below > (rows - 1) // 2).first()
    upper = pl.col(value).filter(below > rows // 2).first()
    return counts.sort(value).group_by(group, maintain_order=True).agg(median=(lower + upper) / 2)


_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY_FIRST = rf"\b(\d{{1,2}}) ({_MONTHS}) (\d{{4}})\b"
_MONTH_FIRST = rf"\b({_MONTHS}) (\d{{1,2}}), (\d{{4}})\b"
_ISO = r"\b\d{4}-\d{2}-\d{2}\b"
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def other_date(events: pl.DataFrame, _: Knowledge) -> pl.DataFrame:
    """Rows whose notes give whole dates, none of which lies in the time of the event."""
    notes = pl.col("notes")
    flipped = notes.str.replace_all(_MONTH_FIRST, "$2 $1 $3")
    dates = pl.concat_list(
        flipped.str.extract_all(_DAY_FIRST).list.eval(pl.element().str.to_date("%d %B %Y", strict=False)),
        notes.str.extract_all(_ISO).list.eval(pl.element().str.to_date("%Y-%m-%d", strict=False)),
    ).list.drop_nulls()
    given = events.select("row", "event_date", "event_date_end", dates=dates).filter(
        pl.col("dates").list.len() > 0
    )
    fits = (
        given.explode("dates")
        .group_by("row", maintain_order=True)
        .agg(
            fits=pl.col("dates").is_between("event_date", "event_date_end").any(),
            said=pl.col("dates").first(),
            day=pl.col("event_date").first(),
        )
    )
    return found(fits.filter(~pl.col("fits")), pl.format("the notes say {}, event_date is {}", "said", "day"))


def other_weekday(events: pl.DataFrame, _: Knowledge) -> pl.DataFrame:
    """Rows of one known day whose notes name one weekday, and that another."""
    said = pl.col("notes").str.extract_all(rf"\b(?:{'|'.join(_WEEKDAYS)})\b").list.unique()
    one_day = events.filter(pl.col("event_date") == pl.col("event_date_end"))
    told = one_day.select("row", "event_date", said=said).filter(pl.col("said").list.len() == 1)
    names = dict(enumerate(_WEEKDAYS, 1))
    day = pl.col("event_date").dt.weekday().replace_strict(list(names), list(names.values()))
    wrong = told.select("row", "event_date", said=pl.col("said").list.first(), day=day).filter(
        pl.col("said") != pl.col("day")
    )
    return found(wrong, pl.format("the notes say {}, {} was a {}", "said", "event_date", "day"))


def published_within(events: pl.DataFrame, _: Knowledge) -> pl.DataFrame:
    """Rows whose source was published before the time of the event was over."""
    early = events.filter(pl.col("source_date") < pl.col("event_date_end"))
    return found(early, pl.format("published {}, event until {}", "source_date", "event_date_end"))
