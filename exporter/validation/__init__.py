"""A table, a record or a file goes in; what is good comes out, beside what is not and why.

tables.py        tables against the codebook, with pandera
conform.py       columns and types first: what cannot be read as the declared type
onepass.py       whether all checks are kept, told in one pass
references.py    tables against each other
records.py       coding records against their JSON Schema and the article's text
problems.py      the frame that every check reports in
broken.py        the rows that break a rule, as problems
plausibility/    what is possible but unlikely, as warnings
files.py         files of any kind and size, with table_files.py, record_files.py, keys.py and tally.py
inputs/          how they are read, in bounded memory
formats.py       what a file can hold
report.py        what was found in files, and reports/ the forms in which it is told
whole.py         a file written whole or not at all
settings.py      how strictly to check
catalogue.py     every check by its code, and pages.py its documentation
"""

from exporter.validation.files import check_files
from exporter.validation.plausibility import doubts
from exporter.validation.problems import PROBLEMS, Validation
from exporter.validation.records import check_record, record_problems
from exporter.validation.references import validate_dataset
from exporter.validation.report import Report
from exporter.validation.settings import Settings
from exporter.validation.tables import validate

__all__ = [
    "PROBLEMS",
    "Report",
    "Settings",
    "Validation",
    "check_files",
    "check_record",
    "doubts",
    "record_problems",
    "validate",
    "validate_dataset",
]
