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


def unusual_deaths(events: pl.DataFrame, _: Knowledge) -> pl.DataFrame:
    """Rows with far more deaths than others of their country and type, or of their type where those are few."""
    known = events.filter(pl.col("fatalities").is_not_null()).with_columns(
        scale=(pl.col("fatalities") + 1).log()
    )
    here = _outside(["country", "event_type"])
    anywhere = _outside(["event_type"])
    usual = pl.len().over("country", "event_type") >= _ENOUGH
    far = known.with_columns(
        far=pl.when(usual).then(here).otherwise(anywhere),
        usual=pl.when(usual)
        .then(pl.col("fatalities").median().over("country", "event_type"))
        .otherwise(pl.col("fatalities").median().over("event_type")),
    ).filter(pl.col("far") & (pl.col("fatalities") >= _FEW_DEATHS))
    return found(far, pl.format("{} deaths, where the middle is {}", "fatalities", "usual"))


def _outside(group: list[str]) -> pl.Expr:
    middle = pl.col("scale").median().over(group)
    spread = 1.4826 * (pl.col("scale") - middle).abs().median().over(group)
    limit = middle + _FAR * pl.max_horizontal(spread, pl.lit(_LEAST_SPREAD))
    return (pl.col("scale") > limit) & (pl.len().over(group) >= _ENOUGH)


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
