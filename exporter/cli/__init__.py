"""The command line: one thin file per command, each parsing, calling the library and printing.

app.py        the commands put together, and how errors reach the user
console.py    where data, talk and progress go
as_of.py, code.py, compare.py, demo.py, history.py, info.py, load.py, release.py, validate.py, verify.py
"""

from exporter.cli.app import app, main

__all__ = ["app", "main"]
