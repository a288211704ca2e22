"""The metadata of a release, read by the standards' own tools."""

import hashlib
import json
from datetime import date
from importlib.resources import files

import frictionless
import jsonschema
import mlcroissant
import polars as pl
import pyarrow.parquet as pq
import pytest
import rdflib
from check_jsonschema.builtin_schemas import get_builtin_schema
from datacite import schema45
from ruamel.yaml import YAML

from exporter.codebook.export import dictionary, polars_schema
from exporter.codebook.tables import tables
from exporter.errors import DataError
from exporter.releases import About, build_release
from tests.releases.abouts import FULL
from tests.releases.frames import awkward


def told(release, name):
    return json.loads((release / name).read_text(encoding="utf-8"))


def test_the_data_package_keeps_to_the_published_profile(release):
    profile = json.loads((files("dplib") / "profiles/2.0/datapackage.json").read_text(encoding="utf-8"))
    checker = jsonschema.Draft7Validator(profile, format_checker=jsonschema.Draft7Validator.FORMAT_CHECKER)
    assert [error.message for error in checker.iter_errors(told(release, "datapackage.json"))] == []


def test_frictionless_finds_every_csv_file_valid(release):
    """Of Parquet, frictionless takes missing whole numbers for NaN and counts no bytes, so it reads the CSV files."""
    package = frictionless.Package(str(release / "datapackage.json"))
    for resource in [held for held in package.resources if held.format != "csv"]:
        package.remove_resource(resource.name)
    assert {"events", "sources", "evidence", "deletions", "dictionary", "codelists-cameo"} <= set(
        package.resource_names
    )
    report = package.validate()
    assert report.flatten(["name", "rowNumber", "fieldName", "message"]) == []
    assert report.valid


def test_frictionless_reads_the_values_of_the_codebook(releases):
    package = frictionless.Package(str(releases["full"] / "datapackage.json"))
    frame = pl.read_parquet(releases["full"] / "events.parquet")
    rows = package.get_resource("events").read_rows()
    for name in ("event_date", "fatalities", "latitude", "civilian_targeting", "event_type", "cameo_code"):
        wanted = frame[name].to_list()
        assert [float(row[name]) if name == "latitude" else row[name] for row in rows] == wanted, name


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("event_type", "Battle"),
        ("latitude", 91.5),
        ("event_id", "AFG"),
        ("event_id", None),
        ("event_date", "1 May"),
    ],
)
def test_frictionless_finds_what_breaks_the_codebook(releases, tmp_path, column, value):
    """The schema says enough to find it: it is not valid because it says nothing."""
    frame = pl.read_csv(releases["unsaid"] / "events.csv", infer_schema=False)
    first = pl.int_range(pl.len()) == 0
    broken = frame.with_columns(
        pl.when(first)
        .then(pl.lit(value, pl.String) if value is None else pl.lit(str(value)))
        .otherwise(column)
        .alias(column)
    )
    broken.write_csv(tmp_path / "events.csv")
    schema = next(
        r for r in told(releases["unsaid"], "datapackage.json")["resources"] if r["name"] == "events"
    )["schema"]
    schema.pop("foreignKeys", None)
    resource = frictionless.Resource(
        path="events.csv", basepath=str(tmp_path), schema=frictionless.Schema.from_descriptor(schema)
    )
    report = resource.validate()
    assert {(row, name) for row, name in report.flatten(["rowNumber", "fieldName"])} >= {(2, column)}


def test_frictionless_finds_a_source_without_its_event(releases, tmp_path):
    package = told(releases["unsaid"], "datapackage.json")
    package["resources"] = [r for r in package["resources"] if r["name"] in ("events", "sources")]
    for resource in package["resources"]:
        text = (releases["unsaid"] / resource["path"]).read_text(encoding="utf-8")
        if resource["name"] == "sources":
            text += "XXX9,article,Agence,,2020-01-01,\n"
        (tmp_path / resource["path"]).write_text(text, encoding="utf-8", newline="")
        for key in ("hash", "bytes", "rowcount"):
            del resource[key]
    report = frictionless.Package.from_descriptor(package, basepath=str(tmp_path)).validate()
    assert [kind for (kind,) in report.flatten(["type"])] == ["foreign-key"]


def test_every_table_is_a_resource_with_its_rows_bytes_and_checksum(release):
    resources = {resource["path"]: resource for resource in told(release, "datapackage.json")["resources"]}
    for table in tables():
        for ending in ("csv", "parquet"):
            resource = resources[f"{table}.{ending}"]
            content = (release / resource["path"]).read_bytes()
            assert resource["bytes"] == len(content)
            assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
            assert resource["rowcount"] == pl.read_parquet(release / f"{table}.parquet").height
            assert resource["format"] == ending
            columns = [field["name"] for field in resource["schema"]["fields"]]
            assert columns == list(polars_schema(table))
    assert resources["sources.csv"]["schema"]["primaryKey"] == ["event_id", "article_id"]
    assert resources["evidence.csv"]["schema"]["foreignKeys"] == [
        {"fields": ["event_id"], "reference": {"resource": "events", "fields": ["event_id"]}}
    ]


def test_the_data_package_says_what_is_said(releases):
    package = told(releases["full"], "datapackage.json")
    assert package["title"] == FULL.title
    assert package["description"] == FULL.description
    assert package["version"] == "1.2.3"
    assert package["created"] == "2024-01-02T03:04:06Z"
    assert package["licenses"] == [
        {
            "name": "CC-BY-NC-SA-4.0",
            "path": "https://spdx.org/licenses/CC-BY-NC-SA-4.0.html",
            "title": "CC-BY-NC-SA-4.0",
        }
    ]
    assert [one["title"] for one in package["contributors"]] == [
        "A. B. Núñez",
        "Some: Project",
        "Mononym",
        "Example Press",
        "Data desk",
    ]
    assert any("GeoNames, CC BY 4.0" in source["title"] for source in package["sources"])
    unsaid = told(releases["unsaid"], "datapackage.json")
    assert "licenses" not in unsaid and "homepage" not in unsaid
    assert unsaid["title"] == "unsaid"


def test_coverage_is_that_of_the_data(releases):
    events = pl.read_parquet(releases["unsaid"] / "events.parquet")
    package = told(releases["unsaid"], "datapackage.json")
    assert package["temporal"] == {
        "start": str(events["event_date"].min()),
        "end": str(events["event_date_end"].max()),
    }
    west, south, east, north = package["spatial"]["bbox"]
    assert (west, east) == (events["longitude"].min(), events["longitude"].max())
    assert (south, north) == (events["latitude"].min(), events["latitude"].max())
    assert {country["iso3"] for country in package["countries"]} == set(events["iso3"])
    assert not {"temporal", "spatial", "countries"} & set(told(releases["empty"], "datapackage.json"))


def test_datacite_finds_its_document_valid(release):
    if not (release / "datacite.json").exists():
        assert release.parent.name.startswith("empty"), "only data without a date have no year of publication"
        return
    document = told(release, "datacite.json")
    assert [error.message for error in schema45.validator.iter_errors(document)] == []
    assert document["publicationYear"] == "2024"


def test_datacite_says_what_is_said(releases):
    document = told(releases["full"], "datacite.json")
    assert document["creators"][0] == {
        "name": "Núñez, A. B.",
        "nameType": "Personal",
        "givenName": "A. B.",
        "familyName": "Núñez",
        "nameIdentifiers": [
            {
                "nameIdentifier": "https://orcid.org/0000-0002-1825-0097",
                "nameIdentifierScheme": "ORCID",
                "schemeUri": "https://orcid.org",
            }
        ],
        "affiliation": [{"name": "University #1"}],
    }
    assert document["publisher"] == {"name": "Example Press"}
    assert [work["relationType"] for work in document["relatedIdentifiers"]] == [
        "IsDescribedBy",
        "IsDerivedFrom",
    ]
    assert told(releases["unsaid"], "datacite.json")["publisher"] == {"name": ":unav"}


def test_croissant_finds_its_document_valid_and_reads_the_tables_by_it(release):
    dataset = mlcroissant.Dataset(jsonld=str(release / "dataset.jsonld"))
    assert not dataset.metadata.issues.errors
    # A licence and a date are recommended; where nobody says them, they are not made up.
    unsaid = {words for words in dataset.metadata.issues.warnings if "license" not in words}
    assert all("datePublished" in words for words in unsaid)
    for table in tables():
        frame = pl.read_parquet(release / f"{table}.parquet")
        records = list(dataset.records(table))
        assert len(records) == frame.height
        for name in frame.columns[:2]:
            found = [record[f"{table}/{name}"] for record in records]
            found = [value.decode() if isinstance(value, bytes) else value for value in found]
            if frame.schema[name] == pl.Date:
                found = [value.date() for value in found]
            assert found == frame[name].to_list()


def test_the_json_ld_is_a_dataset_of_schema_org(releases):
    """As a search engine sees it: expanded to triples by an independent library."""
    text = (releases["full"] / "dataset.jsonld").read_text(encoding="utf-8")
    graph = rdflib.Graph().parse(data=text, format="json-ld")
    schema = rdflib.Namespace("https://schema.org/")
    (dataset,) = graph.subjects(rdflib.RDF.type, schema.Dataset)
    assert str(graph.value(dataset, schema.name)) == FULL.title
    assert str(graph.value(dataset, schema.license)) == "https://spdx.org/licenses/CC-BY-NC-SA-4.0.html"
    assert str(dataset) == f"https://doi.org/{FULL.doi}"
    first, last = str(graph.value(dataset, schema.temporalCoverage)).split("/")
    assert date.fromisoformat(first) <= date.fromisoformat(last)
    sums = {
        str(graph.value(file, schema.contentUrl)): str(graph.value(file, schema.sha256))
        for file in graph.objects(dataset, schema.distribution)
    }
    content = (releases["full"] / "events.csv").read_bytes()
    assert sums["events.csv"] == hashlib.sha256(content).hexdigest()


def test_the_citation_file_keeps_to_the_published_schema(release):
    cited = YAML(typ="safe", pure=True).load((release / "CITATION.cff").read_text(encoding="utf-8"))
    schema = get_builtin_schema("vendor.citation-file-format")
    checker = jsonschema.Draft7Validator(schema, format_checker=jsonschema.Draft7Validator.FORMAT_CHECKER)
    assert [error.message for error in checker.iter_errors(cited)] == []
    assert cited["version"] == "1.2.3"


def test_the_citation_file_says_what_is_said(releases):
    load = YAML(typ="safe", pure=True).load
    cited = load((releases["full"] / "CITATION.cff").read_text(encoding="utf-8"))
    assert cited["title"] == FULL.title
    assert cited["abstract"] == FULL.description
    assert cited["keywords"] == list(FULL.keywords)
    assert cited["license"] == "CC-BY-NC-SA-4.0"
    assert cited["authors"][1] == {"name": "Some: Project"}
    unsaid = load((releases["unsaid"] / "CITATION.cff").read_text(encoding="utf-8"))
    assert unsaid["authors"] == [{"name": "Contributors to unsaid"}]
    own = load((releases["undeleted"] / "CITATION.cff").read_text(encoding="utf-8"))
    assert own["license-url"] == "https://example.org/terms"


def test_parquet_carries_title_licence_citation_and_the_words_on_columns(releases):
    schema = pq.read_schema(releases["full"] / "events.parquet")
    said = pl.read_parquet_metadata(releases["full"] / "events.parquet")
    assert said["title"] == FULL.title
    assert said["licence"] == "https://spdx.org/licenses/CC-BY-NC-SA-4.0.html"
    assert said["doi"] == FULL.doi
    assert said["citation"].startswith("Núñez, A. B.; Some: Project; Mononym (2024). Protests")
    assert said["version"] == "1.2.3"
    definitions = dict(dictionary("events").select("column", "definition").iter_rows())
    for name, definition in definitions.items():
        assert schema.field(name).metadata[b"definition"].decode() == definition
    unsaid = pq.read_metadata(releases["unsaid"] / "events.parquet").metadata
    assert unsaid[b"citation"].decode() == "Contributors to unsaid (2024). unsaid (version 1.2.3) [Data set]."
    assert b"licence" not in unsaid and b"doi" not in unsaid


def test_the_readme_says_how_to_cite_and_what_each_file_is(release):
    text = (release / "README.md").read_text(encoding="utf-8")
    assert "## How to cite" in text
    assert "GeoNames, CC BY 4.0" in text
    rows = [line.split(" | ") for line in text.splitlines() if line.startswith("| ")]
    listed = {row[0].removeprefix("| "): row[1] for row in rows}
    held = {path.relative_to(release).as_posix() for path in release.rglob("*") if path.is_file()}
    assert held <= set(listed)
    assert all(listed[name].strip() for name in held)


def test_no_words_work_as_markdown_in_the_readme(releases):
    text = (releases["full"] / "README.md").read_text(encoding="utf-8")
    assert text.splitlines()[0] == r'# Protests \& "riots": a \[test\] of №'
    assert r"Two lines of \<b\>words\</b\>" in text


def test_the_same_words_and_tables_give_the_same_bytes(tmp_path):
    one, two = (
        build_release(awkward(), "same", "1.0.0", tmp_path / output, about=FULL) for output in ("one", "two")
    )
    assert one.files == two.files
    other = build_release(awkward(), "same", "1.0.0", tmp_path / "other", about=About(title="Other"))
    assert {file.path for file in other.files if file not in one.files} >= {
        "CITATION.cff", "README.md", "datacite.json", "datapackage.json", "dataset.jsonld", "events.parquet",
    }  # fmt: skip


def test_a_table_without_a_column_is_told_before_anything_is_written(tmp_path):
    frames = awkward()
    frames["events"] = frames["events"].drop("updated_at")
    with pytest.raises(DataError, match="updated_at is missing"):
        build_release(frames, "broken", "1.0.0", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_documents_of_a_partitioned_release(tmp_path):
    frames = awkward(12)
    release = build_release(frames, "d", "1.0.0", tmp_path, partition="region,year").folder
    package = told(release, "datapackage.json")
    profile = json.loads((files("dplib") / "profiles/2.0/datapackage.json").read_text(encoding="utf-8"))
    assert [error.message for error in jsonschema.Draft7Validator(profile).iter_errors(package)] == []
    events = next(one for one in package["resources"] if one["name"] == "events")
    assert (
        sum(pq.read_metadata(release / path).num_rows for path in events["path"]) == events["rowcount"] == 12
    )
    assert [one["name"] for one in events["schema"]["fields"]] == pq.read_schema(
        release / events["path"][0]
    ).names
    dataset = mlcroissant.Dataset(jsonld=str(release / "dataset.jsonld"))
    assert not dataset.metadata.issues.errors
    years = {one["events/event_id"].decode(): one["events/year"] for one in dataset.records("events")}
    assert years == dict(frames["events"].select("event_id", "year").iter_rows())
