"""What people say of a dataset: title, authors, licence and the like, as `dataset.toml` holds it.

What the data themselves say (rows, coverage) is not written here; it is counted for each release.
"""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, asdict, dataclass, fields
from pathlib import Path
from typing import Any, Self, TypeVar

from exporter.errors import UsageError
from exporter.releases import about_checks as check
from exporter.releases.partitions import partition_columns

FILE_NAME = "dataset.toml"

# DataCite's relation types (schema 4.5), seen from the dataset.
RELATIONS = (
    "IsCitedBy", "Cites", "IsSupplementTo", "IsSupplementedBy", "IsContinuedBy", "Continues", "IsDescribedBy",
    "Describes", "IsNewVersionOf", "IsPreviousVersionOf", "IsPartOf", "HasPart", "IsPublishedIn",
    "IsReferencedBy", "References", "IsDocumentedBy", "Documents", "IsCompiledBy", "Compiles", "IsVariantFormOf",
    "IsOriginalFormOf", "IsIdenticalTo", "IsReviewedBy", "Reviews", "IsDerivedFrom", "IsSourceOf", "IsRequiredBy",
    "Requires", "Obsoletes", "IsObsoletedBy", "Collects", "IsCollectedBy",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who made the dataset: a person by `family` (and `given`) name, or an organisation by `name`."""

    name: str | None = None
    family: str | None = None
    given: str | None = None
    orcid: str | None = None
    affiliation: str | None = None

    def __post_init__(self) -> None:
        names = dict.fromkeys(("name", "family", "given", "affiliation"), check.line)
        _check(self, {**names, "orcid": check.orcid})
        if (self.name is None) == (self.family is None):
            raise UsageError(
                "name or family must be given, and not both.",
                "Write family and given for a person, or name for an organisation.",
            )
        if self.name is not None and (self.given or self.orcid):
            raise UsageError("given and orcid belong to a person.", "Write family and given instead of name.")

    @property
    def full_name(self) -> str:
        """As in a list of references: `Family, Given`, or the organisation's name."""
        return self.name or ", ".join(part for part in (self.family, self.given) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """What others may do with the data: `spdx`, or `name` and `url` of a licence that is not on that list."""

    spdx: str | None = None
    name: str | None = None
    url: str | None = None

    def __post_init__(self) -> None:
        _check(self, {"spdx": check.spdx, "name": check.line, "url": check.url})
        if self.spdx is None and (self.name is None or self.url is None):
            raise UsageError(
                "spdx is missing, and so is name or url.",
                'Write spdx = "CC-BY-4.0" or the like, or name and url of a licence that has no SPDX identifier.',
            )

    @property
    def title(self) -> str:
        """What it is called."""
        return self.name or str(self.spdx)

    @property
    def address(self) -> str:
        """Where its text stands."""
        return self.url or f"https://spdx.org/licenses/{self.spdx}.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """Who publishes the dataset."""

    name: str
    url: str | None = None

    def __post_init__(self) -> None:
        _check(self, {"name": check.line, "url": check.url})


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom to write to."""

    email: str
    name: str | None = None

    def __post_init__(self) -> None:
        _check(self, {"email": check.email, "name": check.line})


@dataclass(frozen=True, slots=True, kw_only=True)
class Funding:
    """Who paid for the work."""

    funder: str
    award: str | None = None
    url: str | None = None

    def __post_init__(self) -> None:
        _check(self, {"funder": check.line, "award": check.line, "url": check.url})


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """A work that the dataset has to do with, by DOI or address, and how (`RELATIONS`)."""

    relation: str
    doi: str | None = None
    url: str | None = None
    title: str | None = None

    def __post_init__(self) -> None:
        checks = {
            "relation": check.one_of(RELATIONS),
            "doi": check.doi,
            "url": check.url,
            "title": check.line,
        }
        _check(self, checks)
        if (self.doi is None) == (self.url is None):
            raise UsageError("doi or url must be given, and not both.", "Write the doi where there is one.")

    @property
    def address(self) -> str:
        """Where the work stands."""
        return self.url or f"https://doi.org/{self.doi}"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What people say of a dataset; whatever is not stated stays out of the metadata.

    `partition` names the columns that its releases are partitioned by (`exporter.releases.partitions`).

    Raises:
        UsageError: A value does not fit; the message names key and value.
    """

    title: str | None = None
    description: str | None = None
    language: str | None = None
    keywords: tuple[str, ...] = ()
    homepage: str | None = None
    doi: str | None = None
    authors: tuple[Author, ...] = ()
    publisher: Publisher | None = None
    licence: Licence | None = None
    contact: Contact | None = None
    funding: tuple[Funding, ...] = ()
    related: tuple[Related, ...] = ()
    partition: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        checks: dict[str, check.Check] = {
            "title": check.line,
            "description": check.text,
            "language": check.language,
            "homepage": check.url,
            "doi": check.doi,
        }
        _check(self, checks)
        if not isinstance(self.keywords, list | tuple):
            raise UsageError(f"keywords: {self.keywords!r} is not a list.", 'Write it as ["one", "two"].')
        words = (check.line("keywords", word) for word in self.keywords)
        object.__setattr__(self, "keywords", tuple(dict.fromkeys(words)))
        if not isinstance(self.partition, list | tuple):
            raise UsageError(
                f"partition: {self.partition!r} is not a list.", 'Write it as ["country", "year"].'
            )
        object.__setattr__(self, "partition", partition_columns(self.partition))
        for name in _MANY:
            object.__setattr__(self, name, tuple(getattr(self, name)))
        for name, kind in {**_ONE, **_MANY}.items():
            held = getattr(self, name)
            for part in held if name in _MANY else (held,):
                if not isinstance(part, kind | None if name in _ONE else kind):
                    raise UsageError(
                        f"{name}: {part!r} is no {kind.__name__}.",
                        f"Give an `exporter.releases.{kind.__name__}`.",
                    )

    @classmethod
    def from_json(cls, told: str) -> Self:
        """What `to_json` wrote down."""
        return _read(cls, json.loads(told), "")

    def to_json(self) -> str:
        """All that is stated, as JSON: the same text for the same statements."""
        return json.dumps(_stated(asdict(self)), ensure_ascii=False, sort_keys=True)


_Part = TypeVar("_Part")

_ONE: dict[str, type] = {"publisher": Publisher, "licence": Licence, "contact": Contact}
_MANY: dict[str, type] = {"authors": Author, "funding": Funding, "related": Related}


def read_about(path: Path | str) -> About:
    """What a `dataset.toml` says of a dataset.

    Raises:
        UsageError: The file cannot be read, or a key or value in it does not fit; the message names them.
    """
    try:
        told = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read: {error.strerror}.",
            "Name the file with --about; `exporter init` writes one.",
        ) from error
    except ValueError as error:
        raise UsageError(
            f"{path} is not a TOML file in UTF-8: {error}.", "See https://toml.io for the form."
        ) from error
    for other in _OTHERS:
        told.pop(other, None)
    return _read(About, told, f"{path}, ")


_OTHERS = ("model", "columns", "codes", "checks")
"""Tables of the file that say how articles are coded and what the codebook is; others read them."""


def template(title: str) -> str:
    """A `dataset.toml` to fill in, with comments; only the title is stated."""
    held = Path(__file__).with_name("dataset.template.toml").read_text(encoding="utf-8")
    return held.replace("{title}", json.dumps(title, ensure_ascii=False))


def _read(kind: type[_Part], told: object, where: str) -> _Part:
    """Build one of the classes above from a table of TOML or JSON."""
    if not isinstance(told, Mapping):
        raise UsageError(f"{where}{told!r} is not a table.", _TABLE)
    declared = fields(kind)  # type: ignore[arg-type]
    known = [field.name for field in declared]
    for key in told:
        if key not in known:
            raise UsageError(f"{where}{key} is not known here.", f"The keys are: {', '.join(known)}.")
    values = dict(told)
    for key, part in _ONE.items() if kind is About else ():
        if key in values:
            values[key] = _read(part, values[key], f"{where}{key}: ")
    for key, part in _MANY.items() if kind is About else ():
        rows = values.get(key, ())
        if not isinstance(rows, list | tuple):
            raise UsageError(
                f"{where}{key}: {rows!r} is not a list of tables.", f"Write [[{key}]] above each."
            )
        values[key] = tuple(_read(part, row, f"{where}{key} {n}: ") for n, row in enumerate(rows, start=1))
    needed = [field.name for field in declared if field.default is MISSING]
    missing = [name for name in needed if name not in values]
    if missing:
        raise UsageError(f"{where}{missing[0]} is missing.", "Give it, or take the whole table out.")
    try:
        return kind(**values)
    except UsageError as error:
        raise UsageError(f"{where}{error.message}", error.remedy) from None


_TABLE = "Write its keys on lines of their own below [its name]; `exporter init` writes an example."


def _check(about: object, checks: Mapping[str, check.Check]) -> None:
    """Bring the given values into their usual form."""
    for key, fits in checks.items():
        value = getattr(about, key)
        if value is not None:
            object.__setattr__(about, key, fits(key, value))


def _stated(value: Any) -> Any:
    """The value without what is not stated."""
    match value:
        case dict():
            return {key: _stated(held) for key, held in value.items() if held not in (None, ())}
        case tuple() | list():
            return [_stated(held) for held in value]
    return value
