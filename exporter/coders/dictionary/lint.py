"""Every broken line of a dictionary: of the lists that come with the coder, of copies of them, and of PETRARCH's files.

A list is known by its columns, whatever its file is called; anything else is read as PETRARCH's, as agents where its
codes have a tilde.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

import polars as pl

from exporter.codebook.codelists import codes
from exporter.coders.dictionary import petrarch
from exporter.coders.dictionary.actors import unidentified
from exporter.coders.dictionary.confidence import FEATURES
from exporter.coders.dictionary.faults import Fault
from exporter.coders.dictionary.lexicon import DATA, fold
from exporter.coders.dictionary.petrarch_files import Record, overlaps, parse_actors, parse_agents, words_of
from exporter.errors import UsageError

LISTS = (
    "patterns", "instruments", "actors", "agents", "nationalities", "regions", "divisions", "words", "labels",
    "roles", "confidence", "abbreviations", "airspace",
)  # fmt: skip
"""The lists that come with the coder."""

_KINDS = ("mutual", "act", "territory", "effect", "blast", "protest", "riot", "burn", "accord", "say")
_WANTS = r"(?:actor|armed|person|place|verb)?(?:=[^|]+(?:\|[^|]+)*)?"


def own_lists() -> list[Path]:
    """The files of the lists that come with the coder."""
    return [DATA / f"{name}.csv" for name in LISTS]


def lint(paths: Sequence[Path]) -> list[Fault]:
    """The broken lines of dictionaries, by file and line.

    Raises:
        UsageError: A file cannot be read.
    """
    return [fault for path in paths for fault in sorted(_lint(path))]


def _lint(path: Path) -> Iterable[Fault]:
    if not path.is_file():
        raise UsageError(f"There is no file {path}.", "Check the spelling of the path.")
    return _lint_list(path) if path.suffix == ".csv" else _lint_petrarch(path)


# -- PETRARCH's files ------------------------------------------------------------------------------------


def _lint_petrarch(path: Path) -> Iterator[Fault]:
    if "[~" in path.read_text(encoding="utf-8-sig", errors="replace"):
        nouns, faults = parse_agents(path, petrarch.known)
        yield from faults
        forms = [(fold(words_of(form)), noun.code, noun.line) for noun in nouns for form in noun.forms]
        yield from _told_twice(path, forms)
        return
    records, faults = parse_actors(path, petrarch.known)
    yield from faults
    yield from overlaps(records, path)
    yield from _told_twice(path, _always(records))


def _always(records: Iterable[Record]) -> Iterator[tuple[str, str, int]]:
    """Each phrase with the code that it has on days that no other code is for."""
    for record in records:
        always = [code.code for code in record.codes if not code.dated]
        for phrase, line in record.phrases:
            yield from ((fold(words_of(phrase)), code, line) for code in always[:1])


def _told_twice(path: Path, phrases: Iterable[tuple[str, str, int]]) -> Iterator[Fault]:
    first: dict[str, tuple[str, int]] = {}
    for words, code, line in phrases:
        known, at = first.setdefault(words, (code, line))
        if known != code:
            yield Fault(
                path,
                line,
                f"{words} is {code} here and {known} on line {at}",
                "Keep one of them, or give both days.",
            )


# -- our lists -------------------------------------------------------------------------------------------


def _lint_list(path: Path) -> Iterator[Fault]:
    try:
        frame = pl.read_csv(path, infer_schema=False).fill_null("")
    except pl.exceptions.PolarsError as error:
        yield Fault(
            path, 1, f"is no CSV table: {str(error).splitlines()[0]}", "Save it as CSV with a header line."
        )
        return
    checks = next((check for columns, check in _LISTS.items() if set(columns) <= set(frame.columns)), None)
    if checks is None:
        known = "; ".join(", ".join(columns) for columns in _LISTS)
        yield Fault(
            path, 1, "has the columns of none of the lists", f"The lists have these columns: {known}."
        )
        return
    numbered = frame.with_row_index("line", offset=2)
    yield from checks(path, numbered)
    written = [name for name in frame.columns if name not in ("because", "example", "meaning", "source")]
    spaced = pl.any_horizontal(pl.col(name).str.strip_chars() != pl.col(name) for name in written)
    yield from _where(path, numbered, spaced, pl.lit("begins or ends with a blank"), "Take the blank away.")


def _actors(path: Path, frame: pl.DataFrame) -> Iterator[Fault]:
    yield from _missing(path, frame, "alias", "actor")
    yield from _among(path, frame, "actor_type", codes("actor_types"))
    yield from _among(path, frame, "country", ("", *codes("countries", "iso3")))
    yield from _among(path, frame, "scope", ("group", "organisation", "person"))
    yield from _turned_round(path, frame)
    days = {name: frame[name].str.to_date(strict=False) for name in ("since", "until")}
    # Short names in capitals are found in capitals only, so `IS` is another name than `is`.
    # A name that groups of two countries have means the one of the country that an article is about.
    keys = [
        (fold(alias), alias if len(alias) <= 4 and alias.isupper() else "", country or "")
        for alias, country in zip(frame["alias"], frame["country"], strict=True)
    ]
    lines = zip(
        frame["line"], keys, frame["alias"], frame["actor"], days["since"], days["until"], strict=True
    )
    yield from _overlapping(path, lines)


def _turned_round(path: Path, frame: pl.DataFrame) -> Iterator[Fault]:
    """Lines whose `since` and `until` are no days, or no span of days."""
    days = {name: frame[name].str.to_date(strict=False) for name in ("since", "until")}
    for name, read in days.items():
        bad = (pl.col(name) != "") & read.is_null()
        yield from _where(path, frame, bad, f"{name} is no day: " + pl.col(name), "Write days as 2016-05-16.")
    yield from _where(
        path, frame, days["since"] >= days["until"],
        pl.format("the days are turned round: {} is not before {}", "since", "until"),
        "since is the first day, until the first day that is no longer meant.",
    )  # fmt: skip


def _overlapping(
    path: Path, lines: Iterable[tuple[int, tuple[str, ...], str, str, date | None, date | None]]
) -> Iterator[Fault]:
    told: dict[tuple[str, ...], list[tuple[int, str, str, date, date]]] = {}
    for line, key, alias, actor, since, until in lines:
        first, last = since or date.min, until or date.max
        for at, spelt, other, start, end in told.setdefault(key, []):
            if first < end and start < last:
                # Spellings of one name may stand side by side: some are looked for as they are written.
                if (spelt, other) == (alias, actor):
                    yield Fault(path, line, f"{alias} is said twice", f"Keep this line or line {at}.")
                elif other != actor:
                    what = f"{alias} is {actor} here and {other} on line {at}, on the same days"
                    yield Fault(path, line, what, f"Keep this line or line {at}, or part their days.")
                else:
                    continue
                break
        told[key].append((line, alias, actor, first, last))


def _agents(path: Path, frame: pl.DataFrame) -> Iterator[Fault]:
    yield from _missing(path, frame, "lemma")
    yield from _among(path, frame, "actor_type", codes("actor_types"))
    yield from _among(path, frame, "civilian", ("true", "false"))
    yield from _roles_known(path, frame)
    yield from _unique(path, frame, pl.Series([fold(lemma) for lemma in frame["lemma"]]), ("role", "label"))


def _nationalities(path: Path, frame: pl.DataFrame) -> Iterator[Fault]:
    yield from _missing(path, frame, "alias")
    yield from _among(path, frame, "iso3", codes("countries", "iso3"))
    yield from _among(path, frame, "kind", ("name", "demonym", "capital"))
    yield from _unique(path, frame, pl.Series([fold(alias) for alias in frame["alias"]]), ("iso3", "kind"))


def _regions(path: Path, frame: pl.DataFrame) -> Iterator[Fault]:
    yield from _missing(path, frame, "alias", "source")
    yield from _among(path, frame, "iso3", codes("countries", "iso3"))
    yield from _among(path, frame, "precision", codes("geo_precisions"))
    for name, most in (("latitude", 90.0), ("longitude", 180.0)):
        off = frame[name].cast(pl.Float64, strict=False).is_between(-most, most).fill_null(value=False).not_()
        yield from _where(
            path, frame, off, f"{name} is no number from {-most:.0f} to {most:.0f}: " + pl.col(name),
            "Write degrees with a decimal point, south and west with a minus.",
        )  # fmt: skip
    names = frame.with_columns(name=pl.col("alias").str.split("|")).explode("name")
    yield from _unique(path, names, pl.Series([fold(name) for name in names["name"]]), ("iso3", "latitude"))


def _divisions(path: Path, frame: pl.DataFrame) -> Iterator[Fault]:
    yield from _missing(path, frame, "alias", "division")
    yield from _among(path, frame, "iso3", codes("countries", "iso3"))
    yield from _among(path, frame, "shown", ("", "yes"))
    keys = frame["iso3"] + " " + pl.Series([fold(alias) for alias in frame["alias"]])
    yield from _unique(path, frame, keys, ("division",))


def _airspaces(path: Path, frame: pl.DataFrame) -> Iterator[Fault]:
    yield from _missing(path, frame, "since", "because")
    yield from _among(path, frame, "iso3", codes("countries", "iso3"))
    yield from _among(path, frame, "by", codes("countries", "iso3"))
    yield from _among(path, frame, "means", ("", "drone"))
    yield from _turned_round(path, frame)


def _labels(path: Path, frame: pl.DataFrame) -> Iterator[Fault]:
    yield from _missing(path, frame, "label")
    yield from _among(path, frame, "sub_event_type", codes("sub_event_types"))
    yield from _unique(path, frame, pl.Series([fold(label) for label in frame["label"]]), ("sub_event_type",))


def _abbreviations(path: Path, frame: pl.DataFrame) -> Iterator[Fault]:
    yield from _missing(path, frame, "abbreviation", "name")
    yield from _unique(path, frame, frame["abbreviation"], ("name",))


def _words(path: Path, frame: pl.DataFrame) -> Iterator[Fault]:
    yield from _missing(path, frame, "list", "word")
    yield from _unique(path, frame, frame["list"] + " " + frame["word"], ())


def _patterns(path: Path, frame: pl.DataFrame) -> Iterator[Fault]:
    subs = codes("sub_event_types")
    yield from _missing(path, frame, "lemma", "example")
    yield from _among(path, frame, "pos", ("verb", "noun"))
    yield from _among(path, frame, "sub_event_type", subs)
    yield from _among(path, frame, "armed", ("", *subs))
    yield from _among(path, frame, "cameo_code", codes("cameo"))
    yield from _among(path, frame, "kind", _KINDS)
    odd = pl.col("object").str.contains(f"^{_WANTS}$").not_()
    yield from _where(
        path, frame, odd, "the object is neither a kind nor a list of words: " + pl.col("object"),
        "Write actor, armed, person or place, or words as =fire|gunfire, or both as person=down.",
    )  # fmt: skip
    same = frame["lemma"] + ", " + frame["pos"] + ", wanting " + frame["object"]
    yield from _unique(path, frame, same, ("sub_event_type", "armed", "cameo_code", "kind"))


def _instruments(path: Path, frame: pl.DataFrame) -> Iterator[Fault]:
    yield from _missing(path, frame, "noun")
    yield from _among(path, frame, "sub_event_type", codes("sub_event_types"))
    yield from _among(path, frame, "cameo_code", codes("cameo"))
    yield from _unique(path, frame, frame["noun"], ("sub_event_type",))


def _weights(path: Path, frame: pl.DataFrame) -> Iterator[Fault]:
    yield from _missing(path, frame, "meaning")
    yield from _among(path, frame, "feature", ("bias", *FEATURES))
    odd = pl.col("weight").cast(pl.Float64, strict=False).is_null()
    yield from _where(path, frame, odd, "weight is no number: " + pl.col("weight"), "Write it as -0.5, say.")
    yield from _unique(path, frame, frame["feature"], ())


def _cameo_roles(path: Path, frame: pl.DataFrame) -> Iterator[Fault]:
    yield from _missing(path, frame, "actor", "meaning")
    yield from _among(path, frame, "kind", ("role", "abroad"))
    yield from _among(path, frame, "actor_type", codes("actor_types"))
    yield from _roles_known(path, frame.filter(kind="role"))
    odd = pl.col("code").str.contains("^[A-Z]{3}$").not_()
    yield from _where(
        path, frame, odd, "is no code of three capitals: " + pl.col("code"), "Write it as GOV, say."
    )
    names = pl.col("actor").str.replace_all(r"\{(?:name|country)\}", "").str.contains("[{}]")
    yield from _where(
        path,
        frame,
        names,
        "the actor has an unknown part: " + pl.col("actor"),
        "Its parts are {name} and {country}.",
    )
    yield from _unique(path, frame, frame["code"], ("actor",))


_LISTS: dict[tuple[str, ...], Callable[[Path, pl.DataFrame], Iterator[Fault]]] = {
    ("lemma", "pos", "object", "sub_event_type", "armed", "cameo_code", "kind", "example"): _patterns,
    ("alias", "actor", "actor_type", "country", "since", "until", "scope"): _actors,
    ("lemma", "role", "label", "actor_type", "civilian"): _agents,
    ("alias", "iso3", "latitude", "longitude", "precision", "source"): _regions,
    ("alias", "iso3", "kind"): _nationalities,
    ("alias", "iso3", "division", "shown"): _divisions,
    ("iso3", "by", "since", "until", "means", "because"): _airspaces,
    ("label", "sub_event_type"): _labels,
    ("abbreviation", "name"): _abbreviations,
    ("code", "kind", "role", "label", "actor_type", "actor", "meaning"): _cameo_roles,
    ("list", "word"): _words,
    ("noun", "sub_event_type", "cameo_code"): _instruments,
    ("feature", "weight", "meaning"): _weights,
}


# -- checks ----------------------------------------------------------------------------------------------


def _where(
    path: Path, frame: pl.DataFrame, bad: pl.Expr | pl.Series, what: pl.Expr, remedy: str
) -> Iterator[Fault]:
    found = frame.filter(bad).select("line", what=what)
    return (Fault(path, line, told, remedy) for line, told in found.iter_rows())


def _missing(path: Path, frame: pl.DataFrame, *columns: str) -> Iterator[Fault]:
    for name in columns:
        first = pl.col(frame.columns[1])
        yield from _where(path, frame, pl.col(name) == "", f"{name} is missing: " + first, f"Fill {name} in.")


def _among(path: Path, frame: pl.DataFrame, column: str, allowed: Sequence[str]) -> Iterator[Fault]:
    bad = pl.col(column).is_in(allowed).not_()
    shown = ", ".join(code or "(nothing)" for code in allowed)
    few = (
        f"It may be {shown}."
        if len(allowed) <= 12
        else f"It must be one of the {len(allowed)} codes of its list."
    )
    return _where(path, frame, bad, f"unknown {column}: " + pl.col(column), few)


def _roles_known(path: Path, frame: pl.DataFrame) -> Iterator[Fault]:
    return _among(
        path, frame, "role", [role for role in frame["role"].unique(maintain_order=True) if _is_role(role)]
    )


def _is_role(role: str) -> bool:
    try:
        unidentified(role)
    except KeyError:
        return False
    return True


def _unique(path: Path, frame: pl.DataFrame, keys: pl.Series, meaning: Sequence[str]) -> Iterator[Fault]:
    """Lines whose key stands further up with another meaning, or letter for letter with the same."""
    written = frame.columns[1]
    keyed = frame.with_columns(key=keys, means=pl.concat_str([pl.lit(""), *meaning], separator=" | "))
    first = keyed.unique("key", keep="first").select("key", at="line", then="means", spelt=written)
    again = keyed.join(first, on="key").filter(pl.col("line") > pl.col("at")).sort("line")
    same = (pl.col("means") == pl.col("then")) & (pl.col(written) == pl.col("spelt"))
    told = again.filter(same | (pl.col("means") != pl.col("then"))).with_columns(same=same)
    for key, line, at, equal in told.select("key", "line", "at", "same").iter_rows():
        yield Fault(
            path, line, f"{key} means {'the same as' if equal else 'something else than'} on line {at}", _ONE
        )


_ONE = "Keep one of the two lines."
