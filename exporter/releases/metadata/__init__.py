"""A release described in the standards that other people's tools read.

datapackage.py  Frictionless Data Package 2: `datapackage.json`
jsonld.py       schema.org and Croissant: `dataset.jsonld`
cff.py          Citation File Format: `CITATION.cff`
datacite.py     DataCite: `datacite.json`
"""

import json
from collections.abc import Mapping, Sequence

import polars as pl

from exporter.releases.facts import Facts
from exporter.releases.files import File
from exporter.releases.metadata.cff import citation_cff
from exporter.releases.metadata.datacite import datacite
from exporter.releases.metadata.datapackage import data_package
from exporter.releases.metadata.jsonld import json_ld


def metadata_documents(
    facts: Facts, files: Sequence[File], columns: Mapping[str, pl.Schema]
) -> dict[str, str]:
    """File name and text of each metadata document.

    Args:
        facts: What the release says of itself.
        files: The files that it holds so far, which the documents describe.
        columns: Columns of CSV files that the codebook does not declare, by path.
    """
    told = {
        "datapackage.json": data_package(facts, files, columns),
        "dataset.jsonld": json_ld(facts, files),
    }
    if facts.created is not None:
        # DataCite wants a year of publication: data without events and without a date have none.
        told["datacite.json"] = datacite(facts, files)
    texts = {name: json.dumps(held, indent=2, ensure_ascii=False) + "\n" for name, held in told.items()}
    return {**texts, "CITATION.cff": citation_cff(facts)}
