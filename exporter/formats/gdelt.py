"""GDELT's event tables: the codebooks of events (61 columns) and mentions (16), and how files are read.

Files as published have no header and are tab-separated; version 1.0 has 58 columns (57 before April 2013) and
lacks the codes of second-level divisions. What becomes of the columns stands in `gdelt_columns`.
"""

import pandera.polars as pa
import polars as pl

from exporter.codebook.codelists import mapping
from exporter.codebook.derive import looked_up
from exporter.codebook.rules import Rule, carries
from exporter.formats import reports
from exporter.formats.columns import declare, numbers
from exporter.formats.crosswalk import translated, value_map
from exporter.formats.format import Format
from exporter.formats.gdelt_columns import BY_RULE, HOLDS, INTO_OURS, INTO_THEIRS

_DAY, _SECOND = "day as a number, YYYYMMDD", "UTC time as a number, YYYYMMDDHHMMSS"


def _day(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.String).str.to_date("%Y%m%d", strict=False)


def _time(column: str) -> pl.Expr:
    """A time of 1 to 2.0; version 1.0 gives days only."""
    text = pl.col(column).cast(pl.String)
    return (
        text.str.contains(r"^\d{8}$|^\d{14}$")
        & text.str.head(8).str.to_date("%Y%m%d", strict=False).is_not_null()
    )


def _root(width: str) -> pl.Expr:
    return looked_up("EventCode", "cameo", width, pl.String)


RULES: tuple[Rule, ...] = (
    Rule(
        "GD001", "sqldate_is_a_day", ("SQLDATE",), _day("SQLDATE").is_not_null(),
        "SQLDATE is not a day", "Write the day as YYYYMMDD.",
    ),
    Rule(
        "GD002", "month_and_year_are_of_date", ("MonthYear", "Year", "SQLDATE"),
        (pl.col("MonthYear") == pl.col("SQLDATE") // 100) & (pl.col("Year") == pl.col("SQLDATE") // 10_000),
        "MonthYear or Year is not that of SQLDATE", "Take both from SQLDATE.",
    ),
    Rule(
        "GD003", "code_is_on_list", ("EventCode",), pl.col("EventCode").is_in(list(mapping("cameo", "label"))),
        "EventCode is not a CAMEO code", "See cameo.csv; codes keep their leading zero (`010`).",
    ),
    Rule(
        "GD004", "base_and_root_are_of_code", ("EventBaseCode", "EventRootCode", "EventCode"),
        (pl.col("EventBaseCode") == _root("base_code")) & (pl.col("EventRootCode") == _root("root_code")),
        "EventBaseCode or EventRootCode is not that of EventCode", "See cameo.csv.",
    ),
    Rule(
        "GD005", "quad_class_is_of_code", ("QuadClass", "EventCode"),
        pl.col("QuadClass").cast(pl.String)
        == translated(_root("quad_class"), value_map("gdelt_quad_classes", "out")),
        "QuadClass is not that of EventCode", "See cameo.csv.",
    ),
    Rule(
        "GD006", "added_at_a_time", ("DATEADDED",), _time("DATEADDED"),
        "DATEADDED is not a time", "Write it as YYYYMMDDHHMMSS, UTC (in version 1.0: YYYYMMDD).",
    ),
    Rule(
        "GD007", "place_whole_or_absent", ("ActionGeo_Lat", "ActionGeo_Long"),
        pl.col("ActionGeo_Lat").is_not_null() == pl.col("ActionGeo_Long").is_not_null(),
        "ActionGeo_Lat and ActionGeo_Long are not given together", "Give both, or neither.",
    ),
    Rule(
        "GD008", "country_is_a_fips_code", ("ActionGeo_CountryCode",),
        pl.col("ActionGeo_CountryCode").str.contains(r"^[A-Z][A-Z0-9]$"),
        "ActionGeo_CountryCode is not a FIPS 10-4 code", "See fips_countries.csv: two letters, not those of ISO.",
    ),
)  # fmt: skip

MENTION_RULES: tuple[Rule, ...] = (
    Rule(
        "GM001", "event_at_a_time", ("EventTimeDate",), _time("EventTimeDate"),
        "EventTimeDate is not a time", "Write it as YYYYMMDDHHMMSS, UTC.",
    ),
    Rule(
        "GM002", "mention_at_a_time", ("MentionTimeDate",), _time("MentionTimeDate"),
        "MentionTimeDate is not a time", "Write it as YYYYMMDDHHMMSS, UTC.",
    ),
    Rule(
        "GM003", "mention_not_before_event_was_added", ("MentionTimeDate", "EventTimeDate"),
        pl.col("MentionTimeDate") >= pl.col("EventTimeDate"),
        "MentionTimeDate is before EventTimeDate", "An event is added with its first mention.",
    ),
)  # fmt: skip

_is = declare("GDELT 2.0")
_CODE = "Country, group and role codes of CAMEO, joined."
_GEO = {"isin": numbers("gdelt_geo_types")}
_LAT, _LONG = {"unit": "degrees", "ge": -90, "le": 90}, {"unit": "degrees", "ge": -180, "le": 180}
_TYPE = "1 country, 2 US state, 3 US city, 4 city elsewhere, 5 division elsewhere."
_FULL = "Place, division and country, joined by commas."


# One line a column, as in a codebook.
# fmt: off
@carries(RULES)
class GdeltEvent(pa.DataFrameModel):
    """GDELT 2.0 events, one a row."""

    GLOBALEVENTID: pl.Int64 = _is("Event id", "Number of the event.", null=False, unique=True, ge=1)
    SQLDATE: pl.Int32 = _is("Day", "When it happened.", null=False, unit=_DAY)
    MonthYear: pl.Int32 = _is("Month", "Month of the day.", unit="YYYYMM")
    Year: pl.Int32 = _is("Year", "Year of the day.", unit="calendar year")
    FractionDate: pl.Float64 = _is("Fraction date", "Year and the share of it that is over, months of 30 days.", unit="years")
    Actor1Code: str = _is("Actor 1 code", _CODE)
    Actor1Name: str = _is("Actor 1 name", "Name as found in the text.")
    Actor1CountryCode: str = _is("Actor 1 country", "The actor's own country.", codelist="cameo_countries", unit="CAMEO country code")
    Actor1KnownGroupCode: str = _is("Actor 1 group", "Code of a known organisation.")
    Actor1EthnicCode: str = _is("Actor 1 people", "Code of the actor's people.")
    Actor1Religion1Code: str = _is("Actor 1 religion", "Code of the actor's religion.")
    Actor1Religion2Code: str = _is("Actor 1 religion, closer", "Code of a branch of the religion.")
    Actor1Type1Code: str = _is("Actor 1 role", "What kind of actor it is.", codelist="cameo_actor_roles")
    Actor1Type2Code: str = _is("Actor 1 second role", "A second role.", codelist="cameo_actor_roles")
    Actor1Type3Code: str = _is("Actor 1 third role", "A third role.", codelist="cameo_actor_roles")
    Actor2Code: str = _is("Actor 2 code", _CODE)
    Actor2Name: str = _is("Actor 2 name", "Name as found in the text.")
    Actor2CountryCode: str = _is("Actor 2 country", "The actor's own country.", codelist="cameo_countries", unit="CAMEO country code")
    Actor2KnownGroupCode: str = _is("Actor 2 group", "Code of a known organisation.")
    Actor2EthnicCode: str = _is("Actor 2 people", "Code of the actor's people.")
    Actor2Religion1Code: str = _is("Actor 2 religion", "Code of the actor's religion.")
    Actor2Religion2Code: str = _is("Actor 2 religion, closer", "Code of a branch of the religion.")
    Actor2Type1Code: str = _is("Actor 2 role", "What kind of actor it is.", codelist="cameo_actor_roles")
    Actor2Type2Code: str = _is("Actor 2 second role", "A second role.", codelist="cameo_actor_roles")
    Actor2Type3Code: str = _is("Actor 2 third role", "A third role.", codelist="cameo_actor_roles")
    IsRootEvent: pl.Int32 = _is("Root event", "1 where it stands in the first paragraph of a report.", isin=[0, 1])
    EventCode: str = _is("Event code", "CAMEO code of the act.", null=False, codelist="cameo")
    EventBaseCode: str = _is("Base code", "The code one level up, three digits.")
    EventRootCode: str = _is("Root code", "The code at the top, two digits.")
    QuadClass: pl.Int32 = _is("Quad class", "Words or deeds, cooperation or conflict.", isin=numbers("gdelt_quad_classes"))
    GoldsteinScale: pl.Float64 = _is("Goldstein score", "Effect of such acts on stability.", unit="score from -10 to 10", ge=-10, le=10)
    NumMentions: pl.Int32 = _is("Mentions", "Times the event is mentioned in the first 15 minutes.", ge=0)
    NumSources: pl.Int32 = _is("Outlets", "Outlets that mention it in the first 15 minutes.", ge=0)
    NumArticles: pl.Int32 = _is("Articles", "Articles that mention it in the first 15 minutes.", ge=0)
    AvgTone: pl.Float64 = _is("Tone", "Average tone of these articles.", unit="score from -100 to 100", ge=-100, le=100)
    Actor1Geo_Type: pl.Int32 = _is("Actor 1 place, type", _TYPE, **_GEO)
    Actor1Geo_FullName: str = _is("Actor 1 place", _FULL)
    Actor1Geo_CountryCode: str = _is("Actor 1 place, country", "Where that is.", codelist="fips_countries", unit="FIPS 10-4")
    Actor1Geo_ADM1Code: str = _is("Actor 1 place, division", "First-level division.", unit="FIPS 10-4")
    Actor1Geo_ADM2Code: str = _is("Actor 1 place, second division", "Second-level division; not in 1.0.", unit="GAUL, in the US FIPS county")
    Actor1Geo_Lat: pl.Float64 = _is("Actor 1 place, latitude", "North is positive.", **_LAT)
    Actor1Geo_Long: pl.Float64 = _is("Actor 1 place, longitude", "East is positive.", **_LONG)
    Actor1Geo_FeatureID: str = _is("Actor 1 place, id", "Number of GNS or GNIS.")
    Actor2Geo_Type: pl.Int32 = _is("Actor 2 place, type", _TYPE, **_GEO)
    Actor2Geo_FullName: str = _is("Actor 2 place", _FULL)
    Actor2Geo_CountryCode: str = _is("Actor 2 place, country", "Where that is.", codelist="fips_countries", unit="FIPS 10-4")
    Actor2Geo_ADM1Code: str = _is("Actor 2 place, division", "First-level division.", unit="FIPS 10-4")
    Actor2Geo_ADM2Code: str = _is("Actor 2 place, second division", "Second-level division; not in 1.0.", unit="GAUL, in the US FIPS county")
    Actor2Geo_Lat: pl.Float64 = _is("Actor 2 place, latitude", "North is positive.", **_LAT)
    Actor2Geo_Long: pl.Float64 = _is("Actor 2 place, longitude", "East is positive.", **_LONG)
    Actor2Geo_FeatureID: str = _is("Actor 2 place, id", "Number of GNS or GNIS.")
    ActionGeo_Type: pl.Int32 = _is("Place, type", _TYPE, **_GEO)
    ActionGeo_FullName: str = _is("Place", f"Where it happened. {_FULL}")
    ActionGeo_CountryCode: str = _is("Country", "Where it happened.", codelist="fips_countries", unit="FIPS 10-4")
    ActionGeo_ADM1Code: str = _is("Division", "First-level division.", unit="FIPS 10-4")
    ActionGeo_ADM2Code: str = _is("Second division", "Second-level division; not in 1.0.", unit="GAUL, in the US FIPS county")
    ActionGeo_Lat: pl.Float64 = _is("Latitude", "North is positive.", **_LAT)
    ActionGeo_Long: pl.Float64 = _is("Longitude", "East is positive.", **_LONG)
    ActionGeo_FeatureID: str = _is("Place, id", "Number of GNS or GNIS.")
    DATEADDED: pl.Int64 = _is("Added", "When GDELT added the event; 1.0 gives the day.", null=False, unit=_SECOND)
    SOURCEURL: str = _is("Address", "Where the first report stands.", unit="URL")

    class Config:
        """How pandera treats the table."""

        name = "gdelt"
        strict = True


@carries(MENTION_RULES)
class GdeltMention(pa.DataFrameModel):
    """GDELT 2.0 mentions: one event in one article a row."""

    GLOBALEVENTID: pl.Int64 = _is("Event id", "The event that is mentioned.", null=False, ge=1)
    EventTimeDate: pl.Int64 = _is("Event added", "When the event was first added.", null=False, unit=_SECOND)
    MentionTimeDate: pl.Int64 = _is("Mentioned", "When this mention was added.", null=False, unit=_SECOND)
    MentionType: pl.Int32 = _is("Mention type", "What kind of document it is.", null=False, isin=numbers("gdelt_mention_types"))
    MentionSourceName: str = _is("Outlet", "Name of the outlet; of web pages the domain.")
    MentionIdentifier: str = _is("Document", "Address, citation or DOI of the document.", null=False)
    SentenceID: pl.Int32 = _is("Sentence", "Number of the sentence, from 1.", ge=0)
    Actor1CharOffset: pl.Int32 = _is("Actor 1 offset", "Where actor 1 stands; -1 where it does not.", unit="characters", ge=-1)
    Actor2CharOffset: pl.Int32 = _is("Actor 2 offset", "Where actor 2 stands; -1 where it does not.", unit="characters", ge=-1)
    ActionCharOffset: pl.Int32 = _is("Action offset", "Where the act stands.", unit="characters", ge=-1)
    InRawText: pl.Int32 = _is("In raw text", "1 where the event was found without solving references.", isin=[0, 1])
    Confidence: pl.Int32 = _is("Confidence", "How sure GDELT is of the event in this article.", unit="percent", ge=0, le=100)
    MentionDocLen: pl.Int32 = _is("Length", "Length of the document.", unit="characters", ge=0)
    MentionDocTone: pl.Float64 = _is("Tone", "Tone of the document.", unit="score from -100 to 100", ge=-100, le=100)
    MentionDocTranslationInfo: str = _is("Translation", "Language and engine where it was translated.")
    Extras: str = _is("Extras", "Kept free by GDELT.")

    class Config:
        """How pandera treats the table."""

        name = "gdelt-mentions"
        strict = True


# fmt: on
GDELT = Format(
    name="gdelt",
    title="GDELT 2.0 events",
    model=GdeltEvent,
    rules=RULES,
    key=("GLOBALEVENTID",),
    marks=frozenset({"globaleventid", "sqldate", "eventcode", "actiongeo_fullname"}),
    into_ours=INTO_OURS,
    by_rule=BY_RULE,
    into_theirs=INTO_THEIRS,
    holds=HOLDS,
    bare=True,
)

MENTIONS = Format(
    name="gdelt-mentions",
    title="GDELT 2.0 mentions",
    model=GdeltMention,
    rules=MENTION_RULES,
    key=("GLOBALEVENTID", "MentionIdentifier"),
    marks=frozenset({"globaleventid", "mentionidentifier", "mentiontimedate"}),
    into_ours=reports.INTO_OURS,
    into_theirs=reports.INTO_THEIRS,
    holds=reports.HOLDS,
    bare=True,
    ours="sources",
    repeats=True,
)


def bare_columns(count: int) -> tuple[str, list[str]] | None:
    """Format and columns of a file without header, by how many columns it has; none for other numbers."""
    events = list(GdeltEvent.to_schema().columns)
    older = [name for name in events if "ADM2" not in name]
    layouts = {61: events, 58: older, 57: older[:-1]}
    if count in layouts:
        return GDELT.name, layouts[count]
    if count == 16:
        return MENTIONS.name, list(GdeltMention.to_schema().columns)
    return None
