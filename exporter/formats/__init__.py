"""The field's formats: ACLED, GDELT 2.0 and UCDP GED, each a codebook of its own, and ways to and from ours.

acled.py, gdelt.py, ucdp.py    the codebooks: what a row of each format means and must keep
*_columns.py                   expressions for what a crosswalk calls computed or set by rule
crosswalks/                    what becomes of each column and code, as CSV files for people
events.py                      our own table as a format among them
reports.py                     which articles report an event: our sources beside GDELT's mentions
registry.py                    the formats by name
typed.py                       text read as a format's types
files.py                       files recognised, read and written
carry.py                       one layout carried into another
check.py                       a table against its format's codebook
convert.py                     the whole way, with what was lost and what was refused
"""

from exporter.formats.check import check
from exporter.formats.convert import Conversion, Converted, convert
from exporter.formats.files import convert_file, read, recognise
from exporter.formats.format import Format
from exporter.formats.registry import CONVERTED, FORMATS, REPORTS

__all__ = [
    "CONVERTED",
    "FORMATS",
    "REPORTS",
    "Conversion",
    "Converted",
    "Format",
    "check",
    "convert",
    "convert_file",
    "read",
    "recognise",
]
