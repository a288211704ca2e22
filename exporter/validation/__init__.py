"""A table or a record goes in; what is good comes out, beside what is not and why.

tables.py      tables against the codebook, with pandera
conform.py     columns and types first: what cannot be read as the declared type
references.py  tables against each other
records.py     coding records against their JSON Schema and the article's text
problems.py    the frame that every check reports in
"""

from exporter.validation.problems import PROBLEMS, Validation
from exporter.validation.records import check_record, record_problems
from exporter.validation.references import validate_dataset
from exporter.validation.tables import validate

__all__ = ["PROBLEMS", "Validation", "check_record", "record_problems", "validate", "validate_dataset"]
