"""What each file of a release is, in words and by its media type; README and metadata say it with these."""

from pathlib import PurePosixPath

from exporter.codebook.tables import tables

_WORDS = {
    "CHANGES.md": "what is new since the release before",
    "CITATION.cff": "how to cite, for GitHub, Zotero and reference managers (Citation File Format)",
    "README.md": "what this release is and how to read it",
    "SHA256SUMS": "checksums of all files",
    "agreement.csv": "how far the coders of these rows agree, by column, pair of coders and month",
    "changes.csv": "every value that changed since the release before, as CSV",
    "changes.parquet": "every value that changed since the release before, as Parquet",
    "datacite.json": "metadata for the deposit of a DOI (DataCite 4.5)",
    "datapackage.json": "every table and column for programs (Frictionless Data Package 2)",
    "dataset.jsonld": "metadata for dataset search and machine learning (schema.org, Croissant 1.0)",
    "definitions.json": "what the project adds to the codebook, for exporter",
    "dictionary.csv": "data dictionary as a table",
    "dictionary.md": "data dictionary for reading",
    "events.geo.parquet": "events with points, for GIS (GeoParquet 1.1)",
    "events.geojson": "events with points, for maps (GeoJSON)",
    "load.R": "loads the tables in R, with base R alone",
    "load.py": "loads the tables in Python, with or without packages",
    "load.sql": "loads the tables into DuckDB, with types and comments",
    "partitions.csv": "every partition of the tables, with rows, bytes and checksum",
    "tables.xlsx": "all tables and the dictionary as one workbook (Excel)",
}
_FOLDERS = {
    "codelists": "allowed values with their definitions",
    "schemas": "JSON Schema",
}
_TABLES = {
    ".csv": "as CSV",
    ".dta": "for Stata 14 and later",
    ".parquet": "as Parquet",
}
_MEDIA = {
    ".R": "text/x-r",
    ".cff": "application/yaml",
    ".csv": "text/csv",
    ".dta": "application/x-stata-dta",
    ".geojson": "application/geo+json",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".md": "text/markdown",
    ".parquet": "application/vnd.apache.parquet",
    ".py": "text/x-python",
    ".sql": "application/sql",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def purpose(path: str) -> str:
    """What a file is for; nothing where it is not known here."""
    file = PurePosixPath(path)
    if path in _WORDS:
        return _WORDS[path]
    if file.stem in tables() and file.suffix in _TABLES and len(file.parts) == 1:
        return f"{table_words(file.stem)}, {_TABLES[file.suffix]}"
    return _FOLDERS.get(file.parts[0], "")


def table_words(table: str) -> str:
    """What a table of the codebook holds, on one line, without a full stop."""
    words = (tables()[table].model.__doc__ or table).splitlines()[0]
    return words[0].lower() + words[1:].rstrip(".")


def media_type(path: str) -> str:
    """The media type of a file."""
    return _MEDIA.get(PurePosixPath(path).suffix, "text/plain")
