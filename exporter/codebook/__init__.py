"""What a row means: the ground floor, which knows nobody above it.

event.py      the event table
tables.py     its companions: sources, evidence, deletions; and the references between them
column.py     how a column is declared
rules.py      what a rule across columns is
checks.py     the rules
derive.py     columns that follow from others
codelists/    the code lists, as CSV files
asked.py      what people are asked for when they code by hand
project.py    what a project adds in its dataset.toml
compare.py    two versions of the published contract compared
earlier.py    the codebook as earlier versions have it
export.py     the codebook as JSON Schema, Arrow schema and dictionary rows
"""

from exporter.codebook.codelists import codelist, codes
from exporter.codebook.derive import derive
from exporter.codebook.event import Event
from exporter.codebook.tables import REFERENCES, Deletion, Evidence, Source, Table, tables

__all__ = [
    "REFERENCES",
    "Deletion",
    "Event",
    "Evidence",
    "Source",
    "Table",
    "codelist",
    "codes",
    "derive",
    "tables",
]
