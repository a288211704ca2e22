"""The command line: one thin file per command, each parsing, calling the library and printing.

app.py        the commands put together, and how errors reach the user
console.py    where data, talk and progress go
knowledge.py, models.py, projects.py, stores.py   what several commands share
agreement.py to watch.py                          a command each
"""

from exporter.cli.app import app, main

__all__ = ["app", "main"]
