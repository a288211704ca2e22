"""`datapackage.json`: every table of a release for programs, as Frictionless Data Package 2."""

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

import polars as pl

from exporter.codebook.export import column_schema
from exporter.codebook.project import Project
from exporter.codebook.tables import REFERENCES, Table, table_of
from exporter.releases.about import Author
from exporter.releases.contents import media_type, purpose, table_words
from exporter.releases.dictionary import SHORT_LIST
from exporter.releases.facts import CREDITS, Coverage, Facts
from exporter.releases.files import File

PROFILES = "https://datapackage.org/profiles/2.0"

Told = dict[str, Any]


def data_package(facts: Facts, files: Sequence[File], columns: Mapping[str, pl.Schema]) -> Told:
    """The document: what the release is, and each of its tables as a resource.

    Beside the standard's own, it holds `rowcount` of each resource, `temporal` and `spatial` (GeoJSON) as
    Camtrap DP has them, `countries`, `citation`, `funding` and `related`.

    Args:
        facts: What the release says of itself.
        files: The files of the release; those with rows become resources.
        columns: Columns of CSV files that the codebook does not declare, by path.
    """
    about = facts.about
    licence = about.licence
    told: Told = {
        "$schema": f"{PROFILES}/datapackage.json",
        "name": facts.dataset,
        "id": facts.about.doi and f"https://doi.org/{facts.about.doi}",
        "title": facts.title,
        "description": facts.description,
        "version": facts.version,
        "created": facts.created and facts.created.isoformat().replace("+00:00", "Z"),
        "homepage": about.homepage,
        "language": about.language,
        "citation": facts.citation,
        "keywords": list(facts.keywords),
        "licenses": [_stated({"name": licence.spdx, "path": licence.address, "title": licence.title})]
        if licence
        else None,
        "contributors": _contributors(facts),
        "sources": [{"title": title, "path": path} for title, path in CREDITS],
        **(_coverage(facts.coverage) if facts.coverage else {}),
        "funding": [_stated({"funder": f.funder, "award": f.award, "url": f.url}) for f in about.funding],
        "related": [
            _stated({"relation": work.relation, "path": work.address, "title": work.title})
            for work in about.related
        ],
        "resources": [
            *(_resource(file, columns, facts.project) for file in files if file.rows is not None),
            *(_parted(facts, name, parts) for name, parts in facts.parted.items() if parts),
        ],
    }
    return _stated(told)


def table_schema(table: str | Table) -> Told:
    """The Table Schema of a table of the codebook."""
    table = table_of(table)
    declared = table.model.to_schema()
    own = [name for name, column in declared.columns.items() if column.unique]
    key = own or list(declared.unique or ())
    foreign = [
        {
            "fields": [reference.column],
            "reference": {"resource": reference.parent, "fields": [reference.parent_column]},
        }
        for reference in REFERENCES
        # A foreign key points at what is unique in the other table.
        if reference.child == table.name and reference.present and reference.parent == "events"
    ]
    told = {
        "$schema": f"{PROFILES}/tableschema.json",
        "fields": [_field(table, name) for name in declared.columns],
        "missingValues": [""],
        "primaryKey": key,
        "foreignKeys": foreign,
    }
    return _stated(told)


def _resource(file: File, columns: Mapping[str, pl.Schema], project: Project) -> Told:
    path = PurePosixPath(file.path)
    kind = path.suffix.removeprefix(".")
    name = path.with_suffix("").as_posix().replace("/", "-").replace(".", "-").lower()
    told: Told = {
        # The CSV files have the plain name: foreign keys point at them, and all tools can read them.
        "name": name if kind == "csv" else f"{name}-{kind}",
        "type": "table" if kind == "csv" else None,
        "path": file.path,
        "title": path.name,
        "description": purpose(file.path),
        "format": kind,
        "mediatype": media_type(file.path),
        "encoding": "utf-8" if kind == "csv" else None,
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "rowcount": file.rows,
        "schema": _schema(path, columns, project) if kind in ("csv", "parquet") else None,
    }
    return {key: value for key, value in told.items() if value is not None}


def _parted(facts: Facts, table: str, parts: Sequence[File]) -> Told:
    """A table that has partitions: one resource of many files. `partitions.csv` tells of each."""
    schema = table_schema(facts.project.table(table))
    schema["fields"] = [field for field in schema["fields"] if field["name"] not in facts.partition]
    return {
        "name": table,
        "path": [part.path for part in parts],
        "title": table,
        "description": f"{table_words(table)}, as Parquet, a file for each {' and '.join(facts.partition)}",
        "format": "parquet",
        "mediatype": media_type(parts[0].path),
        "bytes": sum(part.size for part in parts),
        "rowcount": sum(part.rows or 0 for part in parts),
        "partitionedBy": list(facts.partition),
        "schema": schema,
    }


def _schema(path: PurePosixPath, columns: Mapping[str, pl.Schema], project: Project) -> Told | None:
    if path.stem in project.by_name and len(path.parts) == 1:
        return table_schema(project.table(path.stem))
    if path.parts[0] == "codelists":
        codes = project.table("events").lists.codelist(path.stem)
        return {"fields": _plain(codes.schema), "missingValues": [""], "primaryKey": ["code"]}
    if str(path) in columns:
        return {"fields": _plain(columns[str(path)]), "missingValues": [""]}
    return None


def _field(table: Table, name: str) -> Told:
    """A column in the words of Table Schema, from those of JSON Schema."""
    said = column_schema(table, name)
    types = said["type"] if isinstance(said["type"], list) else [said["type"]]
    kind = next(word for word in types if word != "null")
    declared = table.model.to_schema().columns[name]
    codes = [code for code in said.get("enum", ()) if code is not None]
    constraints: Told = {"required": not declared.nullable, "unique": declared.unique, "enum": codes}
    if "format" not in said:  # a date's own form says more than its pattern
        constraints |= {key: said[key] for key in _CONSTRAINTS if key in said}
    facts = declared.metadata
    told = {
        "name": name,
        "title": said["title"],
        "description": said["description"],
        "type": {"date": "date", "date-time": "datetime"}.get(said.get("format", ""), kind),
        # So that readers make factors of them; not of hundreds of codes, whose list `enum` gives.
        "categories": codes if len(codes) <= SHORT_LIST else None,
        "constraints": {key: value for key, value in constraints.items() if value not in (False, [])},
        "unit": facts["unit"],
        "source": facts["source"],
        "codelist": facts["codelist"] and f"codelists/{facts['codelist']}.csv",
    }
    return _stated(told)


_CONSTRAINTS = ("minimum", "maximum", "pattern", "minLength")

_PLAIN: dict[type[pl.DataType], str] = {
    pl.Boolean: "boolean",
    pl.Float64: "number",
    pl.Int32: "integer",
    pl.Int64: "integer",
}


def _plain(schema: pl.Schema) -> list[Told]:
    """Columns with their types and no more."""
    return [{"name": name, "type": _PLAIN.get(kind.base_type(), "string")} for name, kind in schema.items()]


def _contributors(facts: Facts) -> list[Told]:
    about = facts.about
    made = [_author(author) for author in facts.authors]
    if about.publisher:
        publisher = {"title": about.publisher.name, "path": about.publisher.url, "roles": ["publisher"]}
        made.append(_stated(publisher))
    if about.contact:
        contact = {"title": about.contact.name or about.contact.email, "email": about.contact.email}
        made.append({**contact, "roles": ["contact"]})
    return made


def _author(author: Author) -> Told:
    told = {
        "title": " ".join(part for part in (author.given, author.family) if part) or author.name,
        "givenName": author.given,
        "familyName": author.family,
        "path": author.orcid and f"https://orcid.org/{author.orcid}",
        "organization": author.affiliation,
        "roles": ["creator"],
    }
    return _stated(told)


def _coverage(covered: Coverage) -> Told:
    west, south, east, north = covered.west, covered.south, covered.east, covered.north
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "temporal": {"start": f"{covered.first}", "end": f"{covered.last}"},
        "spatial": {"type": "Polygon", "bbox": [west, south, east, north], "coordinates": [ring]},
        "countries": [{"name": name, "iso3": code} for name, code in covered.countries],
    }


def _stated(told: Told) -> Told:
    return {key: value for key, value in told.items() if value not in (None, [], {}, "")}
