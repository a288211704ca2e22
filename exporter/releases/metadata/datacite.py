"""`datacite.json`: the metadata of a release as DataCite takes them with the deposit of a DOI, schema 4.5."""

from collections.abc import Sequence
from typing import Any

from exporter.releases.about import Author, Related
from exporter.releases.contents import media_type
from exporter.releases.facts import Facts
from exporter.releases.files import File

UNKNOWN = ":unav"
"""DataCite's word for a value that must stand and is not known."""


def datacite(facts: Facts, files: Sequence[File]) -> dict[str, Any]:
    """The document, ready for the REST API or a form; `doi` only where the dataset has one.

    The release must say when it was completed: DataCite wants a year.
    """
    about, created = facts.about, facts.created
    if created is None:
        raise ValueError("a DataCite record needs a year")
    publisher = about.publisher.name if about.publisher else UNKNOWN
    sizes = [f"{facts.rows['events']:,} events", f"{sum(file.size for file in files):,} bytes"]
    told: dict[str, Any] = {
        "doi": about.doi,
        "url": about.homepage,
        "creators": [_creator(author) for author in facts.authors],
        "titles": [{"title": facts.title}],
        "publisher": {"name": publisher},
        "publicationYear": f"{created.year:04}",
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Event data"},
        "version": facts.version,
        "language": about.language,
        "subjects": [{"subject": word} for word in facts.keywords],
        "descriptions": [{"description": facts.description, "descriptionType": "Abstract"}],
        "dates": [{"date": created.date().isoformat(), "dateType": "Created"}, *_coverage_date(facts)],
        "sizes": sizes,
        "formats": sorted({media_type(file.path) for file in files if file.rows is not None}),
        "rightsList": _rights(facts),
        "contributors": _contact(facts),
        "geoLocations": _places(facts),
        "fundingReferences": [
            _stated({"funderName": f.funder, "awardNumber": f.award, "awardUri": f.url})
            for f in about.funding
        ],
        "relatedIdentifiers": [_related(work) for work in about.related],
        "schemaVersion": "http://datacite.org/schema/kernel-4",
    }
    return _stated(told)


def _creator(author: Author) -> dict[str, Any]:
    scheme = {"nameIdentifierScheme": "ORCID", "schemeUri": "https://orcid.org"}
    return _stated(
        {
            "name": author.full_name,
            "nameType": "Organizational" if author.name else "Personal",
            "givenName": author.given,
            "familyName": author.family,
            "nameIdentifiers": [{"nameIdentifier": f"https://orcid.org/{author.orcid}", **scheme}]
            if author.orcid
            else None,
            "affiliation": [{"name": author.affiliation}] if author.affiliation else None,
        }
    )


def _rights(facts: Facts) -> list[dict[str, str]]:
    licence = facts.about.licence
    if licence is None:
        return []
    told = {"rights": licence.title, "rightsUri": licence.address}
    if licence.spdx:
        told |= {
            "rightsIdentifier": licence.spdx.lower(),
            "rightsIdentifierScheme": "SPDX",
            "schemeUri": "https://spdx.org/licenses/",
        }
    return [told]


def _contact(facts: Facts) -> list[dict[str, str]]:
    """Whom to write to; the schema has a place for the name only."""
    contact = facts.about.contact
    return [{"name": contact.name, "contributorType": "ContactPerson"}] if contact and contact.name else []


def _coverage_date(facts: Facts) -> list[dict[str, str]]:
    covered = facts.coverage
    if covered is None:
        return []
    span = f"{covered.first}/{covered.last}"
    return [{"date": span, "dateType": "Other", "dateInformation": "Days of the events"}]


def _places(facts: Facts) -> list[dict[str, Any]]:
    covered = facts.coverage
    if covered is None:
        return []
    box = {
        "westBoundLongitude": covered.west,
        "eastBoundLongitude": covered.east,
        "southBoundLatitude": covered.south,
        "northBoundLatitude": covered.north,
    }
    return [{"geoLocationBox": box}, *({"geoLocationPlace": name} for name, _ in covered.countries)]


def _related(work: Related) -> dict[str, str]:
    return {
        "relatedIdentifier": work.doi or work.address,
        "relatedIdentifierType": "DOI" if work.doi else "URL",
        "relationType": work.relation,
    }


def _stated(told: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in told.items() if value}
