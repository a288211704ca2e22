"""The R package and load.R, run by R: the same rows, types and values as Python's."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import polars as pl
import pytest

import exporter
from exporter.codebook import codelist
from exporter.releases.build import SCRIPTS

PACKAGE = Path(exporter.__file__).parent / "loaders" / "r" / "eventdata"
LOCALES = ("C", "C.UTF-8")


def test_the_package_reads_as_load_R_does():  # noqa: N802
    """What a release carries ends with the package's own file; copy that there after a change."""
    script = next(path for path in SCRIPTS if path.suffix == ".R").read_text(encoding="utf-8")
    assert script.endswith((PACKAGE / "R" / "tables.R").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def rscript():
    """R with the packages that the tests need."""
    found = shutil.which("Rscript")
    missing = "R is not installed"
    if found:
        needed = (
            "for (p in c('jsonlite', 'tibble', 'testthat')) if (!requireNamespace(p, quietly = TRUE)) stop(p)"
        )
        missing = subprocess.run(
            [found, "-e", needed], capture_output=True, encoding="utf-8", check=False
        ).stderr
    if missing:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(missing)
    return found


@pytest.fixture(scope="session")
def library(rscript, tmp_path_factory):
    """A library of R with the package in it."""
    folder = tmp_path_factory.mktemp("library")
    subprocess.run(
        ["R", "CMD", "INSTALL", "--no-docs", f"--library={folder}", PACKAGE],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return folder


def run(rscript, program, *arguments, locale="C.UTF-8", library="", **environment):
    result = subprocess.run(
        [rscript, "-e", program, *map(str, arguments)],
        env={**os.environ, "LC_ALL": locale, "R_LIBS": str(library), "TZ": "America/Bogota", **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


# Everything that R holds, as JSON: kinds of columns, labels, levels, values.
TELL = """
tell <- function(events) {
  kind <- function(x) class(x)[1]
  values <- lapply(events, function(x) {
    if (inherits(x, "POSIXct")) as.numeric(x) else if (is.numeric(x) && !inherits(x, "Date")) as.vector(x)
    else if (is.logical(x)) as.vector(x) else as.character(x)
  })
  told <- list(
    frame = class(events), rows = nrow(events), kinds = lapply(events, kind),
    labels = lapply(events, attr, "label"), country = levels(events$country), iso3 = levels(events$iso3),
    zone = attr(events$updated_at, "tzone"), values = values
  )
  json <- jsonlite::toJSON(told, na = "null", digits = NA, auto_unbox = TRUE)
  writeLines(enc2utf8(json), stdout(), useBytes = TRUE)
}
folder <- commandArgs(TRUE)[1]
"""

KINDS = {
    pl.Date: "Date",
    pl.Datetime: "POSIXct",
    pl.Int16: "integer",
    pl.Int32: "integer",
    pl.Float64: "numeric",
    pl.Boolean: "logical",
    pl.Enum: "factor",
    pl.String: "character",
}
LISTED = ("cameo_code", "actor1_country", "actor2_country")
"""Text columns with a code list, which R holds as factors too."""


def same(told, frame):
    assert told["rows"] == frame.height
    kinds = {n: "factor" if n in LISTED else KINDS[k.base_type()] for n, k in frame.schema.items()}
    assert told["kinds"] == kinds
    assert told["labels"]["fatalities"] == "Fatalities"
    assert told["labels"]["event_date_end"] == "Event date, end"
    assert told["country"] == codelist("countries")["code"].to_list()
    assert told["iso3"] == codelist("countries")["iso3"].to_list()
    assert told["zone"] == "UTC"
    plain = frame.with_columns(
        pl.col(pl.Date).cast(pl.String), pl.col(pl.Enum).cast(pl.String), pl.col(pl.Datetime).dt.epoch("s")
    )
    for name in plain.columns:
        assert told["values"][name] == plain[name].to_list(), name


@pytest.mark.parametrize("locale", LOCALES)
def test_load_R_gives_what_python_gives(rscript, hard, locale):  # noqa: N802
    program = TELL + 'source(file.path(folder, "load.R")); tell(load_events())'
    told = json.loads(run(rscript, program, hard, locale=locale))
    assert told["frame"] == ["tbl_df", "tbl", "data.frame"]
    same(told, exporter.load(hard))


@pytest.mark.parametrize("locale", LOCALES)
def test_the_package_gives_what_python_gives(rscript, library, hard, locale):
    program = TELL + "library(eventdata); tell(load_events(folder))"
    same(json.loads(run(rscript, program, hard, locale=locale, library=library)), exporter.load(hard))


def test_base_R_alone_gives_a_data_frame(rscript, hard, tmp_path):  # noqa: N802
    """No package is found here but those that R itself brings."""
    program = """
        source(file.path(commandArgs(TRUE)[1], "load.R"))
        stopifnot(!requireNamespace("tibble", quietly = TRUE))
        events <- load_events()
        cat(class(events), nrow(events), sum(is.na(events$fatalities)), sum(events$fatalities, na.rm = TRUE))
        stopifnot(verify() > 20, nrow(dictionary("events")) == ncol(events), nrow(changes()) == 0)
    """
    nowhere = str(tmp_path)
    told = run(
        rscript, program, hard, R_LIBS_SITE=nowhere, R_LIBS_USER=nowhere, R_LIBS=nowhere, LC_ALL="C"
    ).split()
    frame = exporter.load(hard)
    assert told == [
        "data.frame",
        str(frame.height),
        str(frame["fatalities"].null_count()),
        str(frame["fatalities"].sum()),
    ]


def test_sums_of_a_large_release(rscript, release):
    program = """
        source(file.path(commandArgs(TRUE)[1], "load.R"))
        events <- load_events()
        cat(nrow(events), sum(events$fatalities, na.rm = TRUE), sum(is.na(events$fatalities)),
            sum(events$fatalities == 0, na.rm = TRUE), nlevels(droplevels(events$country)),
            sum(as.numeric(events$event_date)), sum(nchar(events$notes)), nrow(evidence()), nrow(deletions()))
    """
    frame = exporter.load(release)
    deaths = frame["fatalities"]
    wanted = [
        frame.height,
        deaths.sum(),
        deaths.null_count(),
        (deaths == 0).sum(),
        frame["country"].n_unique(),
        frame["event_date"].to_physical().cast(pl.Int64).sum(),
        frame["notes"].str.len_chars().sum(),
        exporter.load(release, table="evidence").height,
        exporter.load(release, table="deletions").height,
    ]
    assert [float(number) for number in run(rscript, program, release).split()] == wanted


def test_over_http(rscript, library, listed):
    program = """
        library(eventdata)
        url <- commandArgs(TRUE)[1]
        events <- load_events(url, "1.0.0")
        stopifnot(nrow(events) == 50, nrow(changes(url, "1.0.0")) == 0, nrow(dictionary(url, "1.0.0")) > 46)
        stopifnot(identical(load_events(paste0(url, "/1.0.0/")), events))
        cat(nrow(sources(url)), check_release(url, "1.0.0"), "")
        for (wrong in list(c("other", NA), c("conflict", "9.0.0"))) {
          version <- if (!is.na(wrong[2])) wrong[2]
          cat(tryCatch(load_events(file.path(dirname(url), wrong[1]), version), error = conditionMessage), "")
        }
    """
    told = run(rscript, program, f"{listed.url}/conflict", library=library, no_proxy="127.0.0.1")
    assert told.startswith("70000 ")
    assert "There is no release of other" in told
    assert "9.0.0/SHA256SUMS cannot be fetched" in told


def test_a_file_that_was_changed_on_the_way(rscript, library, site):
    def spoil(handler):
        if handler.path.endswith("events.csv"):
            handler.send(200, b"event_id\nAZE1\n")
            return True
        return False

    site.fault = spoil
    program = """
        cat(tryCatch(eventdata::load_events(commandArgs(TRUE)[1], "1.0.0"), error = conditionMessage))
    """
    told = run(rscript, program, f"{site.url}/conflict", library=library, no_proxy="127.0.0.1")
    assert "events.csv is not the file that was released" in told


@pytest.mark.parametrize("where", ["load.R", "package"])
def test_changes_where_there_are_some(rscript, library, hard, tmp_path, where):
    folder = shutil.copytree(hard, tmp_path / "1.1.0")
    (folder / "changes.csv").write_text(
        "event_id,change,column,old,new\nAZE1,corrected,notes,,'=1\n", encoding="utf-8"
    )
    source = 'source(file.path(folder, "load.R")); found <- changes()'
    package = "found <- eventdata::changes(folder)"
    program = f"folder <- commandArgs(TRUE)[1]; {source if where == 'load.R' else package};"
    told = run(rscript, program + "cat(unlist(found), sep = '|')", folder, library=library)
    assert told == "AZE1|corrected|notes|NA|=1"


def test_the_package_passes_its_check(rscript, tmp_path):
    """Build and check as for CRAN; only what is suggested may be missing."""
    environment = {**os.environ, "_R_CHECK_FORCE_SUGGESTS_": "false", "LC_ALL": "C.UTF-8"}
    for command in (["build", str(PACKAGE)], ["check", "--no-manual", "eventdata_0.1.0.tar.gz"]):
        result = subprocess.run(
            ["R", "CMD", *command],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
        assert result.returncode == 0, result.stdout + result.stderr
    assert "WARNING" not in result.stdout
    assert "ERROR" not in result.stdout
    tested = (tmp_path / "eventdata.Rcheck" / "tests" / "testthat.Rout").read_text(encoding="utf-8")
    assert "[ FAIL 0 | WARN 0 | SKIP 0 | PASS" in tested
