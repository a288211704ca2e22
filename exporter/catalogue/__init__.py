"""The catalogue: a static site where people find, understand, cite and download the releases.

build.py      what the site consists of
found.py      the datasets and versions under an output folder, and those that are not whole
entry.py      one release as its own files describe it, without reading its tables
about.py      title, authors and licence, from the release's metadata
cite.py       how to cite a release
reading.py    how to load a release
changes.py    what a release says of the one before
drawing.py    the events counted by month, type, country and place
scale.py      periods and bars of a chart
pages.py      the HTML pages, from the templates
listing.py    releases.json, for programs
swap.py       a folder that is replaced as a whole
"""

try:
    import jinja2  # noqa: F401
    import markdown_it  # noqa: F401
except ModuleNotFoundError as error:
    if error.name not in {"jinja2", "markdown_it"}:
        raise
    from exporter.errors import MissingExtraError

    raise MissingExtraError("The catalogue", "catalogue") from error

from exporter.catalogue.build import Catalogue, build_catalogue
from exporter.catalogue.found import Skipped

__all__ = ["Catalogue", "Skipped", "build_catalogue"]
