"""`dataset.jsonld`: a release for search engines (schema.org) and machine learning (Croissant 1.0), in one file.

Croissant is schema.org's Dataset with the columns added, so that one document serves both. It does not say how the
tables refer to each other: its readers would join them whenever one is read. `datapackage.json` does.
"""

from collections.abc import Sequence
from typing import Any

from exporter.codebook.export import column_schema
from exporter.codebook.tables import Table
from exporter.releases.about import Author
from exporter.releases.contents import media_type, purpose, table_words
from exporter.releases.facts import CREDITS, Facts
from exporter.releases.files import File
from exporter.releases.partitions import every_part

Told = dict[str, Any]


def json_ld(facts: Facts, files: Sequence[File]) -> Told:
    """The document. Files are named by their path within the release."""
    about = facts.about
    told: Told = {
        "@context": _CONTEXT,
        "@type": "Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "@id": facts.address,
        "name": facts.title,
        "alternateName": facts.dataset,
        "description": facts.description,
        "version": facts.version,
        "identifier": about.doi and f"https://doi.org/{about.doi}",
        "url": facts.address,
        "inLanguage": about.language,
        "keywords": list(facts.keywords),
        "license": about.licence and about.licence.address,
        "citeAs": facts.citation,
        "creator": [_author(author) for author in facts.authors],
        "publisher": about.publisher
        and _stated({"@type": "Organization", "name": about.publisher.name, "url": about.publisher.url}),
        "dateCreated": facts.created and facts.created.date().isoformat(),
        "datePublished": facts.created and facts.created.date().isoformat(),
        "funding": [
            _stated(
                {
                    "@type": "Grant",
                    "funder": {"@type": "Organization", "name": one.funder},
                    "identifier": one.award,
                    "url": one.url,
                }
            )
            for one in about.funding
        ],
        "creditText": "; ".join(f"{title} ({path})" for title, path in CREDITS),
        "isBasedOn": [path for _, path in CREDITS],
        **_coverage(facts),
        "distribution": [*(_file(file) for file in files), *(_parts(facts, name) for name in facts.parted)],
        "recordSet": [_records(table, facts) for table in facts.project.tables],
    }
    return _stated(told)


_CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "dct": "http://purl.org/dc/terms/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""The context that Croissant 1.0 sets down."""


def _author(author: Author) -> Told:
    if author.name is not None:
        return {"@type": "Organization", "name": author.name}
    told = {
        "@type": "Person",
        "@id": author.orcid and f"https://orcid.org/{author.orcid}",
        "name": " ".join(part for part in (author.given, author.family) if part),
        "givenName": author.given,
        "familyName": author.family,
        "affiliation": author.affiliation and {"@type": "Organization", "name": author.affiliation},
    }
    return _stated(told)


def _coverage(facts: Facts) -> Told:
    covered = facts.coverage
    if covered is None:
        return {}
    box = f"{covered.south} {covered.west} {covered.north} {covered.east}"
    places = [
        {"@type": "Place", "geo": {"@type": "GeoShape", "box": box}},
        *({"@type": "Country", "name": name, "identifier": code} for name, code in covered.countries),
    ]
    return {"temporalCoverage": f"{covered.first}/{covered.last}", "spatialCoverage": places}


def _file(file: File) -> Told:
    told = {
        "@type": "cr:FileObject",
        "@id": file.path,
        "name": file.path,
        "description": purpose(file.path),
        "contentUrl": file.path,
        "contentSize": f"{file.size} B",
        # Croissant's readers do not know Parquet by its registered media type yet.
        "encodingFormat": media_type(file.path).replace("vnd.apache.parquet", "x-parquet"),
        "sha256": file.sha256,
    }
    return _stated(told)


def _parts(facts: Facts, table: str) -> Told:
    """The files of a table that has partitions, as a set of whatever lies where they do."""
    return {
        "@type": "cr:FileSet",
        "@id": f"{table}-partitions",
        "name": f"{table}-partitions",
        "description": f"{table_words(table)}, as Parquet, a file for each {' and '.join(facts.partition)}",
        "encodingFormat": "application/x-parquet",
        "includes": every_part(table, facts.partition),
    }


_TYPES = {
    "boolean": "sc:Boolean",
    "date": "sc:Date",
    "date-time": "sc:DateTime",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "string": "sc:Text",
}


def _records(table: Table, facts: Facts) -> Told:
    """A table, read from its Parquet file or files."""
    declared = table.model.to_schema()
    own = [name for name, column in declared.columns.items() if column.unique]
    key = own or list(declared.unique or ())
    told = {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table_words(table.name),
        "key": [{"@id": f"{table.name}/{name}"} for name in key],
        "field": [_field(table, name, facts) for name in declared.columns],
    }
    return _stated(told)


def _field(table: Table, name: str, facts: Facts) -> Told:
    said = column_schema(table, name)
    types = said["type"] if isinstance(said["type"], list) else [said["type"]]
    kind = next(word for word in types if word != "null")
    told: Told = {
        "@type": "cr:Field",
        "@id": f"{table.name}/{name}",
        "name": name,
        "description": f"{said['title']}. {said['description']}",
        "dataType": _TYPES[said.get("format", kind)],
        "source": _source(table, name, facts),
    }
    return _stated(told)


def _source(table: Table, name: str, facts: Facts) -> Told:
    if table.name not in facts.parted:
        return {"fileObject": {"@id": f"{table.name}.parquet"}, "extract": {"column": name}}
    there = {"fileSet": {"@id": f"{table.name}-partitions"}}
    if name not in facts.partition:
        return {**there, "extract": {"column": name}}
    # The path tells it, escaped as in an address.
    return {**there, "extract": {"fileProperty": "fullpath"}, "transform": {"regex": f".*/{name}=([^/]+)/.*"}}


def _stated(told: Told) -> Told:
    return {key: value for key, value in told.items() if value not in (None, [], {}, "")}
