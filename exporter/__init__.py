"""Turn news articles into validated event rows, and event rows into versioned, documented releases.

The flow, and what to call:

    read_articles   files, folders or standard input -> articles
    code            articles -> codings with evidence, and their valid rows
    code_into       the same, kept in a store
    Store           where codings, events, revisions and deletions are kept
    validate        a table -> good rows, rejected rows, problems
    check_files     files of any kind and size -> a report
    agreement       what coders say of the same texts -> a table per column (in `exporter.agreement`)
    doubts          good rows -> what in them is possible but unlikely
    read_project    dataset.toml -> the codebook with a project's columns, codes and checks
    read_about      dataset.toml -> what people say of a dataset
    build_release   tables -> an immutable folder of Parquet, CSV and a data dictionary
    load            a release, from a folder or the web -> a frame
    edition         a release -> its tables and codebook, to compare or to build the next one on
    compare         two releases -> what came, went and changed, in rows and codebook
    verify          a release -> what is wrong with it
    convert         ACLED, GDELT, UCDP GED or our rows -> any other of them, with what was lost

What an event row means stands in `exporter.codebook.event`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from exporter._version import __version__

if TYPE_CHECKING:
    from exporter.articles import Article, read_articles
    from exporter.codebook.project import Project, read_project
    from exporter.coders.checked import Coded
    from exporter.coders.coding import CodedEvent, Coding, Evidence
    from exporter.coders.run import code, code_into
    from exporter.errors import DataError, ExporterError, UsageError
    from exporter.formats import Converted, convert
    from exporter.loaders import load
    from exporter.releases import (
        About,
        Comparison,
        Edition,
        Release,
        build_release,
        compare,
        edition,
        read_about,
        verify,
    )
    from exporter.store import Store
    from exporter.validation import Report, Validation, check_files, doubts, validate, validate_dataset

__all__ = [
    "About",
    "Article",
    "Coded",
    "CodedEvent",
    "Coding",
    "Comparison",
    "Converted",
    "DataError",
    "Edition",
    "Evidence",
    "ExporterError",
    "Project",
    "Release",
    "Report",
    "Store",
    "UsageError",
    "Validation",
    "__version__",
    "build_release",
    "check_files",
    "code",
    "code_into",
    "compare",
    "convert",
    "doubts",
    "edition",
    "load",
    "read_about",
    "read_articles",
    "read_project",
    "validate",
    "validate_dataset",
    "verify",
]


_WHERE = {
    "exporter.articles": ("Article", "read_articles"),
    "exporter.codebook.project": ("Project", "read_project"),
    "exporter.coders.checked": ("Coded",),
    "exporter.coders.coding": ("CodedEvent", "Coding", "Evidence"),
    "exporter.coders.run": ("code", "code_into"),
    "exporter.errors": ("DataError", "ExporterError", "UsageError"),
    "exporter.formats": ("Converted", "convert"),
    "exporter.loaders": ("load",),
    "exporter.releases": (
        "About", "Comparison", "Edition", "Release", "build_release", "compare", "edition", "read_about", "verify"
    ),
    "exporter.store": ("Store",),
    "exporter.validation": ("Report", "Validation", "check_files", "doubts", "validate", "validate_dataset"),
}  # fmt: skip
_MODULES = {name: module for module, names in _WHERE.items() for name in names}


def __getattr__(name: str) -> Any:
    """Import what is asked for, and only then: a part that needs little is not to carry the rest."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(_MODULES[name]), name)
    return found
