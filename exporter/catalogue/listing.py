"""releases.json: what the catalogue holds, for programs."""

import json
from collections.abc import Callable, Sequence

from exporter.catalogue.entry import Entry
from exporter.catalogue.found import Dataset


def releases_json(datasets: Sequence[Dataset], place: Callable[[Entry], str]) -> str:
    """The listing as JSON: datasets by name, versions newest first, files by path.

    Args:
        datasets: What the catalogue holds.
        place: Where the files of a release stand, as an address relative to the listing.
    """
    told = [
        {
            "name": dataset.name,
            "title": dataset.newest.about.title,
            "latest": str(dataset.newest.version),
            "versions": [
                {
                    "version": str(entry.version),
                    "path": place(entry),
                    "created": entry.created,
                    "events": entry.events,
                    "files": [
                        {"path": file.path, "bytes": file.size, "sha256": file.sha256} for file in entry.files
                    ],
                }
                for entry in dataset.entries
            ],
        }
        for dataset in datasets
    ]
    return json.dumps({"datasets": told}, indent=1, ensure_ascii=False) + "\n"
